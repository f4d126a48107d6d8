"""Decide saved decisions and records again under today's rules, and say which still hold.

Takes decision files and any export; a text that holds no decision is skipped. Exit code 1 if an
outcome flipped, or a decision cannot be decided any more: fit for a repository's CI.
"""

import argparse
import sys
from datetime import date
from typing import Any

from advisor import decision, review
from advisor.arguments import add_max_age
from advisor.commands.output import print_json
from advisor.errors import AdvisorError, brief
from advisor.review import FAILS, FLIPPED, HOLDS, OPEN, Review
from advisor.rules import Ruleset, load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a decision, or any export of one")
    add_max_age(parser, "name figures older than this")
    parser.add_argument("--json", action="store_true", help="print the reviews as JSON")


def run(args: argparse.Namespace) -> int:
    """Review every file; 1 if any flipped or failed."""
    rules = load(args.rules)
    today = date.today()
    reviews = {file: _review(rules, file, today, args.max_age) for file in args.files}
    for file in (file for file, one in reviews.items() if one is None):
        print(f"advisor: {file}: holds no decision, skipped", file=sys.stderr)
    found = {file: one for file, one in reviews.items() if one is not None}
    if args.json:
        print_json({"reviews": [_json(file, one) for file, one in found.items()]})
    else:
        for file, one in found.items():
            print("\n".join(_lines(rules, file, one, args.max_age)))
    return int(any(one.status != HOLDS for one in found.values()))


def _review(rules: Ruleset, file: str, today: date, max_age: int) -> Review | None:
    try:
        one = decision.read(file)
    except AdvisorError as error:
        if error.problems[0].code == "no-decision":
            return None
        return Review(FAILS, "", problem=str(error))
    if one.ruleset and one.ruleset.id != rules.id:
        return Review(
            FAILS,
            one.outcome or "",
            problem=f"was decided under the rules `{brief(one.ruleset.id)}`: use --rules",
        )
    return review.review(rules, one, today, max_age)


def _lines(rules: Ruleset, file: str, one: Review, max_age: int) -> list[str]:
    lines = [f"{file}: {_verdict(rules, one)}"]
    if one.turn:
        label = rules.label(one.turn.decision)
        was = f"was {one.turn.was}" if one.turn.was else "was not asked"
        lines.append(f"  turned at: {label} {one.turn.now} ({one.turn.because}); {was}")
    if one.rules_changed:
        lines.append("  the rules have changed since")
    if one.stale:
        named = ", ".join(f"{figure.label} ({figure.date})" for figure in one.stale[:3])
        more = f" and {len(one.stale) - 3} more" if len(one.stale) > 3 else ""
        lines.append(f"  rests on figures older than {max_age} days: {named}{more}")
    return lines


def _verdict(rules: Ruleset, one: Review) -> str:
    was, now = (
        rules.outcomes[name].title if name in rules.outcomes else name for name in (one.was, one.now or "")
    )
    return {
        HOLDS: f"holds: {was}",
        FLIPPED: f"flipped: from {was} to {now}",
        OPEN: f"{f'is open now, was {was}' if was else 'is open, as it was'}: {one.problem}",
        FAILS: f"cannot be decided again: {one.problem}",
    }[one.status]


def _json(file: str, one: Review) -> dict[str, Any]:
    stale = [{"name": figure.name, "date": str(figure.date), "source": figure.source} for figure in one.stale]
    return {"file": file, **one._asdict(), "turn": one.turn._asdict() if one.turn else None, "stale": stale}
