"""Proposals to a higher authority: drafted, sent under a number, followed to their outcome (DS-11, HP-12, VT-07)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import AgendaItem, EligibilityRun, Nomination, Proposal, ProposalLine
from awards.rules.checks import LAW_AUTHORITY, LAW_DISTRICT
from awards.services import eligibility, quotas, ranking
from awards.services.decision_checks import lapsed
from awards.services.decision_words import signed_minutes, signed_on
from campaigns.models import Campaign
from campaigns.planfile.words import Authority
from campaigns.rules.quotas import DISTRICT_ENDED_ON
from campaigns.services.field_work import NOT_UNDERWAY, ensure_underway, is_underway
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, demand, offers
from communes.services import registers
from kit.vietnamese import begun_small, vn_date

READY = (Nomination.Status.RECOMMENDED, Nomination.Status.RESERVE)
FACTS = ("to_body", "title", "reason")
# What a proposal is asked in its own words, for the day on which it leaves.
OWN_CHECKS = ("authority", "quota")


def candidates(campaign: Campaign, authority: str | None = None) -> list[Nomination]:
    """Return the nominations of a campaign that may be proposed upward now, to one authority where it is given."""
    asked = ProposalLine.objects.open().filter(proposal__campaign=campaign).values("nomination")
    found = campaign.nominations.for_list().filter(status__in=(*READY, Nomination.Status.FORWARDED_UP))
    returned = _returned(campaign)
    return [
        each
        for each in found.exclude(pk__in=asked).order_by("round__pk", "rank", "pk")
        if not each.decided_here
        and (each.status in READY or each.pk in returned)
        and (authority is None or not _wrong_authority(each, authority))
    ]


def waiting() -> list[tuple[Campaign, int]]:
    """Return the campaigns underway in which adopted cases wait to be proposed upward, with how many."""
    asked = ProposalLine.objects.open().values("nomination")
    rows = Nomination.objects.filter(
        status__in=READY, campaign__status__in=(Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP)
    )
    rows = rows.exclude(pk__in=asked).select_related("campaign")
    cases = rows.without_words().order_by("campaign__name", "campaign_id", "pk")
    by_campaign = groupby((each for each in cases if not each.decided_here), key=lambda each: each.campaign)
    return [(campaign, len(list(group))) for campaign, group in by_campaign]


def _returned(campaign: Campaign) -> set[int]:
    """Return the nominations whose last proposal came back to be completed: they may be proposed again."""
    outcomes = ProposalLine.objects.sent().filter(proposal__campaign=campaign).order_by("pk")
    last = dict(outcomes.values_list("nomination", "outcome"))
    return {nomination for nomination, outcome in last.items() if outcome == ProposalLine.Outcome.RETURNED}


def authority_of(nomination: Nomination) -> Authority:
    """Return who decides a nomination that the commune's chair cannot decide (L-12)."""
    sought = Authority(nomination.authority)
    return nomination.kind.authority if sought == Authority.COMMUNE else sought


def _wrong_authority(nomination: Nomination, authority: str) -> bool:
    """Say whether a nomination is meant for another authority; where the plan only says “higher” any one will do."""
    return authority_of(nomination) not in (authority, Authority.HIGHER)


def authority_blockers(authority: str, on: date) -> list[str]:
    """Say why nothing can be proposed to an authority on a date: the commune's own, or one abolished (HP-03)."""
    if authority == Authority.COMMUNE:
        return ["Chủ tịch UBND xã tự quyết định trong thẩm quyền; tờ trình cấp trên phải gửi cấp cao hơn."]
    if authority == Authority.DISTRICT and on > DISTRICT_ENDED_ON:
        label = Authority(authority).label
        return [f"{label} hết thẩm quyền từ ngày 01/7/2025 ({LAW_DISTRICT}); không trình cấp này khen thưởng được."]
    return []


def case_blockers(
    nominations: Sequence[Nomination], authority: str, *, on: date, proposal: Proposal | None = None
) -> list[str]:
    """Say why nominations of one campaign cannot stand in a proposal to an authority; `proposal` is where they do."""
    found = []
    for each in nominations:
        if each.decided_here:
            found.append(
                f"{each}: Chủ tịch UBND xã có thẩm quyền quyết định ({LAW_AUTHORITY}); không cần trình cấp trên."
            )
        elif _wrong_authority(each, authority):
            found.append(f"{each}: thẩm quyền là {authority_of(each).label}, không phải {Authority(authority).label}.")
    if nominations:
        found += _stage_blockers(nominations) + _elsewhere_blockers(nominations, proposal)
        found += _rank_blockers(nominations, on)
    return found


def _stage_blockers(nominations: Sequence[Nomination]) -> list[str]:
    """Say which nominations have not come so far, or went up already."""
    returned, found = _returned(nominations[0].campaign), []
    for each in nominations:
        again = each.status == Nomination.Status.FORWARDED_UP and each.pk in returned
        if each.status not in READY and not again:
            status = each.get_status_display()
            found.append(f"{each}: chỉ trình hồ sơ được Hội đồng tán thành hoặc dự bị; hồ sơ này “{status}”.")
    return found


def _rank_blockers(nominations: Sequence[Nomination], on: date) -> list[str]:
    """Name who ranks before a reserve, or beside it, and does not go up with it (KP-04)."""
    together, found = {each.pk for each in nominations}, []
    reserve = [each for each in nominations if each.status == Nomination.Status.RESERVE and each.round_id]
    for key, group in groupby(sorted(reserve, key=_quota_key), key=_quota_key):
        rows = list(group)
        campaign, award_round = rows[0].campaign, rows[0].round
        quota = ranking.quota_of(campaign, award_round, key[1])
        pools = ranking.standing(campaign, award_round, quota, on=on).pools if quota else ()
        for each in rows:
            if before := _before(each, pools, together):
                names = ", ".join(other.nominee for other in before)
                found.append(f"{each}: đang dự bị, xếp sau hoặc ngang {names}; phải trình {names} trước hoặc cùng lúc.")
    return found


def _quota_key(nomination: Nomination) -> tuple[int, str]:
    """Return under which round and quota a nomination counts."""
    return nomination.round_id, nomination.quota_key


def _before(nomination: Nomination, pools: Sequence[ranking.Pool], together: set[int]) -> list[Nomination]:
    """Return those of the same places who rank no later than a nomination and do not go with it."""
    order = next((pool.order for pool in pools if str(nomination.pk) in pool.nominations), [])
    own = next((placed.position for placed, row in order if row.pk == nomination.pk), 0)
    return [row for placed, row in order if placed.position <= own and row.pk not in together]


def _elsewhere_blockers(nominations: Sequence[Nomination], proposal: Proposal | None) -> list[str]:
    """Say which nominations stand in another proposal that is not answered."""
    lines = ProposalLine.objects.open().filter(nomination__in=nominations).select_related("proposal")
    others = {each.nomination_id: each.proposal for each in lines.order_by("pk") if each.proposal != proposal}
    return [f"{each}: đã có trong “{others[each.pk]}”." for each in nominations if each.pk in others]


def _minutes_blockers(nominations: Sequence[Nomination]) -> list[str]:
    """Say for which nominations the council's minutes are not signed (L-13)."""
    items = AgendaItem.objects.filter(nomination__in=nominations).recommending()
    signed = set(items.filter(session__status__in=["minutes_signed", "closed"]).values_list("nomination", flat=True))
    return [f"{each}: biên bản họp Hội đồng chưa được ký." for each in nominations if each.pk not in signed]


def plan_words(nomination: Nomination) -> str:
    """Say where the plan provides for proposing this nomination upward, or that it is silent (DS-11, VT-07, HP-12)."""
    planned = nomination.plan_round
    if planned is None:
        return "Kế hoạch không quy định việc đề nghị cấp trên khen thưởng."
    clauses = [each.clause for each in planned.quotas if each.key == nomination.quota_key]
    if planned.proposes_higher and not clauses:
        clauses = [planned.clause]
    if not clauses:
        return f"Kế hoạch không quy định đề nghị cấp trên khen thưởng ở {planned.title}."
    clause = f" (mục {clauses[0]})" if clauses[0] else ""
    return f"Kế hoạch quy định đề nghị cấp trên khen thưởng{clause}."


@transaction.atomic
def draft(
    campaign: Campaign,
    nominations: Iterable[Nomination],
    authority: str,
    to_body: str,
    *,
    title: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Proposal:
    """Draft a proposal about nominations that the commune's chair cannot decide."""
    on = timezone.localdate(at)
    proposal = Proposal(
        commune=campaign.commune, campaign=campaign, authority=authority, to_body=to_body.strip(),
        title=title.strip() or f"Về việc đề nghị khen thưởng trong {_lower(campaign.name)}"[:300],
        reason=reason.strip(), drafted_at=at, drafted_by=by.name,
    )  # fmt: skip
    demand(Can.PREPARE_DECISIONS, proposal, by=by)
    ensure_underway(campaign)
    if found := authority_blockers(authority, on) + _word_blockers(proposal.to_body, proposal.title):
        raise ValidationError(found)
    proposal.save()
    history.record("proposal.draft", proposal, by=by, at=at, label="Lập tờ trình cấp trên", to_status=proposal.status)
    _put_in(proposal, list(nominations), by=by, at=at)
    return proposal


def _lower(name: str) -> str:
    """Return a campaign's name as it stands inside a sentence."""
    return begun_small(name) if name.startswith("Phong trào") else f"phong trào thi đua “{name}”"


def _word_blockers(to_body: str, title: str) -> list[str]:
    """Say which words of the paper are lacking."""
    named = ((to_body, "Chưa ghi nơi kính gửi."), (title, "Chưa ghi trích yếu."))
    return [lacking for text, lacking in named if not text.strip()]


@transaction.atomic
def add(proposal: Proposal, nomination: Nomination, *, by: Actor, at: datetime) -> ProposalLine:
    """Put a nomination into a draft; refuse one that the chair decides or that the authority does not."""
    _ensure_editable(proposal, by)
    ensure_underway(proposal.campaign)
    if proposal.lines.filter(nomination=nomination).exists():
        raise ValidationError(f"{nomination}: đã có trong tờ trình này.")
    _put_in(proposal, [nomination], by=by, at=at)
    return proposal.lines.get(nomination=nomination)


def _put_in(proposal: Proposal, rows: Sequence[Nomination], *, by: Actor, at: datetime) -> None:
    """Put nominations into a draft together, beside those that stand in it."""
    elsewhere = [each for each in rows if each.campaign_id != proposal.campaign_id]
    found = [f"{each}: không thuộc phong trào của tờ trình." for each in elsewhere]
    if not found:
        beside = [line.nomination for line in lines_of(proposal)]
        found = case_blockers([*beside, *rows], proposal.authority, on=timezone.localdate(at), proposal=proposal)
    if found:
        raise ValidationError(found)
    for each in rows:
        ProposalLine.objects.create(proposal=proposal, nomination=each)
        history.record("proposal.add", proposal, by=by, at=at, label=f"Thêm {each}"[:160])


@transaction.atomic
def drop(line: ProposalLine, *, by: Actor, at: datetime) -> None:
    """Take a nomination out of a draft."""
    _ensure_editable(line.proposal, by)
    line.delete()
    history.record("proposal.drop", line.proposal, by=by, at=at, label=f"Bỏ {line.nomination} khỏi tờ trình"[:160])


@transaction.atomic
def save(proposal: Proposal, *, to_body: str, title: str, reason: str, by: Actor, at: datetime) -> None:
    """Save the words of a draft."""
    _ensure_editable(proposal, by)
    facts = dict(zip(FACTS, (to_body.strip(), title.strip(), reason.strip()), strict=True))
    if found := _word_blockers(facts["to_body"], facts["title"]):
        raise ValidationError(found)
    changed = [name for name, value in facts.items() if getattr(proposal, name) != value]
    for name in changed:
        setattr(proposal, name, facts[name])
    if changed:
        proposal.save(update_fields=changed)
        labels = [str(Proposal._meta.get_field(name).verbose_name) for name in changed]
        history.record("proposal.save", proposal, by=by, at=at, label="Sửa tờ trình cấp trên", changed=labels)


def _ensure_editable(proposal: Proposal, by: Actor) -> None:
    """Refuse changes by others than those who prepare decisions, and to a paper that left its draft."""
    demand(Can.PREPARE_DECISIONS, proposal, by=by)
    if _lock(proposal) != Proposal.Status.DRAFT:
        raise ValidationError("Tờ trình đã gửi hoặc đã bỏ nên không sửa được.")


def _lock(proposal: Proposal) -> str:
    """Hold a proposal until the act is done and return its status, so that no case slips into a paper being sent."""
    return Proposal.objects.select_for_update().values_list("status", flat=True).get(pk=proposal.pk)


def lines_of(proposal: Proposal) -> Sequence[ProposalLine]:
    """Return the cases of a proposal in the order in which they were added, with what a page shows."""
    return proposal.lines.select_related(
        "nomination__unit__commune", "nomination__person__unit__commune", "nomination__collective__commune",
        "nomination__round", "nomination__commune", "nomination__campaign__commune", "nomination__plan_version",
    ).order_by("pk")  # fmt: skip


def problems(proposal: Proposal, action: str, on: date, *, at: datetime) -> list[str]:
    """Say why a proposal cannot be sent on a date: authority, cases, minutes, records, quota (HP-03, HP-12, L-13)."""
    if action != "send":
        return []
    cases = [line.nomination for line in lines_of(proposal)]
    fresh = [each for each in cases if each.status in READY]
    return [
        *([] if is_underway(proposal.campaign) else [NOT_UNDERWAY]),
        *authority_blockers(proposal.authority, on),
        *case_blockers(cases, proposal.authority, on=on, proposal=proposal),
        *_minutes_blockers(cases),
        *_date_blockers(cases, on),
        *_record_blockers(cases, at),
        *quotas.over(proposal.campaign, fresh, on=on),
    ]


def _date_blockers(nominations: Sequence[Nomination], on: date) -> list[str]:
    """Say why nothing can have left on a date: the council's minutes were signed later (L-13)."""
    signed = max((signed_on(each) for each in signed_minutes(nominations)), default=on)
    return [f"Ngày gửi {vn_date(on)} ở trước ngày ký biên bản họp Hội đồng ({vn_date(signed)})."] if on < signed else []


def _record_blockers(nominations: Sequence[Nomination], at: datetime) -> list[str]:
    """Say what the records hold against a case by now: nobody under examination is proposed (L-03, DS-07, DS-18)."""
    found = []
    readings = eligibility.read_many(nominations, at, stage=EligibilityRun.Stage.DECISION)
    for each in nominations:
        found += [f"{each}: {words}" for words in lapsed(readings[each.pk], apart=OWN_CHECKS)]
    return found


def against_sending(proposal: Proposal, at: datetime) -> list[str]:
    """Return all that stands against sending a draft today, for those who prepare it."""
    return [*proposal.blockers_to_send(), *problems(proposal, "send", timezone.localdate(at), at=at)]


def offers_for(proposal: Proposal, actor: Actor, at: datetime) -> list[Offer]:
    """Return the moves that the actor may make on a proposal, with all that stands against each."""
    on = timezone.localdate(at)
    return [
        Offer(each.move, (*each.blockers, *problems(proposal, each.move.action, on, at=at)))
        for each in offers(proposal, actor)
    ]


@transaction.atomic
def send(proposal: Proposal, *, number: int, sent_on: date, signer_name: str, by: Actor, at: datetime) -> None:
    """Record that a proposal left under a number of the register; its nominations go up in the same step.

    The campaign's row is locked, so that two proposals cannot both pass the quota.
    """
    proposal.campaign = Campaign.objects.select_for_update().get(pk=proposal.campaign_id)
    _lock(proposal)
    if sent_on > timezone.localdate(at):
        raise ValidationError("Ngày gửi không được sau hôm nay.")
    if not signer_name.strip():
        raise ValidationError("Chưa ghi người ký tờ trình.")
    Proposal.flow.lawful(proposal, "send")
    demand(Can.ISSUE_PAPERS, proposal, by=by)
    if found := problems(proposal, "send", sent_on, at=at):
        raise ValidationError(found)
    act(proposal, "send", by=by, at=at, number=number, sent_on=sent_on, signer_name=signer_name.strip(),
        note={"number": number, "sent_on": sent_on.isoformat()})  # fmt: skip
    registers.take(proposal.symbol, number=number, dated=sent_on, title=proposal.title, veiled=True, by=by, at=at)
    for line in lines_of(proposal):
        if line.nomination.status in READY:
            act(line.nomination, "forward_up", by=by, at=at, note={"proposal": str(proposal)})


@transaction.atomic
def record_outcome(
    line: ProposalLine,
    *,
    outcome: str,
    outcome_on: date,
    outcome_number: str = "",
    outcome_words: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record what the higher authority decided about one case: the decision that awards, or its words (HP-12)."""
    proposal = line.proposal
    demand(Can.PREPARE_DECISIONS, proposal, by=by)
    if _lock(proposal) != Proposal.Status.SENT:
        raise ValidationError("Chỉ ghi kết quả cho tờ trình đã gửi và chưa kết thúc.")
    if not proposal.sent_on <= outcome_on <= timezone.localdate(at):
        raise ValidationError(f"Ngày có kết quả phải từ ngày gửi ({proposal.sent_on:%d/%m/%Y}) đến hôm nay.")
    if outcome == ProposalLine.Outcome.AWARDED and not outcome_number.strip():
        raise ValidationError("Hãy ghi số quyết định khen thưởng của cấp trên.")
    if outcome != ProposalLine.Outcome.AWARDED and not outcome_words.strip():
        raise ValidationError("Hãy ghi nội dung trả lời của cấp trên.")
    facts = {"outcome": outcome, "outcome_on": outcome_on, "outcome_number": outcome_number.strip(),
             "outcome_words": outcome_words.strip()}  # fmt: skip
    for name, value in facts.items():
        setattr(line, name, value)
    line.save(update_fields=list(facts))
    history.record("proposal.outcome", proposal, by=by, at=at, outcome=outcome,
                   label=f"Ghi kết quả của cấp trên: {line.nomination.nominee}"[:160])  # fmt: skip


@transaction.atomic
def answer(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Close a proposal whose every case has its outcome."""
    act(proposal, "answer", by=by, at=at)
    registers.unveil(proposal.symbol, number=proposal.number, year=proposal.sent_on.year)


@transaction.atomic
def cancel(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a draft up; its nominations may be proposed anew."""
    act(proposal, "cancel", by=by, at=at, reason=reason)
