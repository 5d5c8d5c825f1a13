"""What was understood of a plan: findings, each with its source lines, how sure it is, and what to ask a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from campaigns.reading.outline import Node
from campaigns.reading.paragraphs import Paragraph


class Confidence(StrEnum):
    """How much a person has to look at a finding."""

    SURE = "sure"
    CHECK = "check"


LABELS = {
    "issuer": "Cơ quan ban hành",
    "number": "Số văn bản",
    "symbol": "Ký hiệu",
    "place": "Nơi ban hành",
    "dated": "Ngày ban hành",
    "abstract": "Trích yếu",
    "name": "Tên phong trào",
    "bases": "Căn cứ, văn bản thực hiện",
    "lead": "Đoạn mở đầu",
    "objectives": "Mục đích",
    "requirements": "Yêu cầu",
    "goal": "Mục tiêu",
    "audience": "Đối tượng thi đua",
    "content": "Nội dung thi đua",
    "targets": "Chỉ tiêu",
    "methods": "Hình thức thi đua",
    "term": "Thời gian thi đua",
    "unit_plans": "Kế hoạch của đơn vị",
    "award_subjects": "Đối tượng khen thưởng",
    "principles": "Nguyên tắc khen thưởng",
    "priorities": "Ưu tiên",
    "standards": "Tiêu chuẩn, tiêu chí",
    "award_forms": "Hình thức khen thưởng",
    "quotas": "Số lượng khen thưởng",
    "dossier": "Thành phần hồ sơ",
    "deadlines": "Thời hạn",
    "routes": "Tuyến trình",
    "inspection": "Kiểm tra",
    "reviews": "Sơ kết, tổng kết",
    "funds": "Kinh phí",
    "responsibilities": "Tổ chức thực hiện",
    "recipients": "Nơi nhận",
    "signature": "Thẩm quyền ký, người ký",
    "closing": "Đoạn kết",
    "scoring": "Thang điểm",
    "notes": "Nội dung khác",
    "remarks": "Điểm cần làm rõ",
}
"""Every field of a reading with what a person calls it, in the order in which a plan is set."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing understood: its field, value (text, or facts by name), source lines and words, and doubts."""

    field: str
    value: Any
    lines: tuple[int, int]
    source: str
    clause: str = ""
    warnings: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def confidence(self) -> Confidence:
        """Return whether a person has to look at it."""
        return Confidence.CHECK if self.warnings or self.doubtful else Confidence.SURE

    def to_json(self) -> dict:
        """Return the finding as plain values."""
        return {
            "field": self.field,
            "label": LABELS[self.field],
            "value": self.value,
            "lines": list(self.lines),
            "source": self.source,
            "clause": self.clause,
            "confidence": self.confidence.value,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that no rule took, with the reason why they may matter."""

    lines: tuple[int, int]
    text: str
    why: str = ""


@dataclass(slots=True)
class Reading:
    """A whole reading; `silent`: lines that carry no part of the plan (national name, page numbers)."""

    findings: list[Finding] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    silent: list[Leftover] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def of(self, name: str) -> list[Finding]:
        """Return the findings of a field, in the order of the text."""
        return [finding for finding in self.findings if finding.field == name]

    def one(self, name: str) -> Any:
        """Return the value of the first finding of a field, None without one."""
        return next((finding.value for finding in self.findings if finding.field == name), None)

    def covered(self) -> set[int]:
        """Return the numbers of all lines that some finding or silent line accounts for."""
        spans = [each.lines for each in self.findings if each.source] + [left.lines for left in self.silent]
        return {number for first, last in spans for number in range(first, last + 1)}

    def to_json(self) -> dict:
        """Return the reading as plain values."""
        return {
            "fields": [finding.to_json() for finding in self.findings],
            "not_understood": [
                {"lines": list(left.lines), "text": left.text, "reason": left.why} for left in self.leftovers
            ],
            "warnings": list(self.warnings),
        }


def find(
    name: str,
    value: Any,
    source: Node | Paragraph,
    *,
    warnings: Iterable[str] = (),
    doubtful: bool = False,
    words: str = "",
) -> Finding:
    """Return a finding read from a node of the outline or from a paragraph."""
    paragraph = source.paragraph if isinstance(source, Node) else source
    clause = source.clause if isinstance(source, Node) else ""
    return Finding(
        name, value, (paragraph.first, paragraph.last), words or paragraph.text, clause, tuple(warnings), doubtful
    )
