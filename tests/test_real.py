"""The whole on real lists and reports, as a user would have them."""

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest

from command_line import run

pytestmark = [pytest.mark.real_lists, pytest.mark.slow]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A home with OFAC's SDN of July 2021 and the UN's list of March 2023."""
    folder = tmp_path_factory.mktemp("real")
    un = shared / "lists/un_sc/un_consolidated_2023-03-09.xml"
    ofac = shared / "lists/us_ofac/set_2021-07"
    assert run(folder, "update", "un_sc", "--from", str(un))[0] == 0
    given = ("--from", str(ofac), "--version", "2021-07-07")
    assert run(folder, "update", "us_ofac_sdn", *given)[0] == 0
    return folder


def test_lists_hold_what_the_publishers_counted(home: Path) -> None:
    listed = json.loads(run(home, "lists", "--json")[1])
    assert {of["source"]: (of["version"], of["entries"]) for of in listed} == {
        "un_sc": ("2023-03-09", 956),
        "us_ofac_sdn": ("2021-07-07", 8976),
    }


@pytest.mark.parametrize(
    ("name", "schema", "entity"),
    [
        ("Kim Jong Un", "LegalEntity", "us_ofac_sdn-20157"),
        ("Gim Jeong-eun", "Person", "us_ofac_sdn-20157"),
        ("Kim Jongun", "Person", "us_ofac_sdn-20157"),
        ("Korea Mining Development Trading Corp", "Organization", "un_sc-690735"),
    ],
)
def test_known_names_are_found(home: Path, name: str, schema: str, entity: str) -> None:
    code, out, _ = run(home, "screen", name, "--schema", schema, "--accept-stale", "--json")
    assert code == 4
    assert entity in [match["entity_id"] for match in json.loads(out)]


def test_every_un_name_is_found_and_nearly_always_first(
    home: Path, shared: Path, tmp_path: Path
) -> None:
    table, out = shared / "bench/un_names.csv", tmp_path / "out.csv"
    options = ("--map", "full_name=name", "--schema", "Person", "--keep", "dataids")
    limits = ("--list", "un_sc", "--accept-stale", "--json")
    _, told, _ = run(home, "screen-table", str(table), "-o", str(out), *options, *limits)
    count = json.loads(told)["rows"]
    found, first = set(), set()
    with out.open(encoding="utf-8", newline="") as file:
        for match in csv.DictReader(file):
            if match["entity_id"].removeprefix("un_sc-") in re.findall(r"\d+", match["dataids"]):
                found.add(match["row"])
                first |= {match["row"]} if match["rank"] == "1" else set()
    assert len(found) == count
    assert len(first) >= 0.99 * count


def test_another_publishers_file_is_refused(home: Path, shared: Path) -> None:
    before = run(home, "lists", "--json")[1]
    other = str(shared / "lists/us_csl/csl_2023-11_short.csv")
    for source in ("un_sc", "us_ofac_sdn"):
        code, _, err = run(home, "update", source, "--from", other)
        assert code == 3
        assert "the stored list is unchanged" in err
    assert run(home, "lists", "--json")[1] == before


def test_half_a_list_is_refused(home: Path, shared: Path, tmp_path: Path) -> None:
    whole = (shared / "lists/un_sc/un_consolidated_2020-10-02.xml").read_bytes()
    (tmp_path / "half.xml").write_bytes(whole[: len(whole) // 2])
    code, _, err = run(home, "update", "un_sc", "--from", str(tmp_path / "half.xml"))
    assert code == 3
    assert "the stored list is unchanged" in err


def test_an_older_version_goes_into_history_and_the_newest_stays(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "home"
    subprocess.run(["cp", "-r", home, copied], check=True)
    older = str(shared / "lists/un_sc/un_consolidated_2020-10-02.xml")
    assert run(copied, "update", "un_sc", "--from", older)[0] == 0
    now = json.loads(run(copied, "lists", "--json")[1])
    assert [of["version"] for of in now if of["source"] == "un_sc"] == ["2023-03-09"]
    then = json.loads(run(copied, "lists", "--on", "2021-01-01", "--json")[1])
    assert [(of["version"], of["entries"]) for of in then] == [("2020-10-02", 1017)]
    assert run(copied, "verify")[0] == 0


def test_the_five_reports_give_their_quotations_findings_and_listed_parties(
    home: Path, shared: Path, tmp_path: Path
) -> None:
    page = tmp_path / "brief.html"
    code, out, _ = run(home, "brief", str(shared / "reports"), "-o", str(page), "--json")
    assert code == 0
    brief = json.loads(out)
    quotes = [
        q for report in brief["reports"] for said in report["statements"] for q in said["quotes"]
    ]
    assert len(quotes) == 35
    assert {"UNSCR-1718/8b", "UNSCR-1874/9"} <= {
        m for f in brief["findings"] for m in f["measures"]
    }
    assert {finding["standard"] for finding in brief["findings"]} == {"suspicion"}
    assert "us_ofac_sdn-20157" in {mention["entity_id"] for mention in brief["listed"]}
    assert len(brief["same_story"]) == 1
    assert page.stat().st_size > 50_000
