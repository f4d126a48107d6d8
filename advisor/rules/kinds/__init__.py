"""The kinds of question, one a module: what an answer to each is, and all that is asked of one.

A kind takes what was typed, shows an answer, says what is wrong with a question's bounds, options and
default, which answers are worth a try, and how an expression, the solver, an editor and the wizard see
it. No module outside knows which kinds there are: adding one is adding a class here, and its line below.
"""

from advisor.rules.kinds.choice import Choice
from advisor.rules.kinds.dates import Date
from advisor.rules.kinds.kind import UNKNOWN, Answer, Kind, Unknown, Value, Widget
from advisor.rules.kinds.numbers import AnyNumber, Integer
from advisor.rules.kinds.several import Several
from advisor.rules.kinds.yes_no import YesNo

__all__ = ["UNKNOWN", "Answer", "Kind", "Unknown", "Value", "Widget"]

KINDS: dict[str, type[Kind]] = {one.name: one for one in (YesNo, Integer, AnyNumber, Date, Choice, Several)}
"""Every kind by its name."""
OF_TYPE = {one.type: one.name for one in (YesNo, AnyNumber, Date, Choice)}
"""The name of the widest kind whose answers are of a type, for who writes rules from something else."""
