"""Plain functions that put awards into the database for tests, at any status and without the services' guards."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from zoneinfo import ZoneInfo

from django.apps import apps

from awards.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotItem,
    Council,
    Decision,
    DecisionLine,
    Nomination,
    Seat,
    Session,
    Voter,
)
from awards.rules.kinds import AwardBasis
from campaigns.models import Campaign
from campaigns.planfile import words as w
from campaigns.planfile.schema import DossierPart, Node, PlanDeadline, PlanDocument, Quota, Round, Scale, Standard
from campaigns.tests.factories import make_campaign, plan_document
from communes.tests.factories import Cast, make_person
from communes.tests.remembering import remembered
from kit.vietnamese import fold

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
SUBMITTED_AT = datetime(2026, 5, 12, 10, 0, tzinfo=HERE)
RECEIVED_ON = SUBMITTED_AT.date()
SESSION_AT = datetime(2026, 5, 14, 8, 0, tzinfo=HERE)
ISSUED_ON = date(2026, 5, 14)
PARTS = (
    DossierPart(key="to-trinh", title="Tờ trình khen thưởng của đơn vị", made_here=True, clause="V.3"),
    DossierPart(key="bien-ban", title="Biên bản họp của đơn vị", made_here=True, clause="V.3"),
    DossierPart(key="bao-cao-thanh-tich", title="Báo cáo thành tích", made_here=True, clause="V.3"),
)
RATINGS = Scale(
    key="hoan-thanh-nhiem-vu",
    name="Mức hoàn thành nhiệm vụ",
    levels=("Không hoàn thành", "Hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc"),
)
# Who of the cast sits in the small council as what.
COUNCIL = {
    "chair": Seat.Role.CHAIR,
    "vice": Seat.Role.VICE_CHAIR,
    "secretary": Seat.Role.SECRETARY,
    "councillor": Seat.Role.MEMBER,
}


def load_law() -> None:
    """Put the numbers of the law and the voting rules that the product ships into the database, where they lack."""
    remembered("law", _load_law)


def _load_law() -> None:
    """Read them from the migrations that ship them."""
    law = import_module("campaigns.migrations.0002_legal_values")
    voting = import_module("awards.migrations.0002_voting_rules")
    if apps.get_model("campaigns", "LegalValue").objects.filter(commune=None).count() < len(law.VALUES):
        law.add(apps, None)
    if apps.get_model("awards", "VotingRule").objects.filter(commune=None).count() < len(voting.RULES):
        voting.add(apps, None)


def standards() -> tuple[Standard, ...]:
    """Return two small standards: a collective needs all of three, a person a rating and any one of two."""
    rating = Node(
        key="xuat-sac",
        text="Hoàn thành xuất sắc nhiệm vụ",
        leaf=w.LeafKind.RATING,
        scale="hoan-thanh-nhiem-vu",
        grade="Hoàn thành xuất sắc",
        period="trong năm",
        clause="V.1.a",
    )
    collective = Node(
        key="tap-the", op=w.NodeOp.ALL, text="Đạt các tiêu chuẩn", clause="V.1.a",
        children=(
            rating,
            Node(key="ky-luat", text="Không ai bị kỷ luật", leaf=w.LeafKind.DISCIPLINE,
                 comparator=w.Comparator.AT_MOST, value=Decimal(0), period="trong năm", clause="V.1.a"),
            Node(key="tieu-bieu", text="Thành tích tiêu biểu", leaf=w.LeafKind.JUDGEMENT, clause="V.1.a"),
        ),
    )  # fmt: skip
    individual = Node(
        key="ca-nhan", op=w.NodeOp.PRECONDITION_AND_ANY, text="Đủ điều kiện và đạt một trong", clause="V.1.b",
        preconditions=(rating,),
        children=(
            Node(key="sang-kien", text="Có sáng kiến được công nhận", leaf=w.LeafKind.COUNT, of="sáng kiến",
                 value=Decimal(1), period="trong năm", clause="V.1.b"),
            Node(key="noi-bat", text="Thành tích nổi bật", leaf=w.LeafKind.JUDGEMENT, clause="V.1.b"),
        ),
    )  # fmt: skip
    return (
        Standard(subject=w.Subject.COLLECTIVE, clause="V.1.a", rule=collective),
        Standard(subject=w.Subject.INDIVIDUAL, clause="V.1.b", rule=individual),
    )


def award_plan(*, quota: int = 1, parts: tuple[DossierPart, ...] = PARTS, **changes) -> PlanDocument:
    """Return the small plan with one final round: Giấy khen for `quota` collectives and as many persons."""
    plan = plan_document(**changes)
    quotas = tuple(
        Quota(key=key, form=w.AwardForm.GIAY_KHEN, authority=w.Authority.COMMUNE, shape=w.QuotaShape.FIXED,
              subject=subject, count=quota, words=f"{quota:02d} {subject.label.lower()}", clause="V.2")
        for key, subject in (("tap-the", w.Subject.COLLECTIVE), ("ca-nhan", w.Subject.INDIVIDUAL))
    )  # fmt: skip
    final = Round(key="cuoi-nam", kind=w.RoundKind.FINAL, title="Khen thưởng cuối năm", clause="V",
                  standards=standards(), quotas=quotas)  # fmt: skip
    dossier_due = PlanDeadline(
        key="ho-so", paper=w.Paper.DOSSIER, title="Hồ sơ đề nghị khen thưởng", kind=w.DeadlineKind.ON_DATE,
        on=date(2026, 5, 31), inclusive=True, words="chậm nhất ngày 31/5/2026", clause="V.4",
    )  # fmt: skip
    everybody = replace(plan.audience[0], subject=w.Subject.INDIVIDUAL, text="Cá nhân thuộc các đơn vị.")
    return replace(
        plan,
        audience=(*plan.audience, everybody),
        rounds=(final,),
        dossier=parts,
        scales=(*plan.scales, RATINGS),
        deadlines=(*plan.deadlines, dossier_due),
    )


def make_award_campaign(cast: Cast, *, key: str = "khen-thuong-2026", status: str = "issued", **facts) -> Campaign:
    """Make a small issued campaign with an award round, quotas 1 + 1, standards and a dossier list."""
    return make_campaign(cast, document=award_plan(key=key, **facts), status=status)


def make_nomination(
    campaign: Campaign, *, unit, subject: str = "collective", status: str = "draft", person=None, **facts
) -> Nomination:
    """Put a nomination of a unit (or of one of its people) at a status; a complete one unless facts say otherwise."""
    if subject != "collective" and person is None:
        number = Nomination.objects.count() + 1
        person = make_person(campaign.commune, f"Nguyễn Văn Số {number}", unit=unit, position="Chuyên viên")
    given = {
        "commune": campaign.commune,
        "campaign": campaign,
        "round": campaign.rounds.first(),
        "unit": unit,
        "subject": subject,
        "collective": unit if subject == "collective" else None,
        "person": person,
        "award": "giay_khen",
        "authority": "commune",
        "quota_key": {"collective": "tap-the", "individual": "ca-nhan"}.get(subject, ""),
        "status": status,
        "summary": "Dẫn đầu về giải quyết hồ sơ đúng hạn.",
        "citation": "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2026",
        "report": {},
        "created_at": SUBMITTED_AT,
        "created_by": "Phạm Văn Dũng",
    }
    if status != "draft":
        given |= {
            "submitted_at": SUBMITTED_AT, "submitted_by": "Phạm Văn Dũng", "received_on": RECEIVED_ON,
            "plan_version": campaign.version_in_force,
        }  # fmt: skip
    if status == "returned":
        given |= {"return_reason": "Thiếu số liệu."}
    if facts.get("basis") == AwardBasis.AD_HOC:
        given |= {"round": None, "deed": "Cứu người bị nạn.", "deed_on": RECEIVED_ON, "quota_key": ""}
    return Nomination.objects.create(**(given | facts))


def make_council(cast: Cast, *, members=COUNCIL) -> Council:
    """Make the council: chair, vice-chair, secretary and one member of the cast, all voting, from 1/1/2026."""
    council = Council.objects.create(
        commune=cast.commune,
        name="Hội đồng Thi đua - Khen thưởng xã Đồng Tâm",
        decision_number="12/QĐ-UBND",
        decision_on=date(2026, 1, 5),
        standing_agency=cast.unit("culture"),
        valid_from=date(2026, 1, 5),
    )
    for part, role in members.items():
        Seat.objects.create(council=council, person=cast.actor(part).person, role=role, valid_from=date(2026, 1, 5))
    return council


RULE = {
    "quorum": "2/3", "threshold": "1/2", "strict": True, "denominator": "total", "method": "either",
    "head_votes_on_unit": True, "written_counts": True, "source": "Quy chế làm việc", "confirmed": False,
}  # fmt: skip


def make_session(council: Council, nominations=(), *, status: str = "draft", present: bool = True, **facts) -> Session:
    """Put a session with an agenda at a status; beyond draft with its roster, everybody present unless told."""
    beyond = status not in ("draft", "cancelled")
    session = Session.objects.create(
        **{
            "council": council,
            "title": "Xét khen thưởng phong trào thi đua năm 2026",
            "planned_at": SESSION_AT,
            "place": "Phòng họp UBND xã",
            "status": status,
            "rules": {"quorum_needed": 3, "by_award": {"giay_khen": RULE}} if beyond else {},
            "convened_at": SUBMITTED_AT if beyond else None,
            "opened_at": SESSION_AT if beyond and status != "convened" else None,
            "created_at": SUBMITTED_AT,
            "created_by": "Lý Văn Ước",
            **facts,
        }
    )
    if beyond:
        for seat in council.seats.select_related("person"):
            Attendance.objects.create(
                session=session, seat=seat, person=seat.person, role=seat.role, position=seat.person.position,
                votes=seat.votes, state="present" if present else "expected",
            )  # fmt: skip
    for position, nomination in enumerate(nominations, 1):
        AgendaItem.objects.create(session=session, nomination=nomination, position=position)
    return session


def make_ballot(session: Session, *, method: str = "secret", status: str = "prepared", **facts) -> Ballot:
    """Put a ballot on every open item of a session at a status; beyond prepared with its voters and empty box."""
    opened = status not in ("prepared", "voided")
    ballot = Ballot.objects.create(
        session=session,
        number=session.ballots.count() + 1,
        method=method,
        status=status,
        opened_at=SESSION_AT if opened else None,
        closed_at=SESSION_AT if status in ("closed", "confirmed", "announced") else None,
        **facts,
    )
    for item in session.agenda.filter(result=""):
        row = BallotItem.objects.create(ballot=ballot, item=item, rule=RULE)
        if opened and method == "secret":
            for choice in ("for", "against", "blank"):
                row.box.create(choice=choice)
    if opened:
        for each in session.presence.filter(state="present", votes=True):
            Voter.objects.create(ballot=ballot, person=each.person)
    return ballot


def adopt(session: Session, *, signed: bool = True) -> Session:
    """Let a session end with every item recommended by a confirmed ballot, its minutes signed unless told."""
    ballot = make_ballot(session, method="hands", status="confirmed", confirmed_at=SESSION_AT, confirmed_by="Chủ trì")
    ballot.items.update(
        adopted=True, base=4, needed=3, votes_for=4, votes_against=0, votes_blank=0, votes_invalid=0,
        words="4/4 phiếu (100%), cần 3/4",
    )  # fmt: skip
    Nomination.objects.filter(agenda_items__session=session).update(status="recommended")
    session.agenda.update(result="recommended")
    if signed:
        Session.objects.filter(pk=session.pk).update(status="minutes_signed", ended_at=SESSION_AT)
        session.minutes.create(conclusion="Nhất trí đề nghị khen thưởng.", chair_signed_at=SESSION_AT,
                               secretary_signed_at=SESSION_AT)  # fmt: skip
    session.refresh_from_db()
    return session


def make_decision(campaign: Campaign, nominations=(), *, status: str = "draft", number: int = 5, **facts) -> Decision:
    """Put a decision with one line for each nomination at a status."""
    out = status in Decision.OUT
    decision = Decision.objects.create(
        **{
            "commune": campaign.commune,
            "campaign": campaign,
            "title": "Về việc tặng Giấy khen",
            "grounds": ["Luật Thi đua, khen thưởng"],
            "merit": "đã có thành tích xuất sắc",
            "status": status,
            "drafted_on": ISSUED_ON,
            "drafted_by": "Nguyễn Thị Hạnh",
            "number": number if out else None,
            "issued_on": ISSUED_ON if out else None,
            "issued_at": SESSION_AT if out else None,
            "signed_at": SESSION_AT if out else None,
            "signer_name": "Đặng Hữu Phúc" if out else "",
            "signer_title": "Chủ tịch" if out else "",
            "published_at": SESSION_AT if out and status != "issued" else None,
            **facts,
        }
    )
    for position, each in enumerate(nominations, 1):
        DecisionLine.objects.create(
            decision=decision, position=position, nomination=each, award=each.award, subject=each.subject,
            nominee_name=each.nominee, nominee_place=each.nominee_place, citation=each.citation, prize=760_000,
            folded=fold(each.nominee),
        )  # fmt: skip
    return decision
