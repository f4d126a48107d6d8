"""Another figure for a parameter: all that are in use, each with its value, source and bounds."""

from typing import Any

from advisor.advice import costs
from advisor.advice.advice import advise
from advisor.advice.costs import FigureInUse
from advisor.engine.session import Trace
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.rules.kinds import figure
from advisor.wizard import prompts
from advisor.wizard.prompts import Back, Entry, say


def pick(trace: Trace) -> Any:
    """The figure that the user wants to change, or Back."""
    found = in_use(trace)
    entries = [
        Entry(f"{one.label}: {show(one.value, one.unit)} ({one.source})", index)
        for index, one in enumerate(found)
    ]
    picked = prompts.choose("The figures in use. Which one do you know better?", entries)
    return picked if isinstance(picked, Back) else found[picked]


def in_use(trace: Trace) -> list[FigureInUse]:
    """Every figure that the advice and the costs rest on, those of the user first."""
    if trace.outcome:
        advise(trace)  # reads what its texts and cautions rest on
    costs.read_for(trace.scope, trace.rules.costs.figures)
    return [*costs.figures_replaced(trace.scope), *costs.figures_in_use(trace.scope)]


def _bounds(rules: Ruleset, one: FigureInUse) -> str:
    low, high = (_parameter(rules, one).min, _parameter(rules, one).max)
    if low is not None and high is not None:
        return f"{show(low)} to {show(high)}"
    return f"at least {show(low)}" if low is not None else f"at most {show(high)}" if high is not None else ""


def _parameter(rules: Ruleset, one: FigureInUse) -> Any:
    return rules.parameters[one.name.partition(".")[0]]


def ask(rules: Ruleset, one: FigureInUse, draft: str) -> Any:
    """The number that is typed for a figure, its own where nothing is, or Back."""
    parameter, now = _parameter(rules, one), show(one.value, one.unit)

    def problem_with(typed: str) -> str:
        try:
            if typed.strip():
                figure(parameter, typed)
        except ValueError as error:
            return "; ".join(filter(None, error.args))
        return ""

    def reading(typed: str) -> str:
        return "" if problem_with(typed) else f"= {show(figure(parameter, typed), one.unit)}"

    told = [f"{one.source}, {one.date}" if one.date else one.source, f"as an option: --set {one.name}=…"]
    say(f"  {'; '.join(told)}", quiet=True)
    hint = f"Enter keeps it; or type {_bounds(rules, one) or 'a number'}"
    got = prompts.type_in(one.label, problem_with, reading, hint=hint, placeholder=now, typed=draft)
    if isinstance(got, Back):
        return got
    value: Number = figure(parameter, got) if got.strip() else one.value
    return value


def key(trace: Trace, one: FigureInUse) -> str:
    """What an override of a figure is called: with its option, where it depends on a choice."""
    by = _parameter(trace.rules, one).by
    return f"{one.name}.{trace.scope[by]}" if by and "." not in one.name else one.name
