"""Screening through the door: lists checked, parties screened, the run journaled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from enjoin.model.countries import code_of
from enjoin.model.errors import InvalidInput
from enjoin.model.match import DETAILS, Match, Party
from enjoin.model.schema import ASKABLE, TARGET_TOPICS
from enjoin.model.values import parse_date, read_gender
from enjoin.screening.index import IDENTIFIERS
from enjoin.screening.particulars.identifiers import warning
from enjoin.screening.parties import Only, Query, Terms
from enjoin.screening.score import scorer
from enjoin.store.journal import Head, digest
from enjoin.text.names import is_person, parts, tells
from enjoin.workspace.snapshots import Opened, current
from enjoin.workspace.values import Asked, Screened

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def screen(workspace: Workspace, party: Party, asked: Asked, customer: str = "") -> Screened:
    """Screen one party and journal the run."""
    (screened,) = screen_many(workspace, [Query(party, None, customer)], asked)
    return screened


def screen_many(
    workspace: Workspace, queries: Sequence[Query], asked: Asked
) -> tuple[Screened, ...]:
    """Screen parties, each with a threshold of its own where it has one; one entry for all."""
    for query in queries:
        _check(query)
    with workspace.turn:
        return _screen_many(workspace, queries, asked)


def _screen_many(
    workspace: Workspace, queries: Sequence[Query], asked: Asked
) -> tuple[Screened, ...]:
    warm = workspace.warm
    if opened := warm.recalled(asked):
        answers, head = _answered(workspace, opened, queries, asked, after=opened.seq)
        if head:  # the journal shows that no list and no clearance has come since
            warm.remember(asked, opened._replace(seq=head.seq))
            return answers
    opened = open_lists(workspace, asked)
    answers, head = _answered(workspace, opened, queries, asked)
    alone = head is not None and head.seq == opened.seq + 1
    warm.remember(asked, opened._replace(seq=opened.seq + 1) if alone else None)
    return answers


def _answered(
    workspace: Workspace,
    opened: Opened,
    queries: Sequence[Query],
    asked: Asked,
    after: int | None = None,
) -> tuple[tuple[Screened, ...], Head | None]:
    """Screen and journal the run; where others wrote after entry `after`, there is no answer."""
    terms = terms_of(workspace, asked, opened)
    found = list(workspace.warm.screener(opened).screen_each(queries, terms))
    body = entry(opened, asked, terms, *hashes(queries, found))
    at = workspace.now()
    head = workspace.record("screen", body, after=after)
    if head is None:
        return (), None
    return tuple(_answers(queries, found, opened, terms, at, head)), head


def hashes(queries: Sequence[Query], found: Sequence[Sequence[Match]]) -> tuple[str, str]:
    """Return hashes of what was asked and answered: of one party, or of lists of several."""
    parties = [query.party for query in queries]
    if len(queries) == 1 and queries[0].threshold is None:
        return digest(parties[0]), digest(found[0])
    return digest([parties, [query.threshold for query in queries]]), digest(found)


def _answers(
    queries: Sequence[Query],
    found: Iterable[Sequence[Match]],
    opened: Opened,
    terms: Terms,
    at: str,
    head: Head,
) -> Iterator[Screened]:
    lists = tuple(opened.cited.values())
    for query, matches in zip(queries, found, strict=True):
        threshold = terms.threshold if query.threshold is None else query.threshold
        yield Screened(tuple(matches), lists, at, threshold, scorer(), head)


def open_lists(workspace: Workspace, asked: Asked) -> Opened:
    """Open the lists in force, those that were opened before where they still are.

    Raises:
        NoLists: a list has no version as of that day, or one asked for is not loaded.
        StaleLists: a list is older than its source allows, and nobody accepts that.
    """
    with workspace.turn:
        return current(
            workspace.config,
            asked.as_of,
            asked.lists,
            accept=asked.accept_stale,
            warm=workspace.warm,
        )


def certify(workspace: Workspace, party: Party, asked: Asked, answer: Screened, out: Path) -> None:
    """Write a printable record of a screening, also of one that found nothing; journaled.

    Raises:
        InvalidInput: the file is a folder.
        StoreUnwritable: it cannot be written.
    """
    from enjoin.pages.certificate import Certified, render
    from enjoin.store.blobs import write_whole
    from enjoin.workspace.listing import about

    if out.is_dir():
        raise InvalidInput(f"{out}: is a folder; give the name of a file to write.")
    page = render(
        Certified(
            party=party,
            on=asked.as_of.on.isoformat(),
            known=asked.as_of.known,
            at=answer.at,
            threshold=answer.threshold,
            scorer=answer.scorer,
            matches=answer.matches,
            lists=answer.lists,
            absent=tuple(workspace.not_loaded(answer.lists)),
            titles=tuple((of.source, about(of.source).title) for of in answer.lists),
            narrowed=narrowed(asked),
            warnings=(*warnings(party), *unmet(workspace, asked)),
            entry=answer.recorded.seq,
            hash=answer.recorded.hash,
        )
    )
    write_whole(out, page.encode())
    body = {"entry": answer.recorded.seq, "page": digest(page)}
    workspace.record("certificate", body)


def narrowed(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Tell to what a screening was narrowed, in words: what else is listed was not asked for."""
    told = {
        "lists": asked.lists,
        "programmes": asked.programmes,
        "topics": asked.topics,
        "schemata": asked.schemata,
        "countries": asked.countries,
    }
    return tuple((what, ", ".join(values)) for what, values in told.items() if values)


def party(
    name: str,
    schema: str,
    birth_date: str | None,
    countries: Iterable[str],
    ids: Iterable[tuple[str, str]],
    gender: str | None = None,
    addresses: Iterable[str] = (),
    details: Iterable[tuple[str, str]] = (),
) -> Party:
    """Make a party of what a person typed.

    Raises:
        InvalidInput: a date, a country, a gender or a kind of number or detail is not understood.
    """
    born = parse_date(birth_date) if birth_date else None
    if birth_date and not born:
        raise InvalidInput(f"birth date {birth_date!r}: write it as 1962, 1962-05 or 1962-05-07.")
    codes = _codes(countries)
    numbers = tuple(ids)
    if strange := [kind for kind, _ in numbers if kind not in IDENTIFIERS]:
        known = ", ".join(sorted(IDENTIFIERS))
        raise InvalidInput(f"{strange[0]!r}: is no kind of identifier; known: {known}.")
    if gender and not read_gender(gender):
        raise InvalidInput(f"gender {gender!r}: write it as male, female or other.")
    told = tuple(details)
    if strange := [kind for kind, _ in told if kind not in DETAILS]:
        raise InvalidInput(f"{strange[0]!r}: is not compared; known: {', '.join(DETAILS)}.")
    return Party(
        names=(name,),
        schema=schema,
        birth_dates=(born,) if born else (),
        countries=codes,
        ids=numbers,
        gender=read_gender(gender) if gender else None,
        addresses=tuple(addresses),
        details=told,
    )


def _codes(countries: Iterable[str]) -> tuple[str, ...]:
    codes = [(country, code_of(country)) for country in countries]
    if unknown := [country for country, code in codes if not code]:
        raise InvalidInput(f"country {unknown[0]!r}: is not known; write its name or ISO code.")
    return tuple(code for _, code in codes if code)


def terms_of(workspace: Workspace, asked: Asked, opened: Opened | None = None) -> Terms:
    """Return the terms of a screening: what was asked, else what the configuration says.

    Raises:
        InvalidInput: a country is not known, or a schema is none that is listed.
    """
    threshold = workspace.config.threshold if asked.threshold is None else asked.threshold
    for schema in asked.schemata:
        check_schema(schema)
    only = Only(
        programmes=frozenset(map(str.casefold, asked.programmes)),
        topics=frozenset(map(str.casefold, asked.topics)),
        schemata=frozenset(asked.schemata),
        countries=frozenset(_codes(asked.countries)),
    )
    clearances = opened.clearances if opened else None
    return Terms(threshold, frozenset(asked.lists), asked.near, only, clearances)


def unmet(workspace: Workspace, asked: Asked) -> list[str]:
    """Warn of programmes and topics that nobody is listed with: a slip would look like a clear."""
    if not (asked.programmes or asked.topics):
        return []
    programmes, topics = set[str](), set[str](TARGET_TOPICS)
    for record in open_lists(workspace, asked).snapshot.records():
        programmes.update(of.programme for of in record.sanctions if of.programme)
        topics.update(record.topics)
    missing = [
        *(("programme", each, programmes) for each in asked.programmes),
        *(("topic", each, topics) for each in asked.topics),
    ]
    return [told for what in missing if (told := _nobody_with(*what))]


def _nobody_with(what: str, value: str, known: Iterable[str]) -> str:
    """Say that a value is none of those known, and which are near; nothing where it is one."""
    by_case = {each.casefold(): each for each in known}
    if value.casefold() in by_case:
        return ""
    near = get_close_matches(value.casefold(), sorted(by_case), cutoff=0.4)
    told = ", ".join(by_case[each] for each in near)
    return f"{what} {value!r}: nobody is listed with it" + (
        f"; did you mean {told}?" if told else ""
    )


def entry(
    opened: Opened, asked: Asked, terms: Terms, asked_hash: str, found_hash: str
) -> dict[str, object]:
    """Return what the journal keeps of a run: hashes, versions, terms; nothing about persons."""
    return {
        "input": asked_hash,
        "result": found_hash,
        "lists": [[of.source, of.position, of.sha256] for of in opened.snapshot.lists],
        "scorer": scorer(),
        "on": asked.as_of.on.isoformat(),
        "known": asked.as_of.known,
        "terms": terms_told(terms),
        "clearances": numbers_of(opened),
        "stale": any(cited.stale for cited in opened.cited.values()),
    }


def terms_told(terms: Terms) -> list[object]:
    """Return the terms as the journal keeps them."""
    only = [sorted(values) for values in terms.only]
    return [terms.threshold, sorted(terms.lists), terms.near, *([only] if any(only) else [])]


def numbers_of(opened: Opened) -> list[int]:
    """Return the numbers of the clearances in force, by which alone the journal knows them."""
    each = (clearance.told.number for of in opened.clearances.values() for clearance in of)
    return sorted(each)


def _check(query: Query) -> None:
    """Refuse a party about whom nothing can be asked, and a threshold that is none."""
    check_party(query.party)
    if query.threshold is not None and not 0 <= query.threshold <= 1:
        raise InvalidInput(f"threshold {query.threshold}: is none from 0 to 1.")


def check_party(party: Party) -> None:
    """Refuse a party about whom nothing can be asked.

    Raises:
        InvalidInput: no letter or digit in any name, or an unknown schema.
    """
    check_schema(party.schema)
    if not any(c.isalnum() for name in party.names for c in name) and not party.ids:
        raise InvalidInput(f"{' '.join(party.names)!r}: no name to screen; give one with letters.")


def warnings(party: Party) -> list[str]:
    """Tell what makes an answer weak: numbers that fail their check, names that say too little."""
    told = [found for pair in party.ids if (found := warning(*pair, party.schema))]
    for name in party.names:
        if not tells(parts(name, is_person(party.schema))):
            told.append(f"{name!r} says too little: only names that are just this are found")
    return told


def check_schema(schema: str) -> None:
    """Refuse what is no schema of something that has a name.

    Raises:
        InvalidInput: it is none.
    """
    if schema not in ASKABLE:
        raise InvalidInput(f"{schema!r}: no schema to screen; one of {', '.join(sorted(ASKABLE))}.")
