"""The ruleset `current`: twelve situations, what its page says, and that it does not contradict itself."""

import itertools
import re
from datetime import date

import pytest

from advisor import advise, load, walk
from advisor.analysis.check import check
from advisor.analysis.check.conditions import at_outcomes
from advisor.analysis.solver import Prover
from advisor.engine import checking
from advisor.engine.questions import needed
from advisor.rules import Ruleset
from tests.conftest import ROOT

PAGE = ROOT / "rules" / "current" / "README.md"
SITUATIONS = 12
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def current() -> Ruleset:
    return load("current")


def situations(rules: Ruleset) -> list[str]:
    return [name for name in rules.scenarios if rules.scenarios[name].says]


@pytest.mark.slow
def test_it_is_sound_and_covered(current: Ruleset) -> None:
    found = check(current, TODAY)
    assert [one for one in found.findings if one.code != "stale"] == []


def test_scenarios_hold(current: Ruleset) -> None:
    for name, scenario in current.scenarios.items():
        trace = walk(current, scenario.answers)
        assert trace.outcome == scenario.outcome, name
        if scenario.asked is not None:
            assert needed(current, checking.check(current, scenario.answers)) == scenario.asked, name
        if scenario.cautions is not None:
            assert tuple(one.id for one in advise(trace, TODAY).cautions) == scenario.cautions, name
    assert len(situations(current)) == SITUATIONS
    assert {one.outcome for one in current.scenarios.values()} == set(current.outcomes)


def test_every_way_of_solving_it_has_an_outcome(current: Ruleset) -> None:
    assert {one.approach for one in current.outcomes.values()} == {
        "prompt", "retrieve", "fine_tune", "distill", "combine"}  # fmt: skip


def test_every_figure_says_whose_it_is(current: Ruleset) -> None:
    for name, one in current.parameters.items():
        assert one.source, name
        assert one.date, name
    assert not any(
        option.retires for question in current.questions.values() for option in question.options.values()
    )


# --- its page ---


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the page."""
    part = PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def as_published(rules: Ruleset, given: dict[str, object]) -> dict[str, object]:
    """The same situation in the words of `published`; what it does not say is as the page says."""
    walked = walk(rules, given).scope
    told = walked.answers.known()
    waits = "latency_now" in told and told["latency_now"] > told["latency_target"]
    return {
        "base_model_suffices": "passed" in told and walked["passes"],
        "training_examples": told.get("examples", 0),
        "latency_critical": waits,
        "monthly_requests": told.get("monthly_requests", 100_000),
        "avg_input_tokens": told.get("input_tokens", 1_000),
        "avg_output_tokens": told.get("output_tokens", 200),
    }


def test_the_page_compares_what_both_say(current: Ruleset, published: Ruleset) -> None:
    expected = []
    for name in situations(current):
        given = dict(current.scenarios[name].answers)
        ours = current.outcomes[walk(current, given).outcome or ""].title
        theirs = published.outcomes[walk(published, as_published(current, given)).outcome or ""].title
        expected.append([f"`{name}`", ours, theirs])
    assert [row[:3] for row in rows("Where it differs from `published`")] == expected


def test_the_page_names_every_outcome_and_figure_it_takes(current: Ruleset) -> None:
    text = PAGE.read_text()
    assert [row[0] for row in rows("Outcomes")] == [f"`{name}`" for name in current.outcomes]
    for name in re.findall(r"`([a-z_]+)`", text.partition("## What comes from where")[2]):
        known = {*current.questions, *current.parameters, *current.outcomes, *current.cautions,
                 *current.shortlists, *current.scenarios, "published"}  # fmt: skip
        assert name in known, name


# --- no advice contradicts another part of itself ---

TRAINED = {"combine", "fine_tune", "fine_tune_small", "distill_behavior", "distill_to_save"}
OPPOSED = [
    ({"prompt_passes"}, {"behavior_fails", "both_fail", "facts_missing", "reasoning_fails", "levers_left"}),
    ({"behavior_fails"}, {"both_fail", "facts_missing", "reasoning_fails", "retrieve", "split_task"}),
    ({"levers_left"}, TRAINED),
    ({"enough_to_train"}, {"collect_examples", "retrieve_and_collect", "trim_prompts"}),
    ({"may_learn_from"}, {"collect_examples", "trim_prompts"}),
    ({"sources_needed", "readers_differ", "facts_change"}, {"fine_tune", "distill_behavior", "collect_examples"}),
    ({"nothing_saved"}, {"stay"}),
    ({"host_outside"}, TRAINED),
    ({"too_few_to_upload"}, TRAINED | {"trial_only"}),
]  # fmt: skip


@pytest.mark.slow
def test_the_advice_does_not_contradict_itself(current: Ruleset) -> None:
    """Of what is asked on the way; a walk never comes to an answer that would contradict where it led."""
    prover = Prover(current)

    def said(name: str) -> list[object]:
        if name in current.outcomes:
            return [prover.reach(name)]
        entry = {**current.criteria, **current.cautions}[name]
        where = [] if name in current.criteria else at_outcomes(current, prover, entry)
        return [*where, prover.defined(entry.when), prover.condition(entry.when)]

    for ones, others in OPPOSED:
        for one, other in itertools.product(sorted(ones), sorted(others)):
            assert prover.witness(*said(one), *said(other)) is None, (one, other)
