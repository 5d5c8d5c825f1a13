"""What a careful reader asks a person about: odd places of the text, and what no rule took."""

import pytest

from campaigns.reading.reader import read

PLAN = """ỦY BAN NHÂN DÂN
XÃ TÂN HÒA
Số: 15/KH-UBND
Tân Hòa, ngày 18 tháng 02 năm 2026
KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà, đẹp ngõ” năm 2026
Thực hiện Kế hoạch số 88/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân tỉnh;
I. NỘI DUNG THI ĐUA
{content}
II. KHEN THƯỞNG
1. Tiêu chuẩn
{standards}
2. Hình thức, số lượng
{quotas}
III. TỔ CHỨC THỰC HIỆN
{duties}
Trên đây là Kế hoạch phát động phong trào thi đua./.
Nơi nhận:
- {recipient};
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trương Anh Tú
"""
PARTS = {
    "content": "- Giữ gìn đường làng sạch sẽ.",
    "standards": "Đối với tập thể: đạt tất cả các tiêu chuẩn sau:\n- Có sáng kiến;\n- Không có vi phạm.",
    "quotas": "Chủ tịch UBND xã tặng Giấy khen cho 02 tập thể.",
    "duties": "1. Phòng Văn hóa - Xã hội: gửi báo cáo về UBND xã trước ngày 30/11/2026.",
    "recipient": "UBND tỉnh",
}
REMARKS = [
    ({"content": "- Giữ gìn đường làng trên địa bàn xã Mường Chon."}, "name_variant", "xã Mường Chon"),
    ({"content": "- Vận động vận động nhân dân dọn vệ sinh."}, "duplicate_word", "Vận động vận động"),
    ({"content": "- Bố trí kinh phí từ nguồn đóng góp theo"}, "lost_word", "theo"),
    ({"content": "- Tiếp nối giai đoạn 5 năm 2021 - 2026."}, "period_conflict", "5 năm 2021 - 2026"),
    ({"content": "- Đợt 2: từ ngày 01/10/2026 đến ngày 30/9/2026."}, "period_conflict", "01/10/2026"),
    ({"content": "- Thực hiện nghị quyết của Thành ủy."}, "name_variant", "Thành ủy"),
    ({"recipient": "Phòng Nội vụ huyện"}, "abolished_body", "Phòng Nội vụ"),
    ({"duties": "1. Các thôn: tổ chức bình xét, khen thưởng theo thẩm quyền."}, "authority_doubt", "theo thẩm quyền"),
    ({"duties": "1. Các thôn: gửi báo cáo về UBND xã trước ngày 30/11/2025."}, "period_conflict", "30/11/2025"),
    (
        {"standards": "Đối với tập thể: đạt tất cả các tiêu chuẩn sau:\n- Nhiều năm liền không vi phạm;\n- Sạch."},
        "unexplained_term",
        "Nhiều năm liền",
    ),
]
FLAGGED_QUOTAS = [
    ("Chủ tịch UBND xã tặng Bằng khen cho 01 tập thể.", "Chủ tịch UBND cấp xã không có thẩm quyền tặng Bằng khen."),
    (
        "Giấy khen của Chủ tịch Hội đồng Thi đua - Khen thưởng: 05 tập thể.",
        "Hội đồng không tặng Giấy khen; thẩm quyền là của Chủ tịch Ủy ban nhân dân.",
    ),
    ("Tặng Giấy khen cho 02 tập thể.", "Kế hoạch không ghi cấp nào khen."),
    ("Khen thưởng không quá 20% số cơ sở.", "Chưa rõ hình thức khen của số lượng này."),
]


def reading(**parts):
    """Return the reading of a small plan with some of its parts replaced."""
    return read(PLAN.format(**(PARTS | parts)))


def test_a_plain_plan_has_no_remarks_and_nothing_left():
    found = reading()
    assert found.of("remarks") == []
    assert found.leftovers == []


@pytest.mark.parametrize(("parts", "code", "words"), REMARKS)
def test_an_odd_place_becomes_a_remark_with_its_words(parts, code, words):
    (remark,) = reading(**parts).of("remarks")
    assert remark.value["code"] == code
    assert words in remark.source
    assert remark.confidence == "check"


@pytest.mark.parametrize(("words", "warning"), FLAGGED_QUOTAS)
def test_a_number_of_awards_that_cannot_be_right_is_flagged(words, warning):
    (quota,) = reading(quotas=words).of("quotas")
    assert warning in quota.warnings


def test_a_day_that_is_no_last_day_of_a_paper_is_handed_back_with_the_reason():
    (left,) = reading(content="- Hoàn thành xóa 11 nhà tạm trước ngày 31/10/2026.").leftovers
    assert left.why == "Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."


def test_a_number_in_the_award_part_that_no_rule_took_is_handed_back():
    found = reading(quotas="Chủ tịch UBND xã tặng Giấy khen cho 02 tập thể và 7 nghệ nhân.")
    assert [left.why for left in found.leftovers] == ["Có số lượng nhưng chưa rõ có phải số lượng khen thưởng không."]


def test_markers_that_come_twice_are_told():
    found = reading(duties="1. Phòng Kinh tế: theo dõi.\n1. Các thôn: thực hiện.")
    assert [each.value["message"] for each in found.of("remarks")] == ["Số thứ tự 1 dùng hai lần trong cùng một mục."]


def test_a_scoring_table_that_does_not_add_up_is_told():
    annex = "PHỤ LỤC\nTT\nTiêu chí\nĐiểm\n1\nCó đăng ký thi đua\n60\n2\nBáo cáo đúng hạn\n35\nTổng điểm\n100\n"
    found = read(PLAN.format(**PARTS) + annex)
    assert [each.value["points"] for each in found.of("scoring")] == [60, 35]
    (remark,) = found.of("remarks")
    assert remark.value["message"] == "Các dòng cộng lại được 95 điểm, không phải 100 điểm."


def test_two_papers_with_one_last_day_are_two_deadlines():
    duties = "1. Các thôn: hồ sơ khen thưởng và báo cáo kết quả gửi UBND xã (qua Phòng Kinh tế) trước ngày 30/11/2026."
    found = reading(duties=duties).of("deadlines")
    assert [(each.value["paper"], each.value["on"], each.value["to"], each.value["through"]) for each in found] == [
        ("unit_report", "2026-11-30", "UBND xã", "Phòng Kinh tế"),
        ("dossier", "2026-11-30", "UBND xã", "Phòng Kinh tế"),
    ]


def test_an_empty_file_is_said_to_have_no_words():
    assert read(" \n\n").warnings == [
        "Tệp không có chữ nào đọc được. Nếu là bản quét, cần dùng bản Word hoặc PDF có chữ."
    ]
