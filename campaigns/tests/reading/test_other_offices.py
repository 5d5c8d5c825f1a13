"""Shapes of papers from other offices: letters, decisions with a plan attached, torn copies, tables of awards."""

import pytest

from campaigns.reading.reader import read

LETTER = """UBND XÃ TÂN HÒA
Số: 88/UBND-VHXH
V/v phát động phong trào thi đua “Sạch nhà,
đẹp ngõ” năm 2026

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Hòa, ngày 18 tháng 02 năm 2026

Kính gửi:
- Các phòng, đơn vị;
- Trưởng các thôn.

Thực hiện Công văn số 31/UBND-NC ngày 05/02/2026 của UBND tỉnh; để giữ gìn vệ sinh, UBND xã đề nghị thực hiện như sau:
1. Tập thể được đề nghị khen thưởng phải bảo đảm: đường sạch; rác được phân loại; không có hộ vi phạm.
2. Giao Công an xã kiểm tra; Phòng Kinh tế tổng hợp kết quả.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trương Anh Tú
"""
DECISION = """ỦY BAN NHÂN DÂN
XÃ TÂN HÒA
Số: 40/QĐ-UBND
Tân Hòa, ngày 18 tháng 02 năm 2026
QUYẾT ĐỊNH
Ban hành Kế hoạch phát động phong trào thi đua “Sạch nhà, đẹp ngõ”
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN HÒA
Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
Theo đề nghị của Trưởng phòng Kinh tế tại Tờ trình số 12/TTr-KT ngày 10/02/2026,
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát động phong trào thi đua.
Điều 2. Các thôn chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
CHỦ TỊCH
Trương Anh Tú
ỦY BAN NHÂN DÂN
XÃ TÂN HÒA
KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà, đẹp ngõ”
(Ban hành kèm theo Quyết định số 40/QĐ-UBND
ngày 18 tháng 02 năm 2026 của Chủ tịch UBND xã)
I. MỤC ĐÍCH
- Giữ gìn đường làng sạch sẽ.
II. THỜI GIAN GỬI HỒ SƠ
- Các thôn gửi hồ sơ về UBND xã trước ngày 30/11.
"""
AWARDS = """KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà”
I. KHEN THƯỞNG
{words}
"""
AIMS = """KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà”
I. MỤC ĐÍCH
{words}
"""
DUE = """KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà”
I. TỔ CHỨC THỰC HIỆN
{words}
"""


def facts(reading, *names):
    """Return the first value of fields."""
    return tuple(reading.one(name) for name in names)


def test_a_letter_without_title_has_a_head_of_its_own():
    reading = read(LETTER)
    assert facts(reading, "number", "symbol", "place", "dated") == ("88", "UBND-VHXH", "Tân Hòa", "2026-02-18")
    assert facts(reading, "issuer", "name") == ({"kind": "xa", "name": "Tân Hòa"}, "Sạch nhà, đẹp ngõ")
    assert reading.one("abstract") == "phát động phong trào thi đua “Sạch nhà, đẹp ngõ” năm 2026"
    assert [each.value for each in reading.of("notes")[:3]] == [
        "Kính gửi:",
        "- Các phòng, đơn vị;",
        "- Trưởng các thôn.",
    ]
    assert reading.warnings == ["Không thấy chữ KẾ HOẠCH ở đầu văn bản; kiểm tra có đúng là bản kế hoạch không."]


def test_a_letter_tells_its_basis_from_its_aim():
    (basis,) = read(LETTER).of("bases")
    assert basis.value["text"] == "Thực hiện Công văn số 31/UBND-NC ngày 05/02/2026 của UBND tỉnh"
    assert read(LETTER).one("lead") == "để giữ gìn vệ sinh, UBND xã đề nghị thực hiện như sau:"


def test_a_letter_without_parts_still_says_standards_and_who_is_charged():
    reading = read(LETTER)
    (standard,) = reading.of("standards")
    assert standard.value["leaves"] == ["đường sạch", "rác được phân loại", "không có hộ vi phạm"]
    assert [each.value["unit"] for each in reading.of("responsibilities")] == ["Công an xã", "Phòng Kinh tế"]


def test_a_plan_attached_to_a_decision_takes_number_bases_and_signature_from_it():
    reading = read(DECISION)
    assert facts(reading, "number", "symbol", "dated") == ("40", "QĐ-UBND", "2026-02-18")
    assert reading.one("abstract") == "Phát động phong trào thi đua “Sạch nhà, đẹp ngõ”"
    assert [each.value["number"] for each in reading.of("bases")] == [None, "12/TTr-KT"]
    assert [each.value for each in reading.of("recipients")] == ["Như Điều 2", "Lưu: VT"]
    (signature,) = reading.of("signature")
    assert (signature.value, signature.warnings) == ({"lines": ["CHỦ TỊCH"], "name": "Trương Anh Tú"}, ())
    assert [each.value for each in reading.of("objectives")] == ["Giữ gìn đường làng sạch sẽ."]
    assert [(each.value["on"], each.value["to"]) for each in reading.of("deadlines")] == [("2026-11-30", "UBND xã")]
    assert reading.leftovers == []


def test_a_plan_and_its_decision_have_one_issuer_that_is_asked_about_where_they_differ():
    (issuer,) = read(DECISION).of("issuer")
    assert (issuer.value["name"], issuer.warnings) == ("Tân Hòa", ())
    (issuer,) = read(DECISION.replace("XÃ TÂN HÒA\nKẾ HOẠCH", "XÃ TÂN BÌNH\nKẾ HOẠCH")).of("issuer")
    assert issuer.warnings == ("Quyết định và kế hoạch kèm theo ghi hai nơi ban hành khác nhau.",)


def test_a_plan_torn_from_its_decision_names_its_number_and_asks_about_it():
    plan = DECISION[DECISION.index("KẾ HOẠCH\nPhát động") :]
    reading = read(plan)
    (number,), (dated,) = reading.of("number"), reading.of("dated")
    assert (number.value, dated.value) == ("40", "2026-02-18")
    assert number.warnings == dated.warnings == ("Lấy theo quyết định mà kế hoạch ban hành kèm theo.",)


def test_a_plan_with_a_number_of_its_own_keeps_it_behind_a_decision():
    text = DECISION.replace("XÃ TÂN HÒA\nKẾ HOẠCH", "XÃ TÂN HÒA\nSố: 41/KH-UBND\nKẾ HOẠCH")
    assert facts(read(text), "number", "symbol") == ("41", "KH-UBND")


def test_the_name_is_read_from_the_lead_where_the_title_is_lost():
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA\nSố: 15/KH-UBND\nTân Hòa, ngày 18 tháng 02 năm 2026\n"
        "Căn cứ Luật Thi đua, khen thưởng năm 2022;\n"
        "Ủy ban nhân dân xã phát động phong trào thi đua “Sạch nhà” với các nội dung sau:\n"
        "1. Mục đích:\n- Giữ vệ sinh.\n"
    )
    (name,) = read(text).of("name")
    assert (name.value, name.warnings) == ("Sạch nhà", ("Đọc từ đoạn mở đầu, không phải từ trích yếu.",))
    assert [each.value for each in read(text).of("objectives")] == ["Giữ vệ sinh."]


def test_the_title_ends_where_the_first_basis_begins_however_short_its_line():
    basis = "Thực hiện Nghị định số 61/2026/NĐ-CP ngày 23 tháng\n4 năm 2026 của Chính phủ;"
    text = f"KẾ HOẠCH\nPhát động thi đua\n{basis}\nI. MỤC ĐÍCH\n- Giữ vệ sinh.\n"
    assert read(text).one("abstract") == "Phát động thi đua"


def test_the_last_line_of_a_torn_plan_is_not_lost():
    reading = read("KẾ HOẠCH\nPhát động thi đua\nPHẦN KHÁC\nb) Số lượng hồ sơ theo quy định của tỉnh")
    assert [left.text for left in reading.leftovers] == ["PHẦN KHÁC", "b) Số lượng hồ sơ theo quy định của tỉnh"]


def test_numbers_without_a_full_stop_open_a_part_where_its_name_follows():
    reading = read(
        "KẾ HOẠCH\nPhát động thi đua\nI. MỤC ĐÍCH, YÊU CẦU\n1 Mục đích\n- Giữ vệ sinh.\n2 Yêu cầu\n- Thiết thực.\n"
    )
    assert [each.value for each in reading.of("objectives")] == ["Giữ vệ sinh."]
    assert [each.value for each in reading.of("requirements")] == ["Thiết thực."]


def test_rows_of_a_table_take_the_award_from_the_words_above_it():
    words = (
        "Cuối năm, Chủ tịch UBND xã tặng Giấy khen theo bảng sau:\nĐối tượng\tTập thể\tCá nhân\n"
        "Khối cơ quan\t02\t05\nKhối thôn\t03\t06"
    )
    found = read(AWARDS.format(words=words)).of("quotas")
    assert [(each.value["form"], each.value["subject"], each.value["count"]) for each in found] == [
        ("giay_khen", "collective", 2),
        ("giay_khen", "individual", 5),
        ("giay_khen", "collective", 3),
        ("giay_khen", "individual", 6),
    ]
    assert [each.warnings for each in found] == [()] * 4


def test_prizes_are_counted_although_their_money_stands_beside_them():
    reading = read(AWARDS.format(words="- Giải Nhất: 01 giải, trị giá 2.000.000 đồng.\n- Giải Ba: 03 giải."))
    assert [each.value["count"] for each in reading.of("quotas")] == [1, 3]
    assert [each.value for each in reading.of("funds")] == ["Giải Nhất: 01 giải, trị giá 2.000.000 đồng."]


def test_a_share_of_votes_is_no_share_of_awards():
    words = "- Chủ tịch UBND xã tặng Giấy khen cho 02 tập thể. Cá nhân được đề nghị phải có từ 90% số phiếu trở lên."
    assert [each.value["count"] for each in read(AWARDS.format(words=words)).of("quotas")] == [2]


def test_items_under_a_sentence_that_says_to_whom_need_not_say_it_again():
    words = (
        "1. Hồ sơ khen thưởng gửi về UBND xã (qua Phòng Kinh tế) theo thời gian sau:\n"
        "- Các thôn gửi hồ sơ trước ngày 20/12 hằng năm;\n- Các trường học gửi hồ sơ trước ngày 25/5 hằng năm."
    )
    found = read(DUE.format(words=words)).of("deadlines")
    assert [(each.value["day"], each.value["to"], each.value["through"]) for each in found] == [
        (20, "UBND xã", "Phòng Kinh tế"),
        (25, "UBND xã", "Phòng Kinh tế"),
    ]
    assert [each.warnings for each in found] == [(), ()]


@pytest.mark.parametrize(
    "words",
    [
        "- Thi đua lập thành tích chào mừng Ngày Nhà giáo Việt Nam 20/11.",
        "- Kỷ niệm 70 năm ngày truyền thống (11/6/1956 - 11/6/2026).",
    ],
)
def test_a_day_that_is_only_celebrated_asks_nobody(words):
    reading = read(AIMS.format(words=words))
    assert [left.why for left in reading.leftovers] == []


def test_a_day_to_hand_something_in_is_not_hidden_by_a_feast():
    words = "- Chào mừng Đại hội, các thôn hoàn thành đường hoa trước ngày 19/5/2026."
    reading = read(AIMS.format(words=words))
    assert [left.why for left in reading.leftovers] == ["Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."]


def test_a_plan_that_lost_its_marks_says_so():
    text = "KE HOACH\n" + "To chuc phong trao thi dua yeu nuoc tren dia ban xa, tang cuong ve sinh duong lang. " * 8
    assert "Văn bản mất dấu tiếng Việt (có thể từ bản quét); cần dùng bản có dấu." in read(text).warnings


def test_a_plan_that_lost_its_line_ends_says_so():
    text = "KẾ HOẠCH " + "Phát động phong trào thi đua giữ gìn đường làng sạch đẹp. " * 90
    told = "Có dòng quá dài: văn bản có thể đã mất chỗ xuống dòng khi chép; cần dán lại từ bản gốc."
    assert told in read(text).warnings


def test_a_percentage_after_a_letter_or_number_begins_an_item_of_its_own():
    words = "1. Nội dung\na) 100% thôn có tổ tự quản.\nb) Trên 80% hộ tham gia.\n2) 90% trường học có vườn hoa."
    reading = read(f"KẾ HOẠCH\nPhát động thi đua\nI. NỘI DUNG THI ĐUA\n{words}\n")
    assert [(each.value["value"], each.value["unit"]) for each in reading.of("targets")] == [
        (100, "%"),
        (80, "%"),
        (90, "%"),
    ]
    assert [item for each in reading.of("content") for item in each.value["items"]] == [
        "100% thôn có tổ tự quản.",
        "Trên 80% hộ tham gia.",
        "90% trường học có vườn hoa.",
    ]


def test_a_unit_keeps_the_verb_that_is_part_of_its_name():
    reading = read(
        DUE.format(words="1. Ban Xây dựng Đảng tham mưu, theo dõi.\n2. Ủy ban nhân dân xã lãnh đạo, chỉ đạo.")
    )
    assert [each.value["unit"] for each in reading.of("responsibilities")] == [
        "Ban Xây dựng Đảng",
        "Ủy ban nhân dân xã",
    ]


def test_a_period_whose_first_day_names_no_month_begins_in_that_of_its_last():
    reading = read("KẾ HOẠCH\nPhát động thi đua\nI. THỜI GIAN\nTừ ngày 01 đến ngày 20/11/2026.\n")
    assert (reading.one("term")["starts_on"], reading.one("term")["ends_on"]) == ("2026-11-01", "2026-11-20")


def test_what_the_commune_owes_to_those_above_it_is_asked_about():
    words = "1. Các thôn gửi hồ sơ về Phòng Kinh tế trước ngày 25/11/2026 để báo cáo UBND tỉnh trước ngày 30/11/2026."
    units, own = read(DUE.format(words=words)).of("deadlines")
    assert (units.value["on"], units.value["to"], units.warnings) == ("2026-11-25", "Phòng Kinh tế", ())
    assert own.warnings == ("Có thể là hạn của xã báo cáo cấp trên, không phải hạn của đơn vị.",)


def test_a_time_to_take_papers_in_ends_on_its_last_day_and_names_the_place():
    words = "1. Thời gian nhận hồ sơ: từ ngày 01/11/2026 đến hết ngày 15/11/2026 tại Bộ phận Một cửa."
    reading = read(DUE.format(words=words))
    (due,) = reading.of("deadlines")
    assert (due.value["on"], due.value["to"], due.warnings) == ("2026-11-15", "Bộ phận Một cửa", ())
    assert reading.leftovers == []


def test_a_number_takes_the_form_that_its_own_paragraph_names():
    words = "1. Số lượng: 07 thôn. Hình thức: Giấy khen của Chủ tịch UBND xã."
    (quota,) = read(AWARDS.format(words=words)).of("quotas")
    assert (quota.value["form"], quota.value["authority"], quota.warnings) == ("giay_khen", "commune", ())


def test_a_number_between_lines_of_two_forms_is_asked_about():
    words = (
        "- Chủ tịch UBND xã tặng Giấy khen cho 02 thôn.\n- Đề nghị Chủ tịch UBND tỉnh tặng Bằng khen cho 01 thôn.\n"
        "- Tỷ lệ khen không quá 10% tổng số cá nhân."
    )
    *_, share = read(AWARDS.format(words=words)).of("quotas")
    assert share.warnings == ("Hình thức khen lấy theo dòng bên cạnh; kiểm tra lại.",)


def test_a_day_every_year_in_a_campaign_of_one_year_is_told():
    words = "1. Các thôn gửi báo cáo về UBND xã trước ngày 20/11 hằng năm."
    reading = read(DUE.format(words=words).replace("I. TỔ", "I. THỜI GIAN\nTừ tháng 3/2026 đến tháng 12/2026.\nII. TỔ"))
    (remark,) = reading.of("remarks")
    assert remark.value["message"] == "Hạn nhắc lại hằng năm trong khi phong trào chỉ kéo dài một năm."


def test_a_last_day_for_dossiers_of_a_review_is_no_day_of_the_review():
    words = (
        "1. Hồ sơ, thời hạn\n- Sơ kết: trước ngày 31/10/2027; tổng kết: trước ngày 31/8/2030.\n"
        "- Nơi nhận hồ sơ: Phòng Kinh tế."
    )
    reading = read(AWARDS.format(words=words))
    assert [(each.value["on"], each.value["to"]) for each in reading.of("deadlines")] == [
        ("2027-10-31", "Phòng Kinh tế"),
        ("2030-08-31", "Phòng Kinh tế"),
    ]
    assert reading.of("reviews") == []


def test_the_last_day_of_a_stage_is_no_last_day_of_a_paper():
    words = "1. Từ 21/12 đến 31/12/2026: nghiệm thu, lập danh sách khen thưởng trình UBND xã trước ngày 05/01/2027."
    reading = read(DUE.format(words=words))
    assert [each.value["on"] for each in reading.of("deadlines")] == ["2027-01-05"]
    assert [left.why for left in reading.leftovers] == ["Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."]


def test_persons_and_rows_of_a_table_are_charged_like_units():
    rows = "TT\tĐơn vị\tNhiệm vụ\n1\tPhòng Kinh tế\tTheo dõi, tổng hợp\n2\tCác thôn\tTuyên truyền"
    assert [each.value["unit"] for each in read(DUE.format(words=rows)).of("responsibilities")] == [
        "Phòng Kinh tế",
        "Các thôn",
    ]
    persons = "Đ/c Lê Văn Sáu: theo dõi tiến độ.\nĐ/c Trần Thị Bảy: tổng hợp."
    found = read(DUE.format(words=persons)).of("responsibilities")
    assert [each.value["unit"] for each in found] == ["Đ/c Lê Văn Sáu", "Đ/c Trần Thị Bảy"]


def test_everybody_is_meant_that_some_part_of_the_sentence_names():
    words = "I. ĐỐI TƯỢNG\nCán bộ, công chức, hộ gia đình, cá nhân; các thôn, cơ quan trên địa bàn xã."
    found = read(f"KẾ HOẠCH\nPhát động thi đua\n{words}\n").of("audience")
    assert {each.value["subject"] for each in found} == {"household", "individual", "collective"}


def test_households_do_not_hide_the_officials_beside_them():
    words = "I. ĐỐI TƯỢNG\nCán bộ, công chức và hộ gia đình trên địa bàn xã."
    found = read(f"KẾ HOẠCH\nPhát động thi đua\n{words}\n").of("audience")
    assert [each.value["subject"] for each in found] == ["individual", "household"]


def test_papers_counted_in_brackets_are_each_a_part_of_the_dossier():
    words = "1. Hồ sơ 02 bộ gồm: (1) Tờ trình; (2) Biên bản họp; (3) Báo cáo thành tích."
    assert [each.value for each in read(AWARDS.format(words=words)).of("dossier")] == [
        "Tờ trình",
        "Biên bản họp",
        "Báo cáo thành tích",
    ]


def test_whom_no_award_is_given_is_a_note():
    words = "- Không xét khen thưởng đối với tập thể có cán bộ bị kỷ luật."
    reading = read(AWARDS.format(words=words))
    assert reading.of("award_forms") == []
    assert [each.value for each in reading.of("notes")] == [
        "Không xét khen thưởng đối với tập thể có cán bộ bị kỷ luật."
    ]


def test_a_bound_with_any_noun_is_a_target():
    reading = read("KẾ HOẠCH\nPhát động thi đua\nI. NỘI DUNG THI ĐUA\n- Mỗi thôn đặt tối thiểu 10 bể chứa.\n")
    (target,) = reading.of("targets")
    assert (target.value["value"], target.value["unit"], target.value["comparator"]) == (10, "bể chứa", "at_least")


def test_standards_listed_after_a_colon_in_one_sentence_all_belong_together():
    words = "1. Thôn được xét khen thưởng khi có đủ các điều kiện: đường sạch; không tồn đọng rác; báo cáo đúng hạn."
    (standard,) = read(AWARDS.format(words=words)).of("standards")
    assert standard.value["logic"] == "all"
    assert standard.value["leaves"] == ["đường sạch", "không tồn đọng rác", "báo cáo đúng hạn"]
