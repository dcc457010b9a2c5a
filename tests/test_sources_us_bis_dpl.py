"""The US Denied Persons List: a row for each address, dates in two forms and in the year 3017."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import Entity
from enjoin.model.errors import SourceError, UnknownValue, UnreadFields, WrongFormat
from enjoin.sources import read_path
from enjoin.sources.us_bis_dpl import read
from enjoin.sources.us_csl import read as read_csl

GOLDEN = Path(__file__).parent / "golden" / "us_bis_dpl" / "dpl.txt"
TEXT = GOLDEN.read_text("utf-8")
COLUMNS = TEXT.splitlines()[0].replace('"', "").split("\t")
REAL = "lists/us_csl/dpl_2021-07.txt"
OLDER = "lists/us_csl/samples/dpl_dpl.txt"
CSL = "lists/us_csl/csl_2023-11_short.csv"


def entities(text: str | bytes) -> list[Entity]:
    return list(read({"dpl.txt": text.encode() if isinstance(text, str) else text}))


def named(name: str, text: str = TEXT) -> list[Entity]:
    return [e for e in entities(text) if name in e.get("name")]


def listing(party: Entity, text: str = TEXT) -> Entity:
    return next(e for e in entities(text) if e.get("entity") == (party.id,))


def row(**cells: str) -> str:
    given = {
        "Name": "ANTON SAPT",
        "Effective_Date": "10/16/2017",
        "Standard_Order": "Y",
        "Last_Update": "2017-10-23",
    }
    return "\t".join((given | cells).get(column, "") for column in COLUMNS)


def table(*rows: str) -> str:
    return "\n".join(("\t".join(COLUMNS), *rows)) + "\n"


def test_a_party_is_read_whole() -> None:
    (party,) = named("ANTON SAPT")
    assert party.schema == "LegalEntity"
    assert party.get("alias") == ("TONI SAPT",)
    assert party.get("topics") == ("export.control",)
    assert party.get("country") == ("us",)
    assert party.get("address") == ("9 MILL LANE, DAYTON, OH, 45402, United States",)
    order = listing(party)
    assert order.get("authority") == ("Bureau of Industry and Security",)
    assert order.get("program") == ("Denied Persons List",)
    assert order.get("provisions") == ("Standard denial order",)
    assert order.get("authorityId") == ("82 F.R. 48792 10/20/2017",)
    assert order.get("summary") == ("FR NOTICE ADDED",)
    assert (order.first("startDate"), order.first("endDate")) == ("2017-10-16", "2027-10-13")
    assert order.get("modifiedAt") == party.get("modifiedAt") == ("2017-10-23",)


def test_an_address_is_kept_in_its_parts() -> None:
    (address,) = [e for e in entities(TEXT) if e.first("city") == "DAYTON"]
    assert address.get("street") == ("9 MILL LANE",)
    assert address.get("state") == ("OH",)
    assert address.get("postalCode") == ("45402",)
    assert address.get("country") == ("us",)


def test_several_addresses_under_one_order_are_one_party_and_two_orders_are_two() -> None:
    one, other = named("BORA NAVIGATION")
    assert one.get("address") == (
        "12 QUAY ROAD, SUITE 3, NICOSIA, Cyprus",
        "P.O. BOX 77, DUBAI, United Arab Emirates",
    )
    assert one.get("country") == ("cy", "ae")
    assert listing(one).get("provisions") == ("Non-standard denial order",)
    assert listing(one).get("summary") == ("TDO RENEWAL", "TDO RENEWAL ADDED")
    assert listing(other).get("startDate") == ("1981-05-02",)


def test_rows_of_one_order_need_not_stand_together() -> None:
    rows = [row(City="A"), row(Name="RUDOLF RASSENDYLL"), row(City="B")]
    (party,) = named("ANTON SAPT", table(*rows))
    assert party.get("address") == ("A", "B")


@given(st.permutations(TEXT.splitlines()[1:]))
def test_the_order_of_rows_does_not_matter(rows: list[str]) -> None:
    text = "\n".join((TEXT.splitlines()[0], *rows))
    assert {e.id for e in entities(text)} == {e.id for e in entities(TEXT)}


def test_a_date_of_the_year_3017_is_kept_in_words_alone() -> None:
    one, _ = named("BORA NAVIGATION")
    assert one.get("notes") == ("Last Update: 3019-06-12",)
    assert one.get("modifiedAt") == ("2019-06-12",)
    (hentzau,) = named("RUPERT HENTZAU")
    assert "Expiration Date: 10/03/3013" in hentzau.get("notes")
    assert listing(hentzau).get("endDate") == ()


def test_a_country_that_is_none_is_noted() -> None:
    (hentzau,) = named("RUPERT HENTZAU")
    assert "Country: XK9" in hentzau.get("notes")


@pytest.mark.parametrize(
    ("text", "day"),
    [("10/16/2017", "2017-10-16"), ("2017-10-16", "2017-10-16"), ("5/2/1981", "1981-05-02")],
)
def test_dates_are_read_in_both_forms(text: str, day: str) -> None:
    found = table(row(Effective_Date=text))
    (party,) = named("ANTON SAPT", found)
    assert listing(party, found).get("startDate") == (day,)


def test_an_id_stands_for_name_and_order_and_not_for_an_address() -> None:
    def id_(**cells: str) -> str:
        return entities(table(row(**cells)))[0].id

    assert id_() == id_(City="DAYTON", Effective_Date="2017-10-16", Name="Anton  Sapt")
    assert id_() != id_(Effective_Date="10/17/2017")
    assert id_() != id_(Name="TONI SAPT")


def test_blank_columns_at_the_end_of_a_row_may_be_left_out() -> None:
    short = row(Name="RUDOLF RASSENDYLL").rstrip("\t")
    assert len(named("RUDOLF RASSENDYLL", table(short, row()))) == 1


@pytest.mark.parametrize(
    "text",
    [
        table(row().rstrip("\t"))[:-1],
        table(row(), row(Name="RUDOLF")[:20]),
        TEXT[:-5],
        TEXT[:-60],
    ],
)
def test_a_file_that_is_cut_gives_not_one_entry(text: str) -> None:
    with pytest.raises(WrongFormat, match="breaks off"):
        next(iter(read({"dpl.txt": text.encode()})))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (table(row(Effective_Date="16/10/2017")), UnknownValue),
        (table(row(Last_Update="soon")), UnknownValue),
        (table(row(Standard_Order="M")), UnknownValue),
        (table(row(Name="")), WrongFormat),
        (table(row() + "\tmore"), WrongFormat),
        (table(row(FR_Citation="x")).replace("FR_Citation", "Shoe_Size"), UnreadFields),
        (table(), WrongFormat),
        (TEXT.replace("Postal_Code", "Zip", 1), WrongFormat),
    ],
)
def test_what_is_not_understood_is_refused(text: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        entities(text)


@pytest.mark.parametrize(("asked", "other"), [("us_csl", "us_bis_dpl"), ("us_bis_dpl", "us_csl")])
def test_one_list_given_for_the_other_is_named(asked: str, other: str) -> None:
    sample = next((GOLDEN.parent.parent / other).iterdir())
    with pytest.raises(WrongFormat, match=f"like a file of {other}; load it with `enjoin update"):
        read_path(asked, sample)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.real_lists
@pytest.mark.parametrize(("real", "parties"), [(REAL, 417), (OLDER, 9)])
def test_a_real_list_is_read_whole(shared: Path, real: str, parties: int) -> None:
    listed = read_path("us_bis_dpl", shared / real)
    found = list(listed)
    rows = [r for r in rows_of(shared / real) if r["Name"]]
    orders = {(" ".join(r["Name"].split()), r["Effective_Date"]) for r in rows}
    assert listed.entries == len(orders) == parties
    places = {(o["Name"].strip(), o["Effective_Date"], _place(o)) for o in rows if _place(o)}
    assert sum(e.schema == "Address" for e in found) == len(places)


def _place(cells: dict[str, str]) -> str:
    columns = ("Street_Address", "City", "State", "Postal_Code")  # a country alone is no address
    return " ".join(" ".join(cells[column] or "" for column in columns).split())


@pytest.mark.real_lists
def test_spot_checks_of_the_real_list(shared: Path) -> None:
    found = list(read_path("us_bis_dpl", shared / REAL))
    assert [e.get("notes") for e in found if e.get("notes")] == [("Last Update: 3017-08-22",)]
    packed = [(*e.get("name"), *e.get("alias")) for e in found if e.get("alias")]
    assert packed == [("FUYI SUN", "FRANK SUN"), ("PEARL LI", "NEI-CHIEN CHU")]


@pytest.mark.real_lists
def test_the_consolidated_list_tells_the_same_of_a_denied_person(shared: Path) -> None:
    """Of those on both lists under one order, names, terms and topics are equal."""
    data = (shared / CSL).read_bytes()
    whole = data[data.index(b"\n") + 1 : data.rstrip().rindex(b"\n") + 1]
    ours = _orders(list(read_path("us_bis_dpl", shared / REAL)), "Denied Persons List")
    theirs = _orders(list(read_csl({"consolidated.csv": whole})), "Denied Persons List (DPL)")
    both = ours.keys() & theirs.keys()
    assert len(both) > 200
    assert [key for key in both if ours[key] != theirs[key]] == []


def _orders(found: list[Entity], program: str) -> dict[tuple[str, ...], tuple[object, ...]]:
    parties = {e.id: e for e in found}
    return {
        (*parties[e.get("entity")[0]].get("name"), *e.get("startDate")): (
            parties[e.get("entity")[0]].get("topics"),
            parties[e.get("entity")[0]].schema,
            e.get("authority"),
            e.get("provisions"),
            e.get("endDate"),
        )
        for e in found
        if e.get("program")[:1] == (program,)
    }
