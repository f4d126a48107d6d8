"""What no single key can tell: that every name resolves and every expression makes sense."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from advisor.days import DAY, is_from_today
from advisor.errors import brief, did_you_mean
from advisor.evidence.names import is_share
from advisor.language.conditions import plain, texts_compared
from advisor.language.expression import Expression
from advisor.language.tree import ExpressionError, Node, is_cases, option_of
from advisor.language.types import ORDERED, SET, Types
from advisor.money import currency_unit
from advisor.quantities import show
from advisor.rules import chains
from advisor.rules.beside import Shortlist
from advisor.rules.binding import MISSING, Binder, Unresolved, keys_of
from advisor.rules.kinds import wrong_bounds
from advisor.rules.marks import Ref
from advisor.rules.model import Sections
from advisor.rules.origin import Path_
from advisor.rules.records import Formula, Measured, Parameter, Question
from advisor.rules.ruleset import Ruleset
from advisor.rules.table_linking import TableLinker
from advisor.rules.tables import Grid

TEMPLATE_NAME = re.compile(r"\{([^{}]*)\}")
SINGULAR = {"approaches": "approach", "use_cases": "use case", "errata": "erratum"}

_FROM_TODAY = (
    "rules say the same on every day: ask for the day with a question, "
    "or write it as a parameter with `unit: date`"
)

NAMED = ("questions", "parameters", "formulas")
"""The sections whose entries expressions and texts read."""


class Linker:
    """Holds a bound ruleset against itself; problems go to the binder.

    rules: the entries that could be bound
    known: all ids of each section in their order, also of entries that could not be bound; a section
        that could not be read at all is left out, and whatever is looked up in it counts as there
    """

    def __init__(self, binder: Binder, rules: Ruleset, known: dict[str, list[str]]) -> None:
        self.binder = binder
        self.rules = rules
        self.known = {section: dict.fromkeys(known.get(section, ())) for section in keys_of(Sections)}
        self.lost = frozenset(keys_of(Sections)) - frozenset(known)
        self.types: dict[str, str] = {}

    def link(self) -> tuple[dict[str, str], dict[str, Grid]]:
        """Check everything; the types of all names, and the tables of decisions with their cells read."""
        self._names_once()
        self._questions()
        self._parameters()
        self._formulas()
        self._types()
        self._references()
        self._expressions()
        self._templates()
        self._branches()
        grids = TableLinker(self.rules, self.types, self._type, self.problem).grids()
        self._shortlists()
        self._costs()
        self._outcomes()
        self._evidence()
        self._examples()
        self._scenarios()
        self._units()
        return self.types, grids

    def problem(self, code: str, where: Path_, says: str, remedy: str = "") -> None:
        node = self._node(where)
        self.binder.problem(code, node, where, says, remedy)

    def _node(self, where: Path_) -> Any:
        return self.rules.origin.node(where)

    def _is_in(self, name: str, sections: Iterable[str]) -> bool:
        return any(name in self.known[section] or section in self.lost for section in sections)

    def _is_option(self, option: str, question: Question) -> bool:
        return option in self._options(question) or question.options_from in self.lost

    def _names_once(self) -> None:
        """Questions, parameters and formulas share one space of names; decisions and outcomes another."""
        for sections in (NAMED, ("decisions", "outcomes")):
            seen: dict[str, str] = {}
            for section in sections:
                for name in self.known[section]:
                    if name in seen:
                        says = f"`{name}` is defined twice, as one of the {seen[name]} too"
                        self.problem("duplicate", (section, name), says, "rename one")
                    seen[name] = section

    def _units(self) -> None:
        for unit in self.rules.units:
            if unit not in self.binder.units:
                remedy = did_you_mean(unit, sorted(self.binder.units))
                self.problem(
                    "unknown-name", ("units", unit), f"nothing is counted in `{brief(unit)}`", remedy
                )

    def _questions(self) -> None:
        for name, question in self.rules.questions.items():
            options = None if question.options_from in self.lost else self._options(question)
            for code, key, says, remedy in question.kind.wrong(options):
                self.problem(code, ("questions", name, key) if key else ("questions", name), says, remedy)

    def _options(self, question: Question) -> list[str]:
        return list(self.known[question.options_from] if question.options_from else question.options)

    def _parameters(self) -> None:
        for name, parameter in self.rules.parameters.items():
            where = ("parameters", name)
            if [parameter.value is None, not parameter.by, parameter.cases is None].count(False) != 1:
                says = "a parameter has either `value`, or `by` and `values`, or `cases`"
                self.problem("wrong-parameter", where, says, "keep one of them")
            elif parameter.by in self.rules.questions:
                self._parameter_by(parameter, self.rules.questions[parameter.by], where)
            self._bounds(name, parameter, where)
            if parameter.market not in ("", "context_window") and currency_unit(parameter.unit) != "USD":
                says = f"listed token prices are in USD, and the unit is {parameter.unit or 'missing'}"
                self.problem("wrong-parameter", where, says, "write `unit: USD per million tokens`")

    def _bounds(self, name: str, parameter: Parameter, where: Path_) -> None:
        """Figures are within the bounds that are set for what replaces them."""
        wrong = wrong_bounds(parameter.min, parameter.max)
        if wrong:
            self.problem("wrong-bounds", (*where, "min"), wrong)
            return
        figures: list[tuple[Path_, Any]] = [
            (("values", option), one) for option, one in parameter.values.items()
        ]
        if parameter.cases:
            written = enumerate(plain(one) for one in _values_of(parameter.cases))
            figures += [(("cases", i, "is"), one) for i, one in written if not isinstance(one, str)]
        for way, figure in [(("value",), parameter.value), *figures]:
            beyond = self.rules.beyond(name, figure) if figure not in (None, MISSING) else ""
            if beyond:
                self.problem("wrong-parameter", (*where, *way), beyond, "change the figure, or the bound")

    def _parameter_by(self, parameter: Parameter, question: Question, where: Path_) -> None:
        if question.kind.type != "text":
            says = f"`{parameter.by}` is not a choice"
            self.problem("wrong-parameter", (*where, "by"), says)
            return
        options = self._options(question)
        for option in parameter.values:
            if not self._is_option(option, question):
                says = f"`{option}` is no option of {parameter.by}"
                self.problem("unknown-name", (*where, "values", option), says, did_you_mean(option, options))
        missing = [option for option in options if option not in parameter.values]
        if missing:
            says = f"no value for {', '.join(missing)}"
            self.problem("wrong-parameter", (*where, "values"), says, "every option needs one")

    def _formulas(self) -> None:
        for name, formula in self.rules.formulas.items():
            for question, option in formula.given.items():
                where = ("formulas", name, "given", question)
                asked = self.rules.questions.get(question)
                if asked is None and self._is_in(question, ("questions",)):
                    continue  # what is wrong with it is told there
                if asked is None or asked.kind.type != "text":
                    choices = [q for q, one in self.rules.questions.items() if one.kind.type == "text"]
                    says = f"`{question}` is not a choice"
                    self.problem("unknown-name", where, says, did_you_mean(question, choices))
                elif not self._is_option(option, asked):
                    says = f"`{option}` is no option of {question}"
                    self.problem("unknown-name", where, says, did_you_mean(option, self._options(asked)))

    def _types(self) -> None:
        """Types of all names, formulas after what they read; a formula that needs itself is refused."""
        self.types = {name: q.kind.type for name, q in self.rules.questions.items()}
        for name, question in self.rules.questions.items():
            self.types |= {f"{name}.{part}": kind.type for part, kind in question.kind.parts.items()}
        self.types |= dict.fromkeys(self.known["parameters"], "number")
        self.types |= {name: "date" for name, one in self.rules.parameters.items() if one.unit == DAY}
        definitions = self.rules.definitions
        order, circles = chains.ordered(definitions)
        for name, circle in circles.items():
            self.problem("formula-cycle", self._defined_at(name)[:2], f"needs itself: {' → '.join(circle)}")
        for name, says in chains.too_deep(definitions, order):
            self.problem("too-deep", self._defined_at(name), says, "compute it in fewer steps")
        too_many = chains.too_many_combinations(self.rules.computed, self.rules.formulas)
        if too_many:
            says = (
                f"comes to more than {chains.MAX_COMBINATIONS:,} formulas under combinations of fixed choices"
            )
            self.problem("too-deep", ("formulas", too_many), says, "fix fewer choices with `given`")
        for name in order:
            self._settle(name, definitions[name])
        for name, formula in self.rules.formulas.items():
            if formula.unit == DAY and self.types.get(name, DAY) != DAY:
                self.problem("wrong-value", ("formulas", name, "unit"), "only a date counts in dates")

    def _defined_at(self, name: str) -> Path_:
        if name in self.rules.questions:
            return "questions", name, "default"
        section = "formulas" if name in self.rules.formulas else "parameters"
        return section, name, "cases" if is_cases(self.rules.definitions[name].tree) else "is"

    def _settle(self, name: str, expression: Expression) -> None:
        """The type of what is computed for a name; that of a formula is its own."""
        where = self._defined_at(name)
        wanted = self.types.get(name)
        for i, value in enumerate(_values_of(self.rules.counted(expression, self.types))):
            at = (*where, i, "is") if where[-1] == "cases" else where
            one = Expression(value) if where[-1] == "cases" else expression
            found = self._type(one, self.types, at)
            if found and wanted and found != wanted:
                other = ", and that of the first case" if name in self.rules.formulas else ", expected"
                self.problem("expression", at, f"`{one.text}` is a {found}{other} a {wanted}")
            wanted = wanted or found
        if wanted:
            self.types[name] = wanted

    def _type(
        self, expression: Expression, types: Mapping[str, str], where: Path_, shown: bool = False
    ) -> str | None:
        """The type of an expression; None, with a problem unless it is a consequence, where it has none.

        One that is `shown` and nothing else may be a formula that has no figure everywhere.
        """
        for name in expression.names:
            if name not in types:
                self._unknown(name, expression, types, where)
                return None
            formula = self.rules.formulas.get(name)
            not_always = _not_always_a_figure(name, formula) if formula else ""
            if not_always and not (shown and expression.text.strip() == name):
                says = not_always
                self.problem("expression", where, says, "it is only for showing; compare what it is made of")
                return None
        try:
            found = self.rules.counted(expression, types).type(types)
        except ExpressionError as error:
            self.problem("expression", where, str(error), self._by_option(expression))
            return None
        return self._checked_constants(expression, found, where)

    def _by_option(self, expression: Expression) -> str:
        """What to do where several answers, which count points, may have been meant by what they are."""
        names = [name for name in expression.names if name in self.rules.counts and self.types[name] == SET]
        return next((f"each option is read by itself, as `{name}.option`" for name in names), "")

    def _unknown(self, name: str, expression: Expression, types: Types, where: Path_) -> None:
        """Tell of a name that nothing has; not of one that is defined, and wrong where it is."""
        name_, option = option_of(name)
        asked = self.rules.questions.get(name_)
        if option and asked and asked.kind.parts:
            options = self._options(asked)
            if not self._is_option(option, asked):
                says = f"`{option}` is no option of {name_}"
                self.problem("unknown-name", where, says, did_you_mean(option, options))
        elif option and name_ in types:
            says = f"`{name}`: only a question of several answers has options to be read like this"
            self.problem("unknown-name", where, says, f"compare it: `{name_} == ...`")
        elif not self._is_in(name_, NAMED):
            says = f"unknown name `{name}` in `{expression.text}`"
            remedy = _FROM_TODAY if is_from_today(name) else did_you_mean(name, types)
            self.problem("unknown-name", where, says, remedy)

    def _checked_constants(self, expression: Expression, found: str, where: Path_) -> str:
        """A text that a choice is compared with must be one of its options."""
        for name, text in texts_compared(expression):
            question = self.rules.questions.get(name)
            if question and not self._is_option(text, question):
                says = f"`{text}` is no option of {name}"
                self.problem("unknown-name", where, says, did_you_mean(text, self._options(question)))
        return found

    def _references(self) -> None:
        for node, where, value, ref in self.binder.references:
            assert isinstance(ref, Ref)
            if not self._is_in(value, ref.sections):
                allowed = [name for section in ref.sections for name in self.known[section]]
                kinds = " or ".join(SINGULAR.get(name, name.rstrip("s")) for name in ref.sections)
                says = f"there is no {kinds} `{value}`"
                self.binder.problem("unknown-name", node, where, says, did_you_mean(value, allowed))

    def _expressions(self) -> None:
        for node, where, value, wanted in self.binder.expressions:
            if wanted.type.startswith("row"):
                continue  # checked with the columns of its shortlist
            self._expect(Unresolved(node, where, value, wanted.type), self.types)

    def _expect(self, found: Unresolved, types: dict[str, str]) -> None:
        shown = found.kind == "shown"
        wanted = "number" if shown else found.kind
        kind = self._type(found.value, types, found.where, shown)
        if kind and kind != wanted:
            says = f"`{found.value.text}` is a {kind}, expected a {wanted}"
            self.binder.problem("expression", found.node, found.where, says, self._by_option(found.value))

    def _templates(self) -> None:
        for node, where, value, _ in self.binder.templates:
            for name in TEMPLATE_NAME.findall(value):
                if name not in self.types and not self._is_in(name, NAMED):
                    says = f"unknown name `{{{name}}}` in the text"
                    self.binder.problem("unknown-name", node, where, says, did_you_mean(name, self.types))

    def _branches(self) -> None:
        for name, decision in self.rules.decisions.items():
            where: Path_ = ("decisions", name, "branches")
            branches = [branch for branch in decision.branches if branch is not MISSING]
            if decision.table:
                continue
            if not branches or len(branches) < len(decision.branches):
                if not decision.branches:
                    self.problem("no-branches", where, "a decision needs branches")
                continue
            for i, branch in enumerate(branches[:-1]):
                if branch.when is None:
                    says = "a branch without `when` is always taken, so none after it ever is"
                    self.problem("branch-order", (*where, i), says, "give it a `when`, or move it last")
            if branches[-1].when is not None:
                says = "the last branch has a `when`, so an answer could fall through"
                self.problem("branch-order", (*where, len(branches) - 1, "when"), says, "remove the `when`")

    def _shortlists(self) -> None:
        for name, shortlist in self.rules.shortlists.items():
            where: Path_ = ("shortlists", name)
            for column in shortlist.columns:
                if column in self.types:
                    says = f"`{column}` is the name of a question, parameter or formula too"
                    self.problem("duplicate", (*where, "columns", column), says, "rename one")
            types = self.types | dict.fromkeys(shortlist.columns, "number")
            for key, kind in (("fits", "boolean"), ("rank", "number")):
                path = (*where, key)
                self._expect(Unresolved(self._node(path), path, getattr(shortlist, key), kind), types)
            self._rows(shortlist, where)

    def _costs(self) -> None:
        """What stands among costs is a number, and a table has a row for each option of a choice."""
        costs = self.rules.costs
        figures: list[tuple[Path_, str]] = _numbered(("costs", "figures"), costs.figures)
        for name, table in costs.compare.items():
            if table is MISSING:
                continue
            where: Path_ = ("costs", "compare", name)
            asked = self.rules.questions.get(table.by)
            if asked and asked.kind.type != "text":
                self.problem("wrong-type", (*where, "by"), f"`{table.by}` is not a choice")
            figures += _numbered((*where, "show"), table.show)
            figures += [((*where, key), getattr(table, key)) for key in ("monthly", "once", "once_chosen")]
        for path, name in figures:
            kind = self.types.get(name, "number")
            if kind != "number":
                self.problem("wrong-type", path, f"`{name}` is a {kind}, expected a number")

    def _outcomes(self) -> None:
        """What an outcome comes to is a number or a day, each named once."""
        for name, outcome in self.rules.outcomes.items():
            for i, (where, figure) in enumerate(_numbered(("outcomes", name, "figures"), outcome.figures)):
                kind = self.types.get(figure, "number")
                if kind not in ORDERED:
                    says = f"`{figure}` is a {kind}, expected a number or a date"
                    self.problem("wrong-type", where, says, "remove it, or name a figure")
                if figure in outcome.figures[:i]:
                    self.problem("duplicate", where, f"`{figure}` is named twice", "keep one")

    def _evidence(self) -> None:
        """A measure answers a question of its kind; a bar makes yes or no of it."""
        for name, entry in self.rules.evidence.items():
            question = self.rules.questions.get(name)
            if question is None or question is MISSING:
                continue
            where: Path_ = ("evidence", name)
            wrong = _wrong_measure(entry, question)
            if wrong:
                self.problem("wrong-type", (*where, "measure"), *wrong)
            bar = self.rules.parameters.get(entry.bar)
            if bar and (says := _wrong_bar(entry, bar)):
                self.problem("wrong-value", (*where, "bar"), f"`{entry.bar}` {says}")

    def _rows(self, shortlist: Shortlist, where: Path_) -> None:
        for row_id, row in shortlist.rows.items():
            if row is MISSING:
                continue
            wrong = set(row.values) ^ set(shortlist.columns)
            if wrong:
                says = f"the values are not those of the columns: {', '.join(sorted(wrong))}"
                self.problem("wrong-row", (*where, "rows", row_id), says, "give one value a column")

    def _examples(self) -> None:
        """Names given in scenarios and errata are those of questions and parameters."""
        for where, names in self._given():
            allowed = [*self.known["questions"], *self.known["parameters"]]
            for name in names:
                if not self._is_in(name.partition(".")[0], ("questions", "parameters")):
                    says = f"there is no question or parameter `{name}`"
                    self.problem("unknown-name", (*where, name), says, did_you_mean(name, allowed))

    def _scenarios(self) -> None:
        """A scenario means an outcome, or that its answers are refused."""
        for name, one in self.rules.scenarios.items():
            where: Path_ = ("scenarios", name)
            if one.outcome and one.refused:
                self.problem(
                    "wrong-value", (*where, "refused"), "has both `outcome` and `refused`", "keep one"
                )
            if not one.outcome and not one.refused:
                says, remedy = "the key `outcome` is missing", "write `outcome`, or `refused: yes`"
                self.problem("missing-key", where, says, remedy)

    def _given(self) -> Iterator[tuple[Path_, Iterable[str]]]:
        for name, scenario in self.rules.scenarios.items():
            yield ("scenarios", name, "answers"), scenario.answers
        for name, erratum in self.rules.errata.items():
            yield ("errata", name, "given"), erratum.given


def _not_always_a_figure(name: str, formula: Formula) -> str:
    """Where a formula is no figure to compute with; empty if it always is one."""
    if formula.only_when:
        return f"`{name}` has no figure unless {formula.only_when.text}"
    return f"`{name}` counts as zero where it is less" if formula.reached else ""


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


def _numbered(where: Path_, items: tuple[str, ...]) -> list[tuple[Path_, str]]:
    """Every item of a list, with the way down to it."""
    return [((*where, index), item) for index, item in enumerate(items)]


def _values_of(expression: Expression) -> tuple[Node, ...]:
    """The values of its cases, or itself."""
    return expression.tree.values if is_cases(expression.tree) else (expression.tree,)
