"""promptfoo results: version 3, the older table, and one result a line.

Traps: a run that ended in an error is no failure; a test without assertions passes and says nothing.
"""

from collections.abc import Iterator

from advisor.evidence import fields
from advisor.evidence.files import SourceFile
from advisor.evidence.grades import Grades, Group
from advisor.evidence.kinds import FileKind, Layout, Result, Tally, documents, rows

_ERROR = 2
"""The value of `failureReason` for a run that ended in an error."""
_UNTESTED = "No assertions"


class _Evaluations(Tally):
    def __init__(self, _: SourceFile) -> None:
        self._grades = Grades()
        self._prompts: dict[object, int] = {}
        self._providers: dict[object, int] = {}
        self._heads: list[tuple[object, object]] = []

    def take(self, record: fields.Record) -> None:
        if "outputs" in record:
            self._row(record)
        else:
            self._run(
                record, _provider(record), fields.given(record, "promptId", "prompt"), record.get("promptIdx")
            )

    def note(self, value: object) -> None:
        """A head of a column of the older table."""
        head = fields.an_object(value)
        self._heads.append((_provider(head), fields.given(head, "raw", "display", "label")))

    def _row(self, row: fields.Record) -> None:
        for column, output in enumerate(fields.items(row, "outputs")):
            provider, prompt = self._heads[column] if column < len(self._heads) else (None, None)
            if isinstance(output, str):
                output = {"pass": {"[PASS]": True, "[FAIL]": False}.get(output[:6])}
            self._run(fields.an_object(output), provider or _provider(output), prompt, column)

    def _run(self, run: fields.Record, provider: object, prompt: object, column: object) -> None:
        passed = fields.flag(run, "success", "pass")
        grading, error = fields.mapping(run, "gradingResult"), run.get("error")
        group = self._group(provider, repr(prompt), column)
        reason = run.get("failureReason")
        failed_to_run = reason == _ERROR if reason else bool(error) and not grading and not passed
        group.add(None if grading.get("reason") == _UNTESTED else passed, error=failed_to_run)
        inputs = run.get("vars")
        if inputs:
            group.case(repr(inputs))

    def _group(self, provider: object, prompt: str, column: object) -> Group:
        key = (repr(column) if column is not None else "", repr(provider), prompt)
        number = self._prompts.setdefault(prompt, len(self._prompts) + 1)
        place = self._providers.setdefault(repr(provider), len(self._providers) + 1)
        return self._grades.group(key, f"{fields.label(provider, f'provider {place}')}, prompt {number}")

    def result(self) -> Result:
        return Result(self._grades.best(), groups=self._grades.each())


def _provider(record: fields.Record) -> object:
    """The provider's label or id; old files write it as a text."""
    provider = record.get("provider")
    return fields.given(provider, "label", "id") if isinstance(provider, dict) else provider


def _table(root: str) -> Iterator[Layout]:
    return documents((f"{root}.body.item",), (f"{root}.body.item.outputs",), (f"{root}.head.prompts.item",))


KIND = FileKind(
    "promptfoo",
    "promptfoo results",
    (
        *documents(("results.results.item",), ("results.version", "results.results.item.success")),
        *_table("results.table"),
        *_table("table"),
        *rows("promptIdx", "success"),
    ),
    _Evaluations,
)
