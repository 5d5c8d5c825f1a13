"""Pure rules of a commune."""
