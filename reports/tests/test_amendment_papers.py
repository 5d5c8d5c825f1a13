"""The amendment of a plan as a paper: its number, what it changes, who sees it."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import Campaign
from campaigns.planfile.schema import Item, Remark, Statement
from campaigns.planfile.words import RemarkCode
from campaigns.services import plans
from campaigns.tests.factories import make_campaign, plan_document
from communes.addresses import here
from reports.documents import blocks as b
from reports.documents.registry import KINDS
from reports.models import Document, Wording
from reports.services import documents
from reports.tests.cases import AT, asking, product
from reports.tests.test_papers import the, words_of

AMENDED_ON = date(2026, 6, 5)
NEW_ITEM = Item(key="so-hoa", number="c", text="Số hóa kết quả giải quyết thủ tục.", clause="III.1.c")


def amended(cast, *, issued: bool = True, number: int | None = 40, reason: str = "Theo chỉ đạo của tỉnh", **changes):
    """Return the version that adds an item to the first area of a plan, and whatever else is to change."""
    campaign = make_campaign(cast)
    plans.start_amendment(campaign, by=product(cast), at=AT)
    campaign = Campaign.objects.get()
    plan = campaign.plan
    first = replace(plan.content[0], items=(*plan.content[0].items, NEW_ITEM))
    plans.redraft(campaign, replace(plan, **({"content": (first, *plan.content[1:])} | changes)),
                  by=product(cast), at=AT)  # fmt: skip
    if issued:
        campaign = Campaign.objects.get()
        plans.amend(campaign, reason=reason, issued_on=AMENDED_ON, number=number, by=product(cast), at=AT)
    return KINDS["plan-amendment"].records().get()


def dashes_of(paper) -> list[str]:
    """Return the items of a paper's lists."""
    return [b.plain(item) for block in paper.blocks if isinstance(block, b.Dashes) for item in block.items]


@pytest.mark.rule("N-05")
def test_an_amendment_has_a_number_and_date_of_its_own_and_names_the_plan_that_it_changes(cast):
    paper = KINDS["plan-amendment"].build(amended(cast))

    head, title = the(paper, b.Letterhead), the(paper, b.Title)
    assert (head.number_line, head.date_line) == ("Số: 40/KH-UBND", "Đồng Tâm, ngày 05 tháng 6 năm 2026")
    assert (title.kind, title.abstract) == (
        "KẾ HOẠCH",
        f"Sửa đổi, bổ sung Kế hoạch số {Campaign.objects.get().number}/KH-UBND ngày 15 tháng 01 năm 2026 của UBND xã "
        "Đồng Tâm về phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”",
    )
    assert "Theo chỉ đạo của tỉnh." in words_of(paper)
    assert (
        paper.annexes[0].attached == "(Kèm theo Kế hoạch số 40/KH-UBND ngày 05 tháng 6 năm 2026 của UBND xã Đồng Tâm)"
    )
    assert paper.draft is False


@pytest.mark.rule("N-05")
def test_the_plan_keeps_its_first_number_and_names_the_amendment_that_its_words_hold(cast):
    amended(cast)
    campaign = Campaign.objects.get()

    paper = KINDS["campaign-plan"].build(campaign)

    head = the(paper, b.Letterhead)
    assert (head.number_line, head.date_line) == (
        f"Số: {campaign.number}/KH-UBND", "Đồng Tâm, ngày 15 tháng 01 năm 2026",
    )  # fmt: skip
    assert the(paper, b.Note).text == ("(Đã được sửa đổi, bổ sung bởi Kế hoạch số 40/KH-UBND ngày 05 tháng 6 năm 2026)")


@pytest.mark.rule("N-05")
def test_an_amendment_in_draft_is_marked_and_has_neither_number_nor_date(cast):
    paper = KINDS["plan-amendment"].build(amended(cast, issued=False))

    head = the(paper, b.Letterhead)
    assert head.number_line.replace("\u00a0", " ") == "Số:      /KH-UBND"
    assert "ngày\u00a0" in head.date_line
    assert "/KH-UBND ngày\u00a0" in paper.annexes[0].attached
    assert paper.draft is True


def test_an_amendment_says_by_section_what_was_and_what_holds_now_and_repeats_it_in_a_table(cast):
    plan = plan_document()
    goal = replace(plan.objectives[0], text="Nâng cao mức độ hài lòng.")
    due = replace(plan.deadlines[0], on=date(2026, 12, 10))

    paper = KINDS["plan-amendment"].build(amended(cast, objectives=(goal,), deadlines=(due,), requirements=()))

    headings = [block.text for block in paper.blocks if isinstance(block, b.Heading) and block.level == b.NUMBER]
    assert headings == ["Mục đích", "Nội dung thi đua", "Thời hạn"]
    assert dashes_of(paper)[:3] == [
        "Sửa đổi nội dung: “Nâng cao chất lượng phục vụ người dân” thành “Nâng cao mức độ hài lòng”.",
        "Bổ sung tại “Cải cách thủ tục hành chính”: “Số hóa kết quả giải quyết thủ tục”.",
        "Sửa đổi ngày của “Báo cáo kết quả phong trào”: “30/11/2026” thành “10/12/2026”.",
    ]
    assert [row[1:] for row in paper.annexes[0].blocks[0].rows] == [
        ("Mục đích", "Nội dung", "Nâng cao chất lượng phục vụ người dân.", "Nâng cao mức độ hài lòng."),
        ("Nội dung thi đua", "Cải cách thủ tục hành chính", "(bổ sung mới)", "Số hóa kết quả giải quyết thủ tục."),
        ("Thời hạn", "Báo cáo kết quả phong trào: ngày", "30/11/2026", "10/12/2026"),
    ]


@pytest.mark.parametrize("more", [True, False])
def test_the_table_says_what_of_a_section_changed_or_has_no_column_for_it(cast, more):
    asked = (Statement(text="Gửi minh chứng.", clause="I.2"),)
    changes = {} if more else {"content": plan_document().content}

    table = KINDS["plan-amendment"].build(amended(cast, requirements=asked, **changes)).annexes[0].blocks[0]

    assert ("Nội dung" in [column.title for column in table.columns]) is more
    told = ("Bổ sung nội dung",) if more else ()
    assert table.rows[0] == ("1", "Yêu cầu", *told, "(bổ sung mới)", "Gửi minh chứng.")


@pytest.mark.rule("N-09")
def test_an_amendment_names_its_signer_and_points_to_its_annex(cast):
    version = amended(cast)
    Campaign.objects.update(signed_by="Trần Quốc Bảo")

    paper = KINDS["plan-amendment"].build(KINDS["plan-amendment"].records().get(pk=version.pk))

    assert the(paper, b.Signature).name == "Trần Quốc Bảo"
    assert "Chi tiết tại Phụ lục kèm theo Kế hoạch này." in words_of(paper)


def test_what_serves_the_software_alone_is_in_no_amendment(cast):
    plan = plan_document()
    audience = replace(plan.audience[0], unit_kinds=("office",))
    remark = Remark(code=RemarkCode.BLANK_NUMBER, message="Chưa rõ số.")

    words = words_of(KINDS["plan-amendment"].build(amended(cast, audience=(audience,), remarks=(remark,))))

    assert "office" not in words
    assert "Chưa rõ số" not in words


def test_an_amendment_that_changes_nothing_yet_says_so_and_has_no_annex(cast):
    paper = KINDS["plan-amendment"].build(amended(cast, issued=False, content=plan_document().content))

    assert "Chưa có nội dung nào được sửa đổi, bổ sung." in words_of(paper)
    assert "Phụ lục" not in words_of(paper)
    assert paper.annexes == ()


def test_the_plan_itself_is_no_amendment(cast):
    make_campaign(cast)

    assert not KINDS["plan-amendment"].records().exists()


def test_a_unit_has_an_issued_amendment_made_and_never_sees_a_draft(cast, head, officer, reader):
    version = amended(cast, issued=False)
    kind = KINDS["plan-amendment"]
    draft = documents.request(kind, version, by=officer, at=AT)

    assert not kind.within(head).exists()
    assert kind.within(officer).get() == version
    assert draft not in Document.objects.within(head)

    plans.amend(Campaign.objects.get(), reason="Theo tỉnh.", issued_on=AMENDED_ON, number=40, by=product(cast), at=AT)
    made = documents.request(kind, kind.within(head).get(), by=head, at=AT)

    assert set(Document.objects.within(head)) == {made}
    with pytest.raises(PermissionDenied):
        documents.request(kind, version, by=reader, at=AT)


def test_a_communes_own_words_take_the_place_of_the_products(cast):
    version = amended(cast)
    Wording.objects.create(
        commune=cast.commune, kind="plan-amendment", text="closing", version=1, made_at=AT, made_by="Lê Hạnh",
        words="Ủy ban nhân dân {Địa phương} yêu cầu {cơ quan tham mưu} đôn đốc.",
    )  # fmt: skip

    words = words_of(KINDS["plan-amendment"].build(version))

    assert "Ủy ban nhân dân xã Đồng Tâm yêu cầu Phòng Văn hóa - Xã hội đôn đốc." in words
    assert "nếu có vướng mắc" not in words


def test_pages_of_versions_offer_the_amendment_in_draft_to_the_staff_and_issued_to_all(client, clock, cast):
    version = amended(cast, issued=False)
    head, officer = cast.actor("head"), cast.actor("officer")
    client.force_login(officer.user)

    for name, more in (("campaigns:amendment", ()), ("campaigns:version", (2,))):
        page = client.get(here(officer, name, version.campaign_id, *more)).content.decode()
        assert asking(cast, "plan-amendment", version) in page

    first = client.get(here(officer, "campaigns:version", version.campaign_id, 1)).content.decode()
    assert "plan-amendment" not in first
    plans.amend(Campaign.objects.get(), reason="Theo tỉnh.", issued_on=AMENDED_ON, number=40, by=product(cast), at=AT)
    client.force_login(head.user)
    page = client.get(here(head, "campaigns:version", version.campaign_id, 2)).content.decode()
    assert asking(cast, "plan-amendment", version) in page
