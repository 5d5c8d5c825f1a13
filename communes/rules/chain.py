"""The chain of history: the digest of a line's own words, and of the seal that ties it to the line before."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

# What a line of a commune says, by its columns. The digests of stored lines rest on these names: none is renamed.
WORDS = (
    "commune_id",
    "record_type",
    "record_id",
    "root_type",
    "root_id",
    "record_title",
    "action",
    "label",
    "from_status",
    "to_status",
    "user_id",
    "actor_name",
    "acting_as",
    "unit_id",
    "at",
    "reason",
    "facts",
    "read_key",
)


def plain(value):
    """Return a value as both databases give it back: moments in UTC, whole numbers without a point, keys as text."""
    if isinstance(value, str):
        return str.__str__(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, float):
        number = Decimal(repr(value))
        return int(number) if number == number.to_integral_value() else value
    if isinstance(value, dict):
        return {_key(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def _key(name) -> str:
    """Return the name of a fact as JSON writes it."""
    return name if isinstance(name, str) else json.dumps(name)


def canonical(words: Mapping) -> bytes:
    """Return words as JSON: names in order, no blanks, UTF-8 without escapes."""
    text = json.dumps(plain(words), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest_of(words: Mapping, names: Iterable[str] = WORDS) -> str:
    """Return the SHA-256 of a line's words; every one of the names has to be there."""
    return sha256(canonical({name: words[name] for name in names})).hexdigest()


def seal_of(*, previous: str, number: int, entry: str, sealed_at: datetime) -> str:
    """Return the SHA-256 of a seal: the seal before, the place in the chain, the line's digest, the moment."""
    told = {"previous": previous, "number": number, "entry": entry, "sealed_at": sealed_at}
    return sha256(canonical(told)).hexdigest()
