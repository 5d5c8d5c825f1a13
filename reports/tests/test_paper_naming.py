"""How papers name heads, bodies, places, levels and other papers, and what they keep together on a line."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from awards.models import Certificate
from awards.services import book_years
from awards.services.amendments import draft_revocation
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from campaigns.models import Deadline, Exemplar, Inspection, Obligation, Participation
from campaigns.planfile.schema import PlanTarget
from campaigns.planfile.words import Comparator, TargetKind
from campaigns.tests.factories import make_campaign, make_report
from communes.tests.factories import make_membership, make_person, make_unit
from reports.documents import blocks as b
from reports.documents.campaign_plan import _asked
from reports.documents.certificates import _within
from reports.documents.nominees import signature_by_post
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.documents.targets import goal_in_words
from reports.rendering import fonts
from reports.rendering.groups import unbroken
from reports.rendering.layout import TABLE_SIZE, compose
from reports.tests.cases import AT
from reports.tests.certificate_cases import decided
from reports.tests.letter_cases import drafted, late_campaign
from reports.tests.test_amending_papers import amend
from reports.tests.test_papers import the


@pytest.mark.rule("N-09")
def test_without_a_heads_post_who_is_appointed_head_signs(cast):
    unit = make_unit(cast.commune, "Phòng Quản lý đô thị", "office")
    person = make_person(cast.commune, "Đinh Công Khải", unit=unit, position="Chuyên viên")
    assert signature_by_post(unit).name == ""

    make_membership(person, "unit_head", unit)

    assert (signature_by_post(unit).lines, signature_by_post(unit).name) == (("THỦ TRƯỞNG ĐƠN VỊ",), "Đinh Công Khải")


@pytest.mark.rule("N-09")
def test_a_report_entered_on_a_units_behalf_names_its_head(cast, head):
    report = make_report(make_campaign(cast), cast.unit("economy"), status="received")
    Obligation.objects.filter(pk=report.pk).update(on_behalf=True, submitted_by="Cán bộ nhập thay")
    report.refresh_from_db()

    assert the(KINDS["unit-report"].build(report), b.Signature).name == head.person.full_name


def test_a_report_is_addressed_to_the_committee_by_its_full_name(cast):
    report = make_report(make_campaign(cast), cast.unit("economy"), status="received")
    Deadline.objects.filter(pk=report.deadline_id).update(to="UBND xã", through="Phòng Văn hóa - Xã hội")
    report = Obligation.objects.get(pk=report.pk)

    assert the(KINDS["unit-report"].build(report), b.Addressees).names == (
        "UBND xã Đồng Tâm (qua Phòng Văn hóa - Xã hội)",
    )


@pytest.mark.rule("N-13")
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Chuyên viên, Bộ phận Văn hóa - Xã hội", "Chuyên viên, Bộ phận Văn hóa - Xã hội, xã Đồng Tâm"),
        ("Giám đốc, Trung tâm Dịch vụ công xã", "Giám đốc, Trung tâm Dịch vụ công xã Đồng Tâm"),
        ("Chủ tịch, Hội Nông dân xã Đồng Tâm", "Chủ tịch, Hội Nông dân xã Đồng Tâm"),
        ("Giáo viên, Trường Tiểu học Đồng Tâm.", "Giáo viên, Trường Tiểu học Đồng Tâm, xã Đồng Tâm"),
        ("", "Xã Đồng Tâm"),
    ],
)
def test_a_persons_place_on_a_certificate_names_the_commune_once(cast, place, told):
    assert _within(cast.commune, place) == told


@pytest.mark.rule("N-13")
def test_a_persons_certificate_ends_its_place_with_the_commune_unless_the_unit_lies_outside(cast):
    campaign = make_award_campaign(cast)
    outside = make_unit(cast.commune, "Sở Nội vụ", "outside")
    rows = [make_nomination(campaign, unit=each, subject="individual", status="awarded")
            for each in (cast.unit("economy"), outside)]  # fmt: skip
    decision = make_decision(campaign, rows)
    decision.lines.update(nominee_place="Chuyên viên")

    places = [line["texts"]["place"] for line in KINDS["certificates"].build(decision).lines]

    assert places == ["Chuyên viên, xã Đồng Tâm", "Chuyên viên"]


def test_the_page_of_printing_warns_that_the_emblem_has_no_picture(client, cast, clerk):
    client.force_login(clerk.user)

    page = client.get(reverse("reports:certificates-of-decision", args=["dong-tam", decided(cast).pk]))

    assert "Giấy khen in trên Giấy trắng A4, mẫu có sẵn để trống chỗ Quốc huy." in page.content.decode()


@pytest.mark.rule("L-09")
def test_a_corrected_line_without_certificate_is_named_with_the_decision_that_put_it_right(cast):
    campaign = make_award_campaign(cast)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    decision = make_decision(campaign, [nomination], status="published")
    line = decision.lines.get()
    Certificate.objects.create(line=line, code="SO7K2M9QXA", status="replaced", registered_at=AT)
    amend(line, "correction", nominee_name="Phòng Kinh tế xã")

    parts = KINDS["decision-bundle"].build(decision).to_json()["parts"]

    told = [(part["title"], part["reason"]) for part in parts if part["kind"] == "lacking"]
    reason = "đã đính chính theo Quyết định số 09/QĐ-UBND ngày 14/05/2026; giấy khen in theo quyết định đó"
    assert ("Giấy khen – Phòng Kinh tế", reason) in told


@pytest.mark.parametrize(
    ("kind", "name"), [("correction", "Quyết định đính chính"), ("revocation", "Quyết định thu hồi")]
)
def test_a_campaigns_bundle_calls_a_later_decision_what_it_is_and_a_request_a_request(cast, kind, name):
    campaign = make_award_campaign(cast)
    line = make_decision(
        campaign, [make_nomination(campaign, unit=cast.unit("economy"), status="awarded")], status="published"
    ).lines.get()
    amend(line, kind)
    Participation.objects.create(campaign=campaign, unit=cast.unit("front"), joined_on=date(2026, 2, 1))
    campaign.decisions.update(published_at=AT)

    titles = [part["title"] for part in KINDS["campaign-bundle"].build(campaign).to_json()["parts"]]

    assert [title for title in titles if title.startswith("Quyết định")] == [
        "Quyết định khen thưởng – số 05/QĐ-UBND", f"{name} – số 09/QĐ-UBND",
    ]  # fmt: skip
    assert "Phiếu giao chỉ tiêu – Phòng Kinh tế" in titles
    assert f"Phiếu đề nghị thực hiện chỉ tiêu – {cast.unit('front')}" in titles


def target(text: str, **facts) -> PlanTarget:
    """Return a target of a plan that asks for a hundred percent unless facts say otherwise."""
    given = {"kind": TargetKind.PERCENT, "comparator": Comparator.AT_LEAST, "value": Decimal(100)} | facts
    return PlanTarget(key="muc", text=text, **given)


@pytest.mark.parametrize(
    ("asked", "item", "told"),
    [
        (target("Vốn đầu tư công được phân bổ kịp thời"), "Quản lý đầu tư công.",
         "Vốn đầu tư công được phân bổ kịp thời: 100%"),
        (target("Hồ sơ đúng hạn", value=Decimal(95)), "Thủ tục", "Hồ sơ đúng hạn: từ 95% trở lên"),
        (target("Đạt từ 95% hồ sơ đúng hạn", value=Decimal(95)), "Thủ tục", "Đạt từ 95% hồ sơ đúng hạn"),
        (target("100% hồ sơ đúng hạn"), "Giải quyết 100% hồ sơ đúng hạn.", ""),
        (target("Hồ sơ đúng hạn"), "Giải quyết hồ sơ đúng hạn.", "Hồ sơ đúng hạn: 100%"),
        (target("Hồ sơ đúng hạn."), "Hồ sơ đúng hạn", "Mức phải đạt: 100%"),
        (target("Buổi đối thoại", kind=TargetKind.NUMBER, value=Decimal(5), unit_label="buổi"), "Dân vận",
         "Buổi đối thoại: từ 05 buổi trở lên"),
        (target("Xếp loại", kind=TargetKind.GRADE, value=None, grade="Tốt"), "Công vụ", "Xếp loại: từ Tốt trở lên"),
        (target("Có nội quy", kind=TargetKind.YES_NO, value=None), "Công vụ", "Có nội quy"),
        (target("Niêm yết.", kind=TargetKind.YES_NO, value=None), "Niêm yết", ""),
    ],
)  # fmt: skip
def test_a_plan_prints_a_target_with_its_level_and_nothing_twice(asked, item, told):
    assert _asked(asked, item) == told


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("148/KH-UBND ngày 05/3/2026", "Theo Kế hoạch số 148/KH-UBND ngày 05/3/2026"),
        ("12/QĐ-UBND", "Theo Quyết định số 12/QĐ-UBND"),
        ("05/2026/NQ-HĐND", "Theo Nghị quyết số 05/2026/NQ-HĐND"),
        ("7/ABC-UBND", "Theo Văn bản số 7/ABC-UBND"),
        ("Kế hoạch số 03/KH-UBND", "Theo Kế hoạch số 03/KH-UBND"),
        ("", "Theo kế hoạch được dẫn"),
    ],
)
def test_a_paper_that_was_cited_by_its_number_is_named_with_its_kind(reference, told):
    assert goal_in_words(SimpleNamespace(kind=TargetKind.REFERENCE, reference=reference)) == told


def test_a_day_that_another_paper_set_is_not_called_the_plans_and_the_subject_names_what_is_missing(cast):
    campaign = late_campaign(cast)
    campaign.deadlines.update(set_by_hand=True, title="Báo cáo thành tích")

    letter = drafted(cast, campaign=campaign)

    table = the(KINDS["urging-letter"].build(letter), b.Table)
    assert [column.title for column in table.columns][3] == "Hạn gửi"
    assert {row[3] for row in table.rows} == {"30/11/2026"}
    assert letter.subject == (
        "đôn đốc gửi báo cáo thành tích phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”"
    )


@pytest.mark.rule("L-09")
def test_a_later_decision_cites_the_earlier_one_with_its_abstract(cast, officer):
    campaign = make_award_campaign(cast)
    rows = [make_nomination(campaign, unit=cast.unit("economy"), status="awarded")]
    decision = make_decision(campaign, rows, status="published", title="Về việc tặng Giấy khen cho tập thể")

    later = draft_revocation(decision, decision.lines.all(), reason="Kê khai sai.", by=officer, at=AT)

    assert later.grounds[-1] == (
        "Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch UBND xã Đồng Tâm về việc tặng Giấy khen cho "
        "tập thể"
    )


def test_the_office_that_sends_an_exemplars_sheet_is_not_its_own_recipient(cast, now):
    campaign = make_campaign(cast)
    sheets = [
        KINDS["exemplar-sheet"].build(
            Exemplar.objects.create(campaign=campaign, unit=cast.unit(key), status="registered", found_at=now,
                                    kind="good_practice", title="Một việc", story="Kể.")
        )
        for key in ("culture", "economy")
    ]  # fmt: skip

    own, other = (the(sheet, b.Recipients).items[0] for sheet in sheets)

    assert (own, other) == ("Các đơn vị tham gia phong trào", "Phòng Kinh tế")


def test_minutes_of_an_inspection_go_to_the_office_by_its_name(cast):
    visit = Inspection.objects.create(
        campaign=make_campaign(cast), unit=cast.unit("economy"), kind="unannounced", status="concluded",
        inspected_on=date(2026, 9, 10), concluded_at=AT, conclusion="Tốt.",
    )  # fmt: skip

    items = the(KINDS["inspection-minutes"].build(visit), b.Recipients).items

    assert items == ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Lưu: VT, hồ sơ kiểm tra")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Đảng ủy xã Đồng Tâm (để báo cáo)", "Đảng ủy xã~Đồng~Tâm (để báo cáo)"),
        ("Trưởng thôn Đông, tổ dân phố số 1", "Trưởng thôn~Đông, tổ~dân~phố số 1"),
        ("Các đơn vị tham gia phong trào", "Các đơn vị tham gia phong trào"),
    ],
)
def test_a_place_stays_with_its_name(line, kept):
    assert unbroken(line).replace("\u00a0", "~") == kept


def test_recipients_keep_the_name_of_the_commune_on_one_line():
    [sheet] = compose(Paper("Thử", (b.Recipients(("UBND xã Đồng Tâm", "Lưu: VT")),)))

    assert sheet.pieces[-1].block.recipients.items == ("UBND xã\u00a0Đồng\u00a0Tâm", "Lưu: VT")


def test_no_column_is_so_narrow_that_the_number_of_a_paper_in_it_breaks():
    columns = (b.Column("Nội dung", 30), b.Column("Ghi chú", 1))
    table = b.Table(columns, (("Một việc", "Theo Quyết định số 15/QĐ-UBND"),))

    [sheet] = compose(Paper("Thử", (table,)))

    assert sheet.pieces[0].block.rooms[1] >= fonts.width("15/QĐ-UBND", TABLE_SIZE, bold=True)


def test_the_book_tells_no_facts_of_a_household_and_bears_the_chairs_name(cast):
    campaign = make_award_campaign(cast)
    unit = cast.unit("economy")
    rows = [
        make_nomination(campaign, unit=unit, subject=each, status="awarded") for each in ("individual", "household")
    ]
    decision = make_decision(campaign, rows, status="published")
    decision.lines.update(birth_year=1980, gender="female")

    paper = KINDS["award-book"].build(book_years.ensure(decision, at=AT))

    [annex] = paper.annexes
    note, table = annex.blocks
    assert isinstance(note, b.Note)
    assert {row[4] for row in table.rows[:2]} == {"1980\nNữ", ""}
    assert the(paper, b.TwoSignatures).right.name == decision.signer_name != ""
