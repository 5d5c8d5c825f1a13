"""Báo cáo thành tích: the three forms, what the records fill in, what is left to the pen, what stays untold."""

from datetime import date

import pytest

from awards.models import Assessment, EarlierAward
from awards.tests.factories import SUBMITTED_AT, make_award_campaign, make_decision, make_nomination
from awards.tests.standing_cases import make_initiative
from communes.tests.factories import make_person
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.registry import KINDS
from reports.models import Wording

KIND = KINDS["achievement-report"]


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.fixture
def person(cast):
    """A woman of Phòng Kinh tế, born in 1990."""
    return make_person(
        cast.commune, "Trịnh Thị Ân", unit=cast.unit("economy"), position="Chuyên viên", gender="female",
        birth_year=1990,
    )  # fmt: skip


def lines_of(paper) -> list[str]:
    """Return the paragraphs and the items of lists, in reading order."""
    found = []
    for block in paper.blocks:
        if isinstance(block, b.Paragraph):
            found.append(plain(block.text))
        elif isinstance(block, b.Listing):
            found += [plain(item) for item in block.items]
    return found


def headings_of(paper) -> list[str]:
    """Return the headings."""
    return [block.text for block in paper.blocks if isinstance(block, b.Heading)]


def signed(paper) -> list[tuple]:
    """Return the lines and names above and below each signature."""
    found = [block for block in paper.blocks if isinstance(block, (b.Signature, b.TwoSignatures))]
    sides = [(one,) if isinstance(one, b.Signature) else (one.left, one.right) for one in found]
    return [(side.lines, side.name) for pair in sides for side in pair if side.lines]


def test_a_collectives_report_prints_the_sections_that_were_typed(campaign, cast):
    report = {"profile": "Phòng có 07 người, thực hiện nhiệm vụ quản lý kinh tế.", "achievement": "Đạt 99%."}
    nomination = make_nomination(campaign, unit=cast.unit("economy"), report=report)

    paper = KIND.build(nomination)

    assert headings_of(paper) == ["SƠ LƯỢC TẬP THỂ", "THÀNH TÍCH ĐẠT ĐƯỢC", "KHEN THƯỞNG ĐÃ NHẬN"]
    lines = lines_of(paper)
    assert lines[:3] == [
        f"Căn cứ kết quả thực hiện phong trào thi đua “{campaign.name}”, Phòng Kinh tế báo cáo thành tích đề nghị "
        "tặng Giấy khen như sau:",
        "Tên đơn vị: Phòng Kinh tế.",
        f"Địa chỉ, điện thoại: {'…' * 17}",
    ]
    assert lines[3:5] == ["Phòng có 07 người, thực hiện nhiệm vụ quản lý kinh tế.", "Đạt 99%."]
    assert lines[-1] == "Trên đây là báo cáo thành tích của Phòng Kinh tế, kính đề nghị các cấp xem xét, khen thưởng."
    assert signed(paper) == [(("THỦ TRƯỞNG ĐƠN VỊ",), "")]
    assert paper.draft is True


def test_a_collective_that_handed_in_is_signed_for_by_its_head(campaign, cast, head):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")

    assert signed(KIND.build(nomination)) == [(("TRƯỞNG PHÒNG",), "Phạm Văn Dũng")]


def test_a_persons_report_says_what_the_records_hold_and_leaves_room_for_the_rest(campaign, cast, person, head):
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted"
    )

    paper = KIND.build(nomination)

    assert lines_of(paper)[1:7] == [
        "Họ và tên: Trịnh Thị Ân. Giới tính: Nữ.",
        "Ngày, tháng, năm sinh: ……/……/1990.",
        f"Quê quán: {'…' * 22}",
        f"Nơi ở hiện nay: {'…' * 19}",
        f"Trình độ chuyên môn, nghiệp vụ: {'…' * 11}",
        "Chức vụ: Chuyên viên.",
    ]
    assert "Đơn vị công tác: Phòng Kinh tế." in lines_of(paper)
    assert signed(paper) == [
        (("XÁC NHẬN CỦA ĐƠN VỊ", "TRƯỞNG PHÒNG"), "Phạm Văn Dũng"),
        (("NGƯỜI BÁO CÁO", "THÀNH TÍCH"), "Trịnh Thị Ân"),
        (("XÁC NHẬN CỦA", "CẤP TRÌNH KHEN THƯỞNG"), ""),
    ]
    [head] = [block for block in paper.blocks if isinstance(block, b.Letterhead)]
    assert (head.number_line, head.issuer) == ("", ("PHÒNG KINH TẾ",))
    assert paper.draft is False


@pytest.mark.parametrize("subject", ["individual", "household"])
def test_the_achievements_of_the_units_head_are_confirmed_by_the_committee_above(campaign, cast, head, subject):
    honoured = head.person
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), subject=subject, person=honoured, status="submitted"
    )

    above, own = signed(KIND.build(nomination))

    assert above == (("XÁC NHẬN CỦA", "ỦY BAN NHÂN DÂN", "XÃ ĐỒNG TÂM"), "")
    assert own[1] == "Phạm Văn Dũng"


def test_a_head_by_post_whose_dossier_another_handed_in_is_not_confirmed_by_the_own_unit(campaign, cast, person):
    type(person).objects.filter(pk=person.pk).update(position="Trưởng phòng")
    person.refresh_from_db()
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted"
    )

    assert signed(KIND.build(nomination))[0][0] == ("XÁC NHẬN CỦA", "ỦY BAN NHÂN DÂN", "XÃ ĐỒNG TÂM")


def test_nothing_is_asked_again_that_the_typed_profile_says(campaign, cast, person):
    report = {"profile": "Sinh ngày 02/9/1990. Quê quán: xã Hồng Hà; thường trú: xóm 4. Trình độ: đại học."}
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", person=person, report=report
    )

    lines = lines_of(KIND.build(nomination))

    assert [line for line in lines[1:-1] if "……" in line] == [f"Danh hiệu, hình thức đã nhận: {'…' * 12}"]
    assert lines[2] == "Năm sinh: 1990."


def test_a_households_report_is_signed_by_its_head_and_confirmed(campaign, cast, person):
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), subject="household", person=person, status="submitted",
        report={"achievement": "Hiến 120 m² đất."},
    )  # fmt: skip

    paper = KIND.build(nomination)

    [title] = [block for block in paper.blocks if isinstance(block, b.Title)]
    assert title.abstract == "Đề nghị tặng Giấy khen cho hộ gia đình bà Trịnh Thị Ân"
    assert headings_of(paper) == ["SƠ LƯỢC HỘ GIA ĐÌNH", "THÀNH TÍCH ĐẠT ĐƯỢC", "KHEN THƯỞNG ĐÃ NHẬN"]
    assert lines_of(paper)[1:6] == [
        "Họ và tên chủ hộ: Trịnh Thị Ân. Giới tính: Nữ.",
        "Năm sinh: 1990.",
        f"Nơi ở: {'…' * 24}",
        f"Số người trong hộ: {'…' * 18}",
        f"Nghề nghiệp chính: {'…' * 18}",
    ]
    assert signed(paper)[1] == (("ĐẠI DIỆN", "HỘ GIA ĐÌNH"), "Trịnh Thị Ân")


def test_awards_received_come_from_the_book_and_the_records_with_the_ratings(campaign, cast, person):
    unit = cast.unit("economy")
    earlier = make_nomination(campaign, unit=unit, subject="individual", person=person, status="awarded")
    make_decision(campaign, [earlier], status="published", number=3, issued_on=date(2026, 2, 1))
    EarlierAward.objects.create(
        commune=cast.commune, person=person, title="Chiến sĩ tiên tiến", authority="Chủ tịch UBND huyện",
        decision_number="88/QĐ-UBND", decision_on=date(2024, 12, 20), recorded_at=SUBMITTED_AT, recorded_by="Hạnh",
    )  # fmt: skip
    Assessment.objects.create(
        commune=cast.commune, person=person, kind="rating", year=2025, level="Hoàn thành xuất sắc nhiệm vụ",
        document="Thông báo số 12/TB-UBND", recorded_at=SUBMITTED_AT, recorded_by="Hạnh",
    )  # fmt: skip
    nomination = make_nomination(campaign, unit=unit, subject="individual", person=person, basis="ad_hoc")

    awards, ratings = [block for block in KIND.build(nomination).blocks if isinstance(block, b.Table)]

    assert awards.rows == (
        ("2024", "Chiến sĩ tiên tiến",
         "Quyết định số 88/QĐ-UBND ngày 20 tháng 12 năm 2024 của Chủ tịch UBND huyện"),
        ("2026", "Giấy khen",
         "Quyết định số 03/QĐ-UBND ngày 01 tháng 02 năm 2026 của Chủ tịch UBND xã Đồng Tâm"),
    )  # fmt: skip
    assert ratings.rows == (("2025", "Hoàn thành xuất sắc nhiệm vụ", "Thông báo số 12/TB-UBND"),)
    assert ratings.caption == "Kết quả đánh giá, xếp loại hằng năm"


@pytest.mark.parametrize(
    ("awarded", "told"), [(False, "Chưa được khen thưởng; không bị kỷ luật."), (True, "Không bị kỷ luật.")]
)
def test_a_person_who_typed_that_there_is_nothing_says_so_in_full(campaign, cast, person, awarded, told):
    unit = cast.unit("economy")
    if awarded:
        earlier = make_nomination(campaign, unit=unit, subject="individual", person=person, status="awarded")
        make_decision(campaign, [earlier], status="published", number=3, issued_on=date(2026, 2, 1))
    nomination = make_nomination(
        campaign, unit=unit, subject="individual", person=person, basis="ad_hoc", report={"earlier_awards": "Không có."}
    )

    lines = lines_of(KIND.build(nomination))

    assert told in lines
    assert "Không có." not in lines


def test_an_initiative_of_the_table_is_not_named_a_second_time(campaign, cast, person):
    typed = "- Sổ tay một cửa.\n- Nhóm Zalo của xóm."
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", person=person, report={"initiatives": typed}
    )
    make_initiative(nomination, title="Sổ tay một cửa")

    paper = KIND.build(nomination)

    [table] = [block for block in paper.blocks if isinstance(block, b.Table)]
    assert [row[1] for row in table.rows] == ["Sổ tay một cửa"]
    assert "Nhóm Zalo của xóm." in lines_of(paper)
    assert "Sổ tay một cửa." not in lines_of(paper)


@pytest.mark.parametrize("known", [{"status": "issued"}, {"status": "published", "issued_on": date(2027, 1, 5)}])
def test_no_award_is_told_that_is_unpublished_or_later_than_the_dossier(campaign, cast, person, known):
    unit = cast.unit("economy")
    other = make_nomination(campaign, unit=unit, subject="individual", person=person, status="awarded")
    make_decision(campaign, [other], number=3, **known)
    nomination = make_nomination(
        campaign, unit=unit, subject="individual", person=person, basis="ad_hoc", status="submitted"
    )

    assert [block for block in KIND.build(nomination).blocks if isinstance(block, b.Table)] == []


def test_a_deed_stands_before_the_achievements_with_its_day(campaign, cast, person):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person,
                                 basis="ad_hoc", status="submitted")  # fmt: skip

    day = f"{nomination.deed_on:%d/%m/%Y}"
    assert f"Việc làm, thành tích đột xuất, ngày {day}: Cứu người bị nạn." in lines_of(KIND.build(nomination))


def test_the_commune_words_the_report_itself(campaign, cast):
    Wording.objects.create(
        commune=cast.commune, kind=KIND.key, text="lead", version=1, made_at=SUBMITTED_AT, made_by="Hạnh",
        words="{Tên được đề nghị} xin báo cáo kết quả tham gia {tên phong trào}:",
    )  # fmt: skip
    nomination = make_nomination(campaign, unit=cast.unit("economy"))

    assert lines_of(KIND.build(nomination))[0] == f"Phòng Kinh tế xin báo cáo kết quả tham gia {campaign.name}:"
