"""Readers of the environment: words in, settings out."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}


def env(name: str, default: str | None = None) -> str:
    """Return a word of the environment; without it and without a default, stop with its name."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Hãy đặt biến môi trường {name}.")
    return value


def secret(name: str, default: str | None = None) -> str:
    """Return a secret: a word of the environment, or what stands in the file that `<name>_FILE` names."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"Không đọc được tệp {file} ({name}_FILE).") from problem
    return env(name, default)


def flag(name: str) -> bool:
    """Say whether a switch is on."""
    return os.environ.get(name, "").strip().lower() in TRUE


def words(name: str, default: str = "") -> list[str]:
    """Return a list written with commas."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]
