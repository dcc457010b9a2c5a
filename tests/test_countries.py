"""Countries: names, peoples, capitals and codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.countries import COUNTRIES, code_of, mention_code, name_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DPRK", "kp"),
        ("Democratic People's Republic of Korea", "kp"),
        ("Democratic People’s Republic of Korea", "kp"),
        ("N. Korea", "kp"),
        ("KOREA, NORTH.", "kp"),
        ("PRK", "kp"),
        ("kp", "kp"),
        ("Burma", "mm"),
        ("Côte d'Ivoire", "ci"),
        ("COTE D IVOIRE", "ci"),
        ("Russian Federation", "ru"),
        ("Congo, Democratic Republic of the", "cd"),
        ("Congo", "cg"),
        ("Bahamas, The", "bs"),
        ("Man, Isle of", "im"),
        ("Türkiye", "tr"),
        ("Kosovo", "xk"),
        ("USSR", "suhh"),
        ("Yugoslavia", "yucs"),
        ("Iran (Islamic Republic of)", "ir"),
        ("St. Kitts & Nevis", "kn"),
        ("  united states of america ", "us"),
    ],
)
def test_a_name_or_code_gives_the_code(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize("text", ["", "Korea", "Ruritania", "Pyongyang", "Russian", "??"])
def test_what_names_no_country_gives_none(text: str) -> None:
    assert code_of(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("U.S.", "us"),
        ("the US", "us"),
        ("UK's", "gb"),
        ("DPRK", "kp"),
        ("ROK", "kr"),
        ("North Koreans", "kp"),
        ("Russia’s", "ru"),
        ("Russian", "ru"),
        ("American", "us"),
        ("Pyongyang", "kp"),
        ("Moscow", "ru"),
        ("Washington", "us"),
        ("Seoul", "kr"),
        ("the Philippines'", "ph"),
        ("Spaniards", "es"),
    ],
)
def test_a_running_text_calls_a_country_many_things(text: str, code: str) -> None:
    assert mention_code(text) == code


@pytest.mark.parametrize("text", ["us", "IN", "NO", "it", "Korean", "Congolese", "polish", "Male"])
def test_words_that_only_look_like_a_country_are_none(text: str) -> None:
    assert mention_code(text) is None


@given(st.sampled_from(sorted(COUNTRIES)))
def test_every_name_leads_back_to_its_code(code: str) -> None:
    country = COUNTRIES[code]
    for name in (code, country.alpha3, country.name, *country.other_names):
        assert not name or code_of(name) == code
    assert name_of(code) == country.name


def test_no_name_stands_for_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for country in COUNTRIES.values():
        for word in (country.name, *country.other_names, *country.demonyms):
            owners.setdefault(word.casefold(), set()).add(country.code)
    assert not {word: codes for word, codes in owners.items() if len(codes) > 1}


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    for code in (code_of(text), mention_code(text)):
        assert code is None or code in COUNTRIES


def test_an_unknown_code_is_its_own_name() -> None:
    assert name_of("q9") == "q9"
