"""Sentences, paragraphs and quotations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.text import prose


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in prose.quotations(text, prose.paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will act," she said. "Soon."', ["We will act,", "Soon."]),
        ("“We will act,” she said.", ["We will act,"]),
        ('“We will act," she said.', ["We will act,"]),  # marks of two kinds in one pair
        ("«Nous agirons», dit-elle.", ["Nous agirons"]),
        ("„Wir handeln“, sagte sie.", ["Wir handeln"]),
        ('He called it "a "final" step" again.', ['a "final" step']),
        ("“He said ‘no’ to us,” she said.", ["He said ‘no’ to us,"]),
        ('A 5" gun and no quotation.', []),
        ('"An opening that never closes, he said.', []),
        ("The states' rights and the '90s don't quote.", []),
        (
            "‘We won’t wait,’ he said. ‘The states’ view is clear.’",
            ["We won’t wait,", "The states’ view is clear."],
        ),
        ("'We won't wait,' he said.", ["We won't wait,"]),
        ("\"We wait,\" he said of the 'big bang'.", ["We wait,"]),
    ],
)
def test_quotations_exclude_their_marks_and_apostrophes(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_over_paragraphs_opens_anew_and_closes_once() -> None:
    text = '"We begin here.\n\n"We end here," she said.'
    found = prose.quotations(text, prose.paragraphs(text))
    assert [(text[q.start : q.end], q.continues) for q in found] == [
        ("We begin here.", True),
        ("We end here,", False),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The U.S. State Department spoke. It said little.", 2),
        ("Brig. Gen. J. Doe spoke on Sept. 12 in Washington.", 1),
        ("He works for the U.S. The ministry does not.", 2),
        ('"We wait. We see," he said. Nothing followed.', 2),
        ('"Why now?" Doe asked. Nobody knew.', 2),
        ("Mr. Roe left. No. 5 stayed.", 2),
    ],
)
def test_sentences_end_at_stops_but_not_at_abbreviations(text: str, count: int) -> None:
    paragraph = prose.paragraphs(text)
    marks = prose.quotations(text, paragraph)
    assert len(prose.sentences(text, paragraph[0], marks)) == count


def test_lines_cut_at_a_margin_are_one_paragraph() -> None:
    line = "words that go on to the margin of an old wire machine and then\n"
    text = line * 4 + "end here.\n\n" + line * 3 + "end there."
    assert len(prose.paragraphs(text)) == 2


@given(st.text(alphabet="ab .,\n\"'“”‘’«»!?", max_size=200))
def test_every_span_lies_in_order_inside_the_text(text: str) -> None:
    rows = prose.paragraphs(text)
    found = prose.quotations(text, rows)
    assert all(0 <= q.opened <= q.start < q.end <= q.closed <= len(text) for q in found)
    assert all(a.closed <= b.opened for a, b in pairwise(found))
    for row in rows:
        cut = prose.sentences(text, row, found)
        assert all(row[0] <= start < end <= row[1] for start, end in cut)
