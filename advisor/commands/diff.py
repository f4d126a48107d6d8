"""Compare two rulesets: proved equivalent, or the answers on which they disagree."""
