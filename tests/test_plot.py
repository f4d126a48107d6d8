"""Pictures of figures: what is drawn is exact, says what it shows, and carries the decision."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.engine.answers import check
from advisor.engine.session import Trace, walk
from advisor.output.plot import captions
from advisor.output.plot.axis import Axis
from advisor.output.plot.boundaries import state, stretches
from advisor.output.plot.labels import axis_label, compact, fitted
from advisor.output.plot.payback import CostChart, Line, Payback, chart, payback
from advisor.output.plot.regions import Map, border_lines, number_places, outcome_map, outlines
from advisor.quantities import parse_number
from advisor.rules import Ruleset
from tests import random_rules
from tests.conftest import EXAMPLE, Ran, sets

pytest.importorskip("matplotlib")
from advisor.output.plot.drawing import ticks

LOW_GATE = {"volume_gate": 1000}
"""With which volume and tokens decide together, along a curve."""


def trace_of(rules: Ruleset, **others: object) -> Trace:
    return walk(rules, check(rules, {**EXAMPLE, **others}))


def chart_of(rules: Ruleset, **others: object) -> CostChart:
    return chart(trace_of(rules, **others).scope)


def map_of(
    rules: Ruleset, over: str, ranges: dict[str, Any] | None = None, **others: object
) -> tuple[Trace, Map]:
    trace = trace_of(rules, **dict.fromkeys(ranges or {}, "unknown"), **others)
    return trace, outcome_map(trace, over.split(","), ranges or {})


def borders_of(found: Map) -> list[Any]:
    """The values at which the outcome turns along the only axis of a map."""
    return [stretch.low for stretch in found.bands[0].rows[0].stretches[1:]]


def texts(picture: Path) -> list[str]:
    """The lines of text in an SVG."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text())


# What pays back


@pytest.mark.parametrize(
    ("once", "monthly", "kind", "months"),
    [
        (5000, 700, "after", Fraction(5000, 10_550)),
        (5_000_000, 700, "after", Fraction(5_000_000, 10_550)),
        (0, 700, "at once", None),
        (-1, 700, "at once", None),
        (-1, 11_250, "at once", None),
        (0, 11_250, "never", None),
        (5000, 20_000, "never", None),
        (-8750, 20_000, "until", 1),
    ],
)
def test_every_kind_of_crossing(once: int, monthly: int, kind: str, months: Fraction | None) -> None:
    lines = [Line("offer", "O", 0, 11_250, "chosen"), Line("plan", "P", once, monthly, "chosen")]
    found = payback(lines)
    assert found is not None
    assert (found.kind, found.months) == (kind, months)


def test_a_choice_that_is_open_is_no_crossing_that_never_comes(published: Ruleset) -> None:
    for choice in ("api_offer", "tuning_plan"):
        found = chart_of(published, **{choice: "unknown"})
        assert found.payback == Payback("open", open=(choice,))
        title = captions.of_costs(published, found).title
        assert title == f"Cumulative cost: break-even open ({published.label(choice)} not chosen)"
    assert payback([Line("offer", "O", 0, 1, "chosen")]) is None


@pytest.mark.parametrize(
    ("others", "title"),
    [
        ({"prompting_hours": 100}, "pays back at once"),
        ({"fine_tune_cost": 0}, "pays back at once"),
        ({"fine_tune_cost": 5_000_000}, "pays back after about 39 years"),
        ({"fine_tune_cost": 10_550}, "pays back after 1 month"),
        ({"monthly_requests": 10_000}, "never pays back"),
        ({"monthly_requests": 10_000, "prompting_hours": 200}, "is cheaper for about 2.1 years only"),
    ],
)
def test_the_title_says_what_pays_back(published: Ruleset, others: dict[str, object], title: str) -> None:
    said = captions.of_costs(published, chart_of(published, **others))
    assert said.title == f"Cumulative cost: {title}"
    assert said.about[0] == "Llama 3.1 8B against GPT-4o (OpenAI)"
    assert bool(said.crossing) == any(one in title for one in ("month", "days", "years"))


@pytest.mark.parametrize("others", [{}, {"fine_tune_cost": 5_000_000}, {"monthly_requests": 10**9}])
def test_the_crossing_is_well_inside_the_window(published: Ruleset, others: dict[str, object]) -> None:
    found = chart_of(published, **others)
    assert found.payback is not None
    assert found.payback.months is not None
    assert Fraction(1, 5) < found.payback.months / found.months <= Fraction(1, 2)


def test_the_legend_tells_choices_apart_and_what_was_assumed(published: Ruleset) -> None:
    found = chart_of(published, api_offer="claude-3.5-sonnet")
    labels = {
        line.choice: [one.label for one in found.lines if one.choice == line.choice] for line in found.lines
    }
    assert labels["api_offer"][1] == "Claude 3.5 Sonnet (Anthropic) (chosen)"
    assert labels["tuning_plan"][0] == "Llama 3.1 8B (as assumed)"
    assert "Requests a month: 1,000,000" in found.held
    open_plan = chart_of(published, tuning_plan="unknown")
    assert not any("fine-tuning" in one for one in open_plan.held)  # the user's cost is no line then


# Where the outcome turns


@pytest.mark.parametrize("ends", [(0, 3_000_000), (10_000, 100_000_000), (200_000, 3_000_000)])
def test_borders_are_exact_in_a_range(published: Ruleset, ends: tuple[int, int]) -> None:
    _, found = map_of(published, "monthly_requests", {"monthly_requests": ends})
    assert borders_of(found) == [1_000_000]


def test_borders_are_exact_while_something_is_open(published: Ruleset) -> None:
    trace, found = map_of(published, "training_examples", latency_critical="unknown")
    assert borders_of(found) == [1000]
    assert found.states == ["improve_prompts", "?latency_critical"]
    assert captions.of_map(trace, found).own[0] == "Your point, in 2"


def test_a_border_stands_on_the_value_that_the_rules_name(published: Ruleset) -> None:
    cost = stretches(trace_of(published), "fine_tune_cost", 0, 10**6)  # > 126,600: from there on
    assert [(one.low, one.high) for one in cost] == [(0, 126_600), (126_600, 10**6)]
    quality = stretches(trace_of(published, training_examples=3000), "training_data_quality", 0, 1)
    assert [one.low for one in quality] == [0, Fraction(1, 3)]


def test_borders_of_two_answers_are_exact_and_smooth(published: Ruleset) -> None:
    ranges = {"monthly_requests": (0, 200_000), "avg_output_tokens": (0, 5000)}
    trace, found = map_of(published, ",".join(ranges), ranges, **LOW_GATE)
    for band in found.bands:
        for row in band.rows:
            there = trace.scope.answers.with_answer("avg_output_tokens", row.at)
            for stretch in row.stretches[1:]:
                assert (
                    walk(published, there.with_answer("monthly_requests", stretch.low)).outcome
                    == stretch.state
                )
                before = walk(published, there.with_answer("monthly_requests", stretch.low - 1)).outcome
                assert before != stretch.state
    (curve,) = [line for line in border_lines(found) if len({x for x, _ in line}) > 2]
    assert all(here[1] - before[1] < 0.02 for before, here in pairwise(curve))
    assert all(
        0 <= x <= 1 and 0 <= y <= 1 for shapes in outlines(found).values() for one in shapes for x, y in one
    )


def test_a_level_border_is_exact(published: Ruleset) -> None:
    ranges = {"avg_output_tokens": (0, 5000), "monthly_requests": (0, 3_000_000)}
    _, found = map_of(published, ",".join(ranges), ranges)
    assert [(band.low, band.high) for band in found.bands] == [(0, 1_000_000), (1_000_000, 3_000_000)]
    assert border_lines(found) == [[(0, found.up.place(1_000_000)), (1, found.up.place(1_000_000))]]


def test_regions_cover_the_map_once(published: Ruleset) -> None:
    _, found = map_of(published, "monthly_requests,fine_tune_cost")
    assert len(found.states) == 3
    area = sum(_area(shape) for shapes in outlines(found).values() for shape in shapes)
    assert area == pytest.approx(1)


def _area(shape: list[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*shape, shape[0]]))) / 2


@settings(max_examples=15)
@given(rules=random_rules.rulesets(), answers=random_rules.answers(), data=st.data())
def test_every_point_is_in_the_region_of_its_state(
    rules: Ruleset, answers: dict[str, Any], data: st.DataObject
) -> None:
    from matplotlib.path import Path as Outline

    trace = walk(rules, answers)
    ranges: dict[str, Any] = data.draw(st.sampled_from([{}, {"n0": (0, 20), "n1": (-10, 10)}]))
    found = outcome_map(trace, ["n0", "n1"], ranges)
    regions = {one: [Outline([*shape, shape[0]], closed=True) for shape in shapes]
               for one, shapes in outlines(found).items()}  # fmt: skip
    shares = st.floats(0, 0.9)
    for x, y in data.draw(st.lists(st.tuples(shares, shares), min_size=20, max_size=20)):
        values = [axis.value(share) for axis, share in zip(found.axes, (x, y), strict=True)]
        there = trace.scope.answers.with_answer("n0", values[0]).with_answer("n1", values[1])
        place = [axis.place(value) for axis, value in zip(found.axes, values, strict=True)]
        sides = product(*((one - 1e-7, one + 1e-7) for one in place))  # a border can belong to either
        own = regions[state(walk(rules, there))]
        assert any(one.contains_point(side) for side in sides for one in own)


def test_rules_of_another_domain(small: Ruleset) -> None:
    trace = walk(small, check(small, {"is_raining": False, "chance": "0.3"}))
    found = outcome_map(trace, ["chance", "walk_minutes"], {})
    assert found.states == ["leave_it", "take_it"]
    assert (found.axes[0].low, found.axes[0].high) == (0, 1)
    for row in found.bands[-1].rows:
        assert row.stretches[0].high == Fraction(3) / row.at
    said = captions.of_map(trace, found)
    assert said.labels == ("Chance of rain", "Time outside (minutes)")
    assert said.own == ("Your point, in 2", "Chance of rain: 0.3", "Time outside: 20 minutes (as assumed)")


# The user's own point


@pytest.mark.parametrize(
    ("over", "others"),
    [
        ("avg_output_tokens", {}),
        ("monthly_requests", {"monthly_requests": 0}),
        ("training_examples,training_data_quality", {}),
        ("avg_output_tokens", {"avg_output_tokens": 0}),
        ("monthly_requests,avg_output_tokens", {"monthly_requests": 0, "avg_output_tokens": 0}),
    ],
)
def test_the_own_point_is_inside_and_apart_from_numbers(
    published: Ruleset, over: str, others: dict[str, object]
) -> None:
    trace, found = map_of(published, over, **others)
    assert found.own_place is not None
    x, y = found.own_place
    assert 0 <= x <= 1
    assert 0 <= y <= 1
    for there in number_places(found).values():
        assert abs(there[0] - x) >= 0.04 or abs(there[1] - y) >= 0.07
    assert captions.of_map(trace, found).own


def test_without_an_own_point_none_is_told(published: Ruleset) -> None:
    for over in ("monthly_requests", "monthly_requests,avg_output_tokens"):
        trace, found = map_of(published, over, {"monthly_requests": (200_000, 3_000_000)})
        assert found.own_place is None
        assert captions.of_map(trace, found).own == ()


def test_numbers_stand_in_their_regions(published: Ruleset) -> None:
    _, found = map_of(published, "monthly_requests,fine_tune_cost")
    places = number_places(found)
    border = found.axes[0].place(1_000_000)
    assert places["prompt_engineering_low_volume"][0] < border < places["fine_tune_to_save"][0]
    assert places["fine_tune_to_save"][1] < places["prompt_engineering_cheaper"][1]
    narrow = {"monthly_requests": (0, 10**9), "avg_output_tokens": (0, 5000)}
    _, found = map_of(published, ",".join(narrow), narrow, volume_gate=10)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in number_places(found).values())


# Axes


def test_an_open_axis_is_drawn_around_what_turns_the_outcome(published: Ruleset) -> None:
    for over in ("monthly_requests", "monthly_requests,avg_output_tokens"):
        _, found = map_of(published, over, monthly_requests="unknown")
        axis = found.axes[0]
        assert (axis.low, axis.high, axis.logarithmic_from) == (100_000, 10_000_000, 100_000)
    both = {"monthly_requests": "unknown", "fine_tune_cost": "unknown"}
    _, found = map_of(published, "monthly_requests,fine_tune_cost", **both)
    assert found.axes[0].high == 10_000_000
    assert 10**6 <= found.axes[1].high < 10**8  # around 126,600, where it turns at the threshold of the other


def test_a_wide_range_from_zero_is_logarithmic_beyond_it(published: Ruleset) -> None:
    _, found = map_of(published, "monthly_requests", {"monthly_requests": (0, 100_000_000)})
    axis = found.axes[0]
    assert axis.logarithmic_from == 100_000
    assert ticks(axis.low, axis.high, axis.logarithmic_from)[0] == 0
    assert axis.place(0) == 0
    assert 0.3 < axis.place(1_000_000) < 0.7
    _, found = map_of(published, "monthly_requests", {"monthly_requests": (0, 3_000_000)})
    assert found.axes[0].logarithmic_from is None


@pytest.mark.parametrize(
    "axis",
    [
        Axis("", 0, 3_000_000, whole=True),
        Axis("", 10_000, 10**8, 10_000, whole=True),
        Axis("", 0, 10**12, 1000, whole=True),
        Axis("", Fraction(1, 100), 5, Fraction(1, 100)),
        Axis("", 0, Fraction(3, 1000)),
        Axis("", -20, 30),
    ],
)
def test_places_and_ticks_of_an_axis(axis: Axis) -> None:
    assert (axis.place(axis.low), axis.place(axis.high)) == (0, pytest.approx(1))
    for step in range(11):
        assert axis.place(axis.value(step / 10)) == pytest.approx(step / 10, abs=0.001)
    found = ticks(axis.low, axis.high, axis.logarithmic_from)
    assert 3 <= len(found) <= 9
    assert found == sorted(set(found))
    assert axis.low <= found[0]
    assert found[-1] <= axis.high
    for tick in found:
        assert parse_number(compact(tick)) == tick


def test_numbers_are_short() -> None:
    assert [compact(one) for one in (0, Fraction(1, 2), 200_000, 1_500_000, 10**9, 10**12, -3000)] == [
        "0", "0.5", "200k", "1.5M", "1B", "1,000B", "−3k",
    ]  # fmt: skip
    assert compact(5000, "USD") == "$5k"
    assert ticks(0, 12) == [0, 2, 4, 6, 8, 10, 12]


def test_a_unit_is_told_once(published: Ruleset, small: Ruleset) -> None:
    assert axis_label(published, "monthly_requests") == "Requests a month"
    assert axis_label(published, "avg_output_tokens") == "Output tokens"
    assert axis_label(published, "fine_tune_cost") == "One-time cost of fine-tuning"
    assert axis_label(published, "gpu_memory_gb") == "GPU memory (GB)"
    assert axis_label(small, "walk_minutes") == "Time outside (minutes)"


def test_what_fits_is_told_and_how_much_is_left_out() -> None:
    parts = ["a part", "another part", "the last part"]
    assert fitted(parts, 80, 1) == "a part · another part · the last part"
    assert fitted(parts, 18, 1) == "a part · 2 more"
    assert fitted(parts, 30, 2) == "a part · another part ·\nthe last part"
    assert fitted([], 80, 1) == ""


def test_a_map_says_what_is_held_fixed(published: Ruleset) -> None:
    trace, found = map_of(published, "monthly_requests,avg_output_tokens")
    said = captions.of_map(trace, found)
    assert said.title == "Outcome over Requests and Output tokens"
    assert said.about[0] == "Held fixed: Base model does the task well: no"
    assert "Prompting offer: GPT-4o (OpenAI) (as assumed)" in said.about
    assert not any("Requests" in one for one in said.about)
    assert said.own == ("Your point, in 2", "Requests a month: 1,000,000", "Output tokens: 1,000")
    assert said.keys["fine_tune_to_save"] == "2: Fine-tune to save money"


# The pictures


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["costs.svg", "costs.png"])
def test_cumulative_costs(name: str, theme: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / name
    ran = run("whatif", *sets(EXAMPLE), "-o", out, "--theme", theme)
    assert ran.code == 0, ran.err
    if name.endswith("svg"):
        assert {"Prompting offer", "Fine-tuning plan", "GPT-4o (OpenAI) (as assumed)", "Llama 3.1 70B",
                "Cumulative cost: pays back after about 14 days", "pays back after about 14 days",
                "$10k"} <= set(texts(out))  # fmt: skip
        assert "<title>Cumulative cost: pays back after about 14 days</title>" in out.read_text()
        assert "<script" not in out.read_text()
    assert json.loads(run("decide", out, "--json").out)["outcome"] == "fine_tune_to_save"


@pytest.mark.parametrize("over", ["monthly_requests", "monthly_requests,avg_output_tokens", "fine_tune_cost"])
def test_outcomes_over_answers(over: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / "map.svg"
    ran = run("whatif", *sets(EXAMPLE), "-o", out, "--over", over)
    assert ran.code == 0, ran.err
    said = texts(out)
    assert any(one.endswith(": Fine-tune to save money") for one in said)
    assert any(one.startswith("Your point, in") for one in said)
    assert any(one.startswith("Held fixed: ") for one in said)
    assert json.loads(run("decide", out, "--json").out)["outcome"] == "fine_tune_to_save"


def test_a_range_keeps_the_own_point(tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / "map.svg"
    for ends, inside in (("200k..3M", True), ("200,000..900,000", False)):
        over = f"monthly_requests:{ends},fine_tune_cost"
        ran = run("whatif", *sets(EXAMPLE), "-o", out, "--force", "--over", over)
        assert ran.code == 0, ran.err
        assert any(one.startswith("Your point") for one in texts(out)) is inside


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_regions_are_opaque_and_hatched_in_their_own_way(
    theme: str, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "map.svg"
    run("whatif", *sets(EXAMPLE), "-o", out, "--over", "monthly_requests,fine_tune_cost", "--theme", theme)
    patterns = re.findall(r"<pattern .*?</pattern>", out.read_text(), re.DOTALL)
    assert len(patterns) >= 2
    assert "opacity" not in "".join(patterns)
    for pattern in patterns:
        ground, drawn = re.findall(r"(?:fill|stroke): ?(#[0-9a-f]{6})|fill=\"(#[0-9a-f]{6})\"", pattern)[:2]
        assert contrast("".join(ground), "".join(drawn)) > 1.5


def contrast(one: str, other: str) -> float:
    """How far two colors differ in lightness, as the web's guidelines have it."""
    lights = []
    for color in (one, other):
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(lights) / min(lights)


LETTER = 0.56 * 1.2
"""The width of a letter, against its size, in a font a fifth wider than that which is measured with."""
EDGES: list[list[str]] = [
    [],
    ["--set", "tuning_plan=unknown"],
    ["--set", "fine_tune_cost=0"],
    ["--set", "monthly_requests=0"],
    ["--set", "monthly_requests=10k", "--set", "prompting_hours=200"],
    ["--over", "training_examples,training_data_quality"],
    ["--over", "avg_output_tokens", "--set", "avg_output_tokens=0"],
    ["--over", "monthly_requests:1..1000B,fine_tune_cost:1..1000B", "--set", "volume_gate=1000"],
]


@pytest.mark.parametrize("more", EDGES)
def test_nothing_is_cut_at_the_edge(more: list[str], tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The outermost dots of the PNG are paper, and in the SVG a font a fifth wider would still fit."""
    from matplotlib.image import imread

    picture, drawing = tmp_path / "x.png", tmp_path / "x.svg"
    for out in (picture, drawing):
        assert run("whatif", *sets(EXAMPLE), *more, "-o", out).code == 0
    dots = imread(picture)[..., :3]
    for edge in (dots[:4], dots[-4:], dots[:, :4], dots[:, -4:]):
        assert edge.min() == 1
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', drawing.read_text())[0])
    assert "<text" in drawing.read_text()
    for style, place, said in re.findall(r'<text style="([^"]*)" ([^>]*)>([^<]*)<', drawing.read_text()):
        size = float(re.findall(r"font(?:-size)?: [^;]*?([\d.]+)px", style)[0])
        left = float(re.findall(r'(?:x="|translate\()([\d.]+)', place)[0])
        if "anchor: middle" not in style and "anchor: end" not in style:
            assert left + len(said) * size * LETTER <= width, said


def test_what_cannot_be_drawn_is_said(tmp_path: Path, run: Callable[..., Ran]) -> None:
    def error(*more: str, to: str = "x.svg") -> str:
        ran = run("whatif", *sets(EXAMPLE), "-o", tmp_path / to, *more)
        assert ran.code == 1
        return ran.err

    assert "is .svg or .png" in error(to="x.pdf")
    assert "no folder/x.svg: cannot be written" in error(to="no folder/x.svg")
    assert "`latency_critical` is no question that takes a number" in error("--over", "latency_critical")
    assert "one or two" in error("--over", "monthly_requests,monthly_requests")
    assert "3,000,000 is more than 200,000" in error("--over", "monthly_requests:3M..200k")
    assert "write --over monthly_requests:LOW..HIGH" in error("--over", "monthly_requests:5")
    assert "nothing to draw" in error("--over", "monthly_requests:5..5")
    assert "is below the least allowed" in error("--over", "monthly_requests:-1..5")
    assert "-o" in run("whatif", *sets(EXAMPLE), "--over", "monthly_requests").err


def test_only_drawing_loads_matplotlib() -> None:
    code = "import sys, advisor.output.plot; print('matplotlib' in sys.modules or 'z3' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
