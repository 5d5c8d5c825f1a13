"""A commune whose public pages have something to show, with secrets in every record around it."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from awards.models import Decision, Nomination, Posting
from awards.services import postings
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from campaigns.models import Adoption, Campaign, Exemplar, PlanRemark
from campaigns.services import exemplar_pictures
from campaigns.tests.factories import make_upload
from communes.access import Actor
from communes.models import Commune, Person, PublicPage
from communes.tests.factories import Cast, make_person
from reports.models import Document

# Each stands in some record beside those that are told, and must stand on no public page.
SECRETS = {
    "birth year": "1987",
    "gender": "Nữ",
    "identity number": "034187001234",
    "telephone": "0912345678",
    "address": "Số nhà 12, ngõ 5",
    "money": "760.000",
    "note of the office": "Ghi chú riêng của cơ quan",
    "settlement": "Kết luận xác minh nội bộ",
    "dossier": "Tóm tắt trong hồ sơ",
    "result of an adoption": "Kết quả nội bộ của đơn vị",
    "consent": "Bà Én ký phiếu đồng ý",
    "unissued plan": "Phong trào còn soạn",
    "issued and not published": "Người Chưa Công Bố",
    "draft decision": "Người Trong Dự Thảo",
    "unannounced revocation": "Khai man thành tích",
    "registered exemplar": "Điển hình chưa tuyên truyền",
    "exemplar without consent": "Điển hình chưa đồng ý",
    "nominee not posted": "Người Chưa Niêm Yết",
    "closed posting": "Người Đã Hạ Bảng",
    "citizen": "Lê Văn Phản Ánh",
    "remark": "Người này khai chưa đúng",
}


@dataclass
class Shown:
    """What the public may read, by the pages on which it stands."""

    commune: Commune
    campaign: Campaign
    decision: Decision
    exemplar: Exemplar
    picture: object
    posting: Posting
    nominee: Nomination

    def urls(self) -> dict[str, list[str]]:
        """Return every public address by the key of its page."""
        slug = self.commune.slug

        def at(name, *args):
            return reverse(f"public:{name}", args=[slug, *args])

        return {
            "ke-hoach": [at("plans"), at("plan", self.campaign.pk), at("plan-pdf", self.campaign.pk)],
            "khen-thuong": [at("awards"), at("award", self.decision.pk)],
            "dien-hinh": [at("exemplars"), at("exemplar", self.exemplar.pk), at("picture", self.picture.pk)],
            "danh-sach": [at("postings"), at("posting", self.posting.pk), at("remarked")],
        }


def open_pages(commune: Commune, at, *keys: str, **facts) -> None:
    """Open public pages of a commune, all of them where none is named."""
    for key in keys or PublicPage.Key.values:
        given = {"is_open": True, "changed_at": at, "changed_by": "Nguyễn Thị Hạnh", **facts}
        PublicPage.objects.update_or_create(commune=commune, key=key, defaults=given)


def make_shown(cast: Cast, now) -> Shown:
    """Put one record of each kind that the public may read into a commune, and the secrets around them."""
    commune, by, today = cast.commune, Actor.of_product(cast.commune), now.date()
    campaign = make_award_campaign(cast)
    make_award_campaign(cast, key="con-soan", status="draft")
    Campaign.objects.filter(key="con-soan").update(name=SECRETS["unissued plan"])
    PlanRemark.objects.create(campaign=campaign, code="lost_word", message=SECRETS["note of the office"])
    _pdf(campaign, now)
    unit, person = cast.unit("economy"), cast.actor("member").person
    Person.objects.filter(pk=person.pk).update(birth_year=1987, gender="female")

    awarded = make_nomination(campaign, unit=unit, subject="individual", status="awarded", person=person)
    Nomination.objects.filter(pk=awarded.pk).update(summary=SECRETS["dossier"])
    decision = make_decision(campaign, [awarded], status="published")
    decision.lines.update(birth_year=1987, gender="Nữ", prize_words=SECRETS["money"])
    _hidden_decisions(cast, campaign, decision)

    exemplar = _exemplars(cast, campaign, person, now)
    picture = exemplar_pictures.add(
        exemplar, make_upload("anh.png"), caption="Bàn tiếp dân ngày thứ Năm", by=by, at=now
    )
    nominee = make_nomination(campaign, unit=cast.unit("service"), status="eligible", summary=SECRETS["dossier"])
    facts = {"commune": commune, "campaign": campaign, "place": "Bảng tin xã", "posted_by": "Nguyễn Thị Hạnh"}
    posting = Posting.objects.create(**facts, starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=2))
    posting.nominations.set([nominee])
    remark = postings.add_remark(
        posting, nominee, sender=SECRETS["citizen"], text=SECRETS["remark"], received_on=today, by=by, at=now
    )
    type(remark).objects.filter(pk=remark.pk).update(
        contact=SECRETS["telephone"], settlement=SECRETS["settlement"], settled_at=now, settled_by="Hạnh"
    )
    _hidden_nominees(cast, campaign, facts, today)
    return Shown(commune, campaign, decision, exemplar, picture, posting, nominee)


def _pdf(campaign: Campaign, now) -> None:
    """Put the PDF of the issued plan among the papers, and that of an earlier draft."""
    for name, draft in (("ban-du-thao", True), ("ban-hanh", False)):
        path = Path(settings.MEDIA_ROOT) / f"{name}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"%PDF-1.7 {name}".encode())
        Document.objects.create(
            commune=campaign.commune, campaign=campaign, kind="campaign-plan", subject_id=campaign.pk, title="Kế hoạch",
            file_stem="ke-hoach", content={"draft": draft}, status="ready", requested_name="Hạnh",
            requested_at=now, files={"pdf": {"path": path.name, "size": 9, "sha256": ""}},
        )  # fmt: skip


def _hidden_decisions(cast: Cast, campaign: Campaign, published: Decision) -> None:
    """Add decisions that nobody was told of: issued, in draft, and one that takes the published award back."""
    for status, number, name in (("issued", 6, "issued and not published"), ("draft", 7, "draft decision")):
        person = make_person(cast.commune, SECRETS[name], unit=cast.unit("economy"))
        nomination = make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", status="awarded", person=person
        )
        make_decision(campaign, [nomination], status=status, number=number)
    reason = SECRETS["unannounced revocation"]
    taken_back = make_decision(
        campaign, status="issued", number=8, kind="revocation", amends=published, reason=reason, title=reason
    )
    line = published.lines.get()
    taken_back.lines.create(
        position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
        nominee_name=line.nominee_name, nominee_place=line.nominee_place, citation=reason,
    )  # fmt: skip
    published.lines.update(standing="revoked")
    Decision.objects.filter(pk=published.pk).update(status="revoked")


def _exemplars(cast: Cast, campaign: Campaign, person: Person, now) -> Exemplar:
    """Add exemplars: one told with consent, one told without, one only registered."""
    published = {"status": "published", "published_on": now.date(), "published_where": "Đài truyền thanh xã"}
    consent = {"consented_on": now.date(), "consented_by": SECRETS["consent"]}
    facts = {"campaign": campaign, "unit": cast.unit("economy"), "found_at": now, "kind": "good_practice",
             "story": "Người dân nhận kết quả trong buổi sáng."}  # fmt: skip
    Exemplar.objects.create(**facts, **published, title=SECRETS["exemplar without consent"])
    Exemplar.objects.create(**facts, **consent, status="registered", title=SECRETS["registered exemplar"])
    told = Exemplar.objects.create(**facts, **published, **consent, title="Ngày thứ Năm không chờ", person=person)
    Adoption.objects.create(
        exemplar=told, unit=cast.unit("service"), started_on=now.date(), recorded_at=now, recorded_by="Hạnh",
        result=SECRETS["result of an adoption"], result_on=now.date(),
    )  # fmt: skip
    return told


def _hidden_nominees(cast: Cast, campaign: Campaign, facts: dict, today: date) -> None:
    """Add a nominee who hangs nowhere, and one on a list whose time is over."""
    made = {}
    for name in ("nominee not posted", "closed posting"):
        person = make_person(cast.commune, SECRETS[name], unit=cast.unit("economy"))
        made[name] = make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", status="eligible", person=person
        )
    over = Posting.objects.create(**facts, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=4))
    over.nominations.set([made["closed posting"]])
