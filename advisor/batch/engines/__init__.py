"""The same on an engine that has the rows: one statement, made for it, which the engine runs where it is.

Nothing is distributed here. Each engine is a module that opens it, knows its tables, and alone its library.
"""

from advisor.batch.engines.deciding import run
from advisor.batch.engines.engine import Engine, connected

__all__ = ["Engine", "connected", "run"]
