"""Medians of interleaved runs, as ratios to the first case."""

import statistics
import time
from collections.abc import Callable


def ratios(cases: dict[str, Callable[[], object]], runs: int) -> None:
    """Print the median of each case against that of the first; a run before the counted ones warms up."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(runs + 1):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            times[name].append(time.perf_counter() - start)
    reference = statistics.median(next(iter(times.values()))[1:])
    for name, taken in times.items():
        print(f"{statistics.median(taken[1:]) / reference:9.3f}  {name}")
