"""What commands print for other programs."""

import json
from typing import Any


def print_json(data: dict[str, Any]) -> None:
    """Print data as indented JSON on standard output."""
    print(json.dumps(data, indent=2, ensure_ascii=False))
