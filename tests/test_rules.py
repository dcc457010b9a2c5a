"""The page of each rule: it says what a lawyer asks, and its example does what it says."""

import re
import runpy
from collections import Counter
from pathlib import Path

import pytest

from enjoin.cases.assessments import Assessment, assess
from enjoin.cases.events import read_event
from enjoin.law.measures import Measure
from enjoin.law.register import DATA, register
from enjoin.pages.rules import REGIMES, example, page

DOCS = Path(__file__).resolve().parent.parent / "docs"
COVERED = [one for one in register().measures if one.executable]
#: What a page must tell, whatever the measure.
PARTS = ["What it does", "Whom it binds", "Why", "When", "Who decides", "Exemptions", "Tested",
         "Example", "Not covered", "References"]  # fmt: skip


def named(measure: Measure) -> str:
    return measure.id


@pytest.mark.parametrize("measure", COVERED, ids=named)
def test_every_rule_has_a_page_that_says_all_of_it(measure: Measure) -> None:
    text = page(measure, register())
    assert [part for part in PARTS if f"**{part}.**" not in text] == []


def test_the_pages_in_the_docs_are_those_of_the_register() -> None:
    books = runpy.run_path(str(DOCS / "write_rules.py"))["books"]()
    for name, text in books.items():
        written = (DOCS / "rules" / name).read_text("utf-8")
        assert written == text, f"{name}: run `python docs/write_rules.py`"
    assert {path.name for path in (DOCS / "rules").iterdir()} == books.keys()


def sections() -> dict[str, str]:
    """Return the sections of the files in the docs by the measure they are about."""
    texts = [(DOCS / "rules" / f"{one.lower()}.md").read_text("utf-8") for one in REGIMES]
    found = re.findall(r"^## (\S+): (.*?)(?=^## |\Z)", "\n".join(texts), re.DOTALL | re.MULTILINE)
    return dict(found)


def test_every_rule_has_its_section_in_the_docs() -> None:
    assert sections().keys() == {one.id for one in COVERED}


def rests_on(answer: Assessment) -> set[str | None]:
    """Return the measures an answer rests on, those of criteria that may apply among them."""
    hits = {hit.measure for hit in (*answer.violates, *answer.needs_determination)}
    criteria = {one.measure.rsplit("/", 1)[0] for one in answer.criteria if one.applicable}
    return hits | criteria | {one.measure for one in answer.consequences}


def test_the_examples_in_the_docs_run_and_show_the_rule() -> None:
    examples = [
        (id_, event)
        for id_, section in sections().items()
        for event in re.findall(r"```json\n(.*?)```", section, re.DOTALL)
    ]
    for id_, event in examples:
        assert id_ in rests_on(assess(read_event(event), register())), id_
    assert len(examples) >= 45


def test_what_only_a_decision_can_show_has_no_event() -> None:
    without = {one.id for one in COVERED if example(one, register()) is None}
    assert all(register().measure(id_).tests == ("blocking",) for id_ in without)


def test_a_page_shows_the_marks_of_its_facts() -> None:
    text = page(register().measure("UNSCR-2270/6"), register())
    assert "paragraph 6 [C: to verify]" in text
    assert "Facts still to verify: paragraph, no_exemption." in text


def test_a_contested_measure_says_by_whom() -> None:
    text = page(register().measure("UNSCR-1737-1929/snapback"), register())
    assert "Contested by RU, CN, IR" in text
    assert "Contested by Russia, China and Iran" in text  # in the answer to its example


# --- docs/law.md --------------------------------------------------------------------------------


LAW = (DOCS / "law.md").read_text("utf-8")


def test_the_numbers_in_the_docs_are_those_of_the_register() -> None:
    marks = Counter(fact.confidence for _, _, fact in register().facts())
    told = {row[0]: int(row[1]) for row in re.findall(r"^\| ([ABC]) \|.*\| (\d+) \|$", LAW, re.M)}
    assert told == marks
    assert f"{len(register().measures)} measures: " in LAW
    assert f"{len(COVERED)} of the {len(register().measures)} have" in " ".join(LAW.split())
    for count in Counter(one.regime for one in register().measures).values():
        assert re.search(rf"\b{count} of ", LAW)


def test_the_totals_in_the_docs_can_be_assessed() -> None:
    (totals,) = re.findall(r"```json\n(.*?)```", LAW, re.DOTALL)
    goods = '[{"name": "gasoil", "class": "refined-petroleum"}]'
    event = f'{{"kind": "transfer", "on": "2020-06", "to": "KP", "goods": {goods}, {totals}}}'
    answer = assess(read_event(event), register())
    assert [(one.source, one.exceeded) for one in answer.quotas] == [
        ("1718 Committee", False),
        ("complaint by 43 States", True),
    ]


def test_every_file_of_the_data_is_in_the_docs() -> None:
    assert all(f"`{path.name}`" in LAW for path in DATA.glob("*.yaml"))
