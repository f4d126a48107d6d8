"""What a diagram shows, before it is DOT, Mermaid or anything else."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from advisor.advice.model import Advice
from advisor.engine.answers import Value, shown
from advisor.engine.session import Step
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
WIDTH = 26
"""Columns of text in a node; longer texts wrap."""
EDGE_WIDTH = 24
"""Columns of text beside a line: Mermaid from 11 on breaks a longer one again, wherever it is broken here."""
NOTE_WIDTH = 34
"""Columns of the smaller text below."""
_MAX_VALUES = 2  # more answers on an edge than that hide it, and some of them would mislead
_MAX_MEETING = 3  # an outcome of more decisions is drawn beside each of them: long lines hide the chart
_MAX_ROWS = 3  # rows of a table that are named on an edge; more are counted
_WIDE = 6  # nodes side by side that still fit a page


class Node(NamedTuple):
    """One decision or outcome; an outcome to which many decisions lead has a node for each of them.

    kind: `DECISION`, `COMPUTED`, `TABLE` or `OUTCOME`; `ELSEWHERE` for what another part of the chart shows
    label: its lines, the heading
    notes: its lines below: the arithmetic of a computed decision, the row of a table, what joins an outcome
    number: which step of the path it is, from 1; 0 off the path
    """

    id: str
    state: str
    kind: str
    label: tuple[str, ...]
    notes: tuple[str, ...] = ()
    number: int = 0

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
    nodes: tuple[Node, ...]
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
        levels = self._levels()
        widest = max(map(levels.count, levels))
        return "right" if widest > max(_WIDE, len(set(levels))) else "down"

    def _levels(self) -> list[int]:
        """How far each node is from the start; what cannot be reached stands in the first row."""
        onward: dict[str, list[str]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            onward[edge.source].append(edge.target)
        level = {self.nodes[0].id: 0}
        queue = [self.nodes[0].id]
        for here in queue:
            new = [target for target in onward[here] if target not in level]
            level |= dict.fromkeys(new, level[here] + 1)
            queue += dict.fromkeys(new)
        return [level.get(node.id, 0) for node in self.nodes]


class _Places(NamedTuple):
    """Where states stand: the id of a node by state and, for outcomes drawn often, by where from."""

    ids: Mapping[tuple[str, str], str]

    def target(self, source: str, state: str) -> str:
        return self.ids.get((state, source)) or self.ids[state, ""]


def scene(rules: Ruleset, advice: Advice | None, today: date) -> Scene:
    """The chart of a ruleset; with advice, the path that led to it."""
    places = _places(rules)
    steps = {step.decision: step for step in advice.trace.steps} if advice else {}
    numbers = {places.ids[state, ""]: number for number, state in enumerate(steps, 1)}
    if advice:
        numbers[places.target(next(reversed(steps), ""), advice.outcome)] = len(numbers) + 1
    when = advice.when("drawn") if advice else f"drawn {today.isoformat()}"
    return Scene(
        title=rules.ruleset.title,
        about=f"Rules {rules.id} {rules.version}, {when}",
        says=_in_words(advice) if advice else _inventory(rules),
        nodes=tuple(
            _node(rules, state, id_, numbers.get(id_, 0), steps.get(state), advice)
            for (state, _), id_ in places.ids.items()
        ),
        edges=tuple(_edges(rules, places, steps)),
        has_path=advice is not None,
    )


def _places(rules: Ruleset) -> _Places:
    found: list[tuple[str, str]] = []
    for state in dict.fromkeys([*rules.chart.reached, *rules.decisions, *rules.outcomes]):
        sources = rules.chart.sources.get(state, [])
        often = state in rules.outcomes and state != rules.start and len(sources) > _MAX_MEETING
        found += [(state, source) for source in (sources if often else [""])]
    return _Places({place: f"n{number}" for number, place in enumerate(found)})


def _node(
    rules: Ruleset, state: str, id_: str, number: int, step: Step | None, advice: Advice | None
) -> Node:
    if state in rules.outcomes:
        notes = _joined(advice) if advice and number else ()
        return Node(id_, state, OUTCOME, wrapped(rules.outcomes[state].title), notes, number)
    decision = rules.decisions[state]
    kind = TABLE if state in rules.grids else COMPUTED if decision.computed else DECISION
    notes = _arithmetic(step.because) if step and kind != DECISION else ()
    return Node(id_, state, kind, wrapped(decision.label), notes, number)


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


def _edges(rules: Ruleset, places: _Places, steps: dict[str, Step]) -> Iterator[Edge]:
    """The branches; those of a decision that lead to one place are one edge, but for the one that is taken."""
    for name, decision in rules.decisions.items():
        step = steps.get(name)
        ways: dict[tuple[str, bool], list[str]] = {}
        for index, branch in enumerate(decision.branches):
            taken = step is not None and step.branch == index
            label = (
                _answer(step, name in rules.grids or decision.computed) if step and taken else branch.label
            )
            ways.setdefault((places.target(name, branch.to), taken), []).append(label)
        for (target, taken), labels in ways.items():
            named = _counted(labels) if name in rules.grids else labels
            yield Edge(places.ids[name, ""], target, _together(named), taken)


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


def wrapped(text: str, width: int = WIDTH) -> tuple[str, ...]:
    """The text in lines of at most `width` columns; a character of East Asian scripts takes two."""
    lines, line = [], ""
    for word in _pieces(" ".join(text.split()), width):
        if line and columns(line) + columns(word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    """Where a line may break: after a blank, around a wide character, inside what is too long."""
    piece = ""
    for char in text:
        wide = _columns(char) == 2
        if piece and (wide or columns(piece) >= width):
            yield piece
            piece = ""
        piece += char
        if char == " " or wide:
            yield piece
            piece = ""
    if piece:
        yield piece


def columns(text: str) -> int:
    """How many columns of a fixed grid the text takes."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1


def circled(number: int) -> str:
    """The number of a step as one sign, ① to ⑳; beyond, in parentheses."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"
