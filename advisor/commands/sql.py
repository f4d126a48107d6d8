"""The ruleset as one SELECT, which decides every row of a table where the table is.

Every question that the chart reads is a column of TABLE with its name, or the one that --map names; one that
--set answers is the same for all rows. The result has the columns of TABLE, and outcome, path and problem,
which says what a row lacks, or what is wrong with it, as advisor decide would.

Example: advisor sql --dialect postgres --table workloads --view decided -o decided.sql
"""

import argparse
from collections.abc import Mapping

from advisor.commands import inputs, output
from advisor.engine import answers
from advisor.errors import AdvisorError, AnswerError, Problem, brief, require
from advisor.rules import Ruleset, load

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--dialect", choices=DIALECTS, default=DIALECTS[0], metavar="ENGINE",
                        help=f"{', '.join(DIALECTS[:-1])} or {DIALECTS[-1]} (default: {DIALECTS[0]})")  # fmt: skip
    parser.add_argument("--table", metavar="NAME", default="input", help="the table or view to decide on, as a "
                        "query names it (default: input)")  # fmt: skip
    parser.add_argument("--figures", metavar="NAME,…", default="", help="figures that come out too, beside "
                        "what outcomes come to, such as break_even_months (advisor names lists them)")  # fmt: skip
    parser.add_argument("--columns", metavar="NAME,…", help="the questions and figures that TABLE has columns "
                        "for (default: every question that is read); others are left to their defaults")  # fmt: skip
    parser.add_argument("--map", dest="mapped", action="append", default=[], metavar="COLUMN=NAME",
                        help="the column that answers a question under another name")  # fmt: skip
    parser.add_argument("--set", dest="settings", action="append", default=[], metavar="NAME=VALUE",
                        help="an answer that is the same for all rows, or another figure")  # fmt: skip
    parser.add_argument(
        "--prefix", metavar="TEXT", default="", help="stands before the names of the columns that are added"
    )
    parser.add_argument("--view", metavar="NAME", default="", help="make a view of it")
    output.arguments(parser, "the file to write (default: standard output)", required=False)


def run(args: argparse.Namespace) -> int:
    """Write the statement; 0, or AdvisorError."""
    require("sql", "advisor sql", "sqlglot")
    from advisor import sql

    rules = load(args.rules)
    texts = inputs.settings(args.settings)
    given = answers.check(rules, texts, unfinished=True)
    figures = _listed(args.figures)
    columns = _columns(args, sql.questions_read(rules, figures), texts)
    _check_by_choice(rules, texts)
    made = sql.statement(rules, dialect=args.dialect, table=args.table, columns=columns, figures=figures,
                         answers=given, prefix=args.prefix, view=args.view)  # fmt: skip
    output.put([(args.output or "-", made)], force=args.force)
    return 0


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _columns(args: argparse.Namespace, every: list[str], settings: Mapping[str, str]) -> dict[str, str]:
    """The columns of the table by what they answer. Raises AdvisorError."""
    wrong = [pair for pair in args.mapped if not all(pair.partition("="))]
    if wrong:
        says = f"--map {brief(wrong[0])} does not name a column and a question"
        raise AdvisorError(Problem("wrong-setting", says, "write --map COLUMN=NAME"))
    mapped = {name: column for column, _, name in (pair.rpartition("=") for pair in args.mapped)}
    asked = [one for one in every if one not in settings] if args.columns is None else _listed(args.columns)
    columns = {name: name for name in asked} | mapped
    both = next((name for name in columns if name in settings), None)
    if both:
        says = f"{both} is set for all rows and has a column too"
        raise AdvisorError(Problem("wrong-setting", says, "leave one of them out"))
    return columns


def _check_by_choice(rules: Ruleset, settings: Mapping[str, str]) -> None:
    """Raise AdvisorError for a figure of which the rows say which one it is."""
    for name in settings:
        by = rules.parameters[name].by if name in rules.parameters else ""
        if by and by not in settings:
            says = f"depends on {by}, which each row answers for itself"
            remedy = f"set {name}.{next(iter(rules.parameters[name].values))}, or {by} too"
            raise AnswerError(Problem("wrong-answer", says, remedy, where=name))
