"""What files say about the questions: results of evaluations, examples, usage and traces.

Read are promptfoo and deepeval results, examples for fine-tuning (`messages`, `contents`), OpenAI usage,
LiteLLM spend, OpenTelemetry spans, Langfuse and Helicone exports, as JSON, JSON lines or CSV, also
compressed with gzip. Which kind it is, is found from what is in it; - is standard input. Counted is what
stands there; none of it is kept or sent.

Example: advisor evidence results.json usage.json
"""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from advisor.commands.options import add_json
from advisor.commands.output import print_json
from advisor.engine.answers import Answers
from advisor.errors import AdvisorError, Problem
from advisor.quantities import Number, plain, plainest
from advisor.rules import load

if TYPE_CHECKING:
    from advisor.evidence.measures import Evidence, Measure, Remark
    from advisor.evidence.wants import Suggestion


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file of one of these kinds")
    add_json(parser, "what was found")


def run(args: argparse.Namespace) -> int:
    """Print what was found, and what it means for the questions; 0, or AdvisorError."""
    rules, files = load(args.rules), read(args.files)
    from advisor.analysis.measured import suggestions

    found = suggestions(rules, Answers(), files)
    if args.json:
        questions = {name: _question(one) for name, one in found.items()}
        print_json({"files": [_file(one) for one in files], "questions": questions}, rules)
    else:
        from advisor.output import terminal

        terminal.show(terminal.evidence_found(files, found, rules))
    return 0


def read(paths: Sequence[str]) -> "list[Evidence]":
    """What each of the files says. Raises AdvisorError with what is wrong with any of them."""
    if not paths:
        return []
    from advisor.evidence import reading
    from advisor.output.terminal.progress import watched

    found: list[Evidence] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            with watched(path) as progress:
                found.append(reading.read(path, progress))
        except AdvisorError as error:
            problems += error.problems
    if problems:
        raise AdvisorError(problems)
    return found


def _file(one: "Evidence") -> dict[str, Any]:
    return one._asdict() | {
        "problems": [_problem(problem) for problem in one.problems],
        "remarks": _remarks(one.remarks),
        "measures": [_measure(measure) for measure in one.measures],
        "groups": [_measure(measure) for measure in one.groups],
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {"code": one.code, "line": one.place.line if one.place else 0, "says": one.says}


def _measure(one: "Measure") -> dict[str, Any]:
    data = one._asdict() | _interval(one) | {"value": _number(one.value), "remarks": _remarks(one.remarks)}
    del data["interval"]
    return data if one.among else data | {"counted": None, "among": None}


def _question(one: "Suggestion") -> dict[str, Any]:
    answer = "unknown" if one.straddles else None if one.value is None else plainest(one.value)
    return {
        "answer": answer,
        "file": one.file,
        "measure": one.measure.name,
        "basis": one.measure.basis,
        **_interval(one.measure),
        "says": one.says,
        "more": one.more,
        "more_of": one.more_of,
        "remarks": _remarks(one.remarks),
    }


def _interval(one: "Measure") -> dict[str, int | float | None]:
    low, high = one.interval or (None, None)
    return {"low": _number(low), "high": _number(high)}


def _number(value: Number | None) -> int | float | None:
    return None if value is None else plain(value)


def _remarks(remarks: "Sequence[Remark]") -> list[dict[str, str]]:
    return [remark._asdict() for remark in remarks]
