"""Forms of papers and summaries."""
