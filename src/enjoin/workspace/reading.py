"""Reports through the door: read, linked to the lists, measured against the law, journaled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from enjoin import monitoring
from enjoin.cases.assessments import Assessment as Assessment  # noqa: PLC0414  (a door)
from enjoin.cases.assessments import EventIn as EventIn  # noqa: PLC0414  (a door)
from enjoin.cases.assessments import assess as assess_event
from enjoin.cases.assessments import read_event
from enjoin.cases.findings import findings
from enjoin.law.measures import Register
from enjoin.law.measures import load as load_register
from enjoin.model.errors import DocumentError, InvalidInput, NoLists
from enjoin.model.match import ListCited, Match, Party
from enjoin.model.report import Brief, Failure, ListedMention, Report
from enjoin.monitoring.links import listed
from enjoin.monitoring.stories import together
from enjoin.screening.parties import Screener, Terms
from enjoin.store.blobs import write_whole
from enjoin.store.journal import digest
from enjoin.workspace.screening import terms_of
from enjoin.workspace.snapshots import Opened, current
from enjoin.workspace.values import Asked

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Suffixes taken from a folder; a file that is named is read whatever its suffix.
_SUFFIXES = frozenset({".txt", ".html", ".htm", ".md", ".text"})


def read(workspace: Workspace, path: Path) -> Report:
    """Read one report and journal the reading."""
    today = workspace.clock().date()
    report, _ = _read(path, today)
    workspace.record("read", _entry(report) | {"today": today.isoformat()})
    return report


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
    page, beside what has to be said of the lists.

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
    joined = together(reports, texts)
    made = Brief(
        reports=reports,
        utterances=joined.utterances,
        same_story=joined.same_story,
        storylines=joined.storylines,
        timeline=joined.timeline,
        findings=findings(reports, register, same_story=joined.same_story, on=today),
        listed=_listed(reports, texts, opened, terms_of(workspace, asked)),
        failed=failed,
        stale=any(cited.stale for cited in _cited(opened)),
        lists=tuple(f"{cited.source} {cited.version}" for cited in _cited(opened)),
        notes=(*notes, *missing),
    )
    workspace.record(
        "brief",
        {
            "reports": [_entry(report) for report in reports],
            "failed": len(failed),
            "today": today.isoformat(),
            "result": digest(made),
            "law": register.version,
            "lists": [[c.source, c.version] for c in _cited(opened)],
        },
    )
    if out:
        page = _page(workspace, made, texts, register, _cited(opened), alone=alone)
        write_whole(out, page.encode())
    return made


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
            inside = [p for p in sorted(path.iterdir()) if not p.name.startswith(".")]
            files += [p for p in inside if p.is_file() and p.suffix.lower() in _SUFFIXES]
            skipped += [_skip(p) for p in inside if p.is_file() and p not in files]
        elif path.exists():
            files.append(path)
        else:
            raise InvalidInput(f"{path}: there is no such file or folder.")
    if not files:
        raise InvalidInput(f"{', '.join(map(str, paths))}: holds no report (.txt or .html).")
    return files, tuple(skipped)


def _skip(path: Path) -> Failure:
    told = f"{path}: its kind of file is not read from a folder; name it to have it read as text."
    return Failure(path.name, told)


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


def _read(path: Path, today: date) -> tuple[Report, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}).") from error
    report = monitoring.read(path.name, data, today)
    return report, monitoring.text_of(report, data)


def _read_all(
    files: Sequence[Path], today: date
) -> tuple[tuple[Report, ...], dict[str, str], tuple[Failure, ...]]:
    reports, texts, failed = [], {}, []
    for path in files:
        try:
            report, text = _read(path, today)
        except DocumentError as error:
            failed.append(Failure(path.name, str(error)))
            continue
        if report.file in texts:
            failed.append(
                Failure(path.name, f"{path}: another file of this name was read already.")
            )
            continue
        reports.append(report)
        texts[report.file] = text
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
    reports: Sequence[Report], texts: Mapping[str, str], opened: Opened | None, terms: Terms
) -> tuple[ListedMention, ...]:
    if opened is None:
        return ()
    screener = Screener(opened.snapshot, opened.cited)

    def find(party: Party) -> Sequence[Match]:
        return screener.screen(party, terms)

    return tuple(
        mention for report in reports for mention in listed(report, texts[report.file], find)
    )


def _entry(report: Report) -> dict[str, object]:
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
