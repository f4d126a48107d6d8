"""How a comparison reads: as text, as a comment for a pull request, and as plain data."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from advisor.analysis.check.report import as_settings
from advisor.analysis.compare import (
    DIFFERENT,
    EQUIVALENT,
    MAX_DIFFERENCES,
    Change,
    Decided,
    Difference,
    IdMapping,
    RulesetDiff,
)
from advisor.analysis.compare.structure import ADDED, MOVED, REMOVED, RENAMED, REORDERED
from advisor.decision import ruleset_id
from advisor.engine.answers import Value, to_typed
from advisor.errors import one_line
from advisor.output.record.markdown import blocks, bullets, quiet, table, titled
from advisor.quantities import amount
from advisor.rules import Ruleset
from advisor.rules.origin import shown_path

MAX_CHANGES = 40
"""Changed keys that are told one by one."""
MAX_TEXT = 200
"""Characters of a value that are told of a changed key."""
MAX_ITEMS = 10
"""Items of a list, and answers of an example in a table, that are told."""
MAX_LINE = 1_000
"""Characters of any line."""
WIDTH = 100
"""Columns at which the answers of an example wrap."""
HELP = (
    "bounds on the questions, splitting a condition into decisions of its own, or --same for what was "
    "renamed can help"
)
CHANGED, NEITHER = "Changed decisions and scenarios", "Decisions that neither version takes"


class DiffReport(NamedTuple):
    """All that is told of two versions: what they are called, and what was found."""

    names: tuple[str, str]
    rules: tuple[Ruleset, Ruleset]
    same: IdMapping
    found: RulesetDiff
    decided: Sequence[Decided]


def text(report: DiffReport) -> str:
    """The comparison for people."""
    found = report.found
    lines = [_verdict(report), *(f"  {line}" for line in _notes(report))]
    for one in found.differences:
        lines += [f"  {one.old} → {one.new}"]
        lines += [f"    {line}" for side in _example(report, one) for line in _wrapped(side)]
    for heading, some in _decisions(report).items():
        lines += ["", f"{heading}:", *(f"  {name}: {before} → {after}" for name, before, after in some)]
    lines += ["", "Changed keys:"] if found.changes else []
    lines += [f"  {line}" for line in _changes(found.changes)]
    return "".join(f"{_line(line)}\n" for line in lines)


def markdown(report: DiffReport) -> str:
    """A comment for a pull request."""
    found = report.found
    before, after = map(_quiet, report.names)
    examples = [(one.old, one.new, "; ".join(map(_few, _example(report, one)))) for one in found.differences]
    changes = bullets(map(_quiet, _changes(found.changes)))
    body = blocks(
        f"### Rules: {before} against {after}",
        f"**{_quiet(_verdict(report))}**",
        bullets(map(_quiet, _notes(report))),
        table(("Before", "After", "For example"), examples, _quiet),
        *(table((title, "Before", "After"), some, _quiet) for title, some in _decisions(report).items()),
        titled("<details><summary>Changed keys</summary>", f"{changes}\n\n</details>" if changes else ""),
    )
    return f"{body}\n"


def data(report: DiffReport) -> dict[str, Any]:
    """The comparison for programs."""
    found = report.found
    old, new = (ruleset_id(rules)._asdict() for rules in report.rules)
    return {
        "verdict": found.verdict,
        "old": old,
        "new": new,
        "differences": [_difference(report, one) for one in found.differences],
        "complete": found.complete,
        "apart": [one._asdict() for one in found.apart],
        "decisions": [{"name": one.name, "old": one.old, "new": one.new} for one in report.decided],
        "changes": [one._asdict() for one in found.changes],
    }


def _difference(report: DiffReport, one: Difference) -> dict[str, Any]:
    shown = {"old": one.old, "new": one.new, "example": _plain(report, one.example)}
    return shown | ({} if one.example_old is None else {"example_old": _plain(report, one.example_old)})


def _plain(report: DiffReport, example: Mapping[str, Value]) -> dict[str, object]:
    """Answers as plain data that is read back as the same."""
    old, new = report.rules
    return {
        name: to_typed(new if name in new.questions else old, name, given) for name, given in example.items()
    }


def _verdict(report: DiffReport) -> str:
    changed = sum(not one.is_refused for one in report.decided)
    some = amount(changed, "given decision or scenario changes", "given decisions or scenarios change")
    joint = "but" if report.found.verdict == EQUIVALENT else "and"
    return _of_all_answers(report.found) + (f"; {joint} {some}" if changed else "")


def _of_all_answers(found: RulesetDiff) -> str:
    if found.verdict == EQUIVALENT:
        return "equivalent: no answers lead to different outcomes (proved)"
    if found.verdict != DIFFERENT:
        return f"unknown: the solver could not decide within its bound; {HELP}"
    count = len(found.differences)
    pairs = amount(count, "pair of outcomes", "pairs of outcomes")
    if not found.complete and count >= MAX_DIFFERENCES:
        return f"different: only the first {pairs} are shown; an example for each"
    more = "" if found.complete else ", and there may be more"
    return f"different: {pairs}{more}; an example{'' if count == 1 else ' for each'}"


def _notes(report: DiffReport) -> Iterator[str]:
    """What to know to read the examples."""
    for one in report.found.apart:
        is_unit, name = one.what == "unit", one.question
        more = f" (--same {name}={name} says that the numbers mean the same)" if is_unit else ""
        yield f"{name} is another question now: its {one.what} was {one.old} and is {one.new}{more}"
    if report.same.is_said and report.found.differences:
        yield "examples use NEW's names"


def _example(report: DiffReport, one: Difference) -> list[str]:
    if one.example_old is None:
        return [as_settings(_plain(report, one.example)) or "no answers"]
    sides = (("OLD", one.example_old), ("NEW", one.example))
    return [f"{name}: {as_settings(_plain(report, example)) or 'no answers'}" for name, example in sides]


def _decisions(report: DiffReport) -> dict[str, list[tuple[str, str, str]]]:
    """The decisions that change and those that nobody takes, each under its heading."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in report.decided:
        found.setdefault(NEITHER if one.is_refused else CHANGED, []).append(one[:3])
    return found


def _changes(changes: tuple[Change, ...]) -> list[str]:
    more = len(changes) - MAX_CHANGES
    lines = [_change(one) for one in changes[:MAX_CHANGES]]
    return [*lines, f"… and {more} more (--json has all)"] if more > 0 else lines


def _change(one: Change) -> str:
    path = shown_path(one.path)
    old, new = (_few(value, ", ") if one.kind == REORDERED else _brief(value) for value in (one.old, one.new))
    if one.kind in (ADDED, REMOVED):
        return f"+ {path}: {new}" if one.kind == ADDED else f"- {path}: {old}"
    kind = f"{one.kind} " if one.kind in (RENAMED, MOVED, REORDERED) else ""
    return f"~ {path}: {kind}{old} → {new}"


def _brief(text: str | None, limit: int = MAX_TEXT) -> str:
    """A text, cut where it is long."""
    text = str(text)
    return text if len(text) <= limit else f"{text[:limit]}… and {len(text) - limit:,} more characters"


def _few(text: str | None, between: str = " ") -> str:
    """The first items of a list in words."""
    items = str(text).split(between)
    more = len(items) - MAX_ITEMS
    return str(text) if more <= 0 else f"{between.join(items[:MAX_ITEMS])}{between}… and {more:,} more"


def _wrapped(example: str) -> list[str]:
    """Answers in lines that can be copied to a command line."""
    return textwrap.wrap(example, WIDTH, break_long_words=False, break_on_hyphens=False)


def _quiet(text: str) -> str:
    return quiet(_line(text))


def _line(text: str) -> str:
    """A text on one line, with everything that a terminal would obey or not show spelled out."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    return indent + _brief(one_line(" ".join(text.split())), MAX_LINE)
