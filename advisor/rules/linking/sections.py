"""Each section held to the others: a check a section, each a function that notes what is wrong."""

from advisor.errors import brief, did_you_mean
from advisor.evidence.names import is_share
from advisor.language.conditions import plain
from advisor.language.types import ORDERED
from advisor.money import currency_unit
from advisor.quantities import Number, show
from advisor.rules.kinds.kind import wrong_bounds
from advisor.rules.linking.linker import Linker
from advisor.rules.linking.types import NAMED, by_option, type_at, values_of
from advisor.rules.marks import TEMPLATE_NAME, Is, Ref
from advisor.rules.model import out_of_order
from advisor.rules.origin import Path_
from advisor.rules.records import Measured, Parameter, Question

SINGULAR = {"approaches": "approach", "use_cases": "use case", "errata": "erratum"}


def names_once(linker: Linker) -> None:
    """Questions, parameters and formulas share one space of names; decisions and outcomes another."""
    for sections in (NAMED, ("decisions", "outcomes")):
        seen: dict[str, str] = {}
        for section in sections:
            for name in linker.known[section]:
                if name in seen:
                    says = f"`{name}` is defined twice, as one of the {seen[name]} too"
                    linker.problem("duplicate", (section, name), says, "rename one")
                seen[name] = section


def references(linker: Linker) -> None:
    """A text that names an entry of a section names one that is there."""
    for node, where, value, ref in linker.binder.unresolved:
        if isinstance(ref, Ref) and not linker.is_in(value, ref.sections):
            allowed = [name for section in ref.sections for name in linker.known[section]]
            kinds = " or ".join(SINGULAR.get(name, name.rstrip("s")) for name in ref.sections)
            says = f"there is no {kinds} `{value}`"
            linker.problem("unknown-name", where, says, did_you_mean(value, allowed), node=node)


def expressions(linker: Linker) -> None:
    """An expression has the type that its key wants; those of a shortlist read its columns too."""
    columns = {name: one.columns for name, one in linker.rules.shortlists.items()}
    of_rows = {name: linker.types | dict.fromkeys(some, "number") for name, some in columns.items()}
    for node, where, value, wanted in linker.binder.unresolved:
        if not isinstance(wanted, Is) or (wanted.of_row and where[1] not in of_rows):
            continue
        types = of_rows[str(where[1])] if wanted.of_row else linker.types
        kind = type_at(linker, value, types, where, shown=wanted.is_shown)
        if kind and kind != wanted.type:
            says = f"`{value.text}` is a {kind}, expected a {wanted.type}"
            linker.problem("expression", where, says, by_option(linker, value), node=node)


def templates(linker: Linker) -> None:
    """A text names what there is."""
    for node, where, value, mark in linker.binder.unresolved:
        for name in TEMPLATE_NAME.findall(value) if mark == "template" else ():
            if name not in linker.types and not linker.is_in(name, NAMED):
                says = f"unknown name `{{{name}}}` in the text"
                linker.problem("unknown-name", where, says, did_you_mean(name, linker.types), node=node)


def questions(linker: Linker) -> None:
    """A question is as its kind wants it."""
    for name, question in linker.rules.questions.items():
        options = None if question.options_from in linker.lost else linker.options(question)
        for code, says, remedy, _, key in question.kind.wrong(options):
            linker.problem(code, ("questions", name, key) if key else ("questions", name), says, remedy)


def parameters(linker: Linker) -> None:
    """A parameter has a figure for each option of its choice, within its bounds, and in dollars if it is listed."""
    for name, parameter in linker.rules.parameters.items():
        where = ("parameters", name)
        if parameter.by and linker.expect_choice(parameter.by, (*where, "by")):
            _figures_by_option(linker, parameter, where)
        wrong = wrong_bounds(parameter.min, parameter.max)
        if wrong:
            linker.problem("wrong-bounds", (*where, "min"), wrong)
        for way, figure in _figures(parameter) if not wrong else ():
            beyond = linker.rules.beyond(name, figure)
            if beyond:
                linker.problem("wrong-parameter", (*where, *way), beyond, "change the figure, or the bound")
        if parameter.market not in ("", "context_window") and currency_unit(parameter.unit) != "USD":
            says = f"listed token prices are in USD, and the unit is {parameter.unit or 'missing'}"
            linker.problem("wrong-parameter", where, says, "write `unit: USD per million tokens`")


def _figures_by_option(linker: Linker, parameter: Parameter, where: Path_) -> None:
    for option in parameter.values:
        linker.expect_option(option, parameter.by, (*where, "values", option))
    options = linker.options(linker.rules.questions[parameter.by])
    missing = [option for option in options if option not in parameter.values]
    if missing:
        says = f"no value for {', '.join(missing)}"
        linker.problem("wrong-parameter", (*where, "values"), says, "every option needs one")


def _figures(parameter: Parameter) -> list[tuple[Path_, Number]]:
    """The figures that are written for a parameter, with the ways down to them."""
    found: list[tuple[Path_, object]] = [(("value",), parameter.value)]
    found += [(("values", option), one) for option, one in parameter.values.items()]
    cases = values_of(parameter.cases) if parameter.cases else ()
    found += [(("cases", i, "is"), plain(one)) for i, one in enumerate(cases)]
    return [(way, one) for way, one in found if isinstance(one, Number)]


def formulas(linker: Linker) -> None:
    """What is chosen for a formula are options of choices."""
    for name, formula in linker.rules.formulas.items():
        for question, option in formula.given.items():
            where = ("formulas", name, "given", question)
            if linker.expect_choice(question, where):
                linker.expect_option(option, question, where)


def branches(linker: Linker) -> None:
    """All branches but the last have a condition."""
    for name, decision in linker.rules.decisions.items():
        where = ("decisions", name, "branches")
        if not decision.branches and not decision.table:
            linker.problem("no-branches", where, "a decision needs branches")
        for path, says, remedy in out_of_order("branch", [one.when for one in decision.branches]):
            linker.problem("branch-order", (*where, *path), says, remedy)


def shortlists(linker: Linker) -> None:
    """The columns of a shortlist have names of their own, and each row a value for each."""
    for name, shortlist in linker.rules.shortlists.items():
        for column in shortlist.columns:
            if column in linker.types:
                says = f"`{column}` is the name of a question, parameter or formula too"
                linker.problem("duplicate", ("shortlists", name, "columns", column), says, "rename one")
        for id_, row in shortlist.rows.items():
            wrong = set(row.values) ^ set(shortlist.columns)
            if wrong:
                says = f"the values are not those of the columns: {', '.join(sorted(wrong))}"
                linker.problem(
                    "wrong-row", ("shortlists", name, "rows", id_), says, "give one value a column"
                )


def costs(linker: Linker) -> None:
    """What stands among costs is a number, and a table has a row for each option of a choice."""
    for i, figure in enumerate(linker.rules.costs.figures):
        linker.expect_type(figure, ("costs", "figures", i), "number")
    for name, table in linker.rules.costs.compare.items():
        where: Path_ = ("costs", "compare", name)
        linker.expect_choice(table.by, (*where, "by"))
        for i, figure in enumerate(table.show):
            linker.expect_type(figure, (*where, "show", i), "number")
        for key in ("monthly", "once", "once_chosen"):
            linker.expect_type(getattr(table, key), (*where, key), "number")


def outcomes(linker: Linker) -> None:
    """What an outcome comes to is a number or a day, each named once."""
    for name, outcome in linker.rules.outcomes.items():
        for i, figure in enumerate(outcome.figures):
            where = ("outcomes", name, "figures", i)
            linker.expect_type(figure, where, *ORDERED)
            if figure in outcome.figures[:i]:
                linker.problem("duplicate", where, f"`{figure}` is named twice", "keep one")


def evidence(linker: Linker) -> None:
    """A measure answers a question of its kind; a bar makes yes or no of it."""
    for name, entry in linker.rules.evidence.items():
        question = linker.rules.questions.get(name)
        if question is None:
            continue
        wrong = _wrong_measure(entry, question)
        if wrong:
            linker.problem("wrong-type", ("evidence", name, "measure"), *wrong)
        bar = linker.rules.parameters.get(entry.bar)
        if bar and (says := _wrong_bar(entry, bar)):
            linker.problem("wrong-value", ("evidence", name, "bar"), f"`{entry.bar}` {says}")


def _wrong_measure(entry: Measured, question: Question) -> tuple[str, ...]:
    """Why a measure cannot answer a question, and what to do; empty if it can."""
    kind = question.kind
    if entry.bar:
        says = f"with a `bar` it answers yes or no, and the question takes {kind.answer}"
        return () if kind.type == "boolean" else (says, "remove the `bar`")
    if kind.type != "number":
        remedy = "give it a `bar`" if kind.type == "boolean" else "remove the entry"
        return f"`{entry.measure}` is a number, and the question takes {kind.answer}", remedy
    is_whole_share = is_share(entry.measure) and kind.is_whole
    return (f"`{entry.measure}` is a share, and the question takes whole numbers",) if is_whole_share else ()


def _wrong_bar(entry: Measured, bar: Parameter) -> str:
    """Why a figure is no bar for a measure; empty if it is one."""
    if bar.by:
        return f"depends on {bar.by}, and a bar is one figure"
    most = 100 if bar.unit == "percent" else 1
    if is_share(entry.measure) and bar.value is not None and not 0 <= bar.value <= most:
        return f"is {show(bar.value, bar.unit)}, and `{entry.measure}` is from 0 to {show(most, bar.unit)}"
    return ""


def examples(linker: Linker) -> None:
    """Names given in scenarios and errata are those of questions and parameters."""
    given = [(("scenarios", name, "answers"), one.answers) for name, one in linker.rules.scenarios.items()]
    given += [(("errata", name, "given"), one.given) for name, one in linker.rules.errata.items()]
    allowed = [*linker.known["questions"], *linker.known["parameters"]]
    for where, names in given:
        for name in names:
            if not linker.is_in(name.partition(".")[0], ("questions", "parameters")):
                says = f"there is no question or parameter `{name}`"
                linker.problem("unknown-name", (*where, name), says, did_you_mean(name, allowed))


def units(linker: Linker) -> None:
    """A unit that is told how one of it is called is one that something is counted in."""
    there = sorted(linker.binder.units)
    for unit in linker.rules.units:
        if unit not in there:
            says = f"nothing is counted in `{brief(unit)}`"
            linker.problem("unknown-name", ("units", unit), says, did_you_mean(unit, there))


CHECKS = (
    names_once, references, expressions, templates, questions, parameters, formulas, branches, shortlists,
    costs, outcomes, evidence, examples, units,
)  # fmt: skip
