"""The limits on failed sign-ins, for each user name and each address: who waits, and lifting them."""

import logging
import time
from collections.abc import Iterable

from allauth.core.internal import ratelimit
from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest

logger = logging.getLogger(__name__)

APP, ACTION = "allauth.account", "login_failed"
PUBLIC = "public"
FAILED = "failed_sign_in"
RATES = {FAILED: settings.FAILED_FROM_ADDRESS}
FROM_ADDRESS = ratelimit.parse_rate(settings.FAILED_FROM_ADDRESS)
# What makes allauth write a key of its own for each user name.
OWN = ratelimit.parse_rate("1/5m/key")


def key_of(username: str) -> str:
    """Return the key under which failed sign-ins of a user name are counted, from any address."""
    return f"sign-in:{username.strip().lower()}"


def clear(username: str) -> None:
    """Forget the failed sign-ins of a user name, and let it in for some minutes from where others failed too often."""
    cache.delete_many([cache_key for cache_key, _ in _counters(username)])
    cache.set(_pass_of(username), True, FROM_ADDRESS.duration)


def waiting(usernames: Iterable[str]) -> set[str]:
    """Return those of the user names whose sign-in is refused for the time being, from any address."""
    counters = {cache_key: (name, rate) for name in usernames for cache_key, rate in _counters(name)}
    found = cache.get_many(counters)
    return {counters[key][0] for key, attempts in found.items() if _full(attempts, counters[key][1])}


def address_closed(request: HttpRequest, username: str) -> bool:
    """Return whether so many failed from the request's address that nobody gets in from there for some minutes.

    A user name that an administrator has let try again does.
    """
    return _full(cache.get(_counter_of_address(request), []), FROM_ADDRESS) and not cache.get(_pass_of(username))


def count_failure(request: HttpRequest) -> None:
    """Count what failed at the door from the request's address; who is still being let in does not count.

    Where many fail at once, one may find the count held by the others: it is tried again.
    """
    for _ in range(2):
        counted = ratelimit.consume(request, app=PUBLIC, action=FAILED, config=RATES, limit_get=True)
        if counted or _full(cache.get(_counter_of_address(request), []), FROM_ADDRESS):
            return
    logger.warning("A failed sign-in could not be counted.")


@receiver(authentication_failed)
def count_wrong_code(sender, request: HttpRequest, **kwargs) -> None:
    """Count a wrong code of the second step like a wrong password."""
    count_failure(request)


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


def _counter_of_address(request: HttpRequest) -> str:
    """Return the cache key under which the failures from the request's address are counted."""
    return ratelimit.get_cache_key(request, app=PUBLIC, action=FAILED, rate=FROM_ADDRESS)


def _pass_of(username: str) -> str:
    """Return the cache key under which a user name has a pass for addresses that are closed."""
    return ratelimit.get_cache_key(None, app=PUBLIC, action="pass", rate=OWN, key=key_of(username))


def _full(attempts: list[float], rate: ratelimit.Rate) -> bool:
    """Return whether a rate is used up by attempts at some moments, the newest first."""
    allowed, _ = ratelimit.apply_rate(list(attempts), time.time(), rate, dry_run=True)
    return not allowed
