"""What people have, read: results of evaluations, examples, usage and traces, as measures with an interval.

`read` opens one file, finds its kind from its content, and gives measures by name. Nothing of what
stands in a file leaves it but counts: no prompt, answer, user or key. `answers_from` says what
measures mean for questions. Files are read piece by piece, whatever their size.

A kind of file is one module in `readers`, entered in its table; everything particular to a provider
or a tool stands there. The package imports only `errors` and `quantities` of the rest.

What rules say, under a key of their own, is data for `Want`: which measure answers which question.

    evidence:
      monthly_requests: {measure: requests_a_month}
      training_examples: {measure: unique_examples}
      base_model_suffices: {measure: pass_share, bar: satisfaction_bar}

measure: one of `MEASURES`, whatever kind of file it comes from
bar: a number, or the name of a figure or question that gives one; the question is then answered yes
    where the whole interval is at or over it, no where it is under it, and else not sure
With no bar the answer is the value; where its interval lies on both sides of a number at which the
advice turns (`Want.turns`, which whoever calls knows), it is not sure either.
"""

from advisor.evidence.measures import Evidence, Interval, Measure, Remark
from advisor.evidence.reading import read
from advisor.evidence.shares import Verdict, more_to_grade, verdict, wilson
from advisor.evidence.wants import MEASURES, Suggestion, Want, answers_from

__all__ = [
    "MEASURES", "Evidence", "Interval", "Measure", "Remark", "Suggestion", "Verdict", "Want",
    "answers_from", "more_to_grade", "read", "verdict", "wilson",
]  # fmt: skip
