"""The process at its edge: its command line (`arguments`), its `streams`, `signals`, and the `desktop` around it."""
