"""From a mention in a report to a listed party."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from enjoin.config import Config
from enjoin.model.match import Evidence, Match, Party
from enjoin.monitoring import read
from enjoin.monitoring.links import listed
from enjoin.store import journal
from enjoin.store.opening import opened
from enjoin.workspace import Asked, Origin, Workspace
from enjoin.workspace.dated import DatedLists
from enjoin.workspace.snapshots import KEPT_WARM, current

TEXT = (
    "Cuban Defence Minister Raul Ortiz met Jane Roe on Monday. Ortiz smiled. "
    "Minister Falk stayed at home."
)


def match(name: str, score: float, is_match: bool = True) -> Match:
    evidence = (Evidence("name", 9.0, "the names agree", name, name),)
    return Match(
        entity_id=f"un_sc-{score}",
        caption=name,
        schema="Person",
        score=score,
        match=is_match,
        stale=False,
        prior=-9.0,
        evidence=evidence,
        listings=(),
        lists=(),
        scorer="test",
    )


def test_a_full_name_with_its_country_is_asked_for_and_linked() -> None:
    asked: list[Party] = []

    def find(party: Party) -> list[Match]:
        asked.append(party)
        return [match("ORTIZ, Raul", 0.9)] if "Raul Ortiz" in party.names else []

    found = listed(read("a.txt", TEXT.encode()), TEXT, find)
    assert asked[0] == Party(names=("Raul Ortiz",), schema="Person", countries=("cu",))
    assert [TEXT[slice(*one.mention.span)] for one in found] == ["Raul Ortiz", "Ortiz"]
    assert {one.caption for one in found} == {"ORTIZ, Raul"}
    assert "the names agree" in found[0].because


def test_a_family_name_without_a_country_is_never_asked_for() -> None:
    names: list[str] = []
    listed(read("a.txt", TEXT.encode()), TEXT, lambda party: names.extend(party.names) or [])  # type: ignore[func-returns-value]
    assert "Falk" not in names


def test_what_does_not_reach_the_threshold_is_no_link() -> None:
    report = read("a.txt", TEXT.encode())
    assert listed(report, TEXT, lambda party: [match(party.names[0], 0.4, is_match=False)]) == []


def test_an_organisation_and_a_vessel_are_asked_for_by_full_name_and_kind() -> None:
    text = "The tanker Lucky Mariner 9 belongs to Sunway Petro Trading Limited of Dubai."
    asked: list[Party] = []

    def find(party: Party) -> list[Match]:
        asked.append(party)
        return [match(party.names[0].upper(), 0.9)]

    found = listed(read("a.txt", text.encode()), text, find)
    assert {(party.schema, party.names) for party in asked} == {
        ("Vessel", ("Lucky Mariner 9",)),
        ("Organization", ("Sunway Petro Trading Limited",)),
    }
    assert [text[slice(*one.mention.span)] for one in found] == [p.names[0] for p in asked]
    assert all(one.because.startswith("full name") for one in found)


def test_where_an_envoy_sits_is_not_the_envoys_country() -> None:
    text = "The company, whose representative in Cairo, Ryang Tok Hwa, spoke, has left."
    asked: list[Party] = []
    listed(read("a.txt", text.encode()), text, lambda party: asked.append(party) or [])  # type: ignore[func-returns-value]
    assert asked == [Party(names=("Ryang Tok Hwa",), schema="Person", countries=())]


def un_list(day: str, *names: str) -> str:
    """The UN's list of a day with these people."""
    people = "".join(
        f"<INDIVIDUAL><DATAID>{sum(map(ord, name))}</DATAID><FIRST_NAME>{first}</FIRST_NAME>"
        f"<SECOND_NAME>{last}</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>"
        "<LISTED_ON>2021-03-01</LISTED_ON></INDIVIDUAL>"
        for name in names
        for first, last in [name.split()]
    )
    return (
        f'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z"><INDIVIDUALS>'
        f"{people}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two versions of a list: Mirtale was on the first only, Abernasch is on the second only."""
    home = tmp_path / "home"
    config = Config(home=home, database=f"sqlite:///{home / 'enjoin.db'}")
    made = Workspace(config, lambda: datetime(2022, 6, 1, tzinfo=UTC))
    for day, name in (("2022-01-10", "Oruzgan Mirtale"), ("2022-05-10", "Quillon Abernasch")):
        path = tmp_path / f"{day}.xml"
        path.write_text(un_list(day, name), "utf-8")
        made.update("un_sc", Origin(path=path, accept=1))
    return made


TOLD = (
    "Published: {day}\n\nQuillon Abernasch met Oruzgan Mirtale. "
    '"We have already sanctioned North Korean banks," Minister Per Dahl said Tuesday.\n'
)


@pytest.mark.parametrize(
    ("day", "captions", "versions"),
    [
        ("2 March 2022", {"Oruzgan Mirtale"}, {"2022-01-10"}),
        ("18 May 2022", {"Quillon Abernasch"}, {"2022-05-10"}),
    ],
)
def test_a_mention_is_linked_by_the_list_of_its_reports_day(
    workspace: Workspace, tmp_path: Path, day: str, captions: set[str], versions: set[str]
) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TOLD.format(day=day), "utf-8")
    made = workspace.brief([report])
    assert {one.caption for one in made.listed} == captions
    (claim,) = made.claims
    assert {(one.version, one.listings) for one in claim.borne} == {(v, 1) for v in versions}


def test_a_report_older_than_the_lists_is_compared_and_the_brief_says_with_what(
    workspace: Workspace, tmp_path: Path
) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TOLD.format(day="6 October 2021"), "utf-8")
    made = workspace.brief([report])
    assert {one.caption for one in made.listed} == {"Quillon Abernasch"}
    assert any("un_sc: no version of 2021-10-0" in note for note in made.notes)


def test_page_json_and_journal_cite_the_version_each_report_was_compared_with(
    workspace: Workspace, tmp_path: Path
) -> None:
    days = {"early.txt": "2 March 2022", "late.txt": "18 May 2022", "before.txt": "6 October 2021"}
    for name, day in days.items():
        (tmp_path / name).write_text(TOLD.format(day=day), "utf-8")
    page = tmp_path / "brief.html"
    made = workspace.brief([tmp_path / name for name in days], page)
    told = {
        one.file: (one.on, *((c.version, c.age_days) for c in one.lists)) for one in made.compared
    }
    assert told == {
        "early.txt": ("2022-03-02", ("2022-01-10", 51)),
        "late.txt": ("2022-05-18", ("2022-05-10", 8)),
        "before.txt": ("2021-10-06", ("2022-05-10", -216)),
    }
    assert made.lists == ("un_sc 2022-05-10",)
    assert made.stale, "a list was too old on the day of a report that it was compared with"
    with opened(workspace.config.database) as door:
        (kept,) = (body for _, kind, body in journal.entries(door) if kind == "brief")
    assert [one["lists"] for one in kept["reports"]] == [
        [["un_sc", version]] for version in ("2022-01-10", "2022-05-10", "2022-05-10")
    ]
    html = page.read_text()
    assert "10 January 2022, 51 days old" in html
    assert "10 May 2022, 216 days later" in html


def test_many_days_keep_few_indexes_open(workspace: Workspace, tmp_path: Path) -> None:
    for month in range(1, 13):
        (path := tmp_path / f"un-{month}.xml").write_text(
            un_list(f"2020-{month:02}-01", "Oruzgan Mirtale"), "utf-8"
        )
        workspace.update("un_sc", Origin(path=path, accept=1))
    asked = Asked(workspace.as_of())
    lists = DatedLists(
        workspace.config, asked, current(workspace.config, asked.as_of, (), accept=True)
    )
    for month in range(1, 13):
        assert [v.version for v in lists.on(date(2020, month, 15)).versions] == [
            f"2020-{month:02}-01"
        ]
    mapped = Path("/proc/self/maps").read_text().count(str(workspace.config.index))
    assert mapped <= KEPT_WARM + 1


def test_a_claim_without_any_list_says_so(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TOLD.format(day="2 March 2022"), "utf-8")
    config = Config(home=tmp_path, database=f"sqlite:///{tmp_path / 'enjoin.db'}")
    made = Workspace(config, lambda: datetime(2022, 6, 1, tzinfo=UTC)).brief([report])
    assert [claim.borne for claim in made.claims] == [()]
    assert "No list is loaded" in made.claims[0].note
