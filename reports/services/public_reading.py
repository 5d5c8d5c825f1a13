"""What the public pages tell: frozen words chosen one by one from the records, so that nothing else can slip out.

No birth year, no identity number, no contact, no money, no note of the office, no result that was not announced.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from awards.models import Decision, DecisionLine, Nomination, Posting
from awards.services import book
from campaigns.models import Campaign, Exemplar, ExemplarPicture
from communes.access import Actor
from communes.models import Commune
from kit.vietnamese import paper_number
from reports.documents import campaign_plan
from reports.documents.base import plain
from reports.documents.blocks import LETTER, NUMBER, ROMAN, Block, Heading, Listing, Note, Paragraph, TextEnd
from reports.documents.common import body_name
from reports.documents.nominees import award_of, name_of, with_facts
from reports.models import Document

PLAN_STATES = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP, Campaign.Status.CLOSED)
HEADINGS = {ROMAN: "h2", NUMBER: "h3", LETTER: "h4"}


@dataclass(frozen=True, slots=True)
class Plan:
    """An issued plan in a list."""

    pk: int
    name: str
    number: str
    issued_on: date
    starts_on: date
    ends_on: date
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a paragraph or a list of a plan's text."""

    tag: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in a campaign, and the last day in time."""

    title: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PlanText:
    """An issued plan as it reads in force: its text from the purposes to the organisation, and its deadlines."""

    plan: Plan
    pieces: tuple[Piece, ...]
    deadlines: tuple[Due, ...]
    has_pdf: bool


def issued_plans():
    """Return the campaigns of the open commune whose plan is a public paper."""
    return Campaign.objects.filter(status__in=PLAN_STATES)


def plan_of(campaign: Campaign) -> Plan:
    """Return what a list tells of a plan."""
    return Plan(
        campaign.pk, campaign.name, paper_number(campaign.number, campaign.symbol), campaign.issued_on,
        campaign.starts_on, campaign.ends_on, campaign.get_status_display(),
    )  # fmt: skip


def plan_text(campaign: Campaign) -> PlanText:
    """Return an issued plan in the words of its paper, without its grounds, signature and recipients."""
    pieces = tuple(_pieces(campaign_plan.build(campaign).blocks))
    rows = campaign.deadlines.filter(retired_at=None).order_by("late_from", "pk")
    deadlines = tuple(Due(str(each), each.last_day) for each in rows)
    return PlanText(plan_of(campaign), pieces, deadlines, plan_paper(campaign) is not None)


def _pieces(blocks: Iterable[Block]):
    """Yield the text of a paper from its first part to its end, block by block."""
    begun = False
    for block in blocks:
        if isinstance(block, TextEnd):
            return
        begun = begun or (isinstance(block, Heading) and block.level == ROMAN)
        if not begun:
            continue
        if isinstance(block, Heading):
            yield Piece(HEADINGS.get(block.level, "h4"), (" ".join(block.lines),))
        elif isinstance(block, Listing):
            yield Piece("ul", tuple(plain(item) for item in block.items))
        elif isinstance(block, Paragraph | Note):
            yield Piece("p", (plain(block.text),))


def plan_paper(campaign: Campaign) -> Document | None:
    """Return the newest PDF of a plan that was made, of its words in force and not as a draft."""
    return plan_papers([campaign]).get(campaign.pk)


def plan_papers(campaigns: Iterable[Campaign]) -> dict[int, Document]:
    """Return the newest PDF of each plan that has one of its words in force, by the campaign's key."""
    issued_at = {each.pk: each.version_in_force.issued_at for each in campaigns}
    rows = Document.objects.filter(
        kind=campaign_plan.KEY, subject_id__in=issued_at, status__in=Document.FINISHED, confidential=False,
        content__draft=False, files__has_key="pdf",
    )  # fmt: skip
    found = rows.defer("content", "trace").order_by("requested_at", "pk")
    return {each.subject_id: each for each in found if each.requested_at >= issued_at[each.subject_id]}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A published decision in a list."""

    pk: int
    title: str
    number: str
    kind: str
    campaign: str
    issued_on: date
    count: int


@dataclass(frozen=True, slots=True)
class Honour:
    """One line of a published decision, as the public book of awards tells it."""

    position: int
    name: str
    place: str
    award: str
    merit: str
    standing: str
    tone: str
    notes: tuple[str, ...]


def published_decisions(commune: Commune):
    """Return the decisions of a commune that were published, with how many lines each has."""
    rows = Decision.objects.within(Actor.of_public(commune)).select_related("campaign")
    return rows.annotate(listed=Count("lines"))


def ruling_of(decision: Decision) -> Ruling:
    """Return what a list tells of a published decision."""
    return Ruling(
        decision.pk, decision.title, decision.number_words, decision.get_kind_display(), decision.campaign.name,
        decision.issued_on, decision.listed,
    )  # fmt: skip


def honour_lines(decision: Decision):
    """Return the lines of a published decision in their order."""
    return book.lines(Actor.of_public(decision.commune)).filter(decision=decision).order_by("position", "pk")


def honours(commune: Commune, found: Iterable[DecisionLine]) -> list[Honour]:
    """Return lines as the public reads them: how each stands by decisions that were published, and no other."""
    rows = book.rows(found, Actor.of_public(commune))
    return [
        Honour(
            row.line.position, row.line.nominee_name, row.line.nominee_place, book.award_words(row.line),
            row.line.citation, row.standing, row.standing_tone, tuple(note.text for note in row.notes),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an exemplar: its key, the words that stand for it, its measures."""

    pk: int
    caption: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Story:
    """An exemplar made known whose people agreed to stand here."""

    pk: int
    title: str
    kind: str
    unit: str
    person: str
    told_on: date
    text: str
    campaign: str
    spread: int
    pictures: tuple[Picture, ...] = ()


def open_exemplars():
    """Return the exemplars of the open commune that may be told in public."""
    spread = Count("adoptions", filter=Q(adoptions__ended_on=None), distinct=True)
    rows = Exemplar.objects.open_to_public().select_related("campaign", "unit__commune", "person")
    return rows.annotate(spread=spread)


def story_of(exemplar: Exemplar, pictures: Iterable[ExemplarPicture] = ()) -> Story:
    """Return what the public reads of an exemplar."""
    return Story(
        exemplar.pk, exemplar.title, exemplar.get_kind_display(), body_name(exemplar.unit),
        exemplar.person.full_name if exemplar.person else "", exemplar.published_on, exemplar.story,
        exemplar.campaign.name, exemplar.spread,
        tuple(Picture(each.pk, each.caption, each.width, each.height) for each in pictures),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nominee:
    """Who is proposed for what: name, unit, award, and nothing of the dossier."""

    pk: int
    name: str
    unit: str
    award: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """A list of nominees that hangs in public."""

    pk: int
    campaign: str
    starts_on: date
    ends_on: date
    place: str
    count: int


def hanging_of(posting: Posting) -> Hanging:
    """Return what a list tells of a posting."""
    return Hanging(
        posting.pk, posting.campaign.name, posting.starts_on, posting.ends_on, posting.place, posting.listed
    )  # fmt: skip


def nominees_of(posting: Posting) -> list[Nominee]:
    """Return the nominees of a posting by unit, as the notice on the board names them."""
    rows = with_facts(posting.nominations).order_by("unit__name", "pk")
    return [Nominee(each.pk, name_of(each), _unit_of(each), award_of(each)) for each in rows]


def _unit_of(nomination: Nomination) -> str:
    """Return the unit that proposes; a collective that is proposed itself is not named twice."""
    return "" if nomination.collective_id == nomination.unit_id else body_name(nomination.unit)
