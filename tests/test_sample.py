"""The sample data has its publishers' form, fits together, and names nobody real."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from enjoin import sample

HERE = sample.folder()
OFAC = HERE / sample.LISTS["us_ofac_sdn"]
UN = HERE / sample.LISTS["un_sc"]
NULL = "-0- "


def rows(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("ascii", "replace").removesuffix("\x1a")
    return list(csv.reader(text.split("\r\n")[:-1]))


def customers() -> list[list[str]]:
    with (HERE / "customers.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def remarks() -> dict[str, str]:
    """The remarks of each entry, with what ran over into the comments file."""
    more = dict(rows(OFAC / "sdn_comments.csv"))
    return {row[0]: row[11] + more.get(row[0], "") for row in rows(OFAC / "sdn.csv")}


@pytest.mark.parametrize(
    ("file", "columns", "ends_with"),
    [
        ("sdn.csv", 12, b"\r\n\x1a"),
        ("alt.csv", 5, b"\r\n\x1a"),
        ("add.csv", 6, b"\r\n\x1a"),
        ("sdn_comments.csv", 2, b"\r\n"),
    ],
)
def test_ofac_files_have_the_form_of_their_publisher(
    file: str, columns: int, ends_with: bytes
) -> None:
    data = (OFAC / file).read_bytes()
    assert data.isascii()
    assert data.endswith(ends_with)
    assert data.count(b"\n") == data.count(b"\r\n")
    assert {len(row) for row in rows(OFAC / file)} == {columns}


def test_a_missing_value_is_the_publishers_null() -> None:
    cells = [cell for row in rows(OFAC / "sdn.csv") for cell in row]
    assert NULL in cells
    assert "" not in cells
    assert "-0-" not in cells


def test_aliases_addresses_and_comments_belong_to_an_entry() -> None:
    known = {row[0] for row in rows(OFAC / "sdn.csv")}
    assert len(known) == len(rows(OFAC / "sdn.csv")) == 40
    for file in ("alt.csv", "add.csv", "sdn_comments.csv"):
        assert {row[0] for row in rows(OFAC / file)} <= known
    for file in ("alt.csv", "add.csv"):
        numbers = [row[1] for row in rows(OFAC / file)]
        assert len(set(numbers)) == len(numbers)


def test_remarks_run_over_after_a_thousand_characters() -> None:
    long = {row[0] for row in rows(OFAC / "sdn.csv") if len(row[11]) == 1000}
    assert long == {row[0] for row in rows(OFAC / "sdn_comments.csv")}
    assert all(text.endswith(".") for text in remarks().values() if text != NULL)


def test_who_is_linked_to_somebody_is_linked_to_an_entry() -> None:
    names = {row[1].rstrip(".") for row in rows(OFAC / "sdn.csv")}
    linked = re.findall(r"Linked To: (.+?)(?=; [A-Z]|\.$)", "\n".join(remarks().values()), re.M)
    assert linked
    assert set(linked) <= names


def test_imo_numbers_have_valid_check_digits() -> None:
    numbers = re.findall(
        r"Vessel Registration Identification IMO (\d{7})", " ".join(remarks().values())
    )
    assert len(numbers) == 2
    for number in numbers:
        weighted = sum(
            int(digit) * weight for digit, weight in zip(number[:6], range(7, 1, -1), strict=True)
        )
        assert weighted % 10 == int(number[-1])


def test_the_un_list_has_numbers_references_and_a_date_of_its_own() -> None:
    root = etree.parse(UN).getroot()
    assert (root.get("dateGenerated") or "").startswith(sample.VERSIONS["un_sc"])
    assert len(root.findall("INDIVIDUALS/INDIVIDUAL")) == 20
    assert len(root.findall("ENTITIES/ENTITY")) == 10
    for field in ("DATAID", "REFERENCE_NUMBER"):
        values = [node.text for node in root.iter(field)]
        assert len(set(values)) == len(values) == 30
    assert all(
        re.fullmatch(r"[A-Z]{2}[ie]\.9\d\d", r.text or "") for r in root.iter("REFERENCE_NUMBER")
    )
    assert {node.text for node in root.iter("TYPE_OF_DATE")} == {
        "EXACT",
        "APPROXIMATELY",
        "BETWEEN",
    }


def test_some_parties_are_on_both_lists() -> None:
    both = {words(name) for name in ofac_names(OFAC)} & {words(name) for name in un_names(UN)}
    assert words("RYANG, Tok Hwa") in both
    assert words("Korea Taebong Machinery Trading Corporation") in both


def test_notes_name_entries_that_exist() -> None:
    known = {f"us_ofac_sdn-{row[0]}" for row in rows(OFAC / "sdn.csv")}
    known |= {f"un_sc-{node.text}" for node in etree.parse(UN).getroot().iter("DATAID")}
    hits = [row for row in customers() if row[-1].startswith("listed:")]
    assert len(hits) == 12
    for row in hits:
        named = re.findall(r"(?:us_ofac_sdn|un_sc)-\d+", row[-1])
        assert named
        assert set(named) <= known


def test_two_customers_are_broken_on_purpose_and_no_more() -> None:
    table = customers()
    assert len(table) == 60
    assert [row[0] for row in table if len(row) != 5] == ["C-041"]
    assert [row[0] for row in table if len(row) == 5 and not is_date(row[2])] == ["C-049"]


def is_date(text: str) -> bool:
    try:
        return not text or (len(text) == 4 and text.isdigit()) or bool(date.fromisoformat(text))
    except ValueError:
        return False


def test_reports_name_parties_of_the_lists_and_are_of_one_year() -> None:
    texts = [path.read_text("utf-8") for path in sorted((HERE / "reports").glob("*.txt"))]
    assert len(texts) == 5
    together = "\n".join(texts)
    for name in ("Wadih al-Qassabani", "Ryang Tok Hwa", "Songdae Shipping Company", "Tae Bong 7"):
        assert name in together
        assert words(name) in {words(listed) for listed in ofac_names(OFAC)}
    assert set(re.findall(r"\b(?:19|20)\d\d\b", together)) == {"2024"}


def test_the_reader_is_told_that_it_is_fiction() -> None:
    assert "is fiction" in (HERE / "README.md").read_text("utf-8")


@pytest.mark.real_lists
def test_nobody_in_the_sample_is_on_a_real_list(shared: Path) -> None:
    real = {words(name) for name in ofac_names(shared / "lists/us_ofac/set_2021-07")}
    for path in (shared / "lists/un_sc").glob("un_consolidated_*.xml"):
        real |= {words(name) for name in un_names(path)}
    assert len(real) > 10_000
    ours = [*ofac_names(OFAC), *un_names(UN), *(row[1] for row in customers())]
    assert not [name for name in ours if words(name) in real]


def words(name: str) -> frozenset[str]:
    """A name as its words, whatever their order, case and punctuation."""
    return frozenset(re.findall(r"\w+", name.casefold()))


def ofac_names(folder: Path) -> Iterator[str]:
    yield from (row[1] for row in rows(folder / "sdn.csv"))
    yield from (row[3] for row in rows(folder / "alt.csv"))


def un_names(path: Path) -> Iterator[str]:
    root = etree.parse(path).getroot()
    for subject in (*root.iter("INDIVIDUAL"), *root.iter("ENTITY")):
        parts = [subject.findtext(f"{nth}_NAME") for nth in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        yield " ".join(part for part in parts if part)
        yield from (alias.text for alias in subject.iter("ALIAS_NAME") if alias.text)
