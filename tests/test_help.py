"""Help fits the terminal, whatever its width."""

from collections.abc import Callable

import pytest

from advisor.commands import COMMANDS
from tests.conftest import Ran


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(
    columns: int, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for command in ([], *([name] for name in COMMANDS)):
        usage, _, shown = run(*command, "--help").out.partition("\n\n")
        assert usage.startswith("usage: advisor")  # its options are not broken
        assert max(map(len, shown.splitlines())) <= columns, command


def test_the_list_of_commands_stays_a_list(run: Callable[..., Ran]) -> None:
    shown = run("--help").out
    for name, command in COMMANDS.items():
        assert f"\n  {name.ljust(max(map(len, COMMANDS)))}  {command.says}\n" in shown
