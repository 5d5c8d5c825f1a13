"""Template tags of awards."""
