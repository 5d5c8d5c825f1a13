"""What this app keeps about people, and what it tells about one of them; of ballots only who took part."""

from collections.abc import Iterator

from awards.models import (
    Appraisal,
    Assessment,
    Attendance,
    AwardFile,
    Ballot,
    Conflict,
    Discipline,
    Examination,
    Initiative,
    Nomination,
    Opinion,
    PostingRemark,
    Seat,
    Voter,
    WrittenOpinion,
)
from awards.services import book
from communes.access import Actor, Can
from communes.holdings import ARCHIVE_LAW, AWARD_LAW, LAW
from communes.models import Person
from communes.personal_data import Holding, Part, Row, register

ARCHIVED = "Không xóa: là hồ sơ, tài liệu lưu trữ."


def _received(person: Person, actor: Actor) -> Iterator[Row]:
    past = book.past_of(actor, person=person)
    for row in past.rows:
        yield Row(book.award_words(row.line), f"{row.line.decision}. {row.standing}", row.line.decision.issued_on)
    for each in past.earlier:
        yield Row(each.title, f"Quyết định số {each.decision_number}", each.decision_on)
    for each in past.higher:
        yield Row(each.nomination.get_award_display(), f"Trình {each.proposal.to_body}", each.proposal.sent_on)


def _nominations(person: Person, actor: Actor) -> Iterator[Row]:
    rows = Nomination.objects.within(actor).for_list().without_words().filter(person=person).order_by("-pk")
    for each in rows:
        yield Row(f"{each.get_award_display()} – {each.campaign.name}", each.shown_status(actor)[0], each.created_at)


def _files(person: Person, actor: Actor) -> Iterator[Row]:
    rows = AwardFile.objects.within(actor).present().filter(nomination__person=person).order_by("-pk")
    for each in rows:
        yield Row(each.name, f"Người tải lên: {each.uploaded_by}", each.uploaded_at)


def _standing(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Assessment.objects.within(actor).filter(person=person).order_by("-year", "pk"):
        yield Row(each.measure or each.get_kind_display(), f"Năm {each.year}: {each.result}", each.recorded_at)
    for each in Initiative.objects.within(actor).filter(person=person).order_by("-pk"):
        yield Row("Sáng kiến", f"{each.title}, {each.get_status_display().lower()}", each.recorded_at)
    for each in Discipline.objects.within(actor).filter(person=person).order_by("-pk"):
        yield Row("Kỷ luật", f"{each.get_kind_display()}. {each.document}", each.decided_on)
    for each in Examination.objects.within(actor).filter(person=person).order_by("-pk"):
        yield Row("Xem xét, thanh tra, kiểm tra", each.get_kind_display(), each.since)


def _opinions(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Opinion.objects.within(actor).filter(nomination__person=person).order_by("-pk"):
        yield Row(f"Hiệp y của {each.body}", each.get_answer_display() or "Chưa trả lời", each.asked_on)
    for each in PostingRemark.objects.within(actor).filter(nomination__person=person).order_by("-pk"):
        yield Row(
            "Ý kiến phản ánh khi công khai", "Đã xem xét" if each.settled_at else "Đang xem xét", each.received_on
        )


def _council(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Seat.objects.filter(person=person).select_related("council").order_by("-valid_from", "-pk"):
        yield Row(each.get_role_display(), each.council.name, each.valid_from)
    for each in Attendance.objects.filter(person=person).select_related("session").order_by("-pk"):
        yield Row("Phiên họp Hội đồng", each.get_state_display(), each.recorded_at)
    counted = Ballot.objects.within(actor).filter(status__in=("confirmed", "announced"))
    for each in Voter.objects.filter(person=person, ballot__in=counted).order_by("-pk"):
        yield Row("Biểu quyết", "Có tham gia" if each.voted else "Không tham gia")


def _aside(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Conflict.objects.within(actor).filter(person=person).order_by("-pk"):
        yield Row("Không tham gia biểu quyết, có liên quan", each.get_kind_display())
    for each in WrittenOpinion.objects.within(actor).filter(person=person).order_by("-pk"):
        yield Row("Đã gửi ý kiến bằng văn bản", when=each.received_on)


def _appraised(person: Person, actor: Actor) -> Iterator[Row]:
    rows = Appraisal.objects.within(actor).filter(appraiser=person).select_related("nomination__commune")
    for each in rows.order_by("-pk"):
        yield Row("Thẩm định hồ sơ", "Đã kết luận" if each.verdict else "Đang thẩm định", each.began_at)


register(
    Part("Khen thưởng đã nhận", _received, Can.SEE_AWARDS),
    Part("Hồ sơ đề nghị", _nominations, Can.SEE_NOMINATIONS),
    Part("Tệp trong hồ sơ đề nghị", _files, Can.SEE_NOMINATIONS),
    Part("Đánh giá, sáng kiến, kỷ luật", _standing, Can.SEE_UNANNOUNCED),
    Part("Ý kiến về người này", _opinions, Can.SEE_UNANNOUNCED),
    Part("Tham gia Hội đồng", _council, Can.SEE_SESSIONS),
    Part("Đứng ngoài biểu quyết, gửi ý kiến", _aside, Can.SEE_SESSIONS),
    Part("Hồ sơ đã thẩm định", _appraised, Can.SEE_UNANNOUNCED),
    Holding(
        "Hồ sơ đề nghị, thẩm định, quyết định, sổ khen thưởng",
        ("awards.Nomination.*", "awards.NominationVersion.*", "awards.AwardFile.*", "awards.Judgement.*",
         "awards.Appraisal.*", "awards.EligibilityRun.*", "awards.Exemption.*", "awards.PriorityClaim.*",
         "awards.TieChoice.*", "awards.Decision.*", "awards.DecisionLine.*", "awards.Certificate.*",
         "awards.CertificatePrint.*", "awards.Proposal.*", "awards.ProposalLine.*", "awards.EarlierAward.*",
         "awards.Opinion.*", "awards.Posting.*", "awards.UnitReview.*", "awards.ReviewVote.*"),
        "Xét, quyết định, lưu và xác nhận khen thưởng.", f"{AWARD_LAW}; {ARCHIVE_LAW}", ARCHIVED,
        term="Theo thời hạn bảo quản hồ sơ khen thưởng", doubtful=True,
    ),
    Holding(
        "Hồ sơ đề nghị soạn dở, chưa nộp lần nào", ("awards.Nomination.report", "awards.Nomination.summary"),
        "Soạn hồ sơ.", "Công việc của địa phương", "Xóa cả hồ sơ và tệp.", sweep="drafts", doubtful=True,
    ),
    Holding(
        "Đánh giá, xếp loại, sáng kiến, kỷ luật, xem xét",
        ("awards.Assessment.*", "awards.Initiative.*", "awards.Discipline.*", "awards.Examination.*"),
        "Xét điều kiện, tiêu chuẩn khen thưởng.", f"{AWARD_LAW}; {LAW}", ARCHIVED,
        term="Theo thời hạn bảo quản hồ sơ khen thưởng", doubtful=True,
    ),
    Holding(
        "Hội đồng, phiên họp, biểu quyết",
        ("awards.Council.*", "awards.Seat.*", "awards.Session.*", "awards.Attendance.*", "awards.AgendaItem.*",
         "awards.Conflict.*", "awards.WrittenOpinion.*", "awards.Voter.*", "awards.NamedVote.*",
         "awards.CountEntry.*", "awards.Minutes.*", "awards.Ballot.*", "awards.BallotItem.*"),
        "Biểu quyết đúng quy định; phiếu kín không ghi theo người.", f"{AWARD_LAW}; {ARCHIVE_LAW}", ARCHIVED,
        term="Theo thời hạn bảo quản hồ sơ khen thưởng", doubtful=True,
    ),
    Holding(
        "Người gửi ý kiến phản ánh", ("awards.PostingRemark.*",),
        "Xem xét ý kiến khi công khai danh sách; chỉ người làm công tác khen thưởng biết ai gửi.",
        f"{AWARD_LAW}; {LAW}", "Xóa tên và cách liên hệ, giữ nội dung và kết quả xem xét.",
        sweep="remarks", doubtful=True,
    ),
)  # fmt: skip
