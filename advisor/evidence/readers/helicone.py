"""Helicone's requests, as its interface and its export write them.

Traps: a status under zero is a request that has not ended; an answer from Helicone's cache took no model.
"""

from advisor.evidence import fields
from advisor.evidence.calls import Calls
from advisor.evidence.files import SourceFile
from advisor.evidence.grades import Grades
from advisor.evidence.kinds import FileKind, Result, Tally, rows

_NO_CACHE = "00000000-0000-0000-0000-000000000000"
_REFUSED = 400


class _Tally(Tally):
    def __init__(self, file: SourceFile) -> None:
        self._calls = Calls(file.written)
        self._calls.days.open_ended = True
        self._grades = Grades()

    def take(self, record: fields.Record) -> None:
        start = fields.moment(record, "request_created_at")
        tokens_in, tokens_out = (
            fields.count(record, "prompt_tokens"),
            fields.count(record, "completion_tokens"),
        )
        cached, cost = fields.count(record, "prompt_cache_read_tokens"), fields.number(record, "costUSD")
        took, status = fields.number(record, "delay_ms"), _status(record)
        if self._calls.seen.again(fields.text(record, "request_id")):
            return
        if status < 0 or status >= _REFUSED:
            self._calls.fail(start)
            return
        self._answered(record, start, took)
        self._calls.costs(
            self._calls.add(start, tokens_in=tokens_in, tokens_out=tokens_out, cached=cached), cost
        )
        self._score(fields.mapping(record, "scores"))

    def _answered(self, record: fields.Record, start: float | None, took: float | None) -> None:
        self._calls.fail(start, 0)
        self._calls.model(str(fields.given(record, "response_model", "request_model", "model")))
        if start is not None and not fields.zoned(record, "request_created_at"):
            self._calls.unzoned()
        if fields.given(record, "cache_reference_id") not in (None, _NO_CACHE):
            self._calls.from_cache()
        elif took is not None:
            self._calls.took(took / 1000)

    def _score(self, scores: fields.Record) -> None:
        for name, score in scores.items():
            if (
                isinstance(score, dict)
                and score.get("valueType") == "boolean"
                and score.get("value") in (0, 1)
            ):
                label = fields.label(name, f"score {len(self._grades) + 1}")
                self._grades.group(name, label).add(bool(score["value"]))

    def result(self) -> Result:
        measures, remarks = self._calls.measures()
        passed = self._grades.best() if len(self._grades) == 1 else ()
        return Result((*measures, *passed), remarks, self._grades.each(), self._calls.complete)


def _status(record: fields.Record) -> int:
    value = fields.given(record, "response_status")
    if isinstance(value, str) and value.startswith("-"):
        return -1
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        return -1
    return fields.count(record, "response_status") or 0


KIND = FileKind("helicone", "Helicone requests", tuple(rows("request_id", "request_created_at")), _Tally)
