"""What befell a party: told by date, drawn in lanes, and never guessed whose it is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import run
from enjoin import sample
from enjoin.model.errors import InvalidInput
from enjoin.pages.timeline import Mark, first_day, picture
from enjoin.workspace import Asked, Origin, Workspace, open_workspace

SAMPLE = sample.folder()
UN, US = "un_sc-6990001", "us_ofac_sdn-90001"  # one person, by two publishers
NOW = datetime(2024, 6, 2, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def load(workspace: Workspace, source: str, path: Path, version: str) -> None:
    count = sample.ENTRIES[source]
    workspace.update(source, Origin(path=path, version=version, accept=count))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with both sample lists."""
    opened = open_workspace(tmp_path_factory.mktemp("home"), lambda: NOW)
    for source, place in sample.LISTS.items():
        load(opened, source, SAMPLE / place, sample.VERSIONS[source])
    return opened


def lines(workspace: Workspace, *with_: str, graph: Path | None = None) -> list[tuple[str, ...]]:
    found = workspace.history(UN, None, with_, graph)
    return [(each.on or "", each.what) for each in found.befell]


def test_a_listing_is_told_with_its_date_authority_and_reference(workspace: Workspace) -> None:
    assert lines(workspace) == [
        ("2018-06-14", "listed by United Nations Security Council (DPRK, KPi.901)"),
        ("2022-03-08", "listing amended by United Nations Security Council"),
    ]


def test_a_listing_without_a_date_began_by_the_first_version_at_the_latest(
    workspace: Workspace,
) -> None:
    befell = workspace.history(US).befell
    assert [each.at_latest for each in befell] == [True, True]
    assert all("by that day at the latest" in each.what for each in befell)


def test_what_came_after_the_day_is_left_out(workspace: Workspace, tmp_path: Path) -> None:
    graph = tmp_path / "graph.json"
    stake = {"owner": UN, "asset": "T", "share": "40", "from": "2020-01-01", "until": "2030-01-01"}
    later = {"owner": UN, "asset": "X", "share": "40", "from": "2025-01-01"}
    graph.write_text(json.dumps({"stakes": [stake, later]}))
    found = workspace.history(UN, graph=graph).befell
    held = [each for each in found if each.kind == "holding"]
    assert [(each.on, each.until, each.what) for each in held] == [
        ("2020-01-01", None, "owns 40 % of T")
    ]


def test_a_name_that_two_entries_bear_is_nobodys_until_somebody_says(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput, match="several entries are as near") as raised:
        workspace.history("Ryang Tok Hwa")
    assert UN in str(raised.value)
    assert US in str(raised.value)


def test_two_people_make_two_entries_one_history(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path, lambda: NOW)
    for source, place in sample.LISTS.items():
        load(opened, source, SAMPLE / place, sample.VERSIONS[source])
    opened.judge(UN, US, "same", "ana", "same passport")
    opened.judge(UN, US, None, "ben")
    found = opened.history("Ryang Tok Hwa")
    assert set(found.entries) == {UN, US}
    assert {each.entity_id for each in found.befell} == {UN, US}


def test_an_entry_that_was_taken_off_keeps_its_listing(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path, lambda: NOW)
    load(opened, "un_sc", SAMPLE / "un_sc.xml", "2024-05-31")
    text = (SAMPLE / "un_sc.xml").read_text("utf-8").replace("2024-05-31", "2024-06-01")
    (tmp_path / "later.xml").write_text(text.replace(">6990001<", ">6999999<"), "utf-8")
    load(opened, "un_sc", tmp_path / "later.xml", "2024-06-01")
    listing, *_, gone = opened.history(UN).befell
    assert (listing.on, listing.until) == ("2018-06-14", "2024-06-01")
    assert gone.what == "no longer on un_sc, by its version of that day"


def test_a_party_of_no_list_has_the_history_its_graph_tells(
    workspace: Workspace, tmp_path: Path
) -> None:
    graph = tmp_path / "graph.json"
    stake = {"owner": "S1", "asset": "Ottoline Harbour", "share": ["25", "35"]}
    graph.write_text(json.dumps({"stakes": [stake]}))
    found = workspace.history("Ottoline Harbour", graph=graph)
    assert [(each.on, each.what) for each in found.befell] == [(None, "is owned by S1, 25 to 35 %")]
    assert "no list has such a name" in found.notes[0]
    with pytest.raises(InvalidInput, match="nobody of that name"):
        workspace.history("Ottoline Harbour")


def test_reports_tell_what_the_party_did_and_what_follows(workspace: Workspace) -> None:
    asked = Asked(workspace.as_of(), accept_stale=True)
    found = workspace.history(UN, asked, reports=[SAMPLE / "reports"]).befell
    meeting = next(each for each in found if each.kind == "event")
    assert meeting.on == "2024-05-17"
    assert "Ryang Tok Hwa" in meeting.what
    told = next(each for each in found if each.kind == "statement")
    text = (SAMPLE / "reports" / told.evidence[0].file).read_text("utf-8")
    assert any("Ryang" in text[slice(*source.span)] for source in told.evidence)


def test_a_finding_on_an_event_beside_the_party_is_in_its_history(
    workspace: Workspace, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "SEOUL, May 22, 2024 (Harbour Courier) - Korea Taebong Machinery Trading Corporation, a "
        "North Korean company, shipped artillery rockets to Syria on May 20, 2024.\n"
    )
    asked = Asked(workspace.as_of(), accept_stale=True)
    found = workspace.history("un_sc-6991001", asked, reports=[report])
    told = {each.kind: each for each in found.befell}
    assert told["event"].on == told["finding"].on == "2024-05-20"
    assert "arms from North Korea to Syria" in told["finding"].what
    assert "finding" not in {e.kind for e in workspace.history(UN, asked, reports=[report]).befell}


def test_a_decision_about_the_party_is_in_its_history(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path, lambda: NOW)
    load(opened, "un_sc", SAMPLE / "un_sc.xml", "2024-05-31")
    dealing = {"kind": "payment", "value_date": "2024-06-01", "nexus": ["US"], "screen": False}
    for number, name in enumerate(("RYANG TOK HWA", "Ottoline Harbour")):
        asked = tmp_path / f"{number}.json"
        asked.write_text(json.dumps(dealing | {"parties": [{"name": name, "role": "creditor"}]}))
        opened.decide(asked)
    decisions = [each for each in opened.history(UN).befell if each.kind == "decision"]
    assert [each.on for each in decisions] == ["2024-06-01"]
    assert decisions[0].what.startswith("payment as creditor: ")


def test_the_command_draws_and_a_doubtful_name_ends_with_2(
    workspace: Workspace, tmp_path: Path
) -> None:
    home, drawn = workspace.config.home, tmp_path / "history.svg"
    code, out, _ = run(home, "history", UN, "--picture", str(drawn))
    assert code == 0
    assert "2018-06-14  listed by United Nations Security Council (DPRK, KPi.901)" in out
    assert "KPi.901" in drawn.read_text("utf-8")
    code, out, err = run(home, "history", "Ryang Tok Hwa")
    assert (code, out) == (2, "")
    assert US in err


@pytest.mark.parametrize(
    ("iso", "day"),
    [
        ("2024", date(2024, 1, 1)),
        ("2024-05", date(2024, 5, 1)),
        ("2024-W20", date(2024, 5, 13)),
        ("2024-05-14T08:42Z", date(2024, 5, 14)),
        ("spring", None),
    ],
)
def test_a_date_of_any_precision_has_a_first_day(iso: str, day: date | None) -> None:
    assert first_day(iso) == day


def test_a_picture_tells_everything_in_words_and_escapes_it() -> None:
    marks = [
        Mark("UN", date(2018, 6, 14), None, "DPRK", "listed <by> UN", bar=True),
        Mark("UN", date(2022, 3, 8), None, "amended", "amended & kept"),
    ]
    root = ElementTree.fromstring(picture("A & B", marks, date(2024, 6, 2)))
    assert root.findtext(f"{SVG}title") == "A & B"
    assert root.findtext(f"{SVG}desc") == "UN: listed <by> UN\nUN: amended & kept"
    assert len(root.findall(f".//{SVG}rect")) == 1
    assert len(root.findall(f".//{SVG}circle")) == 1


def test_marks_that_would_overlap_stand_in_rows_of_their_own() -> None:
    day = date(2020, 1, 1)
    marks = [Mark("UN", day, None, label, label, bar=True) for label in ("one", "two")]
    root = ElementTree.fromstring(picture("A", marks, date(2024, 6, 2)))
    assert len({rect.get("y") for rect in root.findall(f".//{SVG}rect")}) == 2
