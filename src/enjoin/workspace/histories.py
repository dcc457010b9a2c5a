"""What befell a party, in order of dates: listings, ownership, reports, findings, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import msgspec

from enjoin import monitoring
from enjoin.law.ownership.graph import Graph, Recorded, Share, ends
from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited, Match, Party
from enjoin.model.report import Brief, Report, Source, Span
from enjoin.model.schema import NAME_KINDS
from enjoin.pages.timeline import Mark, first_day, picture
from enjoin.store.opening import opened
from enjoin.store.versions import source_of
from enjoin.workspace.deciding import kept_dealings
from enjoin.workspace.owning import graph_of
from enjoin.workspace.reading import bytes_of, documents_in
from enjoin.workspace.values import ALWAYS, Asked, AsOf, Shown

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Scores this near to the best are no ground to prefer one entry to another.
NEAR = 0.05
_QUOTED = 160  # characters of a statement that a line repeats

Kind = Literal[
    "listing", "list", "holding", "ownership", "statement", "event", "finding", "decision"
]
#: Which lanes a picture shows first.
_LANES = get_args(Kind)


class Befell(msgspec.Struct, frozen=True, kw_only=True):
    """Something that befell a party on a day, or from a day until another.

    `on` is ISO 8601 at its precision, None where no source dates it; `at_latest` tells that it may
    have begun before. Listings and holdings last: one without `until` still does.
    """

    on: str | None
    until: str | None = None
    at_latest: bool = False
    kind: Kind
    lane: str
    what: str
    short: str
    entity_id: str | None = None
    evidence: tuple[Source, ...] = ()

    @property
    def lasts(self) -> bool:
        """Whether it holds from a day on, rather than on it."""
        return self.kind in {"listing", "holding"}


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What befell a party up to a day; `entries` are those taken as the party, and why."""

    party: str
    on: str
    entries: dict[str, str]
    names: tuple[str, ...]
    befell: tuple[Befell, ...]
    goes_with: tuple[str, ...]
    lists: tuple[ListCited, ...]
    notes: tuple[str, ...]


class Beside(NamedTuple):
    """What is read beside the lists: further entries of the party, ownership, reports."""

    together: tuple[str, ...] = ()
    graph: Path | None = None
    reports: tuple[Path, ...] = ()


class _Known(NamedTuple):
    """A party as it is looked for: its entries and names, these without regard to case."""

    ids: frozenset[str]
    names: frozenset[str]

    def named(self, name: str | None) -> bool:
        return bool(name) and (name in self.ids or (name or "").casefold() in self.names)


def history(workspace: Workspace, party: str, asked: Asked, beside: Beside) -> History:
    """Return what befell a party, of an entry's id or a name, in order of dates.

    Raises:
        InvalidInput: nothing knows such a party, or several entries are as near to the name.
    """
    graph = graph_of(beside.graph, ())
    first, lists, notes = _found(workspace, party, asked, _in_graph(graph, party))
    shown, why = _entries(workspace, {**first, **dict.fromkeys(beside.together, "as told")}, asked)
    names = tuple(dict.fromkeys([*_names(shown), *([] if party in shown else [party])]))
    known = _Known(frozenset(shown), frozenset(map(str.casefold, names)))
    befell = [
        *(each for one in shown.values() for each in _listed(workspace, one, asked.as_of)),
        *_owned(graph, known, asked.as_of),
        *_decided(workspace, known),
    ]
    if beside.reports:
        made = workspace.brief(beside.reports, None, asked)
        befell += _reported(made, known, beside.reports)
        notes += (*made.notes, *(failure.error for failure in made.failed))
    return History(
        party=names[0],
        on=asked.as_of.on.isoformat(),
        entries=why,
        names=names,
        befell=tuple(sorted(_until(befell, asked.as_of.on), key=_order)),
        goes_with=tuple(dict.fromkeys(_goes_with(shown))),
        lists=lists,
        notes=notes,
    )


def draw(found: History, out: Path) -> None:
    """Write a history as a picture, whole or not at all.

    Raises:
        InvalidInput: the file is a folder, or its folder is not there.
    """
    from enjoin.store.blobs import write_whole

    if out.is_dir() or not out.parent.is_dir():
        raise InvalidInput(f"{out}: is no file to write; name one in a folder that is there.")
    lanes = sorted(found.befell, key=lambda each: _LANES.index(each.kind))
    marks = [mark for each in lanes if (mark := _mark(each))]
    write_whole(out, picture(found.party, marks, date.fromisoformat(found.on)).encode())


def _mark(each: Befell) -> Mark | None:
    """Return what is drawn; None of what has no date."""
    start = first_day(each.on) if each.on else None
    if start is None:
        return None
    end = first_day(each.until) if each.until else None
    told = f"{each.on} {each.what}"
    held = each.kind == "holding"
    return Mark(each.lane, start, end, each.short, told, each.lasts, each.at_latest, held)


# --- Whose history -----------------------------------------------------------------------------


_Found = tuple[dict[str, str], tuple[ListCited, ...], tuple[str, ...]]


def _found(workspace: Workspace, party: str, asked: Asked, in_graph: bool) -> _Found:
    """Return the entry a party is, and why; the lists that were looked at; what to note.

    Raises:
        InvalidInput: several entries are as near to the name, or none is near at all.
    """
    with opened(workspace.config.database) as door:
        if source_of(door, party):
            return {party: "as asked"}, (), ()
    stale = msgspec.structs.replace(asked, accept_stale=True)
    answer = workspace.screen(Party(names=(party,)), stale)
    matches = [match for match in answer.matches if match.match]
    notes = tuple(f"{c.source} {c.version} is STALE" for c in answer.lists if c.stale)
    if not matches and in_graph:
        return {}, answer.lists, (f"{party}: no list has such a name at the threshold", *notes)
    if not matches:
        told = ", ".join(f"{c.source} {c.version}" for c in answer.lists)
        raise InvalidInput(
            f"{party!r}: nobody of that name is listed ({told}, from a score of "
            f"{answer.threshold} on), and no graph has it; lower --threshold or give an id."
        )
    best = matches[0]
    _check_single(workspace, party, [m for m in matches if m.score >= best.score - NEAR], asked)
    return {best.entity_id: f"best match of {party!r}, {best.score:.2f}"}, answer.lists, notes


def _check_single(workspace: Workspace, party: str, near: Sequence[Match], asked: Asked) -> None:
    """Refuse a name to which several entries are as near that are not known to be one party.

    Raises:
        InvalidInput: names them.
    """
    one, _ = _entries(workspace, {near[0].entity_id: ""}, asked)
    if all(match.entity_id in one for match in near):
        return
    told = "\n".join(f"  {m.entity_id}  {m.score:.2f}  {m.caption} ({m.schema})" for m in near)
    raise InvalidInput(
        f"{party!r}: several entries are as near:\n{told}\n"
        "Give the id of one; those that are the same party can be added with --with ID."
    )


def _entries(
    workspace: Workspace, first: Mapping[str, str], asked: Asked
) -> tuple[dict[str, Shown], dict[str, str]]:
    """Return the entries that are one party, by publishers' references and judgements, and why."""
    why, waiting = dict(first), list(first)
    shown: dict[str, Shown] = {}
    while waiting:
        id_ = waiting.pop(0)
        shown[id_] = one = workspace.entity(id_, asked.as_of)
        apart = {other.entity_id for other in one.linked if other.same is False}
        for other in one.linked:
            if other.same and other.entity_id not in apart | why.keys():
                why[other.entity_id] = other.why
                waiting.append(other.entity_id)
    return shown, why


def _names(shown: Mapping[str, Shown]) -> Iterator[str]:
    """Yield captions, then every name that a list ever gave the entry itself, not its ties."""
    for one in shown.values():
        if one.entity:
            yield one.entity["caption"]
        for dated in one.history:
            yield from (value for field, value in dated.came if field in NAME_KINDS)


def _goes_with(shown: Mapping[str, Shown]) -> Iterator[str]:
    for one in shown.values():
        for other in one.linked:
            if other.entity_id not in shown:
                yield f"{other.caption} [{other.entity_id}] ({other.by}): {other.why}"


# --- Lists -------------------------------------------------------------------------------------


def _listed(workspace: Workspace, shown: Shown, as_of: AsOf) -> Iterator[Befell]:
    """Yield when an entry was listed, amended, changed and taken off, as far as it is told."""
    last = _last_on_list(workspace, shown, as_of)
    sanctions = [part["properties"] for part in last.parts if part["schema"] == "Sanction"]
    by = {authority for of in sanctions for authority in of.get("authority", ())}
    lane = by.pop() if len(by) == 1 else shown.source
    for of in sanctions:
        yield from _sanctioned(of, shown, lane)
    if last.entity:
        for on in last.entity["properties"].get("modifiedAt", ()):
            if not any(on in of.get("modifiedAt", ()) for of in sanctions):
                yield _of_list(shown, lane, on, "amended", "amended by its publisher")
    for _, until in shown.periods:
        if until:
            told = f"no longer on {shown.source}, by its version of that day"
            yield _of_list(shown, lane, until, "off the list", told)
    yield from _changed(shown, lane)


def _last_on_list(workspace: Workspace, shown: Shown, as_of: AsOf) -> Shown:
    """Return an entry as it stands on its list, or as it last did before it was taken off."""
    gone = [until for _, until in shown.periods if until and until <= as_of.on.isoformat()]
    if shown.listed or not gone:
        return shown
    day = date.fromisoformat(max(gone)) - timedelta(days=1)
    return workspace.entity(shown.id, AsOf(day, as_of.known))


def _sanctioned(of: Mapping[str, Sequence[str]], shown: Shown, lane: str) -> Iterator[Befell]:
    """Yield a listing by an authority; one that it does not date began by our first version."""
    authority = _first(of, "authority") or shown.source
    under = dict.fromkeys([*of.get("program", ()), *of.get("authorityId", ())])
    dated = _first(of, "listingDate") or _first(of, "startDate")
    ended = _first(of, "endDate")
    by_version = min((since for since, _ in shown.periods), default=None)
    off = shown.periods[-1][1] if shown.periods else None
    told = f"listed by {authority}" + (f" ({', '.join(under)})" if under else "")
    told += f": {'; '.join(of['provisions'])}" if of.get("provisions") else ""
    yield Befell(
        on=dated or by_version,
        until=ended or off,
        at_latest=not dated,
        kind="listing",
        lane=lane if lane == shown.source else authority,
        what=told if dated else f"{told}; by that day at the latest, {shown.source} has no date",
        short=", ".join(under) or "listed",
        entity_id=shown.id,
    )
    for on in of.get("modifiedAt", ()):
        yield _of_list(shown, lane, on, "amended", f"listing amended by {authority}")
    if ended:
        yield _of_list(shown, lane, ended, "ended", f"listing by {authority} ended")


def _changed(shown: Shown, lane: str) -> Iterator[Befell]:
    """Yield the fields in which versions differ; an entry's first version is no change."""
    for dated in shown.history:
        if any(field == "listed" for field, _ in (*dated.came, *dated.went)):
            continue
        fields = dict.fromkeys(field for field, _ in (*dated.went, *dated.came))
        told = f"{shown.source} changed {', '.join(fields)}"
        yield _of_list(shown, lane, dated.on, "changed", told)


def _of_list(shown: Shown, lane: str, on: str, short: str, told: str) -> Befell:
    return Befell(on=on, kind="list", lane=lane, what=told, short=short, entity_id=shown.id)


def _first(of: Mapping[str, Sequence[str]], prop: str) -> str | None:
    return next(iter(of.get(prop, ())), None)


# --- Ownership ---------------------------------------------------------------------------------


def _in_graph(graph: Graph, party: str) -> bool:
    known = _Known(frozenset(), frozenset([party.casefold()]))
    return any(True for _ in _owned(graph, known, AsOf(date.max)))


def _owned(graph: Graph, known: _Known, as_of: AsOf) -> Iterator[Befell]:
    """Yield what a graph records of a party by an instant: listings, stakes, control, property."""
    by = None if as_of.known == ALWAYS else as_of.known
    for listed in graph.listed:
        if known.named(listed.party) and listed.known(by):
            under = f" ({listed.programme})" if listed.programme else ""
            told = f"listed by {', '.join(listed.regimes)}{under}, as the graph has it"
            short = listed.programme or ", ".join(listed.regimes)
            lane = f"{', '.join(listed.regimes)} (graph)"
            yield _held(listed, "listing", told, short, lane)
    for stake in graph.stakes:
        share = _share(stake.share)
        if known.named(stake.owner) and stake.known(by):
            yield _held(stake, "holding", f"owns {share} of {stake.asset}", stake.asset)
        if known.named(stake.asset) and stake.known(by):
            told = f"is owned by {stake.owner}, {share}"
            yield _held(stake, "holding", told, f"of {stake.owner}")
    for control in graph.control:
        if known.named(control.person) and control.known(by):
            told = f"directs {control.asset} ({control.kind})"
            yield _held(control, "holding", told, control.asset)
        if known.named(control.asset) and control.known(by):
            told = f"is directed by {control.person} ({control.kind})"
            yield _held(control, "holding", told, f"by {control.person}")
    yield from _blocked(graph, known, by)


def _blocked(graph: Graph, known: _Known, by: str | None) -> Iterator[Befell]:
    for held in graph.blocked_property:
        if (known.named(held.interest) or known.named(held.asset)) and held.known(by):
            told = f"{held.asset} blocked under {held.regime} for the interest of {held.interest}"
            on = held.on.isoformat()
            yield Befell(on=on, kind="ownership", lane=_GRAPH, what=told, short="blocked")
    for rebutted in graph.rebutted:
        if known.named(rebutted.asset) and rebutted.known(by):
            told = f"presumption of ownership rebutted ({rebutted.regime}, {rebutted.reference})"
            yield _held(rebutted, "holding", told, "rebutted")


_GRAPH = "ownership"


def _held(record: Recorded, kind: Kind, told: str, short: str, lane: str = _GRAPH) -> Befell:
    until = record.until.isoformat() if record.until else None
    on = record.from_.isoformat() if record.from_ else None
    return Befell(on=on, until=until, kind=kind, lane=lane, what=told, short=short)


def _share(share: Share) -> str:
    low, high = ends(share)
    return f"{low} %" if low == high else f"{low} to {high} %"


# --- Reports and decisions ---------------------------------------------------------------------


def _reported(made: Brief, known: _Known, paths: Sequence[Path]) -> Iterator[Befell]:
    """Yield statements and events in whose words the party stands, and findings on those."""
    mentions: dict[str, list[Span]] = {}
    for of in made.listed:
        if of.entity_id in known.ids:
            mentions.setdefault(of.mention.file, []).append(of.mention.span)
    involved: dict[Source, str | None] = {}
    for report in made.reports:
        spans = mentions.get(report.file, []) + _named_in(report, known)
        text = monitoring.text_of(report, bytes_of(_path_of(report.file, paths)))
        events = list(_happened(report, spans, known, text))
        involved |= {source: event.on for event in events for source in event.evidence}
        yield from (*_said(report, spans, known, text), *events)
    for finding in made.findings:
        dates = [involved[source] for source in finding.evidence if source in involved]
        if dates:
            yield Befell(
                on=min((on for on in dates if on), default=None),
                kind="finding",
                lane="findings",
                what=f"finding ({finding.standard}, {finding.modality}): {finding.text}",
                short=", ".join(finding.measures),
                evidence=finding.evidence,
            )


def _named_in(report: Report, known: _Known) -> list[Span]:
    parties = [(person.name, person.mentions) for person in report.people]
    parties += [(one.name, one.mentions) for one in report.named]
    return [span for name, spans in parties if known.named(name) for span in spans]


def _said(report: Report, spans: Sequence[Span], known: _Known, text: str) -> Iterator[Befell]:
    for said in report.statements:
        if not known.named(said.speaker) and not _meet(said.evidence, spans):
            continue
        words = " … ".join(text[start:end] for start, end in said.quotes or said.content)
        yield Befell(
            on=said.said_on.value if said.said_on else _published(report),
            at_latest=said.said_on is None,
            kind="statement",
            lane="reports",
            what=f"{said.speaker or 'unnamed'}, {said.mode} {said.kind}: {_short(words)}"
            f" [{report.file}]",
            short=f"{said.speaker or 'unnamed'}: {said.kind}",
            evidence=_sources(report, said.evidence),
        )


def _happened(report: Report, spans: Sequence[Span], known: _Known, text: str) -> Iterator[Befell]:
    """Yield events in which the party takes part, or beside which it stands in one sentence."""
    for event in report.events:
        taking_part = any(known.named(actor.name) for actor in event.actors)
        sentences = [_sentence(text, span) for span in event.evidence]
        if not taking_part and not _meet(sentences, spans):
            continue
        actors = ", ".join(f"{actor.role} {actor.name}" for actor in event.actors)
        yield Befell(
            on=event.when.value if event.when else _published(report),
            at_latest=event.when is None,
            kind="event",
            lane="reports",
            what=f"{event.kind}, {event.stage}, {event.certainty}: {actors} [{report.file}]",
            short=event.kind,
            evidence=_sources(report, event.evidence),
        )


def _published(report: Report) -> str | None:
    return report.published.value if report.published else None


def _sources(report: Report, spans: Iterable[Span]) -> tuple[Source, ...]:
    return tuple(Source(report.file, span) for span in spans)


def _meet(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for one in spans for other in others)


def _sentence(text: str, span: Span) -> Span:
    """Widen a span to the sentence it stands in, as far as full stops and lines tell."""
    start = max(text.rfind(stop, 0, span[0]) for stop in (". ", "\n"))
    ends_at = [at for stop in (". ", "\n") if (at := text.find(stop, span[1])) >= 0]
    return max(start, 0), min(ends_at, default=len(text))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


def _path_of(file: str, paths: Sequence[Path]) -> Path:
    """Return the file that a report was read from, one of several in it or not."""
    inside = [document for path in paths for document in documents_in(path)]
    by_name = {name: path for path in reversed(inside) for name in (path.name, str(path))}
    return by_name.get(file) or by_name[file.rpartition("#")[0]]


def _decided(workspace: Workspace, known: _Known) -> Iterator[Befell]:
    """Yield the decisions kept in this home about dealings in which the party takes part."""
    for seq, kept in kept_dealings(workspace):
        for party in kept.dealing.parties:
            if known.named(party.name) or known.named(party.party):
                role = f" as {party.role}" if party.role else ""
                verdict = kept.decision.strictest
                yield Befell(
                    on=kept.decision.value_date,
                    kind="decision",
                    lane="decisions",
                    what=f"{kept.dealing.kind}{role}: {verdict} (entry {seq} of the journal)",
                    short=verdict,
                )


# --- Order -------------------------------------------------------------------------------------


def _until(befell: Iterable[Befell], on: date) -> Iterator[Befell]:
    """Leave out what lies after a day, and what ends after it still holds."""
    for each in dict.fromkeys(befell):
        if (start := first_day(each.on or "")) and start > on:
            continue
        end = first_day(each.until) if each.until else None
        yield msgspec.structs.replace(each, until=None) if end and end > on else each


def _order(each: Befell) -> tuple[date, str, str]:
    """Sort by the first day that a date may mean; what has no date comes last."""
    return (first_day(each.on or "") or date.max, each.lane, each.what)
