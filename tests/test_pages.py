"""The brief shows every fact with its words, whatever stands in the reports."""

import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited
from enjoin.model.report import (
    Actor,
    Borne,
    Brief,
    Claim,
    Dated,
    Event,
    Failure,
    Finding,
    Furniture,
    ListedMention,
    Member,
    Moment,
    Person,
    Report,
    Said,
    Source,
    Span,
    Storyline,
    Superseded,
    Utterance,
)
from enjoin.pages.brief import Screened, ScreenedSummary, render
from enjoin.pages.highlight import Mark, highlight
from enjoin.pages.page import count, day, days_between, span_of_days
from enjoin.pages.svg import Dot, timeline

FIRST = (
    "The Quay Post\n\nMay 14, 2024\n\n"
    '"Any sale of arms would violate the resolutions," Ada Fenn said on Monday. '
    '"It was true before," she added of Orvan Pell.\n\nMost read\n'
)
SECOND = "Ada Fenn said \u201cany sale of arms would violate the resolutions\u201d.\r\n"
LISTS = (ListCited("un_sc", "2024-05-31", 3),)


class Page(HTMLParser):
    """What a browser would make of a page, as far as these tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.texts: dict[str, str] = {}  # by number of the report
        self.marked: dict[str, str] = {}  # by id of the mark
        self._open: list[tuple[str, str | None, str | None]] = []
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))  # as a browser does first
        self.close()
        assert not self._open, "every element that opens also closes"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids and links, and open an element."""
        given = dict(attrs)
        self.tags.append(tag)
        if name := given.get("id"):
            self.ids.append(name)
        if href := given.get("href"):
            self.hrefs.append(href)
        if (report := given.get("data-report")) is not None:
            self.texts[report] = ""
        if tag not in {"meta", "br"}:
            self._open.append((tag, given.get("id"), given.get("data-report")))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self._open.pop()[0] == tag, "elements nest"

    def handle_data(self, data: str) -> None:
        """Give text to the report and to the marks it stands in."""
        for tag, name, report in self._open:
            if report is not None:
                self.texts[report] += data
            if tag == "mark" and name:
                self.marked[name] = self.marked.get(name, "") + data


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return (start, start + len(words))


def said(text: str, id_: str, quote: str, **more: object) -> Said:
    fields: dict[str, object] = {
        "speaker": "Ada Fenn",
        "speaker_span": at(text, "Ada Fenn"),
        "cue": at(text, "said"),
        "quotes": (at(text, quote),),
        "content": (at(text, quote),),
        "mode": "direct",
        "kind": "legal-position",
        "modality": "would",
        "said_on": Dated("2024-05-13", "day", "resolved"),
        "evidence": (at(text, quote),),
        "rule": "test",
    }
    return Said(id=id_, **(fields | more))  # type: ignore[arg-type]


def report(file: str, words: str, /, **more: object) -> Report:
    fields: dict[str, object] = {
        "outlet": "The Quay Post",
        "agency": None,
        "title": None,
        "published": None,
        "main_text": ((0, len(words)),),
        "furniture": (),
        "people": (),
        "statements": (),
        "events": (),
    }
    return Report(file=file, sha256="0" * 64, **(fields | more))  # type: ignore[arg-type]


def brief(*reports: Report, **more: object) -> Brief:
    fields: dict[str, object] = {
        "utterances": (),
        "same_story": (),
        "storylines": (),
        "timeline": (),
        "findings": (),
        "listed": (),
    }
    return Brief(reports=reports, **(fields | more))  # type: ignore[arg-type]


def full() -> Brief:
    """Two reports of one remark, with every kind of fact."""
    sale = at(FIRST, "Any sale of arms would violate the resolutions,")
    sentence = at(
        FIRST, '"Any sale of arms would violate the resolutions," Ada Fenn said on Monday.'
    )
    event = Event(
        id="e1",
        kind="transfer",
        stage="planned",
        certainty="possible",
        actors=(Actor("supplier", "North Korea", "kp"),),
        when=None,
        place=None,
        evidence=(sentence,),
        rule="test",
        goods=("arms",),
        modality="would",
    )
    first = report(
        "a.txt",
        FIRST,
        published=Dated("2024-05-14", "day", "stated", at(FIRST, "May 14, 2024")),
        furniture=(Furniture("navigation", at(FIRST, "Most read")),),
        people=(Person("Ada Fenn", "spokesperson", None, (at(FIRST, "Ada Fenn"),)),),
        statements=(
            said(FIRST, "s1", "Any sale of arms would violate the resolutions,"),
            said(FIRST, "s2", "It was true before,", modality="fact", said_on=None),
        ),
        events=(event,),
    )
    second = report(
        "b.txt",
        SECOND,
        outlet=None,
        statements=(said(SECOND, "s1", "any sale of arms would violate the resolutions"),),
    )
    finding = Finding(
        event="e1",
        measures=("UNSCR-1718/8b",),
        modality="would",
        standard="suspicion",
        because="arms are named",
        evidence=(Source("a.txt", sale), Source("a.txt", sentence)),
        flow="KP → SY",
    )
    pell = Source("a.txt", at(FIRST, "Orvan Pell"))
    return brief(
        first,
        second,
        utterances=(
            Utterance(
                "u1", "Ada Fenn", "2024-05-13", (Member("a.txt", "s1"), Member("b.txt", "s1")), 2
            ),
        ),
        timeline=(Moment("2024-05-13", "Ada Fenn speaks", (Source("a.txt", sentence),)),),
        findings=(finding,),
        listed=(ListedMention(pell, "un_sc-7", "PELL, Orvan", 0.91, "the name agrees"),),
        storylines=(Storyline("Arms", ("a.txt", "b.txt")),),
        same_story=(("a.txt", "b.txt"),),
        failed=(Failure("scan.png", "is a picture"),),
    )


TEXTS = {"a.txt": FIRST, "b.txt": SECOND}


def page(what: Brief, texts: dict[str, str], **more: object) -> str:
    fields: dict[str, object] = {"made": "2024-06-03T10:00:00Z", "lists": LISTS, "law": "1"}
    return render(what, texts, **(fields | more))  # type: ignore[arg-type]


def test_a_report_stands_in_full_and_unchanged() -> None:
    read = Page(page(full(), TEXTS))
    assert read.texts == {"0": FIRST, "1": SECOND}


def test_every_link_resolves_and_every_id_is_unique() -> None:
    read = Page(page(full(), TEXTS))
    assert [name for name, times in Counter(read.ids).items() if times > 1] == []
    assert all(href.startswith("#") for href in read.hrefs)
    assert {href[1:] for href in read.hrefs} <= set(read.ids)


@pytest.mark.parametrize("fact", ["s1", "s2", "s3", "e1", "f1", "l1", "t1", "u1"])
def test_every_fact_has_a_row(fact: str) -> None:
    assert fact in Page(page(full(), TEXTS)).ids


@pytest.mark.parametrize("fact", ["s1", "s2", "s3", "e1", "f1", "l1", "t1"])
def test_the_words_of_a_fact_lead_back_to_it(fact: str) -> None:
    html = page(full(), TEXTS)
    assert f'class="back" href="#{fact}"' in html


@pytest.mark.parametrize(
    "words", ["Any sale of arms would violate the resolutions,", "Orvan Pell", "May 14, 2024"]
)
def test_an_anchor_names_the_words_it_stands_at(words: str) -> None:
    start, end = at(FIRST, words)
    read = Page(page(full(), TEXTS))
    assert read.marked[f"r0-{start}-{end}"] == words
    assert f"#r0-{start}-{end}" in read.hrefs


def test_a_report_cannot_smuggle_in_markup() -> None:
    hostile = "</div><script>alert('x')</script><img src=x onerror=\"y\">&amp; said Ada Fenn"
    what = brief(
        report(
            'x"><script>.txt',
            hostile,
            outlet="<b>Outlet</b>",
            title='"><svg onload=1>',
            statements=(said(hostile, "s1", "alert('x')", speaker="<i>Ada</i>"),),
        ),
        listed=(
            ListedMention(
                Source('x"><script>.txt', at(hostile, "Ada Fenn")),
                "<u>",
                "</td><script>",
                0.5,
                "<s>",
            ),
        ),
        failed=(Failure("<script>", "<script>"),),
        timeline=(Moment("<script>", "<script>", (Source('x"><script>.txt', (0, 6)),)),),
    )
    read = Page(page(what, {'x"><script>.txt': hostile}, notes=["<script>"], law="<script>"))
    assert read.texts["0"] == hostile
    assert {"script", "img", "b", "i", "u", "s"} & set(read.tags) == {"b"}  # our own figures
    assert read.tags.count("b") == page(full(), TEXTS).count("<b>")


def test_a_page_needs_nothing_from_elsewhere() -> None:
    html = page(full(), TEXTS)
    assert not re.search(r"https?://|url\(|@import|<script|<link|<img| src=", html)
    assert "default-src 'none'" in html


@pytest.mark.parametrize(
    ("what", "more", "warning"),
    [
        (full(), {"lists": (ListCited("un_sc", "2020-01-01", 999, stale=True),)}, "Stale lists."),
        (full(), {"lists": ()}, "No list was consulted."),
        (full(), {}, "1 file could not be read."),
        (brief(report("a.txt", FIRST), stale=True), {}, "Stale lists."),
        (brief(report("a.txt", FIRST)), {}, "That is no clearance"),
    ],
)
def test_silence_never_looks_like_innocence(
    what: Brief, more: dict[str, object], warning: str
) -> None:
    assert warning in page(what, TEXTS, **more)


def test_fresh_lists_raise_no_alarm() -> None:
    assert 'role="alert"' not in page(brief(report("a.txt", FIRST)), TEXTS)


def test_modality_and_standard_are_shown_as_found() -> None:
    html = page(full(), TEXTS)
    assert '<span class="chip modality">would</span>' in html
    assert "standard: suspicion" in html


def test_what_is_said_in_several_reports_stands_side_by_side() -> None:
    html = page(full(), TEXTS)
    assert "2 versions, 2 independent sources" in html


def test_the_customers_that_were_not_screened_are_counted() -> None:
    hit = Screened(
        row=2, name="O. Pell", entity_id="un_sc-7", caption="PELL", score=0.9, because="x"
    )
    screened = ScreenedSummary(file="c.csv", rows=60, matched=1, rejected=2, hits=(hit,))
    assert "2 could not be read and were not screened" in page(full(), TEXTS, screened=screened)


@pytest.mark.parametrize(
    ("what", "texts", "says"),
    [
        (full(), {"a.txt": FIRST}, "b.txt: its text is not at hand"),
        (full(), {"a.txt": FIRST[:60], "b.txt": SECOND}, "is no place in a text of 60 characters"),
        (
            brief(timeline=(Moment("2024", "?", (Source("gone.txt", (0, 1)),)),)),
            {},
            "gone.txt: a fact rests on it",
        ),
        (brief(same_story=(("gone.txt",),)), {}, "gone.txt: a fact rests on it"),
        (
            brief(
                report("a.txt", FIRST),
                utterances=(
                    Utterance("u9", "A", None, (Member("a.txt", "s8"), Member("a.txt", "s9")), 1),
                ),
            ),
            TEXTS,
            "utterance u9",
        ),
    ],
)
def test_a_fact_without_its_words_stops_the_page(
    what: Brief, texts: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidInput, match=re.escape(says)):
        page(what, texts)


def test_a_text_kept_in_the_report_serves_where_none_is_handed_in() -> None:
    read = Page(page(brief(report("a.html", "", text="kept")), {}))
    assert read.texts == {"0": "kept"}


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    place = st.integers(0, len(text))
    spans = draw(
        st.sets(st.tuples(place, place).map(lambda pair: (min(pair), max(pair))), max_size=8)
    )
    return text, [
        Mark(span, ("quote",), f"r0-{span[0]}-{span[1]}" if nth % 3 else None, (f"S{nth}",))
        for nth, span in enumerate(sorted(spans))
    ]


@given(marked())
def test_marks_leave_the_text_as_it_is_and_every_anchor_stands_once(
    given_: tuple[str, list[Mark]],
) -> None:
    text, marks = given_
    read = Page(f'<div data-report="0">{highlight(text, marks)}</div>')
    assert read.texts["0"] == text
    assert sorted(read.ids) == sorted(mark.anchor for mark in marks if mark.anchor)
    assert sorted(read.hrefs) == sorted(f"#{ref.lower()}" for mark in marks for ref in mark.refs)


@given(marked())
def test_an_anchor_begins_where_its_span_does(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    read = Page(f'<div data-report="0">{highlight(text, marks)}</div>')
    for mark in marks:
        if mark.anchor:
            words = text[mark.span[0] : mark.span[1]]
            assert words.startswith(read.marked.get(mark.anchor, ""))
            assert bool(read.marked.get(mark.anchor)) == bool(words)


def test_crossing_spans_are_split_and_nested_ones_are_not() -> None:
    crossing = [Mark((0, 4), ("a",), "one"), Mark((2, 6), ("b",), "two")]
    assert highlight("abcdef", crossing) == (
        '<mark id="one" class="a">ab<mark id="two" class="b">cd</mark></mark>'
        '<mark class="b">ef</mark>'
    )
    nested = [Mark((2, 4), ("b",), "two"), Mark((0, 6), ("a",), "one")]
    assert highlight("abcdef", nested) == (
        '<mark id="one" class="a">ab<mark id="two" class="b">cd</mark>ef</mark>'
    )


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2024", "2024"),
        ("2024-05", "May 2024"),
        ("2024-05-08", "8 May 2024"),
        ("2024-05-14T08:42", "14 May 2024, 08:42"),
        ("2024-05-14T08:42:10.123456Z", "14 May 2024, 08:42 UTC"),
        ("2023-08-01T09:09+09:00", "1 August 2023, 09:09 UTC+09:00"),
        ("2023-W30", "week 30 of 2023"),
        ("2024-13", "2024-13"),
        ("soon", "soon"),
    ],
)
def test_dates_are_written_at_the_precision_they_have(iso: str, written: str) -> None:
    assert day(iso) == written


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2024-04-30", "2024-05-02", 2),
        ("2024-05", "2024-05-02", None),
        ("2024-W18", "2024-W19", None),
    ],
)
def test_days_are_counted_between_whole_days_only(
    first: str, second: str, days: int | None
) -> None:
    assert days_between(first, second) == days


def test_numbers_agree_with_their_nouns() -> None:
    assert (count(1, "report"), count(1200, "report")) == ("1 report", "1,200 reports")
    assert count(2, "listed party", "listed parties") == "2 listed parties"
    assert (span_of_days(12), span_of_days(905)) == ("12 days", "905 days (2.5 years)")


def test_a_long_timeline_goes_on_in_a_further_picture() -> None:
    dots = [Dot(f"2024-05-{nth:02}", "R1 Post", f"T{nth}") for nth in range(1, 29)]
    drawn = str(timeline(dots, ["R1 Post"], "Story"))
    assert drawn.count("<svg") > 1
    assert "Story, part 1 of" in drawn
    assert all(drawn.count(f">T{nth}<") == 1 for nth in range(1, 29))
    assert all(int(width) <= 1080 for width in re.findall(r'<svg[^>]* width="(\d+)"', drawn))


def test_a_timeline_joins_what_several_reports_tell_and_names_the_days_between() -> None:
    dots = [
        Dot("2024-05-01", "R1", "T1"),
        Dot("2024-05-01", "R2", "T1"),
        Dot("2024-05-09", "R1", "T2"),
    ]
    drawn = str(timeline(dots, ["R1", "R2"], "<Story>"))
    assert drawn.count('class="join"') == 1
    assert "+8 d" in drawn
    assert "&lt;Story&gt;" in drawn


@pytest.mark.browser
def test_a_browser_shows_the_text_of_a_report_as_it_is(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("page not tested in a browser: Debian's chromium is absent")
    where = tmp_path / "brief.html"
    where.write_text(page(full(), TEXTS), encoding="utf-8", newline="")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run".split()
    quiet = "--disable-background-networking --disable-component-update --disable-sync".split()
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium, *flags, *quiet, profile, "--dump-dom", where.as_uri()]
    dom = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    kept = dom.replace("\r", "&#13;")  # what is in the DOM has been read already
    assert Page(kept).texts == {"0": FIRST, "1": SECOND}


def test_a_superseded_statement_and_a_claim_are_shown_with_their_words() -> None:
    notice = Source("b.txt", (0, 6))
    claim = Claim(
        file="a.txt",
        statement="s1",
        claimed="has sanctioned",
        about=("kp",),
        on="2024-05-13",
        evidence=Source("a.txt", at(FIRST, "Any sale of arms would violate the resolutions,")),
        rule="test",
        borne=(Borne("un_sc", "2024-05-01", "DPRK", 80, "2009-07-16", "2017-12-22"),),
    )
    gone = Superseded("a.txt", "s1", notice, "actions", "sanctions")
    html = page(msgspec.structs.replace(full(), superseded=(gone,), claims=(claim,)), TEXTS)
    read = Page(html)
    assert "corrected to say “actions”, not “sanctions”" in html
    assert "80 listings under" in html
    assert "North Korea" in html
    assert "c1" in read.ids
    assert {href[1:] for href in read.hrefs} <= set(read.ids)
