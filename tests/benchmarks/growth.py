"""Time and memory of load, check and diff on charts of 10 to 10,000 decisions, against loading the YAML alone."""
