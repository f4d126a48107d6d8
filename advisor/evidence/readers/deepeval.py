"""deepeval's last test run, as it stands in its hidden folder or in a folder of results.

Traps: the token counts in it are the judge's, so none is taken; a test of which every failed metric
ended in an error did not fail; a run that was uploaded leaves only a link.
"""

from advisor.evidence import fields
from advisor.evidence.files import SourceFile
from advisor.evidence.grades import UNGRADED, Grades
from advisor.evidence.kinds import FileKind, Result, Tally, documents
from advisor.evidence.measures import Remark

_LINK = Remark(
    "only-a-link",
    "the file holds a link to the results and not the results: run the tests without being logged in, "
    "or name a folder for them in DEEPEVAL_RESULTS_FOLDER",
)


class _TestRuns(Tally):
    def __init__(self, _: SourceFile) -> None:
        self._grades = Grades()
        self._link = False

    def take(self, record: fields.Record) -> None:
        passed = fields.flag(record, "success")
        metrics = [metric for metric in fields.items(record, "metricsData") if isinstance(metric, dict)]
        failed = [metric for metric in metrics if metric.get("success") is False and not metric.get("flaky")]
        errors = [metric for metric in failed if metric.get("error")]
        group = self._grades.group("", "")
        group.add(passed, error=passed is False and bool(failed) and len(errors) == len(failed))

    def note(self, value: object) -> None:
        self._link = bool(value)

    def result(self) -> Result:
        if self._grades or not self._link:
            return Result(self._grades.best())
        return Result((UNGRADED._replace(remarks=(_LINK,)),), (_LINK,))


_CASES = ("testCases.item", "conversationalTestCases.item")
_URL = ("testRunLink",)
_SAVED = tuple(f"testRunData.{place}" for place in _CASES)

KIND = FileKind(
    "deepeval",
    "deepeval test run",
    (
        *documents(_SAVED, ("testRunData.testCases",), _URL),
        *documents(_SAVED, ("testRunData.conversationalTestCases",), _URL),
        *documents(_CASES, ("testCases.item.success", "testCases.item.metricsData")),
        *documents(
            _CASES, ("conversationalTestCases.item.success", "conversationalTestCases.item.metricsData")
        ),
        *documents((), _URL, _URL),
    ),
    _TestRuns,
)
