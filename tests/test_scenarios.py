"""Scenarios a lawyer can read: one file each, in `tests/scenarios`, run by what stands here.

A file tells a story and holds cases of up to four kinds: decisions, ownership, lifting and events.
`asked` changes the facts of the story for one case; `then` names what must be so. Texts that are
told in words (because, funds) need only contain what is named; lists of records must hold records
like those named, in their order; everything else must be equal.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from enjoin.cases.assessments import assess
from enjoin.cases.dealings import read_dealing
from enjoin.cases.decisions import decide
from enjoin.cases.events import read_event
from enjoin.law.authorities import lift_test, read_request
from enjoin.law.ownership.assess import own
from enjoin.law.ownership.graph import read_graph
from enjoin.law.register import register

FOLDER = Path(__file__).parent / "scenarios"
WORDS = frozenset({"because", "funds", "text"})
Case = tuple[Mapping[str, Any], Mapping[str, Any]]


class Plain(yaml.SafeLoader):
    """YAML in which `on` is a word, and only true and false are true and false."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, words) for tag, words in found if not tag.endswith(":bool")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def cases(kind: str) -> list[Any]:
    """Return every case of a kind with its story, named by file and case."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        story = yaml.load(path.read_text("utf-8"), Plain)
        found += [
            pytest.param(story, case, id=f"{path.stem}: {case['case']}")
            for case in story.get(kind, ())
        ]
    return found


def plain(value: Any) -> Any:
    """Turn an answer into what its JSON says."""
    return msgspec.json.decode(msgspec.json.encode(value))


def json(value: Any) -> bytes:
    """Write what YAML read as JSON; days become text."""
    return msgspec.json.encode(value)


def same(found: Any, named: Any, where: str) -> None:
    """Fail where what was found is not what a scenario names."""
    if isinstance(named, date):
        named = named.isoformat()
    if isinstance(named, dict):
        for key, value in named.items():
            assert key in found, f"{where}: has no {key}"
            here = f"{where}.{key}"
            if key in WORDS and isinstance(value, str):
                assert value.lower() in found[key].lower(), f"{here}: {found[key]!r}"
            else:
                same(found[key], value, here)
    elif isinstance(named, list) and named and isinstance(named[0], dict):
        assert len(found) >= len(named), f"{where}: {found!r}"
        for number, value in enumerate(named):
            same(found[number], value, f"{where}[{number}]")
    else:
        assert found == named, f"{where}: {found!r}, not {named!r}"


@pytest.mark.parametrize(("story", "case"), cases("decisions"))
def test_decision(story: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    dealing = read_dealing(json(story["facts"] | case["asked"]))
    decision = plain(decide(dealing, register(), None))
    for regime, named in case["then"].items():
        same(decision["outcomes"][regime], named, regime)
    if "strictest" in case:
        assert decision["strictest"] == case["strictest"]
    exposed = {one["measure"] for one in decision["outcomes"]["US"]["exposure"]}
    assert case.get("with exposure") in {None, *exposed}
    assert case.get("without exposure") not in exposed


@pytest.mark.parametrize(("story", "case"), cases("ownership"))
def test_ownership(story: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    asked = case["asked"]
    graph = read_graph(json(case.get("graph", story.get("graph"))))
    found = own(graph, asked["regime"], asked["on"], register().ownership_test, asked.get("known"))
    by_asset: dict[str, Any] = {one.asset: one for one in (*found.not_owned, *found.undetermined)}
    by_asset |= {one.asset: one for one in found.owned}
    for told, named in case["then"].items():
        what, _, asset = told.partition(" of ")
        if not asset:
            assert sorted(one.asset for one in getattr(found, what)) == sorted(named)
        elif what == "sum":
            assert list(by_asset[asset].sum) == named
        elif what == "path":
            path = by_asset[asset].path
            assert [path[0].owner, *(edge.asset for edge in path)] == named
        else:
            assert named in getattr(by_asset[asset], what)


@pytest.mark.parametrize(("story", "case"), cases("lifting"))
def test_lifting(story: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    request = read_request(json(story["request"] | case["asked"]))
    same(plain(lift_test(request, register())), case["then"], "result")


@pytest.mark.parametrize(("story", "case"), cases("events"))
def test_event(story: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    event = read_event(json(story["event"] | case["asked"]))
    found = plain(assess(event, register()))
    violated = {one["measure"] for one in found["violates"]}
    asked_of = {one["measure"] for one in found["needs_determination"]}
    then = dict(case["then"])
    assert set(then.pop("violates", ())) <= violated
    assert set(then.pop("needs_determination", ())) <= asked_of
    assert not set(then.pop("not", ())) & (violated | asked_of)
    if then.pop("nothing", False):
        assert not violated | asked_of
    same(found, then, "assessment")


@pytest.mark.parametrize(("story", "case"), cases("decisions"))
def test_the_order_of_the_inputs_changes_nothing(
    story: Mapping[str, Any], case: Mapping[str, Any]
) -> None:
    given = story["facts"] | case["asked"]
    turned = {key: _turned(value) for key, value in reversed(given.items())}
    one, other = (decide(read_dealing(json(each)), register(), None) for each in (given, turned))
    assert msgspec.json.encode(one) == msgspec.json.encode(other)


def _turned(value: Any) -> Any:
    """Turn round every list of records, at any depth."""
    if isinstance(value, dict):
        return {key: _turned(each) for key, each in reversed(value.items())}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_turned(each) for each in reversed(value)]
    return value
