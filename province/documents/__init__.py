"""Papers of a province."""
