"""Names across scripts: how each script is read, and that names of two scripts meet."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import make
from enjoin.model.match import ListCited, Party
from enjoin.screening.building import build
from enjoin.screening.index import Snapshot, Sourced
from enjoin.screening.keys import Spelt, keys
from enjoin.screening.parties import Screener
from enjoin.screening.score import THRESHOLD, compare
from enjoin.screening.similar import Met, likeness, likenesses
from enjoin.text import arabic, hangul
from enjoin.text.chinese import wade_giles
from enjoin.text.names import is_patronymic, parts, variant_groups
from enjoin.text.scripts import fold
from enjoin.text.sound import skeleton, sounds


def texts(name: str, person: bool | None = True) -> list[str]:
    return [part.text for part in parts(name, person)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("عبد العزيز", ["abdul", "عزيز"]),
        ("عبدالعزيز", ["abdul", "عزيز"]),
        ("أبو سمرة", ["abu", "سمره"]),
        ("ابوطالبی", ["ابوطالبي"]),  # a family name: Persian letters
        ("منصور بن سالم الحربي", ["منصور", "bin", "سالم", "al", "حربي"]),
        ("ألماس", ["الماس"]),  # a hamza: no article
        ("نور الدین", ["نورالدين"]),
        ("رحمت الله", ["رحمتالله"]),
        ("علیرضا", ["علي", "رضا"]),
        ("حَسَنٌ", ["حسن"]),  # with vowel marks
        ("ﺣﺴﻦ", ["حسن"]),  # as presentation forms
    ],
)
def test_names_in_arabic_script_are_divided_and_their_letters_unified(
    name: str, expected: list[str]
) -> None:
    assert texts(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("شركة الواحة للصرافة", ["CO", "al", "واحه", "exchange"]),
        ("بانک کشاورزی", ["bank", "agriculture"]),
        ("وزارت نفت", ["ministry", "oil"]),
        ("الشركة التجارية المتقدمة", ["al", "CO", "trading", "al", "advanced"]),
    ],
)
def test_words_of_organisations_are_translated(name: str, expected: list[str]) -> None:
    assert texts(name, person=False) == expected


def test_a_persons_name_is_not_translated() -> None:
    assert texts("نفط", person=False) == ["oil"]
    assert texts("نفط", person=True) == ["نفط"]


@pytest.mark.parametrize(
    ("latin", "native"),
    [
        ("Munajjed", "منجد"),
        ("Aweys", "عويس"),
        ("Louay", "لؤي"),
        ("Zarkaoui", "زرقاوي"),
        ("Zarqawi", "زرقاوي"),
        ("Ghorbani", "قربانی"),
        ("Qurbani", "قربانی"),
        ("Fadhli", "فضلي"),
        ("Fazli", "فضلی"),
        ("Kathim", "كاظم"),
        ("Shamsuddin", "شمس‌الدین"),
        ("Eshaq", "اسحاق"),
        ("Moin", "معین"),
        ("Saadi", "سعدي"),
        ("Oualid", "وليد"),
        ("Khudaidad", "خدايداد"),
        ("Djamel", "جمال"),
        ("Zolghadr", "ذوالقدر"),
        ("Farah", "فرح"),  # a last h is silent
        ("Salloukh", "صلوخ"),
        ("Maksoud", "مقصود"),  # ks sounds like x
        ("Jumblatt", "جنبلاط"),
    ],
)
def test_a_part_in_arabic_script_is_like_its_latin_spellings(latin: str, native: str) -> None:
    (asked,), (listed,) = texts(latin), texts(native)
    assert likeness(asked, listed).value > 0.9


@pytest.mark.parametrize(
    ("latin", "native"),
    [
        ("Munir", "منجد"),
        ("Jamil", "جمال"),  # both are names known as they stand
        ("Petrov", "حسن"),
        ("Rami", "ربيع"),
        ("Hassan", "حسين"),
    ],
)
def test_another_name_in_arabic_script_is_unlike(latin: str, native: str) -> None:
    (asked,), (listed,) = texts(latin), texts(native)
    assert likeness(asked, listed).value == 0


def test_names_in_one_script_are_compared_in_it() -> None:
    (one,), (other,) = texts("قرضاوي"), texts("قرضاوى")
    assert one == other
    assert likeness("سنجابي", "سنجافي").how == "spelling"


WORDS = [
    "منجد",
    "قرباني",
    "وليد",
    "ربيع",
    "حسن",
    "munajjed",
    "ghorbani",
    "qurbani",
    "walid",
    "rabi",
]


@pytest.mark.parametrize("one", WORDS)
def test_likeness_across_scripts_is_symmetric_and_the_same_in_bulk(one: str) -> None:
    others = [other for other in WORDS if other != one]
    spelt, same = Spelt(others), Spelt([one] * len(others))
    met = Met(
        ones=same.texts,
        others=others,
        lengths=(same.lengths, spelt.lengths),
        led_alike=same.letters[:, 0] == spelt.letters[:, 0],
        words=same.words & spelt.words,
        sounding=(same.lengths > 0) & [bool(sounds(one) & sounds(other)) for other in others],
        variants=(same.lengths > 0)
        & [bool(variant_groups(one) & variant_groups(other)) for other in others],
        established=same.established & spelt.established,
    )
    expected = [likeness(one, other).value for other in others]
    assert likenesses(met).tolist() == pytest.approx(expected)
    assert [likeness(other, one).value for other in others] == expected


def test_parts_alike_across_scripts_share_a_key() -> None:
    for native in WORDS[:5]:
        for latin in WORDS[5:]:
            if likeness(latin, native).value:
                ours, theirs = keys(Spelt([latin]))[0], keys(Spelt([native]))[0]
                assert set(ours.tolist()) & set(theirs.tolist())


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءؤئپچژگ ", max_size=14))
def test_any_word_in_arabic_script_has_spellings_and_a_romanisation(text: str) -> None:
    assert fold(text).isascii()
    for part in parts(text, True):
        assert part.text.isascii() or 0 < len(arabic.spellings(part.text)) <= 256


@pytest.mark.parametrize("letters", ["ق", "ضي", "والعبد", "ж", "И ", "김", "王"])
def test_a_name_of_ten_thousand_letters_is_read_and_compared_at_once(letters: str) -> None:
    name = (letters * 10_000)[:10_000]
    started = time.process_time()
    assert compare(name, "Ada Stone", "Person").score < THRESHOLD
    for part in parts(name, True)[:10]:
        keys(Spelt([part.text]))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Щербаков", "shcherbakov"),
        ("Рунье", "runye"),
        ("Объединение", "obyedinenie"),
        ("Гліб", "hlib"),  # Ukrainian by its і
        ("Глеб", "gleb"),
        ("Қайрат", "kairat"),
        ("Ђорђе", "djordje"),
        ("СIВАК Анатоль", "sivak anatol"),  # a Latin I, and letters that look Latin
        ("завод по ремонту и обслуживанию", "zavod for remontu and obsluzhivaniyu"),
        ("А. И. Петров", "a. i. petrov"),  # initials are no conjunctions
    ],
)
def test_cyrillic_is_spelt_as_names_are(native: str, latin: str) -> None:
    assert fold(native) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mikalaevich", "nikolaevich"),
        ("uladzimirauna", "vladimirovna"),
        ("hryhorovych", "grigorievich"),
        ("siarheevich", "serhiyovych"),
    ],
)
def test_patronymics_of_one_name_are_variants(one: str, other: str) -> None:
    assert is_patronymic(one)
    assert variant_groups(one) & variant_groups(other)


@pytest.mark.parametrize("word", ["sauna", "heinrich", "luna", "nina", "zurich"])
def test_not_every_ending_is_a_patronymics(word: str) -> None:
    assert not is_patronymic(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zarkaoui", "zarqawi"),
        ("pauliuchenka", "pavlyuchenko"),
        ("dzyadkova", "dedkova"),
        ("lounici", "lounisi"),
    ],
)
def test_what_languages_write_in_their_own_way_sounds_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("김", "gim"),
        ("량", "ryang"),
        ("학", "hak"),
        ("닭", "dak"),
        ("쌍", "ssang"),
        ("이", "lee"),
        ("의", "ui"),
    ],
)
def test_hangul_is_romanised_by_syllables(native: str, latin: str) -> None:
    assert hangul.romanise(native).strip() == latin


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("zh", "ang", "chang"),
        ("x", "iao", "hsiao"),
        ("q", "ing", "ching"),
        ("d", "ong", "tung"),
        ("zh", "i", "chih"),
        ("x", "ue", "hsueh"),
        ("g", "uo", "kuo"),
        ("d", "uo", "to"),
        ("m", "a", "ma"),
    ],
)
def test_pinyin_is_spelt_in_wade_giles(first: str, last: str, expected: str) -> None:
    assert wade_giles(first, last) == expected


@pytest.mark.parametrize(
    ("latin", "native", "schema"),
    [
        ("Khaled Mansour al-Munajjid", "خالد منصور المنجد", "Person"),
        ("Mohammad Reza Ghorbani", "محمدرضا قربانی", "Person"),
        ("Alireza Shahbazi", "علی رضا شهبازی", "Person"),
        ("Abdurahman Noorzai", "عبدالرحمن نورزی", "Person"),
        ("Siarhei Mikalaevich Kavalenka", "Сергей Николаевич Коваленко", "Person"),
        ("Kim Kyung-hee", "김경희", "Person"),
        ("Chang Hsueh-liang", "张学良", "Person"),
        ("Tambov Powder Plant", "Тамбовский пороховой завод", "Organization"),
        ("Hanbit Shipping Co., Ltd.", "한빛해운 주식회사", "Organization"),
        ("Haichang Petrochemical Group", "海昌石化集团", "Organization"),
        ("LLC Severny Veter", "ТОВ Северный ветер", "Organization"),
    ],
)
def test_a_name_matches_itself_in_another_script(latin: str, native: str, schema: str) -> None:
    assert compare(latin, native, schema).score >= THRESHOLD


@pytest.mark.parametrize(
    ("latin", "native", "schema"),
    [
        ("Khaled Mansour al-Munajjid", "خالد منصور الحربي", "Person"),
        ("Jamal Salem", "جميل سليم", "Person"),
        ("Sergei Ivanov", "Сергей Петров", "Person"),
        ("Kim Kyung-hee", "박경희", "Person"),
        ("Tambov Powder Plant", "Пермский пороховой завод", "Organization"),
        ("Bank of Dandong", "昆仑银行", "Organization"),
    ],
)
def test_another_name_in_another_script_does_not_match(
    latin: str, native: str, schema: str
) -> None:
    assert compare(latin, native, schema).score < THRESHOLD


NAMES = [
    "Khaled Mansour al-Munajjid",
    "خالد منصور المنجد",
    "Yunus Ghorbani",
    "یونس قربانی",
    "Сергей Николаевич Коваленко",
    "김경희",
]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("خالد منصور المنجد", 0),
        ("Khalid Mansur el-Munajid", 1),
        ("يونس قرباني", 2),
        ("Younes Qurbani", 3),
        ("Sergey Nikolayevich Kovalenko", 4),
        ("Kim Kyong Hui", 5),
    ],
)
def test_a_name_finds_itself_in_another_script(asked: str, number: int, tmp_path: Path) -> None:
    source = Sourced("un_sc", "2024-05-30", "2", "b" * 64, 10)
    entity = make("Person", "un_sc-1", name=NAMES[number], topics="sanction")
    path = tmp_path / "test.snapshot"
    path.write_bytes(build([("un_sc", entity)], [source]))
    screener = Screener(Snapshot(path), {"un_sc": ListCited("un_sc", source.version, 3)})
    assert [match.match for match in screener.screen(Party(names=(asked,), schema="Person"))] == [
        True
    ]
