"""How well and how fast reports are read: quotations, statements, furniture, events, sources."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from bench import articles, copied, sizes
from bench.common import Row
from enjoin.model.report import Event, Report, Said, Span
from enjoin.monitoring import read
from enjoin.monitoring.stories import together

#: The day of reading, fixed: one report tells no year, and is of the newest that fits.
READ_ON = date(2026, 11, 22)

#: Direct quotations of the reports that carry no annotations, found by reading them.
READ_BY_HAND = {
    "002": [
        (60, 92),
        (504, 518),
        (649, 736),
        (752, 886),
        (994, 1021),
        (1592, 1690),
        (1957, 2161),
        (2177, 2218),
        (2280, 2473),
        (2517, 2568),
    ],
    "004": [(255, 269), (614, 799), (960, 1153)],
}
#: Finer kinds of event of the annotations, and the kinds of the contract they are.
KINDS = {
    "press_briefing": {"briefing"},
    "public_remarks": {"briefing"},
    "sanctions_imposed": {"designation"},
    "sanctions_threatened": {"designation"},
    "sanctions_enforced": {"enforcement"},
    "weapons_use": {"use"},
    "arms_transfer": {"transfer", "deal"},
    "arms_deal": {"deal", "talks", "transfer"},
    "military_assistance": {"transfer"},
    "military_cooperation": {"talks", "deal"},
    "commemoration": {"parade"},
    "departure": {"visit"},
    "waiver_signed": {"waiver"},
    "congress_notified": {"notification"},
    "funds_transferred": {"funds-movement"},
    "asset_freeze": {"enforcement", "funds-movement"},
    "sanctions_lifting": {"lifting-claim", "lifting"},
}


class Ratio(NamedTuple):
    """How many of how many."""

    hits: int
    of: int

    def reaches(self, asked: float) -> bool:
        """Tell whether the share is at least what was asked."""
        return self.of > 0 and self.hits / self.of >= asked

    def __str__(self) -> str:
        share = f" ({self.hits / self.of:.3f})" if self.of else ""
        return f"{self.hits}/{self.of}{share}"


class Annotated(NamedTuple):
    """An annotated report beside what was read from it."""

    gold: dict[str, Any]
    report: Report
    text: str


def measure(shared: Path) -> list[Row]:
    """Return (what, measured, asked) for reading, from the reports and labelled data."""
    files = sorted((shared / "reports").glob("*.txt"))
    gold = json.loads((shared / "reports" / "gold" / "reports_gold.json").read_text("utf-8"))
    reports = {path.name: read(path.name, path.read_bytes(), READ_ON) for path in files}
    texts = {path.name: path.read_text("utf-8") for path in files}
    pairs = [
        Annotated(doc, reports[doc["file"]], texts[doc["file"]])
        for doc in gold["documents"].values()
    ]
    return [
        *_quotation_rows(reports, gold),
        *_speed_rows(files, reports, texts),
        *_statement_rows(pairs),
        _furniture(pairs),
        *_event_rows(pairs),
        *_attribution_rows(shared / "bench" / "attributions"),
        *articles.rows(shared / "bench" / "articles"),
        *copied.rows(sorted((shared / "bench" / "attributions" / "text").glob("*.txt"))),
        *sizes.rows(),
    ]


def measure_quotations(shared: Path) -> list[Row]:
    """Return the rows on direct quotations alone."""
    folder = shared / "reports"
    gold = json.loads((folder / "gold" / "reports_gold.json").read_text("utf-8"))
    return _quotation_rows(
        {p.name: read(p.name, p.read_bytes(), READ_ON) for p in folder.glob("*.txt")}, gold
    )


def _span(words: dict[str, Any]) -> Span:
    return (words["start"], words["end"])


def _quotation_rows(reports: dict[str, Report], gold: dict[str, Any]) -> list[Row]:
    wanted = {(name, span) for name, spans in READ_BY_HAND.items() for span in spans}
    for name, doc in gold["documents"].items():
        wanted |= {(name, _span(q)) for said in doc["statements"] for q in said["quotes"]}
    found = {
        (n[:3], span) for n, r in reports.items() for said in r.statements for span in said.quotes
    }
    exact = Ratio(len(found & wanted), len(wanted))
    extra = len(found - wanted)
    return [
        Row("direct quotations at their exact offsets", str(exact), "35/35", exact.reaches(1)),
        Row("quotations that are none", str(extra), "0", extra == 0),
    ]


def _cpu(work: Callable[[], object], least: float = 0.5) -> float:
    """Return CPU seconds per call."""
    calls, start = 0, time.process_time()
    while time.process_time() - start < least:
        work()
        calls += 1
    return (time.process_time() - start) / calls


def _speed_rows(
    files: Sequence[Path], reports: dict[str, Report], texts: dict[str, str]
) -> list[Row]:
    data = {path.name: path.read_bytes() for path in files}
    each = [_cpu(lambda n=name: read(n, data[n])) for name in data]  # type: ignore[misc]
    mean = sum(each) / len(each)
    start = time.process_time()
    read("long.txt", b'"Aa said " Bb. ' * 70_000)
    long_line = time.process_time() - start
    nested = _growth("Roe said that ''Doe said 'we will' to Poe'' and ", 2_000)
    sentence = _growth("Roe said that Doe, who led, denied that ", 90)
    brief = _cpu(lambda: together(list(reports.values()), texts))
    return [
        Row("CPU for a report", f"{mean * 1000:.1f} ms", "5 ms", mean <= 0.005),
        Row("CPU for the slowest report", f"{max(each) * 1000:.1f} ms", "20 ms", max(each) <= 0.02),
        Row("CPU for 1 MB of quotations on one line", f"{long_line:.1f} s", "5 s", long_line <= 5),
        Row("four times the nested quotations, CPU", f"{nested:.1f} times", "6", nested <= 6),
        Row("four times the long sentences, CPU", f"{sentence:.1f} times", "6", sentence <= 6),
        Row(
            "CPU to bring five reports together", f"{brief * 1000:.1f} ms", "20 ms", brief <= 0.020
        ),
    ]


def _growth(unit: str, count: int) -> float:
    """Return how much longer four times a text takes; units of 90 make sentences of the longest."""

    def cost(times: int) -> float:
        data = ((unit * min(count, 90) + ". ") * (count // min(count, 90)) * times).encode()
        return _cpu(lambda: read("long.txt", data), 0.2)

    cost(1)
    return cost(4) / cost(1)


def _overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _match(gold: dict[str, Any], statements: Iterable[Said]) -> Said | None:
    """Return the statement read that an annotated one is: same quotation, or same content."""
    spans = [_span(s) for s in gold["quotes"] or gold["content"]]
    direct = bool(gold["quotes"])
    for said in statements:
        ours = said.quotes if direct else said.content
        if direct and spans[0] in ours:
            return said
        if not direct and not said.quotes and any(_close(a, b) for a in spans for b in ours):
            return said
    return None


def _close(a: Span, b: Span) -> bool:
    """Tell whether two spans share at least half of the longer."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared * 2 >= max(a[1] - a[0], b[1] - b[0])


def _statement_rows(pairs: Sequence[Annotated]) -> list[Row]:
    matched = [
        (gold, _match(gold, pair.report.statements))
        for pair in pairs
        for gold in pair.gold["statements"]
    ]
    both = [(gold, said) for gold, said in matched if said is not None]
    outer = [(gold, said) for gold, said in matched if "nested_in" not in gold]
    read_ = [said for pair in pairs for said in pair.report.statements]
    known = {id(said) for _, said in both}
    speakers = [_speaker_right(gold, said) for gold, said in both if "nested_in" not in gold]
    days = [_day_right(gold, said) for gold, said in both if gold["date_said"]]
    kinds = [
        said.kind in {gold["class"], *gold["class_also"], gold.get("subclass")}
        for gold, said in both
    ]
    return [
        _share("statements, precision", sum(id(s) in known for s in read_), len(read_), 0.95),
        _share("statements, recall", sum(s is not None for _, s in outer), len(outer), 0.95),
        _share("speaker right", sum(speakers), len(speakers), 0.95),
        _share("day said right", sum(days), len(days), 0.95),
        _share("kind right", sum(kinds), len(kinds), 0.90),
    ]


def _share(what: str, hits: int, of: int, asked: float) -> Row:
    found = Ratio(hits, of)
    return Row(what, str(found), f"{asked:.2f}", found.reaches(asked))


def _speaker_right(gold: dict[str, Any], said: Said) -> bool:
    ours, theirs = said.speaker or "(unnamed)", gold["speaker"]
    return ours == theirs or ours in theirs or ("unnamed" in theirs and said.speaker is None)


def _day_right(gold: dict[str, Any], said: Said) -> bool:
    return said.said_on is not None and said.said_on.value == gold["date_said"]


def _furniture(pairs: Sequence[Annotated]) -> Row:
    """Compare characters; by-lines and date lines, annotated apart, count neither way."""
    hits = ours_n = theirs_n = 0
    for gold, report, text in pairs:
        theirs = _characters(text, (_span(b) for b in gold["boilerplate"]))
        neutral = _characters(text, (_span(b) for b in gold["metadata_spans"]))
        ours = _characters(text, (f.span for f in report.furniture)) - neutral
        hits += len(ours & theirs)
        ours_n += len(ours)
        theirs_n += len(theirs - neutral) + len(theirs & neutral & ours)
    f1 = 2 * hits / (ours_n + theirs_n)
    return Row("furniture characters F1", f"{f1:.3f}", "0.99", f1 >= 0.99)


def _characters(text: str, spans: Iterable[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}


def _event_rows(pairs: Sequence[Annotated]) -> list[Row]:
    found = right = wanted = hit = 0
    for gold, report, _ in pairs:
        seen = [any(_same_event(g, e) for g in gold["events"]) for e in report.events]
        got = [any(_same_event(g, e) for e in report.events) for g in gold["events"]]
        found, right = found + len(seen), right + sum(seen)
        wanted, hit = wanted + len(got), hit + sum(got)
    return [
        _share("events, precision", right, found, 0.90),
        _share("events, recall", hit, wanted, 0.75),
    ]


def _same_event(gold: dict[str, Any], event: Event) -> bool:
    """Compare kinds, and then the words or the countries: an event is often told twice."""
    kinds = KINDS.get(gold["type"], {gold["type"]})
    near = any(_overlaps(_span(a), b) for a in gold["evidence"] for b in event.evidence)
    theirs = {a["name"] for a in gold["actors"] if a["role"] in {"supplier", "recipient", "owner"}}
    same = len(theirs) == 2 and theirs == {actor.name for actor in event.actors}
    return event.kind in kinds and (near or same)


# --- PolNeAR ---------------------------------------------------------------------------------


class Article(NamedTuple):
    """An annotated news article, and what was read from it."""

    text: str
    report: Report
    gold: list[Attributed]
    held_out: bool


class Attributed(NamedTuple):
    """An annotated attribution: where its cue, source and content stand."""

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]


def _attribution_rows(folder: Path) -> list[Row]:
    articles = list(_articles(folder))
    judged = [
        _source(one.text, q, said, one.gold)
        for one in articles
        for q, said in _quotes(one.text, one.report)
    ]
    right = sum(verdict is True for verdict in judged)
    named = sum(verdict is not None for verdict in judged)
    return [
        _share("news articles: source of a quotation, precision", right, named, 0.95),
        _share("news articles: source of a quotation, recall", right, len(judged), 0.87),
        _attribution_row("", articles),
        _attribution_row(", seen half", [one for one in articles if not one.held_out]),
        _attribution_row(", held-out half", [one for one in articles if one.held_out]),
    ]


def _articles(folder: Path) -> Iterable[Article]:
    """Yield the annotated articles; half of them, by their names, are not looked at."""
    for path in sorted((folder / "text").glob("*.txt")):
        annotated = next(iter(sorted((folder / "attributions").glob(f"{path.stem}*.ann"))), None)
        if annotated is None:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        gold = _brat(annotated.read_text("utf-8"))
        held_out = sha256(path.stem.encode()).digest()[-1] % 2 == 1
        yield Article(text, read(path.name, text.encode()), gold, held_out)


def _attribution_row(which: str, articles: Sequence[Article]) -> Row:
    """Count an attribution as right when cue, source and content are, each once."""
    right = found = wanted = 0
    for one in articles:
        left = list(one.gold)
        for said in one.report.statements:
            same = next((gold for gold in left if _attributed_alike(gold, said)), None)
            if same is not None:
                left.remove(same)
        right += len(one.gold) - len(left)
        found, wanted = found + len(one.report.statements), wanted + len(one.gold)
    f1 = 2 * right / max(1, found + wanted)
    measured = f"{f1:.3f} (precision {right}/{found}, recall {right}/{wanted})"
    return Row(f"news articles: attributions F1{which}", measured, "0.58", f1 >= 0.58)


def _attributed_alike(gold: Attributed, said: Said) -> bool:
    cue = [said.cue] if said.cue else []
    source = [said.speaker_span] if said.speaker_span else []
    near = any(_overlaps(a, b) for a in gold.cue for b in cue)
    return near and _half(gold.source, source) and _half(gold.content, said.content)


def _half(theirs: Iterable[Span], ours: Iterable[Span]) -> bool:
    """Tell whether two sets of words share at least half of the larger."""
    a, b = ({at for start, end in spans for at in range(start, end)} for spans in (theirs, ours))
    return 2 * len(a & b) >= max(len(a), len(b))


def _brat(annotations: str) -> list[Attributed]:
    rows = [line.split("\t") for line in annotations.splitlines()]
    parts = {row[0]: _places(row[1]) for row in rows if row[0].startswith("T")}
    found = [_attributed(row[1], parts) for row in rows if row[0].startswith("E")]
    return [one for one in found if one.content]


def _places(field: str) -> tuple[Span, ...]:
    pairs = (pair.split(" ") for pair in field.split(" ", 1)[1].split(";"))
    return tuple((int(start), int(end)) for start, end in pairs)


def _attributed(field: str, parts: dict[str, tuple[Span, ...]]) -> Attributed:
    roles = [role.split(":") for role in field.split()]
    cue, source, content = (
        tuple(s for name, ref in roles if name.startswith(kind) for s in parts.get(ref, ()))
        for kind in ("Cue", "Source", "Content")
    )
    return Attributed(cue, source, content)


def _quotes(text: str, report: Report) -> list[tuple[Span, Said]]:
    return [
        (span, said)
        for said in report.statements
        for span in said.quotes
        if len(text[slice(*span)].split()) >= 3
    ]


def _source(text: str, span: Span, said: Said, gold: Sequence[Attributed]) -> bool | None:
    """Judge whether the head word of our source lies in the annotated one; None: no source."""
    theirs = [one for one in gold if any(_overlaps(span, c) for c in one.content)]
    if said.speaker_span is None or not theirs:
        return None if said.speaker_span is None else False
    best = max(
        theirs, key=lambda one: max(min(span[1], b) - max(span[0], a) for a, b in one.content)
    )
    words = re.split(r",\s|\s\(", text[slice(*said.speaker_span)])[0].rstrip()
    end = said.speaker_span[0] + len(words)
    head = (end - len(words.split()[-1]), end)
    return any(_overlaps(head, source) for source in best.source)
