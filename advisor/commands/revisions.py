"""The rules of a folder, of a shipped name, or of a revision of the git repository one stands in."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from advisor import documents
from advisor.errors import AdvisorError, Place, Problem, brief
from advisor.rules import Ruleset, load, load_texts, shipped_names
from advisor.rules.load import is_rule_file

_LINK = "120000"
"""The mode of a symbolic link."""
REMEDY = "name a folder, or for instance HEAD~1:rules/published"


def rules_of(name: str) -> Ruleset:
    """The ruleset of a folder, a shipped name, or REV:path. Raises AdvisorError."""
    if os.path.isdir(name) or name in shipped_names():
        return load(name)
    revision, path = _split(name)
    if revision:
        return load_texts(_texts(revision, path), name)
    raise AdvisorError(
        Problem("unknown-rules", f"{brief(name)} is no folder, no shipped ruleset and no REV:path", REMEDY)
    )


def _split(name: str) -> tuple[str, str]:
    """Revision and path, parted where git parts them: at the first colon outside braces."""
    depth = 0
    for index, letter in enumerate(name):
        depth += (letter == "{") - (letter == "}")
        if letter == ":" and not depth:
            is_drive = index == 1 and name[2:3] in ("\\", "/")  # C:\rules is a folder that is not there
            return ("", "") if is_drive else (name[:index], name[index + 1 :])
    return "", ""


class _Blob(NamedTuple):
    """What git keeps under a name: a `blob` or `tree`, or nothing."""

    kind: str = ""
    id: str = ""
    size: int = 0


def _texts(revision: str, path: str) -> dict[str, str]:
    """The rule files of a folder in a revision; a path beginning with ./ or ../ is from where one stands."""
    folder = path.rstrip("/")
    folder = f"{folder}/" if folder in (".", "..") else folder
    inside = f"{revision}:{folder}/" if folder and not folder.endswith("/") else f"{revision}:{folder}"
    files = {name: blob for name, blob in _listed(f"{revision}:{folder}", inside) if blob.kind != "tree"}
    if not files:
        says = f"there is no .yaml file in {brief(path) or 'the root'} at {brief(revision)}"
        raise AdvisorError(Problem("unknown-rules", says, "name a folder with rule files"))
    return {f"{revision}:{name}": _text(blob, f"{revision}:{name}") for name, blob in files.items()}


def _listed(folder: str, inside: str) -> Iterator[tuple[str, _Blob]]:
    """The names of a folder that are rule files, and what they are, links followed."""
    linked = _followed(folder)
    top = linked.id if linked.kind == "tree" else folder
    listed = _git("ls-tree", "--full-tree", "-l", "-z", "--end-of-options", top)
    for entry in filter(None, listed.decode(errors="surrogateescape").split("\0")):
        about, _, name = entry.partition("\t")
        mode, kind, id_, size = about.split()
        if kind == "blob" and is_rule_file(name):
            yield name, _followed(inside + name) if mode == _LINK else _Blob(kind, id_, int(size))


def _followed(name: str) -> _Blob:
    """What a name leads to within its revision, through links."""
    if "\n" in name:  # git takes a name a line
        return _Blob()
    asked = f"{name}\n".encode(errors="surrogateescape")
    told = _git("cat-file", "--batch-check", "--follow-symlinks", asked=asked).split()
    is_found = len(told) == 3 and told[1] in (b"blob", b"tree")
    return _Blob(told[1].decode(), told[0].decode(), int(told[2])) if is_found else _Blob()


def _text(blob: _Blob, name: str) -> str:
    if not blob.kind:
        says = "is a link that leads to no file in the repository"
        raise AdvisorError(Problem("unreadable", says, "replace it by what it means", Place(name)))
    if blob.size > documents.RULES.bytes:
        raise documents.too_large(name, documents.RULES.bytes)
    return documents.decode(_git("cat-file", "blob", blob.id), name)


def _git(*argv: str, asked: bytes = b"") -> bytes:
    import subprocess

    try:
        ran = subprocess.run(["git", *argv], input=asked, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise AdvisorError(
            Problem("no-git", "REV:path needs git, which is not on PATH", "name a folder")
        ) from None
    if ran.returncode:
        says = " ".join(ran.stderr.decode(errors="replace").split())
        remedy = "a path is from the root of the repository, or begins with ./; `git log` lists revisions"
        raise AdvisorError(Problem("unknown-rules", f"git: {brief(says, 200)}", remedy))
    return ran.stdout
