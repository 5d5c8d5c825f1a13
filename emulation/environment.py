"""Readers of the environment: words in, settings out."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}


def env(name: str, default: str | None = None) -> str:
    """Return a word of the environment; without it and without a default, stop with its name."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Hãy đặt biến môi trường {name}.")
    return value


def flag(name: str) -> bool:
    """Say whether a switch is on."""
    return os.environ.get(name, "").strip().lower() in TRUE


def words(name: str, default: str = "") -> list[str]:
    """Return a list written with commas."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]
