"""Where expressions are computed, and what holds then: in the chart, beside it, and where figures are shown."""

from collections.abc import Iterator

from advisor.analysis.check.conditions import at_outcomes, beside
from advisor.analysis.solver import Prover, Term
from advisor.language.expression import Expression
from advisor.language.tree import Arithmetic, Name, Node, Numeral, walk
from advisor.rules import Ruleset
from advisor.rules.beside import Caution, Hybrid
from advisor.rules.marks import TEMPLATE_NAME
from advisor.rules.origin import Path_

Computed = tuple[Path_, Expression, list[Term]]
"""An expression, where it stands, and what holds when it is computed."""


def dividing(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """Every expression that divides, where it stands and when it is computed."""
    for state, index, when in rules.chart.each_guard():
        if _divides(rules, when):
            here = [prover.reach(state), prover.tried(state, index)]
            yield rules.branch_at(state, index, "when"), when, here
    for name, default in rules.defaults.items():
        if _divides(rules, default):
            yield ("questions", name, "default"), default, []
    for path, when, one in beside(rules):
        if _divides(rules, when):
            yield path, when, at_outcomes(rules, prover, one)
    yield from _shown(rules, prover)


def _shown(rules: Ruleset, prover: Prover) -> Iterator[Computed]:
    """The formulas that are shown: as a cost, or inside a text."""
    told: set[str] = set()
    for texts, by in _texts(rules):
        for name in TEMPLATE_NAME.findall(" ".join(texts)):
            if name in rules.formulas and name not in told and _divides(rules, Expression(Name(name))):
                told.update([name] if by is None else [])
                yield from _formula(rules, prover, name, by)


def _texts(rules: Ruleset) -> Iterator[tuple[tuple[str, ...], Caution | Hybrid | str | None]]:
    """The texts that names are filled into, and figures as if they were some, with who shows them.

    A caution or hybrid where it holds, or an outcome; None for what is shown at any time.
    """
    tables = rules.costs.compare.values()
    yield tuple(f"{{{name}}}" for name in rules.costs.figures), None
    yield tuple(f"{{{name}}}" for table in tables
                for name in (*table.show, table.monthly, table.once, table.once_chosen) if name), None  # fmt: skip
    yield tuple(text for one in rules.questions.values() for text in (one.ask, one.why, one.help)), None
    yield tuple(one.says for one in rules.criteria.values()), None
    for caution in rules.cautions.values():
        yield (caution.says,), caution
    for hybrid in rules.hybrids.values():
        yield (hybrid.says,), hybrid
    for state, outcome in rules.outcomes.items():
        figures = (f"{{{name}}}" for name in outcome.figures)
        yield (outcome.says, *outcome.next, *figures), state


def _formula(
    rules: Ruleset, prover: Prover, name: str, by: Caution | Hybrid | str | None
) -> Iterator[Computed]:
    """A formula, and before it the condition on which it is shown."""
    only_when, here = rules.formulas[name].only_when, []
    if isinstance(by, str):
        here = [prover.reach(by)]
    elif by is not None:
        here = [*at_outcomes(rules, prover, by), *(prover.holds(by.when) if by.when else ())]
    if only_when is not None:
        yield ("formulas", name, "only_when"), only_when, here
    yield ("formulas", name), Expression(Name(name)), [*here, *(prover.holds(only_when) if only_when else ())]


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
