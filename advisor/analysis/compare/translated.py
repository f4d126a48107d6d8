"""What OLD says in NEW's ids, so that a renamed id is told once and not wherever it is read."""

from collections.abc import Mapping

from advisor.analysis.compare.mapping import IdMapping
from advisor.language.parse import renamed
from advisor.language.tree import option_of
from advisor.rules.origin import Path_

_STATES = ("to", "start", "outcome")
_EXPRESSIONS = ("when", "is", "only_when", "default", "by")


def translated(data: object, same: IdMapping, path: Path_ = ()) -> object:
    """Plain rule data with renamed ids replaced where they are read; keys stay, but for those of answers."""
    if isinstance(data, dict):
        inside = {key: translated(value, same, (*path, key)) for key, value in data.items()}
        return same.turned(inside) if path[:1] == ("scenarios",) and path[-1] == "answers" else inside
    if isinstance(data, list):
        keys: list[str | int] = list(range(len(data)))
        keys[-1:] = ["to"] if data and is_row(path) else keys[-1:]
        return [translated(item, same, (*path, key)) for key, item in zip(keys, data, strict=True)]
    if isinstance(data, str) and path:
        return _text(data, same, path)
    return data


def is_row(path: Path_) -> bool:
    """Whether a row of a table stands there; in its short form, it ends with its target."""
    return path[:1] == ("decisions",) and path[2:4] == ("table", "rows") and len(path) == 5


def _text(text: str, same: IdMapping, path: Path_) -> str:
    if path[-1] in _STATES:
        return same.of("outcomes", same.of("decisions", text))
    if path[-1] in _EXPRESSIONS or path[-2:-1] == ("by",) or (path[0] == "formulas" and len(path) == 2):
        return _expression(text, same)
    return text


def _expression(text: str, same: IdMapping) -> str:
    names: Mapping[str, str] = {**same.ids["formulas"], **same.ids["parameters"], **same.ids["questions"]}

    def new(name: str) -> str:
        question, option = option_of(name)
        own = names.get(question, question)
        return f"{own}.{same.options.get(question, {}).get(option, option)}" if option else own

    return renamed(text, new)
