"""Lists on the way to a decision: nominations, the queue of appraisal, postings, reviews, sessions, quotas."""

from django.db.models import Count, Q
from django.utils import timezone

from awards.forms.nominations import NominationFilter
from awards.forms.sessions import SessionFilter
from awards.models import Nomination, Session
from awards.services import awaiting, board, funds
from awards.views import appraisals, councils, nominations, postings, reviews, sessions
from awards.views import funds as funds_page
from campaigns.models import AwardRound
from communes.access import Can
from kit import digits
from kit.sheets import Kind
from kit.views import filtered, sort
from reports.exports.base import Column, ExportList, Found, always, at, campaigns_seen, display, narrowed, register

STAGES = (("proposed", "Đề nghị"), ("qualified", "Đủ điều kiện"), ("recommended", "Hội đồng tán thành"),
          ("decided", "Đã quyết định"))  # fmt: skip


def _nominations(asked):
    """Find nominations as their page does: who may not know a status cannot sort by it."""
    rows = Nomination.objects.within(asked.actor).for_list().without_words()
    campaign = digits.number(asked.GET.get("campaign", ""))
    rounds = AwardRound.objects.filter(campaign=campaign, retired_at=None) if campaign else ()
    found = filtered(asked, NominationFilter, rows, rounds=rounds)
    knows = asked.actor.may(Can.SEE_UNANNOUNCED)
    allowed = {key: paths for key, paths in nominations.SORTS.items() if knows or key != "status"}
    return narrowed((found, sort(asked, found.qs, allowed=allowed, default="-created")))


def _nomination_lines(asked, rows) -> list[dict]:
    """Add to nominations the status as the actor may know it."""
    return [{"row": row, "status": row.shown_status(asked.actor)[0]} for row in rows]


def _round(line) -> str:
    """Return the round of a nomination, or the day of the deed."""
    row = line["row"]
    return str(row.round) if row.round else f"Đột xuất, ngày {row.deed_on:%d/%m/%Y}"


def _appraisals(asked):
    """Find what waits for appraisal: the actor's own part, or all of it."""
    mine = appraisals.view_asked(asked) == "mine"
    return narrowed(appraisals.listed(asked), *(["Phần của tôi"] if mine else []))


def _appraisal_state(row) -> str:
    """Return what the queue says of a dossier's appraisal."""
    if row.is_mine or row.is_done:
        return "Đồng chí đã kết luận" if row.is_done else "Chờ đồng chí kết luận"
    if row.away:
        return "Chờ đơn vị bổ sung"
    return "" if row.taken else "Chưa có người nhận"


def _postings(asked):
    """Find the postings with how many nominees and remarks they have."""
    return narrowed(postings.listed(asked))


def _reviews(asked):
    """Find the review meetings of a campaign."""
    found, rows = reviews.listed(asked, asked.record)
    return narrowed((found, rows.annotate(dossiers=Count("votes"))))


def _sessions(asked):
    """Find the sessions with the number of dossiers on their agenda."""
    rows = Session.objects.within(asked.actor).select_related("council__commune")
    rows = rows.annotate(dossiers=Count("agenda", filter=~Q(agenda__result="taken_off")))
    found = filtered(asked, SessionFilter, rows)
    return narrowed((found, awaiting.with_facts(sort(asked, found.qs, allowed=sessions.SORTS, default="-day"))))


def _session_lines(asked, rows) -> list[dict]:
    """Add to sessions what they wait for."""
    today = timezone.localdate()
    return [{"row": row, "awaits": awaiting.of_session(row, on=today)} for row in rows]


def _fund(asked):
    """Return what is proposed this year in its order with the money left after each; another year has none."""
    year, today, commune = funds_page.year_asked(asked), timezone.localdate(), asked.actor.commune
    if year != today.year:
        return Found([], (f"Năm {year}",))
    return Found(funds.running_balance(funds.of_year(commune, year, on=today), commune, on=today), (f"Năm {year}",))


def _fund_lines(asked, rows) -> list[dict]:
    """Add to proposals the nominations they stand for."""
    return [{"proposal": proposal, "row": row} for proposal, row in funds.with_nominations(rows)]


def _quotas(asked):
    """Return each quota of the campaigns underway with its counts, and what was proposed outside them."""
    running = list(board.campaigns_with_awards(asked.actor))
    boards = board.of_campaigns(running, on=timezone.localdate(), actor=asked.actor)
    return Found([line for each in boards for line in _quota_lines(each)])


def _quota_lines(each):
    """Yield the quotas of one campaign's board."""
    for part in each.rounds:
        place = {"campaign": each.campaign.name, "round": str(part.round)}
        for line in part.lines:
            row = line.row
            yield place | {
                "what": f"{row.quota.form.label} cho {row.whom}", "authority": row.quota.authority.label,
                "clause": row.quota.clause, "limit": row.limit.words, "total": row.total, "left": row.left_words,
                "warning": row.warning,
            }  # fmt: skip
        for label, tally in part.outside:
            yield place | _unlimited(f"Ngoài các dòng số lượng của kế hoạch: {label.lower()}", tally)
    if each.ad_hoc.proposed:
        yield {"campaign": each.campaign.name, "round": "Đột xuất", **_unlimited("Đề nghị đột xuất", each.ad_hoc)}


def _unlimited(what: str, tally) -> dict:
    """Return a line for which the plan names no number."""
    return {"what": what, "authority": "", "clause": "", "limit": "Kế hoạch không quy định", "total": tally,
            "left": "", "warning": ""}  # fmt: skip


register(
    ExportList(
        "nominations", "Hồ sơ đề nghị khen thưởng", (Can.SEE_NOMINATIONS,), _nominations,
        always(
            Column("Được đề nghị", at("row.nominee")),
            Column("Chức vụ, đơn vị", at("row.nominee_place")),
            Column("Đối tượng", lambda line: line["row"].get_subject_display()),
            Column("Đề nghị tặng", lambda line: line["row"].get_award_display()),
            Column("Cấp quyết định", lambda line: line["row"].get_authority_display()),
            Column("Phong trào", at("row.campaign.name")),
            Column("Đợt", _round),
            Column("Đơn vị đề nghị", at("row.unit.name")),
            Column("Trạng thái", at("status")),
            Column("Nộp lúc", at("row.submitted_at"), Kind.DATETIME),
            Column("Nộp trễ hạn", lambda line: line["row"].late if line["row"].submitted_at else None),
        ),
        lines=_nomination_lines, confidence=True,
    ),
    ExportList(
        "appraisals", "Hồ sơ chờ thẩm định", appraisals.APPRAISERS, _appraisals,
        always(
            Column("Hồ sơ", at("nominee")),
            Column("Đối tượng", display("subject")),
            Column("Đề nghị tặng", display("award")),
            Column("Đơn vị đề nghị", at("unit.name")),
            Column("Phong trào", at("campaign.name")),
            Column("Nộp lúc", at("submitted_at"), Kind.DATETIME),
            Column("Nộp trễ hạn", at("late")),
            Column("Trạng thái", display("status")),
            Column("Bổ sung chậm nhất ngày", lambda row: row.return_due_on if row.away else None, Kind.DATE),
            Column("Quá hạn bổ sung", lambda row: row.overdue or row.mended_late),
            Column("Kết luận", _appraisal_state),
            Column("Số người đã kết luận", at("given"), Kind.INTEGER),
            Column("Số người thẩm định", at("taken"), Kind.INTEGER),
        ),
        confidence=True,
    ),
    ExportList(
        "postings", "Công khai danh sách đề nghị", (Can.SEE_UNANNOUNCED,), _postings,
        always(
            Column("Từ ngày", at("starts_on"), Kind.DATE),
            Column("Đến hết ngày", at("ends_on"), Kind.DATE),
            Column("Phong trào", at("campaign.name")),
            Column("Nơi công khai", at("place")),
            Column("Số hồ sơ", at("listed"), Kind.INTEGER),
            Column("Số phản ánh", at("received"), Kind.INTEGER),
            Column("Phản ánh chưa giải quyết", at("waiting"), Kind.INTEGER),
            Column("Kết quả", lambda row: row.outcome if row.closed_at else "Đang công khai"),
        ),
        confidence=True,
    ),
    ExportList(
        "reviews", "Họp bình xét", (Can.SEE_NOMINATIONS,), _reviews,
        always(
            Column("Họp lúc", at("held_at"), Kind.DATETIME),
            Column("Đơn vị", at("unit.name")),
            Column("Có mặt", at("members_present"), Kind.INTEGER),
            Column("Tổng số", at("members_total"), Kind.INTEGER),
            Column("Số hồ sơ", at("dossiers"), Kind.INTEGER),
            Column("Kết luận lúc", at("concluded_at"), Kind.DATETIME),
        ),
        records=campaigns_seen, confidence=True,
    ),
    ExportList(
        "sessions", "Phiên họp Hội đồng", (Can.SEE_SESSIONS,), _sessions,
        always(
            Column("Phiên họp", at("row.title")),
            Column("Thời gian", at("row.planned_at"), Kind.DATETIME),
            Column("Địa điểm", at("row.place")),
            Column("Hình thức", lambda line: line["row"].get_mode_display()),
            Column("Số hồ sơ", at("row.dossiers"), Kind.INTEGER),
            Column("Trạng thái", lambda line: line["row"].get_status_display()),
            Column("Việc tiếp theo", at("awaits")),
        ),
        lines=_session_lines, confidence=True,
    ),
    ExportList(
        "councils", "Hội đồng Thi đua - Khen thưởng", (Can.SEE_SESSIONS,),
        lambda asked: narrowed(councils.listed(asked)),
        always(
            Column("Hội đồng", at("name")),
            Column("Quyết định thành lập số", at("decision_number")),
            Column("Ngày quyết định", at("decision_on"), Kind.DATE),
            Column("Cơ quan thường trực", at("standing_agency.name")),
            Column("Từ ngày", at("valid_from"), Kind.DATE),
            Column("Đến hết ngày", at("valid_to"), Kind.DATE),
        ),
    ),
    ExportList(
        "fund", "Quỹ khen thưởng theo đề nghị", (Can.SEE_UNANNOUNCED,), _fund,
        always(
            Column("Được đề nghị", at("row.nominee")),
            Column("Đề nghị tặng", lambda line: line["row"].get_award_display()),
            Column("Phong trào", at("row.campaign.name")),
            Column("Đơn vị đề nghị", at("row.unit.name")),
            Column("Trạng thái", lambda line: line["row"].get_status_display()),
            Column("Tiền thưởng", at("proposal.prize"), Kind.MONEY),
            Column("Còn lại sau đề nghị", at("proposal.left"), Kind.MONEY),
        ),
        lines=_fund_lines, confidence=True,
    ),
    ExportList(
        "board", "Bảng số lượng khen thưởng", (Can.SEE_UNANNOUNCED,), _quotas,
        always(
            Column("Phong trào", at("campaign")),
            Column("Đợt", at("round")),
            Column("Hình thức, đối tượng", at("what")),
            Column("Cấp quyết định", at("authority")),
            Column("Mục của kế hoạch", at("clause")),
            Column("Số lượng", at("limit")),
            *(Column(label, at(f"total.{stage}"), Kind.INTEGER) for stage, label in STAGES),
            Column("Còn", at("left")),
            Column("Cần chú ý", at("warning")),
        ),
        confidence=True,
    ),
)  # fmt: skip
