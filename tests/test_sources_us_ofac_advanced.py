"""OFAC's lists in the ADVANCED schema: numbers for everything, and parts that have to be joined."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from enjoin.model.entity import Entity, Text, subject_id
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path, source
from enjoin.sources.shelf import Shelf

GOLDEN = Path(__file__).parent / "golden"
FILES = {"us_ofac_sdn": "sdn_advanced.xml", "us_ofac_cons": "cons_advanced.xml"}
SDN = (GOLDEN / "us_ofac_sdn" / "sdn_advanced.xml").read_bytes()
CONS = (GOLDEN / "us_ofac_cons" / "cons_advanced.xml").read_bytes()


def entities(data: bytes = SDN, name: str = "us_ofac_sdn") -> dict[str, Entity]:
    return {entity.id: entity for entity in source(name).read({FILES[name]: data})}


def of(found: Mapping[str, Entity], number: int, schema: str) -> list[Entity]:
    owner = f"us_ofac_sdn-{number}"
    return [e for e in found.values() if e.schema == schema and subject_id(e.id) == owner]


def test_the_publishers_date_and_every_party_are_read() -> None:
    listed = source("us_ofac_sdn").read({"sdn_advanced.xml": SDN})
    assert listed.published == "2025-03-07"
    schemata = {e.id: e.schema for e in listed if e.get("topics") and e.schema != "CryptoWallet"}
    assert schemata == {
        "us_ofac_sdn-101": "Person",
        "us_ofac_sdn-102": "Organization",
        "us_ofac_sdn-103": "Vessel",
        "us_ofac_sdn-104": "Airplane",
        "us_ofac_sdn-105": "Person",
    }
    assert listed.entries == 5


def test_a_persons_names_are_read_by_their_kind_in_the_order_they_are_spoken() -> None:
    found = entities()
    person = found["us_ofac_sdn-101"]
    assert person.get("name") == ("Ho Chol MUN, Jr.",)
    assert person.get("alias") == ("문호철", "Ho-chol MOON", "Хо Чолевич МУН", "Ji-ho PARK")
    assert person.get("weakAlias") == ("UNCLE KIM",)
    assert person.get("previousName") == ("Ho MUN",)
    assert (person.first("firstName"), person.first("lastName")) == ("Ho Chol", "MUN")
    assert person.get("nameSuffix") == ("Jr.",)
    other = found["us_ofac_sdn-105"]
    assert (other.caption, other.get("middleName")) == ("Su Jong RI", ("Jong",))
    assert other.get("alias") == ("Su RI HAN",)


def test_a_name_has_a_language_where_its_script_is_of_one_only() -> None:
    found = entities()
    aliases = [*found["us_ofac_sdn-101"].get("alias"), *found["us_ofac_sdn-102"].get("alias")]
    languages = {str(a): a.lang for a in aliases if isinstance(a, Text) and not a.isascii()}
    assert languages == {"문호철": "kor", "Хо Чолевич МУН": None, "晨潮贸易": "zho"}


def test_what_is_said_of_names_is_kept() -> None:
    notes = entities()["us_ofac_sdn-101"].get("notes")
    assert "UNCLE KIM: used at sea" in notes
    assert "Ho MUN: 1990 to 1999" in notes
    assert "False identity: Ji-ho PARK" in notes


def test_dates_have_the_precision_of_their_period() -> None:
    person = entities()["us_ofac_sdn-101"]
    assert person.get("birthDate") == ("1961-03-09", "1960", "1955", "1956", "1957")
    assert {"DOB: circa 1960", "DOB: 1955 to 1957"} <= set(person.get("notes"))
    assert entities()["us_ofac_sdn-102"].get("incorporationDate") == ("2004-05",)
    born = entities(CONS, "us_ofac_cons")["us_ofac_cons-202"]
    assert born.get("birthDate") == ("1971-02",)


def test_features_of_a_person_are_read() -> None:
    person = entities()["us_ofac_sdn-101"]
    assert person.get("birthPlace") == ("Wonsan, Korea, North",)
    assert person.get("birthCountry") == ("kp",)
    assert person.get("nationality") == ("kp",)
    assert person.get("citizenship") == ("ru",)
    assert person.get("gender") == ("male",)
    assert "Director of Nets" in person.get("position")
    assert person.get("email") == ("mun@tide.example",)
    assert person.get("phone") == ("850-2-0000",)
    assert person.get("website") == ("www.tide.example",)
    assert "Citizenship Country: since 2011" in person.get("notes")


def test_a_feature_that_no_rule_knows_stays_in_words() -> None:
    notes = entities()["us_ofac_sdn-101"].get("notes")
    assert {"Shoe Size 44 wide", "Shoe Size: Low"} <= set(notes)  # OFAC is not sure of it


def test_documents_have_country_and_dates_and_what_else_is_known() -> None:
    found = entities()
    person = found["us_ofac_sdn-101"]
    (passport,) = of(found, 101, "Passport")
    assert (passport.first("number"), passport.get("country")) == ("990012", ("kp",))
    assert (passport.first("startDate"), passport.first("endDate")) == ("2010-02-02", "2020-02-02")
    kinds = {p.first("type"): p.first("number") for p in of(found, 101, "Identification")}
    assert kinds == {"National ID No.": "770-1", "Tax ID No.": "440044"}
    assert person.get("passportNumber") == ("990012",)
    assert (person.get("idNumber"), person.get("taxNumber")) == (("770-1",), ("440044",))
    (national,) = (p for p in of(found, 101, "Identification") if p.get("country"))
    assert national.get("authority") == ("Harbour Office",)
    assert national.get("summary") == (
        "issued in Wonsan, Korea, North",
        "Fraudulent",
        "seen once",
    )


def test_a_wallet_belongs_to_its_holder() -> None:
    (wallet,) = of(entities(), 101, "CryptoWallet")
    assert wallet.get("publicKey") == ("1FictionalWalletAddress00000000001",)
    assert (wallet.first("currency"), wallet.first("holder")) == ("XBT", "us_ofac_sdn-101")


def test_an_organisation_and_its_address_are_read() -> None:
    found = entities()
    company = found["us_ofac_sdn-102"]
    assert company.get("alias") == ("晨潮贸易", "ACHIM MULGYOL TRADING CO., LTD.")
    assert company.get("weakAlias") == ("MTTC",)
    assert company.get("previousName") == ("FISHERY BUREAU 9",)
    assert company.get("imoNumber") == ("5543404",)
    assert company.get("swiftBic") == ("TIDEKPPY",)
    assert company.get("sector") == ("Fishing",)
    assert company.get("idNumber") == ("123456789",)
    assert company.get("country") == ("kp",)
    (address,) = of(found, 102, "Address")
    assert address.properties == {
        "full": ("Quay 4, Shed 2, Nampo, South Pyongan 40001, Korea, North",),
        "street": ("Quay 4, Shed 2",),
        "city": ("Nampo",),
        "region": ("South Pyongan",),
        "postalCode": ("40001",),
        "country": ("kp",),
        "remarks": ("gate closed; since spring",),
    }


def test_a_vessel_with_a_misprinted_number_keeps_it_with_a_mark() -> None:
    ship = entities()["us_ofac_sdn-103"]
    assert ship.get("imoNumber") == ("9187628",)
    assert any("its last digit would be 9" in note for note in ship.get("notes"))
    assert ship.get("mmsi") == ("445123456",)
    assert ship.get("type") == ("Bulk Cargo",)
    assert ship.get("callSign") == ("HMAB1",)
    assert (ship.get("flag"), ship.get("pastFlags")) == (("kp",), ("pa",))
    assert ship.get("tonnage") == ("31000",)
    assert ship.get("grossRegisteredTonnage") == ("19500",)
    assert ship.get("buildDate") == ("1999",)


def test_an_aircraft_is_read() -> None:
    plane = entities()["us_ofac_sdn-104"]
    assert plane.get("name") == ("P-991",)
    assert plane.get("model") == ("IL62-M",)
    assert plane.get("buildDate") == ("1988-08-05",)
    assert plane.get("serialNumber") == ("4417",)
    assert plane.get("registrationNumber") == ("P-991",)
    assert plane.get("icaoCode") == ("7180A1",)
    assert "Aircraft operator: SOMEBODY UNLISTED AIR" in plane.get("notes")


LINKS = [
    (101, "Representation", "agent", "client", 102, "Acting for or on behalf of"),
    (101, "Family", "person", "relative", 105, "Family member of"),
    (101, "UnknownLink", "subject", "object", 102, "Linked to"),  # by name, in a comment
    (102, "Ownership", "owner", "asset", 103, "Owns, controls, or operates"),
    (103, "UnknownLink", "subject", "object", 102, "Vessel owner"),  # by name, in a feature
    (103, "UnknownLink", "subject", "object", 102, "Property in the interest of"),
    (104, "Ownership", "asset", "owner", 102, "Owned or Controlled By"),
    (104, "UnknownLink", "subject", "object", 101, "Associate Of"),  # no aircraft is an associate
    (105, "Directorship", "director", "organization", 102, "Leader or official of"),
    (105, "Associate", "person", "associate", 101, "Associate Of"),
]


@pytest.mark.parametrize(("number", "schema", "near", "far", "other", "role"), LINKS)
def test_relations_are_read_in_their_direction(
    number: int, schema: str, near: str, far: str, other: int, role: str
) -> None:
    ends = [
        (link.first(near), link.first(far), link.first("role") or link.first("relationship"))
        for link in of(entities(), number, schema)
    ]
    assert (f"us_ofac_sdn-{number}", f"us_ofac_sdn-{other}", role) in ends


def test_there_are_no_other_relations_and_what_is_said_of_them_is_kept() -> None:
    found = entities()
    schemata = {schema for _, schema, *_ in LINKS}
    links = [e for e in found.values() if e.schema in schemata]
    assert len(links) == len(LINKS)
    (led,) = of(found, 105, "Directorship")
    assert led.get("summary") == ("Former", "2009 to 2012", "until retired")
    (kin,) = of(found, 101, "Family")
    assert kin.get("summary") == ("Quality: High",)
    assert "Providing support to: party 999, which is not on this list" in (
        found["us_ofac_sdn-102"].get("notes")
    )


def test_each_programme_is_a_sanction() -> None:
    sanctions = of(entities(), 101, "Sanction")
    assert [s.first("program") for s in sanctions] == ["DPRK2", "NPWMD"]
    risk = (
        "Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210"
    )
    for sanction in sanctions:
        assert sanction.first("entity") == "us_ofac_sdn-101"
        assert sanction.first("authority") == "Office of Foreign Assets Control"
        assert sanction.get("provisions") == ("Block", risk)
        assert sanction.get("listingDate") == ("2016-12-02",)
        assert sanction.get("reason") == ("Executive Order 13722",)


def test_all_lists_that_name_a_party_are_told() -> None:
    found = entities(CONS, "us_ofac_cons")
    (listing,) = (e for e in found.values() if e.get("entity") == ("us_ofac_cons-201",))
    assert listing.first("program") == "UKRAINE-EO13662"
    assert listing.get("provisions") == (
        "Executive Order 13662 Directive Determination - Subject to Directive 1",
    )
    assert "Measure: 13662 Sectoral Directive 1" in listing.get("summary")
    assert listing.get("listingDate") == ("2014-07-16", "2014-10-10")
    assert listing.get("modifiedAt") == ("2019-05-01",)
    assert listing.get("reason") == ("Executive Order 13662 (Ukraine)",)
    assert {
        "Sectoral Sanctions Identifications List: created 2014-07-16",
        "Consolidated List: created 2014-10-10",
        "new debt only",
        "Press release: Dunes move",
    } <= set(listing.get("summary"))
    (licensed,) = (e for e in found.values() if e.get("entity") == ("us_ofac_cons-202",))
    assert licensed.get("provisions") == ("Reject",)
    assert "Measure: Reject: with licence" in licensed.get("summary")
    assert "Reject with licence: 05 Jan 2015 to 05 Jan 2026" in licensed.get("summary")


def test_a_measure_of_one_programme_is_not_that_of_another() -> None:
    """An entry under two programmes blocks: the one that blocks by itself is meant."""
    program, measure = b"<Comment>UKRAINE-EO13662</Comment>", b'<SanctionsMeasure ID="5045"'
    start = CONS.index(measure)
    one = CONS[start : CONS.index(b"</SanctionsEntry>", start)]
    other = one.replace(program, b"<Comment>SDGT</Comment>").replace(b'ID="504', b'ID="604')
    block = CONS.replace(b">13662 Sectoral Directive 1<", b">Block<")

    def sanctions(data: bytes) -> list[Entity]:
        found = entities(data, "us_ofac_cons").values()
        return [e for e in found if e.get("entity") == ("us_ofac_cons-203",)]

    sectoral, blocking = sanctions(block.replace(one, one + other))
    assert sectoral.get("program") == ("UKRAINE-EO13662",)
    assert sectoral.get("provisions") == ()
    assert blocking.get("provisions") == ("Block",)
    assert "Measure: Block" in sectoral.get("summary")
    (alone,) = sanctions(block)
    assert alone.get("provisions") == ("Block",)


def test_a_region_stands_for_the_country_that_is_not_given() -> None:
    bank = entities(CONS, "us_ofac_cons")["us_ofac_cons-201"]
    assert bank.get("address") == ("1 Dune St., Ufa, Russia", "Beach Town, Region: Gaza")
    assert bank.get("country") == ("ru", "ps")


def test_any_namespace_and_any_order_of_sections_after_the_words_will_do() -> None:
    other = SDN.replace(
        b"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML",
        b"www.un.org/sanctions/1.0",
    )
    assert entities(other) == entities()
    places = SDN[SDN.index(b"<Locations>") : SDN.index(b"<IDRegDocuments>")]
    moved = SDN.replace(places, b"").replace(b"<SanctionsEntryLinks/>", places)
    assert moved != SDN
    assert entities(moved) == entities()


def without(section: str) -> bytes:
    """The sample with nothing in a section."""
    start, end = (f"<{section}>".encode(), f"</{section}>".encode())
    return SDN[: SDN.index(start) + len(start)] + SDN[SDN.index(end) :]


DAMAGE = [
    pytest.param(without("Locations"), WrongFormat, "refers to the location", id="no places"),
    pytest.param(without("SanctionsEntries"), WrongFormat, "another list", id="no entries"),
    pytest.param(without("DistinctParties"), WrongFormat, "belong to no party", id="no parties"),
    pytest.param(CONS, WrongFormat, "0 of 3 parties on the SDN List", id="another list"),
    pytest.param(SDN[: len(SDN) // 2], WrongFormat, "no whole XML", id="cut"),
    pytest.param(
        SDN.replace(b'Version="3"', b'Version="3" DeltaBaseVersion="2"'),
        WrongFormat,
        "changes since",
        id="a delta",
    ),
    pytest.param(
        SDN.replace(b'DistinctParty FixedRef="105"', b'DistinctParty FixedRef="104"'),
        WrongFormat,
        "comes twice",
        id="a number twice",
    ),
    pytest.param(
        SDN.replace(b'Profile ID="105"', b'Profile ID="106"'), WrongFormat, "106", id="profile"
    ),
    pytest.param(
        SDN.replace(b'ProfileID="105" ListID', b'ProfileID="106" ListID'),
        WrongFormat,
        "party 105: has no sanctions entry",
        id="an entry of nobody",
    ),
    pytest.param(
        SDN.replace(b'From-ProfileID="104"', b'From-ProfileID="106"'),
        WrongFormat,
        "2 of 9 records in ProfileRelationships belong to no party",
        id="a relation of nobody",
    ),
    pytest.param(
        re.sub(rb'(<IDRegDocument [^>]*IdentityID=")\d+', rb"\g<1>1", SDN),
        WrongFormat,
        "records in Locations belong to no party",
        id="documents of nobody",
    ),
    pytest.param(
        re.sub(rb'FeatureTypeID="\d+"', b'FeatureTypeID="1"', SDN, count=1),
        UnknownValue,
        "Feature@FeatureTypeID has the unknown value '1'",
        id="a number without words",
    ),
    pytest.param(SDN.replace(b">F.K.A.<", b">Q.K.A.<"), UnknownValue, "Q.K.A.", id="alias"),
    pytest.param(SDN.replace(b">Entity<", b">Location<"), UnknownValue, "Location", id="kind"),
    pytest.param(SDN.replace(b">Gregorian<", b">Lunar<"), UnknownValue, "Lunar", id="calendar"),
    pytest.param(SDN.replace(b">Created<", b">Dreamt<"), UnknownValue, "Dreamt", id="event"),
    pytest.param(SDN.replace(b">CITY<", b">MOON<"), UnknownValue, "MOON", id="part of a place"),
    pytest.param(SDN.replace(b">First Name<", b">Pet Name<"), UnknownValue, "Pet Name", id="name"),
    pytest.param(SDN.replace(b"<Month>3<", b"<Month>33<"), SourceError, "33|DateOfIssue", id="day"),
    pytest.param(
        SDN.replace(b'LowQuality="true"', b'LowQuality="perhaps"', 1),
        UnknownValue,
        "perhaps",
        id="neither true nor false",
    ),
    pytest.param(
        SDN.replace(b"<Profile ", b"<Mood>good</Mood><Profile ", 1),
        UnreadFields,
        "Mood",
        id="an element",
    ),
    pytest.param(
        SDN.replace(b"<Profile ", b'<Profile Mood="good" ', 1),
        UnreadFields,
        "Profile@Mood",
        id="an attribute",
    ),
    pytest.param(
        SDN.replace(b"<Profile ", '<Profile Día="1" '.encode(), 1),
        UnreadFields,
        "Profile@Día",
        id="an attribute in other letters",
    ),
    pytest.param(
        SDN.replace(b"<Comment>seen once", b'<Comment DeltaAction="add">seen once'),
        UnreadFields,
        "Comment@DeltaAction",
        id="an attribute of a text",
    ),
    pytest.param(
        SDN.replace(b"<SanctionsEntryLinks/>", b"<Moods><Mood/></Moods>"),
        UnreadFields,
        "Mood",
        id="a section",
    ),
]


@pytest.mark.parametrize(("data", "error", "words"), DAMAGE)
def test_what_is_not_whole_or_not_known_is_refused(
    data: bytes, error: type[SourceError], words: str
) -> None:
    assert data != SDN
    with pytest.raises(error, match=words):
        entities(data)


def test_the_sdn_list_is_no_other_list() -> None:
    with pytest.raises(WrongFormat, match="5 of 5 parties on the SDN List"):
        entities(SDN, "us_ofac_cons")


def test_a_shelf_gives_records_back_by_their_key_and_knows_what_is_left() -> None:
    from lxml import etree

    shelf = Shelf("s")
    for key, text in (("1", "a"), ("2", "b"), ("1", "c")):
        shelf.put("x", key, etree.fromstring(f"<r>{text}</r>"))
    assert [record.text for record in shelf.take("x", "1")] == ["a", "c"]
    assert shelf.take("x", "3") == []
    assert shelf.left("x") == (1, 3)
    assert [record.text for record in shelf.all_of("x")] == ["a", "b", "c"]
    assert shelf.left("x") == (0, 3)
    shelf.close()


def test_a_full_disk_is_told() -> None:
    from lxml import etree

    shelf = Shelf("s")
    shelf._rows.execute("PRAGMA max_page_count = 3")
    with pytest.raises(SourceError, match=r"s: its records cannot be set aside .* full"):
        shelf.put("x", "1", etree.fromstring(f"<r>{'a' * 50_000}</r>"))
    shelf.close()


_NUMBERED = re.compile(
    rb" (FixedRef|ID|(?:From-|To-)?ProfileID|IdentityID|(?:IssuedIn-)?LocationID|NamePartGroupID"
    rb'|DocumentedNameID|FeatureVersionID|IDRegDocumentID|SanctionsEntryID)="(\d+)"'
)
_SECTION = re.compile(
    rb"(<(Locations|IDRegDocuments|DistinctParties|ProfileRelationships"
    rb"|SanctionsEntries)>)(.*?)(</\2>)",
    re.DOTALL,
)


def multiplied(data: bytes, copies: int) -> Iterator[bytes]:
    """Pieces of a file that has its records again and again, with new numbers."""
    end = 0
    for section in _SECTION.finditer(data):
        yield data[end : section.start(3)]
        for copy in range(copies):
            yield _NUMBERED.sub(rb' \g<1>="\g<2>%06d"' % copy, section[3])
        end = section.end(3)
    yield data[end:]


_READ = """
import sys
from pathlib import Path
from enjoin.sources import source
listed = source(sys.argv[1]).read({sys.argv[2]: Path(sys.argv[3])})
found = sum(1 for _ in listed)
status = Path("/proc/self/status").read_text()  # getrusage would count the parent's as well
peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
print(listed.entries, found, peak)
"""


COPIES = 2_250


@pytest.mark.slow
def test_a_file_of_100_mb_is_read_in_150_mb_of_memory(tmp_path: Path) -> None:
    big = tmp_path / "sdn_advanced.xml"
    with big.open("wb") as file:
        file.writelines(multiplied(SDN, COPIES))
    assert big.stat().st_size > 100_000_000
    told = subprocess.run(
        [sys.executable, "-c", _READ, "us_ofac_sdn", big.name, str(big)],
        capture_output=True,
        check=True,
        text=True,
    )
    entries, found, megabytes = map(int, told.stdout.split())
    by_name = 2  # links, which are not made where several parties bear the name
    assert (entries, found) == (5 * COPIES, (len(entities()) - by_name) * COPIES)
    assert megabytes < 150


DAY = "us_ofac/cons_2020-03-17"


def facts(entity: Entity) -> dict[str, Counter[str]]:
    """What is said, without case, in which the two files write some names."""
    return {prop: Counter(map(str.casefold, said)) for prop, said in entity.properties.items()}


@pytest.fixture(scope="module")
def both(shared: Path) -> tuple[dict[str, Entity], dict[str, Entity]]:
    """The list of one day from the ADVANCED and from the simple XML."""
    folder = shared / "lists" / DAY
    advanced = read_path("us_ofac_cons", folder / "cons_advanced_2020-03-17.xml")
    simple = read_path("us_ofac_cons", folder / "consolidated_2020-03-17.xml")
    found = {e.id: e for e in advanced}, {e.id: e for e in simple}
    assert advanced.entries == simple.entries == 375
    assert advanced.published == simple.published == "2020-03-17"
    return found


Both = tuple[dict[str, Entity], dict[str, Entity]]


@pytest.mark.real_lists
def test_a_real_file_says_of_parties_what_the_simple_xml_of_the_day_says(both: Both) -> None:
    """Ids, names by kind, dates, countries, addresses, numbers, documents: all are equal.

    But for a quotation mark at the end of a weak alias, and a full stop at the end of a note, which
    are lost in the other file's remarks.
    """
    advanced, simple = both
    linking = {"Ownership", "UnknownLink", "Sanction"}
    ids = {e.id for e in advanced.values() if e.schema not in linking}
    assert ids == {e.id for e in simple.values() if e.schema not in linking}
    for id_ in ids:
        ours, theirs = facts(advanced[id_]), facts(simple[id_])
        ours.pop("authority", None)  # of a document: the other file has no place for it
        for prop in ("notes", "weakAlias"):
            for said in (ours, theirs):
                said[prop] = Counter(text.rstrip(".'") for text in said.get(prop, ()))
        assert ours == theirs


@pytest.mark.real_lists
def test_a_real_file_says_more_of_sanctions_and_relations(both: Both) -> None:
    """The same programmes and links; when and why, and in what way they are linked."""
    advanced, simple = both

    def sanctions(found: dict[str, Entity]) -> dict[str, Entity]:
        return {e.id: e for e in found.values() if e.schema == "Sanction"}

    ours, theirs = sanctions(advanced), sanctions(simple)
    assert ours.keys() == theirs.keys()
    assert all(ours[id_].get("program") == theirs[id_].get("program") for id_ in ours)
    assert all(s.get("listingDate") and s.get("reason") for s in ours.values())
    owned = {
        (*e.get("asset"), *e.get("owner")) for e in advanced.values() if e.schema == "Ownership"
    }
    linked = {
        (*e.get("subject"), *e.get("object")) for e in simple.values() if e.schema == "UnknownLink"
    }
    assert owned == linked
    assert len(owned) == 276


@pytest.mark.real_lists
def test_a_real_file_is_read_whole(shared: Path, both: Both) -> None:
    """Counted in the file by other means than those of the reader."""
    raw = (shared / "lists" / DAY / "cons_advanced_2020-03-17.xml").read_text("utf-8")
    advanced, _ = both
    schemata = Counter(e.schema for e in advanced.values())
    assert schemata["Person"] + schemata["Organization"] == raw.count("<DistinctParty ")
    papers = schemata["Passport"] + schemata["Identification"]
    bank_codes = len(re.findall(r'<Feature ID="\d+" FeatureTypeID="164">', raw))
    assert papers >= raw.count("<IDRegDocument ") + bank_codes - 2
    assert schemata["Ownership"] == raw.count("<ProfileRelationship ")
    names = sum(
        len(e.get(prop))
        for e in advanced.values()
        for prop in ("name", "alias", "weakAlias", "previousName")
    )
    assert names > 0.98 * raw.count("<Alias ")
    assert sum(len(e.get("birthDate")) for e in advanced.values()) == raw.count("<Start ")


@pytest.mark.real_lists
def test_half_a_real_file_is_refused(shared: Path) -> None:
    raw = (shared / "lists" / DAY / "cons_advanced_2020-03-17.xml").read_bytes()
    with pytest.raises(WrongFormat, match="no whole XML"):
        entities(raw[: len(raw) // 2], "us_ofac_cons")
