"""Answers that one version takes and the other refuses, where the question can be asked."""

from advisor.analysis.compare.meaning import MAX_DIFFERENCES, Differences
from advisor.analysis.compare.versions import Versions
from advisor.analysis.explorer.ends import DIVIDES, REFUSED
from advisor.analysis.solver import FAILS, OPEN, Prover, Term, Undecided
from advisor.rules import Ruleset


def refused(versions: Versions, found: Differences) -> bool:
    """Find an example for each outcome of an answer that is refused by the other; whether these are all."""
    complete = True
    for one, own in versions.shared.items():
        if _domain(versions, versions.old, one) != _domain(versions, versions.new, own):
            for is_new in (False, True):
                try:
                    complete &= _refused(versions, (one, own), is_new, found)
                except Undecided:
                    complete = False
    return complete


def _domain(versions: Versions, rules: Ruleset, name: str) -> tuple[object, ...]:
    kind = versions.kind(rules, name)
    return kind.name, kind.question.min, kind.question.max, set(kind.every), set(kind.parts)


def _refused(versions: Versions, names: tuple[str, str], is_new: bool, found: Differences) -> bool:
    """One question, in the direction of the version that takes more: NEW if `is_new`. Raises Undecided."""
    taking, refusing = (_prover(versions, which) for which in (is_new, not is_new))
    here, there = names[is_new], names[not is_new]
    reading = _prover(versions, is_new, here)
    conditions = [refusing.refuses(there, taking, here), reading.outcome() == OPEN]
    conditions += [taking.is_given(here)] if here in taking.optional else []
    return examples(versions, taking, conditions, is_new, found)


def examples(versions: Versions, taking: Prover, asked: list[Term], is_new: bool, found: Differences) -> bool:
    """An example for each outcome of answers that the other version refuses; whether these are all.

    asked: what makes answers such; `is_new` says that it is NEW that takes them. Raises Undecided.
    """
    end = taking.outcome()
    conditions = [*asked, end >= FAILS]
    codes = {DIVIDES: FAILS} | {outcome: index for index, outcome in enumerate(taking.rules.outcomes)}
    known = [pair[is_new] for pair in found if pair[not is_new] == REFUSED]
    conditions += [end != codes[one] for one in known if one in codes]
    while len(found) < MAX_DIFFERENCES:
        witness = taking.witness(*conditions)
        if witness is None:
            return True
        told = versions.difference(witness)
        if told is None or (told.old, told.new) in found or told[not is_new] != REFUSED:
            return False
        found[told.old, told.new] = told
        if told[is_new] not in codes:  # a number too large, of which the solver knows nothing
            return False
        conditions.append(end != codes[str(told[is_new])])
    return False


def _prover(versions: Versions, is_new: bool, waiting: str = "") -> Prover:
    """The solver's view of one version; its walks wait at one question for an answer, if one is named."""
    rules = versions.new if is_new else versions.old
    optional = set(rules.defaults)
    return Prover(
        rules,
        renamed=None if is_new else versions.same.variables(rules),
        options=None if is_new else versions.same.options,
        optional=frozenset(optional - {waiting}),
        asks={waiting: OPEN} if waiting else None,
        left=frozenset({waiting} - {""}),
    )
