"""The US Consolidated Screening List: the lists of three departments in one CSV."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import Entity
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path
from enjoin.sources.us_csl import packed_names, paper, read

GOLDEN = Path(__file__).parent / "golden" / "us_csl" / "consolidated.csv"
CSV = GOLDEN.read_text("utf-8")
COLUMNS = CSV.splitlines()[0].split(",")
REAL = "lists/us_csl/csl_2023-11_short.csv"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def entities(text: str | bytes) -> dict[str, Entity]:
    data = text.encode() if isinstance(text, str) else text
    return {entity.id: entity for entity in read({"consolidated.csv": data})}


def row(**cells: str) -> list[str]:
    given = {"_id": "1", "source": SDN, "type": "Individual", "name": "SAPT, Anton"} | cells
    return [given.get(column, "") for column in COLUMNS]


def table(*rows: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    return text.getvalue()


def only(**cells: str) -> Entity:
    return next(iter(entities(table(row(**cells))).values()))


def parts(id_: str, schema: str) -> list[Entity]:
    return [e for e in entities(CSV).values() if e.schema == schema and e.id.startswith(f"{id_}-")]


def test_a_person_is_read_whole() -> None:
    person = entities(CSV)["us_csl-77001"]
    assert person.schema == "Person"
    assert person.get("name") == ("Rupert HENTZAU",)
    assert (person.first("firstName"), person.first("lastName")) == ("Rupert", "HENTZAU")
    assert person.get("alias") == ("Rupert VON HENTZAU",)
    assert person.get("weakAlias") == ("RUDI",)
    assert person.get("position") == ("Count of Zenda",)
    assert person.get("birthDate") == ("1961-06-13", "1963")
    assert person.get("birthPlace") == ("Zenda, Turkey",)
    assert person.get("birthCountry") == person.get("nationality") == ("tr",)
    assert person.get("citizenship") == ("ru", "sd")
    assert person.get("gender") == ("male",)
    assert person.get("passportNumber") == ("A7700012", "B1")
    assert person.get("idNumber") == ("770-1",)
    assert person.get("taxNumber") == ("7707083893",)
    assert person.get("email") == ("rupert@zenda.example",)
    assert person.get("topics") == ("sanction",)
    assert set(person.get("notes")) == {
        "Date of birth: circa 1963",
        "(Linked To: BORA AVIATION WORKS)",
        "Target Type: Private Person",
    }


def test_papers_keep_country_and_dates_and_one_date_alone_is_not_guessed_at() -> None:
    whole, dated = parts("us_csl-77001", "Passport")
    assert (whole.first("number"), whole.first("country")) == ("A7700012", "tr")
    assert (whole.first("startDate"), whole.first("endDate")) == ("2000-04-12", "2005-04-11")
    assert (dated.get("startDate"), dated.get("summary")) == ((), ("1999",))


def test_a_wallet_is_read() -> None:
    (wallet,) = parts("us_csl-77001", "CryptoWallet")
    assert (wallet.first("publicKey"), wallet.first("currency")) == (
        "1ZendaTestWalletAddress",
        "XBT",
    )
    assert (wallet.get("holder"), wallet.get("topics")) == (("us_csl-77001",), ("sanction",))


def test_an_address_ends_in_the_code_of_its_country() -> None:
    found = entities(CSV)
    assert found["us_csl-77001"].get("country") == ("ru", "tr")
    assert found["us_csl-4a01"].get("address") == (
        "Komitas 26/114, Yerevan, Armenia",
        "1402 W. JEFF DRIVE, PHARR, TX, 78577",
    )
    assert found["us_csl-4a01"].get("country") == ("am",)


def test_a_company_is_read_with_its_identifiers_checked() -> None:
    works = entities(CSV)["us_csl-77002"]
    assert works.schema == "Organization"
    assert works.get("registrationNumber") == ("1027700132195",)
    assert works.get("leiCode") == ("253400V1H6ART1UQ0N98",)
    assert works.get("swiftBic") == ("VTBRRUMM",)
    assert works.get("website") == ("www.bora.example",)
    assert works.get("incorporationDate") == ("1990-10-17",)
    assert works.get("imoNumber") == ("5396431",)
    notes = works.get("notes")
    assert "ticker: 0728 HK" in notes
    assert "US1694261034 is no ISIN: its check digits do not hold" in notes
    assert any(note.startswith("5396431 is no IMO company number") for note in notes)


def test_a_party_on_two_lists_of_treasury_is_one_party_with_two_listings() -> None:
    assert entities(CSV)["us_csl-77002"].get("alias") == ("BORA WORKS", "Bora Aviation Works")
    sectoral, menu = parts("us_csl-77002", "Sanction")
    assert sectoral.get("program") == (
        "Sectoral Sanctions Identifications List (SSI)",
        "TEST-EO1",
    )
    assert sectoral.get("authority") == ("Treasury Department",)
    assert (sectoral.first("listingDate"), sectoral.first("startDate")) == (
        "2022-02-24",
        "2022-03-26",
    )
    assert sectoral.get("provisions")[0] == (
        "Executive Order 13662 Directive Determination: Subject to Directive 1"
    )
    assert menu.get("program")[1:] == ("TEST-EO1", "TEST-EO2")


def test_an_entry_of_the_entity_list_is_under_export_controls() -> None:
    optics = entities(CSV)["us_csl-4a01"]
    assert (optics.schema, optics.get("topics")) == ("LegalEntity", ("export.control",))
    assert optics.get("name") == ("Strelsau Optics Co., Ltd.",)
    assert optics.get("alias") == ("Strelsau Lens Works", "Strelsau Glas", "Optika Strelsau")
    assert optics.get("previousName") == ("Optika Nord",)
    assert optics.get("notes") == ("Other names: all of the preceding in Yerevan",)
    (listing,) = parts("us_csl-4a01", "Sanction")
    assert listing.get("authorityId") == ("76 FR 71867",)
    assert listing.get("startDate") == ("2011-11-21",)
    assert listing.get("provisions") == (
        "For all items subject to the EAR. (See §744.11 of the EAR).",
    )
    assert listing.get("reason") == ("Presumption of denial.",)
    assert listing.get("sourceUrl") == ("https://el.example/list",)


def test_a_vessel_is_read() -> None:
    ship = entities(CSV)["us_csl-77003"]
    assert ship.schema == "Vessel"
    for prop, value in {
        "callSign": "CL9999",
        "type": "Tug",
        "tonnage": "2595",
        "grossRegisteredTonnage": "1865",
        "flag": "pa",
        "imoNumber": "9074729",
        "mmsi": "572442210",
        "notes": "Vessel owner: Bora Navigation S.A.",
    }.items():
        assert ship.get(prop) == (value,)


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        (SDN, "sanction"),
        ("Capta List (CAP) - Treasury Department", "sanction"),
        ("Nonproliferation Sanctions (ISN) - State Department", "sanction"),
        ("ITAR Debarred (DTC) - State Department", "debarment"),
        (ENTITY_LIST, "export.control"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "export.control"),
        ("Unverified List (UVL) - Bureau of Industry and Security", "export.control"),
    ],
)
def test_what_being_listed_means_depends_on_the_list(source: str, topic: str) -> None:
    assert only(source=source).get("topics") == (topic,)


def test_the_terms_of_a_denial_order_are_kept() -> None:
    (listing,) = parts("us_csl-4a02", "Sanction")
    assert listing.get("provisions") == ("Standard denial order",)
    assert (listing.first("startDate"), listing.first("endDate")) == ("2017-10-16", "2027-10-13")


def test_an_order_that_ends_in_the_year_3017_is_kept_in_words_alone() -> None:
    found = entities(table(row(end_date="3017-08-22")))
    assert found["us_csl-1"].get("notes") == ("end_date: 3017-08-22",)
    assert not any(entity.get("endDate") for entity in found.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bora Co., Ltd.", [("name", "Bora Co., Ltd.")]),
        ("Bora A/K/A Boreas", [("name", "Bora"), ("alias", "Boreas")]),
        (
            "Bora Ltd., a.k.a. Boreas Ltd. (Zenda)",
            [("name", "Bora Ltd."), ("alias", "Boreas Ltd. (Zenda)")],
        ),
        ("Rosa (A.K.A. Rose Bert) Holf", [("name", "Rosa Holf"), ("alias", "Rose Bert")]),
        (
            "Holf, Rosa (a.k.a. Rose Bert; Rosie Bert)",
            [("name", "Holf, Rosa"), ("alias", "Rose Bert"), ("alias", "Rosie Bert")],
        ),
        (
            "Bora (f.k.a., Bora (Zenda) AG)",
            [("name", "Bora"), ("previousName", "Bora (Zenda) AG")],
        ),
        (" f.k.a. Boreas", [("previousName", "Boreas")]),
        ("Kofi Aka", [("name", "Kofi Aka")]),
        ("", []),
    ],
)
def test_names_packed_into_one_are_parted(text: str, names: list[tuple[str, str]]) -> None:
    assert packed_names(text, "name") == names


@given(st.text())
def test_any_text_can_be_asked_for_names(text: str) -> None:
    assert all(name and name == name.strip(" ,;") for _, name in packed_names(text, "name"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("26740, IR", ("26740", "ir", ())),
        ("BE 454,419,759", ("BE 454,419,759", "", ())),
        ("# HESU430525, MX", ("HESU430525", "mx", ())),
        ("L49, 03 Jun 1997, 2 Jun 2002", ("L49", "", ("1997-06-03", "2002-06-02"))),
        ("1999", ("1999", "", ())),
        ("E 427689, MA, 20 Mar 2001", ("E 427689", "ma", ("2001-03-20",))),
    ],
)
def test_numbers_are_parted_from_country_and_dates(
    text: str, told: tuple[str, str, tuple[str, ...]]
) -> None:
    assert paper(text) == told


def test_a_label_that_is_not_known_is_kept_as_a_paper_or_a_note() -> None:
    person = only(ids="Fishing Licence, F-77, TR; Shoe Size, large")
    assert person.get("idNumber") == ("F-77",)
    assert person.get("notes") == ("Shoe Size: large",)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (table(row(type="Ghost")), UnknownValue),
        (table(row(source="Shoe List - Ministry of Shoes")), UnknownValue),
        (table(row(standard_order="perhaps")), UnknownValue),
        (table(row(end_date="never")), UnknownValue),
        (table(row(name="")), WrongFormat),
        (table(row(name=";")), WrongFormat),
        (table(row(_id="")), WrongFormat),
        (table(row(), row(type="Entity")), WrongFormat),
        (table(row(), row()), WrongFormat),
        (table([*row(), "more"]), WrongFormat),
        (CSV.replace("vessel_owner", "shoe_size"), UnreadFields),
        (CSV.replace("alt_names", "other_names", 1), WrongFormat),
        (table(), WrongFormat),
    ],
)
def test_what_is_not_understood_is_refused(text: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        entities(text)


@pytest.mark.parametrize("cut", [3, 40, 90, 200])
def test_a_file_cut_inside_a_row_gives_not_one_entry(cut: int) -> None:
    listed = iter(read({"consolidated.csv": CSV.encode()[:-cut]}))
    with pytest.raises(WrongFormat, match=r"line \d+: breaks off.*the file is cut"):
        next(listed)


def test_the_names_of_the_columns_may_come_again() -> None:
    head, _, rest = CSV.partition("\n")
    assert entities("\n".join((head, head, rest))) == entities(CSV)


def test_a_character_left_in_another_encoding_is_read() -> None:
    assert only(type="", name="Xi\x92an Glass").get("name") == ("Xi’an Glass",)


@pytest.mark.real_lists
def test_the_real_file_is_cut_and_says_where(shared: Path) -> None:
    last = (shared / REAL).read_bytes().count(b"\n")
    with pytest.raises(WrongFormat, match=rf"line {last + 1}: breaks off.*fetch it again"):
        list(read_path("us_csl", shared / REAL))


def uncut(path: Path) -> tuple[bytes, list[dict[str, str]]]:
    """The real file with its last row and second header taken off, and its rows."""
    whole = path.read_bytes()
    data = whole[whole.index(b"\n") + 1 : whole.rstrip().rindex(b"\n") + 1]
    return data, list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.real_lists
def test_the_rest_of_the_real_file_is_read_whole(shared: Path) -> None:
    data, rows = uncut(shared / REAL)
    found = entities(data)
    parties = {r["_id"] for r in rows}
    assert len(rows) == 4_226
    assert {f"us_csl-{id_}" for id_ in parties} == {e.id for e in found.values() if e.get("topics")}
    assert len(parties) == 4_219
    sanctions = [e for e in found.values() if e.schema == "Sanction"]
    assert Counter(e.get("program")[0] for e in sanctions) == Counter(
        r["source"].rpartition(" - ")[0] for r in rows
    )
    papers = {(r["_id"], piece) for r in rows for piece in r["ids"].split("; ")}
    labels = [piece.partition(", ")[0] for _, piece in papers if any(map(str.isdigit, piece))]
    passports = [x for x in labels if "Passport" in x or "Travel Document" in x]
    assert sum(e.schema == "Passport" for e in found.values()) == len(passports) > 300


@pytest.mark.real_lists
def test_spot_checks_of_the_real_file(shared: Path) -> None:
    found = entities(uncut(shared / REAL)[0])
    assert found["us_csl-9659"].get("name") == ("Fathi Ahmad Mohammad HAMMAD",)
    ships = [e.get("imoNumber") for e in found.values() if e.schema == "Vessel"]
    assert ships == [(), ("7406784",), ("7206512",)]
    assert found["us_csl-17013"].get("leiCode") == ("253400V1H6ART1UQ0N98",)
    assert found["us_csl-17013"].get("country") == ("ru",)
