"""Bộ hồ sơ of a nomination, a council session, a decision and a campaign: which papers and files belong in."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import partial

from django.utils import timezone

from awards.models import (
    AgendaItem,
    Ballot,
    Certificate,
    Decision,
    DecisionLine,
    Minutes,
    Nomination,
    Session,
    UnitReview,
)
from campaigns.models import Campaign, Evidence, Inspection, Obligation
from communes.access import Can
from kit.vietnamese import small_count, vn_date
from reports.documents.bundle_parts import Bundle, Gathering
from reports.documents.certificates import LIVE
from reports.documents.common import OF_THE_COMMITTEE
from reports.documents.count_minutes import name_of
from reports.documents.kinds import Kind
from reports.documents.target_sheet import ASKING
from reports.models import Document

Papers = Mapping[str, Kind]
ASKED = ASKING.capitalize()
SCAN, PROOF = "Bản chụp văn bản đã ký", "Minh chứng"
# The order in which the commune lists its units.
OF_UNITS = ("unit__kind_order", "unit__position", "unit__name")
NAMED = 2
DECISIONS = {
    Decision.Kind.AWARD: "Quyết định khen thưởng",
    Decision.Kind.CORRECTION: "Quyết định đính chính",
    Decision.Kind.REVOCATION: "Quyết định thu hồi",
}
HANDED_IN = ("submitted", "received", "accepted")


def of_nomination(papers: Papers, nomination: Nomination) -> Bundle:
    """Gather a dossier as the office keeps it: what the unit handed in, and the appraisal."""
    found = Gathering(papers)
    _handed_in(found, "Hồ sơ của đơn vị", nomination)
    found.add("Thẩm định", "appraisal-note", nomination)
    return found.bound(f"Bộ hồ sơ đề nghị khen thưởng: {nomination}")


def of_own_nomination(papers: Papers, nomination: Nomination) -> Bundle:
    """Gather a dossier as the unit itself keeps it."""
    found = Gathering(papers)
    _handed_in(found, "Hồ sơ của đơn vị", nomination)
    return found.bound(f"Bộ hồ sơ của đơn vị: {nomination}")


def _handed_in(found: Gathering, group: str, nomination: Nomination, *, about: str = "") -> None:
    """Add a unit's papers of a dossier and its files, those that are parts of the dossier first."""
    found.add(group, "nomination-submission", nomination, about=about)
    reviews = UnitReview.objects.filter(votes__nomination=nomination).exclude(concluded_at=None)
    for review in reviews.select_related("unit").order_by("held_at", "pk"):
        held_on = vn_date(timezone.localdate(review.held_at))
        whom = _reviewed(review) if about else ""
        whom = f" ({whom})" if whom else ""
        found.add(group, "review-minutes", review, about=f"{review.unit}, ngày {held_on}{whom}")
    found.add(group, "achievement-report", nomination, about=about)
    titles = {part.key: part.title for part in nomination.parts}

    def label(file) -> str:
        said = titles.get(file.part_key) or (SCAN if file.is_scan else PROOF)
        return f"{said} của {about}" if about else said

    files = nomination.files.present().order_by("pk")
    found.attach(group, sorted(files, key=lambda file: file.part_key not in titles), label)


def _reviewed(review: UnitReview) -> str:
    """Name whom besides the unit itself a review was about, so that two of one unit on one day are told apart."""
    votes = review.votes.exclude(nomination__collective=review.unit_id).order_by("pk")
    votes = votes.select_related("nomination__person", "nomination__collective")
    names = [vote.nomination.nominee for vote in votes]
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} và {small_count(len(names) - NAMED)} trường hợp khác"


def of_session(papers: Papers, session: Session) -> Bundle:
    """Gather a session of the council: notice and agenda, the dossiers' notes, counts, signed minutes, scans."""
    found = Gathering(papers)
    found.add("Giấy mời, chương trình", "council-notice", session)
    for item in session.agenda.select_related("nomination__collective", "nomination__person").order_by("position"):
        found.add("Hồ sơ xét khen thưởng", "appraisal-note", item.nomination, about=item.nomination.nominee)
    _counts(found, session.ballots.all())
    _minutes(found, session.minutes.all())
    found.attach("Tệp kèm theo", session.files.present().order_by("pk"), _kind_of_file)
    return found.bound(f"Bộ hồ sơ phiên họp: {session.title}")


def _counts(found: Gathering, ballots, *, dated: bool = False) -> None:
    """Add what was taken down of the votes that were confirmed, called as it is titled; `dated` where several sessions
    meet."""
    for ballot in ballots.filter(status__in=["confirmed", "announced"]).order_by("session_id", "number"):
        held_on = f", phiên ngày {vn_date(timezone.localdate(ballot.opened_at))}" if dated and ballot.opened_at else ""
        about = f"lượt {ballot.number}{held_on}"
        found.add("Kết quả biểu quyết", "count-minutes", ballot, about=about, name=name_of(ballot))


def _minutes(found: Gathering, rows) -> None:
    """Add the minutes that both have signed; a draft is for the secretary and the chair alone."""
    for minutes in rows.exclude(chair_signed_at=None).order_by("session__planned_at", "session_id", "number"):
        about = "" if minutes.number == 1 else f"đính chính lần {minutes.number - 1}"
        found.add("Biên bản họp Hội đồng", "council-minutes", minutes, about=about)


def _kind_of_file(file) -> str:
    """Say what an uploaded file is."""
    return SCAN if file.is_scan else "Tệp kèm theo"


def of_decision(papers: Papers, decision: Decision) -> Bundle:
    """Gather a decision: itself with its list, what it rests on, what follows from it, and the units' dossiers."""
    found = Gathering(papers)
    found.add("Quyết định", "award-decision", decision, name=DECISIONS[Decision.Kind(decision.kind)])
    found.attach("Quyết định", decision.files.present().order_by("pk"), _kind_of_file)
    found.add("Tờ trình", "chair-submission", decision)
    lines = list(decision.lines.select_related("nomination__collective", "nomination__person").order_by("position"))
    nominations = [line.nomination for line in lines]
    recommending = AgendaItem.objects.filter(nomination__in=nominations).recommending()
    _minutes(found, Minutes.objects.filter(session__in=recommending.values("session")))
    _counts(found, Ballot.objects.filter(session__in=recommending.values("session")), dated=True)
    found.add("Tiền thưởng", "prize-receipts", decision)
    cited = f"Giấy khen kèm theo {decision}" if decision.number else ""
    found.add("Giấy khen", "certificates", decision, name=cited)
    for line, reason in left_out(lines):
        found.lack("Giấy khen", f"{line.get_award_display()} – {line.nominee_name}", reason)
    if decision.kind == Decision.Kind.AWARD:
        for nomination in nominations:
            _handed_in(found, "Hồ sơ đề nghị", nomination, about=nomination.nominee)
            found.add("Hồ sơ đề nghị", "appraisal-note", nomination, about=nomination.nominee)
    return found.bound(f"Bộ hồ sơ: {decision if decision.number else decision.title}")


def left_out(lines: Sequence[DecisionLine]) -> Iterator[tuple[DecisionLine, str]]:
    """Yield the lines whose certificate a later decision took back or gave anew as put right, and by which (L-09)."""
    given = [line for line in lines if line.about_id is None]
    live = set(Certificate.objects.filter(line__in=given, status__in=LIVE).values_list("line_id", flat=True))
    later = _later(given)
    for line in given:
        newest = {decision.kind: decision for decision in later[line.pk]}
        if revoking := newest.get(Decision.Kind.REVOCATION):
            yield line, f"đã thu hồi theo {revoking} ngày {vn_date(revoking.issued_on)}"
        elif line.pk not in live and (correcting := newest.get(Decision.Kind.CORRECTION)):
            dated = f"{correcting} ngày {vn_date(correcting.issued_on)}"
            yield line, f"đã đính chính theo {dated}; giấy khen in theo quyết định đó"


def _later(given: Sequence[DecisionLine]) -> dict[int, list[Decision]]:
    """Return the issued decisions about what each line gave, however many stand between, the newest last."""
    origin = {line.pk: line.pk for line in given}
    found, fresh = [], list(origin)
    while fresh:
        changing = DecisionLine.objects.filter(about__in=fresh).select_related("decision").order_by("pk")
        fresh = []
        for line in changing:
            origin[line.pk] = origin[line.about_id]
            found.append(line)
            fresh.append(line.pk)
    later: dict[int, list[Decision]] = {line.pk: [] for line in given}
    issued = [line for line in found if line.decision.status in Decision.OUT]
    for line in sorted(issued, key=lambda each: (each.decision.issued_on, each.pk)):
        later[origin[line.pk]].append(line.decision)
    return later


def of_campaign(papers: Papers, campaign: Campaign) -> Bundle:
    """Gather a campaign: every issued plan, the letters about it, what each unit was charged with, the units' plans and
    reports with their files, inspections, summaries, published decisions."""
    found = Gathering(papers)
    _plans(found, campaign)
    letters = campaign.letters.filter(status="issued").select_related("document")
    for letter in letters.order_by("document__issued_on", "document__number", "pk"):
        found.add("Công văn, giấy mời, thông báo", letter.of_kind, letter, about=f"số {letter.document.number_words}")
    for taking_part in campaign.participations.select_related("unit").order_by(*OF_UNITS, "pk"):
        name = ASKED if taking_part.unit.kind not in OF_THE_COMMITTEE else ""
        found.add("Giao chỉ tiêu", "target-sheet", taking_part, about=str(taking_part.unit), name=name)
    for plan in campaign.unit_plans.filter(status="adopted").select_related("unit").order_by(*OF_UNITS, "pk"):
        found.add("Kế hoạch của đơn vị", "unit-plan", plan, about=str(plan.unit))
        _evidence(found, "Kế hoạch của đơn vị", plan)
    reports = campaign.obligations.filter(status__in=HANDED_IN).select_related("unit", "deadline")
    for report in reports.order_by(*OF_UNITS, "deadline__late_from", "pk"):
        found.add("Báo cáo của đơn vị", "unit-report", report, about=f"{report.unit}: {report.deadline}")
        _evidence(found, "Báo cáo của đơn vị", report)
    inspections = campaign.inspections.filter(status=Inspection.Status.CONCLUDED).select_related("unit")
    for inspection in inspections.order_by("inspected_on", "pk"):
        found.add("Kiểm tra", "inspection-minutes", inspection, about=str(inspection.unit))
        _evidence(found, "Kiểm tra", inspection)
    for summary in campaign.summaries.filter(status__in=["issued", "superseded"]).order_by("issued_on", "pk"):
        replaced = "đã được thay thế" if summary.status == "superseded" else ""
        for key in ("interim-report", "summary-report"):
            found.add("Sơ kết, tổng kết", key, summary, about=replaced)
    for decision in campaign.decisions.exclude(published_at=None).order_by("issued_on", "pk"):
        name = DECISIONS[Decision.Kind(decision.kind)]
        found.add(name, "award-decision", decision, about=f"số {decision.number_words}", name=name)
    return found.bound(f"Bộ hồ sơ phong trào: {campaign.name}")


def _plans(found: Gathering, campaign: Campaign) -> None:
    """Add the plan as it was issued each time, and the paper that amended it."""
    kind = found.papers["campaign-plan"]
    for version in campaign.versions.exclude(issued_at=None).order_by("number"):
        as_issued = copy(campaign)
        as_issued.version_in_force = version
        about = "" if version.number == 1 else f"sửa đổi lần {version.number - 1}"
        found.build("Kế hoạch", kind, as_issued, about=about)
        found.add("Kế hoạch", "plan-amendment", version, about=f"lần {version.number - 1}")


def _evidence(found: Gathering, group: str, owner: Obligation | Inspection) -> None:
    """Add the files of a report, a unit's plan or an inspection."""
    rows: list[Evidence] = owner.evidence.present().order_by("pk")
    found.attach(group, rows, lambda file: f"{SCAN if file.is_scan else PROOF} của {owner.unit}")


def _nominations():
    """Return the dossiers with what their papers read."""
    return Nomination.objects.select_related(
        "campaign__commune", "commune", "unit__commune", "person__unit", "collective", "round", "plan_version"
    )


def kinds(papers: Papers) -> list[Kind]:
    """Return the kinds of bundle, which look up the papers they hold in `papers`."""
    return [
        Kind(
            key="nomination-bundle",
            title="Bộ hồ sơ đề nghị khen thưởng",
            can=Can.SEE_UNANNOUNCED,
            model=Nomination,
            records=_nominations,
            build=partial(of_nomination, papers),
            campaign_of=lambda nomination: nomination.campaign,
            form=Document.Form.BUNDLE,
            confidential=True,
        ),
        Kind(
            key="nomination-own-bundle",
            title="Bộ hồ sơ đề nghị của đơn vị",
            can=Can.NOMINATE,
            model=Nomination,
            records=_nominations,
            build=partial(of_own_nomination, papers),
            campaign_of=lambda nomination: nomination.campaign,
            unit_of=lambda nomination: nomination.unit,
            form=Document.Form.BUNDLE,
            confidential=True,
        ),
        Kind(
            key="session-bundle",
            title="Bộ hồ sơ phiên họp Hội đồng",
            can=Can.SEE_SESSIONS,
            model=Session,
            records=lambda: Session.objects.select_related("council__commune").exclude(status="draft"),
            build=partial(of_session, papers),
            campaign_of=lambda session: None,
            form=Document.Form.BUNDLE,
            confidential=True,
        ),
        Kind(
            key="decision-bundle",
            title="Bộ hồ sơ quyết định khen thưởng",
            can=Can.SEE_UNANNOUNCED,
            model=Decision,
            records=lambda: Decision.objects.select_related("campaign__commune", "commune", "amends"),
            build=partial(of_decision, papers),
            campaign_of=lambda decision: decision.campaign,
            form=Document.Form.BUNDLE,
            confidential=True,
        ),
        Kind(
            key="campaign-bundle",
            title="Bộ hồ sơ phong trào",
            can=Can.SEE_ALL_UNITS,
            model=Campaign,
            records=lambda: Campaign.objects.select_related("commune").exclude(issued_on=None),
            build=partial(of_campaign, papers),
            campaign_of=lambda campaign: campaign,
            form=Document.Form.BUNDLE,
        ),
    ]
