"""What strangers' files may be: how they are encoded, how large, and in which form their texts compare."""

import codecs
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor import documents
from advisor.engine.session import walk
from advisor.errors import MAX_PROBLEMS, AdvisorError
from advisor.rules import load
from tests.conftest import EXAMPLE, SMALL, Ran, sets

Run = Callable[..., Ran]
ENCODINGS = {"utf-8-sig": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
             "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_byte_order_mark_says_how_a_file_is_encoded(encoding: str, run: Run, tmp_path: Path) -> None:
    record, answers = tmp_path / "a.md", tmp_path / "a.yaml"
    run("record", *sets(EXAMPLE), "-o", record)
    answers.write_text("# Größe\nbase_model_suffices: yes\n")
    for file in (record, answers):
        file.write_bytes(ENCODINGS[encoding] + file.read_text().encode(encoding))
        assert run("decide", file).code == 0
    assert run("review", record).out.startswith(f"{record}: holds: ")


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.md", "# Über\n".encode("utf-16-le"), "a.md:1:2: holds a zero byte: is it UTF-16"),
    ("a.md", "# Dog\n# Über\n".encode("cp1252"), "a.md:2:3: byte 0xdc is not UTF-8"),
    ("a.yaml", "b: yes\nc: ü\n".encode("latin-1"), "a.yaml:2:4: byte 0xfc is not UTF-8"),
    ("a.svg", codecs.BOM_UTF16_LE + b"<\0s\0\0\xd8", "is not UTF-16"),
    ("a.yaml", b"b: yes\nc: a\x1bb\n", "a.yaml:2:5: holds the control character U+001B (remove it)"),
    ("a.json", b'{"b":\n  "\x7f"}', "a.json:2:4: holds the control character U+007F (remove it)"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_no_success(
    name: str, data: bytes, said: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    ran = run("review", tmp_path / name)
    assert (ran.code, said in ran.out) == (1, True), ran
    assert said in run("decide", tmp_path / name).err


FLAT = {
    "a list": b"[" + b"1," * 60_000 + b"1]",
    "a mapping": b"{" + b",".join(b"k%d: 1" % i for i in range(60_000)) + b"}",
    "lines": b"\n".join(b"k%d: 1" % i for i in range(60_000)),
    "empty keys": b"? " * 60_000,
}


@pytest.mark.parametrize("data", FLAT.values(), ids=FLAT)
def test_answers_are_bounded_in_count_before_they_are_made(
    data: bytes, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    compose = documents.yaml.compose

    def compose_others(stream: io.StringIO, Loader: type) -> object:  # noqa: N803
        assert stream.name != str(tmp_path / "a.yaml"), "nodes were made"
        return compose(stream, Loader)

    monkeypatch.setattr(documents.yaml, "compose", compose_others)
    ran = run("decide", tmp_path / "a.yaml")
    assert ran.code == 1
    assert "holds more than 50,000 values" in ran.err or "nest" in ran.err


def test_answers_and_exports_are_bounded_in_bytes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "a.md").write_bytes(b"#" * 8_000_001)
    assert "is larger than 1,000,000 bytes" in run("decide", tmp_path / "a.yaml").err
    assert "is larger than 8,000,000 bytes" in run("decide", tmp_path / "a.md").err


def test_the_problems_that_are_told_and_looked_for_are_bounded(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text("\n".join(f"k{i}: 1" for i in range(20_000)))
    asked = []
    monkeypatch.setattr("advisor.engine.checking.did_you_mean", lambda name, _: asked.append(name) or "")
    ran = run("decide", tmp_path / "a.yaml")
    assert (ran.code, len(ran.err.splitlines())) == (1, MAX_PROBLEMS + 1)
    assert ran.err.endswith("advisor: there are more problems than these\n")
    assert len(asked) <= MAX_PROBLEMS + 1


def test_rules_are_bounded_in_count() -> None:
    text = "[" + "1," * documents.RULES.nodes + "1]"
    with pytest.raises(AdvisorError, match="holds more than 500,000 values"):
        documents.parse(text, "rules.yaml")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_titles_compare_in_one_unicode_form(form: str, typed: str, tmp_path: Path) -> None:
    title = "Café à l’été"
    for file in SMALL.glob("*.yaml"):
        text = file.read_text().replace("{title: Wool}", f"{{title: {title}}}")
        (tmp_path / file.name).write_text(unicodedata.normalize(form, text))
    trace = walk(load(tmp_path), {"coat": unicodedata.normalize(typed, title.upper())})
    assert trace.scope.answers.given == {"coat": "wool"}
