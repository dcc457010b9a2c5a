"""What is known of lists, as the command line shows it, and what their documentation says."""

import json
from pathlib import Path

import pytest

from command_line import run
from enjoin.sources import FAMILIES, READERS, read_path, source
from enjoin.sources.rows import column_names

GOLDEN = Path(__file__).parent / "golden"
DOCS = (Path(__file__).parent.parent / "docs" / "lists.md").read_text("utf-8")


def golden(tmp_path: Path, name: str, file: str, *options: str) -> tuple[int, str, str]:
    return run(tmp_path, "update", name, "--from", str(GOLDEN / name / file), *options)


def eu(home: Path) -> tuple[int, str, str]:
    """Load the EU's sample, which is dated ahead of time, as one of the past."""
    text = (GOLDEN / "eu_fsf" / "xmlfullsanctionslist_1_1.xml").read_text("utf-8")
    (home / "eu.xml").write_text(text.replace("2031-", "2021-"), "utf-8")
    return run(home, "update", "eu_fsf", "--from", str(home / "eu.xml"))


@pytest.mark.parametrize("name", [*READERS, *(f"{family}:NAME" for family in FAMILIES)])
def test_every_list_is_documented_with_its_allowed_age(name: str) -> None:
    (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{name}` |")]
    if name in READERS:
        assert f"| {source(name).info.max_age_days} days |" in row
        unverified = any(not each.verified for each in source(name).info.formats)
        assert ("unverified" in row) == unverified


def test_an_unverified_reader_says_so_until_it_has_read_a_real_file(tmp_path: Path) -> None:
    golden(tmp_path, "au_dfat", "australian_sanctions_consolidated_list.xlsx")
    _, out, _ = run(tmp_path, "lists", "--json")
    (listed,) = json.loads(out)
    assert listed["unverified"] is True
    assert listed["origin"] == "file"
    _, words, _ = run(tmp_path, "lists")
    assert "unverified" in words
    assert "not loaded: un_sc" in words


def test_a_retired_form_says_so(tmp_path: Path) -> None:
    golden(tmp_path, "gb_sanctions", "conlist_29.csv")
    _, out, _ = run(tmp_path, "lists", "--json")
    (listed,) = json.loads(out)
    assert "2026-01-28" in listed["retired"]
    assert listed["unverified"] is False


def test_an_excerpt_is_loaded_and_every_answer_says_so(tmp_path: Path) -> None:
    code, _, err = eu(tmp_path)
    assert code == 0, err
    assert "all but" in err
    _, words, _ = run(tmp_path, "lists")
    assert "WITHOUT all but" in words
    _, answer, told = run(tmp_path, "screen", "Nobody Known", "--accept-stale")
    assert "WITHOUT all but" in answer + told


def test_versions_that_differ_in_their_date_alone_change_nothing(tmp_path: Path) -> None:
    text = (GOLDEN / "un_sc" / "consolidated.xml").read_text("utf-8")
    day = text.partition('dateGenerated="')[2][:10]
    for nth, date in enumerate((day, "2024-12-01")):
        path = tmp_path / f"{nth}.xml"
        path.write_text(text.replace(day, date), "utf-8")
        code, out, err = run(
            tmp_path, "update", "un_sc", "--from", str(path), "--accept", _entries(text)
        )
        assert code == 0, err
    assert "0 added, 0 removed, 0 changed" in out
    assert json.loads(run(tmp_path, "lists", "--json")[1])[0]["version"] == "2024-12-01"


def _entries(text: str) -> str:
    return str(text.count("<DATAID>"))


def test_a_change_is_told_field_by_field(tmp_path: Path) -> None:
    text = (GOLDEN / "un_sc" / "consolidated.xml").read_text("utf-8")
    day = text.partition('dateGenerated="')[2][:10]
    changed = text.replace(day, "2024-12-01").replace("Treasurer", "Paymaster")
    for nth, each in enumerate((text, changed)):
        path = tmp_path / f"{nth}.xml"
        path.write_text(each, "utf-8")
        run(tmp_path, "update", "un_sc", "--from", str(path), "--accept", _entries(text))
    _, out, _ = run(tmp_path, "delta", "un_sc")
    assert "0 added, 0 removed, 1 changed" in out
    assert "position: 'Treasurer' became 'Paymaster'" in out
    _, told, _ = run(tmp_path, "delta", "un_sc", "--json")
    delta = json.loads(told)
    assert delta["changed"] == ["7700001"]
    assert delta["details"][0]["fields"] == [
        {"field": "position", "removed": ["Treasurer"], "added": ["Paymaster"]}
    ]
    _, story, _ = run(tmp_path, "entity", "un_sc-7700001", "--history")
    assert "listed from" in story
    assert "  - position: Treasurer" in story
    assert "  + position: Paymaster" in story


def test_an_entry_shows_what_it_goes_with(tmp_path: Path) -> None:
    text = (GOLDEN / "un_sc" / "consolidated.xml").read_text("utf-8")
    un = tmp_path / "un.xml"
    reference = text.partition("<REFERENCE_NUMBER>")[2].partition("<")[0]
    un.write_text(text, "utf-8")
    run(tmp_path, "update", "un_sc", "--from", str(un), "--accept", _entries(text))
    table = tmp_path / "watch.csv"
    table.write_text(f"No,Name,UN\n1,Somebody Else,x\n2,Tariq Qamari,{reference}\n")
    (tmp_path / "watch.yaml").write_text(
        "id: No\nschema: Person\npublished: 2026-01-31\ncolumns:\n  Name: name\n  UN: unReference\n"
    )
    code, _, err = run(tmp_path, "update", "table:watch", "--from", str(table))
    assert code == 0, err
    _, out, _ = run(tmp_path, "entity", "table:watch-2")
    assert f"both bear the UN reference {reference}" in out
    judged = ("judge", "table:watch-2", "un_sc-7700001")
    run(tmp_path, *judged, "same", "--by", "ana", "--reason", "same reference")
    code, _, err = run(tmp_path, *judged, "confirm", "--by", "Ana")
    assert code == 2
    assert "another person" in err
    run(tmp_path, *judged, "confirm", "--by", "ben")
    _, out, _ = run(tmp_path, "entity", "un_sc-7700001")
    assert "(judgement): same, by ana and ben: same reference" in out
    assert run(tmp_path, "verify")[0] == 0


def test_an_id_that_nobody_has_is_told(tmp_path: Path) -> None:
    eu(tmp_path)
    for wrong in ("un_sc-1", "eu_fsf-999999999", "nonsense"):
        code, _, err = run(tmp_path, "entity", wrong)
        assert code == 2
        assert wrong in err


def test_nothing_is_said_of_days_before_the_first_version(tmp_path: Path) -> None:
    eu(tmp_path)
    listed = next(iter(read_path("eu_fsf", tmp_path / "eu.xml")))
    assert run(tmp_path, "entity", listed.id)[0] == 0
    code, _, err = run(tmp_path, "entity", listed.id, "--on", "1990-01-01")
    assert code == 3
    assert "no version of 1990-01-01 or before" in err


def test_delta_says_which_days_there_are(tmp_path: Path) -> None:
    eu(tmp_path)
    code, _, err = run(tmp_path, "delta", "eu_fsf", "--since", "2001-01-01")
    assert code == 2
    assert "loaded are those of 2021-" in err
    assert run(tmp_path, "delta", "eu_fsf")[0] == 2
    assert run(tmp_path, "delta", "us_csl")[0] == 3
    code, _, err = run(tmp_path, "screen", "a", "--list", "nosuch")
    assert code == 2
    assert "no such list" in err


def test_the_schedule_names_the_home_and_when(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "update", "--schedule")
    assert str(tmp_path) in out
    assert "OnCalendar=" in out
    assert "17 5,13,21 * * *" in out


def test_columns_that_come_again_are_numbered() -> None:
    assert column_names(["Id", " Name ", "Id"]) == ["Id", "Name", "Id 2"]
