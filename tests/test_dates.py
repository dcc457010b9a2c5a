"""Dates in words, seen from another day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.text import dates

TUESDAY = date(2022, 3, 1)


def resolved(
    words: str, anchor: date | None = TUESDAY, ahead: bool = False
) -> tuple[str, str] | None:
    span = next(dates.expressions(words), None)
    found = dates.resolve(words, span, anchor, ahead) if span else None
    return (found.value, found.basis) if found else None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("said Monday", "2022-02-28"),
        ("on Tuesday", "2022-03-01"),
        ("last Tuesday", "2022-02-22"),
        ("next Friday", "2022-03-04"),
        ("yesterday", "2022-02-28"),
        ("last week", "2022-W08"),
        ("late last month", "2022-02"),
        ("last year", "2021"),
        ("two days ago", "2022-02-27"),
        ("Dec. 30", "2021-12-30"),  # nearest: the year has just turned
        ("April 2", "2022-04-02"),
        ("in January", "2022-01"),
        ("in May", "2021-05"),  # the last one
        ("in early February", "2022-02"),
    ],
)
def test_words_resolve_against_the_anchor(words: str, value: str) -> None:
    assert resolved(words) == (value, "resolved")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2022-03-01", "2022-03-01"),
        ("March 1, 2022 - 09:09", "2022-03-01T09:09"),
        ("12:59 JST, March 1, 2022", "2022-03-01T12:59+09:00"),
        ("1 March 2022", "2022-03-01"),
        ("March 2022", "2022-03"),
        ("in 2019", "2019"),
        ("in 2019-05-14", "2019-05-14"),
        ("in May, 2021", "2021-05"),
        ("14.05.2021 в 12:30 МСК", "2021-05-14T12:30+03:00"),
        ("12:30 МСК, 14 мая 2021 г.", "2021-05-14T12:30+03:00"),
        ("2021년 5월 14일(금) 오후 3:20", "2021-05-14T15:20"),
        ("14 мая 2021", "2021-05-14"),
    ],
)
def test_a_date_with_its_year_needs_no_anchor(words: str, value: str) -> None:
    assert resolved(words, anchor=None) == (value, "stated")


def test_without_an_anchor_a_weekday_is_unknown() -> None:
    assert resolved("on Monday", anchor=None) is None


def test_a_weekday_to_come_is_the_next_one() -> None:
    assert resolved("on Wednesday", ahead=True) == ("2022-03-02", "resolved")


@pytest.mark.parametrize("words", ["30 February 2022", "nothing to see", "32 March"])
def test_what_is_no_day_resolves_to_none(words: str) -> None:
    assert resolved(words) is None


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from("Monday Thursday Sunday".split())
)
def test_a_bare_weekday_lies_within_the_week_before(anchor: date, name: str) -> None:
    found = dates.resolve(name, (0, len(name)), anchor)
    assert found is not None
    day = date.fromisoformat(found.value)
    assert anchor - timedelta(7) < day <= anchor
    assert day.strftime("%A") == name


@pytest.mark.parametrize(
    ("words", "value", "until"),
    [
        ("Feb. 5-9", "2022-02-05", "2022-02-09"),
        ("5 to 9 February", "2022-02-05", "2022-02-09"),
        ("between July 25 and 27, 2021", "2021-07-25", "2021-07-27"),
        ("Feb. 9-5", "2022-02-09", None),  # no range runs backwards
    ],
)
def test_a_range_of_days_has_a_first_and_a_last(words: str, value: str, until: str | None) -> None:
    span = next(dates.expressions(words))
    found = dates.resolve(words, span, TUESDAY)
    assert found is not None
    assert (found.value, found.until) == (value, until)
    assert dates.is_range(words, span)


def test_a_part_of_a_month_is_a_note() -> None:
    words = "in late February"
    found = dates.resolve(words, next(dates.expressions(words)), TUESDAY)
    assert found is not None
    assert found.note == "late: about 21 to 28"


@given(st.text(alphabet="0123456789 -MayJunetolastwek.,", max_size=60))
def test_what_is_passed_over_quickly_would_not_have_been_found(text: str) -> None:
    slow = [found.span() for found in dates._EXPRESSION.finditer(text)]
    assert list(dates.expressions(text)) == slow
