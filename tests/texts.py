"""Texts of the rules' format, found by the types that loading reads, and texts that try to be markup."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args, get_origin, get_type_hints

from advisor.rules import Ruleset
from advisor.rules.marks import Template
from advisor.rules.model import Sections

HOSTILE = [
    "a | b || c", "`code` ``x``", "[x](https://evil.example)", "![x](https://evil.example/x.png)", "[x]: /url",
    "<script>alert(1)</script>", "<b>x</b> </td></table>", "<!-- x", "x --> y", "--> ]]>", "--", "<!--",
    "<https://evil.example>", "<me@evil.example>", "&lt;b&gt; &amp; &#60; &copy;", "# x", "## x ##", "x\n# y",
    "- x", "-", "+", "+ x", "* x", "*", "1. x", "1.", "10.", "123)", "1234567890. x", "> x", "x\n===", "x\n---", "---",
    "***", "___", "===", "~~~", "```\nx", "**b** __b__ *i* _i_", "_i_ a_b_ __", "~~gone~~", "\\", "\\\\", "\\|", "x\\",
    "a\n\nb", "    x", "\tx", "| - |", "|---|", "---|---", ": x", "$x$ and $$y$$", "\\(x\\)", "::: x", "[^1]", "[ ] x",
    "(x)", "«x» “y”", '"x" \'y\'', "*x", "x*", "!", "![", "]", "http://evil.example/a_b_c", "me@evil.example",
]  # fmt: skip
"""Each is what Markdown, HTML or a code host could read as more than a text."""


def replaced(rules: Ruleset, text: Callable[[str], str | None]) -> Ruleset:
    """The ruleset with other texts: `text` gives the one for a key such as ``Outcome.title``, or None."""
    values = {name: _other(getattr(rules, name), note, text) for name, note in _keys(Sections)}
    return replace(rules, **values)


def keys() -> list[str]:
    """Every key of the format that is a text, once, such as ``Outcome.title``."""
    found: dict[str, None] = {}
    _collect(Sections, found, set())
    return list(found)


def _keys(kind: Any) -> list[tuple[str, Any]]:
    return list(get_type_hints(kind, include_extras=True).items())


def _is_text(note: Any) -> bool:
    return note is str or note == Template


def _collect(kind: Any, found: dict[str, None], seen: set[Any]) -> None:
    if kind in seen:
        return
    seen.add(kind)
    for name, note in _keys(kind):
        for part in _parts(note):
            if _is_text(part):
                found[f"{kind.__name__}.{name}"] = None
            elif hasattr(part, "_fields"):
                _collect(part, found, seen)


def _parts(note: Any) -> tuple[Any, ...]:
    """What an annotation is made of: the values of a mapping, the items of a tuple, the type itself."""
    if get_origin(note) is dict:
        return _parts(get_args(note)[1])
    if get_origin(note) is tuple:
        return _parts(get_args(note)[0])
    if type(None) in get_args(note):
        return _parts(get_args(note)[0])
    return (note,)


def _other(value: Any, note: Any, text: Callable[[str], str | None], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _other(one, get_args(note)[1], text, key) for name, one in value.items()}
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_other(one, get_args(note)[0], text, key) for one in value)
    if isinstance(value, tuple) and hasattr(type(value), "__annotations__"):
        kind = type(value)
        fields = {name: _other(getattr(value, name), hint, text, f"{kind.__name__}.{name}") for name, hint in _keys(kind)
                  if name in kind._fields}  # fmt: skip
        return value._replace(**fields)
    if _is_text(note) and isinstance(value, str) and value:
        other = text(key)
        return value if other is None else other
    return value
