"""The UK Sanctions List in its formats, and OFSI's ConList, which it replaced."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import Entity, Text
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path, source
from enjoin.sources.gb.conlist import other_information
from enjoin.sources.gb.designation import numbered, uk_date
from enjoin.sources.gb.party import document_number
from enjoin.sources.gb_sanctions import INFO, read
from enjoin.sources.rows import sheet_rows

GOLDEN = Path(__file__).parent / "golden" / "gb_sanctions"
XML = (GOLDEN / "uk-sanctions-list.xml").read_text("utf-8")
CSV = (GOLDEN / "uk-sanctions-list.csv").read_text("utf-8")
CONLIST = (GOLDEN / "conlist.csv").read_text("utf-8")
OLD = (GOLDEN / "conlist_29.csv").read_text("utf-8")


def entities(name: str, content: str | bytes) -> dict[str, Entity]:
    data = content.encode() if isinstance(content, str) else content
    return {entity.id: entity for entity in read({name: data})}


def xml(content: str = XML) -> dict[str, Entity]:
    return entities("uk-sanctions-list.xml", content)


def conlist(content: str = CONLIST) -> dict[str, Entity]:
    return entities("conlist.csv", content)


def old(content: str = OLD) -> dict[str, Entity]:
    return entities("conlist_29.csv", content)


def of(found: dict[str, Entity], schema: str, id_: str) -> list[Entity]:
    """The entities of a schema that belong to a party."""
    return [e for e in found.values() if e.schema == schema and e.id.startswith(f"{id_}-")]


# The UK Sanctions List


def test_a_person_is_read_whole() -> None:
    person = xml()["gb_sanctions-RUS9001"]
    assert person.schema == "Person"
    assert person.get("name") == ("Oskar Leonidovich VELDTMANN",)
    assert person.get("alias") == (
        "Oscar Leonidovich VELTMAN",
        "Osip Velt",
        "Оскар Леонидович Вельдтман",
    )
    assert person.get("weakAlias") == ("The Ferryman",)
    assert person.get("firstName") == ("Oskar",)
    assert person.get("middleName") == ("Leonidovich",)
    assert person.get("lastName") == ("VELDTMANN",)
    assert person.get("title") == ("Major General", "Dr")
    assert person.get("position") == ("Former Minister of Ferries", "Governor of Zenda")
    assert person.get("birthDate") == ("1961-05-07", "1960-07", "1962", "1963")
    assert person.get("birthPlace") == ("Zenda, Hentzau Region, Russia",)
    assert person.get("birthCountry") == ("ru",)
    assert person.get("nationality") == ("ru",)
    assert person.get("gender") == ("male",)
    assert person.get("passportNumber") == ("90 0412233",)
    assert person.get("idNumber") == ("990012001546",)
    assert person.get("phone") == ("+7 (17) 900-41-63 (Fax)",)
    assert person.get("email") == (
        "office@ferries.example",
        "oskar@ferries.example",
        "veldt@quay.example",
    )
    assert person.get("modifiedAt") == ("2026-08-04",)
    assert person.get("topics") == ("sanction",)
    assert person.get("notes") == (
        "Passport: Diplomatic, seen in 2009",
        "Nationality: Ruritania",
        "Crosses the river by night.",
    )


def test_a_name_in_its_own_script_says_its_language() -> None:
    alias = xml()["gb_sanctions-RUS9001"].get("alias")[-1]
    assert isinstance(alias, Text)
    assert alias.lang == "rus"


def test_a_language_without_code_and_a_script_that_letters_belie_are_noted() -> None:
    notes = xml()["gb_sanctions-DPR9002"].get("notes")
    assert 'OAO "PALE MOON": language: Ruritanian' in notes
    assert 'OAO "PALE MOON": script: Cyrillic' in notes


def test_the_listing_says_what_is_imposed_why_and_under_which_references() -> None:
    (sanction,) = of(xml(), "Sanction", "gb_sanctions-RUS9001")
    assert sanction.get("entity") == ("gb_sanctions-RUS9001",)
    assert sanction.get("authority") == (INFO.authority,)
    assert sanction.get("program") == ("The Ruritania (Sanctions) (EU Exit) Regulations 2019",)
    assert sanction.get("provisions") == (
        "Asset freeze",
        "Travel Ban",
        'Internet Services Sanctions: see "Other Information"',
    )
    assert sanction.get("reason") == (
        "Veldtmann is an involved person on two grounds: (1) he runs the ferries; "
        "(2) he owns the quays.",
    )
    assert (sanction.get("listingDate"), sanction.get("modifiedAt")) == (
        ("2023-02-24",),
        ("2026-08-04",),
    )
    assert (sanction.get("authorityId"), sanction.get("recordId")) == (("RUS9001",), ("99001",))
    assert sanction.get("summary") == ("Designated by UK",)


def test_a_measure_that_only_the_indicators_name_is_imposed() -> None:
    changed = XML.replace("<ArmsEmbargo>false", "<ArmsEmbargo>true", 1)
    (sanction,) = of(xml(changed), "Sanction", "gb_sanctions-RUS9001")
    assert sanction.get("provisions")[-1] == "Arms Embargo"
    (ship,) = of(xml(changed), "Sanction", "gb_sanctions-DPR9003")
    assert ship.get("provisions") == ("De-flag", "Prohibition of port entry")


def test_the_uns_reference_is_the_columns_and_not_that_of_an_owner_in_prose() -> None:
    found = xml()
    assert of(found, "Sanction", "gb_sanctions-DPR9002")[0].get("unscId") == ("KPe.902",)
    assert of(found, "Sanction", "gb_sanctions-DPR9003")[0].get("unscId") == ()


def test_an_organisation_is_read() -> None:
    company = xml()["gb_sanctions-DPR9002"]
    assert company.schema == "Organization"
    assert company.get("name") == ("Pale Moon Shipping Co",)
    assert company.get("alias") == ("PMS", 'OAO "PALE MOON"')
    assert company.get("classification") == ("State-Owned Enterprise",)
    assert company.get("innCode") == ("9999123456",)
    assert company.get("ogrnCode") == ("1239999000010",)
    assert company.get("registrationNumber") == ("HE990021",)
    assert company.get("country") == ("kp", "cn")
    notes = company.get("notes")
    assert "Parent company: Night Sky Bureau" in notes
    assert "Subsidiary: Pale Moon Fisheries" in notes
    assert "kppCode: 990101001" in notes


@pytest.mark.parametrize(
    ("text", "prop", "values"),
    [
        ("HE990021; HE990022", "registrationNumber", ("HE990021", "HE990022")),
        ("(1) HE990021 (2) HE990022", "registrationNumber", ("HE990021", "HE990022")),
        ("Company no. 99-0021 (Ruritania)", "registrationNumber", ("99-0021",)),
        ("INN 9999123457", "innCode", ("9999123457",)),
        ("Tax ID No. 9999123456 (Russia)", "taxNumber", ("9999123456",)),
    ],
)
def test_numbers_of_registers_are_read(text: str, prop: str, values: tuple[str, ...]) -> None:
    company = xml(
        XML.replace("<BusinessRegistrationNumber>HE990021", f"<BusinessRegistrationNumber>{text}")
    )
    for value in values:
        assert value in company["gb_sanctions-DPR9002"].get(prop)


def test_a_number_of_a_paper_that_is_no_number_is_kept_as_it_stands() -> None:
    person = xml(XML.replace(">90 0412233</PassportNumber>", ">lost and found</PassportNumber>"))
    assert person["gb_sanctions-RUS9001"].get("passportNumber") == ("lost and found",)


def test_an_address_keeps_its_parts() -> None:
    found = xml()
    town, province = (found[id_] for id_ in found["gb_sanctions-RUS9001"].get("addressEntity"))
    assert town.get("full") == ("7 Quay Street, Strelsau, 142000, Russia",)
    assert town.get("street") == ("7 Quay Street",)
    assert (town.first("city"), town.first("postalCode")) == ("Strelsau", "142000")
    assert town.get("country") == ("ru",)
    assert (province.get("city"), province.get("region")) == ((), ("Zenda Province",))


def test_papers_keep_number_country_and_dates() -> None:
    (passport,) = of(xml(), "Passport", "gb_sanctions-RUS9001")
    assert (passport.first("number"), passport.first("country")) == ("90 0412233", "ru")
    assert (passport.first("startDate"), passport.first("endDate")) == ("2014-08-07", "2024-08-06")
    (card,) = of(xml(), "Identification", "gb_sanctions-RUS9001")
    assert (card.first("number"), card.first("country")) == ("990012001546", "kw")
    assert card.get("summary") == ("Kuwait, number 990012001546 Civil ID",)


def test_a_ship_is_read() -> None:
    ship = xml()["gb_sanctions-DPR9003"]
    assert ship.schema == "Vessel"
    assert ship.get("imoNumber") == ("9000015", "9000020")
    assert any(note.startswith("9000020 is no IMO ship number") for note in ship.get("notes"))
    assert (ship.get("flag"), ship.get("pastFlags")) == (("km",), ("ki",))
    assert (ship.get("type"), ship.get("tonnage")) == (("Bulk Carrier",), ("7078",))
    assert ship.get("buildDate") == ("2009",)
    assert ship.get("registrationNumber") == ("GHN12345A900",)
    for note in (
        "Previous flag: Ruritania",
        "Length of ship: 134.5",
        "Current owner/operator: Pale Moon Shipping Co",
        "Previous owner/operator: Dawn Lines",
    ):
        assert note in ship.get("notes")


def test_a_party_that_another_names_and_that_is_listed_is_linked() -> None:
    (link,) = of(xml(), "UnknownLink", "gb_sanctions-DPR9003")
    assert (link.get("subject"), link.get("object")) == (
        ("gb_sanctions-DPR9002",),
        ("gb_sanctions-DPR9003",),
    )
    assert link.get("role") == ("Current owner/operator",)
    (owned,) = of(conlist(), "Ownership", "gb_sanctions-99002")
    assert (owned.get("owner"), owned.get("asset")) == (
        ("gb_sanctions-99002",),
        ("gb_sanctions-99003",),
    )


def test_a_name_that_two_parties_bear_links_neither() -> None:
    twice = XML.replace("<Name6>Bittern", "<Name6>PALE MOON SHIPPING CO.")
    assert of(xml(), "UnknownLink", "gb_sanctions-DPR9003")
    assert not of(xml(twice), "UnknownLink", "gb_sanctions-DPR9003")


def test_a_birth_without_year_is_kept_in_words() -> None:
    person = xml()["gb_sanctions-AFG9004"]
    assert person.get("birthDate") == ()
    assert person.get("notes") == ("Date of birth: 15/08/19yy",)
    assert person.get("name") == ("QASIM HAMIDI", "HAMIDI QASIM")


def test_the_date_of_the_list_is_known() -> None:
    for name, content in (("uk-sanctions-list.xml", XML), ("uk-sanctions-list.csv", CSV)):
        listed = read({name: content.encode()})
        assert listed.published == "2026-08-18"
        assert len(list(listed)) > 10
        assert listed.entries == 4


def test_xml_csv_and_sheet_say_the_same() -> None:
    from_sheet = entities("uk-sanctions-list.ods", (GOLDEN / "uk-sanctions-list.ods").read_bytes())
    assert xml() == entities("uk-sanctions-list.csv", CSV) == from_sheet


def test_names_of_elements_and_columns_are_read_in_any_case_and_punctuation() -> None:
    changed = XML.replace("UKStatementofReasons", "UKStatementOfReasons").replace(
        "DOBs>", "Births>"
    )
    assert xml(changed) == xml()
    titles = CSV.replace("D.O.B", "DOB").replace("Name type", "NAME TYPE")
    assert entities("uk-sanctions-list.csv", titles) == xml()
    former = CSV.replace("Designation Type", '"Individual, Entity, Ship"')
    assert entities("uk-sanctions-list.csv", former) == xml()


def test_rows_of_a_party_are_read_in_any_order_and_number() -> None:
    report, head, *rows = table(CSV)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([report, head, *rows[::-1], *rows])
    found = entities("uk-sanctions-list.csv", out.getvalue())
    assert sorted(found) == sorted(xml())
    assert set(found["gb_sanctions-RUS9001"].get("birthDate")) == {
        "1961-05-07",
        "1960-07",
        "1962",
        "1963",
    }


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html><body>Down for maintenance</body></html>",
        "<Designations/>",
        "<Designations><DateGenerated>soon</DateGenerated></Designations>",
        "<Designations><DateGenerated>18/08/2026</DateGenerated></Designations>",
        XML.replace("<DateGenerated>18/08/2026</DateGenerated>", ""),
        XML[: len(XML) // 2],
        XML[:-20],
        XML.replace("DPR9003</", "DPR9002</"),
        XML.replace("<UniqueID>DPR9003</UniqueID>", ""),
        XML.replace("DPR9003</", "see below</"),
        XML.replace("<Name6>Grey Heron 9</Name6>", "").replace("<Name6>Bittern</Name6>", ""),
        XML.replace("<Name6>Bittern", "<Name6>Bittern</Name6><Name6>Heron"),
        XML.replace(">Ship</", ">Ship|Entity</"),
    ],
)
def test_what_is_not_the_whole_xml_is_refused(content: str) -> None:
    with pytest.raises(WrongFormat):
        xml(content)


@pytest.mark.parametrize(
    ("old_text", "new", "field"),
    [
        ("<Genders>", "<EyeColour>green</EyeColour><Genders>", "EyeColour"),
        ("<Name6>Bittern", "<Name7>of Zenda</Name7><Name6>Bittern", "Name7"),
        ("<Gender>Male", '<Gender sure="no">Male', "Gender@sure"),
        ("<Genders>", "<Genders>perhaps", "Genders"),
        ("<Designation>", "<Delisting>RUS9009</Delisting><Designation>", "Delisting"),
    ],
)
def test_an_element_nobody_reads_is_refused(old_text: str, new: str, field: str) -> None:
    with pytest.raises(UnreadFields) as caught:
        xml(XML.replace(old_text, new, 1))
    assert caught.value.fields == [field]


@pytest.mark.parametrize(
    ("old_text", "new", "field"),
    [
        (">Ship</", ">Submarine</", "Individual, Entity, Ship"),
        (">Alias</", ">Nickname</", "Name type"),
        ("Low quality a.k.a", "Doubtful", "Alias strength"),
        (">Male</", ">M?</", "Gender"),
        ("<TravelBan>true", "<TravelBan>partly", "TravelBan"),
        (">24/02/2023</DateDesignated", ">24/22/2023</DateDesignated", "Date Designated"),
        (">04/08/2026</LastUpdated", ">yesterday</LastUpdated", "Last Updated"),
    ],
)
def test_a_value_without_meaning_is_refused(old_text: str, new: str, field: str) -> None:
    with pytest.raises(UnknownValue, match=re.escape(field)):
        xml(XML.replace(old_text, new, 1))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (CSV.partition("\n")[2].replace("Unique ID", "Number", 1), WrongFormat),
        (CSV.replace("18-Aug-2026", "today"), WrongFormat),
        (CSV.replace(",RUS9001,", ",,", 1), WrongFormat),
        (CSV.replace("Name type", "Sort"), WrongFormat),
        (CSV.replace("Length of ship", "Draught of ship"), UnreadFields),
        (CSV.replace("Gender", "D.O.B"), UnreadFields),
        (CSV[:-10], SourceError),
    ],
)
def test_a_table_that_is_not_the_list_is_refused(content: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        entities("uk-sanctions-list.csv", content)


def test_a_table_without_a_date_above_its_columns_has_none() -> None:
    listed = read({"uk-sanctions-list.csv": CSV.partition("\n")[2].encode()})
    assert listed.published is None
    assert {e.id: e for e in listed} == xml()


# The ConList


def test_a_person_of_the_conlist_is_read_whole() -> None:
    person = conlist()["gb_sanctions-99001"]
    assert person.schema == "Person"
    assert person.get("name") == ("Oskar Leonidovich VELDTMANN",)
    assert person.get("alias") == ("Oscar VELTMAN", "Café Veldt", "Оскар Леонидович Вельдтман")
    assert person.get("weakAlias") == ("The Ferryman",)
    assert person.get("title") == ("Dr", "Major General")
    assert person.get("birthDate") == ("1961-05-07", "1962")
    assert person.get("birthPlace") == ("Zenda, Russia", "Ukraine")
    assert person.get("birthCountry") == ("ru", "ua")
    assert person.get("nationality") == ("ru", "cy")
    assert person.get("passportNumber") == ("90 0412233", "K990011")
    assert person.get("idNumber") == ("990012001546",)
    assert person.get("position") == ("Former Minister of Ferries", "Governor of Zenda")
    assert person.get("gender") == ("male",)
    assert person.get("email") == ("oskar@ferries.example",)
    assert person.get("phone") == ("+7 900 4163", "+7 900 4164")
    assert person.get("country") == ("ru",)
    assert person.get("notes") == (
        "Crosses the river by night.",
        "Date trust services sanctions imposed: 21/03/2023",
    )


def test_numbers_and_details_of_papers_are_joined_by_their_numbers() -> None:
    first, second = of(conlist(), "Passport", "gb_sanctions-99001")
    assert (first.first("number"), first.first("startDate")) == ("90 0412233", "2014-08-07")
    assert (second.first("number"), second.first("endDate")) == ("K990011", "2025-05-01")
    assert second.first("country") == "cy"


def test_what_is_said_of_a_country_goes_with_the_address() -> None:
    (address,) = of(conlist(), "Address", "gb_sanctions-99001")
    assert address.get("full") == ("7 Quay Street, Strelsau, 142000, Russia",)
    assert (address.get("country"), address.get("remarks")) == (("ru",), ("since 2019",))


def test_a_listing_of_the_conlist_leads_to_the_uk_sanctions_list() -> None:
    (closed,) = of(conlist(), "Sanction", "gb_sanctions-99001")
    (current,) = of(xml(), "Sanction", "gb_sanctions-RUS9001")
    for prop in ("authorityId", "recordId"):
        assert closed.get(prop) == current.get(prop)
    assert closed.get("authority") == ("Office of Financial Sanctions Implementation",)
    assert closed.get("provisions") == ("Asset freeze",)
    assert (closed.get("listingDate"), closed.get("startDate")) == (
        ("2023-02-24",),
        ("2023-02-23",),
    )
    assert closed.get("reason") == (
        "Involved on two grounds: (1) he runs the ferries; (2) he owns the quays.",
    )


def test_an_entity_and_a_ship_of_the_conlist_are_read_from_labels() -> None:
    found = conlist()
    company, ship = found["gb_sanctions-99002"], found["gb_sanctions-99003"]
    assert (company.get("name"), company.get("previousName")) == (
        ("Pale Moon Shipping Co",),
        ("Dawn Moon Lines",),
    )
    assert (company.get("innCode"), company.get("registrationNumber")) == (
        ("9999123456",),
        ("HE990021",),
    )
    assert company.get("website") == ("www.palemoon.example",)
    assert company.get("notes")[0] == "Ships coal by night"
    assert "Subsidiary: Pale Moon Fisheries" in company.get("notes")
    assert (ship.schema, ship.get("imoNumber")) == ("Vessel", ("9000015",))
    assert (ship.get("flag"), ship.get("pastFlags")) == (("km",), ("ki", "tg"))
    assert (ship.get("buildDate"), ship.get("tonnage")) == (("2009",), ("7078",))
    assert "Previous owner/operator: Dawn Lines" in ship.get("notes")
    assert of(found, "Sanction", company.id)[0].get("unscId") == ("KPe.902",)
    assert of(found, "Sanction", ship.id)[0].get("unscId") == ("KPi.903", "KPi.904")


def test_an_old_conlist_is_read_from_prose() -> None:
    found = old()
    person = found["gb_sanctions-99004"]
    assert person.get("name") == ("Tariq QAMARI",)
    assert person.get("alias") == ("Tareq QAMARI",)
    assert person.get("previousName") == ("Yûnus QASIM",)
    assert person.get("title") == ("Mullah", "Haji")
    assert person.get("birthDate") == ("1958", "1960-09-01")
    assert person.get("birthPlace") == ("Zenda village, Afghanistan", "Afghanistan", "Pakistan")
    assert person.get("position") == ("Governor", "Envoy")
    assert person.get("passportNumber") == ("OR 9901961",)
    assert person.get("idNumber") == ("0099195",)
    assert person.get("gender") == ("male",)
    assert person.get("notes") == (
        "Passport: (Afghan). Issued 1993",
        "UN Ref TI.H.99.01. Gender: male. Brother of Yusuf Qamari.",
    )
    (passport,) = of(found, "Passport", person.id)
    assert (passport.first("country"), passport.first("startDate")) == ("af", "2003-02-04")
    assert passport.first("endDate") == "2006-02-02"


def test_a_reference_without_letters_has_those_of_the_regime() -> None:
    """Of the person's two regimes one, Afghanistan, has letters."""
    text = OLD.replace("UN Ref TI.H.99.01.", "UN Ref.975.")
    first, second = of(old(text), "Sanction", "gb_sanctions-99004")
    assert first.get("unscId") == second.get("unscId") == ("TAi.975",)
    notes = old(text)["gb_sanctions-99004"].get("notes")
    assert "UN Ref.975. Gender: male. Brother of Yusuf Qamari." in notes
    unknown = old(text.replace(",Afghanistan,25/01/2001", ",Zenda,25/01/2001"))
    assert of(unknown, "Sanction", "gb_sanctions-99004")[0].get("program") == ("Zenda",)
    assert of(unknown, "Sanction", "gb_sanctions-99004")[0].get("unscId") == ()


def test_a_party_under_two_regimes_has_two_listings() -> None:
    first, second = of(old(), "Sanction", "gb_sanctions-99004")
    assert (first.get("program"), first.get("listingDate")) == (("Afghanistan",), ("2001-01-25",))
    assert second.get("program") == ("Terrorism and Terrorist Financing",)
    assert second.get("listingDate") == ("2001-10-12",)
    assert first.get("unscId") == second.get("unscId") == ("TI.H.99.01",)
    assert first.get("authorityId") == first.get("recordId") == ("99004",)


def test_a_ship_listed_as_an_entity_is_told_by_its_number() -> None:
    found = old()
    ship, company = found["gb_sanctions-99003"], found["gb_sanctions-99002"]
    assert (ship.schema, ship.get("imoNumber"), ship.get("mmsi")) == (
        "Vessel",
        ("9000015",),
        ("445990000",),
    )
    assert (company.schema, company.get("imoNumber")) == ("Organization", ("6000038",))
    assert company.get("email") == ("mail@palemoon.example",)
    assert of(found, "Sanction", company.id)[0].get("unscId") == ("KPe.902",)


@pytest.mark.parametrize(
    "prose",
    [
        "Owns the tanker Grey Heron 9 (IMO: 9000015).",
        "(UK Statement of Reasons):Owns a tanker. IMO: 9000015.",
        "IMO: 9000015. IMO: 9000027.",
        "IMO: 9000020.",
    ],
)
def test_a_company_that_names_ships_is_no_ship(prose: str) -> None:
    before = "(IMO number: 9000015). MMSI: 445990000. Annex XIV."
    assert old(OLD.replace(before, prose))["gb_sanctions-99003"].schema == "Organization"


def test_the_conlists_encodings_and_its_sheet_say_the_same() -> None:
    assert entities("conlist_29.csv", OLD.encode("cp1252")) == old()
    assert entities("conlist_29.csv", OLD.encode("utf-16")) == old()
    sheet = (GOLDEN / "conlist.xlsx").read_bytes()
    assert entities("conlist.xlsx", sheet) == conlist()
    assert entities("conlist.csv", CONLIST.encode("utf-8-sig")) == conlist()


def test_the_conlists_date_is_known_and_its_formats_are_retired() -> None:
    assert read({"conlist.csv": CONLIST.encode()}).published == "2024-06-03"
    assert read({"conlist_29.csv": OLD.encode()}).published == "2018-04-13"
    retired = {each.principal for each in INFO.formats if each.retired}
    assert retired == {"conlist.csv", "conlist_29.csv", "conlist.xlsx"}
    assert INFO.retired is None


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (CONLIST.replace(",99003\n", ",\n"), WrongFormat),
        (CONLIST.replace(",99003\n", ",RUS1\n"), WrongFormat),
        (CONLIST.replace("Group ID", "Group"), WrongFormat),
        (CONLIST.replace("03/06/2024", "soon"), WrongFormat),
        (CONLIST.replace(",Position,", ",Office,"), UnreadFields),
        (CONLIST.replace(",FKA,", ",Pen name,"), UnknownValue),
        (CONLIST.replace(",Individual,", ",Person,"), UnknownValue),
        (CONLIST.replace(",03/10/2017,", ",31/02/2017,"), UnknownValue),
        (CONLIST.replace(",Ship,", ",,"), UnknownValue),
    ],
)
def test_a_conlist_that_is_not_whole_or_has_changed_is_refused(
    content: str, error: type[SourceError]
) -> None:
    with pytest.raises(error):
        conlist(content)


# What cells pack together


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", {}),
        ("Russia", {}),
        ("Institute 3000 (aka Institute 5000)", {}),
        ("+963 (11) 673 1274", {}),
        ("1) Saudi Arabia 2) Qatar", {1: "Saudi Arabia", 2: "Qatar"}),
        ("(1) German (2) Moroccan", {1: "German", 2: "Moroccan"}),
        ("a) French, b) Tunisian", {1: "French", 2: "Tunisian"}),
        ("a) General b)Major General", {1: "General", 2: "Major General"}),
        ("(1) Germany (b) Algeria", {1: "Germany", 2: "Algeria"}),
        ("(1) Samarra", {1: "Samarra"}),
        ("(1)-(2) Tunisia (3) Libya", {1: "Tunisia", 2: "Tunisia", 3: "Libya"}),
        (
            "(1) to (3) Algeria (4) Morocco",
            {1: "Algeria", 2: "Algeria", 3: "Algeria", 4: "Morocco"},
        ),
        ("(1) (2) Egypt", {1: "Egypt", 2: "Egypt"}),
        ("(1) - (2) Shabwa", {1: "", 2: "Shabwa"}),
        ("(1) Tunis (2)-(3) -", {1: "Tunis", 2: "", 3: ""}),
        ("Passports (1) K1 (2) K2", {1: "Passports K1", 2: "Passports K2"}),
        ("Envoy (1) of Zenda", {}),
        ("(1) Under (4) of the law (2) Not", {1: "Under (4) of the law", 2: "Not"}),
    ],
)
def test_numbered_values_are_parted(text: str, parts: dict[int, str]) -> None:
    assert numbered(text) == parts


WORDS = st.from_regex(r"[A-Za-z]{4,9}( [a-z]{4,9})?", fullmatch=True)


@given(st.lists(WORDS, min_size=2, max_size=12))
def test_any_values_that_are_numbered_come_back(values: list[str]) -> None:
    text = " ".join(f"({number}) {value}" for number, value in enumerate(values, 1))
    assert list(numbered(text).values()) == values


@given(st.text(max_size=60))
def test_any_text_can_be_parted(text: str) -> None:
    assert all(number > 0 for number in numbered(text))
    assert all(field for field, _ in other_information(text))


@pytest.mark.parametrize(
    ("text", "date", "note"),
    [
        ("07/05/1962", "1962-05-07", None),
        ("7.5.1962", "1962-05-07", None),
        ("dd/07/1978", "1978-07", None),
        ("dd/mm/1962", "1962", None),
        ("00/00/1975", "1975", None),
        ("--/--/1970", "1970", None),
        ("15/mm/1975", "1975", "15/mm/1975"),
        ("1962", "1962", None),
        ("18-Aug-2026", "2026-08-18", None),
        ("2026-08-18", "2026-08-18", None),
        ("29/06/2012 00:00:00", "2012-06-29", None),
        ("circa 1962", "1962", "circa 1962"),
    ],
)
def test_dates_are_read_day_first_as_far_as_they_are_known(
    text: str, date: str, note: str | None
) -> None:
    found = uk_date(text)
    assert found is not None
    assert (found.values, found.note) == ((date,), note)


@pytest.mark.parametrize("text", ["15/08/19yy", "31/02/1972", "32/01/1972", "soon", "", "07/05/62"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert uk_date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90 0412233", "90 0412233"),
        ("Passport No. 936210029", "936210029"),
        ("D 000974 (Ruritanian)", "D 000974"),
        ("Ruritanian passport no.K475336 issued on 31 Aug 2009", "K475336"),
        ("CAR Diplomatic Passport No D00000897 issued 5 April 2013", "D00000897"),
        ("284173, expires 21 Aug 2005", "284173"),
        ("(Egypt). Issued 1993", ""),
        ("Diplomatic, seen in 2009", ""),
        ("US Social Security no 423-31-9921", "423-31-9921"),
        ("ID 073/SPICRE. Date of issue: 6 Dec 2011", "073/SPICRE"),
        ("Uganda Passport.", ""),
    ],
)
def test_the_number_of_a_paper_is_found_in_words(text: str, number: str) -> None:
    assert document_number(text) == number


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Flees by night.", [("OtherInformation", "Flees by night.")]),
        (
            "(UK Sanctions List Ref):GHR9050 and BEL9045 Listed twice. (Gender):Male.",
            [
                ("UniqueID", "GHR9050"),
                ("UniqueID", "BEL9045"),
                ("OtherInformation", "Listed twice"),
                ("Gender", "Male"),
            ],
        ),
        ("(UNRef):SSI.903", [("UNReferenceNumber", "SSi.903")]),
        ("(Shoe size):44", [("OtherInformation", "Shoe size: 44")]),
        (
            "(Current owner/operator (s)):Dawn Lines (Year Built):1999",
            [("CurrentOwnerOperator", "Dawn Lines"), ("YearBuilt", "1999")],
        ),
        (
            "UN Ref TI.A.99.99.Financial adviser",
            [
                ("OtherInformation", "UN Ref TI.A.99.99.Financial adviser"),
                ("UNReferenceNumber", "TI.A.99.99"),
            ],
        ),
        *(
            (text, [("OtherInformation", text), ("UNReferenceNumber", code)])
            for text, code in (
                ("KPi.923. Ships coal", "KPi.923"),
                ("UN listing. IRe.901.  Front company", "IRe.901"),
                ("Listed. UN Ref.KPe 970. Owner", "KPe.970"),
                ("Listed. UN Ref.KPI. 976. Envoy", "KPi.976"),
                ("UN. REF.KPI.973. Envoy", "KPi.973"),
                ("UN Ref I.AC.90.20.12.12.(2). Head", "I.AC.90.20.12.12.(2)"),
            )
        ),
        *(
            (text, [("OtherInformation", text)])
            for text in (
                "Works for Dawn (KPe.923).",
                "Works for KPe.923. Envoy",
                "UN Ref.975. Envoy",
                "ABe.923. Envoy",
            )
        ),
        (
            "UN REF: QDI.999. Sex: female",
            [
                ("OtherInformation", "UN REF: QDI.999. Sex: female"),
                ("UNReferenceNumber", "QDi.999"),
                ("Gender", "female"),
            ],
        ),
    ],
)
def test_other_information_is_taken_apart(text: str, fields: list[tuple[str, str]]) -> None:
    assert list(other_information(text)) == fields


# Sheets: the golden ones hold the rows of the golden CSV


def table(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline="")))


def zipped(parts: Iterable[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), content, kind)
    return out.getvalue()


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet with these rows, in as few parts as Excel's format allows."""

    def cell(text: str) -> str:
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

    office = "http://schemas.openxmlformats.org"
    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = f"{office}/spreadsheetml/2006/main"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "application/vnd.openxmlformats-package"
    links = f"{office}/package/2006/relationships"
    means = f"{office}/officeDocument/2006/relationships"
    return zipped(
        [
            (
                "[Content_Types].xml",
                f'<Types xmlns="{office}/package/2006/content-types">'
                f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
                '<Override PartName="/xl/worksheets/sheet1.xml" '
                f'ContentType="{kinds}.worksheet+xml"/></Types>',
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{links}"><Relationship Id="r1" '
                f'Type="{means}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            ),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{means}"><sheets>'
                '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{means}/worksheet" '
                'Target="worksheets/sheet1.xml"/></Relationships>',
            ),
            (
                "xl/worksheets/sheet1.xml",
                f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
            ),
        ]
    )


def ods(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet with these rows in OpenDocument's format."""

    def cell(text: str) -> str:
        plain = f"<text:p>{escape(text)}</text:p>"
        return f'<table:table-cell office:value-type="string">{plain}</table:table-cell>'

    names = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return zipped(
        [
            ("mimetype", kind),
            (
                "META-INF/manifest.xml",
                f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
                "</manifest:manifest>",
            ),
            (
                "content.xml",
                f'<office:document-content xmlns:office="{names}:office:1.0" '
                f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
                f'<office:spreadsheet><table:table table:name="List">{lines}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            ),
        ]
    )


@pytest.mark.parametrize(
    ("name", "content", "write"),
    [("conlist.xlsx", CONLIST, xlsx), ("uk-sanctions-list.ods", CSV, ods)],
)
def test_a_golden_sheet_holds_the_rows_of_the_golden_table(
    name: str, content: str, write: Callable[[list[list[str]]], bytes]
) -> None:
    flat = [" ".join(" ".join(row).split()) for row in table(content)]
    for data in ((GOLDEN / name).read_bytes(), write(table(content))):
        rows = (" ".join(" ".join(row).split()) for _, row in sheet_rows("gb", name, data))
        assert list(rows) == flat


def test_dates_that_are_dates_in_a_sheet_are_read() -> None:
    plain = CONLIST.replace("00/00/1962", "1962")
    iso = re.sub(r"(?<=,)(\d\d)/(\d\d)/(\d{4})(?=,)", r"\3-\2-\1", plain)
    assert entities("conlist.xlsx", xlsx(table(iso))) == conlist()


# The real list of 2018

REAL = "lists/gb_ofsi/ofsi_conlist_2018-04-13.csv"


@pytest.fixture(scope="module")
def raw(shared: Path) -> list[dict[str, str]]:
    """Its rows by column, read by the standard library alone."""
    with (shared / REAL).open(encoding="cp1252", newline="") as file:
        next(file)
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, Entity]:
    return {e.id: e for e in read_path("gb_sanctions", shared / REAL)}


def group(row: dict[str, str]) -> str:
    return f"gb_sanctions-{row['Group ID']}"


@pytest.mark.real_lists
def test_every_group_of_the_real_list_is_an_entry(shared: Path, raw: list[dict[str, str]]) -> None:
    listed = read_path("gb_sanctions", shared / REAL)
    found = list(listed)
    assert listed.published == "2018-04-13"
    groups = {group(row) for row in raw}
    assert listed.entries == len(groups) == 2_106
    assert groups <= {e.id for e in found}
    assert source("gb_sanctions").info.whole <= listed.entries


@pytest.mark.real_lists
def test_every_name_of_the_real_list_is_found_under_its_kind(
    raw: list[dict[str, str]], real: dict[str, Entity]
) -> None:
    kinds = {"Prime Alias": "name", "AKA": "alias", "FKA": "previousName"}
    for row in raw:
        name = " ".join(" ".join(row[f"Name {n}"] for n in (1, 2, 3, 4, 5, 6)).split())
        assert name in real[group(row)].get(kinds[row["Alias Type"]]), row


@pytest.mark.real_lists
def test_every_un_reference_in_the_real_list_is_one_of_its_listing(
    raw: list[dict[str, str]], real: dict[str, Entity]
) -> None:
    codes = re.compile(
        r"\b(?:[A-Z]{2}[ie]\.\d{3}|[QT][IE]\.[A-Z]\.\d+\.\d\d|E\.\d\d\.[IA]+\.\d+)\b"
    )
    listed: dict[str, set[str]] = {}
    for entity in real.values():
        if entity.schema == "Sanction":
            listed.setdefault(entity.get("entity")[0], set()).update(entity.get("unscId"))
    found = 0
    for row in raw:
        for stated in re.split(r"(?i)\bUN Ref", row["Other Information"])[1:]:
            if code := codes.search(stated[:25]):
                found += 1
                assert code[0] in listed[group(row)], row
    assert found > 1_000


@pytest.mark.real_lists
def test_every_birth_date_of_the_real_list_is_read(
    raw: list[dict[str, str]], real: dict[str, Entity]
) -> None:
    for row in raw:
        if row["DOB"]:
            day, month, year = row["DOB"].split("/")
            known = "-".join(part for part in (year, month, day) if part != "00")
            assert known in real[group(row)].get("birthDate"), row


@pytest.mark.real_lists
def test_the_ships_of_the_real_list_are_vessels(
    raw: list[dict[str, str]], real: dict[str, Entity]
) -> None:
    ships = {e.id for e in real.values() if e.schema == "Vessel"}
    stated = {
        group(row)
        for row in raw
        if re.match(r"\(?IMO\b|UN and EU listing\. UN Ref LYe\.00[45]\b", row["Other Information"])
    }
    assert ships == stated
    assert len(ships) == 25


@pytest.mark.real_lists
def test_a_person_of_the_real_list_is_read_whole(real: dict[str, Entity]) -> None:
    person = real["gb_sanctions-7877"]
    assert len(person.get("alias")) > 10
    assert person.get("birthCountry") == ("tn", "ly", "dz", "ma", "lb")
    assert person.get("passportNumber") == ("G827238",)
    (passport,) = of(real, "Passport", person.id)
    assert (passport.first("startDate"), passport.first("endDate")) == ("1996-06-01", "2001-05-31")
    (sanction,) = of(real, "Sanction", person.id)
    assert sanction.get("unscId") == ("QI.A.151.03",)
    assert sanction.get("listingDate") == ("2003-11-18",)
