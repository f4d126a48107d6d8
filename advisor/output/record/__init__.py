"""A decision as a record for a design doc: MADR, Nygard's form, or JSON.

`content` is what a record says, `parts` its blocks of `markdown` in any form, `madr` and `nygard` the forms;
`names` finds a file its name. Every record carries the decision, so that it can be decided again and reviewed.
"""

import json

from advisor import decision
from advisor.advice.data import to_json
from advisor.advice.figures import FigureInUse, figures_used
from advisor.advice.model import Advice
from advisor.output import diagram
from advisor.output.record import content, madr, nygard
from advisor.output.record.markdown import blocks
from advisor.quantities import show

FORMATS = ("madr", "nygard", "json")


def write(advice: Advice, format_: str = "madr", picture: str = "") -> str:
    """The record as text. `picture` is Markdown that links a drawn diagram, if there is one."""
    if format_ == "json":
        return json.dumps(_data(advice), indent=2, ensure_ascii=False) + "\n"
    path = diagram.mermaid_source(advice.trace.rules, advice, advice.made).rstrip()
    drawn = blocks("The path that led to it:", picture, f"```mermaid\n{path}\n```")
    text = (madr if format_ == "madr" else nygard).render(advice, drawn)
    mark = decision.mark(decision.of(advice.trace, advice.made))
    return f"{text}\n\n<!-- {mark} -->\n"


def _data(advice: Advice) -> dict[str, object]:
    return {
        "status": "proposed",
        **to_json(advice),
        "facts": [fact._asdict() for fact in content.facts(advice)],
        "options": [option._asdict() for option in content.options(advice)],
        "confirmation": [one._asdict() for one in content.confirmations(advice)],
        "figures": [_figure(one) for one in figures_used(advice.trace.scope)],
    }


def _figure(one: FigureInUse) -> dict[str, str | None]:
    value, day = show(one.value, one.unit), one.date.isoformat() if one.date else None
    return {"name": one.name, "label": one.label, "value": value, "source": one.source, "date": day}
