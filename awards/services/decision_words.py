"""The words of a decision: title, grounds and merit proposed from data, and everything as it will be printed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from awards.models import AgendaItem, Decision, DecisionLine, Minutes, Nomination
from awards.rules import grounds
from awards.rules.kinds import KINDS, Award, AwardBasis, AwardNature
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from kit.vietnamese import begun, begun_small, long_date, money, paper_number, small_count

# In which order a decision names those it honours.
ORDER = (Subject.COLLECTIVE, Subject.HOUSEHOLD, Subject.INDIVIDUAL)
TITLE_LENGTH, MERIT_LENGTH = 300, 400
OPENINGS = ("Căn cứ", "Theo", "Thực hiện", "Xét")
# The articles that are alike in all decisions of a kind; the names between braces are filled with facts.
ARTICLES = {
    "money": "Tiền thưởng kèm theo thực hiện theo quy định hiện hành, tổng số {tổng số tiền}, trích từ Quỹ thi đua, "
    "khen thưởng của {tên Ủy ban}.",
    "unchanged": "Các nội dung khác của {quyết định trước} không thay đổi.",
    "returned": "Các {đối tượng} có tên trong danh sách kèm theo nộp lại hiện vật khen thưởng và số tiền thưởng đã "
    "nhận.",
    "effect": "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị có liên quan và các "
    "{đối tượng} có tên trong danh sách kèm theo chịu trách nhiệm thi hành Quyết định này.",
}
Facts = Mapping[str, str]
Worded = Callable[[Decision, Sequence[str], Facts], Sequence[str]]


def _as_it_is(decision: Decision, keys: Sequence[str], facts: Facts) -> list[str]:
    """Return articles in the product's own words."""
    return [re.sub(r"\{(.+?)\}", lambda name: facts[name[1]], ARTICLES[key]) for key in keys]


_worded: list[Worded] = [_as_it_is]


def word_articles(worded: Worded) -> None:
    """Let an app above this one word the articles in ARTICLES, by their keys and the facts of a decision."""
    _worded.append(worded)


def worded_on(decision: Decision) -> datetime | None:
    """Return the moment whose words hold for a decision: its last check, once it is past the draft; None for now."""
    return None if decision.status == Decision.Status.DRAFT else decision.checked_at or decision.issued_at


def what_is_given(awards: Iterable[str]) -> str:
    """Name what a decision gives: "tặng Giấy khen", "tặng danh hiệu “Lao động tiên tiến”", or several of them."""
    parts = []
    for award in sorted(set(awards), key=list(Award).index):
        kind, label = KINDS[Award(award)], Award(award).label
        parts.append(label if kind.nature == AwardNature.FORM else f"danh hiệu “{label}”")
    return "tặng " + ", ".join(parts)


def how_many(subjects: Iterable[str]) -> str:
    """Count those honoured in the order of the list: "01 tập thể, 02 cá nhân"."""
    subjects = list(subjects)
    counts = [(each.label.lower(), subjects.count(each)) for each in ORDER]
    return ", ".join(f"{small_count(count)} {name}" for name, count in counts if count)


def which_kinds(subjects: Iterable[str]) -> str:
    """Name the kinds of those honoured in the order of the list: "tập thể, cá nhân"."""
    there = set(subjects)
    return ", ".join(each.label.lower() for each in ORDER if each in there)


def proposed_title(campaign: Campaign, nominations: Sequence[Nomination]) -> str:
    """Return the subject line that a draft starts with."""
    whom = which_kinds(row.subject for row in nominations)
    given = f"Về việc {what_is_given(row.award for row in nominations)} cho {whom}"
    full = f"{given} {_achievement(campaign, nominations)}"
    return full if len(full) <= TITLE_LENGTH else f"{given} có thành tích trong phong trào thi đua"


def proposed_merit(campaign: Campaign, nominations: Sequence[Nomination]) -> str:
    """Return the sentence on merit that Điều 1 starts with."""
    full = f"đã {_achievement(campaign, nominations)}"
    return full if len(full) <= MERIT_LENGTH else "đã có thành tích xuất sắc trong phong trào thi đua"


def _achievement(campaign: Campaign, nominations: Sequence[Nomination]) -> str:
    """Say for what: the campaign's name, or deeds outside its rounds."""
    if all(row.basis == AwardBasis.AD_HOC for row in nominations):
        return "có thành tích đột xuất"
    years = {row.round.year for row in nominations if row.round_id and row.round.year}
    year = f" năm {years.pop()}" if len(years) == 1 else ""
    return f"có thành tích xuất sắc trong phong trào thi đua “{campaign.name}”{year}"


def proposed_grounds(campaign: Campaign, nominations: Iterable[Nomination], *, on: date) -> list[str]:
    """Return the grounds that a draft starts with: laws in force on the day, the plan, the council's minutes."""
    number = f"số {paper_number(campaign.number, campaign.symbol)} " if campaign.number else ""
    dated = f"{long_date(campaign.issued_on)} " if campaign.issued_on else ""
    plan = f"Kế hoạch {number}{dated}của {campaign.commune.committee} về phong trào thi đua “{campaign.name}”"
    return [*grounds.in_force(on), plan, *_councils_words(nominations)]


def _councils_words(nominations: Iterable[Nomination]) -> list[str]:
    """Cite the signed minutes of the sessions that recommended some nominations (L-13)."""
    return [
        f"Theo đề nghị của {each.session.council.name} tại Biên bản "
        f"{f'số {each.paper_number} ' if each.paper_number else ''}họp {long_date(_held_on(each))}"
        for each in signed_minutes(nominations)
    ]


def signed_minutes(nominations: Iterable[Nomination]) -> list[Minutes]:
    """Return the newest signed minutes of each session that recommended one of the nominations, by their date."""
    items = AgendaItem.objects.filter(nomination__in=list(nominations)).recommending()
    rows = (
        Minutes.objects.filter(
            session__agenda__in=items,
            session__status__in=["minutes_signed", "closed"],
            chair_signed_at__isnull=False,
        )
        .select_related("session__council")
        .order_by("chair_signed_at", "number", "pk")
    )
    return list({each.session_id: each for each in rows}.values())


def signed_on(minutes: Minutes) -> date:
    """Return the day on which the chair signed minutes."""
    return _day(minutes.chair_signed_at)


def _held_on(minutes: Minutes) -> date:
    """Return the day of the meeting."""
    session = minutes.session
    return _day(session.opened_at or session.planned_at or minutes.chair_signed_at)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def cited(decision: Decision) -> str:
    """Cite an issued decision in full: "Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch …"."""
    return f"{decision} {long_date(decision.issued_on)} của {head_of(decision)}"


def cited_in_full(decision: Decision) -> str:
    """Cite an issued decision with its abstract, as a list of grounds does (NĐ 30/2020/NĐ-CP, Phụ lục I, II.6)."""
    title = begun_small(decision.title.strip().rstrip("."))
    about = title if title.startswith("về ") else f"về việc {title}"
    return f"{cited(decision)} {about}" if title else cited(decision)


def head_of(decision: Decision) -> str:
    """Return who decides: the head of the committee, not the committee."""
    return f"Chủ tịch {decision.commune.committee}"


def frozen_words(decision: Decision, lines: Sequence[DecisionLine] | None = None) -> dict:
    """Return everything that the paper of a decision says, as plain data; before issue with estimated prizes.

    Its lines, in their order, may be at hand already.
    """
    if lines is None:
        lines = list(decision.lines.select_related("about").order_by("position"))
    rows = [_row(line) for line in lines]
    total = sum(row["prize"] for row in rows)
    return {
        "number": decision.number,
        "number_words": decision.number_words,
        "issued_on": decision.issued_on.isoformat() if decision.issued_on else None,
        "title": decision.title,
        "authority": f"CHỦ TỊCH ỦY BAN NHÂN DÂN {decision.commune}".upper(),
        "grounds": [_ground(each) for each in decision.grounds],
        "articles": articles(decision, lines, total),
        "whom": which_kinds(each.subject for each in lines),
        "given": what_is_given(each.award for each in lines),
        "lines": rows,
        "total": total,
        "signer_name": decision.signer_name,
        "signer_title": decision.signer_title,
    }


def _ground(text: str) -> str:
    """Return a ground as the paper begins it."""
    return text if text.startswith(OPENINGS) else f"Căn cứ {text}"


def _row(line: DecisionLine) -> dict:
    """Return one line of the list that goes with a decision."""
    return {
        "position": line.position,
        "name": line.nominee_name,
        "place": line.nominee_place,
        "subject": line.subject,
        "award": line.get_award_display(),
        "citation": line.citation,
        "prize": line.prize,
        "prize_words": line.prize_words,
        "was": {"name": line.about.nominee_name, "place": line.about.nominee_place, "citation": line.about.citation,
                "position": line.about.given.position} if line.about else None,
    }  # fmt: skip


def articles(decision: Decision, lines: Sequence[DecisionLine], total: int) -> list[str]:
    """Return the articles of a decision, without their numbers."""
    whom, given = how_many(each.subject for each in lines), what_is_given(each.award for each in lines)
    facts = {
        "tổng số tiền": money(total),
        "quyết định trước": str(decision.amends or ""),
        "tên Ủy ban": decision.commune.committee,
        "đối tượng": which_kinds(each.subject for each in lines) or "tập thể, cá nhân",
    }
    second = {Decision.Kind.AWARD: "money", Decision.Kind.CORRECTION: "unchanged"}.get(decision.kind, "returned")
    alike = _worded[-1](decision, (second, "effect"), facts)
    if decision.kind == Decision.Kind.AWARD:
        first = f"{begun(given)} cho {whom} {decision.merit.strip().rstrip('.')}"
        return [f"{first} (có danh sách kèm theo).", *alike]
    about = cited(decision.amends)
    if decision.kind == Decision.Kind.CORRECTION:
        first = f"Đính chính nội dung ghi tại {about} đối với {whom} (có danh sách kèm theo)."
        return [first, *alike]
    return [
        f"Thu hồi quyết định {given} tại {about} đối với {whom} (có danh sách kèm theo). "
        f"Lý do: {decision.reason.strip().rstrip('.')}.",
        *alike,
    ]
