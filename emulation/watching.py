"""Each request gets an id, is counted, and leaves one line where logs are JSON."""

import logging
import re
from functools import partial
from time import perf_counter
from uuid import uuid4

from django.conf import settings

from emulation.logs import around
from operations import counters

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


class WatchMiddleware:
    """Stand around everything else, so that redirects and failures are seen too; files of the look are not."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun, given = perf_counter(), request.headers.get(HEADER, "")
        request.id = given if SANE.fullmatch(given) else uuid4().hex
        token = around.set(partial(facts_of, request))
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request.id
            if request.resolver_match or response.status_code >= 400:
                _note(request, response.status_code, perf_counter() - begun)
        finally:
            around.reset(token)
        return response


def facts_of(request) -> dict:
    """Return what lines about a request say of it: keys and names of our own, nothing that was typed."""
    user, actor = getattr(request, "_cached_user", None), getattr(request, "actor", None)
    facts = {
        "request_id": request.id,
        "route": _route(request),
        "commune": actor.commune.slug if actor else None,
        "user": user.pk if user else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _route(request) -> str:
    """Return the name of the address, “-” where there is none."""
    match = request.resolver_match
    return match.view_name or "-" if match else "-"


def _note(request, status: int, seconds: float) -> None:
    """Count a request, and write its line."""
    counters.count(_route(request), status, seconds)
    if settings.LOG_FORMAT == "json":
        facts = {"status": status, "milliseconds": round(seconds * 1000)}
        logger.info("Request: %s.", request.method, extra={"facts": facts})
