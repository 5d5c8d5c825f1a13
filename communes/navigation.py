"""The menu: each app registers its entries when it is ready; each reader sees those of their rights."""

from collections.abc import Iterable
from dataclasses import dataclass

from communes.access import Actor, Can
from communes.addresses import here


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: shown to whoever holds one of the capabilities."""

    group: str
    label: str
    url_name: str
    icon: str
    can: tuple[Can, ...]
    order: int


_ENTRIES: dict[str, Entry] = {}


def register(group: str, label: str, url_name: str, icon: str, can: Can | Iterable[Can], order: int = 100) -> None:
    """Put a page into the menu, once the apps are ready; a group stands where its first entry does."""
    needed = (can,) if isinstance(can, Can) else tuple(can)
    _ENTRIES[url_name] = Entry(group, label, url_name, icon, needed, order)


def menu(actor: Actor, path: str) -> list[dict]:
    """Return the groups of the menu that the actor may open; the entry above the path is marked."""
    shown = [
        (entry, here(actor, entry.url_name))
        for entry in sorted(_ENTRIES.values(), key=lambda entry: entry.order)
        if any(actor.may(can) for can in entry.can)
    ]
    home = actor.commune.get_absolute_url()
    current = max(
        (url for _, url in shown if path == url or (url != home and path.startswith(url))), key=len, default=""
    )
    groups: dict[str, list[dict]] = {}
    for entry, url in shown:
        item = {"label": entry.label, "url": url, "icon": entry.icon, "current": url == current}
        groups.setdefault(entry.group, []).append(item)
    return [{"label": label, "items": items} for label, items in groups.items()]
