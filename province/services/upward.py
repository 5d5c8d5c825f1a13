"""What a province may know of its communes, and nothing else: papers that went upward, facts that were published.

Every query on the rows of communes stands here, opened for the communes of one province by `of`. No draft, no vote,
no person's data, no unit's report, nothing of a training ground.
"""

import re
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django_scopes import scope

from awards.models import DecisionLine, Proposal, ProposalLine
from awards.services import book
from campaigns.models import Campaign
from campaigns.planfile.words import Authority, ReviewKind
from communes.access import Actor
from communes.models import Commune
from kit.vietnamese import fold, paper_number
from province.rules.counting import Given, Held
from reports.documents.proposal_submission import KEY as PROPOSAL_PAPER
from reports.models import Document, SignedPaper, Summary
from reports.producers import FORMAT_NAMES
from reports.services.public_reading import PLAN_STATES

FINAL, INTERIM, PROPOSAL, SIGNED = "tong-ket", "so-ket", "to-trinh", "ky-so"
KINDS = {FINAL: "Báo cáo tổng kết", INTERIM: "Báo cáo sơ kết", PROPOSAL: "Tờ trình cấp trên"}
SUMMARY_KINDS = {ReviewKind.FINAL: FINAL, ReviewKind.INTERIM: INTERIM}
OUT = (Summary.Status.ISSUED, Summary.Status.SUPERSEDED)
KIND_BEFORE = re.compile(r"^(?:xã|phường|đặc khu|xa|phuong|dac khu)\s+", re.IGNORECASE)
ABOVE = (Authority.PROVINCE, Authority.HIGHER)
# What is known to everybody: an actor without any role, in no commune.
EVERYBODY = Actor.of_public(Commune())


@contextmanager
def of(communes: Iterable[int]):
    """Open the rows of some communes for reading: those that a visitor's province looks after."""
    with scope(commune=[*communes]):
        yield


def summaries():
    """Return the summaries that were issued, interim and final, also those replaced since."""
    return Summary.objects.filter(status__in=OUT)


def proposals():
    """Return the proposals that left for the province or above it."""
    return Proposal.objects.filter(status__in=Proposal.AWAY, authority__in=ABOVE)


def campaigns():
    """Return the campaigns whose plan was issued and that were not cancelled."""
    return Campaign.objects.filter(status__in=PLAN_STATES)


def held_in(year: int):
    """Return the issued campaigns whose term touches a year."""
    return campaigns().filter(starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1))


def awards():
    """Return the lines that gave an award by a published decision and were not revoked by a published one."""
    given = DecisionLine.objects.within(EVERYBODY).in_the_book().filter(about=None)
    return given.exclude(book.changed(EVERYBODY, "revocation"))


def awarded_above(year: int):
    """Return what higher authorities awarded in a year on the proposal of a commune."""
    rows = ProposalLine.objects.within(EVERYBODY).filter(proposal__authority__in=ABOVE)
    return rows.filter(outcome="awarded", outcome_on__year=year)


def held(year: int) -> list[Held]:
    """Return the campaigns of a year as plain facts."""
    return [Held(*facts) for facts in held_in(year).values_list("commune_id", "kind", "starts_on", "ends_on")]


def given(year: int) -> list[Given]:
    """Return the awards of a year, counted by commune, form and subject."""
    rows = awards().in_year(year).values("decision__commune", "award", "subject").annotate(number=Count("pk"))
    return [Given(*facts) for facts in rows.values_list("decision__commune", "award", "subject", "number")]


def above(year: int) -> list[tuple[int, int]]:
    """Return how many awards of higher authorities each commune's proposals brought in a year."""
    rows = awarded_above(year).values("proposal__commune").annotate(number=Count("pk"))
    return list(rows.values_list("proposal__commune", "number"))


def with_figures(rows, year: int, on: date):
    """Add to rows of a province's communes what each sent and gave in a year; `due` is what should have been summed up.

    A campaign that ended in the year is due; it is `summed` once its final summary was issued.
    """
    ended = campaigns().filter(ends_on__year=year, ends_on__lt=on)
    finals = summaries().filter(kind=ReviewKind.FINAL)
    figures = {
        "campaigns": (held_in(year), "commune"),
        "due": (ended, "commune"),
        "summed": (ended.filter(pk__in=finals.values("campaign")), "commune"),
        "finals": (finals.filter(issued_on__year=year), "campaign__commune"),
        "interims": (summaries().filter(kind=ReviewKind.INTERIM, issued_on__year=year), "campaign__commune"),
        "proposals": (proposals().filter(sent_on__year=year), "commune"),
        "awards": (awards().in_year(year), "decision__commune"),
    }
    return rows.annotate(**{name: _counted(found, path) for name, (found, path) in figures.items()}).annotate(
        missing=F("due") - F("summed")
    )


def _counted(rows, path: str):
    """Return the number of rows that a commune of the outer query has."""
    mine = rows.filter(**{path: OuterRef("commune")}).order_by().values(path)
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


PAPER_FIELDS = (
    "which", "pk", "commune_key", "commune_slug", "commune_kind", "commune_name", "campaign_name", "number", "symbol",
    "told_on", "status",
)  # fmt: skip


@dataclass
class Paper:
    """A paper that went upward: of which kind, whose, which number and day, and the files that can be fetched."""

    kind: str
    pk: int
    commune: int
    commune_slug: str
    commune_kind: str
    commune_name: str
    campaign: str
    number: int
    symbol: str
    sent_on: date
    status: str
    document: Document | None = None
    signed: SignedPaper | None = None

    @property
    def kind_words(self) -> str:
        """What kind of paper it is."""
        return KINDS[self.kind]

    @property
    def sender(self) -> str:
        """The commune as one names it."""
        return f"{Commune.Kind(self.commune_kind).label} {self.commune_name}"

    @property
    def number_words(self) -> str:
        """The number and the symbol."""
        return paper_number(self.number, self.symbol)

    @property
    def replaced(self) -> bool:
        """Whether a later report took its place."""
        return self.status == Summary.Status.SUPERSEDED

    @property
    def formats(self) -> list[tuple[str, str]]:
        """The files that can be fetched: format and its name in words, the signed one first."""
        made = [(each, FORMAT_NAMES[each]) for each in self.document.files] if self.document else []
        return [(SIGNED, "PDF ký số"), *made] if self.signed else made


def papers(*, kind: str = "", year: int | None = None, q: str = "", commune: int | None = None):
    """Return the papers that went upward as rows of PAPER_FIELDS, unordered; the filters narrow them."""
    parts = [
        _as_rows(summaries().filter(kind=review), each, "campaign__commune", "issued_on", year, q, commune)
        for review, each in SUMMARY_KINDS.items()
        if kind in ("", each)
    ]
    if kind in ("", PROPOSAL):
        parts.append(_as_rows(proposals(), PROPOSAL, "commune", "sent_on", year, q, commune))
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def named(words: str, place: str) -> Q:
    """Return what finds communes by words of their name, also with “xã”, “phường” or “đặc khu” before it.

    `place` leads to the commune. The slug stands for the name without its marks; where it differs, the name itself.
    """
    words = KIND_BEFORE.sub("", words.strip())
    slug = KIND_BEFORE.sub("", fold(words)).replace(" ", "-")
    return Q(**{f"{place}__slug__contains": slug}) | Q(**{f"{place}__name__icontains": words})


def _as_rows(rows, kind: str, place: str, day: str, year: int | None, q: str, commune: int | None):
    """Return papers of one kind as rows of PAPER_FIELDS; `place` and `day` say where commune and day stand."""
    wanted = {f"{day}__year": year, place: commune}
    rows = rows.filter(**{path: value for path, value in wanted.items() if value is not None})
    if q:
        rows = rows.filter(Q(campaign__folded__contains=fold(q)) | named(q, place))
    told = {
        "which": Value(kind, output_field=CharField()),
        "commune_key": F(place),
        "commune_slug": F(f"{place}__slug"),
        "commune_kind": F(f"{place}__kind"),
        "commune_name": F(f"{place}__name"),
        "campaign_name": F("campaign__name"),
        "told_on": F(day),
    }
    return rows.order_by().annotate(**told).values_list(*PAPER_FIELDS)


def with_files(rows: Iterable[tuple]) -> list[Paper]:
    """Return rows of `papers` with the files that can be fetched, in three queries whatever their number."""
    found = [Paper(*row) for row in rows]
    reports = [each.pk for each in found if each.kind != PROPOSAL]
    official = Document.objects.filter(summaries__in=reports, status=Document.Status.OFFICIAL)
    by_report = {each.subject_id: each for each in official.defer("content", "trace").select_related("commune")}
    by_proposal = _papers_of_proposals([each.pk for each in found if each.kind == PROPOSAL])
    for each in found:
        each.document = (by_proposal if each.kind == PROPOSAL else by_report).get(each.pk)
    documents = [each.document.pk for each in found if each.document]
    signed = SignedPaper.objects.filter(document__in=documents, replaced_at=None).select_related("commune")
    by_document = {each.document_id: each for each in signed}
    for each in found:
        each.signed = by_document.get(each.document.pk) if each.document else None
    return found


def _papers_of_proposals(keys: list[int]) -> dict[int, Document]:
    """Return the newest paper of each proposal that was made with its number, which is how it left."""
    rows = Document.objects.filter(
        kind=PROPOSAL_PAPER, subject_id__in=keys, status__in=Document.FINISHED, content__draft=False,
    ).defer("content", "trace")  # fmt: skip
    return {each.subject_id: each for each in rows.select_related("commune").order_by("requested_at", "pk")}


def paper(kind: str, pk: int) -> Paper | None:
    """Return one paper that went upward with its files; None where it did not."""
    if kind not in KINDS:
        return None
    rows = list(papers(kind=kind).filter(pk=pk)[:1])
    return with_files(rows)[0] if rows else None
