"""Forms of operations."""
