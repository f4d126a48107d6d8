"""What a map says: its title, what is held fixed, the labels and the legend."""

from advisor.analysis.explorer import ends
from advisor.analysis.explorer.ends import REFUSED, End
from advisor.engine.session import Trace
from advisor.output.plot.labels import axis_label, held, said
from advisor.output.plot.regions import Map
from advisor.quantities import show
from advisor.rules import Ruleset
from advisor.units import cell_unit


def title(rules: Ruleset, found: Map) -> str:
    """What the map is over."""
    return f"Outcome over {' and '.join(rules.label(axis.name) for axis in found.axes)}"


def about(trace: Trace, found: Map) -> list[str]:
    """The answers that the map rests on, but for those along the axes: what the chart asks, and what refuses."""
    rules, axes = trace.rules, {axis.name for axis in found.axes}
    read = [rules.questions_of(one.when) for one in rules.refuse if End(fails=REFUSED) in found.states]
    asked = (*rules.chart.questions, *(name for names in read if axes & {*names} for name in names))
    first, *rest = held(trace.scope, [name for name in dict.fromkeys(asked) if name not in axes]) or [""]
    return [f"Held fixed: {first}", *rest] if first else []


def labels(rules: Ruleset, found: Map) -> list[str]:
    """The label of each axis; that of the only one says in full where the outcome turns."""
    names = [axis_label(rules, axis.name) for axis in found.axes]
    if len(names) > 1:
        return names
    unit = cell_unit(rules.unit(found.axes[0].name))
    turns = list(dict.fromkeys(show(one, unit) for one in found.stripes[0].starts[1:]))
    if not turns:
        return [f"{names[0]} – nothing turns the outcome"]
    return [f"{names[0]} – the outcome turns at {', '.join(turns[:4])}{', …' if len(turns) > 4 else ''}"]


def keys(rules: Ruleset, found: Map) -> dict[End, str]:
    """The number and the meaning of each state."""
    return {one: f"{number}: {_meaning(rules, one)}" for number, one in enumerate(found.states, 1)}


def _meaning(rules: Ruleset, one: End) -> str:
    if one.outcome:
        return rules.title(one.outcome)
    if one.asks:
        return f"open: {rules.label(one.asks)}"
    return "refused" if one.fails == REFUSED else one.fails


def own(trace: Trace, found: Map) -> list[str]:
    """The region that the user's own values are in, and these."""
    values = [said(trace.scope, axis.name) for axis in found.axes]
    here = ends.end(trace.rules, trace.scope.answers)
    return [f"Your point, in {found.states.index(here) + 1}", *values]
