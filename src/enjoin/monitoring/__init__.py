"""Public reporting into evidence: statements, events and links, each at its exact words."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from enjoin.model.report import Report, Span
from enjoin.monitoring import (
    corrections,
    decoding,
    documents,
    events,
    mentioned,
    sentences,
    statements,
)
from enjoin.monitoring.people import People
from enjoin.text.scripts import unmask

#: Version of the reading rules: the same bytes read by the same version give the same report.
READER = "3"


def _notices(page: documents.Page) -> list[Span]:
    """Return the stretches beside the main text, where papers print what they correct."""
    beside = [furniture.span for furniture in page.furniture]
    return [page.title, *beside] if page.title else beside


def text_of(report: Report, data: bytes) -> str:
    """Return the text that a report's offsets count in, given the bytes it was read from."""
    return report.text if report.text is not None else data.decode("utf-8")


def read(name: str, data: bytes, today: date | None = None) -> Report:
    """Read one report, a pure function of its arguments.

    A report that tells the month, the day and the weekday but no year was published in the newest
    year in which they agree, up to `today`; without `today` only a year that stands in the text
    itself counts, and where there is none the day of publication stays unknown.

    Offsets count characters of the decoded UTF-8 file; for any other input `Report.text` holds
    the text they count in.

    Raises:
        EmptyDocument: there is no text in it.
        NotText: the bytes are a picture, an archive or in no known encoding.
    """
    text, own = decoding.decode(name, data)
    page = documents.lay_out(text, today)
    plain = unmask(text)
    corrected = corrections.corrections(plain, [*page.body, *_notices(page)])
    taken_back = {at for one in corrected for at in one.span}
    parts = [
        part
        for part in sentences.sentences(page, plain)
        if not any(part.span[0] <= at <= part.span[1] for at in taken_back)
    ]
    known = People(plain)
    known.read([*page.captions, *page.body])
    for part in parts:
        for attribution in part.attributions:
            if attribution.subject:
                known.subject(attribution.subject)
    known.locate([*page.captions, *page.body])
    said = statements.statements(page, plain, parts, known)
    everybody = known.everybody()
    return Report(
        file=name,
        sha256=sha256(data).hexdigest(),
        outlet=page.outlet,
        agency=page.agency,
        title=text[slice(*page.title)] if page.title else None,
        published=page.published,
        main_text=page.main,
        furniture=page.furniture,
        people=everybody,
        statements=said,
        events=events.events(page, plain, parts, known, said),
        text=None if own else text,
        title_span=page.title,
        named=mentioned.mentioned(
            plain,
            [*page.captions, *page.body],
            (span for person in everybody for span in person.mentions),
        ),
        corrections=corrected,
    )
