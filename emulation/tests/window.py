"""A browser that shows what the product answers in this process: no server stands between, nothing is committed."""

from contextvars import copy_context
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from communes.access import GRANTS, Actor
from communes.tests.factories import PEOPLE, Cast
from emulation.tests.journeys.office import DESK, Office
from emulation.tests.looking import NARROW, faults, shapes

ADDRESS = "http://localhost"
SIZES = (DESK, NARROW)
# Those with the most rights first: what the others see is mostly part of it.
PARTS = sorted(PEOPLE, key=lambda part: -len(GRANTS[PEOPLE[part][1]]))


class Window:
    """A page in which answers are looked at.

    What a page asks for itself is answered too, with the database connection of whoever shows it.
    """

    def __init__(self, page: Page):
        self.page = page
        self.client, self.shown, self.context = None, {}, None
        page.route("**/*", self._answer)

    def show(self, client: Client, url: str, answer) -> None:
        """Let the browser open an address that was answered already."""
        # What the page before still asks for is answered to whoever was shown it.
        self.page.goto("about:blank")
        self.client, self.shown, self.context = client, {url: answer}, copy_context()
        self.page.goto(ADDRESS + url)

    def _answer(self, route) -> None:
        """Hand the browser a file of the product's own, the answer that is shown, or another answer."""
        asked = urlsplit(route.request.url)
        url = f"{asked.path}?{asked.query}" if asked.query else asked.path
        file = finders.find(asked.path.removeprefix("/static/")) if asked.path.startswith("/static/") else None
        if file:
            route.fulfill(path=file)
            return
        answer = self.shown.get(url) or self.context.run(self.client.get, url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=body)


class Eyes:
    """Looks at pages as each of a cast sees them; `found` collects what is wrong with them.

    Every address is opened, for scrolling sideways and for paper. Axe is asked about a page that shows an element of a
    kind that no page before it showed; about its main part alone where the frame around it is known.
    """

    def __init__(self, new_context, known: tuple[set[str], set[str]]):
        self.office = Office(new_context, ADDRESS, None)
        self.window = Window(self.office.stranger())
        self.known = known
        self.clients: dict[int, Client] = {}
        self.found: list[str] = []

    def look(self, name: str, url: str, client: Client, *, always: bool = True):
        """Look at what an address answers somebody; unless `always`, only where something in it is new."""
        answer = client.get(url)
        if answer.status_code != 200 or answer.streaming or b"<html" not in answer.content:
            return answer
        frame, main = (of - known for of, known in zip(shapes(answer.content.decode()), self.known, strict=True))
        if always or frame or main:
            self.window.show(client, url, answer)
            sizes = SIZES if frame or main else ()
            self.found += faults(self.window.page, name, sizes, "" if frame else "main")
            for known, new in zip(self.known, (frame, main), strict=True):
                known |= new
        return answer

    def as_actor(self, actor: Actor) -> Client:
        """Return the client of somebody who has signed in once."""
        if actor.user.pk not in self.clients:
            self.clients[actor.user.pk] = Client()
            self.clients[actor.user.pk].force_login(actor.user)
        return self.clients[actor.user.pk]

    def look_as_everybody(self, name: str, url: str, cast: Cast, needs) -> bool:
        """Look at an address in each role whose page differs; say whether it gave anybody a page or a file."""
        given = False
        for part in PARTS:
            actor = cast.actor(part)
            if any(actor.may(can) for can in needs):
                answer = self.look(f"{name} as {part}", url, self.as_actor(actor), always=not given)
                given = given or answer.status_code == 200
        return given

    def told(self) -> None:
        """Fail with every fault on a line of its own, and with what the browser complained about."""
        faults = [*self.found, *self.office.complaints]
        assert not faults, "\n" + "\n".join(faults)
