"""Reports of several styles, read into statements and events."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.errors import EmptyDocument, NotText
from enjoin.model.report import Event, Report, Said
from enjoin.monitoring import read

WIRE = """\
BELGRADE, March 3 (Tidewire) -- Serbia will not hesitate to impose sanctions on Cuba, \
a foreign ministry spokesperson said Thursday.

The spokesperson, Jana Petrak, also stressed that any arms transfer from Cuba to Chad would \
violate U.N. Security Council resolutions.

"We have seen the reports," Petrak told a press briefing in Belgrade. "We will act."

She declined to comment on the talks. (Tidewire)
"""

TABLOID = """\
The Daily Lantern
'NOT A CHANCE!' Minister snubs arms plot
By Rob Penn
Published: 4 March 2022, 10:15
Share this story
‘We won’t sell a single shell,’ Defence Minister Ann Holt said yesterday. ‘It’s madness.’
Holt called the plan ‘a sick joke’ and urged Chad to drop it.
Most read
Pop star arrested over stolen yacht, police said
Seven soups that shipped missiles of flavour to Chad
"""

RELEASE = """\
Ministry of Foreign Affairs
Press release
1 March 2022

Statement on the transfer of weapons

The Government of Norway has imposed sanctions on Cuba. "Norway condemns the sale of arms to Chad.

"We call on all States to stop such deliveries," Foreign Minister Per Dahl said.

Notes to editors
Contact: press office
"""


def said(report: Report) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.kind) for one in report.statements]


def quotes(report: Report, text: str) -> list[str]:
    return [text[slice(*span)] for one in report.statements for span in one.quotes]


def of_kind(report: Report, kind: str) -> list[Event]:
    return [event for event in report.events if event.kind == kind]


def one(text: str) -> Said:
    statements = read("a.txt", text.encode()).statements
    assert len(statements) == 1, statements
    return statements[0]


def test_a_wire_report_names_one_speaker_throughout() -> None:
    report = read("wire.txt", WIRE.encode())
    assert report.agency == "Tidewire"
    assert said(report) == [
        ("Jana Petrak", "warning"),
        ("Jana Petrak", "legal-position"),
        ("Jana Petrak", "commitment"),
        ("Jana Petrak", "refusal-to-comment"),
    ]
    assert quotes(report, WIRE) == ["We have seen the reports,", "We will act."]


def test_a_transfer_keeps_its_direction_and_its_would() -> None:
    event = of_kind(read("wire.txt", WIRE.encode()), "transfer")[0]
    assert [(a.role, a.country) for a in event.actors] == [("supplier", "CU"), ("recipient", "TD")]
    assert (event.modality, event.stage, event.certainty) == ("would", "planned", "possible")
    assert event.goods == ("arms",)


def test_a_tabloid_with_british_marks_and_its_furniture() -> None:
    report = read("tabloid.txt", TABLOID.encode())
    assert report.outlet == "The Daily Lantern"
    assert report.published is not None
    assert report.published.value == "2022-03-04T10:15"
    assert quotes(report, TABLOID) == [
        "We won’t sell a single shell,",
        "It’s madness.",
        "a sick joke",
    ]
    assert {s.speaker for s in report.statements} == {"Ann Holt"}
    first = report.statements[0].said_on
    assert first is not None
    assert first.value == "2022-03-03"


def test_unrelated_headlines_yield_nothing() -> None:
    report = read("tabloid.txt", TABLOID.encode())
    tail = TABLOID.index("Most read")
    spans = [span for s in report.statements for span in s.evidence]
    spans += [span for e in report.events for span in e.evidence]
    assert all(end <= tail for _, end in [*spans, *report.main_text])


def test_a_release_quotes_over_two_paragraphs() -> None:
    report = read("release.txt", RELEASE.encode())
    assert report.outlet == "Ministry of Foreign Affairs"
    assert report.title == "Statement on the transfer of weapons"
    speakers = [s.speaker for s in report.statements if s.quotes]
    assert speakers == ["Per Dahl"]
    assert len(quotes(report, RELEASE)) == 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We wait for proof," said Jane Roe, a spokeswoman for the ministry.', "Jane Roe"),
        ('Jane Roe, 56, who leads the panel, said: "We wait for proof."', "Jane Roe"),
        ('"We wait for proof," Prime Minister Jane Roe told reporters.', "Jane Roe"),
        ('Oslo said it would "wait for proof" before acting.', "Government of Norway"),
        ('According to Jane Roe, the plan is "dead in the water".', "Jane Roe"),
    ],
)
def test_a_quotation_finds_its_speaker(text: str, speaker: str) -> None:
    assert one(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Jane Roe said that Norway would never sign.", "assessment", "would"),
        ("Jane Roe denied that Norway had signed the deal.", "denial", "fact"),
        ("Jane Roe declined to comment on the vote.", "refusal-to-comment", "fact"),
        ("Jane Roe called on Chad to return the ship.", "appeal", "fact"),
        ("Jane Roe said that the sale could violate the embargo.", "legal-position", "may"),
        (
            "Jane Roe said that it would potentially be in violation of the treaty.",
            "legal-position",
            "potentially",
        ),
        ("Jane Roe warned that buyers will pay a price.", "warning", "fact"),
    ],
)
def test_kind_and_modality_follow_the_words(text: str, kind: str, modality: str) -> None:
    found = one(text)
    assert (found.kind, found.modality) == (kind, modality)


def test_what_many_believe_has_no_speaker() -> None:
    assert one("Many believe that the ship carried coal to Chad.").speaker is None


def test_a_caption_names_people_but_says_nothing() -> None:
    text = (
        "Foreign Minister Jane Roe is seen waving in this file photo. Tidewire\n\n"
        "The ministry said that talks will continue.\n"
    )
    report = read("a.txt", text.encode())
    assert [p.name for p in report.people] == ["Jane Roe"]
    assert [f.kind for f in report.furniture] == ["caption"]
    assert [s.speaker for s in report.statements] == ["ministry"]


def test_a_title_in_quotation_marks_is_no_statement() -> None:
    report = read("a.txt", b'The film "Northern Lights" opens in Oslo this week.')
    assert report.statements == ()


def test_yesterday_in_a_quotation_counts_from_the_day_it_was_said() -> None:
    text = (
        "Published: 2 March 2022\n\n"
        '"The waivers that the minister signed on Friday were notified to Congress yesterday," '
        "spokesman Ola Berg said Tuesday.\n"
    )
    report = read("a.txt", text.encode())
    days = {event.kind: event.when.value for event in report.events if event.when}
    assert days == {"waiver": "2022-02-25", "notification": "2022-02-28"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("An arms deal between Cuba and Chad was discussed.", ["party", "party"]),
        (
            "Cuba may be selling weapons to Chad. An arms deal between Cuba and Chad is near.",
            ["supplier", "recipient"],
        ),
    ],
)
def test_a_deal_has_a_direction_only_where_the_report_gives_one(
    text: str, roles: list[str]
) -> None:
    deal = of_kind(read("a.txt", text.encode()), "deal")[0]
    assert [actor.role for actor in deal.actors] == roles


def test_a_visit_has_visitor_host_and_place() -> None:
    text = (
        "Published: 2 March 2022\n\nCuban Foreign Minister Ana Ruiz made a trip to Oslo last week."
    )
    (visit,) = of_kind(read("a.txt", text.encode()), "visit")
    assert [(a.role, a.name, a.country) for a in visit.actors] == [
        ("visitor", "Ana Ruiz", "CU"),
        ("host", "Norway", "NO"),
    ]
    assert (visit.place, visit.when and visit.when.value) == ("Oslo", "2022-W08")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        (b" \n\t ", EmptyDocument),
        (b"\x89PNG\r\n\x1a\n123", NotText),
        (b"%PDF-1.7 abc", NotText),
        (b"abc\0def", NotText),
        (b"<html><script>var a</script></html>", EmptyDocument),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"a\.txt"):
        read("a.txt", data)


def test_newlines_stay_and_other_encodings_give_their_text() -> None:
    windows = '"Wait," Jane Roe said.\r\nShe left.\r\n'
    report = read("a.txt", windows.encode())
    assert report.text is None
    assert [windows[slice(*s)] for s in report.statements[0].quotes] == ["Wait,"]
    latin = "“Warte,” said José Müller.".encode("cp1252")
    other = read("b.txt", latin)
    assert other.text == "“Warte,” said José Müller."


def test_html_is_read_as_its_visible_words() -> None:
    page = (
        b"<html><body><nav>Menu</nav><script>var a</script>"
        b"<p>&quot;Wait for <b>proof</b>,&quot; Jane Roe said.</p></body></html>"
    )
    report = read("a.html", page)
    assert report.text == '"Wait for proof," Jane Roe said.'
    assert report.statements[0].speaker == "Jane Roe"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AbC said,.\"“”'\n U.S.to Cuba", max_size=300))
def test_reading_is_pure_and_every_span_lies_in_the_text(text: str) -> None:
    data = text.encode()
    try:
        report = read("a.txt", data)
    except EmptyDocument:
        return
    assert report == read("a.txt", data)
    spans = [*report.main_text, *(f.span for f in report.furniture)]
    spans += [s for one in report.statements for s in (*one.quotes, *one.content, *one.evidence)]
    spans += [s for event in report.events for s in event.evidence]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["\"Aa said 'b'\" Bb. ", "Minister Aa Bb's visit to Cuba ", '"aa\n\n', "said, "]
)
def test_no_input_makes_reading_slower_than_linear(unit: str) -> None:
    def cost(size: int) -> float:
        data = (unit * (size // len(unit))).encode()
        start = time.process_time()
        read("a.txt", data)
        return time.process_time() - start

    cost(1_000)
    assert cost(160_000) < 16 * cost(40_000) + 0.2


@pytest.mark.real_lists
def test_all_direct_quotations_of_the_real_reports_and_no_others(shared: Path) -> None:
    from bench.reading import measure_quotations

    assert [row[1] for row in measure_quotations(shared)] == ["35/35 (1.000)", "0"]
