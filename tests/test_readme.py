"""The README's commands do what it shows. ``python -m tests.test_readme`` writes the outputs anew.

In a ``console`` block, a line that begins with ``$ advisor`` is run, in the order of the page and
in one folder; what follows is its output. A line ``…`` stands for any lines.
"""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.rules import load
from tests.conftest import ROOT

README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)$", re.MULTILINE)
VARIES = [(re.compile(r"\b[0-9a-f]{16}\b"), "<digest>"), (re.compile(r"\b20\d\d-\d\d-\d\d\b"), "<date>"),
          (re.compile(r"\(\d+ days ago\)"), "(<age>)")]  # fmt: skip


def steps(text: str) -> list[tuple[str, str]]:
    """The commands of the page and the output shown for each."""
    found = []
    for block in BLOCK.findall(text):
        at = list(COMMAND.finditer(block))
        ends = [match.start() for match in at[1:]] + [len(block)]
        found += [(match[1].replace("\\\n", ""), block[match.end() + 1 : end].rstrip("\n"))
                  for match, end in zip(at, ends, strict=True)]  # fmt: skip
    return found


def output(command: str) -> str:
    """What a command prints, run in this process and this folder."""
    name, *argv = shlex.split(command)
    if name == "cat":
        return Path(argv[0]).read_text().rstrip("\n")
    assert name == "advisor", command
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(argv)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def settled(text: str) -> str:
    for pattern, name in VARIES:
        text = pattern.sub(name, text)
    return text


def agrees(shown: str, found: str) -> bool:
    parts = [re.escape(settled(part).strip("\n")) for part in re.split(r"^…$", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"\n?.*?\n?".join(parts), settled(found), re.DOTALL) is not None


@pytest.mark.parametrize("page", ["README.md", "rules/README.md"])
def test_commands_print_what_is_shown(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").symlink_to(ROOT / "tests")  # its commands are run in the folder of the README
    monkeypatch.setenv("COLUMNS", "80")
    for command, shown in steps((ROOT / page).read_text()):
        found = output(command)
        assert agrees(shown, found), f"$ {command}\n{found}"


def test_links_lead_somewhere() -> None:
    for page in (README, ROOT / "rules" / "README.md"):
        for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", page.read_text()):
            link = "".join(target)
            assert link.startswith("http") or (page.parent / link).exists(), link


def test_there_are_commands_to_run() -> None:
    assert len(steps(README.read_text())) >= 4


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    promised = re.search(r"# (.*)$", example, re.MULTILINE)
    assert promised is not None
    assert capsys.readouterr().out.splitlines()[0] == promised[1]


def test_the_transcript_asks_what_the_rules_ask() -> None:
    asks = {question.ask for question in load().questions.values()}
    transcript = re.search(r"```text\n(.*?)```", README.read_text(), re.DOTALL)
    assert transcript is not None
    for line in re.findall(r"^\? (.*\?)", transcript[1], re.MULTILINE):
        assert line in asks


def _rewrite(page: Path) -> None:
    text = page.read_text()
    for command, shown in steps(text):
        found = output(command)
        if "…" not in shown.splitlines():
            head = next(
                match[0] for match in COMMAND.finditer(text) if match[1].replace("\\\n", "") == command
            )
            text = text.replace(f"{head}\n{shown}\n" if shown else f"{head}\n", f"{head}\n{found}\n", 1)
        elif not agrees(shown, found):
            print(f"differs: $ {command}\n{found}", file=sys.stderr)
    page.write_text(text)


if __name__ == "__main__":
    os.environ["COLUMNS"] = "80"
    os.chdir(tempfile.mkdtemp())
    Path("tests").symlink_to(ROOT / "tests")
    _rewrite(README)
