"""Lists of what is known of people and units: yearly results, initiatives, earlier awards, discipline, examinations."""

from awards.forms.examinations import DisciplineFilter, EarlierAwardFilter, ExaminationFilter
from awards.forms.initiatives import InitiativeFilter
from awards.forms.standing import AssessmentFilter
from awards.models import Assessment, Discipline, EarlierAward, Examination, Initiative
from awards.views import examinations, initiatives, standing
from communes.access import Can
from kit.sheets import Kind
from kit.views import filtered, sort
from reports.exports.base import Column, ExportList, always, at, display, narrowed, register

WHO = (Column("Người", at("person.full_name")), Column("Đơn vị", at("unit.name")))
DISCIPLINES = {"day": "decided_on", "who": examinations.WHO, "kind": "kind", "end": "ended_on"}
EXAMINATIONS = {"day": "since", "who": examinations.WHO, "kind": "kind", "end": "cleared_on"}
EARLIER = {"day": "decision_on", "who": examinations.WHO, "title": "title", "authority": "authority"}


def _of(model, filter_set, sorts, default: str):
    """Return what finds the rows of a list as its page does."""

    def find(asked):
        found = filtered(asked, filter_set, model.objects.within(asked.actor).for_list())
        return narrowed((found, sort(asked, found.qs, allowed=sorts, default=default)))

    return find


def _measured(row) -> str:
    """Return what a yearly result measures."""
    return f"{row.get_kind_display()}: {row.measure}" if row.measure else str(row.get_kind_display())


register(
    ExportList(
        "standing", "Đánh giá, xếp loại", (Can.SEE_NOMINATIONS,),
        _of(Assessment, AssessmentFilter, standing.SORTS, "-year"),
        always(
            *WHO,
            Column("Năm", at("year"), Kind.YEAR),
            Column("Nội dung", _measured),
            Column("Kết quả", at("result")),
            Column("Tạm tính", at("provisional")),
            Column("Văn bản", at("document")),
        ),
        confidence=True,
    ),
    ExportList(
        "initiatives", "Sáng kiến", (Can.SEE_NOMINATIONS,),
        _of(Initiative, InitiativeFilter, initiatives.SORTS, "-applied"),
        always(
            Column("Tên", at("title")),
            Column("Tác giả", at("person.full_name")),
            Column("Đơn vị", at("unit.name")),
            Column("Áp dụng từ", at("applied_on"), Kind.DATE),
            Column("Hiệu quả áp dụng", at("effect")),
            Column("Tình trạng", display("status")),
            Column("Đã dùng cho hồ sơ", lambda row: row.used_in_id is not None),
            Column("Nơi công nhận", at("recognised_by")),
            Column("Số quyết định", at("decision_number")),
            Column("Ngày quyết định", at("decision_on"), Kind.DATE),
        ),
        confidence=True,
    ),
    ExportList(
        "earlier-awards", "Khen thưởng đã nhận", (Can.SEE_NOMINATIONS,),
        _of(EarlierAward, EarlierAwardFilter, EARLIER, "-day"),
        always(
            *WHO,
            Column("Hình thức, danh hiệu", at("title")),
            Column("Cấp quyết định", at("authority")),
            Column("Số quyết định", at("decision_number")),
            Column("Ngày quyết định", at("decision_on"), Kind.DATE),
            Column("Thành tích", at("merit")),
            Column("Nguồn", at("source")),
        ),
        confidence=True,
    ),
    ExportList(
        "disciplines", "Kỷ luật", (Can.SEE_UNANNOUNCED,),
        _of(Discipline, DisciplineFilter, DISCIPLINES, "-day"),
        always(
            *WHO,
            Column("Hình thức", display("kind")),
            Column("Ngày quyết định", at("decided_on"), Kind.DATE),
            Column("Chấm dứt hiệu lực", at("ended_on"), Kind.DATE),
            Column("Văn bản", at("document")),
        ),
        confidence=True,
    ),
    ExportList(
        "examinations", "Việc đang xem xét", (Can.SEE_UNANNOUNCED,),
        _of(Examination, ExaminationFilter, EXAMINATIONS, "-day"),
        always(
            *WHO,
            Column("Việc", display("kind")),
            Column("Từ ngày", at("since"), Kind.DATE),
            Column("Căn cứ", at("source")),
            Column("Ngày kết luận", at("cleared_on"), Kind.DATE),
            Column("Kết luận", at("conclusion")),
        ),
        confidence=True,
    ),
)  # fmt: skip
