"""Another figure for a parameter: all that are in use, each with its value, source and bounds."""

from typing import Any

from advisor.advice import figures
from advisor.advice.advice import advise
from advisor.advice.figures import FigureInUse
from advisor.advice.names import within
from advisor.engine.session import Trace
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.rules.kinds.figures import figure
from advisor.rules.records import Parameter
from advisor.wizard import prompts
from advisor.wizard.prompts import Back, Entry, Field, say


def pick(trace: Trace) -> Any:
    """The figure that the user wants to change, or Back."""
    found = in_use(trace)
    if not found:
        say("What was decided rests on no figure of the rules.")
        return Back()
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
    figures.read_for(trace.scope, trace.rules.costs.figures)
    return [*figures.figures_replaced(trace.scope), *figures.figures_in_use(trace.scope)]


def _parameter(rules: Ruleset, one: FigureInUse) -> Parameter:
    return rules.parameters[one.name.partition(".")[0]]


def ask(rules: Ruleset, one: FigureInUse, drafts: dict[str, str]) -> Any:
    """The number that is typed for a figure, its own where nothing is, or Back."""
    parameter = _parameter(rules, one)

    def take(typed: str) -> Number:
        return figure(parameter, typed) if typed.strip() else one.value

    def shown(value: Number) -> str:
        return show(value, one.unit)

    told = [f"{one.source}, {one.date}" if one.date else one.source, f"as an option: --set {one.name}=…"]
    say(f"  {'; '.join(told)}", quiet=True)
    hint = f"Enter keeps it; or type a number{within(parameter)}"
    field = Field(one.name, one.label, hint, take, shown, placeholder=shown(one.value))
    return prompts.type_in(field, drafts)


def key(trace: Trace, one: FigureInUse) -> str:
    """What an override of a figure is called: with its option, where it depends on a choice."""
    by = _parameter(trace.rules, one).by
    return f"{one.name}.{trace.scope[by]}" if by and "." not in one.name else one.name
