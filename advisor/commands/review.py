"""Decide saved decisions and records again under today's rules, and say which still hold.

Takes decision files and any export, with every decision in them: two in a page are `design.md#1` and
`design.md#2`. A file that holds none is skipped. Exit code 1 if an outcome flipped, a decision cannot
be decided any more, a file cannot be read, or no file holds a decision: fit for a repository's CI.

Example: advisor review docs/adr/*.md
"""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from advisor import decision
from advisor.advice import retirement
from advisor.advice.figures import FigureInUse, figures_used, is_stale
from advisor.advice.retirement import Retirement
from advisor.commands import options
from advisor.commands.output import print_json
from advisor.decision import SavedDecision
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, brief, shown_line
from advisor.process import streams
from advisor.rules import Ruleset, load

HOLDS, FLIPPED, OPEN, FAILS = "holds", "flipped", "open", "fails"
MAX_FIGURES = 3
"""Figures that are too old, and are named one by one."""


class Divergence(NamedTuple):
    """The first step at which the path leaves the one it took before."""

    decision: str
    was: str
    now: str
    because: str


class Review(NamedTuple):
    """One decision, decided again under today's rules.

    file: its name, by which it can be read again
    status: `HOLDS`, `FLIPPED`, `OPEN` (a question without an answer lies on the way now) or `FAILS`
        (it cannot be read, or today's rules refuse its answers); `problem` says why
    was, now: the outcomes
    rules_changed: the digest of the rules is another one
    stale: the figures it rests on that are too old
    retirements: the options it rests on that end, or have ended
    """

    file: str
    status: str
    was: str = ""
    now: str | None = None
    turn: Divergence | None = None
    rules_changed: bool = False
    stale: tuple[FigureInUse, ...] = ()
    problem: str = ""
    retirements: tuple[Retirement, ...] = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a decision, or any export of one")
    options.add_max_age(parser, "name figures older than this")
    options.add_json(parser, "the reviews")


def run(args: argparse.Namespace) -> int:
    """Review every decision of every file; 1 if any flipped or failed, or there is none."""
    rules = load(args.rules)
    found = [one for file in dict.fromkeys(args.files) for one in _of_file(rules, file, args.max_age)]
    if args.json:
        print_json({"reviews": [_data(review) for _, review in found]})
    for line, review in [] if args.json else found:
        print("\n".join(map(shown_line, _lines(rules, line, review, args.max_age))))
    if not found:
        streams.tell("no decision was found, so nothing was reviewed")
    return int(not found or any(review.status != HOLDS for _, review in found))


def _of_file(rules: Ruleset, file: str, max_age: int) -> list[tuple[int, Review]]:
    """The reviews of all decisions of a file, with their lines where it has several; why, if it cannot be read."""
    try:
        found = decision.read_all(file)
    except AdvisorError as error:
        if error.problems[0].code == "no-decision":
            streams.tell(f"{file}: holds no decision, skipped")
            return []
        return [(0, Review(file, FAILS, problem=_why(error)))]
    lines = [one.line if len(found) > 1 else 0 for one in found]
    reviews = [_review(rules, one.name, one.made, max_age) for one in found]
    return list(zip(lines, reviews, strict=True))


def _why(error: AdvisorError) -> str:
    return "; ".join(map(str, error.problems))


def _review(rules: Ruleset, name: str, one: SavedDecision, max_age: int) -> Review:
    """Decide a saved decision again."""
    found = Review(name, FAILS, one.outcome or "")
    if one.ruleset and one.ruleset.id != rules.id:
        return found._replace(problem=f"was decided under the rules `{brief(one.ruleset.id)}`: use --rules")
    found = found._replace(rules_changed=bool(one.ruleset and one.ruleset.digest != rules.digest))
    try:
        known = decision.rules_for(rules, one)
        trace = walk(known, decision.answers_of(known, one))
    except AdvisorError as error:
        return found._replace(problem=_why(error))
    found = found._replace(
        now=trace.outcome, stale=_stale(trace, max_age), retirements=retirement.chosen(trace.scope)
    )
    if trace.outcome is None:
        needs = f"needs an answer to {trace.pending}"
        return found._replace(status=OPEN, problem=needs, turn=_turn(one, trace))
    if found.was in ("", trace.outcome):
        return found._replace(status=HOLDS, was=trace.outcome)
    return found._replace(status=FLIPPED, turn=_turn(one, trace))


def _stale(trace: Trace, max_age: int) -> tuple[FigureInUse, ...]:
    today = date.today()
    return tuple(one for one in figures_used(trace.scope) if is_stale(one, max_age, today))


def _turn(one: SavedDecision, trace: Trace) -> Divergence | None:
    before = dict(one.path)
    for step in trace.steps:
        was = before.get(step.decision, "")
        if was != step.label:
            return Divergence(step.decision, was, step.label, step.because)
    return None


def _lines(rules: Ruleset, line: int, one: Review, max_age: int) -> Iterator[str]:
    yield f"{one.file}{f' (line {line})' if line else ''}: {_verdict(rules, one)}"
    if one.turn:
        label = rules.label(one.turn.decision)
        was = f"was {brief(one.turn.was)}" if one.turn.was else "was not asked"
        yield f"  turned at: {label} {one.turn.now} ({one.turn.because}); {was}"
    if one.rules_changed:
        yield "  the rules have changed since"
    yield from (f"  {ending.seen(date.today())}" for ending in one.retirements)
    if one.stale:
        named = ", ".join(f"{figure.label} ({figure.date})" for figure in one.stale[:MAX_FIGURES])
        more = len(one.stale) - MAX_FIGURES
        yield f"  rests on figures older than {max_age} days: {named}{f' and {more} more' if more > 0 else ''}"


def _verdict(rules: Ruleset, one: Review) -> str:
    was, now = (
        rules.title(name) if name in rules.outcomes else brief(name) for name in (one.was, one.now or "")
    )
    return {
        HOLDS: f"holds: {was}",
        FLIPPED: f"flipped: from {was} to {now}",
        OPEN: f"{f'is open now, was {was}' if was else 'is open, as it was'}: {one.problem}",
        FAILS: f"cannot be decided again: {one.problem}",
    }[one.status]


def _data(one: Review) -> dict[str, Any]:
    """A review for programs."""
    return one._asdict() | {
        "turn": one.turn._asdict() if one.turn else None,
        "stale": [{"name": of.name, "date": str(of.date), "source": of.source} for of in one.stale],
        "retirements": retirement.to_json(one.retirements, date.today()),
    }
