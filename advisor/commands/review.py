"""Decide saved decisions and records again under today's rules, and say which still hold.

Takes decision files and any export, with every decision in them: two in a page are `design.md#1` and
`design.md#2`. A file that holds none is skipped. Exit code 1 if an outcome flipped, a decision cannot
be decided any more, a file cannot be read, or no file holds a decision: fit for a repository's CI.

Example: advisor review docs/adr/*.md
"""

import argparse
import sys
from datetime import date
from typing import Any, NamedTuple

from advisor import decision, review
from advisor.advice import retirement
from advisor.commands.output import print_json
from advisor.decision import Decision
from advisor.errors import AdvisorError, brief, shown_line
from advisor.process.arguments import add_max_age
from advisor.review import FAILS, FLIPPED, HOLDS, OPEN, Review
from advisor.rules import Ruleset, load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a decision, or any export of one")
    add_max_age(parser, "name figures older than this")
    parser.add_argument("--json", action="store_true", help="print the reviews as JSON")


class Reviewed(NamedTuple):
    """A review, and the decision's name and line; see `decision.Found`."""

    name: str
    review: Review
    line: int = 0


def run(args: argparse.Namespace) -> int:
    """Review every decision of every file; 1 if any flipped or failed, or there is none."""
    rules = load(args.rules)
    today = date.today()
    found = [one for file in dict.fromkeys(args.files) for one in _of_file(rules, file, today, args.max_age)]
    if args.json:
        print_json({"reviews": [_json(one, today) for one in found]})
    for one in [] if args.json else found:
        print("\n".join(map(shown_line, _lines(rules, one, today, args.max_age))))
    if not found:
        print("advisor: no decision was found, so nothing was reviewed", file=sys.stderr)
    return int(not found or any(one.review.status != HOLDS for one in found))


def _of_file(rules: Ruleset, file: str, today: date, max_age: int) -> list[Reviewed]:
    """The reviews of all decisions of a file; one that says why, if it cannot be read."""
    try:
        found = decision.read_all(file)
    except AdvisorError as error:
        if error.problems[0].code == "no-decision":
            print(shown_line(f"advisor: {file}: holds no decision, skipped"), file=sys.stderr)
            return []
        return [Reviewed(file, Review(FAILS, "", problem="; ".join(map(str, error.problems))))]
    return [
        Reviewed(one.name, _review(rules, one.made, today, max_age), one.line if len(found) > 1 else 0)
        for one in found
    ]


def _review(rules: Ruleset, one: Decision, today: date, max_age: int) -> Review:
    if one.ruleset and one.ruleset.id != rules.id:
        problem = f"was decided under the rules `{brief(one.ruleset.id)}`: use --rules"
        return Review(FAILS, one.outcome or "", problem=problem)
    return review.review(rules, one, today, max_age)


def _lines(rules: Ruleset, reviewed: Reviewed, today: date, max_age: int) -> list[str]:
    one = reviewed.review
    line = f" (line {reviewed.line})" if reviewed.line else ""
    lines = [f"{reviewed.name}{line}: {_verdict(rules, one)}"]
    if one.turn:
        label = rules.label(one.turn.decision)
        was = f"was {brief(one.turn.was)}" if one.turn.was else "was not asked"
        lines.append(f"  turned at: {label} {one.turn.now} ({one.turn.because}); {was}")
    if one.rules_changed:
        lines.append("  the rules have changed since")
    lines += [f"  {ending.seen(today)}" for ending in one.retirements]
    if one.stale:
        named = ", ".join(f"{figure.label} ({figure.date})" for figure in one.stale[:3])
        more = f" and {len(one.stale) - 3} more" if len(one.stale) > 3 else ""
        lines.append(f"  rests on figures older than {max_age} days: {named}{more}")
    return lines


def _verdict(rules: Ruleset, one: Review) -> str:
    was, now = (
        rules.outcomes[name].title if name in rules.outcomes else brief(name)
        for name in (one.was, one.now or "")
    )
    return {
        HOLDS: f"holds: {was}",
        FLIPPED: f"flipped: from {was} to {now}",
        OPEN: f"{f'is open now, was {was}' if was else 'is open, as it was'}: {one.problem}",
        FAILS: f"cannot be decided again: {one.problem}",
    }[one.status]


def _json(reviewed: Reviewed, today: date) -> dict[str, Any]:
    one = reviewed.review
    stale = [{"name": figure.name, "date": str(figure.date), "source": figure.source} for figure in one.stale]
    return {
        "file": reviewed.name,
        **one._asdict(),
        "turn": one.turn._asdict() if one.turn else None,
        "stale": stale,
        "retirements": retirement.to_json(one.retirements, today),
    }
