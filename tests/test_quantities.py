"""Numbers as typed and as shown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.quantities import as_typed, parse_number, shortest, show, worked
from advisor.units import Unit


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("640", 640), ("1.5M", 1_500_000), ("50k", 50_000), ("1,000,000", 1_000_000), ("0.8", Fraction(4, 5)),
        ("80%", Fraction(4, 5)), ("1e6", 1_000_000), ("1 000", 1000), ("1\u202f000\u00a0000", 10**6), ("1’000", 1000), ("1/3", Fraction(1, 3)), ("0.250", Fraction(1, 4)),
        ("1.25", Fraction(5, 4)), ("1.875", Fraction(15, 8)), ("1,000.50", Fraction(2001, 2)), ("2bn", 2 * 10**9),
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


def test_no_run_of_blanks_takes_long() -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(
            "1" + " " * 5_000 + "x"
        )  # the time of a pattern that tries every way to divide them is cubic


def test_a_decimal_comma_is_asked_back() -> None:
    with pytest.raises(ValueError, match=r"write 1\.5 for a decimal"):
        parse_number("1,5")


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("$5,000", "USD", 5000), ("£500", "GBP a month", 500), ("£500 a month", "GBP a month", 500), ("500", "GBP", 500),
        ("€ 1.50", "EUR", Fraction(3, 2)), ("1.50 €", "EUR", Fraction(3, 2)), ("500 gbp", "GBP", 500), ("GBP500", "GBP", 500),
        ("−£5k", "GBP", -5000), ("KWD 1.500", "KWD", Fraction(3, 2)), ("$500", "CAD", 500), ("CA$500", "CAD", 500),
        ("¥500/hour", "JPY/hour", 500), ("£500", "", 500), ("500 MUR", "MUR", 500), ("5 CHFkm", "CHFkm", 5),
    ],
)  # fmt: skip
def test_typed_money(typed: str, unit: str, value: object) -> None:
    assert parse_number(typed, unit) == value


@pytest.mark.parametrize(("typed", "unit", "said"), [
    ("£500", "USD", r"is in £, expected \$ or USD"), ("500 GBP", "CAD", r"is in GBP, expected CA\$ or \$ or CAD"),
    ("$640", "examples", r"is in \$, expected examples"), ("A$5", "CAD", "is in A"), ("$5", "percent", "expected percent"),
    ("5 mil", "", "is not a number"), ("5 XAU", "", "is not a number"),
])  # fmt: skip
def test_money_of_another_kind(typed: str, unit: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_number(typed, unit)


@pytest.mark.parametrize(("typed", "unit", "said"), [
    ("1.000", "", r"write 1\.0 for a decimal, 1,000 for a whole number"), ("12.500 €", "EUR", r"write 12\.5 .* 12,500"),
    ("1,50", "", r"write 1\.50 for a decimal, 150 for"), ("0,8", "", r"write 0\.8$"), ("0,800", "", r"write 0\.800$"),
    ("1.234,56", "", r"write 1,234\.56$"), ("1.000.000", "", "write 1,000,000$"), ("1,00,000", "", "write 100,000$"),
    ("1e400", "", "is too large"), ("1e-400", "", "is too small"),
])  # fmt: skip
def test_what_is_not_clear_is_asked_back(typed: str, unit: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_number(typed, unit)


def test_percent_where_the_unit_is_percent() -> None:
    assert parse_number("80%", "percent") == 80
    assert parse_number("80", "percent") == 80


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (11250, "USD", "$11,250"), (Fraction("0.77"), "USD an hour", "$0.77 an hour"), (-50, "USD", "−$50"),
        (Fraction(5000, 10550), "months", "about 14 days"), (Fraction(2500, 27), "months", "about 7.7 years"),
        (Fraction("554.4"), "USD", "$554.40"), (True, "", "yes"), (None, "months", "never"), (95, "percent", "95%"), (Fraction(4, 5), "share of the results", "80% of the results"), (Fraction(1, 3), "share", "33.3%"),
        (Fraction("0.161"), "months", "about 5 days"), (Fraction("-0.161"), "months", "about −5 days"), (2, "months", "2 months"), (Fraction(7, 2), "months", "3.5 months"), (Fraction(5, 2), "years", "2.5 years"),
        (Fraction(1, 50), "months", "about 15 hours"), (Fraction(1, 10**6), "months", "under 1 hour"), (1, "months", "1 month"), (1, Unit("examples", "example"), "1 example"), (640, Unit("examples", "example"), "640 examples"), (1, "pieces", "1 pieces"),
        (Fraction(1, 3), "", "0.333"), (Fraction("99259.259259259"), "", "99,259"), (0, "USD", "$0"),
        (Fraction("0.025"), "USD", "$0.025"), (Fraction("0.039"), "USD", "$0.039"), (Fraction("0.4"), "USD", "$0.40"),
        (Fraction("0.0135"), "USD", "$0.0135"), (Fraction("1.875"), "USD", "$1.875"), (Fraction(1, 3), "USD", "$0.3333"),
        (Fraction("6667.5"), "GBP", "£6,667.50"), (Fraction("6667.5"), "JPY a month", "¥6,668 a month"),
        (Fraction("6667.5"), "KWD", "KWD 6,667.500"), (-5, "CHF/month", "−CHF 5/month"), (Fraction("6667.005"), "GBP", "£6,667.01"),
        (Fraction("6667.5"), "litres", "6,667.5 litres"), (Fraction("1234.567"), "", "1,234.567"), (Fraction("1.4592"), "months", "about 44 days"), (5, "CHFkm", "5 CHFkm"),
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
    assert parse_number(worked(exact, full=True)) == exact


UNITS = st.sampled_from(
    [
        "",
        "percent",
        "share",
        "share of the results",
        "months",
        "USD",
        "GBP a month",
        "JPY/hour",
        "KWD",
        "CHF a day",
        "CAD",
        "k",
    ]
)


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**15), UNITS)
def test_what_is_spelled_to_be_typed_is_typed_back(value: Fraction, unit: str) -> None:
    assert parse_number(as_typed(value, unit), unit) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), UNITS)
def test_what_is_shown_is_a_number_to_type(value: object, unit: str) -> None:
    exact = Fraction(str(value))
    typed = parse_number(worked(exact, unit), unit)
    assert worked(typed, unit) == worked(exact, unit)
