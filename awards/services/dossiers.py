"""What a dossier is made of: which awards the plan opens to a subject, what is due when, the words as handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from awards.models import AwardFile, Judgement, Nomination, ReviewVote
from awards.models.nomination_records import NominationVersion
from awards.rules import dossier, eligibility
from awards.rules.kinds import Award, AwardBasis
from campaigns.models import AwardRound, Campaign, Deadline
from campaigns.planfile.schema import PlanDocument, Quota, Round
from campaigns.planfile.words import Authority, Paper, RoundKind, Subject
from campaigns.rules import calendar, quotas
from campaigns.services import law
from communes.models import Commune, Person, Unit

PAPERS = (Paper.DOSSIER, Paper.ACHIEVEMENT_REPORT)
OWN_AUTHORITY = f"{quotas.UNSTATED} hình thức khen thưởng; áp dụng thẩm quyền của Chủ tịch UBND xã."
AD_HOC_WORDS = "Khen thưởng đột xuất theo thẩm quyền của Chủ tịch UBND xã."
HIGHER_WORDS = "Đợt tổng kết được đề nghị cấp trên khen thưởng."


@dataclass(frozen=True, slots=True)
class Line:
    """One award that a plan opens to a subject: under which quota, where the plan says so, and why not now."""

    award: str
    authority: str
    quota_key: str
    words: str
    clause: str = ""
    refusal: str = ""

    @property
    def key(self) -> str:
        """What tells the lines of one round apart in a form."""
        return f"{self.award}:{self.authority}:{self.quota_key}"

    @property
    def title(self) -> str:
        """The award with who decides it, as a choice reads."""
        place = f" (mục {self.clause})" if self.clause else ""
        return f"{Award(self.award).label} – {Authority(self.authority).label}{place}"


def lines(plan: PlanDocument, award_round: Round | None, subject: str, *, on: date) -> list[Line]:
    """Return the awards a subject may be nominated for in a round, or outside all rounds (None) for a deed (DS-08).

    Where the plan names none, the chair's own authority applies and nothing is invented (DT-06).
    """
    if award_round is None:
        return [Line(Award.GIAY_KHEN, Authority.COMMUNE, "", AD_HOC_WORDS)]
    if not award_round.quotas and subject == Subject.HOUSEHOLD:
        found = [Line(Award.GIAY_KHEN, Authority.COMMUNE, "", OWN_AUTHORITY)]
    else:
        found = [_line(each, on) for each in quotas.in_force(award_round) if _suits(each, subject)]
    if award_round.proposes_higher:
        found.append(Line(Award.BANG_KHEN, Authority.HIGHER, "", HIGHER_WORDS, award_round.clause))
    return found


def _suits(quota: Quota, subject: str) -> bool:
    """Say whether a quota is for a subject; a shared one is for collectives and individuals."""
    return quota.subject == subject or (quota.subject is None and subject != Subject.HOUSEHOLD)


def _line(quota: Quota, on: date) -> Line:
    """Return a quota as a line (HP-03: that of the district level is no longer usable)."""
    words = quotas.reading(quota).words
    return Line(quota.form, quota.authority, quota.key, words, quota.clause, refusal=quotas.usable(quota, on) or "")


def described(plan: PlanDocument, award_round: AwardRound | None) -> Round | None:
    """Return a round as the plan describes it; without one the plan's round for deeds, if it has one."""
    if award_round is None:
        return next((each for each in plan.rounds if each.kind == RoundKind.AD_HOC), None)
    return next((each for each in plan.rounds if each.key == award_round.key), None)


def refusal_of_line(
    campaign: Campaign, *, award_round: AwardRound | None, subject: str, award: str, authority: str, quota_key: str,
    on: date,
) -> tuple[str, str]:  # fmt: skip
    """Return (why the plan does not allow an award, with its clause; the quota under which it counts)."""
    plan_round = described(campaign.plan, award_round)
    open_lines = lines(campaign.plan, plan_round, subject, on=on)
    same = [each for each in open_lines if (each.award, each.authority) == (award, authority)]
    fitting = [each for each in same if each.quota_key == quota_key] or ([] if quota_key else same)
    if fitting:
        [*refused] = [each.refusal for each in fitting if each.refusal]
        place = f" (mục {fitting[0].clause})" if fitting[0].clause else ""
        return (f"{refused[0]}{place}" if len(refused) == len(fitting) else ""), fitting[0].quota_key
    place = f" (mục {plan_round.clause})" if plan_round and plan_round.clause else ""
    named = f"{Award(award).label} của {Authority(authority).label}"
    allowed = "; ".join(dict.fromkeys(each.title for each in open_lines)) or "không có hình thức nào"
    return (
        f"Kế hoạch không cho đề nghị {named} đối với {Subject(subject).label.lower()}{place}. Được đề nghị: {allowed}.",
        "",
    )


def deadline_of(nomination: Nomination) -> Deadline | None:
    """Return the day that binds a dossier: the earliest of its round; a deed may be proposed any time (DS-08)."""
    if nomination.basis == AwardBasis.AD_HOC or nomination.round is None:
        return None
    return binding(nomination.campaign.deadlines.all(), nomination.round)


def binding(deadlines: Iterable[Deadline], award_round: AwardRound) -> Deadline | None:
    """Return, of a campaign's deadlines, the earliest dated one for the dossiers of a round."""
    dated = [
        each
        for each in deadlines
        if each.paper in PAPERS and each.retired_at is None and each.late_from is not None
        and each.round_key in ("", award_round.key) and each.year in (None, award_round.year)
    ]  # fmt: skip
    return min(dated, key=lambda each: (each.late_from, each.pk), default=None)


def comes_late(nomination: Nomination, at: datetime) -> bool:
    """Say whether a dossier handed in at a moment is late: to the second, as the plan counts its day (KP-06, VT-03)."""
    deadline = deadline_of(nomination)
    return deadline is not None and calendar.is_late(at, deadline.late_from)


def rules_on(on: date, *, commune: Commune) -> dict[str, dict]:
    """Return the law's numbers in force on a day as plain data, for the dossier received that day to keep (L-01)."""
    return {
        key: {
            "title": row.title,
            "value": f"{row.value.normalize():f}",
            "valid_from": row.valid_from.isoformat(),
            "source": row.source,
            "confirmed": row.confirmed,
        }
        for key, row in law.rules_on(on, commune=commune).items()
    }


def look_alikes(person: Person) -> list[Person]:
    """Return the others who may be the same person: same name, and the same year of birth or unit, or no year told."""
    return [
        each
        for each in Person.objects.named(person.full_name).exclude(pk=person.pk)
        if each.unit_id == person.unit_id or None in (each.birth_year, person.birth_year)
        or each.birth_year == person.birth_year
    ]  # fmt: skip


def look_alike_units(unit: Unit) -> list[Unit]:
    """Return the other units whose name differs by marks or capitals alone."""
    return list(Unit.objects.filter(folded=unit.folded).exclude(pk=unit.pk).order_by("name"))


def sections_of(nomination: Nomination) -> tuple[dossier.Section, ...]:
    """Return the sections of the achievement report for the dossier's subject."""
    return dossier.SECTIONS[Subject(nomination.subject)]


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a dossier, loaded once for a page: present files, review votes, what the unit says of standards."""

    files: list[AwardFile]
    votes: list[ReviewVote]
    said: dict[str, Judgement]

    @property
    def uploaded(self) -> set[str]:
        """The parts of the dossier that were uploaded."""
        return {each.part_key for each in self.files} - {""}

    @property
    def voted(self) -> bool:
        """Whether a concluded review meeting voted on it."""
        return any(each.review.concluded_at for each in self.votes)


def contents(nomination: Nomination) -> Contents:
    """Return what lies in a dossier; files and judgements of one from `records.readable` are loaded already."""
    votes = nomination.review_votes.select_related("review__campaign__commune", "review__unit")
    voted = getattr(nomination, "has_votes", True)
    return Contents(
        sorted(
            (each for each in nomination.files.all() if each.removed_at is None), key=lambda each: (each.name, each.pk)
        ),
        list(votes.order_by("review__held_at", "pk")) if voted else [],
        {each.path: each for each in nomination.judgements.all() if each.appraisal_id is None},
    )


def own_judgements(nomination: Nomination) -> dict[str, Judgement]:
    """Return what the unit says itself about each standard, by path."""
    return {each.path: each for each in nomination.judgements.filter(appraisal=None)}


def standards_of(nomination: Nomination, said: Mapping[str, Judgement] | None = None) -> list[tuple]:
    """Return (path, standard, own judgement or None) for every single standard of the plan, in its order."""
    if nomination.rule is None:
        return []
    said = own_judgements(nomination) if said is None else said
    return [(path, node, said.get(path)) for path, node in eligibility.leaf_nodes(nomination.rule)]


def frozen(nomination: Nomination, found: Contents | None = None) -> list[dict]:
    """Return the words of a dossier as they are now, one passage each: key, label, text."""
    found = found or contents(nomination)
    passages = [
        ("award", "Đề nghị tặng", f"{nomination.get_award_display()} – {nomination.get_authority_display()}"),
        ("nominee", "Đối tượng", ", ".join(filter(None, [nomination.nominee, nomination.nominee_place]))),
        ("citation", "Nội dung khen thưởng", nomination.citation),
        ("summary", "Tóm tắt thành tích", nomination.summary),
    ]
    if nomination.basis == AwardBasis.AD_HOC:
        passages.append(("deed", "Việc làm, thành tích đột xuất", nomination.deed))
    if nomination.women_share is not None:
        passages.append(("women_share", "Tỷ lệ nữ của tập thể", f"{nomination.women_share.normalize():f}%"))
    if nomination.direct_worker:
        passages.append(("direct_worker", "Người trực tiếp lao động", "Có"))
    passages += [
        (f"report-{each.key}", each.title, str(nomination.report.get(each.key, "")).strip())
        for each in sections_of(nomination)
    ]
    passages += [
        (f"standard-{path}", f"Tự đánh giá: {node.text}", _said(judgement))
        for path, node, judgement in standards_of(nomination, found.said)
    ]
    passages.append(("explanation", "Giải trình của đơn vị", nomination.explanation))
    passages.append(("files", "Tệp đính kèm", "\n".join(each.name for each in found.files)))
    return [{"key": key, "label": label, "text": text} for key, label, text in passages]


def _said(judgement: Judgement | None) -> str:
    """Write what the unit says about one standard."""
    if judgement is None:
        return ""
    return ": ".join(filter(None, [judgement.get_verdict_display(), judgement.note.strip()]))


def changes(now: Iterable[dict], before: Iterable[dict]) -> list[dict]:
    """Return the passages that differ between two states of a dossier, with both texts."""
    old = {each["key"]: each for each in before}
    new = {each["key"]: each for each in now}
    return [
        {"key": key, "label": (new.get(key) or old[key])["label"], "text": text, "before": was}
        for key in dict.fromkeys([*new, *old])
        if (text := new.get(key, {}).get("text", "")) != (was := old.get(key, {}).get("text", ""))
    ]


def changed_since_return(nomination: Nomination) -> list[dict]:
    """Return what a returned dossier changed since it was last handed in."""
    last: NominationVersion | None = nomination.versions.order_by("-number").first()
    return changes(frozen(nomination), last.content) if last else []
