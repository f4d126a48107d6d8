"""Without libyaml, which not every machine has, PyYAML's own reader and writer do the same."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from advisor import documents
from advisor.errors import AdvisorError
from tests.conftest import ROOT

EXAMPLE = re.findall(r"```yaml\n(.*?)```", (ROOT / "rules" / "README.md").read_text(), re.DOTALL)[0]
WITHOUT = "import sys; sys.modules['yaml._yaml'] = None; from advisor.cli import main; sys.exit(main())"
FILES = sorted((ROOT / "rules").rglob("*.yaml")) + sorted((ROOT / "tests" / "rulesets").rglob("*.yaml"))


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that reads YAML, as it is where libyaml is missing."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("yaml", "_yaml")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    spec = importlib.util.spec_from_file_location("pure_documents", documents.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert not sys.modules["yaml"].__with_libyaml__
    return module


def read_by(module: ModuleType, text: str) -> Any:
    """What a module reads: each node's place, and its text or what is in it; or why it is refused."""

    def told(node: Any) -> Any:
        inside = node.value if isinstance(node.value, str) else [
            [told(one) for one in (part if isinstance(part, tuple) else (part,))] for part in node.value]  # fmt: skip
        return str(module.place(node)), inside

    try:
        root = module.parse(text, "f.yaml")
    except documents.AdvisorError as error:
        return error.problems[0].code
    return root and told(root)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_shipped_file_is_read_alike(pure: ModuleType, path: Path) -> None:
    text = path.read_text()
    assert read_by(pure, text) == read_by(documents, text)


@pytest.mark.parametrize("text", [
    "{ask: Is it?, b: c?d}", "[a?, ?b]", "a: [x?\n  , y]", "a: b\t# tab\nc:\td", "a:\n\tb: 1", "\ta: 1", "[a,\tb]",
    "a: {b: c\td}", "? a\n: b\n", "- a? b\n- '?'", "a: ?\n", "{a: b?}: c",
])  # fmt: skip
def test_question_marks_and_tabs_are_read_alike(pure: ModuleType, text: str) -> None:
    assert read_by(pure, text) == read_by(documents, text)


@pytest.mark.parametrize(
    "text", ["a: {when: b in [1, 2], to: c}", "a: {says: b {c}, d: e}", "a: b: c", "{a: b: c}"]
)
def test_a_text_that_ends_too_early_is_told_to_stand_in_quotes(pure: ModuleType, text: str) -> None:
    for module in (documents, pure):
        with pytest.raises(AdvisorError, match=r"between braces .* stands in quotes"):
            module.parse(text, "rules.yaml")


def test_half_a_character_is_no_text(pure: ModuleType) -> None:
    for text in (r'a: "\ud800"', r'"\udc00 x": b'):
        assert read_by(pure, text) == read_by(documents, text) == "not-yaml"


def test_what_is_written_is_written_alike(pure: ModuleType) -> None:
    data = {
        "a": "yes",
        "b": "1.10",
        "c": {"é": ["x: y", "a\nb", "", None, True, "word " * 40]},
        "d": {},
        "e": "?",
    }
    assert pure.dump(data) == documents.dump(data)


def test_the_example_of_the_rules_loads(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(EXAMPLE)
    asked = ["decide", "--rules", str(tmp_path), "--set", "is_raining=yes"]
    ran = subprocess.run([sys.executable, "-c", WITHOUT, *asked], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Take the umbrella" in ran.stdout
