"""Excel tables read into the product: received, checked row by row, questions answered, applied whole or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction

from communes import history
from communes.access import Actor, Can
from communes.models import SheetReading, Unit
from communes.models.sheets import ADMITTED, sheet_path
from communes.rules import tables
from communes.rules.tables import Column, Line, Row
from communes.services import scanning
from kit import cells, inspection, workbooks
from kit.sheet_templates import Field, write_template

CHANGED = (
    "Dữ liệu trong phần mềm đã thay đổi từ lúc kiểm tra tệp. Bảng dưới đây vừa được kiểm tra lại; hãy xem lại rồi nhập."
)


@dataclass(frozen=True)
class SheetKind:
    """One kind of table: its columns, who may read it in, how its rows are checked and what they write.

    `check` takes the rows, the choices by row, the reading and the actor; `apply` the lines, the reading, the actor
    and the time. `page` names the list where the result stands. A kind without `open` has a page of its own;
    columns that are `unseen` serve the product alone.
    """

    key: str
    title: str
    intro: str
    needs: tuple[Can, ...]
    columns: tuple[Column, ...]
    check: Callable[[list[Row], Mapping[int, str], SheetReading, Actor], list[Line]]
    apply: Callable[..., None]
    page: str
    icon: str = "file-earmark-spreadsheet"
    guide: tuple[str, ...] = ()
    lists: Callable[[], dict[str, tuple[str, ...]]] = field(default=dict)
    open: bool = True
    unseen: tuple[str, ...] = ()
    after: Callable[[SheetReading, Actor], str] | None = None

    @property
    def seen(self) -> tuple[Column, ...]:
        """The columns that a page shows."""
        return tuple(each for each in self.columns if each.key not in self.unseen)


KINDS: dict[str, SheetKind] = {}


def register(kind: SheetKind) -> None:
    """Enter a kind of table, once the apps are ready."""
    KINDS[kind.key] = kind
    ADMITTED[kind.key] = kind.needs


def admits(kind: SheetKind, actor: Actor, unit_id: int | None = None) -> bool:
    """Say whether the actor may read tables of a kind in."""
    return any(actor.may(can, unit_id) for can in kind.needs)


def kinds_for(actor: Actor) -> list[SheetKind]:
    """Return the kinds of table that the actor may send in on the common page."""
    return [kind for kind in KINDS.values() if kind.open and admits(kind, actor)]


def _ensure(kind: SheetKind, by: Actor, unit_id: int | None) -> None:
    """Let in who may read tables of a kind in."""
    if not admits(kind, by, unit_id):
        raise PermissionDenied


def template(kind: SheetKind, *, by: Actor, at: datetime) -> bytes:
    """Return the workbook to fill in: headings, lists to choose from, and a page that explains them."""
    _ensure(kind, by, None)
    made = BytesIO()
    write_template(
        made,
        name=kind.title,
        title=f"{kind.title.upper()} – {by.commune}",
        author=by.commune.committee,
        made_at=at,
        fields=fields_of(kind.columns, kind.lists()),
        guide=kind.guide,
    )
    return made.getvalue()


def fields_of(columns: Iterable[Column], lists: Mapping[str, tuple[str, ...]]) -> list[Field]:
    """Return the columns of a workbook to fill in, each with its list to choose from where `lists` has one."""
    return [
        Field(each.label, each.required, each.hint, each.example, tuple(lists.get(each.key, ())), each.width,
              as_text=each.read is not cells.day)
        for each in columns
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """An upload that is a readable workbook."""

    name: str
    content: bytes
    sheets: tuple[workbooks.Sheet, ...]


def opened(upload: UploadedFile) -> Opened:
    """Open an upload, or refuse it in words."""
    name = inspection.clean_name(upload.name or "bang.xlsx")
    if upload.size > workbooks.FILE_LIMIT:
        raise ValidationError(f"“{name}”: tệp lớn hơn {workbooks.FILE_LIMIT // 2**20} MB.")
    if PurePath(name).suffix.lower() in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise ValidationError(f"“{name}”: {workbooks.MACROS}")
    scanning.ensure_clean(upload, name)
    upload.seek(0)
    content = upload.read()
    try:
        return Opened(name, content, workbooks.read_apart(content))
    except workbooks.Unreadable as problem:
        raise ValidationError(f"“{name}”: {problem}") from None


def receive(
    kind: SheetKind,
    book: Opened,
    *,
    by: Actor,
    at: datetime,
    title: str = "",
    unit: Unit | None = None,
    subject_id: int | None = None,
    facts: dict[str, Any] | None = None,
) -> SheetReading:
    """Keep an opened workbook with what was read from it; refuse one without the table of its kind."""
    _ensure(kind, by, unit.pk if unit else None)
    visible = [each.rows for each in book.sheets if not each.hidden]
    try:
        table = tables.find_table(visible, kind.columns)
    except tables.NoTable as problem:
        raise ValidationError(f"“{book.name}”: {problem}") from None
    reading = SheetReading(
        commune=by.commune, unit=unit, kind=kind.key, subject_id=subject_id, title=title or kind.title, name=book.name,
        size=len(book.content), sha256=hashlib.sha256(book.content).hexdigest(), uploaded_at=at, uploaded_by=by.name,
        uploader=by.user, rows=[tables.pack(row) for row in table.rows], unknown=[text[:80] for text in table.unknown],
        facts=facts or {},
    )  # fmt: skip
    _note(reading, _checked(kind, reading, by))
    path = sheet_path(reading, book.name)
    try:
        with transaction.atomic():
            reading.file.name = default_storage.save(path, BytesIO(book.content))
            reading.save()
            label = f"Tải lên bảng Excel: {book.name}"[:160]
            history.record("sheetreading.receive", reading, by=by, at=at, label=label, rows=len(table.rows))
    except (OSError, OperationalError):
        _erase(path)
        raise ValidationError(
            f"“{book.name}”: máy chủ không ghi được tệp (có thể đã hết chỗ). Hãy thử lại sau hoặc báo quản trị viên."
        ) from None
    except BaseException:
        _erase(path)
        raise
    return reading


def _erase(path: str) -> None:
    """Remove whatever was written at a path."""
    with suppress(OSError):
        default_storage.delete(path)


def _checked(kind: SheetKind, reading: SheetReading, by: Actor) -> list[Line]:
    """Check the rows of a reading against what the product holds now."""
    choices = {int(row): choice for row, choice in reading.choices.items()}
    found = kind.check([tables.unpack(each) for each in reading.rows], choices, reading, by)
    return [tables.settled(line, choices.get(line.row, "")) for line in found]


def _note(reading: SheetReading, lines: Iterable[Line]) -> None:
    """Put checked lines and their counts on a reading, unsaved."""
    lines = list(lines)
    reading.lines = [line.stored() for line in lines]
    reading.counts = dict(Counter(line.does for line in lines))


@transaction.atomic
def choose(reading: SheetReading, given: Mapping[int, str], *, by: Actor, at: datetime, in_bulk: str = "") -> None:
    """Keep what was chosen for rows, and check all rows again.

    `in_bulk` answers for many rows at once: "suggested" takes every suggestion that is still open, "leave_out" leaves
    every faulty row out.
    """
    kind = KINDS[reading.kind]
    _ensure(kind, by, reading.unit_id)
    _ensure_open(reading)
    offered = {line["row"]: {value for value, _ in line["options"]} for line in reading.lines}
    choices = dict(reading.choices)
    for row, choice in given.items():
        if choice and choice not in offered.get(row, ()):
            raise ValidationError(f"Dòng {row}: cách xử lý đã chọn không còn phù hợp. Hãy chọn lại.")
        choices[str(row)] = choice
    for line in reading.lines:
        row = str(line["row"])
        if in_bulk == "suggested" and line["suggested"] and not choices.get(row):
            choices[row] = line["suggested"]
        if in_bulk == "leave_out" and line["does"] == tables.WRONG:
            choices[row] = tables.LEAVE_OUT[0]
    reading.choices = {row: choice for row, choice in choices.items() if choice}
    _note(reading, _checked(kind, reading, by))
    _store(reading)


def _store(reading: SheetReading) -> None:
    """Store choices and lines of a reading that nobody settled meanwhile."""
    facts = {name: getattr(reading, name) for name in ("choices", "lines", "counts")}
    if not SheetReading.objects.filter(pk=reading.pk, status=SheetReading.Status.CHECKED).update(**facts):
        raise ValidationError("Người khác vừa xử lý bảng này. Hãy tải lại trang để xem tình trạng mới nhất.")


def _ensure_open(reading: SheetReading) -> None:
    """Refuse a reading that was settled."""
    if not reading.is_open:
        raise ValidationError(f"Bảng này {reading.get_status_display().lower()} rồi.")


def apply(reading: SheetReading, *, by: Actor, at: datetime) -> None:
    """Write every row of a reading, or none; first check again whether the product changed since it was checked."""
    kind = KINDS[reading.kind]
    _ensure(kind, by, reading.unit_id)
    SheetReading.flow.lawful(reading, "apply")
    seen = reading.lines
    lines = _checked(kind, reading, by)
    _note(reading, lines)
    if reading.lines != seen:
        with transaction.atomic():
            _store(reading)
        raise ValidationError(CHANGED)
    if problems := reading.blockers_to_apply():
        raise ValidationError(problems)
    _write(kind, reading, lines, by=by, at=at)


def _write(kind: SheetKind, reading: SheetReading, lines: list[Line], *, by: Actor, at: datetime) -> None:
    """Move the status, so that nobody writes the same rows twice, and write the rows; both or neither."""
    try:
        with transaction.atomic():
            _settle(reading, "apply", by=by, at=at, **reading.counts)
            kind.apply([line for line in lines if line.does in (tables.ADD, tables.CHANGE)], reading, by=by, at=at)
    except BaseException:
        reading.status = SheetReading.Status.CHECKED
        raise


def each_row(lines: Iterable[Line], store: Callable[[Line], None]) -> None:
    """Store lines one by one; what a service refuses names its row."""
    for line in lines:
        try:
            store(line)
        except ValidationError as problem:
            raise ValidationError([f"Dòng {line.row}: {reason}" for reason in problem.messages]) from problem


@transaction.atomic
def discard(reading: SheetReading, *, by: Actor, at: datetime) -> None:
    """Put a reading aside without writing anything; the file stays."""
    _ensure(KINDS[reading.kind], by, reading.unit_id)
    _settle(reading, "discard", by=by, at=at)


def _settle(reading: SheetReading, action: str, *, by: Actor, at: datetime, **facts) -> None:
    """Move a reading to its end, with its line of history."""
    move = SheetReading.flow.move(reading, action, settled_at=at, settled_by=by.name)
    history.record(
        f"sheetreading.{action}", reading, by=by, at=at, label=move.done, from_status=SheetReading.Status.CHECKED,
        to_status=move.target, **facts,
    )  # fmt: skip
