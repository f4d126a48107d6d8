"""Advice on a terminal: complete, 80 columns, the same words with and without colour."""

import io
import re
from datetime import date

import pytest

from advisor import advise, walk
from advisor.errors import one_line
from advisor.output import terminal
from advisor.rules import Ruleset
from tests.conftest import EXAMPLE
from tests.test_advice import WAYS
from tests.texts import replaced


def printed(rules: Ruleset, answers: dict[str, object]) -> str:
    file = io.StringIO()
    terminal.show(terminal.full_advice(advise(walk(rules, answers), date(2026, 11, 24))), file)
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


HOSTILE = [
    "[bold red]x[/] :smile: [link=https://evil.example]y[/link]", "\x1b[31mx\x1b]8;;https://evil.example\x07y",
    "x\x1b[2J\x1b]0;y\x07", "x\u202ey\u200bz", "x\x9b2Jy", "x\x08\x7fy", "x\ry", "https://evil.example/x",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("color", [False, True])
def test_text_of_rules_is_only_text(
    published: Ruleset, text: str, color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if color:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
    hostile = printed(replaced(published, lambda _: text), {**EXAMPLE, "use_case": "technical_documentation"})
    shown = re.sub(r"\x1b\[[\d;]*m", "", hostile)
    assert (shown != hostile) is color
    assert not re.search(r"[^\n -~\u00a1-\u2007\u2010-\u2027\u2030-\u205e\u2070-\ufefe]", shown)
    assert "".join(one_line(text).split()) in "".join(shown.split())
