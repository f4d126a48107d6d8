"""Advice for a reader: in the terminal, as a diagram, as a record, as a picture of costs."""
