"""Reports in other styles: releases, live pages, no quotation marks, other languages."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.errors import EmptyDocument
from enjoin.model.report import Report
from enjoin.monitoring import read

RELEASE = """\
Ministry of Defence of Norland
News release
14 May 2024

Navy stops tanker off Port Vale

The Navy of Norland intercepted the tanker Amber Dawn 3 on 12 May, the Ministry of Defence \
announced today. The ship was carrying 9,000 tonnes of crude oil to North Korea in violation of \
United Nations sanctions.

Defence Minister Ingrid Sol said: 'Our sailors acted with great skill. We will not look away.'

According to the Ministry, the owner, Blue Fjord Shipping Ltd, is registered in Panama. The \
company could not be reached for comment.
"""

NESTED = """\
PORT VALE, May 14, 2024 (Meridian Wire) -- A senior U.N. official said Tuesday that experts had \
been told by Iran that no drones were sold to Sudan.

"Iran's envoy told us, 'We have not sold a single drone to Sudan,' and we have asked for papers," \
said the official, who spoke on condition of anonymity because the talks are private.

"We have seen no papers yet," the official added. "When I asked again yesterday, the envoy said, \
'Soon.'

"That is not good enough."

Sources close to the panel said Sudan had bought the drones from a broker in Dubai late last \
month. Iran rejected the claim.

Washington, for its part, is "deeply concerned", State Department spokesperson Alan Reed told \
reporters on Monday, declining to say whether new sanctions were planned.

Reed would not comment further. It was not immediately clear who paid for the drones.
"""

UNQUOTED = """\
The Daily Mast
By Anne Poole
3 June 2024

Minister defends ferry sale

Transport Minister Carl Voss defended the sale of two ferries to Cuba on Monday, telling \
lawmakers that the ships were old and worth little.

Voss said the contract had been signed in March. He denied that the ships could carry troops, \
and insisted Norland had broken no embargo.

Critics say the ferries could be used by the army. The opposition has called for an inquiry.

The Cuban embassy did not respond to a request for comment.

Many suspect that a second sale is under way.
"""

LIVE = """\
Live updates: Council meets on tanker

Updated 16 May 2024, 18:20 GMT

18:02

The U.S. ambassador, Dana Whitlock, says the tanker's owners "knew exactly what they were doing".

17:40

Russia rejects the draft. "This text is a provocation," its envoy Pavel Orlov tells the Security \
Council.

17:15

China's ambassador says it regrets the vote.
"""

RUSSIAN = """\
МОСКВА, 14 мая 2024 г. (Волна) — Министр иностранных дел Иван Петров заявил, что поставок не было.
"""

KOREAN = """\
2024년 5월 14일

외교부 대변인은 김철수 장관이 회의에 참석했다고 말했다.
"""


class Told(NamedTuple):
    """Who is told to have said what, of which kind; None where nobody is named."""

    text: str
    day: str
    said: list[tuple[str | None, str, str]]


TOLD = {
    "release": Told(
        RELEASE,
        "2024-05-14",
        [
            ("Ministry of Defence", "indirect", "assessment"),
            ("Ingrid Sol", "direct", "commitment"),
            ("Ministry of Defence", "indirect", "report"),
            ("company", "indirect", "refusal-to-comment"),
        ],
    ),
    "nested quotations": Told(
        NESTED,
        "2024-05-14",
        [
            ("senior U.N. official", "indirect", "report"),
            ("senior U.N. official", "direct", "denial"),
            ("senior U.N. official", "direct", "report"),
            ("Sources close to the panel", "indirect", "report"),
            ("Government of Iran", "indirect", "denial"),
            ("Alan Reed", "mixed", "assessment"),
            ("Alan Reed", "indirect", "refusal-to-comment"),
            ("Alan Reed", "indirect", "refusal-to-comment"),
        ],
    ),
    "no quotation marks": Told(
        UNQUOTED,
        "2024-06-03",
        [
            ("Carl Voss", "headline", "assessment"),
            ("Carl Voss", "indirect", "assessment"),
            ("Carl Voss", "indirect", "report"),
            ("Carl Voss", "indirect", "report"),
            ("Carl Voss", "indirect", "denial"),
            ("Carl Voss", "indirect", "report"),
            ("Critics", "indirect", "assessment"),
            ("opposition", "indirect", "assessment"),
            ("Cuban embassy", "indirect", "refusal-to-comment"),
            (None, "indirect", "assessment"),
        ],
    ),
    "live page": Told(
        LIVE,
        "2024-05-16T18:20+00:00",
        [
            ("Dana Whitlock", "mixed", "report"),
            ("Government of Russia", "indirect", "denial"),
            ("Pavel Orlov", "direct", "assessment"),
            ("China's ambassador", "indirect", "assessment"),
        ],
    ),
    "Russian": Told(RUSSIAN, "2024-05-14", []),
    "Korean": Told(KOREAN, "2024-05-14", []),
}


def report(text: str) -> Report:
    return read("a.txt", text.encode())


@pytest.mark.parametrize("style", TOLD)
def test_statements_are_found_in_every_style(style: str) -> None:
    told = TOLD[style]
    found = report(told.text)
    assert found.published is not None
    assert found.published.value == told.day
    assert [(said.speaker, said.mode, said.kind) for said in found.statements] == told.said


def test_a_quotation_over_two_paragraphs_is_one_statement() -> None:
    said = report(NESTED).statements[2]
    assert [NESTED[slice(*span)] for span in said.quotes] == [
        "We have seen no papers yet,",
        "When I asked again yesterday, the envoy said, 'Soon.'",
        "That is not good enough.",
    ]


def test_a_denial_inside_a_report_is_kept_as_a_denied_event() -> None:
    transfers = [event for event in report(NESTED).events if event.kind == "transfer"]
    assert {event.certainty for event in transfers} == {"denied"}


@pytest.mark.parametrize(("text", "name"), [(RUSSIAN, "Иван Петров"), (KOREAN, "김철수")])
def test_names_in_other_scripts_are_found(text: str, name: str) -> None:
    found = report(text)
    assert name in {one.name for one in found.people} | {one.name for one in found.named}


_WORDS = st.sampled_from(
    "Roe said says that he hopes to ''we will'' \"we will\" ‘no’ , . : — and but while Chad's "
    "claim pledged not sold arms to Cuba on Sept. 5-9 in May (R-Ohio) according corrected say a "
    "b instead of did not comment\n\n lifted sanctions 14 мая 2024".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60))
def test_every_fact_points_at_words_of_its_text(words: list[str]) -> None:
    text = " ".join(words)
    try:
        found = report(text)
    except EmptyDocument:
        return
    assert found == report(text)
    spans = [span for said in found.statements for span in (*said.content, *said.quotes)]
    spans += [said.cue for said in found.statements if said.cue]
    spans += [said.speaker_span for said in found.statements if said.speaker_span]
    spans += [event.when.span for event in found.events if event.when and event.when.span]
    spans += [one.span for one in found.corrections]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(text[end - 1 : end].strip() for _, end in spans)
