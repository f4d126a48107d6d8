"""The wizard, driven by keystrokes, and the fold behind it."""

import argparse
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor import decision
from advisor.analysis.whatif.possible import still_open
from advisor.commands import ask
from advisor.commands.endings import Endings
from advisor.engine.answers import UNKNOWN, Answers
from advisor.engine.checking import check, parse
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError
from advisor.rules import Ruleset
from advisor.wizard import conversation, flow, journal, prompts
from advisor.wizard.ending import Ending, Shown, wrong_name
from advisor.wizard.flow import Form
from tests.conftest import ROOT, Ran
from tests.pseudo_terminal import Terminal
from tests.random_rules import answers, rulesets

DOWN, UP, ENTER, ESC, CTRL_C, CLEAR = "\x1b[B", "\x1b[A", "\r", "\x1b", "\x03", "\x15"
YES, NO, NOT_SURE = "y", "n", "?"
OTHER = f"{UP}{UP}{ENTER}"  # the last use case, above "not sure", reached backwards
SHOW = ENTER  # the review begins at "Show the advice"
QUIT = f"{UP}{ENTER}"  # the last entry of the menu at the end


def at_end(title: str, trace: Trace, endings: Endings | None = None) -> Ending:
    """What the menu at the end offers under a title, or its beginning."""
    return next(one for one in (endings or Endings())(trace) if one.title.startswith(title))


class Talk:
    """One conversation with all its keys typed ahead."""

    def __init__(self, rules: Ruleset, folder: Path) -> None:
        self.rules = rules
        self.file = folder / "answers.yaml"
        self.shown: list[Trace] = []
        self.saved: list[str] = []
        self.endings: Callable[[Trace], list[Ending]] = self._save_and_draw

    def _save_and_draw(self, trace: Trace) -> list[Ending]:
        save, draw = Ending("Save", "out.yaml", self._save), Ending("Draw", "", self._save)
        return [save, draw] if trace.outcome else [save]

    def type(self, *keys: str) -> int:
        """Type keys, in a new conversation or going on with the file; the exit code."""
        if self.file.exists():
            kept, form = journal.resume(self.rules, self.file)
        else:
            kept, form = journal.new(self.rules, self.file), Form(self.rules)
        with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
            keyboard.send_text("".join(keys))
            return conversation.Conversation(
                form, kept, self._show, self.endings, "go on with {}".format
            ).run()

    def _show(self, trace: Trace) -> Shown:
        self.shown.append(trace)
        return Shown(open=None if trace.outcome else still_open(self.rules, trace.scope.answers))

    def _save(self, trace: Trace, path: str) -> str:
        self.saved.append(path)
        return "saved"

    @property
    def outcome(self) -> str | None:
        return self.shown[-1].outcome

    def kept(self) -> dict[str, object]:
        return dict(decision.read(str(self.file)).answers)


@pytest.fixture
def talk(published: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.chdir(tmp_path)
    return Talk(published, tmp_path)


MONEY = [ENTER, f"500{ENTER}", f"1k{ENTER}", ENTER]  # offer, tokens, plan
OUTCOMES = {
    "prompt_engineering": [YES],
    "improve_prompts": [NO, f"999{ENTER}"],
    "fine_tune_smaller_model": [NO, f"1,000{ENTER}", ENTER, YES, f"2{ENTER}", f"24{ENTER}", ENTER],
    "prompt_engineering_low_volume": [NO, f"1k{ENTER}", ENTER, NO, f"999999{ENTER}"],
    "fine_tune_to_save": [NO, f"1000{ENTER}", f"100%{ENTER}", NO, f"1M{ENTER}", *MONEY, f"$5,000{ENTER}",
                          f"24{ENTER}", f"95%{ENTER}"],
    "prompt_engineering_cheaper": [NO, f"1000{ENTER}", ENTER, NO, f"1M{ENTER}", *MONEY, f"126600{ENTER}"],
}  # fmt: skip


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_reached_by_keys(talk: Talk, outcome: str) -> None:
    assert talk.type(OTHER, *OUTCOMES[outcome], SHOW, QUIT) == 0
    assert talk.outcome == outcome
    assert decision.read(str(talk.file)).outcome == outcome


def test_only_what_the_path_needs_is_asked(talk: Talk) -> None:
    talk.type(OTHER, YES, SHOW, QUIT)
    assert talk.kept() == {"use_case": "other", "base_model_suffices": "true"}


@pytest.mark.parametrize("key", ["u", "?"])
def test_a_letter_decides_at_once_and_one_key_is_not_sure_everywhere(talk: Talk, key: str) -> None:
    talk.type("?", key, "?", "?", CTRL_C)
    assert talk.kept() == {"use_case": "unknown", "base_model_suffices": "unknown", "training_examples": "unknown",
                           "training_data_quality": "unknown"}  # fmt: skip


def test_back_offers_the_earlier_answer_again(talk: Talk) -> None:
    talk.type(OTHER, NO, f"640{ENTER}", "<", ENTER, SHOW, QUIT)
    assert talk.outcome == "improve_prompts"
    assert talk.kept()["training_examples"] == "640"


def test_back_at_the_first_question_stays_there(talk: Talk) -> None:
    talk.type("<", "<", OTHER, YES, SHOW, QUIT)
    assert talk.outcome == "prompt_engineering"


def test_a_wrong_number_can_be_mended_where_it_was_typed(talk: Talk) -> None:
    talk.type(OTHER, NO, f"64x0{ENTER}", "\x7f\x7f0", ENTER, SHOW, QUIT)
    assert talk.kept()["training_examples"] == "640"


def test_a_change_at_review_asks_only_what_it_makes_necessary(talk: Talk) -> None:
    change_examples = f"{DOWN}{DOWN}{DOWN}{ENTER}"
    talk.type(OTHER, NO, f"640{ENTER}", change_examples, f"2000{ENTER}", ENTER, YES, f"2{ENTER}", f"24{ENTER}", ENTER,
              UP * 3, SHOW, QUIT)  # fmt: skip
    assert talk.outcome == "fine_tune_smaller_model"


def test_what_cannot_matter_is_not_asked(published: Ruleset) -> None:
    """No share of 999 examples is 1,000; of 1,000 it takes all."""
    few, enough = (check(published, {"use_case": "other", "base_model_suffices": False, "training_examples": count})
                   for count in (999, 1000))  # fmt: skip
    assert flow.pending(Form(published, few)) is None
    assert flow.trace(Form(published, few)).outcome == "improve_prompts"
    assert flow.pending(Form(published, enough)) == "training_data_quality"


def test_earlier_answers_that_are_asked_for_again_are_taken_in_one_step(
    talk: Talk, titles: list[str]
) -> None:
    change_base = f"{DOWN}{DOWN}{ENTER}"
    talk.type(OTHER, *OUTCOMES["fine_tune_smaller_model"], change_base, YES, UP * 2, SHOW, QUIT)
    assert set(talk.kept()) == {"use_case", "base_model_suffices"}
    talk.type(change_base, NO, ENTER, UP * 2, SHOW, QUIT)
    assert "Your earlier answers are asked for again. | Take all 6 again | Go through them" in titles
    assert talk.outcome == "fine_tune_smaller_model"
    assert talk.kept()["gpu_memory_gb"] == "24"


def test_what_could_add_to_the_advice_is_answered_from_the_menu(talk: Talk, titles: list[str]) -> None:
    add = f"{UP * 4}{ENTER}"
    talk.type(
        OTHER, NO, f"5k{ENTER}", ENTER, YES, f"2{ENTER}", f"24{ENTER}", ENTER, SHOW, add, YES, YES, QUIT
    )
    assert "Answer what could add: Combine both" in titles[-4]
    assert talk.kept()["needs_fixed_behavior"] == talk.kept()["has_varied_tasks"] == "true"
    assert len(talk.shown) == 2
    assert "could add" not in titles[-1]


def test_answers_off_the_path_count_for_nothing_and_are_offered_again(talk: Talk) -> None:
    change_base = f"{DOWN}{DOWN}{ENTER}"
    talk.type(OTHER, NO, f"640{ENTER}", change_base, YES, UP * 2, SHOW, QUIT)
    assert talk.outcome == "prompt_engineering"
    assert set(talk.kept()) == {"use_case", "base_model_suffices"}
    assert decision.read(str(talk.file)).earlier["training_examples"] == "640"
    talk.type(change_base, NO, ENTER, UP * 2, SHOW, QUIT)
    assert talk.outcome == "improve_prompts"
    assert talk.kept()["training_examples"] == "640"


FIRST_GROUP = f"{UP * 5}{ENTER}"
PASS = ENTER  # an optional question stands at what it has, at first at "leave open"
TO_SHOW = DOWN * 5  # from the first group round to "Show the advice"


def test_details_are_answered_yes_no_not_sure_or_not_at_all(talk: Talk) -> None:
    talk.type(OTHER, YES, FIRST_GROUP, YES, NO, NOT_SURE, PASS, PASS, DOWN * 4, ENTER,
              f"10{ENTER}", ENTER, NOT_SURE, DOWN, SHOW, QUIT)  # fmt: skip
    kept = talk.kept()
    assert [kept.get(name) for name in talk.rules.details[0].ask] == ["true", "false", "unknown", None, None]
    assert (kept["common_examples"], kept["negative_examples"]) == ("10", "unknown")
    assert "edge_examples" not in kept


def test_passing_over_details_changes_nothing(talk: Talk) -> None:
    talk.file.write_text("use_case: other\nbase_model_suffices: yes\nneeds_rapid_iteration: unknown\n"
                         "cost_is_primary: no\nhas_varied_tasks: yes\n")  # fmt: skip
    talk.type(FIRST_GROUP, PASS * 5, TO_SHOW, SHOW, QUIT)
    assert [talk.kept().get(name) for name in talk.rules.details[0].ask] == [
        "unknown", "false", None, None, "true"]  # fmt: skip


def test_a_detail_can_be_taken_back_and_gone_back_over(talk: Talk) -> None:
    leave_open = "l"
    talk.type(OTHER, YES, FIRST_GROUP, YES, NO, "<", "<", leave_open, "<", "<", TO_SHOW, SHOW, QUIT)
    kept = talk.kept()
    assert "needs_rapid_iteration" not in kept
    assert kept["cost_is_primary"] == "false"


def test_ctrl_c_keeps_everything_and_says_how_to_go_on(
    talk: Talk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk.type(OTHER, NO, f"640{ENTER}", CTRL_C) == 130
    assert f"go on with {talk.file}" in capsys.readouterr().out
    assert talk.kept() == {"use_case": "other", "base_model_suffices": "false", "training_examples": "640"}
    assert talk.type(SHOW, QUIT) == 0
    assert talk.outcome == "improve_prompts"


def test_ctrl_c_before_the_first_answer(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    assert talk.type(CTRL_C) == 130
    assert "nothing was kept" in capsys.readouterr().out
    assert not talk.file.exists()


def test_the_end_menu_saves_and_changes(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text("mine")
    save, change = ENTER, f"{UP}{UP}{UP}{ENTER}"
    talk.type(OTHER, YES, SHOW, save, ENTER, change, f"{DOWN}{DOWN}{ENTER}", NO, f"5{ENTER}", UP * 2,
              SHOW, save, f"other.yaml{ENTER}", QUIT)  # fmt: skip
    assert [trace.outcome for trace in talk.shown] == ["prompt_engineering", "improve_prompts"]
    assert talk.saved == ["out-2.yaml", "other.yaml"]


def test_commands_to_go_on_with_name_the_rules_that_were_named(published: Ruleset, tmp_path: Path) -> None:
    file = tmp_path / "d 1.yaml"
    trace = walk(published, {"base_model_suffices": True})
    saved = at_end("Save the decision", trace, Endings("my rules")).run(trace, str(file))
    assert f"advisor decide '{file}' --rules 'my rules'" in saved
    terminal = Terminal("--rules", ROOT / "tests" / "rulesets" / "small", "--save", tmp_path / "a.yaml")
    terminal.wait_for("Esc: back")
    terminal.type(ENTER)
    terminal.wait_for("Question 2.")
    terminal.wait_for("Esc: back")
    terminal.type(CTRL_C)
    stopped = terminal.wait_for("rulesets/small")
    assert f"advisor ask --resume {tmp_path}/a.yaml --rules " in stopped
    terminal.kill()


@pytest.mark.parametrize("name", ["d.yaml", "d.yml", "d.json"])
def test_a_decision_file_is_what_its_name_says_and_is_gone_on_in(
    published: Ruleset, name: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    trace = walk(published, {"base_model_suffices": True})
    at_end("Save the decision", trace).run(trace, str(file))
    assert file.read_text().startswith("{") is name.endswith("json")
    assert decision.read(str(file)).outcome == "prompt_engineering"
    assert journal.resume(published, file)[0].path == str(file)


def test_an_export_in_json_stays_as_it_is(
    published: Ruleset, tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_state_dir", lambda *_, **__: str(tmp_path / "state"))
    (tmp_path / "a.json").write_text(run("decide", "--set", "base_model_suffices=yes", "--json").out)
    assert "state" in journal.resume(published, tmp_path / "a.json")[0].path


@pytest.mark.parametrize(("typed", "says"), [("d.txt", "ends in .yaml, .yml or .json"), ("d", "ends in"), (".", "is a folder"),
                                             ("none/d.yaml", "there is no folder none"), ("d.json", "")])  # fmt: skip
def test_a_name_that_cannot_be_written_is_refused_where_it_is_typed(
    published: Ruleset, typed: str, says: str
) -> None:
    wrong = wrong_name(at_end("Save the decision", walk(published)), typed)
    assert says in wrong
    assert bool(says) is bool(wrong)


def test_a_record_takes_a_folder_and_a_picture_its_suffix(published: Ruleset, tmp_path: Path) -> None:
    trace = walk(published, {"base_model_suffices": True})
    record = at_end("Write the decision record", trace)
    assert "is no format" in wrong_name(at_end("Draw the path", trace), "path.doc")
    assert wrong_name(record, str(tmp_path)) == ""
    written = record.run(trace, str(tmp_path))
    assert "0001-stay-with-prompts.md" in written


def test_the_end_menu_draws_and_records(published: Ruleset, tmp_path: Path) -> None:
    trace = walk(published, {"base_model_suffices": True})
    for title, name in (("Save", "d.yaml"), ("Draw the path", "d.svg"), ("Write", "d.md")):
        assert name in at_end(title, trace).run(trace, str(tmp_path / name))
        assert decision.read(str(tmp_path / name)).outcome == "prompt_engineering"


def test_the_end_menu_shows_everything(published: Ruleset, capsys: pytest.CaptureFixture[str]) -> None:
    trace = walk(published, {"base_model_suffices": True})
    assert at_end("Show everything", trace).run(trace, "") == ""
    assert "The approaches side by side" in capsys.readouterr().out


def test_not_sure_goes_on_with_what_can_still_matter(talk: Talk) -> None:
    talk.type(OTHER, NO, NOT_SURE, ENTER, NO, f"10{ENTER}", SHOW, QUIT)
    assert talk.shown[-1].outcome is None
    assert talk.kept()["training_examples"] == "unknown"
    assert "avg_input_tokens" not in talk.kept()


@pytest.fixture
def titles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of all lists that are shown, with their entries, one text each."""
    shown: list[str] = []
    choose = prompts.choose

    def spy(message: str, entries: Sequence[prompts.Entry], **more: object) -> object:
        shown.append(" | ".join([message, *(entry.title for entry in entries)]))
        return choose(message, entries, **more)

    monkeypatch.setattr(prompts, "choose", spy)
    return shown


def test_one_outcome_left_is_settled_whatever_the_open_answers_are(talk: Talk, titles: list[str]) -> None:
    talk.type(OTHER, NO, f"1000{ENTER}", ENTER, NO, f"1M{ENTER}", ENTER, NOT_SURE, f"1k{ENTER}", ENTER,
              f"5k{ENTER}", SHOW, QUIT)  # fmt: skip
    assert talk.shown[-1].outcome is None
    assert titles[-1] == (
        "Fine-tune to save money, whatever the open answers are. What next? "
        "| Settle what is open | Save | Change an answer | Change a figure | Quit"
    )


def test_what_is_open_is_settled_from_the_menu(talk: Talk, titles: list[str]) -> None:
    settle = ENTER
    talk.type(OTHER, NO, NOT_SURE, ENTER, NO, f"10{ENTER}", SHOW, settle, f"5{ENTER}", SHOW, QUIT)
    assert talk.outcome == "improve_prompts"
    menus = [title for title in titles if "What next?" in title]
    assert menus[0].startswith(
        "If nothing more is known: Improve the prompts first, and consider retrieval. What next? | Settle what is open | Save"
    )
    assert menus[1].endswith("What next? | Save | Draw | Change an answer | Change a figure | Quit")


def test_an_unsettled_decision_is_saved_with_the_command_that_goes_on(
    published: Ruleset, tmp_path: Path
) -> None:
    file = str(tmp_path / "d.yaml")
    trace = walk(published, {"training_examples": "?", "base_model_suffices": False})
    assert f"advisor ask --resume {file}" in at_end("Save", trace).run(trace, file)


NOT_SURE_AT = ["use_case", "base_model_suffices", "training_examples", "training_data_quality", "latency_critical",
               "monthly_requests", "api_offer", "avg_input_tokens", "avg_output_tokens", "tuning_plan", "fine_tune_cost"]  # fmt: skip


@pytest.mark.parametrize("unsure", NOT_SURE_AT)
def test_not_sure_at_each_question_in_turn(talk: Talk, unsure: str) -> None:
    """Typed ahead one answer at a time, as the questionnaire asks: its course depends on what is not sure."""
    sure = {"use_case": OTHER, "base_model_suffices": NO, "training_examples": f"1000{ENTER}", "training_data_quality": ENTER,
            "latency_critical": NO, "monthly_requests": f"1M{ENTER}", "api_offer": ENTER, "avg_input_tokens": f"500{ENTER}",
            "avg_output_tokens": f"1000{ENTER}", "tuning_plan": ENTER, "fine_tune_cost": f"5000{ENTER}",
            "gpu_memory_gb": f"24{ENTER}", "least_quality": ENTER}  # fmt: skip
    skip = {"use_case": NOT_SURE, "base_model_suffices": NOT_SURE, "latency_critical": NOT_SURE,
            "api_offer": NOT_SURE, "tuning_plan": NOT_SURE}  # fmt: skip
    form, keys = Form(talk.rules), []
    while (name := flow.pending(form)) is not None:
        keys.append(skip.get(name, NOT_SURE) if name == unsure else sure[name])
        given = {"use_case": "other", "base_model_suffices": "no", "latency_critical": "no", "training_examples": "1000",
                 "training_data_quality": "1", "monthly_requests": "1M", "api_offer": "gpt-4o", "tuning_plan": "llama-3.1-8b",
                 "avg_input_tokens": "500", "avg_output_tokens": "1000", "fine_tune_cost": "5000", "gpu_memory_gb": "24",
                 "least_quality": "95"}  # fmt: skip
        form = flow.answer(form, name, UNKNOWN if name == unsure else parse(talk.rules, name, given[name]))
    assert talk.type(*keys, SHOW, QUIT) == 0
    assert talk.kept()[unsure] == "unknown"
    assert talk.shown[-1].outcome == ("fine_tune_to_save" if unsure == "use_case" else None)
    possible = (
        still_open(talk.rules, talk.shown[-1].scope.answers, find_out=False).possible
        if unsure != "use_case"
        else ()
    )
    assert unsure == "use_case" or "fine_tune_to_save" in {one.outcome for one in possible}


def test_resuming_elsewhere_or_under_other_rules_is_refused(published: Ruleset, small: Ruleset, tmp_path: Path,
                                                            run: Callable[..., Ran]) -> None:  # fmt: skip
    file = tmp_path / "a.yaml"
    journal.Journal(str(file)).keep(Form(published, Answers({"base_model_suffices": True})), date(2026, 1, 2))
    with pytest.raises(Exception, match="answered under the rules `published`"):
        journal.resume(small, file)
    with pytest.raises(Exception, match="exists already"):
        journal.new(published, file)


@pytest.mark.parametrize(("file", "says"), [("missing/a.yaml", "there is no folder missing"), ("folder", "is a folder"),
                                            ("old.yaml/a.yaml", "no folder"), ("old.yaml", "exists already"),
                                            ("a.txt", "ends in .yaml")])  # fmt: skip
def test_a_file_that_cannot_be_written_is_refused_before_the_first_question(
    published: Ruleset, file: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("old.yaml").touch()
    with pytest.raises(AdvisorError, match=says):
        journal.new(published, file)


def test_a_folder_without_permission_is_refused_before_the_first_question(
    published: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", denied)  # whoever runs the tests may have every right
    with pytest.raises(AdvisorError, match="cannot be written: Permission denied"):
        journal.new(published, tmp_path / "a.yaml")


def test_without_a_terminal_it_refuses_in_one_line_and_names_decide(run: Callable[..., Ran]) -> None:
    for command in ([], ["ask"], ["ask", "--save", "x.yaml"]):
        ran = run(*command)
        assert ran.code == 1
        assert ran.out == ""
        assert ran.err.count("\n") == 1
        assert "advisor decide" in ran.err


def test_unfinished_questionnaires_are_found_again(
    published: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_state_dir", lambda *_, **__: str(tmp_path))
    assert journal.kept(published) == []
    first = journal.new(published)
    first.keep(Form(published, Answers({"base_model_suffices": False})), date(2026, 1, 2))
    assert [(one.path, one.answered, one.outcome) for one in journal.kept(published)] == [
        (first.path, 1, None)
    ]
    Path(first.path).write_text("{")
    assert journal.kept(published)[0].problem


def test_earlier_questionnaires_are_listed_with_time_use_case_and_outcome(
    published: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, titles: list[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_state_dir", lambda *_, **__: str(tmp_path))
    for number, more in enumerate([{"base_model_suffices": True}, {}]):
        new = journal.new(published)
        new.keep(Form(published, Answers({"use_case": "customer_support", **more})), date(2026, 1, 2))
        os.utime(new.path, (at := datetime(2026, 1, 2, 9, 5 + number).timestamp(), at))
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(ENTER)
        conversation.pick_up(journal.kept(published), lambda outcome: published.outcomes[outcome].title)
    assert titles[-1].split(" | ")[1:] == [
        "Go on with: 2026-01-02 09:06, Customer support automation, 1 answer",
        "Start anew",
        "Look at: 2026-01-02 09:05, Customer support automation, Stay with prompts",
    ]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder with ten unfinished questionnaires, and ten finished ones of other rules."""
    monkeypatch.setattr("platformdirs.user_state_dir", lambda *_, **__: str(tmp_path))
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.yaml").write_text(
            f"ruleset: {{id: published}}\nanswers: {{training_examples: {number}}}\n"
        )
        (folder / f"other-{number}.yaml").write_text("ruleset: {id: other}\nanswers: {a: 1}\noutcome: b\n")
        os.utime(folder / f"{number}.yaml", (number, number))
    return folder


def test_starting_anew_and_stopping_removes_nothing(published: Ruleset, state: Path) -> None:
    before = sorted(state.iterdir())
    journal.new(published)
    assert sorted(state.iterdir()) == before


def test_only_finished_questionnaires_of_the_same_rules_make_room(published: Ruleset, state: Path) -> None:
    before = set(state.iterdir())
    done = Form(published, Answers({"use_case": "other", "base_model_suffices": True}))
    for number in range(12):
        new = journal.new(published)
        new.keep(done, date(2026, 1, 2))
        os.utime(new.path, (100 + number, 100 + number))
    assert before < set(state.iterdir())
    assert [one.finished for one in journal.kept(published)] == [True] * 10 + [False] * 10
    assert os.path.getmtime(journal.kept(published)[9].path) == 102


def test_what_is_resumed_is_written_before_its_name_is_told(
    talk: Talk, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_state_dir", lambda *_, **__: str(tmp_path / "state"))
    run("record", "--set", "base_model_suffices=yes", "-o", "done.md")
    Path("part.yaml").write_text("base_model_suffices: no\n")
    for words in (["--resume", "done.md"], ["--resume", "part.yaml", "--save", "copy.yaml"]):
        args = argparse.Namespace(settings=[], prices=None, api_model=None, **{"resume": None, "save": None, "rules": None}
                                  | {words[i].strip("-"): words[i + 1] for i in range(0, len(words), 2)})  # fmt: skip
        kept_in, form = ask._begin(talk.rules, args)
        assert journal.resume(talk.rules, kept_in.path)[1] == form
    assert kept_in.path == "copy.yaml"


def two_at_once(rules: Ruleset, file: Path) -> list[tuple[journal.Journal, Form]]:
    """Two questionnaires on one file of answers."""
    file.write_text("use_case: other\n")
    return [journal.resume(rules, file) for _ in range(2)]


def test_two_questionnaires_on_one_file_both_keep_their_answers(published: Ruleset, tmp_path: Path) -> None:
    file, beside = tmp_path / "answers.yaml", tmp_path / "answers-2.yaml"
    (one, form), (other, again) = two_at_once(published, file)
    form, again = (
        flow.answer(form, "base_model_suffices", True),
        flow.answer(again, "base_model_suffices", False),
    )
    assert one.keep(form, date(2026, 1, 2)) == ""
    told = other.keep(again, date(2026, 1, 2))
    assert str(file) in told
    assert f"goes on in {beside}" in told
    assert other.keep(flow.answer(again, "training_examples", 5), date(2026, 1, 2)) == ""
    assert one.keep(form, date(2026, 1, 2)) == ""
    assert decision.read(str(file)).answers == {"use_case": "other", "base_model_suffices": "true"}
    assert decision.read(str(beside)).answers["training_examples"] == "5"


def test_the_second_of_two_questionnaires_is_told_on_its_terminal(
    talk: Talk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(conversation, "say", lambda text, **_: told.append(text))
    talk.file.write_text("use_case: other\n")
    resume = journal.resume

    def late(rules: Ruleset, path: Path) -> tuple[journal.Journal, Form]:
        found = resume(rules, path)
        talk.file.write_text("use_case: other\nbase_model_suffices: no\n")  # by the first of them
        return found

    monkeypatch.setattr(journal, "resume", late)
    assert talk.type(YES, CTRL_C) == 130
    assert "this one goes on in" in " ".join(told)
    assert "answers-2.yaml" in capsys.readouterr().out.splitlines()[-1]
    assert talk.kept() == {"use_case": "other", "base_model_suffices": "no"}
    assert decision.read("answers-2.yaml").answers["base_model_suffices"] == "true"


def test_a_new_file_that_somebody_else_makes_first_stays(published: Ruleset, tmp_path: Path) -> None:
    kept = journal.new(published, tmp_path / "a.yaml")
    (tmp_path / "a.yaml").write_text("mine")
    assert "a-2.yaml" in kept.keep(Form(published, Answers({"use_case": "other"})), date(2026, 1, 2))
    assert (tmp_path / "a.yaml").read_text() == "mine"


def test_what_is_said_to_be_kept_is_kept_also_where_its_folder_was_removed(
    talk: Talk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.file = talk.file.parent / "state" / "answers.yaml"
    talk.file.parent.mkdir()
    stopped = conversation.Conversation._stopped

    def late(self: conversation.Conversation) -> None:
        shutil.rmtree(talk.file.parent)
        stopped(self)

    monkeypatch.setattr(conversation.Conversation, "_stopped", late)
    assert talk.type(OTHER, NO, CTRL_C) == 130
    assert "2 answers kept" in capsys.readouterr().out
    assert talk.kept() == {"use_case": "other", "base_model_suffices": "false"}


def test_answers_that_cannot_be_kept_are_handed_out(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    talk.file = talk.file.parent / "state" / "answers.yaml"
    talk.file.parent.mkdir()
    kept = journal.new(talk.rules, talk.file)
    shutil.rmtree(talk.file.parent)
    talk.file.parent.touch()  # a file where the folder was
    form = Form(talk.rules, Answers({"use_case": "other"}))
    with create_app_session(output=DummyOutput()):
        conversation.Conversation(form, kept, talk._show, [], str)._stopped()
    out = capsys.readouterr().out
    assert "Nothing was kept" in out
    assert "\nuse_case: other\n" in out
    assert " kept; go on" not in out


def test_what_is_resumed_and_stays_the_same_keeps_its_day(published: Ruleset, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    form = Form(published, Answers({"use_case": "other", "base_model_suffices": True}))
    journal.Journal(str(file)).keep(form, date(2026, 1, 2))
    kept, form = journal.resume(published, file)
    assert kept.saved is not None
    endings, trace = Endings(saved=[kept.saved]), flow.trace(form)
    for title, name in (("Save", "e.yaml"), ("Draw the path", "e.svg"), ("Write", "e.md")):
        at_end(title, trace, endings).run(trace, str(tmp_path / name))
        assert decision.read(str(tmp_path / name)).made == date(2026, 1, 2)
    kept.keep(flow.answer(form, "base_model_suffices", False), date(2026, 1, 3))
    assert decision.read(str(file)).made == date(2026, 1, 3)


# --- the fold -------------------------------------------------------------------------------------

VALUES = {
    "use_case": st.sampled_from(["other", "customer_support"]), "base_model_suffices": st.booleans(),
    "training_examples": st.sampled_from([0, 999, 1000, 5000]), "latency_critical": st.booleans(),
    "training_data_quality": st.sampled_from([0, 1]), "monthly_requests": st.sampled_from([0, 999_999, 1_000_000]),
    "api_offer": st.sampled_from(["gpt-4o", "llama-3.1-70b-self-hosted"]),
    "tuning_plan": st.sampled_from(["llama-3.1-8b", "llama-3.1-70b"]),
    "avg_input_tokens": st.sampled_from([0, 500]), "avg_output_tokens": st.sampled_from([0, 70, 1000]),
    "fine_tune_cost": st.sampled_from([0, 5000, 126_600]), "gpu_memory_gb": st.just(24), "least_quality": st.just(95),
    "latency_target": st.just(2),
}  # fmt: skip


@st.composite
def forms(draw: st.DrawFn, rules: Ruleset) -> Form:
    """A form filled in to some depth, with some answers not sure."""
    form = Form(rules)
    for _ in range(draw(st.integers(0, 14))):
        name = flow.pending(form)
        if name is None:
            break
        form = flow.answer(form, name, draw(VALUES[name] | st.just(UNKNOWN)))
    return form


@given(data=st.data())
def test_the_questionnaire_ends_and_counts_to_its_end(published: Ruleset, data: st.DataObject) -> None:
    form = Form(published)
    while (name := flow.pending(form)) is not None:
        assert name not in form.answers.given
        form = counted_on(form, name, data.draw(VALUES[name] | st.just(UNKNOWN)))
    assert flow.trace(form).outcome or UNKNOWN in form.answers.given.values()


def counted_on(form: Form, name: str, value: object) -> Form:
    """The form with one more answer; its count must not have grown by it."""
    number, at_most = flow.position(form)
    assert number == len(flow.asked(form)) + 1 <= at_most
    after = flow.answer(form, name, value)
    assert flow.pending(after) is None or flow.position(after).at_most <= at_most
    return after


@given(data=st.data())
def test_at_most_never_grows_whatever_the_rules_and_the_answers_from_before(data: st.DataObject) -> None:
    rules = data.draw(rulesets())
    values = data.draw(answers())
    before = data.draw(st.sets(st.sampled_from(sorted(values))))
    form = Form(rules, check(rules, {name: values[name] for name in before}))
    while (name := flow.pending(form)) is not None:
        value = parse(rules, name, values[name])
        form = counted_on(form, name, data.draw(st.sampled_from([value, UNKNOWN])))


@given(data=st.data())
def test_back_after_an_answer_is_the_form_before_it(published: Ruleset, data: st.DataObject) -> None:
    form = data.draw(forms(published))
    name = flow.pending(form)
    if name is not None:
        after = flow.back(flow.answer(form, name, data.draw(VALUES[name])))
        assert after.answers == form.answers
        assert flow.pending(after) == name


@given(data=st.data())
def test_an_answer_off_the_path_changes_nothing(published: Ruleset, data: st.DataObject) -> None:
    form = data.draw(forms(published))
    if flow.pending(form) is not None:
        return
    off = [name for name in VALUES if name not in form.answers.given]
    extra = {name: data.draw(VALUES[name]) for name in off}
    more = form._replace(answers=form.answers._replace(given={**form.answers.given, **extra}))
    assert flow.asked(more) == flow.asked(form)
    assert flow.settled(more).answers == form.answers


@given(data=st.data())
def test_what_is_kept_on_disk_is_the_whole_form(
    published: Ruleset, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    form = data.draw(forms(published))
    form = flow.back(form) if data.draw(st.booleans()) else form
    file = tmp_path_factory.mktemp("kept") / "a.yaml"
    journal.Journal(str(file)).keep(form, date(2026, 1, 2))
    _, again = journal.resume(published, file)
    assert again == form


# --- a real terminal ------------------------------------------------------------------------------


@pytest.fixture
def steps() -> list[tuple[str, str, str]]:
    return [(OTHER, "Question 2.", "use_case"), (NO, "Question 3.", "base_model_suffices"),
           (f"1000{ENTER}", "Question 4.", "training_examples"), (ENTER, "Question 5.", "training_data_quality"),
           (NO, "Question 6.", "latency_critical"), (f"1M{ENTER}", "Question 7.", "monthly_requests")]  # fmt: skip


@pytest.mark.slow
def test_killed_after_each_answer_nothing_confirmed_is_lost(
    steps: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "answers.yaml"
    confirmed: list[str] = []
    for keys, then, name in steps:
        terminal = Terminal(
            *(["--resume", file] if file.exists() else ["--rules", "published", "--save", file])
        )
        terminal.wait_for(f"Question {len(confirmed) + 1}.")
        terminal.wait_for("Esc: back")
        terminal.type(keys)
        terminal.wait_for(then)
        terminal.kill()
        confirmed.append(name)
        assert list(decision.read(str(file)).answers) == confirmed


@pytest.mark.slow
def test_escape_goes_back_and_ctrl_c_exits_with_130(tmp_path: Path) -> None:
    terminal = Terminal("--rules", "published", "--save", tmp_path / "answers.yaml")
    for keys, then in (("", "Question 1."), (OTHER, "Question 2."), (ESC, "Question 1."), (ENTER, "Question 2."),
                       (NO, "Question 3."), (ESC, "Question 2."), (CTRL_C, "go on with")):  # fmt: skip
        if keys:
            terminal.wait_for("Esc: back")
            terminal.type(keys)
        terminal.wait_for(then)
    assert terminal.exit_code() == 130
    terminal.hang_up()


@pytest.mark.slow
def test_a_number_left_without_enter_stands_in_its_field_again(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("use_case: other\nbase_model_suffices: no\n")
    terminal = Terminal("--resume", file)
    for keys, then in (("", "Esc: back"), ("123", "= 123 examples"), (ESC, "Question 2."), ("", "Esc: back"),
                       (ENTER, "= 123 examples"), (ENTER, "Show the advice")):  # fmt: skip
        if keys:
            terminal.type(keys)
        terminal.wait_for(then)
    terminal.kill()
    assert decision.read(str(file)).answers["training_examples"] == "123"


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_nothing_is_cut_no_word_is_broken_and_hints_stand_under_the_question(
    columns: int, steps: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    terminal = Terminal("--rules", "published", "--save", tmp_path / "answers.yaml", columns=columns)
    shown = ""
    for keys, then, _ in steps:
        shown += terminal.wait_for("Esc: back")
        terminal.type(keys)
        terminal.wait_for(then)
    shown += terminal.wait_for("Not sure")
    terminal.kill()
    words = " ".join(shown.split())
    for whole in ("How many training examples do you have? type 640, 50k or 1.5M; ?: not sure; < or Esc: back",
                  "Llama 3.1 70B, self-hosted: One machine rented around the clock, whatever the volume.",
                  "Does the base model already do the task well with good prompts? (letter, or ↑↓ and Enter;"):  # fmt: skip
        assert whole in words


@pytest.mark.slow
def test_a_number_is_read_or_refused_right_above_its_field(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("use_case: other\nbase_model_suffices: no\n")
    terminal = Terminal("--resume", file)
    terminal.wait_for("Esc: back")
    for keys, then in (("64x0", "64x0"), (ENTER, "`64x0` is not a number"), ("\x7f\x7f0", "= 640 examples")):
        terminal.type(keys)
        terminal.wait_for(then)
    terminal.kill()
