"""A walk: which branch and why, what is asked, and what holds for every input."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.engine.answers import UNKNOWN, Answers
from advisor.engine.questions import missing
from advisor.engine.session import walk
from advisor.errors import AdvisorError, AnswerError
from advisor.rules import Ruleset, load
from tests.conftest import SMALL, Ran


def test_waits_for_the_first_question_without_an_answer(small: Ruleset) -> None:
    trace = walk(small)
    assert (trace.outcome, trace.pending, trace.steps) == (None, "is_raining", ())
    assert walk(small, {"is_raining": "no"}).pending == "chance"


def test_each_step_says_why(small: Ruleset) -> None:
    trace = walk(small, {"is_raining": "no", "chance": "0.1", "walk_minutes": 20})
    assert trace.outcome == "leave_it"
    assert [(step.decision, step.label, step.because) for step in trace.steps] == [
        ("raining", "no", "Raining: no"), ("worth_it", "no", "0.1 × 20 = 2 < 3"),
    ]  # fmt: skip


def test_a_default_that_was_used_is_told(small: Ruleset) -> None:
    answers = {"is_raining": False, "chance": 0.5}
    assert walk(small, answers).scope.used_defaults == {"walk_minutes": 20}
    assert walk(small, answers, defaults=False).pending == "walk_minutes"


def test_not_sure_is_asked_for_and_never_defaulted(small: Ruleset) -> None:
    assert walk(small, {"is_raining": False, "chance": 0.5, "walk_minutes": "?"}).pending == "walk_minutes"
    assert walk(small, {"is_raining": UNKNOWN}).pending == "is_raining"


def test_overrides_count(small: Ruleset) -> None:
    assert walk(small, {"is_raining": False, "chance": 0.5, "limit": 11}).outcome == "leave_it"
    assert walk(small, {"is_raining": False, "chance": 0.5, "usual_minutes": 2}).outcome == "leave_it"


def test_missing_names_all_at_once_those_needed_first_first(small: Ruleset) -> None:
    assert missing(walk(small)) == ["is_raining", "chance"]
    assert missing(walk(small, {"is_raining": False})) == ["chance"]
    assert missing(walk(small, {"is_raining": True})) == []


def test_answers_are_checked(small: Ruleset) -> None:
    with pytest.raises(AnswerError, match="expected yes or no"):
        walk(small, {"is_raining": "perhaps"})


def test_rules_that_go_round_are_named(tmp_path: Path) -> None:
    text = (
        (SMALL / "rules.yaml")
        .read_text()
        .replace('{label: "no", to: leave_it}', '{label: "no", to: raining}')
    )
    (tmp_path / "rules.yaml").write_text(text)
    with pytest.raises(AdvisorError, match="goes round: raining → worth_it → raining"):
        walk(load(tmp_path), {"is_raining": False, "chance": 0})


@pytest.mark.parametrize("argv", [
    ("whatif",), ("whatif", "--set", "chance=0..1"), ("decide", "--partial"), ("page", "-o", "page.html"), ("sql",),
])  # fmt: skip
def test_what_looks_at_all_ways_says_that_rules_go_round(
    run: Callable[..., Ran], tmp_path: Path, argv: tuple[str, ...]
) -> None:
    text = (SMALL / "rules.yaml").read_text()
    (tmp_path / "rules.yaml").write_text(
        text.replace('{label: "no", to: leave_it}', '{label: "no", to: raining}')
    )
    ran = run(*argv, "--rules", tmp_path)
    assert (ran.code, "the chart goes round: raining → worth_it → raining (let it lead on)" in ran.err) == (
        1,
        True,
    )


def test_division_by_zero_is_named(tmp_path: Path) -> None:
    text = (
        (SMALL / "rules.yaml").read_text().replace("wet_minutes >= limit", "walk_minutes / chance >= limit")
    )
    (tmp_path / "rules.yaml").write_text(text)
    with pytest.raises(
        AdvisorError, match="decisions › worth_it: a formula of this decision divides by zero"
    ):
        walk(load(tmp_path), {"is_raining": False, "chance": 0})


def test_a_ruleset_of_one_outcome(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        "ruleset: {id: one, version: 1, title: One}\nstart: only\napproaches: {a: {title: A}}\n"
        "questions: {}\ndecisions: {}\noutcomes: {only: {approach: a, title: Only, says: Only this.}}\n")  # fmt: skip
    assert walk(load(tmp_path)).outcome == "only"


ANSWERS = st.fixed_dictionaries({}, optional={
    "base_model_suffices": st.booleans(),
    "training_examples": st.sampled_from([0, 1, 999, 1000, 1001, 5000]) | st.integers(0, 10**7),
    "training_data_quality": st.sampled_from([0, 1, 0.8]) | st.decimals(0, 1, places=3).map(float),
    "latency_critical": st.booleans(),
    "monthly_requests": st.sampled_from([0, 999_999, 1_000_000]) | st.integers(0, 10**9),
    "avg_input_tokens": st.integers(0, 10**5), "avg_output_tokens": st.integers(0, 10**5),
    "fine_tune_cost": st.sampled_from([126_599, 126_600, 126_601]) | st.integers(0, 10**7),
    "api_offer": st.sampled_from(["gpt-4o", "claude-3.5-sonnet", "llama-3.1-70b-self-hosted"]),
    "tuning_plan": st.sampled_from(["llama-3.1-8b", "llama-3.1-70b"]),
    "gpu_memory_gb": st.integers(0, 640), "use_case": st.sampled_from(["other", "customer_support"]),
})  # fmt: skip


def way(rules: Ruleset, answers: Any) -> tuple[object, ...]:
    trace = walk(rules, answers)
    return trace.outcome, trace.pending, [(step.decision, step.branch, step.because) for step in trace.steps]


@given(ANSWERS)
def test_a_walk_ends_at_an_outcome_or_a_question(published: Ruleset, answers: dict[str, object]) -> None:
    trace = walk(published, answers)
    assert (trace.outcome is None) != (trace.pending is None)
    assert trace.pending is None or trace.pending not in answers


@given(ANSWERS)
def test_replay_is_idempotent(published: Ruleset, answers: dict[str, object]) -> None:
    assert way(published, answers) == way(published, answers)


@given(ANSWERS, st.data())
def test_back_after_an_answer_is_the_state_before_it(
    published: Ruleset, answers: dict[str, object], data: st.DataObject
) -> None:
    before = walk(published, answers, defaults=False)
    if before.pending is None:
        return
    kind = published.questions[before.pending].type
    options = list(published.options(before.pending))
    value = data.draw(st.booleans() if kind == "yes_no" else st.sampled_from(options or ["1"]))
    given_ = Answers(before.scope.answers.given).with_answer(before.pending, walk(published, {before.pending: value})
                                                             .scope.answers.given[before.pending])  # fmt: skip
    walk(published, given_, defaults=False)
    after = walk(published, {k: v for k, v in given_.given.items() if k != before.pending}, defaults=False)
    assert (after.pending, after.at) == (before.pending, before.at)


@given(ANSWERS)
def test_an_answer_off_the_path_changes_nothing(published: Ruleset, answers: dict[str, object]) -> None:
    trace = walk(published, answers)
    guards = [guard for step in trace.steps for guard in step.guards]
    if trace.pending:  # the decision that waits for it has read others
        guards += [branch.when for branch in published.decisions[trace.at].branches if branch.when]
    read = {name for guard in guards for name in published.questions_of(guard)}
    on_path = {name: value for name, value in answers.items() if name in read}
    assert way(published, on_path) == way(published, answers)
