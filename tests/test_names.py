"""Names into their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.text.names import parts, variant_groups
from enjoin.text.scripts import fold, unmask
from enjoin.text.sound import skeleton, sound


def texts(name: str, person: bool | None = None) -> list[str]:
    return [part.text for part in parts(name, person)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("KIM, Jong-un", ["kim", "jong", "un"]),
        ("Muʿammar al-Qaḏḏāfī", ["muammar", "al", "qaddafi"]),
        ("Abd al-Aziz", ["abdul", "aziz"]),
        ("Abdulaziz", ["abdul", "aziz"]),
        ("Abdullah", ["abdullah"]),
        ("O'Brien", ["obrien"]),
        ("Łukasz Żółć", ["lukasz", "zolc"]),
        ("Владимир", ["vladimir"]),
        ("J. R. Stone", ["j", "r", "stone"]),
        ("\u202eAda\u200b Stone", ["ada", "stone"]),
        ("Ρaul Stone", ["paul", "stone"]),  # a Greek capital rho
        ("🚢", []),
        ("", []),
    ],
)
def test_persons(name: str, expected: list[str]) -> None:
    assert texts(name, person=True) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour Trading G.m.b.H.", ["harbour", "trading", "LLC"]),
        ("Open Joint Stock Company Harbour", ["JSC", "harbour"]),
        ("HARBOUR OAO", ["harbour", "JSC"]),
        ("Harbour Fund II L.P.", ["harbour", "fund", "2", "LP"]),
        ("Second Harbour Bureau", ["2", "harbour", "bureau"]),
        ("3rd Harbour Bureau", ["3", "harbour", "bureau"]),
        ("CORP", ["corp"]),  # no company is its legal form alone
        ("11420 CORP.", ["11420", "CORP"]),
    ],
)
def test_organisations(name: str, expected: list[str]) -> None:
    assert texts(name, person=False) == expected


def test_a_rare_part_tells_more_than_a_common_one() -> None:
    common, rare = parts("Mohammed", True)[0], parts("Wolstenholme", True)[0]
    assert 0 < common.information < rare.information


@pytest.mark.parametrize("name", ["Orlovich", "Anatolijevitch", "Sergeevna", "Petrovitch"])
def test_a_patronymic_tells_little_however_it_is_romanised(name: str) -> None:
    assert parts(name, True)[0].information < parts("Wolstenholme", True)[0].information / 2


def test_particles_titles_and_forms_tell_little() -> None:
    for name, person in (("von", True), ("General", True), ("Harbour Ltd", False)):
        assert parts(name, person)[-1].information < 0.5


@given(st.text(max_size=60))
def test_any_text_has_parts_or_none(name: str) -> None:
    for person in (True, False, None):
        assert all(part.text and part.information > 0 for part in parts(name, person))


@given(st.text(max_size=60))
def test_unmasking_keeps_every_offset(text: str) -> None:
    assert len(unmask(text)) == len(text)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_word_all_in_cyrillic_is_not_unmasked() -> None:
    assert unmask("Восток Сosmodrome") == "Восток Cosmodrome"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("muhammad", "mhmd"),
        ("qadhafi", "kadafi"),
        ("tchaikovsky", "chaikovski"),
        ("hussein", "husayn"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_names_that_differ_do_not_all_sound_alike() -> None:
    names = ["petrov", "ivanov", "kim", "park", "hassan", "garcia", "smith"]
    assert len({skeleton(name) for name in names}) == len(names)


def test_spellings_of_a_syllable_are_one_group() -> None:
    assert variant_groups("pak") & variant_groups("park")
    assert not variant_groups("pak") & variant_groups("kim")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("but", "bout", True),
        ("jun", "joon", True),
        ("kim", "kym", True),
        ("kim", "kam", False),
        ("zhi", "shi", False),
        ("muhammad", "mohamed", True),
    ],
)
def test_short_parts_sound_alike_by_their_vowels_too(one: str, other: str, alike: bool) -> None:
    assert (sound(one) == sound(other)) is alike


def test_what_is_too_short_sounds_like_nothing() -> None:
    assert sound("li") == ""
