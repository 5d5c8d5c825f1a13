"""Numbers of awards in words, the awards they are of, and how many standards of a list have to hold."""

import pytest

from campaigns.reading.honours import Setting, authority_in, form_in, forms_in
from campaigns.reading.logic import clauses, joins, logic_of, parted, preconditions
from campaigns.reading.quotas import amounts, spelled

AMOUNTS = [
    ("tặng Giấy khen cho 03 tập thể, 05 cá nhân", [("fixed", "collective", 3), ("fixed", "individual", 5)]),
    ("không quá 02 tập thể", [("ceiling", "collective", 2)]),
    ("không vượt quá 20 người", [("ceiling", "individual", 20)]),
    ("tối đa 10 cá nhân", [("ceiling", "individual", 10)]),
    (
        "không quá 05 tập thể, 10 hộ gia đình và 15 cá nhân",
        [("ceiling", "collective", 5), ("ceiling", "household", 10), ("ceiling", "individual", 15)],
    ),
    ("mỗi thôn 01 hộ gia đình, 01 cá nhân", [("per_body", "household", 1), ("per_body", "individual", 1)]),
    ("mỗi tổ vận động 02 (hai) cá nhân", [("per_body", "individual", 2)]),
    ("12 (mười hai) cá nhân", [("fixed", "individual", 12)]),
    ("bốn (04) thôn và hai mươi (20) cá nhân", [("fixed", "collective", 4), ("fixed", "individual", 20)]),
    ("cá nhân giỏi nhất mỗi tổ (tổng cộng 4 người)", [("fixed", "individual", 4)]),
    ("hai tập thể", [("fixed", "collective", 2)]),
    ("10 mô hình tập thể", [("fixed", "collective", 10)]),
    ("không hạn chế số lượng", [("not_fixed", None, None)]),
    ("số lượng phù hợp với kết quả thực hiện", [("not_fixed", None, None)]),
    (
        "01 giải Nhất, 02 giải Nhì dành cho các tổ dân phố",
        [("fixed", "collective", 1), ("fixed", "collective", 2)],
    ),
    ("06 giải cá nhân và 01 giải tập thể", [("fixed", "individual", 6), ("fixed", "collective", 1)]),
    ("Giải C: 08 giải, mỗi giải 300.000 đồng", [("fixed", None, 8)]),
    ("Tập thể: 05; cá nhân: 10", [("fixed", "collective", 5), ("fixed", "individual", 10)]),
    ("Tập thể: 05 cá nhân: không quá 10", [("fixed", "collective", 5), ("ceiling", "individual", 10)]),
    ("không quá 05 đồng chí mỗi chi bộ", [("per_body", "individual", 5)]),
    ("01 tập thể/thôn", [("per_body", "collective", 1)]),
    ("tặng Giấy khen cho mười hai cá nhân", [("fixed", "individual", 12)]),
]
DOUBTED = [
    ("02 trường hợp (tập thể hoặc cá nhân)", [("shared_pool", None, 2)]),
    ("01 tập thể, cá nhân tiêu biểu", [("unclear", None, 1)]),
    ("03 (hai) tập thể", [("unclear", "collective", 3)]),
    ("khoảng 15 hộ", [("unclear", "household", 15)]),
    ("ít nhất 02 cá nhân", [("fixed", "individual", 2)]),
    ("01 đến 02 cá nhân", [("fixed", "individual", 2)]),
    ("được giới thiệu 02 hộ", [("fixed", "household", 2)]),
    ("mỗi xã đề nghị 01 tập thể", [("per_body", "collective", 1)]),
    ("mỗi đợt tặng Giấy khen cho 05 tập thể", [("fixed", "collective", 5)]),
    ("03 tập thể (01 thôn, 02 trường học)", [("fixed", "collective", 3)]),
    ("25 cá nhân, trong đó 05 cá nhân là nông dân", [("fixed", "individual", 25), ("fixed", "individual", 5)]),
]
NONE = [
    "theo Điều 12 Luật Thi đua, khen thưởng",
    "trong năm 2026",
    "02 bản chính",
    "biên bản (02 bản)",
    "số 15/KH-UBND",
    "đề nghị khen phải có số phiếu đồng ý của các thành viên đạt 90%",
    "khen thưởng khi có từ 80% hộ dân trở lên tham gia",
    "03 giải pháp",
    "cứ 10 cá nhân được khen thì có ba nữ",
]
FORMS = [
    ("Giấy khen của Chủ tịch UBND xã", "giay_khen", "commune"),
    ("Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen", "bang_khen", "province"),
    ("đề nghị Chủ tịch UBND thành phố tặng Bằng khen", "bang_khen", "province"),
    ("Chủ tịch UBND huyện tặng Giấy khen", "giay_khen", "district"),
    ("đề nghị cấp có thẩm quyền xem xét", None, "higher"),
    ("đề nghị Trung ương Hội Khuyến học tặng Kỷ niệm chương", "other", "higher"),
    ("gửi Thư khen", "other", None),
    ("Cờ lưu niệm của phường", "other", "commune"),
    ("hoàn thành nhiệm vụ", None, None),
]
LOGIC = [
    ("đạt một trong các tiêu chuẩn sau", 3, "any", None, 0),
    ("ít nhất một trong hai thành tích", 2, "any", None, 0),
    ("đạt các tiêu chuẩn sau", 3, "all", None, 0),
    ("đạt tất cả các tiêu chí", 4, "all", None, 0),
    ("hội đủ các điều kiện", 3, "all", None, 0),
    ("đạt cả hai tiêu chuẩn", 2, "all", None, 0),
    ("đạt ít nhất 05 trong 05 tiêu chí", 5, "all", 5, 0),
    ("đạt ít nhất 03 trong 05 tiêu chí sau", 5, "at_least", 3, 0),
    ("đạt ít nhất 03 (ba) trong 05 (năm) tiêu chí", 5, "at_least", 3, 0),
    ("đạt ít nhất 3/4 tiêu chí sau", 4, "at_least", 3, 0),
    ("có ít nhất hai trong ba tiêu chuẩn sau", 3, "at_least", 2, 0),
    ("từ hai nội dung trở lên trong các nội dung dưới đây", 4, "at_least", 2, 0),
    ("ít nhất 03 trong 04 tiêu chí", 5, "at_least", 3, 1),
    ("đạt ít nhất 06 tiêu chí", 4, "at_least", 6, 1),
    ("sau đây", 3, "unstated", None, 1),
    ("", 1, "unstated", None, 0),
]
PARTED = [
    (
        "chấp hành tốt pháp luật và đạt một trong các tiêu chuẩn: có sáng kiến; có thành tích đột xuất",
        ["chấp hành tốt pháp luật"],
        ["có sáng kiến", "có thành tích đột xuất"],
    ),
    ("hoàn thành nhiệm vụ và không có phản ánh", [], ["hoàn thành nhiệm vụ", "không có phản ánh"]),
    (
        "Có quỹ khuyến học; không có trẻ bỏ học. Đạt cả hai nội dung trên.",
        [],
        ["Có quỹ khuyến học", "không có trẻ bỏ học"],
    ),
    (
        "đạt từ 85 điểm, không có vụ tai nạn và nộp báo cáo đúng hạn",
        [],
        ["đạt từ 85 điểm", "không có vụ tai nạn", "nộp báo cáo đúng hạn"],
    ),
    ("tích cực, tự nguyện; hoặc có sáng kiến", [], ["tích cực, tự nguyện", "có sáng kiến"]),
]


@pytest.mark.parametrize(("words", "wanted"), AMOUNTS)
def test_numbers_are_read_with_shape_and_subject(words, wanted):
    assert [(each.shape, each.subject, each.count) for each in amounts(words)] == wanted
    assert not any(each.warnings for each in amounts(words))


@pytest.mark.parametrize(("words", "wanted"), DOUBTED)
def test_numbers_that_can_be_read_two_ways_are_flagged(words, wanted):
    assert [(each.shape, each.subject, each.count) for each in amounts(words)] == wanted
    assert all(each.warnings for each in amounts(words))


@pytest.mark.parametrize("words", NONE)
def test_numbers_of_other_things_are_no_awards(words):
    assert amounts(words) == []


def test_a_share_names_its_whole():
    (share,) = amounts("không quá 30% tổng số thôn")
    assert (share.shape, share.subject, share.percent, share.warnings) == ("percentage", "collective", "30", ())


def test_a_limit_that_may_be_meant_for_a_second_number_is_asked_about():
    share, number = amounts("không quá 15% tổng số thôn và 20 cá nhân")
    assert (share.shape, share.percent, share.warnings) == ("percentage", "15", ())
    assert number.warnings == ("Không rõ “không quá” đứng trước có nói cả về số này không.",)


def test_each_after_two_numbers_may_be_meant_for_both():
    first, second = amounts("03 tập thể và 05 cá nhân cho mỗi thôn")
    assert (first.shape, second.shape) == ("per_body", "per_body")
    assert (len(first.warnings), len(second.warnings)) == (1, 0)


def test_two_limits_for_one_award_are_flagged():
    share, most = amounts("không quá 5% tổng số người và không vượt quá 20 người")
    assert (share.shape, most.shape, most.count) == ("percentage", "ceiling", 20)
    assert share.warnings == most.warnings == ("Hai giới hạn cho cùng một loại khen.",)


def test_brackets_that_share_a_number_out_are_no_number_of_their_own():
    families, people = amounts("23 gia đình (mỗi bản 01 gia đình) và 10 cá nhân")
    assert (families.count, families.shape, people.count, people.shape) == (23, "fixed", 10, "fixed")
    assert families.warnings == ("Kế hoạch ghi thêm trong ngoặc: mỗi nơi 01 gia đình.",)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("một", 1),
        ("mười", 10),
        ("mười hai", 12),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi lăm", 25),
        ("các", None),
    ],
)
def test_numbers_in_letters_are_understood(words, number):
    assert spelled(words) == number


@pytest.mark.parametrize(("words", "form", "authority"), FORMS)
def test_an_award_is_known_with_who_gives_it(words, form, authority):
    assert (form_in(words), authority_in(words)) == (form, authority)


def test_all_forms_of_a_sentence_are_named_in_their_order():
    assert forms_in("tặng Bằng khen, Giấy khen hoặc gửi Thư khen") == ["bang_khen", "giay_khen", "other"]


def test_a_heading_outranks_the_level_in_its_sentences_and_asks_about_it():
    told = Setting().told("Giấy khen của Chủ tịch UBND xã:").told("Chủ tịch UBND thị xã tặng Giấy khen")
    assert (told.form, told.authority) == ("giay_khen", "commune")
    assert told.doubts == ("Cấp khen trong câu khác với cấp ghi ở mục chứa câu này.",)


@pytest.mark.parametrize(("words", "leaves", "name", "least", "doubts"), LOGIC)
def test_words_tell_how_many_standards_have_to_hold(words, leaves, name, least, doubts):
    logic = logic_of(words, leaves)
    assert (logic.name, logic.min_true, len(logic.doubts)) == (name, least, doubts)


@pytest.mark.parametrize(("words", "before", "leaves"), PARTED)
def test_one_sentence_parts_into_conditions_and_standards(words, before, leaves):
    assert parted(words) == (before, leaves)


def test_conditions_stand_before_the_words_that_count():
    words = "Nội bộ đoàn kết, không có khiếu kiện đông người và đạt ít nhất 04 trong 06 tiêu chuẩn sau:"
    assert preconditions(words) == ["Nội bộ đoàn kết", "không có khiếu kiện đông người"]


def test_a_list_in_one_sentence_is_joined_by_its_last_and():
    assert joins("ký cam kết; để xe đúng vạch và không vi phạm")
    assert not joins("ký và thực hiện cam kết; để xe đúng vạch")
    assert clauses("ký và thực hiện cam kết; để xe đúng vạch") == ["ký và thực hiện cam kết", "để xe đúng vạch"]
