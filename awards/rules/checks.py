"""What stands against a nomination whatever its criteria: audience, authority, earlier awards, open matters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from awards.rules.kinds import KINDS, Award, decided_here
from campaigns.planfile.schema import Quota
from campaigns.planfile.words import Authority, Subject
from campaigns.rules import quotas, readiness
from campaigns.rules.results import MET, UNKNOWN, UNMET
from kit.vietnamese import begun_small, small_count, vn_date

LAW_ONE_ACHIEVEMENT = "Luật Thi đua, khen thưởng, Điều 5"
LAW_EXAMINATION = "Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4"
LAW_AUTHORITY = "Nghị định 129/2025/NĐ-CP, Điều 59"
LAW_DISTRICT = "Nghị định 129/2025/NĐ-CP"
LAW_INITIATIVE = "Công văn 5007/BNV-TĐKT năm 2023, mục III.5.c"
UNIT_HAS_NO_AUTHORITY = "đơn vị thuộc xã chỉ biểu dương trong đơn vị hoặc đề nghị khen thưởng"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that stands against a nomination: a reference that lasts ("nomination:12"), and its words."""

    ref: str
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """One general condition: its state, the words for it, where it comes from, and whether a leader may except it.

    `excepted` says "reason (leader)"; an excepted check counts as met. An exception is granted for its `conflicts`.
    """

    key: str
    title: str
    state: str
    words: str
    source: str = ""
    exceptable: bool = False
    excepted: str = ""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """An exception as a leader granted it: for which conflicts, why, and who."""

    refs: frozenset[str]
    reason: str
    leader: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A discipline case, inspection, complaint or press report still open: its kind and whom it is about, in words."""

    kind: str
    about: str
    since: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An award given earlier; `same` when it honoured the very achievement that is nominated now."""

    award: str
    decision: str
    same: bool
    ref: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An initiative on which the nomination rests, and the earlier award that used it, in words."""

    title: str
    used_by: str | None = None


def audience_check(covered: bool, *, who: str, source: str = "") -> Check:
    """Check that the plan's audience reaches the nominee; nobody outside may be nominated (DT-02)."""
    words = f"Thuộc đối tượng thi đua: {who}." if covered else f"Ngoài đối tượng thi đua của kế hoạch: {who}."
    return Check("audience", "Đối tượng thi đua", MET if covered else UNMET, words, source)


def subject_check(award: str, subject: str) -> Check:
    """Check that an award suits its subject: a form or title must fit whom it honours (Luật TĐKT, Điều 5)."""
    kind, subject = KINDS[Award(award)], Subject(subject)
    if subject in kind.subjects:
        state, words = MET, f"{kind.award.label} dành cho {subject.label.lower()}."
    else:
        allowed = ", ".join(each.label.lower() for each in kind.subjects)
        state, words = UNMET, f"{kind.award.label} chỉ dành cho {allowed}, không tặng {subject.label.lower()}."
    return Check("subject", "Hình thức phù hợp đối tượng", state, words, LAW_ONE_ACHIEVEMENT)


def authority_check(award: str, authority: str, *, on: date, decided_by_unit: bool = False) -> Check:
    """Check who would decide: a unit never (DT-11), the commune's chair only what is the chair's own (L-12)."""
    label, authority = Award(award).label, Authority(authority)
    state, source = MET, LAW_AUTHORITY
    if decided_by_unit:
        state, words = UNMET, f"Không đúng thẩm quyền tặng {label}: {UNIT_HAS_NO_AUTHORITY}."
    elif authority == Authority.DISTRICT and on > quotas.DISTRICT_ENDED_ON:
        state, source = UNMET, LAW_DISTRICT
        words = f"Không còn cấp tặng {label}: {authority.label} hết thẩm quyền từ ngày 01/7/2025."
    elif decided_here(award, authority):
        words = f"Thẩm quyền tặng {label}: {authority.label}; {UNIT_HAS_NO_AUTHORITY}."
    elif authority == Authority.COMMUNE:
        state = UNMET
        words = f"Không đúng thẩm quyền: {authority.label} chỉ đề nghị {_decider(award)} tặng {label}."
    else:
        words = f"Thẩm quyền tặng {label}: {authority.label}; Chủ tịch UBND xã chỉ đề nghị."
    return Check("authority", "Thẩm quyền khen thưởng", state, words, source)


def _decider(award: str) -> str:
    """Return who decides an award, in words."""
    return KINDS[Award(award)].authority.label


def quota_check(quota: Quota | None, on: date, settled: str | None = None) -> Check:
    """Check that the plan's line of quotas can be used on a date (HP-03); a plan without one binds nothing.

    `settled` is the reading that a person chose where the number is in doubt (HP-02).
    """
    refusal = quotas.usable(quota, on) if quota else None
    if quota is None:
        words, source = f"{quotas.UNSTATED} số lượng khen thưởng cho hình thức này.", ""
    else:
        words, source = refusal or _number_in_plan(quotas.reading(quota, settled).words), named_clause(quota.clause)
    return Check("quota", "Số lượng khen thưởng còn dùng được", UNMET if refusal else MET, words, source)


def _number_in_plan(words: str) -> str:
    """Return the words of a limit as a sentence about the plan."""
    if words.startswith("Kế hoạch"):
        return words
    return f"Kế hoạch {begun_small(words)}" if words.startswith("Không ấn định") else f"Số lượng theo kế hoạch: {words}"


def named_clause(clause: str) -> str:
    """Return a clause of the plan as a source."""
    return f"mục {clause} của kế hoạch" if clause else ""


def examination_check(open_matters: Sequence[Matter]) -> Check:
    """Check that nothing about the nominee is being examined (L-03); once cleared, the dossier goes on."""
    if open_matters:
        state = UNMET
        words = "Đang bị xem xét, chưa được đề nghị khen thưởng: " + "; ".join(map(_matter, open_matters)) + "."
    else:
        state, words = MET, "Không có kỷ luật, thanh tra, kiểm tra, khiếu nại, tố cáo đang xem xét."
    return Check("examination", "Không trong thời gian bị xem xét", state, words, LAW_EXAMINATION)


def _matter(matter: Matter) -> str:
    """Write one open matter in words."""
    since = f" từ ngày {vn_date(matter.since)}" if matter.since else ""
    source = f" ({matter.source})" if matter.source else ""
    return f"{inline(matter.kind)} đối với {matter.about}{since}{source}"


def counts_from(first: date, discipline_ended: Iterable[date]) -> date:
    """Return the day from which achievement counts: after discipline, only from the day it ended (L-03)."""
    return max([first, *discipline_ended])


def counting_check(first: date, last: date, discipline_ended: Sequence[date]) -> Check:
    """Check that achievement lies after discipline ended (L-03); where it ended midway a person judges the rest."""
    start = counts_from(first, discipline_ended)
    if start == first:
        state, words = MET, "Thành tích được tính cho cả thời gian xét."
    elif start > last:
        state, words = UNMET, f"Thành tích chỉ được tính từ ngày {vn_date(start)}, sau thời gian xét."
    else:
        state = UNKNOWN
        words = f"Thành tích chỉ được tính từ ngày {vn_date(start)}, khi hết kỷ luật; cần xác nhận vẫn đủ thành tích."
    return Check(
        "counting",
        "Thời gian tính thành tích",
        state,
        words,
        LAW_EXAMINATION,
        exceptable=state == UNKNOWN,
        conflicts=() if state == MET else (Conflict(f"counts-from:{start}", words),),
    )


def one_achievement_check(earlier: Sequence[Earlier], *, source: str = LAW_ONE_ACHIEVEMENT) -> Check:
    """Check that no award was given for the same achievement, and name the decision if one was (DS-07)."""
    same = [each for each in earlier if each.same]
    if same:
        state = UNMET
        words = f"Thành tích này đã được khen: {_awards(same)}; một thành tích không khen nhiều lần, nhiều hình thức."
    elif earlier:
        state, words = UNKNOWN, f"Cần xác định có cùng một thành tích hay không với lần khen trước: {_awards(earlier)}."
    else:
        state, words = MET, "Chưa có lần khen nào cho cùng thành tích."
    conflicts = tuple(Conflict(each.ref, _award(each)) for each in earlier)
    title = "Một thành tích, một lần khen"
    return Check("one_achievement", title, state, words, source, exceptable=True, conflicts=conflicts)


def _awards(earlier: Sequence[Earlier]) -> str:
    """Write earlier awards with their decisions."""
    return "; ".join(map(_award, earlier))


def _award(each: Earlier) -> str:
    """Write one earlier award with its decision."""
    return f"{each.award} theo {each.decision}"


def initiative_check(claims: Sequence[Claim]) -> Check:
    """Check that no initiative of the dossier has supported an award before (L-08)."""
    used = [f"“{claim.title}” ({claim.used_by})" for claim in claims if claim.used_by]
    if used:
        state = UNMET
        words = "Sáng kiến đã dùng để xét khen, không dùng lần nữa: " + "; ".join(used) + "."
    elif claims:
        state, words = MET, f"{_initiatives(len(claims))} chưa dùng để xét khen lần nào."
    else:
        state, words = MET, "Hồ sơ không căn cứ vào sáng kiến nào."
    return Check("initiative", "Một sáng kiến, một lần khen", state, words, LAW_INITIATIVE)


def _initiatives(number: int) -> str:
    """Return how many initiatives a sentence begins with."""
    return "Sáng kiến" if number == 1 else f"Cả {small_count(number)} sáng kiến"


def deadline_check(late: bool, *, words: str, source: str = "", ref: str = "") -> Check:
    """Check that a dossier came in time for the deadline of a reference; a late one may be accepted for a reason."""
    conflicts = (Conflict(ref, words),) if late else ()
    state = UNMET if late else MET
    return Check("deadline", "Thời hạn nộp hồ sơ", state, words, source, exceptable=True, conflicts=conflicts)


def council_check(*, inspection_required: bool, inspected: bool, report_accepted: bool, source: str = "") -> Check:
    """Check the order report → inspection → council of a plan that demands it (VT-05)."""
    lacking = readiness.blockers_before_council(
        inspection_required=inspection_required, inspected=inspected, report_accepted=report_accepted
    )
    if lacking:
        words = "Chưa theo đúng trình tự: " + "; ".join(map(inline, lacking)) + "."
    elif inspection_required:
        words = "Đã theo đúng trình tự: báo cáo, kiểm tra, rồi mới xét."
    else:
        words = "Không còn báo cáo đến hạn chưa duyệt; kế hoạch không bắt buộc kiểm tra trước khi xét."
    return Check("before_council", "Trình tự trước khi xét", UNMET if lacking else MET, words, source)


def official_check(provisional: Sequence[str], *, source: str = "") -> Check:
    """Check, before the decision, that no standard still rests on a provisional result (DS-18)."""
    if provisional:
        words = "Còn căn cứ tạm tính, phải có kết quả chính thức trước khi quyết định: " + "; ".join(provisional) + "."
    else:
        words = "Mọi tiêu chuẩn đã có kết quả chính thức."
    return Check("official", "Kết quả chính thức", UNMET if provisional else MET, words, source)


def with_exceptions(check: Check, granted: Iterable[Granted]) -> Check:
    """Return an exceptable check as met where every conflict that it names was excepted (DS-07).

    An exception needs a reason and the leader's name. What came up after it keeps the check as it is, with what was
    excepted told apart.
    """
    named = {each.ref for each in check.conflicts}
    valid = [each for each in granted if each.refs & named and each.reason.strip() and each.leader.strip()]
    if check.state == MET or not check.exceptable or not valid:
        return check
    covered = frozenset().union(*(each.refs for each in valid))
    if named <= covered:
        excepted = "; ".join(f"{each.reason.strip()} ({each.leader.strip()})" for each in valid)
        words = f"{check.words} Ngoại lệ được chấp thuận: {excepted}."
        return replace(check, state=MET, words=words, excepted=excepted)
    passed = "; ".join(each.words for each in check.conflicts if each.ref in covered)
    left = tuple(each for each in check.conflicts if each.ref not in covered)
    return replace(check, words=f"{check.words} Ngoại lệ đã được chấp thuận chỉ cho: {passed}.", conflicts=left)


def blockers(checks: Iterable[Check]) -> list[str]:
    """Return the words of every check that is not met."""
    return [check.words for check in checks if check.state == UNMET]


def inline(words: str) -> str:
    """Make a sentence part of another one: no full stop, and a small first letter unless capitals follow."""
    return begun_small(words.strip().rstrip("."))


def as_data(checks: Iterable[Check]) -> list[dict]:
    """Return checks as plain data to be stored."""
    return [asdict(check) for check in checks]


def from_data(data: Iterable[Mapping]) -> tuple[Check, ...]:
    """Return stored checks exactly as they were."""
    return tuple(
        Check(**each | {"conflicts": tuple(Conflict(**one) for one in each.get("conflicts", ()))}) for each in data
    )
