"""The language of conditions and formulas: parsed once, then evaluated and explained. Knows no ruleset."""
