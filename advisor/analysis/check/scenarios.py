"""The check that every scenario comes out as it says."""

from collections.abc import Iterator

from advisor.analysis.check.findings import Finding, finding, of_problem
from advisor.engine.answers import Answers
from advisor.engine.checking import check
from advisor.engine.conditions import Conditions
from advisor.engine.questions import needed
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.quantities import parse_number, worked
from advisor.rules import Ruleset
from advisor.rules.beside import Scenario
from advisor.rules.origin import Path_


def runs(rules: Ruleset) -> tuple[list[Trace], list[Finding]]:
    """The walks of all scenarios, and a finding for each that does not do what it says."""
    walked: list[Trace] = []
    failed: list[Finding] = []
    for name, scenario in rules.scenarios.items():
        try:
            answers = check(rules, scenario.answers)
            trace = walk(rules, answers)
            walked.append(trace)
            for keys, meant, found in _unlike(scenario, trace, answers):
                failed.append(_failing(rules, name, keys, f"expected {meant}, found {found}"))
        except AdvisorError as error:
            unmeant = [one for one in error.problems if not (scenario.refused and one.code == "refused")]
            failed += (_refused(rules, name, one) for one in unmeant)
    return walked, failed


def _failing(rules: Ruleset, name: str, keys: Path_, says: str, remedy: str = "") -> Finding:
    """A finding at a key of a scenario; its answers are an example as they are."""
    found = finding(rules, "scenario-fails", ("scenarios", name, *keys), says, remedy)
    return found._replace(example=rules.scenarios[name].answers)


def _refused(rules: Ruleset, name: str, problem: Problem) -> Finding:
    """An answer of a scenario that its question does not take, at its own line; or a division it comes to."""
    answers = rules.scenarios[name].answers
    if problem.code == "division-by-zero":
        return of_problem(problem)._replace(example=answers)
    remedy = problem.remedy or "mend its answers"
    if problem.where in answers:
        return _failing(rules, name, ("answers", problem.where), problem.says, remedy)
    return _failing(rules, name, ("answers",), f"{problem.where}: {problem.says}", remedy)


def _unlike(scenario: Scenario, trace: Trace, answers: Answers) -> Iterator[tuple[Path_, str, str]]:
    """The keys of a scenario at which something else was found than it expects; of another outcome only that."""
    outcome = trace.outcome or f"asks {trace.pending}"
    if scenario.refused:
        yield ("refused",), "that the answers are refused", outcome
        return
    if outcome != scenario.outcome:
        yield ("outcome",), scenario.outcome, outcome
        return
    for figure, meant in scenario.figures.items():
        if found := _figure(trace, figure, meant):
            yield ("figures", figure), meant, found
    if scenario.asked is not None:
        asked = needed(trace.rules, answers)
        if list(scenario.asked) != list(asked):
            yield ("asked",), _listed(scenario.asked), _listed(asked)
    if scenario.cautions is not None:
        given = tuple(Conditions(trace.rules, trace.scope).cautions(outcome))
        if sorted(scenario.cautions) != sorted(given):
            yield ("cautions",), _listed(scenario.cautions), _listed(given)


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


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
