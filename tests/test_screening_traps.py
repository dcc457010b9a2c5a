"""Traps for screening: hostile names, the laws that any answer keeps, names changed on purpose."""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import Entity, make
from enjoin.model.match import ListCited, Match, Party
from enjoin.screening.batch import screens
from enjoin.screening.building import build
from enjoin.screening.index import Record, Snapshot, Sourced
from enjoin.screening.particulars import PARTICULARS
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import THRESHOLD, compare, score
from enjoin.screening.tables.rows import Row
from enjoin.text.names import parts

LISTS = [Sourced("us_ofac_sdn", "2024-05-31", "1", "a" * 64, 10)]
CITED = {"us_ofac_sdn": ListCited("us_ofac_sdn", "2024-05-31", 3)}

GIVEN = (
    "Tarvok Ignat Vladislav Marek Oruzgan Yusuf Hamza Khalid Ibrahim Sergei Dmitri Nikolai "
    "Rostislav Ana Mirtale Zainab Chol Jong Song Hyok Min Won Ki"
).split()
FAMILY = (
    "Belinska Kuzmenkov Orlovsky Zubaydi Haqqaniyar Tolvan Stonebridge Vetrov Mansurov Petrosyan "
    "Wolstenholme Abdulkarimov Shevardin Lopatnikov Kim Pak Ri Choe Harbourne Khorasani"
).split()
ORGANISATIONS = (
    "Sogwang Machinery Trading Corporation",
    "Meridian Growth Fund II L.P.",
    "Management Company Zarya LLC",
    "JSC Argument",
    "11420 Holding Ltd",
    "Corp Harbour Leasing S.A.",
    "General Trading Company",
)


def people(chance: random.Random, count: int) -> Iterator[Entity]:
    """Make people who resemble one another in names, and are told apart by the rest."""
    for number in range(count):
        names = [*chance.sample(GIVEN, chance.choice((1, 2))), chance.choice(FAMILY)]
        yield make(
            "Person",
            f"us_ofac_sdn-{number}",
            name=" ".join(names),
            topics="sanction",
            birthDate=_born(chance),
            country=chance.choice(["kp", "ru", "iq", []]),
            gender=chance.choice(["male", "female", []]),
            address=chance.choice(["12 Harbour Road, Varnholm", "Mill Lane 3, Ostby", []]),
            passportNumber=chance.choice([f"P{7_000_000 + number}", []]),
        )


def _born(chance: random.Random) -> list[str]:
    day = f"19{chance.randrange(40, 90)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
    return chance.choice([[day], [day[:4]], []])


def snapshot(folder: Path, entities: Sequence[Entity]) -> Snapshot:
    path = folder / "traps.snapshot"
    path.write_bytes(build([("us_ofac_sdn", entity) for entity in entities], LISTS))
    return Snapshot(path)


ENTITIES = [
    *people(random.Random(3), 220),
    *(
        make("Organization", f"us_ofac_sdn-{900 + n}", name=name, topics="sanction")
        for n, name in enumerate(ORGANISATIONS)
    ),
    make("Vessel", "us_ofac_sdn-990", name="OCEAN LANTERN", topics="sanction", flag="pa"),
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("traps"), ENTITIES)


@pytest.fixture(scope="module")
def lists(listed: Snapshot) -> Screener:
    return Screener(listed, CITED)


def callers(chance: random.Random, count: int) -> list[Party]:
    """Make parties to ask about: listed ones, their names changed, a part of the rest told."""
    asked = []
    for _ in range(count):
        of = chance.choice(ENTITIES[:220])
        name = changed(of.first("name") or "", chance.choice([*HOW, "as listed"]), chance)
        told: dict[str, Any] = {
            "birth_dates": chance.choice([of.get("birthDate"), tuple(_born(chance)), ()]),
            "countries": chance.choice([of.get("country"), ("kp",), ()]),
            "gender": chance.choice(["male", "female", None]),
            "addresses": chance.choice([of.get("address"), ("Ostby",), ()]),
            "ids": chance.choice([(), (), (("passportNumber", "P7000003"),)]),
        }
        asked.append(Party(names=(name,), schema="Person", **told))
    return asked


# Names that are traps


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("CORP", "Organization"),
        ("Corp.", "LegalEntity"),
        ("11420 CORP.", "Company"),
        ("11420", "LegalEntity"),
        ("JSCARGUMENT", "Organization"),
        ("Management Company", "Organization"),
        ("Trading Corporation LLC", "Company"),
        ("Limited Liability Company", "Company"),
        ("ООО", "Company"),
        ("S.A.", "Company"),
        ("A", "Person"),
        ("Q.", "Thing"),
        ("金", "Person"),
        ("Mr", "Person"),
        ("al", "Person"),
        ("bin", "Person"),
        ("0", "Thing"),
        ("x" * 10_000, "LegalEntity"),
        ("Zq" * 5_000, "Person"),
        ("🚢🚢🚢", "Vessel"),
        ("👨‍👩‍👧", "Person"),
        ("???", "Thing"),
        ("--", "Thing"),
        ("null", "Person"),
        ("N/A", "Thing"),
        ("\u200f\u200e\u202e", "Person"),
        ("\x00\x01", "Person"),
        ("", "Person"),
        ("   ", "Person"),
        ("' OR 1=1 --", "Person"),
        ("%s%s%n", "Thing"),
    ],
)
def test_a_trap_finds_nobody(lists: Screener, name: str, schema: str) -> None:
    asked = Party(names=(name,), schema=schema)
    assert lists.screen(asked) == []
    assert not any(match.match for match in lists.screen(asked, Terms(near=3)))


def test_nothing_asked_finds_nobody(lists: Screener) -> None:
    assert lists.screen(Party(names=())) == []
    assert lists.screen(Party(names=("", " "), schema="Person", birth_dates=("1962",))) == []


@pytest.mark.parametrize(
    "name",
    [
        "Tarvok\u200f Belin\u200dska",
        "\u202eTarvok Belinska\u202c",
        "Tаrvоk Bеlinskа",
        "Tarvok 🚢 Belinska",
        "ＴＡＲＶＯＫ　ＢＥＬＩＮＳＫＡ",
        "Ｔarvok Ｂelinska",
        "T\u0301arvok Beli\u0301nska",
        "Tarvok\tBelinska\n",
        "TARVOK   BELINSKA",
        "Tarvok\x00 Belinska",
        "Тарвок Белинска",
        "Тарвок Belinska",
    ],
)
def test_a_disguise_hides_nobody(tmp_path: Path, name: str) -> None:
    hidden = [make("Person", "us_ofac_sdn-1", name="Tarvok Belinska", topics="sanction")]
    found = Screener(snapshot(tmp_path, hidden), CITED).screen(
        Party(names=(name,), schema="Person")
    )
    assert [match.entity_id for match in found] == ["us_ofac_sdn-1"]


@pytest.mark.parametrize(
    "name",
    [
        "x" * 10_000,
        "Tarvok Belinska " * 700,
        "a b c d e f g h i j " * 500,
        "金" * 10_000,
        "1 " * 5_000,
    ],
)
def test_a_name_of_ten_thousand_letters_takes_no_minute(lists: Screener, name: str) -> None:
    started = time.process_time()
    found = lists.screen(Party(names=(name,), schema="Person"), Terms(near=1))
    assert all(0 <= match.score < 1 for match in found)
    assert time.process_time() - started < 20


@pytest.mark.parametrize("name", ["CORP", "A", "🚢", "Management Company", "11420 CORP."])
def test_a_trap_on_the_list_meets_none_but_itself(tmp_path: Path, name: str) -> None:
    trap = [make("Organization", "us_ofac_sdn-1", name=name, topics="sanction")]
    lists = Screener(snapshot(tmp_path, [*trap, *ENTITIES]), CITED)
    others = ["Belinska Trading Corp", "A Stonebridge", "Harbour Management Company", "Corp 11421"]
    for other in others:
        found = lists.screen(Party(names=(other,), schema="Organization"))
        assert "us_ofac_sdn-1" not in [match.entity_id for match in found]


@given(st.text(max_size=60), st.sampled_from(["Person", "Organization", "Vessel", "Thing"]))
def test_any_text_is_answered(lists: Screener, name: str, schema: str) -> None:
    found = lists.screen(Party(names=(name,), schema=schema), Terms(threshold=0.0))
    assert all(0 <= match.score < 1 for match in found)


# Laws


def answers(matches: Sequence[Match]) -> list[tuple[str, float, bool]]:
    return [(match.entity_id, match.score, match.match) for match in matches]


def test_alone_in_a_batch_and_in_any_order_the_answer_is_the_same(
    listed: Snapshot, lists: Screener
) -> None:
    chance = random.Random(8)
    asked = callers(chance, 120)
    for terms in (Terms(), Terms(near=3), Terms(threshold=0.3)):
        alone = [answers(lists.screen(party, terms)) for party in asked]
        assert any(alone)
        order = chance.sample(range(len(asked)), len(asked))
        together = Screener(listed, CITED).screen_many([asked[n] for n in order], terms)
        for n, matches in zip(order, together, strict=True):
            assert answers(matches) == alone[n]


def test_any_number_of_processes_answers_the_same(listed: Snapshot) -> None:
    rows = [Row(n, "", party, ()) for n, party in enumerate(callers(random.Random(9), 60), 1)]
    told = []
    for jobs in (1, 2, 3):
        with screens(listed, CITED, Terms(), jobs) as screen:
            told.append(list(screen(rows)))
    assert told[0] == told[1] == told[2]
    assert any(lines.matches for lines in told[0])


def test_adding_entries_changes_no_other_answer(lists: Screener, tmp_path: Path) -> None:
    asked = callers(random.Random(10), 60)
    more = [
        make("Person", f"us_ofac_sdn-{5000 + n}", name=f"{a} {b}", topics="sanction")
        for n, (a, b) in enumerate(zip(GIVEN, reversed(FAMILY * 2), strict=False))
    ]
    grown = Screener(snapshot(tmp_path, [*more, *ENTITIES]), CITED)
    for party in asked:
        after = [m for m in grown.screen(party) if int(m.entity_id.split("-")[1]) < 5000]
        assert answers(after) == answers(lists.screen(party))


@pytest.mark.parametrize("threshold", [THRESHOLD, 0.4, 0.93])
def test_candidates_lose_nothing_with_all_that_may_be_asked(
    listed: Snapshot, lists: Screener, threshold: float
) -> None:
    """Against an oracle that scores every listed party in full."""
    hits = 0
    for party in callers(random.Random(11), 60):
        scanned = {
            record.id
            for number, record in enumerate(listed.records())
            if record.schema in {"Person", "LegalEntity"}
            and score(party, record, listed.names_of(number)).score >= threshold
        }
        found = {match.entity_id for match in lists.screen(party, Terms(threshold))}
        assert found == scanned, party
        hits += len(scanned)
    assert hits > 10


PLAIN = st.fixed_dictionaries(
    {
        "birth_dates": st.sampled_from([(), ("1962-05-07",), ("1962",), ("1963-05-07",)]),
        "countries": st.sampled_from([(), ("kp",), ("kp", "ru"), ("no",)]),
        "addresses": st.sampled_from([(), ("12 Mill Lane, Ostby",), ("Ostby",), ("Varnholm",)]),
        "details": st.sampled_from([(), (("buildDate", "1992"),), (("tonnage", "51000"),)]),
        "ids": st.sampled_from(
            [
                (),
                (("passportNumber", "P7000003"),),
                (("idNumber", "P7000003"),),
                (("swiftBic", "HARBNO2A123"),),
                (("swiftBic", "HARBNO2A"),),
            ]
        ),
    }
)


@given(PLAIN, PLAIN)
def test_evidence_is_the_same_whoever_is_asked(one: dict[str, Any], other: dict[str, Any]) -> None:
    def weighed(party: dict[str, Any], told: dict[str, Any]) -> list[tuple[str, float]]:
        record = Record(id="x", schema="Person", caption="X", source=0, sanctions=(), **told)
        asked = Party(names=("X",), schema="Person", **party)
        return [(e.feature, e.weight) for f in PARTICULARS for e in f(asked, record, ())]

    assert weighed(one, other) == weighed(other, one)


@given(
    st.lists(st.sampled_from([*GIVEN, *FAMILY, "al", "K", "bin"]), min_size=1, max_size=4),
    st.lists(st.sampled_from([*GIVEN, *FAMILY, "al", "K", "bin"]), min_size=1, max_size=4),
)
def test_names_score_the_same_either_way(one: list[str], other: list[str]) -> None:
    there = compare(" ".join(one), " ".join(other), "Person").score
    back = compare(" ".join(other), " ".join(one), "Person").score
    ours, theirs = ([part.kind for part in parts(" ".join(name), True)] for name in (one, other))
    if sorted(ours) == sorted(theirs):  # which side lacks a part makes a difference
        assert abs(there - back) < 0.02


# Names changed on purpose


HOW = ("typo", "transpose", "swap", "drop", "glue", "abbreviate", "transliterate")
#: Letters as Russian passports write them, but for digraphs.
_CYRILLIC = dict(zip(map(ord, "abdefgiklmnoprstuvyz"), "абдефгиклмнопрстувыз", strict=True))


def changed(name: str, how: str, chance: random.Random) -> str:
    """Misspell, reorder, shorten, glue or transliterate a name, or leave it as it is."""
    words = name.split()
    longest = max(range(len(words)), key=lambda n: len(words[n]))
    word = words[longest]
    at = chance.randrange(1, max(2, len(word) - 1))
    if how in {"typo", "transpose"} and len(word) < 4:
        return name
    if how == "typo":
        words[longest] = word[:at] + chance.choice("aeimnrst") + word[at + 1 :]
    elif how == "transpose":
        words[longest] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif how == "swap":
        chance.shuffle(words)
    elif how == "drop" and len(words) > 2:
        del words[1]
    elif how == "glue":
        words[:2] = ["".join(words[:2])]
    elif how == "abbreviate" and len(words) > 2:
        words[0] = f"{words[0][0]}."
    elif how == "transliterate":
        return name.lower().translate(_CYRILLIC)
    return " ".join(words)


@pytest.mark.parametrize(
    ("how", "least"),
    [
        ("typo", 0.95),
        ("transpose", 0.95),
        ("swap", 1.0),
        ("drop", 0.95),
        ("glue", 0.97),
        ("abbreviate", 0.97),
    ],
)
def test_a_changed_name_with_its_date_and_country_is_found(
    lists: Screener, how: str, least: float
) -> None:
    chance = random.Random(12)
    known = [entity for entity in ENTITIES[:220] if entity.get("birthDate")]
    asked = [
        Party(
            names=(changed(of.first("name") or "", how, chance),),
            schema="Person",
            birth_dates=of.get("birthDate"),
            countries=of.get("country"),
        )
        for of in known
    ]
    found = [
        of.id in [match.entity_id for match in matches]
        for of, matches in zip(known, lists.screen_many(asked), strict=True)
    ]
    assert sum(found) / len(found) >= least


def test_a_wrong_year_loses_no_name_as_it_is_listed(lists: Screener) -> None:
    for of in ENTITIES[:220]:
        for born in of.get("birthDate"):
            wrong = f"{int(born[:4]) + 1}{born[4:]}"
            asked = Party(names=of.get("name"), schema="Person", birth_dates=(wrong,))
            assert of.id in [match.entity_id for match in lists.screen(asked)]
