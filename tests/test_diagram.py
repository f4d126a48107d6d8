"""Diagrams: what is highlighted is what was decided, and each can be decided again."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from advisor.advice.advice import advise
from advisor.advice.model import Advice
from advisor.engine.session import walk
from advisor.output import diagram
from advisor.output.diagram import render
from advisor.rules import Ruleset, load_texts
from tests import random_rules
from tests.conftest import Ran, sets
from tests.test_published import WAYS

TODAY = date(2026, 11, 24)
Way = tuple[str, str, str, bool]
"""One branch as drawn: from where, to where, its label, and whether it is drawn as taken."""


def drawn(rules: Ruleset, advice: Advice | None, format_: str, **options: Any) -> str:
    return str(diagram.draw(rules, advice, format_, today=TODAY, **options).content)


def states(rules: Ruleset, advice: Advice | None) -> dict[str, str]:
    """The decision or outcome of each node, by the node's id."""
    return {node.id: node.state for node in diagram.scene(rules, advice, TODAY).nodes}


def in_dot(rules: Ruleset, advice: Advice | None) -> Counter[Way]:
    """The branches of a DOT source, as Graphviz reads it."""
    names = states(rules, advice)
    graph = graph_of(drawn(rules, advice, "dot"))
    nodes = [node["name"] for node in graph["objects"]]
    assert set(nodes) == set(names)
    return _counted(
        (names[nodes[edge["tail"]]], names[nodes[edge["head"]]], edge["label"], edge["penwidth"] == "4")
        for edge in graph["edges"]
    )


def graph_of(source: str) -> dict[str, Any]:
    """What Graphviz reads in a DOT source."""
    found: dict[str, Any] = json.loads(render.render(source, "dot_json"))
    return found


def in_mermaid(rules: Ruleset, advice: Advice | None) -> Counter[Way]:
    """The branches of a Mermaid source; the arrow and the style of a link must say the same."""
    names, source = states(rules, advice), drawn(rules, advice, "mmd")
    edges = re.findall(r'^    (n\d+) (==>|-->)\|"([^"]*)"\| (n\d+)$', source, re.MULTILINE)
    styled = re.findall(r"linkStyle ([\d,]+) .*stroke-width:4px", source)
    thick = {int(index) for indices in styled for index in indices.split(",")}
    assert thick == {index for index, edge in enumerate(edges) if edge[1] == "==>"}
    return _counted((names[start], names[end], label, arrow == "==>") for start, arrow, label, end in edges)


def in_d2(rules: Ruleset, advice: Advice | None) -> Counter[Way]:
    """The branches of a D2 source."""
    names, source = states(rules, advice), drawn(rules, advice, "d2")
    edges = re.findall(r'^(n\d+) -> (n\d+): "([^"]*)" \{class: (\w+)\}$', source, re.MULTILINE)
    return _counted(
        (names[start], names[end], label.replace(r"\n", "\n"), look == "taken")
        for start, end, label, look in edges
    )


def _counted(edges: Iterable[Way]) -> Counter[Way]:
    """The branches that edges stand for: one that is taken, or as many as the label names or counts."""
    found: Counter[Way] = Counter()
    for start, end, label, taken in edges:
        rows = [int(count or 1) for count in re.findall(r"(\d*) ?\brows?\b", label.replace("\u00a0", " "))]
        if rows:
            found[start, end, "row", taken] += sum(rows)
            continue
        labels = re.findall(r"way \d|\byes\b|\bno\b", label.replace("<BR", "").replace("\u00a0", " "))
        assert labels, label
        found.update((start, end, one, taken) for one in (labels[:1] if taken else labels))
    return found


def branches(rules: Ruleset, advice: Advice | None) -> Counter[Way]:
    """The branches of the rules, and whether the path took them."""
    passed = {(step.decision, step.branch) for step in advice.trace.steps} if advice else set()
    return Counter(
        (name, branch.to, "row" if decision.table else branch.label, (name, index) in passed)
        for name, decision in rules.decisions.items()
        for index, branch in enumerate(decision.branches)
    )


def check_highlights(rules: Ruleset, advice: Advice) -> None:
    assert in_dot(rules, advice) == in_mermaid(rules, advice) == branches(rules, advice)
    assert in_d2(rules, advice) == branches(rules, advice)
    chart = diagram.scene(rules, advice, TODAY)
    numbered = sorted((node for node in chart.nodes if node.number), key=lambda node: node.number)
    path = [step.decision for step in advice.trace.steps] + [advice.outcome]
    assert [(node.state, node.number) for node in numbered] == [(s, n) for n, s in enumerate(path, 1)]
    taken = {edge.source: edge.target for edge in chart.edges if edge.taken}
    assert [taken[node.id] for node in numbered[:-1]] == [node.id for node in numbered[1:]]


@pytest.mark.parametrize("outcome", WAYS)
def test_the_highlighted_edges_are_the_path(published: Ruleset, outcome: str) -> None:
    check_highlights(published, advise(walk(published, WAYS[outcome]), TODAY))


@settings(max_examples=60)
@given(rules=random_rules.rulesets(), answers=random_rules.answers())
def test_the_highlighted_edges_are_the_path_in_any_rules(rules: Ruleset, answers: dict[str, Any]) -> None:
    check_highlights(rules, advise(walk(rules, answers), TODAY))


def test_without_answers_nothing_is_taken(published: Ruleset) -> None:
    assert in_dot(published, None) == in_mermaid(published, None) == branches(published, None)
    assert in_d2(published, None) == branches(published, None)


def test_answers_and_advice_stand_in_the_picture(published: Ruleset) -> None:
    answers = {"base_model_suffices": False, "training_examples": 640, "use_case": "medical_diagnosis"}
    for format_ in ("dot", "mmd"):
        source = drawn(published, advise(walk(published, answers), TODAY), format_)
        for text in ("no · 640 examples", "Human review", "! 2 cautions", "② Enough training"):
            assert text in source
        assert f"Rules published {published.ruleset.version}, decided 2026-11-24" in source


def test_the_arithmetic_stands_in_the_computed_decision(published: Ruleset) -> None:
    chart = diagram.scene(published, advise(walk(published, WAYS["fine_tune_to_save"]), TODAY), TODAY)
    (node,) = (node for node in chart.nodes if node.kind == "computed")
    assert node.notes == (
        "$11,250 > $500 + $200 = $700",
        "and ($11,250 − $700) × 12 + $0",
        "= $126,600 > $5,000",
    )
    (edge,) = (edge for edge in chart.edges if edge.source == node.id and edge.taken)
    assert edge.label == ("yes",)


def test_an_answer_that_the_label_says_already_is_not_repeated() -> None:
    rules = load_texts({"r.yaml": """
ruleset: {id: r, version: 1, title: R}
start: d
approaches: {a: {title: A}}
questions:
  cloud: {ask: "Where?", type: choice, options: {own: {title: Own servers}, hired: {title: Hired}}}
  tried: {ask: "Tried?", type: yes_no, label: Tried before}
outcomes: {o: {approach: a, title: O, says: S}, p: {approach: a, title: P, says: S}}
decisions:
  d: {label: "Where?", branches: [{label: own servers, when: cloud == "own", to: e}, {label: else, to: o}]}
  e: {label: "New?", branches: [{label: "yes", when: not tried, to: o}, {label: "no", to: p}]}
"""}, "r")  # fmt: skip
    chart = diagram.scene(rules, advise(walk(rules, {"cloud": "own", "tried": "no"})), TODAY)
    assert [edge.label for edge in chart.edges if edge.taken] == [
        ("own servers",),
        ("yes · Tried before: no",),
    ]


def large(count: int, shape: Callable[[int], tuple[str, str]]) -> Ruleset:
    """A ruleset of many decisions with long labels; the shape says where yes and no of each lead."""
    lines = [
        "ruleset: {id: big, version: 1, title: Big}",
        "start: d0",
        "approaches: {a: {title: A}}",
        "questions: {q: {ask: Q?, type: integer}}",
        "outcomes: {o: {approach: a, title: End, says: End.}, p: {approach: a, title: Stop, says: Stop.}}",
        "decisions:",
    ]
    for i in range(count):
        yes, no = shape(i)
        lines.append(f"  d{i}: {{label: 'Is number {i} {'very ' * 8}long?', branches: [{{label: 'yes', when: q > {i}, to: {yes}}}, {{label: 'no', to: {no}}}]}}")  # fmt: skip
    return load_texts({"r.yaml": "\n".join(lines)}, "big")


def chain(i: int) -> tuple[str, str]:
    return f"d{i + 1}" if i < 59 else "o", "p"


def tree(i: int) -> tuple[str, str]:
    return (f"d{2 * i + 1}", f"d{2 * i + 2}") if i < 29 else ("o", "p")


def many(count: int) -> Ruleset:
    """One choice among many options, which lead to four outcomes by turns."""
    lines = ["ruleset: {id: many, version: 1, title: Many}", "start: d", "approaches: {a: {title: A}}",
             "outcomes:", *(f"  o{i}: {{approach: a, title: End {i}, says: End.}}" for i in range(4)),
             "questions:", "  q:", "    ask: Which?", "    type: choice", "    options:",
             *(f"      k{i}: {{title: Row {i}}}" for i in range(count)),
             "decisions:", "  d:", "    label: Which?", "    branches:",
             *(f"    - {{label: 'row {i} of low impact', when: q == \"k{i}\", to: o{i % 4}}}" for i in range(count - 1)),
             "    - {label: others, to: o3}"]  # fmt: skip
    return load_texts({"r.yaml": "\n".join(lines)}, "many")


def test_branches_that_lead_to_one_place_are_one_edge() -> None:
    rules = many(12)
    edges = diagram.scene(rules, None, TODAY).edges
    assert len(edges) == 4
    assert edges[3].label == ("row 3 of low impact ·", "row 7 of low impact ·", "others")
    edges = diagram.scene(rules, advise(walk(rules, {"q": "k5"}), TODAY), TODAY).edges
    assert [edge.label[0].split(" · ")[0] for edge in edges if edge.taken] == ["row 5 of low impact"]
    assert len(edges) == 5


def test_a_chart_of_many_branches_fits_a_page() -> None:
    for drawing in (drawn(many(72), None, "svg"), drawn(large(71, deep), None, "svg")):
        found = re.search(r'viewBox="0.00 0.00 ([\d.]+) ([\d.]+)"', drawing)
        assert found
        assert float(found[1]) < 2500


def deep(i: int) -> tuple[str, str]:
    return (f"d{2 * i + 1}", f"d{2 * i + 2}") if i < 35 else ("o", "p")


def test_a_large_chart_stays_readable() -> None:
    rules = large(60, chain)
    advice = advise(walk(rules, {"q": 40}), TODAY)
    check_highlights(rules, advice)
    chart = diagram.scene(rules, advice, TODAY)
    stops = [node for node in chart.nodes if node.state == "p"]
    assert len(stops) == 60  # beside each decision, rather than sixty lines that meet
    assert len([node for node in stops if node.number]) == 1
    assert "(21)" in drawn(rules, advice, "svg")


def test_a_wide_chart_goes_right() -> None:
    down, right = large(60, chain), large(59, tree)
    assert "flowchart TD" in drawn(down, None, "mmd")
    assert "flowchart LR" in drawn(right, None, "mmd")
    assert "flowchart TD" in drawn(right, None, "mmd", direction="down")
    sizes = [re.search(r'viewBox="0.00 0.00 ([\d.]+) ([\d.]+)"', drawn(right, None, "svg", direction=way))
             for way in ("", "right", "down")]  # fmt: skip
    width, height = (float(side) for side in sizes[0].groups())  # type: ignore[union-attr]
    assert width < height * 2
    assert sizes[0].groups() == sizes[1].groups() != sizes[2].groups()  # type: ignore[union-attr]


@pytest.mark.parametrize("outcome", WAYS)
@pytest.mark.parametrize("format_", diagram.FORMATS)
def test_every_diagram_can_be_decided_again(
    outcome: str, format_: str, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / f"path.{format_}"
    assert run("diagram", *sets(WAYS[outcome]), "--set", "engineering_rate=150", "-o", out).code == 0
    ran = run("decide", out, "--json")
    assert ran.code == 0, ran.err
    straight = run("decide", *sets(WAYS[outcome]), "--set", "engineering_rate=150", "--json")
    assert ran.out == straight.out


@pytest.mark.parametrize("format_", diagram.FORMATS)
def test_every_format_is_known_wherever_formats_are(
    format_: str, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    assert f".{format_}" in run("diagram", "--help").out
    out = tmp_path / f"chart.{format_}"
    assert run("diagram", "-o", out).code == 0
    ran = run("decide", out)
    assert (ran.code, "holds no decision" in ran.err) == (1, True)
    assert (run("diagram", "-o", "-", "--format", format_).code == 0) is diagram.FORMATS[format_].is_text


def test_a_damaged_decision_is_refused_and_a_mended_text_is_not(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "path.svg"
    run("diagram", "--set", "base_model_suffices=yes", "-o", out)
    text = out.read_text()
    out.write_text(text.replace("Stay with prompts", "My own words"))
    assert run("decide", out).code == 0
    out.write_text(text.replace('"base_model_suffices":true', '"base_model_suffices":false'))
    ran = run("decide", out)
    assert (ran.code, "damaged" in ran.err) == (1, True)


def test_wrong_output_is_named(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert ".gif" in run("diagram", "-o", tmp_path / "x.gif").err
    assert "no suffix" in run("diagram", "-o", tmp_path / "x").err
    assert "no text" in run("diagram", "-o", "-", "--format", "png").err
    assert run("diagram").code == 2
    assert "\nflowchart TD\n" in run("diagram", "-o", "-", "--format", "mmd").out
    assert run("diagram", "-o", "-").out.startswith("<svg")
    ran = run("diagram", "--set", "base_model_suffices=no", "-o", tmp_path / "x.svg")
    assert (ran.code, "training_examples" in ran.err, (tmp_path / "x.svg").exists()) == (1, True, False)


def test_a_png_with_a_decision_is_a_sound_png(published: Ruleset) -> None:
    advice = advise(walk(published, WAYS["improve_prompts"]), TODAY)
    picture = diagram.draw(published, advice, "png", today=TODAY).content
    assert isinstance(picture, bytes)
    at, kinds = 8, []
    while at < len(picture):
        size = int.from_bytes(picture[at : at + 4], "big")
        body, check = picture[at + 4 : at + 8 + size], picture[at + 8 + size : at + 12 + size]
        assert zlib.crc32(body).to_bytes(4, "big") == check
        kinds.append(body[:4])
        at += 12 + size
    assert (kinds[:2], kinds[-1]) == ([b"IHDR", b"iTXt"], b"IEND")


def test_a_pdf_with_a_decision_keeps_its_offsets(published: Ruleset) -> None:
    advice = advise(walk(published, WAYS["improve_prompts"]), TODAY)
    page = diagram.draw(published, advice, "pdf", today=TODAY).content
    assert isinstance(page, bytes)
    start = int(page[page.rindex(b"startxref") :].split()[1])
    assert re.match(rb"xref|\d+ \d+ obj", page[start:])
    assert re.search(rb"\n% advisor-decision [^\n]*\nstartxref\n\d+\n%%EOF\s*$", page)
