"""What a decision record says, before it is MADR or another form."""

from typing import NamedTuple

from advisor.advice.model import Advice
from advisor.engine.answers import shown
from advisor.engine.session import Trace
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


class Confirmation(NamedTuple):
    """What has to stay true, and the numbers it held on; none where it is a plain answer."""

    statement: str
    now: str


def facts(advice: Advice) -> list[Fact]:
    """What was answered, what was assumed and which figures were replaced, in that order."""
    rules, answers = advice.trace.rules, advice.trace.scope.answers
    files = answers.from_files()
    found = []
    for name, value in advice.trace.scope.answers.given.items():
        source = f"from {files[name]}" if name in files else "answered"
        found.append(Fact(rules.label(name), shown(rules, name, value), source))
    for name, value in advice.defaults.items():
        said = rules.questions[name].default_source
        source = f"assumed: {said}" if said else "assumed"
        found.append(Fact(rules.label(name), shown(rules, name, value), source))
    for name, number in advice.overrides.items():
        parameter = name.partition(".")[0]
        listed = None if name in answers.overrides else rules.overlay
        source = listed.source if listed else "figure of our own"
        found.append(Fact(rules.label(parameter), show(number, rules.unit(parameter)), source))
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
            return f"it needs “{step.title} {way}”, and the answer is {step.label}{reason}"
    return "no way through the chart leads there"


def confirmations(advice: Advice) -> list[Confirmation]:
    """What each step of the path rests on, as a statement that can be measured again."""
    return [
        Confirmation(step.statement, "" if step.because == step.statement else step.because)
        for step in advice.trace.steps
        if step.guards
    ]
