"""The values of the names of a ruleset under some answers."""

from collections.abc import Mapping
from typing import Any

from advisor.engine.answers import Answers, Unknown, Value
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.language.evaluate import is_too_large
from advisor.language.explain import Vocabulary
from advisor.language.expression import Expression
from advisor.language.tree import TooLarge, option_of
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.records import Formula

Choices = tuple[tuple[str, str], ...]
"""Choices under which a formula is computed, whatever the user chose."""


def choices_with(choices: Choices, given: Mapping[str, str]) -> Choices:
    """The choices with others in place of theirs."""
    return tuple({**dict(choices), **given}.items())


class Scope(dict[str, Any]):
    """The values of the names of a ruleset, computed when first read.

    Reading a question without an answer raises Unanswered; reading an unknown name, KeyError.
    used_defaults: the answers that were not given and taken from the rules
    outer: the scope of the walk, where this one is the same with other choices; None if it is that
    """

    def __init__(self, rules: Ruleset, answers: Answers, *, defaults: bool = True) -> None:
        super().__init__(answers.known())
        self.rules = rules
        self.answers = answers
        self.defaults = defaults
        self.used_defaults: dict[str, Value] = {}
        self.outer: Scope | None = None
        self._fixed: Mapping[str, str] = {}
        self._within: dict[frozenset[tuple[str, str]], Scope] = {}

    def __missing__(self, name: str) -> Any:
        rules = self.rules
        if name in rules.formulas:
            value = self._computed(name, rules.formulas[name])
        elif name in rules.parameters:
            value = self._parameter(name)
        elif name in rules.questions:
            value = self._default(name)
        elif option_of(name)[1]:
            question, option = option_of(name)
            value = option in self[question]
        else:
            raise KeyError(name)
        self[name] = value
        return value

    def knows(self, name: str) -> bool:
        """Whether a name has a value, which is read then; no open question stands before it."""
        try:
            self[name]
        except Unanswered:
            return False
        return True

    def with_choices(self, choices: Mapping[str, str]) -> "Scope":
        """The scope as it would be with other choices, one for every combination of them.

        What the user said stays, and so does what counts as said because the user did not: a
        default that rests on a choice is that of the choice that was made.
        """
        if not choices:
            return self
        fixed = {**self._fixed, **choices}
        outer, key = self.outer or self, frozenset(fixed.items())
        if key not in outer._within:
            outer._within[key] = outer._with(fixed)
        return outer._within[key]

    def _with(self, fixed: Mapping[str, str]) -> "Scope":
        answers = self.answers._replace(given={**self.answers.given, **fixed})
        other = type(self)(self.rules, answers, defaults=self.defaults)
        other.outer, other._fixed = self, fixed
        other.used_defaults = self.used_defaults
        return other

    def _computed(self, name: str, formula: Formula) -> Any:
        """The value of a formula; None where it has none, zero where it is behind one. Raises TooLarge."""
        if formula.only_when is not None and not formula.only_when.value(self):
            return None
        value = self._bounded(formula.is_, self.with_choices(formula.given), ("formulas", name))
        return 0 if formula.reached and value < 0 else value

    def _bounded(self, expression: Expression, scope: "Scope", path: tuple[str, str]) -> Any:
        """The value of what is computed for a name. Raises TooLarge."""
        value = expression.value(scope)
        if is_too_large(value):
            raise TooLarge(expression.text, self.rules.origin.place(path), " › ".join(path))
        return value

    def _parameter(self, name: str) -> Number:
        parameter, answers = self.rules.parameters[name], self.answers
        own = f"{name}.{self[parameter.by]}" if parameter.by else name
        if own in answers.overrides:
            return answers.overrides[own]
        figure = parameter.cases or self.rules.figure(own)
        if isinstance(figure, Expression):
            value: Number = self._bounded(figure, self, ("parameters", name))
            return value
        return figure

    def _default(self, name: str) -> Value:
        if self.outer is not None:
            found: Value = self.outer[name]
            return found
        is_taken = self.defaults or self.rules.counts_unasked(name)
        if not is_taken or name in self.answers.given:  # given means "not sure" here
            raise Unanswered(name)
        value = default_of(self, name)
        if value is None:
            raise Unanswered(name)
        self.used_defaults[name] = value
        return value

    def vocabulary(self) -> Vocabulary:
        """How explanations read the names."""
        formulas = self.rules.formulas
        return Vocabulary(
            scope=self,
            unit=self.rules.unit,
            label=self.rules.label,
            formula=lambda name: (
                formulas[name].is_ if name in formulas and not formulas[name].given else None
            ),
            options=self.rules.titles,
            fixed=lambda name: not self.rules.questions_behind(name),
        )


def default_of(scope: Scope, question: str) -> Value | None:
    """The default of a question under the answers so far; None if it has none."""
    asked = scope.rules.questions[question]
    if not asked.default:
        return None
    if question in scope.rules.defaults:
        value: Value = scope.rules.defaults[question].value(scope)
        return value
    answer = asked.kind.read(asked.default)
    assert not isinstance(answer, Unknown)
    return answer


def division_by_zero(rules: Ruleset, path: tuple[str, ...]) -> AdvisorError:
    """The error for an entry of the rules that divides by zero for these answers."""
    says, remedy = "divides by zero for these answers", "mend the rules: add an `only_when` or a condition"
    return AdvisorError(Problem("division-by-zero", says, remedy, rules.origin.place(path), " › ".join(path)))
