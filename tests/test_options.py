"""Questions of several answers: given, asked, explained, proved, varied, checked, compared and saved."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from advisor import walk
from advisor.analysis.check import check
from advisor.analysis.compare import DIFFERENT, EQUIVALENT, compare, same
from advisor.analysis.compare.structure import changes
from advisor.analysis.solver import Prover
from advisor.analysis.whatif import what_if
from advisor.analysis.whatif.possible import still_open
from advisor.engine.answers import UNKNOWN, Answers
from advisor.engine.checking import check as given
from advisor.errors import AdvisorError, AnswerError, RulesError
from advisor.rules import Ruleset, load_texts
from advisor.wizard import plain
from advisor.wizard.entries import Back, Entry
from tests.conftest import Ran
from tests.pseudo_terminal import Terminal
from tests.test_check import TODAY
from tests.test_wizard import DOWN, ENTER, QUIT, SHOW, UP, Talk, at_end

Run = Callable[..., Ran]
OPTIONS = {
    "maternity": {"title": "Maternity pay"},
    "pension": {"title": "Pension"},
    "sick": {"title": "Sick pay, long"},
}
GETTING = {"ask": "What do you get?", "label": "Getting", "type": "several", "options": OPTIONS}
WHEN = "getting.maternity and not getting.sick"


def text(when: str = WHEN, question: dict[str, Any] | None = None, **more: Any) -> str:
    """Rules of one decision: where the condition holds, outcome a, else b."""
    return json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {"getting": {**GETTING, **(question or {})}, "age": {"ask": "Age?", "type": "integer", "min": 0, "max": 99}},
        "decisions": {"d": {"label": "D?", "branches": [{"label": "a", "when": when, "to": "a"}, {"label": "b", "to": "b"}]}},
        "outcomes": {o: {"approach": "one", "title": o.upper(), "says": "You get {getting}; pension: {getting.pension}.",
                         "next": ["Go."]} for o in "ab"}, **more,
    })  # fmt: skip


def ruled(when: str = WHEN, question: dict[str, Any] | None = None, **more: Any) -> Ruleset:
    return load_texts({"rules.yaml": text(when, question, **more)}, "test")


def subsets() -> list[tuple[str, ...]]:
    return [some for size in range(4) for some in combinations(OPTIONS, size)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(text())
    return tmp_path


@pytest.mark.parametrize(("typed", "value"), [
    ("maternity", ("maternity",)), ("pension,maternity", ("maternity", "pension")), ("[pension, sick]", ("pension", "sick")),
    ("Sick pay, long", ("sick",)), (" PENSION , Maternity pay ", ("maternity", "pension")), ("none", ()), ("[]", ()),
    ("None of these", ()), ([], ()), (["sick", "maternity"], ("maternity", "sick")), ("unknown", UNKNOWN), ("?", UNKNOWN),
])  # fmt: skip
def test_any_number_of_options_is_an_answer(typed: object, value: object) -> None:
    assert given(ruled(), {"getting": typed}).given == {"getting": value}


@pytest.mark.parametrize(("typed", "says"), [
    ("", "found ``"), ("rent", "expected any of maternity, pension, sick, or none"), ("none,sick", "found `none`"),
    ("sick,,pension", "found ``"), (["sick", 5], "expected any of"), (True, "expected any of"), ("sick,unknown", "found `unknown`"),
])  # fmt: skip
def test_what_is_no_set_of_options_is_refused(typed: object, says: str) -> None:
    with pytest.raises(AnswerError) as refused:
        given(ruled(), {"getting": typed})
    assert says in str(refused.value)


def test_an_option_is_not_set_by_itself(run: Run, folder: Path) -> None:
    ran = run("decide", "--rules", folder, "--set", "getting.sick=yes")
    assert (ran.code, "write getting=sick" in ran.err) == (1, True)


@pytest.mark.parametrize("typed", [["5"], "[5]"])
def test_a_list_answers_no_other_question(typed: object) -> None:
    with pytest.raises(AnswerError):
        given(ruled(), {"age": typed})


def test_none_is_an_answer_and_no_answer_is_none(run: Run, folder: Path) -> None:
    def decide(*argv: str) -> Any:
        return json.loads(run("decide", "--rules", folder, "--json", *argv).out)

    said = decide("--set", "getting=none")
    assert (said["outcome"], said["answers"]) == ("b", {"getting": []})
    assert said["says"] == "You get none; pension: no."
    assert run("decide", "--rules", folder).code == 1


def test_a_saved_decision_is_read_again(run: Run, folder: Path, tmp_path: Path) -> None:
    for name in ("a.json", "a.md", "a.svg", "a.mmd"):
        command = "record" if name.endswith((".json", ".md")) else "diagram"
        assert (
            run(command, "--rules", folder, "--set", "getting=sick,maternity", "-o", tmp_path / name).code
            == 0
        )
        again = json.loads(run("decide", tmp_path / name, "--rules", folder, "--json").out)
        assert again["answers"] == {"getting": ["maternity", "sick"]}
    assert "Maternity pay, Sick pay, long" in (tmp_path / "a.md").read_text()


@pytest.mark.parametrize(("some", "because"), [
    (["maternity"], "Getting: Maternity pay, not Sick pay, long"), (["maternity", "sick"], "Getting: Sick pay, long"),
    ([], "Getting: not Maternity pay"),
])  # fmt: skip
def test_a_reason_names_the_options_that_settled_it(some: list[str], because: str) -> None:
    (step,) = walk(ruled(), {"getting": some}).steps
    assert step.because == because
    assert step.statement == because


def test_the_solver_agrees_on_every_subset() -> None:
    rules = ruled("(getting.maternity or getting.pension) and not getting.sick or age > 90")
    prover = Prover(rules)
    for some in subsets():
        outcome = walk(rules, {"getting": list(some), "age": 5}).outcome
        for state in "ab":
            found = prover.witness(prover.reach(state), prover.given({"getting": some, "age": 5}))
            assert (found is not None) == (outcome == state)
            assert found is None or found["getting"] == some
    assert prover.witness(prover.reach("b")) == {"getting": (), "age": 0}


def test_one_option_more_or_less_turns_it() -> None:
    for some in subsets():
        trace = walk(ruled(), {"getting": list(some)})
        expected = {}
        for option in OPTIONS:
            other = tuple(one for one in OPTIONS if (one in some) != (one == option))
            if (end := walk(ruled(), {"getting": list(other)}).outcome) != trace.outcome:
                expected[other] = end
        flips = what_if(ruled(), trace.scope.answers).flips
        assert {flip.to: flip.outcome for flip in flips} == expected


def test_what_is_open_is_told_by_sets(run: Run, folder: Path) -> None:
    found = still_open(ruled(), Answers())
    assert [(one.outcome, one.example) for one in found.possible] == [
        ("a", {"getting": ("maternity",)}), ("b", {"getting": ()})]  # fmt: skip
    assert found.provisional is not None
    assert found.provisional.outcome == "b"
    assert "none; Pension; Sick pay, long" in run("whatif", "--rules", folder).out


def test_what_many_options_leave_possible_is_told_by_option() -> None:
    more = {f"o{i}": {"title": f"Other {i}"} for i in range(9)}
    found = still_open(ruled(question=_changed_options(**more)), Answers())
    (told,) = found.find_out
    assert told.question == "getting"
    settling = {one.outcomes: one.answer for one in told.answers}
    assert settling["b",] == "without Maternity pay; with Sick pay, long"
    assert settling["a", "b"].startswith(
        "with Maternity pay; with Pension; without Pension; without Sick pay, long"
    )


@pytest.mark.parametrize(("question", "outcome"), [
    ({"default": ["maternity"]}, "a"), ({"default": "maternity, pension"}, "a"), ({"default": []}, "b"), ({"default": "none"}, "b"),
])  # fmt: skip
def test_a_default_is_taken(question: dict[str, Any], outcome: str) -> None:
    rules = ruled(question=question)
    assert walk(rules, {}).outcome == outcome
    prover = Prover(rules, optional=frozenset({"getting"}))
    assert prover.is_possible(prover.reach(outcome), prover.is_left_out("getting"))
    assert not prover.is_possible(prover.reach("b" if outcome == "a" else "a"), prover.is_left_out("getting"))


def _changed_options(**options: Any) -> dict[str, Any]:
    return {"options": {**OPTIONS, **options}}


@pytest.mark.parametrize(("question", "when", "says"), [
    ({}, "getting", "`getting` is a set of options; ask for one of them, such as `getting.maternity`"),
    ({}, "getting == 'sick'", "`getting` is a set of options"),
    ({}, "getting in [sick]", "`getting` is a set of options"),
    ({}, "getting.rent", "`rent` is no option of getting"), ({}, "age.rent", "only a question of several answers"),
    ({}, "gettin.sick", "unknown name `gettin.sick`"), ({"default": "rent"}, WHEN, "expected any of maternity"),
    ({"default": "unknown"}, WHEN, "expected any of maternity"), ({"min": 2}, WHEN, ""), ({"options": {}}, "age > 1", "needs `options`"),
    (_changed_options(**{"sick-pay": {"title": "S"}}), WHEN, "no condition can read `sick-pay`"),
    (_changed_options(**{"and": {"title": "S"}}), WHEN, "no condition can read `and`"),
    (_changed_options(none={"title": "No"}), WHEN, "`none` reads as the answer that none of the options is meant"),
    (_changed_options(other={"title": "pension"}), WHEN, "can mean two of the options"),
])  # fmt: skip
def test_wrong_rules_are_refused(question: dict[str, Any], when: str, says: str) -> None:
    if not says:
        ruled(when, question)
        return
    with pytest.raises(RulesError) as refused:
        ruled(when, question)
    assert says in str(refused.value)


def told(rules: Ruleset) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check(rules, TODAY).findings]


def test_options_that_nothing_reads_are_told() -> None:
    outcomes = {o: {"approach": "one", "title": o, "says": "So.", "next": ["Go."]} for o in "ab"}
    assert told(ruled(outcomes=outcomes)) == [
        ("unused", "questions › getting › options › pension"),
        ("unused", "questions › age"),
    ]
    assert told(ruled()) == [("unused", "questions › age")]  # the text names all that was answered


def test_what_no_set_fulfils_is_proved() -> None:
    assert ("never-taken", "decisions › d › branches[0] › when") in told(
        ruled("getting.sick and not getting.sick")
    )
    assert ("constant-part", "decisions › d › branches[0] › when") in told(
        ruled("getting.sick or (not getting.sick and age > 5)"))  # fmt: skip


def test_versions_are_compared_by_option() -> None:
    old = ruled()
    assert compare(old, ruled("not (getting.sick or not getting.maternity)")).verdict == EQUIVALENT
    found = compare(old, ruled("getting.maternity"))
    assert found.verdict == DIFFERENT
    assert [one.example for one in found.differences] == [{"getting": ("maternity", "sick")}]


def test_examples_read_as_they_are_set(run: Run, folder: Path, tmp_path: Path) -> None:
    for name, when in (
        ("new", "getting.maternity"),
        ("dead", "getting.sick and not getting.sick or age > 98 and getting.pension"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.yaml").write_text(text(when))
    assert "    getting=maternity,sick\n" in run("diff", folder, tmp_path / "new").out
    assert run("check", tmp_path / "dead", "--write-scenarios").code == 1
    proposed = (tmp_path / "dead" / "scenarios-proposed.yaml").read_text()
    assert "getting: []" in proposed
    assert "- pension" in proposed
    assert "4 scenarios" in run("check", tmp_path / "dead").out


def test_the_command_that_decides_the_same_again_names_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.process.desktop.copy", lambda _: False)
    trace = walk(ruled(), {"getting": ["sick", "maternity"]})
    assert "--set getting=maternity,sick" in at_end("Print", trace).run(trace, "")
    trace = walk(ruled(), {"getting": []})
    assert "--set getting=none" in at_end("Print", trace).run(trace, "")


def test_an_option_of_one_version_alone_is_refused_by_the_other() -> None:
    found = compare(ruled(), ruled(question=_changed_options(rent={"title": "Rent"})))
    assert {(one.old, one.new, one.example["getting"][-1]) for one in found.differences} == {  # type: ignore[index]
        ("answer refused", "a", "rent"), ("answer refused", "b", "rent")}  # fmt: skip


def test_a_renamed_option_is_no_change() -> None:
    old = ruled(question={"default": ["pension", "maternity"]})
    new = load_texts({"rules.yaml": old.origin.texts["rules.yaml"].replace("maternity", "birth")}, "test")
    mapping = same(old, new, ["getting.maternity=birth"])
    assert compare(old, new, mapping).verdict == EQUIVALENT
    assert [one.kind for one in changes(old, new, mapping) if one.path[-1] == "when"] == []


def test_refusals_hold_between_options() -> None:
    rules = ruled(refuse=[{"when": "getting.pension and getting.maternity", "says": "Not both."}])
    with pytest.raises(AnswerError, match="Not both"):
        given(rules, {"getting": ["maternity", "pension"]})
    flips = what_if(rules, given(rules, {"getting": "pension"})).flips
    assert all(set(flip.to) != {"maternity", "pension"} for flip in flips)  # type: ignore[arg-type]
    assert ("asked-in-vain", "decisions › d") not in told(rules)


def test_where_none_is_refused_one_is_taken_if_nothing_more_is_known() -> None:
    more = _changed_options(**{f"o{i}": {"title": f"Other {i}"} for i in range(4)})
    some = " or ".join(f"getting.{option}" for option in more["options"])
    rules = ruled("getting.o3", more, refuse=[{"when": f"not ({some})", "says": "Name one."}])
    found = still_open(rules, Answers()).provisional
    assert found is not None
    assert found.taken == {"getting": ("maternity",)}


def test_names_and_completion_know_it(run: Run, folder: Path) -> None:
    out = run("names", "--rules", folder).out
    assert "any of maternity, pension, sick, or none" in " ".join(out.split())
    assert "getting=none" in run("completion", "bash", "--rules", folder).out


@pytest.mark.parametrize(("lines", "value"), [
    (["1, 2"], ["m", "p"]), (["2 1"], ["m", "p"]), ([""], ["p"]), (["3"], [()]), (["?"], [UNKNOWN]), (["x", "1,3", "1,9", "<"], Back()),
])  # fmt: skip
def test_a_terminal_of_lines_takes_numbers(
    monkeypatch: pytest.MonkeyPatch, lines: list[str], value: object
) -> None:
    entries = [Entry("M", "m"), Entry("P", "p"), Entry("None", (), is_alone=True),
               Entry("Not sure", UNKNOWN, is_not_sure=True, is_alone=True)]  # fmt: skip
    typed = iter(lines)
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    assert plain.mark("What?", entries, ["p"]) == value


SPACE = " "


@pytest.mark.parametrize(("keys", "kept"), [
    ([SPACE, DOWN, SPACE, ENTER], "[maternity, pension]"), ([ENTER, SPACE, ENTER], "[maternity]"),
    ([SPACE, UP, UP, SPACE, ENTER], "[]"), (["?"], "unknown"), ([SPACE, SPACE, UP, UP, ENTER], "[]"),
    ([UP, UP, SPACE, DOWN, DOWN, SPACE, ENTER], "[maternity]"), (["a", "i", ENTER, "?"], "unknown"),
])  # fmt: skip
def test_the_questionnaire_marks_options(tmp_path: Path, keys: list[str], kept: str) -> None:
    talk = Talk(ruled(), tmp_path)
    talk.type(*keys, SHOW, QUIT)
    assert talk.kept() == {"getting": kept}


def test_marks_are_there_again_on_the_way_back(tmp_path: Path) -> None:
    talk = Talk(ruled("age > 5 and getting.sick"), tmp_path)
    talk.type(f"9{ENTER}", SPACE, DOWN, SPACE, ENTER, "<", SPACE, ENTER, SHOW, QUIT)
    assert talk.kept() == {"age": "9", "getting": "[pension]"}


def test_what_is_marked_is_shown_and_what_is_missing_told(folder: Path, tmp_path: Path) -> None:
    terminal = Terminal("--rules", folder, "--save", tmp_path / "answers.yaml")
    terminal.wait_for("Not sure (?)")
    terminal.type(ENTER)
    terminal.wait_for("say that none of these does")
    terminal.type(f"{SPACE}{DOWN}{SPACE}{ENTER}")
    terminal.wait_for("Maternity pay, Pension")
    terminal.wait_for("Esc: back)")
    terminal.type("\x03")
    assert terminal.exit_code() == 130


def test_no_figure_rests_on_a_set() -> None:
    with pytest.raises(AdvisorError, match="is not a choice"):
        ruled(parameters={"p": {"by": "getting", "values": {"maternity": 1}}})
