"""Records: text of rules stays text in Markdown, told by the tree that a CommonMark library makes of it."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor import documents
from advisor.advice.advice import advise
from advisor.advice.model import Advice
from advisor.decision import marks
from advisor.engine.session import walk
from advisor.output import record
from advisor.output.record.markdown import plain, quiet, table
from advisor.rules import Ruleset
from tests.conftest import SMALL, Ran
from tests.test_diagram import TODAY
from tests.test_published import WAYS
from tests.texts import HOSTILE, keys, replaced

FORMS = ("madr", "nygard")
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ANSWERS = [
    {**WAYS["fine_tune_to_save"], "use_case": "technical_documentation", "gpu_memory_gb": 24, "least_quality": "90%",
     "has_varied_tasks": True, "needs_fixed_behavior": True, "engineering_rate": 150},
    {**WAYS["improve_prompts"], "use_case": "customer_support"},
]  # fmt: skip
HARMLESS = "zebra"
MIXED = "a | b [x](y) <b>&lt; *i* _u_ `c` # --> <!-- ~~s~~ \\ 1. $m$"


def advised(rules: Ruleset, answers: dict[str, Any]) -> Advice:
    return advise(walk(rules, answers), TODAY)


def shape(text: str) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """What a Markdown text is made of, without its words."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return [
        (
            token.type,
            token.tag,
            token.level,
            tuple(one.type for one in token.children or () if one.type != "text"),
        )
        for token in MARKDOWN.parse(body)
    ]


def words(text: str) -> str:
    """What a reader sees of a Markdown text, without code blocks and comments, blanks and capitals."""
    inlines = (token for token in MARKDOWN.parse(text) if token.type == "inline")
    return squeezed("\0".join("".join(one.content for one in token.children or ()) for token in inlines))


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def held(rules: Ruleset, other: Ruleset, text: str) -> None:
    """Hold that records of the rules with a text have the shape and the words of those without markup."""
    for answers in ANSWERS:
        for form in FORMS:
            simple, hostile = (
                record.write(advised(one, answers), form, "![x](y.svg)") for one in (rules, other)
            )
            assert shape(hostile) == shape(simple)
            assert words(hostile).count(squeezed(text)) >= words(simple).count(HARMLESS)
            [comment] = [one.content for one in MARKDOWN.parse(hostile) if one.type == "html_block"]
            assert re.fullmatch(r"<!-- advisor-decision (?!.*(<!|--).*-->).* -->\n", comment)
            assert len(marks.find(hostile.encode(), "record.md")) == 1


def harmless(published: Ruleset, key: str = "") -> Ruleset:
    return replaced(published, lambda one: HARMLESS if key in ("", one) else None)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_of_a_record_stays_text(published: Ruleset, text: str) -> None:
    held(harmless(published), replaced(published, lambda _: text), text)


@pytest.mark.parametrize("key", keys())
def test_the_text_of_one_key_stays_text(published: Ruleset, key: str) -> None:
    held(harmless(published, key), replaced(published, lambda one: MIXED if one == key else None), MIXED)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"))
    | st.lists(st.sampled_from(HOSTILE)).map("".join)
)
def test_any_text_stays_text_wherever_it_stands(text: str) -> None:
    one = plain(text)
    if one:
        for around in ("# {}", "{}", "* {}", "1. {}", "x {} x", "* **x {}x** {}"):
            assert shape(around.format(one, one)) == shape(around.format("x", "x"))
        assert words(f"x {one}").removeprefix("x") == squeezed(text)
        assert words(f"x {quiet(text)}").replace("\u200b", "").removeprefix("x") == squeezed(
            text.replace("\u200b", "")
        )
    cells = table((text, "b"), [("a", text)])
    assert shape(cells) == shape(table(("x", "b"), [("a", "x")]))


@pytest.mark.parametrize("text", ["$x$", "$$x$$", "US$ and A$", "$x$5", "a$b$ $c"])
def test_no_text_is_a_formula_to_a_code_host(text: str) -> None:
    assert not re.search(r"\$(?!\d)", plain(text))
    assert words(plain(text)) == squeezed(text)
    assert plain("from $500 to $1.5M") == "from $500 to $1.5M"


def test_texts_of_a_comparison_stay_text(tmp_path: Path, run: Callable[..., Ran]) -> None:
    def compared(texts: Iterator[str]) -> str:
        (tmp_path / "rules.yaml").write_text(json.dumps(with_texts(documents.plain(root), texts)))
        return run("diff", SMALL, tmp_path, "--format", "markdown").out

    root = documents.parse((SMALL / "rules.yaml").read_text(), "rules.yaml")
    assert root is not None
    simple = compared(f"{HARMLESS} {number}" for number in count())
    assert words(simple).count(HARMLESS) > 20
    for start in range(0, len(HOSTILE), 20):
        texts = islice(cycle(HOSTILE), start, None)
        hostile = compared(texts)
        assert shape(hostile) == shape(simple)
        assert all(
            squeezed(text) in words(hostile).replace("\u200b", "") for text in HOSTILE[start : start + 20]
        )


def with_texts(data: Any, texts: Iterator[str]) -> Any:
    """Rules as plain data, with the next text for each of the keys that people read."""
    if isinstance(data, list):
        return [with_texts(one, texts) for one in data]
    if not isinstance(data, dict):
        return data
    return {key: next(texts) if key in ("title", "says", "ask", "label", "recommends") else with_texts(value, texts)
            for key, value in data.items()}  # fmt: skip
