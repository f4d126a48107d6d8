"""What a ruleset is made of: the fields are the keys of the YAML files, their types its schema.

`load` fills these from files and `schema` describes them to an editor; both read the fields, the
types and the docstrings here. This module is the one place that says what a rule file may hold.
A field that ends in `_` is a key that Python reserves (`is_` is the key `is`).
"""

from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - records have a key `date`
from functools import cache
from typing import Annotated, Literal, NamedTuple

from advisor.evidence.names import MEASURES
from advisor.language.expression import Expression, parse
from advisor.language.tree import Text
from advisor.quantities import Number
from advisor.rules.kinds import KINDS, Kind


class OneOf(NamedTuple):
    """Marks a text that is one of these."""

    values: tuple[str, ...]


class Ref(NamedTuple):
    """Marks a text that names an entry of one of these sections."""

    sections: tuple[str, ...]


class ListOf(NamedTuple):
    """Marks an expression that is written as a list of records."""

    record: type


class Is(NamedTuple):
    """Marks an expression by the type of its value."""

    type: str


Id = Annotated[str, "id"]
"""Letters, digits, `_`, `-` and `.`, beginning with a letter."""
Name = Annotated[str, "name"]
"""An id that expressions can read: letters, digits and `_`, beginning with a letter."""
Template = Annotated[str, "template"]
"""Text in which `{name}` stands for the value of a question, parameter or formula."""
Typed = Annotated[str, "typed"]
"""A value written as the user of a question would type it."""
UnitName = Annotated[str, "unit"]
"""What a number counts or measures; `percent`, `share`, months, years and money are understood."""
Condition = Annotated[Expression, Is("boolean")]
Quantity = Annotated[Expression, Is("number")]
Shown = Annotated[Expression, Is("shown")]
"""A number that is only shown: may be the name of a formula that has no figure everywhere."""
RowCondition = Annotated[Expression, Is("row boolean")]
RowQuantity = Annotated[Expression, Is("row number")]

ApproachId = Annotated[str, Ref(("approaches",))]
ComplementId = Annotated[str, Ref(("complements",))]
ErratumId = Annotated[str, Ref(("errata",))]
FigureName = Annotated[str, Ref(("formulas", "parameters"))]
AnyName = Annotated[str, Ref(("formulas", "parameters", "questions"))]
OutcomeId = Annotated[str, Ref(("outcomes",))]
QuestionName = Annotated[str, Ref(("questions",))]
StateId = Annotated[str, Ref(("decisions", "outcomes"))]
ParameterName = Annotated[str, Ref(("parameters",))]
CautionId = Annotated[str, Ref(("cautions",))]
CriterionId = Annotated[str, Ref(("criteria",))]

MeasureName = Annotated[str, OneOf(tuple(MEASURES))]


class Source(NamedTuple):
    """Where the knowledge comes from.

    title: what it is called
    author: who wrote it
    published: the day it came out
    updated: the day it was last changed
    """

    title: str
    author: str = ""
    published: Day | None = None
    updated: Day | None = None


class About(NamedTuple):
    """What this ruleset is.

    id: its name, kept in every decision
    version: changes with every change of meaning; kept in every decision
    title: what it decides, as a heading
    says: what it decides, in a sentence or two
    source: where the knowledge comes from
    """

    id: Id
    version: str
    title: str
    says: str = ""
    source: Source | None = None


class Market(NamedTuple):
    """What a choice is called where prices are listed.

    provider: id of the provider
    model: id of the model
    """

    provider: str
    model: str


class Option(NamedTuple):
    """One answer of a choice.

    title: as the user reads it
    says: what it means, in a sentence
    market: what it is called where prices are listed
    retires: the first day on which it is not to be had any more
    retires_source: who says so
    """

    title: str
    says: str = ""
    market: Market | None = None
    retires: Day | None = None
    retires_source: str = ""


class Question(NamedTuple):
    """Something only the user can know.

    ask: the question, as the user reads it
    type: yes_no, integer, number, date or choice
    label: the thing asked about as a short noun phrase, for tables and reasons
    why: why it is asked
    help: how to find the answer
    unit: what a number counts or measures; `percent`, `share`, `months`, `years` and money (`GBP a month`) are read
    min: the least number or the first day allowed
    max: the greatest number or the last day allowed
    options: the answers of a choice, by id
    options_from: the section whose entries are the answers of a choice; loading makes them its options
    default: the answer if none is given; for numbers an expression
    default_source: where the default comes from
    ref: which row of the source it carries
    """

    ask: Template
    type: Annotated[str, OneOf(tuple(KINDS))]
    label: str = ""
    why: Template = ""
    help: Template = ""
    unit: UnitName = ""
    min: Number | None = None
    max: Number | None = None
    options: dict[Id, Option] = {}
    options_from: Literal["use_cases", ""] = ""
    default: Typed = ""
    default_source: str = ""
    ref: str = ""

    @property
    def kind(self) -> Kind:
        """What an answer to it is, and all that is asked of one."""
        return KINDS[self.type](self)

    @property
    def computed(self) -> Expression | None:
        """The default as an expression; None if there is none, or if it is an answer as one would type it.

        Raises ExpressionError while the rules are not known to hold together.
        """
        is_computed = self.default and KINDS[self.type].is_computed
        return _expression(self.default) if is_computed else None


_expression = cache(parse)


class Case(NamedTuple):
    """One case of a figure; the first that holds counts.

    is: the figure in this case
    when: the condition; the last case, which counts where no other does, has none
    """

    is_: Expression
    when: Condition | None = None


CaseList = Annotated[Expression, ListOf(Case)]
"""What the first case that holds gives, as one expression."""


class Parameter(NamedTuple):
    """A figure that is somebody's: a price, a rate, a threshold. Can be overridden for one run.

    label: what it is, as a short noun phrase
    unit: what it counts or measures
    value: the figure
    by: the choice on which the figure depends, instead of one `value`
    values: the figure for each option of `by`
    cases: the figure where it depends on answers otherwise; what replaces it replaces all of it
    min: the least figure allowed
    max: the greatest figure allowed
    source: who says so
    date: the day on which it was so
    note: what to know about it
    market: which listed figure it is: a price of tokens in USD per million, or the `context_window` in tokens
    tokens: the question that says how many such tokens a request has; prices can rest on that
    ref: which row of the source it carries
    """

    unit: UnitName = ""
    label: str = ""
    value: Number | None = None
    by: Annotated[str, Ref(("questions",))] = ""
    values: dict[Id, Number] = {}
    cases: CaseList | None = None
    min: Number | None = None
    max: Number | None = None
    source: str = ""
    date: Day | None = None
    note: str = ""
    market: Literal[
        "input", "output", "cached_input", "batch_input", "batch_output", "context_window", ""
    ] = ""
    tokens: QuestionName = ""
    ref: str = ""


NEITHER = Expression(Text("neither"))
"""Stands for an expression until it is read; a formula whose expression is not written is refused."""


class Formula(NamedTuple):
    """A figure that is computed.

    is: the expression
    cases: expressions of which the first counts whose condition holds, instead of one `is`
    label: what it is, as a short noun phrase
    unit: what it counts or measures
    only_when: where this does not hold there is no figure ("never"); no expression may read it then
    reached: how it reads where it is zero or less ("at once"); it counts as zero then, and is only shown
    given: choices under which it is computed, whatever the user chose
    ref: which row of the source it carries
    """

    is_: Expression = NEITHER
    cases: CaseList | None = None
    label: str = ""
    unit: UnitName = ""
    only_when: Condition | None = None
    reached: str = ""
    given: dict[Name, Id] = {}
    ref: str = ""


class Measured(NamedTuple):
    """What answers a question from files that people have, such as results of an evaluation or usage.

    measure: the figure that is taken from such a file
    bar: makes it yes or no: yes where the whole interval is at or over this figure, no where all is under it
    """

    measure: MeasureName
    bar: ParameterName = ""


class Branch(NamedTuple):
    """One way on from a decision.

    label: the answer that leads here
    to: the decision or outcome it leads to
    when: the condition; the first branch whose condition holds is taken, the last one has none
    """

    label: str
    to: StateId
    when: Condition | None = None


class Decision(NamedTuple):
    """A fork of the flowchart.

    label: the fork as a short question
    branches: the ways on, in the order in which they are tried
    computed: the fork is decided by arithmetic rather than by an answer
    ref: which row of the source it carries
    """

    label: str
    branches: tuple[Branch, ...]
    computed: bool = False
    ref: str = ""


class Approach(NamedTuple):
    """A kind of solution that outcomes and use cases share.

    title: as the user reads it
    says: what it is, in a sentence
    """

    title: str
    says: str = ""


class Outcome(NamedTuple):
    """An end of the flowchart.

    approach: the kind of solution it is
    title: the advice in a few words
    says: the advice in a sentence or two
    next: what to do next, in order
    ask: questions that sharpen this advice, asked by the wizard at the end
    erratum: the defect of the source it rests on
    ref: which row of the source it carries
    """

    approach: ApproachId
    title: str
    says: Template
    next: tuple[Template, ...] = ()
    ask: tuple[QuestionName, ...] = ()
    erratum: ErratumId = ""
    ref: str = ""


class Complement(NamedTuple):
    """Something that goes along with an approach.

    title: as the user reads it
    says: what it is good for
    always: it guards people or knowledge, so it stays whatever the approach
    """

    title: str
    says: str
    always: bool = False


class UseCase(NamedTuple):
    """One row of the use-case table.

    title: as the user reads it
    approach: what the row recommends; none if it recommends nothing
    recommends: the recommendation in words
    complements: what goes along with it
    ref: which row of the source it carries
    """

    title: str
    approach: ApproachId = ""
    recommends: str = ""
    complements: tuple[ComplementId, ...] = ()
    ref: str = ""


class Caution(NamedTuple):
    """A warning that joins the advice where its condition holds.

    says: the warning, with what to do
    when: the condition; always, if none
    outcomes: only at these outcomes
    approach: only for outcomes of this approach
    while_open: only while none of these questions is answered
    erratum: the defect of the source behind it
    ref: which row of the source it carries
    """

    says: Template
    when: Condition | None = None
    outcomes: tuple[OutcomeId, ...] = ()
    approach: ApproachId = ""
    while_open: tuple[QuestionName, ...] = ()
    erratum: ErratumId = ""
    ref: str = ""


class Criterion(NamedTuple):
    """A reason for an approach.

    approach: the approach it speaks for
    says: the reason, as a statement about the user's case
    when: the condition under which it is true
    despite: reasons for other approaches that judge the same figure otherwise, and are meant to
    ref: which row of the source it carries
    """

    approach: ApproachId
    says: Template
    when: Condition
    despite: tuple[CriterionId, ...] = ()
    ref: str = ""


class Factor(NamedTuple):
    """One row of the comparison of the approaches.

    label: what is compared
    values: how each approach does, by approach
    note: what to know about it
    erratum: the defect of the source behind the note
    ref: which row of the source it carries
    """

    label: str
    values: dict[ApproachId, str]
    note: str = ""
    erratum: ErratumId = ""
    ref: str = ""


class Technique(NamedTuple):
    """Something to try, with a template to fill in.

    title: what it is called
    approach: the approach it belongs to
    says: when it helps and how to do it
    template: text with blanks to fill in; taken as it stands
    tried: holds where the user has tried it already
    ref: which row of the source it carries
    """

    title: str
    approach: ApproachId
    says: str
    template: str = ""
    tried: Condition | None = None
    ref: str = ""


class Column(NamedTuple):
    """A column of a shortlist; expressions of that shortlist read it by name.

    label: as the user reads it
    unit: what it counts or measures
    """

    label: str
    unit: UnitName = ""


class Row(NamedTuple):
    """A row of a shortlist.

    title: as the user reads it
    values: a figure for each column
    """

    title: str
    values: dict[Name, Number]


class Shortlist(NamedTuple):
    """A table of which the rows that fit are advised.

    title: as the user reads it
    columns: what is known of each row
    rows: the candidates
    fits: the condition on a row and the answers
    rank: the rows that fit are shown by this figure, greatest first
    outcomes: only at these outcomes
    approach: only for outcomes of this approach
    none_fits: what to do where no row fits; the first of the next steps then
    note: what to know about it
    source: who says so
    date: the day on which it was so
    erratum: the defect of the source behind the note
    ref: which row of the source it carries
    """

    title: str
    columns: dict[Name, Column]
    rows: dict[Id, Row]
    fits: RowCondition
    rank: RowQuantity
    outcomes: tuple[OutcomeId, ...] = ()
    approach: ApproachId = ""
    none_fits: Template = ""
    note: str = ""
    source: str = ""
    date: Day | None = None
    erratum: ErratumId = ""
    ref: str = ""


class Route(NamedTuple):
    """Where one kind of task goes in a hybrid.

    task: the kind of task
    model: the model that does it
    prompting: how that model is prompted
    ref: which row of the source it carries
    """

    task: str
    model: str
    prompting: str
    ref: str = ""


class Hybrid(NamedTuple):
    """A combination of approaches, advised where its condition holds.

    title: as the user reads it
    when: the condition
    says: what it is good for
    routes: which kind of task goes where
    outcomes: only at these outcomes
    approach: only for outcomes of this approach
    ref: which row of the source it carries
    """

    title: str
    when: Condition
    says: Template
    routes: dict[Id, Route]
    outcomes: tuple[OutcomeId, ...] = ()
    approach: ApproachId = ""
    ref: str = ""


class CostTable(NamedTuple):
    """The same figures for every option of a choice.

    title: as the user reads it
    by: the choice
    show: the figures
    monthly: the figure that is paid every month
    once: the figure that is paid once
    once_chosen: what is paid once for the chosen option instead, where the user can say so
    """

    title: str
    by: QuestionName
    show: tuple[FigureName, ...]
    monthly: FigureName = ""
    once: FigureName = ""
    once_chosen: AnyName = ""


class Costs(NamedTuple):
    """The arithmetic that goes with the advice.

    figures: the figures of the user's own choices
    compare: tables of every option of a choice
    """

    figures: tuple[FigureName, ...] = ()
    compare: dict[Id, CostTable] = {}


class Erratum(NamedTuple):
    """Something in the source that is wrong, and what is done about it.

    where: where in the source
    printed: what it prints
    handling: what the advice does about it
    correct: what is right, as expressions by what they are called; recomputed, never typed in
    given: the answers and overrides under which `correct` is computed
    says: what is wrong, where no figure tells it
    ref: which row of the source it carries
    """

    where: str
    printed: str
    handling: str
    correct: dict[str, Shown] = {}
    given: dict[Id, Typed] = {}
    says: Template = ""
    ref: str = ""


class DetailGroup(NamedTuple):
    """Optional questions that belong together.

    title: what they are about
    ask: the questions
    """

    title: str
    ask: tuple[QuestionName, ...]


class Scenario(NamedTuple):
    """An example that holds the rules to what was meant.

    says: what it shows
    answers: answers and overrides, by name
    outcome: the outcome that is meant
    asked: the questions that are meant to be needed, in order
    cautions: the cautions that are meant to be given
    """

    answers: dict[Id, Typed]
    outcome: OutcomeId
    says: str = ""
    asked: tuple[QuestionName, ...] | None = None
    cautions: tuple[CautionId, ...] | None = None


@dataclass(frozen=True, eq=False)
class Sections:
    """The top-level keys of the rule files; each may stand in any file of the folder.

    ruleset: what this ruleset is
    start: the decision (or outcome) where the flowchart begins
    questions: what the user is asked
    decisions: the forks of the flowchart
    outcomes: the ends of the flowchart
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
    questions: dict[Name, Question]
    decisions: dict[Id, Decision]
    outcomes: dict[Id, Outcome]
    ask_first: tuple[QuestionName, ...] = ()
    details: tuple[DetailGroup, ...] = ()
    evidence: dict[QuestionName, Measured] = field(default_factory=dict)
    parameters: dict[Name, Parameter] = field(default_factory=dict)
    formulas: dict[Name, Formula] = field(default_factory=dict)
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
