"""Working days and due dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.law.calendars import Calendar, add_business_days, due, is_business_day
from enjoin.law.register import register

DAYS = st.dates(date(2010, 1, 1), date(2029, 12, 31))
CALENDARS = st.sampled_from(["US", "EU", "UK", "KR", "UN"])


@pytest.mark.parametrize(
    ("calendar", "day"),
    [
        ("US", "2023-09-04"),  # Labor Day
        ("US", "2023-10-09"),
        ("US", "2023-11-10"),  # Veterans Day, on a Saturday, is kept the day before
        ("US", "2023-11-23"),
        ("US", "2023-12-25"),
        ("US", "2021-12-31"),  # New Year's Day 2022, kept in the year before
        ("UK", "2023-05-08"),  # the coronation
        ("UK", "2024-08-26"),
        ("KR", "2024-02-09"),
        ("KR", "2023-10-03"),
        ("EU", "2024-05-01"),
        ("EU", "2024-03-29"),
    ],
)
def test_a_holiday_is_not_worked(calendar: Calendar, day: str) -> None:
    assert not is_business_day(date.fromisoformat(day), calendar)


@pytest.mark.parametrize("calendar", ["EU", "UK", "KR", "UN"])
def test_a_holiday_of_one_jurisdiction_is_worked_in_others(calendar: Calendar) -> None:
    assert is_business_day(date(2023, 11, 23), calendar)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2023-08-17", 10, "2023-08-31"),
        ("2023-08-25", 10, "2023-09-11"),  # over Labor Day
        ("2023-12-20", 3, "2023-12-26"),
        ("2023-08-19", 1, "2023-08-21"),  # from a Saturday
    ],
)
def test_ten_business_days_leave_out_weekends_and_holidays(
    start: str, count: int, end: str
) -> None:
    assert add_business_days(date.fromisoformat(start), count, "US") == date.fromisoformat(end)


@settings(deadline=None)
@given(DAYS, st.integers(0, 40), CALENDARS)
def test_as_many_working_days_lie_between_as_were_added(
    start: date, count: int, calendar: Calendar
) -> None:
    end = add_business_days(start, count, calendar)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_business_day(day, calendar) for day in between) == count
    assert count == 0 or is_business_day(end, calendar)


@pytest.mark.parametrize(
    ("blocked", "held", "reported"),
    [
        ("2023-08-17", "2024-06-30", "2024-09-30"),
        ("2024-06-30", "2024-06-30", "2024-09-30"),
        ("2024-07-01", "2025-06-30", "2025-09-30"),
    ],
)
def test_blocked_property_is_reported_of_the_june_that_follows(
    blocked: str, held: str, reported: str
) -> None:
    day = date.fromisoformat(blocked)
    when = due(register().duties("us-annual-report", day)[0], day)
    assert (str(when.held_on), str(when.on)) == (held, reported)


@pytest.mark.parametrize(
    ("day", "until"),
    [("2024-02-29", "2029-02-28"), ("2025-03-11", "2030-03-11"), ("2025-03-12", "2035-03-12")],
)
def test_records_are_kept_for_the_years_of_the_law_of_the_day(day: str, until: str) -> None:
    of = date.fromisoformat(day)
    assert str(due(register().duties("us-record-keeping", of)[0], of).on) == until


def test_what_is_due_promptly_has_no_date() -> None:
    of = date(2024, 1, 2)
    assert due(register().duties("uk-report-to-ofsi", of)[0], of).on is None
