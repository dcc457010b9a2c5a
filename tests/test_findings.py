"""Findings from several reports: what is one thing, how sure it is, and in whose words."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.cases.findings import findings
from enjoin.law.register import load
from enjoin.model.report import Actor, Dated, Event, Finding, Modality, Report, Said, Source

REGISTER = load()
ASSERTED = re.compile(r"\bviolate[sd]\b|\bin breach\b|\bestablished\b", re.I)


def told(file: str, *events: Event, speaker: str | None = "A. Speaker", **fields: Any) -> Report:
    """A report in which a speaker, if there is one, says everything."""
    said = Said(
        id="s1", speaker=speaker, speaker_span=None, cue=None, quotes=((0, 100),),
        content=((0, 100),), mode="direct", kind="legal-position", modality="would", said_on=None,
        evidence=((0, 100),), rule="test",
    )  # fmt: skip
    report = {
        "file": file, "sha256": "", "outlet": file, "agency": None, "title": None,
        "published": Dated("2023-09-13T08:00", "minute", "stated"), "main_text": (),
        "furniture": (), "people": (), "statements": (said,), "events": events,
    }  # fmt: skip
    return Report(**(report | fields))


def arms(
    modality: Modality = "would", supplier: str | None = "KP", recipient: str | None = "RU",
    **fields: Any,
) -> Event:  # fmt: skip
    event = {
        "id": "e1", "kind": "transfer", "stage": "planned", "certainty": "reported",
        "actors": (Actor("supplier", "seller", supplier), Actor("recipient", "buyer", recipient)),
        "when": None, "place": None, "evidence": ((10, 20),), "rule": "test", "goods": ("arms",),
        "modality": modality,
    }  # fmt: skip
    return Event(**(event | fields))


def found(*reports: Report, **options: Any) -> tuple[Finding, ...]:
    return findings(reports, REGISTER, **options)


def between(first: str, second: str) -> tuple[Actor, ...]:
    """Two parties of whom the report does not say who supplies whom."""
    return Actor("party", "one", first), Actor("party", "other", second)


def test_a_direction_that_is_not_told_is_assessed_both_ways_and_never_picked() -> None:
    [finding] = found(told("a.txt", arms("potentially", actors=between("RU", "KP"))))
    assert {"UNSCR-1718/8b", "UNSCR-1718/8a-i"} <= set(finding.measures)
    assert finding.flow == "KP ↔ RU (direction not told)"
    assert finding.modality == "potentially"
    assert finding.standard == "suspicion"
    assert not ASSERTED.search(finding.text.replace("potentially violate", ""))


def test_parties_none_of_whom_is_a_target_give_no_finding() -> None:
    assert not found(told("a.txt", arms(actors=between("RU", "SY"))))


def test_one_transfer_in_two_reports_is_one_finding_with_both_as_evidence() -> None:
    [finding] = found(told("a.txt", arms()), told("b.txt", arms(evidence=((30, 40),))))
    assert finding.measures == ("UNSCR-1718/8b", "UNSCR-1874/9")
    assert finding.evidence == (Source("a.txt", (10, 20)), Source("b.txt", (30, 40)))
    assert (finding.event, finding.flow, finding.modality) == ("a.txt#e1", "KP → RU", "would")
    assert finding.addressees == ("KP", "RU")
    assert "would violate UNSCR-1718/8b and UNSCR-1874/9" in finding.text
    assert "a.txt and b.txt" in finding.because


def test_reports_that_differ_in_stage_are_told_at_the_weakest_whatever_their_order() -> None:
    reports = told("a.txt", arms(stage="executed")), told("b.txt", arms(stage="agreed"))
    [one], [other] = found(*reports), found(*reversed(reports))
    assert one.text == other.text
    assert "if executed" in one.text


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (arms("potentially"), "another word"),
        (arms(supplier="RU", recipient="KP"), "another direction"),
        (arms(goods=("missile",)), "other goods"),
        (arms(recipient="SY"), "another buyer"),
    ],
)
def test_what_differs_is_another_finding(other: Event, reason: str) -> None:
    assert len(found(told("a.txt", arms()), told("b.txt", other))) == 2, reason


def test_arms_to_the_dprk_break_the_paragraphs_on_supply() -> None:
    [finding] = found(told("a.txt", arms(supplier="SY", recipient="KP")))
    assert finding.measures == ("UNSCR-1718/8a-i", "UNSCR-1874/10", "UNSCR-2270/6")
    assert finding.addressees == ("SY",)


def test_a_shipment_goes_from_its_origin_to_its_destination() -> None:
    ends = (Actor("destination", "Russia", "RU"), Actor("origin", "North Korea", "KP"))
    [finding] = found(told("a.txt", arms(kind="shipment", actors=ends)))
    assert finding.flow == "KP → RU"


def test_two_speakers_in_two_newsrooms_on_a_done_deed_give_reasonable_grounds() -> None:
    done = arms("fact", stage="executed", certainty="asserted")
    [finding] = found(told("a.txt", done), told("b.txt", done, speaker="B. Speaker"))
    assert finding.standard == "reasonable-grounds"
    assert "reasonable grounds" in finding.text


@pytest.mark.parametrize(
    ("second", "options"),
    [
        ({"speaker": "A. Speaker"}, {}),
        ({"speaker": "B. Speaker", "outlet": "a.txt"}, {}),
        ({"speaker": "B. Speaker"}, {"same_story": [["a.txt", "b.txt"]]}),
        ({"speaker": None}, {}),
    ],
)
def test_one_speaker_one_newsroom_one_story_or_nobody_is_no_second_source(
    second: dict[str, Any], options: dict[str, Any]
) -> None:
    done = arms("fact", stage="executed", certainty="asserted")
    [finding] = found(told("a.txt", done), told("b.txt", done, **second), **options)
    assert finding.standard == "suspicion"


def test_an_inference_of_reporters_is_called_one() -> None:
    [finding] = found(told("a.txt", arms("fact", stage="executed"), speaker=None))
    assert finding.standard == "suspicion"
    assert "inference" in finding.because


def test_a_denial_is_kept_and_makes_no_finding() -> None:
    denied = arms(certainty="denied")
    assert found(told("b.txt", denied)) == ()
    [finding] = found(told("a.txt", arms()), told("b.txt", denied))
    assert "Denied in b.txt" in finding.because
    assert finding.evidence == (Source("a.txt", (10, 20)),)


def test_what_a_report_holds_possible_is_not_found_as_a_fact() -> None:
    [finding] = found(told("a.txt", arms("fact", stage="executed", certainty="possible")))
    assert finding.modality == "may"
    assert "could violate" in finding.text


@pytest.mark.parametrize(
    "event",
    [
        arms(kind="visit"),
        arms(goods=()),
        arms(goods=("food",), supplier="RU", recipient="KP"),
        arms(supplier="SY", recipient="RU"),
        arms(supplier="KP", recipient="KP"),
    ],
)
def test_what_no_paragraph_forbids_is_no_finding(event: Event) -> None:
    assert found(told("a.txt", event)) == ()


def test_the_law_is_that_of_the_event_and_not_of_the_report() -> None:
    then = Dated("2016-02", "month", "stated")
    rifles = arms(goods=("small-arms",), supplier="SY", recipient="KP", when=then)
    assert found(told("a.txt", rifles)) == ()


def test_an_event_without_any_date_needs_a_day_from_its_reader() -> None:
    undated = told("a.txt", arms(), published=None)
    assert found(undated) == ()
    [finding] = found(undated, on=date(2023, 9, 13))
    assert "Law as of 2023-09-13" in finding.because


modalities: st.SearchStrategy[Modality] = st.sampled_from(["would", "may", "potentially", "if"])


@given(modalities, st.sampled_from(["planned", "negotiating", "agreed", "executed"]))
def test_a_finding_keeps_the_word_of_its_reports(modality: Modality, stage: str) -> None:
    [finding] = found(told("a.txt", arms(modality, stage=stage)), told("b.txt", arms(modality)))
    assert finding.modality == modality
    assert finding.standard == "suspicion"
    assert not ASSERTED.search(finding.text + finding.because)
