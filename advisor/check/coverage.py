"""Which branches can be taken: found by walking where that is quick, by proof where it is not."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from advisor import answers as answers_
from advisor.answers import Answers, Value
from advisor.errors import Unanswered
from advisor.expression import Expression, comparisons
from advisor.prove import Prover, Undecided
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.model import Question
from advisor.session import Scope, in_order, questions_at, reachable

MAX_TRIES = 256
"""Combinations of answers tried at one decision before the solver is asked."""

Given = dict[str, Value]
Branch = tuple[str, int]


class Coverage(NamedTuple):
    """What is known of every branch that a graph search reaches.

    witnesses: answers under which a branch is taken
    never: branches that are proved never to be taken
    undecided: branches the solver could not decide
    """

    witnesses: dict[Branch, Given]
    never: set[Branch]
    undecided: set[Branch]


def cover(rules: Ruleset, prover: Prover) -> Coverage:
    """Decide for every reachable branch whether it can be taken."""
    known = thresholds(rules)
    found = Coverage({}, set(), set())
    arrivals: dict[str, Given] = {rules.start: {}}
    for state in in_order(rules, rules.start):
        if state not in rules.decisions:
            continue
        if state in arrivals:
            found.witnesses.update(_tried(rules, state, arrivals[state], known))
        for index, branch in enumerate(rules.decisions[state].branches):
            key = (state, index)
            if key not in found.witnesses:
                _prove(prover, key, found)
            if key in found.witnesses:
                arrivals.setdefault(branch.to, found.witnesses[key])
    return found


def _prove(prover: Prover, key: Branch, found: Coverage) -> None:
    try:
        witness = prover.witness(prover.reach(key[0]), prover.taken(*key))
    except Undecided:
        found.undecided.add(key)
        return
    if witness is None:
        found.never.add(key)
    else:
        found.witnesses[key] = witness


def _tried(
    rules: Ruleset, decision: str, arrival: Given, thresholds: dict[str, list[Number]]
) -> dict[Branch, Given]:
    """Branches that are taken under some combination of likely answers to what is still open."""
    open_ = [name for name in questions_at(rules, decision) if name not in arrival]
    likely = [candidates(rules.questions[name], rules, name, thresholds) for name in open_]
    found: dict[Branch, Given] = {}
    wanted = len(rules.decisions[decision].branches)
    for values in itertools.islice(itertools.product(*likely), MAX_TRIES):
        given = {**arrival, **dict(zip(open_, values, strict=True))}
        key = (decision, _taken(rules, decision, given))
        found.setdefault(key, given)
        if len(found) == wanted:
            break
    found.pop((decision, -1), None)
    return found


def _taken(rules: Ruleset, decision: str, given: Given) -> int:
    """The branch a decision takes; -1 where that divides by zero."""
    scope = Scope(rules, Answers(given))
    try:
        for index, branch in enumerate(rules.decisions[decision].branches):
            if branch.when is None or branch.when.value(scope):
                return index
    except (ZeroDivisionError, Unanswered):
        return -1
    return -1


def candidates(
    question: Question, rules: Ruleset, name: str, thresholds: dict[str, list[Number]]
) -> list[Value]:
    """Answers on both sides of what the rules compare a question with, and at its bounds."""
    if question.type == "yes_no":
        return [False, True]
    if question.type == "choice":
        return list(rules.options(name))
    values: list[Number] = [1, 0, 1_000]
    for threshold in thresholds.get(name, []):
        values = [threshold, threshold - 1, threshold + 1, *values]
    values += [bound for bound in (question.min, question.max) if bound is not None]
    return [value for value in dict.fromkeys(values) if _allowed(rules, name, value)]


def _allowed(rules: Ruleset, name: str, value: Number) -> bool:
    try:
        answers_.parse(rules, name, value)
    except ValueError:
        return False
    return True


def thresholds(rules: Ruleset) -> dict[str, list[Number]]:
    """For each question, the constants that guards compare it with."""
    found: dict[str, list[Number]] = {}
    for state in reachable(rules, rules.start):
        for when in guards(rules, state):
            for name, threshold in compared(rules, when):
                if len(found.setdefault(name, [])) < 8 and threshold not in found[name]:
                    found[name].append(threshold)
    return found


def guards(rules: Ruleset, state: str) -> Iterator[Expression]:
    """The conditions of a decision's branches."""
    decision = rules.decisions.get(state)
    for branch in decision.branches if decision else ():
        if branch.when is not None:
            yield branch.when


def compared(rules: Ruleset, expression: Expression) -> Iterator[tuple[str, Number]]:
    """The questions that an expression compares with a constant or a plain parameter, and with which."""
    for name, _, other in comparisons(expression):
        parameter = rules.parameters.get(other) if isinstance(other, str) else None
        value = parameter.value if parameter else other
        if isinstance(value, str) or value is None:
            continue
        if name in rules.questions:
            yield name, value
        elif name in rules.formulas:
            for question in rules.questions_of(rules.formulas[name].is_):
                yield question, value
