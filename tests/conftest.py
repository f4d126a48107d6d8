"""Fixtures: the shipped rules, a small ruleset of another domain, and a command line to call."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from advisor.cli import main
from advisor.rules import Ruleset, load
from tests.engines import Postgres, Spark, started_postgres, started_spark

ROOT = Path(__file__).parent.parent
TRIES = int(os.environ.get("ADVISOR_TRIES", "1"))
"""How many times as many tries the longest property tests make; 5 are 20,000 answers to the page."""
SMALL = Path(__file__).parent / "rulesets" / "small"
TIERS = Path(__file__).parent / "rulesets" / "tiers"
EXAMPLE = {  # the document's ROI example
    "base_model_suffices": False, "training_examples": 1000, "latency_critical": False,
    "monthly_requests": 1_000_000, "avg_input_tokens": 500, "avg_output_tokens": 1000,
    "fine_tune_cost": 5000,
}  # fmt: skip
settings.register_profile("shared machine", deadline=None)  # no test is about time
settings.load_profile("shared machine")


class Ran(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def published() -> Ruleset:
    return load(ROOT / "rules" / "published")


@pytest.fixture(scope="session")
def small() -> Ruleset:
    return load(SMALL)


@pytest.fixture(scope="session")
def tiers() -> Ruleset:
    return load(TIERS)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Call the command line in this process, with nothing (or a text) on standard input."""

    def call(*argv: str | Path, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            code = main([str(word) for word in argv])
        except SystemExit as stop:  # argparse ends usage errors and --help itself
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="module")
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


@pytest.fixture(scope="module")
def postgres(stack: ExitStack) -> Postgres:
    return stack.enter_context(started_postgres())


@pytest.fixture(scope="module")
def spark(stack: ExitStack) -> Spark:
    return stack.enter_context(started_spark())


def sets(answers: dict[str, object]) -> list[str]:
    """Answers as --set arguments."""
    return [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]
