"""From blocks to what both renderers place: sheets of pieces, lines broken, rules measured, all printable."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kit.vietnamese import roman
from reports.documents.base import plain
from reports.documents.blocks import (
    RANKS,
    Addressees,
    Annex,
    Block,
    Chart,
    Column,
    Grounds,
    Heading,
    Letterhead,
    Listing,
    Note,
    Paragraph,
    Poster,
    Recipients,
    Signature,
    Table,
    Title,
    TwoSignatures,
)
from reports.documents.paper import Paper
from reports.rendering import charts, fonts, groups, posters
from reports.rendering.placed import (
    CELL_EDGES,
    AnnexHead,
    Closing,
    Figure,
    Grid,
    Head,
    HeadingLines,
    Lines,
    Piece,
    Sheet,
    TitleLines,
)
from reports.rendering.posters import PlacedPoster

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
DRAFT = "DỰ THẢO"

POINTS_PER_MM = 72 / 25.4
PAGE = (210, 297)
MARGINS = TOP, RIGHT, BOTTOM, LEFT = 20, 20, 20, 30
TEXT_WIDTH = (PAGE[0] - LEFT - RIGHT) * POINTS_PER_MM
LANDSCAPE_WIDTH = (PAGE[1] - LEFT - RIGHT) * POINTS_PER_MM
ISSUER_WIDTH = TEXT_WIDTH * 0.42
NATION_WIDTH = TEXT_WIDTH * 0.58
NATION_SIZE, MOTTO_SIZE, ISSUER_SIZE, NUMBER_SIZE, SUBJECT_SIZE, DATE_SIZE = 12, 13, 12, 13, 12, 13
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, RECIPIENTS_SIZE, LIST_SIZE, PAGE_NUMBER_SIZE = 14, 14, 12, 12, 11, 13
INDENT_MM = 12.7
SIGNATURE_EDGES_MM = 7
# What the shares of columns may lose in rounding.
SLACK = 1


def rule_length(lines: Sequence[str], size: float) -> float:
    """Return a rule of 1/3 to 1/2 of the widest line, and of the last where both can be (Annex I, II)."""
    widths = [fonts.width(line, size, bold=True) for line in lines]
    return max(widths[-1] * 0.42, max(widths) * 0.345)


def compose(paper: Paper) -> list[Sheet]:
    """Arrange a paper into sheets in reading order, every character within the fonts."""
    sheets = [Sheet(_pieces(paper.body, TEXT_WIDTH))]
    several = len(paper.annexes) > 1
    for place, annex in enumerate(paper.annexes, 1):
        number = f"Phụ lục {roman(place)}" if several else "Phụ lục"
        room = LANDSCAPE_WIDTH if annex.landscape else TEXT_WIDTH
        head = Piece("annex_head", _annex_head(_printable(annex), number, room))
        sheets.append(Sheet((head, *_pieces(annex.body, room)), annex=True, landscape=annex.landscape))
    return sheets


def _annex_head(annex: Annex, number: str, room: float) -> AnnexHead:
    title = Lines(tuple(groups.balanced(annex.title, TITLE_SIZE, room * 0.95, bold=True)))
    attached = annex.attached.strip()
    told = attached if attached.startswith("(") or not attached else f"({attached})"
    return AnnexHead(number, title, Lines(tuple(groups.balanced(told, BODY_SIZE, room * 0.98)) if told else ()))


def _pieces(blocks: Iterable[Block], room: float) -> tuple[Piece, ...]:
    placed: list[Piece] = []
    waiting: list[Block] = []
    for block in map(_printable, blocks):
        if isinstance(block, (Signature, TwoSignatures, Recipients)):
            if any(isinstance(each, Recipients) == isinstance(block, Recipients) for each in waiting):
                placed.append(_closing(waiting, room))
                waiting = []
            waiting.append(block)
            continue
        if waiting:
            placed.append(_closing(waiting, room))
            waiting = []
        placed.append(_piece(block, room))
    if waiting:
        placed.append(_closing(waiting, room))
    return tuple(placed)


def _closing(blocks: Sequence[Block], room: float) -> Piece:
    recipients = left = right = None
    for block in blocks:
        if isinstance(block, Recipients):
            recipients = replace(block, items=tuple(map(groups.unbroken, block.items)))
        elif isinstance(block, TwoSignatures):
            left, right = block.left, block.right
        else:
            right = block
    return Piece("closing", Closing(recipients, *(side and _signed(side, room) for side in (left, right))))


def _signed(signature: Signature, room: float) -> Signature:
    """Return a signature whose authority and position are broken for half the width."""
    half = room / 2 - SIGNATURE_EDGES_MM * POINTS_PER_MM
    lines = (part for line in signature.lines for part in groups.balanced(line, BODY_SIZE, half, bold=True))
    return replace(signature, lines=tuple(lines))


def _piece(block: Block, room: float) -> Piece:
    if isinstance(block, Letterhead):
        return Piece("letterhead", _head(block))
    if isinstance(block, Title):
        abstract = tuple(groups.balanced(block.abstract, TITLE_SIZE, room * 0.9, bold=True))
        rule = rule_length(abstract if block.abstract else (block.kind,), TITLE_SIZE)
        kind = tuple(groups.balanced(block.kind, TITLE_SIZE, room * 0.95, bold=True))
        return Piece("title", TitleLines(Lines(kind), Lines(abstract if block.abstract else (), rule)))
    if isinstance(block, Heading):
        return Piece("heading", HeadingLines(RANKS.index(block.level) + 1, block.lines))
    if isinstance(block, Table):
        return Piece("table", Grid(_roomy(block, room), room))
    if isinstance(block, Poster):
        return Piece("poster", posters.place(block))
    if isinstance(block, Chart):
        figures = Grid(_roomy(block.table(), room), room) if block.figures else None
        return Piece("chart", Figure(block.caption, tuple(charts.draw(block, room)), figures))
    return Piece("listing" if isinstance(block, Listing) else type(block).__name__.lower(), block)


def _roomy(table: Table, room: float) -> Table:
    """Return the table with no column so narrow that a word of its heading, a number, a day or a paper's number and
    symbol in it is broken, as far as the page allows."""
    whole = sum(column.share for column in table.columns)
    widths = [room * column.share / whole for column in table.columns]
    needs = [min(need, room / len(widths)) for need in map(_longest_word, table.columns, zip(*table.rows, strict=True))]
    kept = list(map(_longest_kept, zip(*table.rows, strict=True)))
    if sum(wider := [max(pair) for pair in zip(needs, kept, strict=True)]) <= room:
        needs = wider
    if not table.rows or all(need <= width for need, width in zip(needs, widths, strict=True)):
        return table
    lack = sum(max(need - width, 0) for need, width in zip(needs, widths, strict=True))
    spare = sum(max(width - need, 0) for need, width in zip(needs, widths, strict=True))
    fitted = [
        max(need, width - max(width - need, 0) * lack / max(spare, lack))
        for need, width in zip(needs, widths, strict=True)
    ]
    columns = (replace(column, share=round(10 * width)) for column, width in zip(table.columns, fitted, strict=True))
    return replace(table, columns=tuple(columns))


def _longest_word(column: Column, cells: Iterable[str]) -> float:
    """Return the room that the longest word takes which a column must not break, with the edges of its cell."""
    texts = [column.title, *(cells if column.align != "left" else ())]
    words = {word for text in texts for word in text.split()}
    return max((fonts.width(word, TABLE_SIZE, bold=True) for word in words), default=0) + CELL_EDGES


def _longest_kept(cells: Iterable[str]) -> float:
    """Return the room that the longest number of a paper or clause takes, with the edges of its cell."""
    found = [each[0] for text in cells for each in groups.KEPT.finditer(text)]
    return max((fonts.width(each, TABLE_SIZE, bold=True) for each in found), default=-SLACK) + CELL_EDGES + SLACK


def _head(block: Letterhead) -> Head:
    room = ISSUER_WIDTH * 0.95
    issuer = [line for name in block.issuer for line in groups.balanced(name, ISSUER_SIZE, room, bold=True)]
    superior = [
        line for name in block.superior.split("\n") for line in groups.balanced(name, ISSUER_SIZE, room) if name
    ]
    rule = rule_length(issuer, ISSUER_SIZE)
    motto = Lines((MOTTO,), fonts.width(MOTTO, MOTTO_SIZE, bold=True))
    issuing = Lines(tuple(issuer), rule)
    date_line = block.date_line
    if fonts.width(date_line, DATE_SIZE, italic=True) > NATION_WIDTH * 0.99:
        date_line = date_line.replace(", ngày", ",\nngày")
    subject = groups.balanced(block.subject, SUBJECT_SIZE, room) if block.subject else ()
    return Head(Lines(tuple(superior)), issuing, motto, block.number_line, date_line, Lines(tuple(subject)))


def _printable(value: Any) -> Any:
    """Return a block, or any value in it, with only characters that the fonts have."""
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, tuple):
        return tuple(_printable(item) for item in value)
    if is_dataclass(value):
        changed = {field.name: _printable(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changed)
    return value


def paper_words(paper: Paper) -> list[str]:
    """Return the words that every rendering shows, one entry a line or cell, in reading order."""
    return [text for sheet in compose(paper) for piece in sheet.pieces for text in _words(piece.block) if text]


def _words(block: Any) -> Iterable[str]:
    match block:
        case Head():
            yield from (*block.superior.lines, *block.issuer.lines, NATION, *block.motto.lines)
            yield from (block.number_line, *block.subject.lines, block.date_line)
        case TitleLines():
            yield from (*block.kind.lines, *block.abstract.lines)
        case AnnexHead():
            yield from (block.number, *block.title.lines, *block.attached.lines)
        case Closing():
            if block.left is not None:
                yield from (*block.left.lines, block.left.name)
                yield from (*block.right.lines, block.right.name)
            if block.recipients is not None:
                yield from (RECIPIENTS, *block.recipients.lines)
            if block.left is None and block.right is not None:
                yield from (*block.right.lines, block.right.name)
        case Addressees() | Grounds() | HeadingLines():
            yield from block.lines
        case Paragraph():
            yield plain(block.text)
        case Listing():
            yield from (plain(item) for item in block.marked)
        case Grid():
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (cell for row in block.table.rows for cell in row)
        case Figure():
            yield block.caption
            if block.figures is not None:
                yield from _words(block.figures)
        case Note():
            yield block.text
        case PlacedPoster():
            yield from block.words
