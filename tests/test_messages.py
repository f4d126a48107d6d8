"""Whatever a stranger's text holds, a message shows it on one line, visibly, and cut where it is long."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import LINE, SHOWN, brief
from tests.conftest import Ran

HOSTILE = "x\x1b[31m\u202e\x07" + "0123456789" * 500
NAME = "n" * 5_000

COMMANDS = {
    "an unknown command": [HOSTILE],
    "an unknown option": ["decide", f"--{HOSTILE}"],
    "a choice": ["decide", "--prices", HOSTILE],
    "a name": ["decide", "--set", f"{NAME}=1"],
    "a name with control characters": ["decide", "--set", f"{HOSTILE}=1"],
    "a setting without a value": ["decide", "--set", HOSTILE],
    "a number": ["decide", "--set", f"training_examples={HOSTILE}"],
    "many digits": ["decide", "--set", f"training_examples={'7' * 5_000}"],
    "a yes or no": ["decide", "--set", f"latency_critical={HOSTILE}"],
    "an option": ["decide", "--set", f"use_case={HOSTILE}"],
    "an option of a figure": ["decide", "--set", f"input_token_price.{HOSTILE}=1"],
    "a range": ["decide", "--set", f"training_examples={HOSTILE}..5"],
    "a range of what is none": ["whatif", "--set", f"{NAME}=1..5"],
    "a file": ["decide", HOSTILE],
    "a folder of rules": ["decide", "--rules", HOSTILE],
    "a ruleset": ["diff", HOSTILE, "published"],
    "a revision": ["diff", f"HEAD:{HOSTILE}", "published"],
    "a renamed id": ["diff", "published", "published", "--same", f"{HOSTILE}=y"],
    "an axis": ["whatif", "-o", "x.svg", "--over", HOSTILE],
    "a model": ["decide", "--api-model", HOSTILE],
    "a format": ["diagram", "-o", f"chart.{HOSTILE}"],
    "a picture": ["whatif", "-o", f"chart.{HOSTILE}"],
}


@pytest.mark.parametrize("argv", COMMANDS.values(), ids=COMMANDS)
def test_what_was_typed_is_told_visibly_and_briefly(argv: list[str], run: Callable[..., Ran]) -> None:
    ran = run(*argv)
    assert ran.code in (1, 2)
    assert all(char.isprintable() or char == "\n" for char in ran.err)
    assert max(map(len, ran.err.splitlines())) <= LINE + len("advisor diagram: error: ")
    assert ran.err.count("0123456789") <= 3 * SHOWN


FILES = {
    "a long name": f"{NAME}: 1\n",
    "a long value": f"training_examples: {'9' * 5_000}\n",
    "a name given twice": f"{NAME}: 1\n{NAME}: 2\n",
    "a tag": f"training_examples: !{NAME} 1\n",
    "a newer format": f"advisor: {NAME}\nruleset: {{}}\nanswers: {{}}\n",
    "other rules": f"ruleset: {{id: {NAME}}}\nanswers: {{}}\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_what_a_file_holds_is_told_briefly(text: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text)
    for command in ("decide", "review"):
        ran = run(command, tmp_path / "a.yaml")
        assert ran.code == 1
        assert max(map(len, (ran.out + ran.err).splitlines())) < 700


def test_what_is_cut_says_so() -> None:
    assert brief("a" * SHOWN) == "a" * SHOWN
    assert brief("a" * 100) == "a" * (SHOWN - 1) + "…"
    assert brief("one\ntwo") == "one\\ntwo"


def test_what_python_would_only_warn_of_is_refused_and_does_not_leak(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "rulesets" / "small"
    for file in folder.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    chart = next(file for file in tmp_path.glob("*.yaml") if "when: " in file.read_text())
    head, _, rest = chart.read_text().partition("when: ")
    chart.write_text(f"{head}when: 1or {rest}")
    ran = subprocess.run(
        [sys.executable, "-m", "advisor", "check", str(tmp_path)], capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert "invalid decimal literal" in ran.stdout + ran.stderr
    assert "Warning" not in ran.stdout + ran.stderr
