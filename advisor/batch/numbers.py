"""Numbers of a column as whole numbers over one denominator, with every digit that they have.

A cell is plain where floating point tells which number it is: up to `EXACT`, no two numbers of so many
decimals are the same there. What is longer is left to a walk.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import cast

from advisor.batch.cells import Cells
from advisor.batch.duck import Duck
from advisor.batch.formats.table import TEXT
from advisor.quantities import Number
from advisor.rules.kinds import Unknown
from advisor.sql import relation

EXACT = 10**15
PLACES = (0, 1, 2, 3, 4, 6, 9)
"""How many decimals the numbers of a column can have."""


class Numbers(Cells):
    """Numbers, as whole ones of which `10 ** places` are one, between `low` and `high`."""

    stored = "BIGINT"
    places = 0
    low, high = -EXACT, EXACT

    @property
    def help(self) -> str:
        """The cell in floating point, NULL where a text is not written as a number is."""
        double = f"try_cast({self.raw} AS DOUBLE)"
        if self.type != TEXT:
            return double if any(one in self.type for one in ("INT", "DECIMAL", "DOUBLE")) else "NULL::DOUBLE"
        forms = ("DOUBLE", "BIGINT", "DECIMAL(18, 2)")
        written = " OR ".join(f"try_cast({self.raw} AS {form})::VARCHAR = {self.raw}" for form in forms)
        is_share = (
            self.rules.unit(self.name.partition(".")[0]) == "percent"
        )  # 0.5 could be 50 % or half of one
        clear = f" AND NOT ({double} > 0 AND {double} < 1)" if is_share else ""
        return f"CASE WHEN ({written}){clear} THEN {double} END"

    def fits(self, double: str, places: int) -> str:
        """SQL that tells whether a cell, in floating point, is a number of no more decimals, and short enough."""
        one = 10**places
        fits = f"abs({double}) <= {EXACT // one} AND round({double} * {one}) / {one} = {double}"
        decimal = re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", self.type)
        if decimal and int(decimal[1]) > places:  # floating point may have lost what is behind
            fits += f" AND round({self.raw}, {places}) = {self.raw}"
        return fits

    @property
    def plain(self) -> str:
        whole = f"round({self.helper} * {10**self.places})"
        within = f"{whole} BETWEEN {self.low} AND {self.high}"
        return f"CASE WHEN {self.fits(self.helper, self.places)} AND {within} THEN {whole}::BIGINT END"

    def kept(self, answer: object) -> int | None:
        scaled = Fraction(cast(Number, answer)) * 10**self.places
        return int(scaled) if scaled.denominator == 1 and self.low <= scaled <= self.high else None

    @property
    def column(self) -> relation.Column:
        return super().column._replace(denominator=10**self.places, low=self.low, high=self.high)

    def settle(self, misfits: Sequence[int], least: float | None, greatest: float | None) -> None:
        """Choose the decimals and the ends: of how many numbers each of `PLACES` is too few, and their ends."""
        self.places = 0 if self.rules.is_whole(self.name) else PLACES[misfits.index(min(misfits))]
        one = 10**self.places
        low, high = self.rules.bounds(self.name.partition(".")[0])
        bounds = (-EXACT if low is None else ceil(low * one), EXACT if high is None else floor(high * one))
        ends = (floor(least or 0) * one, ceil(greatest or 0) * one)
        self.low, self.high = (min(max(end, bounds[0], -EXACT), bounds[1], EXACT) for end in ends)


def settle(found: Sequence[Numbers], duck: Duck, source: str) -> None:
    """Look at all numbers of a table once, so that each column has the decimals and the ends that it needs.

    source: SQL for the rows with what stands in the cells
    """
    if not found:
        return
    for one in found:
        duck.teach(f"double_{one.reader}", _doubling(one), [one.type], "DOUBLE")
    doubles = ", ".join(
        f"coalesce({one.help}, double_{one.reader}({one.raw})) AS {one.helper}" for one in found
    )
    seen = duck.rows(f"SELECT {', '.join(map(_looks, found))} FROM (SELECT *, {doubles} FROM ({source}))")[0]
    width = len(PLACES) + 2
    for number, one in enumerate(found):
        *misfits, least, greatest = seen[number * width : (number + 1) * width]
        one.settle(misfits, least, greatest)


def _looks(one: Numbers) -> str:
    misfits = [f"count(*) FILTER (NOT ({one.fits(one.helper, places)}))" for places in PLACES]
    exact = f"FILTER (abs({one.helper}) <= {EXACT})"
    return ", ".join([*misfits, f"min({one.helper}) {exact}", f"max({one.helper}) {exact}"])


def _doubling(one: Numbers):  # type: ignore[no-untyped-def]
    def double(raw: object) -> float | None:
        answer, _ = one.answer(raw)
        return None if answer is None or isinstance(answer, Unknown) else float(cast(Number, answer))

    return double
