"""Reports through the door: read, linked to the lists, measured against the law, journaled."""

from __future__ import annotations

from collections import defaultdict
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
from enjoin.model.report import Brief, Claim, Failure, ListedMention, Report
from enjoin.monitoring.claims import borne_out, claims
from enjoin.monitoring.decoding import MOST_BYTES
from enjoin.monitoring.links import listed
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


def read(workspace: Workspace, path: Path) -> Report:
    """Read one report, of several in a file the first, and journal the reading."""
    found = next(read_each(workspace, path))
    if isinstance(found, DocumentError):
        raise found
    return found


def read_each(workspace: Workspace, path: Path) -> Iterator[Report | DocumentError]:
    """Read every report of a file, each journaled; what cannot be read is yielded as its error."""
    today = workspace.clock().date()
    try:
        data = bytes_of(path)
    except DocumentError as error:
        yield error
        return
    for found in monitoring.read_each(path.name, data, today):
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
) -> Brief:
    """Read reports together, link them to lists, test them against the law; write one page.

    Where the page shall not stand `alone`, only what another page shows inside it is written.

    A file that cannot be read is told as such; the others go on. `notes` stand at the head of the
    page, beside what has to be said of the lists. Mentions of listed parties and findings are kept,
    with the words they rest on; reports are not.

    Raises:
        DocumentError: none could be read.
    """
    files, skipped = _files(paths)
    _check_out(files, out)
    today = workspace.clock().date()
    reports, texts, failed = _read_all(files, today)
    failed += skipped
    if not reports:
        raise DocumentError("\n".join(failure.error for failure in failed))
    register = load_register()
    opened, missing = _lists(workspace, asked)
    lists = DatedLists(workspace.config, asked, opened) if opened else None
    mentioned = _listed(reports, texts, lists, terms_of(workspace, asked))
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
        stale=any(cited.stale for cited in _cited(opened)),
        lists=tuple(f"{cited.source} {cited.version}" for cited in _cited(opened)),
        notes=(*notes, *missing, *(lists.notes() if lists else ()), *_limits_told(reports)),
        superseded=joined.superseded,
        claims=tuple(_claims(reports, texts, mentioned, lists)),
    )
    kept = readings.keep(workspace, readings.kept_of(made, texts))
    body = {"today": today.isoformat(), "law": register.version, "kept": kept}
    workspace.record("brief", body | _told(made, _cited(opened)))
    if out:
        page = _page(workspace, made, texts, register, _cited(opened), alone=alone)
        write_whole(out, page.encode())
    return made


def _told(made: Brief, cited: Sequence[ListCited]) -> dict[str, object]:
    """Return what the journal keeps of a brief: hashes, numbers, versions of lists."""
    return {
        "reports": [entry_of(report) for report in made.reports],
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
    """Return the files named, those in the folders named, and what is in them but is not read.

    Raises:
        InvalidInput: nothing is there.
    """
    files: list[Path] = []
    skipped: list[Failure] = []
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.iterdir()) if is_document(p)]
            files += [p for p in inside if p.suffix.lower() in SUFFIXES]
            skipped += [_skip(p) for p in inside if p.suffix.lower() not in SUFFIXES]
        elif path.exists():
            files.append(path)
        else:
            raise InvalidInput(f"{path}: there is no such file or folder.")
    if not files:
        named = ", ".join(map(str, paths))
        raise InvalidInput(f"{named}: holds no report (text, HTML, mail, feed or PDF).")
    return files, tuple(skipped)


def is_document(path: Path) -> bool:
    """Tell a file of a folder from what lies there for the system."""
    return path.is_file() and not path.name.startswith(".")


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
    if out.exists() and any(out.samefile(path) for path in files):
        raise InvalidInput(f"{out}: is one of the reports; name another file for the page.")


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, however long it claims to be.

    Raises:
        DocumentError: it cannot be read, or is longer than any report.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}).") from error
    if len(data) > MOST_BYTES:
        raise TooLong(path.name, max(len(data), path.stat().st_size), MOST_BYTES, "bytes")
    return data


def _read_all(
    files: Sequence[Path], today: date
) -> tuple[tuple[Report, ...], dict[str, str], tuple[Failure, ...]]:
    reports: list[Report] = []
    texts: dict[str, str] = {}
    failed: list[Failure] = []
    names: set[str] = set()
    for path in files:
        try:
            data = bytes_of(path)
        except DocumentError as error:
            failed.append(Failure(path.name, str(error)))
            continue
        if path.name in names:
            told = f"{path}: another file of this name was read already."
            failed.append(Failure(path.name, told))
            continue
        names.add(path.name)
        for found in monitoring.read_each(path.name, data, today):
            if isinstance(found, DocumentError):
                failed.append(Failure(path.name, str(found)))
                continue
            reports.append(found)
            texts[found.file] = monitoring.text_of(found, data)
    return tuple(reports), texts, tuple(failed)


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
) -> tuple[ListedMention, ...]:
    """Link each report to the lists in force on its day; one without a day to those asked for."""
    if lists is None:
        return ()
    found: dict[str, list[ListedMention]] = {}
    for report in sorted(reports, key=lambda report: _day_of(report) or date.max):
        opened = lists.on(_day_of(report))
        screener = lists.screener(opened)

        def find(party: Party, screener: Screener = screener) -> Sequence[Match]:
            return screener.screen(party, terms)

        found[report.file] = listed(report, texts[report.file], find)
    return tuple(mention for report in reports for mention in found[report.file])


def _day_of(report: Report) -> date | None:
    """Return the day a report was published, or None where that is not known to the day."""
    value = report.published.value if report.published else ""
    return date.fromisoformat(value[:10]) if len(value) >= len("2000-01-01") else None


def _claims(
    reports: Sequence[Report],
    texts: Mapping[str, str],
    mentioned: Sequence[ListedMention],
    lists: DatedLists | None,
) -> Iterator[Claim]:
    """Yield what officials claim was done, beside the listings in force on the day they spoke."""
    for report in reports:
        for claim in claims(report, texts[report.file], mentioned):
            if lists is None:
                yield msgspec.structs.replace(
                    claim, note="No list is loaded: this was compared with nothing."
                )
                continue
            opened = lists.on(date.fromisoformat(claim.on))
            cited = [opened.cited.get(one.source) for one in opened.snapshot.lists]
            yield borne_out(claim, opened.snapshot.records(), cited)


def entry_of(report: Report) -> dict[str, object]:
    """Return what the journal keeps of a reading: hashes, and the version of the rules."""
    return {"file": report.sha256, "result": digest(report), "reader": monitoring.READER}


def _page(
    workspace: Workspace,
    made: Brief,
    texts: Mapping[str, str],
    register: Register,
    cited: Sequence[ListCited],
    *,
    alone: bool,
) -> str:
    from enjoin.pages.brief import render

    return render(
        made,
        texts,
        made=workspace.now(),
        lists=cited,
        law=register.version,
        notes=made.notes,
        alone=alone,
    )
