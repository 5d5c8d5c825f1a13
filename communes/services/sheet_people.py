"""The people of a commune from an Excel table: new ones added, known ones brought up to date, doubles asked about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from communes.access import Actor, Can
from communes.models import Person, SheetReading
from communes.rules import likeness
from communes.rules.likeness import Likeness
from communes.rules.tables import ADD, ASK, CHANGE, KEEP, LEAVE_OUT, Column, Finding, Line, Row, values_of, words_of
from communes.services import people, sheets
from communes.services.changes import in_words
from communes.services.sheet_lookups import People, Units, entry_of, unit_names
from kit import cells
from kit.vietnamese import begun

GENDERS = {label: value for value, label in Person.Gender.choices}
CATEGORIES = {label: value for value, label in Person.Category.choices}
OTHER = ("other", "Hai người khác nhau: thêm mới")
COLUMNS = (
    Column("full_name", "Họ và tên", partial(cells.words, limit=120), required=True, aliases=("Họ tên", "Tên"),
           hint="Ghi đủ họ, tên đệm, tên; có dấu.",
           example="Nguyễn Thị Hòa", width=28),
    Column("gender", "Giới tính", lambda cell: cells.one_of(cell, GENDERS), hint="Nam hoặc Nữ.", example="Nữ",
           width=10),
    Column("birth_year", "Năm sinh", cells.year, aliases=("Ngày sinh", "Ngày tháng năm sinh", "Sinh năm"),
           hint="Bốn chữ số; ghi cả ngày sinh cũng được, phần mềm chỉ lấy năm.", example="1985", width=12),
    Column("unit", "Đơn vị", partial(cells.words, limit=200), aliases=("Cơ quan, đơn vị", "Nơi công tác", "Phòng ban"),
           hint="Tên hoặc tên gọi tắt của đơn vị đã có trong phần mềm.", example="Phòng Kinh tế", width=34),
    Column("position", "Chức vụ", partial(cells.words, limit=160), aliases=("Chức danh", "Chức vụ, chức danh"),
           hint="Chức vụ hoặc công việc đang làm.", example="Chuyên viên", width=28),
    Column("category", "Nhóm", lambda cell: cells.one_of(cell, CATEGORIES), aliases=("Đối tượng",),
           hint="Chọn trong danh sách.", example="Công chức", width=26),
    Column("joined_on", "Công tác từ ngày", cells.day, aliases=("Ngày vào làm", "Từ ngày"),
           hint="Ngày/tháng/năm.", example="01/07/2025", width=16),
)  # fmt: skip


def lists() -> dict[str, tuple[str, ...]]:
    """Return the values that the template offers."""
    return {"gender": tuple(GENDERS), "category": tuple(CATEGORIES), "unit": unit_names()}


def check(rows: list[Row], choices: Mapping[int, str], reading: SheetReading, by: Actor) -> list[Line]:
    """Check a table of people: what cannot be read, who is known already, who stands in it twice."""
    units, known = Units(), People()
    lines, above, taken = [], [], {}
    for row in rows:
        values, findings = values_of(row, COLUMNS)
        unit, wrong = units.find(values["unit"] or "", "Đơn vị")
        values["unit"] = unit
        line = Line(row.number, words_of(row, COLUMNS), ADD, (*findings, *wrong), values=values)
        if not line.findings:
            line = _recognised(line, choices.get(row.number, ""), known, above, taken)
        if choices.get(row.number) != LEAVE_OUT[0] and values["full_name"]:
            above.append((row.number, entry_of(values, unit)))
        lines.append(line)
    return lines


def _recognised(line: Line, choice: str, known: People, above: list, taken: dict[int, int]) -> Line:
    """Ask about a row whose name is known or stood above; settle what was answered."""
    matches = known.like(line.values, line.values["unit"])
    entry = entry_of(line.values, line.values["unit"])
    twice = [(row, likeness.alike(entry, other)) for row, other in above]
    twice = [(row, degree) for row, degree in twice if degree]
    if not matches and not twice:
        return line
    options = [(f"same-{match.person.pk}", f"Là một người: {match.words}") for match in matches]
    options += [OTHER, LEAVE_OUT]
    suggested = options[0][0] if matches and matches[0].degree == Likeness.SURE and not twice else ""
    if any(degree == Likeness.SURE for _, degree in twice):
        suggested = LEAVE_OUT[0]
    asked = replace(
        line, does=ASK, options=tuple(options), suggested=suggested,
        question="Cùng một người?" if matches else "Trùng tên trong tệp",
        notes=tuple(f"Trùng họ tên với dòng {row} của tệp." for row, _ in twice),
    )  # fmt: skip
    if choice == OTHER[0]:
        return replace(asked, does=ADD, chosen=choice)
    person = known.by_pk.get(int(choice.removeprefix("same-"))) if choice.startswith("same-") else None
    if person is None or choice not in dict(options):
        return asked
    if person.pk in taken:
        finding = Finding(f"đã chọn là một người với dòng {taken[person.pk]}; chọn lại một trong hai dòng")
        return replace(asked, findings=(finding,), chosen=choice)
    taken[person.pk] = line.row
    return _brought_up_to_date(replace(asked, chosen=choice), person)


def _brought_up_to_date(line: Line, person: Person) -> Line:
    """Return what a row changes of a known person; an empty cell, and how the name is spelled, leave what is known."""
    new = _given(line.values)
    new.pop("full_name")
    changed = {name: value for name, value in new.items() if getattr(person, name) != value}
    words = tuple(
        (begun(str(Person._meta.get_field(name).verbose_name)), in_words(person, name),
         in_words(Person(**{name: value}), name))
        for name, value in changed.items()
    )  # fmt: skip
    notes = line.notes
    if likeness.spelling(person.full_name) != likeness.spelling(line.values["full_name"]):
        notes = (*notes, f"Giữ họ tên đã ghi trong phần mềm: {person.full_name}.")
    does = CHANGE if changed else KEEP
    return replace(line, does=does, changes=words, notes=notes, values={"person": person, "changed": changed})


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says, without its empty cells."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def apply(lines: list[Line], reading: SheetReading, *, by: Actor, at: datetime) -> None:
    """Add the new people and change the known ones."""

    def store(line: Line) -> None:
        if line.does == CHANGE:
            people.change(line.values["person"], by=by, at=at, **line.values["changed"])
        else:
            people.add(**_given(line.values), by=by, at=at)

    sheets.each_row(lines, store)


sheets.register(
    sheets.SheetKind(
        key="people",
        title="Danh sách con người",
        intro="Cán bộ, công chức, viên chức, người lao động, người dân cần theo dõi khen thưởng.",
        needs=(Can.MANAGE_PEOPLE,),
        columns=COLUMNS,
        check=check,
        apply=apply,
        page="communes:people",
        icon="people",
        lists=lists,
        guide=(
            "Mỗi người một dòng. Không gộp ô, không chèn dòng tiêu đề phụ giữa bảng.",
            "Được dán từ danh sách có sẵn; thứ tự cột thế nào cũng được, miễn tên cột đúng như mẫu.",
            "Người trùng họ tên với người đã có: phần mềm hỏi từng trường hợp trước khi nhập.",
            "Với người đã có, ô để trống giữ nguyên thông tin cũ.",
            "Tài khoản và vai trò không nhập từ tệp; quản trị lập riêng cho từng người.",
        ),
    )
)
