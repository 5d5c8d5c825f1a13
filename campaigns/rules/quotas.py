"""How many awards a plan allows, whether its authority still exists, and what the plan does not say."""

from dataclasses import dataclass
from datetime import date

from campaigns.planfile.schema import PlanDocument, Quota, Recipient, Round
from campaigns.planfile.words import (
    Authority,
    AwardForm,
    DeadlineKind,
    Paper,
    QuotaReading,
    QuotaShape,
    Subject,
)

DISTRICT_ENDED_ON = date(2025, 6, 30)
UNSTATED = "Kế hoạch không quy định"


@dataclass(frozen=True, slots=True)
class Limit:
    """How a quota is read: at most so many collectives, individuals, or both; None: no number binds."""

    clear: bool
    words: str
    collectives: int | None = None
    individuals: int | None = None
    together: int | None = None


def usable(quota: Quota, on: date) -> str | None:
    """Return why a quota cannot be used on a date; the district level ended on 30/6/2025 (HP-03)."""
    if quota.authority == Authority.DISTRICT and on > DISTRICT_ENDED_ON:
        return (
            f"{quota.authority.label} không còn thẩm quyền từ ngày 01/7/2025; "
            "không dùng được số lượng khen thưởng của cấp này."
        )
    return None


def flagged_recipients(document: PlanDocument, on: date) -> tuple[Recipient, ...]:
    """Return the recipients whose body no longer exists on a date (HP-03)."""
    return tuple(each for each in document.recipients if each.until and each.until < on)


def reading(quota: Quota, settled: str | None = None) -> Limit:
    """Return how a quota is read; a shared pool stays unclear until a person states the reading (HP-02)."""
    shape, count = quota.shape, quota.count
    if shape == QuotaShape.SHARED_POOL:
        if settled == QuotaReading.IN_ALL:
            return Limit(True, f"Tất cả {count:02d}, gồm cả tập thể và cá nhân.", together=count)
        if settled == QuotaReading.EACH:
            return Limit(True, f"{count:02d} tập thể và {count:02d} cá nhân.", count, count)
        return Limit(False, f"“{quota.words}”: chưa rõ là tất cả {count:02d} hay mỗi loại {count:02d}.")
    if shape in (QuotaShape.FIXED, QuotaShape.CEILING):
        least = "Không quá " if shape == QuotaShape.CEILING else ""
        if quota.subject is None:
            return Limit(True, f"{least}{count:02d}, gồm cả tập thể và cá nhân.", together=count)
        words = f"{least}{count:02d} {quota.subject.label.lower()}."
        if quota.subject == Subject.COLLECTIVE:
            return Limit(True, words, collectives=count)
        return Limit(True, words, individuals=count)
    if shape == QuotaShape.NOT_FIXED:
        return Limit(True, "Không ấn định số lượng; căn cứ kết quả và kinh phí khen thưởng.")
    if shape == QuotaShape.UNSTATED:
        return Limit(True, f"{UNSTATED} số lượng.")
    return Limit(False, quota.words or QuotaShape(shape).label)


def over(limit: Limit, *, collectives: int, individuals: int) -> str | None:
    """Return why so many awards break a limit, or None (KP-04); an unclear limit allows nothing."""
    if not limit.clear:
        return f"Số lượng khen thưởng chưa rõ, cần xác định trước. {limit.words}"
    for found, allowed, name in (
        (collectives, limit.collectives, "tập thể"),
        (individuals, limit.individuals, "cá nhân"),
        (collectives + individuals, limit.together, "trường hợp"),
    ):
        if allowed is not None and found > allowed:
            return f"Vượt số lượng khen thưởng: {found:02d} {name}, kế hoạch cho {allowed:02d}."
    return None


def in_force(award_round: Round) -> tuple[Quota, ...]:
    """Return the round's quotas; where the plan names none, the chair's own authority applies (DT-06)."""
    if award_round.quotas:
        return award_round.quotas
    return tuple(
        Quota(
            key=f"{award_round.key}-{subject}",
            form=AwardForm.GIAY_KHEN,
            authority=Authority.COMMUNE,
            shape=QuotaShape.UNSTATED,
            subject=subject,
            words=f"{UNSTATED}; áp dụng thẩm quyền tặng Giấy khen của Chủ tịch UBND xã.",
        )
        for subject in (Subject.COLLECTIVE, Subject.INDIVIDUAL)
    )


def silences(document: PlanDocument) -> list[str]:
    """Say what the plan does not regulate, so that gaps are shown and never filled by invention (DT-06)."""
    gaps = []
    if not document.rounds:
        gaps.append("đợt khen thưởng")
    for each in document.rounds:
        if not each.quotas:
            gaps.append(f"hình thức và số lượng khen thưởng ({each.title})")
        if not each.standards:
            gaps.append(f"tiêu chuẩn khen thưởng ({each.title})")
    if not document.dossier:
        gaps.append("thành phần hồ sơ đề nghị khen thưởng")
    if not _stated(document, Paper.UNIT_REPORT):
        gaps.append("thời hạn nộp báo cáo của đơn vị")
    gaps.extend(_open_dossier_dates(document))
    if not document.inspection.words:
        gaps.append("việc kiểm tra")
    if not document.reviews:
        gaps.append("sơ kết, tổng kết")
    return [f"{UNSTATED} {gap}." for gap in gaps]


def _stated(document: PlanDocument, paper: Paper) -> bool:
    """Say whether the plan tells when a paper is due."""
    return any(each.paper == paper and each.kind != DeadlineKind.UNSTATED for each in document.deadlines)


def _open_dossier_dates(document: PlanDocument) -> list[str]:
    """Return the dossiers whose date the plan leaves open: all of them at once, or one by one."""
    papers = (Paper.DOSSIER, Paper.ACHIEVEMENT_REPORT)
    dossiers = [each for each in document.deadlines if each.paper in papers]
    unstated = [each for each in dossiers if each.kind == DeadlineKind.UNSTATED]
    if not dossiers or len(unstated) == len(dossiers) == 1:
        return ["thời hạn nộp hồ sơ đề nghị khen thưởng"]
    return [f"thời hạn nộp {each.title[:1].lower()}{each.title[1:]}" for each in unstated]
