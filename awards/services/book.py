"""The award book: every line of an issued decision, with what later decisions made of it (L-09)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Prefetch, Q

from awards.models import Decision, DecisionLine, EarlierAward, Nomination, ProposalLine
from awards.rules.kinds import Award
from awards.services.quotas import STAGES
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from communes.access import Actor, Can
from communes.models import Person, Unit
from kit import digits
from kit.vietnamese import small_count, vn_number

# The first year of which the book shows figures.
FIRST_YEAR = 1990
VERBS = {Decision.Kind.REVOCATION: "Thu hồi", Decision.Kind.CORRECTION: "Đính chính"}
STANDING_TONES = {"in_force": "success", "corrected": "warning", "revoked": "danger"}


@dataclass(frozen=True, slots=True)
class Note:
    """One remark of the book, with the line that it leads to, where the reader may open it."""

    text: str
    line_pk: int | None = None


def lines(actor: Actor):
    """Return the lines of the book that the actor may see, with what a row shows, in a constant number of queries."""
    seen = DecisionLine.objects.within(actor).in_the_book()
    changes = seen.select_related("decision").order_by("decision__issued_on", "pk")
    return seen.select_related(
        "decision__commune", "decision__campaign", "nomination__unit", "nomination__person", "nomination__collective",
        "about__decision",
    ).prefetch_related(Prefetch("changed_by", changes, to_attr="changes"))  # fmt: skip


def year_asked(text: str, this_year: int) -> int:
    """Return the year that an address asks for, this year where it asks for none that the book can know."""
    return digits.year(text, range(FIRST_YEAR, this_year + 1), this_year)


def in_book_order(rows):
    """Return lines from the newest decision on, each decision in its own order."""
    return rows.order_by("-decision__issued_on", "-decision__number", "-decision_id", "position", "pk")


def changed(actor: Actor, kind: str) -> Exists:
    """Return the condition that a decision of a kind, which the actor may see, changed a line."""
    seen = DecisionLine.objects.within(actor).in_the_book()
    return Exists(seen.filter(about=OuterRef("pk"), decision__kind=kind))


def by_standing(rows, standing: str, actor: Actor):
    """Keep the lines that stand one way, as far as the actor may know."""
    revoked, corrected = changed(actor, "revocation"), changed(actor, "correction")
    if standing == "revoked":
        return rows.filter(revoked)
    if standing == "corrected":
        return rows.filter(corrected).exclude(revoked)
    return rows.exclude(revoked).exclude(corrected).exclude(decision__kind="revocation")


def standing_of(line: DecisionLine) -> str:
    """Return how a line of `lines` stands by the later decisions that its reader may see; "" for a revoking line."""
    kinds = {each.decision.kind for each in line.changes}
    if Decision.Kind.REVOCATION in kinds:
        return "revoked"
    if Decision.Kind.CORRECTION in kinds:
        return "corrected"
    return "" if line.decision.kind == Decision.Kind.REVOCATION else "in_force"


def notes(line: DecisionLine, actor: Actor) -> list[Note]:
    """Return the remarks of a line of `lines`: what changed it, what it changes; each leads to the other line."""
    said = []
    if line.about:
        earlier = line.about.decision
        target = line.about_id if earlier.published_at or actor.may(Can.SEE_UNANNOUNCED) else None
        said.append(Note(f"{award_words(line)} số sổ vàng {line.about.roll} tại {_cited(earlier)}", target))
    for each in line.changes:
        said.append(Note(f"{VERBS[each.decision.kind]} theo {_cited(each.decision)}", each.pk))
    return said


def award_words(line: DecisionLine) -> str:
    """Name what a line is about: an award, or that an award was taken back or put right."""
    verb = VERBS.get(line.decision.kind)
    return f"{verb} {line.get_award_display()}" if verb else line.get_award_display()


def _cited(decision: Decision) -> str:
    """Cite a decision with its day."""
    return f"{decision} ngày {decision.issued_on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the book prints it."""

    line: DecisionLine
    standing: str
    standing_tone: str
    notes: tuple[Note, ...]

    @property
    def roll(self) -> str:
        """The số sổ vàng: a correction keeps that of the award, a revocation has none."""
        return "–" if self.line.decision.kind == Decision.Kind.REVOCATION else self.line.roll

    @property
    def gender(self) -> str:
        """The gender in words; the book keeps what the decision froze."""
        return str(dict(Person.Gender.choices).get(self.line.gender, self.line.gender))

    @property
    def published(self) -> bool:
        """Whether everybody may know the line."""
        return self.line.decision.published_at is not None


def rows(found: Iterable[DecisionLine], actor: Actor) -> list[Row]:
    """Return lines of `lines` as rows of the book."""
    shown = []
    for line in found:
        standing = standing_of(line)
        words = str(DecisionLine.Standing(standing).label) if standing else "Thu hồi"
        shown.append(Row(line, words, STANDING_TONES.get(standing, "muted"), tuple(notes(line, actor))))
    return shown


def of_one_award(line: DecisionLine) -> list[int]:
    """Return the keys of a line, of what it changes and of what changed it, however often: one award's lines."""
    first = line.given.pk
    found, fresh = [first], [first]
    while fresh:
        fresh = list(DecisionLine.objects.filter(about__in=fresh).order_by("pk").values_list("pk", flat=True))
        found += fresh
    return found


def in_force(line: DecisionLine) -> DecisionLine:
    """Return the line that says what holds now: the latest issued correction of a line, or the line itself."""
    corrections = DecisionLine.objects.in_the_book().filter(
        Q(pk=line.pk) | Q(pk__in=of_one_award(line), decision__kind=Decision.Kind.CORRECTION)
    )
    return corrections.select_related("decision__commune").order_by("-decision__issued_on", "-pk").first() or line


def people(actor: Actor):
    """Return the people whose history of awards the actor may open: who stands in the book, and who is known anyway."""
    seen = DecisionLine.objects.within(actor).in_the_book().values("nomination__person")
    return Person.objects.filter(Q(pk__in=Person.objects.within(actor).values("pk")) | Q(pk__in=seen))


@dataclass(frozen=True, slots=True)
class Past:
    """What a person or unit received, and what was proposed upward for them."""

    rows: tuple[Row, ...]
    earlier: tuple[EarlierAward, ...]
    higher: tuple[ProposalLine, ...]


def past_of(actor: Actor, *, person: Person | None = None, unit: Unit | None = None) -> Past:
    """Return the history of one person, or of one unit as a collective."""
    who = {"person": person} if person else {"collective": unit}
    found = in_book_order(lines(actor).filter(**{f"nomination__{key}": value for key, value in who.items()}))
    return Past(
        tuple(rows(found, actor)),
        tuple(EarlierAward.objects.of_subject(person=person, unit=unit).order_by("-decision_on", "pk")),
        tuple(higher(actor).filter(**{f"nomination__{key}": value for key, value in who.items()})),
    )


def higher(actor: Actor):
    """Return what was proposed to higher authorities and may be known, the latest first (HP-12)."""
    seen = ProposalLine.objects.within(actor).sent()
    return seen.select_related(
        "proposal__campaign", "proposal__commune", "nomination__unit", "nomination__person", "nomination__collective"
    ).order_by("-proposal__sent_on", "-proposal__number", "pk")


@dataclass(frozen=True, slots=True)
class Count:
    """How many were proposed and awarded under one heading, and the money that they brought."""

    label: str
    proposed: int = 0
    awarded: int = 0
    money: int = 0


@dataclass(frozen=True, slots=True)
class Individuals:
    """Persons among those proposed or awarded; shares are exact, None where there is nobody."""

    number: int = 0
    women: int = 0
    direct_workers: int = 0

    @property
    def women_share(self) -> Fraction | None:
        """The share of women."""
        return Fraction(self.women, self.number) if self.number else None

    @property
    def direct_share(self) -> Fraction | None:
        """The share of those who work directly, without a leading post."""
        return Fraction(self.direct_workers, self.number) if self.number else None

    @property
    def women_words(self) -> str:
        """The share of women as a page says it."""
        return _share_words(self.women, self.women_share)

    @property
    def direct_words(self) -> str:
        """The share of direct workers as a page says it."""
        return _share_words(self.direct_workers, self.direct_share)


def _share_words(part: int, share: Fraction | None) -> str:
    """Say a number with its share, e.g. "02 (66,7%)"; only the words are rounded."""
    if share is None:
        return small_count(part)
    return f"{small_count(part)} ({vn_number(Decimal(round(share * 1000)) / 10)}%)"


@dataclass(frozen=True, slots=True)
class Higher:
    """Cases sent to higher authorities and what came of them (HP-12)."""

    sent: int = 0
    awarded: int = 0
    refused: int = 0
    returned: int = 0

    @property
    def waiting(self) -> int:
        """How many are still awaited."""
        return self.sent - self.awarded - self.refused - self.returned


@dataclass(frozen=True, slots=True)
class Statistics:
    """Awards of a campaign or a year. `awarded` counts what stands, the higher authorities' awards among it;
    `money` is what the commune's own decisions pay; `revoked` what was given and taken back."""

    proposed: int
    awarded: int
    revoked: int
    money: int
    by_award: tuple[Count, ...]
    by_subject: tuple[Count, ...]
    by_unit: tuple[Count, ...]
    proposed_individuals: Individuals
    awarded_individuals: Individuals
    higher: Higher


@dataclass(frozen=True, slots=True)
class _Case:
    """One nomination or award, as it is counted."""

    award: str
    subject: str
    unit: tuple[int, str]
    woman: bool
    direct_worker: bool
    prize: int = 0


FACTS = ("award", "subject", "unit__kind_order", "unit__name", "person__gender", "direct_worker")


def statistics(about: Campaign | int, *, achieved_in: int | None = None, actor: Actor | None = None) -> Statistics:
    """Return the figures of a campaign or of a calendar year, counting only what the actor may know, if one is given.

    A year counts dossiers received, decisions issued, and answers of higher authorities in it; of a campaign,
    `achieved_in` keeps the rounds of one year and the deeds of it.
    """
    year = about if isinstance(about, int) else None
    mine = _of_campaign(about, achieved_in)
    proposed = [_case(*facts) for facts in _proposed(mine, year).values_list(*FACTS)]
    given = _given(mine, year, actor)
    stands = given.exclude(standing="revoked") if _knows(actor) else given.exclude(changed(actor, "revocation"))
    awarded = [
        _case(*facts, frozen=frozen, prize=prize)
        for frozen, prize, *facts in stands.values_list("gender", "prize", *(f"nomination__{each}" for each in FACTS))
    ]
    above = _sent(mine, year, actor)
    answered = above.filter(outcome_on__year=year) if year else above
    awarded += [
        _case(*facts)
        for facts in answered.filter(outcome="awarded").values_list(*(f"nomination__{each}" for each in FACTS))
    ]
    return Statistics(
        proposed=len(proposed),
        awarded=len(awarded),
        revoked=given.count() - stands.count(),
        money=sum(each.prize for each in awarded),
        by_award=_counted(proposed, awarded, lambda each: each.award, Award.choices),
        by_subject=_counted(proposed, awarded, lambda each: each.subject, Subject.choices),
        by_unit=_counted(proposed, awarded, lambda each: each.unit, _units(proposed + awarded)),
        proposed_individuals=_individuals(proposed),
        awarded_individuals=_individuals(awarded),
        higher=_higher(above, answered),
    )


def _knows(actor: Actor | None) -> bool:
    """Say whether nothing is to be kept from the actor."""
    return actor is None or actor.may(Can.SEE_UNANNOUNCED)


def _of_campaign(about: Campaign | int, achieved_in: int | None):
    """Return the nominations of a campaign, perhaps of one year's achievements; of a calendar year, all."""
    if isinstance(about, int):
        return Nomination.objects.all()
    rows = Nomination.objects.filter(campaign=about)
    if achieved_in is None:
        return rows
    of_the_year = Q(round__year=achieved_in) | Q(deed_on__year=achieved_in)
    return rows.filter(of_the_year | Q(round__year=None, deed_on=None, received_on__year=achieved_in))


def _proposed(mine, year: int | None):
    """Return the nominations that were handed in."""
    rows = mine.filter(status__in=STAGES["proposed"])
    return rows.filter(received_on__year=year) if year else rows


def _given(mine, year: int | None, actor: Actor | None):
    """Return the lines that gave an award; corrections and revocations give none."""
    rows = DecisionLine.objects.in_the_book().filter(about=None)
    rows = rows if actor is None else rows.within(actor)
    return rows.in_year(year) if year else rows.filter(nomination__in=mine.values("pk"))


def _sent(mine, year: int | None, actor: Actor | None):
    """Return what was sent to higher authorities; for a year also what was sent before and answered in it."""
    rows = ProposalLine.objects.sent()
    rows = rows if actor is None else rows.within(actor)
    if year:
        return rows.filter(Q(proposal__sent_on__year=year) | Q(outcome_on__year=year))
    return rows.filter(nomination__in=mine.values("pk"))


def _case(award, subject, kind_order, name, gender, direct_worker, *, frozen: str = "", prize: int = 0) -> _Case:
    """Return one counted case; the gender that the decision froze comes before the one recorded now."""
    woman = subject == Subject.INDIVIDUAL and (frozen or gender) == Person.Gender.FEMALE
    return _Case(award, subject, (kind_order, name), woman, direct_worker, prize)


def _units(cases: list[_Case]) -> list[tuple]:
    """Return the units of cases with their names, in the order of the commune."""
    return [(unit, unit[1]) for unit in sorted({each.unit for each in cases})]


def _counted(proposed: list[_Case], awarded: list[_Case], key, headings) -> tuple[Count, ...]:
    """Count cases under the headings that have any."""
    counts = []
    for value, label in headings:
        asked = [each for each in proposed if key(each) == value]
        got = [each for each in awarded if key(each) == value]
        if asked or got:
            counts.append(Count(str(label), len(asked), len(got), sum(each.prize for each in got)))
    return tuple(counts)


def _individuals(cases: list[_Case]) -> Individuals:
    """Count the persons, the women and the direct workers."""
    persons = [each for each in cases if each.subject == Subject.INDIVIDUAL]
    return Individuals(len(persons), sum(each.woman for each in persons), sum(each.direct_worker for each in persons))


def _higher(above, answered) -> Higher:
    """Count what was sent upward by its outcome."""
    by_outcome = {outcome: answered.filter(outcome=outcome).count() for outcome in ("awarded", "refused", "returned")}
    return Higher(sent=above.count(), **by_outcome)
