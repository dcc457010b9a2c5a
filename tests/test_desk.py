"""The desk through a real service: every page, without a script."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import httpx
import pytest

from command_line import run
from enjoin.model.entity import Entity, make
from enjoin.model.match import Evidence, Match, Party
from enjoin.model.time import parse_day
from enjoin.web.comparing import compare
from enjoin.web.drawing import Bar, Link, joined, timeline
from enjoin.web.entries import in_words
from enjoin.web.lists import Piece, worded
from enjoin.web.shell import asset, commands, field, score, script, tongue
from enjoin.workspace.values import Linked
from serving import Serving, add_key, loaded, served

PASSWORD = "correct horse battery"
EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
#: Names that would do harm, or are hard to show; they stand on a list of their own.
WATCHED = f"""id,name,country,gender,address
w1,"{EVIL.replace('"', '""')}",kp,,
w2,김정은,kp,,
w3,عبد الله,ye,,
w4,Sunniva Orlec,,female,"12 Harbour Road, Varnholm"
"""
MAPPING = """id: id
schema: Person
columns:
  name: name
  country: country
  gender: gender
  address: address
topics: [sanction]
"""
REPORT = """The Harbour Courier
May 14, 2024

North Korea has not sold arms to Syria, the spokesperson said on Monday.
"We would not hesitate to act against any such sale," Tarvok Belinska told reporters.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = loaded(tmp_path_factory.mktemp("desk"))
    watched = home.parent / "watched.csv"
    watched.write_text(WATCHED, "utf-8")
    watched.with_suffix(".yaml").write_text(MAPPING, "utf-8")
    given = ("table:watched", "--from", str(watched), "--version", "2024-02-01")
    code, _, told = run(home, "update", *given)
    assert code == 0, told
    return home


@pytest.fixture(scope="module")
def serving(home: Path) -> Iterator[Serving]:
    with served(home, "--accept-stale") as serving:
        yield serving


class Seen(HTMLParser):
    """A page as its checks see it: what is wrong with it, by the rules below."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.tables: list[bool] = []
        self.scripts: list[str] = []
        self.main = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is, and what is wrong with it."""
        own = {name: value or "" for name, value in attrs}
        self.wrong += [f"{tag} has {name}" for name in own if name.startswith("on")]
        self.wrong += [f"{tag} has a style of its own"] * ("style" in own or tag == "style")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in own:
            self.ids.append(own["id"])
        if tag == "label":
            self.labelled.add(own.get("for", ""))
        hidden = own.get("type") in {"hidden", "checkbox"}
        if tag in {"input", "select", "textarea", "progress"} and not hidden:
            self.fields.append(own.get("id", ""))
        if tag == "table":
            self.tables.append(False)
        if tag == "th" and self.tables:
            self.tables[-1] = True
            self.wrong += ["a th without scope"] * ("scope" not in own)
        if tag == "script":
            self.scripts.append(own.get("src", "inline"))
        if tag == "svg" and own.get("aria-hidden") != "true" and not own.get("aria-label"):
            self.wrong.append("a picture without words")
        if tag == "main":
            self.main += 1

    def check(self) -> list[str]:
        """Return what is wrong with the page."""
        found = list(self.wrong)
        found += [
            f"field {name!r} has no label" for name in self.fields if name not in self.labelled
        ]
        found += [f"id {name} stands twice" for name in set(self.ids) if self.ids.count(name) > 1]
        found += ["a table without headers"] * (not all(self.tables))
        found += ["not one h1"] * (self.headings.count(1) != 1)
        steps = zip(self.headings, self.headings[1:], strict=False)
        found += [f"h{a} is followed by h{b}" for a, b in steps if b > a + 1]
        found += ["not one main"] * (self.main != 1)
        own = [src.startswith("/desk/static/") for src in self.scripts]
        return found + ["a script that is not ours"] * (not all(own))


PAGES = {
    "/desk/": "Lists in force",
    "/desk/screen": "Nobody asked about yet",
    "/desk/reports": "paste a text",
    "/desk/measures": "Measures in force",
    "/desk/measures?on=2024-05-01&target=KP": "UNSCR-1874/9",
    "/desk/measures/UNSCR-1874/9": "What that rests on",
    "/desk/lists": "Not loaded",
    "/desk/lists/un_sc": "Versions loaded",
    "/desk/lists/un_sc/changes": "Oduya",
    "/desk/entries/un_sc-6900001": "Tarvok",
    "/desk/entries/un_sc-6900003": "not listed",
    "/desk/help": "How to read a match",
    "/desk/sign-in": "Password",
}


def good(answer: httpx.Response) -> str:
    """Check what holds of every page; return its text."""
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert len(answer.content) < 150_000
    assert not Seen(answer.text).check()
    return answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_and_can_be_used_by_everybody(serving: Serving, path: str) -> None:
    answer = serving.client.get(path)
    assert answer.status_code == 200
    assert PAGES[path] in good(answer)


def test_a_name_is_screened_and_told_field_by_field(serving: Serving) -> None:
    asked = {"name": "Tarvok Belinska", "schema": "Person", "birth_date": "1999", "country": "se"}
    text = good(serving.client.post("/desk/screen", data=asked))
    assert "match for" in text
    for told in ("agrees: tarvok, belinska", "conflicts", "unknown", "Before anything is known"):
        assert told in text
    assert "In the list&#39;s own words" in text or "In the list's own words" in text
    assert "Stale lists" in text


def test_nobody_found_is_told_with_what_that_rests_on(serving: Serving) -> None:
    text = good(serving.client.post("/desk/screen", data={"name": "Greengrocers of Ambleside"}))
    assert "No match for" in text
    assert "Not screened, because not loaded" in text


MORE = {
    "name": "Sunniva Orlec",
    "gender": "male",
    "addresses": "12 Harbour Road, Varnholm\n 3 Quay, Tolvan ",
}


def test_gender_and_addresses_speak_for_a_match_and_against(serving: Serving) -> None:
    empty = good(serving.client.get("/desk/screen"))
    assert '<details class="more wide"><summary>' in empty, "they are out of the way at first"
    text = good(serving.client.post("/desk/screen", data=MORE))
    assert '<details class="more wide" open>' in text
    assert "12 Harbour Road, Varnholm\n 3 Quay, Tolvan</textarea>" in text
    verdicts = re.findall(r'<tr class="(\w+)">\s+<th scope="row">(\w+)</th>', text)
    assert {("agrees", "Address"), ("conflicts", "Gender")} <= set(verdicts)
    assert "gender male, where female is listed" in text
    assert "address at the listed street and number" in text


def test_details_of_a_ship_are_asked_for(serving: Serving) -> None:
    asked = {"name": "Sunniva Orlec", "buildDate": "1992", "type": "tanker"}
    text = good(serving.client.post("/desk/screen", data=asked))
    assert 'name="buildDate" value="1992"' in text
    assert '<th scope="row">Year of build</th>' in text


def test_a_gender_that_is_none_is_refused_as_a_page(serving: Serving) -> None:
    answer = serving.client.post("/desk/screen", data={"name": "Sunniva Orlec", "gender": "x"})
    assert answer.status_code == 400
    assert "male, female or other" in good(answer)


@pytest.mark.parametrize(
    "key",
    "name schema birth_date country id_value on gender addresses buildDate type".split(),
)
def test_what_is_typed_is_never_more_than_text(serving: Serving, key: str) -> None:
    answer = serving.client.post("/desk/screen", data={"name": "Tarvok Belinska", key: EVIL})
    assert answer.status_code < 500
    assert "<img" not in good(answer)


def test_what_a_list_says_is_never_more_than_text(serving: Serving) -> None:
    pages = [
        serving.client.post("/desk/screen", data={"name": "script alert"}),
        serving.client.get("/desk/entries/table:watched-w1"),
        serving.client.get("/desk/"),
    ]
    assert "&lt;script&gt;" in pages[1].text
    for answer in pages:
        assert "<img" not in good(answer)


def test_other_scripts_are_marked_as_such(serving: Serving) -> None:
    text = good(serving.client.get("/desk/entries/table:watched-w2"))
    assert '<bdi lang="ko">김정은</bdi>' in text
    assert '<bdi lang="und-Arab">' in serving.client.get("/desk/entries/table:watched-w3").text


def test_a_dealing_is_decided_and_its_duties_are_told(serving: Serving) -> None:
    reviewer = add_key(serving.home, "desk-reviewer", "reviewer")
    dealing = {
        "kind": "supply",
        "value_date": "2024-03-01",
        "to": "KP",
        "nexus": ["US", "EU"],
        "party-name-1": "Tarvok Belinska",
        "party-role-1": "buyer",
        "party-country-1": "KP",
        "goods-name-1": "rockets",
        "goods-class-1": "arms",
    }
    form = good(serving.client.get("/desk/decide", headers=reviewer))
    assert "Decide a dealing" in form
    told = good(serving.client.post("/desk/decide", data=dealing, headers=reviewer))
    assert "the decision is sealed as" in told
    refused = serving.client.post("/desk/decide", data={"kind": "supply"}, headers=reviewer)
    assert refused.status_code == 400


def test_a_dealing_of_today_is_decided_in_the_index_that_is_open(serving: Serving) -> None:
    reviewer = add_key(serving.home, "desk-decides", "reviewer")
    indexes = serving.home / "index"
    for path in indexes.glob("*.snapshot"):
        path.unlink()
    today = datetime.now(UTC).date().isoformat()
    dealing = {"kind": "payment", "value_date": today, "nexus": "US", "party-name-1": "Ri Su Min"}
    told = good(serving.client.post("/desk/decide", data=dealing, headers=reviewer))
    assert "the decision is sealed as" in told
    assert not list(indexes.glob("*.snapshot")), "none was opened anew"


def test_changes_are_told_as_they_were_known(serving: Serving) -> None:
    path = "/desk/lists/un_sc/changes"
    assert "Oduya" in good(serving.client.get(path, params={"known": "2999-01-01"}))
    answer = serving.client.get(path, params={"known": "2020-01-01T00:00:00Z"})
    assert answer.status_code != 200, "nothing was recorded by then"
    assert "is not loaded" in good(answer)
    assert serving.client.get(path, params={"known": "yesterday"}).status_code == 400
    days = {"since": "2024-01-01", "until": "2024-02-01", "known": "2999-01-01T00:00:00+02:00"}
    text = good(serving.client.get(path, params=days))
    assert "known=2999-01-01T00%3A00%3A00%2B02%3A00&amp;first=0" in text, "pages keep it"
    assert '<input type="hidden" name="since" value="2024-01-01">' in text


def test_a_report_is_read_and_its_words_are_marked(serving: Serving) -> None:
    text = good(serving.client.post("/desk/reports", data={"text": REPORT}))
    assert "<mark" in text
    assert "The reports in full" in text
    assert "We would not hesitate" in text


def test_a_brief_can_be_kept_as_one_file(serving: Serving) -> None:
    files = {"files": ("../../<b>evil.txt", REPORT.encode(), "text/plain")}
    answer = serving.client.post("/desk/reports", files=files, data={"as": "file"})
    assert answer.headers["content-disposition"] == 'attachment; filename="brief.html"'
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "<b>evil" not in answer.text


def test_a_report_that_does_harm_is_only_text(serving: Serving) -> None:
    evil = REPORT.replace("Syria", EVIL)
    assert "<img" not in good(serving.client.post("/desk/reports", data={"text": evil}))


def test_nothing_to_read_says_what_to_do(serving: Serving) -> None:
    answer = serving.client.post("/desk/reports", data={"text": " "})
    assert answer.status_code == 400
    assert "Paste a text" in good(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/desk/nowhere", 404),
        ("/desk/entries/nobody-1", 400),
        ("/desk/measures/UNSCR-0", 400),
        ("/desk/lists/nobody", 404),
        ("/desk/lists/un_sc/changes?first=x", 400),
        ("/desk/measures?on=tomorrow", 400),
        ("/desk/tables/" + "0" * 32, 404),
        ("/desk/entries/%3Cscript%3Ealert(1)", 400),
    ],
)
def test_a_wrong_address_says_so_as_a_page(serving: Serving, path: str, status: int) -> None:
    answer = serving.client.get(path)
    assert answer.status_code == status
    assert "<script>alert" not in good(answer)


def test_who_is_unknown_is_asked_to_sign_in(home: Path) -> None:
    assert run(home, "user", "add", "ada", "--role", "auditor", "--password", PASSWORD)[0] == 0
    with served(home, "--accept-stale", "--keys-only") as serving:
        client = httpx.Client(base_url=serving.url)
        assert client.get("/desk/").headers["location"] == "/desk/sign-in?why=over"
        wrong = client.post("/sign-in", data={"name": "ada", "password": "no"})
        assert "why=refused" in wrong.headers["location"]
        right = client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
        assert right.headers["location"] == "/desk/"
        text = good(client.get("/desk/"))
        assert "Screen a name" not in text, "an auditor has no place to screen"
        refused = client.post("/desk/lists/update", headers={"Origin": "https://evil.example"})
        assert refused.status_code == 403
        token = re.findall(r'name="csrf" value="(\w+)"', text)[0]
        assert client.post("/desk/screen", data={"name": "x"}).status_code == 403
        asked = {"name": "x", "csrf": token}
        assert "You may not do this" in good(client.post("/desk/screen", data=asked))
        out = client.post("/sign-out", data={"csrf": token})
        assert out.headers["location"] == "/desk/sign-in?why=out"
        assert client.get("/desk/").status_code == 303


# --- People at the desk: what waits, and judgements ----------------------------------------------

ONE, OTHER = "un_sc-6900001", "un_sc-6900002"


@pytest.fixture(scope="module")
def people(serving: Serving) -> Iterator[dict[str, httpx.Client]]:
    """Return browsers in which people are signed in."""
    found = {}
    for name, role in {"ada": "analyst", "ben": "reviewer", "dan": "auditor"}.items():
        added = run(serving.home, "user", "add", name, "--role", role, "--password", PASSWORD)
        assert added[0] == 0, added[2]
        client = httpx.Client(base_url=serving.url, timeout=30, follow_redirects=True)
        client.post("/sign-in", data={"name": name, "password": PASSWORD})
        found[name] = client
    yield found
    for client in found.values():
        client.close()


def sent(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Send a form as a page of ours does."""
    token = re.findall(r'name="csrf" value="(\w+)"', client.get("/desk/").text)[0]
    return client.post(path, data={"csrf": token, **fields})


def test_one_person_proposes_and_another_confirms(people: dict[str, httpx.Client]) -> None:
    ada, ben = people["ada"], people["ben"]
    path = f"/desk/entries/{ONE}"
    proposal = {"other": OTHER, "verdict": "different", "reason": "born nine years apart"}
    assert "born nine years apart" in good(sent(ada, f"{path}/judge", **proposal))
    assert "born nine years apart" not in good(ada.get("/desk/lists"))
    assert "One party or two?" in good(ben.get("/desk/")), "it waits on everybody's Home"
    assert "Confirm different" not in good(ada.get(path)), "who proposed it has no such button"
    assert sent(ada, f"{path}/confirm", other=OTHER).status_code == 403, "nor the role"
    assert "Confirm different" in good(ben.get(path))
    held = good(sent(ben, f"{path}/confirm", other=OTHER))
    assert "different, by ada and ben" in held
    assert "One party or two?" not in good(ben.get("/desk/"))


def test_nobody_confirms_what_they_proposed(people: dict[str, httpx.Client]) -> None:
    ben, path = people["ben"], f"/desk/entries/{OTHER}"
    third = "un_sc-6900010"
    sent(ben, f"{path}/judge", other=third, verdict="same", reason="a guess")
    refused = sent(ben, f"{path}/confirm", other=third)
    assert refused.status_code == 400
    assert "another person has to confirm it" in good(refused)
    assert "a guess" not in good(sent(ben, f"{path}/withdraw", other=third))


@pytest.mark.parametrize(
    "fields",
    [
        {"other": "", "verdict": "same", "reason": "x"},
        {"other": ONE, "verdict": "same", "reason": "x"},
        {"other": "nobody-1", "verdict": "same", "reason": "x"},
        {"other": OTHER, "verdict": "perhaps", "reason": "x"},
        {"other": "un_sc-6900010", "verdict": "same", "reason": " "},
        {"other": EVIL, "verdict": "same", "reason": EVIL},
    ],
)
def test_a_judgement_that_says_too_little_is_refused(
    people: dict[str, httpx.Client], fields: dict[str, str]
) -> None:
    answer = sent(people["ada"], f"/desk/entries/{ONE}/judge", **fields)
    assert answer.status_code == 400
    assert "<img" not in good(answer)


def test_judgements_take_a_person_a_role_and_a_form_of_ours(
    serving: Serving, people: dict[str, httpx.Client]
) -> None:
    path, asked = f"/desk/entries/{ONE}/judge", {"other": OTHER, "verdict": "same", "reason": "x"}
    nobody = serving.client.post(path, data=asked)
    assert nobody.status_code == 403
    assert "nobody is signed in" in good(nobody)
    assert sent(people["dan"], path, **asked).status_code == 403, "an auditor looks on"
    assert people["ada"].post(path, data=asked).status_code == 403, "no token of the session"


def test_what_was_found_waits_on_home_until_it_was_looked_through(
    people: dict[str, httpx.Client],
) -> None:
    ada, ben = people["ada"], people["ben"]
    sent(ada, "/desk/reports", text=REPORT.replace("Harbour", "Waiting"))
    home = good(ben.get("/desk/"))
    paths = re.findall(r'<tr data-item><td data-head="What"><a href="(/desk/review/\d+)"', home)
    told = {path: good(ben.get(path)) for path in paths}
    (path,) = (path for path, text in told.items() if "The Waiting Courier" in text)
    assert "Tarvok Belinska</mark>" in told[path]
    assert "The Waiting Courier" in good(ada.get(f"/desk/entries/{ONE}"))
    assert sent(ada, path, note="x").status_code == 403, "an analyst reads reports, and no more"
    assert path not in good(sent(ben, path, note="nothing new"))
    assert "nothing new" in good(ben.get(path))
    assert sent(ben, path, note="again").status_code == 400
    sent(ben, f"{path}/erase")
    assert "The Waiting Courier" not in good(ada.get(f"/desk/entries/{ONE}"))
    assert ben.get(path).status_code == 404


def test_who_reviews_sees_the_table_of_another_and_cannot_erase_it(
    people: dict[str, httpx.Client],
) -> None:
    ada, ben = people["ada"], people["ben"]
    token = re.findall(r'name="csrf" value="(\w+)"', ada.get("/desk/").text)[0]
    table = {"table": ("t.csv", b"name\nTarvok Belinska\nGreta Ambleside\n", "text/csv")}
    path = ada.post("/desk/tables", files=table, data={"csrf": token}).url.path
    for _ in range(200):
        if "Download the result" in (text := good(ada.get(path))):
            break
        time.sleep(0.1)
    assert text.count('data-head="You asked"><bdi>Tarvok Belinska') >= 1
    seen = good(ben.get(path))
    assert "Uploaded by <bdi>ada</bdi>" in seen
    assert "Download" not in seen
    assert sent(ben, f"{path}/erase").status_code == 404
    assert people["dan"].get(path).status_code == 403
    (review,) = re.findall(r'action="(/desk/review/\d+)"', seen)
    assert review in good(ben.get("/desk/"))
    assert review not in good(sent(ben, review, note="one true match"))
    assert "one true match" in good(ada.get(path))


def test_entries_that_look_alike_are_offered_to_be_judged(
    serving: Serving, people: dict[str, httpx.Client]
) -> None:
    text = good(people["ada"].get(f"/desk/entries/{ONE}?judge={OTHER}"))
    assert f'value="{OTHER}"' in text
    assert "Sign in</a> with your own name" in good(serving.client.get(f"/desk/entries/{ONE}"))


def test_a_measure_names_every_country_it_is_against(serving: Serving) -> None:
    text = good(serving.client.get("/desk/measures?on=2024-05-01&target=RU"))
    assert "Iran, Russia, North Korea" in text
    assert "persons of any country" in good(serving.client.get("/desk/measures?on=2024-05-01"))


# --- Parts of pages --------------------------------------------------------------------------


def matched(*evidence: Evidence) -> Match:
    return Match(
        entity_id="x-1",
        caption="Tarvok Belinska",
        schema="Person",
        score=0.5,
        match=False,
        stale=False,
        prior=-1.04,
        evidence=evidence,
        listings=(),
        lists=(),
        scorer="s",
        birth_dates=("1962",),
    )


@pytest.mark.parametrize(
    ("born", "weight", "verdict"),
    [(("1962",), 1.5, "agrees"), (("1999",), -12.0, "conflicts"), ((), None, "unknown")],
)
def test_a_field_agrees_or_conflicts_or_is_not_known(
    born: tuple[str, ...], weight: float | None, verdict: str
) -> None:
    party = Party(names=("Tarvok",), birth_dates=born)
    told = [Evidence("birthDate", weight, "why", born[0], "1962")] if weight else []
    lines = {line.field: line for line in compare(party, matched(*told), None)}
    assert lines["Date of birth"].verdict == verdict
    assert lines["Kind"].verdict == "unknown"


PERSON = make("Person", "x-1", gender="female", address="12 Harbour Road, Varnholm")
SHIP = make("Vessel", "x-1", name="Grey Heron", buildDate="1992", tonnage="7078", flag="km")


@pytest.mark.parametrize(
    ("party", "listed", "told", "field", "verdict", "shown"),
    [
        (
            Party(names=("T",), gender="female"),
            PERSON,
            Evidence("gender", 0.3, "gender female, as listed", "female", "female"),
            "Gender",
            "agrees",
            ("female",),
        ),
        (
            Party(names=("T",), gender="male"),
            PERSON,
            Evidence("gender", -4.0, "gender male, where female is listed", "male", "female"),
            "Gender",
            "conflicts",
            ("female",),
        ),
        (Party(names=("T",), gender="male"), SHIP, None, "Gender", "unknown", ()),
        (
            Party(names=("T",), addresses=("9 Quay, Tolvan",)),
            PERSON,
            Evidence("address", -0.7, "elsewhere", "9 Quay, Tolvan", "12 Harbour Road, Varnholm"),
            "Address",
            "conflicts",
            ("12 Harbour Road, Varnholm",),
        ),
        (
            Party(names=("T",), details=(("buildDate", "1992"),)),
            SHIP,
            Evidence("buildDate", 3.0, "buildDate 1992 agrees with 1992", "1992", "1992"),
            "Year of build",
            "agrees",
            ("1992",),
        ),
        (
            Party(names=("T",), details=(("tonnage", "9000"),)),
            SHIP,
            Evidence("tonnage", -3.0, "tonnage 9000 is not 7078", "9000", "7078"),
            "Tonnage",
            "conflicts",
            ("7078",),
        ),
        (Party(names=("T",), details=(("type", "tug"),)), SHIP, None, "Type", "unknown", ()),
        (
            Party(names=("T",), ids=(("imoNumber", "9000016"),)),
            SHIP,
            Evidence("identifier", 0.0, "IMO number 9000016 fails its check", "9000016", ""),
            "IMO number",
            "unknown",
            (),
        ),
    ],
)
def test_what_else_is_asked_agrees_or_conflicts_or_is_not_known(
    party: Party,
    listed: Entity,
    told: Evidence | None,
    field: str,
    verdict: str,
    shown: tuple[str, ...],
) -> None:
    lines = [
        line
        for line in compare(party, matched(*([told] if told else [])), listed)
        if line.field == field
    ]
    assert [(line.verdict, line.listed) for line in lines] == [(verdict, shown)]
    assert lines[0].asked


def test_what_a_list_tells_beyond_what_is_asked_is_shown() -> None:
    listed = make("Person", "x-1", name="Tarvok Belinska", gender="male")
    lines = compare(Party(names=("Tarvok",)), matched(), listed)
    assert [line.listed for line in lines if line.field == "Gender"] == [("male",)]


@pytest.mark.parametrize(
    ("text", "named", "tag"),
    [
        ("Kim", "Latin", ""),
        ("김정은", "Hangul", "ko"),
        ("عبد الله", "Arabic", "und-Arab"),
        ("Иван", "Cyrillic", "und-Cyrl"),
        ("金正恩", "Han", "und-Hani"),
        ("123", "–", ""),
    ],
)
def test_a_name_is_of_a_script(text: str, named: str, tag: str) -> None:
    assert (script(text), tongue(text)) == (named, tag)


def test_no_score_is_written_as_certainty() -> None:
    assert [score(value) for value in (0.9968, 0.7, 0.2949)] == ["0.99", "0.70", "0.29"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("run `a b` now", "run <code>a b</code> now"),
        ("<b> `<i>`", "&lt;b&gt; <code>&lt;i&gt;</code>"),
        ("one ` alone <", "one ` alone &lt;"),
        ("plain", "plain"),
    ],
)
def test_what_is_to_be_typed_is_written_as_code(text: str, written: str) -> None:
    assert str(commands(text)) == written


def test_properties_are_written_for_reading() -> None:
    assert [field(name) for name in ("birthDate", "Sanction listingDate", "imoNumber")] == [
        "Date of birth",
        "Sanction: listing date",
        "IMO number",
    ]


def test_long_texts_are_told_apart_word_by_word() -> None:
    assert worded("a b c d", "a x c d") == [
        Piece("same", "a"),
        Piece("went", "b"),
        Piece("came", "x"),
        Piece("same", "c d"),
    ]
    long = " ".join(map(str, range(40)))
    assert worded(f"{long} a", f"{long} b")[0].text == "0 1 2 3 4 … 35 36 37 38 39"


@pytest.mark.parametrize(
    ("why", "by", "told"),
    [
        ("UnknownLink: Linked to", "list", "Linked to"),
        ("UnknownLink", "list", "Unknown link"),
        ("Ownership: 60 %", "list", "Ownership: 60 %"),
        ("Directorship", "list", "Directorship"),
        ("both bear the UN reference: x", "publishers", "both bear the UN reference: x"),
    ],
)
def test_a_link_is_told_as_its_list_words_it(
    why: str, by: Literal["list", "publishers"], told: str
) -> None:
    assert in_words(Linked("x-1", "X", why, by)) == told


def test_pictures_escape_what_they_show() -> None:
    drawn = str(timeline([Bar(EVIL, "2020", None, EVIL)], parse_day("2024-01-01"), EVIL))
    drawn += str(joined(EVIL, [Link(EVIL, EVIL, "/x")], EVIL))
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert timeline([Bar("x", "no date", None, "")], parse_day("2024-01-01"), "t") is None
    assert joined("x", [], "t") is None


# --- Colours: WCAG 2.2 AA, computed from the style sheet -----------------------------------------


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of the light and of the dark theme by name."""
    found = asset("desk.css")
    assert found is not None
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for block in re.finditer(r"(dark\) \{\s*)?:root \{(.*?)\}", found[0].decode(), re.S):
        into = dark if block[1] else light
        into |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[2]))
    return {"light": light, "dark": light | dark}


def brightness(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([brightness(one), brightness(other)])
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "link", "accent") for ground in ("paper", "wash")),
    *((tone, f"{tone}-wash") for tone in ("bad", "good", "warn", "go")),
    *((tone, "paper") for tone in ("bad", "good", "warn", "go")),
    *((tone, "wash") for tone in ("bad", "good")),
    ("bar-ink", "bar"),
    ("bar-soft", "bar"),
    ("button-ink", "button"),
    ("ink", "field"),
    ("soft", "field"),
    ("paper", "soft"),
    *(("ink", ground) for ground in ("quote", "said", "listed")),
]
SHAPES = [("edge", "paper"), ("edge", "field"), ("target", "paper"), ("target", "wash")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_have_contrast(theme: str) -> None:
    colours = themes()[theme]
    weak = [(a, b) for a, b in TEXT if contrast(colours[a], colours[b]) < 4.5]
    weak += [(a, b) for a, b in SHAPES if contrast(colours[a], colours[b]) < 3]
    assert not weak


def test_the_script_is_ours_and_small() -> None:
    found = asset("desk.js")
    assert found is not None
    lines = found[0].decode().splitlines()
    assert len(lines) < 200
    assert not re.search(r"https?://|innerHTML|eval\(", found[0].decode())
