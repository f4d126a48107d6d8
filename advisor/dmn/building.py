"""The decisions of a DMN file as rulesets: one for each that no other carried over is made of.

A table becomes a decision by `table`; what it reads, and what is no table, are `figures`.
"""

from typing import Any, NamedTuple

from advisor.dmn import feel
from advisor.dmn.figures import Figures
from advisor.dmn.model import CannotCarry, DmnDecision, DmnTable, Model
from advisor.dmn.naming import NOTHING, Slugs, plain, shown, slug
from advisor.errors import Place, Problem

RESULT = "result"


class ImportedRuleset(NamedTuple):
    """A ruleset: its name, its sections, and the decisions that it is made of, itself first."""

    name: str
    sections: dict[str, Any]
    rests_on: tuple[str, ...]


def build(model: Model) -> tuple[list[ImportedRuleset], list[Problem]]:
    """The rulesets of a file, and what of it cannot be carried over; of one cause all decisions together."""
    made: dict[str, ImportedRuleset] = {}
    lost: dict[tuple[str, int, str], list[str]] = {}
    for name, decision in model.decisions.items():
        try:
            made[name] = _imported(model, decision)
        except CannotCarry as error:
            lost.setdefault((error.says, error.line or decision.line, error.where), []).append(name)
    problems = []
    for (says, line, inside), names in lost.items():
        where = " › ".join(filter(None, [f"decision {', '.join(names)}", inside]))
        problems.append(Problem("not-carried", says, place=Place(model.file, line, 1), where=where))
    read = {one for each in made.values() for one in each.rests_on[1:]}
    return [one for name, one in made.items() if name not in read], problems


def _imported(model: Model, decision: DmnDecision) -> ImportedRuleset:
    name, logic = decision.name, decision.logic
    figures = Figures(model, name)
    if not isinstance(logic, DmnTable):
        sections = _of_figure(figures, decision)
    elif logic.hit.startswith("COLLECT "):
        sections = _of_collected(figures, decision, logic)
    else:
        sections = _of_table(figures, logic)
    source = {"title": f"DMN: {plain(model.name)}"}
    head = {
        "ruleset": {"id": slug(name), "version": "1", "title": plain(name), "source": source},
        "approaches": {"result": {"title": "Result"}},
    }
    own = {"questions": figures.questions, "formulas": figures.formulas}
    return ImportedRuleset(name, {**head, **sections, **own}, tuple(figures.rests_on))


def _of_table(figures: Figures, table: DmnTable) -> dict[str, Any]:
    """A ruleset that decides by a table."""
    read = figures.read(table)
    ids = Slugs({"\0": NOTHING})
    targets = {one.gives: ids[", ".join(map(shown, one.gives))] for one in read.rules}
    rows = [[*(cell.text for cell in one.cells), targets[one.gives]] for one in read.rules]
    if read.missing:
        if read.default:
            targets[read.default] = ids[", ".join(map(shown, read.default))]
        rows.append([*("-" for _ in read.columns), targets.get(read.default, NOTHING)])
    names = [one.name or figures.top for one in table.outputs]
    outcomes = {id_: _outcome(names, gives) for gives, id_ in targets.items()}
    if rows[-1][-1] == NOTHING:
        outcomes[NOTHING] = _nothing("No rule of the table holds for these answers.")
    is_first = bool(read.missing) or table.hit != "UNIQUE"
    by = [one.name for one in read.columns]
    ways = {"by": by, "hit": "first" if is_first else "unique", "rows": rows}
    decision = {"label": f"{plain(figures.top).removesuffix('?')}?", "table": ways}
    id_ = f"{slug(figures.top)}_table"
    return {"start": id_, "decisions": {id_: decision}, "outcomes": outcomes}


def _of_collected(figures: Figures, decision: DmnDecision, table: DmnTable) -> dict[str, Any]:
    """A ruleset that computes what is collected, where a rule holds."""
    found = _of_figure(figures, decision)
    read = figures.read(table)
    if read.default or table.hit.endswith("COUNT") or not read.missing:
        return found
    some = figures.names[f"{figures.top} holds"]
    cases = [{"when": when, "is": "true"} for when in read.conditions]
    figures.formulas[some] = {"cases": [*cases, {"is": "false"}]}
    branches = [
        {"label": "a rule holds", "when": some, "to": RESULT},
        {"label": "none holds", "to": NOTHING},
    ]
    fork = {"label": "Does a rule hold?", "computed": "yes", "branches": branches}
    outcomes = {**found["outcomes"], NOTHING: _nothing("No rule of the table holds.")}
    return found | {"start": "rules", "decisions": {"rules": fork}, "outcomes": outcomes}


def _of_figure(figures: Figures, decision: DmnDecision) -> dict[str, Any]:
    """A ruleset that computes a number and nothing else."""
    name = figures.formula(decision.name)
    if figures.types[name] != "number":
        raise CannotCarry("its result is no number, and only tables give anything else", decision.line)
    outcome = {
        "approach": "result",
        "title": plain(decision.name),
        "says": f"It is {{{name}}}.",
        "figures": [name],
    }
    asked = list(figures.questions)
    return {"start": RESULT, "decisions": {}, "outcomes": {RESULT: outcome}, "ask_first": asked}


def _outcome(names: list[str], gives: tuple[feel.FeelValue, ...]) -> dict[str, Any]:
    """The outcome of rules that give the same, by the names of the outputs."""
    told = [plain(shown(one)) for one in gives]
    says = "; ".join(f"{plain(name)}: {one}" for name, one in zip(names, told, strict=True))
    return {"approach": "result", "title": ", ".join(told), "says": f"{says}."}


def _nothing(says: str) -> dict[str, Any]:
    return {"approach": "result", "title": "No rule holds", "says": says}
