"""Lines, paragraphs, outline and tables: what belongs together and what stands below what."""

import pytest

from campaigns.reading.lines import read_lines
from campaigns.reading.outline import build, marker, roman_value
from campaigns.reading.paragraphs import join
from campaigns.reading.tables import columns, rebuild

MARKERS = [
    ("I. MỤC ĐÍCH", ("roman", "I", "MỤC ĐÍCH")),
    ("II- NỘI DUNG", ("roman", "II", "NỘI DUNG")),
    ("IV/ CHỈ TIÊU", ("roman", "IV", "CHỈ TIÊU")),
    ("Phần II", ("part", "II", "")),
    ("PHẦN THỨ BA", ("part", "III", "")),
    ("A. MỤC ĐÍCH", ("capital", "A", "MỤC ĐÍCH")),
    ("1. Mục đích", ("number", "1", "Mục đích")),
    ("1- Mục đích", ("number", "1", "Mục đích")),
    ("2) Yêu cầu", ("number", "2", "Yêu cầu")),
    ("2.1.3. Củng cố hợp tác xã", ("number", "2.1.3", "Củng cố hợp tác xã")),
    ("a) Tập thể", ("letter", "a", "Tập thể")),
    ("b, Cá nhân", ("letter", "b", "Cá nhân")),
    ("a) 100% hộ dân", ("letter", "a", "100% hộ dân")),
    ("2. 95% trở lên hồ sơ đúng hạn", ("number", "2", "95% trở lên hồ sơ đúng hạn")),
    ("Đ/c Lê Văn Sáu: theo dõi", ("", "", "Đ/c Lê Văn Sáu: theo dõi")),
    ("Đ. PHÂN CÔNG", ("capital", "Đ", "PHÂN CÔNG")),
    ("a- Tập thể", ("letter", "a", "Tập thể")),
    ("- Tuyên truyền", ("dash", "", "Tuyên truyền")),
    ("+ Tuyên truyền", ("plus", "", "Tuyên truyền")),
    ("2026 - 2030", ("", "", "2026 - 2030")),
    ("01 tập thể, 01 cá nhân", ("", "", "01 tập thể, 01 cá nhân")),
    ("Là cơ quan thường trực", ("", "", "Là cơ quan thường trực")),
]


def paragraphs(text):
    """Return the words of the paragraphs of a text."""
    return [each.text for each in join(rebuild(read_lines(text)[0]))]


def tree(node):
    """Return the words below a node with those below them."""
    return [(child.text, tree(child)) if child.children else child.text for child in node.children]


@pytest.mark.parametrize(("text", "wanted"), MARKERS)
def test_a_marker_is_told_from_words(text, wanted):
    assert marker(text) == wanted


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XII", 12), ("ABC", 0)])
def test_roman_numerals_have_values(numeral, value):
    assert roman_value(numeral) == value


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("**Đối với tập thể:**", "Đối với tập thể:"),
        ("- + *Cải cách thủ tục*", "+ Cải cách thủ tục"),
        ("• Tuyên truyền", "- Tuyên truyền"),
        ("o Tuyên truyền", "- Tuyên truyền"),
        ("trước ngày&nbsp;20", "trước ngày 20"),
        ("<b>Nơi nhận:</b>", "Nơi nhận:"),
        ("Ti\u200bêu chuẩn", "Tiêu chuẩn"),
        ("Tie\u0302u chua\u0302\u0309n", "Tiêu chuẩn"),
    ],
)
def test_residue_of_markup_is_taken_off_a_line(raw, words):
    (line,) = read_lines(raw)[0]
    assert line.text == words


def test_page_numbers_and_rules_are_set_aside_with_their_lines():
    lines, noise, _ = read_lines("-------\nMột câu dài của kế hoạch\n\f- 2 -\ncòn tiếp sang trang sau.")
    assert [line.text for line in lines] == ["Một câu dài của kế hoạch", "còn tiếp sang trang sau."]
    assert [(each.number, each.text) for each in noise] == [(1, "-------"), (3, "- 2 -")]


def test_figures_that_crowd_together_are_cells_and_no_page_numbers():
    text = "TT\nTiêu chí\nĐiểm\n1\nCó đăng ký thi đua\n15\n2\nBáo cáo đúng hạn\n5\nTổng điểm\n20"
    lines, noise, _ = read_lines(text)
    assert noise == []
    header, first, second, total = rebuild(lines)
    assert (header.heads, header.cells) == (True, ("TT", "Tiêu chí", "Điểm"))
    assert (first.cells, first.number, first.end) == (("1", "Có đăng ký thi đua", "15"), 4, 6)
    assert (second.cells, total.cells) == (("2", "Báo cáo đúng hạn", "5"), ("Tổng điểm", "20"))


def test_a_flattened_table_without_numbers_is_known_by_its_caption_and_names_of_columns():
    names, cells = "Loại văn bản\nNơi gửi\nNơi nhận\nThời hạn", "Báo cáo tháng\nCác tổ\nPhòng Kinh tế\nTrước ngày 25"
    text = f"Bảng 3. Thời hạn\n{names}\n{cells}"
    caption, header, row = rebuild(read_lines(text)[0])
    assert caption.cells == ()
    assert (header.heads, row.cells) == (True, ("Báo cáo tháng", "Các tổ", "Phòng Kinh tế", "Trước ngày 25"))
    known = columns(row.cells, row.header)
    assert (known["paper"], known["to"], known["limit"]) == ("Báo cáo tháng", "Phòng Kinh tế", "Trước ngày 25")


def test_rows_with_tabs_or_bars_keep_their_header():
    lines = rebuild(
        read_lines("STT\tĐối tượng\tSố lượng\n1\tTập thể\t03\n\n| TT | Tiêu chí |\n|---|---|\n| 1 | Sạch |")[0]
    )
    assert [line.cells for line in lines] == [
        ("STT", "Đối tượng", "Số lượng"),
        ("1", "Tập thể", "03"),
        ("TT", "Tiêu chí"),
        ("1", "Sạch"),
    ]
    assert lines[1].header == ("STT", "Đối tượng", "Số lượng")


WRAPPED = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Động viên cán bộ, công chức, viên chức và nhân dân trong xã hăng hái thi đua,
tạo chuyển biến rõ rệt trong phát triển kinh tế
- xã hội của địa phương, giữ vững an ninh, trật tự và nâng cao đời sống của mọi
người dân trong xã.
- Phát hiện, bồi dưỡng, tổng kết và nhân rộng các điển hình tiên tiến, kịp thời
biểu dương, khen thưởng những tập thể, cá nhân có thành tích xuất sắc tiêu biểu.
2. Yêu cầu
- Phong trào phải thiết thực, hiệu quả, tránh phô trương, hình thức và gắn chặt
với nhiệm vụ chính trị của từng cơ quan, đơn vị trên địa bàn xã theo Kế hoạch số
15/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân xã."""


def test_hard_wrapped_lines_are_joined_and_a_dash_within_a_sentence_opens_no_item():
    assert paragraphs(WRAPPED) == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "- Động viên cán bộ, công chức, viên chức và nhân dân trong xã hăng hái thi đua, tạo chuyển biến rõ rệt trong "
        "phát triển kinh tế - xã hội của địa phương, giữ vững an ninh, trật tự và nâng cao đời sống của mọi người dân "
        "trong xã.",
        "- Phát hiện, bồi dưỡng, tổng kết và nhân rộng các điển hình tiên tiến, kịp thời biểu dương, khen thưởng những "
        "tập thể, cá nhân có thành tích xuất sắc tiêu biểu.",
        "2. Yêu cầu",
        "- Phong trào phải thiết thực, hiệu quả, tránh phô trương, hình thức và gắn chặt với nhiệm vụ chính trị của "
        "từng cơ quan, đơn vị trên địa bàn xã theo Kế hoạch số 15/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân xã.",
    ]


def test_blank_lines_between_all_lines_part_nothing():
    assert paragraphs(WRAPPED.replace("\n", "\n\n")) == paragraphs(WRAPPED)


def test_the_outline_follows_the_markers_and_not_the_look():
    root = build(join(read_lines(WRAPPED)[0]))
    (section,) = root.children
    assert [(child.number, len(child.children)) for child in section.children] == [("1", 2), ("2", 1)]
    assert section.children[0].children[1].clause == "I.1"


def test_a_part_whose_title_stands_on_the_next_line_takes_it():
    root = build(
        join(read_lines("Phần II\nNỘI DUNG THI ĐUA\n2.1. Công sở\na) Giữ kỷ cương;\nPhần III\nKHEN THƯỞNG")[0])
    )
    assert tree(root) == [("NỘI DUNG THI ĐUA", [("Công sở", ["Giữ kỷ cương;"])]), "KHEN THƯỞNG"]


def test_a_label_without_marker_holds_the_list_below_it():
    root = build(
        join(read_lines("Đối với tập thể:\n- Có sáng kiến;\n- Có thành tích.\nĐối với cá nhân:\n- Gương mẫu.")[0])
    )
    assert tree(root) == [
        ("Đối với tập thể:", ["Có sáng kiến;", "Có thành tích."]),
        ("Đối với cá nhân:", ["Gương mẫu."]),
    ]
