"""Every small mistake in the shipped rules is noticed: by a scenario that fails, or by a comparison.

``python -m tests.test_mutations`` prints how many there are of each kind and which of the two noticed.
"""

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from advisor import documents
from advisor.check.scenarios import runs
from advisor.compare import DIFFERENT, compare
from advisor.errors import RulesError
from advisor.rules import Ruleset, load, load_texts, read_texts
from tests.conftest import ROOT

SWAPS = {">=": ">", ">": ">=", "<=": "<", "<": "<=", " and ": " or "}
Mutation = tuple[str, str, Any]


def _data() -> dict[str, Any]:
    """The shipped rules as plain data, all files in one."""
    found = documents.plain(load(ROOT / "rules" / "published").origin.root)
    assert isinstance(found, dict)
    return found


def _branches(data: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, decision in data["decisions"].items():
        yield name, decision["branches"]


def thresholds(data: dict[str, Any], read: set[str]) -> Iterator[Mutation]:
    """Every figure that the chart reads, a hundredth more and less; nothing becomes one."""
    for name, parameter in data["parameters"].items():
        if name not in read:
            continue
        for option in parameter.get("values", {"": None}):
            for factor in (0.99, 1.01):
                changed = deepcopy(data)
                entry = changed["parameters"][name]
                holder, key = (entry["values"], option) if option else (entry, "value")
                holder[key] = str(round(float(holder[key]) * factor, 6) or 1)
                yield "threshold", f"{name}.{option} × {factor}", changed


def defaults(data: dict[str, Any], read: set[str]) -> Iterator[Mutation]:
    """Every default that the chart can rest on, another one."""
    for name, question in data["questions"].items():
        if name in read and "default" in question:
            changed = deepcopy(data)
            others = [option for option in question.get("options", {}) if option != question["default"]]
            changed["questions"][name]["default"] = others[0] if others else "0.5"
            yield "default", name, changed


def swapped(data: dict[str, Any]) -> Iterator[Mutation]:
    """Every two targets of a decision."""
    for name, branches in _branches(data):
        for one in range(len(branches)):
            for other in range(one):
                changed = deepcopy(data)
                pair = changed["decisions"][name]["branches"]
                pair[one]["to"], pair[other]["to"] = pair[other]["to"], pair[one]["to"]
                yield "swap", name, changed


def negated(data: dict[str, Any]) -> Iterator[Mutation]:
    """Every condition, and every sign and `and` in it."""
    for name, branches in _branches(data):
        for index, branch in enumerate(branches):
            when = branch.get("when")
            if not when:
                continue
            texts = [f"not ({when})"]
            for sign, other in SWAPS.items():
                spaced = sign if sign.isspace() or sign.startswith(" ") else f" {sign} "
                at = when.find(spaced)
                while at >= 0:
                    texts.append(when[:at] + (f" {other.strip()} ") + when[at + len(spaced) :])
                    at = when.find(spaced, at + 1)
            for text in texts:
                changed = deepcopy(data)
                changed["decisions"][name]["branches"][index]["when"] = text
                yield "condition", text, changed


def dropped(data: dict[str, Any]) -> Iterator[Mutation]:
    """Every branch; the one that is last then loses its condition."""
    for name, branches in _branches(data):
        for index in range(len(branches)):
            changed = deepcopy(data)
            left = changed["decisions"][name]["branches"]
            del left[index]
            if left:
                left[-1].pop("when", None)
            yield "drop", f"{name}[{index}]", changed


def read_by_chart(rules: Ruleset) -> set[str]:
    """The names on which the way through the chart can rest, defaults included."""
    found: set[str] = set()
    todo = [branch.when for one in rules.decisions.values() for branch in one.branches if branch.when]
    while todo:
        for name in todo.pop().names:
            if name in found:
                continue
            found.add(name)
            if name in rules.formulas:
                todo.append(rules.formulas[name].is_)
            if name in rules.parameters and rules.parameters[name].by:
                found.add(rules.parameters[name].by)
            default = rules.questions[name].default if name in rules.questions else ""
            if default in rules.formulas:
                todo.append(rules.formulas[default].is_)
    return found


def mutations(rules: Ruleset) -> Iterator[Mutation]:
    data, read = _data(), read_by_chart(rules)
    yield from thresholds(data, read)
    yield from defaults(data, read)
    yield from swapped(data)
    yield from negated(data)
    yield from dropped(data)


def noticed(rules: Ruleset, data: Any) -> list[str]:
    """Who notices that these are not the rules."""
    try:
        changed = load_texts({"rules.json": json.dumps(data)}, "mutated")
    except RulesError:
        return ["loading"]
    by = ["scenarios"] if runs(changed)[1] else []
    return by + (["comparison"] if compare(rules, changed).verdict == DIFFERENT else [])


def unnoticed(rules: Ruleset) -> tuple[Counter[str], list[str]]:
    """How many mutations there are, by kind and by who notices; and those that nobody does."""
    counts: Counter[str] = Counter()
    missed = []
    for kind, what, data in mutations(rules):
        by = noticed(rules, data)
        counts.update([kind, *(f"{kind} by {one}" for one in by)])
        if not by:
            missed.append(f"{kind}: {what}")
    return counts, missed


@pytest.mark.slow
def test_every_mutation_is_noticed(published: Ruleset) -> None:
    counts, missed = unnoticed(published)
    assert counts["threshold"] >= 40
    assert not missed


if __name__ == "__main__":
    found, nobody = unnoticed(load(ROOT / "rules" / "published"))
    for key in sorted(found):
        print(f"{found[key]:4} {key}")
    print(f"unnoticed: {nobody or 'none'}")
    assert read_texts(ROOT / "rules" / "published")
