"""A browser without pictures: pages, links, forms as they were served, cookies, and two doors to one house."""

import time
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html

TIMEOUT = 40
HOST = "127.0.0.1"


class Broken(Exception):
    """No answer, or one that says nothing of what became of the request."""


class Page:
    """One answer: its words, its address without the door, its forms."""

    def __init__(self, answer: requests.Response):
        self.status = answer.status_code
        split = urlsplit(answer.url)
        self.path = split.path
        self.here = f"{split.path}?{split.query}" if split.query else split.path
        self.content = answer.content
        self.kind = answer.headers.get("Content-Type", "")
        self.answer = answer
        self._tree = None

    @property
    def tree(self):
        """The page as it was read."""
        if self._tree is None:
            self._tree = html.fromstring(self.content.decode(errors="replace") or "<html/>")
        return self._tree

    @property
    def words(self) -> str:
        """Everything that stands on the page, white space evened out."""
        return " ".join(self.tree.text_content().split()) if "html" in self.kind else ""

    def links(self, part: str) -> list[str]:
        """Return the addresses on the page that contain something."""
        found = [each for each in self.tree.xpath("//a/@href") if part in each]
        return list(dict.fromkeys(found))

    def form(self, part: str = "", *, field: str = ""):
        """Return the form whose action contains something or that has a field; None where there is none."""
        for form in self.tree.xpath("//main//form[translate(@method, 'POST', 'post')='post']"):
            if part in (form.get("action") or self.path) and (not field or field in form.fields):
                return form
        return None


class Browser:
    """Somebody's browser; `spent` collects how long each answer took, `odd` what no page should answer."""

    def __init__(self, ports: list[int], chance):
        self.ports, self.chance = ports, chance
        self.session = requests.Session()
        self.session.trust_env = False
        self.spent: list[tuple[float, float]] = []
        self.odd: list[tuple[float, int, str]] = []
        self.broken = 0

    def _ask(self, method: str, path: str, **given) -> Page:
        door = f"http://{HOST}:{self.chance.choice(self.ports)}"
        started = time.monotonic()
        try:
            answer = self.session.request(method, urljoin(door, path), timeout=TIMEOUT, **given)
        except requests.RequestException as problem:
            self.broken += 1
            raise Broken(str(problem)[:200]) from None
        self.spent.append((started, time.monotonic() - started))
        if answer.status_code >= 500:
            self.odd.append((time.monotonic(), answer.status_code, path))
            raise Broken(f"{answer.status_code} at {path}")
        if answer.status_code in (400, 403):
            self.odd.append((time.monotonic(), answer.status_code, path))
        return Page(answer)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, data: list[tuple[str, str]], files=None, **headers) -> Page:
        """Send something to an address."""
        return self._ask("POST", path, data=data, files=files, headers=headers or None)

    def send(self, page: Page, form, values: dict[str, str] | None = None, *, button: str = "", files=None,
             to: str = "") -> Page:  # fmt: skip
        """Send a form as it was served, with what was typed into it; `to` is another address, as autosave has."""
        data = filled(form, values or {})
        if button:
            data.append((button, "1"))
        path = urljoin(page.here, to or form.get("action") or page.here)
        return self.post(path, data, files, Referer=page.answer.url)


def filled(form, values: dict[str, str]) -> list[tuple[str, str]]:
    """Return what a browser would send of a form, with some fields typed anew."""
    given = dict(values)
    data = []
    for name, value in form.form_values():
        field = form.inputs[name]
        if getattr(field, "type", "") == "file":
            continue
        if name in values:
            if name in given:
                data.append((name, given.pop(name)))
            continue
        data.append((name, value))
    return data + list(given.items())
