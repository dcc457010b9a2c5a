"""`own`, `decide`, `redecide` and `lift-test` as a user meets them: processes, codes, words."""

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import run
from enjoin import sample

GRAPH: dict[str, Any] = {
    "listed": [{"party": "S1", "regimes": ["US", "EU"], "programme": "DPRK", "from": "2023-01-10"}],
    "stakes": [{"owner": "S1", "asset": "T", "share": "50.00"}],
}
DEALING: dict[str, Any] = {
    "kind": "payment",
    "value_date": "2023-08-17",
    "nexus": ["US"],
    "screen": False,
    "parties": [{"name": "Tiber Trading", "role": "creditor", "party": "T"}],
    "graph": GRAPH,
}
VETOED: dict[str, Any] = {
    "measure": "UNSCR-1874/9",
    "act": "lift",
    "actor": "Russia",
    "on": "2024-03-28",
    "instrument": {
        "kind": "UNSC-resolution",
        "body": "UN Security Council",
        "votes": {"for": 13, "against": ["RU"], "abstain": ["CN"]},
    },
}


def written(folder: Path, value: Any, name: str = "in.json") -> str:
    path = folder / name
    path.write_text(json.dumps(value), "utf-8")
    return str(path)


def asked(folder: Path, command: str, value: Any, *options: str) -> tuple[int, Any, str]:
    code, out, err = run(folder / "home", command, written(folder, value), *options, "--json")
    return code, json.loads(out) if out else None, err


def test_own_answers_as_the_contract_says(tmp_path: Path) -> None:
    code, found, _ = asked(tmp_path, "own", GRAPH, "--regime", "US", "--on", "2023-08-17")
    assert code == 0
    assert (found["regime"], found["on"]) == ("US", "2023-08-17")
    owned = found["owned"][0]
    assert {key: owned[key] for key in ("asset", "sum", "path", "label", "test")} == {
        "asset": "T",
        "sum": ["50.00", "50.00"],
        "path": [{"owner": "S1", "asset": "T", "share": ["50.00", "50.00"]}],
        "label": "BLOCKED",
        "test": "OWN-US",
    }
    assert (found["undetermined"], found["not_owned"], found["still_blocked"]) == ([], [], [])


def test_own_draws_a_picture(tmp_path: Path) -> None:
    out = tmp_path / "owned.svg"
    code, _, _ = asked(tmp_path, "own", GRAPH, "--regime", "US", "--picture", str(out))
    assert code == 0
    assert "BLOCKED, 50.00 %" in out.read_text("utf-8")


def test_own_takes_stakes_from_files_of_others(tmp_path: Path) -> None:
    interest = {"type": "shareholding", "share": {"exact": 75}}
    details = {"subject": "V", "interestedParty": "T", "interests": [interest]}
    relationship = {"recordType": "relationship", "recordId": "r", "recordDetails": details}
    file = written(tmp_path, [{"statementId": "s"} | relationship], "bods.json")
    _, found, _ = asked(tmp_path, "own", GRAPH, "--regime", "US", "--stakes", file)
    assert [one["asset"] for one in found["owned"]] == ["T", "V"]


def test_own_of_an_unknown_regime_is_wrong_usage(tmp_path: Path) -> None:
    code, _, err = asked(tmp_path, "own", GRAPH, "--regime", "FR")
    assert code == 2
    assert "FR" in err


def test_decide_answers_as_the_contract_says_and_ends_with_4(tmp_path: Path) -> None:
    code, found, _ = asked(tmp_path, "decide", DEALING)
    assert code == 4
    us = found["outcomes"]["US"]
    assert (us["outcome"], us["basis"], us["label"]) == ("BLOCK", ["31CFR510", "OWN-US"], None)
    assert us["obligations"][0]["kind"] == "us-initial-blocking-report"
    assert us["obligations"][0]["due"] == "2023-08-31"
    assert found["strictest"] == "BLOCK"
    assert found["lists"] == []
    assert found["replay"].startswith("sha256")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"graph": {}}, 0),
        ({"nexus": []}, 0),
        ({"licences": [{"reference": "L", "kind": "specific", "regime": "US",
                        "programme": "DPRK"}]}, 0),
        ({"graph": {}, "goods": [{"name": "coal", "class": "coal", "origin": "KP"}]}, 4),
        ({"graph": {}, "parties": []}, 4),
        ({"value_date": None}, 2),
        ({"graph": {"stakes": [{"owner": "A", "asset": "B", "share": "101"}]}}, 2),
    ],
)  # fmt: skip
def test_the_code_tells_whether_a_person_has_to_act(
    tmp_path: Path, changes: dict[str, Any], code: int
) -> None:
    assert asked(tmp_path, "decide", DEALING | changes)[0] == code


def test_an_error_names_the_field(tmp_path: Path) -> None:
    _, found, err = asked(tmp_path, "decide", DEALING | {"value_date": None})
    assert found is None
    assert err.startswith("enjoin: value_date")


def test_without_lists_a_name_is_held_and_never_permitted(tmp_path: Path) -> None:
    code, found, _ = asked(tmp_path, "decide", DEALING | {"screen": True, "graph": {}})
    assert (code, found["strictest"]) == (4, "HOLD")
    assert "us_ofac_sdn is not loaded" in found["outcomes"]["US"]["because"]


def test_the_same_dealing_gives_the_same_bytes_in_another_home(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    outs = []
    for folder in (one, other):
        folder.mkdir()
        outs.append(asked(folder, "decide", DEALING)[1])
    assert outs[0] == outs[1]


def test_a_listed_name_is_held_and_a_stale_list_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = sample.folder() / sample.LISTS["us_ofac_sdn"]
    accept = ("--accept", str(sample.ENTRIES["us_ofac_sdn"]))
    version = ("--version", sample.VERSIONS["us_ofac_sdn"])
    code, _, err = run(home, "update", "us_ofac_sdn", "--from", str(folder), *version, *accept)
    assert code == 0, err
    named = DEALING | {"screen": True, "graph": {}, "parties": [{"name": "Tok Hwa RYANG"}]}
    _, fresh, _ = asked(tmp_path, "decide", named | {"value_date": "2024-06-03"})
    assert fresh["strictest"] == "HOLD"
    assert "a name suggests" in fresh["outcomes"]["US"]["because"]
    assert [of["source"] for of in fresh["lists"]] == ["us_ofac_sdn"]
    clear = named | {"parties": [{"name": "Margaret Ashdown-Pell"}]}
    _, permitted, _ = asked(tmp_path, "decide", clear | {"value_date": "2024-06-03"})
    assert permitted["strictest"] == "PERMIT"
    _, stale, _ = asked(tmp_path, "decide", clear | {"value_date": "2024-09-01"})
    assert (stale["strictest"], stale["stale"]) == ("HOLD", True)
    _, accepted, _ = asked(
        tmp_path, "decide", clear | {"value_date": "2024-09-01"}, "--accept-stale"
    )
    assert (accepted["strictest"], accepted["stale"]) == ("PERMIT", True)


def test_what_is_learned_later_flags_a_decision_and_changes_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _, before, _ = asked(tmp_path, "decide", DEALING | {"graph": {}})
    assert before["strictest"] == "PERMIT"
    assert json.loads(run(home, "redecide", "--json")[1]) == []
    learned = written(tmp_path, GRAPH, "learned.json")
    code, out, _ = run(home, "redecide", "--graph", learned, "--json")
    assert code == 0
    flagged = json.loads(out)
    assert [(one["regime"], one["was"], one["now"]) for one in flagged] == [
        ("US", "PERMIT", "BLOCK")
    ]
    assert flagged[0]["replay"] == before["replay"]
    assert run(home, "verify")[0] == 0


def test_lift_test_answers_as_the_contract_says(tmp_path: Path) -> None:
    code, found, _ = asked(tmp_path, "lift-test", VETOED)
    assert code == 0
    assert {key: found[key] for key in ("effective", "authority", "then", "from")} == {
        "effective": False,
        "authority": "AUTH-UNSC",
        "then": "stays",
        "from": None,
    }


@pytest.mark.parametrize("changes", [{"measure": "UNSCR-0/0"}, {"act": "end"}, {"on": "soon"}])
def test_a_request_that_is_none_is_wrong_usage(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert asked(tmp_path, "lift-test", VETOED | changes)[0] == 2


def test_what_is_refused_is_in_the_journal(tmp_path: Path) -> None:
    asked(tmp_path, "lift-test", {**VETOED, "instrument": None, "actor": "administrator"})
    code, out, _ = run(tmp_path / "home", "verify")
    assert code == 0
    assert "1 entr" in out


@pytest.mark.parametrize("command", ["own", "decide", "lift-test"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, command: str) -> None:
    options = ("--regime", "US") if command == "own" else ()
    code, _, err = run(tmp_path, command, "nowhere.json", *options)
    assert code == 2
    assert "nowhere.json" in err


@pytest.mark.parametrize("command", ["own", "decide", "lift-test"])
@pytest.mark.parametrize("text", ["", "{", "[]", "\udce9", "null"])
def test_a_file_that_is_no_such_thing_is_refused(tmp_path: Path, command: str, text: str) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    options = ("--regime", "US") if command == "own" else ()
    assert run(tmp_path, command, str(file), *options)[0] == 2


def test_words_say_what_the_json_says(tmp_path: Path) -> None:
    file = written(tmp_path, DEALING)
    code, out, _ = run(tmp_path / "home", "decide", file)
    assert code == 4
    assert "US     BLOCK [31CFR510, OWN-US]" in out
    assert "due 2023-08-31: us-initial-blocking-report" in out
    assert "strictest: BLOCK" in out
