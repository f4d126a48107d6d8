"""Diagrams on machines with and without `dot`, with all fonts, some, or none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from advisor.advice.advice import advise
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.output import diagram
from advisor.output.diagram import fonts, png, render
from advisor.rules import Ruleset
from tests.conftest import ROOT, Ran, sets
from tests.test_diagram import TODAY
from tests.test_diagram_text import nasty
from tests.test_published import WAYS

BEGINS: dict[str, str | bytes] = {"svg": "<svg", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.mark.parametrize("format_", BEGINS)
@pytest.mark.parametrize("where", ["with dot", "without dot"])
def test_drawn_with_and_without_dot(
    published: Ruleset, format_: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "without dot":
        monkeypatch.setenv("PATH", os.devnull)
    elif not shutil.which("dot"):
        pytest.skip("there is no dot on PATH")
    else:
        monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)
    advice = advise(walk(published, WAYS["fine_tune_to_save"]), TODAY)
    for shown in (None, advice):
        drawn = diagram.draw(published, shown, format_, today=TODAY)
        assert drawn.content.startswith(BEGINS[format_])  # type: ignore[arg-type]
        assert not drawn.warnings


def test_graphviz_that_is_loaded_draws_without_starting_a_program(
    published: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pygraphviz")
    (tmp_path / "dot").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "dot").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for format_, begins in BEGINS.items():
        assert diagram.draw(published, None, format_, today=TODAY).content.startswith(begins)  # type: ignore[arg-type]


def test_without_dot_and_pygraphviz_it_says_so(published: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(AdvisorError, match=r"no `dot` on PATH"):
        diagram.draw(published, None, "svg")


def test_a_dot_that_fails_or_hangs_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)
    program = tmp_path / "dot"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for script, says in (
        ("echo no luck >&2; exit 3", "dot failed: no luck"),
        ("exec sleep 60", "took longer"),
    ):
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(render, "SECONDS", 0.3)
        ran = run("diagram", "-o", tmp_path / "x.svg")
        assert (ran.code, (tmp_path / "x.svg").exists()) == (1, False)
        assert says in ran.err


def test_a_png_is_sharp_but_never_huge() -> None:
    assert png.sharpest(*render.size("digraph { a -> b }")) == png.DPI
    assert 0 < png.sharpest(100_000, 300) < png.READABLE_DPI
    assert 100 * 200 * png.sharpest(7_200, 14_400) ** 2 <= png.MAX_DOTS
    assert png.READABLE_DPI <= png.sharpest(1_100, 6_000) <= 2_500 / (1_100 / 72)  # fits a page
    assert png.sharpest(3_000, 300) == png.READABLE_DPI  # as it can be read


def test_no_fonts_is_no_success(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    monkeypatch.setattr(fonts, "undrawable", lambda text: {fonts.LATIN})
    for name in ("x.png", "x.pdf"):
        ran = run("diagram", "-o", tmp_path / name)
        assert (ran.code, "no fonts" in ran.err, (tmp_path / name).exists()) == (1, True, False)
    monkeypatch.setattr(fonts, "_boxes", lambda chars, probed: {fonts.LATIN})
    fonts.has_any.cache_clear()
    ran = run("diagram", "-o", tmp_path / "x.svg")
    fonts.has_any.cache_clear()
    assert (ran.code, "no fonts" in ran.err) == (0, True)


def test_a_missing_letter_is_named(small: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "undrawable", lambda text: set("中文") & set(text))
    assert diagram.draw(nasty(small, "plain"), None, "png").content
    with pytest.raises(AdvisorError, match="no font for 中 文"):
        diagram.draw(nasty(small, "中文"), None, "png")
    assert not diagram.draw(nasty(small, "中文"), None, "svg").warnings


def test_step_numbers_do_without_the_signs(
    published: Ruleset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    sources: list[str] = []

    def render_nothing(source: str, *_: object) -> bytes:
        sources.append(source)
        return b"%PDF startxref"

    monkeypatch.setattr(fonts, "undrawable", lambda text: set("①⑪"))
    monkeypatch.setattr(render, "render", render_nothing)
    monkeypatch.setattr(render, "size", lambda _: (100, 100))
    ran = run("diagram", *sets(WAYS["improve_prompts"]), "-o", tmp_path / "x.pdf")
    assert ran.code == 0, ran.err
    assert "(1) Base model" in sources[0]
    assert "①" not in sources[0].partition("\n")[2]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["with dot", "without dot"])
@pytest.mark.parametrize(("fonts", "missing"), [("none", "a①中😀Жé"), ("DejaVu", "中")])
def test_fonts_are_noticed(tmp_path: Path, where: str, fonts: str, missing: str) -> None:
    """With fonts that are known: none, or the one that comes with the plots."""
    if where == "with dot" and not shutil.which("dot"):
        pytest.skip("there is no dot on PATH")
    folder = tmp_path / "fonts"
    folder.mkdir()
    if fonts == "DejaVu":
        plots = find_spec("matplotlib")
        assert plots
        assert plots.origin
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
            shutil.copy(Path(plots.origin).parent / "mpl-data/fonts/ttf" / name, folder)
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    code = "from advisor.output.diagram import fonts as f; print(''.join(sorted(f.undrawable('①中😀Жé'))), f.render_svg('graph {a}')[1])"
    env = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PYTHONPATH": str(ROOT),
                        "PYTHONIOENCODING": "utf-8"}  # fmt: skip
    env |= {"PATH": os.devnull} if where == "without dot" else {}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout.split() == [*(["".join(sorted(missing))] if missing else []), str(fonts != "none")]
