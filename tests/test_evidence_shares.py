"""Wilson's interval against scipy's, the verdict against the interval, and how much more to grade."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from advisor.evidence.shares import Verdict, more_to_grade, verdict, wilson

COUNTS = st.integers(1, 5000).flatmap(lambda graded: st.tuples(st.integers(0, graded), st.just(graded)))
BARS = st.fractions(0, 1, max_denominator=1000)


@given(COUNTS)
def test_the_interval_is_scipys(counts: tuple[int, int]) -> None:
    theirs = binomtest(*counts).proportion_ci(confidence_level=0.95, method="wilson")
    ours = wilson(*counts)
    assert float(ours.low) == pytest.approx(theirs.low, abs=1e-12)
    assert float(ours.high) == pytest.approx(theirs.high, abs=1e-12)


@given(COUNTS, BARS)
def test_the_verdict_is_that_of_the_interval(counts: tuple[int, int], bar: Fraction) -> None:
    low, high = wilson(*counts)
    found = verdict(*counts, bar)
    tiny = Fraction(1, 10**15)  # the interval has 18 digits
    assert found is not Verdict.YES or low >= bar - tiny
    assert found is not Verdict.NO or high < bar + tiny
    assert found is not Verdict.UNSURE or low < bar + tiny <= high + 2 * tiny


@given(COUNTS, BARS)
def test_so_many_more_are_enough_and_one_fewer_is_not(counts: tuple[int, int], bar: Fraction) -> None:
    passed, graded = counts
    more = more_to_grade(passed, graded, bar)
    if verdict(passed, graded, bar) is not Verdict.UNSURE:
        assert more == 0
    elif more is None:
        assert Fraction(passed, graded) == bar
    else:
        share = Fraction(passed, graded)
        for extra, clear in ((more, True), (more - 1, False)):
            total = graded + extra
            scale = share.denominator  # whole numbers that keep share and weight: z² times as large, too
            low, high = wilson(passed * scale, graded * scale)
            assert low <= share <= high
            assert _clear(share, total, bar) is clear


def _clear(share: Fraction, total: int, bar: Fraction) -> bool:
    """The score test by floats, away from its edge."""
    reach = float((share - bar) ** 2 * total)
    needed = 3.8414588206941236 * float(bar * (1 - bar))
    return reach >= needed * (1 - 1e-12) if share > bar else reach > needed * (1 + 1e-15)


@pytest.mark.parametrize(
    ("passed", "graded", "bar", "says", "more"),
    [
        (160, 200, Fraction(4, 5), Verdict.UNSURE, None),
        (170, 200, Fraction(4, 5), Verdict.UNSURE, 46),
        (180, 200, Fraction(4, 5), Verdict.YES, 0),
        (140, 200, Fraction(4, 5), Verdict.NO, 0),
        (0, 0, Fraction(4, 5), Verdict.UNSURE, 16),
        (20, 20, Fraction(1), Verdict.UNSURE, None),
        (19, 20, Fraction(1), Verdict.NO, 0),
        (0, 5, Fraction(0), Verdict.YES, 0),
    ],
)
def test_examples(passed: int, graded: int, bar: Fraction, says: Verdict, more: int | None) -> None:
    assert verdict(passed, graded, bar) is says
    assert more_to_grade(passed, graded, bar) == more


@pytest.mark.parametrize("counts", [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(*counts)
