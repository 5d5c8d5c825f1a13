"""Communes from an Excel list: received, checked row by row, made all together or not at all.

An address (slug) not given follows from the name; where two communes of one name would share it, the row says so.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower

from communes.models import Commune, User
from communes.rules import slugs, tables
from communes.rules.tables import ADD, WRONG, Column, Finding, Line, Row
from communes.services.sheets import Opened, fields_of
from kit import cells
from kit.sheet_templates import write_template
from kit.vietnamese import fold
from province.access import Visitor
from province.models import CommuneSheet, Province, ProvinceCommune
from province.services import acts, communes

MOST = 200
KINDS = {label: value for value, label in Commune.Kind.choices}
USERNAME_SHAPE = re.compile(r"[a-z0-9._-]+")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COLUMNS = (
    Column("kind", "Loại", lambda cell: cells.one_of(cell, KINDS), required=True, hint="Chọn trong danh sách.",
           example="xã", width=12),
    Column("name", "Tên", partial(cells.words, limit=120), required=True, aliases=("Tên địa phương",),
           hint="Chỉ ghi tên riêng, không ghi xã, phường, đặc khu.", example="Đồng Tâm", width=28),
    Column("slug", "Tên trong địa chỉ", partial(cells.words, limit=60),
           hint="Chữ thường không dấu, chữ số, gạch nối. Để trống thì đặt theo tên.", example="dong-tam", width=24),
    Column("place_name", "Địa danh ghi trên văn bản", partial(cells.words, limit=120),
           hint="Để trống thì lấy tên.", example="Đồng Tâm", width=26),
    Column("administrator", "Họ và tên người quản trị", partial(cells.words, limit=120), required=True,
           aliases=("Người quản trị",), hint="Người được lập tài khoản quản trị của địa phương.",
           example="Đỗ Minh Tuệ", width=28),
    Column("position", "Chức vụ", partial(cells.words, limit=160), hint="Để trống nếu chưa biết.",
           example="Công chức Văn phòng", width=26),
    Column("username", "Tên đăng nhập", partial(cells.words, limit=150),
           hint="Chữ không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới. Để trống thì đặt theo họ tên.",
           example="tue.dm", width=18),
)  # fmt: skip
LABELS = {each.key: each.label for each in COLUMNS}
GUIDE = (
    "Mỗi dòng là một địa phương mới; địa phương đã có trong phần mềm thì thêm ở trang Thêm địa phương.",
    "Tải lên chỉ để kiểm tra. Có dòng nào sai thì không dòng nào được lập.",
    "Lập xong, in phiếu giao tài khoản để giao mật khẩu lần đầu cho người quản trị từng địa phương.",
)


def template(province: Province, *, at: datetime) -> bytes:
    """Return the workbook to fill in."""
    made = BytesIO()
    write_template(
        made, name="Địa phương", title=f"DANH SÁCH ĐỊA PHƯƠNG – {province}", author=f"{province.body} {province}",
        made_at=at, guide=GUIDE, fields=fields_of(COLUMNS, {"kind": tuple(KINDS)}),
    )  # fmt: skip
    return made.getvalue()


@transaction.atomic
def receive(province: Province, book: Opened, *, by: Visitor, at: datetime) -> CommuneSheet:
    """Keep the rows of an opened workbook; refuse one without the table, or with too many rows."""
    try:
        table = tables.find_table([each.rows for each in book.sheets if not each.hidden], COLUMNS)
    except tables.NoTable as problem:
        raise ValidationError(f"“{book.name}”: {problem}") from None
    if len(table.rows) > MOST:
        raise ValidationError(f"“{book.name}” có {len(table.rows)} dòng; mỗi tệp không quá {MOST} địa phương.")
    sheet = CommuneSheet.objects.create(
        province=province, name=book.name[:200], rows=[tables.pack(each) for each in table.rows], uploaded_at=at,
        uploaded_by=by.name,
    )  # fmt: skip
    acts.record("sheet.received", by=by, at=at, label="Tải lên danh sách địa phương", about=sheet.name)
    return sheet


def check(sheet: CommuneSheet) -> list[Line]:
    """Return what becomes of each row, with everything that stands against it by row and column, in four queries."""
    read = [(row, *tables.values_of(row, COLUMNS)) for row in map(tables.unpack, sheet.rows)]
    for _, values, _ in read:
        values["slug"] = values["slug"] or "-".join(re.findall(r"[a-z0-9]+", fold(values["name"] or "")))[:60].strip(
            "-"
        )
        values["username"] = (values["username"] or "").lower()
    known = _Known(sheet, [values for _, values, _ in read])
    return [_line(row, values, findings, known) for row, values, findings in read]


class _Known:
    """What is taken already: addresses, names within the province, user names; what earlier rows of the file took."""

    def __init__(self, sheet: CommuneSheet, rows: list[dict]):
        slugs_read = {values["slug"] for values in rows}
        users_read = {values["username"] for values in rows} - {""}
        self.slugs = set(Commune.objects.filter(slug__in=slugs_read).values_list("slug", flat=True))
        there = ProvinceCommune.objects.filter(province=sheet.province)
        self.names = {(kind, fold(name)) for kind, name in there.values_list("commune__kind", "commune__name")}
        users = User.objects.annotate(small=Lower("username"))
        self.users = set(users.filter(small__in=users_read).values_list("small", flat=True))
        self.users |= set(User.objects.filter(single_sign_on__in=users_read).values_list("single_sign_on", flat=True))
        self.rows: dict[tuple, int] = {}

    def earlier(self, what: str, value, row: int) -> int | None:
        """Return the row of the file that has a value already; this row has it from now on."""
        first = self.rows.setdefault((what, value), row)
        return None if first == row else first


def _line(row: Row, values: dict, findings: list[Finding], known: _Known) -> Line:
    """Return one row with what stands against it."""
    found = [*findings]
    if values["slug"]:
        found += _of_slug(values["slug"], row.number, known)
    elif values["name"]:
        found.append(Finding("tên không có chữ cái, chữ số nào để đặt địa chỉ; hãy ghi vào cột này", LABELS["slug"]))
    if values["name"] and values["kind"]:
        name = (values["kind"], fold(values["name"]))
        if name in known.names:
            found.append(Finding("tỉnh đã có địa phương này", LABELS["name"]))
        if first := known.earlier("name", name, row.number):
            found.append(Finding(f"trùng với dòng {first}", LABELS["name"]))
    if username := values["username"]:
        if not USERNAME_SHAPE.fullmatch(username):
            reason = "chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới"
            found.append(Finding(reason, LABELS["username"]))
        if username in known.users:
            found.append(Finding("đã có người dùng", LABELS["username"]))
        if first := known.earlier("username", username, row.number):
            found.append(Finding(f"trùng với dòng {first}", LABELS["username"]))
    return Line(row.number, tables.words_of(row, COLUMNS), WRONG if found else ADD, tuple(found), values=values)


def _of_slug(slug: str, row: int, known: _Known) -> Iterable[Finding]:
    """Say what stands against an address."""
    label = LABELS["slug"]
    if not SLUG.fullmatch(slug):
        yield Finding("chỉ gồm chữ thường không dấu, chữ số và gạch nối", label)
    elif problem := slugs.taken(slug):
        yield Finding(problem, label)
    elif slug in known.slugs:
        yield Finding(f"“{slug}” đã có địa phương khác dùng; hãy ghi tên khác", label)
    elif first := known.earlier("slug", slug, row):
        yield Finding(f"“{slug}” trùng với dòng {first}; hãy ghi tên khác", label)


@transaction.atomic
def apply(sheet: CommuneSheet, *, by: Visitor, at: datetime) -> int:
    """Make every commune of a list, or none; return how many.

    Rows with a user name of their own come first, so that no name suggested for another row takes it.
    """
    _settle(sheet, CommuneSheet.Status.APPLIED, at)
    lines = check(sheet)
    wrong = [finding.told(line.row) for line in lines for finding in line.findings]
    if wrong:
        raise ValidationError(wrong)
    for line in sorted(lines, key=lambda line: not line.values["username"]):
        try:
            communes.create(sheet.province, by=by, at=at, **line.values)
        except ValidationError as problem:
            raise ValidationError([f"Dòng {line.row}: {reason}" for reason in problem.messages]) from problem
    acts.record("sheet.applied", by=by, at=at, label=f"Lập {len(lines)} địa phương từ Excel", about=sheet.name)
    return len(lines)


@transaction.atomic
def discard(sheet: CommuneSheet, *, by: Visitor, at: datetime) -> None:
    """Put a list aside without making anything."""
    _settle(sheet, CommuneSheet.Status.DISCARDED, at)
    acts.record("sheet.discarded", by=by, at=at, label="Bỏ danh sách địa phương", about=sheet.name)


def _settle(sheet: CommuneSheet, status: str, at: datetime) -> None:
    """Move a list to its end, unless somebody did before."""
    waiting = CommuneSheet.objects.filter(pk=sheet.pk, status=CommuneSheet.Status.CHECKED)
    if not waiting.update(status=status, settled_at=at):
        raise ValidationError("Người khác vừa xử lý danh sách này. Hãy tải lại trang để xem tình trạng mới nhất.")
