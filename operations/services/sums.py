"""By what two copies of a table are known to be the same: rows, filled cells, totals, a digest of every column."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from operations.services.tables import NUMBERS, Row, Table


def canonical(words: str) -> str:
    """Return JSON in the one form that SQLite and PostgreSQL agree on: keys in order, numbers by their value.

    PostgreSQL keeps neither the order of keys nor the writing of numbers.
    """
    meaning = json.loads(words, parse_int=_number, parse_float=_number)
    return json.dumps(meaning, sort_keys=True, ensure_ascii=False)


def _number(words: str) -> str:
    """Return a number of JSON as words that no text of JSON can be."""
    value = Decimal(words)
    return f"\x00{value.normalize() if value else 0:f}"


class ColumnSum:
    """What is summed of one column while its cells pass in the order of keys."""

    def __init__(self, kind: str):
        self.kind = kind
        self.filled = 0
        self.total = Decimal(0)
        self.digest = hashlib.sha256()

    def add(self, cells: tuple[Any, ...]) -> None:
        """Take the cells of a batch."""
        there = [cell for cell in cells if cell is not None]
        self.filled += len(there)
        if self.kind in NUMBERS:
            self.total += sum(map(Decimal, there))
        if self.kind == "json":
            cells = tuple(None if cell is None else canonical(cell) for cell in cells)
        self.digest.update("".join(f"{json.dumps(cell, ensure_ascii=False)}\n" for cell in cells).encode())

    def told(self) -> dict[str, Any]:
        """Return the sums as a manifest holds them."""
        total = {"total": f"{self.total:f}"} if self.kind in NUMBERS else {}
        return {"filled": self.filled, **total, "sha256": self.digest.hexdigest()}


class TableSums:
    """The sums of one table while its rows pass."""

    def __init__(self, table: Table):
        self.rows = 0
        self.columns = {column.name: ColumnSum(column.kind) for column in table.columns}

    def add(self, batch: list[Row]) -> None:
        """Take a batch of rows."""
        self.rows += len(batch)
        for column, cells in zip(self.columns.values(), zip(*batch, strict=True), strict=False):
            column.add(cells)

    def watch(self, batches: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """Let batches pass and sum them."""
        for batch in batches:
            self.add(batch)
            yield batch

    def told(self) -> dict[str, Any]:
        """Return the sums as a manifest holds them."""
        return {"rows": self.rows, "sums": {name: column.told() for name, column in self.columns.items()}}
