"""What a picture of figures says: its title, what is held fixed, the labels and the legend."""

from typing import NamedTuple

from advisor.engine.session import Trace
from advisor.output.plot.boundaries import FAILS, OPEN, REFUSED, state
from advisor.output.plot.labels import axis_label, held, said
from advisor.output.plot.payback import CostChart, Payback
from advisor.output.plot.regions import Map
from advisor.quantities import show
from advisor.rules import Ruleset
from advisor.units import cell_unit


class CostCaptions(NamedTuple):
    """The texts of a chart of costs.

    about: what is compared, and the answers that the figures rest on
    choices: the label of each choice, which heads its options in the legend
    crossing: what the mark at the crossing tells; empty where no lines cross
    """

    title: str
    about: tuple[str, ...]
    choices: dict[str, str]
    crossing: str


class MapCaptions(NamedTuple):
    """The texts of a map.

    about: the answers that are the same all over the map
    labels, units: of the axes
    keys: the number and title of each state
    own: the user's own values, which are marked, and the region they are in; empty where they are not in the map
    """

    title: str
    about: tuple[str, ...]
    labels: tuple[str, ...]
    units: dict[str, str]
    keys: dict[str, str]
    own: tuple[str, ...]


def of_costs(rules: Ruleset, chart: CostChart) -> CostCaptions:
    """The texts of a chart of costs."""
    found = chart.payback
    choices = {choice: rules.label(choice) for choice in chart.choices}
    if found is None:
        return CostCaptions("Cumulative cost", chart.held, choices, "")
    says = payback_says(rules, found)
    compared = [f"{found.line.title} against {found.against.title}"] if found.line and found.against else []
    about = (*compared, *chart.held)
    return CostCaptions(f"Cumulative cost: {says}", about, choices, says if found.months else "")


def payback_says(rules: Ruleset, found: Payback) -> str:
    """When the chosen options cross, in words."""
    months = show(found.months, "months")
    return {
        "at once": "pays back at once",
        "after": f"pays back after {months}",
        "until": f"is cheaper for {months} only",
        "never": "never pays back",
        "open": f"break-even open ({' and '.join(map(rules.label, found.open))} not chosen)",
    }[found.kind]


def of_map(trace: Trace, found: Map) -> MapCaptions:
    """The texts of a map."""
    rules, names = trace.rules, [axis.name for axis in found.axes]
    labels = [axis_label(rules, name) for name in names]
    if len(names) == 1:
        labels = [f"{labels[0]}{_turns(rules, found)}"]
    keys = {one: f"{number}: {_title(rules, one)}" for number, one in enumerate(found.states, 1)}
    title = f"Outcome over {' and '.join(map(rules.label, names))}"
    about, units = tuple(_fixed(trace, found)), {name: rules.unit(name) for name in names}
    return MapCaptions(title, about, tuple(labels), units, keys, _own(trace, found))


def _turns(rules: Ruleset, found: Map) -> str:
    """Where the outcome turns along the only axis, in full."""
    unit = cell_unit(rules.unit(found.axes[0].name))
    borders = [stretch.low for stretch in found.bands[0].rows[0].stretches[1:]]
    told = [show(border, unit) for border in borders[:4]]
    more = ", …" if len(borders) > len(told) else ""
    return f" – the outcome turns at {', '.join(told)}{more}" if told else " – nothing turns the outcome"


def _title(rules: Ruleset, one: str) -> str:
    """An outcome, or the question that is open there, or why there is neither."""
    if one.startswith(FAILS):
        return one.removeprefix(FAILS)
    if one.startswith(OPEN):
        return f"open: {rules.label(one.removeprefix(OPEN))}"
    return rules.outcomes[one].title


def _fixed(trace: Trace, found: Map) -> list[str]:
    """The answers that the map rests on, but for those along the axes: what the chart asks, and what refuses."""
    rules, axes = trace.rules, {axis.name for axis in found.axes}
    read = [rules.questions_of(one.when) for one in rules.refuse if REFUSED in found.states]
    asked = (*rules.chart.questions, *(name for names in read if axes & {*names} for name in names))
    first, *rest = held(trace.scope, [name for name in dict.fromkeys(asked) if name not in axes]) or [""]
    return [f"Held fixed: {first}", *rest] if first else []


def _own(trace: Trace, found: Map) -> tuple[str, ...]:
    """The user's own values, and the number of the region that they are in."""
    if found.own is None:
        return ()
    names = [axis.name for axis in found.axes]
    values = [said(trace.scope, name, value) for name, value in zip(names, found.own, strict=True)]
    number = found.states.index(state(trace)) + 1
    return (f"Your point, in {number}", *values)
