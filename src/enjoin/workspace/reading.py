"""Reports through the door: read, linked to the lists, measured against the law, journaled."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from enjoin import monitoring
from enjoin.cases.assessments import Assessment as Assessment  # noqa: PLC0414  (a door)
from enjoin.cases.assessments import assess as assess_event
from enjoin.cases.events import EventIn as EventIn  # noqa: PLC0414  (a door)
from enjoin.cases.events import read_event
from enjoin.cases.findings import findings
from enjoin.law.register import Register
from enjoin.law.register import register as load_register
from enjoin.model.errors import DocumentError, InvalidInput, NoLists, TooLong
from enjoin.model.match import ListCited, Match, Party
from enjoin.model.report import Brief, Claim, Compared, Failure, ListedMention, Report
from enjoin.monitoring.claims import borne_out, claims
from enjoin.monitoring.conflicts import conflicts
from enjoin.monitoring.decoding import MOST_BYTES
from enjoin.monitoring.links import listed
from enjoin.monitoring.readers import Reader
from enjoin.monitoring.stories import together
from enjoin.screening.parties import Screener, Terms
from enjoin.store.blobs import write_whole
from enjoin.store.journal import digest
from enjoin.workspace import readings
from enjoin.workspace.dated import DatedLists
from enjoin.workspace.screening import terms_of
from enjoin.workspace.snapshots import Opened, current
from enjoin.workspace.values import Asked

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Suffixes taken from a folder; a file that is named is read whatever its suffix.
SUFFIXES = frozenset(".txt .text .md .html .htm .xhtml .eml .pdf .rss .atom .xml".split())


def reader_of(workspace: Workspace, name: str | None) -> Reader | None:
    """Return the reader of this name, or of the configuration; None for our own rules.

    Raises:
        InvalidInput: no installed package has it.
        ReaderFailed: it does not start.
    """
    name = name or workspace.config.reader or OUR_OWN
    if name == OUR_OWN:
        return None
    from enjoin.workspace.backends import Backend

    seconds = workspace.config.reader_seconds
    return workspace.backends.setdefault(name, Backend(name, seconds)).reader()


#: What our own rules are called where a reader is named.
OUR_OWN = "enjoin"


def read(workspace: Workspace, path: Path, reader: str | None = None) -> Report:
    """Read one report, of several in a file the first, and journal the reading."""
    found = next(read_each(workspace, path, reader))
    if isinstance(found, DocumentError):
        raise found
    return found


def read_each(
    workspace: Workspace, path: Path, reader: str | None = None
) -> Iterator[Report | DocumentError]:
    """Read every report of a file, each journaled; what cannot be read is yielded as its error."""
    today = workspace.clock().date()
    asked = reader_of(workspace, reader)
    try:
        data = bytes_of(path)
    except DocumentError as error:
        yield error
        return
    for found in monitoring.read_each(path.name, data, today, asked):
        if isinstance(found, Report):
            workspace.record("read", entry_of(found) | {"today": today.isoformat()})
        yield found


def brief(
    workspace: Workspace,
    paths: Sequence[Path],
    out: Path | None,
    asked: Asked,
    notes: tuple[str, ...] = (),
    *,
    alone: bool = True,
    reader: str | None = None,
) -> Brief:
    """Read reports together, link them to lists, test them against the law; write one page.

    It is Markdown or JSON where `out` ends in `.md` or `.json`. Where the page shall not stand
    `alone`, only what another page shows inside it is written.

    A file that cannot be read is told as such; the others go on. `notes` stand at the head of the
    page, beside what has to be said of the lists. Mentions of listed parties and findings are kept,
    with the words they rest on; reports are not.

    Raises:
        DocumentError: none could be read.
    """
    files, skipped = _files(paths)
    _check_out(files, out)
    today = workspace.clock().date()
    reports, texts, failed = _read_all(files, today, reader_of(workspace, reader))
    failed += skipped
    if not reports:
        raise DocumentError("\n".join(failure.error for failure in failed))
    register = load_register()
    opened, missing = _lists(workspace, asked)
    lists = DatedLists(workspace.config, asked, opened) if opened else None
    mentioned, compared = _listed(reports, texts, lists, terms_of(workspace, asked))
    joined = together(reports, texts)
    made = Brief(
        reports=reports,
        utterances=joined.utterances,
        same_story=joined.same_story,
        storylines=joined.storylines,
        timeline=joined.timeline,
        findings=findings(reports, register, same_story=joined.same_story, on=today),
        listed=mentioned,
        failed=failed,
        stale=any(cited.stale for cited in [*_cited(opened), *_each_cited(compared)]),
        lists=tuple(f"{cited.source} {cited.version}" for cited in _cited(opened)),
        notes=(*notes, *missing, *(lists.notes() if lists else ()), *_limits_told(reports)),
        superseded=joined.superseded,
        claims=_claims(reports, texts, mentioned, lists),
        compared=compared,
        conflicts=conflicts(reports, joined.same_story),
    )
    kept = readings.keep(workspace, readings.kept_of(made, texts))
    body = {"today": today.isoformat(), "law": register.version, "kept": kept}
    workspace.record("brief", body | _told(made, _cited(opened)))
    if out:
        page = _page(workspace, made, texts, register, out, _cited(opened), alone=alone)
        write_whole(out, page)
    return made


def _told(made: Brief, cited: Sequence[ListCited]) -> dict[str, object]:
    """Return what the journal keeps of a brief: hashes, numbers, versions of lists."""
    return {
        "reports": [*_entries(made)],
        "failed": len(made.failed),
        "result": digest(made),
        "lists": [[each.source, each.version] for each in cited],
    }


def _limits_told(reports: Sequence[Report]) -> Iterator[str]:
    """Yield what was not read, once for all reports of which it holds."""
    files: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        for note in report.notes:
            files[note].append(report.file)
    for note, named in files.items():
        more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
        yield f"{', '.join(named[:_NAMED])}{more}: {note}"


#: Files that a note names.
_NAMED = 5


def assess(event: Path | EventIn) -> Assessment:
    """Assess an event, or the event in a JSON file."""
    if isinstance(event, Path):
        try:
            event = read_event(event.read_bytes())
        except OSError as error:
            raise InvalidInput(f"{event}: cannot be read ({error.strerror}).") from error
    return assess_event(event, load_register())


def _files(paths: Sequence[Path]) -> tuple[list[Path], tuple[Failure, ...]]:
    """Return the files named, those in the folders named, and what of them is not read.

    A file that is named twice, or by a link as well, is there once.

    Raises:
        InvalidInput: nothing is there.
        DocumentError: there are folders only, and none can be listed.
    """
    files: dict[str, Path] = {}
    failed: list[Failure] = []
    unlisted = []
    for path in paths:
        if not is_there(path):
            raise InvalidInput(f"{path}: there is no such file or folder.")
        try:
            inside = documents_in(path)
        except DocumentError as error:
            unlisted.append(Failure(path.name, str(error)))
            continue
        taken = [p for p in inside if p == path or p.suffix.lower() in SUFFIXES]
        failed += [_skip(p) for p in inside if p not in taken]
        for file in taken:
            files.setdefault(os.path.realpath(file), file)
    if not files and unlisted:
        raise DocumentError("\n".join(failure.error for failure in unlisted))
    if not files:
        named = ", ".join(map(str, paths))
        raise InvalidInput(f"{named}: holds no report (text, HTML, mail, feed or PDF).")
    return list(files.values()), (*unlisted, *failed)


def is_there(path: Path) -> bool:
    """Tell whether there is something of this name, be it readable or not."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return path.is_symlink()  # a link to nothing is something that cannot be read
    except OSError:
        return True
    return True


def documents_in(path: Path) -> list[Path]:
    """Return the documents in a folder, in order; of anything but a folder, that itself.

    Raises:
        DocumentError: the folder cannot be listed.
    """
    if not os.path.isdir(path):  # it says no where `Path` would raise
        return [path]
    try:
        return [inside for inside in sorted(path.iterdir()) if is_document(inside)]
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be listed ({error.strerror}), so what is in it was not read."
        ) from error


def is_document(path: Path) -> bool:
    """Tell a file of a folder from what lies there for the system; a link to nothing is a file."""
    if path.name.startswith("."):
        return False
    return path.is_file() or (path.is_symlink() and not path.exists())


def not_taken(path: Path) -> str:
    """Say that a file's kind is not read from a folder."""
    return f"{path}: its kind of file is not read from a folder; name it to have it read as text."


def _skip(path: Path) -> Failure:
    return Failure(path.name, not_taken(path))


def _check_out(files: Sequence[Path], out: Path | None) -> None:
    """Refuse a page that would take the place of a report.

    Raises:
        InvalidInput: it is one of the files read, or a folder.
    """
    if out is None:
        return
    if out.is_dir():
        raise InvalidInput(f"{out}: is a folder; name a file for the page.")
    if out.exists() and os.path.realpath(out) in map(os.path.realpath, files):
        raise InvalidInput(f"{out}: is one of the reports; name another file for the page.")


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, however long it claims to be.

    Raises:
        DocumentError: it cannot be read, or is longer than any report.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except IsADirectoryError as error:
        raise DocumentError(
            f"{path}: is a folder; name the files in it, or read them together with `enjoin brief`."
        ) from error
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror}), so nothing is known about it. "
            "Check its name and who may read it."
        ) from error
    if len(data) > MOST_BYTES:
        raise TooLong(path.name, max(len(data), path.stat().st_size), MOST_BYTES, "bytes")
    return data


def _read_all(
    files: Sequence[Path], today: date, reader: Reader | None
) -> tuple[tuple[Report, ...], dict[str, str], tuple[Failure, ...]]:
    reports: list[Report] = []
    texts: dict[str, str] = {}
    failed: list[Failure] = []
    for path, name in _named(files):
        try:
            data = bytes_of(path)
        except DocumentError as error:
            failed.append(Failure(name, str(error)))
            continue
        for found in monitoring.read_each(name, data, today, reader):
            if isinstance(found, DocumentError):
                failed.append(Failure(name, str(found)))
                continue
            reports.append(found)
            texts[found.file] = monitoring.text_of(found, data)
    return tuple(reports), texts, tuple(failed)


def _named(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield files with what they are called: the name alone, the path where several share it."""
    names = Counter(path.name for path in files)
    for path in files:
        yield path, path.name if names[path.name] == 1 else str(path)


def _lists(workspace: Workspace, asked: Asked) -> tuple[Opened | None, tuple[str, ...]]:
    """Open the lists to link to; a brief without any says so, loudly, and links nothing."""
    try:
        return current(workspace.config, asked.as_of, asked.lists, accept=True), ()
    except NoLists as error:
        return None, (f"Mentions were not compared with any list: {error}",)


def _cited(opened: Opened | None) -> tuple[ListCited, ...]:
    return tuple(opened.cited.values()) if opened else ()


def _listed(
    reports: Sequence[Report],
    texts: Mapping[str, str],
    lists: DatedLists | None,
    terms: Terms,
) -> tuple[tuple[ListedMention, ...], tuple[Compared, ...]]:
    """Link each report to the lists in force on its day; one without a day to those asked for."""
    if lists is None:
        return (), ()
    found: dict[str, list[ListedMention]] = {}
    compared: dict[str, Compared] = {}
    for report in sorted(reports, key=lambda report: _day_of(report) or date.max):
        opened = lists.on(_day_of(report))
        screener = lists.screener(opened)

        def find(party: Party, screener: Screener = screener) -> Sequence[Match]:
            return screener.screen(party, terms)

        found[report.file] = listed(report, texts[report.file], find)
        day = lists.day(_day_of(report)).isoformat()
        compared[report.file] = Compared(report.file, day, tuple(opened.cited.values()))
    mentions = tuple(mention for report in reports for mention in found[report.file])
    return mentions, tuple(compared[report.file] for report in reports)


def _each_cited(compared: Sequence[Compared]) -> Iterator[ListCited]:
    return (cited for one in compared for cited in one.lists)


def _entries(made: Brief) -> Iterator[dict[str, object]]:
    """Yield what the journal keeps of each report, with the lists it was compared with."""
    lists = {one.file: [[c.source, c.version] for c in one.lists] for one in made.compared}
    return (entry_of(report) | {"lists": lists.get(report.file, [])} for report in made.reports)


def _day_of(report: Report) -> date | None:
    """Return the day a report was published, or None where that is not known to the day."""
    value = report.published.value if report.published else ""
    return date.fromisoformat(value[:10]) if len(value) >= len("2000-01-01") else None


def _claims(
    reports: Sequence[Report],
    texts: Mapping[str, str],
    mentioned: Sequence[ListedMention],
    lists: DatedLists | None,
) -> tuple[Claim, ...]:
    """Return what officials claim was done, beside the listings in force on the day they spoke."""
    found = [claim for report in reports for claim in claims(report, texts[report.file], mentioned)]
    if lists is None:
        alone = "No list is loaded: this was compared with nothing."
        return tuple(
            msgspec.structs.replace(claim, note=f"{claim.note} {alone}".strip()) for claim in found
        )
    borne: dict[int, Claim] = {}
    for nth, claim in sorted(enumerate(found), key=lambda one: one[1].on):
        opened = lists.on(date.fromisoformat(claim.on))
        cited = [opened.cited.get(one.source) for one in opened.snapshot.lists]
        borne[nth] = borne_out(claim, opened.snapshot.records(), cited)
    return tuple(borne[nth] for nth in range(len(found)))


def entry_of(report: Report) -> dict[str, object]:
    """Return what the journal keeps of a reading: hashes, and what read it in which version."""
    return {"file": report.sha256, "result": digest(report), "reader": report.reader}


def _page(
    workspace: Workspace,
    made: Brief,
    texts: Mapping[str, str],
    register: Register,
    out: Path,
    cited: Sequence[ListCited],
    *,
    alone: bool,
) -> bytes:
    """Write a brief as the suffix of its file says: Markdown, JSON, or else HTML."""
    suffix = out.suffix.lower()
    if suffix == ".json":
        return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"
    now, law = workspace.now(), register.version
    if suffix in {".md", ".markdown"}:
        from enjoin.pages import markdown

        return markdown.render(made, texts, made=now, law=law, notes=made.notes).encode()
    from enjoin.pages.brief import render

    page = render(made, texts, made=now, lists=cited, law=law, notes=made.notes, alone=alone)
    return page.encode()
