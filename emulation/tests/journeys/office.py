"""An office with a browser for each of its people, and an eye on what the browsers complain about."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from communes.access import Actor
from communes.addresses import here
from communes.tests.factories import Cast
from kit.vietnamese import vn_date

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000
# Answers that a page reads for itself; the browser still writes a line about them to the console.
REFUSAL = "Failed to load resource: the server responded with a status of 4"


class Office:
    """The people of one commune, each with a browser of their own; `complaints` collects what went wrong in them."""

    def __init__(self, new_context: Callable[..., BrowserContext], address: str, cast: Cast):
        self.new_context = new_context
        self.address = address
        self.cast = cast
        self.complaints: list[str] = []
        expect.set_options(timeout=PATIENCE)

    def stranger(self, size: dict = DESK) -> Page:
        """Return a browser in which nobody has signed in."""
        context = self.new_context(reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        context.on("request", self._note_request)
        page = context.new_page()
        page.set_viewport_size(size)
        page.on("console", self._note_console)
        page.on("pageerror", lambda problem: self.complaints.append(f"{page.url}: {problem}"))
        page.on("response", lambda answer: self._note_failure(answer.status, answer.url))
        return page

    def sit(self, key: str, size: dict = DESK) -> Page:
        """Return the browser of one of the cast, signed in, on the home page."""
        return self.welcome(self.cast.actor(key), size)

    def welcome(self, actor: Actor, size: dict = DESK) -> Page:
        """Return the browser of somebody with an account, signed in, on the home page."""
        client = Client()
        client.force_login(actor.user)
        page = self.stranger(size)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])
        page.goto(f"{self.address}/")
        expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
        return page

    def url(self, name: str, *args) -> str:
        """Return the whole address of a named page of the commune."""
        return self.address + here(self.cast.actor("officer"), name, *args)

    def forgive(self, words: str) -> None:
        """Forget the complaints that a story provokes on purpose."""
        self.complaints = [each for each in self.complaints if words not in each]

    def _note_request(self, request) -> None:
        """Note a request that leaves the server under test."""
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"asked elsewhere: {request.url}")

    def _note_console(self, line) -> None:
        """Note an error that a page wrote to the console."""
        if line.type == "error" and not line.text.startswith(REFUSAL):
            self.complaints.append(f"{line.location.get('url', '')}: {line.text}")

    def _note_failure(self, status: int, url: str) -> None:
        """Note a page or a file that is missing or that broke."""
        if status >= 500 or status in (400, 404):
            self.complaints.append(f"{status} at {url}")


def in_days(days: int) -> date:
    """Return the date so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def typed(day: date) -> str:
    """Return a date as people type it."""
    return vn_date(day)


def heading(page: Page, words: str):
    """Return the one main heading of a page by its words."""
    return page.get_by_role("heading", level=1, name=words)


def about(verb: str, what: str = "") -> re.Pattern:
    """Return the name of a link or button that says what it does and, to screen readers alone, with what."""
    return re.compile(rf"^{verb}\s*:\s*{re.escape(what)}")


def exactly(label: str) -> re.Pattern:
    """Return the label of a field with or without the star of a required one."""
    return re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")


def menu(page: Page, words: str) -> None:
    """Open a page from the menu, which a phone keeps behind a button."""
    opener = page.get_by_role("button", name="Mở danh mục", exact=True)
    if opener.is_visible():
        opener.click()
    page.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name=words, exact=True).click()


def card(page: Page, title: str):
    """Return a titled box of a page."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))


def press(page: Page, words: str, *, agree: bool = False) -> None:
    """Press the button with exactly these words; `agree` answers the question that follows with yes."""
    page.get_by_role("button", name=words, exact=True).first.click()
    if agree:
        page.get_by_role("dialog").get_by_role("button", name=words, exact=True).click()


def send(page: Page) -> None:
    """Press the last button of a form page, whatever its words."""
    page.get_by_role("main").locator("form[method=post]").last.locator(".form-actions button").first.click()


def said(page: Page, words: str) -> None:
    """Expect the page to answer with these words."""
    expect(page.locator(".messages")).to_contain_text(words)
