"""Lists about plans: plans read from text, what became of a campaign, its summaries, the law's numbers."""

from django.utils import timezone

from campaigns.views import law, plan_readings, plans
from communes.access import Can
from kit.sheets import Kind
from reports.exports.base import Column, ExportList, always, at, campaigns_seen, display, narrowed, register
from reports.exports.communes import ACTS
from reports.views import summaries


def _confirmed(reading) -> str:
    """Return how many sections of a plan read from text were confirmed."""
    return f"{len(reading.confirmed)}/{len(reading.sections)} phần"


def _numbers_of_the_law(asked):
    """Find the law's numbers as their page does."""
    found = law.listed(asked, law.numbers_of(asked.actor.commune, timezone.localdate()))
    return narrowed(found, *(["Cả mức không còn áp dụng"] if "all" in asked.GET else []))


def _law_lines(asked, rows) -> list[dict]:
    """Add to the law's numbers how a reader knows them and whether they hold today."""
    today = timezone.localdate()
    told = law.lines(rows, today, law.numbers_of(asked.actor.commune, today).holding)
    return [{"row": row, "value": value, "state": state} for row, value, (state, _) in told]


register(
    ExportList(
        "plan-readings", "Kế hoạch đọc từ văn bản", (Can.PLAN_CAMPAIGNS,),
        lambda asked: narrowed(plan_readings.listed(asked)),
        always(
            Column("Văn bản", at("name")),
            Column("Đưa vào lúc", at("created_at"), Kind.DATETIME),
            Column("Người đưa vào", at("created_by")),
            Column("Trạng thái", display("status")),
            Column("Đã xác nhận", _confirmed),
            Column("Phong trào", at("campaign.name")),
        ),
    ),
    ExportList(
        "campaign-history", "Lịch sử của phong trào", (Can.SEE_HISTORY,),
        lambda asked: narrowed(plans.listed_past(asked, asked.record)),
        ACTS, records=campaigns_seen,
    ),
    ExportList(
        "summaries", "Báo cáo sơ kết, tổng kết", (Can.SEE_ALL_UNITS,),
        lambda asked: narrowed(summaries.listed(asked, asked.record)),
        always(
            Column("Loại báo cáo", display("kind")),
            Column("Năm", at("year"), Kind.YEAR),
            Column("Số, ký hiệu", at("number_words")),
            Column("Ngày ban hành", at("issued_on"), Kind.DATE),
            Column("Người ký", at("signed_by")),
            Column("Lập lúc", at("made_at"), Kind.DATETIME),
            Column("Người lập", at("made_by")),
            Column("Trạng thái", display("status")),
        ),
        records=campaigns_seen,
    ),
    ExportList(
        "law", "Mức theo quy định", (Can.SEE_ALL_UNITS,), _numbers_of_the_law,
        always(
            Column("Nội dung", at("row.title")),
            Column("Giá trị", at("value")),
            Column("Áp dụng từ ngày", at("row.valid_from"), Kind.DATE),
            Column("Đến hết ngày", at("row.valid_to"), Kind.DATE),
            Column("Căn cứ", at("row.source")),
            Column("Tình trạng", at("state")),
            Column("Địa phương ghi", lambda line: line["row"].commune_id is not None),
            Column("Đã xác nhận", at("row.confirmed")),
        ),
        lines=_law_lines,
    ),
)  # fmt: skip
