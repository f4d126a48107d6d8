"""One SELECT of a ruleset: what is computed for each row, which branches it takes, and what it comes to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial, reduce
from itertools import groupby
from typing import NamedTuple

from sqlglot import exp

from advisor.engine.answers import Answers
from advisor.engine.session import must_end
from advisor.rules import Ruleset
from advisor.rules.records import Branch
from advisor.sql import row
from advisor.sql.dialects import DIALECTS
from advisor.sql.expressions import (
    Nulls,
    Plain,
    Sql,
    as_type,
    binary,
    case,
    column,
    first_known,
    is_known,
    is_null,
    joined,
    select,
    settled,
    text,
    whole,
    without_first,
)
from advisor.sql.numbers import Exact
from advisor.sql.reading import RuleTrees, behind
from advisor.sql.relation import Relation
from advisor.sql.trees import LONG, ZERO, SqlValue

MAX_PATHS = 200
"""Ways through a chart that are written out one by one; more are put together from their parts."""


class Fork(NamedTuple):
    """A decision in SQL.

    reached: that a row comes to it; None: every row does
    taken: the column with the branch that the row takes, NULL where it is not come to or stops
    ways: the branches, and what that column says where they are taken
    stop: at what reading it stops
    """

    reached: Sql | None
    taken: Sql
    ways: tuple[tuple[Branch, str], ...]
    stop: Sql | None

    def each(self) -> Iterator[tuple[Branch, Sql]]:
        """The branches, and that a row takes each."""
        for branch, name in self.ways:
            yield branch, binary("==", self.taken, text(name))


def decided(
    rules: Ruleset,
    relation: Relation,
    *,
    dialect: str,
    answers: Answers | None = None,
    figures: Sequence[str] = (),
    of_outcomes: Sequence[str] = (),
    prefix: str = "",
) -> exp.Select:
    """The outcome, path and problem of every row, as `row.decided_row` tells them, and figures.

    answers: those that are the same for all rows, and figures that replace the rules' own
    figures: questions, parameters and formulas whose values come out too, NULL where there are none
    of_outcomes: others, which come out where the outcome of the row names them
    prefix: stands before the names of the columns that are added
    Raises AdvisorError where the chart goes round.
    """
    query = Query(rules, relation, dialect, answers or Answers())
    return query.select(figures, of_outcomes, prefix)


class Query:
    """The query of one ruleset over one relation."""

    def __init__(self, rules: Ruleset, relation: Relation, dialect: str, answers: Answers) -> None:
        self.rules = rules
        self.relation = relation
        self.dialect = DIALECTS[dialect]
        self.reading = RuleTrees(rules, relation, self.dialect, answers)
        self.workings = self.reading.workings
        self.order = [state for state in rules.chart.order if state in rules.decisions]
        must_end(rules)
        self.forks: dict[str, Fork] = {}
        self.into: dict[str, list[Sql]] = defaultdict(list)
        self.blocks = [column(relation.wrong)] if relation.wrong else []

    def select(self, figures: Sequence[str], of_outcomes: Sequence[str], prefix: str) -> exp.Select:
        read = {name: self.reading.cell(name).value for name in (*figures, *of_outcomes)}
        for guard in (guard for state in self.order for guard in self.rules.chart.guards(state)):
            self.reading.value(guard.tree)
            self.reading.stop(guard.tree)
        self._refuse()
        self._forks(self.workings.height)
        ends = self._outcome()
        outcome = self.workings.compute("outcome", ends, "where the row ends", self.workings.height)
        added = {"outcome": outcome, "path": self._path(), "problem": self._problem(outcome)}
        added |= {name: self._figure(read[name]) for name in figures}
        added |= {name: self._where_named(name, outcome, self._figure(read[name])) for name in of_outcomes}
        kept = [column(name) for name in self.relation.keep]
        return self._with_columns(select({f"{prefix}{name}": sql for name, sql in added.items()}, *kept))

    def _with_columns(self, last: exp.Select) -> exp.Select:
        """The last SELECT over CTEs of all that is computed, one a level."""
        source = self.relation.source
        for name, step in self.relation.before:
            last = self._after(last, name, step)
        made = sorted(self.workings.made, key=lambda one: one.level)
        for level, group in groupby(made, key=lambda one: one.level):
            step = exp.Select(expressions=[exp.Star(), *(one.named for one in group)])
            last = self._after(last, f"step_{level}", step.from_(exp.to_identifier(source, quoted=True)))
            source = f"step_{level}"
        return last.from_(exp.to_identifier(source, quoted=True), copy=False)

    def _after(self, last: exp.Select, name: str, step: exp.Select) -> exp.Select:
        return last.with_(name, as_=step, materialized=self.dialect.materialized or None, copy=False)

    # --- decisions ---

    def _refuse(self) -> None:
        """A column that says which answers cannot be together."""
        found = [(one, self.reading.condition(one.when.tree)) for one in self.rules.refuse]
        if not found:
            return
        pairs = [(holds.sql, row.refused(self.rules, one)) for one, holds in found]
        stops = [self.reading.stop(one.when.tree) for one, holds in found if holds.nulls == Nulls.LONG]
        pairs += [(binary("==", stop, text(LONG)), row.TOO_LONG) for stop in stops if stop is not None]
        says = [case([(holds, text(row.APART + one))], text("")) for holds, one in pairs]
        sql = without_first(row.APART, joined(says))
        self.blocks.append(self.workings.compute("refused", sql, "answers that cannot be together"))

    def _unless_blocked(self) -> Sql | None:
        """That nothing is wrong with a row; None where nothing can be."""
        conditions = [is_null(one) for one in self.blocks]
        return reduce(partial(binary, "and"), conditions) if conditions else None

    def _forks(self, level: int) -> None:
        for state in self.order:
            reached = self._reached(state)
            branches = self.rules.chart.branches(state)
            names = _distinct([branch.label for branch in branches])
            chosen = self._chosen(branches, names)
            sql = chosen if reached is None else case([(reached, chosen)])
            taken = self.workings.compute(state, sql, self.rules.decisions[state].label, level)
            stop = first_known(self.reading.stop(guard.tree) for guard in self.rules.chart.guards(state))
            fork = Fork(reached, taken, tuple(zip(branches, names, strict=True)), stop)
            self.forks[state] = fork
            for branch, is_taken in fork.each():
                self.into[branch.to].append(is_taken)

    def _reached(self, state: str) -> Sql | None:
        """That a row comes to a decision; None where every row does."""
        if state == self.rules.start:
            return self._unless_blocked()
        return reduce(partial(binary, "or"), self.into[state])

    def _chosen(self, branches: tuple[Branch, ...], names: tuple[str, ...]) -> Sql:
        """The branch that a row takes that comes to a decision; NULL where a condition is not known."""
        sql: Sql | None = None
        for branch, name in reversed(list(zip(branches, names, strict=True))):
            if branch.when is None:
                sql = text(name)
            else:
                sql = self._or_else(self.reading.condition(branch.when.tree), text(name), sql)
        assert sql is not None
        return sql

    @staticmethod
    def _or_else(holds: Plain, taken: Sql, other: Sql | None) -> Sql:
        if holds.nulls and other is not None:
            return settled(holds.sql, taken, other)
        if isinstance(other, exp.Case) and other.this is None:  # the same CASE goes on
            others = [(one.this, one.args["true"]) for one in other.args["ifs"]]
            return case([(holds.sql, taken), *others], other.args.get("default"))
        return case([(holds.sql, taken)], other)

    # --- what comes out ---

    def _outcome(self) -> Sql:
        if self.rules.start in self.rules.outcomes:
            free = self._unless_blocked()
            end = text(self.rules.start)
            return end if free is None else case([(free, end)])
        ends = (state for state in self.rules.chart.reached if state in self.rules.outcomes)
        return case((way, text(state)) for state in ends for way in self.into[state])

    def _path(self) -> Sql:
        if self.rules.start in self.rules.outcomes:
            return as_type(exp.Null(), "TEXT")
        is_small = len(self.forks) <= MAX_PATHS
        written = self._written(self.rules.start, "", MAX_PATHS) if is_small else None
        return written[0] if written else self._put_together()

    def _written(self, state: str, before: str, most: int) -> tuple[Sql, int] | None:
        """The paths that go on from a state, and how many of so many are left; None if they are too many."""
        so_far: Sql = text(before) if before else exp.Null()
        if state not in self.forks:
            return (so_far, most - 1) if most else None
        fork, pairs = self.forks[state], []
        for branch, is_taken in fork.each():
            here = row.path([(state, branch.label)])
            found = self._written(branch.to, f"{before}{row.BETWEEN}{here}" if before else here, most)
            if found is None:
                return None
            sql, most = found
            pairs.append((is_taken, sql))
        return case(pairs, so_far), most

    def _put_together(self) -> Sql:
        parts = []
        for state, fork in self.forks.items():
            ways = ((is_taken, row.path([(state, branch.label)])) for branch, is_taken in fork.each())
            pairs = [(is_taken, text(row.BETWEEN + here)) for is_taken, here in ways]
            parts.append(case(pairs, text("")))
        return without_first(row.BETWEEN, joined(parts))

    def _problem(self, outcome: Sql) -> Sql:
        pairs = [(is_known(one), one) for one in self.blocks]
        stops = [(state, fork) for state, fork in self.forks.items() if fork.stop is not None]
        if stops:
            pairs.append((is_known(outcome), exp.Null()))
        for state, fork in stops:
            is_here = is_null(fork.taken)
            if fork.reached is not None:
                is_here = binary("and", fork.reached, is_here)
            pairs.append((is_here, self._says(state, fork.stop)))
        return case(pairs) if pairs else as_type(exp.Null(), "TEXT")

    def _says(self, state: str, stop: Sql | None) -> Sql:
        """In words at what a decision stops."""
        assert stop is not None
        codes = {ZERO: row.divides_by_zero(state), LONG: row.TOO_LONG}
        ifs = [exp.If(this=text(code), true=text(says)) for code, says in codes.items()]
        read = [name for guard in self.rules.chart.guards(state) for name in guard.names]
        ifs += [exp.If(this=text(name), true=self._missing(name)) for name in behind(self.rules, read)]
        return exp.Case(this=stop, ifs=ifs)

    def _missing(self, name: str) -> Sql:
        there = self.relation.columns.get(name)
        unsure = text(row.missing(self.rules, name, is_unsure=True))
        if name in self.reading.answers.given:
            return unsure
        missing = text(row.missing(self.rules, name))
        return case([(column(there.unsure), unsure)], missing) if there and there.unsure else missing

    def _where_named(self, name: str, outcome: Sql, figure: Sql) -> Sql:
        """A figure in the rows whose outcome names it."""
        ends = [text(state) for state, one in self.rules.outcomes.items() if name in one.figures]
        return case([(exp.In(this=outcome, expressions=ends), figure)])

    def _figure(self, found: SqlValue) -> Sql:
        """A figure as it is read: a whole number as it is, another one as floating point."""
        if not isinstance(found, Exact):
            return found.sql
        if (digits := self.reading.numbers.digits(found)) is not None:
            return digits.shown
        top = binary("*", as_type(found.top.shown, "DOUBLE"), as_type(whole(found.times.numerator), "DOUBLE"))
        under = as_type(whole(found.times.denominator), "DOUBLE")
        if found.under is not None:
            under = binary("*", as_type(found.under.shown, "DOUBLE"), under)
        return exp.Div(this=exp.Paren(this=top), expression=exp.Paren(this=under), typed=False, safe=False)


def _distinct(labels: list[str]) -> tuple[str, ...]:
    """Labels, and where two branches share one, their numbers too."""
    return tuple(
        one if labels.count(one) == 1 else f"{one} ({number})" for number, one in enumerate(labels, 1)
    )
