"""The check of advice that argues with itself: reasons and combinations that cannot both be meant.

That something speaks for one approach and something else for another is what advice is for. A
contradiction is narrower: one figure that is called low enough for one approach and high enough for
another at once, or a combination that joins an outcome which a reason against it has led to.
"""

from collections.abc import Iterator
from itertools import combinations, permutations

from advisor.analysis.check.findings import Finding, finding, undecided
from advisor.analysis.solver import Prover, Term, Undecided
from advisor.engine.answers import Value
from advisor.language.evaluate import COMPUTE
from advisor.language.expression import Expression
from advisor.rules import Ruleset
from advisor.rules.beside import Criterion


def contradictions(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Criteria that fight over a figure, and hybrids that join outcomes decided against them."""
    for one, other in combinations(rules.criteria, 2):
        yield from _fighting(rules, prover, one, other)
    for name, hybrid in rules.hybrids.items():
        if not hybrid.outcomes and not hybrid.approach:
            yield from _joining(rules, prover, name)


def _fighting(rules: Ruleset, prover: Prover, one: str, other: str) -> Iterator[Finding]:
    """Two criteria for different approaches that judge the same figure differently."""
    first, second = rules.criteria[one], rules.criteria[other]
    if first.approach == second.approach or other in first.despite or one in second.despite:
        return
    path = ("criteria", other, "when")
    try:
        found = _judged_differently(rules, prover, first, second)
    except Undecided:
        yield undecided(rules, path, f"{one} and {other} can contradict each other")
        return
    if found:
        name, witness = found
        says = (
            f"the same answer to {name} speaks for {second.approach} (`{second.when.text}`) "
            f"and for {first.approach} ({one}: `{first.when.text}`)"
        )
        remedy = f"let only one of them hold, or say that it is meant: `despite: [{one}]`"
        yield finding(rules, "contradiction", path, says, remedy, witness)


def _judged_differently(
    rules: Ruleset, prover: Prover, first: Criterion, second: Criterion
) -> tuple[str, dict[str, Value]] | None:
    """A question, and answers at which both hold: the one to it is low enough for one, high enough for the other."""
    others = rules.questions_of(second.when)
    shared = [name for name in rules.questions_of(first.when) if name in others and rules.is_ordered(name)]
    both = [term for one in (first, second) for term in prover.holds(one.when)] if shared else []
    if not shared or not prover.is_possible(*both):
        return None
    for name in shared:
        for low, high in permutations((first, second)):
            above = _fails_elsewhere(prover, low.when, name, ">")
            below = _fails_elsewhere(prover, high.when, name, "<")
            witness = prover.witness(*both, *above, *below)
            if witness is not None:
                own = {one: value for one, value in witness.items() if one in rules.questions}
                return name, own
    return None


def _fails_elsewhere(prover: Prover, when: Expression, name: str, side: str) -> list[Term]:
    """That a condition no longer holds at some answer above (`>`) or below (`<`) the own one."""
    own = prover.question(name)
    there, defined, fails = (
        prover.twin(name, term, side) for term in (own, prover.defined(when), prover.negated(when))
    )
    return [COMPUTE[side](there, own), defined, fails]


def _joining(rules: Ruleset, prover: Prover, name: str) -> Iterator[Finding]:
    """A hybrid for no outcome in particular, at the first one that a reason for a single approach led to."""
    path = ("hybrids", name, "when")
    for state in (one for one in rules.chart.reached if one in rules.outcomes):
        try:
            witness = prover.witness(prover.reach(state), *prover.holds(rules.hybrids[name].when))
            reasons = _decisive(rules, prover, state) if witness is not None else []
        except Undecided:
            yield undecided(rules, path, f"{name} can join {state}")
            continue
        if witness is not None and reasons:
            approach, led = rules.outcomes[state].approach, ", ".join(reasons)
            says = f"{name} joins the outcome {state}, but what leads there speaks for {approach} ({led})"
            remedy = "mend its condition, or say with `approach` or `outcomes` which ones it is for"
            yield finding(rules, "contradiction", path, says, remedy, witness)
            return


def _decisive(rules: Ruleset, prover: Prover, state: str) -> list[str]:
    """The criteria for the approach of an outcome that hold on every way to it."""
    here = prover.reach(state)
    return [
        name
        for name, one in rules.criteria.items()
        if one.approach == rules.outcomes[state].approach
        and not prover.is_possible(here, prover.defined(one.when), prover.negated(one.when))
    ]
