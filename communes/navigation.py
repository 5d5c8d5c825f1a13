"""The menu, and links about one record: each app registers its own when ready; readers see those of their rights."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from communes.access import Actor, Can
from communes.addresses import here


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: shown to whoever holds one of the capabilities.

    `pages` are patterns of the names of pages that belong to it although their address is not below its own.
    """

    group: str
    label: str
    url_name: str
    icon: str
    can: tuple[Can, ...]
    order: int
    pages: tuple[str, ...] = ()


_ENTRIES: dict[str, Entry] = {}


@dataclass(frozen=True, slots=True)
class Link:
    """A page that an app above this one has about a record, for whoever sees the record and holds the capability."""

    label: str
    url_name: str
    icon: str
    can: Can


_LINKS: dict[str, list[Link]] = {}

# What counts the things that wait for an actor, by the name of the entry's page; apps above add theirs when ready.
_COUNTERS: list[Callable[[Actor], dict[str, int]]] = []


def register_counter(counter: Callable[[Actor], dict[str, int]]) -> None:
    """Let a function say how many things wait for an actor behind entries of the menu."""
    _COUNTERS.append(counter)


def waiting(actor: Actor) -> dict[str, int]:
    """Return how many things wait for the actor behind each entry of the menu, by the name of its page."""
    found: dict[str, int] = {}
    for counter in _COUNTERS:
        for page, number in counter(actor).items():
            found[page] = found.get(page, 0) + number
    return found


def register(
    group: str, label: str, url_name: str, icon: str, can: Can | Iterable[Can], order: int = 100,
    pages: Iterable[str] = (),
) -> None:  # fmt: skip
    """Put a page into the menu, once the apps are ready; a group stands where its first entry does."""
    needed = (can,) if isinstance(can, Can) else tuple(can)
    _ENTRIES[url_name] = Entry(group, label, url_name, icon, needed, order, tuple(pages))
    _open_to.cache_clear()


def register_link(about: str, label: str, url_name: str, icon: str, can: Can) -> None:
    """Put a link to a page about one record ("communes.person") on that record's own page."""
    _LINKS.setdefault(about, []).append(Link(label, url_name, icon, can))


def links(actor: Actor, record) -> list[dict]:
    """Return the links about a record that the actor may follow, as label, address and icon."""
    return [
        {"label": each.label, "url": here(actor, each.url_name, record.pk), "icon": each.icon}
        for each in _LINKS.get(record._meta.label_lower, ())
        if actor.may(each.can)
    ]


def menu(actor: Actor, path: str) -> list[dict]:
    """Return the groups of the menu that the actor may open; the one to which the page belongs is marked."""
    shown = _open_to(frozenset(can for can in Can if actor.may(can)), actor.commune.slug)
    home, page = actor.commune.get_absolute_url(), _name_of(path)
    above = max((url for _, url in shown if path == url or (url != home and path.startswith(url))), key=len, default="")
    named = (url for entry, url in shown if any(fnmatchcase(page, each) for each in entry.pages))
    current = next(named, above)
    groups: dict[str, list[dict]] = {}
    counts = waiting(actor)
    for entry, url in shown:
        item = {"label": entry.label, "url": url, "icon": entry.icon, "current": url == current}
        item["count"] = counts.get(entry.url_name, 0)
        groups.setdefault(entry.group, []).append(item)
    return [{"label": label, "items": items} for label, items in groups.items()]


def drawn(groups: list[dict]) -> str:
    """Return the HTML of the menu; made once for the same groups, page and numbers."""
    return _drawn(tuple((group["label"], tuple(tuple(item.items()) for item in group["items"])) for group in groups))


@lru_cache(maxsize=1024)
def _drawn(groups: tuple) -> str:
    nav = [{"label": label, "items": [dict(item) for item in items]} for label, items in groups]
    return render_to_string("_nav.html", {"nav": nav})


@lru_cache(maxsize=1024)
def _open_to(held: frozenset[Can], slug: str) -> tuple[tuple[Entry, str], ...]:
    """Return the entries open to whoever holds some capabilities in a commune, in order, with their addresses."""
    entries = sorted(_ENTRIES.values(), key=lambda entry: entry.order)
    return tuple((each, reverse(each.url_name, args=[slug])) for each in entries if not held.isdisjoint(each.can))


@lru_cache(maxsize=4096)
def _name_of(path: str) -> str:
    """Return the name of the page at a path, or nothing where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
