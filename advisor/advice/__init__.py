"""What the rules have to say to a walk that came to an outcome: texts, arithmetic, and all that goes along."""
