"""A whole paper: its blocks in reading order, kept as JSON with the document."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from reports.documents.base import Block, Run, clean
from reports.documents.blocks import TEXT_END, Annex, Listing, Paragraph, TextEnd


@dataclass(frozen=True)
class Paper:
    """The title for the file and the screen, the blocks, and whether it is still a draft."""

    title: str
    blocks: tuple[Block, ...]
    draft: bool = False
    lang: str = "vi"

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "blocks", tuple(self.blocks))

    def to_json(self) -> dict[str, Any]:
        """Return the paper as plain JSON values."""
        blocks = [block.to_json() for block in self.blocks]
        return {"title": self.title, "lang": self.lang, "draft": self.draft, "blocks": blocks}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """Build the paper again from its JSON form."""
        blocks = tuple(Block.from_json(block) for block in told["blocks"])
        return cls(told["title"], blocks, draft=told["draft"], lang=told["lang"])

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks outside the annexes, with “./.” written where the text ends."""
        return _ended(block for block in self.blocks if not isinstance(block, Annex))

    @property
    def annexes(self) -> tuple[Annex, ...]:
        """The annexes in order."""
        return tuple(block for block in self.blocks if isinstance(block, Annex))


def _ended(blocks: Iterable[Block]) -> tuple[Block, ...]:
    placed: list[Block] = []
    for block in blocks:
        if isinstance(block, TextEnd):
            placed = [_closed(one, ".") for one in placed]
            if placed and isinstance(placed[-1], (Paragraph, Listing)):
                placed[-1] = _closed(placed[-1], TEXT_END, always=True)
            else:
                placed.append(Paragraph(TEXT_END))
        else:
            placed.append(block)
    return tuple(placed)


def _closed(block: Block, stop: str, *, always: bool = False) -> Block:
    """Close the last line of a text block by this stop, if it has the end mark or in any case."""
    if isinstance(block, Paragraph):
        return replace(block, text=_stopped(block.text, stop, always))
    if isinstance(block, Listing) and block.items:
        earlier = (_stopped(item, ";", always=False) for item in block.items[:-1])
        return replace(block, items=(*earlier, _stopped(block.items[-1], stop, always)))
    return block


def _stopped(text: tuple[Run, ...], stop: str, always: bool) -> tuple[Run, ...]:
    if not text or not (always or text[-1].text.rstrip().endswith(TEXT_END)):
        return text
    last = text[-1]
    return (*text[:-1], replace(last, text=re.sub(r"(\./\.|[.;,:\s])+$", "", last.text) + stop))
