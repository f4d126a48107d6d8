"""Streams that are closed, full or not UTF-8: a line and exit code 1, or the text in other signs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.commands import COMMANDS
from tests.conftest import EXAMPLE, ROOT, sets

NO_TERMINAL = "the questionnaire needs a terminal (without one: advisor decide --set NAME=VALUE {})"
YES = ["--set", "base_model_suffices=yes"]
NO = ["--set", "base_model_suffices=no", "--set", "training_examples=640"]


def started(*words: str, shell: str = "", env: dict[str, str] | None = None, **more: Any) -> Any:
    """A process of its own, its streams as the shell gives them."""
    command = ["sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-m", "advisor", *words]
    more = {"stdout": subprocess.PIPE, "stdin": subprocess.DEVNULL} | more
    return subprocess.run(
        command, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}, **more
    )


pytestmark = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the streams are given as Linux does")


@pytest.mark.parametrize("words", [
    ["decide", *YES], ["decide", *YES, "--json"], ["costs"], ["whatif", *NO], ["diagram", "-o", "-"], ["schema"],
    ["record", *YES, "-o", "-"], ["check"], ["diff", "published", "published"], ["--help"], ["--version"], ["decide", "--help"],
], ids=lambda words: " ".join(words[:1] + words[-1:]))  # fmt: skip
@pytest.mark.parametrize(
    ("shell", "why"), [("> /dev/full", "No space left on device"), (">&-", "it is closed")]
)
def test_an_output_that_takes_nothing_is_told(words: list[str], shell: str, why: str) -> None:
    ran = started(*words, shell=shell)
    assert ran.returncode == 1
    assert ran.stderr.decode() == f"advisor: standard output cannot be written: {why}\n"


@pytest.mark.parametrize("shell", ["2> /dev/full", "2>&-"])
def test_where_no_message_can_be_written_the_exit_code_stays(shell: str, tmp_path: Path) -> None:
    assert started("decide", *YES, shell=shell).returncode == 0
    assert started("decide", shell=shell).returncode == 1
    assert started("decid", shell=shell).returncode == 2
    picture = tmp_path / "path.svg"
    assert (
        started("diagram", *NO, "-o", str(picture), shell=shell + " >&- <&-").returncode == 1
    )  # its name is lost
    assert picture.read_text().rstrip().endswith("</svg>")  # nobody's messages went into it


@pytest.mark.parametrize(("words", "says"), [
    (["decide", "-"], "advisor: <stdin>: is closed\n"),
    ([], f"advisor: {NO_TERMINAL.format('…')}\n"),
])  # fmt: skip
def test_a_closed_input_is_told(words: list[str], says: str) -> None:
    ran = started(*words, shell="<&-")
    assert (ran.returncode, ran.stderr.decode()) == (1, says)


def test_an_input_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    ran = started("decide", "-", shell=f"0> {tmp_path}/out")
    assert (ran.returncode, ran.stderr.decode()) == (
        1,
        "advisor: <stdin>: cannot be read: Bad file descriptor\n",
    )


@pytest.mark.parametrize("env", [
    {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
], ids=lambda env: next(iter(env.values())))  # fmt: skip
class TestOtherEncodings:
    """What an encoding does not have is spelled in signs that it has; files stay what they are."""

    def test_texts_are_printed_in_signs_that_there_are(self, env: dict[str, str]) -> None:
        for words in (
            ["decide", *sets(EXAMPLE)],
            ["whatif", *NO],
            ["costs", *sets(EXAMPLE)],
            ["check"],
            *([name, "--help"] for name in COMMANDS),
        ):
            ran = started(*words, env=env)
            assert (ran.returncode, ran.stderr) == (0, b""), words
            assert b"\\u" not in ran.stdout, words
        shown = started("decide", *sets(EXAMPLE), env=env).stdout.decode("cp1252")
        assert "1,000,000 >= 1,000,000" in shown

    def test_json_is_the_same_json(self, env: dict[str, str]) -> None:
        for words in (
            ["decide", *sets(EXAMPLE), "--json"],
            ["check", "--json"],
            ["check", "--format", "sarif"],
            ["schema"],
        ):
            assert json.loads(started(*words, env=env).stdout) == json.loads(started(*words).stdout)

    @pytest.mark.parametrize("words", [["diagram", *NO, "-o", "-"], ["diagram", "-o", "-", "--format", "mmd"],
                                       ["record", *NO, "-o", "-"], ["diff", "published", "published", "--format", "markdown"]],
                             ids=lambda words: words[0])  # fmt: skip
    def test_what_is_a_file_in_itself_is_utf_8(self, env: dict[str, str], words: list[str]) -> None:
        assert started(*words, env=env).stdout == started(*words).stdout

    def test_messages_are_spelled_too(self, env: dict[str, str]) -> None:
        ran = started(env=env)
        assert ran.stderr.decode("cp1252") in (
            f"advisor: {NO_TERMINAL.format(dots)}\n" for dots in ("…", "...")
        )


def test_a_bug_is_told_where_its_report_cannot_be_written(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("advisor.rules.schema.schema", fails)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    ran = run("schema")
    assert ran.code == 3
    assert (
        ran.err
        == "advisor: this is a bug in advisor: RuntimeError; the report cannot be written: No space left on device\n"
    )


@pytest.mark.parametrize("words", [["evidence", "-"], ["batch", "-", "-o", "out.csv"]])
def test_standard_input_that_no_file_can_keep_is_told(words: list[str], tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    ran = subprocess.run(
        [sys.executable, "-m", "advisor", *words], input=b"base_model_suffices\n" * 20_000, capture_output=True,
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )  # fmt: skip
    assert ran.stderr == b"advisor: <stdin>: cannot be read and kept: File too large\n"
    assert ran.returncode == 1
