"""Draw the flowchart or, with answers, the path in it.

The suffix of OUT says the format. A picture that is wider than a page is split: path.svg, path-2.svg and on.
Every diagram of a path carries the decision: advisor decide path.svg.

Example: advisor diagram answers.yaml -o path.svg
"""

import argparse
import os

from advisor.commands import inputs, options, output
from advisor.errors import AdvisorError, Problem
from advisor.output import diagram
from advisor.output.theme import THEMES
from advisor.process import streams


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    options.add_answers(parser)
    options.add_output(parser, f"the file to write: {diagram.listed()}; - is standard output, for texts")
    parser.add_argument("--format", choices=diagram.FORMATS, help="the format, where OUT does not say")
    parser.add_argument("--theme", choices=THEMES, default="light")
    says = "where the path goes (default: down, or right where the chart is wide)"
    parser.add_argument("--direction", choices=diagram.DIRECTIONS, default="", help=says)


def run(args: argparse.Namespace) -> int:
    """Write the diagram; 0, or AdvisorError."""
    format_ = _format(args.output, args.format)
    given = inputs.read(args)
    has_answers = bool(args.files or given.answers.given)
    advice = given.advise() if has_answers else None
    theme, direction = args.theme, args.direction
    if output.is_stdout(args.output):
        drawn = [diagram.draw(given.rules, advice, format_, theme=theme, direction=direction)]
    else:
        drawn = diagram.draw_parts(given.rules, advice, format_, theme=theme, direction=direction)
    for warning in dict.fromkeys(warning for one in drawn for warning in one.warnings):
        streams.tell(warning)
    output.put(
        [(_part(args.output, number), one.content) for number, one in enumerate(drawn, 1)], force=args.force
    )
    return 0


def _part(path: str, number: int) -> str:
    """The file of one part of a chart: ``path.svg``, then ``path-2.svg``."""
    stem, suffix = os.path.splitext(path)
    return f"{stem}-{number}{suffix}" if number > 1 else path


def _format(path: str, asked: str | None) -> str:
    """The format of an output file. Raises AdvisorError."""
    if path != "-":
        return asked or output.format_of(path, diagram.FORMATS, "diagrams")
    if asked and not diagram.FORMATS[asked].is_text:
        says = f"{asked} is no text for standard output"
        raise AdvisorError(Problem("wrong-format", says, f"name a file such as path.{asked}"))
    return asked or "svg"
