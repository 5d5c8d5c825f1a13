"""Sentences of the award part: which number is of which award, who gives it, and what is a standard among them."""

import pytest

from campaigns.reading.reader import read

AWARDS = """KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà”
I. KHEN THƯỞNG
{words}
"""


def test_each_number_of_a_sentence_with_two_forms_takes_its_own():
    words = (
        "1. Tặng Giấy khen của Chủ tịch UBND xã cho 05 tập thể và đề nghị Chủ tịch UBND tỉnh tặng Bằng khen cho 01 "
        "tập thể, 02 cá nhân.\n2. 03 hộ được tặng Giấy khen của Chủ tịch UBND xã, 04 hộ được Chủ tịch UBND tỉnh tặng "
        "Bằng khen."
    )
    quotas = read(AWARDS.format(words=words)).of("quotas")
    assert [(each.value["form"], each.value["authority"], each.value["count"]) for each in quotas] == [
        ("giay_khen", "commune", 5),
        ("bang_khen", "province", 1),
        ("bang_khen", "province", 2),
        ("giay_khen", "commune", 3),
        ("bang_khen", "province", 4),
    ]
    assert {each.warnings for each in quotas} == {("Câu có nhiều hình thức khen; kiểm tra số nào của hình thức nào.",)}


def test_an_award_of_another_body_is_not_that_of_the_chair():
    words = "1. Hiệu trưởng tặng Giấy khen cho 06 tập thể; đề nghị Chủ tịch UBND xã tặng Giấy khen cho 02 cá nhân."
    own, chair = read(AWARDS.format(words=words)).of("quotas")
    told = "Người tặng ghi trong câu không phải Chủ tịch Ủy ban nhân dân; kiểm tra cấp khen."
    assert (own.value["authority"], told in own.warnings) == (None, True)
    assert (chair.value["authority"], chair.warnings) == ("commune", ())


@pytest.mark.parametrize("words", ["Chọn 1/3 số hộ để tặng Giấy khen.", "Tặng Giấy khen cho tập thể (05 giấy)."])
def test_a_number_of_awards_that_no_rule_knows_is_handed_back(words):
    left = read(AWARDS.format(words=f"1. {words}")).leftovers
    assert [each.why for each in left] == ["Có số lượng nhưng chưa rõ có phải số lượng khen thưởng không."]


def test_a_standard_in_the_award_part_is_read_or_asked_about():
    words = (
        "1. Tập thể: đạt các tiêu chuẩn: có tổ tự quản; không có vi phạm.\n2. Tập thể được khen khi: có kế hoạch; "
        "báo cáo đúng hạn.\n3. Hộ gia đình: gương mẫu, vận động ít nhất 03 hộ khác.\n4. Cá nhân: người tốt, việc tốt."
    )
    reading = read(AWARDS.format(words=words))
    told = [(each.value["logic"], each.value["leaves"], each.confidence.value) for each in reading.of("standards")]
    assert told[:2] == [
        ("all", ["có tổ tự quản", "không có vi phạm"], "sure"),
        ("all", ["có kế hoạch", "báo cáo đúng hạn"], "sure"),
    ]
    assert [confidence for *_, confidence in told[2:]] == ["check"]
    assert reading.of("quotas") == []
    assert [each.value for each in reading.of("notes") if each.confidence == "check"][-1].startswith(
        "Cá nhân: người tốt"
    )
