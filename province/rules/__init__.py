"""Pure rules of a province."""
