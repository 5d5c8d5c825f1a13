"""A whole paper: its blocks in reading order, kept as JSON with the document."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from kit.vietnamese import long_date
from reports.documents import words
from reports.documents.base import Block, Run, clean
from reports.documents.blocks import TEXT_END, Annex, Letterhead, Listing, Paragraph, Signature, TextEnd

NUMBER_LINE = re.compile(r"Số:\s*(\w*)\s*/(.+)")
BLANK_NUMBER = re.compile(r"\bsố[\s\u00a0.…]*/(?=\S)")
BLANK_DATE = re.compile(r"ngày[\s\u00a0.…]+tháng[\s\u00a0.…]+năm(?:[\s\u00a0]+\d{4}|[\u00a0.…]*)")


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

    @property
    def letterhead(self) -> Letterhead | None:
        """The letterhead, where the paper has one."""
        return next((block for block in self.blocks if isinstance(block, Letterhead)), None)

    @property
    def number(self) -> str:
        """The number in the letterhead; nothing while it is blank."""
        found = self.letterhead and NUMBER_LINE.fullmatch(self.letterhead.number_line)
        return found[1] if found else ""

    @property
    def symbol(self) -> str:
        """The symbol in the letterhead: KH-UBND, UBND-VHXH."""
        found = self.letterhead and NUMBER_LINE.fullmatch(self.letterhead.number_line)
        return found[2] if found else ""

    @property
    def signer(self) -> str:
        """The printed name under the last signature; nothing where it is left to the pen."""
        return next((block.name for block in reversed(self.blocks) if isinstance(block, Signature)), "")

    def numbered(self, number: int, on: date) -> Self:
        """Return the paper as it leaves the office: number and date in their places, in annexes too, no draft mark.

        The symbol stays what the letterhead says. Blanks are filled, words are not touched (NĐ 30/2020, Annex I, II.3,
        II.4, III.1).
        """
        blocks = (_numbered(block, number, on, self.symbol) for block in self.blocks)
        return replace(self, blocks=tuple(blocks), draft=False)

    def signed(self, name: str) -> Self:
        """Return the paper with this name under its last signature."""
        last = max((place for place, one in enumerate(self.blocks) if isinstance(one, Signature)), default=None)
        blocks = (replace(one, name=name) if place == last else one for place, one in enumerate(self.blocks))
        return replace(self, blocks=tuple(blocks))


def _numbered(block: Block, number: int, on: date, symbol: str) -> Block:
    """Fill the blanks of a letterhead, or of the line under an annex's title."""
    if isinstance(block, Letterhead):
        place = block.date_line.rpartition(", ngày")[0]
        date_line = words.place_and_date(place, on) if place else block.date_line
        return replace(block, number_line=words.document_number(number, symbol), date_line=date_line)
    if isinstance(block, Annex):
        attached = BLANK_NUMBER.sub(f"số {number:02d}/", block.attached)
        return replace(block, attached=BLANK_DATE.sub(long_date(on), attached))
    return block


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
