"""Pure rules: plans and dates into deadlines, results into outcomes, and why an act cannot happen yet."""
