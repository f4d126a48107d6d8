"""The names of a ruleset that is held against itself, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.documents import Node
from advisor.errors import did_you_mean
from advisor.rules.binding import MISSING, Binder
from advisor.rules.model import Sections, keys_of, needed_keys
from advisor.rules.origin import Path_
from advisor.rules.records import Question
from advisor.rules.ruleset import Ruleset


class Linker:
    """A bound ruleset that is held against itself; problems go to the binder.

    rules: the entries that could be bound
    known: all entries of each section by their ids, also those that could not be bound
    lost: sections that could not be read at all; whatever is looked up in one counts as there
    types: the types of the names that are settled
    """

    def __init__(self, binder: Binder, rules: Ruleset, bound: Mapping[str, Any]) -> None:
        self.binder = binder
        self.rules = rules
        needed = dict.fromkeys(needed_keys(Sections), MISSING)
        sections = {name: bound.get(name, needed.get(name)) for name in keys_of(Sections)}
        self.lost = frozenset(name for name, section in sections.items() if section is MISSING)
        self.known = {name: one if isinstance(one, dict) else {} for name, one in sections.items()}
        self.types: dict[str, str] = {}

    def problem(
        self, code: str, where: Path_, says: str, remedy: str = "", *, node: Node | None = None
    ) -> None:
        """Note a problem at a key or, if one is told, at a node."""
        self.binder.problem(code, node or self.rules.origin.node(where), where, says, remedy)

    def is_in(self, name: str, sections: Iterable[str]) -> bool:
        """Whether some sections have an entry of that name."""
        return any(name in self.known[section] or section in self.lost for section in sections)

    def options(self, question: Question) -> list[str]:
        """The ids of a question's options."""
        return list(self.known[question.options_from] if question.options_from else question.options)

    def expect_option(self, option: str, name: str, where: Path_) -> None:
        """An option must be one of those of a question, if the name is that of one."""
        question: Any = self.rules.questions.get(name)
        if not question or question.options_from in self.lost:
            return
        options = self.options(question)
        if option not in options:
            says = f"`{option}` is no option of {name}"
            self.problem("unknown-name", where, says, did_you_mean(option, options))

    def expect_choice(self, name: str, where: Path_) -> bool:
        """A question, if the name is that of one, must be a choice; whether it is known to be."""
        question = self.rules.questions.get(name)
        if question and question.kind.type != "text":
            choices = [other for other, one in self.rules.questions.items() if one.kind.type == "text"]
            self.problem("wrong-type", where, f"`{name}` is not a choice", did_you_mean(name, choices))
            return False
        return question is not None

    def expect_type(self, name: str, where: Path_, *wanted: str) -> None:
        """A name, if it is known, must be of one of some types."""
        kind = self.types.get(name)
        if kind and kind not in wanted:
            says = f"`{name}` is a {kind}, expected a {' or a '.join(wanted)}"
            self.problem("wrong-type", where, says)
