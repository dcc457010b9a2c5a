"""Events of the contract: their kinds, actors, days and certainty, and who tells of them."""

import pytest

from enjoin.model.report import Event
from enjoin.monitoring import read

#: A Wednesday; every report of these tests is of this day.
PUBLISHED = "Published: 20 September 2023\n\n"


def events(text: str) -> list[Event]:
    return list(read("a.txt", f"{PUBLISHED}{text}\n".encode()).events)


def one(text: str, kind: str) -> Event:
    found = [event for event in events(text) if event.kind == kind]
    assert len(found) == 1, found
    return found[0]


def actors(event: Event) -> list[tuple[str, str]]:
    return [(actor.role, actor.name) for actor in event.actors]


@pytest.mark.parametrize(
    ("text", "kind", "roles"),
    [
        (
            "Cuba bought 40 trucks of diesel fuel from Chad.",
            "procurement",
            [("supplier", "Chad"), ("buyer", "Cuba")],
        ),
        (
            "A Cuban firm brokered arms sales for the rebels.",
            "brokering",
            [("broker", "Cuba")],
        ),
        ("Chad paid $2.5 million to an agent in Oslo.", "payment", [("payer", "Chad")]),
        (
            "The tanker Lucky Heron 7 made two ship-to-ship transfers of refined petroleum.",
            "ship-to-ship",
            [("vessel", "Lucky Heron 7")],
        ),
        (
            "The cargo ship Angmar docked at Havana in Cuba.",
            "port-call",
            [("vessel", "Angmar"), ("host", "Cuba")],
        ),
        ("Norway issued a general licence to the shippers.", "licence", [("licensor", "Norway")]),
        (
            "Chad vetoed the draft in the Security Council.",
            "vote",
            [("body", "Security Council"), ("voter", "Chad")],
        ),
        (
            "Norway lifted its sanctions on Cuba.",
            "lifting",
            [("actor", "Norway"), ("beneficiary", "Cuba")],
        ),
        ("Cuba pledged not to supply weapons to Chad.", "commitment", [("party", "Cuba")]),
        (
            "Shells were sold to Chad by Cuba.",
            "transfer",
            [("supplier", "Cuba"), ("recipient", "Chad")],
        ),
        (
            "The ship was carrying 9,000 tonnes of crude oil to Cuba.",
            "transfer",
            [("recipient", "Cuba")],
        ),
        (
            "Cuban officials visited Oslo.",
            "visit",
            [("visitor", "Cuban officials"), ("host", "Norway")],
        ),
        (
            "Military cooperation between Cuba and Chad is growing.",
            "talks",
            [("party", "Cuba"), ("party", "Chad")],
        ),
    ],
)
def test_kinds_of_event_and_their_actors(
    text: str, kind: str, roles: list[tuple[str, str]]
) -> None:
    assert sorted(actors(one(text, kind))) == sorted(roles)


@pytest.mark.parametrize(
    ("words", "value", "until"),
    [
        ("on 5 September", "2023-09-05", None),
        ("on Sept. 12", "2023-09-12", None),
        ("late last month", "2023-08", "2023-08-31"),
        ("in early August", "2023-08", "2023-08-31"),
        ("in November", "2022-11", "2022-11-30"),
        ("on Sept. 5-9", "2023-09-05", "2023-09-09"),
        ("between July 25 and 27", "2023-07-25", "2023-07-27"),
        ("from 5 to 9 September", "2023-09-05", "2023-09-09"),
        ("in 2019", "2019", "2019-12-31"),
        ("last week", "2023-W37", "2023-09-17"),
    ],
)
def test_the_day_of_an_event_stands_in_its_sentence(
    words: str, value: str, until: str | None
) -> None:
    event = one(f"Cuba sent artillery shells to Chad {words}, Norway said on Monday.", "transfer")
    assert event.when is not None
    assert (event.when.value, event.when.until) == (value, until)


@pytest.mark.parametrize(
    "text",
    [
        "Cuba sent artillery shells to Chad, Norway said on Monday.",
        "Norway said on Monday that Cuba sent artillery shells to Chad.",
        "Cuba has sent artillery shells to Chad since 2019.",
        "Cuba sent artillery shells to Chad, and on Friday a strike began in Oslo.",
    ],
)
def test_the_day_of_speaking_or_of_something_else_is_not_the_day_of_the_event(text: str) -> None:
    assert one(text, "transfer").when is None


def test_yesterday_in_a_quotation_of_monday_is_sunday() -> None:
    text = '"Cuba sent artillery shells to Chad yesterday," Minister Jane Roe said on Monday.'
    event = one(text, "transfer")
    assert event.when is not None
    assert (event.when.value, event.by) == ("2023-09-17", "Jane Roe")


@pytest.mark.parametrize(
    ("text", "kind", "certainty"),
    [
        ("Cuba denied that it had bought missiles from Iran.", "procurement", "denied"),
        ("No shells were sold to Chad by Cuba.", "transfer", "denied"),
        ("Norway will not lift sanctions on Cuba.", "lifting-claim", "denied"),
        ("If Norway lifted sanctions on Cuba, trade would grow.", "lifting-claim", "possible"),
        ("Cuba may have bought missiles from Iran.", "procurement", "possible"),
        ("Cuba reportedly bought missiles from Iran.", "procurement", "reported"),
        ("Cuba will not hesitate to send shells to Chad.", "transfer", "possible"),
    ],
)
def test_certainty_of_an_event(text: str, kind: str, certainty: str) -> None:
    assert one(text, kind).certainty == certainty


@pytest.mark.parametrize(
    "text",
    [
        "The licence of the driver was old.",
        "He called at noon and left.",
        "The paid holiday of the crew begins.",
        "Voters in Chad adopted a new flag.",
        "The yard bought a crane.",
        "The ministry for military supply is in Havana.",
    ],
)
def test_what_only_sounds_like_an_event_is_none(text: str) -> None:
    assert events(text) == []


def test_who_says_so_stands_with_the_event_and_is_nobody_where_the_report_itself_tells() -> None:
    told = one("Jane Roe said that Cuba sent artillery shells to Chad.", "transfer")
    plain = one("Cuba sent artillery shells to Chad.", "transfer")
    assert (told.by, plain.by) == ("Jane Roe", None)
