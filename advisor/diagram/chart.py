"""What a diagram shows, before it is DOT, Mermaid or anything else."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from advisor.advice import Advice
from advisor.answers import shown
from advisor.rules import Ruleset
from advisor.session import Step, reachable

DECISION, COMPUTED, OUTCOME = "decision", "computed", "outcome"
WIDTH = 26
"""Columns of text in a node; longer texts wrap."""
_MAX_VALUES = 2  # more answers on an edge than that hide it


class Node(NamedTuple):
    """One decision or outcome.

    kind: `DECISION`, `COMPUTED` or `OUTCOME`
    label: its lines, the heading
    notes: its lines below: the arithmetic of a computed decision, what joins the advice at the outcome
    number: which step of the path it is, from 1; 0 off the path
    """

    id: str
    state: str
    kind: str
    label: tuple[str, ...]
    notes: tuple[str, ...] = ()
    number: int = 0


class Edge(NamedTuple):
    """One branch: from node to node, by id, with the answer that takes it; `taken` on the path."""

    source: str
    target: str
    label: tuple[str, ...]
    taken: bool = False


class Chart(NamedTuple):
    """A whole flowchart, with the path taken in it if there is one.

    title: what it decides
    about: ruleset, version and date
    says: the path in words, or what the chart holds
    """

    title: str
    about: str
    says: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def has_path(self) -> bool:
        """Whether a path is shown; without one, nothing is more important than the rest."""
        return any(node.number for node in self.nodes)


def chart(rules: Ruleset, advice: Advice | None, today: date) -> Chart:
    """The chart of a ruleset; with advice, the path that led to it."""
    states = [*reachable(rules, rules.start)]
    states += [state for state in (*rules.decisions, *rules.outcomes) if state not in states]
    ids = {state: f"n{number}" for number, state in enumerate(states)}
    steps = {step.decision: step for step in advice.trace.steps} if advice else {}
    numbers = {state: number for number, state in enumerate(steps, 1)}
    if advice:
        numbers[advice.outcome] = len(numbers) + 1
    made = advice.made if advice else today
    return Chart(
        title=rules.ruleset.title,
        about=f"Rules {rules.id} {rules.version}, {made.isoformat()}",
        says=_in_words(advice) if advice else _inventory(rules),
        nodes=tuple(
            _node(rules, state, ids[state], numbers.get(state, 0), steps, advice) for state in states
        ),
        edges=tuple(_edges(rules, ids, steps)),
    )


def _node(
    rules: Ruleset, state: str, id_: str, number: int, steps: dict[str, Step], advice: Advice | None
) -> Node:
    if state in rules.outcomes:
        notes = _joined(advice) if advice and advice.outcome == state else ()
        return Node(id_, state, OUTCOME, wrapped(rules.outcomes[state].title), notes, number)
    decision = rules.decisions[state]
    if not decision.computed:
        return Node(id_, state, DECISION, wrapped(decision.label), (), number)
    notes = wrapped(steps[state].because) if state in steps else ()
    return Node(id_, state, COMPUTED, wrapped(decision.label), notes, number)


def _joined(advice: Advice) -> tuple[str, ...]:
    """What stands at the outcome: the complements that join, and how many cautions there are."""
    notes = [f"+ {one.title}" for one in (advice.use_case.complements if advice.use_case else ())]
    count = len(advice.cautions)
    if count:
        notes.append(f"! {count} caution{'s' if count > 1 else ''}")
    return tuple(line for note in notes for line in wrapped(note))


def _edges(rules: Ruleset, ids: dict[str, str], steps: dict[str, Step]) -> Iterator[Edge]:
    for name, decision in rules.decisions.items():
        step = steps.get(name)
        for index, branch in enumerate(decision.branches):
            taken = step is not None and step.branch == index
            label = _answer(step, decision.computed) if step and taken else branch.label
            yield Edge(ids[name], ids[branch.to], wrapped(label, WIDTH + 8), taken)


def _answer(step: Step, computed: bool) -> str:
    """The branch with the answers it was taken on: ``no · 640 examples``."""
    rules, given = step.scope.rules, step.scope.answers.known()
    read = [name for guard in step.guards for name in rules.questions_of(guard)]
    values = [_value(rules, name, given[name]) for name in dict.fromkeys(read)
              if name in given and rules.questions[name].type != "yes_no"]  # fmt: skip
    if computed or not values:
        return step.label
    return " · ".join([step.label, *values[:_MAX_VALUES]])


def _value(rules: Ruleset, name: str, value: object) -> str:
    text = shown(rules, name, value)  # type: ignore[arg-type]
    return text if rules.unit(name) or isinstance(value, str) else f"{rules.label(name)} {text}"


def _in_words(advice: Advice) -> str:
    """The path as a sentence for those who do not see it."""
    steps = "; ".join(f"{step.label} {step.branch} ({step.because})" for step in advice.path)
    said = f"The path taken: {steps}. " if steps else ""
    cautions = f", with {len(advice.cautions)} cautions" if advice.cautions else ""
    return f"{said}Outcome: {advice.title}{cautions}."


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
    return chr(0x245F + number) if number <= 20 else f"({number})"
