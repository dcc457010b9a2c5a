"""Several reports brought together."""

import pytest

from enjoin.model.report import Report, Utterance
from enjoin.monitoring import read
from enjoin.monitoring.stories import Together, together

AGENCY = (
    "Published: 2 March 2022\n\n"
    'OSLO (Tidewire) - "We will not hesitate to impose sanctions on Cuba," Foreign Minister '
    "Per Dahl said Tuesday.\n\n"
    '"Any transfer of arms from Cuba to Chad would violate the embargo," Dahl told a '
    "press briefing.\n"
)
REWRITE = (
    "Published: 2 March 2022\n\n"
    '"We will not hesitate to impose sanctions on Cuba," Norwegian Foreign Minister Per Dahl said '
    'Tuesday. "Any transfer of weapons from Cuba to Chad would violate the embargo," he added.\n'
)
LATER = AGENCY.replace("2 March 2022", "9 March 2022")
RIVAL = (
    AGENCY.replace("Per Dahl", "Ida Moe").replace("Dahl", "Moe").replace("Tidewire", "Fjordpress")
)


def brought(**texts: str) -> Together:
    reports: list[Report] = [read(name, text.encode()) for name, text in texts.items()]
    return together(reports, texts)


def shared_files(result: Together) -> list[set[str]]:
    return [{m.file for m in u.members} for u in result.utterances if len(u.members) > 1]


def test_a_rewrite_says_the_same_and_is_no_second_source() -> None:
    result = brought(agency=AGENCY, rewrite=REWRITE)
    assert shared_files(result) == [{"agency", "rewrite"}] * 2
    assert {u.sources for u in result.utterances} == {1}
    assert result.same_story == (("agency", "rewrite"),)


def test_a_change_of_wording_is_shown() -> None:
    result = brought(agency=AGENCY, rewrite=REWRITE)
    told = [line for u in result.utterances for line in u.differences]
    assert told == ["agency has “arms” where rewrite has “weapons”"]


def test_a_formula_is_not_merged_across_days_or_speakers() -> None:
    for other in (LATER, RIVAL):
        result = brought(agency=AGENCY, other=other)
        assert shared_files(result) == []
        assert result.same_story == ()


def test_one_storyline_and_a_timeline_in_order() -> None:
    result = brought(later=LATER, agency=AGENCY)
    assert [line.reports for line in result.storylines] == [("agency", "later")]
    days = [moment.date for moment in result.timeline]
    assert days == sorted(days)
    assert set(days) == {"2022-03-01", "2022-03-08"}
    texts = {"later": LATER, "agency": AGENCY}
    words = [texts[e.file][slice(*e.span)] for m in result.timeline for e in m.evidence]
    assert all("Dahl" in sentence for sentence in words)


OLD = (
    "Published: 4 March 2022\n\nOSLO (Tidewire) - Foreign Minister Per Dahl said on Thursday that "
    "Norway had taken a number of sanctions against Cuba already. "
    "Dahl said on Thursday that further sanctions on Chad were being prepared.\n"
)
NEW = OLD.replace("number of sanctions", "number of actions") + (
    "\n(This story has been corrected to say actions, not sanctions, in the first paragraph.)\n"
)
#: Another outlet heard the same words itself: no correction of Tidewire's reaches it.
ELSEWHERE = (
    "Published: 4 March 2022\n\nBy Eva Moen, Fjordpress\n\nNorway had taken a number of sanctions "
    "against Cuba already, Foreign Minister Per Dahl said on Thursday.\n"
)


def test_a_corrected_statement_stays_on_record_and_is_no_source() -> None:
    texts = {"old": OLD, "new": NEW}
    result = brought(**texts)
    (gone,) = result.superseded
    assert (gone.file, gone.right, gone.wrong) == ("old", "actions", "sanctions")
    assert "actions, not sanctions" in texts[gone.by.file][slice(*gone.by.span)]
    (one,) = (u for u in result.utterances if ("old", gone.statement) in _members(u))
    assert ("new", "s1") in _members(one)
    assert one.sources == 1


@pytest.mark.parametrize(
    "notice",
    [
        "Corrects paragraph 1 to read 'actions' instead of 'sanctions'",
        "Corrects “sanctions” to “actions” in paragraph 1",
        "This March 3 story has been corrected to change 'sanctions' to 'actions'",
        "This story has been refiled to say 'a number of actions,' not 'a number of sanctions,' in "
        "paragraph 1",
        "Corrects the first paragraph to say that the minister said 'actions', not 'sanctions'",
        "Corrects to say actions not sanctions in first paragraph",
    ],
)
def test_a_correction_may_be_worded_in_several_ways(notice: str) -> None:
    new = NEW[: NEW.rindex("(")] + f"({notice}.)\n"
    (gone,) = brought(old=OLD, new=new).superseded
    assert (gone.file, gone.statement) == ("old", "s1")


def test_words_set_against_each_other_are_no_correction() -> None:
    told = NEW[: NEW.rindex("(")] + 'Dahl wants "actions", not "sanctions", in the updated plan.\n'
    assert brought(old=OLD, new=told).superseded == ()


def test_a_correction_does_not_reach_what_was_said_on_another_day() -> None:
    earlier = OLD.replace("4 March", "25 February").replace("Thursday", "Wednesday")
    assert brought(old=earlier, new=NEW).superseded == ()


def _members(utterance: Utterance) -> set[tuple[str, str]]:
    return {(member.file, member.statement) for member in utterance.members}


def test_the_wrong_words_may_stand_rightly_elsewhere() -> None:
    result = brought(old=OLD, new=NEW)
    rightly = "further sanctions on Chad"
    kept = [u for u in result.utterances if u.members[0].statement == "s2"]
    assert rightly in OLD
    assert [len(u.members) for u in kept] == [2]
    assert len(result.superseded) == 1


def test_a_correction_does_not_reach_another_outlet_or_a_later_report() -> None:
    assert brought(other=ELSEWHERE, new=NEW).superseded == ()
    later = OLD.replace("4 March", "11 March")
    assert brought(new=NEW, later=later).superseded == ()


def test_the_same_formula_of_several_speakers_and_days_makes_as_many_utterances() -> None:
    texts = {
        f"{name}-{day}": f"Published: {day} March 2022\n\n"
        f'"We are watching this closely and will act as needed," Minister {name} said on Tuesday.\n'
        for name in ("Per Dahl", "Ida Moe")
        for day in (2, 9)
    }
    result = brought(**texts)
    assert sorted((u.speaker, u.said_on) for u in result.utterances) == [
        ("Ida Moe", "2022-03-01"),
        ("Ida Moe", "2022-03-08"),
        ("Per Dahl", "2022-03-01"),
        ("Per Dahl", "2022-03-08"),
    ]
    assert all(len(u.members) == 1 for u in result.utterances)
