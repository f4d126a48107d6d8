"""A whole ruleset: the sections of its files, where they came from, and what follows from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from advisor.days import DAY
from advisor.language.expression import Expression
from advisor.language.points import counted
from advisor.language.tree import (
    Cases,
    Comparison,
    ExpressionError,
    Name,
    Node,
    Numeral,
    Text,
    option_of,
    outcomes_of,
)
from advisor.language.types import ORDERED, Types
from advisor.quantities import Number, show, worked
from advisor.rules.beside import Caution, Hybrid, Shortlist
from advisor.rules.chart import Chart
from advisor.rules.grid import Grid
from advisor.rules.kinds.figures import beyond
from advisor.rules.model import Sections
from advisor.rules.origin import Origin, Path_

FigureValue = Number | Expression
"""A figure; an expression where it rests on answers."""


class Overlay(NamedTuple):
    """Figures of another day, such as listed prices, laid over those of the files; the user's own still win.

    source: who says so
    figures: as overrides name them: ``name``, or ``name.option`` where the figure depends on a choice
    remarks: what to know about them
    """

    source: str
    figures: Mapping[str, FigureValue]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Ruleset(Sections):
    """A whole ruleset that is known to hold together: every name in it resolves.

    origin: the folder, the digest and the places in the files
    types: the type of every name that expressions can read: number, date, boolean or text
    grids: the tables of decisions, with their cells read
    overlay: figures that stand in for those of the files
    as_written: the ruleset of the files, where options were added or figures laid over; None where this is it
    """

    origin: Origin
    types: dict[str, str]
    grids: dict[str, Grid]
    overlay: Overlay | None = None
    as_written: "Ruleset | None" = None

    @cached_property
    def chart(self) -> Chart:
        """The flowchart as a graph."""
        return Chart(self.start, self.decisions, self.questions_of)

    @property
    def id(self) -> str:
        return self.ruleset.id

    @property
    def version(self) -> str:
        return self.ruleset.version

    @property
    def digest(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the files; changes with any change."""
        return self.origin.digest

    def counts_unasked(self, question: str) -> bool:
        """Whether a walk takes a question's default without asking: it stands among the details, to be offered."""
        return question in self._offered

    @cached_property
    def _offered(self) -> frozenset[str]:
        named = {name for group in self.details for name in group.ask}
        return frozenset(name for name in named if self.questions[name].default)

    def asked_at(self, state: str) -> tuple[str, ...]:
        """The questions that a decision's guards can ask, or that the figures and the advice of an outcome rest on."""
        if state not in self.outcomes:
            return self.chart.questions_at(state)
        outcome = self.outcomes[state]
        behind = (found for name in outcome.figures for found in self.questions_behind(name))
        return tuple(dict.fromkeys((*behind, *outcome.ask)))

    def options(self, question: str) -> dict[str, str]:
        """The titles of a question's options, by id; empty where it has none."""
        return {option: entry.title for option, entry in self.questions[question].options.items()}

    def texts(self, name: str) -> dict[str, str]:
        """All texts that a name can stand for, with their titles; one that no option is has none."""
        found: dict[str, str] = {}
        queue = [name]
        for one in queue:
            found |= self.options(one) if one in self.questions else {}
            for value in outcomes_of(self.formulas[one].is_.tree) if one in self.formulas else ():
                if isinstance(value, Text):
                    found.setdefault(value.value, "")
                if isinstance(value, Name) and value.id not in queue:
                    queue.append(value.id)
        return found

    def titles(self, name: str) -> dict[str, str]:
        """The titles of the options that a name stands for: a choice, or a formula that is one; else empty."""
        return {text: title for text, title in self.texts(name).items() if title}

    def is_for(self, one: Caution | Hybrid | Shortlist, outcome: str) -> bool:
        """Whether a caution, hybrid or shortlist is for an outcome."""
        named = not one.outcomes or outcome in one.outcomes
        return named and one.approach in ("", self.outcomes[outcome].approach)

    @property
    def own_guards(self) -> Iterator[tuple[str, int, Expression]]:
        """The conditions that somebody wrote as such: those of rows are what a whole table comes to."""
        return (one for one in self.chart.each_guard() if one[0] not in self.grids)

    def branch_at(self, state: str, index: int, key: str = "") -> Path_:
        """The way down to a branch, or to a key of it; to a row where the decision is a table."""
        if state in self.grids:
            return "decisions", state, "table", "rows", index
        return ("decisions", state, "branches", index, *([key] if key else []))

    def other_ways(self, state: str, index: int, ends: Callable[[str], bool]) -> list[str]:
        """What other branches are called that can lead to such ends; of a table, one of the rows for all."""
        branches = self.decisions[state].branches
        others = [branch for other, branch in enumerate(branches) if other != index]
        found = [one.label for one in others if any(map(ends, self.chart.reachable(one.to)))]
        if state in self.grids and len(found) > 1:
            return [f"{found[0]} (or {len(found) - 1} other rows)"]
        return found

    def label(self, name: str) -> str:
        """A short noun phrase for a question or option of one, parameter, formula or decision."""
        question, option = option_of(name)
        if option and question in self.questions:
            return f"{self.label(question)} ({self.titles(question).get(option, option)})"
        for section in (self.questions, self.parameters, self.formulas, self.decisions):
            if name in section:
                return section[name].label or name.replace("_", " ")
        return name.replace("_", " ")

    def title(self, state: str) -> str:
        """What a person reads for an outcome or a decision; of what is neither, its id."""
        if state in self.outcomes:
            return self.outcomes[state].title
        return self.decisions[state].label if state in self.decisions else state

    def unit(self, name: str) -> str:
        """The unit of a question, parameter or formula; empty if it has none."""
        if self.types.get(name) == "date":
            return DAY
        for section in (self.questions, self.parameters, self.formulas):
            if name in section:
                return section[name].unit
        return ""

    def reading(
        self, name: str, value: Number | bool | None, unit: str | None = None, *, exact: bool = False
    ) -> str:
        """A question, parameter or formula as the user reads it, in its own unit or the one told.

        exact: as it was computed, where one would say it otherwise
        """
        formula = self.formulas.get(name)
        if formula and formula.reached and value == 0:
            return formula.reached
        return (worked if exact else show)(value, self.unit(name) if unit is None else unit)

    def bounds(self, name: str) -> tuple[Number | None, Number | None]:
        """The least and the greatest value that a question or a parameter takes; None where there is none."""
        entry = self.questions.get(name) or self.parameters[name]
        return entry.min, entry.max

    def beyond(self, name: str, value: Number) -> str:
        """Which bound of a question or a parameter a value is beyond, in words; empty if it is within."""
        return beyond(self.questions.get(name) or self.parameters[name], value)

    def is_ordered(self, name: str) -> bool:
        """Whether the values of a name lie on a line, so that one can be below another."""
        return self.types.get(name) in ORDERED

    def is_whole(self, name: str) -> bool:
        """Whether only whole numbers, or days, stand for a question or a parameter."""
        asked = self.questions.get(name)
        return self.types.get(name.partition(".")[0]) == "date" or (asked is not None and asked.kind.is_whole)

    @cached_property
    def computed(self) -> dict[str, Expression]:
        """The figures that are computed: formulas, and parameters with cases."""
        found = {name: one.is_ for name, one in self.formulas.items()}
        found |= {name: one.cases for name, one in self.parameters.items() if one.cases}
        return found | {name: self._by_option(name) for name in self._laid_by_cases}

    @property
    def _laid_by_cases(self) -> dict[str, None]:
        """The parameters for which an overlay has a figure that rests on answers."""
        laid = self.overlay.figures.items() if self.overlay else ()
        names = (name.partition(".")[0] for name, one in laid if isinstance(one, Expression))
        return {name: None for name in names if name in self.parameters}

    def _by_option(self, name: str) -> Expression:
        """A parameter as an expression: the figure of each option of the choice that it depends on."""
        parameter = self.parameters[name]
        if not parameter.by:
            return Expression(_tree(self.figure(name)))
        *others, last = parameter.values
        cases = [
            (Comparison(Name(parameter.by), "==", Text(option)), _tree(self.figure(f"{name}.{option}")))
            for option in others
        ]
        return Expression(Cases(tuple(cases), _tree(self.figure(f"{name}.{last}"))))

    def figure(self, name: str) -> FigureValue:
        """The figure of a parameter without cases, as an override names it."""
        parameter, _, option = name.partition(".")
        if self.overlay and name in self.overlay.figures:
            return self.overlay.figures[name]
        one = self.parameters[parameter]
        found = one.values[option] if option else one.value
        assert found is not None
        return found

    @cached_property
    def defaults(self) -> dict[str, Expression]:
        """The defaults that are computed, by question."""
        found = {}
        for name, question in self.questions.items():
            with suppress(ExpressionError):  # told where the question is checked
                if question.computed:
                    found[name] = self.counted(question.computed)
        return found

    @cached_property
    def definitions(self) -> dict[str, Expression]:
        """What is computed for a name: a figure, or the default of a question."""
        return self.computed | self.defaults

    @cached_property
    def counts(self) -> dict[str, Node]:
        """What the answers to questions, and their parts, count where a number is needed."""
        found = (question.kind.counts(name) for name, question in self.questions.items())
        return {name: count for one in found for name, count in one.items()}

    def counted(self, expression: Expression, types: Types | None = None) -> Expression:
        """An expression in which each answer that stands as a number is what it counts."""
        if not self.counts:
            return expression
        tree = counted(expression.tree, self.counts, self.types if types is None else types)
        return Expression(tree, expression.text)

    def reads(self, name: str) -> tuple[str, ...]:
        """The names that the value of a name rests on directly."""
        if name in self.definitions:
            return self.definitions[name].names
        question, option = option_of(name)
        if option:
            return (question,)
        by = self.parameters[name].by if name in self.parameters else ""
        return (by,) if by else ()

    def resting_on(self, expressions: Iterable[Expression]) -> frozenset[str]:
        """All names that some expressions rest on, through formulas, parameters, choices and defaults."""
        return frozenset[str]().union(
            *(self._dependencies(name) for one in expressions for name in one.names)
        )

    def _dependencies(self, name: str) -> frozenset[str]:
        """A name, and all that its value rests on; found once, because many conditions can read it."""
        if name not in self._found_dependencies:
            inside = (self._dependencies(one) for one in self.reads(name))
            self._found_dependencies[name] = frozenset({name}).union(*inside)
        return self._found_dependencies[name]

    @cached_property
    def _found_dependencies(self) -> dict[str, frozenset[str]]:
        return {}

    def conditions_on(self, name: str) -> list[Expression]:
        """The conditions of the chart that can come out otherwise with another value of a name."""
        return self._conditions_on.get(name, [])

    @cached_property
    def _conditions_on(self) -> dict[str, list[Expression]]:
        found: dict[str, list[Expression]] = {}
        for _, _, when in self.chart.each_guard():
            for name in self.resting_on([when]):
                found.setdefault(name, []).append(when)
        return found

    def questions_of(self, expression: Expression) -> tuple[str, ...]:
        """The questions an expression can ask, through formulas, parameters and choices, in order."""
        return tuple(
            dict.fromkeys(found for name in expression.names for found in self.questions_behind(name))
        )

    def questions_behind(self, name: str) -> tuple[str, ...]:
        """The questions that the value of a name can ask; found once, because many formulas can read it."""
        if name not in self._behind:
            self._behind[name] = self._questions_of_name(name)
        return self._behind[name]

    @cached_property
    def _behind(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _questions_of_name(self, name: str) -> tuple[str, ...]:
        if name in self.questions:
            return (name,)
        given = self.formulas[name].given if name in self.formulas else {}
        behind = (found for one in self.reads(name) for found in self.questions_behind(one))
        return tuple(one for one in dict.fromkeys(behind) if one not in given)


def _tree(figure: FigureValue) -> Node:
    return figure.tree if isinstance(figure, Expression) else Numeral(figure)
