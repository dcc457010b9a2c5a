"""OFAC's SDN list: four CSV files, and remarks that hold half of what is known."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity, subject_id
from enjoin.model.errors import (
    CountOutOfRange,
    InvalidInput,
    ListShrank,
    SourceError,
    UnknownSource,
    UnknownValue,
    UnreadFields,
    WrongFormat,
)
from enjoin.sources import check_count, excerpt, find_files, read_path, source
from enjoin.sources.us_ofac.remarks import read_remarks
from enjoin.sources.us_ofac.subject import Bearers, Listed, natural_order
from enjoin.sources.us_ofac_cons import INFO as CONSOLIDATED
from enjoin.sources.us_ofac_sdn import INFO, read

GOLDEN = Path(__file__).parent / "golden" / "us_ofac_sdn"
FILES = {path.name: path.read_bytes() for path in GOLDEN.glob("*.csv")}
ONE = {
    "sdn.csv": b'7,"DOE, Jane","individual","SDGT",' + b"-0- ," * 7 + b"-0- \r\n",
    "alt.csv": b'7,1,"aka","ROE, Jane",-0- \r\n',
    "add.csv": b'7,1,-0- ,"Riga","Latvia",-0- \r\n',
}


def entities(files: Mapping[str, bytes]) -> dict[str, Entity]:
    return {entity.id: entity for entity in read(files)}


def remarks(text: str, schema: str = "Person") -> Listed:
    subject = Listed("s-1", schema, {"KNOWN ONE": "s-2"}.get)
    read_remarks(subject, text)
    return subject


def of(found: dict[str, Entity], number: str, schema: str) -> list[Entity]:
    owner = f"us_ofac_sdn-{number}"
    return [e for e in found.values() if e.schema == schema and subject_id(e.id) == owner]


def test_a_person_is_read_from_all_four_files() -> None:
    found = entities(FILES)
    person = found["us_ofac_sdn-101"]
    assert person.schema == "Person"
    assert person.get("name") == ("Ho Chol MUN, Jr.",)
    assert (person.first("firstName"), person.first("lastName")) == ("Ho Chol", "MUN")
    assert person.get("alias") == ("Ho-chol MOON",)
    assert person.get("previousName") == ("Ho MUN",)
    assert person.get("weakAlias") == ("UNCLE KIM", "THE FISHERMAN")
    assert person.get("birthDate") == ("1961", "1955", "1956", "1957", "1958")
    assert person.get("birthPlace") == ("Wonsan, Korea, North",)
    assert person.get("birthCountry") == ("kp",)
    assert person.get("nationality") == ("kp",)
    assert person.get("citizenship") == ("mv",)
    assert person.get("gender") == ("male",)
    assert person.get("topics") == ("sanction",)
    assert person.get("position") == (
        "Director",
        "Keeper of the Ice House",
        "Vice-Minister of Nets",
    )
    assert "DOB: circa 1961" in person.get("notes")


def test_papers_have_country_and_dates() -> None:
    found = entities(FILES)
    assert found["us_ofac_sdn-101"].get("passportNumber") == ("990012",)
    (passport,) = of(found, "101", "Passport")
    assert passport.get("country") == ("kp",)
    assert (passport.first("startDate"), passport.first("endDate")) == ("2010-02-02", "2020-02-02")
    kinds = {p.first("type"): p.first("number") for p in of(found, "101", "Identification")}
    assert kinds == {"National ID No.": "770-1", "Tax ID No.": "440044"}


def test_what_no_rule_reads_stays_a_note() -> None:
    assert "Eye Colour 7 of 9" in entities(FILES)["us_ofac_sdn-101"].get("notes")


def test_remarks_go_on_in_the_comments() -> None:
    (link,) = of(entities(FILES), "101", "UnknownLink")
    assert link.get("object") == ("us_ofac_sdn-102",)
    assert link.get("role") == ("Linked to",)
    assert link.get("summary") == ("MORNING TIDE TRADING COMPANY",)


def test_each_programme_is_a_sanction() -> None:
    sanctions = of(entities(FILES), "101", "Sanction")
    assert [s.first("program") for s in sanctions] == ["NPWMD", "DPRK2"]
    assert {s.first("entity") for s in sanctions} == {"us_ofac_sdn-101"}
    for sanction in sanctions:
        block, risk = sanction.get("provisions")
        assert block == "Block"
        assert risk.startswith("Secondary sanctions risk: North Korea Sanctions Regulations")


def test_a_wallet_belongs_to_its_holder() -> None:
    (wallet,) = of(entities(FILES), "101", "CryptoWallet")
    assert wallet.get("publicKey") == ("1FictionalWalletAddress00000000001",)
    assert (wallet.first("currency"), wallet.first("holder")) == ("XBT", "us_ofac_sdn-101")


def test_an_organisation_keeps_its_name_as_written() -> None:
    company = entities(FILES)["us_ofac_sdn-102"]
    assert company.schema == "Organization"
    assert company.get("alias") == ("ACHIM MULGYOL TRADING CO., LTD.",)
    assert company.get("previousName") == ("FISHERY BUREAU 9",)
    assert company.get("weakAlias") == ("MTTC",)
    assert company.get("imoNumber") == ("5543404",)
    assert company.get("swiftBic") == ("TIDEKPPY",)
    assert company.get("sector") == ("Fishing",)
    assert company.get("country") == ("kp", "ps")
    assert company.get("address") == (
        "Quay 4, Harbour Office, Nampo, South Pyongan 50120, Korea, North",
    )
    assert "Linked to: NOBODY KNOWN S.A." in company.get("notes")


def test_a_vessel_with_a_misprinted_number_keeps_it_with_a_mark() -> None:
    found = entities(FILES)
    ship = found["us_ofac_sdn-103"]
    assert ship.schema == "Vessel"
    assert ship.get("imoNumber") == ("9187628",)
    assert any("its last digit would be 9" in note for note in ship.get("notes"))
    assert ship.get("flag") == ("kp",)
    assert ship.get("pastFlags") == ("pa",)
    assert ship.get("callSign") == ("HMAB1",)
    assert ship.get("mmsi") == ("445123456",)
    assert ship.get("buildDate") == ("1999",)
    assert (ship.get("tonnage"), ship.get("grossRegisteredTonnage")) == (("12000",), ("7100",))
    assert "Former Vessel Flag: None Identified" in ship.get("notes")
    roles = {link.first("role"): link.first("object") for link in of(found, "103", "UnknownLink")}
    assert roles == {"Vessel owner": "us_ofac_sdn-102", "Linked to": "us_ofac_sdn-102"}


def test_an_aircraft_is_read() -> None:
    plane = entities(FILES)["us_ofac_sdn-104"]
    assert plane.schema == "Airplane"
    assert plane.get("serialNumber") == ("4417",)
    assert plane.get("registrationNumber") == ("P-991",)
    assert plane.get("model") == ("IL62-M",)
    assert plane.get("buildDate") == ("1988-08-05",)
    assert plane.get("country") == ("kp",)


def test_entries_are_counted_once_all_are_read() -> None:
    listed = read(FILES)
    before = listed.entries
    ids = [entity.id for entity in listed]
    assert (before, listed.entries) == (None, 4)
    assert (listed.published, listed.missing) == (None, ())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("segment", "prop", "value"),
    [
        ("a.k.a. 'EL PATRON''", "weakAlias", "EL PATRON"),
        ("a.k.a. 'SALIM, Abu'", "weakAlias", "Abu SALIM"),
        ("a.k.a. 'LLC 'HARBOUR''", "weakAlias", "LLC 'HARBOUR'"),
        ("a.k.a. 'O'SHEA'", "weakAlias", "O'SHEA"),
        ("a.k.a. ''ZUZU''", "weakAlias", "ZUZU"),
        ("a.k.a. ''ABD AL-QAMAR'", "weakAlias", "'ABD AL-QAMAR"),
        ("Seen at the harbour.; Gender Male", "notes", "Seen at the harbour"),
        ("a.k.a. EL PATRON", "weakAlias", "EL PATRON"),
        ("alt. DOB Feb 1949", "birthDate", "1949-02"),
        ("POB Mosul, Iraq", "birthCountry", "iq"),
        ("alt. citizen Turkey", "citizenship", "tr"),
        ("nationality possibly Palestinian", "nationality", "ps"),
        ("Passport M 788331 issued 28 Sep 2001 expires 27 Sep 2006", "passportNumber", "M 788331"),
        ("alt. Passport Booklet: A5199819 (Pakistan)", "passportNumber", "A5199819"),
        ("Cedula No. 94487319 (Colombia)", "idNumber", "94487319"),
        ("C.U.R.P. AIMM67125HCHRRG06 (Mexico) issued 1968", "idNumber", "AIMM67125HCHRRG06"),
        ("National ID No. K357514(4) (Hong Kong)", "idNumber", "K357514(4)"),
        ("R.F.C. MECG720924N75 (Mexico)", "taxNumber", "MECG720924N75"),
        ("RUC # 916848-1-518421", "taxNumber", "916848-1-518421"),
        ("NIT # 800112215-1 (Colombia)", "taxNumber", "800112215-1"),
        ("Matricula Mercantil No 1362098 (Colombia)", "registrationNumber", "1362098"),
        ("Registration ID HRB 26136 (Germany)", "registrationNumber", "HRB 26136"),
        ("SSN 523-33-8386 (United States)", "idNumber", "523-33-8386"),
        ("Telephone: 0097282851500", "phone", "0097282851500"),
        ("Alt. Position: General Manager", "position", "General Manager"),
        ("Minister of Ferries", "position", "Minister of Ferries"),
        ("UN/LOCODE UA ZZZ", "notes", "UN/LOCODE: UA ZZZ"),
        ("Gender Female.", "gender", "female"),
        ("Phone No. 263-4-1", "phone", "263-4-1"),
        ("E-mail Address: a@b.example", "email", "a@b.example"),
        ("https://a.example (website)", "website", "https://a.example"),
        ("Vessel Gross Registered Tonnage 12,000", "notes", "grossRegisteredTonnage: 12000"),
    ],
)
def test_a_remark_is_read(segment: str, prop: str, value: str) -> None:
    subject = remarks(segment)
    assert subject.values[prop] == [value]
    assert subject.unread == []


@pytest.mark.parametrize(
    "segment",
    [
        "DOB: someday",
        "nationality: Ruritania",
        "Gender: unsaid",
        "Digital Currency Address -: XBT",
        "Zodiac 12",
        "Passport lost in 1999 at sea",
        "X: y",
    ],
)
def test_a_remark_nobody_understands_is_kept_and_counted(segment: str) -> None:
    subject = remarks(segment)
    assert subject.values["notes"] == [segment]
    assert subject.unread == [segment]


def test_what_is_only_possible_stays_so() -> None:
    subject = remarks("nationality possibly Palestinian")
    assert subject.values["nationality"] == ["ps"]
    assert subject.values["notes"] == ["nationality: possibly Palestinian"]


@pytest.mark.parametrize(
    "segment",
    [
        "Additional Sanctions Information - Subject to Secondary Sanctions",
        "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions",
        "Executive Order 14024 Directive Information Subject to Directive 3",
        "CAATSA Section 235 Information: EXPORT SANCTIONS. Sec. 235(a)(2)",
        "U.S. Persons Must Continue to Block the Property of this Person",
        "Effective Date (EO 14024 Directive 3): 26 Mar 2022",
    ],
)
def test_what_is_imposed_is_kept_in_the_words_of_ofac(segment: str) -> None:
    assert remarks(segment).provisions == [segment]


def test_remarks_on_names_and_addresses_are_kept() -> None:
    found = entities(
        {
            **ONE,
            "alt.csv": b'7,1,"aka","ROE, Jane","on a visa of 1999"\r\n',
            "add.csv": b'7,1,-0- ,"Riga","Latvia","until 2001"\r\n',
        }
    )
    assert found["us_ofac_sdn-7"].get("notes") == ("ROE, Jane: on a visa of 1999",)
    (address,) = of(found, "7", "Address")
    assert (address.first("city"), address.first("remarks")) == ("Riga", "until 2001")


@pytest.mark.parametrize(
    ("borne", "found"),
    [
        ([("HARBOUR TANKERS", "1", True), ("Harbour Tankers", "2", False)], "s-1"),
        ([("HARBOUR TANKERS", "2", False), ("HARBOUR TANKERS", "1", True)], "s-1"),
        ([("HARBOUR TANKERS", "1", True), ("HARBOUR TANKERS", "2", True)], None),
        ([("HARBOUR TANKERS", "1", False), ("HARBOUR TANKERS", "2", False)], None),
        ([("HARBOUR TANKERS", "1", False), ("TANKERS, Harbour", "1", False)], "s-1"),
    ],
)
def test_a_primary_name_goes_before_an_alias(
    borne: list[tuple[str, str, bool]], found: str | None
) -> None:
    bearers = Bearers("s")
    for name, number, primary in borne:
        bearers.add(name, number, primary=primary)
    assert bearers.find("Harbour Tankers") == found


def test_a_link_to_a_name_that_is_not_listed_stays_a_note() -> None:
    assert remarks("Linked To: SOMEBODY ELSE").values["notes"] == ["Linked to: SOMEBODY ELSE"]
    assert remarks("(Linked To: SOMEBODY (ELSE))").values["notes"] == ["Linked to: SOMEBODY (ELSE)"]
    assert remarks("Linked To: KNOWN ONE").parts[0].get("object") == ("s-2",)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("DOE, Jane Mary", ("Jane Mary DOE", "Jane Mary", "DOE")),
        ("DELOS SANTOS, Juan, Jr.", ("Juan DELOS SANTOS, Jr.", "Juan", "DELOS SANTOS")),
        ("HALLOWAY, JR., Peter", ("Peter HALLOWAY, JR.", "Peter", "HALLOWAY")),
        ("AMRI, Yusuf, Zayn al-Din", ("Yusuf Zayn al-Din AMRI", "Yusuf Zayn al-Din", "AMRI")),
        ("HALLOWAY, JR.", ("HALLOWAY, JR.", "", "")),
        ("SANTOSO", ("SANTOSO", "", "")),
        ("SANTOSO,", ("SANTOSO,", "", "")),
    ],
)
def test_names_are_put_in_spoken_order(name: str, spoken: tuple[str, str, str]) -> None:
    assert natural_order(name) == spoken


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("sdn.csv", b""),
        ("sdn.csv", b"\x1a"),
        ("sdn.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("sdn.csv", b"source,entity_number,type,programs,name,a,b,c,d,e,f,g\r\n"),
        ("sdn.csv", ONE["sdn.csv"][:-9]),
        ("sdn.csv", ONE["sdn.csv"][:12]),
        ("sdn.csv", ONE["sdn.csv"] * 2),
        ("sdn.csv", ONE["sdn.csv"].replace(b"DOE, Jane", b" ")),
        ("sdn.csv", ONE["sdn.csv"].replace(b"7,", b"7a,", 1)),
        ("sdn.csv", ONE["sdn.csv"].replace(b"7,", b"8,", 1)),
        ("alt.csv", b""),
        ("add.csv", b"7,1,-0- \r\n"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(file: str, data: bytes) -> None:
    with pytest.raises(WrongFormat):
        entities({**ONE, file: data})


@pytest.mark.parametrize(
    ("file", "old", "new"), [("sdn.csv", b"individual", b"robot"), ("alt.csv", b"aka", b"xka")]
)
def test_an_unknown_kind_is_refused(file: str, old: bytes, new: bytes) -> None:
    with pytest.raises(UnknownValue):
        entities({**ONE, file: ONE[file].replace(old, new)})


def test_a_change_of_how_remarks_are_written_is_noticed() -> None:
    rows = b"".join(
        b'%d,"NAME %d",-0- ,"SDGT",' % (n, n) + b"-0- ," * 7 + b'"Zodiac %d."\r\n' % n
        for n in range(11)
    )
    with pytest.raises(UnreadFields, match="11 of 11 remarks"):
        entities({"sdn.csv": rows})


def test_case_of_file_names_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    for name, data in ONE.items():
        (tmp_path / name.upper()).write_bytes(data.replace(b"\r\n", b"\n"))
    for path in (tmp_path, tmp_path / "SDN.CSV"):
        listed = read_path("us_ofac_sdn", path)
        assert [e.caption for e in listed][:1] == ["Jane DOE"]
        assert listed.missing == ()


def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_bytes(ONE["sdn.csv"])
    with pytest.raises(WrongFormat, match=r"no add\.csv, no alt\.csv"):
        read_path("us_ofac_sdn", tmp_path)


def test_a_principal_file_alone_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "sdn_2024-02-29.csv").write_bytes(ONE["sdn.csv"])
    (tmp_path / "alt.csv").write_bytes(ONE["alt.csv"])  # of another day
    assert read_path("us_ofac_sdn", tmp_path / "sdn_2024-02-29.csv").missing == (
        "alt.csv",
        "add.csv",
    )
    (tmp_path / "ALT_2024-02-29.csv").write_bytes(ONE["alt.csv"])
    assert read_path("us_ofac_sdn", tmp_path / "sdn_2024-02-29.csv").missing == ("add.csv",)


def test_nothing_at_the_path_and_no_such_list_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        find_files(INFO, tmp_path / "nothing")
    with pytest.raises(UnknownSource, match="un_sc"):
        source("nobody")


def test_counts_out_of_range_need_a_person() -> None:
    check_count(INFO, 9_000, ("2024-02-28", 9_500))
    with pytest.raises(CountOutOfRange):
        check_count(INFO, 40)
    with pytest.raises(ListShrank):
        check_count(INFO, 8_000, ("2024-02-28", 9_500))
    check_count(INFO, 40, ("2024-02-28", 9_500), accepted=40)
    assert excerpt(CONSOLIDATED, 40)
    assert not excerpt(CONSOLIDATED, 400)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 2_000), st.integers(0, 2_000), st.binary())
@example("sdn.csv", 0, 2_000, b"")
def test_damage_is_refused_or_read(file: str, start: int, length: int, put: bytes) -> None:
    data = FILES[file]
    damaged = data[:start] + put[:8] + data[start + length :]
    try:
        found = entities({**FILES, file: damaged})
    except SourceError:
        return
    assert all(id_.startswith("us_ofac_sdn-") for id_ in found)


@given(st.text(max_size=300))
def test_any_remarks_are_kept_in_some_way(text: str) -> None:
    subject = remarks(text)
    said = subject.values.keys() - {"topics"}
    assert subject.segments == 0 or said or subject.parts or subject.provisions


@pytest.mark.real_lists
@pytest.mark.parametrize(("day", "entries"), [("2019-01", 7_379), ("2021-07", 8_976)])
def test_real_sets_are_read_whole(shared: Path, day: str, entries: int) -> None:
    listed = read_path("us_ofac_sdn", shared / "lists" / "us_ofac" / f"set_{day}")
    subjects = [e for e in listed if e.get("topics") and e.schema != "CryptoWallet"]
    assert listed.entries == len(subjects) == entries
    weak = sum(1 for e in subjects if e.get("weakAlias"))
    assert weak > 1_000


@pytest.mark.real_lists
def test_half_a_real_list_is_refused(shared: Path, tmp_path: Path) -> None:
    folder = shared / "lists" / "us_ofac" / "set_2021-07"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    data = files["sdn.csv"]
    middle = len(data) // 2
    for cut in (middle, data.index(b"\n", middle) + 1):
        with pytest.raises(WrongFormat):
            entities({**files, "sdn.csv": data[:cut]})
