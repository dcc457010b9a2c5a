"""Reports of several styles, read into statements and events."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.errors import EmptyDocument, NotText
from enjoin.model.report import Event, Report, Said
from enjoin.monitoring import read
from enjoin.monitoring.events import FRAMES
from timing import seconds

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


def test_cargo_under_way_is_a_transfer_that_may_be() -> None:
    text = "A Cuban ship that left on Sunday may be carrying artillery shells to Chad."
    (event,) = of_kind(read("a.txt", text.encode()), "transfer")
    assert [(a.role, a.country) for a in event.actors] == [("supplier", "CU"), ("recipient", "TD")]
    assert (event.modality, event.stage, event.certainty) == ("may", "planned", "possible")


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


class Told(NamedTuple):
    """What a reader finds in a report: who said which quoted words, and what is not the report."""

    text: str
    outlet: str | None
    agency: str | None
    published: str
    quoted: list[tuple[str | None, str]]
    speakers: set[str | None]
    furniture: list[str]


TOLD = {
    "wire with dateline": Told(
        """\
ACCRA, Sept. 12, 2023 (Harbourline) -- Ghana's coast guard seized a tanker carrying fuel bound \
for North Korea, the transport ministry said on Tuesday.

"The crew switched off their transponder for nine days," Transport Minister Kofi Adusei told a \
news conference in Accra. "Nobody does that by accident."

The ministry said the tanker, the Lucky Mariner 9, belongs to Sunway Petro Trading Limited, a \
company registered in Dubai.

Adusei declined to comment on whether the crew would be charged.

A lawyer for the company, Miriam Osei, denied that the cargo was meant for North Korea. "My \
clients sell fuel to fishermen," she said.

(Reporting by Ama Boateng in Accra; Editing by Lee Fox)
""",
        None,
        "Harbourline",
        "2023-09-12",
        [
            ("Kofi Adusei", "The crew switched off their transponder for nine days,"),
            ("Kofi Adusei", "Nobody does that by accident."),
            ("Miriam Osei", "My clients sell fuel to fishermen,"),
        ],
        {"transport ministry", "Kofi Adusei", "Miriam Osei"},
        ["(Reporting by Ama Boateng in Accra; Editing by Lee Fox)"],
    ),
    "tabloid with single marks": Told(
        """\
The Evening Argus
'SHAMELESS': Fury as luxury yachts slip past sanctions
By Tom Pell and Sue Darch
10:42, 3 May 2023
Sign up to our free newsletter for the best of the day
Ministers were accused last night of 'sleeping on the job' after two yachts sailed to Russia.
Shadow defence secretary Priya Nair told the Argus: 'It is a joke. We were promised action and \
got a press release.'
A Treasury spokesman said: 'We do not comment on individual cases.'
Mr Dan Hoult, 54, who runs the boatyard, said he 'never saw a thing'.
READ MORE: The ten best beaches for a bank holiday
Sir Alan Pryce, the former head of the National Crime Agency, warned that crews 'won't wait to \
be caught'.
Most read
1. Star chef in court over 'stolen' recipe
© The Evening Argus 2023
""",
        "The Evening Argus",
        None,
        "2023-05-03T10:42",
        [
            (None, "sleeping on the job"),
            ("Priya Nair", "It is a joke. We were promised action and got a press release."),
            ("Treasury spokesman", "We do not comment on individual cases."),
            ("Dan Hoult", "never saw a thing"),
            ("Alan Pryce", "won't wait to be caught"),
        ],
        {None, "Priya Nair", "Treasury spokesman", "Dan Hoult", "Alan Pryce"},
        [
            "Sign up to our free newsletter for the best of the day",
            "READ MORE: The ten best beaches for a bank holiday",
            "1. Star chef in court over 'stolen' recipe",
        ],
    ),
    "press release of a ministry": Told(
        """\
Ministry of Foreign Affairs and Trade
PRESS RELEASE No. 41/2022
Wellmouth, 7 June 2022

New Zealand imposes sanctions on weapons dealers

Foreign Minister Hana Rewi today announced sanctions on four companies that sold weapons to \
Myanmar.

“These companies profit from the misery of others. We will not stand by,” Minister Rewi said.

“New Zealand calls on all States to stop the supply of weapons to Myanmar.”

The Minister also said that further measures are being considered.

ENDS

Media contact: +64 4 000 0000, press@example.org
""",
        "Ministry of Foreign Affairs and Trade",
        None,
        "2022-06-07",
        [
            (
                "Hana Rewi",
                "These companies profit from the misery of others. We will not stand by,",
            ),
            (
                "Hana Rewi",
                "New Zealand calls on all States to stop the supply of weapons to Myanmar.",
            ),
        ],
        {"Hana Rewi"},
        ["PRESS RELEASE No. 41/2022", "Media contact: +64 4 000 0000, press@example.org"],
    ),
    "transcript of a briefing": Told(
        """\
Department Press Briefing
April 4, 2023
Washington, D.C.

MR HARGREAVE: Good afternoon, everyone. I have one announcement before your questions.

QUESTION: Do you have any response to reports that Iran sold drones to Russia?

MR HARGREAVE: We have seen those reports. Any such transfer would violate Security Council \
resolutions. I'm not going to get into intelligence.

QUESTION: Will there be new sanctions?

MR HARGREAVE: We will not hesitate to act.
""",
        None,
        None,
        "2023-04-04",
        [],
        {"Hargreave"},
        ["Department Press Briefing", "Washington, D.C."],
    ),
    "live page": Told(
        """\
Live: Security Council meets on missile launch

Follow along as diplomats gather in New York

Updated 16 March 2023, 18:20 GMT

Key points
Japan calls emergency meeting
China urges calm

17:55

Japan's ambassador Kenta Moriyama has told the council that the launch was "a grave challenge \
to every member in this room".

17:31

"We urge all sides to show restraint," says China's envoy, Lin Baohua.

17:04

Russia has denied selling missile parts to North Korea. "It is a fairy tale," Russian Deputy \
Foreign Minister Oleg Drobin said in Moscow on Wednesday.

16:40

Good afternoon and welcome to our live coverage. The council will meet at 5 p.m.

More on this story
- What is the Security Council?
- Timeline of launches
""",
        None,
        None,
        "2023-03-16T18:20+00:00",
        [
            ("Kenta Moriyama", "a grave challenge to every member in this room"),
            ("Lin Baohua", "We urge all sides to show restraint,"),
            ("Oleg Drobin", "It is a fairy tale,"),
        ],
        {"Kenta Moriyama", "Lin Baohua", "Oleg Drobin", "Government of Russia"},
        ["Japan calls emergency meeting", "17:31", "- Timeline of launches"],
    ),
    "translated agency text": Told(
        """\
PYONGYANG, February 9 (Chosun Central) — The Foreign Ministry of the DPRK stated on Thursday \
that the allegations of the United States about arms supplies to Belarus are absolutely \
groundless.

According to the statement, the DPRK has never sold weapons to Belarus and has no plan to do so \
in the future. The spokesperson of the ministry, Ri Chol Min, emphasized that the hostile forces \
would pay a price for their slander.

The Belarusian side, for its part, noted that the friendly ties of the two countries are not \
directed against anyone. As Defence Minister Pavel Hrynko put it, the talks in Minsk were \
“constructive and fruitful”.

It was reported earlier that a Belarusian delegation visited Pyongyang in January 2023.
""",
        None,
        "Chosun Central",
        "2023-02-09",
        [("Pavel Hrynko", "constructive and fruitful")],
        {
            "Foreign Ministry of the DPRK",
            "Ri Chol Min",
            "Belarusian side",
            "Pavel Hrynko",
            None,
        },
        [],
    ),
    "page with furniture above and below": Told(
        """\
We use cookies to give you the best experience. Accept all | Manage preferences
Skip to main content
Home
World
Subscribe
Log in

Northern Post

Turkey freezes accounts of firm linked to missile parts

Elif Sayan, Ankara correspondent
Published 21 November 2023 at 7:15am
Share

Police officers guard the head office of the company in Izmir. Photo: Deniz Kara/Northern Post

Turkey has frozen the bank accounts of a firm suspected of shipping missile parts to Iran, \
prosecutors said on Monday.

The Izmir prosecutor's office said that the firm, Ege Delta Makina Limited, "moved parts worth \
four million dollars through three ports".

Get our morning newsletter: the news you need, every weekday. Sign up

"We are cooperating with the investigation and have nothing to hide," the firm's director, \
Baris Toprak, said in a statement.

A U.S. official, who spoke on condition of anonymity, said Washington might add the firm to its \
blacklist.

Related
- How missile parts travel
- "They never asked": a port worker speaks
Photo credits: Deniz Kara, Anatolian Images
© 2023 Northern Post Media. All rights reserved.
Terms of use | Privacy policy
""",
        "Northern Post",
        None,
        "2023-11-21T07:15",
        [
            (
                "Izmir prosecutor's office",
                "moved parts worth four million dollars through three ports",
            ),
            (
                "Baris Toprak",
                "We are cooperating with the investigation and have nothing to hide,",
            ),
        ],
        {"prosecutors", "Izmir prosecutor's office", "Baris Toprak", "U.S. official"},
        [
            "We use cookies to give you the best experience. Accept all | Manage preferences",
            "Log in",
            "Get our morning newsletter: the news you need, every weekday. Sign up",
            '- "They never asked": a port worker speaks',
            "Photo credits: Deniz Kara, Anatolian Images",
            "Terms of use | Privacy policy",
        ],
    ),
}


each_style = pytest.mark.parametrize("told", TOLD.values(), ids=list(TOLD))


@each_style
def test_every_style_gives_exactly_its_quotations_each_with_its_speaker(told: Told) -> None:
    report = read("a.txt", told.text.encode())
    found = [
        (said.speaker, told.text[slice(*span)])
        for said in report.statements
        for span in said.quotes
    ]
    assert found == told.quoted


@each_style
def test_every_style_names_who_speaks_and_nobody_else(told: Told) -> None:
    report = read("a.txt", told.text.encode())
    assert {said.speaker for said in report.statements} == told.speakers


@each_style
def test_every_style_tells_outlet_agency_and_day(told: Told) -> None:
    report = read("a.txt", told.text.encode())
    published = report.published.value if report.published else None
    assert (report.outlet, report.agency, published) == (
        told.outlet,
        told.agency,
        told.published,
    )


@each_style
def test_every_style_keeps_its_furniture_out_of_the_main_text(told: Told) -> None:
    report = read("a.txt", told.text.encode())
    main = "\n".join(told.text[slice(*span)] for span in report.main_text)
    furniture = "\n".join(told.text[slice(*one.span)] for one in report.furniture)
    for line in told.furniture:
        assert line in furniture
        assert line not in main


def test_a_transcript_is_answers_each_sentence_a_statement() -> None:
    report = read("a.txt", TOLD["transcript of a briefing"].text.encode())
    assert [(said.kind, said.said_on and said.said_on.value) for said in report.statements][1:] == [
        ("report", "2023-04-04"),
        ("legal-position", "2023-04-04"),
        ("refusal-to-comment", "2023-04-04"),
        ("warning", "2023-04-04"),
    ]


def test_a_list_with_colons_is_no_transcript() -> None:
    text = "WASHINGTON: Talks will go on this week, officials said.\n\nSEOUL: The won fell again.\n"
    rules = {said.rule for said in read("a.txt", text.encode()).statements}
    assert "transcript" not in rules


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The tanker Lucky Mariner 9 left Accra.", [("Vessel", "Lucky Mariner 9")]),
        ("The ship, the Lucky Star, left Accra.", [("Vessel", "Lucky Star")]),
        ("The ship Russia seized left Accra.", []),
        (
            "It was bought from Sunway Petro Trading Co., Ltd. in May.",
            [("Organization", "Sunway Petro Trading Co., Ltd.")],
        ),
        (
            "The Ministry of Atomic Energy Industry signed.",
            [("Organization", "Ministry of Atomic Energy Industry")],
        ),
        ("The Foreign Ministry and the Bank signed.", []),
        ("The order came from Ryang Tok Hwa.", [("LegalEntity", "Ryang Tok Hwa")]),
        ("Defence Minister Jane Roe came by.", []),
    ],
)
def test_parties_named_in_full_are_found_and_kept_apart_from_people(
    text: str, named: list[tuple[str, str]]
) -> None:
    report = read("a.txt", text.encode())
    assert [(one.schema, one.name) for one in report.named] == named
    assert all(text[slice(*span)] == one.name for one in report.named for span in one.mentions)


@pytest.mark.parametrize(
    ("today", "published"),
    [(date(2024, 12, 1), "2024-05-15"), (date(2024, 5, 14), "2019-05-15"), (None, None)],
)
def test_a_day_without_a_year_is_the_newest_that_fits_up_to_today(
    today: date | None, published: str | None
) -> None:
    text = "OSLO, May 15 (Tidewire) -- Talks will go on, the ministry said Wednesday."
    report = read("a.txt", text.encode(), today)
    assert (report.published and report.published.value) == published


def test_a_year_that_the_text_names_needs_no_today() -> None:
    text = (
        "OSLO, May 15 (Tidewire) -- Talks will go on, the ministry said Wednesday.\n\n"
        "They began in 2013 and stopped in 2014.\n"
    )
    report = read("a.txt", text.encode())
    assert report.published is not None
    assert report.published.value == "2013-05-15"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maj. Gen. Curt Hale, the press secretary, spoke.", "Curt Hale"),
        ("Press secretary Maj. Gen. Curt Hale spoke.", "Curt Hale"),
        ("Gen Curt Hale, the army chief, spoke.", "Curt Hale"),
        ("Deputy Minister (Wadih) al-Qasim spoke.", "Wadih al-Qasim"),
        (
            "The company, whose representative in Cairo, Ryang Tok Hwa, spoke, left.",
            "Ryang Tok Hwa",
        ),
    ],
)
def test_ranks_and_particles_are_no_part_of_a_name_or_belong_to_it(text: str, name: str) -> None:
    people = read("a.txt", text.encode()).people
    assert [person.name for person in people] == [name]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("No single member can cancel what the council decided", "legal-position"),
        ("No, we have not sold a single shell", "denial"),
        ("There is no such ship in our waters", "denial"),
        ("There is no doubt that the ship will come", "assessment"),
        ("No country wants this war to go on", "assessment"),
        ("The charges are baseless, and they know it", "denial"),
    ],
)
def test_a_no_denies_only_where_it_answers_or_denies_that_something_is(
    words: str, kind: str
) -> None:
    assert one(f'"{words}," Jane Roe said.').kind == kind


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Chad's foreign ministry gave no date. The ministry said that talks will go on.",
            "Chad's foreign ministry",
        ),
        ('"We wait for proof," ministry spokeswoman Jane Roe told reporters.', "Jane Roe"),
        ('"We wait for proof," Oslo\'s envoy Jane Roe told reporters.', "Jane Roe"),
        ("As Jane Roe put it, the plan is “dead in the water”.", "Jane Roe"),
        ("“The plan was dead from the day it was made.” ― Jane Roe\n", "Jane Roe"),
        ('Said Jane Roe: "We wait for proof, as we must."', "Jane Roe"),
        ('Jane Roe laughed and said, "We wait for proof."', "Jane Roe"),
        ('"We wait for proof," Sen. Jane Roe (R-Ohio), a panel member, said.', "Jane Roe"),
        ('"What proof is that?" Jane Roe demanded.', "Jane Roe"),
        ("Jane Roe was accused of 'sleeping on the job, again.'", None),
    ],
)
def test_speakers_behind_offices_possessives_and_passives(text: str, speaker: str | None) -> None:
    assert one(text).speaker == speaker


def test_labels_inside_quotations_part_the_speakers() -> None:
    text = (
        'The talk went on:\n\n"ROE: Did you sell the ship to Chad?\n\n'
        '"HALE: We did not sell a thing to anybody.\n\n"ROE: Thank you all the same for that."\n'
    )
    speakers = [said.speaker for said in read("a.txt", text.encode()).statements]
    assert speakers == ["ROE", "HALE", "ROE"]


def test_the_stems_of_a_frame_never_hide_a_match() -> None:
    texts = [WIRE, TABLOID, RELEASE, *(told.text for told in TOLD.values())]
    hits = [
        (frame.rule, any(stem in found[0].lower() for stem in frame.stems))
        for frame in FRAMES
        for text in texts
        for found in frame.pattern.finditer(text)
    ]
    assert len({rule for rule, _ in hits}) > 7
    assert all(held for _, held in hits)


def test_the_spokesperson_is_whoever_of_that_office_was_named_last() -> None:
    text = (
        "“We wait,” spokesperson Ann Berg said. “So do we all,” spokesperson Jane Roe said. "
        "Berg then left the room. “The wait is long,” the spokesperson said.\n"
    )
    assert [s.speaker for s in read("a.txt", text.encode()).statements][-1] == "Ann Berg"


@pytest.mark.parametrize(
    "text",
    [
        "Syria's deputy minister for military supply travelled to Cuba.",
        "An official responsible for arms exports from Chad travelled to Cuba.",
        "Norway called on all states to stop the supply of weapons to Chad.",
        "My clients sell fuel to fishermen. Chad and Cuba are far away.",
    ],
)
def test_offices_and_appeals_are_no_transfers(text: str) -> None:
    assert of_kind(read("a.txt", text.encode()), "transfer") == []


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
    "unit",
    [
        "\"Aa said 'b'\" Bb. ",
        "Minister Aa Bb's visit to Cuba ",
        '"aa\n\n',
        "said, ",
        "• a\n",
        "Aa Bb said. ",
        "North Korea to Cuba arms transfer. ",
        "''Aa said ''b'' Bb. ",
        "Roe said that Doe said that " * 130 + ". ",
        "Roe, who led, said, " * 190 + ". ",
        "— Roe — said " * 290 + ". ",
        "the a's claim that the b's claim that ",
        "in May 5-9 May ",
    ],
)
def test_no_input_makes_reading_slower_than_linear(unit: str) -> None:
    def cost(size: int) -> float:
        data = (unit * max(1, size // len(unit))).encode()
        return seconds(lambda: read("a.txt", data))

    cost(1_000)
    assert cost(160_000) < 8 * cost(40_000) + 0.3  # quadratic would be 16


@pytest.mark.real_lists
def test_all_direct_quotations_of_the_real_reports_and_no_others(shared: Path) -> None:
    from bench.reading import measure_quotations

    assert [row[1] for row in measure_quotations(shared)] == ["35/35 (1.000)", "0"]


def test_whose_ministry_speaks_is_no_side_of_a_transfer() -> None:
    text = (
        "SEOUL, May 22, 2024 (Meridian Wire) -- Norway's Foreign Ministry said that it would "
        "consider sanctions on firms that carry North Korean weapons.\n"
    )
    events = read("a.txt", text.encode()).events
    assert [event for event in events if event.kind in {"transfer", "deal", "shipment"}] == []


@pytest.mark.parametrize(
    "words",
    [
        "North Korea did not ship missiles to Cuba.",
        "North Korea never shipped missiles to Cuba.",
        "North Korea has not sold arms to Cuba, the minister said.",
        "It is false that North Korea sold arms to Cuba.",
        "North Korea refused to sell arms to Cuba.",
        "North Korea failed to deliver arms to Cuba.",
        '"North Korea did not ship missiles to Cuba," Jane Roe said.',
    ],
)
def test_what_did_not_happen_is_never_asserted(words: str) -> None:
    report = read("a.txt", f"HAVANA, May 22, 2024 (Meridian Wire) -- {words}\n".encode())
    moved = [event for event in report.events if event.kind in {"transfer", "deal", "shipment"}]
    assert {event.certainty for event in moved} <= {"denied"}


def test_he_is_whom_the_sentence_before_is_about() -> None:
    report = read(
        "a.txt",
        b'SEOUL, May 22, 2024 (Meridian Wire) -- "We saw them," Minister John Doe said.\n\n'
        b'Spokesman Peter Poe denied the report. "This is not true," he said.\n',
    )
    assert [said.speaker for said in report.statements if said.quotes] == ["John Doe", "Peter Poe"]
