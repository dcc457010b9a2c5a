"""Public reporting into evidence: statements, events and links, each at its exact words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from enjoin.model.errors import DocumentError
from enjoin.model.report import Correction, Report, Span
from enjoin.monitoring import (
    corrections,
    decoding,
    documents,
    events,
    languages,
    mentioned,
    readers,
    sentences,
    statements,
)
from enjoin.monitoring.extracted import Extracted
from enjoin.monitoring.people import People
from enjoin.monitoring.readers import Document, Reader, Reading
from enjoin.text.scripts import unmask

#: Version of the reading rules: the same bytes read by the same version give the same report.
READER = "5"
#: Our own rules as facts and the journal name them.
OWN = f"enjoin {READER}"


def text_of(report: Report, data: bytes) -> str:
    """Return the text that a report's offsets count in, given the bytes it was read from."""
    return report.text if report.text is not None else data.decode("utf-8")


def read(name: str, data: bytes, today: date | None = None, reader: Reader | None = None) -> Report:
    """Read one report, a pure function of its arguments; of several in a file, the first.

    A report that tells the month, the day and the weekday but no year was published in the newest
    year in which they agree, up to `today`; without `today` only a year that stands in the text
    itself counts, and where there is none the day of publication stays unknown.

    Offsets count characters of the decoded UTF-8 file; for any other input `Report.text` holds
    the text they count in. A `reader` takes the place of our own rules for statements, events and
    names, and is asked for nothing else.

    Raises:
        EmptyDocument: there is no text in it.
        NotText: the bytes are a picture, an archive or in no known encoding.
        TooLong: it is longer than any report.
        ReaderFailed: the reader did not answer, or said what does not hold.
    """
    found = next(read_each(name, data, today, reader))
    if isinstance(found, DocumentError):
        raise found
    return found


def read_each(
    name: str, data: bytes, today: date | None = None, reader: Reader | None = None
) -> Iterator[Report | DocumentError]:
    """Read all reports of a file: a feed holds one for each entry, a mail its attachments.

    What cannot be read is yielded as the error that says why; the others go on.
    """
    digest = sha256(data).hexdigest()
    for found in decoding.documents(name, data):
        if isinstance(found, DocumentError):
            yield found
            continue
        try:
            yield _read(found.part or name, digest, found, today, reader)
        except DocumentError as error:
            yield error


def _read(
    file: str, digest: str, found: Extracted, today: date | None, reader: Reader | None
) -> Report:
    text = found.text
    page = documents.lay_out(found, today)
    plain = unmask(text)
    corrected = corrections.corrections(plain, [*page.body, *_notices(page)])
    foreign = languages.language(text, page.body)
    if reader:
        made = readers.reading(reader, _document(file, page, foreign))
    else:
        made = _reading(page, plain, corrected, foreign)
    title = text[slice(*page.title)] if page.title else found.told.title
    imprint = page.imprint
    return Report(
        file=file,
        sha256=digest,
        outlet=imprint.outlet,
        agency=imprint.agency,
        title=title,
        published=imprint.published,
        main_text=page.main,
        furniture=page.furniture,
        people=made.people,
        statements=made.statements,
        events=made.events,
        text=None if found.own else text,
        title_span=page.title,
        named=made.named,
        author=imprint.author,
        place=imprint.place,
        link=found.told.link,
        basis={**imprint.basis, "title": "stated" if title else "unknown"},
        notes=(*found.notes, *made.notes),
        corrections=corrected,
        reader=reader.told if reader else OWN,
    )


def _document(file: str, page: documents.Page, foreign: languages.Language | None) -> Document:
    """Return what a reader is given of a page."""
    return Document(
        file=file,
        text=page.text,
        body=page.body,
        captions=page.captions,
        title=page.title,
        outlet=page.imprint.outlet,
        agency=page.imprint.agency,
        place=page.imprint.place,
        published=page.published,
        language=foreign,
    )


def _reading(
    page: documents.Page,
    plain: str,
    corrected: Sequence[Correction],
    foreign: languages.Language | None,
) -> Reading:
    """Read by our own rules; what is in a language they do not know is read for its names."""
    parts = [] if foreign else _without(corrected, sentences.sentences(page, plain))
    known = People(plain)
    known.read([*page.captions, *page.body])
    for part in parts:
        for attribution in part.attributions:
            if attribution.subject:
                known.subject(attribution.subject)
    known.locate([*page.captions, *page.body])
    if foreign:
        named = languages.people(foreign, page.text, [*page.captions, *page.body])
        said = languages.statements(foreign, page, named)
    else:
        named, said = (), statements.statements(page, plain, parts, known)
    everybody = known.everybody() + named
    return Reading(
        statements=said,
        events=() if foreign else events.events(page, plain, parts, known, said),
        people=everybody,
        named=mentioned.mentioned(
            plain,
            [*page.captions, *page.body],
            (span for person in everybody for span in person.mentions),
        ),
        notes=(languages.NOTES[foreign],) if foreign else (),
    )


def _notices(page: documents.Page) -> list[Span]:
    """Return the stretches beside the main text, where papers print what they correct."""
    beside = [furniture.span for furniture in page.furniture]
    return [page.title, *beside] if page.title else beside


def _without(
    corrected: Sequence[Correction], parts: Sequence[sentences.Sentence]
) -> list[sentences.Sentence]:
    """Return the sentences that announce no correction: such a notice states nothing itself."""
    taken_back = {at for one in corrected for at in one.span}
    return [
        part for part in parts if not any(part.span[0] <= at <= part.span[1] for at in taken_back)
    ]
