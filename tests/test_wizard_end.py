"""The menu at the end of the wizard: pictures that are opened, one command, other figures."""

import os
import shlex
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor import decision
from advisor.commands.endings import Endings
from advisor.engine.session import walk
from advisor.process import desktop
from advisor.rules import Ruleset, load_texts
from tests.conftest import Ran
from tests.test_wizard import DOWN, ENTER, OTHER, OUTCOMES, QUIT, SHOW, UP, YES, Talk, at_end, talk  # noqa: F401

SAVES = {"base_model_suffices": False, "training_examples": 1000, "latency_critical": False, "monthly_requests": 10**6,
         "avg_input_tokens": 500, "avg_output_tokens": 1000, "fine_tune_cost": 5000}  # fmt: skip


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose viewer and clipboard write what they are given into a file, which is given."""
    taken, folder = tmp_path / "taken.txt", tmp_path / "bin"
    folder.mkdir()
    for name, says in (("xdg-open", "echo $1"), ("xclip", "cat")):
        (folder / name).write_text(f"#!/bin/sh\n{says} > {taken}\n")
        (folder / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.setattr("sys.platform", "linux")
    return taken


def waited_for(file: Path) -> str:
    """What another program writes into a file, once it has."""
    end = time.monotonic() + 10
    while time.monotonic() < end and not (file.exists() and file.read_text()):
        time.sleep(0.01)
    return file.read_text()


def titles(rules: Ruleset, answers: dict[str, object]) -> list[str]:
    return [one.title for one in Endings()(walk(rules, answers))]


def test_costs_are_drawn_where_they_are_known(published: Ruleset, tmp_path: Path) -> None:
    assert "Draw the costs" not in titles(published, {"base_model_suffices": True})
    trace, file = walk(published, SAVES), tmp_path / "costs.svg"
    assert str(file) in at_end("Draw the costs", trace).run(trace, str(file))
    assert decision.read(str(file)).outcome == "fine_tune_to_save"


def test_a_picture_is_opened_where_there_is_a_viewer(
    published: Ruleset, tool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace, endings, picture = walk(published, SAVES), Endings(), str(tmp_path / "path.svg")
    at_end("Draw the path", trace, endings).run(trace, picture)
    at_end("Open", trace, endings).run(trace, "")
    assert waited_for(tool) == f"{picture}\n"
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not [one for one in endings(trace) if one.title.startswith("Open")]


@pytest.mark.parametrize("more", [{}, {"use_case": "?", "prompting_hours": 40, "output_price.gpt-4o": "7.5"}])
def test_the_one_command_decides_the_same_again(
    published: Ruleset, tool: Path, run: Callable[..., Ran], tmp_path: Path, more: dict[str, object]
) -> None:
    trace = walk(published, {**SAVES, **more})
    told = at_end("Print it as one command", trace).run(trace, "")
    line = told.removesuffix("\n\nCopied.")
    assert line != told
    assert tool.read_text() == line
    words = shlex.split(line)
    kept = tmp_path / "again.json"
    kept.write_text(run(*words[words.index("decide") :], "--json").out)
    assert decision.answers_of(published, decision.read(str(kept))) == trace.scope.answers


def test_without_a_clipboard_the_command_is_only_printed(
    published: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    trace = walk(published, SAVES)
    assert "Copied" not in at_end("Print it as one command", trace).run(trace, "")
    assert not desktop.has_viewer()


FIGURE = f"{UP}{UP}{ENTER}"


def test_a_figure_in_use_is_changed_and_the_advice_shown_again(talk: Talk) -> None:  # noqa: F811
    first = ENTER  # the examples that are needed
    talk.type(
        OTHER, *OUTCOMES["improve_prompts"], SHOW, FIGURE, first, f"x{ENTER}", "\x7f", f"900{ENTER}", "\x03"
    )
    assert [trace.outcome for trace in talk.shown] == ["improve_prompts"]
    assert decision.read(str(talk.file)).overrides == {"examples_needed": "900"}
    assert talk.kept()["training_examples"] == "999"


NO_FIGURES = """
ruleset: {id: r, version: 1.0.0, title: R}
start: d
approaches: {a: {title: A}}
questions: {q: {ask: Well?, type: yes_no}}
decisions: {d: {label: D?, branches: [{label: "yes", when: q, to: o}, {label: "no", to: p}]}}
outcomes: {o: {approach: a, title: O, says: O.}, p: {approach: a, title: P, says: P.}}
"""


def test_where_no_figure_counts_none_can_be_changed(tmp_path: Path) -> None:
    talk = Talk(load_texts({"rules.yaml": NO_FIGURES}, "r"), tmp_path)  # noqa: F811
    assert talk.type(YES, SHOW, FIGURE, QUIT) == 0
    assert talk.outcome == "o"


def test_from_the_first_question_to_a_record_and_an_opened_picture(talk: Talk, tool: Path) -> None:  # noqa: F811
    talk.endings = Endings()
    record, path, view = f"{DOWN}{ENTER}{ENTER}", f"{DOWN * 2}{ENTER}{ENTER}", f"{DOWN * 3}{ENTER}"
    assert talk.type(OTHER, YES, SHOW, record, path, view, QUIT) == 0
    assert decision.read("decision.md").outcome == "prompt_engineering"
    assert waited_for(tool) == f"{Path('path.svg').resolve()}\n"
