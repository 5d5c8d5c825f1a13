"""The printed certificate, measured (NĐ 98/2023/NĐ-CP, Điều 104)."""

import unicodedata

import pdfplumber
import pytest
from PIL import Image

from reports.models.certificate_fields import BY_KEY, PAGE, box, full_page, overlaps, problems
from reports.rendering import fonts
from reports.rendering.borders import shapes
from reports.rendering.certificates import write_test_sheet
from reports.tests.certificate_cases import FIXED, MM, TEXTS, content, printed, row

pytestmark = pytest.mark.once

RED, BLACK = {(0.78, 0.07, 0.09)}, {(0.0, 0.0, 0.0)}
LONG_NAME = ("Ban Quản lý công trình thủy lợi, nước sinh hoạt và vệ sinh môi trường nông thôn Ữ Ỗ Ẵ " * 2)[:119] + "Ợ"
LONG_CITATION = ("Đã có nhiều thành tích xuất sắc trong phong trào thi đua “Chung sức xây dựng nông thôn mới”, " * 5)[
    :400
]
WIDE = "W" * 60 + "Ữ" * 60


@pytest.mark.rule("N-13")
def test_a_certificate_is_an_a4_sheet_lying_down(tmp_path):
    page = printed(tmp_path, content()).pages[0]

    assert (round(float(page.width) / MM, 1), round(float(page.height) / MM, 1)) == PAGE


@pytest.mark.rule("N-13")
@pytest.mark.parametrize(
    ("words", "face", "colour"),
    [
        (FIXED["nation"], "Tinos-Bold", BLACK),
        (FIXED["motto"], "Tinos-Bold", BLACK),
        (FIXED["authority"], "Tinos-Bold", RED),
        ("TẶNG", "Tinos-Bold", BLACK),
        ("GIẤY KHEN", "Tinos-Bold", RED),
        (TEXTS["name"], "Tinos-Bold", BLACK),
        (TEXTS["place"], "Tinos", BLACK),
        (TEXTS["citation"], "Tinos", BLACK),
    ],
)
def test_each_line_has_its_face_and_colour_and_stands_in_the_middle(tmp_path, words, face, colour):
    found = row(printed(tmp_path, content()).pages[0], words)

    assert found["text"] == words
    assert (found["faces"], found["colours"]) == ({face}, colour)
    assert (found["left"] + found["right"]) / 2 == pytest.approx(PAGE[0] / 2, abs=0.3)


@pytest.mark.rule("N-13")
def test_the_lines_follow_each_other_in_the_order_of_the_form(tmp_path):
    page = printed(tmp_path, content()).pages[0]
    order = [*FIXED.values(), TEXTS["name"], TEXTS["place"], TEXTS["citation"], TEXTS["decision"]]

    feet = [row(page, words)["foot"] for words in order]

    assert feet == sorted(feet)
    assert feet[0] == pytest.approx(BY_KEY["nation"].place["y"], abs=0.1)
    assert feet[-1] == pytest.approx(BY_KEY["decision"].place["y"], abs=0.1)


@pytest.mark.rule("N-13")
def test_the_motto_has_a_rule_as_long_as_its_text(tmp_path):
    page = printed(tmp_path, content()).pages[0]
    motto = row(page, FIXED["motto"])

    (rule,) = [line for line in page.lines if abs(line["y0"] - line["y1"]) < 0.1 and line["width"] > 50]

    assert (rule["x0"] / MM, rule["x1"] / MM) == pytest.approx((motto["left"], motto["right"]), abs=0.3)
    assert rule["top"] / MM - motto["foot"] == pytest.approx(1.5, abs=0.2)


@pytest.mark.rule("N-13")
def test_number_and_roll_stand_left_below_in_bold_italic(tmp_path):
    page = printed(tmp_path, content()).pages[0].crop((0, 0, PAGE[0] / 2 * MM, PAGE[1] * MM))

    decision, roll = row(page, "Số quyết định"), row(page, "Số sổ vàng")

    assert (decision["text"], roll["text"]) == (TEXTS["decision"], "Số sổ vàng: 12")
    assert decision["faces"] == roll["faces"] == {"Tinos-BoldItalic"}
    assert decision["left"] == roll["left"] == pytest.approx(26, abs=0.2)
    assert decision["foot"] < roll["foot"]
    assert decision["foot"] > PAGE[1] / 2


@pytest.mark.rule("N-13")
def test_the_lines_on_the_left_begin_one_below_the_other(tmp_path):
    page = printed(tmp_path, content()).pages[0]

    lines = [row(page, TEXTS[key]) for key in ("decision", "roll", "code")]

    assert [each["left"] for each in lines] == pytest.approx([lines[0]["left"]] * 3, abs=0.6)
    assert lines[2]["foot"] > lines[1]["foot"]


@pytest.mark.rule("N-13")
def test_place_date_and_signature_stand_right_below(tmp_path):
    page = printed(tmp_path, content()).pages[0].crop((PAGE[0] / 2 * MM, 0, PAGE[0] * MM, PAGE[1] * MM))

    date, first, second, name = (row(page, words) for words in (TEXTS["date"], "KT. CHỦ", "PHÓ CHỦ", "Đặng Hữu Phúc"))

    assert [each["faces"] for each in (date, first, second, name)] == [{"Tinos-BoldItalic"}, *[{"Tinos-Bold"}] * 3]
    assert date["foot"] < first["foot"] < second["foot"]
    assert name["foot"] - second["foot"] > 25
    assert [(each["left"] + each["right"]) / 2 for each in (date, first, second, name)] == pytest.approx(
        [214.5] * 4, abs=0.3
    )


@pytest.mark.rule("N-13")
def test_nothing_is_drawn_in_the_outer_corners_and_the_ground_is_white(tmp_path):
    page = printed(tmp_path, content()).pages[0]
    ornaments = [shape.points for shape in shapes(*PAGE) if not shape.line]
    corners = [(x, y) for x in (0, PAGE[0]) for y in (0, PAGE[1])]

    gaps = [
        max(abs(x - corner_x), abs(y - corner_y))
        for points in ornaments
        for x, y in points
        for corner_x, corner_y in corners
    ]

    assert min(gaps) > 19
    assert [each for each in page.rects if each["width"] > 50 * MM and each["fill"]] == []


def test_every_line_of_the_form_has_room_of_its_own_on_the_sheet():
    assert overlaps(full_page()) == []
    assert problems(full_page(), *PAGE) == []


@pytest.mark.parametrize("text", [LONG_NAME, LONG_CITATION, WIDE, "An", "Ỹ " * 60])
@pytest.mark.parametrize("key", ["name", "place", "citation", "signer", "date", "decision"])
def test_no_words_overflow_their_room(tmp_path, key, text):
    page = printed(tmp_path, content({key: text.strip()})).pages[0]
    bare = printed(tmp_path, content({key: ""})).pages[0]
    left, top, right, bottom = box(key, BY_KEY[key].place)
    others = {(char["text"], round(char["x0"], 1), round(char["top"], 1)) for char in bare.chars}

    own = [char for char in page.chars if (char["text"], round(char["x0"], 1), round(char["top"], 1)) not in others]

    assert "".join(char["text"] for char in own if char["text"].strip()) == "".join(text.split())
    assert min(char["x0"] for char in own) / MM >= left - 0.1
    assert max(char["x1"] for char in own) / MM <= right + 0.1
    feet = {(float(page.height) - char["matrix"][5]) / MM for char in own}
    assert top < min(feet)
    assert max(feet) <= bottom


@pytest.mark.parametrize("face", ["regular", "bold", "italic", "bold_italic"])
def test_every_vietnamese_letter_comes_out_as_it_went_in(tmp_path, face):
    told = content({"citation": fonts.VIETNAMESE})
    told["sheet"]["layout"]["citation"] |= {"face": face}

    page = printed(tmp_path, told).pages[0]

    found = "".join(page.extract_text().split())
    assert fonts.VIETNAMESE in found
    assert unicodedata.is_normalized("NFC", found)
    assert {char["fontname"].partition("+")[2] for char in page.chars} <= {
        "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic",
    }  # fmt: skip


def test_a_draft_says_so_across_the_sheet(tmp_path):
    words = [page.extract_text() for page in printed(tmp_path, content(draft=True)).pages]
    plain = [page.extract_text() for page in printed(tmp_path, content()).pages]

    letters = {char["text"] for char in printed(tmp_path, content(draft=True)).pages[0].chars if char["matrix"][1]}

    assert letters == set("DỰTHẢO ")
    assert words != plain


def test_over_a_stock_only_the_lines_that_vary_are_printed(tmp_path):
    page = printed(tmp_path, content(mode="overprint")).pages[0]

    text = page.extract_text()

    assert [words for words in FIXED.values() if words in text] == []
    assert TEXTS["name"] in text
    assert page.lines == []
    assert [curve for curve in page.curves if curve["stroke"]] == []
    assert page.images == []


def test_the_first_line_over_a_stock_stands_where_the_ruler_says(tmp_path):
    told = content(mode="overprint")
    told["sheet"]["layout"]["name"] |= {"x": 40.0, "y": 99.5, "width": 100.0, "align": "left"}
    told["sheet"] |= {"dx": 1.5, "dy": -0.5}

    found = row(printed(tmp_path, told).pages[0], TEXTS["name"])

    assert (found["left"], found["foot"]) == pytest.approx((41.5, 99.0), abs=0.2)


def test_a_line_that_is_not_shown_is_not_printed(tmp_path):
    told = content()
    told["sheet"]["layout"]["roll"]["shown"] = False

    assert "Số sổ vàng" not in printed(tmp_path, told).pages[0].extract_text()


def test_an_emblem_is_drawn_once_for_all_sheets_and_without_one_a_draft_alone_says_so(tmp_path):
    picture = tmp_path / "emblem.png"
    Image.new("RGBA", (300, 300), (200, 30, 30, 255)).save(picture)

    without = printed(tmp_path, content({}, {}, draft=True)).pages[0].extract_text()
    final = printed(tmp_path, content({}, {})).pages[0].extract_text()
    made = printed(tmp_path, content({}, {}), emblem=picture)

    assert "xã chưa tải" in without
    assert "xã chưa tải" not in final
    assert "xã chưa tải" not in made.pages[0].extract_text()
    (image,) = made.pages[1].images
    assert (image["x0"] / MM, image["top"] / MM, image["width"] / MM) == pytest.approx((137.5, 20, 22), abs=0.1)
    assert len((tmp_path / "certificates.pdf").read_bytes()) < 120_000


def test_without_an_address_there_is_a_code_and_no_qr(tmp_path):
    told = content()
    with_code = len(printed(tmp_path, told).pages[0].rects)
    told["lines"][0]["link"] = ""

    page = printed(tmp_path, told).pages[0]

    assert len(page.rects) < with_code - 100
    assert "Mã tra cứu: ABCDEFGHJK" in page.extract_text()


def test_hostile_words_are_printed_as_words(tmp_path):
    page = printed(tmp_path, content({"name": "<b>{{ x }}</b> (a) Tj ET \\ 東京"})).pages[0]

    assert "<b>{{ x }}</b> (a) Tj ET \\ □□" in page.extract_text()


def test_the_test_sheet_shows_rulers_and_each_fields_room(tmp_path):
    path = tmp_path / "sheet.pdf"
    with path.open("wb") as file:
        write_test_sheet(file, full_page(), width=297, height=210, title="Trang in thử", dx=2, dy=0)

    page = pdfplumber.open(path).pages[0]
    text = page.extract_text()

    assert "Dịch phải 2 mm, dịch xuống 0 mm" in text
    assert "Họ và tên, tên tập thể: 28,5; 100,5" in text
    verticals = {round(line["x0"] / MM, 1) for line in page.lines if abs(line["x0"] - line["x1"]) < 0.01}
    assert {2.0, 12.0, 13.0, 102.0} <= verticals
    left, top, right, bottom = box("name", full_page()["name"])
    rooms = [(each["x0"] / MM, each["top"] / MM, each["x1"] / MM, each["bottom"] / MM) for each in page.rects]
    assert any(room == pytest.approx((left + 2, top, right + 2, bottom), abs=0.1) for room in rooms)
