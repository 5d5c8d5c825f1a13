"""What the tests of signing in share: a password that is accepted, codes of the second step, time that passes."""

import time
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse
from django.utils import timezone

from communes.models import HistoryEntry, User, UserSession

PASSWORD = "vuon-che-dau-nui-34"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


def give_password(user: User, password: str = PASSWORD) -> User:
    """Give an account a password of its own."""
    user.set_password(password)
    user.save()
    return user


def sign_in(client, user: User, password: str = PASSWORD, **headers):
    """Sign in through the page; headers as the test client takes them."""
    return client.post(reverse("account_login"), {"login": user.username, "password": password}, **headers)


def set_up_totp(user: User) -> str:
    """Let an account have an authenticator app; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, *, step: int = 0) -> str:
    """Return what the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def let_pass(client, *, minutes: int) -> None:
    """Let so many minutes go by since the browser signed in."""
    since = timezone.now() - timedelta(minutes=minutes)
    UserSession.objects.filter(pk=client.session.session_key).update(started_at=since, seen_at=since)


def told(action: str) -> list[str]:
    """Return the titles of the records of which history tells an act."""
    lines = HistoryEntry.objects.with_scopes_disabled().filter(action=action)
    return list(lines.order_by("pk").values_list("record_title", flat=True))
