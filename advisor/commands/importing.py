"""Write the decision tables of a DMN file as a ruleset.

A folder for each decision that no other is made of; in DIR itself, where there is one. What cannot be carried
over is named with its place, and the exit code is 1 then.

Example: advisor import dmn loan.dmn -o loan
"""

import argparse
import os
from typing import TYPE_CHECKING

from advisor import documents, files
from advisor.commands import options, output
from advisor.errors import AdvisorError, Problem, RulesError
from advisor.files import Output
from advisor.process import streams
from advisor.rules import load_texts

if TYPE_CHECKING:  # reads XML, which no other command does
    from advisor.dmn.building import ImportedRuleset

FILE = "rules.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("format", choices=["dmn"], help="what FILE is: dmn")
    parser.add_argument("file", metavar="FILE", help="the file to read")
    options.add_output(parser, "the folder to write; it is made where there is none")


def run(args: argparse.Namespace) -> int:
    """Write the rulesets; 0, 1 where something could not be carried over, or AdvisorError."""
    if output.is_stdout(args.output):
        raise options.wrong("a ruleset is a folder of files, not a text", "name a folder")
    from advisor.dmn import building, reading

    model = reading.read(args.file)
    made, problems = building.build(model)
    written, refused = _texts(made, args.output)
    problems = sorted(
        [*problems, *refused], key=lambda one: (one.place is not None and one.place.line, one.where)
    )
    if not written:
        raise AdvisorError(problems or [Problem("not-dmn", f"{args.file}: there is no decision in it")])
    for problem in problems:
        streams.tell(problem)
    for path, _ in written:
        with files.errors_at(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path), exist_ok=True)
    output.put(written, force=args.force)
    return 1 if problems else 0


def _texts(made: "list[ImportedRuleset]", folder: str) -> tuple[list[Output], list[Problem]]:
    """The files to write, and what our own rules refuse of what was read."""
    written: list[Output] = []
    problems: list[Problem] = []
    for one in made:
        path = os.path.join(folder, one.sections["ruleset"]["id"], FILE)
        text = documents.dump(one.sections)
        try:
            load_texts({path: text}, folder)
        except RulesError as error:
            problems += [
                problem._replace(where=f"decision {one.name} › {problem.where}", place=None)
                for problem in error.problems
            ]
        else:
            written.append((path if len(made) > 1 else os.path.join(folder, FILE), text))
    return written, problems
