"""What would change the outcome: the nearest flips, or what open answers leave possible.

An answer can be `unknown`, left out, or a range: --set NAME=200k..3M. With -o, a picture:
the cumulative cost over months, or with --over the outcomes over one or two answers (.svg or .png;
needs the extra `plot`). What is drawn of an answer is chosen around its value, or named:
--over NAME:200k..3M; its value is marked where it is known.

Example: advisor whatif answers.yaml --set training_examples=500..2k
"""

import argparse
import re
from typing import Any

from advisor import decision
from advisor.advice.additions import additions, as_data
from advisor.analysis import whatif
from advisor.analysis.whatif import ranges
from advisor.analysis.whatif.ranges import Ranges
from advisor.commands import inputs, options, output
from advisor.commands.output import print_json
from advisor.decision.exports import IMAGES
from advisor.engine import answers
from advisor.engine.session import walk
from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.output.theme import THEMES
from advisor.rules import Ruleset


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    options.add_answers(parser)
    options.add_evidence(parser)
    options.add_json(parser, "the findings")
    options.add_output(parser, "draw a picture: .svg or .png", required=False)
    says = "with -o: the outcomes over one or two answers; NAME:LOW..HIGH names the range"
    parser.add_argument("--over", metavar="A[,B]", help=says)
    parser.add_argument("--theme", choices=THEMES, default="light")


def run(args: argparse.Namespace) -> int:
    """Print or draw what would change the outcome; 0, or AdvisorError."""
    given = inputs.read(args, ranges=True)
    if args.output:
        _draw(args, given)
        return 0
    if args.over:
        raise options.wrong("--over draws a picture", "name its file with -o")
    found = whatif.what_if(given.rules, given.answers, given.ranges)
    if args.json:
        print_json(_data(given, found), given.rules)
    else:
        from advisor.output import terminal

        terminal.show(terminal.what_would_change(found))
    return 0


def _data(given: inputs.Inputs, found: whatif.WhatIf) -> dict[str, Any]:
    rules = given.rules
    within = {
        name: [answers.to_plain(rules, name, end) for end in ends] for name, ends in given.ranges.items()
    }
    return whatif.to_json(found) | {
        "could_add": [as_data(rules, one) for one in additions(found.trace)],
        "date": given.made(found.trace).isoformat(),
        "answers": answers.plain_values(rules, given.answers.given),
        "ranges": within,
        "overrides": answers.plain_values(rules, given.answers.overrides),
    }


def _draw(args: argparse.Namespace, given: inputs.Inputs) -> None:
    suffix = output.format_of(args.output, IMAGES, "pictures of figures")
    from advisor.output import plot

    trace = walk(given.rules, given.answers)
    mark = decision.mark(decision.of(trace, given.made(trace)))
    if args.over:
        over = _over(given.rules, args.over)
        drawn = {**given.ranges, **_ranges(given.rules, over)}
        picture = plot.outcomes_over(trace, list(over), drawn, suffix, args.theme, mark)
    else:
        picture = plot.cumulative_costs(trace, suffix, args.theme, mark)
    output.put([(args.output, picture)], force=args.force)


def _over(rules: Ruleset, text: str) -> dict[str, str | None]:
    """One or two questions that are numbers, each with the text of the range that is named. Raises AdvisorError."""
    parts = [part.partition(":") for part in re.split(r",(?=\s*[A-Za-z_])", text)]  # not those within numbers
    names = [name.strip() for name, _, _ in parts]
    numbers = [name for name in rules.questions if rules.is_ordered(name)]
    wrong = [name for name in names if name not in numbers]
    if wrong:
        says = f"--over {brief(text)}: `{brief(wrong[0])}` is no question that takes a number"
        raise AdvisorError(Problem("unknown-name", says, did_you_mean(wrong[0], numbers)))
    if len(names) > 2 or len(set(names)) < len(names):
        says = f"--over {brief(text)}: one or two different questions are drawn"
        raise options.wrong(says, "write --over A or --over A,B")
    return {name: ends if colon else None for name, (_, colon, ends) in zip(names, parts, strict=True)}


def _ranges(rules: Ruleset, over: dict[str, str | None]) -> Ranges:
    """The ranges that are named. Raises AdvisorError."""
    texts = {name: text for name, text in over.items() if text is not None}
    for name, text in texts.items():
        if ranges.MARK not in text:
            says = f"--over {name}:{brief(text)} names no range"
            raise options.wrong(says, f"write --over {name}:LOW..HIGH")
    return ranges.read(rules, texts)
