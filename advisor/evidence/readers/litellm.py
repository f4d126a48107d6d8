"""LiteLLM's spend: by day as its interface and its table give it, and the log of single requests.

Traps: a day can be split over pages; what stands under `breakdown` repeats the day; an answer from
LiteLLM's own cache took no model; embeddings and tools stand in the same log.
"""

from advisor.evidence import fields
from advisor.evidence.calls import Call, Calls
from advisor.evidence.days import DAY
from advisor.evidence.kinds import FileKind, Layout, documents, rows

_CACHED = "cache_read_input_tokens"
_TEXT = ("completion", "responses", "messages", "generate_content")


class _Daily(Calls):
    def take(self, record: fields.Record) -> None:
        day = fields.moment(record, "date")
        if day is None or day % DAY:
            raise fields.WrongField("date is not a day")
        sums = fields.mapping(record, "metrics") or record
        self._add(day, sums, record.get("id") or (day, repr(sums)))

    def _add(self, day: float, sums: fields.Record, identity: object) -> None:
        requests = fields.count(sums, "successful_requests")
        failed = fields.count(sums, "failed_requests") or 0
        if requests is None:
            requests = fields.count(sums, "api_requests")
            requests = requests and max(0, requests - failed)
        tokens_in, tokens_out = fields.count(sums, "prompt_tokens"), fields.count(sums, "completion_tokens")
        cached, cost = fields.count(sums, _CACHED), fields.number(sums, "spend")
        if not self.is_repeated(repr(identity)):
            self.days.cover(day, day + DAY)
            self.cost(self.add(day, requests, tokens_in, tokens_out, cached), cost)
            self.fail(day, failed)


class _Log(Calls):
    is_log = True

    def take(self, record: fields.Record) -> None:
        call = _call(record)
        if self.is_repeated(fields.text(record, "request_id")):
            return
        if not _is_text(fields.text(record, "call_type")):
            self.other()
            return
        if not call.failed:
            self.model(record.get("model"), is_zoned=fields.zoned(record, "startTime"))
        self.call(call, from_cache=str(record.get("cache_hit")).lower() == "true")


def _call(record: fields.Record) -> Call:
    start = fields.moment(record, "startTime")
    tokens_in, tokens_out = fields.count(record, "prompt_tokens"), fields.count(record, "completion_tokens")
    cost, failed = fields.number(record, "spend"), fields.text(record, "status").lower() == "failure"
    return Call(start, tokens_in, tokens_out, _cached(record), _seconds(record, start), cost, failed)


def _is_text(call: str) -> bool:
    return not call or any(word in call for word in _TEXT)


def _cached(record: fields.Record) -> int | None:
    details = fields.mapping(record, "metadata")
    usage = fields.mapping(details, "usage_object", "additional_usage_values")
    found = fields.count(usage, _CACHED)
    if found is None:
        return fields.count(fields.mapping(usage, "prompt_tokens_details"), "cached_tokens")
    return found


def _seconds(record: fields.Record, start: float | None) -> float | None:
    milliseconds = fields.number(record, "request_duration_ms")
    if milliseconds is not None:
        return milliseconds / 1000
    return fields.between(start, fields.moment(record, "endTime"))


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
