"""OFAC's two lists in all their forms: whichever file a party is read from, it comes out equal."""

import csv
import html
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from enjoin.model.entity import Entity, subject_id
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path, source

GOLDEN = Path(__file__).parent / "golden"
STEMS = {
    "us_ofac_sdn": ("sdn", "alt", "add", "sdn_comments"),
    "us_ofac_cons": ("cons_prim", "cons_alt", "cons_add", "cons_comments"),
}
XML = {"us_ofac_sdn": "sdn.xml", "us_ofac_cons": "consolidated.xml"}

Facts = dict[str, set[tuple[str, str, str]]]


def tables(name: str, suffix: str) -> dict[str, bytes]:
    files = (GOLDEN / name / f"{stem}{suffix}" for stem in STEMS[name])
    return {file.name: file.read_bytes() for file in files}


def xml(name: str) -> bytes:
    return (GOLDEN / name / XML[name]).read_bytes()


def read_xml(data: bytes, name: str = "us_ofac_cons") -> list[Entity]:
    return list(source(name).read({XML[name]: data}))


def facts(entities: Iterable[Entity]) -> Facts:
    """What is said of each subject, without what the tables cannot hold (and nothing else).

    They have one column for city, region and postal code, and write no quotation mark inside a
    text, since it ends the text: there is an apostrophe in its place.
    """
    found: Facts = defaultdict(set)
    for entity in entities:
        said = dict(entity.properties)
        said.pop("addressEntity", None)  # an id made of the address
        if entity.schema == "Address":
            town = ", ".join(v for p in ("city", "region") for v in said.pop(p, ()))
            said["city"] = (" ".join((town, *said.pop("postalCode", ()))).strip(),)
        found[subject_id(entity.id)] |= {
            (entity.schema, prop, value.replace('"', "'"))
            for prop, values in said.items()
            for value in values
        }
    return found


@pytest.mark.parametrize("name", STEMS)
def test_both_kinds_of_tables_are_equal(name: str) -> None:
    read = source(name).read
    assert list(read(tables(name, ".csv"))) == list(read(tables(name, ".del")))


@pytest.mark.parametrize("name", STEMS)
def test_tables_and_xml_say_the_same_of_each_party(name: str) -> None:
    rows, elements = source(name).read(tables(name, ".csv")), read_xml(xml(name), name)
    found = list(rows)
    assert facts(found) == facts(elements)
    assert {each.id for each in found} == {each.id for each in elements}


def test_xml_parts_an_address_which_tables_do_not() -> None:
    (address,) = (e for e in read_xml(xml("us_ofac_cons")) if e.first("postalCode"))
    assert address.first("full") == (
        "House 7, Frost Street, Murmansk, Murmanskaya Oblast 183000, Russia"
    )
    assert address.first("street") == "House 7, Frost Street"
    assert (address.first("city"), address.first("region")) == ("Murmansk", "Murmanskaya Oblast")
    assert (address.first("postalCode"), address.first("country")) == ("183000", "ru")


def test_only_xml_tells_when_it_was_published() -> None:
    for name, day in (("us_ofac_sdn", "2024-02-29"), ("us_ofac_cons", "2018-04-06")):
        assert source(name).read({XML[name]: xml(name)}).published == day
        assert source(name).read(tables(name, ".csv")).published is None


@pytest.mark.parametrize("suffix", [".csv", ".del", ".xml"])
def test_each_programme_of_the_consolidated_list_imposes_something_else(suffix: str) -> None:
    files = (
        {"consolidated.xml": xml("us_ofac_cons")}
        if suffix == ".xml"
        else tables("us_ofac_cons", suffix)
    )
    imposed: dict[tuple[str, str | None], set[str]] = {}
    for each in source("us_ofac_cons").read(files):
        if each.schema == "Sanction":
            key = subject_id(each.id).removeprefix("us_ofac_cons-"), each.first("program")
            imposed[key] = set(each.get("provisions"))
    directive = "Executive Order 13662 Directive Determination - Subject to Directive"
    assert imposed.pop(("201", "NS-PLC")) == {"Reject"}
    assert imposed.pop(("201", "SDGT")) == {"Block"}
    assert imposed.pop(("202", "UKRAINE-EO13662")) == {f"{directive} 1", f"{directive} 3"}
    assert imposed.pop(("203", "UKRAINE-EO13662")) == {f"{directive} 1"}
    assert imposed.pop(("204", "IRAN")) == {
        "Additional Sanctions Information - Not on the SDN List and Not Subject to Secondary "
        "Sanctions",
        "U.S. Persons Must Continue to Block this Property and Interests in this Property "
        "Pursuant to Executive Order 13599",
    }
    assert imposed.pop(("205", "CMIC-EO13959")) == {
        "Listing Date (CMIC) 03 Jun 2021",
        "Effective Date (CMIC) 02 Aug 2021",
        "Purchase/Sales For Divestment Date (CMIC) 03 Jun 2022",
    }
    assert not imposed


def test_a_date_of_listing_goes_to_the_programme_that_the_remarks_speak_of() -> None:
    sanctions = [e for e in read_xml(xml("us_ofac_cons")) if e.schema == "Sanction"]
    dated = {e.first("program"): e.get("listingDate") for e in sanctions if e.get("listingDate")}
    assert dated == {"CMIC-EO13959": ("2021-06-03",)}


def test_the_parties_of_the_consolidated_list_are_read() -> None:
    found = {each.id: each for each in read_xml(xml("us_ofac_cons"))}
    person, bank, firm, ship = (found[f"us_ofac_cons-{n}"] for n in (201, 202, 203, 204))
    assert person.get("name") == ("Karim Yusuf ABU SALT",)
    assert person.get("alias") == ("Karim ABOU SALT",)
    assert person.get("weakAlias") == ("THE PILOT",)
    assert (person.get("birthDate"), person.get("country")) == (("1958",), ("ps",))
    assert bank.get("alias") == ("SEVERNYI LED BANK",)
    assert bank.get("previousName") == ("ICE SAVINGS HOUSE",)
    assert bank.get("weakAlias") == ("NIB", "THE ICE BANK")
    assert bank.get("swiftBic") == ("NICERUMM",)
    assert bank.get("taxNumber") == ("7700000010",)
    assert bank.get("website") == ("www.ice.example", "www.bank.ice.example")
    assert firm.get("registrationNumber") == ("1027700000001",)
    (link,) = (e for e in found.values() if e.schema == "UnknownLink")
    assert (link.get("subject"), link.get("object")) == ((firm.id,), (bank.id,))
    assert ship.schema == "Vessel"
    assert (ship.get("imoNumber"), ship.get("mmsi")) == (("5000005",), ("677000001",))
    assert (ship.get("flag"), ship.get("pastFlags")) == (("tz",), ("mt",))
    assert (ship.get("tonnage"), ship.get("callSign")) == (("99144",), ("T2XX9",))
    assert "Vessel owner: NOBODY KNOWN TANKERS" in ship.get("notes")


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        (b"Count>5<", b"Count>6<", WrongFormat, "holds 5 entries where its Record_Count is 6"),
        (b"Count>5<", b"Count><", WrongFormat, "Record_Count is absent"),
        (b">04/06/2018<", b">2018-04-06<", WrongFormat, "Publish_Date"),
        (b">04/06/2018<", b">13/06/2018<", WrongFormat, "Publish_Date"),
        (b"publshInformation", b"publishInformation", UnreadFields, "publishInformation"),
        (b"<Record_Count>", b"<Edition>2</Edition><Record_Count>", UnreadFields, "Edition"),
        (b"<uid>202<", b"<uid>201<", WrongFormat, "201: comes twice"),
        (b"<uid>202<", b"<uid>2O2<", WrongFormat, "2O2"),
        (b"<lastName>SALT WIND</lastName>", b"", WrongFormat, "204: has no name"),
        (b">Vessel<", b">Submarine<", UnknownValue, "Submarine"),
        (b">weak<", b">feeble<", UnknownValue, "feeble"),
        (b">f.k.a.<", b">p.k.a.<", UnknownValue, "p.k.a."),
        (b"<title></title>", b"<rank>3</rank>", UnreadFields, "rank"),
        (b"<callSign>", b"<hull>7</hull><callSign>", UnreadFields, "hull"),
        (b"<city>", b"<district>3</district><city>", UnreadFields, "district"),
        (b"<idType>", b"<idState>3</idState><idType>", UnreadFields, "idState"),
        (b"<category>", b"<script>Arab</script><category>", UnreadFields, "script"),
        (b"<sdnEntry>", b'<sdnEntry status="new">', UnreadFields, "status"),
        (b"<sdnList", b"<!DOCTYPE sdnList [<!ENTITY a 'b'>]><sdnList", WrongFormat, "DOCTYPE"),
        (b"</sdnList>", b"", WrongFormat, "no whole XML"),
    ],
)
def test_what_is_not_expected_in_xml_is_refused(
    old: bytes, new: bytes, error: type[SourceError], message: str
) -> None:
    data = xml("us_ofac_cons").replace(b"<sdnType>", b"<title></title><sdnType>")
    assert old in data
    with pytest.raises(error, match=re.escape(message)):
        read_xml(data.replace(old, new))


def test_the_namespace_of_the_xml_does_not_matter() -> None:
    old, new = b"http://tempuri.org/sdnList.xsd", b"https://ofac.example/another"
    assert read_xml(xml("us_ofac_cons").replace(old, new)) == read_xml(xml("us_ofac_cons"))


def test_an_entry_without_remarks_papers_or_addresses_is_read() -> None:
    data = b"""<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>
      <Publish_Date>01/02/2024</Publish_Date><Record_Count>1</Record_Count></publshInformation>
      <sdnEntry><uid>9</uid><lastName>ONE HARBOUR</lastName><sdnType>Entity</sdnType></sdnEntry>
    </sdnList>"""
    company, sanction = read_xml(data)
    assert (company.caption, sanction.get("program")) == ("ONE HARBOUR", ())


#: Reads a list and prints the most memory the process ever had, in kB.
READ = """
import re, sys
from pathlib import Path
from enjoin.sources.us_ofac_cons import read
for _ in read({"consolidated.xml": Path(sys.argv[1])}):
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="not tested: no /proc here")
def test_memory_stays_flat_while_the_file_grows(tmp_path: Path) -> None:
    head, entry, _ = re.split(
        r"(<sdnEntry>.*</sdnEntry>)", xml("us_ofac_cons").decode(), flags=re.DOTALL
    )
    peaks = []
    for count in (100, 1_500):
        many = "".join(re.sub(r"(?<=<uid>20\d)(?=<)", str(n), entry) for n in range(count))
        path = tmp_path / f"{count}.xml"
        path.write_text(f"{head.replace('>5<', f'>{5 * count}<')}{many}</sdnList>", "utf-8")
        command = [sys.executable, "-c", READ, str(path)]
        peaks.append(int(subprocess.run(command, capture_output=True, check=True).stdout))
    assert peaks[1] - peaks[0] < 2_000  # kB; the file grew by 10,000


# Real files


def cons(shared: Path, day: str, file: str) -> list[Entity]:
    folder = shared / "lists" / "us_ofac" / f"cons_{day}"
    return list(read_path("us_ofac_cons", folder / file))


@pytest.mark.real_lists
def test_real_tables_of_one_day_are_equal(shared: Path) -> None:
    rows = cons(shared, "2018-04-06", "cons_prim.csv")
    assert rows == cons(shared, "2018-04-06", "cons_prim.del")
    assert len(facts(rows)) == 639


@pytest.mark.real_lists
def test_real_tables_and_xml_of_one_day_say_the_same_of_every_party(shared: Path) -> None:
    rows = facts(cons(shared, "2018-04-06", "cons_prim.csv"))
    elements = facts(cons(shared, "2018-04-06", "consolidated_2018-04-06.xml"))
    assert rows.keys() == elements.keys()
    assert [id_ for id_ in rows if rows[id_] != elements[id_]] == []


@pytest.mark.real_lists
@pytest.mark.parametrize("day", ["2018-04-06", "2020-03-17"])
def test_real_xml_is_read_whole(shared: Path, day: str) -> None:
    file = shared / "lists" / "us_ofac" / f"cons_{day}" / f"consolidated_{day}.xml"
    text = file.read_text(encoding="utf-8")
    listed = read_path("us_ofac_cons", file)
    found = list(listed)
    assert (listed.published, listed.entries) == (day, text.count("<sdnEntry>"))
    for schema, kind in (
        ("Person", "Individual"),
        ("Vessel", "Vessel"),
        ("Organization", "Entity"),
    ):
        number = sum(each.schema == schema for each in found)
        assert number == text.count(f"<sdnType>{kind}</sdnType>"), schema
    ships = {v for each in found for v in each.get("imoNumber")}
    assert ships == set(re.findall(r"<idNumber>IMO (\d+)</idNumber>", text))
    weak = re.findall(r">a\.k\.a\.</type>\s*<category>weak</category>\s*<lastName>(.*)<", text)
    read = {words(name) for each in found for name in each.get("weakAlias")}
    assert {words(html.unescape(name)) for name in weak} <= read
    programmes = sum(each.schema == "Sanction" for each in found)
    assert programmes == text.count("<program>")


def words(name: str) -> frozenset[str]:
    """The words of a name in no order: 'DOE, Jane' is read as Jane DOE."""
    return frozenset(re.findall(r"\w+", name))


@pytest.mark.real_lists
@pytest.mark.slow
def test_real_days_differ_in_the_entries_whose_rows_differ(shared: Path, tmp_path: Path) -> None:
    folder = shared / "lists" / "us_ofac"
    shutil.unpack_archive(folder / "sdn_daily_2024-02_to_05.tar.xz", tmp_path)
    files = {path.stem.removeprefix("sdn_"): path for path in tmp_path.rglob("sdn_*.csv")}
    csv.field_size_limit(1_000_000)
    with (folder / "sdn_daily_truth.csv").open(newline="") as file:
        steps = list(csv.DictReader(file))
    assert len(steps) == 30
    before = by_number(files[steps[0]["prev_date"]])
    for step in steps:
        after = by_number(files[step["date"]])
        assert (len(after), step["bad_rows"]) == (int(step["n_entries"]), "0")
        both = before.keys() & after.keys()
        assert after.keys() - before.keys() == set(step["added"].split())
        assert before.keys() - after.keys() == set(step["removed"].split())
        assert {n for n in both if before[n] != after[n]} == set(step["changed"].split())
        before = after


def by_number(file: Path) -> Mapping[str, list[Entity]]:
    found: dict[str, list[Entity]] = defaultdict(list)
    for each in read_path("us_ofac_sdn", file):
        found[subject_id(each.id).removeprefix("us_ofac_sdn-")].append(each)
    return found
