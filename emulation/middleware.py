"""Middleware of the whole house."""

import contextlib
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, QueryDict, UnreadablePostError
from django.shortcuts import render, resolve_url
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

MARK = re.compile(r"[a-z0-9]{1,20}")
MARK_LASTS = 600
NUL = "\x00"


class HeadersMiddleware:
    """Tell the browser to run, load, share and keep nothing but what an answer itself allows.

    Whatever says nothing of keeping is kept nowhere: neither by what stands in between nor on the disk of a machine
    that several people use.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())
        self.headers = {
            "Content-Security-Policy": policy,
            "Permissions-Policy": ", ".join(f"{name}=({who})" for name, who in settings.PERMISSIONS_POLICY.items()),
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        }

    def __call__(self, request):
        response = self.get_response(request)
        for name, words in self.headers.items():
            response.headers.setdefault(name, words)
        return response


def came_from(request) -> str:
    """Return the address of our own page from which a request was sent; empty where the browser does not say."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}) or not urlsplit(page).netloc:
        return ""
    return escape_leading_slashes(urlsplit(page)._replace(scheme="", netloc="", fragment="").geturl())


class SignInMiddleware(LoginRequiredMiddleware):
    """Close every page to whoever is not signed in; who sent a form comes back to the page on which it stood."""

    def handle_no_permission(self, request, view_func):
        """Lead to the sign-in page, and from there to the page with what was typed."""
        page = came_from(request) if request.method == "POST" else ""
        if not page:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(page, resolve_url(self.get_login_url(view_func)))


class PlainTextMiddleware:
    """Let no NUL through to a page: nobody can type one, and PostgreSQL neither stores nor compares one.

    One in the words of a form or of a query is left out, so that nothing else is lost; no address and no cookie of
    ours holds one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if NUL not in name + text}
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Clean what was sent before anything reads it; an upload that broke off is told by what reads it next."""
        if any(NUL in each for each in view_kwargs.values() if isinstance(each, str)):
            raise Http404
        with contextlib.suppress(UnreadablePostError):
            for part in ("GET", "POST"):
                asked = getattr(request, part)
                if any(NUL in each for name, texts in asked.lists() for each in (name, *texts)):
                    setattr(request, part, _without_nul(asked))


def _without_nul(asked: QueryDict) -> QueryDict:
    """Return what was sent, its names and texts without NUL."""
    clean = QueryDict(mutable=True, encoding=asked.encoding)
    for name, texts in asked.lists():
        clean.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in texts])
    clean._mutable = False
    return clean


class SentFormMiddleware:
    """Tell the page that sent a form what became of it.

    A redirect says that the words were taken, unless a service refused them: the mark of the form goes back in a
    cookie, and the browser forgets what it kept. A page that sends files by itself asks for the next address, since a
    script cannot read it from a redirect. Whoever opens the address of a form instead of sending one, as after signing
    in again, is told what to do.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and request.user.is_authenticated:
            return render(request, "405.html", status=405)
        if request.method != "POST" or response.status_code not in (302, 303):
            return response
        mark = request.POST.get("_sent", "")
        taken = request.user.is_authenticated and not getattr(request, "refused", False)
        if taken and MARK.fullmatch(mark):
            response.set_cookie("da-luu", mark, max_age=MARK_LASTS, secure=settings.HTTPS, samesite="Lax")
        if request.headers.get("X-Redirect") == "tell":
            response.status_code = 200
            response.headers["X-Location"] = response.headers["Location"]
            del response.headers["Location"]
        return response
