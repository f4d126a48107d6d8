"""The page as a file: what is in it, what it may do, and how it is asked for."""

import base64
import hashlib
import json
import re
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from advisor import walk
from advisor.output.page import document
from advisor.rules import Ruleset, load
from tests.conftest import EXAMPLE, ROOT, SMALL, Ran, sets
from tests.page_process import NODE

Run = Callable[..., Ran]
MOST = 140_000
"""Bytes of a page of shipped rules: under 150 kB, with room for what comes."""


def unpacked(page: str) -> dict[str, Any]:
    """The data and the scripts of a page."""
    (packed,) = re.findall(r'id="packed">([A-Za-z0-9+/=]*)<', page)
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return found


def settled(page: str) -> dict[str, Any]:
    """The same, with the outcomes that its examples come to: of the examples themselves, the solver has the choice."""
    found = unpacked(page)
    about = found["data"]["rules"]
    rules = load(about["ruleset"]["id"])
    about["examples"] = sorted(str(walk(rules, one).outcome) for one in about["examples"])
    return found


@pytest.fixture(scope="module", params=["published", "current"])
def page(request: pytest.FixtureRequest) -> str:
    return document.write(load(request.param))


def test_it_is_one_small_file_that_asks_for_nothing(page: str) -> None:
    assert len(page.encode()) < MOST
    assert re.findall(r'(?:src|href|action)="([^"]*)"', page) == ["data:,"]
    assert not re.search(r"""\son[a-z]+=|style=|url\(|@import""", page)


def test_only_its_own_scripts_and_style_may_run(page: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    allowed = dict(one.split(" ", 1) for one in policy.split("; "))
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"].split() == [sha(one) for one in (*inline, *unpacked(page)["scripts"])]
    assert allowed["style-src"] == sha(style)
    assert set(allowed) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.skipif(not NODE, reason="node is not installed")
def test_the_scripts_are_in_it_as_they_lie_in_the_package_but_for_comments(page: str) -> None:
    folder = ROOT / "advisor" / "output" / "page"
    there = [path.read_text() for path in folder.rglob("*.js") if path.name != "load.js"]
    scripts = unpacked(page)["scripts"]
    assert len(scripts) == len(there)
    out = [line for source in there for script in scripts for line in left_out(script, source)]
    assert len(out) > 400
    alone = "\n".join(("console.log([", *out, "].length)"))
    assert subprocess.run([NODE], input=alone, capture_output=True, text=True, check=True).stdout == "0\n"


def left_out(script: str, source: str) -> list[str]:
    """The lines of a source that are not in its script, which has all others; none of one that is not its own."""
    out, rest = [], script.splitlines()[::-1]
    for line in source.splitlines():
        if rest and line == rest[-1]:
            rest.pop()
        else:
            out.append(line)
    return [] if rest else out


def test_every_way_of_the_chart_can_be_lit(page: str) -> None:
    data = unpacked(page)["data"]
    chart = data["chart"]
    assert re.findall(r'data-node="(\w+)"', page) == unordered(
        [one["id"] for one in chart["nodes"]], page, "node"
    )
    assert sorted(map(int, re.findall(r'data-edge="(\d+)"', page))) == list(range(len(chart["edges"])))
    ways = [(one["decision"], branch) for one in chart["edges"] for branch in one["branches"]]
    branches = [
        (name, at) for name, one in data["rules"]["decisions"].items() for at in range(len(one["branches"]))
    ]
    assert set(ways) == set(branches)


def unordered(ids: list[str], page: str, kind: str) -> list[str]:
    """The ids in the order in which Graphviz draws them."""
    drawn = re.findall(rf'data-{kind}="(\w+)"', page)
    assert sorted(drawn) == sorted(ids)
    return drawn


def test_texts_of_rules_end_no_script_and_no_tag(small: Ruleset) -> None:
    evil = "</script><b>$style"
    about = small.ruleset._replace(title=evil, says=evil)
    page = document.write(replace(small, ruleset=about))
    assert "<b>" not in page
    assert page.count("</script>") == 2
    assert unpacked(page)["data"]["rules"]["ruleset"]["title"] == evil


def test_the_command_writes_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "advice.html"
    ran = run("page", "-o", out)
    assert (ran.code, ran.out, ran.err) == (0, f"{out}\n", "")
    assert settled(out.read_text()) == settled(document.write(load()))
    assert "exists already" in run("page", "-o", out).err
    assert run("page", "-o", out, "--rules", SMALL, "--force").code == 0
    assert unpacked(out.read_text())["data"]["rules"]["ruleset"]["id"] == "small"
    assert settled(run("page", "-o", "-").out) == settled(document.write(load()))


def test_it_begins_with_a_decision(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "record.md"
    assert run("record", *sets(EXAMPLE), "-o", saved).code == 0
    page = run("page", "--decision", saved, "--set", "engineering_rate=150", "-o", "-").out
    start = unpacked(page)["data"]["start"]
    assert (start["answers"], start["overrides"]) == (EXAMPLE, {"engineering_rate": 150})
    assert start["outcome"] == "fine_tune_to_save"
    assert unpacked(run("page", "-o", "-").out)["data"]["start"] == {}


@pytest.mark.parametrize(("argv", "says"), [
    (["--set", "training_examples=many"], "not a number"), (["--decision", "gone.md"], "gone.md"),
    (["--set", "gone=1"], "no question or parameter"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_written(
    argv: list[str], says: str, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "x.html"
    ran = run("page", *argv, "-o", out)
    assert (ran.code, says in ran.err, out.exists()) == (1, True, False)


def test_where_nothing_can_draw_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "pygraphviz", None)
    ran = run("page", "-o", "-")
    assert (ran.code, "install Graphviz" in ran.err, ran.out) == (1, True, "")
