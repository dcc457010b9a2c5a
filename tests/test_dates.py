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
