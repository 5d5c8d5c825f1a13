"""The papers of a dossier: who makes each, what is there, what is missing, and what an achievement report tells."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from campaigns.planfile.schema import DossierPart
from campaigns.planfile.words import Subject
from kit.vietnamese import fold

DONE, DOING, MISSING = "done", "doing", "missing"


class Maker(StrEnum):
    """What makes a paper of the dossier: the product, from what was typed once, or an upload."""

    SUBMISSION = "submission"
    REVIEW_MINUTES = "review_minutes"
    ACHIEVEMENT_REPORT = "achievement_report"
    UPLOAD = "upload"


_BY_TITLE = (
    ("to trinh", Maker.SUBMISSION),
    ("bien ban", Maker.REVIEW_MINUTES),
    ("bao cao thanh tich", Maker.ACHIEVEMENT_REPORT),
)


@dataclass(frozen=True, slots=True)
class PartState:
    """One part of a dossier: done, being written, or missing, with the words for it."""

    part: DossierPart
    maker: Maker
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an achievement report."""

    key: str
    title: str
    hint: str
    required: bool = True


_CAMPAIGN_RESULT = Section(
    "campaign_result",
    "Kết quả trong phong trào thi đua",
    "Việc đã làm, số liệu so với chỉ tiêu và so với năm trước; chỉ tính trong thời gian và nội dung của phong trào.",
)
_INITIATIVES = Section(
    "initiatives",
    "Sáng kiến, mô hình, cách làm hay",
    "Tên, ngày và số quyết định công nhận, phạm vi áp dụng, hiệu quả.",
    required=False,
)
_EARLIER_AWARDS = Section(
    "earlier_awards",
    "Khen thưởng đã nhận",
    "Danh hiệu, hình thức; số, ngày quyết định và cơ quan quyết định. Ghi “Không có” nếu chưa được khen.",
    required=False,
)

SECTIONS = MappingProxyType(
    {
        Subject.COLLECTIVE: (
            Section(
                "profile",
                "Sơ lược tập thể",
                "Địa chỉ, điện thoại; số người, cơ cấu tổ chức; chức năng, nhiệm vụ chính.",
            ),
            Section(
                "achievement",
                "Thành tích đạt được",
                "Kết quả thực hiện nhiệm vụ được giao, số liệu so với chỉ tiêu và năm trước; biện pháp đã làm.",
            ),
            _CAMPAIGN_RESULT,
            _INITIATIVES,
            Section(
                "political_work",
                "Công tác Đảng, đoàn thể, kỷ luật nội bộ",
                "Xếp loại tổ chức đảng, đoàn thể; đoàn kết nội bộ; chấp hành pháp luật, kỷ cương.",
                required=False,
            ),
            _EARLIER_AWARDS,
        ),
        Subject.INDIVIDUAL: (
            Section(
                "profile",
                "Sơ lược lý lịch",
                "Ngày sinh, giới tính, quê quán, nơi ở; trình độ; chức vụ, đơn vị công tác.",
            ),
            Section(
                "achievement",
                "Thành tích đạt được",
                "Nhiệm vụ được giao, kết quả và chất lượng công việc, mức hoàn thành nhiệm vụ.",
            ),
            _CAMPAIGN_RESULT,
            _INITIATIVES,
            Section(
                "earlier_awards",
                "Khen thưởng, kỷ luật",
                "Danh hiệu, hình thức đã nhận và xếp loại các năm; kỷ luật nếu có. Ghi “Không có” nếu chưa có.",
                required=False,
            ),
        ),
        Subject.HOUSEHOLD: (
            Section(
                "profile",
                "Sơ lược hộ gia đình",
                "Họ tên chủ hộ, nơi ở, số người trong hộ, nghề nghiệp chính.",
            ),
            Section(
                "achievement",
                "Thành tích đạt được",
                "Việc chấp hành chủ trương, pháp luật; đóng góp công sức, đất đai, tài sản cho cộng đồng.",
            ),
            _CAMPAIGN_RESULT,
            _EARLIER_AWARDS,
        ),
    }
)


def maker_of(part: DossierPart) -> Maker:
    """Return what makes a part: what its title names first, and only where the plan lets the product make it."""
    if not part.made_here:
        return Maker.UPLOAD
    title = fold(part.title)
    named = [(title.index(words), maker) for words, maker in _BY_TITLE if words in title]
    return min(named)[1] if named else Maker.UPLOAD


def checklist(
    parts: Sequence[DossierPart], *, typed: Mapping[Maker, tuple[bool, str]], uploaded: Container[str]
) -> list[PartState]:
    """Return each part with what is there; an uploaded scan always suffices, else what was typed must be complete."""
    return [_state(part, maker_of(part), typed, uploaded) for part in parts]


def _state(
    part: DossierPart, maker: Maker, typed: Mapping[Maker, tuple[bool, str]], uploaded: Container[str]
) -> PartState:
    """Return the state of one part."""
    if part.key in uploaded:
        return PartState(part, maker, DONE, "Đã tải lên")
    if maker in typed:
        complete, words = typed[maker]
        state, default = (DONE, "Đã soạn xong") if complete else (DOING, "Đang soạn")
        return PartState(part, maker, state, words or default)
    return PartState(part, maker, MISSING, "Chưa tải lên" if maker == Maker.UPLOAD else "Chưa soạn, chưa tải lên")


def missing(states: Sequence[PartState]) -> list[str]:
    """Name each part that is not there; one missing part keeps the dossier from being handed in (KP-05)."""
    return [f"Thiếu: {each.part.title.strip().rstrip('.')}." for each in states if each.state != DONE]


def untold(subject: Subject, report: Mapping[str, str]) -> list[Section]:
    """Return the sections of an achievement report that have to be told and are not."""
    return [each for each in SECTIONS[subject] if each.required and not str(report.get(each.key, "")).strip()]


def unreported(subject: Subject, report: Mapping[str, str]) -> list[str]:
    """Name each section of the report that is lacking: what a dossier needs where nobody set a list of its parts."""
    return [f"Báo cáo thành tích: chưa ghi “{each.title}”." for each in untold(subject, report)]
