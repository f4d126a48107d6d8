"""A decision record in the short form: title, status, context, decision, consequences."""

from advisor.advice.model import Advice
from advisor.output.record import parts
from advisor.output.record.markdown import blocks, bullets, plain, titled


def render(advice: Advice, picture: str) -> str:
    """The record as Markdown, without the decision it carries."""
    drivers, cautions = bullets(parts.drivers(advice)), bullets(plain(one.says) for one in advice.cautions)
    says = f"**{plain(advice.title)}.** {plain(advice.says)}"
    return blocks(
        f"# {parts.head(advice)}",
        f"Date: {advice.made.isoformat()}",
        titled("## Status", "Proposed"),
        titled(
            "## Context", blocks(parts.question(advice), parts.facts(advice), drivers, parts.tables(advice))
        ),
        titled("## Decision", blocks(says, parts.comes_to(advice), parts.together(advice), picture)),
        titled("## Consequences", blocks(cautions, parts.next_steps(advice))),
        titled("## Confirmation", parts.confirmations(advice)),
        parts.again(advice),
    )
