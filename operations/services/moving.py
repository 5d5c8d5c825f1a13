"""Moving the database elsewhere: one moment of it, written into an empty database and compared column by column."""

from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.models import Count, Max

from communes.models import HistoryEntry
from operations.services import loading, sequences
from operations.services.backups import applied
from operations.services.connecting import snapshot, working_on
from operations.services.problems import Stopped
from operations.services.sums import TableSums
from operations.services.tables import read, tables

NOT_EMPTY = "Cơ sở dữ liệu đích đang có dữ liệu. Hãy tạo một cơ sở dữ liệu trống rồi chạy lại."
WRITTEN_MEANWHILE = (
    "Có người ghi dữ liệu trong lúc chuyển, bản chuyển đã bỏ và cơ sở dữ liệu đích để trống. "
    "Hãy dừng phần mềm (web, máy tạo văn bản, hẹn giờ) rồi chạy lại."
)


def move(target: dict[str, Any]) -> list[dict[str, Any]]:
    """Copy the product's database into an empty one; return what both sides hold of each table.

    Both sides are read and have to agree in rows, sums and digests of every column. Whatever people do is written into
    history: a line that came after the snapshot means that the copy is old already, and it is given up.
    """
    connections["default"].ensure_connection()
    with snapshot() as source:
        newest, told = _newest(source), {}
        with working_on(target):
            if loading.in_use():
                raise Stopped(NOT_EMPTY)
            with loading.all_or_nothing():
                loading.clear()
                found = loading.shape(applied(source))
                here = {table.label: table for table in tables()}
                if {table.label: table.shape for table in found} != {label: each.shape for label, each in here.items()}:
                    raise Stopped("Cơ sở dữ liệu nguồn chưa được cập nhật theo bản phần mềm này; hãy cập nhật trước.")
                with loading.filling(found):
                    for table in found:
                        sums = TableSums(table)
                        loading.load(table, sums.watch(read(here[table.label], using=source)))
                        told[table.label] = sums.told()
                    sequences.set_last_keys("default", found, sequences.last_keys(source, found))
                    loading.compare(found, told)
                    with snapshot(source) as now:
                        if _newest(now) != newest:
                            raise Stopped(WRITTEN_MEANWHILE)
                loading.forward()
    return [{"label": label, **sums} for label, sums in told.items()]


def _newest(using: str) -> dict[str, int | None]:
    """Return the last key and the number of lines of history: a line that was begun earlier may come later."""
    return HistoryEntry._base_manager.using(using).aggregate(last=Max("pk"), lines=Count("pk"))


def added(totals: list[str]) -> str:
    """Return the sum of the totals of a table's columns, as a person compares it at a glance."""
    return f"{sum(map(Decimal, totals)):f}" if totals else "–"
