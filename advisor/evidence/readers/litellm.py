"""LiteLLM's spend: by day as its interface and its table give it, and the log of single requests.

Traps: a day can be split over pages; what stands under `breakdown` repeats the day; an answer from
LiteLLM's own cache took no model; embeddings and tools stand in the same log.
"""

from advisor.evidence import fields
from advisor.evidence.calls import Calls
from advisor.evidence.days import DAY
from advisor.evidence.files import SourceFile
from advisor.evidence.kinds import FileKind, Layout, Result, Tally, documents, rows

_TEXT = ("completion", "responses", "messages", "generate_content")


class _Daily(Tally):
    def __init__(self, file: SourceFile) -> None:
        self._calls = Calls(file.written)

    def take(self, record: fields.Record) -> None:
        day = fields.moment(record, "date")
        if day is None or day % DAY:
            raise fields.WrongField("date is not a day")
        sums = fields.mapping(record, "metrics") or record
        self._add(day, sums, record.get("id") or (day, repr(sums)))

    def note(self, value: object) -> None:
        """Whether more pages follow; the last page tells."""
        self._calls.complete = value is not True

    def _add(self, day: float, sums: fields.Record, identity: object) -> None:
        requests, failed = (
            fields.count(sums, "successful_requests"),
            fields.count(sums, "failed_requests") or 0,
        )
        if requests is None:
            requests = fields.count(sums, "api_requests")
            requests = requests and max(0, requests - failed)
        tokens_in, tokens_out = fields.count(sums, "prompt_tokens"), fields.count(sums, "completion_tokens")
        cached, cost = fields.count(sums, "cache_read_input_tokens"), fields.number(sums, "spend")
        if self._calls.seen.again(repr(identity)):
            return
        self._calls.days.cover(day, day + DAY)
        self._calls.costs(
            self._calls.add(day, requests, tokens_in=tokens_in, tokens_out=tokens_out, cached=cached), cost
        )
        self._calls.fail(day, failed)

    def result(self) -> Result:
        return Result(*self._calls.measures(), complete=self._calls.complete)


class _Log(Tally):
    def __init__(self, file: SourceFile) -> None:
        self._calls = Calls(file.written)
        self._calls.days.open_ended = True

    def take(self, record: fields.Record) -> None:
        start = fields.moment(record, "startTime")
        tokens_in, tokens_out = (
            fields.count(record, "prompt_tokens"),
            fields.count(record, "completion_tokens"),
        )
        cost, cached, took = fields.number(record, "spend"), _cached(record), _seconds(record, start)
        if self._calls.seen.again(fields.text(record, "request_id")):
            return
        if not _is_text(fields.text(record, "call_type")):
            self._calls.other()
        elif fields.text(record, "status").lower() == "failure":
            self._calls.fail(start)
        else:
            self._answered(record, start, took)
            self._calls.costs(
                self._calls.add(start, tokens_in=tokens_in, tokens_out=tokens_out, cached=cached), cost
            )

    def _answered(self, record: fields.Record, start: float | None, took: float | None) -> None:
        self._calls.fail(start, 0)
        self._calls.model(str(record.get("model")))
        if start is not None and not fields.zoned(record, "startTime"):
            self._calls.unzoned()
        if str(record.get("cache_hit")).lower() == "true":
            self._calls.from_cache()
        elif took is not None:
            self._calls.took(took)

    def result(self) -> Result:
        return Result(*self._calls.measures(), complete=self._calls.complete)


def _is_text(call: str) -> bool:
    return not call or any(word in call for word in _TEXT)


def _cached(record: fields.Record) -> int | None:
    details = fields.mapping(record, "metadata")
    usage = fields.mapping(details, "usage_object", "additional_usage_values")
    found = fields.count(usage, "cache_read_input_tokens")
    return (
        found
        if found is not None
        else fields.count(fields.mapping(usage, "prompt_tokens_details"), "cached_tokens")
    )


def _seconds(record: fields.Record, start: float | None) -> float | None:
    milliseconds = fields.number(record, "request_duration_ms")
    if milliseconds is not None:
        return milliseconds / 1000
    end = fields.moment(record, "endTime")
    return None if start is None or end is None or end < start else end - start


DAILY = FileKind(
    "litellm-daily",
    "LiteLLM spend by day",
    (
        *documents(("results.item",), ("results.item.date", "results.item.metrics"), ("metadata.has_more",)),
        *rows("date", "prompt_tokens", "api_requests"),
        Layout(frozenset({"date", "prompt_tokens", "successful_requests"}), ("",)),
    ),
    _Daily,
)
LOG = FileKind(
    "litellm-log", "LiteLLM spend log", tuple(rows("request_id", "startTime", "prompt_tokens")), _Log
)
