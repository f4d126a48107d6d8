"""Rules as data: the model, and loading it from YAML."""

from advisor.rules.load import load, load_texts, read_texts, shipped
from advisor.rules.model import Ruleset

__all__ = ["Ruleset", "load", "load_texts", "read_texts", "shipped"]
