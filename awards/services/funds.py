"""The award fund of a year: set by the standing agency, spent by decisions, claimed by what is on its way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from awards.models import AwardFund, Decision, DecisionLine, Nomination
from awards.rules import board, kinds
from awards.rules.board import Fund
from awards.services.prizes import prize_by
from campaigns.models import LegalValue
from campaigns.services import law
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Commune
from kit.vietnamese import money

# On the way to a decision, the nearest first; a reserve gets nothing unless it is promoted.
EXPECTED = ("recommended", "on_agenda", "eligible", "deferred")
OVERTAKEN = "Người khác vừa ghi quỹ khen thưởng năm này. Hãy tải lại trang để xem số mới nhất."


@dataclass(frozen=True, slots=True)
class Standing:
    """How the fund of a year stands on a day; `unpriced` names awards whose prize the law does not tell.

    `rates` are the law's numbers of that day, by name, where expectations were counted.
    """

    year: int
    record: AwardFund | None
    fund: Fund
    unpriced: tuple[str, ...] = ()
    rates: Mapping[str, LegalValue] | None = None

    @property
    def short(self) -> bool:
        """Whether the money does not suffice for what is on its way."""
        return self.fund.left_after is not None and self.fund.left_after < 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """One nomination on its way to a decision, with its prize and the money left after it; None: not known."""

    nomination_id: int
    prize: int | None
    left: int | None

    @property
    def lacking(self) -> int:
        """How much is lacking after it."""
        return max(0, -(self.left or 0))


def of_year(commune: Commune, year: int, *, on: date) -> Standing:
    """Return how the fund of a year stands on a day; only the present year has drafts and expectations (DS-09)."""
    record, used, drafted = _entered_and_spent(commune, year)
    total = record.amount if record else None
    if year != on.year:
        return Standing(year, record, Fund(total, used))
    rates = law.rules_on(on, commune=commune)
    expected, unpriced = _expected(commune, on, rates)
    return Standing(year, record, Fund(total, used, drafted, expected), unpriced, rates)


def _entered_and_spent(commune: Commune, year: int) -> tuple[AwardFund | None, int, int]:
    """Return the fund of a year, the money of its issued decisions, and that in drafts of awarding ones; one query."""
    paid = DecisionLine.objects.paid().in_year(year)
    drafts = _in_drafts().filter(decision__kind=Decision.Kind.AWARD)
    rows = Commune.objects.annotate(fund=FilteredRelation("award_funds", condition=Q(award_funds__year=year)))
    found = rows.select_related("fund").annotate(used=_sum_of(paid), drafted=_sum_of(drafts)).get(pk=commune.pk)
    return getattr(found, "fund", None), found.used or 0, found.drafted or 0


def _sum_of(lines: QuerySet[DecisionLine]) -> Subquery:
    """Return the sum of the prizes of some lines in the commune of the row."""
    own = lines.filter(decision__commune=OuterRef("pk")).order_by().values("decision__commune")
    return Subquery(own.annotate(sum=Sum("prize")).values("sum"))


def _in_drafts() -> QuerySet[DecisionLine]:
    """Return the lines of decisions in the making."""
    return DecisionLine.objects.filter(decision__status__in=Decision.IN_THE_MAKING, about=None, released_at=None)


def on_their_way(commune: Commune) -> QuerySet[Nomination]:
    """Return the nominations that the commune's chair may still decide and no draft decision holds yet."""
    here = [award for award, kind in kinds.KINDS.items() if kind.decided_here]
    drafted = _in_drafts().filter(nomination=OuterRef("pk"))
    rows = Nomination.objects.filter(commune=commune, status__in=EXPECTED, authority="commune", award__in=here)
    return rows.filter(~Exists(drafted))


def _expected(commune: Commune, on: date, rates: Mapping[str, LegalValue]) -> tuple[int, tuple[str, ...]]:
    """Return what the nominations on their way would bring by today's law, and the awards without a prize."""
    total, unpriced = 0, []
    rows = on_their_way(commune).order_by().values_list("award", "subject").annotate(Count("pk"))
    for award, subject, number in rows:
        amount, problem = _price(rates, award, subject, on)
        total += (amount or 0) * number
        unpriced += [problem] if problem else []
    return total, tuple(sorted(set(unpriced)))


def _price(rates: Mapping[str, LegalValue], award: str, subject: str, on: date) -> tuple[int | None, str]:
    """Return the prize of an award, or why it is not known."""
    try:
        return prize_by(rates, award, subject, on=on).amount, ""
    except ValidationError as unknown:
        return None, unknown.messages[0]


def running_balance(standing: Standing, commune: Commune, *, on: date) -> list[Proposal]:
    """Return every proposal in its order with the money left after it (DS-09); one without a prize takes none.

    The order: recommended by rank, then on the agenda, eligible, deferred; the earlier received first.
    """
    rates = law.rules_on(on, commune=commune) if standing.rates is None else standing.rates
    known: dict[tuple[str, str], int | None] = {}
    order = Case(*(When(status=status, then=Value(place)) for place, status in enumerate(EXPECTED)))
    rows = on_their_way(commune).order_by(order, F("rank").asc(nulls_last=True), "received_on", "pk")
    prizes: list[tuple[int, int | None]] = []
    for pk, award, subject in rows.values_list("pk", "award", "subject"):
        if (award, subject) not in known:
            known[award, subject] = _price(rates, award, subject, on)[0]
        prizes.append((pk, known[award, subject]))
    left = board.running(standing.fund, [(str(pk), prize or 0) for pk, prize in prizes])
    return [Proposal(pk, prize, after) for (pk, prize), (_, _, after) in zip(prizes, left, strict=True)]


def with_nominations(proposals: Iterable[Proposal]) -> list[tuple[Proposal, Nomination]]:
    """Return the proposals of one page with the nominations they stand for."""
    proposals = list(proposals)
    rows = Nomination.objects.for_list().without_words()
    rows = rows.in_bulk([each.nomination_id for each in proposals])
    return [(each, rows[each.nomination_id]) for each in proposals if each.nomination_id in rows]


@transaction.atomic
def set_fund(
    commune: Commune, year: int, *, amount: int, source: str, reason: str = "", by: Actor, at: datetime
) -> AwardFund:
    """Enter the fund of a year with the paper it comes from, or change it with a reason; history keeps both (DS-09)."""
    demand(Can.PREPARE_DECISIONS, commune, by=by)
    source, reason = source.strip(), reason.strip()
    before = AwardFund.objects.filter(commune=commune, year=year).first()
    _ensure_told(before, amount, source, reason)
    facts = {"amount": amount, "source": source, "set_at": at, "set_by": by.name}
    if before is None:
        try:
            with transaction.atomic():
                fund = AwardFund.objects.create(commune=commune, year=year, **facts)
        except IntegrityError:
            raise ValidationError(OVERTAKEN) from None
    else:
        same = AwardFund.objects.filter(pk=before.pk, amount=before.amount, source=before.source)
        if not same.update(**facts):
            raise ValidationError(OVERTAKEN)
        fund = AwardFund.objects.get(pk=before.pk)
    label = f"Ghi quỹ khen thưởng {money(amount)}"
    if before is not None:
        label = f"Điều chỉnh quỹ khen thưởng từ {money(before.amount)} thành {money(amount)}"
    history.record(
        "awardfund.change" if before else "awardfund.set", fund, by=by, at=at, label=label, reason=reason,
        before=before.amount if before else None, before_source=before.source if before else "",
        after=amount, source=source,
    )  # fmt: skip
    return fund


def _ensure_told(before: AwardFund | None, amount: int, source: str, reason: str) -> None:
    """Refuse a fund without amount or source, and a change without a reason or without anything changed."""
    lacking = []
    if amount <= 0:
        lacking.append("Số tiền phải lớn hơn 0.")
    if not source:
        lacking.append("Hãy ghi căn cứ: quyết định giao dự toán, văn bản bổ sung kinh phí.")
    if before is not None and not reason:
        lacking.append("Hãy ghi lý do điều chỉnh quỹ khen thưởng.")
    if before is not None and (before.amount, before.source) == (amount, source):
        lacking.append("Chưa có gì thay đổi so với số đã ghi.")
    if lacking:
        raise ValidationError(lacking)
