"""The limit on failed sign-ins, for each user name: its key, who waits, and lifting it."""

from collections.abc import Iterable

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP, ACTION = "allauth.account", "login_failed"
PUBLIC = "public"


def key_of(username: str) -> str:
    """Return the key under which failed sign-ins of a user name are counted, from any address."""
    return f"sign-in:{username.strip().lower()}"


def clear(username: str) -> None:
    """Forget the failed sign-ins of a user name."""
    cache.delete_many([cache_key for cache_key, _ in _counters(username)])


def waiting(usernames: Iterable[str]) -> set[str]:
    """Return those of the user names whose sign-in is refused for the time being."""
    counters = {cache_key: (name, rate) for name in usernames for cache_key, rate in _counters(name)}
    closed = set()
    for cache_key, attempts in cache.get_many(counters).items():
        name, rate = counters[cache_key]
        if len(attempts) >= rate.amount:
            closed.add(name)
    return closed


def spend(request: HttpRequest, action: str, rates: str, *, key: str | None = None) -> bool:
    """Count one use of a public act from the request's address, or by `key`; False once a rate is used up.

    `rates` are written as “3/10m/ip,200/d/key”.
    """
    used = ratelimit.consume(request, app=PUBLIC, action=action, config={action: rates}, key=key, limit_get=True)
    return used is not None


def _counters(username: str):
    """Return the cache key and rate of each limit that counts by user name."""
    return [
        (ratelimit.get_cache_key(None, app=APP, action=ACTION, rate=rate, key=key_of(username)), rate)
        for rate in ratelimit.get_rates(app=APP, action=ACTION)
        if rate.per == "key"
    ]
