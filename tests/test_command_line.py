"""A command line that is wrong: exit code 2, and what was likely meant."""

import re
from collections.abc import Callable

import pytest

from advisor.commands import COMMANDS
from tests.conftest import Ran


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "schema"])
def test_every_command_suggests_its_options(command: str, run: Callable[..., Ran]) -> None:
    options = set(re.findall(r"^ +(?:-\w \S+, |-\w, )?(--[\w-]+)", run(command, "--help").out, re.MULTILINE))
    assert "--help" in options
    for option in options - {"--help"}:
        ran = run(command, "x", option + "x=1")
        assert (ran.code, ran.out) == (2, ""), option
        assert f"there is no option `{option}x`" in ran.err
        assert "did you mean --" in ran.err


@pytest.mark.parametrize(("words", "says"), [
    (["decide", "--jsn"], "did you mean --json?"),
    (["diagram", "--outptu", "x.svg"], "did you mean --output?"),  # before what is missing
    (["schema", "--jsonn"], "there is no option `--jsonn`"),
    (["--jsn", "decide"], "options of a command come after its name"),
    (["diff", "one"], "the following arguments are required: NEW\n"),
    (["diff"], "the following arguments are required: OLD, NEW\n"),
    (["record"], "the following arguments are required: -o/--output\n"),
    (["decide", "--" + "x" * 200 + "\x1b[2J"], "x" * 50),
    (["check", "a", "\x1b[2J"], r"unrecognized arguments: \x1b[2J"),
])  # fmt: skip
def test_what_is_wrong_is_said(words: list[str], says: str, run: Callable[..., Ran]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "\x1b" not in ran.err
    assert "x" * 80 not in ran.err


@pytest.mark.parametrize("command", ["check", "costs", "review"])
@pytest.mark.parametrize("days", ["x", "-3", "1.5", "", "9" * 5000])
def test_an_age_is_a_number_of_days(command: str, days: str, run: Callable[..., Ran]) -> None:
    ran = run(command, f"--max-age={days}", "file")
    assert ran.code == 2
    assert f"argument --max-age: `{days[:50]}" in ran.err
    assert "is no number of days: write a whole number such as 180" in ran.err
    assert "9" * 80 not in ran.err
