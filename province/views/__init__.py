"""Pages of a province."""
