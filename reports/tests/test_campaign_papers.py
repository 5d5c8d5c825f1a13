"""Papers of a campaign's course: a unit's target sheet, the minutes of an inspection, all of them in its bundle."""

import io
from datetime import date
from decimal import Decimal

import pypdf
import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import Campaign, Finding, Inspection, Obligation, Participation, PeakDrive, ReportLine, Target
from campaigns.tests.factories import make_campaign, report_of
from communes.addresses import here
from reports.documents import blocks as b
from reports.documents.inspection_minutes import member_who
from reports.documents.registry import KINDS
from reports.models import Document
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf
from reports.services import documents
from reports.tests.cases import AT, asking
from reports.tests.test_amendment_papers import amended, dashes_of
from reports.tests.test_papers import tables, the, words_of

HOSTILE = "{{ plan }} {% now 'Y' %} <b>x</b> {không có} \u202e" + "dài " * 300


def inspected(cast, campaign, *, status: str = "concluded", **facts) -> Inspection:
    """Return an unannounced inspection of Phòng Kinh tế with one finding that differs and one that agrees."""
    facts = {"team": "Ông Lê Văn Tám - Trưởng đoàn\nBà Hồ Thị Én, Thư ký", "conclusion": "Cần sửa số liệu."} | facts
    visit = Inspection.objects.create(
        campaign=campaign, unit=cast.unit("economy"), kind="unannounced", status=status,
        inspected_on=date(2026, 9, 10), concluded_at=AT, **facts,
    )  # fmt: skip
    items = campaign.areas.get(key="thu-tuc").items
    Finding.objects.create(
        inspection=visit, item=items.get(key="dung-han"), reported="98%", found="Hệ thống ghi 91%.",
        verdict="differs", recommendation="Đính chính số liệu.", due_on=date(2026, 9, 30),
    )  # fmt: skip
    Finding.objects.create(
        inspection=visit, item=items.get(key="niem-yet"), reported="Có", found="Đã niêm yết đủ.", verdict="agrees"
    )
    return visit


def charged(cast, campaign, unit: str = "economy") -> Participation:
    """Return the participation of a unit."""
    return Participation.objects.get(campaign=campaign, unit=cast.unit(unit))


def test_a_target_sheet_lists_the_plans_and_the_units_own_targets_by_area_with_measure_and_day(cast):
    campaign = make_campaign(cast)
    item = campaign.areas.get(key="thu-tuc").items.get(key="dung-han")
    drive = PeakDrive.objects.create(
        campaign=campaign, unit=cast.unit("economy"), name="Tháng 9", starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 30), status="launched",
    )  # fmt: skip
    own = {"campaign": campaign, "unit": cast.unit("economy"), "kind": "number", "value": Decimal(12), "position": 9}
    Target.objects.create(item=item, text="Hồ sơ đất đai", unit_label="hồ sơ", due_on=date(2026, 10, 15), **own)
    Target.objects.create(text="Việc khác", unit_label="việc", **own)
    Target.objects.create(drive=drive, text="Buổi đối thoại", unit_label="buổi", **own)
    Target.objects.create(**own | {"unit": cast.unit("service"), "text": "Của đơn vị khác"})

    paper = KINDS["target-sheet"].build(charged(cast, campaign))

    [table] = tables(paper)
    assert [column.title for column in table.columns] == [
        "TT", "Chỉ tiêu", "Đơn vị tính", "Mức giao", "Hoàn thành chậm nhất ngày",
    ]  # fmt: skip
    assert table.rows == (
        ("I", "Cải cách thủ tục hành chính", "", "", ""),
        ("1", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "Từ 95% trở lên", "31/12/2026"),
        ("2", "Niêm yết đầy đủ tại trụ sở", "Có/không", "Có", "31/12/2026"),
        ("3", "Hồ sơ đất đai", "hồ sơ", "Từ 12 hồ sơ trở lên", "15/10/2026"),
        ("II", "Cải cách chế độ công vụ", "", "", ""),
        ("4", "Xếp loại cải cách hành chính của đơn vị", "Xếp loại", "Từ Tốt trở lên", "31/12/2026"),
        ("III", "Chỉ tiêu khác", "", "", ""),
        ("5", "Việc khác", "việc", "Từ 12 việc trở lên", "31/12/2026"),
        ("IV", "Đợt cao điểm: Tháng 9", "", "", ""),
        ("6", "Buổi đối thoại", "buổi", "Từ 12 buổi trở lên", "30/09/2026"),
    )
    assert table.bold_rows == (0, 4, 6, 8)
    assert "giao 06 chỉ tiêu thi đua cho Phòng Kinh tế như sau:" in words_of(paper)


def test_a_target_sheet_shows_what_the_unit_reported_in_the_campaign_before(cast):
    earlier = make_campaign(cast, key="truoc")
    report = report_of(earlier, cast.unit("economy"))
    ReportLine.objects.create(
        obligation=report, target=earlier.targets.get(key="ty-le-dung-han"), value=Decimal("93.5")
    )
    ReportLine.objects.create(obligation=report, item=earlier.areas.first().items.first(), text="Bằng lời.")
    Obligation.objects.filter(pk=report.pk).update(status="accepted", submitted_at=AT)
    campaign = make_campaign(cast)
    Campaign.objects.filter(pk=campaign.pk).update(cloned_from=earlier)

    [mine], [others] = (
        tables(KINDS["target-sheet"].build(charged(cast, campaign, unit))) for unit in ("economy", "service")
    )

    assert [row[3] for row in mine.rows if row[0].isdecimal()] == ["93,5%", "–", "–"]
    assert "Kết quả lần trước" not in [column.title for column in others.columns]


def test_where_the_plan_sets_no_target_the_sheet_charges_the_unit_with_the_items(cast):
    campaign = make_campaign(cast)
    campaign.targets.update(retired_at=AT)

    paper = KINDS["target-sheet"].build(charged(cast, campaign))

    assert tables(paper) == []
    assert dashes_of(paper) == [
        "Giải quyết hồ sơ đúng hạn.", "Niêm yết công khai thủ tục.", "Nâng xếp loại cải cách hành chính.",
    ]  # fmt: skip


@pytest.mark.rule("N-06")
@pytest.mark.parametrize(("ends_on", "year"), [(date(2026, 12, 31), 2026), (date(2025, 12, 31), 2025)])
def test_a_target_sheet_is_of_this_year_but_never_of_one_after_its_campaign(cast, clock, ends_on, year):
    campaign = make_campaign(cast)
    type(campaign).objects.filter(pk=campaign.pk).update(starts_on=date(2025, 1, 2), ends_on=ends_on)

    head = the(KINDS["target-sheet"].build(charged(cast, campaign)), b.Letterhead)

    assert head.date_line.endswith(f"năm {year}")


@pytest.mark.rule("N-09")
def test_a_target_sheet_is_signed_by_the_unit_and_by_the_committee(cast, head):
    campaign = make_campaign(cast)

    signed = the(KINDS["target-sheet"].build(charged(cast, campaign)), b.TwoSignatures)

    assert (signed.left.lines, signed.left.name) == (
        ("ĐẠI DIỆN ĐƠN VỊ NHẬN", "TRƯỞNG PHÒNG"), head.person.full_name,
    )  # fmt: skip
    assert (signed.right.lines, signed.right.name) == (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Trần Quốc Bảo")


def test_a_unit_sees_its_own_target_sheet_alone(cast, head, other_head, officer, reader):
    kind = KINDS["target-sheet"]
    sheet = charged(cast, make_campaign(cast))

    made = documents.request(kind, sheet, by=officer, at=AT)

    assert list(kind.within(head)) == [sheet]
    assert sheet not in kind.within(other_head)
    assert made in Document.objects.within(head)
    assert made not in Document.objects.within(other_head)
    with pytest.raises(PermissionDenied):
        documents.request(kind, sheet, by=reader, at=AT)


@pytest.mark.rule("N-12")
def test_minutes_of_an_inspection_have_no_place_and_date_line_and_the_secretary_signs_left_of_the_leader(cast):
    paper = KINDS["inspection-minutes"].build(inspected(cast, make_campaign(cast)))

    head = the(paper, b.Letterhead)
    team, unit = (block for block in paper.blocks if isinstance(block, b.TwoSignatures))
    assert (head.superior, head.issuer, head.date_line) == ("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM", ("ĐOÀN KIỂM TRA",), "")
    assert (team.left.lines[0], team.left.name) == ("THƯ KÝ ĐOÀN KIỂM TRA", "Hồ Thị Én")
    assert (team.right.lines[0], team.right.name) == ("TRƯỞNG ĐOÀN KIỂM TRA", "Lê Văn Tám")
    assert unit.left.lines == ("ĐẠI DIỆN", "ĐƠN VỊ ĐƯỢC KIỂM TRA")


@pytest.mark.rule("VT-04")
def test_minutes_of_an_inspection_set_what_was_found_beside_what_was_reported_and_what_to_mend_by_when(cast):
    visit = inspected(cast, make_campaign(cast), decision="Quyết định số 41/QĐ-UBND ngày 20 tháng 8 năm 2026")

    paper = KINDS["inspection-minutes"].build(visit)

    found, mending = tables(paper)
    assert found.rows == (
        ("1", "Giải quyết hồ sơ đúng hạn.", "98%", "Hệ thống ghi 91%.", "Khác với báo cáo"),
        ("2", "Niêm yết công khai thủ tục.", "Có", "Đã niêm yết đủ.", "Đúng như báo cáo"),
    )
    assert mending.rows == (("1", "Giải quyết hồ sơ đúng hạn.", "Đính chính số liệu.", "30/09/2026"),)
    words = words_of(paper)
    told = "01 nội dung đúng như đơn vị báo cáo; 01 nội dung khác với báo cáo của đơn vị."
    assert f"Kiểm tra 02 nội dung: {told}" in words
    assert (
        "Hôm nay, ngày 10 tháng 9 năm 2026, thực hiện Quyết định số 41/QĐ-UBND ngày 20 tháng 8 năm 2026, Đoàn kiểm "
        "tra tiến hành kiểm tra đột xuất việc thực hiện phong trào thi đua của Phòng Kinh tế." in words
    )
    assert "Cần sửa số liệu." in words


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("45/QĐ-UBND ngày 05/9/2026", "Quyết định số 45/QĐ-UBND ngày 05/9/2026"),
        ("12/2026/KH-UBND", "Kế hoạch số 12/2026/KH-UBND"),
        ("Số 45-KH/ĐU", "Kế hoạch số 45-KH/ĐU"),
        ("7 ngày 05/9/2026", "văn bản số 7 ngày 05/9/2026"),
    ],
)
def test_an_inspection_ordered_by_a_number_alone_says_what_kind_of_paper_that_is(cast, typed, cited):
    paper = KINDS["inspection-minutes"].build(inspected(cast, make_campaign(cast), decision=typed))

    assert f"thực hiện {cited}, Đoàn kiểm tra" in words_of(paper)


@pytest.mark.parametrize(
    ("team", "leader"),
    [
        ("Lê Văn Tám - Trưởng đoàn\nHồ Thị Én - Thành viên", "Lê Văn Tám"),
        ("Trưởng đoàn: Ông Lê Văn Tám, Phó Chủ tịch; bà Hồ Thị Én", "Lê Văn Tám"),
        ("1. Đ/c Lê Văn Tám (Trưởng đoàn)", "Lê Văn Tám"),
        ("- Bà Hồ Thị Én, Phó Trưởng đoàn\n- Ông Lê Văn Tám, Trưởng đoàn", "Lê Văn Tám"),
        ("Lê Văn Tám và ba người", ""),
        ("Trưởng đoàn", ""),
        ("", ""),
    ],
)
def test_the_leader_of_a_team_is_named_only_where_the_words_are_sure(team, leader):
    assert member_who(team, "trưởng đoàn") == leader


def test_an_inspection_has_no_minutes_before_it_is_concluded(cast):
    campaign = make_campaign(cast)
    for status in ("planned", "cancelled"):
        inspected(cast, campaign, status=status)

    assert not KINDS["inspection-minutes"].records().exists()


def test_the_unit_that_was_inspected_reads_its_minutes_and_no_other_unit_does(cast, head, other_head, officer):
    kind = KINDS["inspection-minutes"]
    visit = inspected(cast, make_campaign(cast))

    made = documents.request(kind, visit, by=officer, at=AT)

    assert list(kind.within(head)) == [visit]
    assert not kind.within(other_head).exists()
    assert made in Document.objects.within(head)
    assert made not in Document.objects.within(other_head)


@pytest.mark.parametrize(
    ("part", "status", "offered"),
    [("officer", "concluded", True), ("head", "concluded", True), ("officer", "planned", False),
     ("reader", "concluded", False)],
)  # fmt: skip
def test_the_page_of_an_inspection_offers_its_minutes_once_concluded(client, clock, cast, part, status, offered):
    visit = inspected(cast, make_campaign(cast), status=status)
    client.force_login(cast.actor(part).user)

    page = client.get(visit.get_absolute_url()).content.decode()

    assert (asking(cast, "inspection-minutes", visit) in page) is offered


def test_a_unit_finds_its_target_sheet_among_the_participants_and_on_its_own_page(client, clock, cast, head):
    campaign = make_campaign(cast)
    mine, other = charged(cast, campaign), charged(cast, campaign, "service")
    client.force_login(head.user)

    for address in (here(head, "campaigns:participants", campaign.pk), here(head, "campaigns:my-unit")):
        page = client.get(address).content.decode()
        assert asking(cast, "target-sheet", mine) in page
        assert asking(cast, "target-sheet", other) not in page


@pytest.mark.parametrize("kind", ["plan-amendment", "target-sheet", "inspection-minutes"])
def test_a_stranger_who_asks_for_a_paper_finds_nothing(client, clock, cast, neighbour, kind):
    version = amended(cast, reason="Theo tỉnh.")
    campaign = Campaign.objects.get()
    inspected(cast, campaign)
    record = {"plan-amendment": version, "target-sheet": charged(cast, campaign)}.get(kind) or KINDS[
        kind
    ].records().get()
    actor = neighbour("officer")
    client.force_login(actor.user)

    answer = client.post(here(actor, "reports:document-request", kind, record.pk))

    assert answer.status_code == 404
    assert not Document.objects.exists()


def test_a_campaigns_bundle_holds_amendments_target_sheets_and_minutes(cast):
    amended(cast)
    campaign = Campaign.objects.get()
    inspected(cast, campaign)

    parts = [(part["group"], part["title"]) for part in KINDS["campaign-bundle"].build(campaign).to_json()["parts"]]

    assert parts[:6] == [
        ("Kế hoạch", "Kế hoạch phong trào thi đua"),
        ("Kế hoạch", "Kế hoạch phong trào thi đua – sửa đổi lần 1"),
        ("Kế hoạch", "Kế hoạch sửa đổi, bổ sung – lần 1"),
        ("Giao chỉ tiêu", "Phiếu giao chỉ tiêu – Phòng Kinh tế"),
        ("Giao chỉ tiêu", "Phiếu giao chỉ tiêu – Trung tâm Phục vụ hành chính công"),
        ("Kiểm tra", "Biên bản kiểm tra – Phòng Kinh tế"),
    ]


def test_hostile_and_missing_words_still_give_every_paper_in_both_formats(cast):
    version = amended(cast, reason=HOSTILE)
    campaign = Campaign.objects.get()
    visit = inspected(cast, campaign, team=HOSTILE, conclusion=HOSTILE, decision=HOSTILE[:150])
    Finding.objects.update(found=HOSTILE, reported="", recommendation=HOSTILE, due_on=date(2026, 9, 30))
    Target.objects.update(text=HOSTILE)
    bare = inspected(cast, campaign, team="", conclusion="")
    bare.findings.all().delete()
    papers = [
        KINDS["plan-amendment"].build(version),
        KINDS["target-sheet"].build(charged(cast, campaign)),
        KINDS["inspection-minutes"].build(visit),
        KINDS["inspection-minutes"].build(bare),
    ]

    for paper in papers:
        made = render_pdf(paper)
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.data)).pages)
        assert render_docx(paper).startswith(b"PK")
        assert ("{% now 'Y' %} <b>x</b> {không có}" in " ".join(text.split())) is (paper is not papers[3])
