"""The advice on a terminal."""

from advisor.advice.model import AGREES, DIFFERS, Advice, ShortlistAdvice
from advisor.advice.short import distinct
from advisor.advice.tables import grids
from advisor.output.terminal import page
from advisor.output.terminal.costs import arithmetic, assumed, outcome_figures
from advisor.output.terminal.errata import footnotes
from advisor.output.terminal.files import from_files
from advisor.output.terminal.whatif import could_add, flip
from advisor.quantities import show
from advisor.rules import Ruleset


def full_advice(advice: Advice) -> page.Parts:
    """The whole advice."""
    rules = advice.trace.rules
    yield from _head(advice)
    yield from outcome_figures(advice.figures, rules)
    yield from _path(advice)
    yield from _use_case(advice)
    yield from _cautions(advice)
    yield from _criteria(advice)
    yield from _hybrids(advice)
    yield from could_add(advice.trace.rules, advice.additions)
    yield from arithmetic(advice.costs, advice.trace.scope)
    for shortlist in advice.shortlists:
        yield from _shortlist(shortlist, rules)
    yield from _techniques(advice)
    yield from _comparison(advice)
    yield from _next(advice)
    yield from _market(advice)
    yield from from_files(advice.trace)
    yield from assumed(rules, advice.defaults, advice.trace.scope.answers.overrides)
    yield from _foot(advice)


def _head(advice: Advice) -> page.Parts:
    yield page.ruler()
    yield page.assemble((advice.title, "bold"), (f"  ·  {advice.approach_title}", "cyan"))
    if source := advice.source:  # named before the texts cite it
        says = f"The source: {source.title}{f', {source.author}' if source.author else ''}"
        if source.updated:
            age = (advice.written - source.updated).days
            says += f", updated {source.updated.isoformat()} ({age} days ago)"
        yield page.text(f"{says}.", "dim")
    yield page.text(advice.says)


def _path(advice: Advice) -> page.Parts:
    yield page.heading("How it came to this")
    if not advice.trace.steps:
        yield page.indented("The rules know one outcome only.")
        return
    rows = (
        (page.text(f"{number}.", "dim"), step.title, page.text(step.label, "bold"), step.reason)
        for number, step in enumerate(advice.trace.steps, 1)
    )
    yield page.columns(rows, first=2)
    for grid in grids(advice.trace):
        yield page.heading(grid.title)
        yield page.table(
            grid.headings,
            ([page.text(text, "bold" if row.is_hit else "") for text in row.texts] for row in grid.rows),
        )


def _use_case(advice: Advice) -> page.Parts:
    found = advice.use_case
    if found is None:
        return
    yield page.heading(f"Your use case: {found.title}")
    own = "Your own answers count for more than a row for everyone."
    says = {
        AGREES: f"The use-case table agrees: {found.recommends}.",
        DIFFERS: f"The use-case table differs: it recommends {found.recommends}. {own}",
    }.get(found.relation, f"The use-case table refines this: {found.recommends}.")
    yield page.indented(says)
    kept = "stays, whatever the approach: "
    joined = (f"{one.title}: {kept if one.always else ''}{one.says}" for one in found.complements)
    yield page.bullets(joined, "+", "bold green")
    if found.to_change:
        yield page.indented("For its recommendation, one of these would have to change:")
        yield page.bullets(found.to_change, "-")


def _cautions(advice: Advice) -> page.Parts:
    says = [one.says + (f" [{one.erratum}]" if one.erratum else "") for one in advice.cautions]
    says += [f"{one.seen(advice.written)}." for one in advice.retirements]
    if says:
        yield page.heading("Take care")
        yield page.bullets(says, "!", "bold yellow")
        yield from footnotes(advice.trace.rules, (one.erratum for one in advice.cautions))


def _criteria(advice: Advice) -> page.Parts:
    holding = distinct(advice.criteria)
    mine = [one for one in holding if one.approach == advice.approach]
    others = [one for one in holding if one.approach != advice.approach]
    for heading, listed, mark, style in (
        ("What speaks for it", mine, "+", "green"),
        ("What speaks for another way", others, "-", "yellow"),
    ):
        if listed:
            yield page.heading(heading)
            yield page.bullets((f"{one.says} ({one.because})" for one in listed), mark, style)


def _hybrids(advice: Advice) -> page.Parts:
    for hybrid in advice.hybrids:
        yield page.heading(hybrid.title)
        yield page.indented(hybrid.says)
        yield page.table(("Task", "Model", "Prompting"), hybrid.routes)


def _shortlist(shortlist: ShortlistAdvice, rules: Ruleset) -> page.Parts:
    yield page.heading(shortlist.title)
    if needs := shortlist.needs:
        yield page.indented(f"Tell {rules.label(needs)} (--set {needs}=…) to see which fit.")
    elif not any(row.fits for row in shortlist.rows):
        yield page.indented("None of these fits.")
    headings = ["", *(label for label, _ in shortlist.columns.values()), "fits"]
    yield page.table(headings, _candidates(shortlist), numbers=True)
    if shortlist.note:
        yield page.indented(shortlist.note, style="dim")
    yield from footnotes(rules, [rules.shortlists[shortlist.id].erratum])


def _candidates(shortlist: ShortlistAdvice) -> page.Rows:
    for row in shortlist.rows:
        cells = [show(row.values[name], unit) for name, (_, unit) in shortlist.columns.items()]
        fits = "?" if row.fits is None else "yes" if row.fits else "no"
        style = "dim" if row.fits is False else ""
        yield [page.text(cell, style) for cell in (row.title, *cells, fits)]


def _techniques(advice: Advice) -> page.Parts:
    if advice.techniques:
        yield page.heading("Techniques to try")
    for technique in advice.techniques:
        tried = " (tried)" if technique.tried else ""
        yield page.indented(page.assemble((technique.title + tried, "bold"), (f": {technique.says}", "")))
        if technique.template and not technique.tried:
            yield page.indented(technique.template.rstrip(), 6, style="dim")


def _comparison(advice: Advice) -> page.Parts:
    """The approaches side by side, the advised one first and bold."""
    rules, factors = advice.trace.rules, advice.trace.rules.comparison.values()
    if not factors:
        return
    compared = {name for row in factors for name in row.values}
    titles = {name: one.title for name, one in rules.approaches.items() if name in compared}
    order = sorted(titles, key=lambda name: name != advice.approach)
    yield page.heading("The approaches side by side")
    rows: list[list[page.Cell]] = []
    for row in factors:
        first, *others = (row.values.get(name, "–") for name in order)
        label = row.label + (" *" if row.note else "")
        rows.append([label, page.text(first, "bold"), *others])
    yield page.table(["", *(titles[name] for name in order)], rows)
    for row in factors:
        if row.note:
            yield page.indented(f"* {row.label}: {row.note}", style="dim")
    yield from footnotes(rules, (row.erratum for row in factors))


def _next(advice: Advice) -> page.Parts:
    if advice.next:
        yield page.heading("Next steps")
        rows = ((page.text(f"{number}.", "bold"), step) for number, step in enumerate(advice.next, 1))
        yield page.columns(rows, first=2)


def _market(advice: Advice) -> page.Parts:
    """What today's token prices change."""
    found, rules = advice.market, advice.trace.rules
    if found is None:
        return
    yield page.heading(f"At the token prices of {found.listing.package}")
    if found.ruleset_outcome and found.ruleset_outcome != advice.outcome:
        title = rules.title(found.ruleset_outcome)
        says = f"At the ruleset's own prices the outcome would be: {title}."
        yield page.indented(says, style="yellow")
    elif found.ruleset_outcome:
        yield page.indented("The outcome is the same at the ruleset's own prices.")
    yield page.bullets(found.listing.remarks, "!", "bold yellow")
    yield page.bullets(flip(rules, one) for one in found.flips)


def _foot(advice: Advice) -> page.Parts:
    rules = advice.ruleset
    yield page.text()
    yield page.text(
        f"Rules: {rules.id} {rules.version} ({rules.digest}), {advice.when('told again')}.", "dim"
    )
