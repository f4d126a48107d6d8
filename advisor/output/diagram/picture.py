"""A chart as SVG, PNG or PDF: drawn, checked for letters that cannot be drawn, and finished."""

from advisor.errors import AdvisorError, Problem
from advisor.output.diagram import dot, embed, render, svg
from advisor.output.diagram.chart import CIRCLED, Chart

READABLE_DPI = 72
"""Dots per inch of a PNG below which small letters cannot be read."""


def picture(
    chart: Chart, format_: str, theme: str, direction: str, mark: str
) -> tuple[str | bytes, tuple[str, ...]]:
    """The picture as `svg`, `png` or `pdf`, and warnings for the user. Raises AdvisorError."""
    if format_ == "svg":
        return _svg(chart, dot.source(chart, theme, direction), mark)
    missing = render.undrawable(chart.text)
    if missing - set(CIRCLED):
        raise AdvisorError(_no_fonts(missing - set(CIRCLED)))
    source = dot.source(chart, theme, direction, signs=not missing)
    if format_ == "pdf":
        drawn = render.render(source, format_)
        return (embed.in_pdf(drawn, mark) if mark else drawn), ()
    dpi = render.sharpest(source)
    drawn = render.render(source, format_, dpi)
    warning = f"the chart is large, so the PNG is not sharp ({dpi} dots per inch): .svg and .pdf are"
    return (embed.in_png(drawn, mark) if mark else drawn), (warning,) if dpi < READABLE_DPI else ()


def _svg(chart: Chart, source: str, mark: str) -> tuple[str, tuple[str, ...]]:
    """The viewer draws the letters, so that fonts are missed only to tell how wide a text is."""
    drawn, has_fonts = render.render_svg(source)
    warning = "this machine has no fonts: the widths of texts in the SVG are estimates"
    return svg.finished(drawn, chart, mark), () if has_fonts else (warning,)


def _no_fonts(missing: set[str]) -> Problem:
    if render.LATIN in missing:
        says = "this machine has no fonts, so every letter would be an empty box"
        return Problem("no-fonts", says, "install a font such as DejaVu Sans, or write .svg")
    named = " ".join(sorted(missing)[:12]) + (" …" if len(missing) > 12 else "")
    says = f"this machine has no font for {named}, so each would be an empty box"
    return Problem("no-fonts", says, "install a font that has them, such as Noto, or write .svg")
