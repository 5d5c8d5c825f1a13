"""The demo's one password, and the list of its sign-ins."""

import os
from collections.abc import Iterator

from django.conf import settings
from django_scopes import scope

from communes.models import Commune, HistoryEntry, Membership, Role
from communes.services.accounts import fresh_password
from reports.demo import beyond

VARIABLE = "DEMO_PASSWORD"
LOADED = "demo.loaded"


def kept_password() -> str | None:
    """Return the demo's password: from the environment, else from its file; None where there is neither."""
    if given := os.environ.get(VARIABLE):
        return given
    path = settings.STATE_DIR / "demo_password"
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def password() -> str:
    """Return the demo's password, made and kept for the owner's eyes alone at the first run."""
    if known := kept_password():
        return known
    path = settings.STATE_DIR / "demo_password"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = fresh_password()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{fresh}\n")
    return fresh


def is_loaded(commune: Commune) -> bool:
    """Say whether a commune is the demo's own."""
    with scope(commune=commune):
        return HistoryEntry.objects.filter(action=LOADED).exists()


def sign_ins(slugs: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield commune, role and user name of the demo's accounts, role by role, the one meant for the role first.

    What stands above communes comes last, with its address and its own roles.
    """
    order = {role: place for place, role in enumerate(Role.values)}
    for commune in Commune.objects.filter(slug__in=slugs).order_by("slug"):
        if not is_loaded(commune):
            continue
        with scope(commune=commune):
            held = Membership.objects.filter(person__user__isnull=False).order_by("pk")
            rows = list(held.values_list("role", "person__user__username"))
        for role, username in sorted(rows, key=lambda row: order[row[0]]):
            yield commune.slug, role, username
    for each in beyond.ADDITIONS:
        yield from each.sign_ins()
