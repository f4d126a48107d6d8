"""Diagrams: text of rules and answers stays text in every format."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.advice.advice import advise
from advisor.engine.session import walk
from advisor.output import diagram
from advisor.output.diagram.wrapping import columns, wrapped
from advisor.rules import Ruleset
from tests.test_diagram import TODAY, drawn, graph_of
from tests.test_published import WAYS
from tests.texts import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
NASTY = ["<b>x</b>", "end", "\\N \\G \\E \\T", "\\l \\n \\r \\L", 'quote " here', "back\\", "two\\\\", "]] --> x",
         "`md` **b** _c_", "#quot; #35;", "&lt;&amp;", "a|b", "{a|b}", "<script>alert(1)</script>", "]]>", "<!-- x -->",
         "中文問題也要能讀", "😀 yes?", "--> end subgraph", "%%{init: {}}%%", "class n0 x;", "1. list", "12) list", "- dash",
         "+ plus", "# head", "> quote", "fa:fa-car fas:fa-car", "$$x^2$$", "~~~", "---", "<", "\\",
         "123. x", "2024.", "1)", "www.example.org", "HTTPS://example.org", "ftp://example.org",
          "x direction LR", "Direction TB y", "classDef a:#1;", "style a:#1;", "$$", "%% x", "= x", "-5", "first --- x"]  # fmt: skip
TEXTS = list(dict.fromkeys([*NASTY, *HOSTILE]))
MERMAID = Path(__file__).parent / "mermaid"
PLACES = [pytest.param(name, id=name or "with dot") for name in ("", "without dot")]


def nasty(small: Ruleset, text: str) -> Ruleset:
    """The small ruleset with a text in every label a diagram shows."""
    decisions = {
        name: one._replace(label=text, branches=tuple(branch._replace(label=text) for branch in one.branches))
        for name, one in small.decisions.items()
    }
    outcomes = {name: one._replace(title=text) for name, one in small.outcomes.items()}
    about = small.ruleset._replace(title=text)
    return replace(small, decisions=decisions, outcomes=outcomes, ruleset=about)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("where", PLACES)
def test_text_stays_text_in_svg(
    small: Ruleset, text: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where:
        monkeypatch.setenv("PATH", os.devnull)
    elif not shutil.which("dot"):
        pytest.skip("there is no dot on PATH")
    else:
        monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)
    changed = nasty(small, text)
    root = ElementTree.fromstring(drawn(changed, advise(walk(changed, {"is_raining": True}), TODAY), "svg"))
    allowed = ("svg", "g", "text", "polygon", "polyline", "path", "ellipse", "title", "desc", "metadata")
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in allowed}
    for group in root.iter(f"{SVG}g"):
        shown = squeezed("".join(squeezed("".join(line.itertext())) for line in group.iterfind(f"{SVG}text")))
        if shown:  # every node and edge, and the graph with its title
            assert squeezed(text) in shown
    assert squeezed(root.findtext(f"{SVG}title", "")).startswith(squeezed(text))


@pytest.mark.parametrize("text", TEXTS)
def test_text_makes_no_node_and_no_edge(small: Ruleset, text: str) -> None:
    changed = nasty(small, text)
    advice = advise(walk(changed, {"is_raining": True}), TODAY)
    plain = advise(walk(small, {"is_raining": True}), TODAY)
    found, expected = (graph_of(drawn(*one, "dot")) for one in ((changed, advice), (small, plain)))
    assert [node["name"] for node in found["objects"]] == [node["name"] for node in expected["objects"]]
    ends = [[(edge["tail"], edge["head"]) for edge in graph["edges"]] for graph in (found, expected)]
    assert ends[0] == ends[1]
    assert bare(drawn(changed, advice, "d2")) == bare(drawn(small, plain, "d2"))
    source = drawn(changed, advice, "mmd")
    assert statements(source) == statements(drawn(small, plain, "mmd"))
    for label in re.findall(r'^    n\d[^"\n]*"([^"]*)"', source, re.MULTILINE):
        assert not re.search(r"[`<>\\|{}:@\[\]]", label)


def statements(mermaid: str) -> list[str]:
    """What each line of a Mermaid source is, without its texts."""
    return [re.sub(r"^( *(?:title|accTitle|accDescr):).*", r"\1", line)
            for line in bare(mermaid).splitlines()]  # fmt: skip


def bare(source: str) -> str:
    """A source without its texts in quotes and without the decision."""
    return re.sub(r"advisor-decision.*", "", re.sub(r'"(?:[^"\\]|\\.)*"', '""', source))


def test_svg_is_accessible_and_inert(published: Ruleset) -> None:
    text = drawn(published, advise(walk(published, WAYS["fine_tune_to_save"]), TODAY), "svg")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert (title.text or "").startswith("Prompts, retrieval")
    assert "High volume? yes (1,000,000 ≥ 1,000,000)" in (desc.text or "")
    assert root.get("viewBox")
    outside = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
    assert "http" not in outside
    assert "<!DOCTYPE" not in text
    assert not re.search(r"\bon\w+=|href|url\(|<style", outside)


def test_two_pictures_in_one_page_share_no_id(published: Ruleset) -> None:
    one, other = (
        set(re.findall(r'\bid="([^"]*)"', drawn(published, advise(walk(published, WAYS[way]), TODAY), "svg")))
        for way in ("prompt_engineering", "improve_prompts")
    )
    assert one
    assert not one & other


def test_a_label_beside_a_line_is_no_wider_than_mermaid_takes(published: Ruleset) -> None:
    chart = diagram.scene(published, advise(walk(published, WAYS["fine_tune_to_save"]), TODAY), TODAY)
    assert ("yes · 1,000,000 requests", "a month") in [edge.label for edge in chart.edges]
    assert all(columns(line) <= 24 for edge in chart.edges for line in edge.label)


def test_the_lines_of_a_text_stand_apart(small: Ruleset) -> None:
    changed = nasty(small, "a text of many words that takes more lines than one wherever it stands")
    advice = advise(walk(changed, {"is_raining": True, "errand": "post"}), TODAY)
    for group in ElementTree.fromstring(drawn(changed, advice, "svg")).iter(f"{SVG}g"):
        lines = [line for line in group.iterfind(f"{SVG}text") if squeezed(line.text or "")]
        for above, below in pairwise(lines):
            apart = float(below.get("y", "")) - float(above.get("y", ""))
            assert apart >= 1.2 * float(below.get("font-size", ""))


@given(st.text())
def test_wrapping_loses_nothing(text: str) -> None:
    lines = wrapped(text)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= 28 for line in lines)


@pytest.fixture(params=["mermaid-10", "mermaid-11-9", "mermaid-11"])
def mermaid(request: pytest.FixtureRequest) -> str:
    """One of the versions in tests/mermaid, which `npm install` in that folder brings."""
    version = str(request.param)
    if not shutil.which("node") or not (MERMAID / "node_modules" / version).is_dir():
        pytest.skip(f"no {version}: run `npm install --no-package-lock` in tests/mermaid, with Node.js")
    return version


def shown_by(version: str, sources: list[str]) -> list[dict[str, list[str]]]:
    """What a version of Mermaid shows of each source."""
    ran = subprocess.run(["node", MERMAID / "render.cjs", version], input=json.dumps(sources),
                         capture_output=True, text=True)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, list[str]]] = json.loads(ran.stdout)
    return found


@pytest.mark.slow
def test_the_real_mermaid_shows_it(published: Ruleset, small: Ruleset, mermaid: str) -> None:
    shown = [(published, None), *((published, advise(walk(published, way), TODAY)) for way in WAYS.values())]
    for text in TEXTS:
        changed = nasty(small, text)
        shown.append((changed, advise(walk(changed, {"is_raining": True}), TODAY)))
    sources = [drawn(rules, advice, "mmd") for rules, advice in shown]
    for (rules, advice), found in zip(shown, shown_by(mermaid, sources), strict=True):
        chart = diagram.scene(rules, advice, TODAY)
        assert not found["strange"]
        assert len(found["nodes"]) == len(chart.nodes)
        for node, text in zip(chart.nodes, map(squeezed, sorted_like(found["nodes"], chart)), strict=True):
            assert text.endswith(squeezed("".join([*node.label, *node.notes])))
        assert sorted(map(squeezed, found["edges"])) == sorted(
            squeezed("".join(e.label)) for e in chart.edges
        )
        assert found["spoken"][1]


@pytest.mark.slow
def test_mermaid_shows_a_block_without_a_heading(published: Ruleset, mermaid: str) -> None:
    [found] = shown_by(mermaid, [diagram.mermaid_source(published, None, TODAY)])
    assert len(found["nodes"]) == len(published.decisions) + len(published.outcomes)
    assert not found["title"]


D2 = Path(__file__).parent / "d2"


@pytest.mark.slow
def test_the_real_d2_shows_it(published: Ruleset, small: Ruleset) -> None:
    """With D2 itself, which `npm install` in tests/d2 brings."""
    if not shutil.which("node") or not (D2 / "node_modules").is_dir():
        pytest.skip("no D2: run `npm install --no-package-lock` in tests/d2, with Node.js")
    shown = [(published, None), *((published, advise(walk(published, way), TODAY)) for way in WAYS.values())]
    for text in TEXTS:
        changed = nasty(small, text)
        shown.append((changed, advise(walk(changed, {"is_raining": True}), TODAY)))
    sources = json.dumps([drawn(rules, advice, "d2") for rules, advice in shown])
    ran = subprocess.run(["node", D2 / "render.mjs"], input=sources, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    for (rules, advice), found in zip(shown, json.loads(ran.stdout), strict=True):
        scene = diagram.scene(rules, advice, TODAY)
        title, *nodes = found["nodes"]
        assert squeezed(title[1]) == squeezed("".join([scene.title, scene.about, scene.legend]))
        assert nodes == [[node.id, "\n".join([*node.heading, *node.notes])] for node in scene.nodes]
        edges = [[edge.source, edge.target, "\n".join(edge.label), edge.taken] for edge in scene.edges]
        assert [[*edge[:3], edge[3] == 5] for edge in found["edges"]] == edges
        assert not {"script", "image", "a", "foreignObject"} & set(found["elements"])


def sorted_like(texts: list[str], chart: diagram.Scene) -> list[str]:
    """Texts of nodes, which Mermaid draws in the order of the edges, in the order of the chart."""
    left = list(texts)
    ordered = []
    for node in chart.nodes:
        wanted = squeezed("".join([*node.label, *node.notes]))
        index = next(i for i, text in enumerate(left) if squeezed(text).endswith(wanted))
        ordered.append(left.pop(index))
    return ordered
