"""Numbers as typed and as shown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.quantities import as_typed, parse_number, shortest, show


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("640", 640), ("1.5M", 1_500_000), ("50k", 50_000), ("1,000,000", 1_000_000), ("0.8", Fraction(4, 5)),
        ("80%", Fraction(4, 5)), ("$5,000", 5000), ("1e6", 1_000_000), ("1 000", 1000), ("2bn", 2 * 10**9),
        (".5", Fraction(1, 2)), ("-3", -3), ("−3", -3), (" 7 ", 7), ("640 examples", 640), ("1_000", 1000),
    ],
)  # fmt: skip
def test_typed_numbers(typed: str, value: object) -> None:
    assert parse_number(typed, "examples") == value


@pytest.mark.parametrize("typed", ["", "k", "1,5", "1,00,000", "1.000.000", "nan", "inf", "1e999", "1 2", "0x10",
                                   "1..2", "9" * 40, "1e-99", "--1", "1%%", "five"])  # fmt: skip
def test_refused_numbers(typed: str) -> None:
    with pytest.raises(ValueError, match=r"number|clear|digits|exponent"):
        parse_number(typed)


def test_a_decimal_comma_is_asked_back() -> None:
    with pytest.raises(ValueError, match=r"write 1\.5 for a decimal"):
        parse_number("1,5")


def test_percent_where_the_unit_is_percent() -> None:
    assert parse_number("80%", "percent") == 80
    assert parse_number("80", "percent") == 80


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (11250, "USD", "$11,250"), (Fraction("0.77"), "USD an hour", "$0.77 an hour"), (-50, "USD", "−$50"),
        (Fraction(5000, 10550), "months", "0.474 months"), (Fraction(2500, 27), "months", "92.6 months"),
        (Fraction("554.4"), "USD", "$554.40"), (True, "", "yes"), (None, "months", "never"), (95, "percent", "95 %"),
        (Fraction(1, 3), "", "0.333"), (Fraction("99259.259259259"), "", "99,259"), (0, "USD", "$0"),
        (Fraction("0.025"), "USD", "$0.025"), (Fraction("0.039"), "USD", "$0.039"), (Fraction("0.4"), "USD", "$0.40"),
        (Fraction("0.0135"), "USD", "$0.0135"), (Fraction("1.875"), "USD", "$1.875"), (Fraction(1, 3), "USD", "$0.3333"),
        (Fraction("2.5"), "USD per million tokens", "$2.50 per million tokens"),
    ],
)  # fmt: skip
def test_shown(value: object, unit: str, shown: str) -> None:
    assert show(value, unit) == shown


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_shortest_is_exact(value: Fraction) -> None:
    assert Fraction(shortest(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_what_is_shown_in_full_reads_back(value: object) -> None:
    exact = Fraction(str(value))
    assert parse_number(show(exact, full=True)) == exact


UNITS = st.sampled_from(["", "percent", "months", "USD", "USD a month", "requests a month"])


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**15), UNITS)
def test_what_is_spelled_to_be_typed_is_typed_back(value: Fraction, unit: str) -> None:
    assert parse_number(as_typed(value, unit), unit) == value
