"""The page that shows how the program is built, held to the program."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "advisor" / "README.md").read_text()


def packages() -> list[str]:
    """What the page's table has in its first column, from the top."""
    rows = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([a-z/]+)`", row)]


def layers() -> list[str]:
    """The linted layers, from the top, as the page writes their names."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    names = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
    return [name.removeprefix("advisor.").replace(".", "/") for name in names]


def test_every_package_and_layer_is_on_the_page() -> None:
    shown = {name.rstrip("/") for name in packages()}
    there = {path.stem for path in (ROOT / "advisor").iterdir() if path.suffix in ("", ".py")}
    missing = {name for name in there - {"__init__", "__main__", "__pycache__"}
               if not any(one == name or one.startswith(f"{name}/") for one in shown)}  # fmt: skip
    assert not missing
    inner = {name for name in layers() if (ROOT / "advisor" / name).is_dir()}
    assert inner <= shown, "each package that is a layer of its own"


def test_the_page_has_the_packages_in_the_order_of_the_layers() -> None:
    order = {name: at for at, name in enumerate(layers())}
    shown = [order[name] for one in packages() if (name := one.rstrip("/")) in order and "/" in one]
    assert shown == sorted(shown)


@pytest.mark.parametrize("page", ["advisor/README.md", "CONTRIBUTING.md"])
def test_files_that_pages_name_are_there(page: str) -> None:
    text = (ROOT / page).read_text()
    named = [one for one in re.findall(r"`([\w./]+)`", text) if "/" in one and not one.startswith(".venv")]
    assert named
    for one in named:
        assert any(
            (ROOT / base / one).exists() or (ROOT / base / f"{one}.py").exists() for base in ("", "advisor")
        ), one
