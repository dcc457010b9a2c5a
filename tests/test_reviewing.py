"""What waits for a person: tables with matches, reports with findings; who looked them through."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from enjoin.config import Config
from enjoin.model.errors import InvalidInput, NotFound
from enjoin.store.opening import opened
from enjoin.web.home import aged
from enjoin.workspace import Asked, Origin, TableAsked, Workspace
from enjoin.workspace.jobs import Fetched, Jobs
from enjoin.workspace.reviewing import Noted, Waiting
from serving import consolidated

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
REPORT = """The Harbour Courier
May 14, 2024

Tarvok Belinska was seen at the fair. The ministry said nothing of it.
North Korea sold arms to Syria on Monday, the spokesperson said. Tarvok Belinska denied it.
"""


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Workspace:
    home = tmp_path / "home"
    home.mkdir()
    database = f"sqlite:///{home / 'enjoin.db'}"
    made = Workspace(Config(home=home, database=database, accept_stale=True), clock)
    path = tmp_path / "un.xml"
    path.write_text(consolidated("2024-05-30", [6_900_001, 6_900_002]), "utf-8")
    made.update("un_sc", Origin(path=path, accept=3))
    return made


def screened(workspace: Workspace, *names: str) -> int:
    """Screen a table of names; return the entry of the journal."""
    folder = workspace.config.home.parent
    (folder / "in.csv").write_text("\n".join(["name", *names]) + "\n", "utf-8")
    asked = Asked(workspace.as_of())
    table = TableAsked(table=folder / "in.csv", out=folder / "out.csv", asked=asked, columns={})
    return workspace.screen_table(table).entry


def read(workspace: Workspace, text: str = REPORT, name: str = "a.txt") -> None:
    path = workspace.config.home.parent / name
    path.write_text(text, "utf-8")
    workspace.brief([path], None)


def files(workspace: Workspace) -> list[Path]:
    return sorted(path for path in workspace.config.blobs.rglob("*") if path.is_file())


def test_a_table_with_a_match_waits_until_somebody_looked_it_through(workspace: Workspace) -> None:
    entry = screened(workspace, "Tarvok Belinska", "Greta Ambleside")
    (waiting,) = workspace.noted.waiting()
    assert (waiting.entry, waiting.kind, waiting.matches) == (entry, "screen-table", 1)
    workspace.noted.review(entry, "ben", "another person")
    assert workspace.noted.waiting() == []
    found = Noted(workspace).review_of(entry)
    assert found is not None
    assert (found.by, found.note) == ("ben", "another person"), "another process knows it too"


def test_a_table_without_a_match_waits_for_nobody(workspace: Workspace) -> None:
    screened(workspace, "Greta Ambleside")
    assert workspace.noted.waiting() == []


def test_of_a_table_screened_again_the_last_run_counts(workspace: Workspace) -> None:
    screened(workspace, "Tarvok Belinska")
    second = screened(workspace, "Tarvok Belinska")
    assert [one.entry for one in workspace.noted.waiting()] == [second]
    workspace.noted.review(second, "ben", "")
    screened(workspace, "Tarvok Belinska")
    assert workspace.noted.waiting() == [], "the same result was looked through before"


def test_what_waits_grows_older(workspace: Workspace, clock: Clock) -> None:
    screened(workspace, "Tarvok Belinska")
    clock.now += timedelta(days=9)
    assert [one.age_days for one in workspace.noted.waiting()] == [9]


def test_nobody_looks_through_what_is_no_result_or_twice(workspace: Workspace) -> None:
    entry = screened(workspace, "Tarvok Belinska")
    with pytest.raises(InvalidInput, match="no screened table"):
        workspace.noted.review(1, "ben", "")
    workspace.noted.review(entry, "ben", "")
    with pytest.raises(InvalidInput, match="ben has looked it through"):
        workspace.noted.review(entry, "cyd", "")


def test_the_journal_does_not_name_who_looked_through(workspace: Workspace) -> None:
    workspace.noted.review(screened(workspace, "Tarvok Belinska"), "benedikta", "")
    with opened(workspace.config.database) as door:
        bodies = door.all("SELECT body FROM journal WHERE kind = 'review'")
    assert len(bodies) == 1
    assert "benedikta" not in bodies[0][0]
    assert workspace.verify().entries


def test_a_report_that_names_a_listed_party_is_found_by_the_party(workspace: Workspace) -> None:
    read(workspace)
    found = workspace.noted.mentions("un_sc-6900001")
    words = [(one.said.before, one.said.words, one.said.after) for _, one in found]
    assert ("", "Tarvok Belinska", " was seen at the fair.") in words
    assert {(one.outlet, one.published) for _, one in found} == {
        ("The Harbour Courier", "2024-05-14")
    }
    assert workspace.noted.mentions("un_sc-6900002") == []


def test_a_report_read_twice_is_told_once(workspace: Workspace) -> None:
    read(workspace)
    once = len(workspace.noted.mentions("un_sc-6900001"))
    read(workspace)
    assert len(workspace.noted.mentions("un_sc-6900001")) == once
    assert len(workspace.noted.waiting()) == 1


def test_findings_wait_with_the_sentence_they_rest_on(workspace: Workspace) -> None:
    read(workspace)
    (waiting,) = workspace.noted.waiting()
    assert (waiting.kind, waiting.files, waiting.mentions) == ("brief", ("a.txt",), 1)
    assert waiting.findings >= 1
    kept, _ = workspace.noted.reading(waiting.entry)
    said = [of for finding in kept.findings for _, of in finding.rests_on]
    assert any((of.before + of.words + of.after).startswith("North Korea sold") for of in said)


def test_a_reading_can_be_erased_and_the_journal_still_holds(workspace: Workspace) -> None:
    before = files(workspace)
    read(workspace)
    (waiting,) = workspace.noted.waiting()
    other = Noted(workspace)
    assert other.mentions("un_sc-6900001")
    workspace.noted.erase(waiting.entry)
    assert other.mentions("un_sc-6900001") == [], "nor does another process show it"
    assert workspace.noted.waiting() == other.waiting() == []
    with pytest.raises(NotFound):
        workspace.noted.reading(waiting.entry)
    assert files(workspace) == before
    workspace.verify()


def test_a_reading_that_was_erased_may_be_read_again(workspace: Workspace) -> None:
    read(workspace)
    read(workspace)
    workspace.noted.erase(workspace.noted.waiting()[0].entry)
    assert workspace.noted.waiting() == [], "what was read before was the same, and is gone as well"
    read(workspace)
    assert len(workspace.noted.waiting()) == len(Noted(workspace).waiting()) == 1
    assert workspace.noted.mentions("un_sc-6900001")


def test_what_is_kept_is_in_a_backup(workspace: Workspace, tmp_path: Path, clock: Clock) -> None:
    read(workspace)
    workspace.noted.review(workspace.noted.waiting()[0].entry, "ben", "nothing new")
    workspace.backup(tmp_path / "all.zip")
    home = tmp_path / "restored"
    home.mkdir()
    again = Workspace(Config(home=home, database=f"sqlite:///{home / 'enjoin.db'}"), clock)
    again.restore(tmp_path / "all.zip")
    assert again.noted.mentions("un_sc-6900001") == workspace.noted.mentions("un_sc-6900001")
    assert again.noted.waiting() == []


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "today"),
        (1, "1 to 7 days"),
        (7, "1 to 7 days"),
        (8, "8 to 30 days"),
        (30, "8 to 30 days"),
        (31, "older than 30 days"),
        (900, "older than 30 days"),
    ],
)
def test_what_waits_is_counted_by_age(days: int, told: str) -> None:
    waiting = [
        Waiting(1, "screen-table", "", days, matches=3),
        Waiting(2, "brief", "", days, findings=2),
    ]
    counted = {one.told: (one.alerts, one.findings) for one in aged(waiting)}
    assert counted.pop(told) == (3, 2)
    assert set(counted.values()) == {(0, 0)}


# --- How lists fared ------------------------------------------------------------------------------


def test_a_list_that_could_not_be_fetched_says_why_in_a_field_of_its_own(
    workspace: Workspace,
) -> None:
    jobs = Jobs(workspace)
    jobs.add_update("0" * 32, "ada")
    told = '{"un_sc":{"error":"2024 was no year of it"},"eu_fsf":{"version":"2024-05-30"}}'
    with opened(workspace.config.database, write=True) as door:
        door.run("UPDATE jobs SET state = 'done', result = ?", told)
    assert jobs.fetched(jobs.get("0" * 32)) == {
        "un_sc": Fetched(error="2024 was no year of it"),
        "eu_fsf": Fetched(version="2024-05-30"),
    }
    with opened(workspace.config.database, write=True) as door:
        door.run("UPDATE jobs SET result = ?", '{"un_sc":"2024-05-30"}')
    assert jobs.fetched(jobs.get("0" * 32)) == {}, "an earlier Enjoin told it in words"


def test_a_table_of_the_desk_keeps_the_names_that_were_asked(workspace: Workspace) -> None:
    from enjoin.workspace.jobs import Table

    jobs = Jobs(workspace)
    how = Table(asked=Asked(workspace.as_of()), columns={"client": "name"}, names=True)
    jobs.add_table("1" * 32, "ada", b"client,note\nTarvok Belinska,x\n", how)
    jobs.run("1" * 32)
    header, row = (jobs.folder("1" * 32) / "out.csv").read_text("utf-8").splitlines()
    assert header.endswith(",client")
    assert row.endswith(",Tarvok Belinska")
