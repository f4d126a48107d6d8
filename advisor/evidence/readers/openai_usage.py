"""OpenAI's usage of completions: pages of its interface, its costs, and the tables of its dashboard.

Traps: a page with `has_more` is only a part; some tables do not say how many requests; costs can be
in several currencies; pages that overlap hold the same bucket twice.
"""

from advisor.evidence import fields
from advisor.evidence.calls import Calls
from advisor.evidence.days import DAY
from advisor.evidence.kinds import FileKind, documents, rows


class _Usage(Calls):
    gaps_are_zero = False

    def take(self, record: fields.Record) -> None:
        """A bucket of a page, or a row of a table."""
        start, end = self._span(record)
        for sums in fields.objects(record, "results") if "results" in record else (record,):
            self._add(sums, start, end)

    def _span(self, record: fields.Record) -> tuple[float, float]:
        """From when to when; a row with one time at midnight is that day, at another time a part of one."""
        start = fields.moment(record, "start_time", "timestamp", "aggregation_timestamp", "date")
        if start is None:
            raise fields.WrongField("start_time is missing")
        end = fields.moment(record, "end_time")
        if end is None and start % DAY:
            self.days.open_ended = True
            return start, start
        end = start + DAY if end is None else end
        if not start < end <= start - start % DAY + DAY:
            raise fields.WrongField("end_time is not within the day of start_time")
        self.days.cover(start, end)
        return start, end

    def _add(self, sums: fields.Record, start: float, end: float) -> None:
        requests = fields.count(sums, "num_model_requests", "num_requests", "n_requests")
        tokens_in = fields.count(sums, "input_tokens", "n_context_tokens_total")
        tokens_out = fields.count(sums, "output_tokens", "n_generated_tokens_total")
        money = {**sums, **fields.mapping(sums, "amount")}
        cost = fields.number(money, "value", "amount_value")
        is_usage = (tokens_in, tokens_out, requests) != (None, None, None)
        if (not is_usage and cost is None) or self.is_repeated((start, end, repr(sums))):
            return  # a bucket in which nothing happened, or one that was there before
        if is_usage:
            self.add(start, requests, tokens_in, tokens_out, _cached(sums, tokens_in))
            self.model(fields.text(sums, "model", "snapshot_id"))
        else:
            currency = fields.text(money, "currency", "amount_currency")
            self.cost(self.days.on(start), cost, _currency(currency))


def _cached(sums: fields.Record, tokens_in: int | None) -> int | None:
    cached = fields.count(sums, "input_cached_tokens")
    fresh = fields.count(sums, "n_non_cached_context_tokens_total")
    if cached is None and fresh is not None and tokens_in is not None:
        return max(0, tokens_in - fresh)
    return cached


def _currency(code: str) -> str:
    return code.upper() if len(code) == 3 and code.isalpha() and code.isascii() else "an unknown currency"


KIND = FileKind(
    "openai-usage",
    "OpenAI usage",
    (
        *documents(("data.item",), ("data.item.start_time", "data.item.results"), ("has_more",)),
        *rows("n_context_tokens_total"),
        *rows("n_generated_tokens_total"),
        *rows("start_time", "end_time", "input_tokens", "output_tokens", also=("has_more",)),
        *rows("start_time", "end_time", "amount_value", "amount_currency"),
        *rows("start_time", "start_time_iso", "end_time_iso"),
    ),
    _Usage,
)
