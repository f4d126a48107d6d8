"""Pictures of figures: cumulative costs over months, and the outcomes over one or two answers.

What is drawn is worked out first, exactly: `payback` the costs; `axis` and `regions` the map, `places` where its
numbers stand, `captions` and `labels` what it says. Only `drawing` knows matplotlib, an optional extra.
"""

from collections.abc import Sequence

from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.session import Trace
from advisor.output.plot import payback, regions
from advisor.output.theme import THEMES

__all__ = ["cumulative_costs", "outcomes_over"]


def cumulative_costs(trace: Trace, format_: str, theme: str, mark: str) -> bytes:
    """The cumulative cost of every option over months, with the break-even of the chosen ones.

    Raises AdvisorError where the figures are not answered, or the rules do not say what is monthly.
    """
    chart = payback.chart(trace.scope)
    from advisor.output.plot import drawing  # loads matplotlib

    return drawing.costs(chart, THEMES[theme], format_, mark)


def outcomes_over(
    trace: Trace, names: Sequence[str], ranges: Ranges, format_: str, theme: str, mark: str
) -> bytes:
    """A map of the outcomes over one or two answers, with the user's own values in it.

    Raises AdvisorError where there is nothing to draw.
    """
    found = regions.outcome_map(trace, names, ranges)
    from advisor.output.plot import drawing  # loads matplotlib

    return drawing.outcomes(trace, found, THEMES[theme], format_, mark)
