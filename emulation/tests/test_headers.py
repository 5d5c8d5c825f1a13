"""What each answer tells the browser besides its words, whatever it is; and who may keep it."""

import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from communes.addresses import here
from emulation import views
from emulation.tests.house import World
from emulation.tests.test_settings import settings_with

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
UNKEPT = "private, no-store"
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'")


@pytest.fixture
def world(cast, settings, tmp_path):
    """One record of each kind, looked at over HTTPS."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 86400, True
    return World(cast)


def fall():
    """Fail, as a page does that has a mistake."""
    raise RuntimeError


def at(world, part: str, name: str, *args) -> str:
    """Return an address as one of the cast has it."""
    return here(world.cast.actor(part), name, *args)


# What is asked by whom (nobody: without signing in), and the state of the answer.
ASKED = {
    "a page": ("officer", lambda world: at(world, "officer", "campaigns:campaigns"), 200),
    "a paper": ("head", lambda world: at(world, "head", "reports:document-download", world.document.pk, "pdf"), 200),
    "a redirect": ("officer", lambda world: "/", 302),
    "no right": ("reader", lambda world: at(world, "reader", "communes:unit-create"), 403),
    "another commune": ("officer", lambda world: "/dai-son/", 404),
    "an act by its address": ("head", lambda world: at(world, "head", "campaigns:report-begin", world.report.pk), 405),
    "sign-in": ("", lambda world: reverse("account_login"), 200),
    "sent to sign in": ("", lambda world: "/dong-tam/", 302),
    "the monitor": ("", lambda world: "/song/", 200),
    "no such page": ("", lambda world: "/tai-khoan/signup/", 404),
    "another host": ("", lambda world: ("/song/", {"host": "noi-khac.example"}), 400),
}  # fmt: skip


@pytest.mark.parametrize("what", ASKED)
def test_whatever_is_answered_the_browser_is_told_to_trust_nobody_else_and_keep_nothing(world, what):
    part, address, state = ASKED[what]
    browser = Client(raise_request_exception=False)
    if part:
        browser.force_login(world.cast.actor(part).user)
    url = address(world)
    url, headers = url if isinstance(url, tuple) else (url, {})

    answer = browser.get(url, secure=True, headers=headers)

    assert answer.status_code == state
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert [each for each in POLICY if each not in answer.headers["Content-Security-Policy"]] == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_a_form_from_elsewhere_and_a_page_that_fails_tell_the_same(world, monkeypatch):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=fall))

    answers = {
        403: browser.post(reverse("account_login"), {"login": "a"}, secure=True),
        500: browser.get("/song/", secure=True),
    }

    for state, answer in answers.items():
        told = {name: answer.headers.get(name) for name in HEADERS}
        assert (answer.status_code, told, answer.headers["Cache-Control"]) == (state, HEADERS, UNKEPT)


def test_what_is_too_large_is_refused_with_the_same_words(world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    browser = Client(raise_request_exception=False)

    answer = browser.post(reverse("account_login"), "a=" + "b" * 50, "application/x-www-form-urlencoded", secure=True)

    assert (answer.status_code, {name: answer.headers.get(name) for name in HEADERS}) == (400, HEADERS)


def test_our_own_files_tell_it_too_and_may_be_kept(world, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

    answer = Client().get("/static/css/app.css", secure=True)

    assert (answer.status_code, {name: answer.headers.get(name) for name in HEADERS}) == (200, HEADERS)
    assert "no-store" not in answer.headers["Cache-Control"]


def test_cookies_are_for_this_host_and_out_of_reach_of_other_sites(world, tmp_path):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    user = world.cast.actor("officer").user
    user.set_password("Một câu đủ dài 2026")
    user.save()
    browser = Client()
    browser.get(reverse("account_login"))

    answer = browser.post(reverse("account_login"), {"login": user.username, "password": "Một câu đủ dài 2026"})

    session, token = (answer.cookies[name] for name in ("sessionid", "csrftoken"))
    assert (session["httponly"], session["samesite"], session["path"], session["domain"]) == (True, "Lax", "/", "")
    assert (token["samesite"], token["path"], token["domain"]) == ("Lax", "/", "")
    over_https = settings_with(tmp_path, *names, SECRET_KEY="s", HTTPS="1")
    assert list(over_https.values()) == ["__Host-sessionid", "__Host-csrftoken", True, True]
    assert list(settings_with(tmp_path, *names, SECRET_KEY="s").values()) == ["sessionid", "csrftoken", False, False]


def test_scripts_find_the_token_under_both_its_names():
    scripts = [finders.find(f"js/{name}.js") for name in ("keeping", "session")]

    assert [(settings.BASE_DIR / path).read_text().count("(?:__Host-)?csrftoken") for path in scripts] == [1, 1]


def test_no_page_is_kept_in_front_of_the_check_of_rights():
    keeping = re.compile(r"cache_page|UpdateCacheMiddleware|FetchFromCacheMiddleware|{% cache ")
    places = ("kit", "communes", "campaigns", "awards", "reports", "operations", "province", "emulation", "templates")
    files = [
        path for name in places for path in (settings.BASE_DIR / name).rglob("*") if path.suffix in (".py", ".html")
    ]

    assert len(files) > 500
    assert [str(path) for path in files if "tests" not in path.parts and keeping.search(path.read_text())] == []
