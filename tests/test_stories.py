"""Several reports brought together."""

from enjoin.model.report import Report
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
