"""Readers of other makers: found by name, asked in their own process, believed in nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from command_line import run
from conftest import REPOSITORY
from enjoin import monitoring
from enjoin.model.errors import DocumentError, InvalidInput, ReaderFailed
from enjoin.model.report import Actor, Dated, Event, Named, Person, Said, Span
from enjoin.monitoring.readers import Cited, Document, Reader, Reading, faults, reading
from enjoin.store import journal
from enjoin.store.opening import opened
from enjoin.workspace import Workspace, open_workspace

TEXT = """The Quay Post

May 14, 2024

Talks on the harbour went on for a third day in the old town hall.

Ada Fenn of the port office spoke first: "We sold nothing to North Korea," and then she left.

Orvan Pell said any sale would break the rules of the council.

Most read
"""

#: A package of another maker. It reads: NAME of ... spoke first: "WORDS".
QUAY = """
import os, re, sys, time
from enjoin.model.report import Event, Person, Said
from enjoin.monitoring.readers import Cited, Document, Reader, Reading

SPOKE = re.compile(r'([A-Z][a-z]+ [A-Z][a-z]+) of [^:"]*: "([^"]+)"')

def read(document):
    said, people, cited = [], [], []
    for first, last in document.body:
        for found in SPOKE.finditer(document.text, first, last):
            said.append(Said(
                id=f"s{len(said) + 1}", speaker=found[1], speaker_span=found.span(1), cue=None,
                quotes=(found.span(2),), content=(found.span(2),), mode="direct", kind="report",
                modality="fact", said_on=None, evidence=(found.span(),), rule="by-colon"))
            people.append(Person(found[1], None, None, (found.span(1),)))
            cited += [Cited(found.span(n), found[n]) for n in range(3)]
    print("a reader may print what it likes")
    return Reading(statements=tuple(said), people=tuple(people), cited=tuple(cited))

def broken(document):
    raise KeyError("no such model")

def hanging(document):
    time.sleep(60)

def dying(document):
    os._exit(7)

def leaving(document):
    sys.exit(0)

def chatting(document):
    return {"statements": "she said something"}

def misnaming(document):
    found = read(document)
    import msgspec
    gossip = msgspec.structs.replace(found.statements[0], kind="gossip")
    return msgspec.structs.replace(found, statements=(gossip,))

def now_and_then(document):
    if "third day" in document.text:
        os._exit(1)
    return read(document)

quay = Reader("quay", "1.2", read)
for name, function in list(globals().items()):
    if callable(function) and getattr(function, "__module__", None) == __name__ and name != "read":
        globals()["r_" + name] = Reader(name.replace("_", "-"), "0.1", function)
nameless = Reader("nameless", "", read)
fickle = Reader("fickle", str(time.time_ns()), dying)
other = Reader("another", "1", read)
number = 7
"""
POINTS = {
    "quay": "quay_reader:quay",
    "broken": "quay_reader:r_broken",
    "hanging": "quay_reader:r_hanging",
    "dying": "quay_reader:r_dying",
    "leaving": "quay_reader:r_leaving",
    "chatting": "quay_reader:r_chatting",
    "misnaming": "quay_reader:r_misnaming",
    "now-and-then": "quay_reader:r_now_and_then",
    "nameless": "quay_reader:nameless",
    "other": "quay_reader:other",
    "fickle": "quay_reader:fickle",
    "number": "quay_reader:number",
    "absent": "quay_reader:nothing_of_that_name",
    "missing": "a_module_that_is_not_there:reader",
}
SOURCES = Path(monitoring.__file__).parents[2]


def install(site: Path, module: str, code: str, points: dict[str, dict[str, str]]) -> None:
    """Lay a package down as an installer does."""
    told = site / f"{module}-1.2.dist-info"
    told.mkdir(parents=True)
    (site / f"{module}.py").write_text(code, "utf-8")
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.2\n")
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in of.items())
        for group, of in points.items()
    ]
    (told / "entry_points.txt").write_text("\n".join(lines))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the package of another maker lies as an installer leaves it."""
    site = tmp_path / "site"
    install(site, "quay_reader", QUAY, {"enjoin.readers": POINTS})
    monkeypatch.setenv("PYTHONPATH", f"{site}:{SOURCES}")
    return site


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "enjoin.toml").write_text("reader_seconds = 1\n")
    return folder


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def workspace(installed: Path, home: Path) -> Workspace:
    return open_workspace(home)


# --- a reader that keeps to the rules ----------------------------------------------------------


def test_a_reader_of_another_maker_reads_and_its_facts_say_so(
    installed: Path, home: Path, note: Path
) -> None:
    code, out, err = run(home, "read", str(note), "--reader", "quay", "--json")
    assert code == 0, err
    report = json.loads(out)
    (said,) = report["statements"]
    start, end = said["quotes"][0]
    assert TEXT[start:end] == "We sold nothing to North Korea,"
    assert (said["speaker"], said["rule"]) == ("Ada Fenn", "quay 1.2: by-colon")
    assert report["reader"] == "quay 1.2"
    assert report["published"]["value"] == "2024-05-14", "the page itself is read by our own rules"
    assert "a reader may print what it likes" in err


def test_our_own_rules_are_named_too_and_answer_to_their_name(home: Path, note: Path) -> None:
    code, out, _ = run(home, "read", str(note), "--reader", "enjoin", "--json")
    assert code == 0
    assert json.loads(out)["reader"] == monitoring.OWN


def test_the_configuration_names_a_reader_and_the_command_line_goes_before_it(
    installed: Path, home: Path, note: Path
) -> None:
    (home / "enjoin.toml").write_text('reader = "quay"\n')
    read = [run(home, "read", str(note), "--json", *more)[1] for more in ([], ["--reader=enjoin"])]
    assert [json.loads(out)["reader"] for out in read] == ["quay 1.2", monitoring.OWN]


def test_the_journal_keeps_who_read(installed: Path, workspace: Workspace, note: Path) -> None:
    workspace.read(note, "quay")
    workspace.read(note)
    kept = [entry["reader"] for entry in bodies(workspace, "read")]
    assert kept == ["quay 1.2", monitoring.OWN]


def test_a_brief_shows_who_read(workspace: Workspace, note: Path, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    made = workspace.brief([note], page, reader="quay")
    assert [report.reader for report in made.reports] == ["quay 1.2"]
    assert "quay 1.2" in page.read_text()


def test_one_process_serves_a_whole_run(workspace: Workspace, note: Path) -> None:
    workspace.read(note, "quay")
    first = workspace.backends["quay"]
    begun = time.monotonic()
    for _ in range(20):
        workspace.read(note, "quay")
    assert workspace.backends["quay"] is first
    assert time.monotonic() - begun < 5, "it is not started for each report"


def test_the_example_of_the_manual_reads(
    home: Path, note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = (REPOSITORY / "docs" / "reading.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", manual, re.DOTALL)
    (project,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    points = tomllib.loads(project)["project"]["entry-points"]
    site = tmp_path / "site"
    install(site, "quay_reader", code, points)
    monkeypatch.setenv("PYTHONPATH", f"{site}:{SOURCES}")
    (home / "enjoin.toml").write_text("")
    note.write_text(TEXT.replace("Orvan Pell said", 'Orvan Pell answered: "Would we," and'))
    code_, out, err = run(home, "read", str(note), "--reader", "quay", "--json")
    assert code_ == 0, err
    assert json.loads(out)["statements"] == [], "'would' told as a fact is left out"
    note.write_text(TEXT.replace("Orvan Pell said", 'Orvan Pell answered: "We will see," and'))
    (said,) = json.loads(run(home, "read", str(note), "--reader", "quay", "--json")[1])[
        "statements"
    ]
    assert (said["speaker"], said["rule"]) == ("Orvan Pell", "quay 1.2: name-then-words")


# --- a reader that fails is an error, never 'nothing found' -------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("broken", "KeyError: 'no such model'"),
        ("hanging", "did not answer within 1 seconds"),
        ("dying", "its process ended (exit code 7)"),
        ("leaving", "its process ended (exit code 0)"),
        ("chatting", "it returned a dict, which is no Reading"),
        ("misnaming", "Invalid enum value 'gossip'"),
        ("nameless", "names no version"),
        ("other", "announced as 'other' and calls itself 'another'"),
        ("number", "a int is announced"),
        ("absent", "AttributeError"),
        ("missing", "ModuleNotFoundError"),
    ],
)
def test_a_reader_that_fails_is_told_and_nothing_is_kept(
    installed: Path, home: Path, note: Path, name: str, why: str
) -> None:
    code, out, err = run(home, "read", str(note), "--reader", name, "--json")
    assert (code, out) == (1, "")
    assert why in err
    assert "nothing is known" in err


def test_a_reader_nobody_installed_is_wrong_usage(installed: Path, home: Path, note: Path) -> None:
    code, _, err = run(home, "read", str(note), "--reader", "gazette")
    assert code == 2
    assert "no reader of this name is installed" in err
    assert "quay" in err


def test_the_others_go_on_and_the_reader_is_started_anew(
    installed: Path, home: Path, note: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    note.rename(folder / "a.txt")
    (folder / "b.txt").write_text(TEXT.replace("third day", "fourth day"))
    code, out, err = run(home, "brief", str(folder), "--json", "--reader", "now-and-then")
    assert code == 0, err
    made = json.loads(out)
    assert [one["file"] for one in made["failed"]] == ["a.txt"]
    assert [one["file"] for one in made["reports"]] == ["b.txt"]


def test_a_reader_that_changes_its_version_within_a_run_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT)
    with pytest.raises(DocumentError) as caught:
        workspace.brief([tmp_path / f"{name}.txt" for name in "abc"], reader="fickle")
    told = str(caught.value).splitlines()
    assert ["its process ended" in one for one in told] == [True, False, False]
    assert ["of a sudden" in one for one in told] == [False, True, True]


def test_a_watch_tries_again_what_a_reader_failed_at(
    installed: Path, home: Path, note: Path, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    note.rename(inbox / "a.txt")
    watch = ["watch", str(inbox), "--once", "--json", "--reader"]
    code, out, err = run(home, *watch, "dying")
    assert (code, out) == (1, "")
    assert "its process ended" in err
    code, out, _ = run(home, *watch, "quay")
    assert (code, json.loads(out)["reader"]) == (0, "quay 1.2")


def test_no_reader_is_looked_for_where_none_is_named(home: Path, note: Path) -> None:
    script = (
        "import sys; from enjoin.workspace import open_workspace; from pathlib import Path; "
        f"open_workspace({str(home)!r}).read(Path({str(note)!r})); "
        "print('enjoin.workspace.backends' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n", done.stdout + done.stderr


# --- what a reader says is checked against the text ---------------------------------------------


def at(words: str) -> Span:
    start = TEXT.index(words)
    return (start, start + len(words))


QUOTE = "We sold nothing to North Korea,"
SENTENCE = f'Ada Fenn of the port office spoke first: "{QUOTE}"'
TOLD = "any sale would break the rules of the council"
SAID = Said(
    id="s1",
    speaker="Ada Fenn",
    speaker_span=at("Ada Fenn"),
    cue=at("spoke"),
    quotes=(at(QUOTE),),
    content=(at(QUOTE),),
    mode="direct",
    kind="denial",
    modality="fact",
    said_on=None,
    evidence=(at(SENTENCE),),
    rule="by-colon",
)
LONG = at(f'{QUOTE}" and then she left')
HELD = Event(
    id="e1",
    kind="talks",
    stage="executed",
    certainty="asserted",
    actors=(Actor("host", "the port office"), Actor("about", "North Korea", "KP")),
    when=Dated("2024-05-14", "day", "inferred"),
    place="the old town hall",
    evidence=(at("Talks on the harbour went on"),),
    rule="talks",
)
ADA = Person("Ada Fenn", None, None, (at("Ada Fenn"),))


def document() -> Document:
    kept: list[Document] = []

    def keep(given: Document) -> Reading:
        kept.append(given)
        return Reading()

    monitoring.read("note.txt", TEXT.encode(), reader=Reader("keeping", "1", keep))
    return kept[0]


def cited(*facts: Said | Event | Person | Named) -> tuple[Cited, ...]:
    """The words that stand where facts point to, as far as they point into the text."""
    built = msgspec.to_builtins(facts)

    def spans(value: object) -> Iterator[Span]:
        if isinstance(value, list | tuple):
            if len(value) == 2 and all(type(one) is int for one in value):
                yield (value[0], value[1])
            for one in value:
                yield from spans(one)
        if isinstance(value, dict):
            for one in value.values():
                yield from spans(one)

    return tuple(Cited(span, TEXT[slice(*span)]) for span in dict.fromkeys(spans(built)))


def change(fact: Said | Event | Person, **fields: object) -> Said | Event | Person:
    return msgspec.structs.replace(fact, **fields)


def of(*facts: Said | Event | Person | Named, **more: object) -> Reading:
    fields: dict[str, object] = {
        "statements": tuple(one for one in facts if isinstance(one, Said)),
        "events": tuple(one for one in facts if isinstance(one, Event)),
        "people": tuple(one for one in facts if isinstance(one, Person)),
        "named": tuple(one for one in facts if isinstance(one, Named)),
        "cited": cited(*facts),
    }
    return Reading(**(fields | more))  # type: ignore[arg-type]


def test_what_holds_is_kept() -> None:
    assert list(faults(document(), of(SAID, HELD, ADA))) == []


LIES: list[tuple[Reading, str]] = [
    (of(change(SAID, quotes=((900, 990),))), "[900, 990) is no place in a text of"),
    (of(change(SAID, evidence=((-3, 5),))), "[-3, 5) is no place"),
    (of(change(SAID, speaker_span=(9, 9))), "[9, 9) is no place"),
    (of(SAID, cited=()), "no words are cited"),
    (
        of(SAID, cited=(*cited(SAID)[:2], Cited(at(QUOTE), "We sold arms to North Korea,"))),
        "holds 'We sold nothing to North Korea,', not 'We sold arms to North Korea,'",
    ),
    (of(change(SAID, speaker="Orvan Quill")), "'Orvan Quill' is not named in the text"),
    (of(change(SAID, speaker_span=None)), "and not the words that do"),
    (of(change(SAID, quotes=())), "is direct, with 0 quotations"),
    (of(change(SAID, mode="indirect")), "is indirect, with 1 quotations"),
    (of(change(SAID, content=())), "has no content"),
    (of(change(SAID, rule=" ")), "names no rule"),
    (of(SAID, change(HELD, id="s1")), "two facts have one id"),
    (
        of(change(SAID, quotes=(at(TOLD),), content=(at(TOLD),), modality="would")),
        "is not what stands between quotation marks",
    ),
    (of(change(SAID, content=(at("Ada Fenn"),))), "is no part of the content"),
    (
        of(change(SAID, quotes=(LONG,), content=(LONG,))),
        "is not what stands between quotation marks",
    ),
    (
        of(change(SAID, quotes=(at("We sold nothing"),))),
        "is not what stands between quotation marks",
    ),
    (of(change(SAID, speaker="Ada Fen")), "'Ada Fen' is not named in the text"),
    (
        of(change(SAID, speaker="Orvan Pell"), ADA),
        "'Orvan Pell' is named by words that name 'Ada Fenn'",
    ),
    (of(*(change(SAID, id=f"s{n}") for n in range(10_001))), "more than 10,000 facts"),
    (
        of(change(SAID, mode="indirect", quotes=(), content=(at(TOLD),))),
        "told as a fact where the words hedge it (would)",
    ),
    (of(change(SAID, evidence=(at("Most read"),))), "outside the report's own words"),
    (of(change(SAID, said_on=Dated("2024-13-40", "day", "inferred"))), "is no day"),
    (of(change(SAID, said_on=Dated("2024-05-14", "day", "stated"))), "no words are told"),
    (of(change(HELD, kind="party")), "'party' is no kind of event"),
    (of(change(HELD, goods=("guns",))), "'guns' is no class of goods"),
    (of(change(HELD, evidence=())), "has no evidence"),
    (of(change(HELD, actors=(Actor("host", "Iran", "IR"),))), "'Iran' is not named"),
    (of(change(HELD, actors=(Actor("host", "Ada Fenn", "XX"),))), "no code of a country"),
    (of(change(HELD, place="Pyongyang")), "'Pyongyang' does not stand in the text"),
    (of(change(HELD, by="A minister")), "'A minister' does not stand in the text"),
    (of(change(ADA, name="Ada Marsh")), "'Ada Marsh' is not named in the text"),
    (of(change(ADA, mentions=())), "is mentioned nowhere"),
    (of(change(ADA, entity_id="un_sc-1")), "links nobody to a list"),
    (of(Named("port office", "Ministry", (at("port office"),))), "no schema of a party"),
]


@pytest.mark.parametrize(("lie", "why"), LIES, ids=[why for _, why in LIES])
def test_a_lie_is_caught_and_all_that_reader_said_of_the_report_is_refused(
    lie: Reading, why: str
) -> None:
    lying = Reader("lying", "3", lambda _: lie)
    with pytest.raises(ReaderFailed) as caught:
        reading(lying, document())
    assert why in str(caught.value)
    assert "the reader lying 3 failed" in str(caught.value)
    (found,) = monitoring.read_each("note.txt", TEXT.encode(), reader=lying)
    assert isinstance(found, DocumentError), "never a report in which nothing was found"


def test_a_place_is_found_by_its_words_and_changed_words_are_not() -> None:
    given = document()
    assert given.find(QUOTE) == at(QUOTE)
    assert given.find("We sold arms to North Korea,") is None
    assert given.find("Most read") is None, "what is beside the report is not the report"
    assert given.find("") is None


def test_a_reader_is_given_the_report_apart_from_its_page() -> None:
    given = document()
    assert TEXT[slice(*given.body[0])].startswith("Talks on the harbour")
    assert all("Most read" not in TEXT[slice(*span)] for span in given.body)
    assert given.published == Dated("2024-05-14", "day", "stated", at("May 14, 2024"))


@pytest.mark.real_lists
def test_our_own_rules_say_nothing_that_would_be_refused_of_quotations(shared: Path) -> None:
    """What is asked of others our own rules keep: words, places, marks and modes."""
    for path in sorted((shared / "reports").glob("*.txt")):
        kept: list[Document] = []
        data = path.read_bytes()
        report = monitoring.read(path.name, data)
        text = data.decode()

        def keep(given: Document, kept: list[Document] = kept) -> Reading:
            kept.append(given)
            return Reading()

        monitoring.read(path.name, data, reader=Reader("keeping", "1", keep))
        own = Reading(
            statements=report.statements,
            cited=tuple(
                Cited(span, text[slice(*span)])
                for said in report.statements
                for span in _all_spans(said)
            ),
        )
        wrong = [one for one in faults(kept[0], own) if "is not named in the text" not in one]
        assert wrong == [], path.name


def _all_spans(said: Said) -> Iterator[Span]:
    yield from (*said.quotes, *said.content, *said.evidence)
    yield from (span for span in (said.speaker_span, said.cue) if span)
    if said.said_on and said.said_on.span:
        yield said.said_on.span


def test_a_workspace_refuses_a_reader_that_is_not_there(workspace: Workspace, note: Path) -> None:
    with pytest.raises(InvalidInput, match="no reader of this name"):
        list(workspace.read_each(note, "gazette"))


def bodies(workspace: Workspace, kind: str) -> list[journal.Body]:
    with opened(workspace.config.database) as door:
        return [body for _, of, body in journal.entries(door) if of == kind]
