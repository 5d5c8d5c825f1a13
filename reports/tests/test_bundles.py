"""What belongs in the bundle of a nomination, a session, a decision and a campaign, and who may have it made."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.models import AwardFile, Session
from awards.services import files, minutes
from awards.tests.factories import (
    SUBMITTED_AT,
    adopt,
    make_award_campaign,
    make_ballot,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from campaigns.models import Evidence, Inspection, PlanVersion
from campaigns.services import evidence
from campaigns.tests.factories import make_report, make_upload
from reports import making
from reports.documents.bundle_parts import Gathering
from reports.documents.registry import KINDS
from reports.models import Document
from reports.services import documents
from reports.tests.cases import AT, HERE, at_status, product
from reports.tests.letter_cases import drafted, issued
from reports.tests.test_award_papers import reviewed


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep the uploads and papers of these tests in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


def parts_of(key: str, record) -> list[tuple[str, str]]:
    """Return group and title of every part of a bundle."""
    return [(part["group"], part["title"]) for part in KINDS[key].build(record).to_json()["parts"]]


def complete(campaign, cast, **facts):
    """Return an appraised nomination with a review, an uploaded part, a proof, a scan and a file taken out again."""
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="eligible", **facts)
    reviewed(campaign, nomination)
    for name, more in (
        ("chứng minh.pdf", {"criterion": "tap-the/tieu-bieu"}),
        ("tờ trình ký.pdf", {"part_key": "to-trinh"}),
        ("bản ký.pdf", {"is_scan": True}),
        ("bỏ.pdf", {"removed_at": AT}),
    ):
        _file(nomination, "nomination", name, **more)
    return nomination


def _file(owner, column: str, name: str, **facts) -> AwardFile:
    """Put a file of awards into the database."""
    return AwardFile.objects.create(
        commune=facts.pop("commune", None) or owner.commune, file=f"evidence/{name}", name=name, kind="pdf", size=1,
        sha256="0" * 64, uploaded_at=AT, uploaded_by="Vũ Thị Én", **{column: owner, **facts},
    )  # fmt: skip


UNITS_OWN = [
    ("Hồ sơ của đơn vị", "Tờ trình đề nghị khen thưởng"),
    ("Hồ sơ của đơn vị", "Biên bản họp bình xét – Phòng Kinh tế, ngày 08/05/2026"),
    ("Hồ sơ của đơn vị", "Báo cáo thành tích"),
    ("Hồ sơ của đơn vị", "Tờ trình khen thưởng của đơn vị: tờ trình ký"),
    ("Hồ sơ của đơn vị", "Minh chứng: chứng minh"),
    ("Hồ sơ của đơn vị", "Bản chụp văn bản đã ký: bản ký"),
]


def test_a_dossier_of_the_office_holds_the_units_papers_files_and_the_appraisal(campaign, cast):
    nomination = complete(campaign, cast)

    assert parts_of("nomination-bundle", nomination) == [*UNITS_OWN, ("Thẩm định", "Phiếu thẩm định")]


def test_the_units_own_dossier_holds_nothing_of_the_office(campaign, cast):
    nomination = complete(campaign, cast)

    assert parts_of("nomination-own-bundle", nomination) == UNITS_OWN


def test_a_dossier_that_lies_with_the_unit_has_no_appraisal_yet(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"))

    assert [title for _, title in parts_of("nomination-bundle", nomination)] == [
        "Tờ trình đề nghị khen thưởng", "Báo cáo thành tích",
    ]  # fmt: skip


def test_a_unit_has_its_own_dossier_bound_and_never_the_offices(campaign, cast, head, other_head, officer):
    nomination = complete(campaign, cast)

    document = documents.request(KINDS["nomination-own-bundle"], nomination, by=head, at=AT)
    offices = documents.request(KINDS["nomination-bundle"], nomination, by=officer, at=AT)

    assert (document.form, document.unit, document.confidential) == ("bundle", nomination.unit, True)
    assert set(Document.objects.within(head)) == {document}
    assert set(Document.objects.within(other_head)) == set()
    assert set(Document.objects.within(officer)) == {document, offices}
    with pytest.raises(PermissionDenied):
        documents.request(KINDS["nomination-bundle"], nomination, by=head, at=AT)
    assert not KINDS["nomination-own-bundle"].within(other_head).exists()


def test_a_session_holds_notice_notes_signed_minutes_and_scans(campaign, cast):
    nominations = [complete(campaign, cast), make_nomination(campaign, unit=cast.unit("service"), status="on_agenda")]
    session = make_session_of(cast, nominations)
    session.minutes.create(number=2, corrects=session.minutes.get(), correction_reason="Ghi nhầm.")
    _file(session, "session", "biên bản ký.pdf", commune=cast.commune, is_scan=True)

    told = parts_of("session-bundle", session)

    assert told[0] == ("Giấy mời, chương trình", "Giấy mời họp Hội đồng")
    assert [title for group, title in told if group == "Hồ sơ xét khen thưởng"] == [
        "Phiếu thẩm định – Phòng Kinh tế", "Phiếu thẩm định – Trung tâm Phục vụ hành chính công",
    ]  # fmt: skip
    assert [title for group, title in told if group == "Biên bản họp Hội đồng"] == ["Biên bản họp Hội đồng"]
    assert told[-1] == ("Tệp kèm theo", "Bản chụp văn bản đã ký: biên bản ký")


def test_the_result_of_an_open_ballot_is_in_no_bundle(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [nomination], status="in_session")

    for status in ("prepared", "open"):
        make_ballot(session, status=status)

    assert "Kết quả biểu quyết" not in {group for group, _ in parts_of("session-bundle", session)}


def test_a_session_in_preparation_has_no_bundle(campaign, cast):
    session = make_session(make_council(cast), status="draft")

    assert not KINDS["session-bundle"].records().filter(pk=session.pk).exists()


def test_a_decision_holds_its_list_its_ground_the_receipts_and_the_units_dossiers(campaign, cast):
    nominations = [complete(campaign, cast), make_nomination(campaign, unit=cast.unit("service"), status="recommended")]
    make_session_of(cast, nominations)
    decision = make_decision(campaign, nominations, status="published")
    _file(decision, "decision", "quyết định ký.pdf", is_scan=True)

    told = parts_of("decision-bundle", decision)

    assert told[:2] == [
        ("Quyết định", "Quyết định khen thưởng"), ("Quyết định", "Bản chụp văn bản đã ký: quyết định ký"),
    ]  # fmt: skip
    assert ("Biên bản họp Hội đồng", "Biên bản họp Hội đồng") in told
    assert ("Tiền thưởng", "Danh sách ký nhận tiền thưởng") in told
    dossiers = [title for group, title in told if group == "Hồ sơ đề nghị"]
    assert dossiers[0] == "Tờ trình đề nghị khen thưởng – Phòng Kinh tế"
    assert "Minh chứng của Phòng Kinh tế: chứng minh" in dossiers
    assert dossiers[-2:] == [
        "Báo cáo thành tích – Trung tâm Phục vụ hành chính công",
        "Phiếu thẩm định – Trung tâm Phục vụ hành chính công",
    ]
    assert not [title for title in dossiers if "bỏ" in title]
    assert [title for group, title in told if group == "Kết quả biểu quyết"] == [
        "Biên bản ghi kết quả biểu quyết – lượt 1, phiên ngày 14/05/2026"
    ]


def make_session_of(cast, nominations) -> Session:
    """Return a session that recommended nominations, its minutes signed."""
    session = adopt(make_session(make_council(cast), nominations, status="in_session"))
    session.minutes.update(figures=minutes.figures(session))
    return session


def test_minutes_of_one_review_of_two_persons_are_bound_once(campaign, cast):
    first, second = (
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="awarded") for _ in range(2)
    )
    reviewed(campaign, first).votes.create(nomination=second, votes_for=7)

    told = parts_of("decision-bundle", make_decision(campaign, [first, second], status="issued"))

    assert len([title for _, title in told if title.startswith("Biên bản họp bình xét")]) == 1


def test_a_campaign_holds_every_issued_plan_and_what_units_handed_in(cast):
    campaign = make_award_campaign(cast)
    make_report(campaign, cast.unit("economy"), status="accepted")
    make_report(campaign, cast.unit("service"), status="draft")
    first = campaign.versions.get()
    for number, issued_at in ((2, AT), (3, None)):
        PlanVersion.objects.create(
            campaign=campaign, number=number, document=first.document, drafted_at=AT, drafted_by="Hạnh",
            issued_at=issued_at, issued_on=issued_at and issued_at.date(), paper_number=issued_at and 40,
        )  # fmt: skip

    bundle = KINDS["campaign-bundle"].build(campaign).to_json()

    plans = [part for part in bundle["parts"] if part["group"] == "Kế hoạch" and part["title"].startswith("Kế hoạch")]
    assert [(part["title"], part["content"]["blocks"][0]["number_line"]) for part in plans] == [
        ("Kế hoạch phong trào thi đua", f"Số: {campaign.number}/KH-UBND"),
        ("Kế hoạch phong trào thi đua – sửa đổi lần 1", f"Số: {campaign.number}/KH-UBND"),
        ("Kế hoạch sửa đổi, bổ sung – lần 1", "Số: 40/KH-UBND"),
    ]
    reports = [part["title"] for part in bundle["parts"] if part["group"] == "Báo cáo của đơn vị"]
    assert reports == [
        "Báo cáo của đơn vị – Phòng Kinh tế: Báo cáo kết quả phong trào",
        "Minh chứng của Phòng Kinh tế: Phòng Kinh tế",
    ]


def test_an_unannounced_inspection_and_an_unpublished_decision_are_not_told_by_a_campaign(campaign, cast):
    unit = cast.unit("economy")
    for status in ("planned", "concluded", "cancelled"):
        visit = Inspection.objects.create(
            campaign=campaign, unit=unit, kind="unannounced", status=status, inspected_on=AT.date(), team="Đoàn",
            conclusion="Tốt.", concluded_at=AT,
        )  # fmt: skip
        Evidence.objects.create(
            commune=cast.commune, unit=unit, inspection=visit, file=f"evidence/{status}.pdf", name=f"{status}.pdf",
            kind="pdf", size=1, sha256="0" * 64, uploaded_at=AT, uploaded_by="Đoàn",
        )  # fmt: skip
    for number, status in ((5, "published"), (6, "issued"), (7, "draft")):
        nomination = make_nomination(campaign, unit=unit, subject="individual", status="recommended")
        make_decision(campaign, [nomination], status=status, number=number)

    told = parts_of("campaign-bundle", campaign)

    assert [title for group, title in told if group == "Kiểm tra" and "Minh chứng" in title] == [
        "Minh chứng của Phòng Kinh tế: concluded"
    ]
    assert [title for group, title in told if group == "Quyết định khen thưởng"] == [
        "Quyết định khen thưởng – số 05/QĐ-UBND"
    ]


def test_a_campaign_holds_issued_summaries_and_says_which_was_replaced(cast):
    summary = at_status(cast, "superseded")

    told = parts_of("campaign-bundle", summary.campaign)

    assert ("Sơ kết, tổng kết", "Báo cáo tổng kết – đã được thay thế") in told


def test_a_campaign_holds_the_letters_about_it_as_they_were_issued(cast):
    letter = drafted(cast)
    official = issued(letter, cast)
    drafted(cast, "notice", campaign=letter.campaign)

    bundle = KINDS["campaign-bundle"].build(letter.campaign).to_json()

    group = "Công văn, giấy mời, thông báo"
    [part] = [each for each in bundle["parts"] if each["group"] == group]
    assert (part["title"], part["content"]) == ("Công văn đôn đốc – số 05/UBND-VHXH", official.content)


def test_a_campaign_never_issued_has_no_bundle_and_a_unit_may_not_have_one_made(campaign, cast, head):
    draft = make_award_campaign(cast, key="du-thao", status="draft")

    assert not KINDS["campaign-bundle"].records().filter(pk=draft.pk).exists()
    with pytest.raises(PermissionDenied):
        documents.request(KINDS["campaign-bundle"], campaign, by=head, at=AT)


def test_what_a_builder_refuses_is_listed_with_its_reason(campaign):
    class Refusing:
        title, form, symbol = "Tờ trình", "paper", ""

        @staticmethod
        def build(record):
            raise ValidationError(["Chưa có người ký.", "Chưa có ngày."])

    found = Gathering({})
    found.build("Tờ trình", Refusing, campaign)

    assert found.bound("Hồ sơ").to_json()["parts"] == [
        {"group": "Tờ trình", "title": "Tờ trình", "kind": "lacking", "reason": "Chưa có người ký. Chưa có ngày."}
    ]


def test_a_file_added_or_taken_out_later_does_not_change_a_bundle_that_was_asked_for(cast, campaign, officer):
    report = make_report(campaign, cast.unit("economy"), status="draft")
    evidence.attach(report, make_upload("sau này bỏ.png"), by=product(cast), at=AT)
    report = type(report).objects.get(pk=report.pk)
    type(report).objects.filter(pk=report.pk).update(status="submitted", submitted_at=AT)
    document = documents.request(KINDS["campaign-bundle"], campaign, by=officer, at=AT)
    Evidence.objects.update(removed_at=AT)

    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert (document.status, sorted(document.files)) == ("ready", ["pdf", "zip"])
    assert "sau này bỏ.png" in str(document.content)
    assert document.pages >= 4


def test_a_worker_makes_both_files_of_a_bundle_from_real_uploads(campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), created_at=SUBMITTED_AT)
    files.attach(nomination, make_upload("ảnh.png"), by=product(cast), at=AT)
    files.attach(nomination, make_upload("bảng.xlsx"), by=product(cast), at=AT)
    document = documents.request(KINDS["nomination-bundle"], nomination, by=officer, at=AT)

    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert (document.status, document.cause) == ("ready", "")
    assert document.files["zip"]["size"] > 1000


def test_a_cancelled_bundle_leaves_no_file_behind(campaign, cast, officer, media):
    nomination = make_nomination(campaign, unit=cast.unit("economy"))
    document = documents.request(KINDS["nomination-bundle"], nomination, by=officer, at=AT)
    held = making.claim(document.pk, worker="máy thử", at=AT)
    document.refresh_from_db()
    documents.cancel(document, by=officer, at=AT)

    making.produce(held, now=lambda: AT)

    document.refresh_from_db()
    assert document.status == "cancelled"
    assert [path for path in media.rglob("documents/**/*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("part", "kind", "offered"),
    [
        ("officer", "nomination-bundle", True),
        ("head", "nomination-own-bundle", True),
        ("head", "nomination-bundle", False),
        ("officer", "nomination-own-bundle", False),
    ],
)
def test_the_page_of_a_dossier_offers_the_bundle_that_is_for_its_reader(client, campaign, cast, part, kind, offered):
    nomination = complete(campaign, cast)
    actor = cast.actor(part)
    client.force_login(actor.user)

    page = client.get(nomination.get_absolute_url()).content.decode()

    address = reverse("reports:document-request", args=[cast.commune.slug, kind, nomination.pk])
    assert (address in page) is offered


def test_pages_of_session_decision_and_campaign_offer_their_bundle(client, campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="recommended")
    session = make_session_of(cast, [nomination])
    decision = make_decision(campaign, [nomination], status="issued")
    client.force_login(officer.user)

    for kind, record in (("session", session), ("decision", decision), ("campaign", campaign)):
        page = client.get(record.get_absolute_url()).content.decode()

        assert reverse("reports:document-request", args=[cast.commune.slug, f"{kind}-bundle", record.pk]) in page


def test_the_clock_of_a_review_is_that_of_the_office(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"))
    review = reviewed(campaign, nomination)
    type(review).objects.filter(pk=review.pk).update(held_at=datetime(2026, 5, 8, 6, 30, tzinfo=HERE))

    assert parts_of("nomination-bundle", nomination)[1][1].endswith("ngày 08/05/2026")
