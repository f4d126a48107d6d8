"""The types of all names, and of the expressions that read them."""

from advisor.days import DAY, is_from_today
from advisor.errors import did_you_mean
from advisor.language.conditions import texts_compared
from advisor.language.expression import Expression
from advisor.language.tree import ExpressionError, Node, is_cases, option_of
from advisor.language.types import SET, Types
from advisor.rules.linking import chains
from advisor.rules.linking.linker import Linker
from advisor.rules.origin import Path_
from advisor.rules.records import Formula

NAMED = ("questions", "parameters", "formulas")
"""The sections whose entries expressions and texts read."""
_FROM_TODAY = (
    "rules say the same on every day: ask for the day with a question, "
    "or write it as a parameter with `unit: date`"
)


def settle(linker: Linker) -> None:
    """Find the types of all names, formulas after what they read; a formula that needs itself is refused."""
    rules, types = linker.rules, linker.types
    for name, question in rules.questions.items():
        types[name] = question.kind.type
        types |= {f"{name}.{part}": kind.type for part, kind in question.kind.parts.items()}
    types |= dict.fromkeys(linker.known["parameters"], "number")
    types |= {name: "date" for name, one in rules.parameters.items() if one.unit == DAY}
    for name in _ordered(linker):
        _settle(linker, name, rules.definitions[name])
    for name, formula in rules.formulas.items():
        if formula.unit == DAY and types.get(name, DAY) != DAY:
            linker.problem("wrong-value", ("formulas", name, "unit"), "only a date counts in dates")


def _ordered(linker: Linker) -> list[str]:
    """What is computed, each after what it reads; a problem for what needs itself or too much."""
    rules, definitions = linker.rules, linker.rules.definitions
    order, circles = chains.ordered(definitions)
    for name, circle in circles.items():
        says = f"needs itself: {' → '.join(circle)}"
        linker.problem("formula-cycle", _defined_at(linker, name)[:2], says)
    for name, says in chains.too_deep(definitions, order):
        linker.problem("too-deep", _defined_at(linker, name), says, "compute it in fewer steps")
    too_many = chains.too_many_combinations(rules.computed, rules.formulas)
    if too_many:
        says = f"comes to more than {chains.MAX_COMBINATIONS:,} formulas under combinations of fixed choices"
        linker.problem("too-deep", ("formulas", too_many), says, "fix fewer choices with `given`")
    return order


def _defined_at(linker: Linker, name: str) -> Path_:
    if name in linker.rules.questions:
        return "questions", name, "default"
    section = "formulas" if name in linker.rules.formulas else "parameters"
    return section, name, "cases" if is_cases(linker.rules.definitions[name].tree) else "is"


def _settle(linker: Linker, name: str, expression: Expression) -> None:
    """The type of what is computed for a name; that of a formula is its own."""
    where = _defined_at(linker, name)
    wanted = linker.types.get(name)
    for i, value in enumerate(values_of(linker.rules.counted(expression, linker.types))):
        at = (*where, i, "is") if where[-1] == "cases" else where
        one = Expression(value) if where[-1] == "cases" else expression
        found = type_at(linker, one, linker.types, at)
        if found and wanted and found != wanted:
            other = ", and that of the first case" if name in linker.rules.formulas else ", expected"
            linker.problem("expression", at, f"`{one.text}` is a {found}{other} a {wanted}")
        wanted = wanted or found
    if wanted:
        linker.types[name] = wanted


def values_of(expression: Expression) -> tuple[Node, ...]:
    """The values of its cases, or itself."""
    return expression.tree.values if is_cases(expression.tree) else (expression.tree,)


def type_at(
    linker: Linker, expression: Expression, types: Types, where: Path_, *, shown: bool = False
) -> str | None:
    """The type of an expression; None, with a problem unless it is a consequence, where it has none.

    One that is `shown` and nothing else may be a formula that has no figure everywhere.
    """
    for name in expression.names:
        if name not in types:
            _unknown(linker, name, expression, types, where)
            return None
        formula = linker.rules.formulas.get(name)
        not_always = _not_always_a_figure(name, formula) if formula else ""
        if not_always and not (shown and expression.text.strip() == name):
            remedy = "it is only for showing; compare what it is made of"
            linker.problem("expression", where, not_always, remedy)
            return None
    try:
        found = linker.rules.counted(expression, types).type(types)
    except ExpressionError as error:
        linker.problem("expression", where, str(error), by_option(linker, expression))
        return None
    for name, text in texts_compared(expression):
        linker.expect_option(text, name, where)
    return found


def by_option(linker: Linker, expression: Expression) -> str:
    """What to do where several answers, which count points, may have been meant by what they are."""
    sets = [name for name in expression.names if linker.types.get(name) == SET]
    names = [name for name in sets if name in linker.rules.counts]
    return next((f"each option is read by itself, as `{name}.option`" for name in names), "")


def _unknown(linker: Linker, name: str, expression: Expression, types: Types, where: Path_) -> None:
    """Tell of a name that nothing has; not of one that is defined, and wrong where it is."""
    question, option = option_of(name)
    asked = linker.rules.questions.get(question)
    if option and asked and asked.kind.parts:
        linker.expect_option(option, question, where)
    elif option and question in types:
        says = f"`{name}`: only a question of several answers has options to be read like this"
        linker.problem("unknown-name", where, says, f"compare it: `{question} == ...`")
    elif not linker.is_in(question, NAMED):
        says = f"unknown name `{name}` in `{expression.text}`"
        remedy = _FROM_TODAY if is_from_today(name) else did_you_mean(name, types)
        linker.problem("unknown-name", where, says, remedy)


def _not_always_a_figure(name: str, formula: Formula) -> str:
    """Where a formula is no figure to compute with; empty if it always is one."""
    if formula.only_when:
        return f"`{name}` has no figure unless {formula.only_when.text}"
    return f"`{name}` counts as zero where it is less" if formula.reached else ""
