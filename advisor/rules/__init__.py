"""Rules as data: what their files may hold, and a folder of files as a ruleset.

`model` has the sections, made of `records` and of what stands `beside` the chart, whose types carry `marks`;
`schema` describes them to an editor. `load` reads files: `binding` makes records of nodes by the types of their
fields, a text by one of `scalars`, `origin` keeps where each stands, and `linking` holds them to each other. What
comes out is a `ruleset` with its `chart`, and a `grid` of `cells` for each table. `kinds` has a module a kind of
question.
"""

from advisor.rules.load import about, folder_of, load, load_texts, read_texts, shipped_names
from advisor.rules.ruleset import Ruleset

__all__ = ["Ruleset", "about", "folder_of", "load", "load_texts", "read_texts", "shipped_names"]
