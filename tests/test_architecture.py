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


def layers(container: str) -> dict[str, int]:
    """What is in a package, as the page writes it, and at which linted layer from the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (found,) = (
        one["layers"] for one in contracts if one.get("containers") == [container] and one.get("exhaustive")
    )
    within = "/".join([*container.split(".")[1:], ""])
    return {f"{within}{name}": at for at, layer in enumerate(found) for name in re.findall(r"\w+", layer)}


def test_every_package_and_layer_is_on_the_page() -> None:
    shown = {name.rstrip("/") for name in packages()}
    top = layers("advisor").keys() - {"__main__", "output", "analysis"}
    assert shown == top | layers("advisor.output").keys() | layers("advisor.analysis").keys()


@pytest.mark.parametrize("container", ["advisor", "advisor.output", "advisor.analysis"])
def test_the_page_has_the_packages_in_the_order_of_the_layers(container: str) -> None:
    order = layers(container)
    rows = [one.rstrip("/") for one in packages()]
    shown = [order[name] for one in rows if (name := one if one in order else one.partition("/")[0]) in order]
    assert len(set(shown)) == len(set(order.values()))
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
