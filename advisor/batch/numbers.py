"""Numbers of a column as whole numbers over one denominator, with every digit that they have.

A cell is plain where floating point tells which number it is: up to `EXACT`, no two numbers of so many
decimals are the same there. What is longer is left to a walk.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, cast

from advisor.batch.cells import AnswerColumn
from advisor.batch.duck import Duck
from advisor.batch.formats.table import TEXT
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.kinds import Unknown
from advisor.sql import relation

EXACT = 10**15
PLACES = (0, 2, 4, 6, 9)
"""How many decimals the numbers of a column can have."""


class NumberColumn(AnswerColumn):
    """Numbers, as whole ones of which `10 ** places` are one, between `low` and `high`."""

    stored = "BIGINT"
    places = 0
    low, high = -EXACT, EXACT

    @property
    def column(self) -> relation.CleanColumn:
        return super().column._replace(denominator=10**self.places, low=self.low, high=self.high)

    def kept(self, answer: object) -> int | None:
        scaled = Fraction(cast(Number, answer)) * 10**self.places
        return int(scaled) if scaled.denominator == 1 and self.low <= scaled <= self.high else None

    def _bound(self, least: float | None, greatest: float | None) -> bool:
        """Lay the ends around all cells, as far as the rules allow; whether these allow them all."""
        one = 10**self.places
        low, high = self.rules.bounds(self.name.partition(".")[0])
        lowest = -EXACT if low is None else max(-EXACT, ceil(low * one))
        highest = EXACT if high is None else min(EXACT, floor(high * one))
        ends = (floor(least or 0) * one, ceil(greatest or 0) * one)
        self.low, self.high = (min(max(end, lowest), highest) for end in ends)
        return least is None or (self.low, self.high) == ends

    def _within(self, whole: str) -> str:
        """SQL for a whole number, NULL beyond the ends."""
        return f"CASE WHEN {whole} BETWEEN {self.low} AND {self.high} THEN {whole}::BIGINT END"


class IntegerColumn(NumberColumn):
    """Whole numbers by their type."""

    @property
    def looks(self) -> Sequence[str]:
        return self._gaps, f"min({self.raw})", f"max({self.raw})"

    def settle(self, gaps: int, *seen: Any) -> None:
        self.has_gaps, self.has_odd = gaps > 0, not self._bound(*seen)

    @property
    def plain(self) -> str:
        return self._within(self.raw) if self.has_odd else f"{self.raw}::BIGINT"


class DecimalColumn(NumberColumn):
    """Numbers of other types, and those that stand in a text."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self._double, self._any = f"double${self.raw}", f"any${self.raw}"
        self._reads_any = f"any_{self.reader}"

    def teach_looking(self, duck: Duck) -> None:
        if self.type == TEXT:
            duck.teach(self._reads_any, self._read_any, [self.type], "DOUBLE")

    def _read_any(self, raw: object) -> float | None:
        answer, _ = self.answer(raw)
        return None if answer is None or isinstance(answer, Unknown) else float(cast(Number, answer))

    def help(self, *, closely: bool) -> Sequence[str]:
        """The cell in floating point, NULL where it is not plainly a number; and where any number stands there."""
        plainly = f"{self._plainly_double} AS {self._double}"
        read = f", {self._reads_any}({self.raw})" if self.type == TEXT else ""
        return (plainly, f"coalesce({self._double}{read}) AS {self._any}") if closely else (plainly,)

    @property
    def _plainly_double(self) -> str:
        double = f"try_cast({self.raw} AS DOUBLE)"
        if self.type != TEXT:
            return double if self.type == "DOUBLE" or self.type.startswith("DECIMAL") else "NULL::DOUBLE"
        forms = ("DOUBLE", "BIGINT", "DECIMAL(18, 2)")
        written = " OR ".join(f"try_cast({self.raw} AS {form})::VARCHAR = {self.raw}" for form in forms)
        is_percent = self.rules.unit(self.name.partition(".")[0]) == "percent"  # 0.5 is not clear then
        clear = f" AND NOT ({double} > 0 AND {double} < 1)" if is_percent else ""
        return f"CASE WHEN ({written}){clear} THEN {double} END"

    @property
    def looks(self) -> Sequence[str]:
        misfits = [f"count(*) FILTER (NOT ({self._fits(self._any, places)}))" for places in self._all_places]
        ends = [f"{of}({self._any}) FILTER (abs({self._any}) <= {EXACT})" for of in ("min", "max")]
        return (self._gaps, f"count({self.raw}) - count({self._double})", *ends, *misfits)

    @property
    def _all_places(self) -> Sequence[int]:
        return PLACES[:1] if self.rules.is_whole(self.name) else PLACES

    def settle(self, gaps: int, *seen: Any) -> None:
        """Take as few decimals as leave no more numbers out than the most would."""
        odd, least, greatest, *misfits = seen
        self.places = PLACES[misfits.index(min(misfits))]
        is_within = self._bound(least, greatest)
        self.has_gaps, self.has_odd = gaps > 0, bool(odd or min(misfits) or not is_within)

    def _fits(self, double: str, places: int) -> str:
        """SQL that tells whether a number in floating point has no more decimals, and is short enough."""
        one = 10**places
        fits = f"abs({double}) <= {EXACT // one} AND round({double} * {one}) / {one} = {double}"
        decimal = re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", self.type)
        if decimal and int(decimal[1]) > places:  # floating point may have lost what is behind
            fits += f" AND round({self.raw}, {places}) = {self.raw}"
        return fits

    @property
    def plain(self) -> str:
        whole = f"round({self._double} * {10**self.places})"
        if not self.has_odd:
            return f"{whole}::BIGINT"
        return f"CASE WHEN {self._fits(self._double, self.places)} THEN {self._within(whole)} END"


def numbers(rules: Ruleset, name: str, raw: str, type_: str) -> NumberColumn:
    """The cells of a column with numbers of some type."""
    return (IntegerColumn if "INT" in type_ else DecimalColumn)(rules, name, raw, type_)
