"""The EU's consolidated list: one subject in three formats comes out as one."""

import csv
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity, Text
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path
from enjoin.sources.eu.entry import lines
from enjoin.sources.eu_fsf import INFO, read
from enjoin.sources.languages import iso_639_3

GOLDEN = Path(__file__).parent / "golden" / "eu_fsf"
XML_NAME, OLD_NAME, NEW_NAME = (each.principal for each in INFO.formats)
XML, OLD, NEW = ((GOLDEN / each).read_text("utf-8-sig") for each in (XML_NAME, OLD_NAME, NEW_NAME))


def entities(text: str | bytes = XML, name: str = XML_NAME) -> dict[str, Entity]:
    data = text.encode() if isinstance(text, str) else text
    return {entity.id: entity for entity in read({name: data})}


def parts(found: dict[str, Entity], number: int, schema: str) -> list[Entity]:
    return [
        e for e in found.values() if e.schema == schema and e.id.startswith(f"eu_fsf-{number}-")
    ]


def test_a_person_is_read_whole() -> None:
    person = entities()["eu_fsf-90001"]
    assert person.schema == "Person"
    assert person.get("name") == ("Orsolya Maria Vantus",)
    assert person.get("alias") == ("Орсолья Вантус", "Orsola Vantousse")
    assert person.get("firstName") == ("Орсолья", "Orsolya")
    assert person.get("middleName") == ("Maria",)
    assert person.get("lastName") == ("Вантус", "Vantus")
    assert person.get("gender") == ("female",)
    assert person.get("title") == ("Dr",)
    assert person.get("position") == ("Minister of Vantara", "Deputy Chair")
    assert person.get("citizenship") == ("kp",)
    assert person.get("birthDate") == ("1964-03-01",)
    assert person.get("birthPlace") == ("Upper Vantara, North Korea",)
    assert person.get("birthCountry") == ("kp",)
    assert person.get("passportNumber") == ("P 900 100",)
    assert person.get("topics") == ("sanction",)
    assert person.get("notes") == (
        "Orsolya Maria Vantus: good quality a.k.a.",
        "UNSC RESOLUTION 9483",
        "Date of UN designation: 2029-11-01",
    )


def test_a_name_keeps_its_language() -> None:
    person = entities()["eu_fsf-90001"]
    said = {str(v): v.lang for v in person.get("alias") if isinstance(v, Text)}
    assert said == {"Орсолья Вантус": "bul", "Orsola Vantousse": "fra"}
    (name,) = person.get("name")
    assert isinstance(name, Text)
    assert name.lang is None


def test_the_name_listed_first_is_the_primary_one_whatever_the_order() -> None:
    later = XML.replace('nameLanguage="FR"', 'nameLanguage=""').replace('"92003"', '"91999"')
    assert entities(later)["eu_fsf-90001"].get("name") == ("Orsola Vantousse",)


def test_weak_and_former_names_are_told_apart() -> None:
    person = entities()["eu_fsf-90002"]
    assert person.get("name") == ("Idris al-Zanbaqi",)
    assert person.get("weakAlias") == ("The Heron",)
    assert person.get("previousName") == ("Idris Murtada",)
    assert not person.get("alias")


def test_a_birth_keeps_its_precision_and_its_calendar() -> None:
    person = entities()["eu_fsf-90002"]
    assert person.get("birthDate") == ("1958", "1955", "1956", "1957")
    assert person.get("birthPlace") == ("Zanbaq, Eastern Province",)
    for note in (
        "Date of birth: circa 1958",
        "Date of birth: between 1955 and 1957",
        "Date of birth: 1377-04-02 (Islamic calendar)",
    ):
        assert note in person.get("notes")


def test_a_document_keeps_what_is_said_of_it() -> None:
    found = entities()
    (passport,) = parts(found, 90002, "Passport")
    assert passport.get("number") == ("د٧٧", "D77")
    assert passport.first("country") == "ye"
    assert passport.first("type") == "National passport"
    assert passport.first("authority") == "Consulate in Nowhere"
    assert (passport.first("startDate"), passport.first("endDate")) == ("2019-06-02", "2024-06-01")
    assert passport.get("summary") == (
        "diplomatic",
        "known to be expired",
        "known to be false",
        "Name on document: I. Murtada",
        "Region: North",
        "Issued: 2019-06-01",
    )
    (card,) = parts(found, 90002, "Identification")
    assert (card.first("type"), card.first("number")) == ("National identification card", "554-3")


def test_an_enterprise_is_read_whole() -> None:
    found = entities()
    company = found["eu_fsf-90003"]
    assert company.schema == "Organization"
    assert company.get("phone") == ("+963 900 1", "+963 900 2")
    assert company.get("email") == ("desk@quorvane.example",)
    assert company.get("website") == ("www.quorvane.example",)
    assert company.get("registrationNumber") == ("QV-0042",)
    assert company.get("imoNumber") == ("9074729",)
    assert company.get("notes") == ("Function: State-owned carrier", "Fax: +963 900 9")
    address = found[company.get("addressEntity")[0]]
    assert address.get("full") == ("9, Harbour Road, Port Quorv, QV-17, Syria",)
    assert (address.first("street"), address.first("city")) == ("9, Harbour Road", "Port Quorv")
    assert (address.first("postalCode"), address.first("country")) == ("QV-17", "sy")


def test_the_listing_says_under_what_and_since_when() -> None:
    (sanction,) = parts(entities(), 90001, "Sanction")
    assert sanction.get("authority") == ("Council of the European Union",)
    assert sanction.get("program") == ("PRK",)
    assert sanction.get("provisions") == ("Asset freeze and prohibition to make funds available",)
    assert sanction.get("reason") == ("2030/901 (OJ L43)",)
    assert sanction.get("authorityId") == ("EU.9001.11",)
    assert sanction.get("unscId") == ("KPi.901",)
    assert sanction.get("listingDate") == ("2029-11-03",)
    assert sanction.get("startDate") == ("2030-02-17",)
    assert sanction.get("modifiedAt") == ("2030-02-16",)
    assert sanction.get("sourceUrl") == (
        "http://eur-lex.example/oj?a=2030&b=901",
        "http://eur-lex.example/oj?a=2029",
    )
    assert sanction.get("summary") == (
        "Listed for the Vantara affair",
        "council amendment",
        "2029/877 (OJ L311), published 2029-11-03",
    )


def test_a_united_nations_reference_in_a_remark_is_found() -> None:
    (sanction,) = parts(entities(), 90002, "Sanction")
    assert sanction.get("unscId") == ("QDi.902",)


def test_who_was_delisted_is_kept_but_not_sanctioned() -> None:
    found = entities()
    (sanction,) = parts(found, 90004, "Sanction")
    assert not found["eu_fsf-90004"].get("topics")
    assert (sanction.first("endDate"), sanction.first("status")) == ("2031-05-01", "delisted")


def test_a_delisting_to_come_leaves_the_listing_in_force() -> None:
    found = entities(XML.replace('delistingDate="2031-05-01"', 'delistingDate="2031-06-01"'))
    (sanction,) = parts(found, 90004, "Sanction")
    assert found["eu_fsf-90004"].get("topics") == ("sanction",)
    assert sanction.first("endDate") == "2031-06-01"
    assert not sanction.get("status")


def test_what_has_no_property_of_its_own_is_kept() -> None:
    found = entities()
    (address,) = parts(found, 90004, "Address")
    assert address.get("full") == (
        "PO Box 88, Pier 3, Lower Quorv, Marsh District, Free City of Quorv",
    )
    assert address.get("remarks") == ("seat; as at the time of listing",)
    assert "Additional information: SECTOR[Dredging]" in found["eu_fsf-90004"].get("notes")
    (sanction,) = parts(found, 90004, "Sanction")
    assert "corrigendum C 2031/56 2031-04-09" in sanction.get("summary")[0]


@pytest.mark.parametrize("number", [90001, 90002, 90003])
def test_csv_1_1_says_all_that_the_xml_says(number: int) -> None:
    def of(found: dict[str, Entity]) -> dict[str, Entity]:
        return {id_: e for id_, e in found.items() if id_.startswith(f"eu_fsf-{number}")}

    assert of(entities(NEW, NEW_NAME)) == of(entities())


#: What CSV 1.0 has no column for.
LOST = {"listingDate", "startDate", "endDate", "unscId", "summary", "notes", "weakAlias"}


@pytest.mark.parametrize("number", [90001, 90003])
def test_csv_1_0_says_the_same_as_far_as_it_goes(number: int) -> None:
    old, new = entities(OLD, OLD_NAME), entities()
    ids = [id_ for id_ in new if id_.startswith(f"eu_fsf-{number}")]
    assert ids == [id_ for id_ in old if id_.startswith(f"eu_fsf-{number}")]
    for id_ in ids:
        for prop in new[id_].properties.keys() - LOST:
            assert old[id_].get(prop) == new[id_].get(prop), prop


def test_csv_1_0_has_every_name_born_and_number_too() -> None:
    kinds = ("name", "alias", "weakAlias", "previousName")
    old, new = entities(OLD, OLD_NAME)["eu_fsf-90002"], entities()["eu_fsf-90002"]
    assert {n for k in kinds for n in old.get(k)} == {n for k in kinds for n in new.get(k)}
    assert old.get("birthDate") == new.get("birthDate")
    assert old.get("idNumber") == new.get("idNumber") == ("554-3",)
    (passport,) = parts(entities(OLD, OLD_NAME), 90001, "Passport")
    assert passport.get("number") == ("P 900 100",)
    assert passport.get("summary") == ("issued in May 2025",)


def old_rows() -> list[list[str]]:
    return [line.split(";") for line in OLD.splitlines()]


def old_text(rows: list[list[str]]) -> str:
    return "\n".join(";".join(row) for row in rows)


def test_a_part_that_comes_again_is_read_once() -> None:
    first, *rows = old_rows()
    twice = [first, *(row for row in rows for _ in range(2))]
    assert entities(old_text(twice), OLD_NAME) == entities(OLD, OLD_NAME)


def test_an_entity_under_two_programmes_has_two_listings() -> None:
    first, *rows = old_rows()
    other = list(rows[0])
    other[3:7] = ["2027/5 (OJ L1)", "2027-01-05", "http://eur-lex.example/5", "TERR"]
    other[13] = "TERR"
    found = entities(old_text([first, other, *rows]), OLD_NAME)
    listed = {e.first("program"): e.get("reason") for e in parts(found, 90001, "Sanction")}
    assert listed == {"TERR": ("2027/5 (OJ L1)",), "PRK": ("2030/901 (OJ L43)",)}


def test_letters_that_the_file_lost_are_no_name() -> None:
    found = entities(OLD.replace("Орсолья Вантус", "??????? ??????"), OLD_NAME)["eu_fsf-90001"]
    assert found.get("alias") == ("Orsola Vantousse",)
    assert "Name: ??????? ??????" in found.get("notes")


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("(in brackets)", ["in brackets"]),
        ("(a)\n(b (c))", ["a", "b (c)"]),
        ("(a) first (b)", ["(a) first (b)"]),
        ("((a) Died  in 2003)", ["(a) Died in 2003"]),
    ],
)
def test_remarks_stand_one_a_line_without_their_brackets(text: str, remarks: list[str]) -> None:
    assert list(lines(text)) == remarks


@pytest.mark.parametrize(
    ("code", "language"),
    [("EL", "ell"), ("gre", "ell"), ("ger", "deu"), ("deu", "deu"), ("xx", None), ("", None)],
)
def test_languages_are_known_by_each_of_their_codes(code: str, language: str | None) -> None:
    assert iso_639_3(code) == language


def put(old: str, new: str, text: str = XML) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (XML[: len(XML) // 2], "no whole XML"),
        (put('generationDate="2031-05-20T10:15:00.000+02:00"', 'generationDate="soon"'), "no day"),
        (put('logicalId="90002"', 'logicalId="90001"'), "comes again"),
        (put('EU.9002.22" logicalId="90002"', 'EU.9002.22"'), "has no logicalId"),
        (put('programme="TAQA"', ""), "no regulation with its programme"),
        (put(' wholeName="Quorvane Shipping Company, Ltd"', ""), "has no name"),
        (put('"person" classificationCode="P"', '"person" classificationCode="E"'), "either"),
        (
            put("<regulationSummary", "<regulationSummary numberTitle='x'/><regulationSummary"),
            "too",
        ),
        (put("<export ", '<!DOCTYPE export [<!ENTITY e "x">]><export '), "DOCTYPE"),
    ],
)
def test_xml_that_is_not_the_whole_list_is_refused(data: str, why: str) -> None:
    with pytest.raises(WrongFormat, match=why):
        entities(data)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<subjectType code", "<vessel/><subjectType code", "sanctionEntity/vessel"),
        ('gender="F"', 'gender="F" eyes="green"', "eyes"),
        ('globalFileId="900001"', 'globalFileId="900001" secret="1"', "secret"),
        ("<sanctionEntity ", "<vesselEntity/><sanctionEntity ", "vesselEntity"),
        ("<remark>seat", '<remark kind="x">seat', "remark@kind"),
        ('key="PHONE"', 'key="PHONE" since="2030"', "contactInfo@since"),
    ],
)
def test_a_field_nobody_reads_is_refused(old: str, new: str, field: str) -> None:
    with pytest.raises(UnreadFields) as caught:
        entities(put(old, new))
    assert caught.value.fields == [field]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('gender="F"', 'gender="X"', "gender"),
        ('strong="false"', 'strong="perhaps"', "strong"),
        ('calendarType="ISLAMIC"', 'calendarType="MAYAN"', "calendarType"),
        ('TypeCode="imo"', 'TypeCode="shoe"', "identificationTypeCode"),
        ('nameLanguage="BG"', 'nameLanguage="XX"', "nameLanguage"),
        ('classificationCode="P"', 'classificationCode="V"', "subjectType classificationCode"),
        ('designationDate="2029-11-03"', 'designationDate="2029-11-33"', "designationDate"),
        ('validTo="2024-06-01"', 'validTo="June"', "validTo"),
    ],
)
def test_a_value_without_meaning_is_refused(old: str, new: str, field: str) -> None:
    with pytest.raises(UnknownValue) as caught:
        entities(put(old, new))
    assert caught.value.field == field


def reference(rows: list[list[str]]) -> None:
    rows[1][-1] = "EU.1.1"


def header(rows: list[list[str]]) -> None:
    rows[0][0] = "Something"


def cut(rows: list[list[str]]) -> None:
    rows[-1] = rows[-1][:20]


def longer(rows: list[list[str]]) -> None:
    rows[-1].append("more")


def other_day(rows: list[list[str]]) -> None:
    rows[-1][0] = "21/05/2031"


def no_day(rows: list[list[str]]) -> None:
    rows[1][0] = "99/99/2031"


def other_number(rows: list[list[str]]) -> None:
    rows[1][9] = "4"


def no_number(rows: list[list[str]]) -> None:
    rows[1][1] = rows[1][9] = ""


def apart(rows: list[list[str]]) -> None:
    rows.append(rows[1])


def empty(rows: list[list[str]]) -> None:
    del rows[1:]


@pytest.mark.parametrize(
    "damage",
    [reference, header, cut, longer, other_day, no_day, other_number, no_number, apart, empty],
)
def test_csv_that_is_not_the_whole_list_is_refused(
    damage: Callable[[list[list[str]]], None],
) -> None:
    rows = old_rows()
    damage(rows)
    with pytest.raises(WrongFormat):
        entities(old_text(rows), OLD_NAME)


def test_a_column_nobody_reads_is_refused() -> None:
    rows = [[*row, "Eyes" if at == 0 else "green"] for at, row in enumerate(old_rows())]
    with pytest.raises(UnreadFields) as caught:
        entities(old_text(rows), OLD_NAME)
    assert caught.value.fields == ["Eyes"]
    new = list(csv.reader(NEW.splitlines(keepends=True), delimiter=";"))
    assert all(len(row) == 118 for row in new)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([XML_NAME, OLD_NAME, NEW_NAME]), st.data())
def test_damage_is_refused_or_read(name: str, data: st.DataObject) -> None:
    text = (GOLDEN / name).read_bytes()
    start = data.draw(st.integers(0, len(text)))
    broken = text[:start] + data.draw(st.binary(max_size=8)) + text[start + 40 :]
    try:
        found = entities(broken, name)
    except SourceError:
        return
    assert all(id_.startswith("eu_fsf-") for id_ in found)


#: Reads a list and prints the most memory the process ever had, in kB.
READ = """
import re, sys
from pathlib import Path
from enjoin.sources.eu_fsf import read
for _ in read({sys.argv[1]: Path(sys.argv[2])}):
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def many_xml(count: int) -> str:
    head, _, rest = XML.partition("<sanctionEntity")
    entity = "<sanctionEntity" + rest[: rest.index("</sanctionEntity>")] + "</sanctionEntity>\n"
    return head + "".join(entity.replace("90001", str(n)) for n in range(count)) + "</export>"


def many_old(count: int) -> str:
    first, *rows = OLD.splitlines()
    mine = [row for row in rows if ";90001;" in row]
    return "\n".join([first, *(row.replace("90001", str(n)) for n in range(count) for row in mine)])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="not tested: no /proc here")
@pytest.mark.parametrize(("name", "many"), [(XML_NAME, many_xml), (OLD_NAME, many_old)])
def test_memory_stays_flat_while_the_file_grows(
    tmp_path: Path, name: str, many: Callable[[int], str]
) -> None:
    peaks = []
    for count in (300, 3_000):
        path = tmp_path / f"{count}"
        path.write_text(many(count), "utf-8")
        command = [sys.executable, "-c", READ, name, str(path)]
        peaks.append(int(subprocess.run(command, capture_output=True, check=True).stdout))
    assert peaks[1] - peaks[0] < 5_000  # kB; the XML alone grew by 9,000


@pytest.fixture
def real_csv(shared: Path) -> Path:
    return shared / "lists/eu_fsf/csvFullSanctionsList_2018-07-04_first999.cleaned.csv"


@pytest.fixture
def real_xml(shared: Path) -> Path:
    return shared / "lists/eu_fsf/xmlFullSanctionsList_1_1_excerpt_2018-12-21.xml"


@pytest.mark.real_lists
def test_the_real_csv_is_read_whole(real_csv: Path) -> None:
    listed = read_path("eu_fsf", real_csv)
    found = {entity.id: entity for entity in listed}
    first, *rows = [line.split(";") for line in real_csv.read_text("utf-8").splitlines()]
    assert (listed.published, listed.entries) == ("2018-07-04", len({row[1] for row in rows}))
    at = {name: first.index(name) for name in ("Naal_wholename", "Citi_country", "Birt_date")}
    for row in rows:
        entity = found[f"eu_fsf-{row[1]}"]
        assert entity.schema == {"P": "Person", "E": "Organization"}[row[2]]
        name = " ".join(row[at["Naal_wholename"]].split())
        if any(c.isalnum() for c in name) and "\t" not in row[at["Naal_wholename"]]:
            assert name in {*entity.get("name"), *entity.get("alias")}
        born = row[at["Birt_date"]]
        assert not born or born == "N/A" or born in entity.get("birthDate")


@pytest.mark.real_lists
def test_the_real_xml_is_read_whole(real_xml: Path) -> None:
    listed = read_path("eu_fsf", real_xml)
    found = {entity.id: entity for entity in listed}
    text = real_xml.read_text("utf-8")
    assert listed.published == "2018-12-21"
    assert listed.entries == len(re.findall("<sanctionEntity", text))
    said = set(re.findall(r'wholeName="([^"]+)"', text))
    kept = {n for e in found.values() for kind in ("name", "alias") for n in e.get(kind)}
    assert kept == said
    for reference_number in re.findall(r'euReferenceNumber="([^"]+)"', text):
        assert any(reference_number in e.get("authorityId") for e in found.values())


@pytest.mark.real_lists
def test_real_csv_and_xml_agree_on_who_is_on_both(real_csv: Path, real_xml: Path) -> None:
    old = {e.id: e for e in read_path("eu_fsf", real_csv)}
    new = {e.id: e for e in read_path("eu_fsf", real_xml)}
    both = [id_ for id_ in new if id_ in old and new[id_].schema in {"Person", "Organization"}]
    assert both
    for id_ in both:
        for prop in ("name", "gender", "birthDate", "passportNumber", "modifiedAt"):
            assert old[id_].get(prop) == new[id_].get(prop)
