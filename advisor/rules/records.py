"""The records of what is asked, computed and decided; their fields are keys of the files, as `model` says."""

from datetime import date as Day  # noqa: N812 - records have a key `date`
from functools import cache
from typing import Annotated, Literal, NamedTuple

from advisor.language.expression import Expression, parse
from advisor.language.tree import Text
from advisor.quantities import Number
from advisor.rules.kinds import KINDS, Kind
from advisor.rules.marks import (
    TITLED,
    AnyName,
    ApproachId,
    Condition,
    ErratumId,
    Id,
    ListOf,
    MeasureName,
    OneOf,
    ParameterName,
    QuestionName,
    Ref,
    StateId,
    Template,
    Typed,
    UnitName,
    YesOrNo,
)


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
    points: what it counts where a number is needed; none count nothing
    """

    title: str
    says: str = ""
    market: Market | None = None
    retires: Day | None = None
    retires_source: str = ""
    points: Number | None = None


class Question(NamedTuple):
    """Something only the user can know.

    ask: the question, as the user reads it
    type: yes_no, integer, number, date, choice or several
    label: the thing asked about as a short noun phrase, for tables and reasons
    why: why it is asked
    help: how to find the answer
    unit: what a number counts or measures; `percent`, `share`, `months`, `years` and money (`GBP a month`) are read
    min: the least number or the first day allowed
    max: the greatest number or the last day allowed
    options: the answers of a choice, or those of several, by id
    options_from: the section whose entries are the answers of a choice or of several, by their titles
    points: what yes and no count where a number is needed; options have points of their own
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
    options_from: Annotated[str, OneOf(TITLED)] = ""
    points: dict[YesOrNo, Number] = {}
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

        As it was written: what answers count in it is known to the ruleset.
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
    given: dict[QuestionName, Id] = {}
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


class TableRow(NamedTuple):
    """One row of a table: its cells, and where it leads; or short, a list of the cells and then the target.

    cells: what it wants of each column: `-` for anything, options, yes or no, figures, `>= 5`, `[1..5]`
    to: the decision or outcome it leads to
    label: what it is called; without one, `row 1` and on
    """

    cells: tuple[Typed, ...]
    to: StateId
    label: str = ""


class DecisionTable(NamedTuple):
    """Ways on by several questions or formulas at once, complete.

    by: the questions and formulas, a column each
    rows: what is wanted of each column, and where that leads
    hit: `unique`, where exactly one row holds for all answers, or `first`, where the first that holds is taken
    """

    by: tuple[Typed, ...]
    rows: tuple[TableRow, ...]
    hit: Literal["unique", "first"] = "unique"


class Decision(NamedTuple):
    """A fork of the flowchart.

    label: the fork as a short question
    branches: the ways on, in the order in which they are tried; loading makes the rows of a table its branches
    table: the ways on as a table, instead of `branches`
    computed: the fork is decided by arithmetic rather than by an answer
    ref: which row of the source it carries
    """

    label: str
    branches: tuple[Branch, ...] = ()
    table: DecisionTable | None = None
    computed: bool = False
    ref: str = ""


class Refusal(NamedTuple):
    """Answers that cannot be together.

    when: holds for such answers; they are refused where all that it reads is known, a default too
    says: why they cannot be together, in a sentence
    """

    when: Condition
    says: Template


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
    figures: what the outcome comes to: figures or answers, told in JSON, tables, full advice and records
    ask: questions that sharpen this advice, asked by the wizard at the end
    erratum: the defect of the source it rests on
    ref: which row of the source it carries
    """

    approach: ApproachId
    title: str
    says: Template
    next: tuple[Template, ...] = ()
    figures: tuple[AnyName, ...] = ()
    ask: tuple[QuestionName, ...] = ()
    erratum: ErratumId = ""
    ref: str = ""
