"""Where a ruleset came from: its files, their digest, and the place of every key in them."""

import os
from functools import cached_property
from typing import Any

from advisor import documents
from advisor.documents import MappingNode, Node, ScalarNode, SequenceNode
from advisor.errors import Place, Problem, brief
from advisor.sha import sha256

Path_ = tuple[str | int, ...]
"""The way down to a key: ``("decisions", "volume", "branches", 0, "to")``."""


def shown_path(path: Path_) -> str:
    """A way down as messages show it: ``decisions › volume › branches[0] › to``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f"{' › ' if text else ''}{brief(step, 80)}"
    return text


class Origin:
    """The files of one ruleset as they were read.

    folder: where they are
    texts: the text of each file, by its name as messages show it
    root: all files merged by their top-level keys
    """

    def __init__(self, folder: str, texts: dict[str, str], root: MappingNode) -> None:
        self.folder = folder
        self.texts = texts
        self.root = root

    @cached_property
    def digest(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 over the names and texts of the files."""
        sha = sha256()
        for name in sorted(self.texts):
            data = self.texts[name].encode()
            head = f"{os.path.basename(name)}\0{len(data)}\0"
            sha.update(head.encode(errors="surrogateescape") + data)  # a file name need not be text
        return sha.hexdigest()[:16]

    def place(self, path: Path_) -> Place:
        """Where the key at the end of `path` stands; of as much of the path as there is."""
        node = self.node(path)
        return documents.place(node) if node.start_mark else Place(self.folder)

    def node(self, path: Path_) -> Node:
        """The node of the key (or the list's item) at the end of `path`, as far as there is one."""
        at: Node = self.root
        node: Node = self.root
        for key in path:
            step = _child(node, key)
            if step is None:
                break
            at, node = step
        return at


def _child(node: Node, key: str | int) -> tuple[Node, Node] | None:
    """The node that shows where the child is, and the child."""
    if isinstance(node, MappingNode):
        for name, key_node, value in documents.entries(node):
            if name == key:
                return key_node, value
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def merge(roots: list[MappingNode]) -> tuple[MappingNode, list[Problem]]:
    """One mapping of all the files' top-level keys; sections that several files share are joined."""
    sections: dict[str, tuple[Node, Node]] = {}
    problems = []
    for root in roots:
        for name, key, value in documents.entries(root):
            if name not in sections:
                sections[name] = (key, value)
                continue
            first_key, first = sections[name]
            joined = _joined(first, value)
            if joined is None:
                says = f"`{brief(name)}` is defined twice, first at {documents.place(first_key)}"
                problems.append(Problem("duplicate", says, "keep one", documents.place(key), name))
            else:
                sections[name] = (first_key, joined)
    tag = "tag:yaml.org,2002:map"
    return MappingNode(tag, list(sections.values()), *_span(roots)), problems


def _span(roots: list[MappingNode]) -> tuple[Any, Any]:
    return (roots[0].start_mark, roots[0].end_mark) if roots else (None, None)


def _joined(one: Node, other: Node) -> Node | None:
    if isinstance(one, ScalarNode) or type(one) is not type(other):
        return None
    return type(one)(one.tag, one.value + other.value, one.start_mark, one.end_mark)
