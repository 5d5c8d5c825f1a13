"""A plan prepared for reading: each section with its clause, its words, and what is wrong on a day."""

from dataclasses import dataclass
from datetime import date

from campaigns.forms.plan_places import SECTIONS
from campaigns.models import Campaign
from campaigns.planfile.schema import PlanDocument, Quota, Standard
from campaigns.planfile.words import Part, RemarkCode, Subject
from campaigns.rules import quotas
from campaigns.views import plan_words
from communes.access import Actor, Can
from communes.acting import may_make
from communes.addresses import here
from communes.models import Person, Unit
from kit.workflow import Move


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A quota in words, why it cannot be used on the day, and how it is read."""

    quota: Quota
    words: str
    unusable: str | None
    limit: quotas.Limit


@dataclass(frozen=True, slots=True)
class StandardLine:
    """The standard for one kind of subject, as a tree in words."""

    standard: Standard
    subject: str
    tree: plan_words.Branch


def may_edit(campaign: Campaign, actor: Actor) -> bool:
    """Say whether the actor may change the draft of the campaign's plan now."""
    wish = Move(action="", label="", sources=(), target="", who=Can.PLAN_CAMPAIGNS, part=Part.PLANS)
    open_to_change = campaign.status in (Campaign.Status.DRAFT, Campaign.Status.ISSUED)
    return open_to_change and campaign.draft_version is not None and may_make(wish, campaign, actor)


def reading_of(campaign: Campaign, plan: PlanDocument, *, on: date, actor: Actor, editable: bool) -> dict:
    """Return what the page of a plan shows on a day."""
    readings = {
        remark.about: remark.reading
        for remark in campaign.remarks.all()
        if remark.code == RemarkCode.AMBIGUOUS_QUOTA and remark.settled_at
    }
    return {
        "plan": plan,
        "rounds": [_round(each, plan, on, readings) for each in plan.rounds],
        "own_authority": not plan.rounds,
        "dates": [(each, plan_words.deadline_words(each, plan.facts.ends_on)) for each in plan.deadlines],
        "areas": [
            (area, [(item, [(target, plan_words.target_words(target)) for target in item.targets])
                    for item in area.items])
            for area in plan.content
        ],
        "audience": [(group, _reach(group)) for group in plan.audience],
        "duties": [(each, [Part(part).label for part in each.parts], _kinds(each.unit_kinds))
                   for each in plan.responsibilities],
        "unit_plan_words": plan_words.unit_plan_words(plan.unit_plans),
        "inspection_words": plan_words.inspection_words(plan.inspection),
        "gone": {recipient.text for recipient in quotas.flagged_recipients(plan, on)},
        "silences": quotas.silences(plan),
        "today": on,
        "edit": {name: here(actor, "campaigns:section-edit", campaign.pk, name) for name in SECTIONS}
        if editable
        else dict.fromkeys(SECTIONS, ""),
    }  # fmt: skip


def _round(each, plan: PlanDocument, on: date, readings: dict[str, str]) -> dict:
    """Return one award round ready to be shown; without a quota the chair's own authority applies."""
    return {
        "round": each,
        "years": ", ".join(map(str, each.years)),
        "standards": [
            StandardLine(standard, Subject(standard.subject).label, plan_words.branch(standard.rule, plan))
            for standard in each.standards
        ],
        "quotas": [
            QuotaLine(
                quota=quota,
                words=plan_words.quota_words(quota),
                unusable=quotas.usable(quota, on),
                limit=quotas.reading(quota, readings.get(quota.key) or readings.get(each.key)),
            )
            for quota in quotas.in_force(each)
        ],
        "unstated": not each.quotas,
    }


def _reach(group) -> str:
    """Say whom a group of the audience covers, by kinds of unit and of people."""
    kinds, people = _kinds(group.unit_kinds), [Person.Category(each).label for each in group.categories]
    return "; ".join([*kinds, *group.units, *people])


def _kinds(kinds) -> list[str]:
    """Return the labels of kinds of unit."""
    return [Unit.Kind(kind).label for kind in kinds]
