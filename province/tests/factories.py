"""Plain functions that make provinces and what their communes sent upward."""

from datetime import date

from django_scopes import scope

from awards.models import Proposal
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from communes.models import Commune
from communes.tests.factories import Cast, make_commune, make_user
from kit.vietnamese import fold
from province.access import Visitor
from province.models import Province, ProvinceCommune, ProvinceMember
from province.services import communes, members
from reports.models import Document, Summary
from reports.tests.cases import AT

SENT_ON = date(2026, 12, 5)


def make_province(slug: str = "thai-nguyen", name: str = "tỉnh Thái Nguyên") -> Province:
    """Make a province."""
    return members.create_province(slug=slug, name=name, at=AT)


def make_member(province: Province, role: str = "viewer", **facts) -> ProvinceMember:
    """Give a province somebody who can be signed in by force_login."""
    user = make_user(f"{province.slug}.{role}.{ProvinceMember.objects.count()}")
    told = {"full_name": "Phạm Thị Hồng", "position": "Chuyên viên", "starts_on": date(2025, 7, 1), **facts}
    return ProvinceMember.objects.create(province=province, user=user, role=role, **told)


def visitor_of(member: ProvinceMember) -> Visitor:
    """Return a member as a visitor."""
    return Visitor(member.province, member.user, member)


def take_in(province: Province, commune: Commune) -> ProvinceCommune:
    """Let a province look after a commune."""
    return communes.take_in(province, commune, by=Visitor.of_operator(province), at=AT)


def make_commune_of(province: Province, number: int) -> Cast:
    """Make another commune of a province with its cast."""
    commune = make_commune(f"xa-so-{number}", f"Xã Số {number}")
    take_in(province, commune)
    return Cast(commune)


def make_file(cast: Cast, kind: str, subject, **facts) -> Document:
    """Make a paper about a record, with a PDF that is not written."""
    given = {
        "commune": cast.commune, "kind": kind, "subject_id": subject.pk, "title": "Văn bản", "file_stem": "van-ban",
        "content": {"draft": False}, "status": "ready", "requested_name": "Lan", "requested_at": AT,
        "files": {"pdf": {"path": f"documents/{kind}-{subject.pk}.pdf", "size": 8, "sha256": "0" * 64}}, **facts,
    }  # fmt: skip
    return Document.objects.create(**given)


def make_summary(cast: Cast, campaign, *, status: str = "issued", kind: str = "final", **facts) -> Summary:
    """Put a summary of a campaign at a status; an issued one with its official paper."""
    out = status in ("issued", "superseded")
    given = {
        "campaign": campaign, "kind": kind, "status": status, "made_at": AT, "made_by": "Lan",
        **({"number": 7, "issued_on": SENT_ON, "figures": {}} if out else {}), **facts,
    }  # fmt: skip
    summary = Summary.objects.create(**given)
    if out:
        told = {"official": True, "status": "official", "number": 7, "symbol": "BC-UBND", "issued_on": SENT_ON}
        summary.document = make_file(cast, "summary-report" if kind == "final" else "interim-report", summary, **told)
        summary.save()
    return summary


def make_proposal(cast: Cast, campaign, *, status: str = "sent", authority: str = "province", **facts) -> Proposal:
    """Put a proposal at a status."""
    away = status in ("sent", "answered")
    given = {
        "commune": cast.commune, "campaign": campaign, "authority": authority, "to_body": "Chủ tịch UBND tỉnh",
        "title": "Về việc đề nghị khen thưởng", "status": status, "drafted_at": AT, "drafted_by": "Lan",
        **({"number": 45, "sent_on": SENT_ON} if away else {}), **facts,
    }  # fmt: skip
    return Proposal.objects.create(**given)


def make_year(cast: Cast) -> dict:
    """Let a commune work a year: one of everything that went upward, and one of everything that did not."""
    with scope(commune=cast.commune):
        campaign = make_award_campaign(cast, status="closed")
        draft = make_award_campaign(cast, key="du-thao", status="draft")
        type(draft).objects.filter(pk=draft.pk).update(name="Phong trào KÍN", folded=fold("Phong trào KÍN"))
        rows = [
            make_nomination(campaign, unit=cast.unit("economy"), status="awarded"),
            make_nomination(campaign, unit=cast.unit("economy"), status="awarded", subject="individual"),
        ]
        hidden = make_nomination(campaign, unit=cast.unit("service"), status="awarded")
        proposal = make_proposal(cast, campaign)
        return {
            "campaign": campaign,
            "summary": make_summary(cast, campaign),
            "interim": make_summary(cast, campaign, kind="interim"),
            "draft_summary": make_summary(cast, campaign, status="approved", signed_by="Người KÍN"),
            "proposal": proposal,
            "proposal_paper": make_file(cast, "proposal-submission", proposal, confidential=True),
            "draft_proposal": make_proposal(cast, campaign, status="draft", title="Tờ trình KÍN"),
            "district_proposal": make_proposal(cast, campaign, authority="district", number=44),
            "published": make_decision(campaign, rows, status="published"),
            "issued": make_decision(campaign, [hidden], status="issued", number=6, title="Quyết định KÍN"),
        }
