"""Advice: the outcome folded with use case, cautions, criteria and costs."""

from itertools import product

import pytest

from advisor import AnswerError, advise, walk
from advisor.errors import AdvisorError, Unanswered
from advisor.rules import Ruleset, load_texts
from tests.conftest import EXAMPLE, SMALL

LEAVE = {"is_raining": False, "chance": 0.1}
TAKE = {"is_raining": True}
WAYS: dict[str, dict[str, object]] = {  # answers that lead to each outcome of the shipped rules
    "prompt_engineering": {"base_model_suffices": True},
    "improve_prompts": {"base_model_suffices": False, "training_examples": 10},
    "fine_tune_smaller_model": {
        "base_model_suffices": False,
        "training_examples": 1000,
        "latency_critical": True,
    },
    "prompt_engineering_low_volume": EXAMPLE | {"monthly_requests": 10},
    "fine_tune_to_save": EXAMPLE,
    "prompt_engineering_cheaper": EXAMPLE | {"fine_tune_cost": "1M"},
}


@pytest.mark.parametrize(("answers", "errand", "relation", "complements"), [
    (TAKE, "post", "refines", ["bag"]), (LEAVE, "post", "differs", ["bag"]), (LEAVE, "shop", "refines", ["hat"]),
    (TAKE, "shop", "differs", []), (LEAVE, "run", "agrees", []),
])  # fmt: skip
def test_use_case(
    small: Ruleset, answers: dict[str, object], errand: str, relation: str, complements: list[str]
) -> None:
    found = advise(walk(small, answers | {"errand": errand})).use_case
    assert found is not None
    assert (found.relation, [one.id for one in found.complements]) == (relation, complements)


def test_a_row_without_approach_or_no_row_says_nothing(small: Ruleset) -> None:
    assert advise(walk(small, TAKE)).use_case is None
    assert advise(walk(small, TAKE | {"errand": "none"})).use_case is None


def test_where_it_differs_it_says_what_would_have_to_change(small: Ruleset) -> None:
    found = advise(walk(small, LEAVE | {"errand": "post"})).use_case
    assert found is not None
    assert found.to_change == (
        "Raining now? yes instead of no (Raining: no)",
        "Worth carrying? yes instead of no (0.1 × 20 = 2 < 3)",
    )


def test_cautions_join_where_their_condition_holds(small: Ruleset) -> None:
    def cautions(**answers: object) -> list[str]:
        return [caution.id for caution in advise(walk(small, answers)).cautions]

    assert cautions(is_raining=True) == []  # what is not answered cannot hold
    assert cautions(is_raining=True, coat="wool", chance=0.9) == ["woollen", "storm"]
    assert cautions(is_raining=False, coat="wool", chance=0.9, limit=100) == [
        "woollen"
    ]  # storm: only when taken


def test_templates_are_filled_and_gaps_are_shown(small: Ruleset) -> None:
    assert advise(walk(small, TAKE | {"chance": 0.5})).says == "You would be wet for 10 minutes."
    assert advise(walk(small, TAKE)).says == "You would be wet for …."


def edited(*changes: tuple[str, str]) -> Ruleset:
    """The small ruleset with texts replaced."""
    text = (SMALL / "rules.yaml").read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return load_texts({"rules.yaml": text}, "test")


def test_a_default_stays_what_it_is_under_fixed_choices() -> None:
    """How long one is outside rests on the coat; asking what wool would do does not make the walk longer."""
    rules = edited(
        ("default: usual_minutes", "default: 100 * soak_rate"),
        ("formulas:", """formulas:
  soaked: {is: soak_rate * walk_minutes}
  in_wool: {is: soaked, given: {coat: wool}}
  in_both: {is: in_wool + soaked, given: {coat: rain-coat}}"""),
    )  # fmt: skip

    def found(**answers: object) -> tuple[object, ...]:
        scope = walk(rules, {"is_raining": True, **answers}).scope
        return tuple(scope[name] for name in ("walk_minutes", "soaked", "in_wool", "in_both"))

    assert found(coat="rain-coat") == (10, 1, 10, 11)
    assert found(coat="wool") == (100, 100, 100, 110)
    assert found(coat="rain-coat", walk_minutes=20) == (20, 2, 20, 22)
    with pytest.raises(Unanswered, match="coat"):  # so there is no default to go by
        found()


def test_formulas_under_fixed_choices_are_computed_once_for_each_of_them() -> None:
    lines = ["  f0: soak_rate", "  f1: f0 + 1"]
    lines += [
        f"  f{i}: {{is: f{i - 1} + f{i - 2}, given: {{coat: {('wool', 'rain-coat')[i % 2]}}}}}"
        for i in range(2, 90)
    ]
    rules = edited(("formulas:", "\n".join(["formulas:", *lines])))
    assert walk(rules, {"is_raining": True}).scope["f89"] > 10**17


def listed(fits: str, rank: str, **answers: object) -> tuple[list[tuple[str, bool | None]], str]:
    """The rows of a shortlist in their order with whether they fit, and the question that is open."""
    rules = edited(("costs:", f"""shortlists:
  hats:
    {{title: Hats, approach: take, columns: {{weight: {{label: Weight}}}}, fits: {fits}, rank: {rank},
     rows: {{none: {{title: None, values: {{weight: 0}}}}, cap: {{title: Cap, values: {{weight: 5}}}},
            top: {{title: Top hat, values: {{weight: 9}}}}}}}}
costs:"""))  # fmt: skip
    (found,) = advise(walk(rules, {"is_raining": True, **answers})).shortlists
    return [(row.id, row.fits) for row in found.rows], found.needs


def test_a_shortlist_puts_first_what_fits_best() -> None:
    assert listed("weight > 0", "weight") == ([("top", True), ("cap", True), ("none", False)], "")
    assert listed("weight > 0", "-weight") == ([("cap", True), ("top", True), ("none", False)], "")


def test_a_shortlist_says_what_it_needs() -> None:
    assert listed("weight > chance", "weight") == ([("top", None), ("cap", None), ("none", None)], "chance")
    assert listed("weight > 6", "weight * chance") == (
        [("top", True), ("none", False), ("cap", False)],
        "chance",
    )
    assert listed("weight == 0 or chance > 0", "weight") == (
        [("none", True), ("top", None), ("cap", None)],
        "chance",
    )


@pytest.mark.parametrize(("fits", "rank", "key"), [
    ("walk_minutes / weight > 2", "weight", "fits"), ("weight >= 0", "1 / weight", "rank"),
    ("weight / walk_minutes > 2", "weight", "fits"), ("weight > 6", "weight / walk_minutes", "rank"),
])  # fmt: skip
def test_a_shortlist_that_divides_by_zero_is_an_error(fits: str, rank: str, key: str) -> None:
    with pytest.raises(AdvisorError, match=f"shortlists › hats › {key}: divides by zero for these answers"):
        listed(fits, rank, walk_minutes=0)


def test_a_row_that_does_not_fit_needs_no_rank() -> None:
    assert listed("weight > 0", "1 / weight") == ([("cap", True), ("top", True), ("none", False)], "")


def growing(step: str, condition: str, first: str = "walk_minutes") -> Ruleset:
    """The small ruleset with forty formulas, each computed from the one before, and a condition on them."""
    lines = [f"  f0: {first}", *(f"  f{i}: {step.replace('f', f'f{i - 1}')}" for i in range(1, 40))]
    return edited(
        ("formulas:", "\n".join(["formulas:", *lines])),
        ("when: wet_minutes >= limit", f"when: {condition}"),
    )


@pytest.mark.parametrize("step", ["f * f", "f * f / 7", "1 / (f + 1) + 1 / (f + 2)", "f * f - 1"])
def test_numbers_that_grow_without_end_are_refused(step: str) -> None:
    with pytest.raises(
        AdvisorError, match=r"formulas › f\d+: .* comes to a number of more than 1,000 digits"
    ):
        walk(growing(step, "f39 > 5"), {"is_raining": False, "walk_minutes": 300})


@pytest.mark.parametrize(
    "condition", ["f8 * f8 * f8 * f8 > f8", "f8 < f8 * f8 * f8 * f8", "not (f8 / (f7 * f8 * f8 * f8) > 5)"]
)
def test_so_are_those_that_a_condition_makes(condition: str) -> None:
    """Without a bound they could not even be shown: Python refuses to write numbers of 4,300 digits."""
    rules = growing("f * f", condition)
    with pytest.raises(AdvisorError, match="comes to a number of more than 1,000 digits"):
        walk(rules, {"is_raining": False, "walk_minutes": 300})
    assert advise(walk(rules, {"is_raining": False, "walk_minutes": 2, "chance": 1})).outcome


def test_numbers_near_the_bound_can_be_shown() -> None:
    for first in ("3 / 4", "walk_minutes", "chance", "1 / 3"):
        rules = edited(("formulas:", f"formulas:\n  f0: {first}\n" + "\n".join(
            f"  f{i}: f{i - 1} * f{i - 1}" for i in range(1, 9))), ("when: wet_minutes >= limit", "when: f8 * f8 > f7"),
            ("says: It only gets in the way.", "says: \"{f8}\""), ("figures: [", "figures: [f8, "))  # fmt: skip
        answers = {"is_raining": True, "walk_minutes": 80, "chance": 0.3}
        assert advise(walk(rules, answers)).trace.steps
        assert advise(walk(rules, answers | {"is_raining": False})).trace.steps[1].because


def test_texts_show_formulas_of_every_type() -> None:
    rules = edited(
        (
            "formulas:",
            "formulas:\n  what_coat: (coat)\n  same_coat: what_coat\n  is_wool: coat == 'wool'\n  a_word: '\"wool\"'",
        ),
        ("{wet_minutes}.", "{what_coat}, {same_coat}, {is_wool}, {a_word}, {soaked_after}"),
    )
    says = advise(walk(rules, {"is_raining": True, "coat": "rain-coat", "chance": 0})).says
    assert says == "You would be wet for Rain coat, Rain coat, no, wool, never"


def test_costs_say_what_they_need(small: Ruleset) -> None:
    costs = advise(walk(small, TAKE)).costs
    wet = costs.figure("wet_minutes")
    assert wet is not None
    assert (wet.value, wet.needs) == (None, "chance")
    never = advise(walk(small, TAKE | {"chance": 0})).costs.figure("soaked_after")
    assert never is not None
    assert (never.value, never.needs) == (None, "")
    assert [(row.title, row.figures[0].value) for row in costs.tables[0].rows][1] == ("Wool", 1)


def test_without_an_outcome_every_missing_answer_is_named(small: Ruleset) -> None:
    with pytest.raises(AnswerError) as caught:
        advise(walk(small))
    assert [problem.where for problem in caught.value.problems] == ["is_raining", "chance"]


def test_the_ways_lead_where_they_say(published: Ruleset) -> None:
    assert {name: walk(published, answers).outcome for name, answers in WAYS.items()} == {
        name: name for name in WAYS
    }
    assert set(WAYS) == set(published.outcomes)


def test_all_use_cases_against_all_outcomes(published: Ruleset) -> None:
    """The relation and the complements are those of the table, for every row and every outcome."""
    for (outcome, answers), (name, row) in product(WAYS.items(), published.use_cases.items()):
        found = advise(walk(published, {**answers, "use_case": name})).use_case
        if not row.approach:
            assert found is None
            continue
        assert found is not None
        same = row.approach == published.outcomes[outcome].approach
        kept = [c for c in row.complements if same or published.complements[c].always]
        assert [one.id for one in found.complements] == kept
        assert found.relation == ("differs" if not same else "refines" if kept else "agrees")
        assert bool(found.to_change) == (not same)


@pytest.mark.parametrize("outcome", WAYS)
def test_what_guards_people_and_knowledge_stays(published: Ruleset, outcome: str) -> None:
    for use_case, complement in (("medical_diagnosis", "human_review"), ("legal_document_analysis", "rag")):
        found = advise(walk(published, {**WAYS[outcome], "use_case": use_case})).use_case
        assert found is not None
        assert complement in [one.id for one in found.complements]


def test_prompting_after_prompts_failed_is_cautioned(published: Ruleset) -> None:
    found = advise(walk(published, WAYS["prompt_engineering_low_volume"])).cautions
    assert "L2" in [caution.erratum for caution in found]


def test_only_fine_tuning_outcomes_get_tuning_methods(published: Ruleset) -> None:
    assert advise(walk(published, WAYS["prompt_engineering"])).shortlists == ()
    (methods,) = advise(walk(published, {**EXAMPLE, "gpu_memory_gb": 24, "least_quality": 97})).shortlists
    fitting = [row.id for row in methods.rows if row.fits]
    assert len(fitting) == 2  # LoRA of rank 16 in 24 GB and QLoRA in 10 GB reach 97 percent
    assert all(row.values["memory_gb"] <= 24 for row in methods.rows if row.fits)


FITTING = {"base_model_suffices": False, "training_examples": 5000, "latency_critical": True}


@pytest.mark.parametrize(("plan", "gpu", "fits"), [
    ("llama-3.1-8b", 24, {"lora_16", "qlora", "prefix"}), ("llama-3.1-70b", 24, set()), ("llama-3.1-70b", 48, {"qlora_70b"}),
    ("llama-3.1-8b", 4, set()),
])  # fmt: skip
def test_a_shortlist_respects_the_plan_and_where_nothing_fits_a_step_says_so(
    published: Ruleset, plan: str, gpu: int, fits: set[str]
) -> None:
    found = advise(walk(published, FITTING | {"tuning_plan": plan, "gpu_memory_gb": gpu}))
    (methods,) = found.shortlists
    assert {row.id for row in methods.rows if row.fits} == fits
    title = published.options("tuning_plan")[plan]
    assert found.next[0].startswith(f"No training method fits {title} in {gpu} GB at 95%") is not bool(fits)
    assert (
        advise(walk(published, FITTING)).next[0].startswith("Write down the target")
    )  # nothing known, nothing said


def test_a_critical_latency_asks_for_a_target_and_says_what_comes_before_tuning(published: Ruleset) -> None:
    assert published.outcomes["fine_tune_smaller_model"].ask[0] == "latency_target"
    target, before, *_ = advise(walk(published, FITTING | {"latency_target": 1.5})).next
    assert "95 of 100 answers within 1.5 seconds" in target
    assert "a smaller model as it is, streaming, or shorter outputs" in before
