"""Answer a questionnaire and get advice.

Every answer is on disk before the next question appears: in FILE with --save, else in your state
folder, where the next start finds it. Esc goes back one question; Ctrl-C or Ctrl-D stops and says how
to go on.

Example: advisor ask --set use_case=other --save answers.yaml
"""

import argparse
import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from advisor import decision
from advisor.commands import evidence, inputs, options
from advisor.engine.session import Trace
from advisor.errors import AdvisorError, Problem
from advisor.process import signals, streams
from advisor.rules import Ruleset, about, load, shipped_names
from advisor.wizard import journal
from advisor.wizard.flow import Form
from advisor.wizard.journal import Journal

if TYPE_CHECKING:
    from advisor.advice.model import Advice
    from advisor.evidence.measures import Evidence
    from advisor.wizard.ending import Shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--save", metavar="FILE", help="keep the answers in this new decision file")
    parser.add_argument("--resume", metavar="FILE", help="go on at the first open question of this file")
    options.add_set(parser)
    options.add_prices(parser)
    options.add_evidence(parser)


def run(args: argparse.Namespace) -> int:
    """Ask, advise, and end with a menu; the exit code."""
    if not streams.is_terminal():
        says = "the questionnaire needs a terminal"
        raise AdvisorError(Problem("no-terminal", says, "without one: advisor decide --set NAME=VALUE …"))
    measured = _evidence(args.evidence)
    from advisor.commands.endings import Endings, command  # loads the prompts, which nothing else needs
    from advisor.wizard import conversation

    picks = args.rules is None and args.resume is None
    try:
        rules = _rules(args)
        kept_in, form = _begin(rules, args)
        form = form._replace(files=measured)
    except KeyboardInterrupt:
        return signals.exit_code()
    go_on = partial(command, "ask --resume", args.rules)
    endings = Endings(args.rules, [kept_in.saved] if kept_in.saved else [])
    show = partial(_show, endings.advise)
    return conversation.Conversation(form, kept_in, show, endings, go_on, introduced=picks).run()


def _evidence(paths: Sequence[str]) -> "tuple[Evidence, ...]":
    """What files say, all of it read before the first question. Raises AdvisorError."""
    if "-" in paths:
        raise options.wrong("--evidence - and the questionnaire both read from standard input", "name a file")
    return tuple(evidence.read(paths))


def _rules(args: argparse.Namespace) -> Ruleset:
    """The rules that are named, those of the file to go on with, or the shipped ones that the user picks."""
    from advisor.wizard import conversation

    names = shipped_names()
    if args.rules is None and args.resume:
        saved = decision.read(args.resume).ruleset
        args.rules = next((name for name in names[1:] if saved and saved.id == name), None)
    elif args.rules is None:
        picked = conversation.pick_rules({name: about(name) for name in names})
        args.rules = picked if picked in names[1:] else None
    return load(args.rules)


def _begin(rules: Ruleset, args: argparse.Namespace) -> tuple[Journal, Form]:
    from advisor.wizard import conversation

    path = args.resume
    if not path and not args.save:
        path = conversation.pick_up(journal.kept(rules), rules.title)
    if not path:
        given = _given(args, [])
        return journal.new(rules, args.save), Form(given.rules, given.answers)
    kept_in, form = journal.resume(rules, path)
    if args.settings or args.prices or args.api_model is not None:
        given = _given(args, [path])
        form = form._replace(rules=given.rules, answers=given.answers)
    if args.save:
        saved, kept_in = kept_in.saved, journal.new(rules, args.save)
        kept_in.saved = saved
    if (form.answers.given or form.earlier) and not os.path.exists(kept_in.path):
        kept_in.keep(form, date.today())  # from here on its name is told as where the answers are
    return kept_in, form


def _given(args: argparse.Namespace, files: list[str]) -> inputs.Inputs:
    """What files and the command line answer before the first question. Raises AdvisorError."""
    only = argparse.Namespace(**vars(args) | {"files": files, "evidence": []})
    return inputs.read(only, unfinished=True)


def _show(advise: "Callable[[Trace], Advice]", trace: Trace) -> "Shown":
    """Print the advice in short or, where answers are open, what is still possible."""
    from advisor.advice.short import short
    from advisor.analysis import whatif
    from advisor.output import terminal
    from advisor.wizard.ending import Shown
    from advisor.wizard.prompts import say

    if trace.outcome is None:
        say("Looking at what the open answers leave possible …", quiet=True)
        found = whatif.what_if(trace.rules, trace.scope.answers)
        return Shown(terminal.show(terminal.open_in_short(found)), found.open)
    return Shown(terminal.show(terminal.short_advice(short(advise(trace)))))
