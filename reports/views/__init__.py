"""Pages of papers, summaries and the overview."""
