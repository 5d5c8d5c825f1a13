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
from kit.vietnamese import begun_small, vn_number

DISTRICT_ENDED_ON = date(2025, 6, 30)
UNSTATED = "Kế hoạch không quy định"
_FIELDS = {
    Subject.COLLECTIVE: "collectives",
    Subject.INDIVIDUAL: "individuals",
    Subject.HOUSEHOLD: "households",
}


@dataclass(frozen=True, slots=True)
class Base:
    """What a number is taken of: how many units, collectives, individuals and households; None: not known."""

    bodies: int | None = None
    collectives: int | None = None
    individuals: int | None = None
    households: int | None = None

    def of(self, subject: str | None) -> int | None:
        """Return how many there are of a subject; of collectives and individuals at once without one."""
        if subject is not None:
            return getattr(self, _FIELDS[subject])
        if self.collectives is None or self.individuals is None:
            return None
        return self.collectives + self.individuals


@dataclass(frozen=True, slots=True)
class Limit:
    """How a quota is read: at most so many of each subject, or of all together; None: no number binds."""

    clear: bool
    words: str
    collectives: int | None = None
    individuals: int | None = None
    together: int | None = None
    households: int | None = None
    each_body: int | None = None

    def allowed(self, subject: str) -> int | None:
        """Return how many of a subject are allowed: its own number, or that of the shared pool."""
        own = getattr(self, _FIELDS[subject])
        return self.together if own is None else own


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


def reading(quota: Quota, settled: str | None = None, base: Base | None = None) -> Limit:
    """Return how a quota is read; a shared pool stays unclear until a person states the reading (HP-02).

    A number by unit and a percentage stay unclear while what they are taken of is not known.
    """
    shape, count = quota.shape, quota.count
    if shape == QuotaShape.SHARED_POOL:
        if settled == QuotaReading.IN_ALL:
            return Limit(True, f"Tất cả {count:02d}, gồm cả tập thể và cá nhân.", together=count)
        if settled == QuotaReading.EACH:
            return Limit(True, f"{count:02d} tập thể và {count:02d} cá nhân.", count, count, households=0)
        return Limit(False, f"“{quota.words}”: chưa rõ là tất cả {count:02d} hay mỗi loại {count:02d}.")
    if shape in (QuotaShape.FIXED, QuotaShape.CEILING):
        least = "Không quá " if shape == QuotaShape.CEILING else ""
        if quota.subject is None:
            return Limit(True, f"{least}{count:02d}, gồm cả tập thể và cá nhân.", together=count)
        return _numbered(quota, f"{least}{count:02d} {quota.subject.label.lower()}.", count)
    if shape == QuotaShape.NOT_FIXED:
        return Limit(True, "Không ấn định số lượng; căn cứ kết quả và kinh phí khen thưởng.")
    if shape == QuotaShape.UNSTATED:
        return Limit(True, f"{UNSTATED} số lượng.")
    counted = _counted(quota, base or Base())
    return counted or Limit(False, quota.words or QuotaShape(shape).label)


def _numbered(quota: Quota, words: str, count: int, each_body: int | None = None) -> Limit:
    """Return a limit on the quota's subject, or on all together where it names none."""
    bound = "together" if quota.subject is None else _FIELDS[quota.subject]
    return Limit(True, words, each_body=each_body, **{bound: count})


def _counted(quota: Quota, base: Base) -> Limit | None:
    """Return the limit that follows from a number of units or participants; a share never rounds up."""
    name = "tập thể, cá nhân" if quota.subject is None else quota.subject.label.lower()
    if quota.shape == QuotaShape.PER_BODY and quota.count is not None and base.bodies is not None:
        count = quota.count * base.bodies
        words = f"Mỗi đơn vị {quota.count:02d}, {base.bodies:02d} đơn vị: {count:02d} {name}."
        return _numbered(quota, words, count, quota.count)
    whole = base.of(quota.subject)
    if quota.shape == QuotaShape.PERCENTAGE and quota.percent is not None and whole is not None:
        count = int(quota.percent * whole // 100)
        words = f"Không quá {vn_number(quota.percent)}% của {whole:02d} {name}: {count:02d}."
        return _numbered(quota, words, count)
    return None


def over(limit: Limit, *, collectives: int, individuals: int, households: int = 0, busiest: int = 0) -> str | None:
    """Return why so many awards break a limit, or None (KP-04); an unclear limit allows nothing.

    `busiest` is the most awards that one unit gets, for a plan that counts by unit.
    """
    if not limit.clear:
        return f"Số lượng khen thưởng chưa rõ, cần xác định trước. {limit.words}"
    for found, allowed, name in (
        (collectives, limit.collectives, "tập thể"),
        (individuals, limit.individuals, "cá nhân"),
        (households, limit.households, "hộ gia đình"),
        (collectives + individuals + households, limit.together, "trường hợp"),
        (busiest, limit.each_body, "trường hợp của một đơn vị"),
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
    return [f"thời hạn nộp {begun_small(each.title)}" for each in unstated]
