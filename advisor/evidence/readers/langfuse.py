"""Langfuse: observations as its pages, its exports and its bucket exports write them, and scores.

Traps: only generations call a model, and one that contains another repeats it; the kinds of tokens
exclude one another, so all of the input have to be added; only scores that are true or false can pass.
"""

from collections.abc import Iterator

from advisor.evidence import fields
from advisor.evidence.calls import Call
from advisor.evidence.files import SourceFile
from advisor.evidence.grades import Grades
from advisor.evidence.kinds import FileKind, Result, Tally, rows
from advisor.evidence.measures import Remark
from advisor.evidence.nesting import NestedCalls
from advisor.quantities import amount

_STARTS, _ENDS = ("startTime", "start_time"), ("endTime", "end_time")


class _Pages:
    """Whether all the pages are there, from what each says about itself."""

    def __init__(self) -> None:
        self._seen: set[object] = set()
        self._total, self._more = 0, False

    def add(self, meta: object) -> None:
        if isinstance(meta, dict):
            self._seen.add(repr(meta.get("page")))
            self._total = max(self._total, fields.count(meta, "totalPages") or 0)
            self._more = bool(meta.get("cursor"))

    @property
    def complete(self) -> bool:
        return len(self._seen) >= self._total and not self._more


class _Observations(NestedCalls):
    def __init__(self, file: SourceFile) -> None:
        super().__init__(file)
        self._pages = _Pages()

    def take(self, record: fields.Record) -> None:
        own = fields.text(record, "id")
        parent = fields.text(record, "parentObservationId", "parent_observation_id")
        if fields.text(record, "type") != "GENERATION":
            self.span(own, parent, None)
            return
        self.span(own, parent, _call(record))
        model = fields.given(record, "model", "provided_model_name", "providedModelName")
        self.model(model, is_zoned=fields.zoned(record, *_STARTS))

    def note(self, value: object) -> None:
        self._pages.add(value)
        self.complete = self._pages.complete


def _call(record: fields.Record) -> Call:
    start, end = fields.moment(record, *_STARTS), fields.moment(record, *_ENDS)
    costs = fields.mapping(record, "costDetails", "cost_details")
    cost = fields.number({**costs, **record}, "total", "totalCost", "calculatedTotalCost", "total_cost")
    failed = fields.text(record, "level") == "ERROR"
    tokens_in, tokens_out, cached = _tokens(record)
    return Call(start, tokens_in, tokens_out, cached, fields.between(start, end), cost, failed)


def _tokens(record: fields.Record) -> tuple[int | None, int | None, int | None]:
    """Input, output and cached input; the parts of `usageDetails` do not overlap."""
    details = fields.mapping(record, "usageDetails", "usage_details")
    if details:
        inputs = list(_counts(details, "input"))
        outputs = list(_counts(details, "output"))
        cached = [number for name, number in inputs if "cached" in name or "cache_read" in name]
        return _sum(inputs), _sum(outputs), sum(cached) if cached else None
    usage = {**record, **fields.mapping(record, "usage")}
    return (
        fields.count(usage, "input", "inputUsage", "promptTokens"),
        fields.count(usage, "output", "outputUsage", "completionTokens"),
        None,
    )


def _counts(details: fields.Record, part: str) -> Iterator[tuple[str, int]]:
    for name in details:
        if part in name:
            number = fields.count(details, name)
            if number is not None:
                yield name, number


def _sum(counts: list[tuple[str, int]]) -> int | None:
    return sum(number for _, number in counts) if counts else None


class _Scores(Tally):
    def __init__(self, _: SourceFile) -> None:
        self._grades, self._pages, self._others = Grades(), _Pages(), 0

    def take(self, record: fields.Record) -> None:
        if fields.text(record, "dataType", "data_type") != "BOOLEAN":
            self._others += 1
            return
        value = fields.number(record, "value")
        if value not in (0, 1):
            raise fields.WrongField("value is neither 0 nor 1")
        self._grades.score(fields.text(record, "name"), value == 1)

    def note(self, value: object) -> None:
        self._pages.add(value)

    def result(self) -> Result:
        remarks = []
        if self._others:
            says = f"{amount(self._others, 'score')} not true or false, which cannot pass without a bar of their own"
            remarks.append(Remark("no-pass", says))
        if len(self._grades) > 1:
            remarks.append(Remark("several-scores", "several scores, of which none stands for passing"))
        if not self._pages.complete:
            remarks.append(Remark("incomplete", "the file holds only a part: fetch the pages that follow"))
        return Result(self._grades.only(), tuple(remarks), self._grades.each(), self._pages.complete)


OBSERVATIONS = FileKind(
    "langfuse",
    "Langfuse observations",
    (
        *rows("id", "traceId", "type", "startTime", also=("meta",)),
        *rows("id", "trace_id", "type", "start_time", also=("meta",)),
    ),
    _Observations,
)
SCORES = FileKind(
    "langfuse-scores",
    "Langfuse scores",
    (
        *rows("id", "name", "value", "dataType", also=("meta",)),
        *rows("id", "name", "value", "data_type", also=("meta",)),
    ),
    _Scores,
)
