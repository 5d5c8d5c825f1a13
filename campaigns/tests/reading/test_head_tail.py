"""The head and the end of a plan: who issues it, when, what it cites, who gets it, who signs – in every order."""

import pytest

from campaigns.reading.head import read_head
from campaigns.reading.lines import read_lines
from campaigns.reading.reader import read
from campaigns.reading.tail import read_tail

BODY = "I. MỤC ĐÍCH\n- Động viên nhân dân thi đua.\n"
HEADS = [
    (
        "ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA\nSố: 15/KH-UBND\nTân Hòa, ngày 18 tháng 02 năm 2026\nKẾ HOẠCH\nPhát động thi đua",
        ("Tân Hòa", "15", "KH-UBND", "Tân Hòa", "2026-02-18"),
    ),
    (
        "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHƯỜNG BÀU SEN      Độc lập - Tự do - Hạnh phúc\n"
        "Số:    /KH-UBND      Bàu Sen, ngày    tháng 3 năm 2026\nKẾ HOẠCH\nPhát động thi đua",
        ("Bàu Sen", None, "KH-UBND", "Bàu Sen", "2026-03"),
    ),
    (
        "UBND ĐẶC KHU HÒN NHẠN\nSố: 63/KH-UBND ngày 19/5/2026\nKẾ HOẠCH\nPhát động thi đua năm 2026",
        ("Hòn Nhạn", "63", "KH-UBND", None, "2026-05-19"),
    ),
    (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐÌNH KHÊ\n|\nSố: 112/KH-UBND\n|\nĐình Khê, ngày 09\ntháng 3 năm 2026\n|\n"
        "KẾ HOẠCH\nPhát động thi đua",
        ("Đình Khê", "112", "KH-UBND", "Đình Khê", "2026-03-09"),
    ),
    (
        "Số hiệu: 27/KH-UBND Loại văn bản: Kế hoạch\nNgười ký: Lò Văn Ngoan\nỦY\nBAN NHÂN DÂN\nXÃ NẬM H\nÒA\n-----\n|\n"
        "CỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n|\nSố:\n27/KH-UBND\n|\nNậm\n"
        "Hòa, ngày 05 tháng 5 năm 2026\n|\nKẾ HOẠCH\nPhát động thi đua",
        ("Nậm Hòa", "27", "KH-UBND", "Nậm Hòa", "2026-05-05"),
    ),
    (
        "UBND XÃ TÂN HÒA | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
        "Số: 15/KH-UBND | Tân Hòa, ngày 18 tháng 02 năm 2026 |\n"
        "KẾ HOẠCH\nPhát động thi đua",
        ("Tân Hòa", "15", "KH-UBND", "Tân Hòa", "2026-02-18"),
    ),
    (
        "ĐẢNG ỦY XÃ TÂN HÒA\nTân Hòa, ngày 18 tháng 02 năm 2026 Số: 10-KH/ĐU\nKẾ HOẠCH\nPhát động thi đua",
        ("Tân Hòa", "10", "KH/ĐU", "Tân Hòa", "2026-02-18"),
    ),
]
NAMES = [
    ("Phát động phong trào thi đua “Chung tay cải cách hành chính” năm 2026", "Chung tay cải cách hành chính", True),
    ("Phát động phong trào thi đua thu ngân sách trên địa bàn xã Tân Hòa", "thu ngân sách", False),
]
TAILS = [
    (
        "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nTrương Anh Tú",
        ["UBND tỉnh", "Lưu: VT"],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        "Trương Anh Tú",
    ),
    (
        "TM. UỶ BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nVõ Thanh Thuý\nNơi nhận:\n- Như trên;\n- Lưu: VT.",
        ["Như trên", "Lưu: VT"],
        ["TM. UỶ BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "Võ Thanh Thuý",
    ),
    (
        "Nơi nhận:                 TM. HỘI ĐỒNG\n- Hội Khuyến học tỉnh;        CHỦ TỊCH\n"
        "- Các trường học;       CHỦ TỊCH UBND PHƯỜNG\n- Lưu: VT.               Đặng Lâm Viên",
        ["Hội Khuyến học tỉnh", "Các trường học", "Lưu: VT"],
        ["TM. HỘI ĐỒNG", "CHỦ TỊCH", "CHỦ TỊCH UBND PHƯỜNG"],
        "Đặng Lâm Viên",
    ),
    (
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Công an Thành phố;\tKT. CHỦ TỊCH\n- Các khu phố;\tPHÓ CHỦ TỊCH\n"
        "- Lưu: VT.\tTrần Quốc Thịnh",
        ["Công an Thành phố", "Các khu phố", "Lưu: VT"],
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "Trần Quốc Thịnh",
    ),
    (
        "Nơi nhận:\nĐảng uỷ xã (b/c);\nLưu VP.\nT/M UBND XÃ THANH LANG\nCHỦ TỊCH\n(ký, đóng dấu)\nPhạm Văn Sáu",
        ["Đảng uỷ xã (b/c)", "Lưu VP"],
        ["T/M UBND XÃ THANH LANG", "CHỦ TỊCH"],
        "Phạm Văn Sáu",
    ),
    (
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Các khu phố; CHỦ TỊCH\n- Lưu: VT. Lê Thị Bích Ngà\n"
        "Thời gian ký: 14.08.2026 16:20:05 +07:00",
        ["Các khu phố", "Lưu: VT"],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        "Lê Thị Bích Ngà",
    ),
    (
        "- Nơi nhận:\n- Như trên;\n- Lưu: VT, NV (02b).\nTM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH\nLò Văn Pâng",
        ["Như trên", "Lưu: VT, NV (02b)"],
        ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"],
        "Lò Văn Pâng",
    ),
    (
        "Nơi nhận:\n- Như trên;\n- Lưu: TH.\nKT. TRƯỞNG CÔNG AN PHƯỜNG\nPHÓ TRƯỞNG CÔNG AN PHƯỜNG\n"
        "Người ký: Nguyễn Bá Lực\nThiếu tá Nguyễn Bá Lực",
        ["Như trên", "Lưu: TH"],
        ["KT. TRƯỞNG CÔNG AN PHƯỜNG", "PHÓ TRƯỞNG CÔNG AN PHƯỜNG"],
        "Nguyễn Bá Lực",
    ),
    (
        "Nơi nhận:\n- Lưu: VT.\nHIỆU TRƯỞNG\n(Đã ký)\nThS. Trần Minh Quân",
        ["Lưu: VT"],
        ["HIỆU TRƯỞNG"],
        "Trần Minh Quân",
    ),
    (
        "Nơi nhận:\n- Lưu: VP.\nTM. BAN CHẤP HÀNH\nBÍ THƯ ĐOÀN\nPHẠM THỊ LAN",
        ["Lưu: VP"],
        ["TM. BAN CHẤP HÀNH", "BÍ THƯ ĐOÀN"],
        "Phạm Thị Lan",
    ),
]
BASES = [
    ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", False, None, "2022-06-15"),
    ("Thực hiện Kế hoạch số 88/KH-UBND ngày 20/02/2026 của Ủy ban nhân dân tỉnh;", True, "88/KH-UBND", "2026-02-20"),
    ("Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;", False, "57-NQ/TW", "2024-12-22"),
    ("Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ;", False, "152/2025/NĐ-CP", "2025-06-14"),
    ("Xét đề nghị của Trưởng phòng Kinh tế tại Tờ trình số 18/TTr-KT;", False, "18/TTr-KT", None),
    ("Thực hiện Nghị quyết số 52\nNQ/TW ngày 27/9/2026 của Bộ Chính trị;", True, "52 NQ/TW", "2026-09-27"),
    ("Thực hiện Kế hoạch 5 năm và Kế hoạch 3 năm theo Quyết định số 9/QĐ-UBND của tỉnh;", True, "9/QĐ-UBND", None),
]


def values(findings, name):
    """Return the values of a field."""
    return [each.value for each in findings if each.field == name]


@pytest.mark.parametrize(("text", "wanted"), HEADS)
def test_the_head_is_read_wherever_its_parts_stand(text, wanted):
    head = read_head(read_lines(text)[0])
    issuer, *rest = (
        next(iter(values(head.findings, name)), None) for name in ("issuer", "number", "symbol", "place", "dated")
    )
    assert (issuer["name"], *rest) == wanted


def test_a_blank_number_and_day_are_left_blank_and_told():
    reading = read(f"{HEADS[1][0]}\n{BODY}")
    (number,), (dated,) = reading.of("number"), reading.of("dated")
    assert number.warnings == ("Bản gốc để trống số văn bản.",)
    assert dated.warnings == ("Bản gốc chưa ghi đủ ngày, tháng ban hành.",)


@pytest.mark.parametrize(("abstract", "name", "sure"), NAMES)
def test_the_name_is_what_stands_in_quotation_marks(abstract, name, sure):
    (found,) = read(f"KẾ HOẠCH\n{abstract}\nCăn cứ Luật Thi đua, khen thưởng;\n{BODY}").of("name")
    assert (found.value, found.confidence == "sure") == (name, sure)


def test_a_lost_head_is_told_and_the_commune_read_from_the_words():
    reading = read(f"KẾ HOẠCH\nPhát động phong trào thi đua “Sạch nhà” trên địa bàn xã Vĩnh Thủy năm 2026\n{BODY}")
    (issuer,) = reading.of("issuer")
    assert issuer.value == {"kind": "xa", "name": "Vĩnh Thủy"}
    assert issuer.warnings == (
        "Tên cơ quan lấy từ câu chữ trong văn bản vì phần đầu không ghi rõ. Hãy so với bản gốc.",
    )
    assert "Văn bản mất phần đầu (cơ quan ban hành, số, ngày)." in reading.warnings


@pytest.mark.parametrize(("words", "implements", "number", "on"), BASES)
def test_a_basis_keeps_its_number_and_day(words, implements, number, on):
    (basis,) = read(f"KẾ HOẠCH\nPhát động thi đua “Sạch nhà”\n{words}\n{BODY}").of("bases")
    assert (basis.value["implements"], basis.value["number"], basis.value["issued_on"]) == (implements, number, on)


def test_two_papers_in_one_sentence_are_two_bases_and_the_lead_stands_alone():
    words = (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022; thực hiện Kế hoạch số 63/KH-UBND ngày 11/02/2026 của UBND "
        "thành phố, UBND phường phát động phong trào thi đua với các nội dung sau:"
    )
    reading = read(f"KẾ HOẠCH\nPhát động thi đua “Sạch nhà”\n{words}\n{BODY}")
    assert [each.value["implements"] for each in reading.of("bases")] == [False, True]
    assert reading.one("lead") == "UBND phường phát động phong trào thi đua với các nội dung sau:"


@pytest.mark.parametrize(("text", "recipients", "lines", "name"), TAILS)
def test_recipients_and_signature_are_told_apart_in_every_arrangement(text, recipients, lines, name):
    tail = read_tail(read_lines(text)[0])
    assert values(tail.findings, "recipients") == recipients
    assert values(tail.findings, "signature") == [{"lines": lines, "name": name}]
    assert tail.leftovers == []


def test_where_dossiers_are_taken_in_is_not_the_list_of_recipients():
    words = "II. HỒ SƠ\n- Nơi nhận hồ sơ: Phòng Kinh tế.\n- Thời hạn: trước ngày 30/11/2026.\n"
    reading = read(f"KẾ HOẠCH\nPhát động thi đua\n{BODY}{words}TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nHà Văn Bảy\n")
    assert reading.of("recipients") == []
    assert [(each.value["on"], each.value["to"]) for each in reading.of("deadlines")] == [
        ("2026-11-30", "Phòng Kinh tế")
    ]


def test_capitals_that_nobody_knows_are_no_recipient():
    tail = read_tail(read_lines("Nơi nhận:\n- Lưu: VT.\nXÁC NHẬN CỦA ĐẢNG ỦY\n")[0])
    assert (values(tail.findings, "recipients"), [each.text for each in tail.leftovers]) == (
        ["Lưu: VT"],
        ["XÁC NHẬN CỦA ĐẢNG ỦY"],
    )


def test_a_finished_day_does_not_swallow_the_line_after_it():
    head = "UBND XÃ TÂN HÒA\nSố: 15/KH-UBND\nTân Hòa, ngày 12 tháng 3 năm 2026\n2 bản, lưu 1\n"
    reading = read(f"{head}KẾ HOẠCH\nPhát động thi đua\n{BODY}")
    assert reading.one("dated") == "2026-03-12"
    assert [each.text for each in reading.leftovers] == ["2 bản, lưu 1"]


def test_a_day_cut_before_its_month_is_one_day():
    head = "UBND XÃ TÂN HÒA\nSố: 15/KH-UBND\nTân Hòa, ngày 12\ntháng 3\nnăm 2026\n"
    assert read(f"{head}KẾ HOẠCH\nPhát động thi đua\n{BODY}").one("dated") == "2026-03-12"


def test_what_a_torn_head_says_twice_is_kept_once_or_asked_about():
    head = "XÃ TÂN HÒA\nTân Hòa, ngày 08 tháng 11 năm 2025\nTân Hoà A, ngày 08 tháng 11 năm 2025\nSố: 15/KH-UBND\n"
    reading = read(f"{head}KẾ HOẠCH\nPhát động thi đua\n{BODY}")
    assert [each.value for each in reading.of("dated")] == ["2025-11-08"]
    assert {each.warnings for each in reading.of("place")} == {("Phần đầu văn bản ghi hai lần, không giống nhau.",)}


def test_a_paper_cited_within_the_lead_is_asked_about():
    lead = "Lập thành tích chào mừng; Thực hiện Kế hoạch số 9/KH-UBND của tỉnh. UBND xã ban hành kế hoạch như sau:"
    (found,) = read(f"KẾ HOẠCH\nPhát động thi đua\nCăn cứ Luật Thi đua, khen thưởng;\n{lead}\n{BODY}").of("lead")
    assert found.warnings == ("Đoạn này lẫn cả văn bản dẫn ra và câu mở đầu; kiểm tra lại.",)


def test_a_plan_without_signature_says_so():
    (signature,) = read(f"KẾ HOẠCH\nPhát động thi đua\n{BODY}").of("signature")
    assert signature.value is None
    assert signature.warnings == ("Không thấy phần ký; cần nhập thẩm quyền ký và người ký.",)


def test_a_missing_name_and_a_missing_power_are_told():
    (signature,) = read(f"KẾ HOẠCH\nPhát động thi đua\n{BODY}Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\n").of("signature")
    assert signature.value == {"lines": ["CHỦ TỊCH"], "name": None}
    assert signature.warnings == (
        "Chỗ ký không ghi thay mặt (TM.) hoặc ký thay (KT.).",
        "Bản gốc không ghi họ tên người ký.",
    )
