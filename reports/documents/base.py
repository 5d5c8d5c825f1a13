"""What blocks are made of: clean text, runs, and their form in JSON."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any

DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co"}
BLOCKS: dict[str, type["Block"]] = {}


def clean(text: str) -> str:
    """Return the text in NFC, lines kept, without control, direction and private characters."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text).replace("\t", " ")
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in DROPPED)
    return re.sub(r" {2,}", " ", unicodedata.normalize("NFC", "".join(kept)))


def _settle(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, tuple)):
        return tuple(_settle(item) for item in value)
    return value


class Block:
    """What every block shares: clean text on construction and its form in JSON."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        BLOCKS[cls.__name__] = cls

    def __post_init__(self) -> None:
        for field in fields(self):
            self._set(field.name, _settle(getattr(self, field.name)))

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def to_json(self) -> dict[str, Any]:
        """Return the block as plain JSON values, fields at their default left out."""
        told = {"block": type(self).__name__}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.default is MISSING or value != field.default:
                told[field.name] = _to_json(value)
        return told

    @staticmethod
    def from_json(told: dict[str, Any]) -> "Block":
        """Build a block again from its JSON form."""
        facts = {name: _from_json(value) for name, value in told.items() if name != "block"}
        return BLOCKS[told["block"]](**facts)


def _to_json(value: Any) -> Any:
    if isinstance(value, Block):
        return value.to_json()
    return [_to_json(item) for item in value] if isinstance(value, tuple) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        return Block.from_json(value)
    return tuple(_from_json(item) for item in value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Run(Block):
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Rich = str | Run | Sequence[str | Run]


def runs(text: Rich) -> tuple[Run, ...]:
    """Return text as runs: a plain string is one regular run."""
    parts = (text,) if isinstance(text, (str, Run)) else text
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def plain(text: Rich) -> str:
    """Return the words of runs without their faces."""
    return "".join(run.text for run in runs(text))
