"""The commands, one a module: `HELP`, `arguments(parser)` and `run(args) -> exit code`."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command's module and its line in the list of commands."""

    module: str
    says: str


COMMANDS = {
    "ask": Command("ask", "answer a questionnaire and get advice"),
    "decide": Command("decide", "advice for given answers, without questions"),
    "batch": Command("batch", "decide every row of a table"),
    "diagram": Command("diagram", "draw the chart, or the path in it"),
    "page": Command("page", "the questionnaire as one file for a browser"),
    "record": Command("record", "write the decision record for a design doc"),
    "review": Command("review", "decide saved decisions again: which still hold"),
    "whatif": Command("whatif", "what would change the outcome; what is still possible"),
    "costs": Command("costs", "every offer and plan at your volume"),
    "sql": Command("sql", "the ruleset as one SELECT for the engine that has the data"),
    "names": Command("names", "every question and figure that --set takes"),
    "completion": Command("completion", "let a shell complete commands, options and names"),
    "explain": Command("explain", "what a code in the advice means"),
    "evidence": Command("evidence", "what files of results and usage say about the questions"),
    "check": Command("check", "prove a ruleset sound, or say what is wrong"),
    "schema": Command("schema", "JSON Schema of the rule files"),
    "import": Command("importing", "the decision tables of a DMN file as a ruleset"),
    "diff": Command("diff", "on which answers two rulesets disagree"),
}
