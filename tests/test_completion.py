"""Completion in shells: the scripts, and what bash makes of its own."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.commands import COMMANDS
from advisor.commands.completion import SHELLS
from advisor.rules import Ruleset
from tests.conftest import SMALL, Ran


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_option_and_name_stands_in_the_script(
    published: Ruleset, shell: str, run: Callable[..., Ran]
) -> None:
    script = run("completion", shell).out
    for word in (
        *COMMANDS,
        *published.questions,
        "input_price.gpt-4o",
        "tuning_plan=llama-3.1-70b",
        "api-model",
    ):
        assert re.search(rf"(?<![\w.]){re.escape(word)}", script), word
    other = run("completion", shell, "--rules", str(SMALL)).out
    assert "coat=rain-coat" in other
    assert "tuning_plan" not in other


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(("words", "completed"), [
    ("advisor wha", "whatif"), ("advisor decide --ful", "--full"), ("advisor decide --rules publ", "published"),
    ("advisor decide --set tuning_p", "tuning_plan="), ("advisor decide --set tuning_plan = llama-3.1-7", "llama-3.1-70b"),
    ("advisor decide --json --set base_model_suffices =", "yes no"), ("advisor ask --set input_price.gpt", "input_price.gpt-4o="),
    ("advisor completion zs", "zsh"),
])  # fmt: skip
def test_bash_completes(words: str, completed: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """A word at a time, as bash cuts them: it takes NAME=VALUE for three."""
    (tmp_path / "script").write_text(run("completion", "bash").out)
    asks = f"source ./script; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _advisor; echo ${{COMPREPLY[*]}}"
    ran = subprocess.run(["bash", "-c", asks], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == completed
