"""An advice as plain data, for JSON."""

from typing import Any

from advisor.advice import retirement
from advisor.advice.additions import as_data
from advisor.advice.costs import Figure, figure, number
from advisor.advice.costs import to_json as costs_to_json
from advisor.advice.model import Advice, ShortlistAdvice
from advisor.days import DAY
from advisor.decision import evidence_data, market_data
from advisor.engine.answers import plain_values, to_plain
from advisor.engine.session import Step
from advisor.engine.texts import names_in
from advisor.quantities import plainest


def to_json(advice: Advice) -> dict[str, Any]:
    """The advice as plain data; what was not given is null, never guessed."""
    use_case, rules, answers = advice.use_case, advice.trace.rules, advice.trace.scope.answers
    files = answers.from_files()
    return {
        "outcome": advice.outcome,
        "approach": advice.approach,
        "title": advice.title,
        "says": advice.says,
        "path": [_step(one) for one in advice.trace.steps],
        "use_case": None if use_case is None else use_case._asdict() | {
            "complements": [joined._asdict() for joined in use_case.complements]},
        "cautions": [caution._asdict() for caution in advice.cautions],
        "criteria": [criterion._asdict() for criterion in advice.criteria],
        "hybrids": [{"id": one.id, "title": one.title, "says": one.says,
                     "routes": [dict(zip(("task", "model", "prompting"), route, strict=True))
                                for route in one.routes]} for one in advice.hybrids],
        "could_add": [as_data(rules, one) for one in advice.additions],
        "shortlists": [_shortlist_json(one) for one in advice.shortlists],
        "techniques": [technique._asdict() for technique in advice.techniques],
        "comparison": [{"id": name, "label": one.label, **one.values} for name, one in rules.comparison.items()],
        "figures": {one.name: _as_number(one) for one in _figures_told(advice)},
        "costs": costs_to_json(advice.costs),
        "retirements": retirement.to_json(advice.retirements, advice.written),
        "next": list(advice.next),
        "ruleset": advice.ruleset._asdict(),
        "date": advice.made.isoformat(),
        "written": advice.written.isoformat(),
        "answers": plain_values(rules, answers.given),
        "defaults": plain_values(rules, advice.defaults),
        "overrides": plain_values(rules, advice.overrides),
        "prices": _market_json(advice),
        **({"evidence": evidence_data(files)} if files else {}),
    }  # fmt: skip


def _step(one: Step) -> dict[str, str]:
    return {
        "decision": one.decision,
        "label": one.title,
        "branch": one.label,
        "because": one.because,
        "to": one.to,
    }


def _figures_told(advice: Advice) -> tuple[Figure, ...]:
    """What the outcome comes to, and the other figures that its texts name."""
    rules, scope = advice.trace.rules, advice.trace.scope
    outcome = rules.outcomes[advice.outcome]
    named = dict.fromkeys(name for text in (outcome.says, *outcome.next) for name in names_in(text))
    more = (name for name in named if name not in rules.questions and rules.is_ordered(name))
    return *advice.figures, *(figure(scope, name) for name in more if name not in outcome.figures)


def _as_number(one: Figure) -> int | float | str | None:
    """A figure as a number; a day as text, and null for never, or while an answer is missing."""
    return plainest(one.value, DAY) if one.value is not None and one.unit == DAY else number(one.value)


def _market_json(advice: Advice) -> dict[str, Any] | None:
    found = advice.market
    if found is None:
        return None
    flips = [
        {"figure": one.name, "to": to_plain(advice.trace.rules, one.name, one.to), "outcome": one.outcome}
        for one in found.flips
    ]
    return market_data(found.listing) | {"ruleset_outcome": found.ruleset_outcome, "flips": flips}


def _shortlist_json(one: ShortlistAdvice) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "needs": one.needs or None,
        "rows": [{"id": row.id, "title": row.title, "fits": row.fits,
                  **{name: number(value) for name, value in row.values.items()}} for row in one.rows],
    }  # fmt: skip
