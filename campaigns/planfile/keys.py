"""Short names of the parts of a plan."""

import re

from kit.vietnamese import fold


def new_key(words: str, taken: set[str]) -> str:
    """Return a short name without diacritics that no other part of the plan has, and take it."""
    base = "-".join(re.findall(r"[a-z0-9]+", fold(words))[:6])[:48].strip("-") or "muc"
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}-{count}"
    taken.add(key)
    return key
