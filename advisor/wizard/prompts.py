"""Questions on the terminal. The only module that knows `questionary`.

Every prompt raises KeyboardInterrupt on Ctrl-C, Ctrl-D and SIGINT, stops for a while on Ctrl-Z where
the system can, and can be left backwards with Esc, which gives Back. A question is printed above its
list or field, so that it wraps between words; the list itself is wrapped here, because the terminal
would cut its lines. What is shown is never read as markup. A terminal that can only print and read
lines gets `plain` prompts.
"""

import shutil
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import questionary
from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Window
from prompt_toolkit.utils import is_dumb_terminal, suspend_to_background_supported
from questionary import Choice, Question, Separator, Style
from questionary.prompts.common import InquirerControl

from advisor.errors import one_line
from advisor.process import signals
from advisor.wizard import plain
from advisor.wizard.entries import MARK_FIRST, NOT_SURE_KEY, Back, Entry, Field

__all__ = ["Back", "Entry", "Field", "choose", "mark", "say", "type_in"]

WIDTH = 80
"""Columns of running text; fewer where the terminal has fewer."""

_STYLE = Style([
    ("qmark", "fg:ansicyan bold"), ("question", "bold"), ("answer", "fg:ansicyan"),
    ("pointer", "fg:ansicyan bold"), ("highlighted", "fg:ansicyan bold"), ("selected", ""),
    ("instruction", "fg:ansibrightblack"), ("separator", "fg:ansibrightblack"),
    ("placeholder", "fg:ansibrightblack"), ("refused", "fg:ansired bold"),
])  # fmt: skip
_POINTER, _LETTER, _MARK = 3, 3, 2  # columns before a title in a list
_ESCAPE_SECONDS = 0.1  # how long to wait for the rest of an arrow key after Esc


def say(text: str, *, quiet: bool = False, bold: bool = False, wrap: bool = True) -> None:
    """Print running text, wrapped between words; unwrapped where it is there to be copied."""
    style = "fg:ansibrightblack" if quiet else "bold" if bold else ""
    for line in text.splitlines() or [""]:
        shown = _wrapped(line) if wrap else line
        if is_dumb_terminal():
            print(shown)
        else:
            questionary.print(shown, style=style)


def _wrapped(line: str) -> str:
    """A line on as many as it needs, all with its indent; what could be copied, such as a path, stays whole."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line, _columns(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _height(text: str) -> int:
    return len(textwrap.wrap(text, _columns()))


def _columns() -> int:
    return max(min(shutil.get_terminal_size().columns, WIDTH) - 1, 20)


def choose(message: str, entries: Sequence[Entry], *, at: Any = None, below: int = 0) -> Any:
    """The value of the entry the user picks, or Back.

    at: the value to begin at
    below: lines above that stay in sight with the message; the list scrolls in the rows that are left
    """
    if is_dumb_terminal():
        return plain.choose(message, entries, at)
    keyed = any(entry.key for entry in entries)
    choices = [_choice(entry, keyed) for entry in entries]
    values = [(type(entry.value), entry.value) for entry in entries]  # 1 is not True here
    start = choices[values.index((type(at), at))] if at is not None and (type(at), at) in values else None
    rows = _rows(choices, below or _height(message))
    counted = f"{sum(entry.value is not None for entry in entries)} entries: " if rows else ""
    instruction = f"({counted}{'letter, or ' if keyed else ''}↑↓ and Enter; Esc: back)"
    if not (below and rows):
        say("" if below else message, bold=True)
    asked = questionary.select("", choices, default=start, qmark=message if below else "", style=_STYLE,
                               use_shortcuts=keyed, use_jk_keys=False, instruction=instruction)  # fmt: skip
    if rows:
        _list_of(asked.application).height = rows
    return _answer(asked, {key: index for index, entry in enumerate(entries) for key in entry.keys})


def mark(message: str, entries: Sequence[Entry], *, at: Sequence[Any] = ()) -> list[Any] | Back:
    """The values of the entries that the user marks, in their order, or Back; `at` are those marked at first.

    Where nothing is marked, Enter takes an entry that goes with no other.
    """
    if is_dumb_terminal():
        return plain.mark(message, entries, at)
    say(message, bold=True)
    choices = [
        Choice(_in_list(entry.title, _POINTER + _MARK), value=index, checked=entry.value in at)
        for index, entry in enumerate(entries)
    ]
    keys = "(Space marks, Enter takes what is marked; Esc: back)"
    asked = questionary.checkbox("", choices, qmark="", style=_STYLE, use_jk_keys=False, instruction=keys)
    _list_of(asked.application).height = _rows(choices, _height(message)) or None
    asked.application.erase_when_done = True
    _add_marking(asked, entries)
    got = _answer(asked, {})
    return got if isinstance(got, Back) else [entries[index].value for index in sorted(got)]


def _add_marking(asked: Question, entries: Sequence[Entry]) -> None:
    """Let an entry that goes with no other be marked alone, and nothing be taken by leaving all unmarked."""
    keys, control = asked.application.key_bindings, cast(Any, _list_of(asked.application).content)
    assert isinstance(keys, KeyBindings)

    @keys.add(" ", eager=True)
    def _(_: KeyPressEvent) -> None:
        here, marked = control.pointed_at, control.selected_options
        together = [one for one in marked if not entries[one].is_alone and not entries[here].is_alone]
        control.selected_options = (
            [one for one in marked if one != here] if here in marked else [*together, here]
        )
        control.error_message = None

    @keys.add("enter", eager=True)
    def _(event: KeyPressEvent) -> None:
        here, marked = control.pointed_at, control.selected_options
        if marked or entries[here].is_alone:
            event.app.exit(result=marked or [here])
        else:
            control.error_message = FormattedText([("class:refused", MARK_FIRST)])

    for index, entry in enumerate(entries):
        for key in entry.keys:
            keys.add(key, eager=True)(lambda event, index=index: event.app.exit(result=[index]))
    for idle in ("a", "i"):  # they would mark what goes with no other
        keys.add(idle, eager=True)(lambda _: None)


def _rows(choices: Sequence[Choice], above: int) -> int:
    """Rows for a list under so many lines and that of its keys; 0 where all of it and a blank line have room."""
    screen = shutil.get_terminal_size().lines
    needed = 1 + sum(str(one.title).count("\n") + 1 for one in choices)
    room = screen - above - 1 if above + 1 < screen else max(screen // 4, 1)  # where they are lost anyway
    return room if needed > room else 0


def _list_of(app: Application[Any]) -> Window:
    """Where the entries of a list are drawn."""
    return next(one for one in app.layout.find_all_windows() if isinstance(one.content, InquirerControl))


def _choice(entry: Entry, keyed: bool) -> Choice:
    if entry.value is None:
        return Separator(f"\n   {entry.title}" if entry.title else " ")
    title = f"{entry.title} ({NOT_SURE_KEY})" if entry.is_not_sure else entry.title
    beside = _POINTER + (_LETTER if keyed else 0)
    return Choice(_in_list(title, beside), value=entry.value, shortcut_key=entry.key or False)


def _in_list(title: str, beside: int) -> str:
    """An entry's title on as many lines as it needs to the right of what stands before it."""
    lines = textwrap.wrap(title, _columns() - beside, subsequent_indent="  ", break_on_hyphens=False)
    return ("\n" + " " * beside).join(lines)


def type_in(field: Field, drafts: dict[str, str]) -> Any:
    """The value of what the user types, once nothing is wrong with it, or Back.

    drafts: what was typed and left without Enter, by field; offered again, and kept up here
    """
    got = plain.type_in(field) if is_dumb_terminal() else _type_in(field, drafts.pop(field.name, ""))
    if isinstance(got, Back) and got.typed:
        drafts[field.name] = got.typed
    return got


def _type_in(field: Field, typed: str) -> Any:
    """The same where a field can be drawn; `typed` stands in it at first."""
    say(field.message, bold=True)
    refused: list[str] = []
    keys = KeyBindings()
    session: PromptSession[str] = PromptSession(key_bindings=keys, style=_STYLE, reserve_space_for_menu=0)
    line = session.default_buffer

    def above() -> FormattedText:
        """The field's mark under a line that tells the hint, the reading, or what is wrong."""
        style = "class:instruction"
        if line.text in refused:
            told, style = field.problem_with(line.text), "class:refused"
        elif line.text.strip():
            told = field.reading(line.text)
        else:
            told = "" if session.app.is_done else f"{field.hint}; < or Esc: back"
        return FormattedText([(style, _under(told)), ("class:qmark", "> ")])

    @keys.add("enter")
    def _(_: KeyPressEvent) -> None:
        if field.problem_with(line.text):
            refused[:] = [line.text]
        else:
            line.validate_and_handle()

    is_empty = Condition(lambda: not line.text)
    takes_not_sure = Condition(lambda: not field.problem_with(NOT_SURE_KEY))
    keys.add("<", filter=is_empty)(_leave)
    keys.add(NOT_SURE_KEY, filter=is_empty & takes_not_sure)(_not_sure)
    _add_keys(keys)
    placeholder = FormattedText([("class:placeholder", field.placeholder)])
    got = _run(session.app, lambda: session.prompt(above, default=typed, placeholder=placeholder))
    return got if isinstance(got, Back) else field.take(got)


def _under(text: str) -> str:
    """Lines below a question, each with its line break."""
    lines = textwrap.wrap(
        text, _columns(), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    return "".join(f"{line}\n" for line in lines)


def _add_keys(keys: KeyBindings) -> None:
    """Add what keys do everywhere, in a list and in a field."""
    keys.add("escape")(_leave)
    for stops in ("c-c", "c-d", "<sigint>"):
        keys.add(stops, eager=True)(_stop)
    keys.add("c-z", eager=True)(_suspend)
    for idle in ("c-q", "c-r", "c-s"):  # they would quit, or search what was never typed
        keys.add(idle, eager=True)(lambda _: None)
    keys.add(Keys.BracketedPaste, eager=True)(_paste)


def _leave(event: KeyPressEvent) -> None:
    event.app.exit(result=Back(event.current_buffer.text))


def _not_sure(event: KeyPressEvent) -> None:
    event.current_buffer.text = NOT_SURE_KEY
    event.current_buffer.validate_and_handle()


def _stop(event: KeyPressEvent) -> None:
    event.app.exit(exception=KeyboardInterrupt, style="class:aborting")


def _suspend(event: KeyPressEvent) -> None:
    if suspend_to_background_supported():
        event.app.suspend_to_background()


def _paste(event: KeyPressEvent) -> None:
    """Paste as one line: breaks between lines are seen, and are no blanks between digits."""
    event.current_buffer.insert_text(one_line("\n".join(event.data.strip().splitlines())))


def _answer(question: Question, taken_by: Mapping[str, int]) -> Any:
    """Run a list to its end; some keys take the entry at an index at once."""
    keys = question.application.key_bindings
    assert isinstance(keys, KeyBindings)
    for key, index in taken_by.items():
        keys.add(key, eager=True)(partial(_take, index=index))
    keys.add("<", eager=True)(_leave)
    _add_keys(keys)
    return _run(question.application, question.unsafe_ask)


def _take(event: KeyPressEvent, index: int) -> None:
    """Go to an entry of a list, and press Enter on it."""
    entries = _list_of(event.app).content
    assert isinstance(entries, InquirerControl)
    entries.pointed_at = index
    event.key_processor.feed(KeyPress(Keys.Enter), first=True)


def _run(app: Application[Any], ask: Callable[[], Any]) -> Any:
    app.timeoutlen = app.ttimeoutlen = _ESCAPE_SECONDS
    try:
        with signals.handed_to(lambda ended: _end(app, ended)):
            return ask()
    except EOFError:
        raise KeyboardInterrupt from None


def _end(app: Application[Any], ended: KeyboardInterrupt) -> None:
    """Leave a prompt by an exception, in an orderly way: what it made of the terminal is undone."""
    loop = app.loop
    if loop is None:  # it has not begun, or is over
        raise ended

    def leave() -> None:
        if app.future is None:
            loop.call_soon(leave)
        elif not app.future.done():
            app.exit(exception=ended, style="class:aborting")

    loop.call_soon_threadsafe(leave)
