"""Every write to papers and summaries."""
