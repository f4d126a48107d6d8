"""A decision record in the short form: title, status, context, decision, consequences."""

from advisor.advice.model import Advice
from advisor.output.record import content
from advisor.output.record.markdown import bullets, plain, table
from advisor.output.record.parts import (
    FORGET_AFTER,
    Extras,
    again,
    comes_to,
    drivers,
    head,
    next_steps,
    tables,
    together,
)


def render(advice: Advice, extras: Extras) -> str:
    """The record as Markdown, without the decision it carries."""
    rules = advice.trace.rules.ruleset
    lines = [
        f"# {head(advice)}", "", f"Date: {advice.made.isoformat()}", "",
        "## Status", "", "Proposed", "",
        "## Context", "", f"{plain(rules.title)}? {plain(rules.says)}", "",
        *table(("Fact", "Value", "Where from"), content.facts(advice)), "",
        *bullets(drivers(advice)), "", *tables(advice),
        "## Decision", "", f"**{plain(advice.title)}.** {plain(advice.says)}", "",
        *comes_to(advice), *bullets(together(advice)), "", *extras.pictures,
        "## Consequences", "", *bullets(plain(one.says) for one in advice.cautions), "",
        *next_steps(advice),
        "## Confirmation", "",
        *bullets(plain(content.as_line(one)) for one in content.measures(advice)), "",
        *again(advice, FORGET_AFTER),
    ]  # fmt: skip
    return "\n".join(line for i, line in enumerate(lines) if line or lines[i - 1]).rstrip() + "\n"
