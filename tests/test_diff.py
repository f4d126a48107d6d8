"""Two rulesets are equivalent by proof, or differ on an example that both walk."""
