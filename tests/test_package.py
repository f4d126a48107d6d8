"""The package as a user installs it: its rules come along, in a wheel and in an editable install."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import ROOT


def test_the_public_names_are_there() -> None:
    import advisor

    for name in advisor.__all__:
        assert getattr(advisor, name).__name__ == name
    with pytest.raises(AttributeError):
        advisor.nothing  # noqa: B018


@pytest.mark.slow
def test_the_wheel_ships_the_rules(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = {
        name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("advisor/shipped_rules/")
    }
    assert {
        f"advisor/shipped_rules/{path.relative_to(ROOT / 'rules').as_posix()}"
        for path in (ROOT / "rules").rglob("*.*")
    } <= shipped
    page = ROOT / "advisor" / "output" / "page"
    assert {
        path.relative_to(ROOT).as_posix()
        for kind in ("js", "css", "html")
        for path in page.rglob(f"*.{kind}")
    } <= {*zipfile.ZipFile(wheel).namelist()}

    venv.create(tmp_path / "venv", with_pip=False, system_site_packages=False)
    python = next(path for path in (tmp_path / "venv").glob("*/python*") if path.is_file())
    site = subprocess.run([python, "-c", "import site; print(site.getsitepackages()[0])"],
                          capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
    zipfile.ZipFile(wheel).extractall(site)
    here = subprocess.run([sys.executable, "-c", "import yaml; print(yaml.__path__[0])"],
                          capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
    ran = subprocess.run(
        [python, "-m", "advisor", "decide", "--set", "base_model_suffices=yes", "--json"],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(Path(here).parent)},
    )  # fmt: skip
    assert json.loads(ran.stdout)["outcome"] == "prompt_engineering"


def test_nothing_in_the_program_knows_an_id_of_the_shipped_rules() -> None:
    from advisor.rules import load

    rules = load(ROOT / "rules" / "published")
    ids = [name for section in ("decisions", "outcomes", "cautions", "criteria", "techniques", "errata") for name in getattr(rules, section)
           if "_" in name]  # fmt: skip
    ids += [name for name in (*rules.questions, *rules.parameters, *rules.formulas) if name != "use_case"]
    code = "\n".join(path.read_text() for path in (ROOT / "advisor").rglob("*.py"))
    docs = {
        "training_examples",
        "base_model_suffices",
        "prompt_engineering",
        "fine_tune_cost",
        "break_even_months",
        "volume",
    }  # in examples
    assert [name for name in ids if name in code.split() and name not in docs] == []


def test_the_pythons_that_are_told_are_the_tested_ones() -> None:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    told = [name.rpartition(" ")[2] for name in about["classifiers"] if ":: Python :: 3." in name]
    tried = re.findall(
        r"3\.\d+",
        re.findall(r"^for version in (.*); do", (ROOT / ".ci" / "versions").read_text(), re.MULTILINE)[0],
    )
    assert told == tried[: len(told)]
    assert f"Tested are Python {told[0]} to {told[-1]}" in (ROOT / "README.md").read_text()
    assert about["requires-python"] == f">={told[0]}"


def test_what_is_imported_is_asked_for() -> None:
    """A library that only another one brings can go, or change, without a word."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [extra for name, extra in about["optional-dependencies"].items() if name not in ("test", "lint")]
    asked = {re.split(r"[>=\[]", one)[0] for one in [*about["dependencies"], *chain.from_iterable(extras)]}
    names = {"yaml": "pyyaml", "z3": "z3-solver"}
    trees = [ast.parse(path.read_text()) for path in (ROOT / "advisor").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    found = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    found |= {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    found = {name.partition(".")[0] for name in found} - sys.stdlib_module_names - {"advisor"}
    assert {names.get(name, name.replace("_", "-")) for name in found} <= asked
