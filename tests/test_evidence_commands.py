"""Evidence on the command line and in the wizard: what it means, what wins over it, and where it is kept."""

import io
import json
import os
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor import decision
from advisor.engine.answers import UNKNOWN, FromFile
from advisor.evidence.reading import read
from advisor.output.terminal import progress
from advisor.rules import Ruleset
from advisor.wizard import conversation, flow, journal
from advisor.wizard.flow import Form
from tests.conftest import Ran
from tests.evidence.samples import DAY, SECRET, START, broken, bucket, chat, graded, lines, page, promptfoo
from tests.pseudo_terminal import Terminal
from tests.test_wizard import CTRL_C, ENTER, NO, OTHER, QUIT, SHOW, Talk, talk  # noqa: F401

Run = Callable[..., Ran]
PRICED = ["--set", "avg_input_tokens=800", "--set", "avg_output_tokens=300"]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each kind that the shipped rules ask for, and some that leave things open."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "measured"
    folder.mkdir()
    by_chance = random.Random(1)
    weeks = [[by_chance.randint(*span) for _ in range(28)] for span in ((80_000, 100_000), (26_000, 40_000))]
    files = {
        "bad.json": json.dumps(promptfoo(graded(140, 60))), "good.json": json.dumps(promptfoo(graded(190, 10))),
        "open.json": json.dumps(promptfoo(graded(170, 30))), "errors.json": json.dumps(promptfoo([broken()])),
        "examples.jsonl": lines(chat(f"{SECRET} {n}", f"answer {n}") for n in range(1500)) + "{broken\n",
        "usage.json": json.dumps(page([bucket(START + day * DAY, a) for day, a in enumerate(weeks[0])])),
        "near.json": json.dumps(page([bucket(START + day * DAY, a) for day, a in enumerate(weeks[1])])),
        "short.json": json.dumps(page([bucket(START + day * DAY) for day in range(4)])),
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text)
        os.utime(folder / name, (START + 60 * DAY,) * 2)
    return folder


def evidence(folder: Path, *names: str) -> list[str]:
    return [word for name in names for word in ("--evidence", str(folder / name))]


def test_what_was_found_and_what_it_means(run: Run, made: Path) -> None:
    files = [made / name for name in ("bad.json", "examples.jsonl", "usage.json")]
    ran = run("evidence", *files)
    assert ran.code == 0
    told = re.sub(r"\s+", " ", ran.out)
    assert "bad.json: promptfoo results, 200 records" in told
    assert "pass_share 70 % 140 of 200, 63 % to 76 %" in told
    assert "! line 1,501 is not JSON" in told
    assert "Base model does the task well: no (base_model_suffices) bad.json: 140 of 200" in told
    data = json.loads(run("evidence", *files, "--json").out)
    assert [one["kind"] for one in data["files"]] == ["promptfoo", "tuning", "openai-usage"]
    assert data["files"][1]["damaged"] == 1
    assert data["files"][1]["problems"] == [{"code": "not-json", "line": 1501, "says": "is not JSON"}]
    question = data["questions"]["base_model_suffices"]
    assert (question["answer"], question["file"]) == (False, "bad.json")
    assert question["low"] == pytest.approx(0.6332, abs=1e-4)
    assert data["questions"]["training_examples"]["answer"] == 1500
    share = next(one for one in data["files"][0]["measures"] if one["name"] == "pass_share")
    assert (share["counted"], share["among"], share["value"]) == (140, 200, 0.7)


def test_every_file_that_cannot_be_read_is_told(run: Run, made: Path) -> None:
    (made / "other.json").write_text('{"what": 1}')
    ran = run("evidence", made / "other.json", made / "bad.json", made / "none.json")
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 2
    assert "known: deepeval" in ran.err
    assert "none.json: there is no such file" in ran.err
    assert run("evidence").code == 2


def test_standard_input_is_evidence_too(run: Run, made: Path) -> None:
    data = json.loads(run("evidence", "-", "--json", stdin=(made / "bad.json").read_text()).out)
    assert data["questions"]["base_model_suffices"]["file"] == "<stdin>"
    says = run("evidence", "-", stdin='{"messages"\n{"messages": [{"role"').err
    assert "<stdin>" in says
    assert "both standard input" in run("decide", "-", "--evidence", "-").err


def test_a_bar_that_is_replaced_is_the_bar(run: Run, made: Path) -> None:
    more = evidence(made, "bad.json")
    low = json.loads(run("decide", *more, "--set", "satisfaction_bar=60%", "--json").out)
    assert low["outcome"] == "prompt_engineering"
    assert run("decide", *more, "--set", "satisfaction_bar=70%").code == 1


def test_set_wins_over_a_file_and_a_file_over_evidence(run: Run, made: Path) -> None:
    Path("mine.yaml").write_text("base_model_suffices: no\ntraining_examples: 5\n")
    more = evidence(made, "good.json", "examples.jsonl")

    def decided(*given: str) -> tuple[str, set[str]]:
        data = json.loads(run("decide", *given, *more, "--json").out)
        return data["outcome"], set(data.get("evidence", {}))

    assert decided() == (
        "prompt_engineering",
        {"base_model_suffices", "prompt_satisfaction", "training_examples"},
    )
    assert decided("mine.yaml") == ("improve_prompts", {"prompt_satisfaction"})
    kept = {"prompt_satisfaction", "training_examples"}
    assert decided("--set", "base_model_suffices=no", "--set", "latency_critical=yes")[1] == kept
    assert decided("mine.yaml", "--set", "base_model_suffices=yes")[0] == "prompt_engineering"


def test_an_interval_over_the_bar_is_not_sure_and_says_how_much_more(run: Run, made: Path) -> None:
    ran = run("decide", *evidence(made, "open.json"))
    assert ran.code == 1
    more = "170 of 200, 79 % to 89 %, on both sides of 80 %; 46 more graded runs would tell"
    assert f"base_model_suffices: not sure, from open.json, {more}" in ran.err
    partial = re.sub(r"\s+", " ", run("decide", *evidence(made, "open.json"), "--partial").out)
    assert f"Base model does the task well: not sure, from open.json, {more}" in partial.replace("· ", "")


def test_a_spread_over_a_turn_of_the_chart_is_a_range_for_what_if(run: Run, made: Path) -> None:
    known = ["--set", "base_model_suffices=no", "--set", "latency_critical=no", *PRICED]
    more = evidence(made, "near.json", "examples.jsonl")
    data = json.loads(run("whatif", *known, *more, "--json").out)
    low, high = data["ranges"]["monthly_requests"]
    assert low < 1_000_000 < high
    assert data["answers"]["monthly_requests"] == "unknown"
    assert [one["outcome"] for one in data["segments"]] == [
        "prompt_engineering_low_volume",
        "fine_tune_to_save",
    ]
    assert "on both sides of 1,000,000 requests a month" in data["evidence"]["monthly_requests"]["says"]
    assert run("decide", *known, *more).code == 1
    lower = run("decide", *known, *more, "--set", "volume_gate=100k", "--json")
    assert json.loads(lower.out)["answers"]["monthly_requests"] > 900_000  # the gate is not in the interval


def test_what_cannot_be_told_answers_nothing(run: Run, made: Path) -> None:
    ran = run("decide", *evidence(made, "errors.json", "short.json"), "--set", "training_examples=2000")
    assert "base_model_suffices: missing, and errors.json does not tell it" in ran.err
    assert "short.json does not tell it: 4 whole days cannot stand for a month" in ran.err
    told = re.sub(r"\s+", " ", run("evidence", made / "short.json").out)
    assert "Requests: cannot be told (monthly_requests)" in told
    assert "3 more whole days needed" in told


def test_a_decision_keeps_where_its_answers_come_from(run: Run, made: Path) -> None:
    more = evidence(made, "bad.json", "examples.jsonl", "usage.json")
    assert run("record", *more, "--set", "latency_critical=no", *PRICED, "-o", "d.md").code == 0
    text = Path("d.md").read_text()
    assert "| Base model does the task well | no | from bad.json, 140 of 200, 63 % to 76 % |" in text
    assert "| Latency is critical | no | answered |" in text
    assert SECRET not in text
    assert str(made) not in text
    again = json.loads(run("decide", "d.md", "--json").out)["evidence"]
    assert again["base_model_suffices"] == {
        "file": "bad.json", "measure": "pass_share", "says": "140 of 200, 63 % to 76 %"}  # fmt: skip
    other = json.loads(run("decide", "d.md", "--set", "monthly_requests=2M", "--json").out)["evidence"]
    assert again.keys() - other.keys() == {"monthly_requests"}
    Path("later.yaml").write_text("training_examples: 3000\n")
    later = json.loads(run("decide", "d.md", "later.yaml", "--json").out)["evidence"]
    assert again.keys() - later.keys() == {"training_examples"}
    assert "140 of 200, 63 % to 76 %" in run("decide", "d.md").out
    full = re.sub(r"\s+", " ", run("decide", "d.md", "--full").out)
    assert "Base model does the task well: no, from bad.json, 140 of 200, 63 % to 76 % (base" in full


def test_what_stands_in_a_decision_of_a_stranger_is_one_line(run: Run, tmp_path: Path) -> None:
    saved = {"advisor": 1, "ruleset": {"id": "published"}, "answers": {"base_model_suffices": True}, "evidence": {
        "base_model_suffices": {"file": "a\nb" + "c" * 999, "measure": "x", "says": "y"},
        "training_examples": {"file": "not answered", "measure": "x", "says": "y"}}}  # fmt: skip
    (tmp_path / "d.json").write_text(json.dumps(saved))
    found = json.loads(run("decide", tmp_path / "d.json", "--json").out)["evidence"]
    assert found.keys() == {"base_model_suffices"}
    assert found["base_model_suffices"]["file"].startswith("a\\nbccc")
    assert len(found["base_model_suffices"]["file"]) <= 300


RULES = """
ruleset: {id: shares, version: 1.0.0, title: Shares}
start: here
approaches: {a: {title: A}}
questions:
  failing: {ask: How many fail?, type: number, unit: percent, min: 0, max: 100}
  cost: {ask: What does it cost?, type: number, unit: EUR a month}
  few: {ask: How many?, type: integer, max: 1000}
parameters: {most: {value: 30, unit: percent, min: 0, max: 100, source: us, date: 2026-11-01}}
evidence:
  failing: {measure: failure_share}
  cost: {measure: cost_a_month}
  few: {measure: requests_a_month}
decisions:
  here:
    label: Too many?
    branches: [{label: "yes", when: failing > most, to: bad}, {label: "no", to: good}]
outcomes:
  bad: {approach: a, title: Bad, says: Bad.}
  good: {approach: a, title: Good, says: Good.}
"""


def test_a_measure_is_told_in_the_unit_of_its_question(run: Run, made: Path) -> None:
    (made / "rules").mkdir()
    (made / "rules" / "rules.yaml").write_text(RULES)
    days = [(f"2026-10-{day:02}", 100, 40 + day % 7) for day in range(1, 31)]
    results = [{"date": day, "metrics": {"successful_requests": fine, "failed_requests": not_fine, "spend": 3.5,
                "prompt_tokens": 9, "completion_tokens": 9}} for day, fine, not_fine in days]  # fmt: skip
    (made / "spend.json").write_text(json.dumps({"results": results, "metadata": {"has_more": False}}))
    data = json.loads(run("evidence", "--rules", made / "rules", made / "spend.json", "--json").out)[
        "questions"
    ]
    assert data["failing"]["answer"] == "unknown"
    assert "on both sides of 30 %" in data["failing"]["says"]
    assert data["cost"]["answer"] is None
    assert "the question is in EUR" in data["cost"]["says"]
    assert data["few"]["answer"] is None
    assert "is above the greatest allowed, 1,000" in data["few"]["says"]
    told = ["--rules", made / "rules", *evidence(made, "spend.json"), "--set", "most=10", "--json"]
    assert json.loads(run("decide", *told).out)["answers"]["failing"] == 30.02


def talked(talk: Talk, files: list[Path], *keys: str) -> Form:  # noqa: F811
    """A conversation whose form has files of evidence; the form as it was kept."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    kept, form = journal.new(talk.rules, talk.file), Form(talk.rules, files=tuple(map(read, files)))
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text("".join(keys))
        assert (
            conversation.Conversation(form, kept, talk._show, lambda _: [], "go on with {}".format).run() == 0
        )
    return journal.resume(talk.rules, talk.file)[1]


def test_enter_takes_what_a_file_says_and_it_is_kept(talk: Talk, made: Path) -> None:  # noqa: F811
    form = talked(talk, [made / "bad.json", made / "examples.jsonl"], OTHER, ENTER, ENTER, ENTER, NO, f"9{ENTER}",
                  SHOW, QUIT)  # fmt: skip
    assert talk.outcome == "prompt_engineering_low_volume"
    assert form.answers.given["training_examples"] == 1500
    assert form.answers.evidence["base_model_suffices"] == FromFile(
        "bad.json", "pass_share", "140 of 200, 63 % to 76 %"
    )
    assert decision.read(str(talk.file)).evidence.keys() == {"base_model_suffices", "training_examples"}


def test_another_answer_is_no_file_s(talk: Talk, made: Path) -> None:  # noqa: F811
    form = talked(talk, [made / "bad.json", made / "examples.jsonl"], OTHER, ENTER, f"5{ENTER}", SHOW, QUIT)
    assert talk.outcome == "improve_prompts"
    assert form.answers.evidence.keys() == {"base_model_suffices"}


def test_what_is_open_is_offered_as_not_sure(published: Ruleset, made: Path) -> None:
    form = Form(published, files=(read(made / "open.json"), read(made / "short.json")))
    value, source = flow.offered(form, "base_model_suffices")
    assert value is UNKNOWN
    assert "46 more graded runs" in source
    assert flow.offered(form, "monthly_requests") == (None, "")
    assert "short.json, 4 whole days" in flow.not_told(form, "monthly_requests")
    assert flow.not_told(form, "base_model_suffices") == ""


def test_the_wizard_says_where_a_suggestion_comes_from(made: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("use_case: other\n")
    terminal = Terminal("--resume", tmp_path / "a.yaml", "--evidence", made / "bad.json")
    shown = terminal.wait_for("Esc: back")
    assert "Suggested: no (from bad.json, 140 of 200, 63 % to 76 %)" in shown
    terminal.type(CTRL_C)
    assert terminal.exit_code() == 130
    terminal.hang_up()


class _Watched(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_only_large_files_are_watched_and_only_on_a_terminal(
    run: Run, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LARGE", 10_000)
    large, small = made / "examples.jsonl", made / "short.json"
    assert run("evidence", large, small, "--json").err == ""
    watched = _Watched()
    monkeypatch.setattr(sys, "stderr", watched)
    with progress.watched(str(large)) as told:
        assert told is not None
        read(large, told)
    assert "examples.jsonl" in watched.getvalue()
    with progress.watched(str(small)) as none:
        assert none is None
