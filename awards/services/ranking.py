"""The order among the recommended of one quota: votes, the plan's priorities, the law, the chair; then the reserve."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import BallotItem, Decision, DecisionLine, Nomination, ProposalLine, TieChoice
from awards.rules import ranking as rule
from awards.rules.ranking import Candidate, Placed, Ranking
from awards.services import quotas
from campaigns.models import AwardRound, Campaign
from campaigns.planfile.schema import Quota
from campaigns.planfile.words import Subject
from campaigns.rules import quotas as quota_rule
from campaigns.rules.quotas import Limit
from campaigns.services import law
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Person
from kit.vietnamese import small_count

WOMEN_PRIORITY = "share.women_priority"
OVERTAKEN = "Người khác vừa xử lý hồ sơ trong danh sách này. Hãy tải lại trang để xem thứ tự mới nhất."


@dataclass(frozen=True, slots=True)
class Pool:
    """Nominees who compete for the same places (None: no number binds), in order; `title` says which they are."""

    title: str
    places: int | None
    nominations: Mapping[str, Nomination]
    ranking: Ranking

    @property
    def order(self) -> list[tuple[Placed, Nomination]]:
        """Each nominee with its place."""
        return [(placed, self.nominations[placed.key]) for placed in self.ranking.order]

    @property
    def settled(self) -> bool:
        """Whether every nominee stands where the order puts it."""
        return all(_stands(placed, nomination) for placed, nomination in self.order)

    @property
    def undecided(self) -> list[list[Nomination]]:
        """The groups of equals across the last place that wait for the chair."""
        return [[self.nominations[key] for key in group] for group in self.ranking.undecided]

    @property
    def free(self) -> int | None:
        """How many places nobody holds: neither decided nor recommended."""
        if self.places is None:
            return None
        held = sum(each.status == Nomination.Status.RECOMMENDED for each in self.nominations.values())
        return max(0, self.places - held)


@dataclass(frozen=True, slots=True)
class Standing:
    """One quota of a round with its pools; `settled` once ranks and statuses are what the rules say now."""

    quota: Quota
    limit: Limit
    unusable: str | None
    pools: tuple[Pool, ...]
    unvoted: tuple[Nomination, ...]
    waiting: int

    @property
    def settled(self) -> bool:
        """Whether every nominee stands where the order puts it."""
        return any(pool.order for pool in self.pools) and all(pool.settled for pool in self.pools)

    @property
    def rising(self) -> list[Nomination]:
        """Those in reserve whom the order puts within the places."""
        return [
            nomination
            for pool in self.pools
            for placed, nomination in pool.order
            if placed.selected and nomination.status == Nomination.Status.RESERVE
        ]


def left_unranked(campaign: Campaign, rows: Sequence[Nomination], *, on: date) -> list[str]:
    """Say where more were recommended than the plan allows and the order is not settled: nobody goes ahead (KP-04)."""
    passed_over = Nomination.objects.filter(
        campaign=campaign, status=Nomination.Status.RECOMMENDED, round__isnull=False
    )
    passed_over = set(passed_over.exclude(pk__in=[each.pk for each in rows]).values_list("round_id", "quota_key"))
    problems = []
    for round_id, key in dict.fromkeys((each.round_id, each.quota_key) for each in rows):
        if (round_id, key) not in passed_over:
            continue
        award_round = next(each.round for each in rows if each.round_id == round_id)
        quota = quota_of(campaign, award_round, key)
        pools = standing(campaign, award_round, quota, on=on).pools if quota else ()
        problems += [
            f"{award_round}: Hội đồng tán thành {small_count(len(pool.nominations))}, kế hoạch cho "
            f"{small_count(pool.places)}; hãy chốt thứ tự xét trước."
            for pool in pools
            if pool.places is not None and len(pool.nominations) > pool.places and not pool.settled
        ]
    return problems


def _stands(placed: Placed, nomination: Nomination) -> bool:
    """Say whether a nomination already has its rank and status."""
    status = Nomination.Status.RECOMMENDED if placed.selected else Nomination.Status.RESERVE
    return (nomination.status, nomination.rank) == (status, placed.position)


def quota_of(campaign: Campaign, award_round: AwardRound, key: str) -> Quota | None:
    """Return a quota of a round by its key."""
    return next((each for each in quotas.quotas_of(award_round, campaign.plan) if each.key == key), None)


def standing(campaign: Campaign, award_round: AwardRound, quota: Quota, *, on: date) -> Standing:
    """Return the order among the recommended and the reserve of a quota, as votes and rules have it on a day."""
    of_quota = Nomination.objects.filter(campaign=campaign, round=award_round, quota_key=quota.key)
    competing = of_quota.filter(status__in=(Nomination.Status.RECOMMENDED, Nomination.Status.RESERVE))
    rows = list(
        competing.for_list()
        .defer("report", "citation", "summary", "return_items")
        .select_related("tie_choice")
        .prefetch_related("priority_claims")
        .order_by("received_on", "pk")
    )
    for each in rows:
        each.campaign = campaign
    votes = _votes(rows)
    base = quotas.bases(campaign)
    limit = quota_rule.reading(quota, quotas.settled(campaign).get(quota.key), base)
    decided = list(of_quota.filter(status__in=quotas.DECIDED).values_list("subject", "unit_id"))
    threshold = _women_threshold(campaign, rows, on)
    voted = [each for each in rows if each.pk in votes]
    pools = tuple(
        _pool(title, places, members, votes, threshold) for title, places, members in _split(voted, limit, decided)
    )
    waiting = of_quota.filter(status__in=("eligible", "on_agenda", "deferred")).count()
    unvoted = tuple(each for each in rows if each.pk not in votes)
    return Standing(quota, limit, quota_rule.usable(quota, on), pools, unvoted, waiting)


def _votes(rows: Iterable[Nomination]) -> dict[int, BallotItem]:
    """Return, by nomination, the last confirmed vote that adopted it."""
    found = BallotItem.objects.filter(
        item__nomination__in=list(rows), ballot__status__in=("confirmed", "announced"), adopted=True
    )
    return {
        each.item.nomination_id: each for each in found.select_related("item").order_by("ballot__confirmed_at", "pk")
    }


def _split(
    rows: Sequence[Nomination], limit: Limit, decided: Sequence[tuple[str, int]]
) -> list[tuple[str, int | None, list[Nomination]]]:
    """Cut nominees into those who compete for the same places, with the places that decisions have left."""
    if not limit.clear:
        return [("Tất cả", None, list(rows))] if rows else []
    pools: dict[tuple, list[Nomination]] = {}
    for each in rows:
        subject = None if limit.together is not None else each.subject
        pools.setdefault((subject, each.unit_id if limit.each_body is not None else None), []).append(each)
    found = []
    for (subject, unit_id), members in pools.items():
        most = limit.together if subject is None else limit.allowed(subject)
        if unit_id is not None:
            most = limit.each_body
        taken = sum(
            (subject is None or other == subject) and (unit_id is None or unit == unit_id) for other, unit in decided
        )
        title = "Tập thể, cá nhân, hộ gia đình" if subject is None else Subject(subject).label
        title = title if unit_id is None else f"{title} – {members[0].unit}"
        found.append((title, None if most is None else max(0, most - taken), members))
    return found


def _pool(
    title: str, places: int | None, members: Sequence[Nomination], votes: Mapping[int, BallotItem], threshold
) -> Pool:
    """Rank the members of a pool; the chair's choices count among those whom the chair looked at."""
    blank = [_candidate(each, votes[each.pk]) for each in members]
    first = rule.rank(blank, places, women_threshold=threshold)
    chosen = _choices(first, {str(each.pk): each for each in members})
    final = [replace(each, chair_choice=chosen.get(each.key)) for each in blank]
    found = rule.rank(final, places, women_threshold=threshold) if chosen else first
    return Pool(title, places, {str(each.pk): each for each in members}, found)


def _candidate(nomination: Nomination, vote: BallotItem) -> Candidate:
    """Return a nominee as the rule reads it. The law prefers women and collectives of women, not households (L-04)."""
    claims = list(nomination.priority_claims.all())
    woman = None
    if nomination.subject == Subject.HOUSEHOLD:
        woman = False
    elif nomination.subject == Subject.INDIVIDUAL and nomination.person.gender:
        woman = nomination.person.gender == Person.Gender.FEMALE
    return Candidate(
        key=str(nomination.pk),
        name=nomination.nominee,
        votes=vote.votes_for or 0,
        voters=vote.base or 0,
        priorities=len(claims),
        priority_words=tuple(each.statement for each in claims),
        woman=woman,
        women_share=nomination.women_share if nomination.subject == Subject.COLLECTIVE else None,
    )


def _choices(first: Ranking, members: Mapping[str, Nomination]) -> dict[str, int]:
    """Return the chair's choices that still hold: made among nominees with whom each group of equals was compared."""
    groups: dict[int, list[str]] = {}
    for placed in first.order:
        groups.setdefault(placed.position, []).append(placed.key)
    chosen: dict[str, int] = {}
    for keys in groups.values():
        made = {key: getattr(members[key], "tie_choice", None) for key in keys}
        if len(keys) > 1 and all(each is not None and {*map(int, keys)} <= {*each.among} for each in made.values()):
            chosen |= {key: each.place for key, each in made.items()}
    return chosen


def _women_threshold(campaign: Campaign, rows: Sequence[Nomination], on: date) -> Decimal | None:
    """Return the share of women that the dossier received last keeps, else that of the day; None: no rule (L-01)."""
    last = max((each for each in rows if each.rules_kept), key=lambda each: (each.received_on, each.pk), default=None)
    if last is not None:
        kept = last.rules_kept.get(WOMEN_PRIORITY)
        return Decimal(kept["value"]) if kept else None
    held = law.rules_on(on, commune=campaign.commune).get(WOMEN_PRIORITY)
    return held.value if held else None


def problems(found: Standing) -> list[str]:
    """Say why the order of a quota cannot be settled: void or unclear number, no vote, equals across the last place."""
    lacking = [found.unusable] if found.unusable else []
    if not found.limit.clear:
        lacking.append(f"Số lượng khen thưởng chưa rõ, cần xác định trước khi xếp thứ tự. {found.limit.words}")
    if not found.pools and not found.unvoted:
        lacking.append("Chưa có hồ sơ nào được Hội đồng tán thành.")
    lacking += [f"{each.nominee}: chưa có kết quả biểu quyết được xác nhận." for each in found.unvoted]
    for pool in found.pools:
        lacking += [
            f"{_names(group)} còn ngang nhau ở chỗ cuối cùng; Chủ tịch Hội đồng phải chọn trước khi chốt thứ tự."
            for group in pool.undecided
        ]
    tied = {each.pk for pool in found.pools for group in pool.undecided for each in group}
    below = [nomination for pool in found.pools for placed, nomination in pool.order if not placed.selected]
    falling = [each for each in below if each.status == Nomination.Status.RECOMMENDED and each.pk not in tied]
    return lacking + _held_fast(falling)


def _held_fast(falling: Sequence[Nomination]) -> list[str]:
    """Name those who cannot fall into reserve while a draft decision or proposal holds them."""
    if not falling:
        return []
    lines = DecisionLine.objects.filter(
        nomination__in=falling, about=None, released_at=None, decision__status__in=Decision.IN_THE_MAKING
    )
    drafts = ProposalLine.objects.filter(nomination__in=falling, proposal__status="draft")
    decided, proposed = (set(rows.values_list("nomination_id", flat=True)) for rows in (lines, drafts))
    return [
        f"{each.nominee} xếp ngoài số lượng nhưng đang có trong {where}; hãy đưa ra khỏi dự thảo trước."
        for each in falling
        for where, held in (("dự thảo quyết định", decided), ("dự thảo tờ trình", proposed))
        if each.pk in held
    ]


def _names(nominations: Iterable[Nomination]) -> str:
    """Name nominees in one line."""
    return ", ".join(each.nominee for each in nominations)


@transaction.atomic
def settle(
    campaign: Campaign, award_round: AwardRound, quota: Quota, *, reason: str = "", by: Actor, at: datetime
) -> Standing:
    """Write the order of a quota on its nominations and move those without a place into reserve (KP-04).

    Who rises from reserve needs a reason. May be repeated until the awards are decided.
    """
    demand(Can.RUN_COUNCIL, campaign, by=by)
    _lock(campaign)
    found = standing(campaign, award_round, quota, on=timezone.localdate(at))
    if lacking := problems(found):
        raise ValidationError(lacking)
    reason = reason.strip()
    if found.rising and not reason:
        raise ValidationError(f"Đưa {_names(found.rising)} từ dự bị lên: hãy ghi rõ lý do.")
    for pool in found.pools:
        for placed, nomination in pool.order:
            _place(nomination, placed, pool, reason=reason, by=by, at=at)
    return found


def _lock(campaign: Campaign) -> None:
    """Let nobody issue a decision or settle another order of the campaign meanwhile."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)


def _place(nomination: Nomination, placed: Placed, pool: Pool, *, reason: str, by: Actor, at: datetime) -> None:
    """Write one rank with its steps, and move the nomination where it stands elsewhere now."""
    facts = {"rank": placed.position, "rank_steps": list(placed.steps)}
    note = {"rank": placed.position, "places": pool.places, "steps": list(placed.steps)}
    status = Nomination.Status.RECOMMENDED if placed.selected else Nomination.Status.RESERVE
    if nomination.status != status:
        nomination.rank = placed.position
        action = "promote" if placed.selected else "reserve"
        act(nomination, action, by=by, at=at, reason=reason if placed.selected else "", note=note, **facts)
        return
    if (nomination.rank, nomination.rank_steps) == (placed.position, list(placed.steps)):
        return
    if not Nomination.objects.filter(pk=nomination.pk, status=status).update(**facts):
        raise ValidationError(OVERTAKEN)
    history.record("nomination.rank", nomination, by=by, at=at, label="Xếp thứ tự xét khen thưởng", **note)


@transaction.atomic
def choose(
    campaign: Campaign,
    award_round: AwardRound,
    quota: Quota,
    order: Sequence[int],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Record in which order the chair puts a group of equals across the last place, by their keys, and why."""
    demand(Can.CHAIR_COUNCIL, campaign, by=by)
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do chọn.")
    _lock(campaign)
    found = standing(campaign, award_round, quota, on=timezone.localdate(at))
    groups = [group for pool in found.pools for group in pool.undecided]
    group = next((each for each in groups if {row.pk for row in each} == {*order}), None)
    if group is None or len(order) != len(group):
        raise ValidationError("Các hồ sơ này không còn ngang nhau ở chỗ cuối cùng. Hãy tải lại trang.")
    if by.person and any(row.person_id == by.person.pk for row in group):
        raise ValidationError("Đồng chí là người được đề nghị trong nhóm này; để Phó Chủ tịch Hội đồng quyết định.")
    by_key = {row.pk: row for row in group}
    for place, pk in enumerate(order, 1):
        TieChoice.objects.update_or_create(
            nomination=by_key[pk],
            defaults={
                "place": place, "among": sorted(by_key), "reason": reason.strip(), "chosen_at": at,
                "chosen_by": by.name,
            },
        )  # fmt: skip
        history.record(
            "nomination.choose", by_key[pk], by=by, at=at, label=f"Chủ tịch Hội đồng xếp thứ {small_count(place)}",
            reason=reason.strip(), place=place, among=[by_key[each].nominee for each in order],
        )  # fmt: skip


def problems_to_promote(nomination: Nomination, found: Standing) -> list[str]:
    """Say why a reserve cannot move up: no place fell free, or somebody stands before it or beside it."""
    if found.unusable:
        return [found.unusable]
    if not found.limit.clear:
        return [f"Số lượng khen thưởng chưa rõ. {found.limit.words}"]
    pool = next((each for each in found.pools if str(nomination.pk) in each.nominations), None)
    if pool is None:
        return ["Chưa có kết quả biểu quyết được xác nhận cho hồ sơ này."]
    if pool.free == 0:
        taken = f"{small_count(pool.places)} chỗ còn lại đã có người" if pool.places else "đã quyết định đủ số lượng"
        return [f"Không còn chỗ trống: {taken}."]
    own = next(placed.position for placed, row in pool.order if row.pk == nomination.pk)
    reserve = [(placed.position, row) for placed, row in pool.order if row.status == Nomination.Status.RESERVE]
    before = [row for position, row in reserve if position < own]
    beside = [row for position, row in reserve if position == own and row.pk != nomination.pk]
    if before:
        return [f"Xếp trước trong danh sách dự bị: {_names(before)}."]
    if beside and pool.free is not None and pool.free <= len(beside):
        return [f"Ngang thứ tự với {_names(beside)}; Chủ tịch Hội đồng phải chọn, rồi chốt lại thứ tự."]
    return []


@transaction.atomic
def promote(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Move the first of the reserve up into a place that fell free, with the reason."""
    demand(Can.RUN_COUNCIL, nomination, by=by)
    campaign = nomination.campaign
    _lock(campaign)
    quota = quota_of(campaign, nomination.round, nomination.quota_key) if nomination.round else None
    if quota is not None and nomination.status == Nomination.Status.RESERVE:
        found = standing(campaign, nomination.round, quota, on=timezone.localdate(at))
        if lacking := problems_to_promote(nomination, found):
            raise ValidationError(lacking)
    act(nomination, "promote", by=by, at=at, reason=reason)
