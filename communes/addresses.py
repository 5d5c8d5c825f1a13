"""Addresses inside a commune: its slug comes first."""

from django.urls import reverse


def here(actor, name: str, *args, **kwargs) -> str:
    """Return the address of a named page in the actor's commune."""
    if kwargs:
        return reverse(name, kwargs={"commune": actor.commune.slug, **kwargs})
    return reverse(name, args=[actor.commune.slug, *args])
