"""SECO's list: names in parts and scripts, places and programmes by number, targets de-listed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity, Text
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path
from enjoin.sources.ch.names import Name, Part, Spelling
from enjoin.sources.ch.target import inform
from enjoin.sources.ch_seco import read
from enjoin.sources.subject import Subject

FILE = "consolidated-list.xml"
XML = (Path(__file__).parent / "golden" / "ch_seco" / FILE).read_text("utf-8")


def entities(xml: str | bytes = XML) -> dict[str, Entity]:
    data = xml.encode() if isinstance(xml, str) else xml
    return {entity.id: entity for entity in read({FILE: data})}


def part(found: dict[str, Entity], number: int, schema: str) -> Entity:
    """The one part of a target that is of a schema."""
    mine = [e for e in found.values() if e.id.startswith(f"ch_seco-{number}-")]
    (only,) = [e for e in mine if e.schema == schema]
    return only


def put(old: str, new: str) -> str:
    assert old in XML
    return XML.replace(old, new, 1)


def test_a_person_is_read_whole() -> None:
    person = entities()["ch_seco-80001"]
    assert person.schema == "Person"
    assert person.get("name") == ("Yulian Markovich Drovanov",)
    assert person.get("alias") == (
        "Юлиан Маркович Дрованов",
        "Yulian Markovich Drovanoff",
        "Julius Petch",
    )
    assert person.get("weakAlias") == ("يوليان", "The Heron")
    assert person.get("previousName") == ("Yulian Petch",)
    assert person.get("title") == ("Colonel",)
    assert person.get("firstName") == ("Yulian", "Julius")
    assert person.get("fatherName") == ("Markovich",)
    assert person.get("lastName") == ("Drovanov", "Petch")
    assert person.get("gender") == ("male",)
    assert person.get("nationality") == ("ru",)
    assert person.get("birthDate") == ("1961-04-09", "1959")
    assert person.get("birthPlace") == ("Zanbaq, Eastern Province, Yemen", "Zambak")
    assert person.get("birthCountry") == ("ye",)
    assert person.get("website") == ("www.drovanov.example",)
    assert person.get("modifiedAt") == ("2031-05-02",)
    assert person.get("topics") == ("sanction",)
    assert person.get("notes") == (
        "Date of birth: 1959-05-01 (low quality)",
        "Date of birth: 1380-07 (Islamic calendar)",
        "Nationality: Free City of Quorv",
        "Seldom seen without a hat.",
        "Height: 190 cm",
    )


def test_a_spelling_keeps_its_language() -> None:
    person = entities()["ch_seco-80001"]
    said = {str(v): v.lang for v in person.get("alias") if isinstance(v, Text)}
    assert said["Юлиан Маркович Дрованов"] == "rus"
    (name,) = person.get("name")
    assert isinstance(name, Text)
    assert name.lang == "eng"


def test_an_address_is_found_by_its_place_wherever_places_stand() -> None:
    found = entities()
    address = part(found, 80001, "Address")
    assert address.get("full") == (
        "c/o Heron Club, Harbour Road 9, PO Box 17, Port Quorv, QV-17, Syria",
    )
    assert (address.first("street"), address.first("city")) == ("Harbour Road 9", "Port Quorv")
    assert (address.first("postalCode"), address.first("country")) == ("QV-17", "sy")
    assert (address.first("postOfficeBox"), address.first("remarks")) == (
        "PO Box 17",
        "winter only",
    )
    places = XML[XML.index("<place ") : XML.index("</swiss-sanctions-list>")]
    first = XML.replace(places, "").replace(
        "<sanctions-program ", f"{places}<sanctions-program ", 1
    )
    assert entities(first) == found


def test_papers_keep_number_country_and_dates() -> None:
    passport = part(entities(), 80001, "Passport")
    assert (passport.first("number"), passport.first("country")) == ("D 900 100", "ru")
    assert (passport.first("startDate"), passport.first("endDate")) == ("2019-06-02", "2029-06-01")
    assert passport.first("type") == "diplomatic passport"
    assert passport.get("summary") == ("reported lost",)


@pytest.mark.parametrize(
    ("element", "known", "words"),
    [
        ("<date-of-issue>2 June 2019</date-of-issue>", ("2019-06-02",), ()),
        ('<date-of-issue><day-month-year year="2019"/></date-of-issue>', ("2019",), ()),
        ("<date-of-issue>last summer</date-of-issue>", (), ("Issued: last summer",)),
        ('<date-of-issue year="1440" calendar="Islamic"/>', (), ("Issued: 1440 Islamic",)),
    ],
)
def test_a_date_of_issue_is_read_however_it_is_told(
    element: str, known: tuple[str, ...], words: tuple[str, ...]
) -> None:
    given = '<date-of-issue day="2" month="6" year="2019" calendar="Gregorian"/>'
    passport = part(entities(put(given, element)), 80001, "Passport")
    assert passport.get("startDate") == known
    assert passport.get("summary") == ("reported lost", *words)


def test_a_birth_without_a_year_is_noted() -> None:
    person = entities(put('day="9" month="4" year="1961"', 'day="9" month="4"'))["ch_seco-80001"]
    assert person.get("birthDate") == ("1959",)
    assert "Date of birth: --4-9" in person.get("notes")


def test_a_relation_joins_two_targets() -> None:
    link = part(entities(), 80001, "UnknownLink")
    assert link.get("subject") == ("ch_seco-80001",)
    assert link.get("object") == ("ch_seco-80100",)
    assert link.get("role") == ("related-to",)


def test_the_listing_says_under_what_and_since_when() -> None:
    sanction = part(entities(), 80001, "Sanction")
    assert sanction.get("program") == ("Zanbaq",)
    assert sanction.get("provisions") == ("Financial measures, annex 2", "Travel ban, annex 1")
    assert sanction.get("reason") == ("Runs the herons of Zanbaq.",)
    assert sanction.get("authorityId") == ("80001",)
    assert sanction.get("unscId") == ("QDi.902",)
    assert sanction.get("listingDate") == ("2029-05-04",)
    assert sanction.get("startDate") == ("2029-05-05",)
    assert sanction.get("modifiedAt") == ("2031-05-02",)
    assert sanction.get("status") == ("amended",)
    assert not sanction.get("endDate")
    assert sanction.get("summary") == (
        "Ordinance of 3 May 2029 on measures against Zanbaq",
        "Origin: UN",
        "amended 2031-05-03",
        "listed 2029-05-05",
    )


def test_an_organisation_and_a_vessel_are_read() -> None:
    found = entities()
    company, vessel = found["ch_seco-80100"], found["ch_seco-80200"]
    assert company.schema == "Organization"
    assert company.get("name") == ("Quorvane Shipping Company",)
    assert company.get("alias") == ("Кворван",)
    assert company.get("incorporationDate") == ("1997",)
    assert company.get("registrationNumber") == ("1024567",)
    assert company.get("legalForm") == ("joint stock company",)
    assert part(found, 80100, "Address").get("remarks") == ("also Zambak; low quality",)
    assert "Foreign identifier: 140" in part(found, 80100, "Sanction").get("summary")
    assert (vessel.schema, vessel.get("imoNumber")) == ("Vessel", ("9074729",))
    assert entities(put('"vessel"', '"aircraft"'))["ch_seco-80200"].schema == "Airplane"


def test_who_was_de_listed_is_kept_but_not_sanctioned() -> None:
    found = entities()
    person, sanction = found["ch_seco-80300"], part(found, 80300, "Sanction")
    assert person.get("name") == ("Orsolya Vantus",)
    assert person.get("previousName") == ("Orsolya Heronsdottir",)
    assert not person.get("topics")
    assert (sanction.first("status"), sanction.first("endDate")) == ("de-listed", "2031-03-01")
    assert sanction.first("startDate") == "2029-05-05"


DELISTED = 'enactment-date="2031-02-27" publication-date="2031-02-28" effective-date="2031-03-01"'


@pytest.mark.parametrize(
    ("dates", "listed"),
    [
        ('effective-date="2031-03-01"', False),
        ('publication-date="2031-03-01"', False),
        ('effective-date="2031-05-20"', False),  # the list's own day
        ('effective-date="2031-05-21"', True),  # not yet
        ('effective-date="2030-01-01"', True),  # amended since, so it was listed again
        ("", True),  # dated by nothing, and there are modifications with a date
    ],
)
def test_the_newest_modification_that_is_due_decides(dates: str, listed: bool) -> None:
    found = entities(put(DELISTED, dates))
    assert bool(found["ch_seco-80300"].get("topics")) == listed
    assert bool(part(found, 80300, "Sanction").get("endDate")) != listed


def test_of_modifications_on_one_day_the_first_in_the_file_decides() -> None:
    same = put(DELISTED, 'effective-date="2030-06-01"')
    assert entities(same)["ch_seco-80300"].get("topics")
    swapped = same.replace(
        '"amended" effective-date="2030-06-01"', '"de-listed" effective-date="2030-06-01"'
    )
    assert not entities(swapped)["ch_seco-80300"].get("topics")


def test_a_target_under_two_programmes_has_two_listings() -> None:
    found = entities(
        put(
            "<sanctions-set-id>7002</sanctions-set-id>", "<sanctions-set-id>7101</sanctions-set-id>"
        )
    )
    programmes = [
        e.get("program") for e in found.values() if e.schema == "Sanction" and "80001" in e.id
    ]
    assert programmes == [("Zanbaq",), ("Quorv",)]


def test_a_list_of_amendments_says_what_it_does_not_hold() -> None:
    listed = read({FILE: XML.replace('"whole-list"', '"amendment"').encode()})
    assert listed.missing == ("all but the amendments of 2031-05-20",)
    assert len(list(listed)) > 4
    assert (listed.published, listed.entries) == ("2031-05-20", 4)


def name(*parts: Part) -> Name:
    return Name("primary-name", "good", "eng", parts, ())


def of(value: str, *spellings: tuple[str, str]) -> Part:
    return Part("other", 1, value, tuple(Spelling(text, script, "") for text, script in spellings))


@pytest.mark.parametrize(
    ("given", "variants"),
    [
        (name(of("A"), of("B")), []),
        (name(of("A", ("a", "LATN")), of("B")), [("a B", True)]),
        (
            name(of("A", ("a", "LATN")), of("B", ("b", "LATN"))),
            [("a B", True), ("A b", True), ("a b", True)],
        ),
        (name(of("A", ("А", "CYRL")), of("B", ("Б", "CYRL"))), [("А Б", True)]),
        (name(of("A", ("А", "CYRL")), of("B")), [("А", False)]),
        (
            name(of("A", ("А", "CYRL"), ("Аа", "CYRL")), of("B", ("Б", "CYRL"))),
            [("А Б", True), ("Аа Б", True)],
        ),
    ],
)
def test_spellings_of_parts_make_spellings_of_the_name(
    given: Name, variants: list[tuple[str, bool]]
) -> None:
    found = dict.fromkeys((str(text), whole) for text, whole in given.variants())
    assert list(found) == variants


@given(
    st.lists(
        st.lists(
            st.tuples(st.text("xyz", min_size=1, max_size=3), st.sampled_from(["LATN", "CYRL"])),
            max_size=5,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_every_spelling_stands_in_some_variant(spellings: list[list[tuple[str, str]]]) -> None:
    given = name(*(of(f"P{at}", *each) for at, each in enumerate(spellings)))
    words = {word for text, _ in given.variants() for word in text.split()}
    assert words >= {text for each in spellings for text, _ in each}


@pytest.mark.parametrize(
    ("text", "prop", "value"),
    [
        ("IMO number: 9074729", "imoNumber", "9074729"),
        ("Tel.: +41 58 462 56 56", "phone", "+41 58 462 56 56"),
        ("Telephone number: 044 123 45 67.", "phone", "044 123 45 67"),
        ("E-mail address: desk@heron.example.", "email", "desk@heron.example"),
        ("Tax identification number: 7700112233", "taxNumber", "7700112233"),
        ("State registration number: 1024567", "registrationNumber", "1024567"),
        ("SWIFT/BIC: DABADKKK", "swiftBic", "DABADKKK"),
        ("Tel.: unknown", "notes", "Tel.: unknown"),
        ("Passport number: none", "notes", "Passport number: none"),
    ],
)
def test_a_number_behind_a_known_label_is_taken(text: str, prop: str, value: str) -> None:
    subject = Subject("ch_seco-1", "Vessel" if prop == "imoNumber" else "Organization")
    inform(subject, text)
    assert subject.values[prop] == [value]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (XML[: len(XML) // 2], "no whole XML"),
        (XML[:-10], "no whole XML"),
        (put('date="2031-05-20"', 'date="2031-05"'), "no day"),
        (put('<target ssid="80100">', '<target ssid="80001">'), "comes twice"),
        (put('<target ssid="80100">', '<target ssid="x">'), "no number"),
        (put("<sanctions-set-id>7101", "<sanctions-set-id>9999"), "sanctions set 9999"),
        (put('place-id="90001"', 'place-id="99999"'), "place 99999"),
        (put("<sanctions-set-id>7101</sanctions-set-id>", ""), "no sanctions programme"),
        (put("Grey Heron 2", ""), "has no name"),
        (put("<object ", "<entity/><object "), "one is due"),
        (put('order="1"', 'order="first"'), "order"),
        (put('target-id="80100"', ""), "relation to nobody"),
        (put("<swiss", '<!DOCTYPE x [<!ENTITY e "x">]><swiss'), "DOCTYPE"),
    ],
)
def test_what_is_not_the_whole_list_is_refused(data: str, why: str) -> None:
    with pytest.raises(WrongFormat, match=why):
        entities(data)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<place ssid", "<party/><place ssid", "party"),
        ("<individual sex", "<individual rank='1' sex", "individual@rank"),
        ("<justification", "<eyes>green</eyes><justification", "eyes"),
        ("<value>Yulian", "<value><b/>Yulian", "value/b"),
        ("<nationality ssid", "<hobby/><nationality ssid", "hobby"),
        ("<number>D 900", "<colour>red</colour><number>D 900", "colour"),
        ("<origin>UE", "<scope>sea</scope><origin>UE", "scope"),
        ("<area>Eastern", "<river>Z</river><area>Eastern", "river"),
        ('list-type="whole', 'part="1" list-type="whole', "part"),
    ],
)
def test_a_field_nobody_reads_is_refused(old: str, new: str, field: str) -> None:
    with pytest.raises(UnreadFields) as caught:
        entities(put(old, new))
    assert caught.value.fields == [field]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('list-type="whole-list"', 'list-type="half-list"', "list-type"),
        ('sex="male"', 'sex="x"', "sex"),
        ('name-type="alias"', 'name-type="nickname"', "name-type"),
        ('quality="low"', 'quality="so-so"', "quality"),
        ('name-part-type="father-name"', 'name-part-type="pet-name"', "name-part-type"),
        ('document-type="diplomatic-passport"', 'document-type="ticket"', "document-type"),
        ('object-type="vessel"', 'object-type="submarine"', "object-type"),
        ('modification-type="amended"', 'modification-type="frozen"', "modification-type"),
        ('effective-date="2031-05-03"', 'effective-date="May"', "effective-date"),
        ('lang="rus"', 'lang="russian"', "lang"),
    ],
)
def test_a_value_without_meaning_is_refused(old: str, new: str, field: str) -> None:
    with pytest.raises(UnknownValue) as caught:
        entities(put(old, new))
    assert caught.value.field == field


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(XML)), st.integers(0, 400), st.binary(max_size=8))
def test_damage_is_refused_or_read(start: int, length: int, put_in: bytes) -> None:
    data = XML.encode()
    try:
        found = entities(data[:start] + put_in + data[start + length :])
    except SourceError:
        return
    assert all(id_.startswith("ch_seco-") for id_ in found)


#: Reads a list and prints the most memory the process ever had, in kB.
READ = """
import re, sys
from pathlib import Path
from enjoin.sources.ch_seco import read
for _ in read({"consolidated-list.xml": Path(sys.argv[1])}):
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="not tested: no /proc here")
def test_memory_stays_flat_while_the_file_grows(tmp_path: Path) -> None:
    record = re.search(r'<target ssid="80001">.*?hat.*?\n  </target>', XML, re.DOTALL)
    assert record
    head, places = XML.partition("<target ")[0], XML[XML.index("<place ") :]
    peaks = []
    for count in (300, 3_000):
        path = tmp_path / f"{count}.xml"
        targets = "".join(record[0].replace('"80001"', f'"{n}"', 1) for n in range(count))
        path.write_text(head + targets + places, "utf-8")
        done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 5_000  # kB; the file alone grew by 12,000


@pytest.mark.real_lists
def test_secos_own_example_is_read_whole(shared: Path) -> None:
    path = shared / "lists/ch_seco/seco_official_example_amendment_2024-01-17.xml"
    listed = read_path("ch_seco", path)
    found = {entity.id: entity for entity in listed}
    text = path.read_text("utf-8")
    assert listed.published == "2024-01-17"
    assert listed.missing == ("all but the amendments of 2024-01-17",)
    assert listed.entries == text.count("<target ")
    numbers = re.findall(r'<target ssid="(\d+)">', text)
    names = re.findall(r"<value>([^<]+)</value>", text)
    born = re.findall(r'day="(\d+)" month="(\d+)" year="(\d+)"', text)
    for number, value, (day, month, year) in zip(numbers, names, born, strict=True):
        person = found[f"ch_seco-{number}"]
        assert person.get("name") == (value,)
        assert person.get("birthDate") == (f"{year}-{int(month):02}-{int(day):02}",)
        assert person.get("topics") == ("sanction",)
    imposed = [e.get("provisions") for e in found.values() if e.schema == "Sanction"]
    assert imposed == [
        ("Financial measures, annex 2",),
        ("Travel ban, annex 1",),
        ("Financial measures, annex 2", "Travel ban, annex 1"),
    ]
