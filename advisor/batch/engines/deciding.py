"""A job on an engine: the statement is made for it, run there, and what came out is counted there."""

from advisor.batch import Job, columns, summary
from advisor.batch.columns import ADDED, OUTCOME, PROBLEM
from advisor.batch.engines import Engine
from advisor.batch.summary import Summary
from advisor.engine.checking import check
from advisor.engine.figures import of_outcomes
from advisor.errors import AdvisorError, Problem, brief
from advisor.sql import statement


def run(job: Job, engine: Engine, out: str, *, force: bool) -> Summary:
    """Decide a table of an engine into a new one. Raises AdvisorError."""
    if len(job.tables) != 1:
        raise AdvisorError(Problem("wrong-setting", "an engine decides one table at a time", "name one"))
    if out == job.tables[0]:
        says = f"`{brief(out)}` is read and would be written"
        raise AdvisorError(Problem("wrong-setting", says, "name another for -o"))
    source = engine.source(job.tables[0])
    there = engine.columns(source)
    at = columns.matched(job.rules, there, job.renamed, job.fixed)
    found = {name: there[index] for name, index in at.items()}
    own = of_outcomes(job.rules, found, job.figures, job.prefix)
    names = columns.named(there, job.prefix, (*ADDED, *job.figures, *own))
    query = statement(job.rules, dialect=engine.dialect, table=source,
                      columns=found, figures=job.figures,
                      answers=check(job.rules, job.fixed, unfinished=True), prefix=job.prefix)  # fmt: skip
    engine.put(query.strip().rstrip(";"), out, force=force)
    outcome, problem = (engine.quoted(names[one]) for one in (OUTCOME, PROBLEM))
    return summary.of_rows(engine.rows(summary.query(outcome, problem, "NULL", "out"), out))
