"""The units of a commune from an Excel table: parents before their parts, known ones brought up to date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from communes.access import Actor, Can
from communes.models import SheetReading, Unit
from communes.rules import likeness
from communes.rules.tables import ADD, ASK, CHANGE, KEEP, LEAVE_OUT, Column, Finding, Line, Row, values_of, words_of
from communes.services import places, sheets
from communes.services.changes import in_words
from communes.services.sheet_lookups import Units, unit_names
from kit import cells
from kit.vietnamese import begun, fold

KINDS = {label: value for value, label in Unit.Kind.choices}
OTHER = ("other", "Hai đơn vị khác nhau: thêm mới")
COLUMNS = (
    Column("name", "Tên đơn vị", partial(cells.words, limit=200), required=True, aliases=("Đơn vị", "Tên"),
           hint="Tên đầy đủ.", example="Phòng Văn hóa - Xã hội", width=38),
    Column("short_name", "Tên gọi tắt", partial(cells.words, limit=60), hint="Để trống nếu không có.",
           example="Phòng VH-XH", width=18),
    Column("symbol", "Chữ viết tắt", partial(cells.words, limit=30), aliases=("Ký hiệu", "Viết tắt"),
           hint="Dùng trong ký hiệu văn bản, ví dụ 12/KH-VHXH.", example="VHXH", width=14),
    Column("kind", "Loại", lambda cell: cells.one_of(cell, KINDS), required=True, aliases=("Loại đơn vị",),
           hint="Chọn trong danh sách.", example="Phòng, văn phòng, bộ phận chuyên môn", width=38),
    Column("parent", "Trực thuộc", partial(cells.words, limit=200), hint="Tên đơn vị cấp trên trực tiếp, nếu có; "
           "đơn vị đó có sẵn hoặc nằm trong cùng tệp.", example="Ủy ban nhân dân xã", width=34),
    Column("position", "Thứ tự", partial(cells.whole, most=9_999), hint="Số nhỏ đứng trước.", example="1", width=10),
    Column("valid_from", "Có từ ngày", cells.day, hint="Ngày/tháng/năm; để trống nếu có từ trước.",
           example="01/07/2025", width=14),
)  # fmt: skip


def lists() -> dict[str, tuple[str, ...]]:
    """Return the values that the template offers."""
    return {"kind": tuple(KINDS), "parent": unit_names()}


def check(rows: list[Row], choices: Mapping[int, str], reading: SheetReading, by: Actor) -> list[Line]:
    """Check a table of units: what cannot be read, which is known already, what a part belongs to."""
    units = Units()
    read = [(row, *values_of(row, COLUMNS)) for row in rows]
    stays = [(row, values) for row, values, _ in read if choices.get(row.number) != LEAVE_OUT[0]]
    written = {fold(values["name"]): values["name"] for _, values in stays if values["name"]}
    above = {fold(values["name"]): values["parent"] or "" for _, values in stays if values["name"]}
    seen: dict[str, int] = {}
    lines = []
    for row, values, findings in read:
        name = fold(values["name"] or "")
        findings += _parent(values, units, written)
        if name in seen:
            findings.append(Finding(f"trùng tên với dòng {seen[name]}", "Tên đơn vị"))
        elif name and choices.get(row.number) != LEAVE_OUT[0]:
            seen[name] = row.number
        if _in_a_circle(name, above):
            findings.append(Finding("các đơn vị trực thuộc vòng quanh nhau", "Trực thuộc"))
        line = Line(row.number, words_of(row, COLUMNS), ADD, tuple(findings), values=values)
        lines.append(line if findings else _recognised(line, choices.get(row.number, ""), units))
    return lines


def _parent(values: dict[str, Any], units: Units, written: dict[str, str]) -> list[Finding]:
    """Put the parent into the values: a unit known already, or the name of one in the same table."""
    name = values["parent"] or ""
    if name and fold(name) == fold(values["name"] or ""):
        return [Finding("đơn vị không thể trực thuộc chính mình", "Trực thuộc")]
    values["parent"], findings = units.find(name, "Trực thuộc")
    if findings and fold(name) in written:
        values["parent"] = written[fold(name)]
        return []
    return findings


def _in_a_circle(name: str, above: Mapping[str, str]) -> bool:
    """Say whether a unit of the table lies, over others of it, below itself."""
    at, passed = fold(above.get(name, "")), set()
    while at in above and at not in passed:
        if at == name:
            return bool(name)
        passed.add(at)
        at = fold(above[at])
    return False


def _recognised(line: Line, choice: str, units: Units) -> Line:
    """Ask about a row whose name is known; two units never share one name letter by letter."""
    found = units.by_name.get(fold(line.values["name"]), [])
    if not found:
        return line
    exact = any(likeness.spelling(unit.name) == likeness.spelling(line.values["name"]) for unit in found)
    options = [(f"same-{unit.pk}", f"Là một đơn vị: {unit}, {unit.get_kind_display()}") for unit in found]
    options += [LEAVE_OUT] if exact else [OTHER, LEAVE_OUT]
    asked = replace(line, does=ASK, options=tuple(options), question="Cùng một đơn vị?",
                    suggested=options[0][0] if exact and len(found) == 1 else "")  # fmt: skip
    if choice == OTHER[0] and not exact:
        return replace(asked, does=ADD, chosen=choice)
    unit = next((each for each in found if f"same-{each.pk}" == choice), None)
    return _brought_up_to_date(replace(asked, chosen=choice), unit) if unit else asked


def _brought_up_to_date(line: Line, unit: Unit) -> Line:
    """Return what a row changes of a known unit; an empty cell, and how the name is spelled, leave what is known."""
    changed, words = {}, []
    for name, value in line.values.items():
        before = getattr(unit, name)
        told = value.name if isinstance(value, Unit) else value
        if name == "name" or value in (None, "") or told == (before.name if isinstance(before, Unit) else before):
            continue
        changed[name] = value
        after = told if name == "parent" else in_words(Unit(**{name: value}), name)
        words.append((begun(str(Unit._meta.get_field(name).verbose_name)), in_words(unit, name), str(after)))
    does = CHANGE if changed else KEEP
    return replace(line, does=does, changes=tuple(words), values={**line.values, "unit": unit, "changed": changed})


def apply(lines: list[Line], reading: SheetReading, *, by: Actor, at: datetime) -> None:
    """Add the new units, parents first, and change the known ones."""

    def store(line: Line) -> None:
        if line.does == CHANGE:
            changed = dict(line.values["changed"])
            if "parent" in changed:
                changed["parent"] = _unit(changed["parent"])
            places.change_unit(line.values["unit"], by=by, at=at, **changed)
        else:
            values = {name: value for name, value in line.values.items() if value not in (None, "")}
            values["parent"] = _unit(line.values["parent"])
            places.add_unit(by=by, at=at, **values)

    sheets.each_row(_parents_first(lines), store)


def _unit(parent: Unit | str | None) -> Unit | None:
    """Return a parent that is known, or was added by a row above."""
    return Unit.objects.get(name=parent) if isinstance(parent, str) else parent


def _parents_first(lines: list[Line]) -> list[Line]:
    """Return the lines so that each stands behind the one of its parent, as far as that is in the table."""
    waiting = {line.values["name"]: line for line in lines}
    order: list[Line] = []
    for line in lines:
        branch = []
        while line is not None and waiting.pop(line.values["name"], None):
            branch.append(line)
            parent = line.values["parent"]
            line = waiting.get(parent) if isinstance(parent, str) else None
        order += reversed(branch)
    return order


sheets.register(
    sheets.SheetKind(
        key="units",
        title="Danh sách đơn vị",
        intro="Phòng, trung tâm, thôn, tổ dân phố, đoàn thể của địa phương.",
        needs=(Can.MANAGE_COMMUNE,),
        columns=COLUMNS,
        check=check,
        apply=apply,
        page="communes:units",
        icon="diagram-3",
        lists=lists,
        guide=(
            "Mỗi đơn vị một dòng, ghi tên đầy đủ.",
            "Đơn vị cấp trên nằm trong cùng tệp thì đứng trước hay sau đều được.",
            "Đơn vị đã có: phần mềm hỏi có phải là một không; ô để trống giữ nguyên thông tin cũ.",
        ),
    )
)
