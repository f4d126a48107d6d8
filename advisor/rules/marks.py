"""What the types of the format say of a value beyond its type: an id, a reference, an expression of some type."""

import re
from typing import Annotated, NamedTuple

from advisor.evidence.names import MEASURES
from advisor.language.expression import Expression


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
    """Marks an expression by the type of its value.

    of_row: whether it reads the columns of its shortlist too
    is_shown: whether it is only shown, so that it may be the name of a formula that has no figure everywhere
    """

    type: str
    of_row: bool = False
    is_shown: bool = False


Id = Annotated[str, "id"]
"""Letters, digits, `_`, `-` and `.`, beginning with a letter."""
VariableName = Annotated[str, "name"]
"""An id that expressions can read: letters, digits and `_`, beginning with a letter."""
Template = Annotated[str, "template"]
"""Text in which `{name}` stands for the value of a question, parameter or formula."""
TEMPLATE_NAME = re.compile(r"\{([^{}]*)\}")
Typed = Annotated[str, "typed"]
"""A value written as the user of a question would type it."""
UnitName = Annotated[str, "unit"]
"""What a number counts or measures; `percent`, `share`, months, years and money are understood."""
Condition = Annotated[Expression, Is("boolean")]
ShownQuantity = Annotated[Expression, Is("number", is_shown=True)]
RowCondition = Annotated[Expression, Is("boolean", of_row=True)]
RowQuantity = Annotated[Expression, Is("number", of_row=True)]

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

YesOrNo = Annotated[str, OneOf(("yes", "no"))]
TITLED = ("approaches", "outcomes", "complements", "use_cases", "techniques", "shortlists", "hybrids")
"""The sections whose entries have a title, so that a choice can have them as its options."""

MeasureName = Annotated[str, OneOf(tuple(MEASURES))]
