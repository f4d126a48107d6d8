"""What changes an outcome: proofs by the solver, what-if, the checks of a ruleset, and two rulesets compared."""
