"""Which looks at a record are one: those of one user within one hour."""

from datetime import UTC, datetime


def key(user: int, record_type: str, record_id: int, action: str, at: datetime) -> str:
    """Return what stands for a user's looks at a record within the hour of a moment, the same for all of them."""
    return f"{user}:{record_type}:{record_id}:{action}:{at.astimezone(UTC):%Y%m%d%H}"
