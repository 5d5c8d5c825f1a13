"""What a second person looks at before a decision goes to be signed, and the clerk once more before it is issued."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q

from awards.models import AgendaItem, Decision, DecisionLine, EarlierAward, EligibilityRun, Minutes, Nomination
from awards.rules import grounds, prizes
from awards.rules.eligibility import verdict
from awards.services import conditions, eligibility, quotas, ranking
from awards.services.book import in_force
from awards.services.decision_words import cited
from awards.services.eligibility import Reading
from awards.services.prizes import BASE_SALARY, fund_after, of_lines, unbalanced, unconfirmed
from campaigns.planfile.schema import Quota
from campaigns.planfile.words import QuotaShape
from campaigns.rules.quotas import UNSTATED
from campaigns.rules.results import UNKNOWN
from campaigns.services import law
from kit.vietnamese import money, vn_date

OF_LINES = (
    "nomination__round", "nomination__unit", "nomination__person__unit", "nomination__collective",
    "nomination__plan_version", "nomination__campaign", "nomination__commune", "about",
)  # fmt: skip
ONE_ACHIEVEMENT = "one_achievement"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at: what refuses the decision, what only warns and needs a word, else how it stands."""

    title: str
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    words: str = ""
    source: str = ""


def lines_of(decision: Decision) -> list[DecisionLine]:
    """Return the lines of a decision in their order, with all that the checks and pages read of them."""
    return list(decision.lines.select_related(*OF_LINES).order_by("position"))


def examine(
    decision: Decision, *, on: date, at: datetime, lines: Sequence[DecisionLine] | None = None
) -> list[Examined]:
    """Look at everything that must hold if the decision were dated on a day; its lines may be at hand already."""
    lines = lines_of(decision) if lines is None else lines
    if decision.kind != Decision.Kind.AWARD:
        return [_amended(decision, lines), _names(lines), _grounds(decision, on)]
    nominations = [each.nomination for each in lines]
    readings = eligibility.read_many(nominations, at, stage=EligibilityRun.Stage.DECISION)
    return [
        _authority(nominations),
        _recommended(nominations),
        _quota(decision, nominations, on),
        _eligibility(nominations, readings),
        _earlier(decision, lines, readings),
        _names(lines),
        _grounds(decision, on),
        _money(decision, lines, on),
    ]


def refusals(examined: Iterable[Examined]) -> list[str]:
    """Return everything that refuses the decision."""
    return [words for each in examined for words in each.refusals]


def warnings(examined: Iterable[Examined]) -> list[str]:
    """Return everything about the decision that needs a word of the second person."""
    return [words for each in examined for words in each.warnings]


def not_decided_here(nomination: Nomination) -> str | None:
    """Say why the commune's chair cannot decide an award (L-12, HP-12)."""
    if nomination.decided_here:
        return None
    return (
        f"{nomination}: Chủ tịch UBND xã không có thẩm quyền quyết định {nomination.get_award_display()}; "
        "chỉ được trình cấp trên."
    )


def _authority(nominations: Iterable[Nomination]) -> Examined:
    """Look at who may decide each award."""
    found = tuple(filter(None, map(not_decided_here, nominations)))
    words = "Mọi hình thức, danh hiệu đều thuộc thẩm quyền của Chủ tịch UBND xã."
    return Examined("Thẩm quyền", refusals=found, words=words, source="Nghị định 129/2025/NĐ-CP, Điều 59")


def _recommended(nominations: Sequence[Nomination]) -> Examined:
    """Look at whether the council recommended each one, in minutes that are signed (L-13)."""
    return Examined(
        "Hội đồng tán thành, biên bản đã ký",
        refusals=tuple(not_recommended(nominations)),
        words="Mọi hồ sơ đều được Hội đồng tán thành; biên bản đã ký.",
    )


def not_recommended(nominations: Sequence[Nomination]) -> list[str]:
    """Say which nominations the council has not recommended in signed minutes."""
    lacking, problems = without_signed_minutes(nominations), []
    for each in nominations:
        if each.status != Nomination.Status.RECOMMENDED:
            problems.append(
                f"{each}: hồ sơ đang ở trạng thái “{each.get_status_display()}”, không phải “Hội đồng tán thành”."
            )
        elif each.pk in lacking:
            problems.append(f"{each}: biên bản họp Hội đồng về hồ sơ này chưa được ký.")
    return problems


def without_signed_minutes(nominations: Sequence[Nomination]) -> set[int]:
    """Return the keys of the nominations whose recommendation stands in no signed minutes (L-13)."""
    keys = {each.pk for each in nominations}
    signed = Minutes.objects.filter(
        chair_signed_at__isnull=False, session__status__in=("minutes_signed", "closed")
    )  # fmt: skip
    adopted = AgendaItem.objects.filter(nomination__in=keys, session__in=signed.values("session")).recommending()
    return keys - set(adopted.values_list("nomination_id", flat=True))


def _quota(decision: Decision, nominations: Sequence[Nomination], on: date) -> Examined:
    """Look at the plan's numbers (KP-04); where it is silent, the chair's own authority applies (DT-06)."""
    found, silent, clauses = [], [], []
    for each in nominations:
        if each.round_id is None:
            continue
        offered = _offered(decision, each)
        known = next((quota for quota in offered if quota.key == each.quota_key), None)
        binding = [quota for quota in offered if quota.shape not in (QuotaShape.UNSTATED, QuotaShape.NOT_FIXED)]
        if known is None and binding:
            found.append(f"{each}: hồ sơ chưa gắn với dòng số lượng nào của kế hoạch.")
        elif known is None or known.shape == QuotaShape.UNSTATED:
            silent.append(each)
        elif known.clause:
            clauses.append(known.clause)
    words = "Trong số lượng kế hoạch cho phép."
    if silent:
        words = f"{UNSTATED} số lượng; áp dụng thẩm quyền của Chủ tịch UBND xã."
    return Examined(
        "Số lượng khen thưởng",
        refusals=(
            *found,
            *quotas.over(decision.campaign, nominations, on=on),
            *ranking.left_unranked(decision.campaign, nominations, on=on),
        ),
        words=words,
        source=", ".join(f"mục {clause}" for clause in dict.fromkeys(clauses)),
    )


def _offered(decision: Decision, nomination: Nomination) -> list[Quota]:
    """Return the plan's lines of quota under which a nomination could count."""
    return [
        quota
        for quota in quotas.quotas_of(nomination.round, decision.campaign.plan)
        if (quota.form, quota.authority) == (nomination.award, nomination.authority)
        and quota.subject in (None, nomination.subject)
    ]


def _eligibility(nominations: Iterable[Nomination], readings: Mapping[int, Reading]) -> Examined:
    """Look again at what may have changed since appraisal: ratings, judgements, open matters (KP-02, DS-18, L-03)."""
    return Examined(
        "Điều kiện tại thời điểm quyết định",
        refusals=tuple(
            f"{each}: {words}" for each in nominations for words in lapsed(readings[each.pk], apart=(ONE_ACHIEVEMENT,))
        ),
        words="Mọi tiêu chuẩn, điều kiện vẫn đạt; kết quả xếp loại đã chính thức; không ai đang bị xem xét.",
        source="Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4",
    )


def lapsed(reading: Reading, *, apart: Sequence[str] = ()) -> list[str]:
    """Say which conditions and standards do not hold, or are not known any more, but for the checks asked `apart`.

    What was found eligible was known wholly; a record that was taken away since leaves nothing to decide on (DS-18).
    """
    checks = [each for each in reading.checks if each.key not in apart]
    found = eligibility.problems_at(replace(reading, checks=checks))
    if reading.outcome and reading.outcome.state == UNKNOWN:
        found.append(verdict(reading.outcome).sentence)
    return found


def _earlier(decision: Decision, lines: Sequence[DecisionLine], readings: Mapping[int, Reading]) -> Examined:
    """Look at what each one received before: one achievement, one award (DS-07); other awards need a word."""
    refused, warned = [], []
    given, elsewhere = _given(decision, lines), _given_elsewhere([each.nomination for each in lines])
    for line in lines:
        checks = [each for each in readings[line.nomination_id].checks if each.key == ONE_ACHIEVEMENT]
        if blocking := conditions.blocking(checks, open_too=True):
            refused += [f"{line.nominee_name}: {words}" for words in blocking]
            continue
        warned += [
            f"{line.nominee_name}: đã được tặng {each.get_award_display()} theo {cited(each.decision)}."
            for each in given.get(_whom(line.nomination), [])
        ]
        warned += [f"{line.nominee_name}: {_known(each)}" for each in elsewhere[line.nomination_id]]
    return Examined(
        "Khen thưởng đã nhận",
        refusals=tuple(refused),
        warnings=tuple(warned),
        words="Chưa ai được khen về cùng thành tích.",
        source="Luật Thi đua, khen thưởng, Điều 5",
    )


def _known(row: EarlierAward) -> str:
    """Name an award that is known from outside the book."""
    return f"đã được tặng {row.title} theo Quyết định số {row.decision_number} ngày {vn_date(row.decision_on)}."


def _whom(nomination: Nomination) -> tuple:
    """Return who is honoured: a household is not its head."""
    return (nomination.subject, nomination.person_id, nomination.collective_id)


def _given(decision: Decision, lines: Sequence[DecisionLine]) -> dict[tuple, list[DecisionLine]]:
    """Return what other issued decisions gave for the same years, by whom they honour."""
    nominations = [each.nomination for each in lines]
    people = [each.person_id for each in nominations if each.person_id]
    bodies = [each.collective_id for each in nominations if each.collective_id]
    years = {each.year for each in nominations}
    others = (
        DecisionLine.objects.paid()
        .filter(Q(nomination__person__in=people) | Q(nomination__collective__in=bodies))
        .exclude(decision=decision)
        .select_related("decision__commune", *OF_LINES)
        .order_by("decision__issued_at", "pk")
    )
    found: dict[tuple, list[DecisionLine]] = {}
    for each in others:
        if each.nomination.year in years:
            found.setdefault(_whom(each.nomination), []).append(each)
    return found


def _given_elsewhere(nominations: Sequence[Nomination]) -> dict[int, list[EarlierAward]]:
    """Return the awards of the same years that are known from outside the book, by nomination."""
    rows = list(
        EarlierAward.objects.filter(
            Q(person__in=[each.person_id for each in nominations if each.person_id])
            | Q(person=None, unit__in=[each.collective_id for each in nominations if each.collective_id])
        ).order_by("decision_on", "pk")
    )
    return {
        each.pk: [
            row
            for row in rows
            if row.decision_on.year == each.year
            and (row.person_id == each.person_id if each.person_id else row.unit_id == each.collective_id)
        ]
        for each in nominations
    }


def _names(lines: Iterable[DecisionLine]) -> Examined:
    """Compare what each line says of a name with the records as they are now."""
    refused, warned = [], []
    for line in lines:
        now = recorded(line.nomination)
        if line.nominee_name != now["nominee_name"]:
            refused.append(f"Dòng {line.position}: ghi “{line.nominee_name}”, hồ sơ hiện ghi “{now['nominee_name']}”.")
        if line.about_id is None and line.nominee_place != now["nominee_place"]:
            warned.append(
                f"Dòng {line.position}, {line.nominee_name}: ghi “{line.nominee_place}”, hồ sơ hiện ghi "
                f"“{now['nominee_place']}”."
            )
        if (line.gender, line.birth_year) != (now["gender"], now["birth_year"]):
            warned.append(f"Dòng {line.position}, {line.nominee_name}: giới tính hoặc năm sinh khác hồ sơ hiện nay.")
    return Examined("Họ tên, đơn vị", tuple(refused), tuple(warned), "Khớp với hồ sơ hiện nay.")


def recorded(nomination: Nomination) -> dict:
    """Return what the records say now of whom a nomination honours, as a line keeps it."""
    person = nomination.person
    return {
        "nominee_name": nomination.nominee,
        "nominee_place": nomination.nominee_place,
        "gender": person.gender if person else "",
        "birth_year": person.birth_year if person else None,
    }


def _grounds(decision: Decision, on: date) -> Examined:
    """Look at whether each legal ground can be cited on the day of the decision."""
    found = grounds.out_of_time(decision.grounds, on)
    return Examined("Căn cứ pháp lý", tuple(found), words=f"Các căn cứ còn hiệu lực vào ngày {vn_date(on)}.")


def _money(decision: Decision, lines: Sequence[DecisionLine], on: date) -> Examined:
    """Look at the numbers of the law behind the prizes, the base salary since the draft, and the fund (L-02)."""
    title, source = "Tiền thưởng", "Nghị định 152/2025/NĐ-CP, Điều 49"
    rates = law.rules_on(on, commune=decision.commune)
    try:
        cost = sum(each.amount for each in of_lines(decision, lines, rates, on=on).values())
    except ValidationError as unknown:
        return Examined(title, tuple(unknown.messages), source=source)
    warned = [f"Mức chưa được xác nhận với văn bản: {each}." for each in unconfirmed(rates, lines)]
    warned += unbalanced(rates, lines)
    now = rates[BASE_SALARY].value if BASE_SALARY in rates else None
    if decision.base_salary is not None and (changed := prizes.salary_changed(decision.base_salary, now)):
        warned.append(changed)
    words, suffices = fund_after(decision, cost, on=on)
    if not suffices:
        warned.append(words)
    return Examined(title, warnings=tuple(warned), words=f"Tổng tiền thưởng {money(cost)}. {words}", source=source)


def _amended(decision: Decision, lines: Sequence[DecisionLine]) -> Examined:
    """Look at what an amending decision changes: a line that still stands, something that really differs (L-09)."""
    found = []
    for line in lines:
        old = line.about
        if old.standing == DecisionLine.Standing.REVOKED:
            found.append(f"Dòng {old.position} của {decision.amends} ({old.nominee_name}) đã bị thu hồi.")
        elif decision.kind == Decision.Kind.CORRECTION and not differs(line):
            found.append(f"Dòng {old.position} ({old.nominee_name}): nội dung đính chính chưa khác nội dung đang ghi.")
    words = f"Các dòng của {decision.amends} còn hiệu lực; nội dung thay đổi đã ghi rõ."
    return Examined("Dòng được đính chính, thu hồi", tuple(found), words=words)


def differs(line: DecisionLine) -> bool:
    """Say whether a correcting line says anything else than the award line, as corrected last."""
    now = in_force(line.about)
    kept = ("nominee_name", "nominee_place", "gender", "birth_year", "citation")
    return any(getattr(line, name) != getattr(now, name) for name in kept)
