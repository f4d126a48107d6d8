"""The answers of a questionnaire on disk, written before the next question appears."""

import contextlib
import json
import os
from datetime import date, datetime
from typing import NamedTuple

from advisor import decision, documents, files
from advisor.decision import SavedDecision
from advisor.decision.reading import MAX_BYTES
from advisor.documents import FilePath
from advisor.engine.answers import plain_values, shown
from advisor.engine.checking import parse
from advisor.errors import AdvisorError, Problem, brief
from advisor.rules import Ruleset
from advisor.wizard.flow import Form, pending, trace

KEPT = 10
"""Finished questionnaires kept in the state folder; the oldest beyond that are removed."""


SUFFIXES = (".yaml", ".yml", ".json")
"""How the names of decision files end."""


class Journal:
    """Where the answers are kept.

    path: the file; another one from when somebody else has written into it
    shared: whether it is in the state folder, where those of others are too
    saved: the decision that the questionnaire goes on with
    """

    def __init__(self, path: str, *, shared: bool = False, saved: SavedDecision | None = None) -> None:
        self.path = path
        self.shared = shared
        self.saved = saved
        self.known: bytes | None = None

    def keep(self, form: Form, today: date) -> str:
        """Write the form as a decision file; what the user has to know of it, if anything. Raises AdvisorError.

        What somebody else has written meanwhile stays: the answers then go on in a new file beside it.
        """
        content, is_new, before = self._content(form, today), self.known is None, self.path
        with files.errors_at(self.path):
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
        there = documents.read_bytes(self.path, MAX_BYTES) if os.path.exists(self.path) else None
        if there is not None and there == self.known != content:
            files.write(self.path, content, force=True)
        elif there != content:
            self.path = files.write_new(files.numbered(self.path), content)
        self.known = content
        if is_new and self.shared:
            _make_room(form.rules)
        if self.path == before:
            return ""
        return f"{before} was written by another questionnaire or by hand, and stays; this one goes on in {self.path}"

    def _content(self, form: Form, today: date) -> bytes:
        made = decision.made_on(trace(form), today, [self.saved] if self.saved else [])
        earlier = plain_values(form.rules, form.earlier)
        return text(self.path, decision.of(trace(form), made)._replace(earlier=earlier)).encode()


class Kept(NamedTuple):
    """A questionnaire in the state folder; `problem` says why it cannot be read, if so.

    changed: when it was last written
    about: the use case, or whatever else is asked first, in words
    finished: it came to an outcome, and nothing is left to ask
    """

    path: str
    changed: datetime | None = None
    about: str = ""
    answered: int = 0
    outcome: str | None = None
    finished: bool = False
    problem: str = ""


def text(path: str, found: SavedDecision) -> str:
    """The text of a decision file as the suffix of its path says: JSON, or YAML."""
    if path.lower().endswith(".json"):
        return json.dumps(decision.to_data(found), indent=2, ensure_ascii=False) + "\n"
    return decision.to_yaml(found)


def as_answers(form: Form) -> str:
    """The answers alone, as a text that ``--resume`` takes from a file."""
    found = decision.of(trace(form), date.today())
    return documents.dump({**found.answers, **found.overrides})


def refuse(path: str) -> str:
    """Why a decision file cannot have this name; empty if it can."""
    if path.lower().endswith(SUFFIXES):
        return ""
    return f"{path}: a decision file ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def new(rules: Ruleset, save: FilePath | None = None) -> Journal:
    """A journal at `save`, which must not exist yet, or in the user's state folder. Raises AdvisorError."""
    if save is not None:
        path = os.fspath(save)
        _refuse_unwritable(path)
        return Journal(path)
    name = f"{rules.id}-{date.today()}-{os.getpid()}.yaml"  # two questionnaires at a time get two files
    return Journal(files.free(os.path.join(_folder(), name)), shared=True)


def _refuse_unwritable(path: str) -> None:
    """Find out before the first question whether a new file can be written. Raises AdvisorError."""
    import tempfile  # slow to import, and only a new file needs it

    folder, name = os.path.split(path)
    folder = folder or "."
    if os.path.isdir(path):
        raise AdvisorError(Problem("exists", f"{path} is a folder", "name a file in it"))
    if os.path.exists(path):
        remedy = f"go on in it with --resume {path}, or name another file"
        raise AdvisorError(Problem("exists", f"{path} exists already", remedy))
    if refuse(path):
        raise AdvisorError(Problem("wrong-format", refuse(path), "name such a file"))
    if not os.path.isdir(folder):
        raise AdvisorError(Problem("unwritable", f"{path}: there is no folder {folder}", "make it first"))
    with files.errors_at(path), tempfile.TemporaryFile(prefix=f".{name}.", dir=folder):
        pass  # permissions alone do not tell


def resume(rules: Ruleset, path: FilePath) -> tuple[Journal, Form]:
    """The form in a file, and the journal that goes on in it. Raises AdvisorError.

    Answers found inside an export go on in the state folder: the export stays as it is.
    """
    path = os.fspath(path)
    # before its answers are read, because what comes later is of somebody else; an export is not written to
    there = documents.read_bytes(path, MAX_BYTES) if path.lower().endswith(SUFFIXES) else None
    found = decision.read(path)
    if found.ruleset and found.ruleset.id != rules.id:
        says = f"{path} was answered under the rules `{brief(found.ruleset.id)}`, these are `{rules.id}`"
        raise AdvisorError(Problem("other-rules", says, "name its rules with --rules"))
    form = _form(rules, found)
    if not _holds_answers_only(path):
        return Journal(new(rules).path, shared=True, saved=found), form
    journal = Journal(path, saved=found)
    journal.known = there
    return journal, form


def _holds_answers_only(path: str) -> bool:
    """Whether a file can be written anew without losing anything: YAML, or a decision file in JSON."""
    if not path.lower().endswith(".json"):
        return path.lower().endswith(SUFFIXES)
    root = documents.parse(documents.read(path), path)
    return isinstance(root, documents.MappingNode) and "advisor" in {
        key for key, *_ in documents.entries(root)
    }


def _form(rules: Ruleset, found: SavedDecision) -> Form:
    """The form that a decision holds. Raises AdvisorError if its answers are refused."""
    rules = decision.rules_for(rules, found)
    earlier = {
        name: parse(rules, name, raw) for name, raw in found.earlier.items() if name in rules.questions
    }
    return Form(rules, decision.answers_of(rules, found, unfinished=True), earlier)


def kept(rules: Ruleset) -> list[Kept]:
    """The questionnaires of this ruleset in the state folder, newest first."""
    found = []
    for path in _journals(_folder()):
        try:
            one = decision.read(path)
            if one.ruleset and one.ruleset.id == rules.id and (one.answers or one.earlier):
                found.append(_kept(path, _form(rules, one), one))
        except AdvisorError as error:
            found.append(Kept(path, problem=str(error)))
    return found


def _kept(path: str, form: Form, one: SavedDecision) -> Kept:
    rules, given = form.rules, form.answers.known()
    about = ", ".join(shown(rules, name, given[name]) for name in rules.ask_first if name in given)
    finished = one.outcome is not None and pending(form) is None
    changed = datetime.fromtimestamp(os.path.getmtime(path))
    return Kept(path, changed, about, len(one.answers), one.outcome, finished)


def _folder() -> str:
    """The state folder, made if need be. Raises AdvisorError."""
    from platformdirs import user_state_dir  # only a questionnaire without --save needs it

    folder = os.path.join(user_state_dir("advisor", appauthor=False), "questionnaires")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        says = f"the folder {folder} for unfinished questionnaires cannot be made: {error.strerror}"
        raise AdvisorError(Problem("unwritable", says, "use --save FILE")) from None
    return folder


def _journals(folder: str) -> list[str]:
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".yaml")]
    return sorted(paths, key=os.path.getmtime, reverse=True)


def _make_room(rules: Ruleset) -> None:
    """Remove the oldest finished questionnaires of a ruleset beyond `KEPT`; the unfinished all stay."""
    finished = [one for one in kept(rules) if one.finished]
    for one in finished[KEPT:]:
        with contextlib.suppress(FileNotFoundError):  # another questionnaire was faster
            os.unlink(one.path)
