"""The wizard and what a terminal does to it: signals, pastes, keys that stop, and one that only prints lines."""

import json
import signal
import time
from pathlib import Path

import pytest

from advisor import decision, load
from advisor.rules import shipped_names
from tests.pseudo_terminal import Terminal
from tests.test_advice import WAYS
from tests.test_options import text as options_text
from tests.test_wizard import CTRL_C, DOWN, ENTER, ESC, NO, OTHER, UP, Talk, talk  # noqa: F401

CTRL_D, CTRL_Q, CTRL_R, CTRL_Z = "\x04", "\x11", "\x12", "\x1a"


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


@pytest.fixture
def at_list(tmp_path: Path) -> Terminal:
    """A wizard at a list, after two answers."""
    (tmp_path / "a.yaml").write_text("use_case: other\n")
    terminal = Terminal("--resume", tmp_path / "a.yaml")
    terminal.wait_for("Question 2.")
    terminal.wait_for("Esc: back")
    return terminal


@pytest.fixture
def at_field(at_list: Terminal) -> Terminal:
    at_list.type(NO)
    at_list.wait_for("Question 3.")
    at_list.wait_for("Esc: back")
    return at_list


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("place", ["at_list", "at_field"])
def test_a_signal_gives_the_terminal_back_and_says_what_is_kept(
    name: str, place: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    terminal: Terminal = request.getfixturevalue(place)
    number = getattr(signal, name)
    terminal.process.send_signal(number)
    stopped = terminal.wait_for("a.yaml")
    assert f"Stopped. {'1 answer' if place == 'at_list' else '2 answers'} kept; go on with:" in stopped
    assert terminal.exit_code() == 128 + number
    assert terminal.is_as_before()
    terminal.hang_up()


def test_a_window_that_is_closed_ends_it_and_keeps_the_answers(at_field: Terminal, tmp_path: Path) -> None:
    at_field.hang_up()
    assert at_field.exit_code() == 1  # it has no signal from this terminal: its output is lost
    assert decision.read(str(tmp_path / "a.yaml")).answers["base_model_suffices"] == "false"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("place", ["at_list", "at_field"])
def test_ctrl_z_suspends_and_goes_on_where_it_was(place: str, request: pytest.FixtureRequest) -> None:
    terminal: Terminal = request.getfixturevalue(place)
    if place == "at_field":
        terminal.type("64")
        terminal.wait_for("= 64 examples")
    terminal.type(CTRL_Z)
    time.sleep(0.3)
    assert "^Z" not in terminal.seen
    terminal.type("0" if place == "at_field" else NO)
    terminal.wait_for("= 640 examples" if place == "at_field" else "Question 3.")
    terminal.kill()


@pytest.mark.parametrize(
    "keys", [[CTRL_D], [OTHER, CTRL_D], [OTHER, NO, CTRL_D], [OTHER, NO, "64", CTRL_D]], ids=len
)
def test_ctrl_d_stops_wherever_it_is_typed(talk: Talk, keys: list[str]) -> None:  # noqa: F811
    assert talk.type(*keys) == 130
    assert talk.file.exists() is (len(keys) > 1)


def test_keys_that_mean_nothing_here_do_nothing(talk: Talk) -> None:  # noqa: F811
    talk.type(CTRL_Q, CTRL_R, OTHER, NO, CTRL_Q, CTRL_R, f"640{ENTER}", CTRL_D)
    assert talk.kept()["training_examples"] == "640"


@pytest.mark.parametrize(("paste", "kept"), [
    ("640", "640"), ("640\r\n", "640"), ("\n 640 \n\n", "640"), ("5\r640", "5"), ("5\r\n640", "5"), ("5\t640", "5"),
])  # fmt: skip
def test_what_is_pasted_is_one_line_and_can_be_cleared(talk: Talk, paste: str, kept: str) -> None:  # noqa: F811
    """Numbers on several lines are refused where they are pasted, and never read as one."""
    talk.type(OTHER, NO, pasted(paste), ENTER, "\x15", f"5{ENTER}" if kept == "5" else "", CTRL_D)
    assert talk.kept()["training_examples"] == kept


def test_the_shipped_rules_are_offered_and_a_file_goes_on_with_its_own(tmp_path: Path) -> None:
    terminal = Terminal("--save", tmp_path / "a.yaml")
    offered = terminal.wait_for("Esc: back")
    assert "By which rules?" in offered
    terminal.type(ESC)
    terminal.wait_for("This is the first question.")
    terminal.wait_for("Prompt, retrieve, fine-tune, distill, or combine.")
    terminal.type(DOWN + ENTER)
    terminal.wait_for("On how many real inputs was your best prompt graded?")
    terminal.wait_for("Esc: back")
    terminal.type(f"200{ENTER}")
    terminal.wait_for("Question 2.")
    terminal.wait_for("Esc: back")
    terminal.type(CTRL_C)
    terminal.wait_for("--rules current")
    assert terminal.exit_code() == 130
    terminal.hang_up()
    again = Terminal("--resume", tmp_path / "a.yaml")
    again.wait_for("Question 2.")
    again.kill()


@pytest.mark.parametrize("columns", [80, 60])
def test_entries_of_a_list_are_whole_on_their_lines(tmp_path: Path, columns: int) -> None:
    terminal = Terminal("--save", tmp_path / "a.yaml", columns=columns)
    for name in shipped_names():
        about = load(name).ruleset
        terminal.wait_for(f"{about.title}. {about.says}")
    terminal.kill()


def test_rules_that_were_picked_are_not_introduced_again(tmp_path: Path) -> None:
    about = load().ruleset
    terminal = Terminal("--save", tmp_path / "a.yaml")
    terminal.wait_for("that is put right.")
    terminal.type(ENTER)
    told = " ".join(terminal.wait_for("Question 1.").split())
    assert told.count(about.says) == 1
    terminal.kill()
    named = Terminal("--rules", "published", "--save", tmp_path / "b.yaml")
    assert about.says in " ".join(named.wait_for("Question 1.").split())
    named.kill()


ASKED_LAST = {"use_case": "other", "training_data_quality": 1, "latency_target": 2, "gpu_memory_gb": 24, "least_quality": 95,
              "api_offer": "gpt-4o", "tuning_plan": "llama-3.1-8b"}  # fmt: skip


@pytest.mark.parametrize("outcome", WAYS)
def test_the_menu_leaves_the_advice_on_a_screen_of_24_rows(tmp_path: Path, outcome: str) -> None:
    """The list under it scrolls in the rows that are left; an entry is drawn when it is gone to."""
    file, title = tmp_path / "a.yaml", load().outcomes[outcome].title
    file.write_text(json.dumps(ASKED_LAST | WAYS[outcome]))
    terminal = Terminal("--resume", file)
    terminal.wait_for("Show the advice")
    terminal.type(ENTER)
    screen = terminal.wait_for("What next?").partition(title)[2] + terminal.wait_for("Show everything")
    assert (screen + terminal.seen).count("\n") < 24
    terminal.type(UP)
    terminal.wait_for("Quit")
    terminal.kill()


def test_options_to_mark_are_whole_on_their_lines(tmp_path: Path) -> None:
    """Wrapped for the mark before them as well as for the pointer."""
    title = f"{'a' * 70} {'b' * 5}"
    (tmp_path / "rules.yaml").write_text(
        options_text(question={"options": {"pension": {"title": title}}}, when="getting.pension")
    )
    terminal = Terminal("--rules", tmp_path, "--save", tmp_path / "a.yaml")
    terminal.wait_for("Space marks")
    terminal.wait_for(title)
    terminal.kill()


def test_a_list_that_is_taller_than_the_screen_keeps_its_heading(tmp_path: Path) -> None:
    """The figures in use, whose last entries are drawn when they are gone to."""
    file = tmp_path / "a.yaml"
    file.write_text(json.dumps(ASKED_LAST | WAYS["fine_tune_to_save"]))
    terminal = Terminal("--resume", file)
    terminal.wait_for("Show the advice")
    terminal.type(ENTER)
    terminal.wait_for("What next?")
    terminal.wait_for("Show everything")
    terminal.type(UP + UP + ENTER)
    terminal.wait_for("Which one do you know better?")
    terminal.wait_for("Examples needed")
    assert terminal.seen.count("\n") < 22
    terminal.kill()


def test_published_is_what_enter_takes(tmp_path: Path) -> None:
    terminal = Terminal("--save", tmp_path / "a.yaml")
    terminal.wait_for("Esc: back")
    terminal.type(ENTER)
    terminal.wait_for("What is the model for?")
    terminal.kill()


class TestDumb:
    """A terminal that only prints and reads lines."""

    def test_answers_are_checked_and_nothing_is_drawn(self, tmp_path: Path) -> None:
        terminal = Terminal("--rules", "published", "--save", tmp_path / "a.yaml", term="dumb")
        terminal.wait_for("1 to 12, Enter takes 1")
        for line, then in (("99", "`99` is no number from 1 to 12"), ("11", "Question 2."), ("<", "Question 1."),
                           ("", "Question 2."), ("n", "Question 3."), ("", "a number is needed"), ("64x0", "is not a number"),
                           ("1000", "= 1,000 examples Question 4.")):  # fmt: skip
            terminal.wait_for("> ")
            terminal.type(line + "\n")
            terminal.wait_for(then)
        assert b"\x1b" not in terminal.everything
        terminal.type(CTRL_D)
        terminal.wait_for("3 answers kept")
        assert terminal.exit_code() == 130
        terminal.hang_up()
        assert decision.read(str(tmp_path / "a.yaml")).answers == {
            "use_case": "other", "base_model_suffices": "false", "training_examples": "1000"}  # fmt: skip
