"""Advice on a terminal: complete, 80 columns, the same words with and without colour."""

import io
from datetime import date

import pytest

from advisor import advise, terminal, walk
from advisor.rules import Ruleset
from tests.conftest import EXAMPLE
from tests.test_advice import WAYS


def printed(rules: Ruleset, answers: dict[str, object]) -> str:
    file = io.StringIO()
    terminal.print_advice(advise(walk(rules, answers), date(2026, 11, 24)), file)
    return file.getvalue()


@pytest.mark.parametrize("outcome", WAYS)
def test_fits_80_columns_and_says_what_matters(published: Ruleset, outcome: str) -> None:
    text = printed(published, {**WAYS[outcome], "use_case": "customer_support"})
    assert max(map(len, text.splitlines())) <= 80
    assert published.outcomes[outcome].title in text
    for heading in ("How it came to this", "Your use case", "Next steps", "Rules: published"):
        assert heading in text


def test_the_arithmetic_is_shown(published: Ruleset) -> None:
    text = " ".join(printed(published, dict(EXAMPLE)).split())
    assert "$11,250 > $500 + $200 = $700 and ($11,250 − $700) × 12 + $0 = $126,600 > $5,000" in text


def test_no_escape_sequences_in_a_pipe_or_with_no_color(
    published: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in printed(published, dict(EXAMPLE))


def test_markup_in_rules_is_text(small: Ruleset) -> None:
    use_cases = small.use_cases | {
        "post": small.use_cases["post"]._replace(title="[bold red]post[/] :smile:")
    }
    changed = small._replace(use_cases=use_cases)
    changed.origin, changed.types, changed.derived = small.origin, small.types, {}
    assert "[bold red]post[/] :smile:" in printed(changed, {"is_raining": True, "errand": "post"})
