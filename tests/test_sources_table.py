"""An organisation's own lists in tables: `table:NAME`."""

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enjoin.config import Config
from enjoin.model.entity import Entity, Text, subject_id
from enjoin.model.errors import (
    EnjoinError,
    InvalidInput,
    SourceError,
    UnknownValue,
    UnreadFields,
    WrongFormat,
)
from enjoin.sources import ReadList, find_files, read_path, source
from enjoin.sources.tables.mapping import Column, precise, read_mapping
from enjoin.workspace import Origin, Workspace

GOLDEN = Path(__file__).parent / "golden" / "table"
DOCS = Path(__file__).parent.parent / "docs" / "tables.md"
MAPPING = "id: No\nschema: Person\ncolumns: {Name: name}\n"


def read(table: str, mapping: str = MAPPING) -> ReadList:
    files = {"table.csv": table.encode(), "mapping.yaml": mapping.encode()}
    return source("table:x").read(files)


def by_id(listed: ReadList) -> dict[str, Entity]:
    return {entity.id: entity for entity in listed}


def golden(file: str) -> dict[str, Entity]:
    names = (file, "mapping.yaml")
    return by_id(source("table:x").read({name: GOLDEN / name for name in names}))


def one(column: str, said: str, cell: str, schema: str = "Person") -> Entity:
    """Read one cell of a column as a mapping says."""
    mapping = f"id: No\nschema: {schema}\ncolumns:\n  Name: name\n  {column}: {said}\n"
    return next(iter(read(f'No,Name,{column}\n1,Marek Tolvan,"{cell}"\n', mapping)))


def test_each_column_goes_where_the_mapping_says() -> None:
    found = golden("table.csv")
    parts = {e.schema: e for e in found.values() if subject_id(e.id) == "table:x-1"}
    assert parts["Person"].properties == {
        "topics": ("sanction",),
        "name": ("Marek Tolvan",),
        "alias": ("M. J. Tolvan", "The Ferryman"),
        "birthDate": ("1962-05-07",),
        "nationality": ("ru",),
        "notes": ("Remarks: Seen in Varnholm",),
        "country": ("cy",),
        "address": ("14 Quay Street, Varnholm, Cyprus",),
        "addressEntity": (parts["Address"].id,),
    }
    assert parts["Address"].properties == {
        "full": ("14 Quay Street, Varnholm, Cyprus",),
        "street": ("14 Quay Street",),
        "city": ("Varnholm",),
        "country": ("cy",),
    }
    assert parts["Sanction"].properties == {
        "entity": ("table:x-1",),
        "program": ("Maritime",),
        "reason": ("Owns vessels that change their flags at sea.",),
        "listingDate": ("2022-03-01",),
        "authority": ("Varnholm Harbour Bank",),
    }
    assert found["table:x-3"].schema == "Vessel"
    assert found["table:x-3"].get("imoNumber") == ("9074729",)
    assert found["table:x-4"].get("birthDate") == ("1990",)
    assert "DOB: circa 1990" in found["table:x-4"].get("notes")
    assert "Nationality: Atlantis" in found["table:x-4"].get("notes")


@pytest.mark.parametrize("file", ["table.xlsx", "table.ods", "table.parquet"])
def test_every_form_of_a_table_says_the_same(file: str) -> None:
    assert golden(file) == golden("table.csv")


def test_the_mapping_dates_the_table() -> None:
    listed = read_path("table:x", GOLDEN)
    assert listed.published == "2026-01-31"
    assert len(list(listed)) == 10
    assert listed.entries == 4


def test_what_belongs_to_a_uuid_is_named_by_it() -> None:
    number = "table:x-550e8400-e29b-41d4-a716-446655440000"
    found = golden("table.csv")
    assert subject_id(number) == number
    owned = {entity.schema for entity in found.values() if subject_id(entity.id) == number}
    assert owned == {"Company", "Address", "Sanction"}


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    blocks = dict(re.findall(r"```(csv|yaml)\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL))
    for suffix, text in blocks.items():
        (tmp_path / f"watch_list.{suffix}").write_text(text, "utf-8")
    listed = read_path("table:x", tmp_path / "watch_list.csv")
    found = by_id(listed)
    assert listed.entries == 3
    assert listed.published == "2026-01-31"
    assert found["table:x-1001"].get("birthDate") == ("1962-05-07",)
    assert found["table:x-1001"].get("alias") == ("M. J. Tolvan", "The Ferryman")
    assert found["table:x-1002"].schema == "Company"
    assert found["table:x-1003"].get("birthDate") == ("1990",)


def test_every_key_of_a_mapping_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    keys = "id schema columns ignored topics authority published delimiter sheet".split()
    assert all(f"`{key}`" in text for key in keys)
    assert all(f"`{key}`" in text for key in Column.__struct_fields__ if key != "holds")


def test_the_mapping_stands_beside_the_table(tmp_path: Path) -> None:
    table, info = tmp_path / "Own.CSV", source("table:x").info
    table.write_text("No,Name\n1,Marek Tolvan\n", "utf-8")
    assert set(find_files(info, table)) == {"table.csv"}
    (tmp_path / "mapping.yaml").write_text(MAPPING, "utf-8")
    assert find_files(info, tmp_path)["mapping.yaml"] == tmp_path / "mapping.yaml"
    (tmp_path / "own.yaml").write_text(MAPPING, "utf-8")
    expected = {"table.csv": table, "mapping.yaml": tmp_path / "own.yaml"}
    assert find_files(info, table) == find_files(info, tmp_path) == expected


def test_without_a_mapping_one_is_printed_that_works(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "Customer No;Type;Full Name;a.k.a.;Date of Birth;Country;Branch\n"
        '7;Individual;Marek Tolvan;"M. J.; Ferryman";1962-05-07;RU;"North; east"\n'
        "8;Ship;SEA LANTERN;;;PA;\n",
        "utf-8",
    )
    with pytest.raises(InvalidInput, match=r"own\.yaml") as told:
        read_path("table:x", table)
    (tmp_path / "own.yaml").write_text(str(told.value).partition("\n\n")[2], "utf-8")
    found = by_id(read_path("table:x", table))
    assert found["table:x-7"].properties == {
        "name": ("Marek Tolvan",),
        "alias": ("M. J.", "Ferryman"),
        "birthDate": ("1962-05-07",),
        "country": ("ru",),
        "notes": ("Branch: North; east",),
    }
    assert found["table:x-8"].schema == "Vessel"


def test_a_table_has_no_publisher_to_fetch_it_from(tmp_path: Path) -> None:
    config = Config(home=tmp_path, database=f"sqlite:///{tmp_path / 'enjoin.db'}")
    workspace = Workspace(config, lambda: datetime(2026, 2, 5, tzinfo=UTC))
    with pytest.raises(InvalidInput, match="--from FILE"):
        workspace.update("table:own", Origin())


def test_a_table_without_columns_is_no_table() -> None:
    with pytest.raises(WrongFormat):
        source("table:x").read({"table.csv": b"one column\n1\n"})


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_stands_between_columns_is_told_by_the_first_line(mark: str) -> None:
    table = f'No{mark}"Name, ; first\t|"\n1{mark}Marek Tolvan\n'
    mapping = 'id: No\nschema: Person\ncolumns: {"Name, ; first |": name}\n'
    assert by_id(read(table, mapping))["table:x-1"].get("name") == ("Marek Tolvan",)


def test_a_mapping_may_name_what_stands_between_columns() -> None:
    mapping = 'id: No\nschema: Person\ndelimiter: "#"\ncolumns: {"Name,x": name}\n'
    assert by_id(read("No#Name,x\n1#Marek, Tolvan\n", mapping))["table:x-1"].get("name")


@pytest.mark.parametrize(
    ("said", "cell", "date"),
    [
        ('{property: birthDate, format: "%d/%m/%Y"}', "07/05/1962", "1962-05-07"),
        ('{property: birthDate, format: ["%d/%m/%Y", "%m.%Y"]}', "05.1962", "1962-05"),
        ('{property: birthDate, format: ["%d/%m/%Y", "%Y?"]}', "1962?", "1962"),
        ('{property: birthDate, format: "%d/%m/%Y"}', "1962-05-07", "1962-05-07"),
        ("birthDate", "7 May 1962", "1962-05-07"),
        ("birthDate", "circa 1962", "1962"),
    ],
)
def test_dates_are_read_as_the_mapping_says(said: str, cell: str, date: str) -> None:
    assert one("Born", said, cell).get("birthDate") == (date,)


@pytest.mark.parametrize(
    ("said", "cell"),
    [
        ("birthDate", "05/07/1962"),
        ('{property: birthDate, format: "%d/%m/%Y"}', "31/02/1962"),
        ("birthDate", "unknown"),
    ],
)
def test_dates_that_could_be_two_days_or_none_are_refused(said: str, cell: str) -> None:
    with pytest.raises(WrongFormat, match="`format`"):
        one("Born", said, cell)


def test_a_date_in_the_first_centuries_is_written_with_four_digits() -> None:
    assert precise("01/01/0962", "%d/%m/%Y") == "0962-01-01"


@pytest.mark.parametrize(
    ("said", "cell", "prop", "values"),
    [
        ("nationality", "Russian", "nationality", ("ru",)),
        ("gender", "M", "gender", ("male",)),
        ("{property: gender, values: {H: male, D: female}}", "d", "gender", ("female",)),
        ("notes", "seen at sea", "notes", ("X: seen at sea",)),
        ('{property: alias, split: "|"}', "A. B|| C. D", "alias", ("A. B", "C. D")),
        ("leiCode", "529900T8BM49AURSDO55", "leiCode", ()),
        ("address", "14 Quay Street", "address", ("14 Quay Street",)),
        ("email", "a@b.example", "email", ("a@b.example",)),
    ],
)
def test_values_are_read_as_their_property_needs(
    said: str, cell: str, prop: str, values: tuple[str, ...]
) -> None:
    schema = "Organization" if prop == "leiCode" else "Person"
    assert one("X", said, cell, schema).get(prop) == (values or (cell,))


def test_a_number_that_fails_its_check_is_kept_and_marked() -> None:
    vessel = one("IMO", "imoNumber", "9074728", "Vessel")
    assert vessel.get("imoNumber") == ("9074728",)
    assert "no IMO ship number" in vessel.get("notes")[0]


def test_names_have_the_language_of_their_column() -> None:
    (alias,) = one("X", "{property: alias, language: rus}", "Марек").get("alias")
    assert isinstance(alias, Text)
    assert alias.lang == "rus"


def test_parts_of_a_name_make_the_name() -> None:
    mapping = "id: No\nschema: Person\ncolumns: {Family: lastName, Given: firstName}\n"
    person = by_id(read("No,Family,Given\n1,Tolvan,Marek\n", mapping))["table:x-1"]
    assert person.get("name") == ("Marek Tolvan",)
    assert person.get("lastName") == ("Tolvan",)


def test_every_column_of_a_listing_has_its_property() -> None:
    words = "programme measures reason listedOn endedOn reference unReference authority".split()
    mapping = "id: No\nschema: Person\ncolumns:\n  Name: name\n" + "".join(
        f"  {word}: {word}\n" for word in words
    )
    cells = ["P", "Asset freeze", "R", "2022-03-01", "2023", "REF", "QDi.001", "A"]
    table = f"No,Name,{','.join(words)}\n1,Marek Tolvan,{','.join(cells)}\n"
    sanction = next(e for e in read(table, mapping) if e.schema == "Sanction")
    props = "program provisions reason listingDate endDate authorityId unscId authority".split()
    assert [sanction.first(prop) for prop in props] == cells


def test_a_column_may_be_called_what_yaml_takes_for_something_else() -> None:
    mapping = "id: No\nschema: Person\ncolumns: {Yes: name, 2020-01-01: notes, 1: notes}\n"
    found = by_id(read("No,Yes,2020-01-01,1\nnull,Marek Tolvan,a,b\n", mapping))
    assert found["table:x-null"].get("notes") == ("2020-01-01: a", "1: b")


DATED = "id: No\nschema: Person\npublished: {column: As of}\ncolumns: {Name: name}\n"


def test_a_column_may_date_the_table() -> None:
    assert read("No,Name,As of\n1,A B,2026-01-31\n2,C D,2026-01-31\n", DATED).published == (
        "2026-01-31"
    )


@pytest.mark.parametrize("days", [("2026-01-31", "2026-02-01"), ("2026-01", "2026-01"), ("", "")])
def test_a_column_that_dates_has_one_day(days: tuple[str, str]) -> None:
    with pytest.raises(WrongFormat):
        list(read(f"No,Name,As of\n1,A B,{days[0]}\n2,C D,{days[1]}\n", DATED))


@pytest.mark.parametrize(
    ("table", "error", "named"),
    [
        ("No,Name,Colour\n1,Marek,red\n", UnreadFields, r"Colour.*mapping\.yaml"),
        ("No\tName\tColour\n1\tMarek\tred\n", UnreadFields, "Colour"),
        ("No,Who\n1,Marek\n", InvalidInput, "Name.*Who"),
        ("No,Name\n,Marek\n", WrongFormat, "line 2.*no No"),
        ("No,Name\n1,Marek\n1,Ines\n", WrongFormat, "line 3"),
        ("No,Name\n1,\n", WrongFormat, "no name"),
        ("No,Name\n1,Marek,x\n", WrongFormat, "3 cells"),
        ("No,Name,\n1,Marek,x\n", WrongFormat, "without a name"),
        ("No,Name\n1~0123456789ab,Marek\n", WrongFormat, "part of another"),
        ("No,Name\n", WrongFormat, "not one entry"),
    ],
)
def test_rows_that_make_no_sense_are_refused(
    table: str, error: type[EnjoinError], named: str
) -> None:
    with pytest.raises(error, match=named):
        list(read(table))


def test_codes_without_a_meaning_say_where_to_name_them() -> None:
    mapping = "id: No\nschema: {column: T, values: {P: Person}}\ncolumns: {Name: name}\n"
    assert by_id(read("No,T,Name\n1,p,Marek\n", mapping))["table:x-1"].schema == "Person"
    with pytest.raises(UnknownValue, match=r"'X'.*`values` of T"):
        list(read("No,T,Name\n1,X,Marek\n", mapping))
    with pytest.raises(UnknownValue, match=r"'\?'"):
        one("Sex", "gender", "?")


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        ("", "object"),
        ("- a list", "object"),
        ("id: [", "line 1"),
        ("id: A\nschema: Person\ncolumns: {N: name}\nid: B\n", "line 4.*'id'"),
        ("id: A\nschema: Person\ncolumns: {N: name, N: alias}\n", "line 3.*'N'"),
        ("schema: Person\ncolumns: {N: name}\n", "id"),
        ("id: A\nschema: Ghost\ncolumns: {N: name}\n", "Ghost.*Vessel"),
        ("id: A\nschema: Person\ncolumns: {N: nmae}\n", "N: 'nmae'.*name"),
        ("id: A\nschema: Person\ncolumns: {N: addressEntity}\n", "addressEntity"),
        ("id: A\nschema: Person\ncolumns: {N: {property: name, spilt: x}}\n", "N:.*spilt"),
        ("id: A\nschema: Person\ncolumns: {N: {split: x}}\n", "N:.*property"),
        ("id: A\nschema: Person\ncolumns: {N: {property: birthDate, format: '%y'}}\n", "%Y"),
        ("id: A\nschema: Person\ncolumns: {N: name}\npublished: soon\n", "published: 'soon'"),
        ("id: A\nschema: Person\ncolumns: {N: name}\ndelimiter: ab\n", "delimiter"),
        ("id: A\nschema: Person\ncolumns: {N: name}\nignored: [N]\n", "ignored: N"),
        ("id: A\nschema: Person\ncolumns: {N: name}\ncolour: red\n", "colour"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(mapping: str, named: str) -> None:
    with pytest.raises(InvalidInput, match=named) as told:
        read_mapping("own.yaml", mapping.encode())
    assert str(told.value).startswith("own.yaml: ")
    assert "run the same command again" in str(told.value)


def test_a_mapping_that_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_mapping("own.yaml", b"id: \xff\xfe")


def test_a_sheet_is_named_or_the_first() -> None:
    mapping = (GOLDEN / "mapping.yaml").read_bytes()
    table = (GOLDEN / "table.xlsx").read_bytes()
    named = {"table.xlsx": table, "mapping.yaml": mapping + b'sheet: "Watch list"\n'}
    assert by_id(source("table:x").read(named)) == golden("table.csv")
    other = {"table.xlsx": table, "mapping.yaml": mapping + b"sheet: Other\n"}
    with pytest.raises(WrongFormat, match="Watch list"):
        source("table:x").read(other)


def test_parquet_holds_lists_and_numbers() -> None:
    pa = pytest.importorskip("pyarrow", reason="Parquet not tested: pyarrow is not installed")
    from pyarrow import parquet

    file = io.BytesIO()
    table = pa.table({"No": [7], "Name": ["Marek Tolvan"], "Also": [["A. B", "C. D"]]})
    parquet.write_table(table, file)
    mapping = b"id: No\nschema: Person\ncolumns: {Name: name, Also: {property: alias, split: ;}}\n"
    files = {"table.parquet": file.getvalue(), "mapping.yaml": mapping}
    assert by_id(source("table:x").read(files))["table:x-7"].get("alias") == ("A. B", "C. D")


def test_parquet_without_its_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidInput, match=r"pip install enjoin\[parquet\]"):
        golden("table.parquet")


@pytest.mark.parametrize("file", ["table.csv", "table.xlsx", "table.ods", "table.parquet"])
def test_half_a_table_is_refused_or_read(file: str) -> None:
    """A CSV cut between two rows cannot be told from a shorter one; all others can."""
    data = (GOLDEN / file).read_bytes()
    half = data[: len(data) // 2]
    files = {file: half, "mapping.yaml": (GOLDEN / "mapping.yaml").read_bytes()}
    try:
        found = list(source("table:x").read(files))
    except SourceError:
        return
    assert file == "table.csv"
    assert found
