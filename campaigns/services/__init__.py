"""Every write to campaigns and to what belongs to them."""
