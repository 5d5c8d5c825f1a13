"""A unit's report laid out as it is read (areas, items, targets, evidence), and frozen as handed in."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import IntegerField

from campaigns.models import ContentArea, ContentItem, Evidence, Exemplar, Obligation, ReportLine, Target
from campaigns.models.unit_reports import Rows
from campaigns.planfile.words import Comparator, TargetKind
from campaigns.rules import results
from kit.prepared import prepared
from kit.vietnamese import vn_date, vn_number

GENERAL = (
    ("overview", "Công tác lãnh đạo, chỉ đạo"),
    ("difficulties", "Khó khăn, vướng mắc; nguyên nhân"),
    ("proposals", "Đề xuất, kiến nghị"),
    ("missing_reason", "Lý do chưa có đủ số liệu, minh chứng"),
    ("change_note", "Nội dung đã sửa"),
)
COUNTED = (TargetKind.NUMBER, TargetKind.PERCENT)
IN_WORDS = (TargetKind.TEXT, TargetKind.REFERENCE)


def goal_words(target: Target) -> str:
    """Say what a target asks for, e.g. "từ 95 % trở lên"."""
    if target.kind in COUNTED:
        unit = target.unit_label or ("%" if target.kind == TargetKind.PERCENT else "")
        amount = f"{vn_number(target.value)} {unit}".strip()
        return {
            Comparator.AT_LEAST: f"từ {amount} trở lên",
            Comparator.AT_MOST: f"không quá {amount}",
            Comparator.EXACTLY: f"đúng {amount}",
        }[Comparator(target.comparator)]
    if target.kind == TargetKind.GRADE:
        return {
            Comparator.AT_LEAST: f"xếp loại từ “{target.grade}” trở lên",
            Comparator.AT_MOST: f"xếp loại không quá “{target.grade}”",
            Comparator.EXACTLY: f"xếp loại “{target.grade}”",
        }[Comparator(target.comparator)]
    if target.kind == TargetKind.YES_NO:
        return "có thực hiện"
    return f"theo {target.reference}" if target.reference else "đơn vị tự đánh giá"


def result_words(target: Target, line: ReportLine | None) -> str:
    """Say what was reported on a target; nothing where nothing was."""
    if line is None:
        return ""
    if target.kind in COUNTED:
        unit = target.unit_label or ("%" if target.kind == TargetKind.PERCENT else "")
        return f"{vn_number(line.value)} {unit}".strip() if line.value is not None else ""
    if target.kind == TargetKind.GRADE:
        return line.grade
    if target.kind == TargetKind.YES_NO:
        return "" if line.yes is None else "Có" if line.yes else "Không"
    return line.text


@dataclass(frozen=True)
class SheetTarget:
    """A target with what was reported on it."""

    target: Target
    line: ReportLine | None

    @property
    def goal(self) -> str:
        """What the target asks for, in words."""
        return goal_words(self.target)

    @property
    def result(self) -> str:
        """What was reported, in words."""
        return result_words(self.target, self.line)

    @property
    def outcome(self) -> str:
        """Met, unmet or unknown."""
        return self.line.outcome if self.line else results.UNKNOWN

    @property
    def outcome_words(self) -> str:
        """The outcome as a reader sees it."""
        return str(ReportLine.Outcome(self.outcome).label)

    @property
    def tone(self) -> str:
        """How the outcome is coloured."""
        return {results.MET: "success", results.UNMET: "danger"}.get(self.outcome, "muted")

    @property
    def own(self) -> bool:
        """Whether the unit set the target itself."""
        return self.target.unit_id is not None


@dataclass(frozen=True)
class SheetItem:
    """A content item (none for targets outside the plan's items) with its result, targets and evidence."""

    item: ContentItem | None
    line: ReportLine | None = None
    targets: list[SheetTarget] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The result in words."""
        return self.line.text if self.line else ""

    @property
    def answered(self) -> int:
        """How many of the item's questions have an answer: its own words and each target."""
        return bool(self.text) + sum(each.outcome != results.UNKNOWN for each in self.targets)

    @property
    def asked(self) -> int:
        """How many questions the item asks."""
        return (self.item is not None) + len(self.targets)


@dataclass(frozen=True)
class SheetArea:
    """A content area with its items; `area` is None for the unit's own targets outside all items."""

    area: ContentArea | None
    items: list[SheetItem]

    @property
    def section(self) -> str:
        """The area's name in addresses."""
        return f"area-{self.area.pk}" if self.area else "own"

    @property
    def title(self) -> str:
        """The area's heading."""
        if self.area is None:
            return "Chỉ tiêu riêng của đơn vị"
        return f"{self.area.number}. {self.area.title}" if self.area.number else self.area.title

    @property
    def source(self) -> str:
        """Where in the plan the area stands."""
        return f"Mục {self.area.clause} của kế hoạch" if self.area and self.area.clause else ""

    @property
    def answered(self) -> int:
        """How many questions of the area have an answer."""
        return sum(item.answered for item in self.items)

    @property
    def asked(self) -> int:
        """How many questions the area asks."""
        return sum(item.asked for item in self.items)

    @property
    def state(self) -> tuple[str, str]:
        """How far the area is, in words and tone."""
        if not self.answered:
            return ("Chưa bắt đầu", "muted")
        return ("Hoàn thành", "success") if self.answered >= self.asked else ("Đang làm", "info")


@dataclass(frozen=True)
class Sheet:
    """A whole report, and the rows of which it was laid out."""

    obligation: Obligation
    areas: list[SheetArea]
    evidence: list[Evidence]
    exemplars: list[Exemplar]
    rows: Rows

    @cached_property
    def targets(self) -> list[SheetTarget]:
        """Every target on which the unit reports, in order."""
        return [target for area in self.areas for item in area.items for target in item.targets]

    @property
    def share(self) -> tuple[int, int]:
        """How many targets are met, and of how many (DT-05)."""
        return results.share_met([each.outcome for each in self.targets])

    @property
    def general(self) -> list[tuple[str, str, str]]:
        """The report's general parts: field name, heading, text; an empty note or reason is left out."""
        parts = [(name, label, getattr(self.obligation, name)) for name, label in GENERAL]
        return [part for part in parts if part[2] or part[0] not in ("missing_reason", "change_note")]

    @property
    def whole_evidence(self) -> list[Evidence]:
        """The files that stand for the whole report."""
        shown = {file.pk for area in self.areas for item in area.items for file in item.evidence}
        return [file for file in self.evidence if file.pk not in shown]

    def area(self, section: str) -> SheetArea | None:
        """Return the area of that name in addresses."""
        return next((area for area in self.areas if area.section == section), None)


def sheet_of(obligation: Obligation) -> Sheet:
    """Lay out a report as it stands now, in a fixed number of queries.

    A report that was handed in keeps what it says on items and targets that an amendment dropped afterwards.
    """
    rows = obligation.rows()
    lines = {(line.item_id, line.target_id): line for line in rows.lines}
    told = [line for line in lines.values() if _says_something(line)] if obligation.handed_in else []
    told_items = {line.item_id for line in told} - {None}
    told_targets = {line.target_id for line in told} - {None}
    targets: dict[int | None, list[SheetTarget]] = {}
    bound = rows.targets
    if dropped := told_targets - {target.pk for target in bound}:
        bound = [*bound, *Target.objects.filter(pk__in=dropped).order_by("position", "pk")]
    for target in bound:
        targets.setdefault(target.item_id, []).append(SheetTarget(target, lines.get((None, target.pk))))
    items = _items_asked(campaign=obligation.campaign_id)
    if dropped := told_items - {item.pk for item in items}:
        items += ContentItem.objects.filter(pk__in=dropped).select_related("area")
        items.sort(key=lambda item: (item.area.position, item.area_id, item.position, item.pk))
    areas: dict[int, SheetArea] = {}
    for item in items:
        area = areas.setdefault(item.area_id, SheetArea(item.area, []))
        area.items.append(
            SheetItem(
                item,
                lines.get((item.pk, None)),
                targets.pop(item.pk, []),
                [file for file in rows.files if file.item_id == item.pk],
            )
        )
    laid_out = list(areas.values())
    if rest := [target for group in targets.values() for target in group]:
        laid_out.append(SheetArea(None, [SheetItem(None, targets=rest)]))
    return Sheet(obligation, laid_out, rows.files, _exemplars_named(report=obligation.pk), rows)


@prepared(campaign=IntegerField())
def _items_asked(campaign: int):
    """Return the items of a campaign on which its units report, in the plan's order."""
    items = ContentItem.objects.filter(retired_at=None, area__retired_at=None, area__campaign=campaign)
    return items.select_related("area").order_by("area__position", "area__pk", "position", "pk")


@prepared(report=IntegerField())
def _exemplars_named(report: int):
    """Return the exemplars that a report names."""
    return Exemplar.objects.filter(obligation=report).select_related("person").order_by("pk")


def _says_something(line: ReportLine) -> bool:
    """Say whether a line holds a result or words."""
    return bool(line.text or line.remark) or line.outcome != results.UNKNOWN


def frozen(sheet: Sheet) -> dict:
    """Return a report's words and figures as plain values, as a version keeps them."""
    met, total = sheet.share
    return {
        "general": {name: getattr(sheet.obligation, name) for name, _ in GENERAL},
        "areas": [{"title": area.title, "items": [_frozen_item(item) for item in area.items]} for area in sheet.areas],
        "evidence": [_frozen_file(file) for file in sheet.evidence],
        "exemplars": [
            {
                "kind": each.get_kind_display(),
                "title": each.title,
                "person": each.person.full_name if each.person else "",
                "story": each.story,
            }
            for each in sheet.exemplars
        ],
        "targets_met": met,
        "targets_total": total,
        "due": vn_date(sheet.obligation.last_day) if sheet.obligation.last_day else "",
    }


def _frozen_item(item: SheetItem) -> dict:
    """Return an item's part of a version."""
    return {
        "item": item.item.pk if item.item else None,
        "number": item.item.number if item.item else "",
        "text": item.item.text if item.item else "",
        "clause": item.item.clause if item.item else "",
        "result": item.text,
        "remark": item.line.remark if item.line else "",
        "targets": [
            {
                "target": each.target.pk,
                "text": each.target.text,
                "own": each.own,
                "goal": each.goal,
                "result": each.result,
                "outcome": each.outcome,
                "remark": each.line.remark if each.line else "",
            }
            for each in item.targets
        ],
    }


def _frozen_file(file: Evidence) -> dict:
    """Return what a version keeps of a file."""
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "is_scan": file.is_scan,
    }


@dataclass(frozen=True, slots=True)
class Passage:
    """One named piece of a frozen report, for reading two versions side by side."""

    label: str
    text: str
    before: str = ""

    @property
    def changed(self) -> bool:
        """Whether the piece differs from the version before."""
        return self.text != self.before


def passages(content: dict, before: dict | None = None) -> list[Passage]:
    """Return every piece of a frozen report, beside the same piece of an earlier one; dropped ones last."""
    now, earlier = _pieces(content), _pieces(before) if before else {}
    kept = [Passage(label, text, earlier.get(key, ("", ""))[1]) for key, (label, text) in now.items()]
    return kept + [Passage(label, "", text) for key, (label, text) in earlier.items() if key not in now]


def _pieces(content: dict) -> dict[str | tuple, tuple[str, str]]:
    """Return key → (label, text) of a frozen report; keys stay the same from version to version."""
    general = {name: (label, content["general"][name]) for name, label in GENERAL}
    found = {"overview": general.pop("overview")}
    for area in content["areas"]:
        for item in area["items"]:
            if item["item"]:
                label = f"{area['title']} – {item['number']}) {item['text']}"
                found["item", item["item"]] = (label, _joined(item["result"], item["remark"]))
            for target in item["targets"]:
                outcome = str(ReportLine.Outcome(target["outcome"]).label)
                result = f"{target['result']} ({outcome})" if target["result"] else outcome
                label = f"Chỉ tiêu: {target['text']} ({target['goal']})"
                found["target", target["target"]] = (label, _joined(result, target["remark"]))
    found |= general
    found["evidence"] = ("Minh chứng", _joined(*(file["name"] for file in content["evidence"])))
    exemplars = (
        f"{each['kind']}: {each['title']}" + (f" ({each['person']})" if each["person"] else "")
        for each in content["exemplars"]
    )
    return found | {"exemplars": ("Điển hình, mô hình, sáng kiến", _joined(*exemplars))}


def _joined(*lines: str) -> str:
    """Put texts on lines of their own, without empty ones."""
    return "\n".join(filter(None, lines))
