"""`advisor schema`: what loads is valid, in either YAML an editor may speak; mistakes are marked.

``python -m tests.test_schema`` writes rules/schema.json anew.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from advisor.schema import schema
from tests.conftest import ROOT, Ran

FILE = ROOT / "rules" / "schema.json"
RULES = sorted(
    [*(ROOT / "rules" / "published").glob("*.yaml"), *(ROOT / "tests" / "rulesets").glob("*/*.yaml")]
)


class Editor(yaml.CSafeLoader):
    """YAML 1.2 as most editors read it: `yes` is a text, and so is a date."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(data: Any) -> list[str]:
    plain = json.loads(json.dumps(data, default=str))
    return [f"{list(error.path)}: {error.message}" for error in Draft7Validator(schema()).iter_errors(plain)]


def test_the_file_is_what_the_code_says() -> None:
    assert json.loads(FILE.read_text()) == schema(), "run python -m tests.test_schema"
    Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, Editor])
@pytest.mark.parametrize("file", RULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_loads_is_valid(file: Path, loader: Any) -> None:
    assert errors(yaml.load(file.read_text(), loader)) == []


def test_the_shipped_files_name_it() -> None:
    for file in (ROOT / "rules" / "published").glob("*.yaml"):
        first = file.read_text().splitlines()[0]
        assert first == "# yaml-language-server: $schema=../schema.json"
        assert (file.parent / "../schema.json").exists()


@pytest.mark.parametrize(
    "code", ["missing-key", "unknown-key", "wrong-value", "wrong-type", "wrong-id", "no-branches"]
)
def test_mistakes_are_marked(code: str) -> None:
    text = (ROOT / "tests" / "broken" / code / "rules.yaml").read_text()
    assert errors(yaml.load(text, yaml.CSafeLoader)) or code == "no-branches"


def test_every_key_is_described() -> None:
    for name, record in schema()["definitions"].items():
        for key, property_ in record.get("properties", {}).items():
            assert property_["description"], f"{name}.{key}"


def test_the_command(run: Callable[..., Ran]) -> None:
    assert json.loads(run("schema").out) == schema()


if __name__ == "__main__":
    FILE.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
