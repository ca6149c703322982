"""How fast the tracker is, beside yardsticks measured in the same run: ``make bench``."""
