"""The colors of pictures, light and dark."""

from typing import NamedTuple


class Theme(NamedTuple):
    """The colors of one theme, each readable on `page`.

    quiet, quiet_text: what stands back, as a way that is not taken does
    strong, strong_text: what the picture is about
    step, outcome: what fills a decision and an outcome
    series: lines and regions of figures, in turn
    """

    page: str
    quiet: str
    quiet_text: str
    strong: str
    strong_text: str
    step: str
    outcome: str
    series: tuple[str, ...]


_ON_LIGHT = ("#1d4ed8", "#b45309", "#047857", "#9d174d", "#6d28d9", "#374151", "#0e7490", "#a16207")
_ON_DARK = ("#79c0ff", "#ffb86b", "#56d364", "#ff9bce", "#d2a8ff", "#c9d1d9", "#76e3ea", "#e3b341")
THEMES = {
    "light": Theme("#ffffff", "#8b95a1", "#4b5563", "#1d4ed8", "#111827", "#dbeafe", "#dcfce7", _ON_LIGHT),
    "dark": Theme("#0d1117", "#6e7681", "#b6bfc9", "#79c0ff", "#ffffff", "#12315c", "#0f3d22", _ON_DARK),
}
