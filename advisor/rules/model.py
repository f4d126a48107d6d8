"""What a ruleset is made of: the fields are the keys of the YAML files, their types its schema.

`load` fills these from files and `schema` describes them to an editor; both read the fields, the
types and the docstrings of `Sections` here, and of the records that it names in `records` and `beside`.
These modules are the one place that says what a rule file may hold. A field that ends in `_` is a key
that Python reserves (`is_` is the key `is`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

from advisor.language.expression import Expression
from advisor.rules.beside import (
    Caution,
    Complement,
    Costs,
    Criterion,
    DetailGroup,
    Erratum,
    Factor,
    Hybrid,
    Scenario,
    Shortlist,
    Technique,
    UseCase,
)
from advisor.rules.marks import Id, QuestionName, StateId, VariableName
from advisor.rules.origin import Path_
from advisor.rules.records import (
    About,
    Approach,
    Decision,
    Formula,
    Measured,
    Outcome,
    Parameter,
    Question,
    Refusal,
)


@dataclass(frozen=True, eq=False)
class Sections:
    """The top-level keys of the rule files; each may stand in any file of the folder.

    ruleset: what this ruleset is
    start: the decision (or outcome) where the flowchart begins
    questions: what the user is asked
    decisions: the forks of the flowchart
    outcomes: the ends of the flowchart
    refuse: answers that cannot be together, told when the last of them is given
    approaches: the kinds of solution
    ask_first: questions that no condition needs but the advice does
    details: optional questions that sharpen the advice, in groups
    evidence: what answers a question from files, by question
    parameters: figures that are somebody's
    formulas: figures that are computed
    complements: what goes along with an approach
    use_cases: the use-case table
    cautions: warnings that join the advice
    criteria: reasons for an approach
    comparison: the approaches side by side
    techniques: things to try, with templates
    shortlists: tables of which the rows that fit are advised
    hybrids: combinations of approaches
    costs: the arithmetic that goes with the advice
    errata: what is wrong in the source
    units: what one of a unit is called, by the unit, such as `examples: example`
    scenarios: examples that hold the rules to what was meant
    """

    ruleset: About
    start: StateId
    approaches: dict[Id, Approach]
    questions: dict[VariableName, Question]
    decisions: dict[Id, Decision]
    outcomes: dict[Id, Outcome]
    refuse: tuple[Refusal, ...] = ()
    ask_first: tuple[QuestionName, ...] = ()
    details: tuple[DetailGroup, ...] = ()
    evidence: dict[QuestionName, Measured] = field(default_factory=dict)
    parameters: dict[VariableName, Parameter] = field(default_factory=dict)
    formulas: dict[VariableName, Formula] = field(default_factory=dict)
    complements: dict[Id, Complement] = field(default_factory=dict)
    use_cases: dict[Id, UseCase] = field(default_factory=dict)
    cautions: dict[Id, Caution] = field(default_factory=dict)
    criteria: dict[Id, Criterion] = field(default_factory=dict)
    comparison: dict[Id, Factor] = field(default_factory=dict)
    techniques: dict[Id, Technique] = field(default_factory=dict)
    shortlists: dict[Id, Shortlist] = field(default_factory=dict)
    hybrids: dict[Id, Hybrid] = field(default_factory=dict)
    costs: Costs = field(default_factory=Costs)
    errata: dict[Id, Erratum] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    scenarios: dict[Id, Scenario] = field(default_factory=dict)


ONE_WAY: dict[Any, tuple[str, *tuple[tuple[str, ...], ...]]] = {
    Decision: ("wrong-table", ("branches",), ("table",)),
    Formula: ("wrong-cases", ("is",), ("cases",)),
    Parameter: ("wrong-parameter", ("value",), ("by", "values"), ("cases",)),
    Scenario: ("wrong-value", ("outcome",), ("refused",)),
}
"""Records that are written in one of several ways: the code where it is more than one, and the keys of each."""


@cache
def keys_of(kind: Any) -> dict[str, tuple[str, Any]]:
    """The field and the annotation behind each key of a record."""
    return {field.rstrip("_"): (field, note) for field, note in kind.__annotations__.items()}


@cache
def needed_keys(kind: Any) -> list[str]:
    """The keys that a record cannot do without."""
    if is_dataclass(kind):
        optional = {one.name for one in fields(kind) if one.default is not one.default_factory}
    else:
        optional = set(kind._field_defaults)
    return [key for key, (field, _) in keys_of(kind).items() if field not in optional]


def out_of_order(what: str, conditions: Sequence[Expression | None]) -> Iterator[tuple[Path_, str, str]]:
    """Where a list of which the first entry counts that holds is wrong, what is, and what to do.

    All entries but the last need a condition; without one, the last counts where no other does.
    """
    last = len(conditions) - 1
    for i, when in enumerate(conditions):
        if when is None and i < last:
            says = f"a {what} without `when` always holds, so none after it ever counts"
            yield (i,), says, "give it a `when`, or move it last"
        if when is not None and i == last:
            says = f"the last {what} has a `when`, so it could be that none holds"
            yield (i, "when"), says, f"remove the `when`, or add a {what} without one"
