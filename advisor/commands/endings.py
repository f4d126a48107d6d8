"""What the menu at the end of a questionnaire can do: show, draw, write, open, and say it as one command."""

import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from advisor import decision, files
from advisor.commands.output import format_of
from advisor.decision import SavedDecision
from advisor.decision.exports import DIAGRAMS, IMAGES
from advisor.engine.answers import setting, to_typed
from advisor.engine.session import Trace
from advisor.errors import AdvisorError
from advisor.process import desktop
from advisor.wizard import journal
from advisor.wizard.ending import Ending

if TYPE_CHECKING:
    from advisor.advice.model import Advice


class Endings:
    """What the menu offers for a walk, beside what changes the questionnaire.

    rules: the ruleset that was named on the command line
    saved: the decision that was resumed, if there is one
    pictures: those drawn so far, which can be opened
    """

    def __init__(self, rules: str | None = None, saved: Sequence[SavedDecision] = ()) -> None:
        self.rules = rules
        self.saved = saved
        self.pictures: list[str] = []

    def __call__(self, trace: Trace) -> list[Ending]:
        return [*(self._with_advice(trace) if trace.outcome else ()), *self._always(trace)]

    def _with_advice(self, trace: Trace) -> Iterator[Ending]:
        from advisor.advice.short import short

        left = ", ".join(short(self.advise(trace)).left)
        yield Ending(f"Show everything{f' ({left}, and more)' if left else ''}", "", self._everything)
        yield Ending("Write the decision record", "decision.md", self._record, takes_folder=True)
        yield Ending("Draw the path", "path.svg", self._draw_path, partial(_refused, DIAGRAMS))
        if _has_costs(trace):
            yield Ending("Draw the costs", "costs.svg", self._draw_costs, partial(_refused, IMAGES))
        if self.pictures and desktop.has_viewer():
            yield Ending(f"Open {self.pictures[-1]}", "", self._open)

    def _always(self, trace: Trace) -> Iterator[Ending]:
        yield Ending("Save the decision", "decision.yaml", self._save, journal.refuse)
        if not trace.rules.overlay:  # listed prices are kept in files, not on command lines
            yield Ending("Print it as one command", "", self._print_command)
        yield Ending("See what would change it", "", _what_if)

    def made(self, trace: Trace) -> date:
        """The day of a decision: the one of what was resumed, where it is the same."""
        return decision.made_on(trace, date.today(), self.saved)

    def advise(self, trace: Trace) -> "Advice":
        """The advice of a walk."""
        from advisor.advice.advice import advise

        return advise(trace, made=self.made(trace))

    def _everything(self, trace: Trace, _: str) -> str:
        from advisor.output import terminal

        terminal.show(terminal.full_advice(self.advise(trace)))
        return ""

    def _save(self, trace: Trace, path: str) -> str:
        files.write(path, journal.text(path, decision.of(trace, self.made(trace))))
        again, name = ("Decide again", "decide") if trace.outcome else ("Go on", "ask --resume")
        return f"Saved. {again} with:\n  {command(name, self.rules, path)}"

    def _draw_path(self, trace: Trace, path: str) -> str:
        from advisor.output import diagram

        drawn = diagram.draw(trace.rules, self.advise(trace), _format(path, DIAGRAMS))
        return "\n".join([*drawn.warnings, self._drawn(path, drawn.content)])

    def _draw_costs(self, trace: Trace, path: str) -> str:
        from advisor.output import plot

        mark = decision.mark(decision.of(trace, self.made(trace)))
        return self._drawn(path, plot.cumulative_costs(trace, _format(path, IMAGES), "light", mark))

    def _drawn(self, path: str, content: str | bytes) -> str:
        files.write(path, content)
        self.pictures.append(path)
        return f"Drawn: {path}"

    def _open(self, _: Trace, __: str) -> str:
        return desktop.view(self.pictures[-1]) or f"Opened: {self.pictures[-1]}"

    def _record(self, trace: Trace, path: str) -> str:
        from advisor.commands.record import format_of, named
        from advisor.output import record

        advice, format_ = self.advise(trace), format_of(path)
        with named(path, advice, format_) as out:
            files.write(out, record.write(advice, format_))
        return f"Written: {out}"

    def _print_command(self, trace: Trace, _: str) -> str:
        line = command("decide" if trace.outcome else "whatif", self.rules, *_settings(trace))
        return f"{line}\n\nCopied." if desktop.copy(line) else line


def command(name: str, rules: str | None, *words: str) -> str:
    """A command line under the same rules, to be copied."""
    return shlex.join([*_program(), *name.split(), *words, *(["--rules", rules] if rules else [])])


def _program() -> list[str]:
    """How this program is started from where the user stands."""
    import shutil

    own = sys.argv[0]
    if shutil.which("advisor"):
        return ["advisor"]
    return [own] if os.path.basename(own).startswith("advisor") else [sys.executable, "-m", "advisor"]


def _settings(trace: Trace) -> Iterator[str]:
    """All answers and figures of the user, as they are set on a command line."""
    found = trace.scope.answers
    for name, value in [*found.given.items(), *found.overrides.items()]:
        yield from ("--set", setting(name, to_typed(trace.rules, name, value)))


def _has_costs(trace: Trace) -> bool:
    """Whether costs can be drawn for the answers."""
    from advisor.output.plot import payback

    try:
        payback.chart(trace.scope)
    except AdvisorError:
        return False
    return True


def _format(path: str, formats: Iterable[str]) -> str:
    return format_of(path, formats, "this picture")


def _refused(formats: Iterable[str], path: str) -> str:
    """Why a picture cannot have this name; empty if it can."""
    try:
        _format(path, formats)
    except AdvisorError as error:
        return str(error)
    return ""


def _what_if(trace: Trace, _: str) -> str:
    from advisor.analysis import whatif
    from advisor.output import terminal

    terminal.show(terminal.what_would_change(whatif.what_if(trace.rules, trace.scope.answers)))
    return ""
