"""The check that every scenario comes out as it says."""

from collections.abc import Iterator

from advisor.advice.advice import cautions
from advisor.analysis.check.findings import Finding, finding, of_problem
from advisor.engine.answers import Answers, check
from advisor.engine.questions import needed
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.quantities import parse_number, worked
from advisor.rules import Ruleset
from advisor.rules.beside import Scenario


def runs(rules: Ruleset) -> tuple[list[Trace], list[Finding]]:
    """The walks of all scenarios, and a finding for each that does not do what it says."""
    walked: list[Trace] = []
    found: list[Finding] = []
    for name, scenario in rules.scenarios.items():
        try:
            answers = check(rules, scenario.answers)
            trace = walk(rules, answers)
            walked.append(trace)
            found += _held(rules, name, scenario, trace, answers)
        except AdvisorError as error:
            unmeant = [one for one in error.problems if not (scenario.refused and one.code == "refused")]
            found += (_failed(rules, name, one, scenario) for one in unmeant)
    return walked, found


def _failed(rules: Ruleset, name: str, problem: Problem, scenario: Scenario) -> Finding:
    """An answer of a scenario that its question does not take, at its own line; or a division it comes to."""
    if problem.code == "division-by-zero":
        return of_problem(problem)._replace(example=scenario.answers)
    given = problem.where in scenario.answers
    path = ("scenarios", name, "answers", problem.where) if given else ("scenarios", name, "answers")
    says = problem.says if given else f"{problem.where}: {problem.says}"
    return finding(
        rules, "scenario-fails", path, says, problem.remedy or "mend its answers", scenario.answers
    )


def _held(rules: Ruleset, name: str, scenario: Scenario, trace: Trace, answers: Answers) -> Iterator[Finding]:
    """What a scenario expects and what was found; where the outcome is another, so is all the rest."""
    outcome = trace.outcome or f"asks {trace.pending}"
    if scenario.refused:
        yield _other(rules, name, "refused", scenario, "that the answers are refused", outcome)
        return
    if outcome != scenario.outcome:
        yield _other(rules, name, "outcome", scenario, scenario.outcome, outcome)
        return
    for figure, meant in scenario.figures.items():
        found = _figure(trace, figure, meant)
        if found:
            yield _other(rules, name, ("figures", figure), scenario, meant, found)
    if scenario.asked is not None:
        asked = needed(rules, answers)
        if list(scenario.asked) != list(asked):
            yield _other(rules, name, "asked", scenario, _listed(scenario.asked), _listed(asked))
    if scenario.cautions is not None:
        given = tuple(one.id for one in cautions(trace))
        if sorted(scenario.cautions) != sorted(given):
            yield _other(rules, name, "cautions", scenario, _listed(scenario.cautions), _listed(given))


def _figure(trace: Trace, name: str, meant: str) -> str:
    """What a figure comes to where that is not what is meant; else empty."""
    unit = trace.rules.unit(name)
    try:
        value = trace.scope[name]
    except Unanswered as missing:
        return f"that it needs {missing.question}"
    except ZeroDivisionError:
        return "a division by zero"
    try:
        return "" if value == parse_number(meant, unit) else worked(value, unit, full=True)
    except ValueError as error:
        return f"a text that {error}"


def _other(
    rules: Ruleset, name: str, key: str | tuple[str, str], scenario: Scenario, meant: str, found: str
) -> Finding:
    says = f"expected {meant}, found {found}"
    path = ("scenarios", name, *([key] if isinstance(key, str) else key))
    return finding(rules, "scenario-fails", path, says, example=scenario.answers)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
