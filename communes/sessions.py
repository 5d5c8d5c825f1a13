"""Sessions that know when they end (setting SESSION_ENGINE)."""

from django.contrib.sessions.backends import db
from django.utils import timezone


class SessionStore(db.SessionStore):
    """A session of the database; the moment of its end comes with the row that is read anyway."""

    ends_at = None

    def _get_session_from_db(self):
        """Read the row and note when it ends."""
        row = super()._get_session_from_db()
        self.ends_at = row.expire_date if row else None
        return row

    def create_model_instance(self, data):
        """Make the row to be stored and note when it ends."""
        row = super().create_model_instance(data)
        self.ends_at = row.expire_date
        return row

    @property
    def seconds_left(self) -> int:
        """Return the whole seconds until the session ends; none of a session that nobody stored."""
        if self.ends_at is None:
            return 0
        return max(0, int((self.ends_at - timezone.now()).total_seconds()))
