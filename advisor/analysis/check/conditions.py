"""Checks of conditions, proved for all answers: never taken, always true, out of bounds, or holding nowhere."""

from collections.abc import Iterator
from dataclasses import replace

from advisor.analysis.check.coverage import Coverage
from advisor.analysis.check.findings import Finding, finding, undecided
from advisor.analysis.explorer.walks import BranchId, Explorer, seen
from advisor.analysis.solver import Prover, Term, Undecided, any_of
from advisor.language.conditions import comparisons, plain
from advisor.language.expression import Expression
from advisor.language.tree import SHOWN, Comparison
from advisor.quantities import show
from advisor.rules import Ruleset
from advisor.rules.beside import Caution, Criterion, Hybrid
from advisor.rules.origin import Path_
from advisor.rules.records import Refusal


def threshold_out_of_bounds(rules: Ruleset, blamed: set[BranchId]) -> Iterator[Finding]:
    """Comparisons of a question with a figure that no answer can pass, or every answer does."""
    for state, index, when in rules.own_guards:
        for one in comparisons(when):
            says = _out_of_bounds(rules, one)
            if says:
                blamed.add((state, index))
                yield finding(rules, "threshold-out-of-bounds", rules.branch_at(state, index, "when"), says)


def _out_of_bounds(rules: Ruleset, compared: Comparison) -> str:
    name, sign, other = plain(compared.left), compared.sign, plain(compared.right)
    question = rules.questions.get(str(name))
    figure = rules.parameters[other].value if isinstance(other, str) and other in rules.parameters else other
    if question is None or isinstance(figure, str) or figure is None:
        return ""
    low, high = question.min, question.max
    below = low is not None and (figure < low or (figure == low and sign in ("<", ">=")))
    above = high is not None and (figure > high or (figure == high and sign in (">", "<=")))
    if not below and not above:
        return ""
    unit = question.unit if rules.types[str(name)] == "date" else ""
    ends = [show(end, unit) if end is not None else "…" for end in (low, high)]
    compared_ = f"{name} {SHOWN[sign]} {show(figure, unit)}"
    return f"{name} is from {ends[0]} to {ends[1]}, so `{compared_}` is the same for every answer"


def default_out_of_bounds(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Computed defaults that can be what nobody may answer, with the answers that make them so."""
    for name, default in rules.defaults.items():
        path: Path_ = ("questions", name, "default")
        try:
            witness = prover.witness(prover.wrong_default(name))
        except Undecided:
            yield undecided(rules, path, f"the default of {name} is always within its bounds")
            continue
        if witness is not None:
            says = f"the default `{default.text}` can be a number that is no answer to {name}"
            yield finding(rules, "default-out-of-bounds", path, says, example=witness or None)


def all_refused(rules: Ruleset, coverage: Coverage, blamed: set[BranchId]) -> Iterator[Finding]:
    """Branches of which all answers are refused together; they join those of which what is wrong is known."""
    if rules.refuse and not coverage.explorer.through(rules.start):
        yield finding(rules, "all-refused", ("refuse",), "no answers at all are left that are not refused")
    ends = {walk.end for walk in coverage.explorer.walks}
    for (state, index), given in coverage.refused.items():
        blamed.add((state, index))
        if state in rules.grids:
            continue  # a complete table has rows for what is refused, too
        branch = rules.chart.branches(state)[index]
        lost = [one for one in rules.chart.reachable(branch.to) if one in rules.outcomes and one not in ends]
        so = f", so nothing comes to {', '.join(lost)}" if lost else ""
        says = f"all answers that take the branch `{branch.label}` are refused together{so}"
        yield finding(rules, "all-refused", rules.branch_at(state, index), says, example=given)


def never_taken(
    rules: Ruleset, prover: Prover, coverage: Coverage, blamed: set[BranchId]
) -> Iterator[Finding]:
    """Branches that no answers take, and conditions that always hold; only where the decision can be come to.

    blamed: branches that another finding is about already; those found here and the undecided ones join them
    """
    before = set(blamed)
    for branch, one in _dead(rules, prover, coverage):
        blamed.add(branch)
        if branch not in before:
            yield one
    blamed |= coverage.undecided


def _dead(rules: Ruleset, prover: Prover, coverage: Coverage) -> Iterator[tuple[BranchId, Finding]]:
    for state in rules.chart.reached:
        if state in rules.grids:
            yield from _never_hit(rules, state)
            continue
        branches = rules.chart.branches(state)
        taken = [index for index in range(len(branches)) if (state, index) in coverage.witnesses]
        if not taken:
            continue
        last = taken[-1]
        dead = [index for index in range(len(branches)) if (state, index) in coverage.never]
        if last < len(branches) - 1 and all(index in dead for index in range(last + 1, len(branches))):
            when = branches[last].when
            assert when is not None
            says = f"`{when.text}` holds whenever it is asked, so the branches after it are never taken"
            path = rules.branch_at(state, last, "when")
            yield (state, last), finding(rules, "always-true", path, says)
        for index in dead:
            if index < last:
                yield (state, index), _never(rules, prover, state, index)


def _never_hit(rules: Ruleset, state: str) -> Iterator[tuple[BranchId, Finding]]:
    """Rows of a table that those before them leave nothing for; that no way leads to a row is no fault of a table."""
    grid = rules.grids[state]
    for row in grid.never_hit:
        says = f"{grid.label(row)} is never hit: a row before it holds wherever it does"
        yield (state, row), finding(rules, "never-taken", rules.branch_at(state, row), says)


def _never(rules: Ruleset, prover: Prover, state: str, index: int) -> Finding:
    branch = rules.decisions[state].branches[index]
    assert branch.when is not None
    try:
        alone = index and prover.witness(prover.reach(state), *prover.holds(branch.when))
    except Undecided:
        alone = None
    reason = (
        "an earlier branch is always taken first"
        if alone
        else "it contradicts every way that leads here"
        if state != rules.start
        else "no answers make it hold"
    )
    says = f"the branch `{branch.label}` is never taken: {reason}"
    path = rules.branch_at(state, index, "when")
    return finding(rules, "never-taken", path, says, example=alone or None)


def undecided_branches(rules: Ruleset, coverage: Coverage) -> Iterator[Finding]:
    """Branches the solver could not decide within its bound."""
    for state, index in sorted(coverage.undecided):
        label = rules.decisions[state].branches[index].label
        yield undecided(rules, rules.branch_at(state, index), f"the branch `{label}` can be taken")


def beside(rules: Ruleset) -> Iterator[tuple[Path_, Expression, object]]:
    """Every condition beside the chart: where it stands, and whose it is."""
    for section, key in (
        ("cautions", "when"),
        ("criteria", "when"),
        ("hybrids", "when"),
        ("techniques", "tried"),
    ):
        for name, one in getattr(rules, section).items():
            if (when := getattr(one, key)) is not None:
                yield (section, name, key), when, one
    for index, refusal in enumerate(rules.refuse):
        yield ("refuse", index, "when"), refusal.when, refusal


def never_holds(rules: Ruleset, prover: Prover, explorer: Explorer) -> Iterator[Finding]:
    """Conditions of cautions, criteria, hybrids and refusals that no answers make true, or all answers do."""
    free = Prover(replace(rules, refuse=())) if rules.refuse else prover
    for path, when, one in beside(rules):
        if isinstance(one, Refusal):
            yield from _constant(rules, free, path, when, [])
        elif isinstance(one, Caution | Criterion | Hybrid) and not _seen_both(rules, explorer, when, one):
            yield from _constant(rules, prover, path, when, at_outcomes(rules, prover, one))


def _seen_both(
    rules: Ruleset, explorer: Explorer, when: Expression, one: Caution | Criterion | Hybrid
) -> bool:
    """Whether walks show that a condition holds where it is for, and that it does not always."""
    holds = fails = False
    for walk in explorer.around(when):
        for value in seen(when, [walk]):
            holds |= value and (isinstance(one, Criterion) or rules.is_for(one, walk.end))
            fails |= not value
        if holds and fails:
            return True
    return False


def _constant(
    rules: Ruleset, prover: Prover, path: Path_, when: Expression, where: list[Term]
) -> Iterator[Finding]:
    """A condition that is the same for all answers; where none come to it, that is for another finding."""
    here = [*where, prover.defined(when)]
    try:
        if prover.is_possible(*here, prover.condition(when)):
            if not prover.is_possible(prover.defined(when), prover.negated(when)):
                says = f"`{when.text}` holds for all answers"
                yield finding(rules, "always-true", path, says)
        elif prover.is_possible(*here):
            says = f"`{when.text}` holds for no answers{' at the outcomes it is for' if where else ''}"
            yield finding(rules, "never-holds", path, says)
    except Undecided:
        yield undecided(rules, path, "this condition can hold")


def at_outcomes(rules: Ruleset, prover: Prover, one: object) -> list[Term]:
    """That the walk ends at an outcome that something beside the chart is for; nothing where it is for all."""
    if not isinstance(one, Caution | Hybrid) or not (one.outcomes or one.approach):
        return []
    return [any_of([prover.reach(state) for state in rules.outcomes if rules.is_for(one, state)])]
