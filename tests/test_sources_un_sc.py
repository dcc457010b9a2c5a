"""The UN's consolidated list: XML in which much is packed into free text."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path
from enjoin.sources.un.aliases import names_in_note, split_aliases
from enjoin.sources.un_sc import read

XML = (Path(__file__).parent / "golden" / "un_sc" / "consolidated.xml").read_text("utf-8")


def entities(xml: str | bytes) -> dict[str, Entity]:
    data = xml.encode() if isinstance(xml, str) else xml
    return {entity.id: entity for entity in read({"consolidated.xml": data})}


def the(schema: str, xml: str = XML) -> list[Entity]:
    return [entity for entity in entities(xml).values() if entity.schema == schema]


def test_a_person_is_read_whole() -> None:
    person = entities(XML)["un_sc-7700001"]
    assert person.schema == "Person"
    assert person.get("name") == ("TARIQ IBN YUNUS AL-QAMARI",)
    assert person.get("alias") == ("طارق بن يونس القمري", "Tareq al-Kamari", "Tarik Qamari")
    assert person.get("weakAlias") == ("Abu Noor", "The Moon")
    assert person.get("previousName") == ("Yunus Qasim",)
    assert person.get("title") == ("Haji",)
    assert person.get("position") == ("Treasurer", "Courier")
    assert person.get("nationality") == ("sy",)
    assert person.get("gender") == ("male",)
    assert person.get("birthDate") == ("1961", "1958", "1955", "1956", "1957", "1960-08-31")
    assert person.get("birthPlace") == ("Hama, Syrian Arab Republic",)
    assert person.get("birthCountry") == ("sy",)
    assert person.get("modifiedAt") == ("2021-06-30",)
    assert person.get("topics") == ("sanction",)


def test_what_has_no_property_of_its_own_is_noted() -> None:
    notes = entities(XML)["un_sc-7700001"].get("notes")
    for note in (
        "Keeps the books of the cell.",
        "Nationality: Ruritania",
        "Date of birth: approximately 1958",
        "Date of birth: between 1955 and 1957",
        "Date of birth: circa 1961",
        "Yunus Qasim: previously listed as",
    ):
        assert note in notes


def test_the_listing_says_under_what_and_since_when() -> None:
    sanction = the("Sanction")[0]
    assert sanction.get("entity") == ("un_sc-7700001",)
    assert sanction.get("program") == ("Al-Qaida",)
    assert sanction.get("unscId") == sanction.get("authorityId") == ("QDi.991",)
    assert sanction.get("listingDate") == ("2015-04-14",)
    assert sanction.get("summary") == ("Submitted by Ruritania",)


def test_papers_keep_number_country_and_dates() -> None:
    (passport,), (card,) = the("Passport"), the("Identification")
    assert (passport.first("number"), passport.first("country")) == ("S770012", "sy")
    assert (passport.first("startDate"), passport.first("authority")) == ("2009-05-01", "Homs")
    assert passport.get("summary") == ("expired 2014",)
    assert (card.first("number"), card.first("country")) == ("88-1", "iq")


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("", []),
        ("previously listed as", []),
        ("nom de guerre", []),
        ("The Mariner", []),
        ("born in 1972 in Zenda, Ruritania", []),
        ("DOB: 1970; POB: Zenda; Nationality: Ruritania", []),
        ("call sign; Radio", []),
        ("former Ruritania", []),
        ("original script: Абу Нур", ["Абу Нур"]),
        ("Previously listed as. In Arabic: أبو نور", ["أبو نور"]),
        ("Abu Nour; Abou Noor al-Qamari", ["Abu Nour", "Abou Noor al-Qamari"]),
        ("(Abu Nou'r; Abu Nuur') known by this name", ["Abu Nou'r", "Abu Nuur'"]),
        ("born in 1971 (Yunus 'Ali Amin; Dr. Yunus Ali)", ["Yunus 'Ali Amin", "Dr. Yunus Ali"]),
        ("transliterations: Abu Nur; Nur ) (Translation: The Light)", ["Abu Nur", "Nur"]),
        ("transliteration: Abu Nur", ["Abu Nur"]),
        ("Abu Nur, Nur al-Amin (transliterations of the name)", ["Abu Nur", "Nur al-Amin"]),
    ],
)
def test_notes_may_list_names(note: str, names: list[str]) -> None:
    assert names_in_note(note) == names


@given(st.text())
def test_names_in_notes_have_letters(note: str) -> None:
    assert all(any(c.isalpha() for c in name) for name in names_in_note(note))


def test_names_in_a_note_are_as_good_as_its_alias() -> None:
    old = "<ALIAS_NAME>a) Abu Noor"
    assert old in XML
    new = f"<NOTE>Abu Nour; Abou Noor</NOTE>{old}"
    person = entities(XML.replace(old, new, 1))["un_sc-7700001"]
    assert {"Abu Nour", "Abou Noor"} <= set(person.get("weakAlias"))


def test_a_part_that_says_there_is_none_is_no_part_of_a_name() -> None:
    def name(part: str) -> tuple[str, ...]:
        third = f"NAM GIL</SECOND_NAME><THIRD_NAME>{part}</THIRD_NAME>"
        return entities(XML.replace("NAM GIL</SECOND_NAME>", third))["un_sc-7700002"].get("name")

    assert name("na") == ("PAK NAM GIL",)
    assert name("Na") == ("PAK NAM GIL Na",)


@pytest.mark.parametrize(
    ("comment", "gender", "references"),
    [
        ("Gender: male. Cook.", ("male",), ("KPi.991",)),
        ("Cook. Gender [Female]. Tall", ("female",), ("KPi.991",)),
        ("Sex: female, hair: red.", ("female",), ("KPi.991",)),
        ("Photo of a male cook", (), ("KPi.991",)),
        ("Cook. [Old Reference # I.93.D.4]", (), ("KPi.991", "I.93.D.4")),
        ("Cook. [Old Reference #E.93.III.1].", (), ("KPi.991", "E.93.III.1")),
        ("[Old Reference # I.AC.90.20.12.12.(2)]", (), ("KPi.991", "I.AC.90.20.12.12.(2)")),
    ],
)
def test_comments_tell_gender_and_old_references(
    comment: str, gender: tuple[str, ...], references: tuple[str, ...]
) -> None:
    found = entities(XML.replace("<COMMENTS1/>", f"<COMMENTS1>{comment}</COMMENTS1>", 1))
    assert found["un_sc-7700002"].get("gender") == gender
    assert found["un_sc-7700002"].get("notes") == (comment,)
    (listing,) = (e for e in found.values() if e.get("entity") == ("un_sc-7700002",))
    assert listing.get("unscId") == references
    assert listing.get("authorityId") == ("KPi.991",)


@pytest.mark.parametrize(
    ("kind", "number", "country"),
    [
        ("Ruritanian card number 57-388", "57-388", ()),
        ("Afghan identification card (tazkira) number 57388", "57388", ("af",)),
        ("0525", "0525", ()),
        ("Card", None, ()),
    ],
)
def test_a_number_may_stand_in_the_kind_of_a_document(
    kind: str, number: str | None, country: tuple[str, ...]
) -> None:
    old, new = "<NUMBER>Iraqi 88-1</NUMBER>", f"<TYPE_OF_DOCUMENT2>{kind}</TYPE_OF_DOCUMENT2>"
    (card,) = the("Identification", XML.replace(old, new))
    assert (card.first("number"), card.get("country")) == (number, country)
    assert card.get("type") == ("National Identification Number", kind)


@pytest.mark.parametrize(
    ("note", "until"),
    [
        ("expires 14 Feb. 2023", ("2023-02-14",)),
        ("issued in Zenda, expired on 7 March 2010. Void", ("2010-03-07",)),
        ("Passport expiration date: March 22, 2018", ("2018-03-22",)),
        ("Date of expiration: 24 Nov 2026", ("2026-11-24",)),
        ("valid until 30 Jul. 2022", ("2022-07-30",)),
        ("expired", ()),
        ("issued 7 Mar. 2010", ()),
        ("expires 14 Feb. 2023, the other expires 15 Feb. 2024", ()),
    ],
)
def test_until_when_a_document_holds_is_read_from_its_note(
    note: str, until: tuple[str, ...]
) -> None:
    (passport,) = the("Passport", XML.replace("<NOTE>expired 2014</NOTE>", f"<NOTE>{note}</NOTE>"))
    assert passport.get("endDate") == until
    assert passport.get("summary") == (note,)


def test_an_organisation_is_read() -> None:
    company = entities(XML)["un_sc-7710001"]
    assert company.schema == "Organization"
    assert company.get("alias") == ("Achim Mulgyol Trading",)
    assert company.get("weakAlias") == ("MTTC",)
    assert company.get("previousName") == ("Fishery Bureau 9",)
    assert company.get("country") == ("kp",)
    address = entities(XML)[company.get("addressEntity")[0]]
    assert address.get("city") == ("Nampo",)
    assert address.get("region") == ("South Pyongan",)


def test_date_and_number_of_entries_are_known() -> None:
    listed = read({"consolidated.xml": XML.encode()})
    assert (listed.published, listed.entries) == ("2024-02-29", None)
    assert len(list(listed)) > 3
    assert listed.entries == 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (")", []),
        ("Jin Tiesan (金铁三)", [("alias", "Jin Tiesan"), ("alias", "金铁三")]),
        ("حسن (Hasan; Hassan)", [("alias", "حسن"), ("alias", "Hasan"), ("alias", "Hassan")]),
        ("حسن (Hasan; Hassan;", [("alias", "حسن"), ("alias", "Hasan"), ("alias", "Hassan")]),
        ("Amir (original script: Амир)", [("alias", "Amir"), ("alias", "Амир")]),
        ("Agha Jan اغا جان", [("alias", "Agha Jan"), ("alias", "اغا جان")]),
        ("a) One b) Two, c) Three", [("alias", "One"), ("alias", "Two"), ("alias", "Three")]),
        ("Falah Fund (FF)", [("alias", "Falah Fund"), ("weakAlias", "FF")]),
        ("El Para (combat name)", [("alias", "El Para"), ("notes", "El Para (combat name)")]),
        ("(Sheikh) Musa", [("alias", "(Sheikh) Musa")]),
        ("Leader (Hong Kong) Ltd", [("alias", "Leader (Hong Kong) Ltd")]),
        (") Abdel Rahman", [("alias", "Abdel Rahman")]),
        ("Zed, born 1 Jan. 1953", [("notes", "Zed, born 1 Jan. 1953"), ("alias", "Zed")]),
    ],
)
def test_packed_names_are_parted(text: str, parts: list[tuple[str, str]]) -> None:
    assert split_aliases(text) == parts


@given(st.text(max_size=60))
def test_any_text_of_names_is_parted(text: str) -> None:
    assert all(name for _, name in split_aliases(text))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<html><body>Down for maintenance</body></html>",
        b"<CONSOLIDATED_LIST/>",
        b'<CONSOLIDATED_LIST dateGenerated="soon"/>',
        b'<CONSOLIDATED_LIST dateGenerated="2024-01-01"/>',
        XML.encode()[: len(XML) // 2],
        XML.encode()[:-10],
        XML.replace("7700002", "7700001").encode(),
        XML.replace("<DATAID>7700002</DATAID>", "").encode(),
        XML.replace("<FIRST_NAME>PAK</FIRST_NAME><SECOND_NAME>NAM GIL</SECOND_NAME>", "").encode(),
        XML.replace("<GENDER>MALE", "<GENDER>MALE</GENDER><GENDER>MALE").encode(),
    ],
)
def test_what_is_not_the_whole_list_is_refused(data: bytes) -> None:
    with pytest.raises(WrongFormat):
        entities(data)


def test_a_doctype_is_refused_and_no_file_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    entity = f'<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    body = XML.partition("?>")[2].replace("PAK", "&e;")
    with pytest.raises(WrongFormat, match="DOCTYPE") as caught:
        entities(entity + body)
    assert "TOP SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<SORT_KEY/>", "<EYE_COLOUR>green</EYE_COLOUR>", "EYE_COLOUR"),
        ("<CITY>Hama</CITY>", "<CITY>Hama</CITY><PLANET>Mars</PLANET>", "PLANET"),
        ("<FIRST_NAME>PAK", "<FIRST_NAME><B>x</B>PAK", "FIRST_NAME/B"),
        ("<INDIVIDUAL><DATAID>7700002", '<INDIVIDUAL a="1"><DATAID>7700002', "INDIVIDUAL@a"),
        ("<ENTITIES>", "<VESSELS><VESSEL/></VESSELS><ENTITIES>", "VESSEL"),
        ("<VALUE>Haji</VALUE>", "<VALUE>Haji</VALUE><RANK>1</RANK>", "RANK"),
    ],
)
def test_a_field_nobody_reads_is_refused(old: str, new: str, field: str) -> None:
    with pytest.raises(UnreadFields) as caught:
        entities(XML.replace(old, new, 1))
    assert caught.value.fields == [field]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<QUALITY>Low", "<QUALITY>Medium", "QUALITY"),
        ("<TYPE_OF_DATE>EXACT", "<TYPE_OF_DATE>GUESSED", "TYPE_OF_DATE"),
        ("<GENDER>MALE", "<GENDER>?", "GENDER"),
        ("<VALUE>UN List", "<VALUE>Other List", "LIST_TYPE"),
        ("<LISTED_ON>2017-06-02", "<LISTED_ON>2017-66-02", "a date"),
    ],
)
def test_a_value_without_meaning_is_refused(old: str, new: str, field: str) -> None:
    with pytest.raises(UnknownValue) as caught:
        entities(XML.replace(old, new, 1))
    assert caught.value.field == field


#: Reads a list and prints the most memory the process ever had, in kB.
READ = """
import re, sys
from pathlib import Path
from enjoin.sources.un_sc import read
for _ in read({"consolidated.xml": Path(sys.argv[1])}):
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="not tested: no /proc here")
def test_memory_stays_flat_while_the_file_grows(tmp_path: Path) -> None:
    record = re.search(r"<INDIVIDUAL><DATAID>7700002.*?</INDIVIDUAL>", XML, re.DOTALL)
    assert record
    peaks = []
    for count in (1_000, 10_000):
        path = tmp_path / f"{count}.xml"
        records = "".join(record[0].replace("7700002", str(number)) for number in range(count))
        start = '<CONSOLIDATED_LIST dateGenerated="2024-01-01"><INDIVIDUALS>'
        path.write_text(f"{start}{records}</INDIVIDUALS></CONSOLIDATED_LIST>", "utf-8")
        done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 6_000  # kB; the file alone grew by 9,000


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(XML)), st.integers(0, 400), st.binary(max_size=8))
def test_damage_is_refused_or_read(start: int, length: int, put: bytes) -> None:
    data = XML.encode()
    try:
        found = entities(data[:start] + put + data[start + length :])
    except SourceError:
        return
    assert all(id_.startswith("un_sc-") for id_ in found)


@pytest.mark.real_lists
@pytest.mark.parametrize(
    ("day", "people", "others"),
    [
        ("2018-06-07", 693, 405),
        ("2018-06-21", 695, 405),
        ("2020-10-02", 712, 305),
        ("2023-03-09", 702, 254),
    ],
)
def test_real_lists_are_read_whole(shared: Path, day: str, people: int, others: int) -> None:
    listed = read_path("un_sc", shared / "lists" / "un_sc" / f"un_consolidated_{day}.xml")
    schemata = [entity.schema for entity in listed]
    assert listed.published == day
    assert (schemata.count("Person"), schemata.count("Organization")) == (people, others)
    assert listed.entries == people + others


@pytest.mark.real_lists
def test_half_a_real_list_is_refused(shared: Path, tmp_path: Path) -> None:
    data = (shared / "lists" / "un_sc" / "un_consolidated_2023-03-09.xml").read_bytes()
    (tmp_path / "half.xml").write_bytes(data[: len(data) // 2])
    with pytest.raises(WrongFormat):
        list(read_path("un_sc", tmp_path / "half.xml"))
