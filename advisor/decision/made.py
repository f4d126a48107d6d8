"""What a decision holds: the answers, the rules, what came out; and as plain data."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from advisor import documents
from advisor.decision import marks
from advisor.engine.answers import Answer, Answers, FromFile, plain_values
from advisor.engine.checking import check
from advisor.engine.session import Trace
from advisor.errors import AnswerError, Place, brief
from advisor.prices import market
from advisor.prices.market import Listing
from advisor.quantities import plainest, shortest
from advisor.rules import Ruleset

FORMAT = 1
"""Version of the form below; a reader refuses what is newer than it knows."""


class RulesetId(NamedTuple):
    """Which rules decided: id, version and the digest of their files."""

    id: str
    version: str = ""
    digest: str = ""


class Passed(NamedTuple):
    """A decision that was passed, and the label of the branch that was taken."""

    decision: str
    branch: str


class SavedDecision(NamedTuple):
    """What was answered and what came out.

    ruleset: the rules that decided; None in a plain mapping of answers
    made: the day
    answers: answers by question, as plain values or typed text
    overrides: figures for parameters, by name
    outcome: None while questions are open
    places: where each answer stands in the file it was read from
    earlier: answers of an unfinished questionnaire that do not count at the moment
    market: the listed prices that stand among the overrides
    evidence: where answers come from that files gave
    """

    answers: Mapping[str, object]
    overrides: Mapping[str, object]
    ruleset: RulesetId | None = None
    made: date | None = None
    outcome: str | None = None
    path: tuple[Passed, ...] = ()
    places: Mapping[str, Place] = {}
    earlier: Mapping[str, object] = {}
    market: Listing | None = None
    evidence: Mapping[str, FromFile] = {}


def ruleset_id(rules: Ruleset) -> RulesetId:
    """Which rules these are."""
    return RulesetId(rules.id, rules.version, rules.digest)


def of(trace: Trace, made: date) -> SavedDecision:
    """The decision of a walk, made on a day."""
    return SavedDecision(
        answers=_saved(trace.rules, trace.scope.answers.given),
        overrides=_saved(trace.rules, market.replaced(trace.scope)),
        ruleset=ruleset_id(trace.rules),
        made=made,
        outcome=trace.outcome,
        path=tuple(Passed(step.decision, step.label) for step in trace.steps),
        market=market.listing(trace.scope),
        evidence=trace.scope.answers.from_files(),
    )


def _saved(rules: Ruleset, values: Mapping[str, Answer]) -> dict[str, object]:
    """Values as a file has them; those in percent with the sign, because a little one could be a share."""
    saved: dict[str, object] = {**plain_values(rules, values)}
    for name, value in values.items():
        if rules.unit(name.partition(".")[0]) == "percent" and isinstance(value, Fraction):
            saved[name] = f"{shortest(value)}%"
    return saved


def made_on(trace: Trace, today: date, saved: Iterable[SavedDecision]) -> date:
    """The day on which the decision of a walk was made: that of a saved one that is the same, else today.

    The same are decisions with the same answers, figures and outcome, however they are written.
    """
    days = [one.made for one in saved if one.made and _is_same(trace, one)]
    return min(days, default=today)


def _is_same(trace: Trace, one: SavedDecision) -> bool:
    now, laid = trace.scope.answers, trace.rules.overlay
    try:
        rules = rules_for(market.own(trace.rules), one)
        then = answers_of(rules, one)
    except AnswerError:
        return False
    figures = (rules.overlay.figures if rules.overlay else {}), (laid.figures if laid else {})
    return (one.outcome, then.given, then.overrides) == (trace.outcome, now.given, now.overrides) and (
        figures[0] == figures[1]
    )


def to_data(decision: SavedDecision) -> dict[str, Any]:
    """The decision as plain dicts and lists, in the order in which a file shows them."""
    data: dict[str, Any] = {
        "advisor": FORMAT,
        "ruleset": decision.ruleset._asdict() if decision.ruleset else None,
        "date": decision.made.isoformat() if decision.made else None,
        "answers": dict(decision.answers),
        "overrides": dict(decision.overrides),
        "outcome": decision.outcome,
        "path": [passed._asdict() for passed in decision.path],
    }
    if decision.earlier:
        data["earlier"] = dict(decision.earlier)
    if decision.market:
        data["prices"] = market_data(decision.market)
    if decision.evidence:
        data["evidence"] = evidence_data(decision.evidence)
    return data


def evidence_data(evidence: Mapping[str, FromFile]) -> dict[str, dict[str, str]]:
    """Where answers come from as plain dicts."""
    return {name: one._asdict() for name, one in evidence.items()}


def market_data(listed: Listing) -> dict[str, Any]:
    """Listed prices as plain dicts and lists."""
    steps = {
        name: {"tokens": one.tokens, "prices": [[start, plainest(price)] for start, price in one.prices]}
        for name, one in listed.steps.items()
    }
    return listed._asdict() | {"names": list(listed.names), "steps": steps, "remarks": list(listed.remarks)}


def to_yaml(decision: SavedDecision) -> str:
    """The text of a decision file."""
    return documents.dump(to_data(decision))


def mark(decision: SavedDecision) -> str:
    """The decision as one line that is safe inside comments of DOT, Mermaid, Markdown and XML."""
    data = json.dumps(to_data(decision), ensure_ascii=True, separators=(",", ":"))
    return marks.sealed(data)


def joined(
    decisions: list[SavedDecision], settings: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, Place]]:
    """The answers and overrides of several decisions, later ones winning, and settings over all."""
    values: dict[str, object] = {}
    places: dict[str, Place] = {}
    for one in decisions:
        values |= {**one.answers, **one.overrides}
        places |= one.places
    for name in settings:
        places[name] = Place(f"--set {brief(f'{name}={settings[name]}')}")
    return {**values, **settings}, places


def sources(decisions: Iterable[SavedDecision], settings: Iterable[str] = ()) -> dict[str, FromFile]:
    """Where the answers of several decisions come from; what was answered or set later is no file's."""
    found: dict[str, FromFile] = {}
    for one in decisions:
        found = {name: source for name, source in found.items() if name not in one.answers}
        found |= {name: source for name, source in one.evidence.items() if name in one.answers}
    return {name: source for name, source in found.items() if name not in set(settings)}


def answers_of(rules: Ruleset, one: SavedDecision, *, unfinished: bool = False) -> Answers:
    """The checked answers of a decision, for the rules of `rules_for`; see `check`. Raises AnswerError."""
    answers = check(rules, {**one.answers, **own_figures(one)}, one.places, unfinished=unfinished)
    return answers._replace(evidence=sources([one]))


def own_figures(one: SavedDecision) -> dict[str, object]:
    """The overrides of a decision that are the user's, and no listed prices."""
    names = one.market.names if one.market else ()
    return {name: value for name, value in one.overrides.items() if name not in names}


def rules_for(rules: Ruleset, one: SavedDecision) -> Ruleset:
    """The ruleset at the listed prices that a decision rests on, with its model if the rules do not know it.

    Raises AnswerError.
    """
    if one.market is None:
        return rules
    found = market.priced(rules)
    if one.market.model and found:
        rules = market.with_model(rules, found[0].choice, one.market.provider, one.market.model)
    # where the size of a request was not known, there is no override, and all its prices count
    texts: dict[str, object] = {name: steps.prices[0][1] for name, steps in one.market.steps.items()}
    texts |= {name: one.overrides[name] for name in one.market.names if name in one.overrides}
    return market.with_listing(
        rules, one.market, check(rules, texts, one.places, unfinished=True).overrides, one.places
    )
