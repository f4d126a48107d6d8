"""`advisor diff`: proofs where nothing differs, confirmed examples where something does."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.analysis.compare import DIFFERENT, DIVIDES, EQUIVALENT, REFUSED, UNKNOWN, compare, decided, same
from advisor.engine.answers import Answers
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.rules import Ruleset, load, load_texts
from tests.conftest import ROOT, Ran

PUBLISHED = ROOT / "rules" / "published"
SOUND = Path(__file__).parent / "rulesets" / "sound" / "rules.yaml"


def edited(*edits: tuple[str, str]) -> Ruleset:
    """The published rules with texts replaced."""
    texts = {path.name: path.read_text() for path in PUBLISHED.glob("*.yaml")}
    for old, new in edits:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    return load_texts(texts, "edited")


Q = dict[str, Any]
N: Q = {"ask": "N?", "type": "integer", "min": 0, "max": 9}
Y: Q = {"ask": "Y?", "type": "yes_no"}


def choice(*options: str, **more: Any) -> Q:
    return {
        "ask": "C?",
        "type": "choice",
        "options": {one: {"title": one.upper()} for one in options},
        **more,
    }


def branches(*ways: tuple[str, ...]) -> dict[str, Any]:
    """A decision; each way is a condition and where it leads, the last one only that."""
    made = [
        {"label": f"w{i}", "to": way[-1]} | ({"when": way[0]} if len(way) > 1 else {})
        for i, way in enumerate(ways)
    ]
    return {"label": "D?", "branches": made}


def data(questions: dict[str, Q], *ways: tuple[str, ...] | str, **sections: Any) -> Q:
    """A ruleset of one decision; a single condition decides between `a` and `b`."""
    condition = ways[0]
    decision = branches((condition, "a"), ("b",)) if isinstance(condition, str) else branches(*ways)  # type: ignore[arg-type]
    outcomes = {one: {"approach": "one", "title": "O", "says": "So.", "next": ["Go."]}
                for one in sections.pop("outcomes", ("a", "b"))}  # fmt: skip
    return {
        "ruleset": {"id": "r", "version": "1", "title": "R"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": questions, "decisions": {"d": decision}, "outcomes": outcomes, **sections,
    }  # fmt: skip


def made(*args: Any, **sections: Any) -> Ruleset:
    return load_texts({"r": json.dumps(data(*args, **sections))}, "made")


def written(folder: Path, *args: Any, **sections: Any) -> Path:
    folder.mkdir()
    (folder / "rules.yaml").write_text(json.dumps(data(*args, **sections)))
    return folder


def pairs(old: Ruleset, new: Ruleset, *renamed: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The example for each pair, of a comparison that is complete."""
    found = compare(old, new, same(old, new, renamed))
    assert found.complete
    assert (found.verdict == EQUIVALENT) == (not found.differences)
    return {(one.old, one.new): dict(one.example) for one in found.differences}


def confirmed(old: Ruleset, new: Ruleset) -> set[tuple[str, str]]:
    """The pairs of outcomes that differ, each confirmed by walking both."""
    found = compare(old, new)
    for one in found.differences:
        assert walk(old, Answers(dict(one.example))).outcome == one.old
        assert walk(new, Answers(dict(one.example))).outcome == one.new
        assert one.old != one.new
    return {(one.old, one.new) for one in found.differences}


def test_a_ruleset_is_equivalent_to_itself(published: Ruleset) -> None:
    assert compare(published, published).verdict == EQUIVALENT


def test_a_rewritten_but_equal_chart_is_proved_equal(published: Ruleset) -> None:
    negated = edited(
        ('      - {label: "yes", when: latency_critical, to: fine_tune_smaller_model}\n      - {label: "no", to: volume}',
         '      - {label: "no", when: not latency_critical, to: volume}\n      - {label: "yes", to: fine_tune_smaller_model}'),
        ("when: monthly_requests >= volume_gate, to", "when: not (monthly_requests < volume_gate), to"),
        ("when: usable_examples >= examples_needed, to", "when: training_examples * training_data_quality >= 1000, to"),
    )  # fmt: skip
    found = compare(published, negated)
    assert (found.verdict, found.complete) == (EQUIVALENT, True)
    assert found.changes


def test_a_moved_threshold_differs_just_there(published: Ruleset) -> None:
    assert confirmed(published, edited(("value: 1000, unit: examples", "value: 1001, unit: examples"))) == {
        (outcome, "improve_prompts") for outcome in published.outcomes} - {
        (outcome, "improve_prompts") for outcome in ("improve_prompts", "prompt_engineering")}  # fmt: skip


def test_what_the_solver_cannot_decide_is_unknown(tmp_path: Path) -> None:
    text = SOUND.read_text().replace("questions:\n", "questions:\n" + "".join(
        f"  {name}: {{ask: How large?, type: integer}}\n" for name in "abc"))  # fmt: skip
    cubes = "a * a * a + b * b * b + c * c * c == 114"
    changed = text.replace("when: is_urgent,", f"when: is_urgent or {cubes},")
    found = compare(load_texts({"r": text}, "old"), load_texts({"r": changed}, "new"))
    assert found.verdict in (UNKNOWN, DIFFERENT)
    assert found.verdict != EQUIVALENT


def test_renamed_ids_are_the_same_where_said(published: Ruleset) -> None:
    renamed = edited(("improve_prompts", "better_prompts"), ("latency_critical", "is_latency_critical"))
    assert compare(published, renamed).verdict == DIFFERENT
    pairs = ["improve_prompts=better_prompts", "latency_critical=is_latency_critical"]
    assert compare(published, renamed, same(published, renamed, pairs)).verdict == EQUIVALENT


def test_a_question_of_another_kind_is_another_question(tmp_path: Path) -> None:
    text = SOUND.read_text().partition("scenarios:")[0]
    counted = text.replace(
        "is_urgent: {ask: Is it urgent?, type: yes_no}", "is_urgent: {ask: How urgent?, type: integer}"
    )
    counted = counted.replace("when: is_urgent,", "when: is_urgent > 3,")
    found = compare(load_texts({"r": text}, "old"), load_texts({"r": counted}, "new"))
    assert found.verdict == DIFFERENT


def test_the_command(tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(PUBLISHED, changed)
    costs = changed / "costs.yaml"
    costs.write_text(
        costs.read_text().replace("value: 1000000, unit: requests", "value: 2000000, unit: requests")
    )
    assert run("diff", "published", PUBLISHED).code == 0
    ran = run("diff", PUBLISHED, changed, ROOT / "diagrams" / "legal-documents.md")
    assert ran.code == 1
    assert "fine_tune_to_save → prompt_engineering_low_volume" in ran.out
    assert "legal-documents.md: fine_tune_to_save → prompt_engineering_low_volume" in ran.out
    assert "~ parameters › volume_gate › value: 1000000 → 2000000" in ran.out
    data = json.loads(run("diff", PUBLISHED, changed, "--json").out)
    assert (data["verdict"], data["complete"]) == ("different", True)
    assert "| Before | After | For example |" in run("diff", PUBLISHED, changed, "--format", "markdown").out
    assert "no folder" in run("diff", PUBLISHED, tmp_path / "nowhere").err
    assert "--same a=b" in run("diff", PUBLISHED, changed, "--same", "a=b").err


def test_revisions_of_a_repository(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", tmp_path, "-c", "user.name=n", "-c", "user.email=e@example.org"]
    shutil.copytree(PUBLISHED, tmp_path / "rules")
    for argv in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *argv], check=True)
    monkeypatch.chdir(tmp_path)
    assert run("diff", "HEAD:rules", "rules").code == 0
    monkeypatch.chdir(tmp_path / "rules")
    assert run("diff", "HEAD:.", ".").code == 0
    assert "git:" in run("diff", "nothing:rules", ".").err


def test_loading_problems_are_told(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("start: x")
    with pytest.raises(AdvisorError):
        load(tmp_path)


# --- what a version takes for an answer ---


@pytest.mark.parametrize(("before", "after", "when", "expected"), [
    ({"min": 0, "max": 9}, {"min": 6, "max": 9}, "n > 5", {("b", REFUSED)}),
    ({"min": 0, "max": 9}, {"min": 0, "max": 12}, "n > 5", {(REFUSED, "a")}),
    ({"min": 0, "max": 9}, {"min": 20, "max": 29}, "n > 5", {("a", REFUSED), ("b", REFUSED), (REFUSED, "a")}),
    ({}, {"type": "number"}, "n > 5", {(REFUSED, "a"), (REFUSED, "b")}),
    ({"type": "number"}, {}, "n > 5", {("a", REFUSED), ("b", REFUSED)}),
    ({"max": 9}, {"max": 5}, "y or n < 0", {("b", REFUSED)}),
    ({"max": 9}, {"max": 5}, "1 / (n - 7) > 0", {("a", REFUSED), ("b", REFUSED), (DIVIDES, REFUSED)}),
    ({"max": 9}, {"max": 5}, "y", set()),
])  # fmt: skip
def test_a_number_that_only_one_version_takes_is_a_difference_where_it_is_asked(
    before: Q, after: Q, when: str, expected: set[tuple[str, str]]
) -> None:
    assert set(pairs(made({"n": N | before, "y": Y}, when), made({"n": N | after, "y": Y}, when))) == expected


def test_an_option_that_only_one_version_takes_is_a_difference() -> None:
    ab, ac = made({"c": choice("a", "b")}, "c == 'a'"), made({"c": choice("a", "c")}, "c == 'a'")
    assert pairs(ab, ac) == {("b", REFUSED): {"c": "b"}, (REFUSED, "b"): {"c": "c"}}
    assert pairs(ab, made({"c": choice("a", "b", "c")}, "c == 'a'")) == {(REFUSED, "b"): {"c": "c"}}


def test_versions_that_share_no_answer_are_compared_where_they_do_not_ask() -> None:
    old = made({"y": Y, "c": choice("a1", "b1")}, "y or c == 'a1'")
    new = made({"y": Y, "c": choice("a2", "b2")}, "not (not y and c == 'a2')", outcomes=("a", "b"))
    found = pairs(old, new)
    assert found.pop(("a", REFUSED)) == {"y": False, "c": "a1"}
    assert {one for pair in found for one in pair} == {"a", "b", REFUSED}
    moved = made({"y": Y, "c": choice("a2", "b2")}, ("y", "b"), ("c == 'a2'", "a"), ("b",))
    assert pairs(old, moved)["a", "b"] == {"y": True}


# --- defaults ---


def test_a_default_that_only_one_version_has_is_a_difference() -> None:
    old, new = made({"n": N | {"default": "3"}}, "n > 5"), made({"n": N}, "n > 5")
    assert pairs(old, new) == {("b", "asks n"): {}}
    assert pairs(new, old) == {("asks n", "b"): {}}
    no = made({"y": Y | {"default": "no"}}, "y"), made({"y": Y}, "y")
    assert pairs(*no) == {("b", "asks y"): {}}


def test_a_question_of_one_version_may_be_left_to_its_default() -> None:
    old = made({"n": N}, "n < 0")
    new = made({"n": N, "q": N | {"default": "n - 5"}}, "q < 0")
    assert pairs(old, new) == {("b", "a"): {"n": 0}}


def test_a_default_that_divides_by_zero_ends_the_walk() -> None:
    questions = {"n": N, "q": {"ask": "Q?", "type": "number", "default": "10 / n"}}
    old, new = made(questions, "q >= 5 or q < 5"), made(questions, "n >= 0 or q > 5")
    assert pairs(old, new) == {(DIVIDES, "a"): {"n": 0}}


def test_as_few_answers_as_do() -> None:
    no = Y | {"default": "no"}
    questions = {"n": N | {"default": "0"}, "p": no, "q": no}
    old, new = made(questions, "n > 5 or p and q"), made(questions, "n > 50")
    assert pairs(old, new) == {("a", "b"): {"n": 6}}


# --- what is not the same question ---


def test_another_unit_is_another_question_unless_it_is_said_to_be_the_same() -> None:
    old, new = made({"n": N | {"unit": "percent"}}, "n > 5"), made({"n": N}, "n > 5")
    assert set(pairs(old, new)) == {("a", "b"), ("b", "a")}
    assert pairs(old, new, "n=n") == {}
    assert (
        compare(made({"n": N, "y": Y}, "y"), made({"n": N | {"unit": "x"}, "y": Y}, "y")).verdict
        == EQUIVALENT
    )


@pytest.mark.parametrize("when", ["n == 'x'", "p > 2"])
def test_another_type_is_another_question(when: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    figures = {"parameters": {"p": {"by": "n", "values": {"x": 3, "z": 1}}}}
    chosen = made({"n": choice("x", "z")}, when, **figures)
    for old, new in ((made({"n": N}, "n > 5"), chosen), (chosen, made({"n": N}, "n > 5"))):
        found = compare(old, new)
        assert {(one.old, one.new) for one in found.differences} == {("a", "b"), ("b", "a")}
        for one in found.differences:
            assert walk(old, one.example_old).outcome == one.old
            assert walk(new, one.example).outcome == one.new
    folders = (
        written(tmp_path / "old", {"n": N}, "n > 5"),
        written(tmp_path / "new", {"n": choice("x", "z")}, "n == 'x'"),
    )
    told = run("diff", *folders).out
    assert "    OLD: n=0\n    NEW: n=x\n" in told
    assert "its type was integer and is choice" in told
    assert "example_old" in run("diff", *folders, "--json").out


# --- renamed ---


@pytest.mark.parametrize(
    "renamed", [["x=z"], ["x=z", "w=z"], ["x=y"], ["x=x", "x=z"], ["c.a=b"], ["c.a=q"], ["x"], ["=", ""]]
)
def test_what_cannot_be_the_same(renamed: list[str]) -> None:
    old = made({"x": N, "z": N, "w": N, "c": choice("a", "b")}, "x > z + w and c == 'a'")
    new = made({"z": N, "y": Y, "c": choice("a", "b")}, "z > 3 and y and c == 'a'")
    with pytest.raises(AdvisorError, match="--same"):
        same(old, new, renamed)


def test_the_types_of_what_cannot_be_the_same_are_named() -> None:
    with pytest.raises(AdvisorError, match=r"`x` is integer, that of `y` is yes_no"):
        same(made({"x": N}, "x > 5"), made({"y": Y}, "y"), ["x=y"])


def test_questions_that_swap_their_names() -> None:
    old, new = made({"x": N, "z": N}, "x > z"), made({"x": N, "z": N}, "z > x")
    assert pairs(old, new, "x=z", "z=x") == {}


def test_a_new_question_with_the_old_name_of_a_renamed_one() -> None:
    old = made({"x": N}, "x > 5")
    new = made({"y": N, "x": N}, ("x > 7 and y < 3", "c"), ("y > 5", "b"), ("a",), outcomes=("a", "b", "c"))
    found = pairs(old, new, "x=y")
    assert set(found) == {("a", "b"), ("b", "a"), ("b", "c")}
    for (before, after), example in found.items():
        assert (walk(old, {"x": example["y"]}).outcome, walk(new, example).outcome) == (before, after)


def test_a_question_and_an_outcome_of_the_same_id_are_two() -> None:
    old, new = made({"a": Y, "n": N}, "n > 5"), made({"a": N, "n": N}, "n > 5 and n > 4")
    assert pairs(old, new) == {}
    assert pairs(old, made({"a2": Y, "n": N}, "n > 5 and n > 4"), "a=a2") == {}


def test_renamed_options_and_parameters() -> None:
    def version(option: str, figure: str, question: str) -> Ruleset:
        one = {figure: {"by": question, "values": {option: 3, "b": 1}}}
        return made(
            {question: choice(option, "b")}, f"{question} == '{option}' and {figure} > 2", parameters=one
        )

    old, new = version("a1", "p", "c"), version("a2", "q", "k")
    found = compare(old, new, same(old, new, ["c=k", "c.a1=a2", "p=q"]))
    assert (found.verdict, found.complete) == (EQUIVALENT, True)
    renamed = [(one.path, one.old, one.new) for one in found.changes if one.kind == "renamed"]
    assert (("questions", "k", "options", "a2"), "a1", "a2") in renamed
    assert (("parameters", "q"), "p", "q") in renamed
    assert not [one for one in found.changes if one.kind == "removed" and len(one.path) == 2]


# --- what the solver is spared ---


def test_true_and_false_in_conditions() -> None:
    assert pairs(made({"y": Y}, "y == true"), made({"y": Y}, "y != FALSE")) == {}


def test_formulas_that_double_are_read_once() -> None:
    formulas = {"f0": "x + 1"} | {f"f{i}": f"f{i - 1} + f{i - 1} / 2" for i in range(1, 24)}

    def old(figure: int) -> Ruleset:
        return made({"x": N}, f"f23 > {figure}", formulas=formulas)

    assert set(pairs(old(3 * 10**4), old(5 * 10**4))) == {("a", "b")}


def test_a_shared_condition_that_divides_does_not_hide_what_differs_behind_it() -> None:
    def version(figure: int) -> Ruleset:
        decisions = {"d": branches(("8 / n > 2", "e"), ("b",)), "e": branches((f"m > {figure}", "a"), ("b",))}
        return made({"n": N, "m": N}, "n > 2", decisions=decisions)

    assert pairs(version(5), version(6)) == {("a", "b"): {"n": 1, "m": 6}}


@pytest.mark.slow
def test_a_large_chart_that_is_too_much_for_the_solver_is_walked() -> None:
    from tests.benchmarks.growth import chart

    old, new = (load_texts({"r": json.dumps(chart("lattice", 400, shift))}, "grown") for shift in (0, -1))
    assert compare(old, new).verdict == DIFFERENT


# --- decisions and scenarios ---


def told_of(old: Ruleset, new: Ruleset, file: Path, *renamed: str) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in decided(old, new, same(old, new, renamed), [str(file)])]


def test_a_decision_that_flips_is_never_passed_over(tmp_path: Path, run: Callable[..., Ran]) -> None:
    percent: Q = {"ask": "X?", "type": "number", "unit": "percent"}
    old, new = (
        written(tmp_path / "old", {"x": percent, "y": Y}, "y"),
        written(tmp_path / "new", {"y": Y}, "y"),
    )
    file = tmp_path / "decision.yaml"
    file.write_text("x: 80%\ny: yes\n")
    ran = run("diff", old, new, file)
    assert ran.code == 1
    assert ran.out.startswith(
        "equivalent: no answers lead to different outcomes (proved); but 1 given decision or scenario changes"
    )
    assert told_of(
        made({"x": percent}, "x > 50"),
        made({"x": N | {"max": 100, "type": "number"}}, "x > 50"),
        _of(tmp_path, "x: 80%"),
    ) == [("a", "b")]


def _of(folder: Path, text: str) -> Path:
    (folder / "answers.yaml").write_text(text + "\n")
    return folder / "answers.yaml"


def test_decisions_that_neither_version_takes_are_told(tmp_path: Path, run: Callable[..., Ran]) -> None:
    old, new = written(tmp_path / "old", {"x": N}, "x > 5"), written(tmp_path / "new", {"x": N}, "x + 0 > 5")
    ran = run("diff", old, new, _of(tmp_path, "xx: 3"))
    assert ran.code == 1
    assert "Decisions that neither version takes:" in ran.out
    assert "there is no question or parameter `xx`" in ran.out


def test_a_decision_of_other_rules_is_refused(tmp_path: Path, run: Callable[..., Ran]) -> None:
    ran = run("diff", SOUND.parent, SOUND.parent, ROOT / "diagrams" / "legal-documents.md")
    assert (ran.code, ran.out) == (1, "")
    assert "was decided under the rules `published`" in ran.err


def test_a_decision_on_a_model_that_the_rules_do_not_list(
    tmp_path: Path, run: Callable[..., Ran], published: Ruleset
) -> None:
    answers = {"base_model_suffices": "no", "training_examples": 1000, "latency_critical": "no", "monthly_requests": "1M",
               "avg_input_tokens": 500, "avg_output_tokens": 1000, "fine_tune_cost": 5000}  # fmt: skip
    settings = [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]
    file = tmp_path / "decision.md"
    assert run("record", *settings, "--api-model", "gpt-4.1-nano", "-o", file).code == 0
    new = edited(("value: 1000, unit: examples", "value: 1001, unit: examples"))
    (change,) = [
        one for one in decided(published, new, same(published, new), [str(file)]) if one.name == str(file)
    ]
    assert change.new == "improve_prompts"
    assert not change.is_refused


def test_a_renamed_id_is_told_once() -> None:
    old = made(
        {"x": N},
        ("x > f", "a"),
        ("b",),
        formulas={"f": "x / 2 - 3"},
        scenarios={"s": {"answers": {"x": "7"}, "outcome": "a"}},
    )
    new = made({"y": N}, ("y > f", "c"), ("b",), outcomes=("c", "b"), formulas={"f": "y / 2 - 3"},
               scenarios={"s": {"answers": {"y": "7"}, "outcome": "c"}})  # fmt: skip
    found = compare(old, new, same(old, new, ["x=y", "a=c"]))
    assert found.verdict == EQUIVALENT
    assert [(one.kind, one.old, one.new) for one in found.changes] == [
        ("renamed", "x", "y"),
        ("renamed", "a", "c"),
    ]


def test_renamed_questions_in_decisions_and_scenarios(tmp_path: Path) -> None:
    old = made(
        {"x": N, "m": N},
        "x > 5 and m > 2",
        scenarios={"s": {"answers": {"x": "7", "m": "3"}, "outcome": "a"}},
    )
    new = made({"y": N, "k": N}, "y > 6 and k > 2", scenarios={"s": {"answers": {"y": "7", "k": "3"}, "outcome": "a"},
                                                              "t": {"answers": {"y": "6", "k": "3"}, "outcome": "b"}})  # fmt: skip
    renamed = ("x=y", "m=k")
    assert told_of(old, new, _of(tmp_path, "x: 7"), *renamed) == [
        ("a", "b")
    ]  # scenario t of NEW; both ask m or k
    assert told_of(old, new, _of(tmp_path, "y: 6\nk: 9"), *renamed) == [("a", "b"), ("a", "b")]


def test_both_scenarios_of_a_name_are_tried(tmp_path: Path) -> None:
    old = made({"x": N}, "x > 5", scenarios={"s": {"answers": {"x": "6"}, "outcome": "a"}})
    new = made({"x": N}, "x > 6", scenarios={"s": {"answers": {"x": "7"}, "outcome": "a"}})
    names = same(old, new)
    assert [tuple(one)[:3] for one in decided(old, new, names, [])] == [("scenario s of OLD", "a", "b")]


# --- how it is told ---


def test_changes_of_lists_are_aligned() -> None:
    old = made({"n": N}, ("n > 7", "a"), ("n > 5", "b"), ("n > 3", "c"), ("a",), outcomes=("a", "b", "c"))
    front = made(
        {"n": N},
        ("n > 8", "c"),
        ("n > 7", "a"),
        ("n > 5", "b"),
        ("n > 3", "c"),
        ("a",),
        outcomes=("a", "b", "c"),
    )

    def told(new: Ruleset) -> list[tuple[str, int, str | None, str | None]]:
        labels = [one for one in compare(old, new).changes if one.path[-1] != "label"]
        return [(one.kind, one.path[3], one.old, one.new) for one in labels]  # type: ignore[misc]

    ((kind, index, _, text),) = told(front)
    assert (kind, index) == ("added", 0)
    assert "n > 8" in str(text)
    swapped = made({"n": N}, ("n > 5", "b"), ("n > 7", "a"), ("n > 3", "c"), ("a",), outcomes=("a", "b", "c"))
    assert [one[0] for one in told(swapped)] == ["moved"]
    changed = made({"n": N}, ("n > 7", "a"), ("n > 6", "b"), ("n > 3", "c"), ("a",), outcomes=("a", "b", "c"))
    assert told(changed) == [("changed", 1, "n > 5", "n > 6")]


def test_what_decides_is_told_first_and_reordered_options_are_told() -> None:
    old = made(
        {"c": choice("a", "b")}, "c == 'a'", techniques={"t": {"title": "T", "approach": "one", "says": "s"}}
    )
    new = made(
        {"c": choice("b", "a")}, "c == 'b'", techniques={"t": {"title": "U", "approach": "one", "says": "s"}}
    )
    told = [(one.kind, one.path[0]) for one in compare(old, new).changes]
    assert told == [("changed", "decisions"), ("reordered", "questions"), ("changed", "techniques")]


def test_no_text_forges_a_line_or_reaches_the_terminal_as_a_command(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    old = written(tmp_path / "old", {"x": N}, "x > 5")
    new = written(tmp_path / "new", {"x": N}, "x > 6")
    text = (new / "rules.yaml").read_text()
    (new / "rules.yaml").write_text(text.replace("So.", "So.\\n\\nequivalent: no answers differ"))
    file = tmp_path / "a\x1b[31m.yaml"
    file.write_text('x: 6\n"w\\e[31m": 3\n')
    for format_ in ("text", "markdown"):
        out = run("diff", old, new, file, "--format", format_).out
        assert "\x1b" not in out
        assert not any(line.startswith("equivalent") for line in out.splitlines())


def test_a_comment_calls_nobody_and_links_nowhere(tmp_path: Path, run: Callable[..., Ran]) -> None:
    old = written(tmp_path / "old", {"x": N}, "x > 5")
    new = written(tmp_path / "new", {"x": N}, "x > 6")
    text = (new / "rules.yaml").read_text()
    (new / "rules.yaml").write_text(
        text.replace("So.", "__u__ @team https://evil.example www.evil.example #12")
    )
    out = run("diff", old, new, "--format", "markdown").out
    assert r"\_\_u\_\_" in out
    assert not any(live in out for live in ("@team", "https://", "www.evil", "#12"))


def test_the_words_of_the_verdict(tmp_path: Path, run: Callable[..., Ran]) -> None:
    old, new = written(tmp_path / "old", {"x": N}, "x > 5"), written(tmp_path / "new", {"y": N}, "y > 6")
    ran = run("diff", old, new, "--same", "x=y")
    assert ran.out.startswith(
        "different: 1 pair of outcomes; an example\n  examples use NEW's names\n  a → b\n    y=6\n"
    )
    assert "~ questions › y: renamed x → y" in ran.out
    assert run("diff", old, new, "--rules", old).code == 2
    ways = [(f"x == {i}", f"o{i}") for i in range(40)]
    outcomes = [f"o{i}" for i in range(41)]
    many = [written(tmp_path / name, {"x": N | {"max": 99}}, *some, ("o40",), outcomes=outcomes)
            for name, some in (("many", ways), ("more", [(when, outcomes[(i + 1) % 40]) for i, (when, _) in enumerate(ways)]))]  # fmt: skip
    assert "only the first 25 pairs of outcomes are shown" in run("diff", *many).out


def test_a_path_of_a_revision_is_what_git_takes_it_for(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=e@example.org"]
    (tmp_path / "sub").mkdir()
    for name, when in (("rules", "x > 5"), ("sub/rules", "x > 6")):
        written(tmp_path / name, {"x": N}, when)
    for argv in (["init", "-q"], ["add", "."], ["commit", "-qm", "one: x"]):
        subprocess.run([*git, *argv], check=True)
    monkeypatch.chdir(tmp_path / "sub")
    for spec, folder in (("HEAD:rules", "../rules"), ("HEAD:./rules", "rules"), ("HEAD:../rules", "../rules"),
                         ("HEAD:sub/rules/", "rules"), ("HEAD^{/one: x}:rules", "../rules")):  # fmt: skip
        assert run("diff", spec, folder).code == 0, spec
    for wrong in ("HEAD:nothing", "nothing:rules", "C:\\rules", "HEAD:sub/rules/rules.yaml", "a:b"):
        ran = run("diff", wrong, os.curdir)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert ran.err.rstrip().endswith(")"), wrong  # a remedy


SHARES: Q = {
    "p": {"ask": "P?", "type": "number", "unit": "percent", "min": 0, "max": 100},
    "r": {"ask": "R?", "type": "number", "min": 0, "max": 1},
}


@pytest.mark.parametrize("when", ["p > 0.2 and p < 0.3 and r > 0", "3 * r == 1", "3 * p == 2", "7 * r > 5"])
def test_an_example_can_be_typed_and_does_what_is_said(
    when: str, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    old, new = (
        written(tmp_path / "old", SHARES, "r > 2"),
        written(tmp_path / "new", SHARES, f"r > 2 or {when}"),
    )
    said = re.findall(r"^  (\w+) → (\w+)\n    (.*)$", run("diff", old, new).out, re.MULTILINE)
    assert len(said) == 1
    for before, after, example in said:
        settings = [word for answer in example.split() for word in ("--set", answer)]
        for rules, outcome in ((old, before), (new, after)):
            ran = run("decide", "--rules", rules, "--set", "r=0", *settings, "--json")
            assert json.loads(ran.out)["outcome"] == outcome


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_no_line_is_long(format_: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    options = [f"option_{i}" for i in range(400)]
    switches = {f"a_rather_long_name_of_a_switch_{i}": Y for i in range(60)}
    all_of = " and ".join(f"a_rather_long_name_of_a_switch_{i}" for i in range(20))
    formulas = {f"f{n}": {"is": " and ".join([*switches][n * 20 : n * 20 + 20])} for n in range(3)}
    title = {"id": "r", "version": "1", "title": "R"}
    old, new = (written(tmp_path / name, {"c": choice(*some), **switches}, (f'c == "option_1" or ({when})', "a"), ("b",),
                        formulas=formulas, ruleset=title | {"says": says})
                for name, some, when, says in (("old", options, "f0 and f1 and f2", "x" * 9_000),
                                               ("new", options[::-1], f"f0 and not ({all_of})", "y" * 9_000)))  # fmt: skip
    out = run("diff", old, new, "--format", format_).out
    assert "and 390 more" in out
    assert "and 8,800 more characters" in out
    assert max(map(len, out.splitlines())) < 1_500
    if format_ == "text":  # an example is whole, and can be copied
        example = re.findall(r"^    (.*=.*)$", out, re.MULTILINE)
        assert {answer.partition("=")[0] for line in example for answer in line.split()} >= {*switches}
