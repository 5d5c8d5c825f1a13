"""A list as an Excel workbook or as CSV: the rows that its asker may see now, under the filters that were frozen."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone
from django_scopes import scope

from communes.access import Actor
from communes.models import Commune, User
from kit import sheets
from kit.vietnamese import vn_datetime
from reports.documents.workbook import Workbook
from reports.exports.base import LISTS, Asked, ExportList, Found
from reports.rendering.failing import PaperFailed

RIGHT_LOST = "Người yêu cầu không còn quyền xem danh sách này nên bảng tính không được tạo."
RECORD_LOST = "Hồ sơ của danh sách này không còn thuộc phạm vi người yêu cầu được xem nên bảng tính không được tạo."
FILTERS_CHANGED = (
    "Điều kiện lọc không còn như lúc yêu cầu nên bảng tính không được tạo. Hãy mở danh sách, lọc lại rồi xuất lại."
)
TOO_LONG = "Danh sách có {number} dòng, nhiều hơn một bảng tính chứa được. Hãy lọc bớt rồi xuất lại."


def produce(content: dict[str, Any], place: Callable[[str], Path], tell: Callable[[int], None]) -> None:
    """Write the workbook; fail in words where the asker has lost the right, the record or a filter since asking."""
    wish = Workbook.from_json(content)
    commune = Commune.objects.get(pk=wish.commune)
    with scope(commune=commune):
        listed, asked = _asked(wish, commune)
        found = listed.find(asked)
        if found.words != wish.filters:
            raise PaperFailed(FILTERS_CHANGED)
        number = found.number
        if number > sheets.MOST_ROWS:
            raise PaperFailed(TOO_LONG.format(number=f"{number:,}".replace(",", ".")))
        tell(5)
        fill(place("xlsx"), listed, asked, found, lambda done: tell(5 + min(90 * done // max(number, 1), 90)))


def _asked(wish: Workbook, commune: Commune) -> tuple[ExportList, Asked]:
    """Return the list and what it is asked for, with the rights that the asker holds now."""
    listed = LISTS[wish.list]
    user = User.objects.filter(pk=wish.user, is_active=True).first()
    actor = Actor.of_user(user, commune, on=timezone.localdate()) if user else None
    if actor is None or not listed.allows(actor):
        raise PaperFailed(RIGHT_LOST)
    record = None
    if wish.record is not None:
        record = listed.records(actor).filter(pk=wish.record).first()
        if record is None:
            raise PaperFailed(RECORD_LOST)
    return listed, Asked(actor, QueryDict(wish.query), record)


def fill(
    target: Path | IO[bytes],
    listed: ExportList,
    asked: Asked,
    found: Found,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write a list under its title, its commune, its filters, and who made it when; return the number of rows."""
    columns = listed.columns(asked)
    now, commune = timezone.now(), asked.actor.commune
    place = f"{commune.get_kind_display().capitalize()} {commune.name}, {commune.province}"
    filters = f"Lọc: {'; '.join(found.words)}" if found.words else "Lọc: không, toàn bộ danh sách"
    return sheets.write(
        target,
        name=listed.title,
        title=listed.title_for(asked),
        author=commune.name,
        head=[place, filters, f"Lập lúc {vn_datetime(timezone.localtime(now))} bởi {asked.actor.name}"],
        headings=[column.heading for column in columns],
        rows=listed.values(asked, found, columns),
        made_at=now,
        tell=tell,
    )


def plain(listed: ExportList, asked: Asked, found: Found) -> bytes:
    """Return a list as CSV: its headings and its rows, and nothing else that a program would stumble over."""
    columns = listed.columns(asked)
    return sheets.as_csv([column.heading for column in columns], listed.values(asked, found, columns))
