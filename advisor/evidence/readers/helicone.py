"""Helicone's requests, as its interface and its export write them.

Traps: a status under zero is a request that has not ended; an answer from Helicone's cache took no model.
"""

from advisor.evidence import fields
from advisor.evidence.calls import Call, Calls
from advisor.evidence.files import SourceFile
from advisor.evidence.grades import Grades
from advisor.evidence.kinds import FileKind, Result, rows

_NO_CACHE = "00000000-0000-0000-0000-000000000000"
_REFUSED = 400


class _Requests(Calls):
    is_log = True

    def __init__(self, file: SourceFile) -> None:
        super().__init__(file)
        self._grades = Grades()

    def take(self, record: fields.Record) -> None:
        call = _call(record)
        if self.is_repeated(fields.text(record, "request_id")):
            return
        if not call.failed:
            model = fields.given(record, "response_model", "request_model", "model")
            self.model(model, is_zoned=fields.zoned(record, "request_created_at"))
            self._score(fields.mapping(record, "scores"))
        self.call(call, from_cache=fields.given(record, "cache_reference_id") not in (None, _NO_CACHE))

    def _score(self, scores: fields.Record) -> None:
        for name, score in scores.items():
            is_graded = isinstance(score, dict) and score.get("valueType") == "boolean"
            if is_graded and score.get("value") in (0, 1):
                self._grades.score(name, bool(score["value"]))

    def result(self) -> Result:
        found = super().result()
        return found._replace(measures=(*found.measures, *self._grades.only()), groups=self._grades.each())


def _call(record: fields.Record) -> Call:
    names = ("prompt_tokens", "completion_tokens", "prompt_cache_read_tokens")
    tokens_in, tokens_out, cached = (fields.count(record, name) for name in names)
    start, cost = fields.moment(record, "request_created_at"), fields.number(record, "costUSD")
    took, status = fields.number(record, "delay_ms"), _status(record)
    seconds, failed = None if took is None else took / 1000, status < 0 or status >= _REFUSED
    return Call(start, tokens_in, tokens_out, cached, seconds, cost, failed)


def _status(record: fields.Record) -> int:
    value = fields.given(record, "response_status")
    if isinstance(value, str) and value.startswith("-"):
        return -1
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        return -1
    return fields.count(record, "response_status") or 0


KIND = FileKind("helicone", "Helicone requests", tuple(rows("request_id", "request_created_at")), _Requests)
