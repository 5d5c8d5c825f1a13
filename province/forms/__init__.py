"""Forms of a province."""
