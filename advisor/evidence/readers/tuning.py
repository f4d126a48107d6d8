"""Examples to tune with: OpenAI's `messages` and Gemini's `contents`, one example a line.

Traps: an example written twice, or twice but for spaces and capitals, is one; a row without a user's
turn or without an answer teaches nothing; one answer to many questions teaches that answer. How good
the answers are, nobody can tell from the file.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from advisor.evidence import fields
from advisor.evidence.files import SourceFile
from advisor.evidence.kinds import FileKind, Layout, Result, Tally
from advisor.evidence.measures import Measure, Remark, percentiles
from advisor.quantities import amount, simplest

_REMEMBERED = 2_000_000
_COMMON = Fraction(1, 5)
"""An answer that so large a share of the examples gives is told."""
_SPACES = re.compile(r"\s+")


class _Message(NamedTuple):
    role: str
    says: str


class _Examples(Tally):
    def __init__(self, _: SourceFile) -> None:
        self._exact: set[int] = set()
        self._normal: set[int] = set()
        self._answers: Counter[int] = Counter()
        self._lengths: Counter[int] = Counter()
        self.examples = self._no_user = self._no_answer = 0
        self._again = self._nearly = 0

    def take(self, record: fields.Record) -> None:
        turns = list(_turns(record))
        self.examples += 1
        self._lengths[sum(len(turn.says) for turn in turns)] += 1
        if not any(turn.role == "user" and turn.says.strip() for turn in turns):
            self._no_user += 1
        elif not turns or turns[-1].role != "assistant" or not turns[-1].says.strip():
            self._no_answer += 1
        else:
            self._teach(record, turns)

    def _teach(self, record: fields.Record, turns: list[_Message]) -> None:
        normal = [(turn.role, _normalised(turn.says)) for turn in turns]
        exact, nearly = hash(json.dumps(record, sort_keys=True)), hash(repr(normal))
        if exact in self._exact:
            self._again += 1
        elif nearly in self._normal:
            self._nearly += 1
        if len(self._exact) < _REMEMBERED:
            self._exact.add(exact)
            self._normal.add(nearly)
            self._answers[hash(normal[-1][1])] += 1

    def result(self) -> Result:
        useless = self._no_user + self._no_answer
        unique = self.examples - useless - self._again - self._nearly
        measures = [
            Measure("examples", self.examples, "examples"),
            Measure("unique_examples", unique, "examples", basis=f"{unique:,} of {self.examples:,}"),
            Measure("exact_duplicates", self._again, "examples"),
            Measure("near_duplicates", self._nearly, "examples"),
            Measure("useless_examples", useless, "examples"),
            *self._common(),
            *percentiles("characters", self._lengths, "characters", "example"),
        ]
        return Result(tuple(measures), tuple(self._remarks()))

    def _common(self) -> Iterator[Measure]:
        taught = sum(self._answers.values())
        if taught:
            most = self._answers.most_common(1)[0][1]
            share = simplest(Fraction(most, taught))
            yield Measure("commonest_answer_share", share, "", None, most, taught, f"{most:,} of {taught:,}")

    def _remarks(self) -> Iterator[Remark]:
        for code, count, says in (
            ("duplicates", self._again, "written more than once"),
            (
                "near-duplicates",
                self._nearly,
                "the same as another one but for spaces, capitals and punctuation",
            ),
            ("no-user", self._no_user, "without a user's turn"),
            ("no-answer", self._no_answer, "without an answer at the end"),
        ):
            if count:
                yield Remark(code, f"{amount(count, 'example')} {says}")
        taught = sum(self._answers.values())
        most = max(self._answers.values(), default=0)
        if most > 1 and most >= _COMMON * taught:
            yield Remark("one-answer", f"{most:,} of {taught:,} examples give one and the same answer")
        yield Remark("quality", "how good the answers are, a count cannot tell")


def _turns(record: fields.Record) -> Iterator[_Message]:
    for turn in fields.objects(record, "messages", "contents"):
        role = fields.text(turn, "role") or "user"
        if role not in ("assistant", "model") or turn.get("weight") != 0:
            says = "".join(_parts(turn))
            yield _Message("assistant" if role == "model" else role, says)


def _parts(turn: fields.Record) -> Iterator[str]:
    """The texts of a turn; what is no text, such as a call of a tool, as JSON."""
    for name in ("content", "parts", "tool_calls", "function_call"):
        value = turn.get(name)
        for part in value if isinstance(value, list) else () if value is None else (value,):
            yield part if isinstance(part, str) else _part(part)


def _part(part: Any) -> str:
    if isinstance(part, dict) and isinstance(part.get("text"), str):
        return str(part["text"])
    return json.dumps(part)


def _normalised(text: str) -> str:
    """Without what does not make another example: width, capitals, spaces, punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub(" ", folded).strip(" .!?,;:")


KIND = FileKind(
    "tuning",
    "examples for fine-tuning",
    (
        Layout(frozenset({"messages.item.role"}), ("",)),
        Layout(frozenset({"contents.item.parts"}), ("",)),
    ),
    _Examples,
)
