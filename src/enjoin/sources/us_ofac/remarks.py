"""OFAC's remarks: birth dates, papers, weak aliases and links, segment by segment.

A segment is what stands between two semicolons. Each is read by the first rule that fits; what no
rule fits is kept as a note, and counted, so that a change in how OFAC writes is noticed.
"""

from __future__ import annotations

import re

from enjoin.model.values import read_date
from enjoin.sources.us_ofac.labels import LABELS
from enjoin.sources.us_ofac.papers import read_paper
from enjoin.sources.us_ofac.subject import Listed


def read_remarks(subject: Listed, remarks: str) -> None:
    """Read the remarks of an entry, with what was spilled into the comments, into the subject."""
    for segment in _split(remarks):
        subject.segments += 1
        if not any(rule(subject, segment) for rule in _RULES):
            subject.not_read(segment)


_FURTHER = re.compile(r"alt\. ", re.IGNORECASE)  # 'alt. DOB 1961' is a further date of birth
_BRACKETED = re.compile(r"\((Linked To: .+)\)", re.IGNORECASE)  # so in the XML file
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Co|Ltd|Inc|Jr|Sr|Corp|Bros|Col|No)\.$", re.IGNORECASE)


def _split(remarks: str) -> list[str]:
    """Split remarks at semicolons; a full stop ends them, or an abbreviation before the end."""
    segments = [" ".join(segment.split()) for segment in remarks.split(";")]
    segments[-1] = _without_stop(segments[-1])
    return [_bare(segment) for segment in segments if segment and segment != "-0-"]


def _without_stop(text: str) -> str:
    """Take away a full stop at the end, unless it is that of an abbreviation."""
    return text[:-1] if text.endswith(".") and not _ABBREVIATION.search(text) else text


def _bare(segment: str) -> str:
    if further := _FURTHER.match(segment):
        return segment[further.end() :]
    if segment[0] == "(" and (linked := _BRACKETED.fullmatch(segment)):
        return linked[1]
    return segment


_LABELS = "|".join(re.escape(label) for label in sorted(LABELS, key=len, reverse=True))
_LABELLED = re.compile(rf"(?P<label>{_LABELS})(?:: ?| )(?P<text>.+)", re.IGNORECASE)


def _labelled(subject: Listed, segment: str) -> bool:
    match = _LABELLED.fullmatch(segment)
    if match is None:
        return False
    if not LABELS[match["label"].lower()](subject, match["label"], match["text"]):
        subject.unread.append(segment)
    return True


_ALIAS = re.compile(r"(?P<kind>[afn])\.k\.a\.,? (?P<name>.+)", re.IGNORECASE)


def _alias(subject: Listed, segment: str) -> bool:
    """Read a quoted alias, which is a weak one: the strong ones stand in a file of their own."""
    match = _ALIAS.fullmatch(segment)
    if match is None:
        return False
    former = match["kind"].lower() == "f"
    name = subject.in_order(_unquoted(match["name"]))
    subject.add("previousName" if former else "weakAlias", name)
    return True


def _unquoted(name: str) -> str:
    """Take the marks around a name away, and one that is left without its other half.

    Marks inside are part of it: 'LLC 'HARBOUR'' is LLC 'HARBOUR', but ''HARBOUR'' is HARBOUR.
    """
    mark = name[0]
    if mark not in "'\"":
        return name
    if len(name) > 4 and name[:2] == name[-2:] == mark * 2:
        name = name[1:-1]
    inside = name[1:].removesuffix(mark)
    return inside.rstrip(mark) if inside.count(mark) % 2 else inside


_PROVISION = re.compile(
    r"Additional Sanctions Information\b|Secondary sanctions risk|Transactions Prohibited |"
    r"(?:CAATSA Section|PEESA|Executive Order) (?:\S+ )?(?:Information|Directive)|"
    r"IFCA Determination|Directive \d|CMIC |CAPTA |NS-\w+ |Section \d+ |"
    r"(?:Effective|Listing|Purchase/Sales For Divestment) Date|"
    r"(?:U\.S\.|United States) (?:persons must|financial institutions are prohibited) ",
    re.IGNORECASE,
)
_LISTED_ON = re.compile(r"Listing Date(?: \([^()]*\))?:? (?P<day>.+)", re.IGNORECASE)


def _provision(subject: Listed, segment: str) -> bool:
    """Read what is imposed, in OFAC's words, and since when."""
    if not _PROVISION.match(segment):
        return False
    subject.provisions.append(segment)
    listed = _LISTED_ON.fullmatch(segment)
    found = read_date(listed["day"]) if listed else None
    subject.listed_on += found.values[:1] if found else ()
    return True


_ADDRESS = re.compile(r"(?P<address>https?://\S+) \(website\)", re.IGNORECASE)


def _website(subject: Listed, segment: str) -> bool:
    match = _ADDRESS.fullmatch(segment)
    subject.add("website", match["address"] if match else None)
    return match is not None


_OFFICE = re.compile(
    r"[^\d:]*\b(?:minister|director|chair\w*|president|presidential|vice-\w+|commander|manager|"
    r"representative|officer|official|member|deputy|governor|head|chief|secretary|advis[eo]r|"
    r"ambassador|judge|magistrate|rector|general|colonel|major|captain|employee|aide|leader)\b"
    r"[^:]*",
    re.IGNORECASE,
)


def _office(subject: Listed, segment: str) -> bool:
    """Read an office, which only a person holds; of others it is prose."""
    if subject.schema != "Person" or not _OFFICE.fullmatch(segment):
        return False
    subject.add("position", segment)
    return True


# Prose and what describes, which no property holds; a label's colon or a number stands apart.
_PROSE = re.compile(
    r"[^\d:]+|For more information\b.*?: .+|"
    r".*\b(?:arrested|deceased|died|captured|incarcerated|since|until|dated?) .*",
    re.IGNORECASE,
)


def _prose(subject: Listed, segment: str) -> bool:
    """Read prose; it ends remarks in one form, with a full stop, and stands amid them in others."""
    if not _PROSE.fullmatch(segment):
        return False
    subject.note("", _without_stop(segment))
    return True


_RULES = (_labelled, _alias, _provision, read_paper, _website, _office, _prose)
