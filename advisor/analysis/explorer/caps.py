"""How much is tried before an answer is left to the solver, or open."""

THRESHOLDS = 8
"""Figures that one question is compared with."""
SCATTERED = 100
"""Walks for answers that are thrown together."""
ALIKE = 4
"""Walks that are kept at a decision of those that take the same branch there and have the same end."""
BASES = 12
"""Walks that are varied for a condition beside the chart."""
WALKS = 200
"""Walks that are kept for conditions beside the chart."""
TOGETHER = 256
"""Combinations of answers that are tried for one decision or condition."""
BOTH_WALKED = 1_500
"""Sets of answers under which two rulesets are walked; a few seconds on charts of a thousand decisions."""
FINER = 16
"""Times that steps are made finer to find a value between two breaks."""
HALVINGS = 60
"""Halvings of the distance between two answers that leave different outcomes possible."""
DEGREE = 50
"""The highest power of one answer or figure that is followed."""
