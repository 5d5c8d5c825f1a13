"""What is done with nominations, councils and decisions: every write, atomic, with its line of history."""
