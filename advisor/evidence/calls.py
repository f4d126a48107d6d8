"""Requests to models, added up: volume, tokens, cache, failures, durations, costs.

What the readers of usage, spend and traces share. Nothing is kept of a request but numbers.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from advisor.evidence.days import UNDATED, Calendar, Days, Sums
from advisor.evidence.files import SourceFile
from advisor.evidence.kinds import Result, Tally
from advisor.evidence.measures import Measure, Remark, percentiles
from advisor.evidence.shares import measured
from advisor.quantities import amount

REMEMBERED = 2_000_000
"""So many identities are kept to leave out what was written twice."""
_MINUTE = 60_000


class Call(NamedTuple):
    """One request, as a log has it; what is unknown is None.

    when: seconds since 1970
    seconds: how long it took
    cost: in US dollars
    """

    when: float | None
    tokens_in: int | None
    tokens_out: int | None
    cached: int | None
    seconds: float | None
    cost: float | None
    failed: bool = False


class Calls(Tally):
    """Adds up requests, one by one or in sums that a file gives; each reader takes its records apart.

    is_log: whether records are single requests, so that the first and the last day may be partial
    gaps_are_zero: whether nothing was requested on a day between others that the file does not have
    """

    is_log = False
    gaps_are_zero = True

    def __init__(self, file: SourceFile) -> None:
        self.days = Days(file.written, open_ended=self.is_log, gaps_are_zero=self.gaps_are_zero)
        self.complete = True
        self.repeated = self.around = 0
        """How many calls were written twice; how many only contained others."""
        self._seen: set[int] = set()
        self._latencies: Counter[int] = Counter()
        self._currencies, self._models = set[str](), set[str]()
        self._unzoned = self._uncounted = self._from_cache = self._others = 0
        self._has_cached = self._tells_failures = False

    def note(self, value: object) -> None:
        """Whether more pages follow; the last page tells."""
        self.complete = value is not True

    def is_repeated(self, identity: Hashable) -> bool:
        """Whether the identity was there before; only a hash is kept. Nothing without one is a repetition."""
        if not identity:
            return False
        own = hash(identity)
        if own in self._seen:
            self.repeated += 1
            return True
        if len(self._seen) < REMEMBERED:
            self._seen.add(own)
        return False

    def call(self, one: Call, *, from_cache: bool = False) -> None:
        """Add a request of a log; one answered from a cache took no model, so its time tells nothing."""
        when, tokens_in, tokens_out, cached, seconds, cost, failed = one
        self._tells_failures = True
        if failed:
            self.days.on(when).failed += 1
            return
        self.cost(self.add(when, 1, tokens_in, tokens_out, cached), cost)
        self._from_cache += from_cache
        if seconds is not None and not from_cache:
            self._took(seconds)

    def add(
        self,
        when: float | None,
        requests: int | None,
        tokens_in: int | None,
        tokens_out: int | None,
        cached: int | None,
    ) -> Sums:
        """Add answered requests; what is not known is None. Gives the sums of their day."""
        sums = self.days.on(when)
        if requests is None:
            self._uncounted += 1
            requests = 0
        sums.requests += requests
        if tokens_in is not None:
            sums.input += tokens_in
            sums.input_of += requests
        if tokens_out is not None:
            sums.output += tokens_out
            sums.output_of += requests
        if cached is not None:
            self._has_cached = True
            sums.cached += min(cached, tokens_in or 0)
        return sums

    def fail(self, when: float | None, requests: int) -> None:
        """Add requests that were not answered; none is worth saying too."""
        self._tells_failures = True
        self.days.on(when).failed += requests

    def _took(self, seconds: float) -> None:
        """Kept to the millisecond up to a minute, then to the second."""
        thousandths = round(seconds * 1000)
        self._latencies[thousandths if thousandths < _MINUTE else thousandths // 1000 * 1000] += 1

    def cost(self, sums: Sums, amount: float | None, currency: str = "USD") -> None:
        """Requests cost so much; sums of several currencies are not added up."""
        if amount is not None:
            self._currencies.add(currency)
            sums.cost += amount

    def model(self, name: object, *, is_zoned: bool = True) -> None:
        """A model answered; `is_zoned` says whether the time of that has a zone."""
        self._unzoned += not is_zoned
        if len(self._models) < 100:
            self._models.add(str(name))

    def other(self) -> None:
        """Something that is no text request: an embedding, an image, a tool."""
        self._others += 1

    # --- what they come to ---

    def result(self) -> Result:
        """Everything that can be said, and what to mind about the file as a whole."""
        calendar = self.days.calendar(self.complete)
        found = (
            *self._volumes(calendar),
            *self._per_request(calendar),
            *self._failures(),
            *percentiles("latency", self._latencies, "seconds", "request", 1000),
        )
        remarks = (*(() if found else calendar.remarks), *self._remarks())
        return Result(found, remarks, complete=self.complete)

    def _total(self, part: str) -> int:
        return sum(getattr(day, part) for day in self.days.sums.values())

    def _volumes(self, calendar: Calendar) -> Iterator[Measure]:
        incomplete = self._incomplete()
        for name, unit, part in (
            ("requests_a_month", "requests a month", "requests"),
            ("input_tokens_a_month", "tokens a month", "input"),
            ("output_tokens_a_month", "tokens a month", "output"),
        ):
            if self._total(part) and not (part == "requests" and self._uncounted):
                yield calendar.monthly(name, unit, part, incomplete)
        if len(self._currencies) == 1:
            unit = f"{next(iter(self._currencies))} a month"
            yield calendar.monthly("cost_a_month", unit, "money", incomplete)

    def _per_request(self, calendar: Calendar) -> Iterator[Measure]:
        requests = self._total("requests")
        for name, part, among in (
            ("input_tokens", "input", "input_of"),
            ("output_tokens", "output", "output_of"),
        ):
            of = self._total(among)
            basis = f"{of:,} of {requests:,} requests"
            if found := calendar.ratio(name, "tokens a request", part, among, basis):
                yield found._replace(remarks=_unknown(requests - of, name))
        cached, read = self._total("cached"), self._total("input")
        basis = f"{cached:,} of {read:,} input tokens"
        if self._has_cached and (found := calendar.ratio("cached_share", "", "cached", "input", basis)):
            yield found._replace(counted=cached, among=read)

    def _failures(self) -> Iterator[Measure]:
        if not self._tells_failures:
            return
        failed = self._total("failed")
        among = failed + self._total("requests")
        yield Measure("failures", failed, "requests", basis=f"{failed:,} of {among:,}")
        if among:
            yield measured("failure_share", failed, among)

    def _incomplete(self) -> tuple[Remark, ...]:
        says = "the file holds only a part: fetch the pages that follow and append them to it"
        return () if self.complete else (Remark("incomplete", says),)

    def _counts(self) -> Iterator[tuple[str, int, str]]:
        undated = self.days.sums.get(UNDATED)
        yield "duplicates", self.repeated, "written twice and counted once"
        yield "failed", self._total("failed"), "failed and not part of the volume"
        yield "undated", undated.requests if undated else 0, "without a time and not part of the volume"
        yield "no-zone", self._unzoned, "with a time without a zone, taken as UTC"
        yield "from-cache", self._from_cache, "answered from a cache in front of the model"
        yield "around", self.around, "around others that they repeat, left out"
        yield "others", self._others, "of another kind left out, such as embeddings or tools"

    def _remarks(self) -> Iterator[Remark]:
        yield from self._incomplete()
        for code, count, says in self._counts():
            if count:
                yield Remark(code, f"{amount(count, 'request')} {says}")
        if self._uncounted:
            yield Remark("no-requests", "the file does not say how many requests its tokens were")
        if len(self._currencies) > 1:
            says = f"costs in {', '.join(sorted(self._currencies))} were not added up"
            yield Remark("currencies", says)
        if len(self._models) > 1:
            yield Remark("models", f"{len(self._models)} models together")


def _unknown(missing: int, name: str) -> tuple[Remark, ...]:
    says = f"{amount(missing, 'request')} without {name.replace('_', ' ')} left out of the mean"
    return (Remark("missing-counts", says),) if missing else ()
