"""What officials claim was done already, beside what the lists hold."""

import pytest

from enjoin.model.match import ListCited
from enjoin.model.report import Claim, ListedMention, Source
from enjoin.monitoring import read
from enjoin.monitoring.claims import borne_out, claims
from enjoin.screening.index import Imposed, Record

HEAD = "Published: 2 March 2022\n\n"


def claimed(words: str, *listed: str) -> list[Claim]:
    text = f"{HEAD}{words}\n"
    found = [
        ListedMention(
            Source("a.txt", (text.index(name), text.index(name) + len(name))), name, "", 1
        )
        for name in listed
    ]
    return list(claims(read("a.txt", text.encode()), text, found))


@pytest.mark.parametrize(
    ("words", "rule", "about"),
    [
        (
            '"We have taken a number of actions already against Cuba," Minister Dahl said Tuesday.',
            "claim.actions",
            ("cu",),
        ),
        (
            "Minister Per Dahl said Tuesday that Norway has already sanctioned Cuban banks.",
            "claim.sanctioned",
            ("cu",),
        ),
        (
            "Minister Per Dahl said Tuesday that Norway had imposed several sanctions on Chad.",
            "claim.actions",
            ("td",),
        ),
    ],
)
def test_what_was_done_and_against_whom(words: str, rule: str, about: tuple[str, ...]) -> None:
    (found,) = claimed(words)
    assert (found.rule, found.about, found.on) == (rule, about, "2022-03-01")
    assert found.claimed in f"{HEAD}{words}"[slice(*found.evidence.span)]


def test_a_listed_party_that_was_sanctioned_is_named_by_its_id() -> None:
    (found,) = claimed(
        "Minister Per Dahl said Tuesday that Norway has sanctioned Lumen Trading of Cuba.",
        "Lumen Trading",
    )
    assert found.about == ("Lumen Trading",)


@pytest.mark.parametrize(
    "words",
    [
        '"We have taken a number of actions already," Minister Per Dahl said Tuesday.',
        "Minister Per Dahl said Tuesday that Norway has taken a number of actions already.",
        "Minister Per Dahl said Tuesday that Norway would have sanctioned Cuban banks.",
        "Minister Per Dahl said Tuesday that Norway has not sanctioned Cuban banks.",
        "Minister Per Dahl said Tuesday that Norway has taken measures on health with Cuba.",
        "Norway has already sanctioned Cuban banks.",
    ],
)
def test_a_claim_against_nobody_or_of_nothing_done_is_left_out(words: str) -> None:
    assert claimed(words) == []


def listing(programme: str, on: str | None, ended: str | None = None) -> Imposed:
    return Imposed(programme, on, None, None, ended, ())


def record(id_: str, country: str, *listings: Imposed, source: int = 0) -> Record:
    return Record(id_, "Person", id_, source, (), (country,), (), listings)


CLAIM = Claim(
    file="a.txt",
    statement="s1",
    claimed="has sanctioned",
    about=("cu",),
    on="2022-03-01",
    evidence=Source("a.txt", (0, 1)),
    rule="claim.sanctioned",
)
RECORDS = [
    record("l-1", "cu", listing("TERROR", "2020-05-01")),
    record("l-2", "pa", listing("CUBA-EO1", "2022-03-01")),
    record("l-3", "cu", listing("CUBA-EO1", "2022-03-02")),  # a day late
    record("l-4", "cu", listing("CUBA-EO1", "2019-01-01", "2021-01-01")),  # ended before
    record("l-5", "cu", listing("CUBA-EO1", None)),
    record("l-6", "pa", listing("TERROR", "2020-05-01")),  # of another country
    record("l-7", "cu", listing("TERROR", "2020-05-01"), source=1),  # of a list not asked for
]


def counted(claim: Claim) -> dict[str | None, int]:
    return {one.programme: one.listings for one in claim.borne}


def test_listings_in_force_that_day_are_counted_by_programme() -> None:
    found = borne_out(CLAIM, RECORDS, [ListCited("l", "2022-02-01", 28), None])
    assert counted(found) == {"TERROR": 1, "CUBA-EO1": 2}
    assert found.note == ""


def test_an_undated_listing_of_a_later_version_is_not_counted_and_the_claim_says_so() -> None:
    found = borne_out(CLAIM, RECORDS, [ListCited("l", "2022-06-01", 0), None])
    assert counted(found) == {"TERROR": 1, "CUBA-EO1": 1}
    assert "l of 2022-06-01" in found.note


def test_nothing_found_is_told() -> None:
    found = borne_out(CLAIM, [], [ListCited("l", "2022-02-01", 28)])
    assert found.borne == ()
    assert "No listing" in found.note
