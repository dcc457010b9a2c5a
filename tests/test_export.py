"""What is in force, written for other software: FollowTheMoney's JSON, CSV and Parquet."""

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from command_line import run
from enjoin.config import Config
from enjoin.model.entity import Entity
from enjoin.model.errors import InvalidInput, NoLists, StaleLists
from enjoin.model.schema import REFERENCES
from enjoin.sources import read_path
from enjoin.store import journal
from enjoin.store.opening import opened
from enjoin.workspace import Asked, Origin, Workspace
from enjoin.workspace.exporting import COLUMNS
from followthemoney_oracle import asked as library
from followthemoney_oracle import interpreter

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 2, 5, 12, tzinfo=UTC)


def workspace(home: Path) -> Workspace:
    return Workspace(Config(home=home, database=f"sqlite:///{home / 'enjoin.db'}"), lambda: NOW)


@pytest.fixture
def loaded(tmp_path: Path) -> Workspace:
    """A workspace with two lists of an organisation's own."""
    made = workspace(tmp_path / "home")
    made.update("ftm:sample", Origin(path=GOLDEN / "ftm"))
    made.update("table:own", Origin(path=GOLDEN / "table"))
    return made


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file, strict=True)}


def listed(name: str, path: Path) -> dict[str, Entity]:
    return {entity.id: entity for entity in read_path(name, path)}


def test_json_has_the_fields_of_opensanctions(loaded: Workspace, tmp_path: Path) -> None:
    done = loaded.export(tmp_path / "all.json", "ftm")
    found = {each["id"]: each for each in lines(tmp_path / "all.json")}
    assert done.entities == len(found) == 8 + 10
    assert found["ftm:sample-xx-v-1"] == {
        "id": "ftm:sample-xx-v-1",
        "caption": "SEA LANTERN",
        "schema": "Vessel",
        "properties": {
            "name": ["SEA LANTERN"],
            "imoNumber": ["9074729"],
            "flag": ["pa"],
            "owner": ["ftm:sample-NK-tolvanlines", "ftm:sample-xx-elsewhere-9"],
            "topics": ["sanction"],
        },
        "datasets": ["ftm:sample"],
        "referents": [],
        "target": True,
    }
    targets = {id_ for id_, each in found.items() if each["target"]}
    assert targets == {
        *("ftm:sample-xx-p-1", "ftm:sample-NK-tolvanlines", "ftm:sample-xx-v-1"),
        *("table:own-1", "table:own-3", "table:own-4"),
        "table:own-550e8400-e29b-41d4-a716-446655440000",
    }


def test_without_topics_all_who_are_listed_are_targets(tmp_path: Path) -> None:
    made = workspace(tmp_path)
    (tmp_path / "own.csv").write_text("No,Name\n1,Marek Tolvan\n", "utf-8")
    (tmp_path / "own.yaml").write_text("id: No\nschema: Person\ncolumns: {Name: name}\n", "utf-8")
    made.update("table:own", Origin(path=tmp_path / "own.csv", version="2026-02-01"))
    made.export(tmp_path / "own.json", "ftm")
    assert [each["target"] for each in lines(tmp_path / "own.json")] == [True]
    assert made.export(tmp_path / "targets.csv", "csv").entities == 1


def test_an_export_can_be_loaded_again(loaded: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "own.json"
    loaded.export(out, "ftm", Asked(loaded.as_of(), lists=("table:own",)))
    ours, again = listed("table:own", GOLDEN / "table"), listed("ftm:again", out)
    assert {f"ftm:again-{id_}" for id_ in ours} == again.keys()
    for id_, entity in ours.items():
        copy = again[f"ftm:again-{id_}"]
        assert copy.schema == entity.schema
        for prop, values in entity.properties.items():
            before = "ftm:again-" if prop in REFERENCES[entity.schema] else ""
            assert copy.get(prop) == tuple(f"{before}{value}" for value in values)


def test_languages_do_not_stand_in_the_way(loaded: Workspace, tmp_path: Path) -> None:
    loaded.update("ftm:said", Origin(path=GOLDEN / "ftm" / "statements.csv"))
    out = tmp_path / "said.json"
    loaded.export(out, "ftm", Asked(loaded.as_of(), lists=("ftm:said",)))
    found = {each["id"]: each["properties"] for each in lines(out)}
    assert found["ftm:said-xx-p-1"]["name"] == ["Marek Tolvan", "Марек Толван"]


def test_csv_has_a_row_for_each_target(loaded: Workspace, tmp_path: Path) -> None:
    done = loaded.export(tmp_path / "all.csv", "csv")
    found = rows(tmp_path / "all.csv")
    assert done.entities == len(found) == 7
    assert found["ftm:sample-xx-p-1"] == dict.fromkeys(COLUMNS, "") | {
        "id": "ftm:sample-xx-p-1",
        "schema": "Person",
        "name": "Marek Tolvan",
        "aliases": "M. J. Tolvan;The Ferryman;Марек Толван",
        "birth_date": "1962-05-07",
        "countries": "ru",
        "addresses": "14 Quay Street, Varnholm",
        "identifiers": "71 4450912",
        "sanctions": "Maritime programme - Owns vessels that change their flags at sea. - "
        "2022-03-01",
        "program_ids": "XX-MAR",
        "dataset": "ftm:sample",
    }
    assert found["ftm:sample-NK-tolvanlines"]["aliases"] == '"Quay & Sons; Shipping"'


def test_csv_is_read_as_targets(loaded: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "own.csv"
    loaded.export(out, "csv", Asked(loaded.as_of(), lists=("ftm:sample",)))
    again = listed("ftm:again", out)
    company = again["ftm:again-ftm:sample-NK-tolvanlines"]
    assert company.get("alias") == ("Quay & Sons; Shipping",)
    assert company.get("registrationNumber") == ("HE 120034",)


def test_parquet_has_the_rows_of_the_csv(loaded: Workspace, tmp_path: Path) -> None:
    reason = "Parquet not tested: pyarrow is not installed"
    parquet = pytest.importorskip("pyarrow.parquet", reason=reason)
    loaded.export(tmp_path / "all.csv", "csv")
    loaded.export(tmp_path / "all.parquet", "parquet")
    found = parquet.read_table(tmp_path / "all.parquet").to_pylist()
    assert found == list(rows(tmp_path / "all.csv").values())


def test_parquet_without_its_library_says_what_to_install(
    loaded: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidInput, match=r"pip install enjoin\[parquet\]"):
        loaded.export(tmp_path / "x.parquet", "parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_what_was_in_force_that_day_is_exported(loaded: Workspace, tmp_path: Path) -> None:
    later = tmp_path / "later"
    later.mkdir()
    text = (GOLDEN / "ftm" / "entities.ftm.json").read_text("utf-8")
    (later / "entities.ftm.json").write_text(text.replace("Ines Tolvan", "Ines Marsh"), "utf-8")
    origin = Origin(path=later / "entities.ftm.json", version="2026-02-04")
    loaded.update("ftm:sample", origin)
    only = ("ftm:sample",)
    for on, name in (("2026-02-05", "Ines Marsh"), ("2026-02-03", "Ines Tolvan")):
        loaded.export(tmp_path / "x", "ftm", Asked(loaded.as_of(on), lists=only))
        found = {each["id"]: each for each in lines(tmp_path / "x")}
        assert found["ftm:sample-xx-p-2"]["caption"] == name


def test_a_day_without_a_version_is_refused(loaded: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NoLists, match="ftm:sample"):
        loaded.export(tmp_path / "x", "ftm", Asked(loaded.as_of("2026-02-01")))
    unknown = loaded.as_of("2026-02-05", "2020-01-01T00:00:00Z")
    with pytest.raises(NoLists, match="recorded by"):
        loaded.export(tmp_path / "x", "ftm", Asked(unknown))
    with pytest.raises(NoLists, match="un_sc"):
        loaded.export(tmp_path / "x", "ftm", Asked(loaded.as_of(), lists=("un_sc",)))
    assert not (tmp_path / "x").exists()


def test_a_stale_list_is_exported_only_when_that_is_accepted(
    loaded: Workspace, tmp_path: Path
) -> None:
    late = loaded.as_of("2026-03-05")
    with pytest.raises(StaleLists, match="ftm:sample"):
        loaded.export(tmp_path / "x", "ftm", Asked(late))
    done = loaded.export(tmp_path / "x", "ftm", Asked(late, accept_stale=True))
    assert {cited.source: cited.stale for cited in done.lists} == {
        "ftm:sample": True,
        "table:own": False,
    }


def test_a_file_is_written_whole_or_not_at_all(loaded: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "kept.json").write_text("what was there", "utf-8")
    with pytest.raises(StaleLists):
        loaded.export(out / "kept.json", "ftm", Asked(loaded.as_of("2027-01-01")))
    assert [path.name for path in out.iterdir()] == ["kept.json"]
    assert (out / "kept.json").read_text("utf-8") == "what was there"
    with pytest.raises(InvalidInput, match="folder"):
        loaded.export(out, "csv")
    with pytest.raises(InvalidInput, match="no folder"):
        loaded.export(out / "kept.json" / "below.json", "ftm")
    with pytest.raises(InvalidInput, match="parquet"):
        loaded.export(out / "x", "xls")


def test_an_export_is_in_the_journal(loaded: Workspace, tmp_path: Path) -> None:
    done = loaded.export(tmp_path / "x", "csv")
    with opened(loaded.config.database) as door:
        bodies = [body for _, kind, body in journal.entries(door) if kind == "export"]
    assert [body["sha256"] for body in bodies] == [done.sha256]
    loaded.verify()


def test_the_command_tells_what_it_wrote(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "own.csv"
    run(home, "update", "table:own", "--from", str(GOLDEN / "table" / "table.csv"))
    code, told, aside = run(home, "export", "--format", "csv", "-o", str(out), "--on", "2026-02-05")
    assert code == 0
    assert "4 targets" in told
    assert "table:own 2026-01-31 (5 days old)" in aside
    code, told, _ = run(home, "export", "-o", str(out), "--on", "2026-02-05", "--json")
    assert code == 0
    assert json.loads(told)["entities"] == 10
    code, _, aside = run(home, "export", "-o", str(out), "--list", "un_sc")
    assert code == 3
    assert "un_sc" in aside


def test_followthemoney_loads_an_export_unchanged(loaded: Workspace, tmp_path: Path) -> None:
    loaded.export(tmp_path / "all.json", "ftm")
    answer = library("loaded", tmp_path / "all.json")
    assert answer["entities"] == 18
    assert answer["otherwise"] == []
    # the library writes 'IMO' before the number of a ship, and takes all other values as they are
    spelled = [["imoNumber", "9074729", ["IMO9074729"]]] * 2
    assert answer["changed"] == spelled


#: What the library spells otherwise, or drops, although the publisher says so: a ship's number
#: without 'IMO', a site without 'http://', a telephone number without its country, quotation
#: marks around a name, two commas in a row.
SPELLED = {"imoNumber", "website", "phone", "name", "alias", "weakAlias", "address", "full"}


@pytest.mark.real_lists
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("un_sc", "un_sc/un_consolidated_2023-03-09.xml"),
        ("us_ofac_sdn", "us_ofac/set_2021-07"),
        ("ca_sema", "ca_sema/sema-lmes_2020-04.xml"),
    ],
)
@pytest.mark.slow
def test_followthemoney_loads_real_lists(
    shared: Path, tmp_path: Path, name: str, path: str
) -> None:
    interpreter()  # nothing else is worth the time without it
    made = workspace(tmp_path)
    version = made.update(name, Origin(path=shared / "lists" / path)).version
    done = made.export(tmp_path / "x.json", "ftm", Asked(made.as_of(version)))
    answer = library("loaded", tmp_path / "x.json")
    assert answer["entities"] == done.entities
    assert answer["otherwise"] == []
    assert {prop for prop, _, _ in answer["changed"]} <= SPELLED
