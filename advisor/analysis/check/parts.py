"""The check of parts of conditions that come out the same whenever they are read."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from advisor.analysis.check.coverage import MAX_BASES, Coverage
from advisor.analysis.check.findings import Finding, finding, undecided
from advisor.analysis.explorer.walks import BranchId, Walk, seen
from advisor.analysis.solver import Prover, Term, Undecided
from advisor.language.conditions import ConditionPart, cases_of, parts
from advisor.language.tree import is_cases
from advisor.rules import Ruleset
from advisor.rules.origin import Path_


def constant_parts(
    rules: Ruleset, prover: Prover, coverage: Coverage, blamed: set[BranchId]
) -> Iterator[Finding]:
    """Parts that `and` or `or` join, and that always hold or never do where they are read.

    blamed: branches that another finding is about already; those found here join them
    """
    before = set(blamed)
    for state, index, when in rules.own_guards:
        branch = (state, index)
        if branch in before or not _trying(coverage, branch):
            continue
        for part in parts(when):
            for one in _judged(rules, prover, coverage, branch, part):
                blamed.add(branch)
                yield one


def constant_cases(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Conditions of cases that always hold or never do, where those before them do not hold."""
    for name, expression in rules.computed.items():
        if is_cases(expression.tree):
            section = "formulas" if name in rules.formulas else "parameters"
            given = rules.formulas[name].given if name in rules.formulas else {}
            for index, part in enumerate(cases_of(expression)):
                path = (section, name, "cases", index, "when")
                before = [prover.condition(one, given) for one in part.before]
                here = [*before, prover.defined(part.expression, given)]
                can = partial(_is_possible, prover, here, part, given)
                yield from _constant(
                    rules, path, f"`{part.expression.text}`", can, ", so the cases after it never count"
                )


def _is_possible(
    prover: Prover, here: list[Term], part: ConditionPart, given: Mapping[str, str], holds: bool
) -> bool:
    """Whether a part can hold, or not hold, where it is read. Raises Undecided."""
    is_ = prover.condition if holds else prover.negated
    return prover.is_possible(*here, is_(part.expression, given))


def _constant(
    rules: Ruleset, path: Path_, part: str, can: Callable[[bool], bool], so: str = ""
) -> Iterator[Finding]:
    """A part that only holds, or never does; one that does neither is dead for what stands before it."""
    try:
        can_hold, can_fail = can(True), can(False)
    except Undecided:
        yield undecided(rules, path, f"{part} is always the same")
        return
    if can_hold != can_fail:
        how = f"holds whenever it is read{so}" if can_hold else "never holds when it is read"
        yield finding(rules, "constant-part", path, f"{part} {how}")


def _trying(coverage: Coverage, branch: BranchId) -> list[Walk]:
    """Walks that come to try a branch: those that take it or a later one."""
    return [walk for walk in coverage.explorer.through(branch[0]) if walk.comes_to_try(branch)]


def _judged(
    rules: Ruleset, prover: Prover, coverage: Coverage, at: BranchId, part: ConditionPart
) -> Iterator[Finding]:
    can, text = _seen(coverage, at, part), part.expression.text
    here = [prover.reach(at[0]), prover.tried(*at), *(prover.condition(one) for one in part.before),
            prover.defined(part.expression)] if len(can) < 2 else []  # fmt: skip
    yield from _constant(
        rules,
        rules.branch_at(*at, "when"),
        f"`{text}` in this condition",
        lambda holds: holds in can or _is_possible(prover, here, part, {}, holds),
    )


def _seen(coverage: Coverage, at: BranchId, part: ConditionPart) -> set[bool]:
    """What the part comes out as in walks that read it."""
    found: set[bool] = set()
    for walk in _walks(coverage, at, part):
        if walk.comes_to_try(at) and all(all(seen(one, [walk])) for one in part.before):
            found.update(seen(part.expression, [walk]))
        if len(found) == 2:
            break
    return found


def _walks(coverage: Coverage, at: BranchId, part: ConditionPart) -> Iterator[Walk]:
    """The walks that try a branch, and then those that differ from one of them in an answer that the part reads."""
    trying = _trying(coverage, at)
    yield from trying
    for walk in trying[:MAX_BASES]:
        for name in coverage.explorer.rules.questions_of(part.expression):
            yield from coverage.explorer.variations(at[0], walk, name)
