"""What came of a nomination, as far as it was told: the decision, its line in the award book, the certificate."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.models import Certificate, DecisionLine, Nomination, ProposalLine
from awards.rules.kinds import Award
from communes.access import Actor
from kit.vietnamese import begun_small, vn_date

Status = Nomination.Status


@dataclass(frozen=True, slots=True)
class Result:
    """A told result: its heading and tone, what it rests on, what comes next, its line in the award book."""

    title: str
    tone: str
    words: str
    after: str = ""
    line: DecisionLine | None = None


def told_lines(nominations: Iterable[Nomination]) -> dict[int, DecisionLine]:
    """Return the published line that awards each nomination, by its key."""
    rows = DecisionLine.objects.filter(nomination__in=[each.pk for each in nominations], about=None)
    rows = rows.exclude(decision__published_at=None).select_related("decision").order_by("pk")
    return {each.nomination_id: each for each in rows}


def result_of(nomination: Nomination, actor: Actor) -> Result | None:
    """Return what was told of a nomination's result; nothing before it is told, to anybody."""
    if nomination.status not in Nomination.UNANNOUNCED or not nomination.announced():
        return None
    if nomination.status in (Status.AWARDED, Status.AWARD_REVOKED):
        return _awarded(nomination, actor)
    if nomination.status == Status.FORWARDED_UP:
        return _answered(nomination, actor)
    refused = nomination.status == Status.NOT_RECOMMENDED
    return Result(
        "Không được khen thưởng",
        "info",
        "Hội đồng Thi đua - Khen thưởng không tán thành đề nghị." if refused else "Hồ sơ không được khen thưởng.",
        "Cần biết lý do, đồng chí liên hệ cơ quan thường trực.",
    )


def cited(line: DecisionLine) -> str:
    """Cite the decision of a line with its number and day."""
    return f"Quyết định số {line.decision.number_words} ngày {vn_date(line.decision.issued_on)}"


def _awarded(nomination: Nomination, actor: Actor) -> Result:
    """Tell of an award, or that it was taken back."""
    line = told_lines([nomination])[nomination.pk]
    words = f"{cited(line)} tặng {line.get_award_display()} cho {line.nominee_name}."
    if nomination.known_to_be_out():
        revoking = DecisionLine.objects.filter(nomination=nomination, decision__kind="revocation")
        later = revoking.exclude(decision__published_at=None).select_related("decision").order_by("-pk").first()
        words += f" Thu hồi theo {begun_small(cited(later))}."
        return Result("Khen thưởng đã bị thu hồi", "warning", words, line=later)
    return Result("Được khen thưởng", "success", words, _certificate_words(line, actor), line)


def _certificate_words(line: DecisionLine, actor: Actor) -> str:
    """Say where the certificate is and what the unit waits for."""
    paper = "Giấy khen" if line.award == Award.GIAY_KHEN else "Bằng, giấy chứng nhận"
    rows = Certificate.objects.within(actor).live().filter(line__nomination=line.nomination_id)
    found = rows.order_by("-pk").first()
    if found is None or found.status == Certificate.Status.REGISTERED:
        return f"{paper} đang được chuẩn bị; cơ quan thường trực báo đơn vị khi trao."
    if found.status == Certificate.Status.PRINTED:
        return f"{paper} đã in, chờ trao."
    return f"{paper} đã trao ngày {vn_date(found.handed_on)}, người nhận: {found.handed_to}."


def _answered(nomination: Nomination, actor: Actor) -> Result:
    """Tell what a higher authority answered."""
    cases = ProposalLine.objects.within(actor).filter(nomination=nomination).exclude(outcome="")
    case = cases.order_by("-pk").first()
    words = f"{case.get_outcome_display()}: quyết định {case.decision_words}." if case.outcome == "awarded" else ""
    words = words or f"Cấp trên trả lời ngày {vn_date(case.outcome_on)}: {begun_small(case.get_outcome_display())}."
    tone = {"awarded": "success", "returned": "warning"}.get(case.outcome, "info")
    title = "Cấp trên khen thưởng" if case.outcome == "awarded" else "Cấp trên đã trả lời"
    return Result(title, tone, " ".join(filter(None, [words, case.outcome_words.strip()])))
