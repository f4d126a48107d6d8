"""The shipped rules held to their source: every figure, every row, every combination."""

import itertools
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from advisor.advice.advice import advise
from advisor.advice.model import AGREES, DIFFERS, REFINES, Advice
from advisor.analysis.check.conditions import at_outcomes
from advisor.analysis.solver import Prover
from advisor.engine import checking
from advisor.engine.questions import needed
from advisor.engine.scope import Scope
from advisor.engine.session import walk
from advisor.rules import Ruleset
from tests.conftest import EXAMPLE, ROOT

CORRECT = {  # recomputed by hand, in the order of the erratum's `correct`
    "F1": [50_250], "F2": [75_300], "F3": [16_384], "F4": [Fraction("554.4"), Fraction("754.4"), Fraction("1.21")],
    "F5": [141, 35, 24], "F6": [2_064, 700], "F7": [8_768, 2_500, 1_100, 640],
    "F8": [11_250, 10_550, Fraction(5_000, 10_550)], "F9": [2_064, Fraction(2_064, 10_550)], "F10": [4],
    "F11": [Fraction("754.4"), 2_000], "F12": [0], "F13": [Fraction(700_000, 11_250) * 1_000], "F14": [16],
    "L5": [-700], "L7": [1_000], "L8": [Fraction(5_000, 54)], "L11": [Fraction("0.8")], "T1": [1_000, 100],
    "T2": [Fraction(700_000, 11_250) * 1_000, (Fraction(5_000, 12) + 700) / Fraction(11_250, 10**6)],
}  # fmt: skip


def test_every_erratum_is_there(published: Ruleset) -> None:
    assert [f"F{n}" for n in range(1, 15)] + [f"L{n}" for n in range(1, 12)] == [
        name for name in published.errata if not name.startswith("T")
    ]
    assert {name for name, one in published.errata.items() if one.correct} == set(CORRECT)


@pytest.mark.parametrize("name", CORRECT)
def test_the_right_figure_comes_out_of_the_rules(published: Ruleset, name: str) -> None:
    erratum = published.errata[name]
    scope = Scope(published, checking.check(published, erratum.given))
    assert [figure.value(scope) for figure in erratum.correct.values()] == CORRECT[name]


def test_rounded_as_the_source_would_print_them() -> None:
    rounded = {name: [round(float(figure), 3) for figure in figures] for name, figures in CORRECT.items()}
    assert rounded["F8"][-1] == 0.474
    assert round(rounded["F9"][-1], 1) == 0.2
    assert round(rounded["L8"][0], 1) == 92.6
    assert [-int(-figure // 1) for figure in CORRECT["T2"]] == [62_223, 99_260]  # the next whole request


def test_every_row_of_the_source_is_carried(published: Ruleset) -> None:
    refs = set(re.findall(r"ref: (S\d+)", "".join(published.origin.texts.values())))
    assert refs == {f"S{n}" for n in range(1, 19)}
    source = published.ruleset.source
    assert source is not None  # S19
    assert (source.author, str(source.published), str(source.updated)) == (
        "Larry Qu",
        "2026-02-16",
        "2026-05-08",
    )


def test_the_rows_are_complete(published: Ruleset) -> None:
    def count(section: str, ref: str) -> int:
        return sum(entry.ref == ref for entry in getattr(published, section).values())

    assert [len(row.values) for row in published.comparison.values()] == [2] * 7  # S1
    assert [count("criteria", ref) for ref in ("S2", "S5", "S16", "S17")] == [4, 5, 4, 4]
    assert len(published.options("api_offer")) == 3  # S3
    assert all(one.template for one in published.techniques.values())
    assert count("techniques", "S4") == 3
    assert set(published.options("tuning_plan")) == {"llama-3.1-8b", "llama-3.1-70b"}  # S6
    assert [
        sum(row.values["billions"] == 8 for row in one.rows.values()) for one in published.shortlists.values()
    ] == [6]  # S7; those of 70B are not the source's
    assert (len(published.decisions), len(published.outcomes)) == (5, 6)  # S8, and the computed one of S9
    assert [len(one.routes) for one in published.hybrids.values()] == [3]  # S10, S11
    assert [published.parameters[f"{kind}_share"].value for kind in ("common", "edge", "negative")] == [
        50,
        30,
        20,
    ]
    assert count("use_cases", "S15") == 10


def test_the_ids_are_the_fixed_ones(published: Ruleset) -> None:
    assert {"use_case", "base_model_suffices", "training_examples", "training_data_quality", "latency_critical",
            "monthly_requests", "avg_input_tokens", "avg_output_tokens", "fine_tune_cost", "api_offer", "tuning_plan",
            "gpu_memory_gb", "least_quality"} <= set(published.questions)  # fmt: skip
    assert list(published.use_cases) == [
        "general_chatbot", "code_generation", "sentiment_analysis", "legal_document_analysis", "customer_support",
        "medical_diagnosis", "email_classification", "domain_extraction", "creative_writing",
        "technical_documentation", "other"]  # fmt: skip
    assert list(published.decisions) == ["base_model", "training_data", "latency", "volume", "economics"]
    assert set(published.outcomes) == {
        "prompt_engineering", "improve_prompts", "fine_tune_smaller_model", "fine_tune_to_save",
        "prompt_engineering_cheaper", "prompt_engineering_low_volume"}  # fmt: skip
    assert set(published.approaches) == {"prompt", "fine_tune"}
    assert list(published.options("api_offer")) == [
        "gpt-4o",
        "claude-3.5-sonnet",
        "llama-3.1-70b-self-hosted",
    ]


def chart(base: bool, examples: int, latency: bool, requests: int, cost: int, horizon: int) -> str:
    """The flowchart and the ROI rule as plain Python, at 500 and 1,000 tokens, GPT-4o and the 8B plan."""
    if base:
        return "prompt_engineering"
    if examples < 1000:
        return "improve_prompts"
    if latency:
        return "fine_tune_smaller_model"
    if requests < 1_000_000:
        return "prompt_engineering_low_volume"
    saving = requests * (500 * Fraction("2.5") + 1000 * 10) / 10**6 - 700
    if saving > 0 and Fraction(cost) / saving < horizon:
        return "fine_tune_to_save"
    return "prompt_engineering_cheaper"


@pytest.mark.parametrize("horizon", [11, 12, 13])
def test_every_combination_ends_where_the_chart_says(published: Ruleset, horizon: int) -> None:
    for combination in itertools.product(
        (True, False), (0, 999, 1_000, 1_001), (True, False), (0, 999_999, 1_000_000, 1_000_001),
        (0, 5_000, 116_049, 116_050, 126_599, 126_600, 126_601, 137_149, 137_150),
    ):  # fmt: skip
        base, examples, latency, requests, cost = combination
        trace = walk(published, {
            "base_model_suffices": base, "training_examples": examples, "latency_critical": latency,
            "monthly_requests": requests, "avg_input_tokens": 500, "avg_output_tokens": 1000,
            "fine_tune_cost": cost, "horizon_months": horizon})  # fmt: skip
        assert trace.outcome == chart(*combination, horizon), combination


def test_never_pays_back_without_a_saving(published: Ruleset) -> None:
    few = advise(walk(published, EXAMPLE | {"monthly_requests": 10_000}))
    assert few.costs.figure("break_even_months").value is None  # type: ignore[union-attr]
    assert few.outcome != "fine_tune_to_save"
    same = advise(walk(published, EXAMPLE | {"avg_input_tokens": 0, "avg_output_tokens": 70}))
    assert same.costs.figure("monthly_saving").value == 0  # type: ignore[union-attr]
    assert same.costs.figure("break_even_months").value is None  # type: ignore[union-attr]
    assert same.outcome == "prompt_engineering_cheaper"


WAYS = {
    "prompt_engineering": {"base_model_suffices": True},
    "improve_prompts": {"base_model_suffices": False, "training_examples": 5},
    "fine_tune_smaller_model": {"base_model_suffices": False, "training_examples": 1000, "latency_critical": True},
    "prompt_engineering_low_volume": EXAMPLE | {"monthly_requests": 5},
    "fine_tune_to_save": EXAMPLE,
    "prompt_engineering_cheaper": EXAMPLE | {"fine_tune_cost": 10**6},
}  # fmt: skip
TABLE: dict[str, tuple[str, list[str]]] = {
    "general_chatbot": ("prompt", []), "code_generation": ("fine_tune", ["size_8b"]),
    "sentiment_analysis": ("prompt", []), "legal_document_analysis": ("fine_tune", ["rag"]),
    "customer_support": ("fine_tune", ["size_8b", "rag"]), "medical_diagnosis": ("fine_tune", ["human_review"]),
    "email_classification": ("prompt", []), "domain_extraction": ("fine_tune", ["output_format"]),
    "creative_writing": ("prompt", []), "technical_documentation": ("fine_tune", ["size_70b"]),
}  # fmt: skip


@pytest.mark.parametrize("use_case", TABLE)
@pytest.mark.parametrize("outcome", WAYS)
def test_every_use_case_against_every_outcome(published: Ruleset, use_case: str, outcome: str) -> None:
    found = advise(walk(published, WAYS[outcome] | {"use_case": use_case}))
    assert found.outcome == outcome
    approach, complements = TABLE[use_case]
    same = approach == found.approach
    stays = [name for name in complements if same or name in ("rag", "human_review")]
    assert found.use_case is not None
    assert found.use_case.relation == (DIFFERS if not same else REFINES if stays else AGREES)
    assert [joined.id for joined in found.use_case.complements] == stays
    assert bool(found.use_case.to_change) == (not same)


ENOUGH = {"substantial_data", "enough_to_train", "core_and_rest"}
FALLS_SHORT = {
    "beyond_prompts",
    "prompts_fall_short",
    "prompts_already_failed",
    "measure_first",
    "core_and_rest",
}
PAYS = {"cheaper_at_scale", "fine_tune_to_save"}
OPPOSED = [  # what is never said together: each of the first against each of the second
    ({"little_data", "too_few_to_train", "few_examples", "between_the_bars", "improve_prompts"}, ENOUGH),
    ({"too_few_to_train", "few_examples"}, {"between_the_bars"}),
    ({"within_base_model", "model_is_enough", "not_there_yet", "prompt_engineering"}, FALLS_SHORT),
    ({"prompt_engineering"}, {"between_the_bars"}),
    ({"model_is_enough", "measure_first"}, {"prompts_fall_short", "not_there_yet"}),
    ({"volume_too_low", "prompt_engineering_low_volume"}, PAYS),
    ({"no_saving", "prompt_engineering_cheaper"}, PAYS | {"gate_before_economics"}),
    ({"no_saving"}, {"cheaper_baseline"}),
    ({"core_and_rest"}, {"prompt_engineering", "improve_prompts"}),
]  # fmt: skip
WEIGHED = {"rapid_iteration", "low_upfront_cost", "stays_flexible", "fast_answers", "proprietary_knowledge",
           "small_model_pays", "consistent_output"}  # fmt: skip
"""Criteria of which each weighs something of its own, so that any of them may stand beside any other."""


def said(rules: Ruleset, prover: Prover, name: str) -> list[Any]:
    """That an entry of the advice, or an outcome, comes up."""
    if name in rules.outcomes:
        return [prover.reach(name)]
    entry = {**rules.criteria, **rules.cautions, **rules.hybrids}[name]
    where = [] if name in rules.criteria else at_outcomes(rules, prover, entry)
    return [*where, prover.defined(entry.when), prover.condition(entry.when)]


@pytest.mark.parametrize("overrides", [{}, {"examples_needed": 50}, {"volume_gate": 0}], ids=str)
def test_the_advice_does_not_contradict_itself(published: Ruleset, overrides: dict[str, int]) -> None:
    prover = Prover(published, overrides)
    for ones, others in OPPOSED:
        for one, other in itertools.product(sorted(ones), sorted(others)):
            both = prover.witness(*said(published, prover, one), *said(published, prover, other))
            assert both is None, (one, other)


def test_every_criterion_is_opposed_or_weighs_something_of_its_own(published: Ruleset) -> None:
    opposed = {name for pair in OPPOSED for side in pair for name in side}
    assert set(published.criteria) == WEIGHED | opposed & set(published.criteria)
    assert not WEIGHED & opposed
    for name, other in itertools.combinations(sorted(WEIGHED), 2):
        shared = {*published.questions_of(published.criteria[name].when)} & {
            *published.questions_of(published.criteria[other].when)
        }
        same = published.criteria[name].approach == published.criteria[other].approach
        assert same or not shared, (name, other)


def reasons(found: Advice) -> set[str]:
    return {one.id for one in found.criteria if one.holds}


def test_few_examples_are_one_reason(published: Ruleset) -> None:
    few = advise(walk(published, {"base_model_suffices": False, "training_examples": 640}))
    assert reasons(few) == {"little_data", "beyond_prompts"}


@pytest.mark.parametrize("outcome", WAYS)
def test_a_model_for_the_core_is_advised_where_prompts_fail_and_examples_would_do(
    published: Ruleset, outcome: str
) -> None:
    both = {"needs_fixed_behavior": True, "has_varied_tasks": True}
    found = advise(walk(published, WAYS[outcome] | both))
    joins = outcome not in ("prompt_engineering", "improve_prompts")
    assert [one.id for one in found.hybrids] == ["core_and_rest"] * joins


@pytest.mark.parametrize("satisfaction", [None, "unknown", 0, 0.79, 0.8, 1])
@pytest.mark.parametrize("outcome", WAYS)
def test_a_measurement_is_told_once(
    published: Ruleset, outcome: str, satisfaction: float | str | None
) -> None:
    measured = {} if satisfaction is None else {"prompt_satisfaction": satisfaction}
    found = advise(walk(published, checking.check(published, WAYS[outcome] | measured)))
    about_it = {"measure_first", "nothing_measured", "not_there_yet"}
    told = [one.id for one in found.cautions if one.id in about_it]
    suffices = outcome == "prompt_engineering"
    if isinstance(satisfaction, float | int):
        disagree = ["not_there_yet"] if suffices else ["measure_first"]
        assert told == disagree * ((satisfaction >= 0.8) != suffices)
    else:
        assert told == ["nothing_measured"] * (found.approach == "fine_tune")


def test_scenarios_hold(published: Ruleset) -> None:
    for name, scenario in published.scenarios.items():
        trace = walk(published, scenario.answers)
        assert trace.outcome == scenario.outcome, name
        if scenario.asked is not None:
            assert needed(published, checking.check(published, scenario.answers)) == scenario.asked, name
        if scenario.cautions is not None:
            assert tuple(one.id for one in advise(trace).cautions) == scenario.cautions, name


def test_no_id_of_the_rules_is_in_the_program(published: Ruleset) -> None:
    ids = {name for section in ("questions", "decisions", "outcomes", "parameters", "formulas", "cautions", "criteria",
                                "techniques", "use_cases", "complements", "comparison", "errata", "shortlists")
           for name in getattr(published, section)}  # fmt: skip
    ids |= set(published.options("api_offer")) | set(published.options("tuning_plan"))
    measures = {"cached_share"}
    plain_english = {"latency", "volume", "data", "other", "rag", "maintenance", "flexibility", "few_shot", "full",
                     "use_case"}  # fmt: skip
    in_examples = {"training_examples", "base_model_suffices", "prompt_engineering", "monthly_saving",
                   "fine_tune_cost", "horizon_months", "engineering_rate", "monthly_requests", "break_even_months", "L11"}  # fmt: skip
    for file in Path(ROOT / "advisor").rglob("*.py"):
        words = set(re.findall(r"[A-Za-z][\w.-]*", file.read_text()))
        assert words & ids <= plain_english | measures | in_examples, file
