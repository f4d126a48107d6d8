"""The menu at the end: where the questionnaire stands, what can be done with it, and into which file."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor import files
from advisor.engine.session import Trace
from advisor.errors import AdvisorError
from advisor.rules.beside import DetailGroup
from advisor.wizard import prompts
from advisor.wizard.prompts import Back, Entry, Field, say

if TYPE_CHECKING:  # loads the solver, which only an unsettled questionnaire needs
    from advisor.analysis.whatif.possible import Open

SETTLE, CHANGE, FIGURE, AGAIN, QUIT = "settle", "change", "figure", "again", "quit"
"""What the user picks beside an ending, and where the questionnaire goes on; AGAIN shows the advice anew."""


class Ending(NamedTuple):
    """Something the menu at the end can do with the questionnaire.

    suggest: the file name to offer; empty if it writes no file
    run: does it for a walk and a file name, and gives lines to show
    refuse: says what is wrong with a file name; empty if nothing is
    takes_folder: whether it finds a name by itself in a folder
    """

    title: str
    suggest: str
    run: Callable[[Trace, str], str]
    refuse: Callable[[str], str] = lambda _: ""
    takes_folder: bool = False


class Shown(NamedTuple):
    """What stands above the menu.

    lines: how many were printed, to stay in sight; none where something else stands there
    open: what is still possible, where there is no outcome
    """

    lines: int = 0
    open: "Open | None" = None


def menu(trace: Trace, shown: Shown, endings: Sequence[Ending]) -> Any:
    """What the user picks at the end: an ending, SETTLE, CHANGE, FIGURE, QUIT, Back, or questions to answer."""
    entries = [Entry("Settle what is open", SETTLE)] if trace.outcome is None else []
    entries += [Entry(one.title, one) for one in endings]
    entries += [Entry(f"Answer what could add: {one.title}", one) for one in _additions(trace)]
    entries += [Entry("Change an answer", CHANGE), Entry("Change a figure", FIGURE), Entry("Quit", QUIT)]
    if shown.lines:
        return prompts.choose("What next?", entries, below=shown.lines)
    say("")
    return prompts.choose(f"{_standing(trace, shown.open)}. What next?", entries)


def _additions(trace: Trace) -> Iterator[DetailGroup]:
    """The open questions that could add something to the advice, by what they add."""
    from advisor.advice.additions import additions  # loads the advice, which may not have been shown

    for one in additions(trace):
        yield DetailGroup(title=one.title, ask=tuple(one.answers))


def _standing(trace: Trace, open_: "Open | None") -> str:
    if trace.outcome:
        return trace.rules.title(trace.outcome)
    if open_ and open_.settled:
        return f"{trace.rules.title(open_.settled)}, whatever the open answers are"
    if open_ and open_.provisional:
        return f"If nothing more is known: {trace.rules.title(open_.provisional.outcome)}"
    return "Not settled yet"


def to_settle(trace: Trace, open_: "Open | None") -> str | None:
    """The open question that settles most; where none tells anything, the one that the walk waits for."""
    return open_.find_out[0].question if open_ and open_.find_out else trace.pending


def do(ending: Ending, trace: Trace, drafts: dict[str, str]) -> None:
    """Ask for the file, if there is one, and do it; what goes wrong is told.

    drafts: what was typed and left without Enter, by title; kept up here
    """
    path = _file_name(ending, drafts) if ending.suggest else ""
    if isinstance(path, Back):
        return
    try:
        told = ending.run(trace, path)
    except AdvisorError as error:
        told = str(error)
    if told:
        say(told, wrap=False)


def _file_name(ending: Ending, drafts: dict[str, str]) -> Any:
    """A name that can be written, or Back."""
    suggest = files.free(ending.suggest)

    def path_of(typed: str) -> str:
        return os.path.expanduser(typed.strip() or suggest)

    hint, refuse = f"Enter takes {suggest}", partial(wrong_name, ending)
    field = Field(ending.title, "File name", hint, path_of, refuse=refuse, placeholder=suggest)
    return prompts.type_in(field, drafts)


def wrong_name(ending: Ending, path: str) -> str:
    """What is wrong with a file name; empty if nothing is."""
    if os.path.isdir(path):
        return "" if ending.takes_folder else f"{path} is a folder; name a file in it"
    if os.path.exists(path):
        return f"{path} exists already; name another file"
    folder = os.path.dirname(path) or "."
    return ending.refuse(path) if os.path.isdir(folder) else f"there is no folder {folder}"
