"""What cannot be printed."""


class PaperFailed(Exception):
    """A paper that could not be printed; the message says why, in Vietnamese."""
