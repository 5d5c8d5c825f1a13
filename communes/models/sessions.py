"""Who is signed in from where: one row for each session, which is also what the session remembers."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac

from communes.models.people import User


class UserSessionManager(BaseSessionManager):
    """Sessions of accounts."""

    def open_of(self, user: User, *, at):
        """Return the sessions of an account that have not ended, the one used last first."""
        return self.filter(user=user, expire_date__gt=at).order_by("-seen_at", "pk")


class UserSession(AbstractBaseSession):
    """One browser's session (setting SESSION_ENGINE); `user` is empty until somebody signs in."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", verbose_name="tài khoản")
    started_at = models.DateTimeField("đăng nhập lúc")
    seen_at = models.DateTimeField("dùng gần nhất lúc")
    address = models.CharField("địa chỉ mạng", max_length=45, blank=True)
    browser = models.CharField("trình duyệt", max_length=80, blank=True)

    objects = UserSessionManager()

    class Meta:
        verbose_name = "phiên làm việc"
        verbose_name_plural = "phiên làm việc"

    @classmethod
    def get_session_store_class(cls):
        """Return what reads and writes these rows."""
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def handle(self) -> str:
        """A name of the session for pages: its key stays between the browser and the database."""
        return salted_hmac("communes.sessions", self.session_key).hexdigest()[:20]
