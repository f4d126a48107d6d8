"""Diagrams: what is highlighted is what was decided, nothing breaks out, and each can be decided again."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import diagram
from advisor.advice import Advice, advise
from advisor.diagram import render
from advisor.diagram.chart import columns, wrapped
from advisor.rules import Ruleset, load_texts
from advisor.session import walk
from tests import random_rules
from tests.conftest import ROOT, Ran, sets
from tests.test_published import WAYS

TODAY = date(2026, 11, 24)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(rules: Ruleset, advice: Advice | None, format_: str, **options: Any) -> str:
    return str(diagram.draw(rules, advice, format_, today=TODAY, **options).content)


def dot_edges(source: str) -> dict[tuple[str, str], bool]:
    """The edges of a DOT source, and whether each is drawn as taken."""
    found = {}
    for line in source.splitlines():
        edge = re.match(r"\s*(n\d+) -> (n\d+) \[(.*)\]$", line)
        if edge:
            found[edge[1], edge[2]] = "penwidth=4" in edge[3] or found.get((edge[1], edge[2]), False)
    return found


def mermaid_edges(source: str) -> dict[tuple[str, str], bool]:
    """The edges of a Mermaid source, and whether each is drawn as taken, by arrow and by style."""
    edges = re.findall(r"^    (n\d+) (==>|-->)\|\".*\"\| (n\d+)$", source, re.MULTILINE)
    thick = {
        int(i)
        for line in re.findall(r"linkStyle ([\d,]+) .*stroke-width:4px", source)
        for i in line.split(",")
    }
    assert thick == {i for i, (_, arrow, _) in enumerate(edges) if arrow == "==>"}
    found: dict[tuple[str, str], bool] = {}
    for start, arrow, end in edges:
        found[start, end] = arrow == "==>" or found.get((start, end), False)
    return found


def path_edges(advice: Advice) -> set[tuple[str, str]]:
    """The edges of the path in the ids of the chart."""
    chart = diagram.chart(advice.trace.rules, advice, TODAY)
    ids = {node.state: node.id for node in chart.nodes}
    return {(ids[step.decision], ids[step.to]) for step in advice.path}


def check_highlights(rules: Ruleset, advice: Advice) -> None:
    path = path_edges(advice)
    for edges in (dot_edges(drawn(rules, advice, "dot")), mermaid_edges(drawn(rules, advice, "mmd"))):
        assert {edge for edge, taken in edges.items() if taken} == path
        assert len(edges) >= len(path)


@pytest.mark.parametrize("outcome", WAYS)
def test_the_highlighted_edges_are_the_path(published: Ruleset, outcome: str) -> None:
    check_highlights(published, advise(walk(published, WAYS[outcome]), TODAY))


@settings(max_examples=60)
@given(rules=random_rules.rulesets(), answers=random_rules.answers())
def test_the_highlighted_edges_are_the_path_in_any_rules(rules: Ruleset, answers: dict[str, Any]) -> None:
    check_highlights(rules, advise(walk(rules, answers), TODAY))


def test_without_answers_nothing_is_taken(published: Ruleset) -> None:
    for edges in (dot_edges(drawn(published, None, "dot")), mermaid_edges(drawn(published, None, "mmd"))):
        assert len(edges) == 10
        assert not any(edges.values())


def test_the_answer_stands_on_its_edge(published: Ruleset) -> None:
    advice = advise(
        walk(
            published,
            {"base_model_suffices": False, "training_examples": 640, "use_case": "medical_diagnosis"},
        )
    )
    source = drawn(published, advice, "dot")
    assert "no · 640 examples" in source
    assert "+ Human review" in source
    assert "! 2 cautions" in source
    assert "② Enough training" in source


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


NASTY = ['<b>x</b>', 'end', '\\N \\G \\l', 'quote " here', "back\\", "]] --> x", "`md` **b**", "#quot;", "&lt;&amp;",
         "a|b", "<script>alert(1)</script>", "中文問題也要能讀", "😀 yes?", "--> end subgraph", "%%{init}%%", "class n0 x;"]  # fmt: skip


def nasty(small: Ruleset, text: str) -> Ruleset:
    """The small ruleset with a text in every label a diagram shows."""
    decisions = {
        name: one._replace(label=text, branches=tuple(branch._replace(label=text) for branch in one.branches))
        for name, one in small.decisions.items()
    }
    outcomes = {name: one._replace(title=text) for name, one in small.outcomes.items()}
    about = small.ruleset._replace(title=text)
    changed = small._replace(decisions=decisions, outcomes=outcomes, ruleset=about)
    changed.origin, changed.types, changed.derived = small.origin, small.types, {}
    return changed


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(small: Ruleset, text: str) -> None:
    changed = nasty(small, text)
    advice = advise(walk(changed, {"is_raining": True}), TODAY)
    root = ElementTree.fromstring(drawn(changed, advice, "svg"))
    assert not {element.tag for element in root.iter()} & {
        f"{SVG}script",
        f"{SVG}a",
        f"{SVG}image",
        f"{SVG}foreignObject",
    }
    shown = "".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))
    assert "".join(text.split()) in "".join(shown.split())
    mermaid = drawn(changed, advice, "mmd")
    assert len(mermaid_edges(mermaid)) == 4 or len(mermaid_edges(mermaid)) == 3
    for label in re.findall(r'"(.*)"', "\n".join(line for line in mermaid.splitlines() if "%%" not in line)):
        assert not re.search(r"[\"`<>\\|]", label.replace("<br/>", ""))


def test_svg_is_accessible_and_inert(published: Ruleset) -> None:
    text = drawn(published, advise(walk(published, WAYS["fine_tune_to_save"]), TODAY), "svg")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text.startswith("Prompts, retrieval")  # type: ignore[union-attr]
    assert "High volume? yes (1,000,000 ≥ 1,000,000)" in root.find(f"{SVG}desc").text  # type: ignore[operator,union-attr]
    assert root.get("viewBox")
    outside = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
    assert "http" not in outside
    assert "<!DOCTYPE" not in text
    assert "<script" not in text


def test_a_large_chart_with_long_labels(tmp_path: Path) -> None:
    lines = [
        "ruleset: {id: big, version: 1, title: Big}",
        "start: d0",
        "approaches: {a: {title: A}}",
        "questions: {q: {ask: Q?, type: integer}}",
        "outcomes: {o: {approach: a, title: End, says: End.}}",
        "decisions:",
    ]
    for i in range(60):
        to = f"d{i + 1}" if i < 59 else "o"
        lines.append(f"  d{i}: {{label: 'Is number {i} {'very ' * 8}long?', branches: [{{label: 'yes', when: q > {i}, to: {to}}}, {{label: 'no', to: o}}]}}")  # fmt: skip
    rules = load_texts({"r.yaml": "\n".join(lines)}, "big")
    svg = drawn(rules, advise(walk(rules, {"q": 40}), TODAY), "svg")
    assert svg.count("Is number") >= 60
    assert "(21)" in svg


@given(st.text())
def test_wrapping_loses_nothing(text: str) -> None:
    lines = wrapped(text)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= 28 for line in lines)


def test_wrong_output_is_named(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert ".gif" in run("diagram", "-o", tmp_path / "x.gif").err
    assert "no suffix" in run("diagram", "-o", tmp_path / "x").err
    assert "no text" in run("diagram", "-o", "-", "--format", "png").err
    assert run("diagram").code == 2
    assert run("diagram", "-o", "-", "--format", "mmd").out.startswith("flowchart TD")
    assert (
        "training_examples" in run("diagram", "--set", "base_model_suffices=no", "-o", tmp_path / "x.svg").err
    )


@pytest.mark.parametrize("format_", ["svg", "png", "pdf"])
@pytest.mark.parametrize("where", ["with dot", "without dot"])
def test_drawn_with_and_without_dot(
    published: Ruleset, format_: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "without dot":
        monkeypatch.setenv("PATH", os.devnull)
    elif not shutil.which("dot"):
        pytest.skip("there is no dot on PATH")
    content = diagram.draw(published, None, format_, today=TODAY).content
    begins = {"svg": "<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[format_]
    assert content.startswith(begins)  # type: ignore[arg-type]


def test_no_fonts_is_no_success(
    published: Ruleset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    monkeypatch.setattr(render, "has_fonts", lambda: False)
    ran = run("diagram", "-o", tmp_path / "x.png")
    assert (ran.code, "no fonts" in ran.err, (tmp_path / "x.png").exists()) == (1, True, False)
    ran = run("diagram", "-o", tmp_path / "x.svg")
    assert (ran.code, "no fonts" in ran.err) == (0, True)


@pytest.mark.slow
def test_fonts_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}/none</dir></fontconfig>")
    code = "from advisor.diagram import render; print(render.has_fonts())"
    env = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


CHECKER = """
const { JSDOM } = require("jsdom");
const dom = new JSDOM("");
global.window = dom.window; global.document = dom.window.document;
(async () => {
  const mermaid = (await import("mermaid")).default;
  const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
  for (const text of texts) await mermaid.parse(text);
  console.log("parsed", texts.length);
})().catch((error) => { console.error(String(error)); process.exit(1); });
"""


@pytest.mark.slow
def test_the_real_mermaid_reads_it(published: Ruleset, small: Ruleset, tmp_path: Path) -> None:
    folder = os.environ.get("ADVISOR_MERMAID")  # a folder with node_modules/mermaid and jsdom
    if not folder or not shutil.which("node"):
        pytest.skip("set ADVISOR_MERMAID to a folder where `npm install mermaid jsdom` was run")
    import json

    texts = [drawn(published, None, "mmd")]
    texts += [drawn(published, advise(walk(published, way), TODAY), "mmd") for way in WAYS.values()]
    for text in NASTY:
        changed = nasty(small, text)
        texts.append(drawn(changed, advise(walk(changed, {"is_raining": True}), TODAY), "mmd"))
    (tmp_path / "check.cjs").write_text(CHECKER)
    (tmp_path / "node_modules").symlink_to(Path(folder) / "node_modules")
    ran = subprocess.run(
        ["node", tmp_path / "check.cjs"], input=json.dumps(texts), capture_output=True, text=True
    )
    assert ran.stdout.strip() == f"parsed {len(texts)}", ran.stderr
