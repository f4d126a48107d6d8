"""Numbers, money, days and options as they are typed and shown: the program and the page are held to the same."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.quantities import show, simplest, worked
from advisor.rules import Ruleset, load_texts
from advisor.rules.kinds import UNKNOWN
from tests import page_process
from tests.page_process import Page

SHARED = json.loads((Path(__file__).parent / "page" / "typing.json").read_text(encoding="utf-8"))
UNITS = ["", "percent", "share", "share of the results", "months", "years", "hours", "examples", "USD", "GBP a month",
         "JPY/hour", "KWD", "CHF a day", "USD per million tokens"]  # fmt: skip
with_node = pytest.mark.skipif(not page_process.NODE, reason="node is not installed")
RULES = load_texts({"rules.yaml": json.dumps({
    "ruleset": {"id": "typing", "version": "1", "title": "Typing"}, "start": "done", "decisions": {},
    "approaches": {"one": {"title": "One"}}, "units": {"examples": "example"}, "questions": SHARED["questions"],
    "outcomes": {"done": {"approach": "one", "title": "Done", "says": "So."}},
})}, "typing")  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with page_process.opened() as found:
        found.open(RULES)
        yield found


def read(rules: Ruleset, name: str, typed: str) -> Any:
    """What the program reads, in the form of the shared file."""
    try:
        value = rules.questions[name].kind.read(typed)
    except ValueError as error:
        says, remedy = (*error.args, "")[:2]
        return {"says": says, "remedy": remedy}
    return "unknown" if value is UNKNOWN else value if isinstance(value, bool | str) else str(value)


def told(page: Page, name: str, typed: str) -> Any:
    """What the page reads, in the same form."""
    found = page("read", [name, typed])
    value = found.get("value")
    return found if value is None else value.removesuffix("/1") if isinstance(value, str) else value


def without_guess(found: Any) -> Any:
    """A refusal without the option that was meant: the page lists the options beside it."""
    is_guess = isinstance(found, dict) and found["says"].startswith("found")
    return {"says": found["says"]} if is_guess else found


@pytest.mark.parametrize(("name", "typed", "expected"), SHARED["typed"])
def test_the_program_reads_what_is_shared(name: str, typed: str, expected: Any) -> None:
    assert read(RULES, name, typed) == expected


@with_node
def test_the_page_reads_what_is_shared(page: Page) -> None:
    for name, typed, expected in SHARED["typed"]:
        assert without_guess(told(page, name, typed)) == without_guess(expected), (name, typed)


@with_node
@pytest.mark.parametrize("typed", ["today", "Tomorrow", "yesterday", "in 3 months", "2 weeks ago", "a year ago", "in 5 days",
                                   "in a month", "5 days", "in 2 years ago", "in 9999 years", "11 months ago"])  # fmt: skip
def test_days_from_today(page: Page, typed: str) -> None:
    assert told(page, "early", typed) == read(RULES, "early", typed)


@with_node
@settings(max_examples=300)
@given(st.sampled_from([*SHARED["questions"]]), st.text("0123456789.,kM%$€£ -−+eE/_'AUSDx", max_size=12)
       | st.from_regex(r"[$€]?[0-9]{1,4}([., ][0-9]{1,3}){0,3}[kMb%]? ?[$€]?", fullmatch=True)
       | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}", fullmatch=True))  # fmt: skip
def test_whatever_is_typed_reads_alike(page: Page, name: str, typed: str) -> None:
    assert without_guess(told(page, name, typed)) == without_guess(read(RULES, name, typed))


@with_node
@settings(max_examples=300)
@given(st.fractions(-(10**9), 10**9) | st.integers(-(10**12), 10**12).map(Fraction)
       | st.builds(lambda over, places: Fraction(over, 10**places), st.integers(-(10**7), 10**7), st.integers(0, 9)),
       st.sampled_from(UNITS))  # fmt: skip
def test_numbers_are_shown_alike(page: Page, value: Fraction, unit: str) -> None:
    number, one = simplest(value), RULES.units.get(unit)
    named = RULES.questions["count"].unit if one else unit
    assert page("show", [str(value), unit]) == [
        show(number, named),
        worked(number, named),
        worked(number, named, full=True),
    ]
