"""Looking at a page as its readers may: with axe, on small screens, enlarged, and silent in the console."""

from html.parser import HTMLParser

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from emulation.tests.journeys.office import DESK, PHONE

NARROW = {"width": 360, "height": 740}
# An office screen of 1366 × 768 enlarged to 200 %.
ENLARGED = {"width": 683, "height": 384}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# A frame that scrolls can be reached by the Tab key, one that does not is no stop; public pages have no script.
SETTLED = """() => !document.querySelector("script[src*=app]")
    || Array.from(document.querySelectorAll(".table-frame")).every(
        (frame) => frame.hasAttribute("tabindex") === frame.scrollWidth > frame.clientWidth + 1)"""
# On paper nothing can be pressed.
LEFT_ON_PAPER = """() => Array.from(document.querySelectorAll("nav, button, a.btn, summary.btn"))
    .filter((each) => each.checkVisibility()).map((each) => each.outerHTML.slice(0, 120))"""
AXE = Axe().axe_script
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# How far up an element is told from others of its kind.
DEPTH = 4


def violations(page: Page) -> list[str]:
    """Return what the page breaks, one line for each element."""
    found = page.evaluate("options => axe.run(document, options)", RULES)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} – {node['failureSummary'].splitlines()[1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults(page: Page, name: str, sizes=(DESK, PHONE)) -> list[str]:
    """Look at one page at each size with axe, for sideways scrolling, on paper; return everything that is wrong."""
    found = []
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    page.evaluate(AXE)
    for size in sizes:
        page.set_viewport_size(size)
        page.wait_for_function(SETTLED)
        found += [f"{name} at {size['width']}: {each}" for each in violations(page)]
    for size in (NARROW, ENLARGED):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{name}: {width} wide on a screen of {size['width']}")
    page.set_viewport_size(DESK)
    page.emulate_media(media="print")
    found += [f"{name} on paper: {each}" for each in page.evaluate(LEFT_ON_PAPER)]
    page.emulate_media(media="screen")
    return found


def told(found: list[str]) -> None:
    """Fail with every fault on a line of its own."""
    assert not found, "\n" + "\n".join(found)


class _Shapes(HTMLParser):
    """Gathers the shapes of the elements within `main`."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()
        self.above: list[tuple[str, str]] = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        """Note an element by its own kind and those around it."""
        given = dict(attrs)
        if tag == "main" or self.depth:
            self.depth += tag not in VOID
            kind = f"{tag}.{given.get('class') or ''}"
            facts = sorted(
                f"{name}={value if name in ('type', 'role', 'tabindex', 'scope') else ''}"
                for name, value in given.items()
                if name in ("type", "role", "tabindex", "scope", "disabled", "hidden") or name.startswith("aria-")
            )
            around = [each for _, each in self.above[-DEPTH:]]
            self.found.add(" ".join([*around, kind, *facts]))
            if tag not in VOID:
                self.above.append((tag, kind))

    def handle_endtag(self, tag):
        """Leave an element; a forgotten end tag ends with its parent."""
        while self.depth and self.above and tag not in VOID:
            self.depth -= 1
            if self.above.pop()[0] == tag:
                break


def shapes(html: str) -> set[str]:
    """Return the kinds of elements of a page's main part, each with what it stands in: what axe could object to."""
    parser = _Shapes()
    parser.feed(html)
    return parser.found
