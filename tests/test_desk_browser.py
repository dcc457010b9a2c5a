"""The desk in a real browser, as somebody new to it would go through it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from command_line import run
from serving import Serving, loaded, served

pytestmark = pytest.mark.browser

#: Where the pictures go that a person looks at.
PICTURES = Path(__file__).resolve().parent.parent / "build" / "desk"
PASSWORD = "correct horse battery"
TABLE = "name,birth_date,note\nTarvok Belinska,1962-05-07,a\nGreta Ambleside,1980,b\n"
REPORT = """The Harbour Courier
May 14, 2024

"We would not hesitate to act against any such sale," Tarvok Belinska told reporters.
"""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(loaded(tmp_path_factory.mktemp("browsed")), "--accept-stale") as serving:
        yield serving


@pytest.fixture(scope="module")
def people(serving: Serving) -> dict[str, str]:
    """Let two people sign in; return their roles by name."""
    roles = {"ada": "analyst", "ben": "reviewer"}
    for name, role in roles.items():
        added = run(serving.home, "user", "add", name, "--role", role, "--password", PASSWORD)
        assert added[0] == 0, added[2]
    return roles


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("desk not tested in a browser: Debian's chromium is absent")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark", "narrow", "without a script"])
def page(request: pytest.FixtureRequest, browser: Browser, serving: Serving) -> Iterator[Page]:
    """A page in a browser of one kind; what the policy forbids or a script breaks is a failure."""
    context = browser.new_context(
        base_url=serving.url,
        color_scheme="dark" if request.param == "dark" else "light",
        viewport={"width": 390 if request.param == "narrow" else 1280, "height": 860},
        java_script_enabled=request.param != "without a script",
        accept_downloads=True,
    )
    page, wrong = context.new_page(), []
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.goto("/desk/")
    yield page
    PICTURES.mkdir(parents=True, exist_ok=True)
    name = request.node.name.translate(str.maketrans(" []/", "____"))
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    if request.param != "without a script":
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "the page is wider than its window"
    context.close()
    assert not wrong


def test_home_leads_on(page: Page) -> None:
    expect(page.get_by_role("heading", name="Lists in force")).to_be_visible()
    page.get_by_role("link", name="Oduya Mirembelat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oduya Mirembelat")
    expect(page.get_by_role("img", name="When this party was listed")).to_be_visible()


def test_a_name_is_screened_from_any_page(page: Page) -> None:
    page.get_by_label("Screen a name").fill("Tarvok Belinska")
    page.get_by_label("Screen a name").press("Enter")
    answer = page.locator(".answer")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("for Tarvok Belinska")
    first = answer.locator("article").first
    expect(first.locator("tr", has_text="Name").first).to_contain_text("agrees")
    first.get_by_role("link", name="Open the entry").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tarvok Belinska")


def test_a_table_is_screened_and_fetched(page: Page) -> None:
    page.goto("/desk/screen")
    table = FilePayload(name="clients.csv", mimeType="text/csv", buffer=TABLE.encode())
    page.get_by_label("CSV file with a header").set_input_files(table)
    page.get_by_role("button", name="Screen the table").click()
    download = page.get_by_role("link", name="Download the result")
    for _ in range(20):  # a page without a script is loaded anew by the browser, or by us
        if download.is_visible():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("main")).to_contain_text("Not read: note")
    with page.expect_download() as fetched:
        download.click()
    assert "un_sc-6900001" in fetched.value.path().read_text("utf-8")
    page.get_by_role("button", name="Erase").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Screen")


def test_a_report_is_read_and_its_brief_opened(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Reports").click()
    page.get_by_label("Or paste a text").fill(REPORT)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brief on 1 report")
    expect(page.locator("mark.quote").first).to_contain_text("We would not hesitate")
    background = page.locator("mark.quote").first.evaluate("e => getComputedStyle(e).background")
    assert "rgba(0, 0, 0, 0)" not in background, "the style of the brief is there"


def test_a_measure_is_looked_up(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Measures").click()
    page.get_by_label("On", exact=True).fill("2024-05-01")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="UNSCR-1874/9").click()
    expect(page.get_by_role("heading", name="What that rests on")).to_be_visible()


def test_what_changed_on_a_list_is_told(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Lists").click()
    page.get_by_role("link", name="United Nations").first.click()
    page.get_by_role("link", name="added").click()
    expect(page.get_by_role("main")).to_contain_text("Oduya Mirembelat")


def test_what_was_read_waits_and_its_party_shows_it(page: Page) -> None:
    page.goto("/desk/reports")
    page.get_by_label("Or paste a text").fill(REPORT)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brief on 1 report")
    page.goto("/desk/")
    page.get_by_role("link", name="Reports that were read").first.click()
    page.get_by_role("table").get_by_role("link", name="Tarvok Belinska").first.click()
    mentions = page.locator("section", has=page.get_by_role("heading", name="Mentions in reports"))
    expect(mentions.locator("mark").first).to_have_text("Tarvok Belinska")


def signed_in(browser: Browser, serving: Serving, name: str) -> Page:
    """Return a page of somebody who signed in with a password."""
    page = browser.new_context(base_url=serving.url).new_page()
    page.set_default_timeout(15_000)
    page.goto("/desk/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("banner")).to_contain_text(name)
    return page


def test_two_people_judge_two_entries(
    browser: Browser, serving: Serving, people: dict[str, str]
) -> None:
    ada, ben = (signed_in(browser, serving, name) for name in people)
    ada.goto("/desk/entries/un_sc-6900001")
    ada.get_by_text("Judge: the same party, or two?").click()
    ada.get_by_label("The other entry").fill("un_sc-6900002")
    ada.get_by_label("two different parties").check()
    ada.get_by_label("Reason").fill("born nine years apart")
    ada.get_by_role("button", name="Propose").click()
    expect(ada.get_by_role("main")).to_contain_text("nothing follows from it until another")
    expect(ada.get_by_role("button", name="Confirm")).to_have_count(0)
    ben.goto("/desk/")
    ben.get_by_role("link", name="One party or two?").click()
    picture = ben.get_by_role("img", name="What goes with this party")
    expect(picture).to_contain_text("Oduya Mirembelat")
    ben.get_by_role("button", name="Confirm different").click()
    expect(ben.get_by_role("main")).to_contain_text("different, by ada and ben")
    expect(ben.get_by_role("button", name="Confirm different")).to_have_count(0)


def test_a_table_is_looked_through_by_another_person(
    browser: Browser, serving: Serving, people: dict[str, str]
) -> None:
    ada, ben = (signed_in(browser, serving, name) for name in people)
    ada.goto("/desk/screen")
    table = FilePayload(name="mine.csv", mimeType="text/csv", buffer=f"{TABLE}x,1,y\n".encode())
    ada.get_by_label("CSV file with a header").set_input_files(table)
    ada.get_by_role("button", name="Screen the table").click()
    expect(ada.get_by_role("link", name="Download the result")).to_be_visible()
    expect(ada.get_by_role("main")).to_contain_text("2 rows screened")
    expect(ada.get_by_role("main")).to_contain_text("1 not read, not screened")
    ben.goto("/desk/")
    ben.get_by_role("link", name="A table that was screened").last.click()
    expect(ben.get_by_role("cell", name="Tarvok Belinska").first).to_be_visible()
    ben.get_by_label("What came of it").fill("a true match, passed on")
    ben.get_by_role("button", name="I looked it through").click()
    expect(ben.get_by_role("heading", name="To look through")).to_be_visible()
    ada.reload()
    expect(ada.get_by_role("main")).to_contain_text("Looked through by ben")


def test_every_key_can_be_seen_where_it_is(browser: Browser, serving: Serving) -> None:
    page = browser.new_page(base_url=serving.url)
    for path in ("/desk/", "/desk/screen", "/desk/entries/un_sc-6900001", "/desk/decide"):
        page.goto(path)
        for _ in range(25):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return e === document.body || parseFloat(s.outlineWidth) >= 2; }"
            )
            where = page.evaluate("document.activeElement.outerHTML")
            assert seen, f"{path}: no outline on {where}"


@pytest.mark.parametrize("path", ["/desk/", "/desk/lists", "/desk/measures", "/desk/screen"])
def test_what_is_pressed_is_large_enough(browser: Browser, serving: Serving, path: str) -> None:
    context = browser.new_context(base_url=serving.url, viewport={"width": 390, "height": 860})
    page = context.new_page()
    page.goto(path)
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, .button, input:not([type=hidden]),"
        " .bar a')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 24)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    context.close()


def test_on_paper_there_is_the_answer_and_no_form(browser: Browser, serving: Serving) -> None:
    page = browser.new_page(base_url=serving.url, viewport={"width": 720, "height": 1000})
    page.goto("/desk/")
    page.get_by_label("Screen a name").fill("Tarvok Belinska")
    page.get_by_label("Screen a name").press("Enter")
    expect(page.locator(".answer")).to_contain_text("for Tarvok Belinska")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Screen", exact=True)).to_be_hidden()
    expect(page.locator(".answer article").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.emulate_media(media="screen")


def test_keys_lead_through_a_page(browser: Browser, serving: Serving) -> None:
    page = browser.new_page(base_url=serving.url)
    page.goto("/desk/lists")
    page.keyboard.press("j")
    expect(page.locator("[data-item].at")).to_contain_text("United Nations")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_label("Screen a name")).to_be_focused()
    page.keyboard.type("j?")
    expect(page.get_by_label("Screen a name")).to_have_value("j?")


def test_candidates_come_while_one_types(browser: Browser, serving: Serving) -> None:
    page = browser.new_page(base_url=serving.url)
    page.goto("/desk/screen")
    page.get_by_label("Name", exact=True).press_sequentially("tarv")
    link = page.locator("#candidates").get_by_role("link", name="Tarvok Belinska")
    expect(link).to_be_visible()
    assert link.get_attribute("href") == "/desk/entries/un_sc-6900001"


def test_a_person_signs_in_by_the_link_that_is_printed(browser: Browser, serving: Serving) -> None:
    context = browser.new_context(base_url=serving.url)
    page = context.new_page()
    page.goto(serving.link)
    expect(page.get_by_role("banner")).to_contain_text("administrator")
    page.get_by_label("Screen a name").fill("Tarvok Belinska")
    page.get_by_label("Screen a name").press("Enter")
    expect(page.locator(".answer")).to_contain_text("Tarvok Belinska")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("main")).to_contain_text("You are signed out")
