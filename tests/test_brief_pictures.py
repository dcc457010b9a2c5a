"""What a brief shows at a glance: actors and ties, who spoke when, agreements and differences."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from enjoin.model.match import ListCited
from enjoin.model.report import Actor, Compared, Conflict, Dated, Event, Report, Source
from enjoin.monitoring.conflicts import conflicts
from enjoin.pages import markdown
from enjoin.pages.svg import Dot, timeline
from test_pages import FIRST, SECOND, TEXTS, at, brief, full, page, report, said


def happened(id_: str, *actors: Actor, **more: object) -> Event:
    fields: dict[str, object] = {
        "kind": "transfer",
        "stage": "executed",
        "certainty": "asserted",
        "actors": actors,
        "when": None,
        "place": None,
        "evidence": (at(FIRST, "sale of arms"),),
        "rule": "test",
    }
    return Event(id=id_, **(fields | more))  # type: ignore[arg-type]


SUPPLY = (Actor("supplier", "Syria", "SY"), Actor("recipient", "Chad", "TD"))


def of_events(*events: Event) -> str:
    return page(brief(report("a.txt", FIRST, events=events)), {"a.txt": FIRST})


# --- actors and ties ---------------------------------------------------------------------------


def test_actors_of_one_event_are_tied_and_the_tie_leads_to_its_event() -> None:
    html = of_events(happened("e1", *SUPPLY), happened("e2", *SUPPLY))
    picture = html[html.index('class="actors"') :]
    assert ">Syria</text>" in picture
    assert ">Chad</text>" in picture
    assert re.search(r'href="#e1"><text class="told"[^>]*>transfer ×2<', picture)
    assert "marker-end" in picture, "who supplies whom is shown"


@pytest.mark.parametrize(
    "hedged",
    [{"modality": "potentially"}, {"stage": "planned"}, {"certainty": "denied"}],
    ids=str,
)
def test_a_tie_of_what_is_not_told_as_done_is_broken(hedged: dict[str, str]) -> None:
    assert 'class="tie open"' in of_events(happened("e1", *SUPPLY, **hedged))
    both = of_events(happened("e1", *SUPPLY, **hedged), happened("e2", *SUPPLY))
    assert 'class="tie open"' not in both


def test_one_name_spelt_otherwise_is_one_actor() -> None:
    other = (Actor("meets", "Ada-Fenn"), Actor("meets", "Chad"))
    html = of_events(
        happened("e1", Actor("meets", "Ada Fenn"), Actor("meets", "Chad")), happened("e2", *other)
    )
    assert html.count('class="actor"') == 2


def test_no_picture_where_nothing_ties_two_actors() -> None:
    assert '<svg class="actors"' not in of_events(happened("e1", Actor("host", "Chad")))


def test_many_actors_are_cut_and_the_page_says_how_many() -> None:
    names = [f"Port {chr(65 + nth)}" for nth in range(20)]
    events = [
        happened(f"e{n}", Actor("party", a), Actor("party", "Chad")) for n, a in enumerate(names)
    ]
    html = of_events(*events)
    assert html.count('class="actor"') == 12
    assert "9 further actors" in html


def test_a_listed_actor_is_marked_with_its_label() -> None:
    made = full()
    first = made.reports[0]
    pell = happened("e2", Actor("meets", "Orvan Pell"), Actor("meets", "Ada Fenn"))
    first = msgspec.structs.replace(first, events=(pell,))
    html = page(msgspec.structs.replace(made, reports=(first, made.reports[1])), TEXTS)
    assert re.search(r'href="#l1"><text class="told on"[^>]*>may be listed: L1<', html)


def test_names_in_pictures_are_escaped() -> None:
    html = of_events(happened("e1", Actor("party", "<script>x"), Actor("party", 'Chad" onload="y')))
    assert "<script>x" not in html
    assert 'onload="y' not in html


# --- who spoke when ----------------------------------------------------------------------------


def test_speakers_have_a_lane_each_and_versions_of_one_utterance_one_label() -> None:
    html = page(full(), TEXTS)
    figure = html[html.index('aria-labelledby="statements"') :]
    picture = figure[: figure.index("</figure>")]
    assert ">Ada Fenn<" in picture
    assert picture.count('href="#u1"') == 1, "two versions, one label"


def test_weeks_and_months_stand_in_time_and_dates_do_not_touch() -> None:
    dots = [Dot(on, "A", on) for on in ("2023-09-08", "2023-W30", "2023-07", "2023-08-09")]
    drawn = str(timeline(dots, ["A"], "t"))
    order = re.findall(r'class="date" x="([\d.]+)"[^>]*>([^<]+)<', drawn)
    assert [name for _, name in order] == [
        "July 2023",
        "week 30 of 2023",
        "9 August 2023",
        "8 September 2023",
    ]
    ends = [(float(x) - 3.5 * len(name), float(x) + 3.5 * len(name)) for x, name in order]
    assert all(one[1] < other[0] for one, other in pairwise(ends))


# --- agreements and differences ----------------------------------------------------------------


def test_differences_name_reports_by_their_labels() -> None:
    made = full()
    told = msgspec.structs.replace(
        made.utterances[0], differences=("b.txt leaves out “Any” of a.txt",)
    )
    html = page(msgspec.structs.replace(made, utterances=(told,)), TEXTS)
    assert "R2 leaves out “Any” of R1" in html


def test_what_is_told_differently_stands_in_the_page_with_its_words() -> None:
    clash = Conflict(
        "visit: Ada Fenn: a.txt says so, b.txt has it denied",
        (Source("a.txt", at(FIRST, "Ada Fenn")), Source("b.txt", at(SECOND, "Ada Fenn"))),
    )
    html = page(msgspec.structs.replace(full(), conflicts=(clash,)), TEXTS)
    assert "R1 says so, R2 has it denied" in html
    assert 'id="d1"' in html


def dated(day: str) -> Dated:
    return Dated(day, "day", "inferred")


def of(file: str, *events: Event) -> Report:
    return report(file, FIRST, events=events)


@pytest.mark.parametrize(
    ("one", "other", "stories", "told"),
    [
        ({}, {"certainty": "denied"}, (), 1),
        ({}, {"certainty": "possible"}, (), 0),
        ({"certainty": "denied"}, {"certainty": "denied"}, (), 0),
        ({}, {"certainty": "denied", "goods": ("coal",)}, (), 0),
        (
            {"kind": "visit", "when": dated("2024-05-13")},
            {"kind": "visit", "when": dated("2024-05-14")},
            (("a.txt", "b.txt"),),
            1,
        ),
        (
            {"kind": "visit", "when": dated("2024-05-13")},
            {"kind": "visit", "when": dated("2024-05-14")},
            (),
            0,
        ),
        (
            {"kind": "visit", "when": dated("2024-05-13")},
            {"kind": "visit"},
            (("a.txt", "b.txt"),),
            0,
        ),
    ],
)
def test_reports_differ_where_one_denies_or_dates_otherwise_what_another_says(
    one: dict[str, object],
    other: dict[str, object],
    stories: tuple[tuple[str, ...], ...],
    told: int,
) -> None:
    reports = (
        of("a.txt", happened("e1", *SUPPLY, **one)),
        of("b.txt", happened("e1", *SUPPLY, **other)),
    )
    found = conflicts(reports, stories)
    assert len(found) == told
    for conflict in found:
        assert {source.file for source in conflict.evidence} == {"a.txt", "b.txt"}


def test_one_report_alone_is_not_at_odds_with_others() -> None:
    both = of("a.txt", happened("e1", *SUPPLY), happened("e2", *SUPPLY, certainty="denied"))
    assert conflicts([both], ()) == ()


# --- which lists -------------------------------------------------------------------------------


def test_page_and_markdown_say_with_which_version_a_report_was_compared() -> None:
    then = Compared("a.txt", "2024-05-14", (ListCited("un_sc", "2024-01-31", 104, True),))
    made = msgspec.structs.replace(full(), compared=(then,))
    assert "31 January 2024, 104 days old (stale)" in page(made, TEXTS)
    assert "`un_sc` of 31 January 2024 (stale) as of 14 May 2024" in words(made)


# --- Markdown ----------------------------------------------------------------------------------


def words(made: object) -> str:
    assert isinstance(made, type(full()))
    return markdown.render(made, TEXTS, made="2024-06-03T10:00:00Z", law="1")


def test_markdown_cites_file_and_place_of_every_word() -> None:
    text = words(full())
    assert "> 1 file could not be read" in text
    cites = re.findall(r"“([^”]*)” \(([ab]\.txt) (\d+)–(\d+)\)", text)
    assert len(cites) > 5
    for cited, file, start, end in cites:
        there = " ".join(TEXTS[file][int(start) : int(end)].split())
        assert cited.replace("\\", "") == there


def test_markdown_shows_markup_of_a_report_as_words() -> None:
    bad = '# <img src=x> *Ada Fenn* said "[go](http://x.example) &amp; | `run`".\n'
    one = said(bad, "s1", "[go](http://x.example) &amp; | `run`")
    made = brief(report("bad.txt", bad, statements=(one,)))
    text = markdown.render(made, {"bad.txt": bad}, made="2024-06-03", law="1")
    assert r"“\[go\](http://x.example) \&amp; \| \`run\`”" in text
    assert "<img" not in text.replace("\\<", "")


@pytest.mark.parametrize("suffix", [".html", ".md", ".json"])
def test_the_suffix_says_what_is_written(suffix: str, tmp_path: Path) -> None:
    from enjoin.workspace import open_workspace

    note, out = tmp_path / "a.txt", tmp_path / f"brief{suffix}"
    note.write_text(FIRST)
    open_workspace(tmp_path / "home").brief([note], out)
    begins = {".html": "<!DOCTYPE html>", ".md": "# Brief on 1 report", ".json": "{"}
    assert out.read_text().startswith(begins[suffix])
    if suffix == ".json":
        assert msgspec.json.decode(out.read_bytes())["reports"][0]["file"] == "a.txt"
