"""A folder of YAML files becomes a ruleset, or every problem of every file at once."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from advisor import documents
from advisor.documents import FilePath
from advisor.errors import AdvisorError, Place, Problem, RulesError, brief
from advisor.language.expression import Expression
from advisor.rules.binding import MISSING, Binder, bind_keys
from advisor.rules.linking import link
from advisor.rules.model import Sections, keys_of, needed_keys
from advisor.rules.origin import Origin, merge
from advisor.rules.records import About, Option
from advisor.rules.ruleset import Ruleset

SHIPPED = "published"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = (os.path.join(_PACKAGE, "shipped_rules"), os.path.join(os.path.dirname(_PACKAGE), "rules"))
"""Where the shipped rulesets are: inside a wheel, or beside the package in a checkout."""


def shipped_names() -> list[str]:
    """The names of the rulesets that come with the package, that of the default first."""
    there = next((folder for folder in FOLDERS if os.path.isdir(folder)), "")
    found = [name for name in os.listdir(there) if os.path.isdir(os.path.join(there, name))] if there else []
    return sorted(found, key=lambda name: (name != SHIPPED, name))


def shipped(name: str = SHIPPED) -> str:
    """The folder of a ruleset that comes with the package. Raises RulesError."""
    for folder in FOLDERS:
        if os.path.isdir(os.path.join(folder, name)):
            return os.path.join(folder, name)
    raise RulesError(Problem("unknown-rules", f"no ruleset `{brief(name)}` is shipped with this package"))


def load(name: FilePath | None = None) -> Ruleset:
    """The ruleset of a folder's ``*.yaml`` files, or a shipped one by its name; without a name, `published`.

    Raises RulesError with all problems of all files, each with its place.
    """
    folder = folder_of(name)
    return load_texts(read_texts(folder), folder)


def about(name: str) -> About:
    """What a shipped ruleset says of itself, read without the rest of it. Raises RulesError."""
    folder = shipped(name)
    nodes, problems = _parsed(read_texts(folder))
    binder = Binder(folder)
    sections = {key: node for one in nodes for key, _, node in documents.entries(one)}
    found: About = binder.bind(About, sections["ruleset"], ("ruleset",)) if "ruleset" in sections else MISSING
    return load(name).ruleset if problems or found is MISSING else found  # which tells all that is wrong


def folder_of(name: FilePath | None) -> str:
    """The folder that is meant: the one of that name or, if there is none, of the shipped ruleset."""
    folder = shipped() if name is None else os.fspath(name)
    return shipped(folder) if folder in shipped_names() and not os.path.exists(folder) else folder


def is_rule_file(name: str) -> bool:
    """Whether a file of a folder of rules is one of them; hidden ones are what editors and systems leave."""
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


def read_texts(folder: FilePath) -> dict[str, str]:
    """The texts of a folder's rule files by file name. Raises RulesError."""
    folder = os.fspath(folder)
    if not os.path.isdir(folder):
        says = (
            "is a file, not a folder of rule files" if os.path.exists(folder) else "there is no such folder"
        )
        remedy = f"name a folder with .yaml files, or a shipped ruleset: {', '.join(shipped_names())}"
        raise RulesError(Problem("unknown-rules", says, remedy, Place(folder)))
    try:
        files = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if is_rule_file(name)]
    except OSError as error:
        says = f"cannot be read: {error.strerror}"
        raise RulesError(Problem("unreadable", says, place=Place(folder))) from None
    files = [file for file in files if not os.path.isdir(file)]
    if not files:
        raise RulesError(Problem("unknown-rules", "there is no .yaml file in it", place=Place(folder)))
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            texts[path] = documents.read(path)
        except AdvisorError as error:
            problems += error.problems
    if problems:
        raise RulesError(problems)
    return texts


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Loading makes many objects and no garbage: the collector would make it worse than linear."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_collector_paused()
def load_texts(texts: dict[str, str], folder: str) -> Ruleset:
    """The ruleset of rule files already read, by name. Raises RulesError."""
    nodes, problems = _parsed(texts)
    merged, clashes = merge(nodes)
    binder = Binder(next(iter(texts)) if len(texts) == 1 else folder)
    binder.ones = _ones(merged)
    values, _ = bind_keys(binder, Sections, merged)
    if problems:  # names and sections that the unreadable files hold cannot be told to be missing
        raise RulesError(problems + clashes + [p for p in binder.problems if p.where])
    binder.problems += clashes
    rules = Ruleset(**_completed(_bound(values)), origin=Origin(folder, texts, merged), types={}, grids={})
    types, grids = link(binder, rules, values)
    if binder.problems:
        raise RulesError(sorted(set(binder.problems), key=lambda one: (one.place or Place(""), one.says)))
    decisions = {
        name: one._replace(branches=grids[name].branches()) if name in grids else one
        for name, one in rules.decisions.items()
    }
    return _counting(replace(rules, decisions=decisions, types=types, grids=grids))


def _counting(rules: Ruleset) -> Ruleset:
    """The rules in which answers that stand as numbers are what they count."""
    if not rules.counts:
        return rules
    return replace(rules, **{name: _counted(rules, getattr(rules, name)) for name in keys_of(Sections)})


def _counted(rules: Ruleset, part: Any) -> Any:
    """A part of the rules, with each expression in it counted."""
    if isinstance(part, Expression):
        return rules.counted(part)
    if isinstance(part, dict):
        return {key: _counted(rules, entry) for key, entry in part.items()}
    if isinstance(part, tuple):
        inside = [_counted(rules, entry) for entry in part]
        return type(part)(*inside) if hasattr(part, "_fields") else tuple(inside)
    return part


def _ones(merged: documents.MappingNode) -> dict[str, str]:
    """What one of each unit is called; read first, because every unit knows it."""
    units = next((node for name, _, node in documents.entries(merged) if name == "units"), None)
    pairs = documents.entries(units) if isinstance(units, documents.MappingNode) else ()
    return {name: node.value.strip() for name, _, node in pairs if isinstance(node, documents.ScalarNode)}


def _parsed(texts: dict[str, str]) -> tuple[list[documents.MappingNode], list[Problem]]:
    """The sections of each file, and what is wrong with files that hold none."""
    nodes: list[documents.MappingNode] = []
    problems: list[Problem] = []
    for name, text in texts.items():
        try:
            node = documents.parse(text, name)
        except AdvisorError as error:
            problems += error.problems
            continue
        if isinstance(node, documents.MappingNode):
            nodes.append(node)
        elif node is not None:
            says = "a rule file holds sections such as `decisions:`, not a list or a text"
            problems.append(Problem("wrong-type", says, place=documents.place(node)))
    return nodes, problems


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    """The sections, with what could be bound; so that one wrong entry does not hide the others."""
    sections: dict[str, Any] = {"ruleset": About("unknown", "0", "unknown"), "start": ""}
    sections |= {key: {} for key in needed_keys(Sections) if key not in sections}
    for name, value in values.items():
        if isinstance(value, dict):
            value = {key: entry for key, entry in value.items() if entry is not MISSING}
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            value = tuple(entry for entry in value if entry is not MISSING)
        if value is not MISSING:
            sections[name] = value
    return sections


def _completed(values: dict[str, Any]) -> dict[str, Any]:
    """The sections, where a question has all that its kind implies, and the options of another section."""
    questions = values["questions"]
    for name, question in questions.items():
        more = question.kind.implied()
        if question.options_from:
            entries = values.get(question.options_from, {})
            more = {"options": {key: Option(one.title) for key, one in entries.items()}}
        if more:
            questions[name] = question._replace(**more)
    return values
