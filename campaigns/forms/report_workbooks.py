"""A unit's report read from its workbook: the same questions as on the pages, answered by the same forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from campaigns.forms.unit_reports import AreaForm, GeneralForm, SectionForm
from campaigns.models import Obligation, Target
from campaigns.planfile.words import TargetKind
from campaigns.services import evidence, report_forms, unit_reports
from campaigns.services.report_sheet import COUNTED, GENERAL, IN_WORDS, Sheet, sheet_of
from communes import history
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import SheetReading
from communes.rules.tables import CHANGE, KEEP, LEAVE_OUT, Column, Finding, Line, Row
from communes.services import sheets
from kit import cells
from kit.cells import Cell, Unclear
from kit.vietnamese import vn_number

RESULT, JUDGED, REMARK = "Kết quả", "Đơn vị tự đánh giá", "Ghi chú"
LONGEST = 60_000
COLUMNS = (
    Column("key", "Mã", required=True),
    Column("text", "Nội dung, chỉ tiêu"),
    Column("result", RESULT, required=True),
    Column("judged", JUDGED),
    Column("remark", REMARK),
    Column("number", "TT"),
    Column("goal", "Phải đạt"),
)
UNSEEN = ("key", "number", "goal")
GONE = "dòng này không có trong báo cáo; kế hoạch đã thay đổi từ lúc tải mẫu, hoặc dòng được chèn thêm"


@dataclass
class Question:
    """One row of the report: the fields of its form by column, and what is stored in them now."""

    key: str
    target: Target | None = None
    fields: dict[str, str] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)


@dataclass
class Section:
    """One form of the report with its questions."""

    make: Any
    questions: dict[str, Question] = field(default_factory=dict)
    form: SectionForm | None = None


def _sections(sheet: Sheet) -> list[Section]:
    """Return the forms of a report and what each asks."""
    report = sheet.obligation
    general = Section(lambda data: GeneralForm(data, obligation=report))
    for name, _ in GENERAL:
        if name != "change_note" or report.return_reason:
            question = Question(f"g-{name}", None, {RESULT: name}, {name: getattr(report, name)})
            general.questions[question.key] = question
    return [general, *(_section_of_area(report, area) for area in sheet.areas)]


def _section_of_area(report: Obligation, area) -> Section:
    """Return the form of one area with its items and targets."""
    section = Section(lambda data: AreaForm.of(area, data, obligation=report))
    unbound = AreaForm.of(area, obligation=report)
    for item in area.items:
        if item.item:
            key = f"i{item.item.pk}"
            fields = {RESULT: f"text-{key}", REMARK: f"remark-{key}"}
            section.questions[key] = Question(key, None, fields)
        for each in item.targets:
            target, key = each.target, f"t{each.target.pk}"
            name = {TargetKind.YES_NO: "yes", TargetKind.GRADE: "grade"}.get(target.kind, "text")
            name = "value" if target.kind in COUNTED else name
            fields = {RESULT: f"{name}-{key}", REMARK: f"remark-{key}"}
            fields |= {JUDGED: f"judged-{key}"} if target.kind in IN_WORDS else {}
            section.questions[key] = Question(key, target, fields)
    for question in section.questions.values():
        for name in question.fields.values():
            value = unbound.fields[name].initial
            question.stored[name] = vn_number(value) if name.startswith("value-") else value or ""
    return section


def _typed(question: Question, column: str, cell: Cell) -> str:
    """Return a cell as the page would post it; nothing from an empty one."""
    if cells.is_empty(cell):
        return ""
    kind = question.target.kind if question.target else ""
    if column == JUDGED:
        return cells.one_of(cell, report_forms.JUDGED)
    if column == RESULT and kind in COUNTED:
        per_cent = kind == TargetKind.PERCENT or question.target.unit_label == "%"
        if isinstance(cell, str) and cell.strip().endswith("%") and not per_cent:
            raise Unclear(
                f"“{cells.shown(cell)}” là tỷ lệ; chỉ tiêu này ghi bằng số {question.target.unit_label}".strip()
            )
        return vn_number(cells.amount(cell))
    if column == RESULT and kind == TargetKind.YES_NO:
        return "yes" if cells.yes(cell) else "no"
    if column == RESULT and kind == TargetKind.GRADE:
        return cells.one_of(cell, {grade: grade for grade in question.target.scale})
    return cells.passage(cell, limit=LONGEST)


def _words(section: Section, name: str, value: str) -> str:
    """Return a value of a field as a reader sees it."""
    form_field = section.form.fields[name]
    return str(dict(form_field.choices).get(value, value)) if value and hasattr(form_field, "choices") else value


def check(rows: list[Row], choices: Mapping[int, str], reading: SheetReading, by: Actor) -> list[Line]:
    """Check a filled form by the forms of the pages; each row tells what it changes of the report as it stands."""
    report = Obligation.objects.for_list().get(pk=reading.subject_id)
    sections = _sections(sheet_of(report))
    where = {key: section for section in sections for key in section.questions}
    posted = {id(section): {"version": str(report.revision)} for section in sections}
    for section in sections:
        for question in section.questions.values():
            posted[id(section)] |= question.stored
    findings: dict[int, list[Finding]] = {}
    seen: dict[str, int] = {}
    asked = [row for row in rows if cells.shown(row.cells.get("key")) or not _is_heading(row)]
    for row in asked:
        key = cells.shown(row.cells.get("key"))
        findings[row.number] = _take(row, key, where, posted, seen, left_out=choices.get(row.number) == LEAVE_OUT[0])
    for section in sections:
        section.form = section.make(posted[id(section)])
        section.form.is_valid()
    return [_line(row, where, posted, findings[row.number], seen) for row in asked]


def _is_heading(row: Row) -> bool:
    """Say whether a row without a mark holds no answer either."""
    return all(cells.is_empty(row.cells.get(name)) for name in ("result", "judged", "remark"))


def _take(row: Row, key: str, where, posted, seen: dict[str, int], *, left_out: bool) -> list[Finding]:
    """Put the answers of a row among what its form is posted; return what cannot be read."""
    section = where.get(key)
    if section is None:
        return [] if _is_heading(row) else [Finding(GONE)]
    if key in seen:
        return [Finding(f"lặp lại dòng {seen[key]}")]
    seen[key] = row.number
    question, findings = section.questions[key], []
    for column, name in (("result", RESULT), ("judged", JUDGED), ("remark", REMARK)):
        cell = row.cells.get(column)
        if name not in question.fields:
            if not cells.is_empty(cell):
                findings.append(Finding("mục này không ghi ở cột này", name))
            continue
        try:
            typed = _typed(question, name, cell)
        except Unclear as problem:
            findings.append(Finding(str(problem), name))
            continue
        stored = question.stored[question.fields[name]]
        if typed and not left_out and typed != cells.lines_of(stored):
            posted[id(section)][question.fields[name]] = typed
    return findings


def _line(row: Row, where, posted, findings: list[Finding], seen: dict[str, int]) -> Line:
    """Return what becomes of one row."""
    key = cells.shown(row.cells.get("key"))
    section = where.get(key)
    words = tuple(cells.shown(row.cells.get(each.key))[:500] for each in COLUMNS if each.key not in UNSEEN)
    if section is None or seen.get(key) != row.number:
        return Line(row.number, words, KEEP, tuple(findings))
    question = section.questions[key]
    columns = {name: column for column, name in question.fields.items()}
    refused = [
        Finding(str(problem).rstrip("."), columns[name])
        for name in columns
        for problem in section.form.errors.get(name, ())
    ]
    given = posted[id(section)]
    changes = tuple(
        (column, _words(section, name, question.stored[name])[:300], _words(section, name, given[name])[:300])
        for column, name in question.fields.items()
        if given[name] != question.stored[name]
    )
    return Line(
        row.number, words, CHANGE if changes else KEEP, (*findings, *refused), changes, _doubts(question, given),
        values={"section": section, "key": key},
    )  # fmt: skip


def _doubts(question: Question, given: Mapping[str, str]) -> tuple[str, ...]:
    """Return what looks like a slip though it can be read: 0,95 where 95 % is meant."""
    target = question.target
    if target is None or target.kind != TargetKind.PERCENT:
        return ()
    value = given[question.fields[RESULT]]
    if value.startswith("0,") or value == "1":
        return (f"Kết quả được hiểu là {value}%; nếu là tỷ lệ khác thì sửa trong tệp rồi tải lên lại.",)
    return ()


def apply(lines: list[Line], reading: SheetReading, *, by: Actor, at: datetime) -> None:
    """Save the answers into the report's draft; for the agency the file is kept as what the unit sent."""
    report = Obligation.objects.for_list().get(pk=reading.subject_id)
    report_forms.ensure_may_send(report, by)
    role = unit_reports.writer(report, by)
    kept = _keep_as_sent(report, reading, by=by, at=at) if role == "agency" else None
    texts, inputs = {}, []
    for line in lines:
        section, key = line.values["section"], line.values["key"]
        if key.startswith("g-"):
            name = key.removeprefix("g-")
            texts[name] = section.form.cleaned_data[name]
        else:
            wanted = int(key[1:])
            inputs += [each for each in section.form.lines() if wanted == (
                each.target_id if key.startswith("t") else each.item_id)]  # fmt: skip
    try:
        with transaction.atomic():
            unit_reports.save(report, revision=report.revision, lines=inputs, by=by, at=at, **texts)
            label = "Nhập hộ kết quả từ mẫu Excel" if role == "agency" else "Nhập kết quả từ mẫu Excel"
            history.record("obligation.sheet", report, by=by, at=at, label=label, file=reading.name, rows=len(lines))
    except BaseException:
        if kept is not None:
            evidence.erase(kept.file.name)
        raise


def _keep_as_sent(report: Obligation, reading: SheetReading, *, by: Actor, at: datetime):
    """Attach the file as what the unit sent, unless the report has it already; nobody enters for a unit without it."""
    if report.evidence.present().filter(sha256=reading.sha256).exists():
        return None
    sent = SimpleUploadedFile(reading.name, report_forms.content_of(reading))
    return evidence.attach(report, sent, is_scan=True, by=by, at=at)


def after(reading: SheetReading, actor: Actor) -> str:
    """Return where a report goes on: checking and handing in, or the agency's steps for the unit."""
    report = Obligation.objects.within(actor).for_list().filter(pk=reading.subject_id).first()
    if report is None:
        return here(actor, "communes:sheets")
    pages = {"unit": "campaigns:report-check", "agency": "campaigns:report-enter-on-behalf"}
    return here(actor, pages.get(unit_reports.writer(report, actor), "campaigns:report"), report.pk)


sheets.register(
    sheets.SheetKind(
        key=report_forms.KIND,
        title="Báo cáo của đơn vị",
        intro="Mẫu báo cáo của từng đơn vị, ghi bằng Excel.",
        needs=(Can.REPORT_RESULTS, Can.RECEIVE_REPORTS),
        columns=COLUMNS,
        unseen=UNSEEN,
        check=check,
        apply=apply,
        after=after,
        page="campaigns:my-reports",
        open=False,
    )
)
