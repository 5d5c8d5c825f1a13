"""Sessions that know when they end, whose they are and from where they are used (setting SESSION_ENGINE)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from communes.models import UserSession
from kit.moments import is_near

SEEN_EVERY = timedelta(minutes=10)


class SessionStore(db.SessionStore):
    """A session of the database; what is known of it comes with the row that is read anyway.

    `visitor` is the network address and the browser in words, set when somebody signs in.
    """

    row: UserSession | None = None
    visitor: tuple[str, str] | None = None

    @classmethod
    def get_model_class(cls):
        """Return the rows of sessions."""
        return UserSession

    def _get_session_from_db(self):
        """Read the row and keep it."""
        self.row = super()._get_session_from_db()
        return self.row

    def create_model_instance(self, data):
        """Make the row to be stored: it starts anew when somebody signs in, and goes on otherwise."""
        row, kept, now = super().create_model_instance(data), self.row, timezone.now()
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        goes_on = kept is not None and kept.user_id == row.user_id
        row.started_at = kept.started_at if goes_on else now
        row.seen_at = now
        row.address, row.browser = self.visitor or ((kept.address, kept.browser) if goes_on else ("", ""))
        self.row = row
        return row

    @property
    def seconds_left(self) -> int:
        """Return the whole seconds until the session ends; none of a session that nobody stored."""
        if self.row is None:
            return 0
        return max(0, int((self.row.expire_date - timezone.now()).total_seconds()))

    def note_visit(self, visitor) -> None:
        """Note that the session is in use, at most once in ten minutes; `visitor` is asked for only then.

        One that was begun before the clock was set back lasts no longer than one begun now.
        """
        now = timezone.now()
        if self.row is None or is_near(self.row.seen_at, SEEN_EVERY, at=now):
            return
        address, browser = visitor()
        facts = {"seen_at": now, "address": address, "browser": browser}
        longest = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if self.row.expire_date > longest:
            facts["expire_date"] = longest
        for name, value in facts.items():
            setattr(self.row, name, value)
        UserSession.objects.filter(pk=self.row.pk).update(**facts)
