"""Australia's consolidated list: a workbook with cells of every kind, and several values in one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from enjoin.model.entity import Entity
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources.au_dfat import INFO, read
from xlsx import Cell, workbook

(FILE,) = INFO.formats[0].names
GOLDEN = Path(__file__).parent / "golden" / "au_dfat" / FILE
#: The columns until 2025, and those that came then.
OLDER = (
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "Committees",
    "Control Date",
)
MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
NEWER = (*OLDER, "Alias Strength", "IMO Number", "Instrument of Designation", *MEASURES)


def entities(data: bytes) -> dict[str, Entity]:
    return {entity.id: entity for entity in read({FILE: data})}


def golden() -> dict[str, Entity]:
    return entities(GOLDEN.read_bytes())


def row(columns: Sequence[str] = NEWER, /, **cells: Cell) -> list[Cell]:
    """A row of a person; cells are given by the name of their column with _ for blanks."""
    usual: dict[str, Cell] = {
        "Reference": 7,
        "Name_of_Individual_or_Entity": "Anton SAPT",
        "Type": "Individual",
        "Name_Type": "Primary Name",
    }
    given = usual | cells
    return [given.get(column.replace(" ", "_")) for column in columns]


def only(**cells: Cell) -> Entity:
    return entities(workbook([NEWER, row(**cells)]))["au_dfat-7"]


def listing(found: dict[str, Entity], id_: str) -> Entity:
    return next(e for e in found.values() if e.get("entity") == (id_,))


def test_the_rows_of_a_reference_are_one_person() -> None:
    person = golden()["au_dfat-2"]
    assert person.schema == "Person"
    assert person.get("name") == ("Rupert HENTZAU",)
    assert person.get("alias") == ("روبرت هنتزاو", "Rupert of Hentzau")
    assert person.get("weakAlias") == ("The Count",)
    assert person.get("birthPlace") == ("Zenda, Ruritania",)
    assert person.get("citizenship") == ("sd",)
    assert "Citizenship: Ruritania" in person.get("notes")
    assert person.get("address") == ("3 Castle Street, Zenda, Ruritania", "Khartoum, Sudan")
    assert person.get("country") == ("sd",)
    assert "Reference QDi.991. Keeps the crown." in person.get("notes")
    assert person.get("modifiedAt") == ("2026-02-12",)
    assert person.get("topics") == ("sanction",)


def test_dates_in_cells_of_every_kind_are_read() -> None:
    assert golden()["au_dfat-2"].get("birthDate") == (
        "1961-06-13",
        "1963",
        "1964",
        "1965",
        "1970-12-05",
        "1969",
        "1958",
    )
    assert golden()["au_dfat-5"].get("birthDate") == ("1962-08-24",)


def test_a_listing_tells_measures_references_and_days() -> None:
    found = listing(golden(), "au_dfat-2")
    assert found.get("authority") == ("Department of Foreign Affairs and Trade",)
    assert found.get("program") == ("1267 (Test Committee)",)
    assert found.get("provisions") == ("Targeted Financial Sanction", "Travel Ban")
    assert found.get("authorityId") == ("2",)
    assert found.get("unscId") == ("QDi.991",)
    assert found.get("listingDate") == ("2001-01-25",)
    assert found.get("modifiedAt") == ("2026-02-12",)
    assert found.get("summary") == (
        "Listed on 25 Jan. 2001 (amended on 3 Sep. 2003)",
        "Instrument: Amendment (No. 1) Instrument 2026",
    )


def test_an_organisation_and_a_vessel_are_read() -> None:
    found = golden()
    assert found["au_dfat-3"].schema == "Organization"
    assert found["au_dfat-3"].get("alias") == ("Bora Works",)
    assert listing(found, "au_dfat-3").get("provisions") == (
        "Targeted Financial Sanction",
        "Arms Embargo",
    )
    assert found["au_dfat-4"].schema == "Vessel"
    assert found["au_dfat-4"].get("imoNumber") == ("9074729",)
    assert listing(found, "au_dfat-4").get("provisions") == ("Maritime Restriction",)
    assert listing(found, "au_dfat-4").get("modifiedAt") == ("2025-12-05",)


def test_the_version_is_the_day_the_workbook_was_saved() -> None:
    assert read({FILE: GOLDEN}).published == "2026-09-04"
    assert read({FILE: workbook([NEWER, row()])}).published is None


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("05/12/1970", ("1970-12-05",)),
        ("03/1955", ("1955-03",)),
        ("14/04/1970 14/04/1971", ("1970-04-14", "1971-04-14")),
        ("12 April 1965", ("1965-04-12",)),
        ("5/12/1970 or 1969", ("1970-12-05", "1969")),
        ("a) 5/12/1970 b) 1969", ("1970-12-05", "1969")),
        ("1945, 1946,1947", ("1945", "1946", "1947")),
        ("Approximately 1963", ("1963",)),
        ("13/06/1961_x000D_\n", ("1961-06-13",)),
        ("24/08/1962\xa0", ("1962-08-24",)),
        (1958, ("1958",)),
        (1958.0, ("1958",)),
        (22882, ("1962-08-24",)),
        (date(1962, 8, 24), ("1962-08-24",)),
    ],
)
def test_dates_keep_the_precision_they_were_given(cell: Cell, dates: tuple[str, ...]) -> None:
    assert only(Date_of_Birth=cell).get("birthDate") == dates


@pytest.mark.parametrize("cell", ["1980.1981", "/02/1961", "31/02/1961", "10/061962"])
def test_a_date_that_is_none_is_kept_in_words(cell: str) -> None:
    person = only(Date_of_Birth=cell)
    assert person.get("birthDate") == ()
    assert person.get("notes") == (f"Date of birth: {cell}",)


@pytest.mark.parametrize(
    ("information", "day"),
    [
        ("Listed on 25 January 2001", "2001-01-25"),
        (
            "Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012",
            "2012-03-02",
        ),
        ("28 Jan. 2003 (amended on 2 Jul. 2007)", "2003-01-28"),
        ("Autonomous Sanctions List 2001 (updated on 5 Aug. 2004)", None),
        ("Relisted on 3 May 2015", None),
        ("", None),
    ],
)
def test_the_day_of_listing_is_read_from_words(information: str, day: str | None) -> None:
    found = entities(workbook([NEWER, row(Listing_Information=information)]))
    assert listing(found, "au_dfat-7").first("listingDate") == day


def test_case_and_blanks_do_not_matter() -> None:
    columns = [column.upper() + " " for column in NEWER]
    found = entities(
        workbook(
            [
                ["Consolidated List as of today"],
                columns,
                row(Type="INDIVIDUAL", Name_Type="primary name"),
                row(Reference="7 B", Name_Type="ALIAS", Alias_Strength="weak"),
                [None] * len(NEWER),
                [" "],
            ]
        )
    )
    assert found["au_dfat-7"].get("name") == found["au_dfat-7"].get("weakAlias") == ("Anton SAPT",)


def test_the_older_columns_are_read_and_the_reference_may_be_repeated() -> None:
    also = row(OLDER, Name_of_Individual_or_Entity="Toni SAPT", Name_Type="aka")
    found = entities(workbook([OLDER, row(OLDER), also]))
    assert found["au_dfat-7"].get("alias") == ("Toni SAPT",)
    assert listing(found, "au_dfat-7").get("provisions") == ()


def test_rows_of_a_reference_need_not_stand_together() -> None:
    alias = row(Reference="7a", Name_of_Individual_or_Entity="Toni SAPT", Name_Type="Alias")
    other = row(Reference=8, Name_of_Individual_or_Entity="Rudolf STRELSAU")
    found = entities(workbook([NEWER, row(), other, alias]))
    assert found["au_dfat-7"].get("alias") == ("Toni SAPT",)


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("12 Quay Road, Strelsau", ("12 Quay Road, Strelsau",)),
        ("a) Kabul, Afghanistan b) Quetta", ("Kabul, Afghanistan", "Quetta")),
        ("(a) Kabul (b) Herat (c) Quetta", ("Kabul", "Herat", "Quetta")),
        ("Block (c) 2, Quetta, Pakistan.", ("Block (c) 2, Quetta, Pakistan",)),
        ("Iran", ()),
    ],
)
def test_a_cell_may_hold_several_addresses(cell: str, addresses: tuple[str, ...]) -> None:
    assert only(Address=cell).get("address") == addresses


def test_an_address_that_is_a_country_alone_is_that_country() -> None:
    assert only(Address="Iran").get("country") == ("ir",)


def test_a_ship_number_that_is_none_is_kept() -> None:
    assert only(IMO_Number="unknown").get("notes") == ("IMO number: unknown",)


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([NEWER, row(Type="Ghost")], UnknownValue),
        ([NEWER, row(Name_Type="Nickname")], UnknownValue),
        ([NEWER, row(Name_Type="Alias", Alias_Strength="Middling")], UnknownValue),
        ([NEWER, row(Travel_Ban="perhaps")], UnknownValue),
        ([NEWER, row(Reference=None)], WrongFormat),
        ([NEWER, row(Reference="DFAT")], WrongFormat),
        ([NEWER, row(Name_of_Individual_or_Entity=None)], WrongFormat),
        ([NEWER, row(Name_Type="Alias")], WrongFormat),
        ([NEWER, row(), row(Reference="7a", Type="Entity")], WrongFormat),
        ([[*NEWER, "Shoe Size"], [*row(), 12]], UnreadFields),
        ([NEWER[1:], row()[1:]], WrongFormat),
        ([NEWER], WrongFormat),
        ([], WrongFormat),
    ],
)
def test_what_is_not_understood_is_refused(
    rows: list[Sequence[Cell]], error: type[SourceError]
) -> None:
    with pytest.raises(error):
        entities(workbook(rows))


def test_a_workbook_cut_in_the_middle_is_refused() -> None:
    data = GOLDEN.read_bytes()
    with pytest.raises(WrongFormat):
        entities(data[: len(data) // 2])


def test_a_reader_without_a_real_file_says_so() -> None:
    assert not INFO.formats[0].verified
