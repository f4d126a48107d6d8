"""Where expressions are computed, and what holds then: in the chart, beside it, and where figures are shown."""

from collections.abc import Callable, Iterator
from functools import partial

from advisor.analysis.check.conditions import at_outcomes
from advisor.analysis.solver import Prover, Term
from advisor.language.expression import Expression
from advisor.language.tree import Arithmetic, Name, Node, Numeral, walk
from advisor.rules import Ruleset
from advisor.rules.beside import Caution, Hybrid
from advisor.rules.marks import TEMPLATE_NAME
from advisor.rules.origin import Path_

Computed = tuple[Path_, Expression, Callable[[], list[Term]]]
"""An expression, where it stands, and what holds when it is computed."""


def dividing(rules: Ruleset, prover: Prover) -> Iterator[tuple[Path_, Expression, list[Term]]]:
    """Every expression that divides, where it stands and when it is computed."""
    for path, expression, when in (*_guards(rules, prover), *_beside(rules, prover), *_shown(rules, prover)):
        if _divides(rules, expression):
            yield path, expression, when()


def _guards(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The conditions of the chart, computed where a walk comes to them."""
    for state, index, when in rules.chart.each_guard():
        yield rules.branch_at(state, index, "when"), when, partial(_tried, prover, state, index)
    for name, default in rules.defaults.items():
        yield ("questions", name, "default"), default, list


def _tried(prover: Prover, state: str, index: int) -> list[Term]:
    return [prover.reach(state), prover.tried(state, index)]


def _beside(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The conditions beside the chart."""
    for name, caution in rules.cautions.items():
        if caution.when is not None:
            yield ("cautions", name, "when"), caution.when, partial(at_outcomes, rules, prover, caution)
    for name, criterion in rules.criteria.items():
        yield ("criteria", name, "when"), criterion.when, list
    for name, hybrid in rules.hybrids.items():
        yield ("hybrids", name, "when"), hybrid.when, partial(at_outcomes, rules, prover, hybrid)
    for index, one in enumerate(rules.refuse):
        yield ("refuse", index, "when"), one.when, list
    for name, technique in rules.techniques.items():
        if technique.tried is not None:
            yield ("techniques", name, "tried"), technique.tried, list


def _shown(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The formulas that are shown: as a cost, or inside a text."""
    told: set[str] = set()
    for texts, when in _texts(rules, prover):
        for name in TEMPLATE_NAME.findall(" ".join(texts)):
            if name in rules.formulas and name not in told:
                told.update([name] if when is list else [])
                yield from _formula(rules, prover, name, when)


def _texts(rules: Ruleset, prover: Prover) -> Iterator[tuple[tuple[str, ...], Callable[[], list[Term]]]]:
    """The texts that names are filled into, and figures as if they were some, with when they are shown."""
    tables = rules.costs.compare.values()
    yield tuple(f"{{{name}}}" for name in rules.costs.figures), list
    yield tuple(f"{{{name}}}" for table in tables
                for name in (*table.show, table.monthly, table.once, table.once_chosen) if name), list  # fmt: skip
    yield tuple(text for one in rules.questions.values() for text in (one.ask, one.why, one.help)), list
    yield tuple(one.says for one in rules.criteria.values()), list
    for caution in rules.cautions.values():
        yield (caution.says,), partial(_given, rules, prover, caution)
    for hybrid in rules.hybrids.values():
        yield (hybrid.says,), partial(_given, rules, prover, hybrid)
    for state, outcome in rules.outcomes.items():
        figures = (f"{{{name}}}" for name in outcome.figures)
        yield (outcome.says, *outcome.next, *figures), partial(_reached, prover, state)


def _given(rules: Ruleset, prover: Prover, one: Caution | Hybrid) -> list[Term]:
    return [*at_outcomes(rules, prover, one), *_where(prover, one.when)]


def _formula(rules: Ruleset, prover: Prover, name: str, when: Callable[[], list[Term]]) -> Iterator[Computed]:
    formula = rules.formulas[name]
    if formula.only_when is not None:
        yield ("formulas", name, "only_when"), formula.only_when, when
    yield ("formulas", name), Expression(Name(name)), lambda: when() + _where(prover, formula.only_when)


def _where(prover: Prover, condition: Expression | None) -> list[Term]:
    return prover.holds(condition) if condition else []


def _reached(prover: Prover, state: str) -> list[Term]:
    return [prover.reach(state)]


def _divides(rules: Ruleset, expression: Expression) -> bool:
    """Whether an expression divides by what could be zero, itself or in a formula that it rests on."""
    seen: set[str] = set()
    queue = [expression]
    for one in queue:
        if any(map(_is_division, walk(one.tree))):
            return True
        new = {name for name in one.names if name in rules.definitions} - seen
        seen |= new
        queue += [rules.definitions[name] for name in new]
    return False


def _is_division(node: Node) -> bool:
    """Whether a node is a division, and not by a number other than zero."""
    match node:
        case Arithmetic(_, "/", Numeral(value)):
            return not value
        case Arithmetic(_, "/", _):
            return True
    return False
