"""Answer a questionnaire and get advice.

Every answer is on disk before the next question appears: in FILE with --save, else in your state
folder, where the next start finds it. Esc goes back one question; Ctrl-C or Ctrl-D stops and says how
to go on.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from advisor import decision, files
from advisor.commands import evidence
from advisor.decision import Decision
from advisor.engine.session import Trace
from advisor.errors import AdvisorError, Problem
from advisor.process import signals, streams
from advisor.rules import Ruleset, load, shipped_names
from advisor.wizard import journal
from advisor.wizard.flow import Form
from advisor.wizard.journal import Journal

if TYPE_CHECKING:
    from advisor.advice.advice import Advice
    from advisor.analysis.whatif.possible import Open
    from advisor.evidence.measures import Evidence

EVERYTHING = "Show everything"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--save", metavar="FILE", help="keep the answers in this new decision file")
    parser.add_argument("--resume", metavar="FILE", help="go on at the first open question of this file")
    evidence.add_option(parser)


def run(args: argparse.Namespace) -> int:
    """Ask, advise, and end with a menu; the exit code."""
    if not streams.is_terminal():
        says = "the questionnaire needs a terminal"
        raise AdvisorError(Problem("no-terminal", says, "without one: advisor decide --set NAME=VALUE …"))
    measured = _evidence(args.evidence)
    from advisor.wizard import conversation  # loads the prompts, which nothing else needs

    try:
        rules = _rules(args)
        kept_in, form = _begin(rules, args)
        form = form._replace(files=measured)
    except KeyboardInterrupt:
        return signals.exit_code()
    go_on = partial(_command, "ask --resume", args.rules)
    saved = [kept_in.saved] if kept_in.saved else []
    menu = endings(args.rules, saved)
    return conversation.Conversation(form, kept_in, partial(_show, saved), menu, go_on).run()


def _evidence(paths: Sequence[str]) -> "tuple[Evidence, ...]":
    """What files say, all of it read before the first question. Raises AdvisorError."""
    if "-" in paths:
        says = "--evidence - and the questionnaire both read from standard input"
        raise AdvisorError(Problem("wrong-setting", says, "name a file"))
    return tuple(evidence.read(paths))


def _rules(args: argparse.Namespace) -> Ruleset:
    """The rules that are named, those of the file to go on with, or the shipped ones that the user picks."""
    from advisor.wizard import conversation

    names = shipped_names()
    if args.rules is None and args.resume:
        saved = decision.read(args.resume).ruleset
        args.rules = next((name for name in names[1:] if saved and saved.id == name), None)
    elif args.rules is None:
        picked = conversation.pick_rules({name: load(name).ruleset for name in names})
        args.rules = picked if picked in names[1:] else None
    return load(args.rules)


def _begin(rules: Ruleset, args: argparse.Namespace) -> tuple[Journal, Form]:
    from advisor.wizard import conversation

    path = args.resume
    if not path and not args.save:
        path = conversation.pick_up(journal.kept(rules), lambda outcome: _title(rules, outcome))
    if not path:
        return journal.new(rules, args.save), Form(rules)
    kept_in, form = journal.resume(rules, path)
    if args.save:
        saved, kept_in = kept_in.saved, journal.new(rules, args.save)
        kept_in.saved = saved
    if (form.answers.given or form.earlier) and not os.path.exists(kept_in.path):
        kept_in.keep(form, date.today())  # from here on its name is told as where the answers are
    return kept_in, form


def _title(rules: Ruleset, outcome: str) -> str:
    return rules.outcomes[outcome].title if outcome in rules.outcomes else outcome


def _show(saved: Sequence[Decision], trace: Trace) -> "Open | None":
    """Print the advice in short or, where answers are open, what is still possible; the latter is given back."""
    from advisor.advice.short import short
    from advisor.analysis import whatif
    from advisor.output import terminal

    if trace.outcome is None:
        found = whatif.what_if(trace.rules, trace.scope.answers)
        terminal.print_what_if(found)
        return found.open
    terminal.print_short(short(_advise(saved, trace)), f"“{EVERYTHING}”")
    return None


def _made(saved: Sequence[Decision], trace: Trace) -> date:
    """The day of a decision: the one of what was resumed, where it is the same."""
    return decision.made_on(trace, date.today(), saved)


def _advise(saved: Sequence[Decision], trace: Trace) -> "Advice":
    from advisor.advice.advice import advise

    return advise(trace, made=_made(saved, trace))


def _program() -> list[str]:
    """How this program is started from where the user stands."""
    import shutil

    own = sys.argv[0]
    if shutil.which("advisor"):
        return ["advisor"]
    return [own] if os.path.basename(own).startswith("advisor") else [sys.executable, "-m", "advisor"]


def _command(name: str, rules: str | None, file: str) -> str:
    """The command line that goes on with a file under the same rules, to be copied."""
    import shlex

    return shlex.join([*_program(), *name.split(), file, *(["--rules", rules] if rules else [])])


def endings(rules: str | None = None, saved: Sequence[Decision] = ()) -> list[Any]:
    """What the menu at the end offers beside changing an answer and quitting.

    rules: the folder of rules that was named on the command line
    saved: the decision that was resumed, if there is one
    """
    from advisor.wizard.ending import Ending

    save, draw, record = partial(_save, rules, saved), partial(_draw, saved), partial(_record, saved)
    return [
        Ending(EVERYTHING, "", partial(_everything, saved), needs_outcome=True),
        Ending("Save the decision", "decision.yaml", save, journal.refuse),
        Ending("Draw the path", "path.svg", draw, _no_format, needs_outcome=True),
        Ending("Write the decision record", "decision.md", record, needs_outcome=True, takes_folder=True),
        Ending("See what would change it", "", _what_if),
    ]


def _everything(saved: Sequence[Decision], trace: Trace, _: str) -> str:
    from advisor.output import terminal

    terminal.print_advice(_advise(saved, trace))
    return ""


def _save(rules: str | None, saved: Sequence[Decision], trace: Trace, path: str) -> str:
    files.write(path, journal.text(path, decision.of(trace, _made(saved, trace))))
    again, name = ("Decide again", "decide") if trace.outcome else ("Go on", "ask --resume")
    return f"Saved. {again} with:\n  {_command(name, rules, path)}"


def _no_format(path: str) -> str:
    """Why a diagram cannot be drawn into a file of this name; empty if it can."""
    from advisor.commands.diagram import format_of

    try:
        format_of(path)
    except AdvisorError as error:
        return str(error)
    return ""


def _draw(saved: Sequence[Decision], trace: Trace, path: str) -> str:
    from advisor.commands.diagram import format_of
    from advisor.output import diagram

    drawn = diagram.draw(trace.rules, _advise(saved, trace), format_of(path))
    files.write(path, drawn.content)
    return "\n".join([*drawn.warnings, f"Drawn: {path}"])


def _record(saved: Sequence[Decision], trace: Trace, path: str) -> str:
    from advisor.commands.record import format_of, named
    from advisor.output import record

    advice, format_ = _advise(saved, trace), format_of(path)
    with named(path, advice, format_) as out:
        files.write(out, record.write(advice, format_))
    return f"Written: {out}"


def _what_if(trace: Trace, _: str) -> str:
    from advisor.analysis import whatif
    from advisor.output import terminal

    terminal.print_what_if(whatif.what_if(trace.rules, trace.scope.answers))
    return ""
