"""Evidence besides the name: agreement raises, conflict lowers, silence is silent."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import make
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Evidence, ListCited, Match, Party
from enjoin.screening.building import build
from enjoin.screening.clearances import about
from enjoin.screening.index import Record, Snapshot, Sourced
from enjoin.screening.particulars import at_most, particulars
from enjoin.screening.particulars.addresses import address
from enjoin.screening.particulars.birth import birth_date
from enjoin.screening.particulars.countries import country
from enjoin.screening.particulars.craft import craft
from enjoin.screening.particulars.gender import gender
from enjoin.screening.particulars.identifiers import DECISIVE, identifiers
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import THRESHOLD, compare, score
from enjoin.screening.tables.rows import Rejected, Row, plan, read_row
from enjoin.workspace.parties import party_of
from enjoin.workspace.screening import party as typed
from enjoin.workspace.screening import warnings


def listed(schema: str = "Person", **told: Any) -> Record:
    record = dict.fromkeys(("birth_dates", "countries", "ids", "sanctions"), ())
    return Record(**{"id": "x-1", "schema": schema, "caption": "X", "source": 0, **record, **told})


def asked(schema: str = "Person", **known: Any) -> Party:
    return Party(**{"names": ("X",), "schema": schema, **known})


def born(ours: str, *theirs: str, words: str = "") -> Evidence:
    record = listed(birth_dates=theirs, birth_words=(words,) if words else ())
    (found,) = birth_date(asked(birth_dates=(ours,)), record, ())
    return found


# Dates of birth


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ("1962-05-07", "1962-05-07", "agrees with 1962-05-07"),
        ("1962-07-05", "1962-05-07", "has day and month changed"),
        ("1962-05", "1962-05-07", "agrees with"),
        ("1963-05-07", "1962-05-07", "is a year off, to the day"),
        ("1962", "1962-05-07", "agrees with"),
        ("1962-05-17", "1962-05-07", "is one digit off"),
        ("1962-01-01", "1962-05-07", "1 January often stands for a day not known"),
        ("1963", "1962-05-07", "within a year"),
        ("1962-11-23", "1962-05-07", "has the year of"),
        ("1963-11-23", "1962-05-07", "within a year"),
        ("1964-11-23", "1962-05-07", "differs"),
        ("1990-11-23", "1962-05-07", "is far from"),
    ],
)
def test_every_grade_of_a_date_is_told(ours: str, theirs: str, told: str) -> None:
    assert told in born(ours, theirs).reason


def test_grades_of_dates_are_in_order() -> None:
    theirs = "1962-05-07"
    grades = ["1962-05-07", "1962-07-05", "1963-05-07", "1962", "1962-05-17", "1963", "1962-11-23"]
    grades += ["1963-11-23", "1964-11-23", "1965-11-23", "1990-11-23"]
    weights = [born(ours, theirs).weight for ours in grades]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(grades)


def test_a_year_off_by_one_loses_no_exact_name_and_far_apart_outweighs_a_common_one() -> None:
    common = compare("John Smith", "John Smith", "Person")
    log_odds = common.prior + sum(item.weight for item in common.evidence)
    assert log_odds + born("1963-05-07", "1962-05-07").weight > 0
    assert log_odds + born("1963", "1962-05-07").weight > 0
    assert log_odds + born("1990", "1962-05-07").weight < 0


@pytest.mark.parametrize(
    ("words", "dates", "near", "off"),
    [
        ("circa 1960", ("1960",), ("1960", "1959-03-04", "1961", "1962"), ("1964", "1975")),
        ("approximately 1960", ("1960",), ("1960", "1961"), ("1964", "1975")),
        (
            "between 1960 and 1965",
            ("1960", "1961", "1962", "1963", "1964", "1965"),
            ("1960", "1963-02-03", "1965"),
            ("1968", "1980"),
        ),
        ("1930 to 1970", ("1930", "1970"), ("1930", "1950", "1970-01-02"), ("1974", "1990")),
    ],
)
def test_what_a_list_tells_roughly_is_compared_roughly(
    words: str, dates: tuple[str, ...], near: tuple[str, ...], off: tuple[str, ...]
) -> None:
    for ours in near:
        found = born(ours, *dates, words=words)
        assert 0 < found.weight < born("1960", "1960").weight
        assert found.candidate == words
        assert words in found.reason
    assert 0 > born(off[0], *dates, words=words).weight > born(off[1], *dates, words=words).weight


def test_a_range_inside_a_month_agrees_with_its_days() -> None:
    found = born("1980-03-09", "1980-03", words="01 Mar 1980 to 31 Mar 1980")
    assert found.weight > born("1980", "1980").weight


def test_who_claims_several_dates_agrees_with_more_people() -> None:
    one, several = born("1960", "1960"), born("1960", "1960", "1971", "1983")
    assert several.weight < one.weight
    assert born("1999", "1960", "1971", "1983").weight == born("1999", "1960").weight


# Gender, countries, flags


def test_another_gender_speaks_against_and_none_is_silent() -> None:
    (same,) = gender(asked(gender="female"), listed(genders=("female",)), ())
    (other,) = gender(asked(gender="female"), listed(genders=("male",)), ())
    assert other.weight < 0 < same.weight < -other.weight
    assert not list(gender(asked(gender="female"), listed(), ()))
    assert not list(gender(asked(), listed(genders=("male",)), ()))


def test_a_ship_may_change_her_flag_and_a_former_one_still_speaks_for_her() -> None:
    ship = listed("Vessel", countries=("pa",), former_flags=("mt", "tv"))
    weights = []
    for flag in ("pa", "mt", "no"):
        (found,) = country(asked("Vessel", countries=(flag,)), ship, ())
        weights.append(found.weight)
    assert weights == sorted(weights, reverse=True)
    assert weights[1] > 0 > weights[2]
    (person,) = country(asked(countries=("no",)), listed(countries=("pa",)), ())
    assert person.weight < weights[2]
    (former,) = country(asked("Vessel", countries=("mt",)), ship, ())
    assert former.reason == "flag Malta is a former one: Malta, Tuvalu"


# Addresses


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        (
            "12 Harbour Road, Varnholm",
            "12 HARBOUR RD., Varnholm, Norway",
            "at the listed street and number",
        ),
        (
            "Harbour Road 12, 4711 Varnholm",
            "Harbour Road 12, Varnholm",
            "at the listed street and number",
        ),
        ("14 Harbour Road, Varnholm", "12 Harbour Road, Varnholm", "another number"),
        ("9 Mill Lane, Varnholm", "12 Harbour Road, Varnholm", "in the listed town"),
        ("Varnholm", "12 Harbour Road, Varnholm", "in the listed town"),
        ("12 Harbour Road", "12 Harbour Road, Varnholm", "the town not told"),
        (
            "12 Harbour Road, Ostby",
            "12 Harbour Road, Varnholm",
            "at such a street and number in another town",
        ),
        ("9 Mill Lane, Ostby", "12 Harbour Road, Varnholm", "in none of the listed towns"),
    ],
)
def test_every_grade_of_an_address_is_told(ours: str, theirs: str, told: str) -> None:
    (found,) = address(asked(addresses=(ours,)), listed(addresses=(theirs,)), ())
    assert told in found.reason
    assert theirs in found.reason
    assert (found.weight < 0) == (told == "in none of the listed towns")


@pytest.mark.parametrize("ours", ["Norway", "", "12", "Street", "🚢"])
def test_an_address_that_tells_too_little_is_silent(ours: str) -> None:
    record = listed(addresses=("12 Harbour Road, Varnholm, Norway",))
    assert not list(address(asked(addresses=(ours,)), record, ()))


def test_grades_of_addresses_are_in_order() -> None:
    record = listed(addresses=("12 Harbour Road, Varnholm",))
    grades = ["12 Harbour Road, Varnholm", "3 Harbour Road, Varnholm", "Varnholm"]
    grades += ["12 Harbour Road, Ostby", "Ostby"]
    weights = [next(iter(address(asked(addresses=(a,)), record, ()))).weight for a in grades]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(grades)


# Ships and aircraft


@pytest.mark.parametrize(
    ("prop", "agreeing", "conflicting", "theirs"),
    [
        ("buildDate", "1992-06", "2005", "1992"),
        ("tonnage", "298,731", "52000", "298700"),
        ("type", "crude tanker", "Bulk carrier", "Crude Oil Tanker"),
        ("model", "IL-76TD", "B747-400", "IL76-TD"),
    ],
)
def test_what_a_ship_or_aircraft_is_like_counts(
    prop: str, agreeing: str, conflicting: str, theirs: str
) -> None:
    record = listed("Vessel", details=((prop, theirs),))
    (same,) = craft(asked("Vessel", details=((prop, agreeing),)), record, ())
    (other,) = craft(asked("Vessel", details=((prop, conflicting),)), record, ())
    assert same.weight > 0 > other.weight
    assert (same.feature, same.candidate) == (prop, theirs)
    assert not list(craft(asked("Vessel", details=((prop, agreeing),)), listed("Vessel"), ()))


@pytest.mark.parametrize("value", ["", "unknown", "0", "n/a", "-"])
def test_what_is_no_measure_is_silent(value: str) -> None:
    record = listed("Vessel", details=(("tonnage", "5000"), ("buildDate", "1992")))
    unknown = asked("Vessel", details=(("tonnage", value), ("buildDate", value)))
    assert not list(craft(unknown, record, ()))


# Identifiers


def numbers(
    ours: tuple[str, str],
    *theirs: tuple[str, str],
    schema: str = "Person",
    listed_as: str = "",
    **told: Any,
) -> list[Evidence]:
    known = {"countries": told.pop("of", ())}
    record = listed(listed_as or schema, ids=theirs, **told)
    return list(identifiers(asked(schema, ids=(ours,), **known), record, ()))


@pytest.mark.parametrize(
    ("ours", "theirs", "schema"),
    [
        (("imoNumber", "IMO 9074729"), ("imoNumber", "9074729"), "Vessel"),
        (("imoNumber", "9074729"), ("registrationNumber", "9074729"), "Vessel"),
        (("passportNumber", "AB 123-4567"), ("passportNumber", "AB1234567"), "Person"),
        (("idNumber", "7734512"), ("number", "7734512"), "Person"),
        (("registrationNumber", "EP-GOX"), ("registrationNumber", "EPGOX"), "Airplane"),
        (("swiftBic", "HARBNO2A"), ("swiftBic", "HARBNO2AXXX"), "Company"),
        (("swiftBic", "HARBNO2A123"), ("swiftBic", "HARBNO2A"), "Company"),
        (("publicKey", "0xAB12ab34"), ("publicKey", "0xab12AB34"), "CryptoWallet"),
        (("callSign", "C6XY7"), ("callSign", "C6 XY7"), "Vessel"),
    ],
)
def test_an_equal_identifier_decides(
    ours: tuple[str, str], theirs: tuple[str, str], schema: str
) -> None:
    (found,) = numbers(ours, theirs, schema=schema)
    assert found.weight >= DECISIVE
    assert ours[1] in found.reason


@pytest.mark.parametrize(
    ("ours", "theirs", "schema"),
    [
        (("passportNumber", "9074729"), ("imoNumber", "9074729"), "Person"),
        (("publicKey", "1KcMFGobqnWb9CTKG"), ("publicKey", "1kcmfgobqnwb9ctkg"), "CryptoWallet"),
        (("mmsi", "572441210"), ("passportNumber", "572441210"), "Vessel"),
    ],
)
def test_what_only_looks_equal_is_silent(
    ours: tuple[str, str], theirs: tuple[str, str], schema: str
) -> None:
    assert numbers(ours, theirs, schema=schema) == []


def test_a_ships_number_is_not_a_companys() -> None:
    both = ("imoNumber", "5342883")  # holds as the number of a company only
    found = numbers(both, both, schema="Vessel", listed_as="Organization")
    assert found[0].weight == 0
    assert all(item.weight <= 0 for item in found)
    (same,) = numbers(both, both, schema="Organization")
    assert same.weight >= DECISIVE
    (unknown,) = numbers(both, both, schema="Thing", listed_as="Organization")
    assert unknown.weight >= DECISIVE


def test_two_valid_ship_numbers_are_two_ships_whatever_else_agrees() -> None:
    ids = (("imoNumber", "9187629"), ("callSign", "C6XY7"), ("mmsi", "572441210"))
    record = listed("Vessel", ids=(("imoNumber", "9074729"), *ids[1:]))
    found = list(identifiers(asked("Vessel", ids=ids), record, ()))
    assert sum(item.weight for item in found) < 0


@pytest.mark.parametrize("number", ["9074728", "9074792"])
def test_a_ship_number_that_fails_its_check_warns_and_clears_nobody(number: str) -> None:
    near = numbers(("imoNumber", number), ("imoNumber", "9074729"), schema="Vessel")
    assert near[-1].weight > 0
    assert "9074729" in near[-1].reason
    (far,) = numbers(("imoNumber", number), ("imoNumber", "9187629"), schema="Vessel")
    assert far.weight == 0
    assert "is no IMO ship number" in far.reason


def test_a_short_number_says_less() -> None:
    weights = []
    for value in ("123", "1234", "12345", "1234567"):
        (found,) = numbers(("idNumber", value), ("idNumber", value))
        weights.append(found.weight)
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert weights[1] < DECISIVE <= weights[-1]


def test_a_passport_number_of_another_country_does_not_decide() -> None:
    pair = ("passportNumber", "1084010")
    issued = (("1084010", "eg"),)
    (abroad,) = numbers(pair, pair, of=("fr",), issued=issued)
    (home,) = numbers(pair, pair, of=("eg", "fr"), issued=issued)
    (silent,) = numbers(pair, pair, issued=issued)
    assert 0 < abroad.weight < DECISIVE <= home.weight == silent.weight
    assert "of another country: eg" in abroad.reason


def test_kinds_weigh_against_by_how_many_one_has() -> None:
    weights = []
    for kind, ours, theirs in [
        ("imoNumber", "9187629", "9074729"),
        ("innCode", "7707083893", "7736050003"),
        ("mmsi", "572441210", "256882000"),
        ("passportNumber", "A1234567", "B7654321"),
    ]:
        (found,) = numbers((kind, ours), (kind, theirs), schema="Vessel")
        weights.append(found.weight)
    assert weights == sorted(weights)
    assert weights[-1] < 0


# All of it together


def screener(folder: Path) -> Screener:
    entities = [
        make(
            "Person",
            "l-1",
            name="Tarvok Belinska",
            topics="sanction",
            birthDate=["1955", "1956", "1957", "1958"],
            notes=["DOB: 1955 to 1958", "Known to sail."],
            gender="male",
            address="12 Harbour Road, Varnholm",
        ),
        make("Passport", "l-2", holder="l-1", number="P7734512", country="eg"),
        make("Airplane", "l-3", name="EP-GOX", topics="sanction", serialNumber="8401"),
        make("CryptoWallet", "l-4", publicKey="1KcMFGobqnWb9CTKG12345678901", topics="sanction"),
        make("Vessel", "l-5", name="ABEL", topics="sanction", imoNumber="9074729"),
    ]
    lists = [Sourced("us_ofac_sdn", "2024-05-31", "1", "a" * 64, 10)]
    path = folder / "p.snapshot"
    path.write_bytes(build([("us_ofac_sdn", entity) for entity in entities], lists))
    return Screener(Snapshot(path), {"us_ofac_sdn": ListCited("us_ofac_sdn", "2024-05-31", 1)})


def best(folder: Path, threshold: float = THRESHOLD, **known: Any) -> Match | None:
    found = screener(folder).screen(Party(**known), Terms(threshold))
    return found[0] if found else None


def test_a_list_s_words_reach_the_reasons(tmp_path: Path) -> None:
    match = best(
        tmp_path,
        names=("Tarvok Belinska",),
        schema="Person",
        birth_dates=("1956-03-04",),
        gender="male",
        addresses=("Harbour Road 12, Varnholm",),
    )
    assert match
    told = {item.feature: item.candidate for item in match.evidence}
    assert told["birthDate"] == "1955 to 1958"
    assert told["address"] == "12 Harbour Road, Varnholm"
    assert told["gender"] == "male"


def test_a_true_passport_is_found_under_a_false_name(tmp_path: Path) -> None:
    ids = (("passportNumber", "P7734512"),)
    match = best(tmp_path, names=("Marmaduke Ponsonby Fitz William Harcourt Smythe",), ids=ids)
    assert match
    assert match.entity_id == "l-1"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1KcMFGobqnWb9CTKG12345678901", "l-4"),
        ("IMO 9074729", "l-5"),
        ("9074729", "l-5"),
        ("EP-GOX", "l-3"),
        ("EPGOX", "l-3"),
    ],
)
def test_a_number_in_the_place_of_a_name_is_looked_for(
    tmp_path: Path, name: str, found: str
) -> None:
    match = best(tmp_path, names=(name,))
    assert match
    assert match.entity_id == found


def test_a_tail_number_finds_the_aircraft_listed_by_it(tmp_path: Path) -> None:
    match = best(tmp_path, names=("Gulfstream",), ids=(("registrationNumber", "EPGOX"),))
    assert match
    assert match.entity_id == "l-3"


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "birth_dates": st.sampled_from([("1956",), ("1956-03-04", "1990"), ("1980",)]),
        "countries": st.sampled_from([("no",), ("kp",)]),
        "gender": st.sampled_from(["male", "female"]),
        "addresses": st.sampled_from([("12 Harbour Road, Varnholm",), ("Ostby",)]),
        "details": st.sampled_from([(("buildDate", "1992"),), (("tonnage", "5000"),)]),
        "ids": st.sampled_from([(("imoNumber", "9074728"),)]),
    },
)


@given(known=VALUES, told=VALUES)
def test_nothing_speaks_for_more_than_its_bound(
    known: dict[str, Any], told: dict[str, Any]
) -> None:
    """Candidates are left out by this bound: what is scored besides names stays below it."""
    told = {key: value for key, value in told.items() if key != "gender"}
    told["ids"] = (("imoNumber", "9074729"),)
    record = listed("Vessel", genders=("male",), **told)
    party = asked("Vessel", **known)
    weighed = [item.weight for item in particulars(party, record, ())]
    assert sum(weighed) <= at_most(party) + 1e-9


@given(known=VALUES)
def test_silence_is_silent(known: dict[str, Any]) -> None:
    """What either side does not tell weighs nothing, but for a number that is false by itself."""
    for party, record in ((asked(**known), listed()), (asked(), listed(birth_dates=("1956",)))):
        assert not any(e.weight for e in particulars(party, record, ()))


def test_more_that_agrees_scores_higher_and_never_reaches_1() -> None:
    record = listed(
        birth_dates=("1956-03-04",),
        countries=("no",),
        genders=("male",),
        addresses=("12 Harbour Road, Varnholm",),
        ids=(("passportNumber", "P7734512"),),
    )
    steps: list[dict[str, Any]] = [
        {},
        {"birth_dates": ("1956-03-04",)},
        {"countries": ("no",)},
        {"gender": "male"},
        {"addresses": record.addresses},
        {"ids": record.ids},
    ]
    known: dict[str, Any] = {}
    scores = []
    for step in steps:
        known |= step
        scores.append(score(asked(**known), record, ()).score)
    assert scores == sorted(scores)
    assert len(set(scores)) == len(steps)
    assert scores[-1] < 1


# Ways to ask


HEADER = ["name", "Sex", "address", "city", "built", "mmsi"]


def row(mapped: dict[str, str], **cells: str) -> Row | Rejected:
    read = plan(HEADER, mapped, "Thing", None, ())
    return read_row(read, HEADER, 2, 1, [cells.get(column, "") for column in HEADER])


def test_a_table_tells_genders_addresses_and_ships_by_its_columns() -> None:
    read = row({}, name="Ana Stone", Sex="F", address="12 Harbour Road", mmsi="572441210")
    assert isinstance(read, Row)
    assert read.party == Party(
        names=("Ana Stone",),
        gender="female",
        addresses=("12 Harbour Road",),
        ids=(("mmsi", "572441210"),),
    )
    mapped = {"name": "name", "address": "street", "city": "city", "built": "buildDate"}
    read = row(mapped, name="Ocean Star", address="Quay 3", city="Ostby", built="1992")
    assert isinstance(read, Row)
    assert read.party.addresses == ("Quay 3, Ostby",)
    assert read.party.details == (("buildDate", "1992"),)


@pytest.mark.parametrize("name", ["", " ", "NULL", "null", "N/A", "nan", "None", "--", "🚢"])
def test_a_row_without_a_name_is_rejected_and_no_clear(name: str) -> None:
    read = row({}, name=name)
    assert isinstance(read, Rejected)
    assert read.reason == "has no name"


@pytest.mark.parametrize("said", ["", "unknown", "n/a", "U", "?"])
def test_a_gender_that_says_nothing_rejects_no_row(said: str) -> None:
    read = row({}, name="Ana Stone", Sex=said)
    assert isinstance(read, Row)
    assert read.party.gender is None


def test_an_entity_of_yente_s_api_tells_the_same() -> None:
    properties = {
        "name": ["Ana Stone"],
        "gender": "female",
        "address": ["12 Harbour Road, Varnholm"],
        "buildDate": ["1992"],
    }
    party = party_of("Person", properties)
    assert party.gender == "female"
    assert party.addresses == ("12 Harbour Road, Varnholm",)
    assert party.details == (("buildDate", "1992"),)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"gender": "nobody"}, "write it as male, female or other"),
        ({"details": [("speed", "14")]}, "'speed': is not compared; known: buildDate"),
    ],
)
def test_what_is_not_understood_is_refused(known: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        typed("Ana Stone", "Person", None, (), (), **known)


@pytest.mark.parametrize(
    ("number", "schema", "told"),
    [
        ("9074728", "Vessel", "one slip away are"),
        ("5342883", "Vessel", "as the number of a company it holds"),
        ("5342883", "Organization", ""),
        ("5342883", "Thing", ""),
        ("9074729", "Vessel", ""),
    ],
)
def test_warnings_know_a_ship_from_a_company(number: str, schema: str, told: str) -> None:
    found = warnings(Party(names=("Ocean Star",), schema=schema, ids=(("imoNumber", number),)))
    assert bool(found) == bool(told)
    assert told in " ".join(found)


def test_what_else_is_known_makes_another_party_to_clear() -> None:
    plain = asked()
    assert about(plain) == about(asked(gender=None))
    others = [
        asked(gender="male"),
        asked(addresses=("12 Harbour Road",)),
        asked(details=(("type", "tug"),)),
    ]
    assert len({about(party) for party in (plain, *others)}) == 4
    assert about(asked(addresses=("12  HARBOUR Road",))) == about(others[1])
