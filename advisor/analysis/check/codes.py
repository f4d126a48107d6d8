"""The codes of what a check finds: how bad each is, what to do, and the paragraph that explains it.

The report has its findings at one place in this order, and rules/README.md these paragraphs.
"""

from typing import NamedTuple

ERROR, WARNING, NOTE = "error", "warning", "note"


class Code(NamedTuple):
    """What findings with one code have in common.

    severity: how bad it is
    explained: what it means, with an example, as Markdown in lines
    remedy: what to do, where a finding says nothing else
    """

    severity: str
    explained: str
    remedy: str = ""


CODES = {
    "cycle": Code(
        ERROR,
        "A walk could go round for ever. `{label: again, when: a > 5, to: first}` in a later decision\n"
        "does that. Let the branch lead on.",
        "let it lead on",
    ),
    "no-outcome": Code(
        ERROR,
        "A walk comes to decisions that lead only to each other. Let one of their branches end at an\n"
        "outcome.",
        "let one of its ways end at an outcome",
    ),
    "division-by-zero": Code(
        ERROR,
        "A formula or condition divides by zero for the answers given as an example. Ask for the\n"
        "divisor first, `b > 0 and a / b > 2`, multiply instead, `b > 0 and a > 2 * b`, or give a formula that\n"
        "is only shown an `only_when: b > 0`.",
        "ask for the divisor first (`divisor > 0 and …`), or give the formula an `only_when`",
    ),
    "scenario-fails": Code(
        ERROR,
        "A scenario does not come out as it says; what it expects and what was found stand side by\n"
        "side. Mend the rules, or the scenario if the change was meant.",
        "mend the rules, or the scenario if it is meant so",
    ),
    "unreachable": Code(
        WARNING,
        "No branch leads from the start to this decision or outcome. Only the first of several that\n"
        "follow each other is told.",
        "let a branch lead there, or remove it",
    ),
    "never-taken": Code(
        WARNING,
        "No answers take this branch: an earlier one is always taken first, as with `a > 30` after\n"
        "`a > 20`, or it contradicts every way that leads here, as with `a < 10` behind `a > 20`.",
        "mend its condition, or remove it",
    ),
    "all-refused": Code(
        WARNING,
        "Answers would take this branch, but `refuse` leaves none of them, as `{when: a > b, …}` does with a\n"
        "branch for `a > b`; the example is refused. Where that is the only way to an outcome, it says so.",
        "mend what is refused, or remove the branch",
    ),
    "always-true": Code(
        WARNING,
        "The condition holds whenever it is asked, so that the branches after it are never taken, or\n"
        "the caution is always given, or all answers are refused: `a >= 20 or a < 25`.",
        "remove the condition, or mend it",
    ),
    "constant-part": Code(
        WARNING,
        "A part that `and` or `or` joins comes out the same whenever it is read, as the first part of\n"
        "`a >= 0 and b` where `a` starts at 0; or so does the condition of a case, given that none before it\n"
        "holds. Leave it out, or mend it.",
        "leave it out, or mend it",
    ),
    "asked-in-vain": Code(
        WARNING,
        "A decision asks a question, but no answer to it changes the outcome from there, for instance\n"
        "where both its branches lead to the same place. What comes before such a decision is not told again.",
        "let its branches lead to different outcomes, or remove the question from it",
    ),
    "threshold-out-of-bounds": Code(
        WARNING,
        "A question is compared with a figure that lies outside its `min` and `max`, so the\n"
        "comparison is the same for every answer.",
        "mend the threshold, or the question's bounds",
    ),
    "default-out-of-bounds": Code(
        WARNING,
        "A computed default can be a number that its question would refuse, as `n - 10` where\n"
        "`n` starts at 0 and the question at 1; then a walk rests on what nobody may answer. Mend the default\n"
        "or the bounds.",
        "mend it, or the question's bounds",
    ),
    "never-holds": Code(
        WARNING,
        "The condition of a caution, criterion or hybrid holds for no answers, at the outcomes it is\n"
        "for: `a > 50 and a < 40`. Or a condition of `refuse` does, and refuses nothing. Or a caution\n"
        "is for outcomes of an approach that none of them has.",
        "mend the condition, or remove the entry",
    ),
    "contradiction": Code(
        WARNING,
        "The advice can argue with itself. Two criteria for different approaches judge one figure\n"
        "differently: `examples < 1000` for one and `examples >= 100` for the other both hold at 640, so the\n"
        "same answer is too low and high enough at once. It is looked for through formulas and parameters. Let\n"
        "only one of them hold, and tell what is between in a caution; where the two are meant to be weighed\n"
        "against each other, write `despite: [other]` at one of them. What merely speaks for two approaches at\n"
        "once (a hurry for one, a low price for the other) is no contradiction. The other kind is a hybrid that\n"
        "joins an outcome although a criterion for that outcome's approach holds on every way there: mend its\n"
        "condition, or say with `approach` or `outcomes` which outcomes it is meant for.",
    ),
    "never-asked": Code(
        WARNING,
        "A caution, criterion, hybrid, technique or refusal reads a question that the questionnaire\n"
        "never comes to. Add it to `details`, to `ask_first`, or to the `ask` of an outcome.",
        "add it to `details`, to `ask_first` or to the `ask` of an outcome",
    ),
    "unused": Code(
        WARNING,
        "Nothing reads this question, parameter or formula; or a technique, shortlist, complement or\n"
        "approach belongs to nothing that can come up.",
        "use it in a condition or text, or remove it",
    ),
    "no-next-steps": Code(
        WARNING,
        "An outcome has no `next`, so the user is left without a next step.",
        "add `next`",
    ),
    "no-source": Code(
        WARNING,
        "A parameter has no `source` or no `date`; nobody can tell later whose figure it is. Nor who said\n"
        "that an option `retires`, where there is no `retires_source`.",
    ),
    "stale": Code(
        NOTE,
        "A parameter is older than `--max-age` days (180 unless given). Look the figure up again.",
        "look it up again",
    ),
    "undecided": Code(
        NOTE,
        "The solver could not decide a question within its bound. Bounds on the questions help, and\n"
        "splitting a condition does. It is never taken for a proof.",
        "give the questions bounds, or split the condition",
    ),
    "uncovered-branch": Code(
        NOTE,
        "No scenario takes this branch; the example does. `--write-scenarios` proposes what is missing,\n"
        "in a new file beside the rules.",
        "add one, or let --write-scenarios propose it",
    ),
    "uncovered-side": Code(
        NOTE,
        "Scenarios show one side of a comparison and not the other. Add one on the threshold and one\n"
        "just beside it.",
        "add one just there, or let --write-scenarios propose it",
    ),
}
"""Every code of a check; what loading refuses is an error."""
