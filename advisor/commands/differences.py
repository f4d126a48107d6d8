"""How a comparison reads: as text, as a comment for a pull request, and as plain data."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from advisor.answers import Value, to_plain
from advisor.check.report import spelled
from advisor.compare import (
    DIFFERENT,
    EQUIVALENT,
    MAX_DIFFERENCES,
    Change,
    Comparison,
    Decided,
    Difference,
    Same,
)
from advisor.compare.structure import ADDED, MOVED, REMOVED, RENAMED, REORDERED
from advisor.decision import ruleset_id
from advisor.errors import one_line
from advisor.record.markdown import quiet, table
from advisor.rules import Ruleset
from advisor.rules.binding import spell

MAX_CHANGES = 40
"""Changed keys that are told one by one."""
HELP = ("bounds on the questions, splitting a condition into decisions of its own, or --same for what was "
        "renamed can help")  # fmt: skip


class Told(NamedTuple):
    """All that is told of two versions: what they are called, and what was found."""

    names: tuple[str, str]
    rules: tuple[Ruleset, Ruleset]
    same: Same
    found: Comparison
    decided: Sequence[Decided]


def text(told: Told) -> str:
    """The comparison for people."""
    found = told.found
    lines = [_verdict(told), *(f"  {line}" for line in _notes(told))]
    for one in found.differences:
        lines += [f"  {one.old} → {one.new}", *(f"    {line}" for line in _example(one))]
    for heading, some in _decisions(told).items():
        lines += ["", f"{heading}:", *(f"  {name}: {before} → {after}" for name, before, after in some)]
    lines += ["", "Changed keys:"] if found.changes else []
    lines += [f"  {line}" for line in _changes(found.changes)]
    return "".join(f"{_line(line)}\n" for line in lines)


def markdown(told: Told) -> str:
    """A comment for a pull request."""
    found = told.found
    before, after = (quiet(_line(name)) for name in told.names)
    lines = [f"### Rules: {before} against {after}", "", f"**{quiet(_verdict(told))}**", ""]
    if notes := _notes(told):
        lines += [*(f"* {quiet(_line(note))}" for note in notes), ""]
    if found.differences:
        rows = [(one.old, one.new, "; ".join(_example(one))) for one in found.differences]
        lines += [*_table(("Before", "After", "For example"), rows), ""]
    for heading, some in _decisions(told).items():
        lines += [*_table((heading, "Before", "After"), some), ""]
    if found.changes:
        lines += ["<details><summary>Changed keys</summary>", ""]
        lines += [f"* {quiet(_line(line))}" for line in _changes(found.changes)]
        lines += ["", "</details>"]
    return "".join(f"{line}\n" for line in lines)


def data(told: Told) -> dict[str, Any]:
    """The comparison for programs."""
    found = told.found
    return {
        "verdict": found.verdict,
        "old": ruleset_id(told.rules[0])._asdict(),
        "new": ruleset_id(told.rules[1])._asdict(),
        "differences": [_difference(one) for one in found.differences],
        "complete": found.complete,
        "apart": [one._asdict() for one in found.apart],
        "decisions": [{"name": one.name, "old": one.old, "new": one.new} for one in told.decided],
        "changes": [{"kind": one.kind, "path": list(one.path), "old": one.old, "new": one.new}
                    for one in found.changes],
    }  # fmt: skip


def _difference(one: Difference) -> dict[str, Any]:
    shown = {"old": one.old, "new": one.new, "example": _plain(one.example)}
    return shown | ({} if one.example_old is None else {"example_old": _plain(one.example_old)})


def _plain(example: Mapping[str, Value]) -> dict[str, object]:
    return {name: to_plain(value) for name, value in example.items()}


def _verdict(told: Told) -> str:
    changed = sum(not one.is_refused for one in told.decided)
    some = (
        "1 given decision or scenario changes"
        if changed == 1
        else f"{changed} given decisions or scenarios change"
    )
    joint = "but" if told.found.verdict == EQUIVALENT else "and"
    return _of_all_answers(told.found) + (f"; {joint} {some}" if changed else "")


def _of_all_answers(found: Comparison) -> str:
    if found.verdict == EQUIVALENT:
        return "equivalent: no answers lead to different outcomes (proved)"
    if found.verdict != DIFFERENT:
        return f"unknown: the solver could not decide within its bound; {HELP}"
    count = len(found.differences)
    pairs = "1 pair of outcomes" if count == 1 else f"{count} pairs of outcomes"
    if not found.complete and count >= MAX_DIFFERENCES:
        return f"different: only the first {count} pairs of outcomes are shown; an example for each"
    more = "" if found.complete else ", and there may be more"
    return f"different: {pairs}{more}; an example{'' if count == 1 else ' for each'}"


def _notes(told: Told) -> list[str]:
    """What to know to read the examples."""
    notes = [
        f"{one.question} is another question now: its {one.what} was {one.old} and is {one.new}"
        + (
            f" (--same {one.question}={one.question} says that the numbers mean the same)"
            if one.what == "unit"
            else ""
        )
        for one in told.found.apart
    ]
    if told.same.is_said and told.found.differences:
        notes.append("examples use NEW's names")
    return notes


def _example(one: Difference) -> list[str]:
    if one.example_old is None:
        return [spelled(_plain(one.example)) or "no answers"]
    sides = (("OLD", one.example_old), ("NEW", one.example))
    return [f"{name}: {spelled(_plain(example)) or 'no answers'}" for name, example in sides]


def _decisions(told: Told) -> dict[str, list[tuple[str, str, str]]]:
    """The decisions that change and those that nobody takes, each under its heading."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in told.decided:
        heading = (
            "Decisions that neither version takes" if one.is_refused else "Changed decisions and scenarios"
        )
        found.setdefault(heading, []).append(one[:3])
    return found


def _changes(changes: tuple[Change, ...]) -> list[str]:
    more = len(changes) - MAX_CHANGES
    lines = [_change(one) for one in changes[:MAX_CHANGES]]
    return [*lines, f"… and {more} more (--json has all)"] if more > 0 else lines


def _change(one: Change) -> str:
    path = spell(one.path)
    if one.kind in (ADDED, REMOVED):
        return f"+ {path}: {one.new}" if one.kind == ADDED else f"- {path}: {one.old}"
    kind = f"{one.kind} " if one.kind in (RENAMED, MOVED, REORDERED) else ""
    return f"~ {path}: {kind}{one.old} → {one.new}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    head, rule, *_ = table(headings, [])
    return [head, rule, *(f"| {' | '.join(quiet(_line(cell)) for cell in row)} |" for row in rows)]


def _line(text: str) -> str:
    """A text on one line, with everything that a terminal would obey or not show spelled out."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    return indent + one_line(" ".join(text.split()))
