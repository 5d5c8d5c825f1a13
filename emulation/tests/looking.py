"""Looking at a page as its readers may: with axe, on small screens, enlarged, and silent in the console."""

from collections import Counter
from itertools import islice

from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Page

from emulation.tests.journeys.office import DESK, PHONE

NARROW = {"width": 360, "height": 740}
# An office screen of 1366 × 768 enlarged to 200 %.
ENLARGED = {"width": 683, "height": 384}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # No rule of these asks for the style sheets, which axe would otherwise read anew each time.
    "preload": {"assets": ["media"]},
}
# A frame that scrolls can be reached by the Tab key, one that does not is no stop; public pages have no script.
SETTLED = """() => !document.querySelector("script[src*=app]")
    || Array.from(document.querySelectorAll(".table-frame")).every(
        (frame) => frame.hasAttribute("tabindex") === frame.scrollWidth > frame.clientWidth + 1)"""
# On paper nothing can be pressed.
LEFT_ON_PAPER = """() => Array.from(document.querySelectorAll("nav, button, a.btn, summary.btn"))
    .filter((each) => each.checkVisibility()).map((each) => each.outerHTML.slice(0, 120))"""
AXE = Axe().axe_script
# How far up an element is told from others of its kind.
DEPTH = 4
# What of an element counts by its value, what by being there; what names keys counts by their being on the page.
BY_VALUE = {"type", "role", "tabindex", "scope", "lang", "autocomplete", "content"}
BY_PRESENCE = {"alt", "title", "disabled", "hidden", "aria-label", "aria-valuenow", "aria-valuemax"}
BY_AIM = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "aria-errormessage"}
FIELDS = {"input", "select", "textarea"}
# What is pressed stands apart from what is pressed beside it.
PRESSED = {"a", "button", "input", "summary"}
TO_HOLD_WORDS = {"a", "button", "summary", "label", "legend", "caption", "th", "title", "h1", "h2", "h3", "h4", "svg"}
TO_HOLD_PARTS = {"ul", "ol", "dl", "table", "tr", "select"}


def violations(page: Page, within: str = "") -> list[str]:
    """Return what a page, or its parts that fit a selector, break, one line for each element."""
    found = page.evaluate("([within, options]) => axe.run(within || document, options)", [within, RULES])
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} – {node['failureSummary'].splitlines()[1].strip()}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def faults(page: Page, name: str, sizes=(DESK, PHONE), within: str = "") -> list[str]:
    """Look at one page at each size with axe, for sideways scrolling, on paper; return everything that is wrong.

    With `within` axe looks at that part of the page alone; without sizes it is not asked.
    """
    found = []
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    if sizes:
        page.evaluate(AXE)
    for size in sizes:
        page.set_viewport_size(size)
        page.wait_for_function(SETTLED)
        found += [f"{name} at {size['width']}: {each}" for each in violations(page, within)]
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


def shapes(text: str) -> tuple[set[str], set[str]]:
    """Return the kinds of elements in a page's frame and in its main part: what axe could object to.

    A kind is an element with what it stands in, its state, and what names it to somebody who does not see it.
    """
    tree = html.document_fromstring(text)
    keys = Counter(tree.xpath("//@id"))
    labelled = {each.get("for") for each in tree.iter("label") if each.text_content().strip()}
    main = tree.find(".//main")
    inside = set() if main is None else set(main.iter("*"))
    kinds = {each: f"{each.tag}.{each.get('class') or ''}" for each in tree.iter("*")}
    found: tuple[set[str], set[str]] = set(), set()
    for each, kind in kinds.items():
        around = [kinds[above] for above in islice(each.iterancestors(), DEPTH)]
        facts = sorted(_facts(each, keys))
        if each.tag in FIELDS:
            wrapped = next(each.iterancestors("label"), None) is not None
            facts.append(f"labelled={wrapped or each.get('id') in labelled}")
        if each.tag in PRESSED:
            facts += [f"beside {kinds[near]}" for near in (each.getprevious(), each.getnext()) if near is not None]
        found[each in inside].add(" ".join([*reversed(around), kind, *facts]))
    return found


def _facts(element, keys: Counter) -> list[str]:
    """Return what axe asks of an element besides its place."""
    facts = [f"twice {element.tag}"] if keys[element.get("id")] > 1 else []
    for name, value in element.items():
        if name in BY_AIM:
            facts.append(f"{name}={all(keys[each] for each in value.split())}")
        elif name in BY_PRESENCE:
            facts.append(f"{name}={bool(value)}")
        elif name in BY_VALUE or name.startswith("aria-"):
            facts.append(f"{name}={value}")
    if element.tag in TO_HOLD_WORDS:
        told = element.xpath("string(.)").strip() or any(element.xpath(".//@alt | .//@aria-label"))
        facts.append(f"words={bool(told)}")
    if element.tag in TO_HOLD_PARTS or element.get("role"):
        facts.append(f"parts={len(element) > 0}")
    return facts
