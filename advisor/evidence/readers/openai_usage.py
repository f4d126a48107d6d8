"""OpenAI's usage of completions: pages of its interface, its costs, and the tables of its dashboard.

Traps: a page with `has_more` is only a part; some tables do not say how many requests; costs can be
in several currencies; pages that overlap hold the same bucket twice.
"""

from advisor.evidence import fields
from advisor.evidence.calls import Calls
from advisor.evidence.days import DAY
from advisor.evidence.files import SourceFile
from advisor.evidence.kinds import FileKind, Result, Tally, documents, rows


class _Tally(Tally):
    def __init__(self, file: SourceFile) -> None:
        self._calls = Calls(file.written, gaps_are_zero=False)

    def take(self, record: fields.Record) -> None:
        if "results" in record:
            self._bucket(record)
        else:
            self._row(record)

    def note(self, value: object) -> None:
        """Whether more pages follow; the last page tells."""
        self._calls.complete = value is not True

    def _bucket(self, bucket: fields.Record) -> None:
        start, end = self._span(bucket)
        for sums in fields.items(bucket, "results"):
            if not isinstance(sums, dict):
                raise fields.WrongField(f"results holds {fields.a_kind(sums)}, not objects")
            self._add(sums, start, end)

    def _row(self, row: fields.Record) -> None:
        start, end = self._span(row)
        self._add(row, start, end)

    def _span(self, record: fields.Record) -> tuple[float, float]:
        """From when to when; a row with one time at midnight is that day, at another time a part of one."""
        start = fields.moment(record, "start_time", "timestamp", "aggregation_timestamp", "date")
        if start is None:
            raise fields.WrongField("start_time is missing")
        end = fields.moment(record, "end_time")
        if end is None and start % DAY:
            self._calls.days.open_ended = True
            return start, start
        end = start + DAY if end is None else end
        if not start < end <= start - start % DAY + DAY:
            raise fields.WrongField("end_time is not within the day of start_time")
        self._calls.days.cover(start, end)
        return start, end

    def _add(self, sums: fields.Record, start: float, end: float) -> None:
        requests = fields.count(sums, "num_model_requests", "num_requests", "n_requests")
        tokens_in, tokens_out = _tokens(sums)
        money = {**sums, **fields.mapping(sums, "amount")}
        cost = fields.number(money, "value", "amount_value")
        if tokens_in is None and tokens_out is None and requests is None and cost is None:
            return  # a bucket in which nothing happened
        if self._calls.seen.again((start, end, repr(sums))):
            return
        if tokens_in is None and tokens_out is None and requests is None:
            self._calls.costs(
                self._calls.days.on(start), cost, _currency(fields.text(money, "currency", "amount_currency"))
            )
            return
        cached = fields.count(sums, "input_cached_tokens")
        fresh = fields.count(sums, "n_non_cached_context_tokens_total")
        if cached is None and fresh is not None and tokens_in is not None:
            cached = max(0, tokens_in - fresh)
        self._calls.add(start, requests, tokens_in=tokens_in, tokens_out=tokens_out, cached=cached)
        self._calls.model(fields.text(sums, "model", "snapshot_id"))

    def result(self) -> Result:
        return Result(*self._calls.measures(), complete=self._calls.complete)


def _tokens(sums: fields.Record) -> tuple[int | None, int | None]:
    return (
        fields.count(sums, "input_tokens", "n_context_tokens_total"),
        fields.count(sums, "output_tokens", "n_generated_tokens_total"),
    )


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
    _Tally,
)
