"""Every write of a province, and what it may read of its communes."""
