"""Questions on a terminal that only prints and reads lines: nothing is drawn, and a list is numbered."""

from collections.abc import Callable, Sequence
from typing import Any

from advisor.wizard.entries import Back, Entry


def choose(message: str, entries: Sequence[Entry], at: Any) -> Any:
    """The value of the entry whose number or letter the user types, or Back; Enter takes `at`."""
    print(message)
    picks = [entry for entry in entries if entry.value is not None]
    typed_as = {str(number): one for number, one in enumerate(picks, 1)}
    typed_as |= {key: one for one in picks for key in one.keys}
    start = next((number for number, one in typed_as.items() if at is not None and one.value == at), "1")
    for entry in entries:
        number = picks.index(entry) + 1 if entry in picks else ""
        print(f"  {number:<2}  {entry.title}".rstrip())
    while (typed := _line(f"1 to {len(picks)}, Enter takes {start}; < and Enter: back")) != "<":
        if (typed.lower() or start) in typed_as:
            return typed_as[typed.lower() or start].value
        print(f"`{typed}` is no number from 1 to {len(picks)}")
    return Back()


def type_in(
    message: str, problem_with: Callable[[str], str], reading: Callable[[str], str], hint: str
) -> Any:
    """The line the user types, once nothing is wrong with it, or Back."""
    print(message)
    while (typed := _line(f"{hint}; < and Enter: back")) != "<":
        problem = problem_with(typed)
        if not problem:
            if typed and reading(typed):
                print(f"  {reading(typed)}")
            return typed
        print(f"  {problem}")
    return Back()


def _line(hint: str) -> str:
    """What is typed up to Enter. Raises KeyboardInterrupt at the end of all input."""
    try:
        return input(f"  {hint}\n> ").strip()
    except EOFError:
        raise KeyboardInterrupt from None
