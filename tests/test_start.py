"""What a decision does not load: it would take longer than the decision."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = ("_hashlib", "rich", "questionary", "prompt_toolkit", "z3", "genai_prices", "graphviz", "matplotlib", "shtab", "sqlglot",
         "duckdb", "lxml", "tempfile", "ijson")  # fmt: skip


@pytest.mark.parametrize("command", ["decide --json --set base_model_suffices=yes", "names --json"])
def test_nothing_heavy_is_loaded(command: str) -> None:
    code = ("import sys; from advisor.cli import main; main(sys.argv[1:]); "
            "print(*sys.modules, file=sys.stderr)")  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code, *command.split()], capture_output=True, text=True,
                         check=True, cwd=ROOT)  # fmt: skip
    assert set(ran.stderr.split()) & set(HEAVY) == set()
