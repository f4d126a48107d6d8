"""Print the JSON Schema of the rule files, for an editor that completes and checks keys.

Name it in the first line of a rule file: # yaml-language-server: $schema=PATH

Example: advisor schema > schema.json
"""

import argparse

from advisor.commands.output import print_json
from advisor.rules import schema


def arguments(_: argparse.ArgumentParser) -> None:
    """Add nothing: this command has no arguments of its own."""


def run(_: argparse.Namespace) -> int:
    """Print the schema; 0."""
    print_json(schema.schema())
    return 0
