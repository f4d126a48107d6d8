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

from advisor.errors import RulesError
from advisor.rules import load_texts
from advisor.rules.schema import schema
from tests.conftest import ROOT, SMALL, Ran

FILE = ROOT / "rules" / "schema.json"
RULES = sorted(
    [
        *(ROOT / "rules" / "published").glob("*.yaml"),
        *(ROOT / "tests" / "rulesets").glob("*/*.yaml"),
        *(ROOT / "tests" / "flows").glob("*/*.yaml"),
    ]
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


@pytest.mark.parametrize("code", [
    "missing-key", "unknown-key", "wrong-value", "wrong-type", "wrong-id", "no-branches", "wrong-options",
    "control-character",
])  # fmt: skip
def test_mistakes_are_marked(code: str) -> None:
    text = (ROOT / "tests" / "broken" / code / "rules.yaml").read_text()
    assert errors(yaml.load(text, yaml.CSafeLoader))


LIMIT, BAG, RAINING = "limit: {value: 3", "always: yes", "label: Raining now?\n"


@pytest.mark.parametrize(("old", "new", "loads"), [
    *((LIMIT, f"limit: {{value: {number}", True) for number in (
        "0", "-1.5", "1e3", "1.5M", "50k", "'1,000,000'", "80%", "2/3", "1 000", "' 7 '", ".5", "−4", "2bn")),
    *((LIMIT, f"limit: {{value: {number}", False) for number in (
        "12 apples", "'1,5'", "x", "''", "1.2.3", "1/0", "$", "yes", "~", "[1]", "5 %%")),
    *((LIMIT, f"limit: {{value: 3, date: {day}", True) for day in ("2026-11-01", "'2026-02-28'")),
    *((LIMIT, f"limit: {{value: 3, date: {day}", False) for day in (
        "20261101", "2026-11-01x", "2026-W44-7", "'2026-13-01'", "1.11.2026", "2026-11-1")),
    *((BAG, f"always: {word}", True) for word in ("yes", "YES", "True", "nO", "'false'")),
    *((BAG, f"always: {word}", False) for word in ("maybe", "1", "y", "''")),
    *((RAINING, f"label: Raining now?\n    computed: {word}\n", True) for word in ("YES", "no")),
    *((LIMIT, f"{word}: {{value: 3", False) for word in ("and", "Case", "TRUE", "yield", "from", "1limit", "li-mit", "''")),
    *((LIMIT, f"limit: {{value: 3, note: {text}", True) for text in ("5", "no", "2026-01-01", "'\\ x'", '"a\\nb"')),
    *((LIMIT, f"limit: {{value: 3, note: {text}", False) for text in ("''", "' '", "~", '"\\e[31m"', '"\\u202e"', "[a]")),
    (LIMIT, "limit: {by: coat", False), (LIMIT, "limit: {value: 3, by: coat, values: {rain-coat: 1, wool: 2}", False),
    (LIMIT, "limit: {cases: [{when: chance > 0.5, is: 2}, {is: 3}]", True), (LIMIT, "limit: {cases: []", False),
    (LIMIT, "limit: {value: 3, cases: [{is: 3}]", False), (LIMIT, "limit: {by: coat, values: {rain-coat: 1, wool: 2}, cases: [{is: 3}]", False),
    ("{is: chance * walk_minutes", "{cases: [{when: is_raining, is: 2}, {is: chance * 5}]", True),
    ("{is: chance * walk_minutes", "{is: 5, cases: [{is: chance}]", False), ("{is: chance * walk_minutes", "{cases: [{iss: chance}]", False),
    (LIMIT, "limit: {unit: km}\n  other: {value: 3", False), (LIMIT, "limit: {by: coat, values: {rain-coat: 1, wool: 2}", True),
    ("options: {rain-coat: {title: Rain coat}, wool: {title: Wool}}", "options: {}", False),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, points: {yes: 2, no: -1}", True),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, points: {maybe: 2}", False),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, points: 2", False),
    ("label: Raining, type: yes_no", "label: Raining, type: several", False),
    (", options: {rain-coat: {title: Rain coat}, wool: {title: Wool}}", "", False),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, options: {a: {title: A}}", False),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, options_from: use_cases", False),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, options: {}", True),
    ("label: Raining, type: yes_no", "label: Raining, type: yes_no, default: ''", True),
    ("when: is_raining", "when: ''", False), ("when: is_raining", f"when: is_raining or {'(is_raining)' * 100}", False),
    ("when: is_raining", "when: true", True), ("chance * walk_minutes", "5", True),
    (RAINING + "    branches:\n", RAINING + "    branches: []\n    ref:\n", False),
])  # fmt: skip
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, Editor])
def test_the_schema_refuses_what_loading_refuses(old: str, new: str, loads: bool, loader: Any) -> None:
    rules = (SMALL / "rules.yaml").read_text()
    assert old in rules
    text = rules.replace(old, new, 1)
    try:
        load_texts({"rules.yaml": text}, "test")
    except RulesError:
        assert not loads
    else:
        assert loads
    assert (errors(yaml.load(text, loader)) == []) == loads


def test_every_key_is_described() -> None:
    for name, record in schema()["definitions"].items():
        for key, property_ in record.get("properties", {}).items():
            assert property_["description"], f"{name}.{key}"


def test_the_command(run: Callable[..., Ran]) -> None:
    assert json.loads(run("schema").out) == schema()


if __name__ == "__main__":
    FILE.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
