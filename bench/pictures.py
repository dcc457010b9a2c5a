"""The pictures of the documentation, taken anew from the sample data: `make pictures`."""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.common import ROOT, enjoin
from bench.serving import served

PICTURES = ROOT / "docs" / "pictures"
_PASSWORD = "correct horse battery"
_PARTY, _OTHER = "un_sc-6990001", "us_ofac_sdn-90001"


def main() -> int:
    """Take every picture; 1 where there is no browser to take them with."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("pictures need Debian's Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder)
        enjoin(out / "none", "demo", "--out", str(out))
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        _documents(browser, out / "brief.html")
        _desk(browser, out / "home")
        browser.close()
    return 0


def _documents(browser: Browser, brief: Path) -> None:
    """Take the head of the brief, and a report in it with its highlights."""
    page = _page(browser, 1100, 1250)
    page.goto(brief.as_uri())
    _take(page, "brief")
    page.set_viewport_size({"width": 1100, "height": 930})
    page.evaluate(
        """document.querySelectorAll('article.report:not(:has(#r3))').forEach(e => e.remove());
        document.getElementById('sources').scrollIntoView();
        scrollBy(0, -16);"""
    )
    _take(page, "report")


def _desk(browser: Browser, home: Path) -> None:
    """Take the places of the desk as a reviewer sees them."""
    for name, role in (("ada", "analyst"), ("ben", "reviewer")):
        enjoin(home, "user", "add", name, "--role", role, "--password", _PASSWORD)
    reason = "the same name, passport and date of birth"
    enjoin(home, "judge", _PARTY, _OTHER, "same", "--by", "ada", "--reason", reason)
    with served(home, 1) as server:
        page = _page(browser, 1180, 800, base_url=f"http://127.0.0.1:{server.port}")
        page.goto("/desk/sign-in")
        page.get_by_label("Name").fill("ben")
        page.get_by_label("Password").fill(_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk/")
        _take(page, "desk-home")
        page.goto("/desk/screen")
        page.get_by_label("Name", exact=True).fill("Yang Deok-hwa")
        page.get_by_label("Kind").first.select_option("Person")
        page.get_by_label("Date of birth").fill("1966-03-14")
        page.get_by_label("Country").select_option("kp")
        page.get_by_role("button", name="Screen", exact=True).click()
        page.get_by_role("heading", name="for Yang Deok-hwa").wait_for()
        _take(page, "desk-screen")
        page.goto(f"/desk/entries/{_PARTY}")
        _take(page, "desk-entry", whole=True)


def _page(browser: Browser, width: int, height: int, **more: Any) -> Page:
    size = {"width": width, "height": height}
    return browser.new_context(color_scheme="light", viewport=size, **more).new_page()  # type: ignore[arg-type]


def _take(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
    print(f"{PICTURES / name}.png")


if __name__ == "__main__":
    sys.exit(main())
