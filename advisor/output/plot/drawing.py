"""Charts and maps as SVG and PNG. The only module that knows matplotlib.

Lines differ in dashes and marks, and regions in hatching, lightness and a number, so that nothing
rests on color alone. Colors of regions are opaque, because in an SVG what makes an area
transparent makes its hatching so too.
"""

import io
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from advisor.errors import AdvisorError, Problem
from advisor.output.plot.captions import CostCaptions, MapCaptions
from advisor.output.plot.labels import compact, fitted, wrapped
from advisor.output.plot.payback import CostChart
from advisor.output.plot.regions import Map, Point, border_lines, number_places, outlines
from advisor.quantities import Number, simplest

try:
    from matplotlib import rc_context
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, PathPatch
    from matplotlib.path import Path
    from matplotlib.ticker import Locator, LogLocator, MaxNLocator
except ImportError as missing:
    says = "pictures of figures need matplotlib"
    raise AdvisorError(
        Problem("no-plot", says, "install the extra, in advisor's folder: .venv/bin/pip install '.[plot]'")
    ) from missing

WIDTH = 8.0
"""Inches across a picture."""
A_FEW_POWERS = 1000
"""How many times its beginning a logarithmic range may be for texts between the powers of ten."""
LINE = 0.22
"""Inches that a line of text takes."""
TITLE_LETTERS, ABOUT_LETTERS, KEY_LETTERS, COLUMN_LETTERS = 58, 84, 74, 32
"""Letters in a line of the title, under it, in the legend and in half of it; a wide font fits, too."""
LABEL_LETTERS = {"x": 64, "y": 30}
"""Letters in a line along an axis."""

_DASHES: list[Any] = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))]
_MARKS = ["o", "s", "^", "D", "v", "P"]
_HATCHES = ["", "///", "...", "xxx", "\\\\\\", "oo", "---"]
_SHARES = [0.16, 0.34, 0.22, 0.44]
"""How much of its color a region has, so that neighbors differ in lightness."""


class Theme(NamedTuple):
    """The colors of a picture."""

    paper: str
    ink: str
    colors: tuple[str, ...]

    def color(self, index: int) -> str:
        """The color of a line or a region."""
        return self.colors[index % len(self.colors)]

    def mixed(self, color: str, share: float) -> str:
        """So much of a color on paper."""
        pairs = zip(to_rgb(color), to_rgb(self.paper), strict=True)
        red, green, blue = (share * one + (1 - share) * under for one, under in pairs)
        return str(to_hex((red, green, blue)))


_THEMES = {
    "light": Theme("#ffffff", "#111827", ("#1d4ed8", "#b45309", "#047857", "#9d174d", "#6d28d9", "#374151",
                                          "#0e7490", "#a16207")),
    "dark": Theme("#0d1117", "#f0f6fc", ("#79c0ff", "#ffb86b", "#56d364", "#ff9bce", "#d2a8ff", "#c9d1d9",
                                         "#76e3ea", "#e3b341")),
}  # fmt: skip


class Key(NamedTuple):
    """An entry of a legend; one without a sign is a heading."""

    sign: Any
    text: str


def costs(chart: CostChart, captions: CostCaptions, theme: str, format_: str, mark: str) -> bytes:
    """The cumulative cost of every option over months."""
    look = _THEMES[theme]
    most = max(line.after(month) for line in chart.lines for month in (0, chart.months)) or 1
    lines = _cost_lines(look, chart)
    star = _crossing(look, chart) if captions.crossing else None
    columns = _cost_keys(chart, captions, lines, star)
    with _style(look):
        figure, axes = _blank(captions.title, captions.about, 3.5, columns)
        axes.set(xlim=(0, float(chart.months)), ylim=(0, float(most) * 1.05))
        for line in [*lines, star] if star else lines:
            axes.add_line(line)
        _name_axis(axes, "x", "Months", [(float(one), compact(one)) for one in ticks(0, chart.months)])
        money = [(float(one), compact(one, chart.unit)) for one in ticks(0, most)]
        _name_axis(axes, "y", "Cost so far", money)
        axes.grid(visible=True, color=look.mixed(look.ink, 0.15), linewidth=0.7)
        return _finished(figure, captions.title, format_, mark)


def _cost_lines(look: Theme, chart: CostChart) -> list[Line2D]:
    """A line for each option; thick if chosen, with hollow marks from the second choice on."""
    found = []
    for index, line in enumerate(chart.lines):
        months, color = _marked_months(chart, index), look.color(index)
        found.append(Line2D(
            [float(month) for month in months], [float(line.after(month)) for month in months],
            linestyle=_DASHES[index % len(_DASHES)], linewidth=3.4 if line.chosen else 1.5, color=color,
            marker=_MARKS[index % len(_MARKS)], markevery=[1, 2], markersize=7, markeredgewidth=1.5,
            markerfacecolor=color if line.choice == chart.choices[0] else look.paper, clip_on=False, zorder=3,
        ))  # fmt: skip
    return found


def _marked_months(chart: CostChart, index: int) -> list[Number]:
    """The ends of a line and two months between for its marks, so that no two lines have them together."""
    share = Fraction(index + 1, len(chart.lines) + 1)
    return [0, chart.months * share / 2, chart.months * (1 + share) / 2, chart.months]


def _crossing(look: Theme, chart: CostChart) -> Line2D:
    found = chart.payback
    assert found is not None
    assert found.months is not None
    assert found.line is not None
    return _star(look, (float(found.months), float(found.line.after(found.months))))


def _cost_keys(
    chart: CostChart, captions: CostCaptions, lines: Iterable[Line2D], star: Line2D | None
) -> list[list[Key]]:
    """A column of the legend for each choice: its label, and its options; what crosses is last."""
    columns = {
        choice: [Key(None, wrapped(label, COLUMN_LETTERS))] for choice, label in captions.choices.items()
    }
    for line, sign in zip(chart.lines, lines, strict=True):
        columns[line.choice].append(Key(sign, wrapped(line.label, COLUMN_LETTERS)))
    if star:
        columns[chart.choices[-1]].append(Key(star, wrapped(captions.crossing, COLUMN_LETTERS)))
    return list(columns.values())


def outcomes(found: Map, captions: MapCaptions, theme: str, format_: str, mark: str) -> bytes:
    """The regions of a map, their numbers, and the user's own values."""
    look = _THEMES[theme]
    star = _star(look, found.own_place) if found.own_place else None
    with _style(look):
        figure, axes = _blank(captions.title, captions.about, 3.7 if len(found.axes) > 1 else 1.1,
                              [_map_keys(look, captions, star)])  # fmt: skip
        axes.set(xlim=(0, 1), ylim=(0, 1))
        for index, shapes in enumerate(outlines(found).values()):
            axes.add_patch(PathPatch(_path(shapes), **_filling(look, index)))
        for line in border_lines(found):
            xs, ys = zip(*line, strict=True)
            axes.add_line(Line2D(xs, ys, color=look.ink, linewidth=1.6, zorder=2))
        for number, place in enumerate(number_places(found).values(), 1):
            _write_number(axes, look, number, place)
        if star:
            axes.add_line(star)
        _name_map_axes(axes, found, captions)
        return _finished(figure, captions.title, format_, mark)


def _map_keys(look: Theme, captions: MapCaptions, star: Line2D | None) -> list[Key]:
    keys = [
        Key(Patch(**(_filling(look, index) | {"linewidth": 0})), wrapped(text, KEY_LETTERS))
        for index, text in enumerate(captions.keys.values())
    ]
    return [*keys, Key(star, fitted(captions.own, KEY_LETTERS, 3))] if star else keys


def _filling(look: Theme, index: int) -> dict[str, Any]:
    """The look of a region. A pattern is drawn in the color of the edge, which itself is not drawn."""
    color = look.color(index)
    return {"facecolor": look.mixed(color, _SHARES[index % len(_SHARES)]), "edgecolor": look.mixed(color, 0.75),
            "hatch": _HATCHES[index % len(_HATCHES)], "linewidth": 0}  # fmt: skip


def _path(shapes: Iterable[Sequence[Point]]) -> Path:
    """All shapes of a region as one, since between two that are drawn apart a viewer leaves a gap."""
    return Path.make_compound_path(*(Path([*shape, shape[0]], closed=True) for shape in shapes))


def _write_number(axes: Any, look: Theme, number: int, place: Point) -> None:
    disc = {"facecolor": look.paper, "edgecolor": look.ink, "linewidth": 0.8, "boxstyle": "circle,pad=0.25"}
    axes.text(
        *place, str(number), ha="center", va="center", fontsize=11, fontweight="bold", bbox=disc, zorder=4
    )


def _name_map_axes(axes: Any, found: Map, captions: MapCaptions) -> None:
    for side, axis, label in zip("xy", found.axes, captions.labels, strict=False):
        values = ticks(axis.low, axis.high, axis.logarithmic_from)
        texts = [(axis.place(value), compact(value, captions.units[axis.name])) for value in values]
        _name_axis(axes, side, label, texts)
    if len(found.axes) == 1:
        axes.set_yticks([])


def ticks(low: Number, high: Number, logarithmic_from: Number | None = None) -> list[Number]:
    """Round values along a range, three to nine of them."""
    locator: Locator = MaxNLocator(8, steps=[1, 2, 5, 10])
    start = low
    if logarithmic_from is not None:
        start = logarithmic_from
        few = high / Fraction(start) < A_FEW_POWERS
        locator = LogLocator(subs=[1, 2, 5] if few else [1], numticks=8)
    found = (simplest(Fraction(f"{one:.9g}")) for one in locator.tick_values(float(start), float(high)))
    return [*([low] if start > low else []), *(one for one in found if start <= one <= high)]


def _name_axis(axes: Any, side: str, label: str, ticks: Sequence[tuple[float, str]]) -> None:
    """The label of an axis and the texts along it."""
    getattr(axes, f"set_{side}label")(_escaped(wrapped(label, LABEL_LETTERS[side])))
    getattr(axes, f"set_{side}ticks")([at for at, _ in ticks], [_escaped(text) for _, text in ticks])


def _star(look: Theme, place: Point) -> Line2D:
    """The mark of what the picture is about, whole where it stands on the frame, and seen on any ground."""
    x, y = place
    return Line2D([x], [y], marker="*", markersize=19, markerfacecolor=look.ink, markeredgecolor=look.paper,
                  markeredgewidth=1.5, linestyle="none", clip_on=False, zorder=5)  # fmt: skip


def _blank(
    title: str, about: Sequence[str], inches: float, columns: Sequence[Sequence[Key]]
) -> tuple[Figure, Any]:
    """A picture with title and legend, and axes so many inches high."""
    title = wrapped(title, TITLE_LETTERS)
    below = fitted(about, ABOUT_LETTERS, 2)
    above = [*title.splitlines(), *below.splitlines()]
    figure = Figure(
        figsize=(WIDTH, inches + 0.95 + LINE * (len(above) + _lines(columns))), layout="constrained"
    )
    figure.get_layout_engine().set(w_pad=0.15, h_pad=0.12)  # type: ignore[union-attr, call-arg]
    axes = figure.subplots()
    axes.set_title(_escaped(title), loc="left", fontsize=12, pad=12 + 13 * len(below.splitlines()))
    axes.annotate(_escaped(below), (0, 1), xytext=(0, 11), xycoords="axes fraction",
                  textcoords="offset points", fontsize=9, va="bottom", annotation_clip=False)  # fmt: skip
    _legend(figure, columns)
    return figure, axes


def _lines(columns: Sequence[Sequence[Key]]) -> int:
    """The lines of text that a legend is high."""
    heights = [sum(1 + key.text.count("\n") for key in column) for column in columns]
    return max(heights) if len(heights) == 2 else sum(heights)


def _legend(figure: Figure, columns: Sequence[Sequence[Key]]) -> None:
    """The legend below the axes: two columns beside each other, else all in one."""
    blank = Line2D([], [], linestyle="none")
    longest = max(map(len, columns)) if len(columns) == 2 else 0
    keys = [key for column in columns for key in [*column, *[Key(None, "")] * (longest - len(column))]]
    drawn = figure.legend([key.sign or blank for key in keys], [_escaped(key.text) for key in keys],
                          loc="outside lower left", ncols=2 if longest else 1, frameon=False, fontsize=10,
                          borderpad=0, borderaxespad=1, handlelength=3, handleheight=1.2, columnspacing=3)  # fmt: skip
    for key, text in zip(keys, drawn.get_texts(), strict=True):
        text.set_fontweight("normal" if key.sign else "bold")


def _escaped(text: str) -> str:
    """Text in which nothing is a formula."""
    return re.sub(r"([$\\])", r"\\\1", text)


def _style(look: Theme) -> Any:
    return rc_context({
        "figure.facecolor": look.paper, "axes.facecolor": look.paper, "text.color": look.ink,
        "axes.edgecolor": look.ink, "axes.labelcolor": look.ink, "xtick.color": look.ink, "ytick.color": look.ink,
        "axes.spines.top": False, "axes.spines.right": False, "font.size": 10, "font.family": "sans-serif",
        "svg.fonttype": "none", "svg.hashsalt": "advisor", "hatch.linewidth": 1.1,
        "xtick.major.pad": 6, "ytick.major.pad": 6,
    })  # fmt: skip


def _finished(figure: Figure, title: str, format_: str, mark: str) -> bytes:
    """The picture as bytes, with the decision in it."""
    out = io.BytesIO()
    about = {"Title": title, "Description": f"{mark}\n"} | ({"Date": None} if format_ == "svg" else {})
    figure.savefig(out, format=format_, dpi=192, metadata=about)
    return out.getvalue()
