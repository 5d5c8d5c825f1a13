"""Forms of awards: shape only."""
