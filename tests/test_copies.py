"""Copies and rewrites of one report among many."""

# ruff: noqa: E501 - pages and sentences stand as they are

from __future__ import annotations

import random

import pytest

from enjoin.monitoring import read
from enjoin.monitoring.copies import copies
from enjoin.monitoring.stories import together

STORY = [
    "Latvia has held a tanker at the port of Riga that carried oil from a banned refinery.",
    "The transport ministry said that the papers of the ship named a buyer who does not exist.",
    "Two of the crew told the coast guard of a second tanker that waited off the coast of Gotland.",
    "The owner, a company of Dubai with four employees, did not answer calls on Thursday evening.",
    "A court will decide within the month whether the cargo may be sold for the benefit of the state.",
    "Fishermen had watched the ship circle for days with its transponder switched off at night.",
]
OTHER = [
    "Chad has opened a school for judges in the capital, paid for by three of its neighbours.",
    "The first class of forty will learn the law of contracts and the trade in cattle and cotton.",
    "A minister promised a second school in the south before the rains of the coming year begin.",
    "Teachers come from Dakar and Tunis, and most of the books were given by a library in Lyon.",
]
BACKGROUND = (
    "The Security Council banned the sale of refined oil to the north in several resolutions."
)


def group(**texts: str) -> list[tuple[str, ...]]:
    return copies([read(name, text.encode()) for name, text in texts.items()], texts)


def page(sentences: list[str], above: str = "", below: str = "") -> str:
    return "\n\n".join(part for part in (above, *sentences, below) if part)


@pytest.mark.parametrize(
    "copy",
    [
        page(STORY[:4]),
        page(STORY[2:]),
        page(STORY[::-1]),
        page(STORY, "A tanker is seen at Riga in this file photo.", "Most read\nTen best beaches"),
        page([*STORY[1:5], OTHER[0]]),
        page([" ".join(STORY[3:]), " ".join(STORY[:2])]),
    ],
    ids=["cut", "cut above", "reordered", "caption and footer", "added to", "joined"],
)
def test_a_copy_is_found(copy: str) -> None:
    assert group(first=page(STORY), copy=copy, other=page(OTHER)) == [("copy", "first")]


def test_background_that_two_stories_share_makes_them_no_copies() -> None:
    first, second = page([*STORY, BACKGROUND]), page([*OTHER, BACKGROUND])
    assert group(first=first, second=second) == []


def test_copies_of_copies_do_not_chain_one_story_to_the_next() -> None:
    texts = {
        "first": page(STORY),
        "both": page([*STORY[:3], *OTHER[:3]]),
        "second": page([*OTHER, *OTHER[:1]]),
    }
    assert ("both", "first", "second") not in group(**texts)


@pytest.mark.parametrize(
    "other",
    [
        page(["Published: 9 March 2022", *STORY, '"We will act," Per Dahl said.']),
        page(["Published: 2 March 2022", *STORY, '"We will act," Ida Moe said.']),
    ],
    ids=["a week later", "by somebody else"],
)
def test_a_formula_used_again_is_no_copy(other: str) -> None:
    first = page(["Published: 2 March 2022", *STORY, '"We will act," Per Dahl said.'])
    assert group(first=first, other=other) == []


def test_copies_are_one_story_and_one_source() -> None:
    said = '"We will act on the tanker within days," Transport Minister Ida Moe said on Monday.'
    texts = {
        "first": page(["Published: 2 March 2022", said, *STORY]),
        "second": page(["Published: 3 March 2022", *STORY[:4], said]),
    }
    result = together([read(name, text.encode()) for name, text in texts.items()], texts)
    assert result.same_story == (("first", "second"),)
    assert {utterance.sources for utterance in result.utterances} == {1}


def test_the_order_of_the_reports_does_not_matter() -> None:
    texts = {"a": page(STORY), "b": page(STORY[:4]), "c": page(OTHER), "d": page(OTHER[1:])}
    shuffled = list(texts.items())
    random.Random(3).shuffle(shuffled)
    assert sorted(group(**texts)) == sorted(group(**dict(shuffled))) == [("a", "b"), ("c", "d")]


def test_reports_made_from_one_form_are_no_copies() -> None:
    cargo = ["coal", "iron", "squid", "lorries", "sand", "oil", "rifles", "silk", "steel", "rice"]
    texts = {
        f"{ship:03}": page(
            [
                f"Customs officers in port {ship} searched the ship {cargo[ship % 10]} {ship * 7} on a "
                "tip from the coast guard of a neighbouring state.",
                f"They found {ship * 13} tons of {cargo[ship // 10 % 10]} under the deck and sealed it "
                "with the seal of the court in the presence of the crew.",
                f"The master, number {ship * 17} on the roll, was heard by a judge and released on a "
                "promise to return for the hearing in the autumn.",
            ]
        )
        for ship in range(100, 200)
    }
    assert group(**texts) == []


def test_many_copies_of_one_report_are_found_among_few_others() -> None:
    texts = {f"{at:03}": page(STORY[at % 3 : at % 3 + 4]) for at in range(120)}
    assert [len(found) for found in group(**texts, other=page(OTHER))] == [120]
