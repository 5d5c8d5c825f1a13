"""A plan as one document: its shape, how it is read, written, compared and shifted to another year."""
