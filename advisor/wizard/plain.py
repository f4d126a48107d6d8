"""Questions on a terminal that only prints and reads lines: nothing is drawn, and a list is numbered."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.wizard.entries import MARK_FIRST, Back, Entry, Field


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


def mark(message: str, entries: Sequence[Entry], at: Sequence[Any]) -> list[Any] | Back:
    """The values of the entries whose numbers the user types, or Back; Enter takes `at`, if there is any."""
    print(message)
    typed_as = {str(number): one for number, one in enumerate(entries, 1)}
    for number, entry in typed_as.items():
        print(f"  {number:<2}  {entry.title}")
    typed_as |= {key: one for one in entries for key in one.keys}
    start = ",".join(number for number, one in typed_as.items() if number.isdigit() and one.value in at)
    takes = f"Enter takes {start}; " if start else ""
    while (typed := _line(f"numbers, such as 1,2; {takes}< and Enter: back")) != "<":
        words = (typed or start).replace(",", " ").split()
        marked = [one for one in entries if one in [typed_as.get(word) for word in words]]
        wrong = _wrong_marks(words, marked, typed_as)
        if not wrong:
            return [one.value for one in marked]
        print(wrong)
    return Back()


def _wrong_marks(words: Sequence[str], marked: Sequence[Entry], typed_as: Mapping[str, Entry]) -> str:
    """What is wrong with the numbers that were typed; empty if nothing is."""
    unknown = [word for word in words if word not in typed_as]
    if unknown:
        return f"`{unknown[0]}` is no number from 1 to {sum(word.isdigit() for word in typed_as)}"
    alone = [one.title for one in marked if one.is_alone]
    if alone and len(marked) > 1:
        return f"`{alone[0]}` goes with nothing else"
    return "" if marked else MARK_FIRST


def type_in(field: Field) -> Any:
    """The value of the line the user types, once nothing is wrong with it, or Back."""
    print(field.message)
    while (typed := _line(f"{field.hint}; < and Enter: back")) != "<":
        problem = field.problem_with(typed)
        if told := problem or field.reading(typed):
            print(f"  {told}")
        if not problem:
            return field.take(typed)
    return Back()


def _line(hint: str) -> str:
    """What is typed up to Enter. Raises KeyboardInterrupt at the end of all input."""
    try:
        return input(f"  {hint}\n> ").strip()
    except EOFError:
        raise KeyboardInterrupt from None
