"""Two rulesets side by side: what was added, removed and changed, and on which answers they disagree."""
