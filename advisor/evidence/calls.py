"""Requests to models, added up: volume, tokens, cache, failures, durations, costs.

What the readers of usage, spend and traces share. Nothing is kept of a request but numbers.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from fractions import Fraction
from operator import attrgetter

from advisor.evidence.days import UNDATED, Calendar, Days, Pick, Sums
from advisor.evidence.measures import Measure, Remark, amount, quantile
from advisor.evidence.shares import wilson
from advisor.quantities import exact, simplest

REMEMBERED = 2_000_000
"""So many identities are kept to leave out what was written twice."""
_MINUTE = 60_000
_requests: Pick = attrgetter("requests")
_failed: Pick = attrgetter("failed")
_input: Pick = attrgetter("input")
_input_of: Pick = attrgetter("input_of")
_output: Pick = attrgetter("output")
_output_of: Pick = attrgetter("output_of")
_cached: Pick = attrgetter("cached")


class Seen:
    """Tells what was there before; of each identity only a hash is kept."""

    def __init__(self) -> None:
        self._hashes: set[int] = set()
        self.repeated = 0

    def again(self, identity: Hashable) -> bool:
        """Whether the identity was seen before. Nothing without an identity is a repetition."""
        if not identity:
            return False
        before = len(self._hashes)
        if before < REMEMBERED:
            self._hashes.add(hash(identity))
            if len(self._hashes) > before:
                return False
        elif hash(identity) not in self._hashes:
            return False
        self.repeated += 1
        return True


class Calls:
    """Adds up requests, one by one or in sums that a file gives."""

    def __init__(self, written: float, *, gaps_are_zero: bool = True) -> None:
        self.days = Days(written, gaps_are_zero=gaps_are_zero)
        self.seen = Seen()
        self.complete = True
        self.around = 0
        """How many calls only contained others."""
        self._latencies: Counter[int] = Counter()
        self._costs: dict[str, bool] = {}
        self._models: set[str] = set()
        self._unzoned = self._uncounted = self._from_cache = self._others = 0
        self._has_cached = self._has_failed = False

    def add(
        self,
        when: float | None,
        requests: int | None = 1,
        *,
        tokens_in: int | None = None,
        tokens_out: int | None = None,
        cached: int | None = None,
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

    def fail(self, when: float | None, requests: int = 1) -> None:
        """Add requests that were not answered; none is worth saying too."""
        self._has_failed = True
        self.days.on(when).failed += requests

    def took(self, seconds: float) -> None:
        """A request took so long: kept to the millisecond up to a minute, then to the second."""
        thousandths = round(seconds * 1000)
        self._latencies[thousandths if thousandths < _MINUTE else thousandths // 1000 * 1000] += 1

    def costs(self, sums: Sums, amount: float | None, currency: str = "USD") -> None:
        """Requests cost so much; sums of several currencies are not added up."""
        if amount is not None:
            self._costs[currency] = True
            sums.cost += amount

    def model(self, name: str) -> None:
        if len(self._models) < 100:
            self._models.add(name)

    def unzoned(self) -> None:
        self._unzoned += 1

    def from_cache(self) -> None:
        """A request was answered without the model."""
        self._from_cache += 1

    def other(self) -> None:
        """Something that is no text request: an embedding, an image, a tool."""
        self._others += 1

    def measures(self) -> tuple[tuple[Measure, ...], tuple[Remark, ...]]:
        """Everything that can be said, and what to mind about the file as a whole."""
        calendar = self.days.calendar(self.complete)
        found = [
            *self._volumes(calendar),
            *self._per_request(calendar),
            *self._failures(),
            *self._durations(),
        ]
        return tuple(found), (*(() if found else calendar.remarks), *self._remarks())

    def _total(self, pick: Pick) -> int:
        return int(sum(pick(day) for day in self.days.sums.values()))

    def _volumes(self, calendar: Calendar) -> Iterator[Measure]:
        incomplete = self._incomplete()
        for name, unit, pick in (
            ("requests_a_month", "requests a month", _requests),
            ("input_tokens_a_month", "tokens a month", _input),
            ("output_tokens_a_month", "tokens a month", _output),
        ):
            if self._total(pick) and not (pick is _requests and self._uncounted):
                yield calendar.monthly(name, unit, pick, incomplete)
        if len(self._costs) == 1:
            unit = f"{next(iter(self._costs))} a month"
            yield calendar.monthly("cost_a_month", unit, lambda day: exact(round(day.cost, 6)), incomplete)

    def _per_request(self, calendar: Calendar) -> Iterator[Measure]:
        requests = self._total(_requests)
        for name, pick, among in (
            ("input_tokens", _input, _input_of),
            ("output_tokens", _output, _output_of),
        ):
            of = self._total(among)
            basis = f"{of:,} of {requests:,} requests"
            found = calendar.ratio(name, "tokens a request", pick, among, basis)
            if found:
                yield found._replace(remarks=_unknown(requests - of, name))
        cached, read = self._total(_cached), self._total(_input)
        basis = f"{cached:,} of {read:,} input tokens"
        found = calendar.ratio("cached_share", "", _cached, _input, basis) if self._has_cached else None
        if found:
            yield found._replace(counted=cached, among=read)

    def _failures(self) -> Iterator[Measure]:
        if not self._has_failed:
            return
        failed = self._total(_failed)
        among = failed + self._total(_requests)
        basis = f"{failed:,} of {among:,}"
        yield Measure("failures", failed, "requests", basis=basis)
        if among:
            share, interval = simplest(Fraction(failed, among)), wilson(failed, among)
            yield Measure("failure_share", share, "", interval, failed, among, basis)

    def _durations(self) -> Iterator[Measure]:
        basis = amount(sum(self._latencies.values()), "request")
        for name, share in (("latency_p50", Fraction(1, 2)), ("latency_p95", Fraction(19, 20))):
            found = quantile(self._latencies.items(), share)
            if found is not None:
                yield Measure(name, simplest(Fraction(found, 1000)), "seconds", basis=basis)

    def _incomplete(self) -> tuple[Remark, ...]:
        says = "the file holds only a part: fetch the pages that follow and append them to it"
        return () if self.complete else (Remark("incomplete", says),)

    def _counts(self) -> Iterator[tuple[str, int, str]]:
        undated = self.days.sums.get(UNDATED)
        yield "duplicates", self.seen.repeated, "written twice and counted once"
        yield "failed", self._total(_failed), "failed and not part of the volume"
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
        if len(self._costs) > 1:
            says = f"costs in {', '.join(sorted(self._costs))} were not added up"
            yield Remark("currencies", says)
        if len(self._models) > 1:
            yield Remark("models", f"{len(self._models)} models together")


def _unknown(missing: int, name: str) -> tuple[Remark, ...]:
    says = f"{amount(missing, 'request')} without {name.replace('_', ' ')} left out of the mean"
    return (Remark("missing-counts", says),) if missing else ()
