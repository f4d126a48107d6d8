"""The page's scripts in a node process, and answers to try them with."""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import advisor.output.page
from advisor.analysis.explorer.boundary_values import boundary_values, thresholds
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.explorer.walks import Explorer
from advisor.engine.answers import to_typed, typed_values
from advisor.engine.checking import check
from advisor.errors import AdvisorError, AnswerError
from advisor.output.page.data import SCRIPTS, data
from advisor.quantities import as_typed
from advisor.rules import Ruleset
from advisor.rules.kinds import Answer

FOLDER = Path(advisor.output.page.__file__).parent
RUN = Path(__file__).parent / "page" / "run.js"
NODE = shutil.which("node") or ""


class Page:
    """The page's scripts, which answer a request a line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def open(self, rules: Ruleset) -> None:
        self("open", data(rules))

    def __call__(self, request: str, argument: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([request, argument]), file=self.process.stdin, flush=True)
        found, error = json.loads(self.process.stdout.readline())
        assert not error, error
        return found


@contextmanager
def opened() -> Iterator[Page]:
    """The scripts as a page loads them, in one process for many requests."""
    command = [NODE, str(RUN), str(FOLDER), *SCRIPTS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield Page(process)


class Tries:
    """Random answers to a ruleset, as they are typed; often on a threshold, some not sure or left out.

    ways: for each branch, answers that take it
    """

    def __init__(self, rules: Ruleset, chance: random.Random) -> None:
        self.rules, self.chance = rules, chance
        explorer = Explorer(rules)
        explorer.scatter()
        self.ways = [walk.given for walk in explorer.witnesses.values()] or [{}]
        self.likely = boundary_values(rules, rules.questions, thresholds(rules))

    def values(self) -> dict[str, Any]:
        """Answers and now and then a figure; half of them with one number exactly where a condition turns."""
        whole = self.chance.random() < 0.5
        given = {
            name: self._answer(name) for name in self.rules.questions if whole or self.chance.random() < 0.7
        }
        if self.chance.random() < 0.5:
            given |= self.chance.choice(self.ways)
        values = typed_values(self.rules, given)
        if self.rules.parameters and self.chance.random() < 0.3:
            values |= self._figure()
        return values | self._on_a_break(values)

    def _answer(self, name: str) -> Answer:
        chance, question = self.chance, self.rules.questions[name]
        if chance.random() < 0.07:
            return question.kind.read("unknown")
        low, high = question.min, question.max
        if question.kind.every or low is None or high is None or chance.random() < 0.5:
            return chance.choice(self.likely[name])
        value = low + (high - low) * chance.randrange(1001) // 1000
        return value if question.kind.takes(value) else low

    def _figure(self) -> dict[str, Any]:
        name = self.chance.choice(list(self.rules.parameters))
        one = self.rules.parameters[name]
        option = self.chance.choice(list(one.values)) if one.by else ""
        was = one.values[option] if option else one.value or 0
        value = self.chance.choice(
            [was + 1, was * 2, Fraction(was) / 3 if self.rules.types[name] == "number" else was]
        )
        if self.rules.beyond(name, value):
            return {}
        return {f"{name}.{option}" if option else name: to_typed(self.rules, name, value)}

    def _on_a_break(self, values: dict[str, Any]) -> dict[str, Any]:
        """One number as it lies exactly where a comparison turns, all others being as they are."""
        ordered = [name for name in values if name in self.rules.questions and self.rules.is_ordered(name)]
        if not ordered or self.chance.random() < 0.5:
            return {}
        name = self.chance.choice(ordered)
        with suppress(AdvisorError, AnswerError):
            answers = check(self.rules, values)
            sweep = Sweep(self.rules, answers, name)
            taken = [one for one in sorted(sweep.breaks) if sweep.takes(one)]
            if taken:
                return {name: as_typed(self.chance.choice(taken), self.rules.unit(name))}
        return {}
