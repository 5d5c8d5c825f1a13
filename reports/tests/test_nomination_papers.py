"""Papers of nomination and appraisal: whose award, which round, who signs, what goes with them, what cells say."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from awards.models import Appraisal, Nomination, Posting
from awards.services import appraisal_notes
from awards.tests.factories import award_plan, make_award_campaign, make_nomination
from campaigns.models import PlanRemark
from campaigns.planfile.schema import DossierPart
from campaigns.planfile.words import QuotaShape
from campaigns.tests.factories import make_campaign
from communes.access import Actor
from communes.models import Commune, Unit
from communes.tests.factories import make_person, make_unit
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.nominees import part_about
from reports.documents.registry import KINDS
from reports.tests.cases import AT, HERE
from reports.tests.test_award_papers import reviewed, the, words_of

SUBMISSION, MINUTES, LIST, NOTICE, NOTE = (
    KINDS[key]
    for key in ("nomination-submission", "review-minutes", "nominee-list", "posting-notice", "appraisal-note")
)


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.fixture
def union(cast):
    """A mass organisation whose name ends in the bare word of the commune's kind."""
    return make_unit(cast.commune, "Hội Liên hiệp Phụ nữ xã", "front", symbol="HPN")


def pool(quota):
    """Return a line of the plan's quotas as one number for collectives and persons together."""
    return replace(quota, shape=QuotaShape.SHARED_POOL, subject=None)


def told(paper) -> list[str]:
    """Return the paragraphs."""
    return [plain(block.text) for block in paper.blocks if isinstance(block, b.Paragraph)]


@pytest.mark.rule("L-12")
def test_what_the_chair_decides_is_submitted_to_be_decided(campaign, cast):
    paper = SUBMISSION.build(make_nomination(campaign, unit=cast.unit("economy")))

    assert "tặng Giấy khen cho 01 tập thể" in told(paper)[0]
    assert told(paper)[-1] == "Kính trình Chủ tịch UBND xã Đồng Tâm xem xét, quyết định."


@pytest.mark.rule("L-12")
@pytest.mark.parametrize(
    ("authority", "whose", "decider"),
    [
        ("province", "Bằng khen của Chủ tịch UBND tỉnh Thái Nguyên", "Chủ tịch UBND tỉnh Thái Nguyên"),
        ("commune", "Bằng khen của Chủ tịch UBND tỉnh Thái Nguyên", "Chủ tịch UBND tỉnh Thái Nguyên"),
        ("higher", "Bằng khen", "cấp có thẩm quyền"),
    ],
)
def test_what_the_chair_does_not_decide_is_submitted_to_be_forwarded(campaign, cast, authority, whose, decider):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), award="bang_khen", authority=authority)

    paper = SUBMISSION.build(nomination)

    assert the(paper, b.Title).abstract == f"Đề nghị tặng {whose} (khen thưởng cuối năm)"
    assert f"kính đề nghị xem xét, trình {decider} tặng Bằng khen cho 01 tập thể" in told(paper)[0]
    assert told(paper)[-1] == f"Kính trình Chủ tịch UBND xã Đồng Tâm xem xét, trình {decider} tặng Bằng khen."
    assert the(paper, b.Table).rows[0][-1] == whose


@pytest.mark.rule("L-12")
@pytest.mark.parametrize(
    ("province", "named"),
    [
        ("Huế", "thành phố Huế"),
        ("tp. Hồ Chí Minh", "thành phố Hồ Chí Minh"),
        ("Hưng Yên", "tỉnh Hưng Yên"),
        ("", "tỉnh"),
    ],
)
def test_the_appraisal_note_names_who_decides(campaign, cast, province, named):
    Commune.objects.update(province=province)
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), award="bang_khen", authority="province", status="under_appraisal"
    )

    words = words_of(NOTE.build(NOTE.records().get(pk=nomination.pk)))

    assert f"cấp quyết định: Chủ tịch UBND {named}." in words


def test_the_submission_lists_its_papers_and_cites_the_minutes_by_their_day(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    reviewed(campaign, nomination)

    assert [plain(item) for item in the(SUBMISSION.build(nomination), b.Clauses).items] == [
        "Biên bản họp của đơn vị ngày 08 tháng 5 năm 2026.", "Báo cáo thành tích.",
    ]  # fmt: skip


def test_where_the_plan_lists_no_papers_those_that_are_there_are_attached(cast):
    campaign = make_award_campaign(cast, parts=())
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    reviewed(campaign, nomination)

    assert [plain(item) for item in the(SUBMISSION.build(nomination), b.Clauses).items] == [
        "Báo cáo thành tích.", "Biên bản họp bình xét ngày 08 tháng 5 năm 2026.",
    ]  # fmt: skip


@pytest.mark.rule("N-09")
def test_a_submission_is_signed_in_the_capacity_of_the_post_and_dated_when_it_was_made(campaign, cast, head):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    campaign.ends_on = date(2030, 12, 31)
    campaign.save()

    paper = SUBMISSION.build(nomination)

    assert (the(paper, b.Signature).lines, the(paper, b.Signature).name) == (("TRƯỞNG PHÒNG",), "Phạm Văn Dũng")
    assert the(paper, b.Letterhead).date_line.endswith("năm 2026")


@pytest.mark.rule("N-09")
def test_what_the_agency_entered_is_signed_by_who_heads_the_unit(campaign, cast, head):
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), status="submitted", by_agency=True, submitted_by="Nguyễn Thị Hạnh"
    )

    assert the(SUBMISSION.build(nomination), b.Signature).name == "Phạm Văn Dũng"


def test_a_body_is_named_in_full_and_its_own_name_does_not_fill_the_column_of_its_place(campaign, union):
    nomination = make_nomination(campaign, unit=union, status="submitted")

    paper = SUBMISSION.build(nomination)

    table = the(paper, b.Table)
    assert the(paper, b.Letterhead).issuer == ("HỘI LIÊN HIỆP PHỤ NỮ XÃ ĐỒNG TÂM",)
    assert [column.title for column in table.columns][1:3] == ["Họ và tên, tên tập thể", "Tóm tắt thành tích"]
    assert table.rows[0][1] == "Hội Liên hiệp Phụ nữ xã Đồng Tâm"
    assert told(paper)[0].startswith("Hội Liên hiệp Phụ nữ xã Đồng Tâm kính trình")


def test_a_persons_place_is_the_body_in_full(campaign, union):
    nomination = make_nomination(campaign, unit=union, subject="individual", status="submitted")

    assert the(SUBMISSION.build(nomination), b.Table).rows[0][2] == "Chuyên viên, Hội Liên hiệp Phụ nữ xã Đồng Tâm"


def test_review_minutes_name_each_round_once_and_the_place_on_a_line_of_its_own(campaign, cast):
    unit = cast.unit("economy")
    nomination = make_nomination(campaign, unit=unit)
    review = reviewed(campaign, nomination)
    deed = make_nomination(campaign, unit=unit, subject="individual", basis="ad_hoc")
    review.votes.create(nomination=deed, votes_for=7)

    paper = MINUTES.build(review)

    assert the(paper, b.Title).abstract.endswith("(khen thưởng cuối năm; khen thưởng đột xuất)")
    assert told(paper)[:2] == [
        "Thời gian bắt đầu: 08 giờ 05 phút, ngày 08 tháng 5 năm 2026.", "Địa điểm: Phòng họp.",
    ]  # fmt: skip
    assert [row[-1] for row in the(paper, b.Table).rows] == ["85,7%", "100%"]


def test_review_minutes_are_signed_by_name_where_the_office_was_typed_behind_it(campaign, cast):
    review = reviewed(campaign, make_nomination(campaign, unit=cast.unit("economy")))
    review.chaired_by, review.secretary = "Ngô Đình Kiên, Trưởng thôn", "Lê Thị Mận - Chi hội trưởng"

    paper = MINUTES.build(review)

    signed = the(paper, b.TwoSignatures)
    assert (signed.left.name, signed.right.name) == ("Lê Thị Mận", "Ngô Đình Kiên")
    assert "Chủ trì: Ngô Đình Kiên, Trưởng thôn. Thư ký: Lê Thị Mận - Chi hội trưởng." in told(paper)


def test_the_list_names_only_who_is_there_and_is_signed_by_name(campaign, cast, officer, head):
    nomination = make_nomination(campaign, unit=cast.unit("service"), status="eligible")
    Appraisal.objects.create(nomination=nomination, appraiser=officer.person, began_at=AT)
    head.person.unit, head.person.position = cast.unit("culture"), "Trưởng phòng Văn hóa - Xã hội"
    head.person.save()

    paper = LIST.build(campaign)

    assert the(paper, b.Annex).title == "DANH SÁCH TẬP THỂ ĐƯỢC ĐỀ NGHỊ KHEN THƯỞNG"
    signed = the(paper, b.TwoSignatures)
    assert (signed.left.name, signed.right.lines, signed.right.name) == (
        "Nguyễn Thị Hạnh", ("TRƯỞNG PHÒNG",), "Phạm Văn Dũng",
    )  # fmt: skip


def test_the_list_says_that_the_plan_names_no_papers(cast):
    campaign = make_award_campaign(cast, parts=())
    make_nomination(campaign, unit=cast.unit("service"), status="ineligible")

    [table] = [block for block in the(LIST.build(campaign), b.Annex).blocks if isinstance(block, b.Table)]

    assert table.rows[0][6] == ("Thành phần hồ sơ: kế hoạch không quy định. Kết luận thẩm định: không đủ điều kiện.")


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (3, "trong ngày 03 tháng 02 năm 2026."),
        (5, "từ ngày 03 tháng 02 năm 2026 đến hết ngày 05 tháng 02 năm 2026."),
    ],
)
def test_a_list_that_hangs_one_day_names_it_once(campaign, cast, last, days):
    posting = Posting.objects.create(
        commune=campaign.commune, campaign=campaign, starts_on=date(2026, 2, 3), ends_on=date(2026, 2, last),
        place="Bảng tin", posted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    posting.nominations.add(make_nomination(campaign, unit=cast.unit("economy"), status="eligible"))

    assert plain(the(NOTICE.build(posting), b.Clauses).items[0]) == f"Thời gian công khai: {days}"


def test_a_notice_is_signed_by_name_filed_at_the_agency_and_names_the_commune_once(campaign, cast):
    Unit.objects.filter(pk=cast.unit("culture").pk).update(name="Văn phòng UBND xã", symbol="VP")
    campaign.signed_by = "Hà Quang Vượng"
    campaign.save()
    posting = Posting.objects.create(
        commune=campaign.commune, campaign=campaign, starts_on=date(2026, 2, 3), ends_on=date(2026, 2, 5),
        place="Bảng tin", posted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    posting.nominations.add(make_nomination(campaign, unit=cast.unit("economy"), status="eligible"))

    paper = NOTICE.build(posting)

    assert the(paper, b.Signature).name == "Hà Quang Vượng"
    assert the(paper, b.Recipients).items[-1] == "Lưu: VT, VP"
    assert "trực tiếp đến Văn phòng UBND xã Đồng Tâm, ghi rõ họ tên" in words_of(paper)


@pytest.mark.rule("KP-04")
def test_the_quota_is_told_until_the_verdict_and_never_counted_after_it(campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")
    given = Appraisal.objects.create(nomination=nomination, appraiser=officer.person, began_at=AT)

    before = words_of(NOTE.build(nomination))
    Appraisal.objects.filter(pk=given.pk).update(verdict="eligible", given_at=AT)
    make_nomination(campaign, unit=cast.unit("service"), status="awarded")
    after = words_of(NOTE.build(nomination))

    assert "Số lượng khen thưởng: còn 01 tập thể." in before
    assert "Số lượng khen thưởng: " not in after


def test_cells_of_the_note_are_sentences_and_say_nothing_twice(campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")

    criteria, conditions = [block for block in NOTE.build(nomination).blocks if isinstance(block, b.Table)]

    cells = [row[3] for row in criteria.rows if row[3]] + [row[2] for row in conditions.rows]
    assert [each for each in cells if not each[0].isupper() or each[-1] not in ".!?…"] == []
    assert criteria.rows[0][3] == "Chưa có kết quả xếp loại mức hoàn thành nhiệm vụ."


def test_who_both_appraised_and_confirmed_signs_once(campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    Appraisal.objects.create(
        nomination=nomination, appraiser=officer.person, began_at=AT, verdict="eligible", given_at=AT,
        confirmed_at=AT, confirmed_by=officer.name, confirmed_alone=True,
    )  # fmt: skip

    paper = NOTE.build(nomination)

    signed = the(paper, b.Signature)
    assert (signed.lines, signed.name) == (("NGƯỜI THẨM ĐỊNH", "VÀ XÁC NHẬN"), officer.name)
    assert f"Người thẩm định đồng thời là người xác nhận: {officer.name}." in words_of(paper)


def test_the_year_of_the_note_is_that_of_the_verdict(campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    late = datetime(2027, 1, 4, 9, 0, tzinfo=HERE)
    Appraisal.objects.create(
        nomination=nomination, appraiser=officer.person, began_at=late, verdict="eligible", given_at=late
    )

    assert the(NOTE.build(nomination), b.Letterhead).date_line.endswith("năm 2027")


def test_a_note_names_the_round_small_inside_its_sentence(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")

    assert f"Phong trào: “{campaign.name}”; khen thưởng cuối năm." in words_of(NOTE.build(nomination))


def test_what_is_left_of_a_common_number_has_its_noun(campaign, cast, monkeypatch):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")
    [line] = [each for each in campaign.plan.rounds[0].quotas if each.key == "tap-the"]
    monkeypatch.setattr(appraisal_notes.quotas, "quotas_of", lambda round, plan: [pool(line)])
    monkeypatch.setattr(appraisal_notes.quotas, "settled", lambda campaign: {line.key: "in_all"})

    told = appraisal_notes.note(nomination, by=Actor.of_product(cast.commune), at=AT).quota_left

    assert told == "Còn 01 trường hợp"


@pytest.mark.parametrize(
    ("title", "subjects", "printed"),
    [
        ("Báo cáo thành tích của tập thể hoặc cá nhân", ["collective"], "Báo cáo thành tích của tập thể"),
        ("Báo cáo của tập thể, cá nhân được đề nghị", ["individual"] * 2, "Báo cáo của cá nhân được đề nghị"),
        ("Tập thể/cá nhân tự đánh giá", ["household"], "Hộ gia đình tự đánh giá"),
        ("Báo cáo của tập thể, cá nhân", ["collective", "individual"], "Báo cáo của tập thể, cá nhân"),
        ("Báo cáo thành tích cá nhân", ["collective"], "Báo cáo thành tích cá nhân"),
    ],
)
def test_a_part_of_the_dossier_names_the_kind_that_it_is_about(title, subjects, printed):
    assert part_about(title, subjects) == printed


@pytest.mark.parametrize("kind", [SUBMISSION, NOTE], ids=["submission", "note"])
def test_papers_about_one_person_name_no_paper_of_a_collective(cast, kind):
    part = DossierPart(key="tom-tat", title="Bản tóm tắt của tập thể hoặc cá nhân")
    campaign = make_award_campaign(cast, parts=(part,))
    nomination = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="under_appraisal")

    words = words_of(kind.build(nomination))

    assert "Bản tóm tắt của cá nhân" in words
    assert "tập thể hoặc cá nhân" not in words


def test_the_names_of_two_appraisers_do_not_break_inside(campaign, cast, officer, leader):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")
    for order, each in enumerate((officer, leader), 1):
        Appraisal.objects.create(
            nomination=nomination, appraiser=each.person, order=order, began_at=AT, verdict="eligible", given_at=AT
        )

    told = the(NOTE.build(nomination), b.TwoSignatures).left.name

    assert told.split(" ") == [f"{officer.name.replace(' ', chr(160))},", leader.name.replace(" ", chr(160))]


@pytest.mark.parametrize(("subject", "called"), [("individual", True), ("household", False)])
def test_a_household_is_not_called_by_the_category_of_its_head(campaign, cast, subject, called):
    unit = cast.unit("economy")
    owner = make_person(cast.commune, "Trịnh Thị Ân", unit=unit, category="resident")
    nomination = make_nomination(campaign, unit=unit, subject=subject, person=owner, status="under_appraisal")

    assert ("người dân" in words_of(NOTE.build(nomination))) is called


@pytest.mark.rule("HP-02")
def test_the_note_tells_a_number_in_doubt_as_it_was_settled(cast):
    plan = award_plan(key="mot-so-chung")
    [described] = plan.rounds
    [line] = [each for each in described.quotas if each.key == "tap-the"]
    plan = replace(plan, rounds=(replace(described, quotas=(replace(pool(line), words="01 tập thể, cá nhân"),)),))
    campaign = make_campaign(cast, document=plan, status="issued")
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")

    before = words_of(NOTE.build(nomination))
    PlanRemark.objects.create(
        campaign=campaign, code="ambiguous_quota", message="Chưa rõ.", about=line.key, reading="in_all",
        settlement="Một số chung.", settled_at=AT, settled_by="Hạnh",
    )  # fmt: skip
    after = words_of(NOTE.build(Nomination.objects.get(pk=nomination.pk)))

    assert "chưa rõ là tất cả 01" in before
    assert "chưa rõ là" not in after
    assert "Tất cả 01, gồm cả tập thể và cá nhân." in after
