"""Checks of conditions, proved for all answers: never taken, always true, asked in vain, divided by zero."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from advisor.answers import Answers, Value, to_plain
from advisor.check.coverage import Coverage, candidates, thresholds
from advisor.check.findings import Finding, finding
from advisor.errors import AdvisorError
from advisor.expression import Expression, comparisons, parse
from advisor.graph import questions_at, reachable
from advisor.prove import Prover, Undecided
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.rules.linking import TEMPLATE_NAME
from advisor.rules.model import Caution
from advisor.rules.origin import Path_
from advisor.session import walk

Guard = tuple[str, int]
Computed = tuple[Path_, Expression, Callable[[], list[Any]]]
"""An expression, where it stands, and what holds when it is computed."""
MAX_PLACES = 12
"""Branches at which other answers to a question are tried before the solver is asked."""


def shown_answers(answers: Mapping[str, Value]) -> dict[str, object]:
    """Answers as plain data."""
    return {name: to_plain(value) for name, value in answers.items()}


def threshold_out_of_bounds(rules: Ruleset) -> Iterator[tuple[Guard, Finding]]:
    """Comparisons of a question with a figure that no answer can pass, or every answer does."""
    for state in reachable(rules, rules.start):
        decision = rules.decisions.get(state)
        for index, branch in enumerate(decision.branches if decision else ()):
            if branch.when is None:
                continue
            for name, sign, other in comparisons(branch.when):
                says = _out_of_bounds(rules, name, sign, other)
                if says:
                    path: Path_ = ("decisions", state, "branches", index, "when")
                    remedy = "mend the threshold, or the question's bounds"
                    yield (state, index), finding(rules, "threshold-out-of-bounds", path, says, remedy)


def _out_of_bounds(rules: Ruleset, name: str, sign: str, other: str | Number) -> str:
    question = rules.questions.get(name)
    figure = rules.parameters[other].value if isinstance(other, str) and other in rules.parameters else other
    if question is None or isinstance(figure, str) or figure is None:
        return ""
    low, high = question.min, question.max
    below = low is not None and (figure < low or (figure == low and sign in ("<", "≥")))
    above = high is not None and (figure > high or (figure == high and sign in (">", "≤")))
    if not below and not above:
        return ""
    bounds = f"from {show(low) if low is not None else '…'} to {show(high) if high is not None else '…'}"
    return f"{name} is {bounds}, so `{name} {sign} {show(figure)}` is the same for every answer"


def default_out_of_bounds(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Computed defaults that can be what nobody may answer, with the answers that make them so."""
    for name, question in rules.questions.items():
        if not question.default or question.type not in ("integer", "number"):
            continue
        path: Path_ = ("questions", name, "default")
        try:
            witness = prover.witness(prover.wrong_default(name))
        except Undecided:
            says = f"whether the default of {name} is always within its bounds could not be decided"
            yield finding(rules, "undecided", path, says)
            continue
        if witness is not None:
            says = f"the default `{question.default}` can be a number that is no answer to {name}"
            remedy = "mend it, or the question's bounds"
            yield finding(rules, "default-out-of-bounds", path, says, remedy, shown_answers(witness) or None)


def never_taken(rules: Ruleset, prover: Prover, coverage: Coverage) -> Iterator[tuple[Guard, Finding]]:
    """Branches that no answers take, and conditions that always hold; only where the decision can be come to."""
    for state in reachable(rules, rules.start):
        decision = rules.decisions.get(state)
        if decision is None:
            continue
        taken = [index for index in range(len(decision.branches)) if (state, index) in coverage.witnesses]
        if not taken:
            continue
        last = taken[-1]
        dead = [index for index in range(len(decision.branches)) if (state, index) in coverage.never]
        if last < len(decision.branches) - 1 and all(
            index in dead for index in range(last + 1, len(decision.branches))
        ):
            when = decision.branches[last].when
            assert when is not None
            says = f"`{when.text}` holds whenever it is asked, so the branches after it are never taken"
            path: Path_ = ("decisions", state, "branches", last, "when")
            yield (state, last), finding(rules, "always-true", path, says, "remove the condition, or mend it")
        for index in dead:
            if index < last:
                yield (state, index), _never(rules, prover, state, index)


def _never(rules: Ruleset, prover: Prover, state: str, index: int) -> Finding:
    branch = rules.decisions[state].branches[index]
    assert branch.when is not None
    try:
        alone = prover.witness(prover.reach(state), prover.condition(branch.when))
    except Undecided:
        alone = None
    reason = (
        "an earlier branch is always taken first" if alone else "it contradicts every way that leads here"
    )
    says = f"the branch `{branch.label}` is never taken: {reason}"
    path: Path_ = ("decisions", state, "branches", index, "when")
    example = shown_answers(alone) if alone else None
    return finding(rules, "never-taken", path, says, "mend its condition, or remove it", example)


def undecided(rules: Ruleset, coverage: Coverage) -> Iterator[Finding]:
    """Branches the solver could not decide within its bound."""
    for state, index in sorted(coverage.undecided):
        says = f"whether the branch `{rules.decisions[state].branches[index].label}` can be taken could not be decided"
        remedy = "give the questions bounds, or split the condition"
        yield finding(rules, "undecided", ("decisions", state, "branches", index), says, remedy)


def asked_in_vain(
    rules: Ruleset, prover: Prover, coverage: Coverage, blamed: set[Guard]
) -> Iterator[Finding]:
    """Questions that decisions ask, whatever the answer, without any effect on the outcome.

    blamed: guards that another finding is about already; their questions are its consequence
    """
    asking = {name for state in reachable(rules, rules.start) if state in rules.decisions
              for name in questions_at(rules, state)}  # fmt: skip
    blamed_questions = {name for state, _ in blamed for name in questions_at(rules, state)}
    open_ = asking - blamed_questions
    open_ -= _seen_to_matter(rules, coverage, open_)
    for name in sorted(open_):
        try:
            matters = _matters(rules, prover, name)
        except Undecided:
            says = f"whether the answer to {name} can matter could not be decided"
            yield finding(rules, "undecided", ("questions", name), says)
            continue
        if not matters:
            says = f"{name} is asked, but no answer to it changes the outcome"
            yield finding(rules, "asked-in-vain", ("questions", name), says, "remove it from the conditions")


def _seen_to_matter(rules: Ruleset, coverage: Coverage, names: set[str]) -> set[str]:
    """Questions of which a walk shows that another answer leads elsewhere."""
    found: set[str] = set()
    known = thresholds(rules)
    tries = dict.fromkeys(names, MAX_PLACES)
    for (state, _), given in coverage.witnesses.items():
        for name in questions_at(rules, state):
            if name not in given or name in found or not tries.get(name):
                continue
            tries[name] -= 1
            likely = candidates(rules.questions[name], rules, name, known)[:8]
            outcomes = {_outcome(rules, {**given, name: value}) for value in likely}
            if len(outcomes - {None}) > 1:
                found.add(name)
    return found


def _outcome(rules: Ruleset, given: Mapping[str, Value]) -> str | None:
    """The outcome for these answers, where open questions get a likely answer."""
    try:
        return walk(rules, Answers(walked_on(rules, given))).outcome
    except AdvisorError:
        return None


def walked_on(rules: Ruleset, given: Mapping[str, Value]) -> dict[str, Value]:
    """The answers, with likely ones to the questions that a walk still asks."""
    answers = dict(given)
    for _ in rules.questions:
        try:
            pending = walk(rules, Answers(answers)).pending
        except AdvisorError:
            break
        likely = candidates(rules.questions[pending], rules, pending, {}) if pending else []
        if pending is None or not likely:
            break
        answers[pending] = likely[0]
    return answers


def _matters(rules: Ruleset, prover: Prover, name: str) -> bool:
    """Whether two answers to a question lead to two outcomes, the others being equal."""
    other = Prover(rules, renamed={name: f"{name}'"})
    both = Prover(rules)
    both.share(other)
    return both.witness(prover.outcome() != other.outcome()) is not None


def division_by_zero(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Divisions that some answers make divide by zero, with such answers."""
    told: set[str] = set()
    for path, expression, conditions in _computed(rules, prover):
        for division in prover.divisions(expression):
            if division.text in told:
                continue
            try:
                witness = prover.witness(*conditions, division.computed, division.divisor == 0)
            except Undecided:
                says = f"whether `{division.text}` can divide by zero could not be decided"
                yield finding(rules, "undecided", path, says, "guard it with a condition")
                continue
            if witness is not None:
                told.add(division.text)
                says = f"`{division.text}` divides by zero for some answers"
                remedy = "ask for the divisor first (`divisor > 0 and …`), or give the formula an `only_when`"
                example = shown_answers(walked_on(rules, witness))
                yield finding(rules, "division-by-zero", path, says, remedy, example)


def _computed(rules: Ruleset, prover: Prover) -> Iterator[tuple[Path_, Expression, list[Any]]]:
    """Every expression that divides, where it stands and when it is computed."""
    for path, expression, when in (*_guards(rules, prover), *_beside(rules, prover), *_shown(rules, prover)):
        if _divides(rules, expression):
            yield path, expression, when()


def _guards(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The conditions of the chart, computed where a walk comes to them."""
    for state in reachable(rules, rules.start):
        decision = rules.decisions.get(state)
        for index, branch in enumerate(decision.branches if decision else ()):
            if branch.when is not None:
                tried = partial(_tried, prover, state, index)
                yield ("decisions", state, "branches", index, "when"), branch.when, tried
    for name, question in rules.questions.items():
        if question.default and question.type in ("integer", "number"):
            yield ("questions", name, "default"), parse(question.default), list


def _tried(prover: Prover, state: str, index: int) -> list[Any]:
    return [prover.reach(state), prover.tried(state, index)]


def _beside(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The conditions beside the chart."""
    for name, caution in rules.cautions.items():
        if caution.when is not None:
            yield ("cautions", name, "when"), caution.when, partial(_at_outcomes, rules, prover, caution)
    for name, criterion in rules.criteria.items():
        yield ("criteria", name, "when"), criterion.when, list
    for name, hybrid in rules.hybrids.items():
        yield ("hybrids", name, "when"), hybrid.when, list


def _at_outcomes(rules: Ruleset, prover: Prover, caution: Caution) -> list[Any]:
    """That the walk ends at an outcome that a caution is for."""
    if not caution.outcomes and not caution.approach:
        return []
    outcomes = [state for state in caution.outcomes or rules.outcomes
                if not caution.approach or rules.outcomes[state].approach == caution.approach]  # fmt: skip
    return [prover.any_of([prover.reach(state) for state in outcomes])]


def _shown(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The formulas that advice shows: as a cost, or inside a text of an outcome, caution or the like."""
    always = {*rules.costs.figures, *(name for table in rules.costs.compare.values() for name in table.show)}
    for section in (rules.cautions, rules.criteria, rules.hybrids):
        always |= {name for entry in section.values() for name in TEMPLATE_NAME.findall(entry.says)}
    for name in sorted(always & set(rules.formulas)):
        yield from _formula(rules, prover, name, list)
    for state, outcome in rules.outcomes.items():
        for name in TEMPLATE_NAME.findall("".join((outcome.says, *outcome.next))):
            if name in rules.formulas and name not in always:
                yield from _formula(rules, prover, name, partial(_reached, prover, state))


def _formula(rules: Ruleset, prover: Prover, name: str, when: Callable[[], list[Any]]) -> Iterator[Computed]:
    formula = rules.formulas[name]
    if formula.only_when is not None:
        yield ("formulas", name, "only_when"), formula.only_when, when
    yield ("formulas", name), parse(name), lambda: when() + _where(prover, formula.only_when)


def _where(prover: Prover, condition: Expression | None) -> list[Any]:
    return [prover.defined(condition), prover.condition(condition)] if condition else []


def _reached(prover: Prover, state: str) -> list[Any]:
    return [prover.reach(state)]


def _divides(rules: Ruleset, expression: Expression) -> bool:
    return "/" in expression.text or any(
        _divides(rules, rules.formulas[name].is_) for name in expression.names if name in rules.formulas
    )


def caution_never(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Cautions whose condition no answers make true at the outcomes they are for."""
    for name, caution in rules.cautions.items():
        if caution.when is None:
            continue
        try:
            witness = prover.witness(prover.condition(caution.when), *_at_outcomes(rules, prover, caution))
        except Undecided:
            says = "whether this caution can hold could not be decided"
            yield finding(rules, "undecided", ("cautions", name, "when"), says)
            continue
        if witness is None:
            says = f"`{caution.when.text}` holds for no answers at the outcomes it is for"
            yield finding(
                rules, "caution-never", ("cautions", name, "when"), says, "mend its condition, or remove it"
            )
