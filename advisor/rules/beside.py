"""The records of what stands beside the chart and goes with the advice; their fields are keys, as `model` says."""

from datetime import date as Day  # noqa: N812 - records have a key `date`
from typing import NamedTuple

from advisor.quantities import Number
from advisor.rules.marks import (
    AnyName,
    ApproachId,
    CautionId,
    ComplementId,
    Condition,
    CriterionId,
    ErratumId,
    FigureName,
    Id,
    OutcomeId,
    QuestionName,
    RowCondition,
    RowQuantity,
    ShownQuantity,
    Template,
    Typed,
    UnitName,
    VariableName,
)


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


class ShortlistColumn(NamedTuple):
    """A column of a shortlist; expressions of that shortlist read it by name.

    label: as the user reads it
    unit: what it counts or measures
    """

    label: str
    unit: UnitName = ""


class ShortlistRow(NamedTuple):
    """A row of a shortlist.

    title: as the user reads it
    values: a figure for each column
    """

    title: str
    values: dict[VariableName, Number]


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
    columns: dict[VariableName, ShortlistColumn]
    rows: dict[Id, ShortlistRow]
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
    correct: dict[str, ShownQuantity] = {}
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
    refused: that the answers cannot be together, and are meant to be refused; instead of an outcome
    figures: the figures that are meant, exactly
    asked: the questions that are meant to be needed, in order
    cautions: the cautions that are meant to be given
    """

    answers: dict[Id, Typed]
    outcome: OutcomeId = ""
    refused: bool = False
    figures: dict[AnyName, Typed] = {}
    says: str = ""
    asked: tuple[QuestionName, ...] | None = None
    cautions: tuple[CautionId, ...] | None = None
