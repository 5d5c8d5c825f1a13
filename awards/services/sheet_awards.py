"""Awards of earlier years from an Excel table: each with its decision's number, under whom it honoured."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from awards.models import DecisionLine, EarlierAward
from awards.rules.kinds import Award
from awards.services import standing
from communes.access import Actor, Can
from communes.models import Person, SheetReading, Unit
from communes.rules.likeness import Likeness
from communes.rules.tables import ADD, ASK, KEEP, LEAVE_OUT, Column, Finding, Line, Row, values_of, words_of
from communes.services import people, sheets
from communes.services.sheet_lookups import Match, People, Units, person_words, unit_names
from kit import cells
from kit.vietnamese import fold, vn_date

AWARDS = {fold(label): value for value, label in Award.choices}
NEW = ("new", "Thêm người này vào danh sách con người")
COLUMNS = (
    Column("full_name", "Họ và tên", partial(cells.words, limit=120), aliases=("Họ tên", "Cá nhân", "Tên cá nhân"),
           hint="Người được khen; để trống nếu khen tập thể.", example="Nguyễn Thị Hòa", width=28),
    Column("birth_year", "Năm sinh", cells.year, aliases=("Ngày sinh", "Sinh năm"),
           hint="Giúp phân biệt người trùng tên.", example="1985", width=12),
    Column("unit", "Đơn vị", partial(cells.words, limit=200), aliases=("Tập thể", "Đơn vị công tác", "Nơi công tác"),
           hint="Đơn vị của người được khen; hoặc tập thể được khen.", example="Phòng Kinh tế", width=32),
    Column("title", "Hình thức, danh hiệu", partial(cells.words, limit=300), required=True,
           aliases=("Hình thức", "Danh hiệu", "Hình thức khen thưởng", "Danh hiệu, hình thức khen thưởng"),
           hint="Như ghi trong quyết định.", example="Giấy khen", width=28),
    Column("merit", "Thành tích", partial(cells.words, limit=400), aliases=("Nội dung khen", "Lý do khen"),
           hint="Thành tích ghi trong quyết định, nếu có.",
           example="Hoàn thành xuất sắc nhiệm vụ năm 2023", width=40),
    Column("authority", "Cấp quyết định", partial(cells.words, limit=200), required=True,
           aliases=("Cơ quan quyết định", "Người ký", "Cấp khen"),
           hint="Người, cơ quan ký quyết định.", example="Chủ tịch UBND huyện", width=28),
    Column("decision_number", "Số quyết định", partial(cells.words, limit=60, code=True), required=True,
           aliases=("Số QĐ", "Quyết định số"), hint="Số và ký hiệu.", example="125/QĐ-UBND", width=18),
    Column("decision_on", "Ngày quyết định", cells.day, required=True, aliases=("Ngày QĐ", "Ngày ký"),
           hint="Ngày/tháng/năm.", example="20/01/2024", width=16),
)  # fmt: skip


def lists() -> dict[str, tuple[str, ...]]:
    """Return the values that the template offers."""
    return {"title": tuple(str(label) for _, label in Award.choices), "unit": unit_names()}


def _bare(number: str) -> str:
    """Return the number of a decision without spaces and marks, so that "125 /QĐ-UBND" is "125/QĐ-UBND"."""
    return fold(number).replace(" ", "")


class Known:
    """What the commune knows already: its people and units, awards recorded by hand, lines of its own book."""

    def __init__(self):
        self.people, self.units = People(), Units()
        self.recorded = {
            (self._who(row.person_id, row.unit_id), _bare(row.decision_number), row.decision_on, fold(row.title))
            for row in EarlierAward.objects.all()
        }
        own = DecisionLine.objects.in_the_book().select_related("decision", "nomination")
        self.own = {
            (self._who(line.nomination.person_id, line.nomination.collective_id), _bare(line.decision.number_words),
             line.decision.issued_on)
            for line in own
        }  # fmt: skip

    @staticmethod
    def _who(person_id: int | None, unit_id: int | None) -> tuple:
        """Return whom a row honours, as a key."""
        return ("person", person_id) if person_id else ("unit", unit_id)

    def note(self, values: Mapping[str, Any]) -> str:
        """Say where an award stands already; "" for one that is new."""
        person, unit = values.get("person"), values.get("unit")
        who = self._who(person.pk if person else None, None if person or unit is None else unit.pk)
        number, day = _bare(values["decision_number"]), values["decision_on"]
        if (who, number, day, fold(values["title"])) in self.recorded:
            return "Đã ghi khen thưởng này rồi."
        if (who, number, day) in self.own:
            return "Đã có trong sổ khen thưởng của xã."
        return ""


def check(rows: list[Row], choices: Mapping[int, str], reading: SheetReading, by: Actor) -> list[Line]:
    """Check a table of earlier awards: what cannot be read, whom each honours, what is known already."""
    known, today = Known(), timezone.localdate(reading.uploaded_at)
    above: dict[tuple, int] = {}
    days: dict[str, tuple] = {}
    lines = []
    for row in rows:
        values, findings = values_of(row, COLUMNS)
        unit, wrong = known.units.find(values["unit"] or "", "Đơn vị")
        values["unit"] = unit
        findings += wrong
        if not values["full_name"] and unit is None and not wrong:
            findings.append(Finding("ghi họ và tên người được khen, hoặc tập thể ở cột “Đơn vị”"))
        if values["decision_on"] and values["decision_on"] > today:
            findings.append(Finding("ngày quyết định ở sau hôm nay", "Ngày quyết định"))
        same = (fold(values["full_name"] or ""), values["birth_year"], unit.pk if unit else None,
                _bare(values["decision_number"] or ""), values["decision_on"], fold(values["title"] or ""))  # fmt: skip
        if not findings and same in above:
            findings.append(Finding(f"trùng người, hình thức và quyết định với dòng {above[same]}"))
        line = Line(row.number, words_of(row, COLUMNS), ADD, tuple(findings), values=values)
        if not findings:
            if choices.get(row.number) != LEAVE_OUT[0]:
                above[same] = row.number
            line = _honoured(line, choices.get(row.number, ""), known, by)
            line = _dated(line, days)
        lines.append(line)
    return lines


def _dated(line: Line, days: dict[str, tuple]) -> Line:
    """Note where a row above gives the same number another day."""
    number, day = _bare(line.values["decision_number"]), line.values["decision_on"]
    row, other = days.setdefault(number, (line.row, day))
    if other == day or other.year != day.year:
        return line
    return replace(line, notes=(*line.notes, f"Dòng {row} ghi quyết định cùng số ngày {vn_date(other)}."))


def _honoured(line: Line, choice: str, known: Known, by: Actor) -> Line:
    """Say whom a row honours: the unit, one person without doubt, or one of several who are asked about."""
    if not line.values["full_name"]:
        return _unless_known(line, known)
    matches = known.people.like(line.values, line.values["unit"])
    sure = [match for match in matches if match.degree == Likeness.SURE]
    if len(sure) == 1 and len(matches) == 1:
        return _of_person(line, sure[0].person, known)
    options = [(f"same-{match.person.pk}", f"Là {match.words}") for match in matches]
    options += [NEW] if by.may(Can.MANAGE_PEOPLE) else []
    options.append(LEAVE_OUT)
    asked = replace(
        line, does=ASK, options=tuple(options), suggested=_suggested(matches, options),
        question="Cùng một người?" if matches else "Chưa có người này trong danh sách",
    )  # fmt: skip
    if choice == NEW[0] and NEW in options:
        return replace(asked, does=ADD, chosen=choice)
    person = known.people.by_pk.get(int(choice.removeprefix("same-"))) if choice.startswith("same-") else None
    if person is None or choice not in dict(options):
        return asked
    return _of_person(replace(asked, chosen=choice), person, known)


def _suggested(matches: list[Match], options: list[tuple[str, str]]) -> str:
    """Return the likeliest answer: the one of whom more than the name agrees; somebody new where nobody is known."""
    if not matches:
        return options[0][0] if NEW in options else ""
    likely = [match for match in matches if match.degree >= Likeness.LIKELY]
    return f"same-{likely[0].person.pk}" if len(likely) == 1 else ""


def _of_person(line: Line, person: Person, known: Known) -> Line:
    """Return the line as an award of a person."""
    line = replace(line, notes=(*line.notes, f"Của {person_words(person)}."), values={**line.values, "person": person})
    return _unless_known(line, known)


def _unless_known(line: Line, known: Known) -> Line:
    """Return the line as a new award, or as one that is known already."""
    note = known.note(line.values)
    return replace(line, does=KEEP, notes=(*line.notes, note)) if note else replace(line, does=ADD)


def apply(lines: list[Line], reading: SheetReading, *, by: Actor, at: datetime) -> None:
    """Record the awards; somebody new is added once, however many awards stand under the name."""
    added: dict[tuple, Person] = {}

    def store(line: Line) -> None:
        values = line.values
        person, unit = values.get("person"), values["unit"]
        if values["full_name"] and person is None:
            person = _newcomer(values, unit, added, by=by, at=at)
        standing.record_earlier_award(
            person=person, unit=unit, award=AWARDS.get(fold(values["title"]), ""), title=values["title"],
            merit=values["merit"], authority=values["authority"], decision_number=values["decision_number"],
            decision_on=values["decision_on"], source=f"Nhập từ sổ cũ: {reading.name}"[:180] + f", dòng {line.row}",
            by=by, at=at,
        )  # fmt: skip

    sheets.each_row(lines, store)


def _newcomer(values: Mapping[str, Any], unit: Unit | None, added: dict, *, by: Actor, at: datetime) -> Person:
    """Return the person whom a row names, added now or by a row above."""
    key = (values["full_name"].casefold(), values["birth_year"], unit.pk if unit else None)
    if key not in added:
        added[key] = people.add(full_name=values["full_name"], birth_year=values["birth_year"], unit=unit, by=by, at=at)
    return added[key]


sheets.register(
    sheets.SheetKind(
        key="earlier-awards",
        title="Khen thưởng các năm trước",
        intro="Sổ khen thưởng cũ: mỗi lần khen một dòng, kèm số và ngày quyết định.",
        needs=(Can.KEEP_STANDING,),
        columns=COLUMNS,
        check=check,
        apply=apply,
        page="awards:earlier-awards",
        icon="award",
        lists=lists,
        guide=(
            "Mỗi lần khen một dòng. Một quyết định khen nhiều người thì ghi lại số quyết định ở từng dòng.",
            "Khen tập thể: để trống cột “Họ và tên”, ghi tên tập thể ở cột “Đơn vị”.",
            "Người chưa có trong danh sách: phần mềm hỏi trước khi thêm.",
            "Khen thưởng đã ghi rồi (cùng người, số, ngày quyết định) được bỏ qua, không ghi hai lần.",
            "Các dòng nhập vào được đánh dấu “Nhập từ sổ cũ” trong lịch sử khen thưởng.",
        ),
    )
)
