"""What a diagram shows, before it is DOT, Mermaid or anything else."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from advisor.advice.model import Advice
from advisor.engine.answers import Value, shown
from advisor.engine.session import Step
from advisor.output.diagram.wrapping import columns, wrapped
from advisor.quantities import is_number
from advisor.rules import Ruleset

DECISION, COMPUTED, TABLE, OUTCOME, ELSEWHERE = "decision", "computed", "table", "outcome", "elsewhere"
_LEGENDS = {
    DECISION: "Hexagon: a question.",
    COMPUTED: "Solid box: computed.",
    TABLE: "Square box: a table.",
    OUTCOME: "Rounded: an outcome.",
    ELSEWHERE: "Arrow: goes on in another part.",
}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
EDGE_WIDTH = 24
"""Columns of text beside a line: Mermaid from 11 on breaks a longer one again, wherever it is broken here."""
NOTE_WIDTH = 34
"""Columns of the smaller text below."""
_MAX_VALUES = 2  # more answers on an edge than that hide it, and some of them would mislead
_MAX_MEETING = 3  # an outcome of more decisions is drawn beside each of them: long lines hide the chart
_MAX_ROWS = 3  # rows of a table that are named on an edge; more are counted
_WIDE = 6  # nodes side by side that still fit a page


class ChartNode(NamedTuple):
    """One decision or outcome; an outcome to which many decisions lead has a node for each of them.

    kind: `DECISION`, `COMPUTED`, `TABLE` or `OUTCOME`; `ELSEWHERE` for what another part of the chart shows
    label: its lines, the heading
    notes: its lines below: the arithmetic of a computed decision, the row of a table, what joins an outcome
    number: which step of the path it is, from 1; 0 off the path
    level: how many decisions at most lead to it; 0 for what cannot be reached
    """

    id: str
    state: str
    kind: str
    label: tuple[str, ...]
    notes: tuple[str, ...] = ()
    number: int = 0
    level: int = 0

    @property
    def heading(self) -> tuple[str, ...]:
        """The label with the number of the step before it."""
        first, *others = self.label
        return (f"{circled(self.number)} {first}", *others) if self.number else self.label


class Edge(NamedTuple):
    """A way from node to node, by id, with the answers of the branches that go it; `taken` on the path."""

    source: str
    target: str
    label: tuple[str, ...]
    taken: bool = False


class Scene(NamedTuple):
    """A whole flowchart, with the path taken in it if there is one.

    title: what it decides
    about: ruleset, version and date
    says: the path in words, or what the chart holds
    nodes: the start first
    has_path: whether a path is shown; without one, nothing is more important than the rest
    """

    title: str
    about: str
    says: str
    nodes: tuple[ChartNode, ...]
    edges: tuple[Edge, ...]
    has_path: bool = False

    @property
    def legend(self) -> str:
        """How to read it, in a line."""
        kinds = {node.kind for node in self.nodes}
        if self.has_path:
            also = f" {_LEGENDS[ELSEWHERE]}" if ELSEWHERE in kinds else ""
            return f"Thick lines, {circled(1)} and on: the path taken. Dashed: ways not taken.{also}"
        return " ".join(says for kind, says in _LEGENDS.items() if kind in kinds)

    @property
    def text(self) -> str:
        """Every text that a picture shows."""
        lines = [self.title, self.about]
        for node in self.nodes:
            lines += [*node.heading, *node.notes]
        return "\n".join(lines + [line for edge in self.edges for line in edge.label])

    @property
    def direction(self) -> str:
        """``down``, or ``right`` where more nodes would stand side by side than fit a page."""
        levels = Counter(node.level for node in self.nodes)
        return "right" if max(levels.values()) > max(_WIDE, len(levels)) else "down"

    def emphasis(self, node: ChartNode) -> str:
        """``result`` or ``step`` on the path, ``quiet`` off it; ``plain`` where none is shown."""
        if node.number:
            return "result" if node.kind == OUTCOME else "step"
        return "quiet" if self.has_path else "plain"


_Ids = Mapping[tuple[str, str], str]
"""The id of a node by its state and, for outcomes drawn often, by the decision that it stands beside."""


def scene(rules: Ruleset, advice: Advice | None, today: date) -> Scene:
    """The chart of a ruleset; with advice, the path that led to it."""
    ids = _ids(rules)
    steps = {step.decision: step for step in advice.trace.steps} if advice else {}
    when = advice.when("drawn") if advice else f"drawn {today.isoformat()}"
    return Scene(
        title=rules.ruleset.title,
        about=f"Rules {rules.id} {rules.version}, {when}",
        says=_in_words(advice) if advice else _inventory(rules),
        nodes=tuple(_nodes(rules, ids, steps, advice)),
        edges=tuple(_edges(rules, ids, steps)),
        has_path=advice is not None,
    )


def _ids(rules: Ruleset) -> _Ids:
    found: list[tuple[str, str]] = []
    for state in dict.fromkeys([*rules.chart.reached, *rules.decisions, *rules.outcomes]):
        sources = rules.chart.sources.get(state, [])
        often = state in rules.outcomes and state != rules.start and len(sources) > _MAX_MEETING
        found += [(state, source) for source in (sources if often else [""])]
    return {place: f"n{number}" for number, place in enumerate(found)}


def _target(ids: _Ids, source: str, state: str) -> str:
    """The node of a state that a decision leads to."""
    return ids.get((state, source)) or ids[state, ""]


def _nodes(
    rules: Ruleset, ids: _Ids, steps: Mapping[str, Step], advice: Advice | None
) -> Iterator[ChartNode]:
    levels, numbers = _levels(rules), {ids[state, ""]: number for number, state in enumerate(steps, 1)}
    if advice:
        numbers[_target(ids, ["", *steps][-1], advice.outcome)] = len(numbers) + 1
    for (state, source), id_ in ids.items():
        number, level = numbers.get(id_, 0), levels[source] + 1 if source else levels[state]
        title = rules.title(state)
        kind, notes = _kind(rules, state), tuple[str, ...]()
        if advice and number and kind != DECISION:
            notes = _joined(advice) if kind == OUTCOME else _arithmetic(steps[state].because)
        yield ChartNode(id_, state, kind, wrapped(title), notes, number, level)


def _levels(rules: Ruleset) -> dict[str, int]:
    """How many decisions at most lead to each state, where the chart does not go round."""
    levels = defaultdict[str, int](int)
    place = {state: index for index, state in enumerate(rules.chart.order)}
    for state in place:
        for target in rules.chart.targets(state):
            if place[target] > place[state]:
                levels[target] = max(levels[target], levels[state] + 1)
    return levels


def _kind(rules: Ruleset, state: str) -> str:
    if state in rules.outcomes:
        return OUTCOME
    return TABLE if state in rules.grids else COMPUTED if rules.decisions[state].computed else DECISION


def _arithmetic(because: str) -> tuple[str, ...]:
    """A reason in lines: each condition on its own, broken before a sign rather than after it."""
    lines: list[str] = []
    for index, condition in enumerate(because.split(" and ")):
        line = "and" if index else ""
        for part in re.split(r" (?=[=≠<>≤≥] )", condition):
            if line and columns(line) + 1 + columns(part) > NOTE_WIDTH:
                lines += wrapped(line, NOTE_WIDTH)
                line = ""
            line = f"{line} {part}".strip()
        lines += wrapped(line, NOTE_WIDTH)
    return tuple(lines)


def _joined(advice: Advice) -> tuple[str, ...]:
    """What stands at the outcome: the complements that join, and how many cautions there are."""
    notes = [f"+ {one.title}" for one in (advice.use_case.complements if advice.use_case else ())]
    if advice.cautions:
        notes.append(f"! {_cautions(advice)}")
    return tuple(line for note in notes for line in wrapped(note, NOTE_WIDTH))


def _cautions(advice: Advice) -> str:
    count = len(advice.cautions)
    return f"{count} caution{'s' if count > 1 else ''}"


def _edges(rules: Ruleset, ids: _Ids, steps: Mapping[str, Step]) -> Iterator[Edge]:
    """The branches; those of a decision that lead to one place are one edge, but for the one that is taken."""
    for name, decision in rules.decisions.items():
        step = steps.get(name)
        ways: dict[tuple[str, bool], list[str]] = {}
        for index, branch in enumerate(decision.branches):
            taken = step is not None and step.branch == index
            label = (
                _answer(step, name in rules.grids or decision.computed) if step and taken else branch.label
            )
            ways.setdefault((_target(ids, name, branch.to), taken), []).append(label)
        for (target, taken), labels in ways.items():
            named = _counted(labels) if name in rules.grids else labels
            yield Edge(ids[name, ""], target, _together(named), taken)


def _counted(rows: list[str]) -> list[str]:
    """The rows of a table on one edge: each by its name or, where they are many, how many."""
    return rows if len(rows) <= _MAX_ROWS else [f"{len(rows)} rows"]


def _together(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels of branches that are one edge, as many in a line as fit."""
    lines: list[str] = []
    for label in labels:
        if not lines:
            lines += wrapped(label, EDGE_WIDTH)
        elif columns(joined := f"{lines[-1]} · {label}") <= EDGE_WIDTH - 2:  # there may come a dot
            lines[-1] = joined
        else:
            lines[-1] += " ·"
            lines += wrapped(label, EDGE_WIDTH - 2)
    return tuple(lines)


def _answer(step: Step, computed: bool) -> str:
    """The branch with every answer that decided it, ``no · 640 examples``, or alone if they are many."""
    if computed:  # its node shows why
        return step.label
    rules, given = step.scope.rules, step.scope.answers.known()
    values = [_value(rules, name, given[name], step.label) for name in step.decided_by if name in given]
    told = [value for value in values if value]
    return " · ".join([step.label, *(told if len(told) <= _MAX_VALUES else [])])


def _value(rules: Ruleset, name: str, value: Value, label: str) -> str:
    """An answer that the label of the branch does not say already."""
    text = shown(rules, name, value)
    if text.casefold() == label.casefold():
        return ""
    if not is_number(value):
        return f"{rules.label(name)}: {text}"
    return text if rules.unit(name) else f"{rules.label(name)} {text}"


def _in_words(advice: Advice) -> str:
    """The path as a sentence for those who do not see it."""
    steps = "; ".join(f"{step.title} {step.label} ({step.because})" for step in advice.trace.steps)
    said = f"The path taken: {steps}. " if steps else ""
    extras = [one.title for one in (advice.use_case.complements if advice.use_case else ())]
    extras += [_cautions(advice)] if advice.cautions else []
    joined = f", with {', '.join(extras)}" if extras else ""
    return f"{said}Outcome: {advice.title}{joined}."


def _inventory(rules: Ruleset) -> str:
    outcomes = "; ".join(outcome.title for outcome in rules.outcomes.values())
    return f"A flowchart of {len(rules.decisions)} decisions. Possible outcomes: {outcomes}."


def circled(number: int) -> str:
    """The number of a step as one sign, ① to ⑳; beyond, in parentheses."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"
