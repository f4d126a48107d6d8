"""The rules of a folder, of a shipped name, or of a revision of the git repository one stands in."""

import os

from advisor.errors import AdvisorError, Problem, brief
from advisor.rules import Ruleset, load, load_texts, shipped

REMEDY = "name a folder, or for instance HEAD~1:rules/published"


def rules_of(name: str) -> Ruleset:
    """The ruleset of a folder, a shipped name, or REV:path. Raises AdvisorError."""
    if os.path.isdir(name):
        return load(name)
    revision, path = _split(name)
    if revision:
        return load_texts(_texts(revision, path), name)
    if os.sep not in name and name:
        try:
            return load(shipped(name))
        except AdvisorError:
            pass
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


def _texts(revision: str, path: str) -> dict[str, str]:
    """The rule files of a folder in a revision; a path beginning with ./ or ../ is from where one stands."""
    folder = path.rstrip("/")
    folder = f"{folder}/" if folder in (".", "..") else folder
    listed = _git("ls-tree", "--full-tree", "--name-only", "-z", "--end-of-options", f"{revision}:{folder}")
    files = [file for file in listed.split("\0") if file.endswith((".yaml", ".yml"))]
    if not files:
        says = f"there is no .yaml file in {brief(path) or 'the root'} at {brief(revision)}"
        raise AdvisorError(Problem("unknown-rules", says, "name a folder with rule files"))
    inside = f"{folder}/" if folder and not folder.endswith("/") else folder
    return {
        f"{revision}:{file}": _git("show", "--end-of-options", f"{revision}:{inside}{file}") for file in files
    }


def _git(*argv: str) -> str:
    import subprocess

    try:
        ran = subprocess.run(["git", *argv], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise AdvisorError(
            Problem("no-git", "REV:path needs git, which is not on PATH", "name a folder")
        ) from None
    if ran.returncode:
        says = " ".join(ran.stderr.decode(errors="replace").split())
        remedy = "a path is from the root of the repository, or begins with ./; `git log` lists revisions"
        raise AdvisorError(Problem("unknown-rules", f"git: {brief(says, 200)}", remedy))
    return ran.stdout.decode("utf-8", errors="replace")
