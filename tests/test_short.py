"""What is told first of an advice: one screen, with what matters most."""

import io
import json
from collections.abc import Callable

import pytest

from advisor import advise, load, walk
from advisor.advice.short import Short, short
from advisor.analysis.whatif import what_if
from advisor.engine.checking import check
from advisor.output import terminal
from advisor.rules import Ruleset, shipped_names
from tests.conftest import EXAMPLE, Ran, sets
from tests.test_advice import WAYS

LEAST = {"base_model_suffices": "no", "training_examples": "640"}


def told(rules: Ruleset, answers: dict[str, object]) -> Short:
    return short(advise(walk(rules, answers)))


def printed(rules: Ruleset, answers: dict[str, object]) -> list[str]:
    file = io.StringIO()
    terminal.show(terminal.short_advice(told(rules, answers), "--full"), file)
    return file.getvalue().splitlines()


def section(found: Short, label: str) -> tuple[tuple[str, ...], ...]:
    return next((one.entries for one in found.sections if one.label == label), ())


@pytest.mark.parametrize("name", shipped_names())
def test_every_scenario_fits_a_screen(name: str) -> None:
    """The 23 above the prompt of a screen of 24: what is left out is told in one, or two are the wizard's menu."""
    rules = load(name)
    for scenario in rules.scenarios.values():
        for use_case in (None, *rules.use_cases):
            for memory in (None, 24, 1):  # where nothing fits, there is a step more
                answers = {**scenario.answers, "use_case": use_case, "gpu_memory_gb": memory}
                answers = {name: value for name, value in answers.items() if value is not None}
                lines = printed(rules, answers)
                assert len(lines) <= 23, "\n".join(lines)
                assert max(map(len, lines)) <= 80
                found = advise(walk(rules, answers))
                assert memory == 1 or bool(section(short(found), "Care")) is bool(found.cautions)


@pytest.mark.parametrize("given", [{}, {"base_model_suffices": "no", "latency_critical": "no"}], ids=str)
def test_what_is_still_possible_fits_a_screen(published: Ruleset, given: dict[str, object]) -> None:
    """Above the menu of the wizard; the whole of it is told by whatif."""
    open_ = check(published, dict.fromkeys(published.questions, "?") | given)
    file = io.StringIO()
    lines = terminal.show(terminal.open_in_short(what_if(published, open_)), file)
    told = file.getvalue()
    assert lines == told.count("\n") <= 22
    for says in ("Improve the prompts first, and consider retrieval, if nothing more is known", "Still possible",
                 "Fine-tune to save money", "What to find out"):  # fmt: skip
        assert says in told


@pytest.mark.parametrize("outcome", WAYS)
def test_headline_path_and_every_next_step_are_told(published: Ruleset, outcome: str) -> None:
    advice = advise(walk(published, WAYS[outcome]))
    found = short(advice)
    assert (found.title, found.says) == (advice.title, advice.says)
    assert [entry[1:3] for entry in section(found, "Path")] == [
        (one.title, one.label) for one in advice.trace.steps
    ]
    assert tuple(entry[1] for entry in section(found, "Next")) == advice.next
    assert bool(section(found, "Care")) is bool(advice.cautions)


def test_the_path_has_results_and_says_nothing_twice(published: Ruleset) -> None:
    path = section(told(published, dict(EXAMPLE)), "Path")
    assert [entry[3] for entry in path] == [
        "", "1,000 ≥ 1,000", "", "1,000,000 ≥ 1,000,000", "$11,250 > $700 and $126,600 > $5,000",
    ]  # fmt: skip


def test_a_line_of_money_where_money_was_asked(published: Ruleset) -> None:
    assert section(told(published, LEAST), "Costs") == ()
    ((line,),) = section(told(published, dict(EXAMPLE)), "Costs")
    assert line.startswith("Prompting: $11,250 a month; Tuned model: $700 a month")


def test_what_is_left_out_is_named_and_full_tells_it(run: Callable[..., Ran]) -> None:
    brief, full = (run("decide", *sets(EXAMPLE), *more).out for more in ([], ["--full"]))
    assert "--full adds 2 cautions, 5 assumptions, 3 reasons, and more." in " ".join(brief.split())
    assert "Assumed" not in brief
    for heading in ("Assumed, because it was not answered", "The arithmetic", "What speaks for it"):
        assert heading in full


def test_arithmetic_that_no_answer_reached_is_not_printed(run: Callable[..., Ran]) -> None:
    assert "The arithmetic" not in run("decide", *sets(LEAST), "--full").out
    own = run("decide", *sets(LEAST), "--set", "engineering_rate=150", "--full").out
    assert "Training and engineering, once  $3,064" in own


def test_reasons_that_say_the_same_are_one(run: Callable[..., Ran]) -> None:
    full = run("decide", *sets(EXAMPLE), "--full").out
    assert "There is substantial training data." in full
    assert "as many examples as the chart asks for" not in full  # the same numbers, for the same


FAILING = {"base_model_suffices": "no", "training_examples": "5000", "latency_critical": "yes"}


LOW = {"latency_critical": "no", "monthly_requests": "20k"}
DEAR = {"latency_critical": "no", "monthly_requests": "1M", "avg_input_tokens": "500", "avg_output_tokens": "1k",
        "fine_tune_cost": "1M"}  # fmt: skip


@pytest.mark.parametrize(("given", "answers"), [
    ({"needs_fixed_behavior": "yes"}, {"has_varied_tasks": True}),
    ({}, {"needs_fixed_behavior": True, "has_varied_tasks": True}),
    (LOW | {"needs_fixed_behavior": "yes"}, {"has_varied_tasks": True}),
    (LOW | {"needs_fixed_behavior": "?"}, {"needs_fixed_behavior": True, "has_varied_tasks": True}),
    (DEAR | {"needs_fixed_behavior": "yes"}, {"has_varied_tasks": True}),
    (DEAR | {"fine_tune_cost": "5k"}, {"needs_fixed_behavior": True, "has_varied_tasks": True}),
    ({"training_examples": "50"}, None), ({"base_model_suffices": "yes"}, None),
    ({"needs_fixed_behavior": "no"}, None), ({"needs_fixed_behavior": "yes", "has_varied_tasks": "yes"}, None),
])  # fmt: skip
def test_an_open_answer_that_would_add_a_combination_is_named(
    run: Callable[..., Ran], given: dict[str, object], answers: dict[str, bool] | None
) -> None:
    """Whoever has prompts that fail and examples enough finds it, whatever the volume and the money say."""
    wanted = [{"id": "core_and_rest", "title": "Combine both", "answers": answers}] if answers else []
    for command in ("decide", "whatif"):
        argv = [command, *sets(FAILING | given)]
        assert json.loads(run(*argv, "--json").out)["could_add"] == wanted
        told = "Combine both, if" in run(*argv).out
        assert told is bool(wanted)


def test_the_answers_that_are_named_add_it(published: Ruleset) -> None:
    (one,) = advise(walk(published, FAILING)).additions
    after = advise(walk(published, {**FAILING, **one.answers}))
    assert ([hybrid.id for hybrid in after.hybrids], after.additions) == ([one.id], ())


def test_the_source_is_named_where_it_is_cited(published: Ruleset) -> None:
    for answers in WAYS.values():
        found = told(published, answers)
        texts = [found.says, *(entry[-1] for one in found.sections for entry in one.entries)]
        assert bool(found.source) is any("source" in text for text in texts)
        lines = printed(published, answers)
        assert lines[1].startswith("The source: LLM Fine-tuning") is bool(found.source)
