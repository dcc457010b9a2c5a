"""Bad input to read, brief and watch: a clear word for each, and the rest goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from command_line import ENJOIN, run
from enjoin.model.errors import DocumentError, NotText
from enjoin.monitoring import read, read_each
from enjoin.workspace import open_workspace

NOTE = 'Ada Fenn, the minister for ports, said "we will act" on Monday, when the talks ended.\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def files_of(out: str) -> list[str]:
    return [report["file"] for report in json.loads(out)["reports"]]


def test_files_of_one_name_in_two_folders_are_both_read(tmp_path: Path, home: Path) -> None:
    for folder, word in (("may", "act"), ("june", "wait")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(NOTE.replace("act", word))
    (tmp_path / "june" / "b.txt").write_text(NOTE.replace("act", "leave"))
    code, out, err = run(home, "brief", str(tmp_path / "may"), str(tmp_path / "june"), "--json")
    assert code == 0, err
    named = [str(tmp_path / "may" / "a.txt"), str(tmp_path / "june" / "a.txt"), "b.txt"]
    assert files_of(out) == named
    assert json.loads(out)["failed"] == []
    page = tmp_path / "brief.html"
    assert (
        run(home, "brief", str(tmp_path / "may"), str(tmp_path / "june"), "-o", str(page))[0] == 0
    )
    assert "we will wait" in page.read_text()


def test_a_file_named_twice_or_by_a_link_is_read_once(tmp_path: Path, home: Path) -> None:
    note = tmp_path / "a.txt"
    note.write_text(NOTE)
    (tmp_path / "link.txt").symlink_to(note)
    same = [str(note), str(tmp_path / "." / "a.txt"), str(tmp_path / "link.txt")]
    code, out, _ = run(home, "brief", *same, "--json")
    assert (code, files_of(out), json.loads(out)["failed"]) == (0, ["a.txt"], [])


def test_two_copies_under_two_names_are_one_source(tmp_path: Path) -> None:
    body = "".join(
        f"Paragraph {n} tells of the talks about the harbour and its {n} new cranes. "
        for n in "abcde"
    )
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Published: 14 May 2024\n\n{NOTE}\n{body}\n")
    made = open_workspace(tmp_path / "home").brief([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert made.same_story == (("a.txt", "b.txt"),)
    assert {utterance.sources for utterance in made.utterances} == {1}


def test_a_link_to_nothing_in_a_folder_is_told(tmp_path: Path, home: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(NOTE)
    (inbox / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    code, out, _ = run(home, "brief", str(inbox), "--json")
    (failed,) = json.loads(out)["failed"]
    assert (code, files_of(out), failed["file"]) == (0, ["a.txt"], "gone.txt")
    code, out, err = run(home, "watch", str(inbox), "--once")
    assert code == 1
    assert "gone.txt: cannot be read" in err


def test_a_file_that_is_deleted_in_between_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text(NOTE.replace("act", name))
    found = open_workspace(tmp_path / "home").watch([str(inbox)], 1, lambda seconds: seconds > 0)
    first = next(found)
    (inbox / "b.txt").unlink()
    rest = list(found)
    assert first.file == "a.txt"
    assert [one.file for one in rest] == ["b.txt"]
    assert "cannot be read" in rest[0].error  # type: ignore[union-attr]


def test_a_watched_folder_that_goes_away_is_told(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(NOTE)
    rounds = iter([False, False, True])
    found = open_workspace(tmp_path / "home").watch(
        [str(inbox)], 1, lambda seconds: seconds > 0 and next(rounds)
    )
    assert next(found).file == "a.txt"
    shutil.rmtree(inbox)
    assert "inbox: cannot be read" in next(found).error  # type: ignore[union-attr]
    assert list(found) == [], "it is told once, not every round"


# --- what may not be looked at -----------------------------------------------------------------


def as_owner_only(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command bound by the permissions of files, as root is not."""
    bound = "-dac_override,-dac_read_search"
    less = ["setpriv", f"--inh-caps={bound}", f"--bounding-set={bound}"] if not os.geteuid() else []
    done = subprocess.run(
        [*less, ENJOIN, "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    if not os.geteuid() and not shutil.which("setpriv"):
        pytest.skip("permissions not tested: root reads everything, and setpriv is not here")
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTE)
    folder.chmod(0)
    return folder


def test_a_folder_that_cannot_be_listed_is_told_each_time(
    locked: Path, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "ok.txt").write_text(NOTE)
    code, _, err = as_owner_only(home, "brief", str(locked), "--json")
    assert (code, "cannot be listed" in err) == (1, True)
    code, out, err = as_owner_only(home, "brief", str(locked), str(tmp_path / "ok.txt"), "--json")
    assert (code, files_of(out)) == (0, ["ok.txt"])
    assert "cannot be listed" in json.loads(out)["failed"][0]["error"]
    for _ in range(2):
        code, _, err = as_owner_only(home, "watch", str(locked), "--once")
        assert (code, "cannot be listed" in err) == (1, True), "a restart is not silent about it"


@pytest.mark.parametrize("command", [["read"], ["brief"], ["watch", "--once"]], ids=lambda c: c[0])
def test_a_file_that_may_not_be_looked_at_is_told(
    locked: Path, home: Path, command: list[str]
) -> None:
    code, _, err = as_owner_only(home, *command, str(locked / "a.txt"))
    assert (code, "cannot be read (Permission denied)" in err) == (1, True)
    assert "Traceback" not in err


def test_one_unreadable_file_does_not_stop_the_others(
    tmp_path: Path, locked: Path, home: Path
) -> None:
    del locked
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    for path in (bad, good):
        path.write_text(NOTE)
    bad.chmod(0)
    code, out, err = as_owner_only(home, "read", str(bad), str(good), "--json")
    assert (code, json.loads(out)["file"]) == (1, "good.txt")
    assert "bad.txt: cannot be read" in err


# --- pages and feeds that are made to hurt -----------------------------------------------------

PARAGRAPH = f"<p>{NOTE}</p>"


def test_what_is_lost_of_a_page_nested_too_deep_is_told() -> None:
    deep = "<div>" * 5_000
    page = f"<html><body>{PARAGRAPH * 3}{deep}{PARAGRAPH.replace('act', 'wait')}</body></html>"
    report = read("a.html", page.encode())
    assert "wait" not in (report.text or "")
    assert any("nested deeper" in note for note in report.notes)
    with pytest.raises(NotText, match="nested deeper"):
        read("a.html", f"<html><body>{deep}{PARAGRAPH}</body></html>".encode())


def bomb(root: str) -> bytes:
    """Ten entities, each ten times the one before."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom "><!ENTITY f SYSTEM '
        f'"file:///etc/hostname">{entities}]><{root}><channel><title>Fjord Wire</title><item>'
        f"<title>Talks</title><description>{NOTE} &e10; &f;</description></item></channel></{root}>"
    ).encode()


@pytest.mark.parametrize("root", ["rss", "feed", "html"])
def test_entities_are_not_expanded_and_no_file_is_read_for_them(root: str) -> None:
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "?"
    for found in read_each("a.xml", bomb(root)):
        if isinstance(found, DocumentError):
            continue
        assert len(found.text or "") < 2_000
        assert "boom boom" not in (found.text or "")
        assert hostname not in (found.text or "")


def test_two_people_whom_the_same_words_may_name_do_not_stop_the_reading() -> None:
    text = (
        "North Korean leader Pak Mir Un met Russian President Ivan Falk on Monday.\n\n"
        "Officials said North Korean leader Pak Mir indeed Un.\n\n"
        "Pak Mir Un said the talks went on.\n"
    )
    mentions = [span for person in read("a.txt", text.encode()).people for span in person.mentions]
    assert len(set(mentions)) < len(mentions), "the text does what the name of this test says"
