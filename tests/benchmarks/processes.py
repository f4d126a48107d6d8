"""Whole processes against ``python -c pass``: medians of interleaved runs."""

import os
import pty
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.timing import ratios

ADVISOR = Path(sys.executable).parent / "advisor"
EXAMPLE = ["base_model_suffices=no", "training_examples=1000", "latency_critical=no", "monthly_requests=1M", "avg_input_tokens=500", "avg_output_tokens=1000", "fine_tune_cost=5000"]  # fmt: skip
SETS = [word for pair in EXAMPLE for word in ("--set", pair)]


def ended(*argv: str | Path) -> Callable[[], None]:
    """Runs a process to its end."""
    return lambda: subprocess.run(argv, stdout=subprocess.DEVNULL, check=True) and None


def first_prompt(asks: bytes, *argv: str) -> None:
    """Runs the wizard in a pseudo-terminal until it waits for the first answer."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
        os.environ["TERM"] = "xterm"
        os.execv(ADVISOR, [str(ADVISOR), *argv])
    seen = b""
    while asks not in seen and select.select([terminal], [], [], 20)[0]:
        data = os.read(terminal, 65536)
        if b"\x1b[6n" in data:  # the prompt asks where the cursor is
            os.write(terminal, b"\x1b[1;1R")
        seen += data
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)


CASES: dict[str, Callable[[], None]] = {
    "python -c pass": ended(sys.executable, "-c", "pass"),
    "advisor --help": ended(ADVISOR, "--help"),
    "advisor decide … --json": ended(ADVISOR, "decide", *SETS, "--json"),
    "advisor decide …": ended(ADVISOR, "decide", *SETS),
    "advisor, to the first prompt": partial(first_prompt, b"By which rules?"),
    "advisor --rules …, to the first prompt": partial(first_prompt, b"Question 1", "--rules", "published"),
}


def main(runs: int = 21) -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    ratios(CASES, runs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
