"""A page in headless Chromium, as its reader sees it: every message on its console and every request is kept."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip

WAIT = 4_000
"""Milliseconds until something that does not appear is missed."""


def launched() -> Iterator[Any]:
    """Chromium with an empty profile; what needs it is skipped where there is none."""
    driver = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """Somebody with a page open.

    page: Playwright's own
    told: what its console says, and errors of its scripts
    asked: the addresses that it loads, itself first
    """

    def __init__(self, browser: Any, path: Path, fragment: str = "", **looks: Any) -> None:
        self.page = browser.new_context(**looks).new_page()
        self.page.set_default_timeout(WAIT)
        self.told: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda one: self.told.append(one.text))
        self.page.on("pageerror", lambda one: self.told.append(str(one)))
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.open(path, fragment)

    def open(self, path: Path, fragment: str = "") -> None:
        """Go to a page, and wait until it is there."""
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + fragment)
        self.page.locator("#outcome .title").wait_for()

    @property
    def title(self) -> str:
        """The headline of the outcome."""
        return str(self.page.locator("#outcome .title").inner_text())

    @property
    def next(self) -> str:
        """The id of the question that is open; empty where there is none."""
        open_ = self.page.locator("#questions > .question.open")
        return str(open_.get_attribute("data-name")) if open_.count() else ""

    def question(self, name: str) -> Any:
        """A question on the page."""
        return self.page.locator(f'li[data-name="{name}"]')

    def answer(self, name: str, value: object) -> None:
        """Answer a question with the mouse, or by typing and Enter."""
        question = self.question(name)
        field = question.locator("input.typed")
        if field.count():
            field.fill(str(value))
            field.press("Enter")
            return
        change = question.get_by_role("button", name="Change")
        if change.is_visible():
            change.click()
        said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        question.locator(f'input[value="{said}"]').check()

    def answer_all(self, answers: Mapping[str, object]) -> None:
        """Answer what is asked until nothing is: from these answers, else what is suggested, else not sure."""
        while name := self.next:
            suggestion = self.question(name).get_by_role("button", name="Take it")
            if name in answers:
                self.answer(name, answers[name])
            elif suggestion.is_visible():
                suggestion.click()
            else:
                self.not_sure(name)
            assert self.next != name, f"{name} stays open"

    def open_folds(self, within: str) -> None:
        """Open everything that is folded within an element."""
        self.page.locator(within).evaluate(
            "it => it.querySelectorAll('details').forEach(one => { one.open = true; })"
        )

    def not_sure(self, name: str) -> None:
        """Answer that one does not know."""
        question = self.question(name)
        button = question.get_by_role("button", name="Not sure")
        button.click() if button.count() else question.locator('input[value="unknown"]').check()

    def saved(self, button: str, folder: Path) -> Path:
        """The file that a button gives, in a folder."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button).click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path
