"""Answers that one version takes and the other refuses: one where its question can be asked, or some together."""

from collections.abc import Iterator

from advisor.analysis.compare.meaning import MAX_DIFFERENCES, Both, Differences
from advisor.analysis.compare.versions import Versions
from advisor.analysis.explorer.ends import DIVIDES, REFUSED
from advisor.analysis.solver import FAILS, OPEN, Prover, Term, Undecided
from advisor.rules import Ruleset

_Case = tuple[bool, Prover, list[Term]]
"""Whether it is NEW that takes answers, the prover of that version, and what makes answers such."""


def refused(versions: Versions, found: Differences) -> bool:
    """Find an example for each outcome of answers that the other version refuses; whether these are all."""
    complete = True
    for case in (*_alone(versions), *_together(versions)):
        try:
            complete &= _examples(versions, case, found)
        except Undecided:
            complete = False
    return complete


def _alone(versions: Versions) -> Iterator[_Case]:
    for names in versions.shared.items():
        if _domain(versions, versions.old, names[0]) != _domain(versions, versions.new, names[1]):
            yield from (_one_question(versions, names, is_new) for is_new in (False, True))


def _domain(versions: Versions, rules: Ruleset, name: str) -> tuple[object, ...]:
    kind = versions.kind(rules, name)
    return kind.name, kind.question.min, kind.question.max, set(kind.every), set(kind.parts)


def _one_question(versions: Versions, names: tuple[str, str], is_new: bool) -> _Case:
    taking, refusing = (_prover(versions, which) for which in (is_new, not is_new))
    here, there = names[is_new], names[not is_new]
    reading = _prover(versions, is_new, here)
    asked = [refusing.refuses(there, taking, here), reading.outcome() == OPEN]
    return is_new, taking, [*asked, taking.is_given(here)] if here in taking.optional else asked


def _prover(versions: Versions, is_new: bool, waiting: str = "") -> Prover:
    """The solver's view of one version; its walks wait at one question for an answer, if one is named."""
    rules = versions.new if is_new else versions.old
    return Prover(
        rules,
        renamed={} if is_new else versions.same.variables(rules),
        options={} if is_new else versions.same.options,
        optional=frozenset(rules.defaults) - {waiting},
        asks={waiting: OPEN} if waiting else {},
        left=frozenset({waiting} - {""}),
    )


def _together(versions: Versions) -> Iterator[_Case]:
    if versions.old.refuse or versions.new.refuse:
        both = Both(versions)
        yield False, both.old, [both.new.refused_together()]
        yield True, both.new, [both.old.refused_together()]


def _examples(versions: Versions, case: _Case, found: Differences) -> bool:
    """An example for each outcome of the answers; whether these are all. Raises Undecided."""
    is_new, taking, asked = case
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
