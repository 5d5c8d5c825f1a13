"""Pure rules: who is reminded of what, and when."""
