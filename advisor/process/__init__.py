"""The process at its edge: its command line, its streams and its signals."""
