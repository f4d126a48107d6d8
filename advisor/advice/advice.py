"""Advice: the outcome of a path folded with everything else the rules know about it.

Pure: a walk goes in, a frozen value comes out; terminal, JSON, Markdown and pictures render it.
"""

from collections.abc import Iterable
from datetime import date

from advisor.advice import retirement
from advisor.advice.additions import additions
from advisor.advice.costs import costs, figure
from advisor.advice.model import (
    AGREES,
    DIFFERS,
    REFINES,
    Advice,
    CautionAdvice,
    CriterionAdvice,
    HybridAdvice,
    Joined,
    MarketAdvice,
    RowAdvice,
    ShortlistAdvice,
    TechniqueAdvice,
    UseCaseAdvice,
)
from advisor.decision import ruleset_id
from advisor.engine.conditions import Conditions, value_if_known
from advisor.engine.questions import missing
from advisor.engine.scope import Scope
from advisor.engine.session import Trace, walk
from advisor.engine.texts import filled
from advisor.errors import AdvisorError, AnswerError, Problem
from advisor.prices import market
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.beside import Shortlist, ShortlistRow


def advise(trace: Trace, today: date | None = None, made: date | None = None) -> Advice:
    """The advice for a walk that came to an outcome, given on a day (today, unless told).

    made: the day of the decision, if it was made before

    Raises AnswerError naming every missing answer if it did not; AdvisorError if the rules divide
    by zero for these answers.
    """
    if trace.outcome is None:
        raise AnswerError(missing_answers(trace))
    rules, scope, day = trace.rules, trace.scope, today or date.today()
    used = dict(scope.used_defaults)
    conditions = Conditions(rules, scope)
    outcome = rules.outcomes[trace.outcome]
    techniques = _techniques(conditions, outcome.approach)
    shortlists = _shortlists(conditions, trace.outcome)
    return Advice(
        outcome=trace.outcome,
        approach=outcome.approach,
        approach_title=rules.approaches[outcome.approach].title,
        title=outcome.title,
        says=filled(outcome.says, scope),
        use_case=_use_case(trace, outcome.approach),
        cautions=_cautions(conditions, trace.outcome),
        criteria=_criteria(conditions),
        hybrids=_hybrids(conditions, trace.outcome),
        additions=additions(trace),
        shortlists=shortlists,
        techniques=techniques,
        costs=costs(scope),
        figures=tuple(figure(scope, name) for name in outcome.figures),
        retirements=retirement.chosen(scope, used),
        next=tuple(filled(step, scope) for step in (*_where_none_fits(rules, shortlists), *outcome.next)),
        ruleset=ruleset_id(rules),
        source=rules.ruleset.source,
        made=made or day,
        written=day,
        defaults=used | conditions.used() | scope.used_defaults,
        overrides=market.replaced(scope),
        market=_market(trace),
        trace=trace,
    )  # fmt: skip


def _market(trace: Trace) -> MarketAdvice | None:
    """The outcome at the ruleset's own prices, and the prices at which this one turns."""
    listed = market.listing(trace.scope)
    if listed is None:
        return None
    from advisor.analysis.whatif.flips import flips

    before = walk(*market.without(trace.rules, trace.scope.answers)).outcome
    turning = tuple(flip for flip in flips(trace) if flip.name in listed.names and flip.outcome)
    return MarketAdvice(listed, before, turning)


def missing_answers(trace: Trace) -> list[Problem]:
    """A problem for each missing answer, those needed first first, with the question and its type."""
    rules = trace.rules
    problems = []
    for name in missing(trace):
        question = rules.questions[name]
        when = "missing" if name == trace.pending else "not given, and may be needed"
        is_unsure, source = name in trace.scope.answers.given, trace.scope.answers.evidence.get(name)
        if is_unsure:
            when = f"not sure, from {source}" if source else "not sure"
        elif source:
            when += f", and {source.file} does not tell it: {source.says}"
        says = f"{when}: {filled(question.ask, trace.scope)} ({question.kind.wanted})"
        problems.append(Problem("missing-answer", says, f"--set {name}=…", where=name))
    return problems


def _use_case(trace: Trace, approach: str) -> UseCaseAdvice | None:
    """The row the user chose, if the rules ask for one and it recommends something."""
    rules = trace.rules
    asked = next((name for name, q in rules.questions.items() if q.options_from == "use_cases"), "")
    chosen = trace.scope.answers.known().get(asked)
    if not isinstance(chosen, str) or not rules.use_cases[chosen].approach:
        return None
    row = rules.use_cases[chosen]
    same = row.approach == approach
    joining = ((name, rules.complements[name]) for name in row.complements)
    joined = tuple(Joined(name, *one) for name, one in joining if same or one.always)
    relation = DIFFERS if not same else REFINES if joined else AGREES
    to_change = () if same else _to_change(trace, row.approach)
    return UseCaseAdvice(chosen, row.title, relation, row.recommends, joined, to_change)


def _to_change(trace: Trace, approach: str) -> tuple[str, ...]:
    """The steps of the path from which another branch can lead to the approach, and that branch."""
    rules = trace.rules

    def ends_so(state: str) -> bool:
        return state in rules.outcomes and rules.outcomes[state].approach == approach

    return tuple(
        f"{step.title} {way} instead of {step.label} ({step.because})"
        for step in trace.steps
        for way in rules.other_ways(step.decision, step.branch, ends_so)
    )


def _cautions(conditions: Conditions, outcome: str) -> tuple[CautionAdvice, ...]:
    cautions = conditions.rules.cautions
    return tuple(
        CautionAdvice(name, filled(cautions[name].says, conditions.scope), cautions[name].erratum)
        for name in conditions.cautions(outcome)
    )


def _criteria(conditions: Conditions) -> tuple[CriterionAdvice, ...]:
    found = []
    for name, one in conditions.rules.criteria.items():
        holds = conditions.holds(one.when, ("criteria", name, "when"))
        if holds is not None:
            says, because = filled(one.says, conditions.scope), conditions.because(one.when)
            found.append(CriterionAdvice(name, one.approach, says, holds, because))
    return tuple(found)


def _hybrids(conditions: Conditions, outcome: str) -> tuple[HybridAdvice, ...]:
    return tuple(
        HybridAdvice(name, one.title, filled(one.says, conditions.scope),
                     tuple((route.task, route.model, route.prompting) for route in one.routes.values()))
        for name, one in conditions.rules.hybrids.items()
        if conditions.rules.is_for(one, outcome) and conditions.holds(one.when, ("hybrids", name, "when"))
    )  # fmt: skip


def _techniques(conditions: Conditions, approach: str) -> tuple[TechniqueAdvice, ...]:
    """The techniques of the approach, those not tried yet first."""
    found = []
    for name, one in conditions.rules.techniques.items():
        if one.approach == approach:
            tried = conditions.holds(one.tried, ("techniques", name)) if one.tried else None
            found.append(TechniqueAdvice(name, one.title, one.says, one.template, tried))
    return tuple(sorted(found, key=lambda technique: technique.tried is True))


def _shortlists(conditions: Conditions, outcome: str) -> tuple[ShortlistAdvice, ...]:
    rules = conditions.rules
    found = ((name, one) for name, one in rules.shortlists.items() if rules.is_for(one, outcome))
    return tuple(_shortlist(conditions, name, one) for name, one in found)


def _shortlist(conditions: Conditions, name: str, one: Shortlist) -> ShortlistAdvice:
    """The rows in their order; those whose rank cannot be told stay after the others, as they stand."""
    ranked, needs = [], ""
    for row_id, row in one.rows.items():
        fits, rank, unanswered = _judged(conditions, name, one, row)
        needs = needs or unanswered
        advice = RowAdvice(row_id, row.title, row.values, fits)
        ranked.append((not fits, rank is None, -(rank or 0), advice))
    rows = tuple(row for *_, row in sorted(ranked, key=lambda entry: entry[:-1]))
    columns = {key: (column.label, column.unit) for key, column in one.columns.items()}
    return ShortlistAdvice(name, one.title, columns, rows, one.note, needs)


def _where_none_fits(rules: Ruleset, found: Iterable[ShortlistAdvice]) -> list[str]:
    """What to do about the shortlists of which it is known that no row fits."""
    lost = [one.id for one in found if all(row.fits is False for row in one.rows)]
    return [rules.shortlists[name].none_fits for name in lost if rules.shortlists[name].none_fits]


def _judged(
    conditions: Conditions, name: str, one: Shortlist, row: ShortlistRow
) -> tuple[bool | None, Number | None, str]:
    """Whether a row fits and its rank, each None where it cannot be told, and the question that is open."""
    scope = conditions.scope
    here = Scope(conditions.rules, scope.answers, defaults=scope.defaults)
    here.update(row.values)
    fits, open_fits = value_if_known(one.fits, here, ("shortlists", name, "fits"))
    try:
        rank, open_rank = value_if_known(one.rank, here, ("shortlists", name, "rank"))
    except AdvisorError:
        if fits:
            raise
        rank, open_rank = None, ""  # a row that does not fit needs no rank
    scope.used_defaults |= here.used_defaults
    conditions.rested_on.update(here.used_defaults)
    return fits, rank, open_fits or open_rank
