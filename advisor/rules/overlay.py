"""Figures of another day that stand in for those of a ruleset's files, such as prices as they are listed today."""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.language.expression import Expression
from advisor.quantities import Number

Figure = Number | Expression
"""A figure; an expression where it rests on answers."""


class Overlay(NamedTuple):
    """Figures that are laid over those of the files; the user's own still win.

    source: who says so
    figures: as overrides name them: ``name``, or ``name.option`` where the figure depends on a choice
    remarks: what to know about them
    """

    source: str
    figures: Mapping[str, Figure]
    remarks: tuple[str, ...] = ()
