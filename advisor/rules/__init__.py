"""Rules as data: the model, and loading it from YAML."""

from advisor.rules.load import about, folder_of, load, load_texts, read_texts, shipped_names
from advisor.rules.ruleset import Ruleset

__all__ = ["Ruleset", "about", "folder_of", "load", "load_texts", "read_texts", "shipped_names"]
