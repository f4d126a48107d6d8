"""What a decision record says, before it is MADR or another form."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from advisor.advice.costs import FigureUsed
from advisor.advice.model import Advice
from advisor.engine.answers import shown
from advisor.engine.session import Step, Trace
from advisor.quantities import show


class Fact(NamedTuple):
    """Something the decision rests on: what, how much, and whose word it is."""

    what: str
    value: str
    source: str


class ConsideredOption(NamedTuple):
    """An outcome that was considered, and why it is not the one; empty for the chosen one."""

    title: str
    approach: str
    why_not: str


class Measure(NamedTuple):
    """What has to stay true, and the numbers it held on; none where it is a plain answer."""

    statement: str
    now: str


def facts(advice: Advice) -> list[Fact]:
    """What was answered, what was assumed and which figures were replaced, in that order."""
    rules = advice.trace.rules
    files = advice.trace.scope.answers.from_files()
    found = [
        Fact(
            rules.label(name),
            shown(rules, name, value),
            f"from {files[name]}" if name in files else "answered",
        )
        for name, value in advice.answers.items()
    ]
    for name, value in advice.defaults.items():
        source = rules.questions[name].default_source
        found.append(
            Fact(rules.label(name), shown(rules, name, value), f"assumed{f': {source}' if source else ''}")
        )
    for name, value in advice.overrides.items():
        parameter = name.partition(".")[0]
        overlay, own = advice.trace.rules.overlay, advice.trace.scope.answers.overrides
        source = overlay.source if overlay and name not in own else "figure of our own"
        found.append(Fact(rules.label(parameter), show(value, rules.unit(parameter)), source))
    return found


def options(advice: Advice) -> list[ConsideredOption]:
    """Every outcome of the rules, the chosen one first."""
    rules = advice.trace.rules
    found = []
    for name, outcome in rules.outcomes.items():
        approach = rules.approaches[outcome.approach].title
        why_not = "" if name == advice.outcome else _why_not(advice.trace, name)
        found.append(ConsideredOption(outcome.title, approach, why_not))
    return sorted(found, key=lambda option: bool(option.why_not))


def _why_not(trace: Trace, outcome: str) -> str:
    """The last step of the path from which another branch leads to the outcome, and why not."""
    for step in reversed(trace.steps):
        for way in trace.rules.other_ways(step.decision, step.branch, outcome.__eq__)[:1]:
            reason = f" ({step.reason})" if step.reason else ""
            label = trace.rules.decisions[step.decision].label
            return f"it needs “{label} {way}”, and the answer is {step.label}{reason}"
    return "no way through the chart leads there"


def measures(advice: Advice) -> list[Measure]:
    """What each step of the path rests on, as a statement that can be measured again."""
    return [_measure(step) for step in advice.trace.steps if step.guards]


def _measure(step: Step) -> Measure:
    return Measure(step.statement, "" if step.because == step.statement else step.because)


def as_line(measure: Measure) -> str:
    """A measure in one line."""
    return f"{measure.statement} (when decided: {measure.now})" if measure.now else measure.statement


def driver(advice: Advice, step: Step) -> tuple[str, str, str]:
    """A step of the path as question, answer and reason."""
    return advice.trace.rules.decisions[step.decision].label, step.label, step.reason


def stale(figures: list[FigureUsed], today: date, max_age: int) -> Iterator[FigureUsed]:
    """The figures older than `max_age` days."""
    return (figure for figure in figures if figure.date and (today - figure.date).days > max_age)
