"""Questions on the terminal. The only module that knows `questionary`.

Every prompt raises KeyboardInterrupt on Ctrl-C and Ctrl-D, and can be left backwards with Esc,
which gives BACK. What is shown is never read as markup.
"""

import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from questionary import Choice, Question, Separator, Style

WIDTH = 80
"""Columns of running text; fewer where the terminal has fewer."""

_STYLE = Style([
    ("qmark", "fg:ansicyan bold"), ("question", "bold"), ("answer", "fg:ansicyan"),
    ("pointer", "fg:ansicyan bold"), ("highlighted", "fg:ansicyan bold"), ("selected", ""),
    ("instruction", "fg:ansibrightblack"), ("separator", "fg:ansibrightblack"),
    ("placeholder", "fg:ansibrightblack"), ("bottom-toolbar", "noreverse fg:ansibrightblack"),
    ("bottom-toolbar.text", "noreverse fg:ansibrightblack"),
    ("validation-toolbar", "noreverse fg:ansired bold"),
])  # fmt: skip
_ESCAPE_SECONDS = 0.1  # how long to wait for the rest of an arrow key after Esc


class Back:
    """What a prompt gives when it is left backwards; there is one, `BACK`."""


BACK = Back()


class Entry(NamedTuple):
    """One line of a list; a heading if it stands for nothing."""

    title: str
    value: Any = None
    key: str = ""


def say(text: str, *, quiet: bool = False, bold: bool = False) -> None:
    """Print running text, wrapped to the terminal."""
    width = min(shutil.get_terminal_size().columns, WIDTH) - 1
    style = "fg:ansibrightblack" if quiet else "bold" if bold else ""
    for line in text.splitlines() or [""]:
        questionary.print(textwrap.fill(line, width, subsequent_indent=_indent(line)), style=style)


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip()))


def choose(message: str, entries: Sequence[Entry], *, at: Any = None) -> Any:
    """The value of the entry the user picks, or BACK; `at` is the value to begin at."""
    choices = [_choice(entry) for entry in entries]
    values = [(type(entry.value), entry.value) for entry in entries]  # 1 is not True here
    start = choices[values.index((type(at), at))] if at is not None and (type(at), at) in values else None
    keyed = any(entry.key for entry in entries)
    instruction = f"(↑↓{' or letter' if keyed else ''}, Enter; Esc: back)"
    asked = questionary.select(message, choices, default=start, style=_STYLE, use_shortcuts=keyed,
                               use_jk_keys=False, instruction=instruction)  # fmt: skip
    return _answer(asked)


def _choice(entry: Entry) -> Choice:
    if entry.value is None:
        return Separator(f"\n   {entry.title}" if entry.title else " ")
    title = " ".join(entry.title.split())
    return Choice(title, value=entry.value, shortcut_key=entry.key or False)


def tick(message: str, entries: Sequence[Entry], ticked: Iterable[Any]) -> Any:
    """The values of the entries that are ticked, as a list, or BACK."""
    on = set(ticked)
    choices = [Choice(entry.title, value=entry.value, checked=entry.value in on) for entry in entries]
    asked = questionary.checkbox(message, choices, style=_STYLE, use_jk_keys=False,
                                 instruction="(space ticks, Enter goes on; Esc: back)")  # fmt: skip
    return _answer(asked)


def type_in(
    message: str,
    problem_with: Callable[[str], str],
    reading: Callable[[str], str],
    *,
    hint: str,
    placeholder: str = "",
) -> Any:
    """The text the user types, once nothing is wrong with it, or BACK.

    problem_with: says what is wrong with a text; empty if nothing is
    reading: how the text is understood, shown while it is typed
    hint: what can be typed, shown while nothing is
    placeholder: stands where nothing is typed
    """
    keys = KeyBindings()
    keys.add("escape")(_leave)
    keys.add("<", filter=_nothing_typed())(_leave)

    def toolbar() -> str:
        typed = get_app().current_buffer.text
        return f"  {reading(typed)}" if typed.strip() else f"  {hint}; < or Esc: back"

    asked = questionary.text(
        message, style=_STYLE, validate=lambda text: problem_with(text) or True, key_bindings=keys,
        placeholder=FormattedText([("class:placeholder", placeholder)]), bottom_toolbar=toolbar,
        reserve_space_for_menu=0,
    )  # fmt: skip
    return _answer(asked, bound=True)


def _nothing_typed() -> Any:
    from prompt_toolkit.filters import Condition

    return Condition(lambda: not get_app().current_buffer.text)


def _leave(event: KeyPressEvent) -> None:
    event.app.exit(result=BACK)


def _answer(question: Question, *, bound: bool = False) -> Any:
    """Run one prompt to its end."""
    app = question.application
    app.timeoutlen = app.ttimeoutlen = _ESCAPE_SECONDS
    if not bound:
        app.key_bindings.add("escape")(_leave)  # type: ignore[union-attr]
        app.key_bindings.add("<", eager=True)(_leave)  # type: ignore[union-attr]
    try:
        return question.unsafe_ask()
    except EOFError:
        raise KeyboardInterrupt from None
