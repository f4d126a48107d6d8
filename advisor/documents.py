"""YAML and JSON text as nodes that know their place, read strictly; and YAML text made.

The only module that knows PyYAML. Nothing is ever constructed from a tag: a reader of these nodes
decides by itself what a scalar means, so `yes`, `1.10` and `0x10` are what they look like.
"""

import codecs
import contextlib
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from advisor.errors import AdvisorError, Place, Problem, brief

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode"]

FilePath = str | os.PathLike[str]


class Bounds(NamedTuple):
    """How large a text may be; the nodes are its scalars, lists and mappings, about 400 bytes each in memory."""

    bytes: int
    nodes: int


RULES = Bounds(8_000_000, 500_000)
"""For one file of rules: ten thousand decisions are about two million bytes and 200,000 nodes."""
ANSWERS = Bounds(1_000_000, 50_000)
"""For answers and decisions, which have a line for each question."""
_NEEDS_QUOTES = ("a flow", "mapping values")
"""What YAML says where a text between braces or after a key ends earlier than it was meant to."""
_QUOTES = "a text that holds `: `, or between braces `,`, `[` or `{`, stands in quotes"
MAX_DEPTH = 40
"""Levels of nesting; the deepest rule needs eight."""


class _PureLoader(yaml.BaseLoader):
    """PyYAML's own reader, for where libyaml is missing, made to take what libyaml takes.

    Alone it ends a plain text inside braces at a question mark, so that `{ask: Is it raining?, type: …}`
    is refused, and it takes no tab for a blank. It looks at each sign before it takes it: what it sees
    instead while it scans is said here.
    """

    _scan = ""

    def peek(self, index: int = 0) -> str:
        found: str = super().peek(index)
        if found == "?" and self._scan == "text":
            return "."
        return " " if found == "\t" and self._takes_tab() else found

    def _takes_tab(self) -> bool:
        """Whether a tab is a blank here; it never indents."""
        return self._scan == "text" or (
            self._scan == "gap" and bool(self.flow_level or not self.allow_simple_key)
        )

    def scan_plain(self) -> Any:
        return self._scanning("text", super().scan_plain)

    def scan_to_next_token(self) -> Any:
        return self._scanning("gap", super().scan_to_next_token)

    def _scanning(self, what: str, scan: Callable[[], Any]) -> Any:
        self._scan = what
        try:
            return scan()
        finally:
            self._scan = ""


_Loader = getattr(yaml, "CBaseLoader", _PureLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = {
    _CORE + kind
    for kind in ("str", "bool", "int", "float", "null", "timestamp", "value", "merge", "seq", "map")
}
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which libyaml refuses by itself."""
_NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = ("", "~", "null", "Null", "NULL")


class _NamedText(io.StringIO):
    """A text that tells PyYAML what it is called."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def read_bytes(path: FilePath, limit: int) -> bytes:
    """The bytes of a file. Raises AdvisorError if it is missing, no file, unreadable or too large."""
    with opening(path) as name, open(name, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, limit)
    return data


@contextlib.contextmanager
def opening(path: FilePath) -> Iterator[str]:
    """The path of a regular file, to be opened within: what the system refuses there is an AdvisorError.

    Raises AdvisorError at once if it is missing or no file.
    """
    path = os.fspath(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe or a device can wait for ever
            remedy = "name a file; - reads what a pipe writes to standard input"
            raise AdvisorError(Problem("unreadable", "is not a regular file", remedy, Place(path)))
        yield path
    except FileNotFoundError:
        raise _file_error(path, "unknown-file", "there is no such file") from None
    except OSError as error:
        raise _file_error(path, "unreadable", f"cannot be read: {error.strerror}") from None


def read_stdin(limit: int) -> bytes:
    """The bytes of standard input. Raises AdvisorError if there are too many, or none to read."""
    if sys.stdin is None:
        raise _file_error("<stdin>", "unreadable", "is closed")
    try:
        data = sys.stdin.buffer.read(limit + 1)
    except OSError as error:
        raise _file_error("<stdin>", "unreadable", f"cannot be read: {error.strerror}") from None
    if len(data) > limit:
        raise too_large("<stdin>", limit)
    return data


def too_large(path: str, limit: int) -> AdvisorError:
    """The error for a file of more bytes than a file of its kind can need."""
    return _file_error(path, "too-large", f"is larger than {limit:,} bytes")


def read(path: FilePath, limit: int = RULES.bytes) -> str:
    """The text of a file. Raises AdvisorError, also where it is no text that `decode` reads."""
    return decode(read_bytes(path, limit), os.fspath(path))


def decode(data: bytes, name: str) -> str:
    """The text of bytes in UTF-8, or in what their byte order mark says, such as PowerShell's UTF-16.

    Raises AdvisorError with the place of the first byte that is none.
    """
    encoding = encoding_of(data)
    wrong = data.find(b"\0") if encoding == UTF_8 else -1
    says = "holds a zero byte: is it UTF-16 without its byte order mark, or no text?"
    try:
        if wrong < 0:
            return data.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        wrong = error.start
        says = f"byte 0x{data[wrong]:02x} is not {encoding.removesuffix('-sig').upper()}"
    before = data[:wrong].decode(encoding, errors="replace")
    raise AdvisorError(Problem("not-utf-8", says, "save the file as UTF-8", _after(before, name)))


UTF_8 = "utf-8-sig"


def encoding_of(data: bytes) -> str:
    """What the byte order mark says; UTF-8 where there is none."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # the first begins as UTF-16 does
        return "utf-32"
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else UTF_8


def one_form(text: str) -> str:
    """The text in the Unicode form (NFC) in which answers, titles and names are compared."""
    if text.isascii():
        return text
    import unicodedata  # most of what is read needs it not

    return unicodedata.normalize("NFC", text)


def _after(text: str, name: str) -> Place:
    """The place in a file where so much of its text has been read."""
    return Place(name, text.count("\n") + 1, len(text) - text.rfind("\n"))


def _file_error(path: str, code: str, says: str) -> AdvisorError:
    return AdvisorError(Problem(code, says, place=Place(path)))


def parse(text: str, name: str, nodes: int = RULES.nodes) -> Node | None:
    """The root node of one YAML (or JSON) document; None if it is empty. Raises AdvisorError.

    Refused: what is not YAML, several documents, aliases, tags, nesting beyond `MAX_DEPTH`, and more
    `nodes` than a file of its kind can need. Texts are in one Unicode form.
    """
    text = one_form(text)
    try:
        if len(text) > nodes:  # else there are fewer nodes than characters
            _count(text, name, nodes)
        root: Node | None = yaml.compose(_NamedText(text, name), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        says = ", ".join(part for part in (error.context, error.problem) if part)
        found = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        remedy = _QUOTES if any(sign in says for sign in _NEEDS_QUOTES) else ""
        raise AdvisorError(Problem("not-yaml", f"is not YAML: {says}", remedy, found)) from None
    except yaml.YAMLError:
        raise AdvisorError(_control_character(text, name)) from None
    except RecursionError:
        raise AdvisorError(_too_deep(Place(name))) from None
    if root is not None:
        _check(root)
    return root


def _count(text: str, name: str, limit: int) -> None:
    """Refuse more nodes than `limit`, before they are made."""
    starts = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)
    found = 0
    for event in yaml.parse(_NamedText(text, name), Loader=_Loader):
        found += isinstance(event, starts)
        if found > limit:
            says = f"holds more than {limit:,} values, lists and mappings"
            raise AdvisorError(Problem("too-large", says, place=_mark(event.start_mark)))


def _control_character(text: str, name: str) -> Problem:
    """The first character that YAML does not take, which its reader tells without a line."""
    found = _NOT_IN_YAML.search(text)
    if not found:
        return Problem("not-yaml", "is not YAML: it holds a character that is not allowed", place=Place(name))
    says = f"holds the control character U+{ord(found[0]):04X}"
    return Problem("control-character", says, "remove it", _after(text[: found.start()], name))


def _check(root: Node) -> None:
    """Refuse nodes that are deep, shared by an alias, or typed by a stranger."""
    seen: set[int] = set()
    level = [root]
    for depth in range(MAX_DEPTH + 1):
        below: list[Node] = []
        for node in level:
            if id(node) in seen:
                says = "an alias to what stands here is not allowed; write it out"
                raise AdvisorError(Problem("alias", says, place=place(node)))
            seen.add(id(node))
            if node.tag not in _PLAIN_TAGS:
                says = f"the tag {brief(node.tag)} is not allowed; remove it"
                raise AdvisorError(Problem("tag", says, place=place(node)))
            if isinstance(node, ScalarNode) and not node.value.isascii() and _HALF.search(node.value):
                says = "is not YAML: holds one half of a character"
                raise AdvisorError(Problem("not-yaml", says, place=place(node)))
            if isinstance(node, SequenceNode):
                below += node.value
            elif isinstance(node, MappingNode):
                below += [part for entry in node.value for part in entry]
        if below and depth == MAX_DEPTH:
            raise AdvisorError(_too_deep(place(below[0])))
        level = below


def _too_deep(found: Place) -> Problem:
    return Problem("too-deep", f"is nested deeper than {MAX_DEPTH} levels", place=found)


def _mark(mark: Any) -> Place:
    return Place(mark.name, mark.line + 1, mark.column + 1)


def place(node: Node) -> Place:
    """Where a node begins."""
    return _mark(node.start_mark)


def entries(node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
    """The key as text, the key's node and the value's node of each entry, in order."""
    for key, value in node.value:
        yield (key.value if isinstance(key, ScalarNode) else "?"), key, value


def is_null(node: Node) -> bool:
    """Whether nothing, `~` or `null` stands there."""
    return isinstance(node, ScalarNode) and not node.style and node.value in _NULLS


def plain(node: Node) -> object:
    """The node as dict, list, text or None; scalars keep the text that was written."""
    if isinstance(node, MappingNode):
        return {key: plain(value) for key, _, value in entries(node)}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.value]
    return None if is_null(node) else str(node.value)


def dump(data: dict[str, object]) -> str:
    """YAML text of dicts, lists and plain values, in their order."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96))
