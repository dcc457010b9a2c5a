"""Text and dates as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.values import clean_date, clean_text, parse_date, read_date, years_between


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1962", "1962"),
        ("1962-05", "1962-05"),
        ("1962-5-7", "1962-05-07"),
        (" 1962-05-07 ", "1962-05-07"),
        ("1962-05-07T10:00:00Z", "1962-05-07"),
        ("2015-04-14-04:00", "2015-04-14"),
        ("1980-00-00", "1980"),
        ("1980-07-00", "1980-07"),
        ("1962-13", None),
        ("1962-02-30", None),
        ("05/07/1962", None),
        ("0000", None),
        ("", None),
        ("circa 1962", None),
    ],
)
def test_an_iso_date_keeps_its_precision(text: str, date: str | None) -> None:
    assert clean_date(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31 Aug 1960", "1960-08-31"),
        ("1 September 1960", "1960-09-01"),
        ("Feb 1958", "1958-02"),
        ("Sept. 1999", "1999-09"),
        ("1962", "1962"),
        ("31 Feb 1960", None),
        ("31 Xyz 1960", None),
        ("late 1950s", None),
    ],
)
def test_a_date_in_words_is_read(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("circa 1961", ("1961",)),
        ("circa 07 Jul 1966", ("1966",)),
        ("1955 to 1958", ("1955", "1956", "1957", "1958")),
        ("between 1955 and 1957", ("1955", "1956", "1957")),
        ("circa 1955-1957", ("1955", "1956", "1957")),
        ("01 Jan 1970 to 31 Dec 1970", ("1970",)),
        ("01 Mar 1970 to 31 Mar 1970", ("1970-03",)),
        ("1900 to 1990", ("1900", "1990")),
    ],
)
def test_what_is_no_exact_date_keeps_its_words(text: str, values: tuple[str, ...]) -> None:
    found = read_date(text)
    assert found is not None
    assert found.values == values
    assert found.note == text


def test_a_plain_date_needs_no_note() -> None:
    found = read_date("31 Aug 1960")
    assert found is not None
    assert found.note is None


@given(st.dates())
def test_iso_days_stand_as_they_are(day: object) -> None:
    assert clean_date(str(day)) == str(day)


@given(st.integers(1900, 2030), st.integers(0, 25))
def test_a_range_holds_both_its_ends(start: int, length: int) -> None:
    years = years_between(str(start), str(start + length))
    assert (years[0], years[-1]) == (str(start), str(start + length))
    assert len(years) == length + 1


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text)
    assert found is None or all(clean_date(value) == value for value in found.values)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a\u00a0\tb\n", "a b"),
        ("e\u0301", "é"),
        ("a\u200bb\x07", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_text_loses_what_nobody_sees(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text())
def test_clean_text_stays_clean(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
