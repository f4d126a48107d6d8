"""Charts and maps as SVG and PNG. The only module that knows matplotlib.

Lines differ in dashes and marks, and regions in hatching, lightness and a number, so that nothing
rests on color alone. Colors of regions are opaque, because in an SVG what makes an area
transparent makes its hatching so too.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from advisor.days import DAY
from advisor.engine.session import Trace
from advisor.errors import require
from advisor.output.plot import captions
from advisor.output.plot.axis import Axis
from advisor.output.plot.labels import compact, listed, wrapped
from advisor.output.plot.payback import CostChart
from advisor.output.plot.places import number_places
from advisor.output.plot.regions import Map, Point, border_lines, outlines
from advisor.output.theme import Theme
from advisor.quantities import Number, exact

try:
    from matplotlib import rc_context
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.dates import AutoDateLocator, num2date
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.ticker import FixedLocator, Locator, MaxNLocator, SymmetricalLogLocator
except ImportError:
    require("plot", "a picture of figures", "matplotlib")
    raise

WIDTH, ACROSS = 8.0, 6.5
"""Inches across a picture, and about across a map in it."""
UP = {1: 1.1, 2: 3.7}
"""Inches up a map, by how many answers it is over."""
A_FEW_POWERS = 1000
"""How many times its beginning a logarithmic range may be for texts between the powers of ten."""
TITLE_LETTERS, ABOUT_LETTERS, KEY_LETTERS = 58, 84, 72
"""Letters in a line of the title, under it, and of the legend; a wide font fits, too."""
LABEL_LETTERS = {"x": 64, "y": 30}
"""Letters in a line along an axis."""

_DASHES: list[Any] = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))]
_MARKS = ["o", "s", "^", "D", "v", "P"]
_HATCHES = ["", "///", "...", "xxx", "\\\\\\", "oo", "---"]
_SHARES = [0.16, 0.34, 0.22, 0.44]
"""How much of its color a region has, so that neighbors differ in lightness."""

Key = tuple[Any, str]
"""The sign and the text of an entry of a legend; a heading has no sign."""


def costs(chart: CostChart, theme: Theme, format_: str, mark: str) -> bytes:
    """The cumulative cost of every option over months."""
    columns: dict[str, list[Key]] = {choice: [(None, label)] for choice, label in chart.choices.items()}
    with rc_context(_style(theme)):
        figure, axes = _blank(chart.title, chart.about)
        for index, line in enumerate(chart.lines):
            columns[line.choice].append((_cost_line(axes, theme, chart, index), line.label))
        if chart.payback and chart.payback.crossing:
            star = _star(axes, theme, chart.payback.crossing)
            columns[chart.lines[-1].choice].append((star, chart.payback.says))
        axes.set(xlim=(0, float(chart.months)), xlabel="Months", ylabel="Cost so far")
        axes.set_ylim(bottom=0)
        axes.locator_params(nbins=9, steps=[1, 2, 5, 10])
        axes.xaxis.set_major_formatter(_number(""))
        axes.yaxis.set_major_formatter(_number(chart.unit))
        axes.grid(visible=True, color=_mixed(theme.strong_text, theme.page, 0.15), linewidth=0.7)
        _legend(figure, list(columns.values()))
        return _finished(figure, axes, 3.5, format_, mark)


def _cost_line(axes: Any, theme: Theme, chart: CostChart, index: int) -> Any:
    """A line for an option; thick if chosen, with hollow marks from the second choice on."""
    line, color = chart.lines[index], theme.series[index % len(theme.series)]
    share = Fraction(index + 1, len(chart.lines) + 1)  # so that no two lines have their marks together
    months: list[Number] = [0, chart.months * share / 2, chart.months * (1 + share) / 2, chart.months]
    (drawn,) = axes.plot(
        [float(month) for month in months], [float(line.after(month)) for month in months], color=color,
        linestyle=_DASHES[index % len(_DASHES)], linewidth=3.4 if line.chosen else 1.5,
        marker=_MARKS[index % len(_MARKS)], markevery=[1, 2], markersize=7, markeredgewidth=1.5,
        markerfacecolor=color if line.choice == chart.lines[0].choice else theme.page, clip_on=False, zorder=3,
    )  # fmt: skip
    return drawn


def outcomes(trace: Trace, found: Map, theme: Theme, format_: str, mark: str) -> bytes:
    """The regions of a map, their numbers, and the user's own values."""
    rules = trace.rules
    texts = captions.keys(rules, found)
    with rc_context(_style(theme)):
        figure, axes = _blank(captions.title(rules, found), captions.about(trace, found))
        axes.set(ylim=(0, 1), yticks=[])  # with one answer, nothing goes up
        for side, axis, label in zip("xy", found.axes, captions.labels(rules, found), strict=False):
            set_axis(axes, side, axis, label, rules.unit(axis.name))
        keys: list[Key] = [
            (_region(axes, theme, index, shapes), texts[state])
            for index, (state, shapes) in enumerate(outlines(found).items())
        ]
        for line in border_lines(found):
            axes.plot(*zip(*line, strict=True), color=theme.strong_text, linewidth=1.6, zorder=2)
        if found.own:
            keys.append((_star(axes, theme, found.own), listed(captions.own(trace, found), KEY_LETTERS)))
        _write_numbers(axes, theme, found)
        _legend(figure, [keys])
        return _finished(figure, axes, UP[len(found.axes)], format_, mark)


def set_axis(axes: Any, side: str, axis: Axis, label: str, unit: str) -> None:
    """Range, scale, label and texts of one side of a map."""
    locator: Locator = MaxNLocator(8, steps=[1, 2, 5, 10], integer=axis.whole)
    if unit == DAY:
        locator = FixedLocator(_round_days(int(axis.low), int(axis.high)))
    start = axis.logarithmic_from
    if start is not None:
        few = axis.high / Fraction(start) < A_FEW_POWERS
        # what is below the beginning takes 0.9 / (1 − 1/10) powers of ten, which is one
        getattr(axes, f"set_{side}scale")("symlog", linthresh=float(start), linscale=0.9)
        locator = SymmetricalLogLocator(base=10, linthresh=float(start))
        locator.set_params(subs=[1, 2, 5] if few else [1], numticks=6)
    drawn = getattr(axes, f"{side}axis")
    drawn.set_major_locator(locator)
    drawn.set_major_formatter(_number(unit))
    drawn.set_label_text(wrapped(label, LABEL_LETTERS[side]))
    axes.set(**{f"{side}lim": (float(axis.low), float(axis.high))})


def _round_days(low: int, high: int) -> list[int]:
    """Some days of a range, at the beginnings of years, months or weeks."""
    locator = AutoDateLocator(minticks=3, maxticks=7)
    found = locator.tick_values(datetime.fromordinal(low), datetime.fromordinal(high))
    return sorted({one.toordinal() for one in num2date(found)})


def _number(unit: str) -> Callable[[float, object], str]:
    """Writes the numbers along an axis."""
    return lambda value, _: compact(exact(float(f"{value:.9g}")), unit)


def _region(axes: Any, theme: Theme, index: int, shapes: Iterable[Sequence[Point]]) -> Any:
    """All shapes of a region as one, since between two that are drawn apart a viewer leaves a gap.

    A pattern is drawn in the color of the edge, which itself is not drawn.
    """
    path = Path.make_compound_path(*(Path([*shape, shape[0]], closed=True) for shape in shapes))
    color = theme.series[index % len(theme.series)]
    return axes.add_patch(PathPatch(
        path, facecolor=_mixed(color, theme.page, _SHARES[index % len(_SHARES)]), linewidth=0,
        edgecolor=_mixed(color, theme.page, 0.75), hatch=_HATCHES[index % len(_HATCHES)],
    ))  # fmt: skip


def _write_numbers(axes: Any, theme: Theme, found: Map) -> None:
    """The number of each region; a line leads to it from one that stands elsewhere."""
    up = UP[len(found.axes)]
    disc = {"fc": theme.page, "ec": theme.strong_text, "lw": 0.8, "boxstyle": "circle,pad=0.25"}
    line = {"arrowstyle": "-", "color": theme.strong_text}
    for number, (point, place) in enumerate(number_places(found, ACROSS, up).values(), 1):
        (x, y), (text_x, text_y) = point, place
        axes.annotate(
            str(number), (x / ACROSS, y / up), (text_x / ACROSS, text_y / up), "axes fraction", bbox=disc, zorder=4,
            arrowprops=None if point == place else line, ha="center", va="center", fontsize=11, fontweight="bold",
        )  # fmt: skip


def _star(axes: Any, theme: Theme, point: Iterable[Number | float]) -> Any:
    """The mark of what the picture is about, whole where it stands on the frame, and seen on any ground."""
    x, y = map(float, point)
    fill, edge = theme.strong_text, theme.page
    (drawn,) = axes.plot([x], [y], "*", ms=19, mfc=fill, mec=edge, mew=1.5, clip_on=False, zorder=5)
    return drawn


def _blank(title: str, about: Sequence[str]) -> tuple[Figure, Any]:
    """A picture with a title, what it rests on under this, and axes; far higher than needed."""
    figure = Figure(figsize=(WIDTH, 50), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.15, h_pad=0.12)  # type: ignore[union-attr, call-arg]
    axes = figure.subplots()
    below = wrapped(listed(about, ABOUT_LETTERS), ABOUT_LETTERS)
    pad = 12 + 12 * len(below.splitlines())
    axes.set_title(wrapped(title, TITLE_LETTERS), loc="left", fontsize=12, pad=pad)
    axes.annotate(below, (0, 1), (0, 11), "axes fraction", "offset points", fontsize=9, va="bottom")
    return figure, axes


def _legend(figure: Figure, columns: Sequence[Sequence[Key]]) -> None:
    """The legend below the axes, its columns beside each other."""
    blank = Line2D([], [], linestyle="none")
    longest = max(map(len, columns))
    keys = [key for column in columns for key in [*column, *[(None, "")] * (longest - len(column))]]
    drawn = figure.legend(
        [sign or blank for sign, _ in keys], [wrapped(text, KEY_LETTERS // len(columns)) for _, text in keys],
        loc="outside lower left", ncols=len(columns), frameon=False, fontsize=10, borderpad=0,
        borderaxespad=1, handlelength=3, handleheight=1.2, columnspacing=3,
    )  # fmt: skip
    for (sign, _), text in zip(keys, drawn.get_texts(), strict=True):
        text.set_fontweight("normal" if sign else "bold")


def _mixed(color: str, page: str, share: float) -> str:
    """So much of a color on the page."""
    pairs = zip(to_rgb(color), to_rgb(page), strict=True)
    red, green, blue = (share * one + (1 - share) * under for one, under in pairs)
    return str(to_hex((red, green, blue)))


def _style(theme: Theme) -> dict[Any, Any]:
    ink = theme.strong_text
    return {
        "figure.facecolor": theme.page, "axes.facecolor": theme.page, "text.color": ink, "axes.edgecolor": ink,
        "axes.labelcolor": ink, "xtick.color": ink, "ytick.color": ink, "axes.spines.top": False,
        "axes.spines.right": False, "font.size": 10, "font.family": "sans-serif", "text.parse_math": False,
        "svg.fonttype": "none", "svg.hashsalt": "advisor", "hatch.linewidth": 1.1, "xtick.major.pad": 6,
        "ytick.major.pad": 6,
    }  # fmt: skip


def _finished(figure: Figure, axes: Any, inches: float, format_: str, mark: str) -> bytes:
    """The picture as bytes, its axes so many inches high, with the decision in it."""
    figure.draw_without_rendering()
    high = axes.get_window_extent().height / figure.dpi
    figure.set_size_inches(WIDTH, figure.get_figheight() - high + inches)
    about: dict[str, str | None] = {
        "Title": axes.get_title("left").replace("\n", " "),
        "Description": f"{mark}\n",
    }
    about |= {"Date": None} if format_ == "svg" else {}
    out = io.BytesIO()
    figure.savefig(out, format=format_, dpi=192, metadata=about)
    return out.getvalue()
