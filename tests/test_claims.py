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
        (
            "Minister Per Dahl said Tuesday that Norway had imposed sanctions on Chad and Cuba.",
            "claim.actions",
            ("td", "cu"),
        ),
        (
            "Minister Per Dahl said Tuesday that Norway has not only imposed several sanctions on "
            "Chad in the past.",
            "claim.actions",
            ("td",),
        ),
        (
            '"We have imposed a number of sanctions on Cuba already and we will do more if we '
            'must," Minister Per Dahl said Tuesday.',
            "claim.actions",
            ("cu",),
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
        "Minister Per Dahl said Tuesday that if Norway had imposed sanctions on Cuba, it failed.",
    ],
)
def test_a_claim_against_nobody_or_of_nothing_done_is_left_out(words: str) -> None:
    assert claimed(words) == []


def test_one_statement_may_hold_two_claims_each_with_its_own_target() -> None:
    first, second = claimed(
        '"We have imposed a number of sanctions on Cuba in the past, but also imposed sanctions on '
        'firms around the world for helping Chad," Minister Per Dahl said Tuesday.'
    )
    assert [(one.about, one.basis) for one in (first, second)] == [
        (("cu",), "claim"),
        (("td",), "conduct"),
    ]
    assert "not said to be sanctioned" in second.note


DONE = '"We have taken a number of actions already," {} said Tuesday.'


@pytest.mark.parametrize(
    ("words", "basis", "about", "told"),
    [
        (
            '"Cuba must stop its sales. We have imposed a number of sanctions already," '
            "Norwegian Minister Per Dahl said Tuesday.",
            "statement",
            ("cu",),
            "Cuba must stop its sales.",
        ),
        (
            '"We have imposed a number of sanctions already," Minister Per Dahl said Tuesday when '
            "asked about Cuban banks.",
            "question",
            ("cu",),
            "Cuban banks",
        ),
        (
            "Minister Per Dahl said Tuesday that Norway will not hesitate to impose sanctions on "
            'Cuba and Chad.\n\n"We have taken a number of actions already," Dahl said Tuesday.',
            "turn",
            ("cu", "td"),
            "impose sanctions on Cuba and Chad",
        ),
        (
            "The sanctions against Cuba are two years old.\n\n" + DONE.format("Minister Per Dahl"),
            "report",
            ("cu",),
            "The sanctions against Cuba",
        ),
        (
            "The sanctions on Cuba are two years old. Minister Per Dahl said Tuesday that Norway "
            "has already sanctioned dozens of companies.",
            "report",
            ("cu",),
            "The sanctions on Cuba",
        ),
    ],
)
def test_a_claim_that_names_nobody_is_about_the_country_of_the_words_before(
    words: str, basis: str, about: tuple[str, ...], told: str
) -> None:
    (found,) = claimed(words)
    assert (found.basis, found.about) == (basis, about)
    assert found.told is not None
    assert told in f"{HEAD}{words}"[slice(*found.told.span)]
    assert found.note != ""


@pytest.mark.parametrize(
    "words",
    [
        # of two countries, neither of them said to be sanctioned
        "Cuba and Chad signed a treaty. " + DONE.format("Minister Per Dahl"),
        # where something happened
        "The envoys met in Cuba. " + DONE.format("Norwegian Minister Per Dahl"),
        # what another speaker said
        "Minister Ida Moe said Tuesday that sanctions on Cuba would fail. "
        + DONE.format("Minister Per Dahl"),
        # the speaker's own country
        "Norway takes part in the fund. " + DONE.format("Norwegian Minister Per Dahl"),
        # too far before
        "The sanctions on Cuba are old. The fund is full. The hall was cold. It rained. "
        + DONE.format("Minister Per Dahl"),
        # somebody who is no country and not listed is named
        'The sanctions on Cuba are old. "We have already sanctioned Lumen Trading," '
        "Minister Per Dahl said Tuesday.",
        # actions for another end
        'The sanctions on Cuba are old. "We have taken a number of actions already to help '
        'farmers," Minister Per Dahl said Tuesday.',
    ],
)
def test_the_words_before_that_do_not_tell_against_whom_are_not_taken(words: str) -> None:
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
