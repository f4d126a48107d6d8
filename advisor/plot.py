"""Pictures of figures: cumulative costs over months, and the outcomes over one or two answers.

The only module that knows matplotlib, which is an optional extra. Lines differ in dashes and marks
and regions in hatching, so that nothing rests on color alone.
"""

import io
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from advisor.answers import Value, shown
from advisor.costs import figure
from advisor.diagram import embed
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.scope import Scope
from advisor.session import Trace, walk
from advisor.whatif.flips import flips
from advisor.whatif.nearest import points_between
from advisor.whatif.ranges import Ranges

try:
    import matplotlib
    from matplotlib import pyplot as _pyplot
    from matplotlib.patches import Patch
    from matplotlib.ticker import FuncFormatter
except ImportError as missing:
    raise AdvisorError(
        Problem(
            "no-plot", "pictures of figures need matplotlib", "install the extra: pip install 'advisor[plot]'"
        )
    ) from missing

matplotlib.use("Agg")
pyplot: Any = _pyplot  # its types know every setting by name, and ours are made
STEPS = 90
"""Points of a map along one side."""
_DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))]
_MARKS = ["o", "s", "^", "D", "v", "P"]
_HATCHES = ["", "//", "..", "xx", "\\\\", "oo", "--", "++"]
_COLORS = {
    "light": ["#1d4ed8", "#b45309", "#047857", "#9d174d", "#6d28d9", "#374151", "#0e7490", "#a16207"],
    "dark": ["#79c0ff", "#ffb86b", "#56d364", "#ff9bce", "#d2a8ff", "#c9d1d9", "#76e3ea", "#e3b341"],
}
_THEMES = {
    "light": {"figure.facecolor": "#ffffff", "axes.facecolor": "#ffffff", "text.color": "#111827"},
    "dark": {"figure.facecolor": "#0d1117", "axes.facecolor": "#0d1117", "text.color": "#f0f6fc"},
}


class Line(NamedTuple):
    """What one option costs: once, and every month; `tuned` lines are what has to pay back."""

    title: str
    once: Number
    monthly: Number
    chosen: bool
    table: str


def cumulative_costs(trace: Trace, format_: str, theme: str, mark: str) -> bytes:
    """The cumulative cost of every option over months, with the break-even of the chosen ones marked.

    Raises AdvisorError where the figures are not answered, or the rules do not say what is monthly.
    """
    lines = _lines(trace.scope)
    crossing = _crossing(lines)
    months = _months(crossing)
    with _style(theme):
        drawing, axes = pyplot.subplots(figsize=(8, 5))
        for index, line in enumerate(lines):
            ends = [0, months]
            axes.plot(ends, [float(line.once + line.monthly * month) for month in ends], label=line.title,
                      linestyle=_DASHES[index % len(_DASHES)], marker=_MARKS[index % len(_MARKS)],
                      color=_color(theme, index), linewidth=3 if line.chosen else 1.5)  # fmt: skip
        if crossing and crossing[0] <= months:
            told = f"pays back after {show(crossing[0], 'months')}"
            axes.plot(float(crossing[0]), float(crossing[1]), marker="*", markersize=18, linestyle="none",
                      color=_THEMES[theme]["text.color"], label=_escaped(told), zorder=5)  # fmt: skip
        never = "" if crossing else ": never pays back"
        axes.set_title(_escaped(f"Cumulative cost{never}"), loc="left")
        axes.set_xlabel("months")
        axes.set_ylabel("USD")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"${value:,.0f}"))
        axes.set_xlim(0, months)
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)
        return _finished(drawing, format_, mark)


def _lines(scope: Scope) -> list[Line]:
    """What each option of the cost tables costs once and every month."""
    rules, lines, needed = scope.rules, [], []
    for name, table in rules.costs.compare.items():
        if not table.monthly:
            continue
        for option, title in rules.options(table.by).items():
            instead = Scope(rules, scope.answers.with_answer(table.by, option), defaults=scope.defaults)
            chosen = _chosen(scope, table.by) == option
            own = table.once_chosen if chosen and table.once_chosen else table.once
            figures = [figure(instead, one) for one in (own, table.monthly) if one]
            needed += [one.needs for one in figures if one.needs]
            if not any(one.value is None for one in figures):
                values = [one.value or 0 for one in figures]
                lines.append(Line(title, values[0] if own else 0, values[-1], chosen, name))
    if needed:
        labels = ", ".join(dict.fromkeys(f"{rules.label(name)} (--set {name}=…)" for name in needed))
        raise AdvisorError(Problem("missing-answer", f"the costs need {labels}"))
    if not lines:
        raise AdvisorError(
            Problem("no-costs", "the rules do not say which costs are monthly", "see `costs › compare`")
        )
    return lines


def _chosen(scope: Scope, question: str) -> Value | None:
    try:
        value: Value = scope[question]
    except Unanswered:
        return None
    return value


def _crossing(lines: Sequence[Line]) -> tuple[Fraction, Fraction] | None:
    """Where the chosen line of the last table comes under the chosen one of the first: months and cost."""
    chosen = [line for line in lines if line.chosen]
    if len(chosen) < 2 or chosen[0].monthly <= chosen[-1].monthly:
        return None
    month = Fraction(chosen[-1].once - chosen[0].once) / (chosen[0].monthly - chosen[-1].monthly)
    return (month, chosen[0].once + chosen[0].monthly * month) if month >= 0 else None


def _months(crossing: tuple[Fraction, Fraction] | None) -> int:
    """So many that the crossing is well inside, but not more than ten years."""
    return 12 if crossing is None else int(min(max(crossing[0] * 3, Fraction(3)), Fraction(120))) + 1


def outcomes_over(
    trace: Trace, names: Sequence[str], ranges: Ranges, format_: str, theme: str, mark: str
) -> bytes:
    """A map of the outcomes over one or two answers, with the user's own point in it. Raises AdvisorError."""
    rules = trace.rules
    axes_values = [_axis(trace, name, ranges) for name in names]
    grid = _grid(trace, names, axes_values)
    outcomes = list(dict.fromkeys(cell for row in grid for cell in row))
    with _style(theme):
        drawing, axes = pyplot.subplots(figsize=(8, 5 if len(names) > 1 else 2.8))
        codes = [[outcomes.index(cell) for cell in row] for row in grid]
        ys = [float(value) for value in axes_values[1]] if len(names) > 1 else [0.0, 1.0]
        _regions(axes, [float(value) for value in axes_values[0]], ys, codes, theme)
        handles: list[Any] = [_key(rules, theme, code, outcome) for code, outcome in enumerate(outcomes)]
        point = [_own(trace, name) for name in names]
        if None not in point:
            x, y = float(point[0]), float(point[1]) if len(names) > 1 else 0.5  # type: ignore[arg-type]
            handles += axes.plot([x], [y], marker="*", markersize=18, color=_THEMES[theme]["text.color"],
                                 linestyle="none", label=_escaped(_here(rules, names, point)))  # fmt: skip
        _labels(axes, rules, names, axes_values)
        axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.18 if len(names) > 1 else -0.35),
                    frameon=False, ncols=2)  # fmt: skip
        return _finished(drawing, format_, mark)


def _key(rules: Ruleset, theme: str, code: int, outcome: str) -> Patch:
    """The entry of a region in the legend."""
    return Patch(facecolor=_color(theme, code) + "55", edgecolor="#6b7280", hatch=_HATCHES[code % len(_HATCHES)],
                 label=f"{code + 1}: {_title(rules, outcome)}")  # fmt: skip


def _regions(axes: Any, xs: list[float], ys: list[float], codes: list[list[int]], theme: str) -> None:
    """Fill each region with a light color, a hatch and a number of its own."""
    rows = codes * 2 if len(codes) == 1 else codes
    for code in sorted({cell for row in rows for cell in row}):
        inside = [[1.0 if cell == code else 0.0 for cell in row] for row in rows]
        axes.contourf(xs, ys, inside, levels=[0.5, 1.5], colors=[_color(theme, code) + "55"],
                      hatches=[_HATCHES[code % len(_HATCHES)]])  # fmt: skip
        x, y = _middle(xs, ys, rows, code)
        background = {
            "facecolor": _THEMES[theme]["axes.facecolor"],
            "edgecolor": "none",
            "boxstyle": "circle",
        }
        axes.text(
            x, y, str(code + 1), ha="center", va="center", fontsize=12, fontweight="bold", bbox=background
        )


def _middle(xs: list[float], ys: list[float], rows: list[list[int]], code: int) -> tuple[float, float]:
    """A point well inside a region: the middle of its longest row."""
    runs = []
    for row, cells in enumerate(rows):
        columns = [column for column, cell in enumerate(cells) if cell == code]
        if columns:
            runs.append((len(columns), row, columns[len(columns) // 2]))
    longest = max(length for length, _, _ in runs)
    wide = [(row, column) for length, row, column in runs if 2 * length >= longest]
    row, column = wide[len(wide) // 2]
    return xs[column], (ys[row] if len(set(ys)) > 2 else sum(ys) / len(ys))


def _color(theme: str, index: int) -> str:
    return _COLORS[theme][index % len(_COLORS[theme])]


def _axis(trace: Trace, name: str, ranges: Ranges) -> list[Number]:
    """Values along one axis: the range that was given, or well around the user's answer and what turns it."""
    question = trace.rules.questions[name]
    low, high = ranges.get(name) or _around(trace, name)
    if low >= high:
        raise AdvisorError(
            Problem("wrong-answer", f"there is nothing to draw over {name}", "give it a range: LOW..HIGH")
        )
    logarithmic = _is_wide(low, high)
    values: list[Number] = []
    for step in range(STEPS + 1):
        share = step / STEPS
        value = Fraction(float(low) ** (1 - share) * float(high) ** share) if logarithmic else (
            Fraction(low) + (Fraction(high) - low) * step / STEPS)  # fmt: skip
        values.append(round(value) if question.type == "integer" else value.limit_denominator(10**6))
    edges = points_between(trace.scope, name, low, high) if trace.outcome else []
    return sorted({low, high, *edges, *(value for value in values if low <= value <= high)})


def _is_wide(low: Number, high: Number) -> bool:
    return low > 0 and high / Fraction(low) >= 50


def _around(trace: Trace, name: str) -> tuple[Number, Number]:
    """A tenth to ten times the answer and the values at which it turns, within the question's bounds."""
    here = _own(trace, name)
    question = trace.rules.questions[name]
    if here is None:
        low, high = question.min, question.max
        if low is None or high is None:
            says = f"{name} is not answered, and has no bounds"
            raise AdvisorError(Problem("missing-answer", says, f"--set {name}=LOW..HIGH"))
        return low, high
    turning = [one.to for one in flips(trace) if one.name == name and isinstance(one.to, int | Fraction)]
    near = [value for value in (here, *turning) if value > 0] or [1]
    low, high = min(near) / Fraction(10), max(near) * 10
    low = max(low, question.min) if question.min is not None else low
    high = min(high, question.max) if question.max is not None else high
    return (round(low), round(high)) if question.type == "integer" else (low, high)


def _own(trace: Trace, name: str) -> Number | None:
    try:
        value: Number = trace.scope[name]
    except Unanswered:
        return None
    return value


def _grid(trace: Trace, names: Sequence[str], axes: Sequence[Sequence[Number]]) -> list[list[str]]:
    """The outcome at each point; a question that is open there stands for it."""
    rules, answers = trace.rules, trace.scope.answers
    rows = []
    for y in axes[1] if len(axes) > 1 else [None]:
        row = []
        for x in axes[0]:
            there = answers.with_answer(names[0], x)
            there = there if y is None else there.with_answer(names[1], y)
            found = walk(rules, there)
            row.append(found.outcome or f"?{found.pending}")
        rows.append(row)
    return rows


def _title(rules: Ruleset, outcome: str) -> str:
    return _escaped(
        f"open: {rules.label(outcome[1:])}" if outcome.startswith("?") else rules.outcomes[outcome].title
    )


def _here(rules: Ruleset, names: Sequence[str], point: Sequence[Number | None]) -> str:
    values = ", ".join(
        shown(rules, name, value) for name, value in zip(names, point, strict=True) if value is not None
    )
    return f"your answers: {values}"


def _labels(axes: Any, rules: Ruleset, names: Sequence[str], values: Sequence[Sequence[Number]]) -> None:
    plain = FuncFormatter(lambda value, _: f"{value:,.10g}")
    for side, name, along in zip("xy", names, values, strict=False):
        getattr(axes, f"set_{side}label")(
            _escaped(f"{rules.label(name)} ({rules.unit(name)})".replace(" ()", ""))
        )
        if _is_wide(along[0], along[-1]):
            getattr(axes, f"set_{side}scale")("log")
        getattr(axes, f"{side}axis").set_major_formatter(plain)
    if len(names) == 1:
        axes.set_yticks([])


def _escaped(text: str) -> str:
    """Text in which nothing is a formula."""
    return re.sub(r"([$\\])", r"\\\1", text)


def _style(theme: str) -> Any:
    colors = _THEMES[theme]
    ink = colors["text.color"]
    return pyplot.rc_context({**colors, "axes.edgecolor": ink, "axes.labelcolor": ink, "xtick.color": ink,
                              "ytick.color": ink, "axes.spines.top": False, "axes.spines.right": False,
                              "font.size": 11, "svg.fonttype": "none", "svg.hashsalt": "advisor",
                              "hatch.color": "#6b7280", "font.family": "sans-serif"})  # fmt: skip


def _finished(drawing: Any, format_: str, mark: str) -> bytes:
    """The picture as bytes, with the decision in it."""
    out = io.BytesIO()
    drawing.savefig(
        out,
        format=format_,
        dpi=192,
        bbox_inches="tight",
        metadata={"Date": None} if format_ == "svg" else None,
    )
    pyplot.close(drawing)
    data = out.getvalue()
    if format_ == "png":
        return embed.in_png(data, mark)
    carried = f"<metadata>{mark}</metadata>".encode()
    return re.sub(rb"<metadata>.*?</metadata>", lambda _: carried, data, count=1, flags=re.DOTALL)
