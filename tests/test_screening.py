"""Screening: what is found, why, and that nothing is lost on the way."""

import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity, make
from enjoin.model.errors import SnapshotUnreadable
from enjoin.model.match import ListCited, Match, Party
from enjoin.screening import similar
from enjoin.screening.asked import Wanted
from enjoin.screening.batch import screens
from enjoin.screening.building import build
from enjoin.screening.candidates import Candidates
from enjoin.screening.index import Record, Snapshot, Sourced
from enjoin.screening.keys import Spelt
from enjoin.screening.keys import keys as make_keys
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import THRESHOLD, compare, score
from enjoin.screening.tables.rows import Row
from enjoin.screening.vocabulary import Vocabulary
from enjoin.text.names import parts

LISTS = [
    Sourced("us_ofac_sdn", "2024-05-31", "1", "a" * 64, 10),
    Sourced("un_sc", "2024-05-30", "2", "b" * 64, 10),
]
CITED = {of.source: ListCited(of.source, of.version, 3) for of in LISTS}


def entity(number: int, schema: str, name: str, **properties: str | Sequence[str]) -> Entity:
    return make(schema, f"us_ofac_sdn-{number}", name=name, topics="sanction", **properties)


ENTITIES = [
    entity(1, "Person", "PAK, Chol Su", birthDate="1961-04-02", country="kp"),
    entity(2, "Person", "Vladislav Orestovich Kuzmenkov", birthDate="1970", nationality="ru"),
    entity(3, "Person", "Hamza bin Talib al-Zubaydi", weakAlias="Falcon"),
    entity(
        4, "Organization", "Sogwang Machinery Trading Corporation", alias="Sogwang Bureau No. 39"
    ),
    entity(5, "Vessel", "OCEAN LANTERN", imoNumber="9074729", previousName="SEA LANTERN"),
    entity(6, "Organization", "Meridian Growth Fund II L.P."),
    entity(7, "Person", "Юрий Орлович Ветров"),
    make(
        "Sanction",
        "us_ofac_sdn-1-abcdefabcdef",
        entity="us_ofac_sdn-1",
        program="DPRK",
        listingDate="2019-01-02",
        unscId="KPi.900",
    ),
]


def screener(folder: Path, entities: Sequence[Entity] = ENTITIES) -> Screener:
    path = folder / "test.snapshot"
    path.write_bytes(build([("us_ofac_sdn", e) for e in entities], LISTS))
    return Screener(Snapshot(path), CITED)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return screener(tmp_path_factory.mktemp("index"))


def found(lists: Screener, name: str, schema: str = "LegalEntity") -> list[str]:
    return [match.entity_id for match in lists.screen(Party(names=(name,), schema=schema))]


@pytest.mark.parametrize(
    ("name", "schema", "number"),
    [
        ("Pak Chol Su", "Person", 1),
        ("Chol-su Park", "Person", 1),
        ("PAK CHOLSU", "Person", 1),
        ("Vladislav Kuzmenkov", "Person", 2),
        ("Kuzmenkow Vladislav", "Person", 2),
        ("Hamza ibn Talib al Zubaidi", "Person", 3),
        ("Sogwang Machinery Trading Corp.", "Organization", 4),
        ("Sogwang Machinery Tradng", "Company", 4),
        ("Ocean Lantern", "Vessel", 5),
        ("M/V Sea Lantern", "Vessel", 5),
        ("Yuri Vetrov", "Person", 7),
        ("Ветров Юрий", "Person", 7),
    ],
)
def test_spellings_find_their_entry(lists: Screener, name: str, schema: str, number: int) -> None:
    assert found(lists, name, schema)[:1] == [f"us_ofac_sdn-{number}"]


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("CORP", "Organization"),
        ("Management Company", "Organization"),
        ("Trading Corporation", "Organization"),
        ("JSCARGUMENT", "Organization"),
        ("A", "Person"),
        ("🚢", "Vessel"),
        ("Park Min Jae", "Person"),
        ("Vladislav Ivanov", "Person"),
        ("Talib bin Hamza al-Zubaydi", "Person"),
        ("Meridian Growth Fund L.P.", "Organization"),
        ("Ocean Breeze", "Vessel"),
        ("x" * 10_000, "LegalEntity"),
    ],
)
def test_others_find_nothing(lists: Screener, name: str, schema: str) -> None:
    assert found(lists, name, schema) == []


def test_a_match_says_why_and_what_it_rests_on(lists: Screener) -> None:
    asked = Party(
        names=("Park Chol Su",), schema="Person", birth_dates=("1961",), countries=("kp",)
    )
    (match,) = lists.screen(asked)
    assert [item.feature for item in match.evidence] == ["name", "birthDate", "country"]
    assert "park = pak (known spelling)" in match.evidence[0].reason
    (listing,) = match.listings
    assert (listing.source, listing.version, listing.programme) == (
        "us_ofac_sdn",
        "2024-05-31",
        "DPRK",
    )
    assert (listing.listed_on, listing.reference) == ("2019-01-02", "KPi.900")
    assert {of.source for of in match.lists} == {"us_ofac_sdn", "un_sc"}


def one(lists: Screener, **known: tuple[str, ...]) -> float:
    (match,) = lists.screen(
        Party(names=("Pak Chol Su",), schema="Person", **known),  # type: ignore[arg-type]
        Terms(threshold=0.0),
    )
    return match.score


def test_agreement_raises_conflict_lowers_and_silence_is_silent(lists: Screener) -> None:
    name = one(lists)
    assert (
        one(lists, birth_dates=("1961-04-02",), countries=("kp",))
        > one(lists, birth_dates=("1961-04-02",))
        > name
    )
    assert one(lists, birth_dates=("1961-02-04",)) > name  # day and month changed
    assert one(lists, birth_dates=("1962",)) > 0.7  # off by one
    assert one(lists, birth_dates=("1990-01-01",)) < 0.7 < name
    assert name < 1


def test_an_identifier_finds_what_the_name_does_not(lists: Screener) -> None:
    asked = Party(names=("Renamed Trader",), schema="Vessel", ids=(("imoNumber", "IMO 9074729"),))
    # the name contradicts, the number decides
    (match,) = lists.screen(asked, Terms(threshold=0.0))
    assert match.entity_id == "us_ofac_sdn-5"
    assert match.evidence[-1].feature == "identifier"
    assert match.evidence[-1].weight > 0


def test_two_different_imo_numbers_are_two_ships(lists: Screener) -> None:
    asked = Party(names=("Ocean Lantern",), schema="Vessel", ids=(("imoNumber", "9187629"),))
    assert lists.screen(asked) == []
    assert lists.screen(asked, Terms(near=1))[0].evidence[-1].weight < 0


def test_near_ones_are_marked(lists: Screener) -> None:
    near = lists.screen(
        Party(names=("Vladislav Orestovich Ivanov",), schema="Person"), Terms(near=1)
    )
    assert [match.match for match in near] == [False]


def test_a_list_not_asked_for_is_left_out(lists: Screener) -> None:
    asked = Party(names=("Pak Chol Su",), schema="Person")
    assert lists.screen(asked, Terms(lists=frozenset({"un_sc"}))) == []
    assert lists.screen(asked, Terms(lists=frozenset({"us_ofac_sdn"})))


NAMES = ["Park Chol Su", "Sogwang Machinery", "Ada Stone", "Hamza Talib Zubaidi", "Vetrov", "Ocean"]


def test_a_name_scores_the_same_alone_and_in_any_batch(lists: Screener, tmp_path: Path) -> None:
    parties = [Party(names=(name,)) for name in NAMES]
    parties += [
        Party(names=(f"{name} {word}",), schema="Person") for name in NAMES for word in "ab"
    ]
    for terms in (Terms(), Terms(near=2), Terms(threshold=0.2)):
        alone = [lists.screen(party, terms) for party in parties]
        assert list(screener(tmp_path).screen_many(parties, terms)) == alone
        assert list(screener(tmp_path).screen_many(parties[::-1], terms)) == alone[::-1]


def test_runs_that_are_cut_small_find_the_same(
    lists: Screener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties = [Party(names=(name,), schema="Person") for name in NAMES]
    whole = list(lists.screen_many(parties))
    monkeypatch.setattr("enjoin.screening.candidates._AT_ONCE", 1)
    monkeypatch.setattr("enjoin.screening.parties._TOGETHER", 2)
    assert list(screener(tmp_path).screen_many(parties)) == whole


def test_any_number_of_processes_writes_the_same(lists: Screener, tmp_path: Path) -> None:
    screener(tmp_path)
    rows = [Row(n, "", Party(names=(name,)), ()) for n, name in enumerate(NAMES, start=1)]
    told = []
    for jobs in (1, 2):
        with screens(Snapshot(tmp_path / "test.snapshot"), CITED, Terms(near=1), jobs) as screen:
            told.append(list(screen(rows)))
    assert told[0] == told[1]
    assert any(lines.matches for lines in told[0])


def test_adding_an_entry_changes_no_other_score(lists: Screener, tmp_path: Path) -> None:
    more = [*ENTITIES, *(entity(100 + n, "Person", f"Pak Su {n}") for n in range(50))]
    asked = Party(names=("Pak Chol Su",), schema="Person")
    before = lists.screen(asked)
    after = screener(tmp_path, more).screen(asked)
    assert [m for m in after if m.entity_id == "us_ofac_sdn-1"] == before


WORDS = "pak chol su kim jong un hamza talib zubaydi orlov vetrov sogwang stone harbour"


def test_candidates_lose_nothing_a_full_scan_finds(tmp_path: Path) -> None:
    """Against an oracle that scores every name in the list."""
    words = WORDS.split()
    chance = random.Random(5)
    people = [entity(n, "Person", " ".join(chance.sample(words, 3))) for n in range(150)]
    lists = screener(tmp_path, people)
    snapshot = Snapshot(tmp_path / "test.snapshot")
    for _ in range(150):
        name = _changed(" ".join(chance.sample(words, chance.choice((2, 3)))), chance)
        born = chance.choice(((), ("1970-01-01",)))
        asked = Party(names=(name,), schema="Person", birth_dates=born)
        scanned = {
            snapshot.record(n).id
            for n in range(len(people))
            if score(asked, snapshot.record(n), snapshot.names_of(n)).score >= THRESHOLD
        }
        assert {match.entity_id for match in lists.screen(asked)} == scanned, name


def test_parts_written_together_on_either_side_meet(tmp_path: Path) -> None:
    listed = [entity(1, "Person", "Jongun KIM"), entity(2, "Person", "Abu Nur Sogwang Zubaydi")]
    lists = screener(tmp_path, listed)
    assert found(lists, "Kim Jong Un", "Person") == ["us_ofac_sdn-1"]
    assert found(lists, "Un Jong Kim", "Person") == ["us_ofac_sdn-1"]
    assert found(lists, "Abu Nursogwang Zubaydi", "Person") == ["us_ofac_sdn-2"]


def _changed(name: str, chance: random.Random) -> str:
    """Misspell a name, write two of its words together, abbreviate one, or change their order."""
    words = name.split()
    how = chance.choice(["slip", "slip", "together", "initial", "order"])
    if how == "slip":
        return _misspelt(name, chance)
    if how == "together":
        return " ".join([words[0] + words[1], *words[2:]])
    if how == "initial":
        return " ".join([words[0][0], *words[1:]])
    return " ".join(chance.sample(words, len(words)))


@given(
    st.lists(
        st.sampled_from([*WORDS.split(), "k", "j", "al", "1", "jongun"]), min_size=1, max_size=4
    ),
    st.lists(
        st.sampled_from([*WORDS.split(), "k", "j", "al", "2", "kimjong"]), min_size=1, max_size=4
    ),
)
def test_no_name_weighs_more_than_its_bound(ours: list[str], theirs: list[str]) -> None:
    """Candidates are left out by a bound on their weight: what is scored stays below it."""
    asked = Party(names=(" ".join(ours),), schema="Person")
    with TemporaryDirectory() as folder:
        lists = screener(Path(folder), [entity(1, "Person", " ".join(theirs))])
        snapshot = Snapshot(Path(folder) / "test.snapshot")
        names = snapshot.names_of(0)
        weight = score(asked, snapshot.record(0), names).evidence[0].weight
        candidates = Candidates(snapshot)
        name = parts(asked.names[0], True)
        if candidates.find(name):
            assert candidates.find_many([Wanted(name, weight - 0.001)]) == [[0]]
    assert lists


def _misspelt(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    return name[:at] + chance.choice(["", name[at] * 2, "e"]) + name[at + 1 :]


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet="abn", min_size=1, max_size=10), min_size=2, max_size=30, unique=True)
)
def test_alike_parts_share_a_key(words: list[str]) -> None:
    keys, owners = make_keys(Spelt(words))
    sharing = {
        pair
        for key in set(keys.tolist())
        for pair in combinations(sorted(set(owners[keys == key].tolist())), 2)
    }
    for i, j in combinations(range(len(words)), 2):
        if similar.likeness(words[i], words[j]).how not in {"none", "initial"}:
            assert (i, j) in sharing


@settings(deadline=None)
@given(
    st.lists(
        st.text(alphabet="abny", min_size=1, max_size=9), min_size=1, max_size=30, unique=True
    ),
    st.text(alphabet="abny", min_size=1, max_size=9),
)
def test_the_likes_of_a_part_are_those_of_a_full_scan(words: list[str], asked: str) -> None:
    listed = [entity(n, "Person", word) for n, word in enumerate(words)]
    with TemporaryDirectory() as folder:
        screener(Path(folder), listed)
        snapshot = Snapshot(Path(folder) / "test.snapshot")
        found = Vocabulary(snapshot, lambda: snapshot.vocabulary).alike([asked])
        alike = {snapshot.vocabulary[n]: v for n, v in zip(found.parts, found.values, strict=True)}
    scanned = {word: similar.likeness(asked, word) for word in words}
    assert alike == {
        word: like.value for word, like in scanned.items() if like.how not in {"none", "initial"}
    }


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric(one: str, other: str) -> None:
    assert similar.likeness(one, other) == similar.likeness(other, one)


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_is_nearly_symmetric_and_stays_a_probability(one: str, other: str) -> None:
    there, back = compare(one, other, "Person").score, compare(other, one, "Person").score
    assert 0 <= there < 1
    ours, theirs = ([part.kind for part in parts(text, True)] for text in (one, other))
    if sorted(ours) == sorted(theirs):  # which side lacks a part makes a difference
        assert abs(there - back) < 0.02


def test_a_part_the_list_does_not_know_costs_more_than_one_not_asked_for() -> None:
    listed = "Vladislav Kuzmenkov"
    assert (
        compare(f"{listed} Ilyas", listed, "Person").score
        < compare(listed, f"{listed} Ilyas", "Person").score
        < compare(listed, listed, "Person").score
    )


def test_rarity_decides_whether_a_part_may_be_left_out() -> None:
    assert compare("Vladislav Kuzmenkov", "Vladislav Ilyas Kuzmenkov", "Person").score > THRESHOLD
    assert compare("Muhammad Ali", "Muhammad Ali Hassan", "Person").score < THRESHOLD
    assert compare("Wang Ying", "Wang Ying Guo", "Person").score < THRESHOLD  # whole in Chinese


def test_a_fund_is_another_funds_namesake_less_than_the_fund_without_a_number() -> None:
    listed = "Meridian Growth Fund II L.P."
    same, without, other = (
        compare(asked, listed, "Company").score
        for asked in ("Meridian Growth Fund 2 LP", "Meridian Growth Fund LP", "Meridian Fund III")
    )
    assert same > THRESHOLD > without > other


def test_a_branch_abroad_is_not_the_bank() -> None:
    for one, other in (("", " Chile"), (" Chile", "")):
        assert compare(f"Banco Vellmar{one}", f"Banco Vellmar{other}", "Company").score < THRESHOLD


def test_short_names_meet_by_sound() -> None:
    assert compare("Viktor But", "Viktor BOUT", "Person").score >= THRESHOLD


def test_father_and_son_are_two_however_many_names_they_share() -> None:
    assert compare("Talib bin Hamza", "Hamza bin Talib", "Person").score < THRESHOLD
    assert compare("Talib bin Hamza al-Barqi", "Hamza bin Talib al-Barqi", "Person").score < 0.7


def test_another_number_is_told_and_ranks_below_the_same(lists: Screener) -> None:
    """Fund I is not Fund II: the reader is told, and the same number comes first."""
    other = compare("Meridian Growth Fund III L.P.", "Meridian Growth Fund II L.P.", "Company")
    same = compare("Meridian Growth Fund 2 LP", "Meridian Growth Fund II L.P.", "Company")
    assert other.score < same.score
    assert "3 = 2 (a slip apart" in other.evidence[0].reason


@pytest.mark.parametrize(
    ("one", "other", "schema"),
    [
        ("Societatea cu Răspundere Limitată Harborline", "SRL HARBORLINE", "Company"),
        ("Brigade Fifty-Two", "Brigade 52", "Organization"),
        ("J.Q. Harborline & Co.", "JQ Harborline & Co.", "Company"),
        ("سراج الدين الزبيدي", "Sirajuddin al-Zubaydi", "Person"),
        ("عبد العزيز خالد", "Abdulaziz Khaled", "Person"),
        ("Мiкалай Арлоўскi", "Mikalai Arlouski", "Person"),
        ("Завод Северный Маяк", "Severny Mayak Plant", "Company"),
        ("Essabar Zakarya", "Zakaria al-Sabar", "Person"),
    ],
)
def test_spellings_and_languages_of_one_name_match(one: str, other: str, schema: str) -> None:
    assert compare(one, other, schema).score >= THRESHOLD


@pytest.mark.parametrize(
    ("one", "other", "schema"),
    [
        ("Harborline Bank AG", "Harborline Bank GmbH", "Company"),
        ("C.B.A. Company", "A.B.C. Company", "Company"),
        ("Talib bin Hamza", "Hamza bin Talib", "Person"),
        ("Kim Chol Su", "Kim Chol", "Person"),
        ("Hans O Friedrich", "Hans Joachim Weber", "Person"),
    ],
)
def test_what_contradicts_does_not_match(one: str, other: str, schema: str) -> None:
    same = compare(other, other, schema).score
    assert compare(one, other, schema).score < same - 0.05


def test_two_names_known_as_they_stand_are_no_misspellings() -> None:
    assert similar.likeness("salim", "salih").value == 0
    assert similar.likeness("cheng", "chang").value == 0
    assert similar.likeness("kim", "gim").how == "variant"
    assert similar.likeness("mun", "moun").value > 0


def test_a_ships_number_that_fails_its_check_is_a_warning(lists: Screener) -> None:
    slip = Party(names=("Ocean Lantern",), schema="Vessel", ids=(("imoNumber", "9074728"),))
    (match,) = lists.screen(slip)
    assert match.evidence[-1].feature == "identifier"
    assert "9074729" in match.evidence[-1].reason


def test_a_rare_name_ranks_above_a_common_one() -> None:
    common = compare("John Smith", "John Smith", "Person").score
    rare = compare("Ignatius Wolstenholme", "Ignatius Wolstenholme", "Person").score
    assert 0.7 < common < rare < 1


def born(ours: str, theirs: str) -> float:
    """What a birth date weighs against a listed one."""
    listed = entity(1, "Person", "Pak Chol Su", birthDate=theirs)
    record = Record(listed.id, "Person", "Pak Chol Su", 0, (theirs,), (), (), ())
    asked = Party(names=("Pak Chol Su",), schema="Person", birth_dates=(ours,))
    *_, evidence = score(asked, record, []).evidence
    return evidence.weight


def test_birth_dates_weigh_less_the_further_they_are_apart() -> None:
    scale = [
        "1962-11-23",
        "1962-11",
        "1962",
        "1962-05-01",
        "1963-05-01",
        "1965-05-01",
        "1999-05-01",
    ]
    weights = [born(ours, "1962-11-23") for ours in scale]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(scale)
    assert born("1974", "1984") > born("1974", "1999")  # a digit may be a slip


def test_a_number_that_fails_its_check_clears_nobody(lists: Screener) -> None:
    slip = Party(names=("Ocean Lantern",), schema="Vessel", ids=(("imoNumber", "9074728"),))
    assert lists.screen(slip)


def test_a_query_for_anything_finds_ships_and_persons(lists: Screener) -> None:
    assert found(lists, "Ocean Lantern", "Thing") == ["us_ofac_sdn-5"]
    assert found(lists, "Pak Chol Su", "Thing") == ["us_ofac_sdn-1"]
    renamed = Party(names=("Renamed",), schema="Person", ids=(("imoNumber", "9074729"),))
    assert lists.screen(renamed, Terms(near=1))[0].entity_id == "us_ofac_sdn-5"


def test_names_in_syllabic_scripts_fall_into_syllables(tmp_path: Path) -> None:
    listed = [entity(1, "Person", "Chol Su KIM"), entity(2, "Person", "Xiaoming ZHANG")]
    lists = screener(tmp_path, listed)
    assert found(lists, "김철수", "Person") == ["us_ofac_sdn-1"]
    assert found(lists, "张晓明", "Person") == ["us_ofac_sdn-2"]
    assert found(lists, "Kimcholsu", "Person") == ["us_ofac_sdn-1"]
    assert found(lists, "Zhangxiaoming", "Person") == ["us_ofac_sdn-2"]


def test_a_listed_name_of_common_words_finds_itself(tmp_path: Path) -> None:
    listed = [entity(1, "Organization", "General Trading Company")]
    lists = screener(tmp_path, listed)
    assert found(lists, "GENERAL TRADING CO.", "Organization") == ["us_ofac_sdn-1"]
    assert found(lists, "Trading Company", "Organization") == []


def test_no_score_is_certainty(lists: Screener) -> None:
    asked = Party(
        names=("Ocean Lantern",),
        schema="Vessel",
        ids=(("imoNumber", "9074729"), ("imoNumber", "IMO 9074729")),
    )
    (match,) = lists.screen(asked)
    assert match.score < 1
    assert [item.feature for item in match.evidence].count("identifier") == 1


def test_equally_covered_candidates_are_not_cut_off(tmp_path: Path) -> None:
    namesakes = [entity(n, "Person", "Pak Chol Su", birthDate=f"19{n:02}") for n in range(10, 99)]
    more = [entity(200 + n, "Person", "Pak Chol Su") for n in range(60)]
    lists = screener(tmp_path, [*namesakes, *more])
    assert len(found(lists, "Pak Chol Su", "Person")) == len(namesakes) + len(more)


@pytest.mark.parametrize(
    "section", ["posting_names", "keys", "like_parts", "name_entity", "entity_bytes"]
)
def test_damage_inside_an_index_is_noticed(tmp_path: Path, section: str) -> None:
    screener(tmp_path)
    path = tmp_path / "test.snapshot"
    start, end = Snapshot(path).place(section)
    data = path.read_bytes()
    path.write_bytes(data[:start] + bytes(end - start) + data[end:])
    with pytest.raises(SnapshotUnreadable, match="damaged"):
        Screener(Snapshot(path), CITED).screen(Party(names=("Pakk Chol Su",)))


@pytest.mark.parametrize("damage", ["cut", "magic", "empty"])
def test_a_damaged_index_is_no_answer(tmp_path: Path, damage: str) -> None:
    screener(tmp_path)
    path = tmp_path / "test.snapshot"
    data = path.read_bytes()
    path.write_bytes({"cut": data[:-100], "magic": b"X" + data[1:], "empty": b""}[damage])
    with pytest.raises(SnapshotUnreadable, match="not a clear"):
        Snapshot(path)


def test_an_index_without_names_finds_nothing(tmp_path: Path) -> None:
    empty: list[Match] = screener(tmp_path, []).screen(Party(names=("Pak Chol Su",)))
    assert empty == []


@pytest.mark.parametrize("asked", ["Hizbullah", "Hezbollah", "Hisbollah", "HIZBOLLAH"])
def test_a_name_that_begins_like_a_word_of_the_trade_is_still_a_name(asked: str) -> None:
    assert compare(asked, "Hizballah", "Organization").score > THRESHOLD
