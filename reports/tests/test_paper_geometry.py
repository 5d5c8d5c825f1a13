"""The produced PDF measured against Nghị định 30/2020/NĐ-CP, Annex I."""

import io
import re

import pypdf
import pytest

from reports.rendering.pdf import render_pdf
from reports.tests.measuring import MM, Measured, printed
from reports.tests.paper_samples import PAPERS, plan

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("samples")]

LEFT, RIGHT, A4 = 30 * MM, 190 * MM, (210 * MM, 297 * MM)
TINOS = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


@pytest.mark.rule("N-01")
@pytest.mark.parametrize("name", PAPERS)
def test_pages_are_a4_with_the_margins_of_the_decree_and_black_tinos(name):
    paper = printed(name)

    for page in paper.pages:
        width, height = page.width, page.height
        assert sorted((width, height)) == pytest.approx(A4, abs=0.5)
        body = [char for char in page.chars if char["top"] > 18 * MM and char["text"].strip()]
        assert min(char["x0"] for char in body) >= 30 * MM - 0.6
        assert max(char["x1"] for char in body) <= width - 20 * MM + 0.6
        assert min(char["top"] for char in body) >= 20 * MM - 0.5
        assert max(char["bottom"] for char in body) <= height - 20 * MM + 0.5
        assert {char["non_stroking_color"] for char in page.chars} == {(0.0, 0.0, 0.0)}


@pytest.mark.rule("N-01")
def test_text_reaches_both_side_margins():
    full = next(line for line in printed("summary").on(1)[1:])

    assert (full.x0, full.x1) == pytest.approx((LEFT, RIGHT), abs=0.7)


@pytest.mark.rule("N-01")
@pytest.mark.parametrize("name", PAPERS)
def test_every_font_is_an_embedded_style_of_tinos_that_maps_to_unicode(name):
    reader = pypdf.PdfReader(io.BytesIO(printed(name).data))

    used = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            used[font.get_object()["/BaseFont"].partition("+")[2]] = font.get_object()
    assert used
    assert set(used) <= TINOS
    for font in used.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor
        assert "/ToUnicode" in font


@pytest.mark.rule("N-02")
@pytest.mark.parametrize("name", ["plan", "summary", "longest"])
def test_pages_after_the_first_are_numbered_in_the_middle_of_the_top_margin(name):
    paper = printed(name)

    starts = {0, *(line.page for line in paper.lines if line.text.startswith("Phụ lục"))}
    number = 0
    for place, page in enumerate(paper.pages):
        number = 1 if place in starts else number + 1
        marginal = [line for line in paper.on(place) if line.base < 20 * MM]
        assert [line.text for line in marginal] == ([] if number == 1 else [str(number)])
        for line in marginal:
            assert line.sizes == {13.0}
            assert line.faces == {"Tinos"}
            assert line.middle == pytest.approx((LEFT + page.width - 20 * MM) / 2, abs=1)


@pytest.mark.rule("N-02")
def test_each_annex_begins_its_own_numbering():
    paper = printed("summary")
    first, second = (line.page for line in paper.lines if line.text in ("Phụ lục I", "Phụ lục II"))

    numbers = [[line.text for line in paper.on(page) if line.base < 20 * MM] for page in range(len(paper.pages))]

    assert numbers[first : first + 3] == [[], ["2"], ["3"]]
    assert numbers[second : second + 2] == [[], ["2"]]
    assert paper.pages[second].width > paper.pages[second].height


@pytest.mark.rule("N-03")
@pytest.mark.parametrize("name", PAPERS)
def test_the_national_name_and_motto_stand_top_right_over_a_rule_as_long_as_the_motto(name):
    paper = printed(name)
    nation, motto = (
        paper.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        paper.line("Độc lập - Tự do - Hạnh phúc"),
    )

    assert (nation.text, nation.sizes, nation.faces) == (nation.text.upper(), {12.0}, {"Tinos-Bold"})
    assert (motto.sizes, motto.faces) == ({13.0}, {"Tinos-Bold"})
    assert nation.x0 > A4[0] / 2 - 40
    assert motto.middle == pytest.approx(nation.middle, abs=1)
    rule = paper.rule_below(motto)
    assert (rule["x0"], rule["x1"]) == pytest.approx((motto.x0, motto.x1), abs=1)


@pytest.mark.rule("N-04")
@pytest.mark.parametrize("name", PAPERS)
def test_the_issuing_body_is_bold_over_a_third_to_half_its_width_and_its_superior_regular(name):
    paper = printed(name)
    number = paper.line("Số:")
    left = [line for line in paper.on(0) if line.base < number.base and line.x1 < A4[0] / 2]
    issuing = [line for line in left if line.faces == {"Tinos-Bold"}]
    superior = left[: len(left) - len(issuing)]

    assert issuing
    assert all(line.faces == {"Tinos"} for line in superior)
    assert bool(superior) == (name in ("summary", "longest"))
    assert all(line.sizes == {12.0} and line.text == line.text.upper() for line in left)
    rule = paper.rule_below(issuing[-1])
    widest = max(line.width for line in issuing)
    assert widest / 3 <= rule["width"] <= widest / 2
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx(issuing[-1].middle, abs=1)


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(
    ("name", "text"),
    [("plan", r"Số: 05/KH-UBND"), ("summary", r"Số:\s{4,}/BC-UBND"), ("minutes", r"Số: 12/BB-HĐTĐKT")],
)
def test_the_number_stands_centred_under_the_issuing_body(name, text):
    line = printed(name).line("Số:")

    assert re.fullmatch(text, line.text)
    assert (line.sizes, line.faces) == ({13.0}, {"Tinos"})
    assert line.middle == pytest.approx(LEFT + 160 * MM * 0.42 / 2, abs=1)


@pytest.mark.rule("N-06")
@pytest.mark.parametrize("name", ["plan", "summary", "shortest"])
def test_place_and_date_are_italic_on_the_line_of_the_number(name):
    paper = printed(name)
    number = paper.line("Số:")
    date_line = next(line for line in paper.on(0) if line.base == number.base and line.x0 > number.x1)

    assert re.fullmatch(r".+, ngày(\s\d\d\s|\s{6})tháng(\s(0[12]|[3-9]|1[0-2])\s|\s{6})năm 2026", date_line.text)
    assert (date_line.sizes, date_line.faces) == ({13.0}, {"Tinos-Italic"})


@pytest.mark.rule("N-06")
def test_a_date_too_long_for_its_line_breaks_after_the_place():
    paper = printed("longest")
    number, place, day = paper.line("Số:"), paper.line("Thành phố Hồ"), paper.line("ngày 25")

    assert (place.text, day.text) == ("Thành phố Hồ Chí Minh,", "ngày 25 tháng 12 năm 2026")
    assert place.base == number.base


@pytest.mark.rule("N-12")
def test_minutes_show_no_date_line_and_the_secretary_signs_left_of_the_chair():
    paper = printed("minutes")
    number, secretary, chair = paper.line("Số:"), paper.line("THƯ KÝ"), paper.line("CHỦ TỌA")

    assert [line.text for line in paper.on(0) if line.base == number.base] == [number.text]
    assert secretary.base == chair.base
    assert secretary.x1 < LEFT + 80 * MM < chair.x0
    assert paper.line("Trần Thị Bưởi").middle == pytest.approx(secretary.middle, abs=1)
    assert paper.line("Thái Nam Sơn").middle == pytest.approx(chair.middle, abs=1)


@pytest.mark.rule("N-07")
@pytest.mark.parametrize("name", PAPERS)
def test_the_title_is_bold_and_centred_over_a_rule_of_a_third_to_half(name):
    paper = printed(name)
    kind = next(line for line in paper.on(0) if line.text in ("KẾ HOẠCH", "BÁO CÁO", "BIÊN BẢN"))
    bold = [line for line in paper.on(0) if line.base > kind.base and line.faces == {"Tinos-Bold"}]
    rule = next(rule for rule in paper.rules(0) if rule["top"] > kind.base)
    abstract = [line for line in bold if line.base < rule["top"]]

    assert abstract
    for line in (kind, *abstract):
        assert (line.sizes, line.faces) == ({14.0}, {"Tinos-Bold"})
        assert line.middle == pytest.approx((LEFT + RIGHT) / 2, abs=1.5)
    widest = max(line.width for line in abstract)
    assert widest / 3 <= rule["width"] <= widest / 2
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


@pytest.mark.rule("N-07")
def test_grounds_are_italic_and_close_with_their_stops():
    paper = printed("plan")
    first = paper.line("Căn cứ Luật Thi đua, khen thưởng")
    last = next(line for line in paper.lines if line.text.endswith("thưởng.") and line.base > first.base)

    assert first.text.endswith(";")
    assert first.faces == last.faces == {"Tinos-Italic"}
    assert first.sizes == last.sizes == {14.0}


@pytest.mark.rule("N-08")
def test_body_is_justified_with_an_indented_first_line_and_space_between_paragraphs():
    paper = printed("summary")
    body = [line for line in paper.on(1) if line.base > 20 * MM and line.faces == {"Tinos"} and line.sizes == {14.0}]
    firsts = [line for line in body if line.text.startswith("Các cơ quan") and line.x0 > LEFT + 5]

    assert len(firsts) >= 3
    for line in firsts:
        assert line.x0 == pytest.approx(LEFT + 12.7 * MM, abs=0.7)
        assert line.x1 == pytest.approx(RIGHT, abs=0.7)
    inner = body[body.index(firsts[0]) + 2].base - body[body.index(firsts[0]) + 1].base
    outer = firsts[1].base - body[body.index(firsts[1]) - 1].base
    assert 14 * 1.149 <= inner <= 14 * 1.5 * 1.15
    assert outer - inner >= 6


@pytest.mark.rule("N-08")
def test_points_are_lettered_and_indented_like_paragraphs():
    points = [line for line in printed("plan").lines if re.match(r"\w\) Việc", line.text)]

    assert "".join(line.text[0] for line in points) == "abcdđegh"
    assert {round(line.x0 - LEFT - 12.7 * MM) for line in points} == {0}


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(
    ("name", "lines", "signer"),
    [
        ("plan", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Thái Nam Sơn"),
        ("summary", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Lê Thị Mỹ Hạnh"),
    ],
)
def test_authority_and_name_stand_centred_in_the_right_half(name, lines, signer):
    paper = printed(name)
    placed = [paper.line(text) for text in (*lines, signer)]

    for line, text in zip(placed, (*lines, signer), strict=True):
        assert line.text == text
        assert (line.sizes, line.faces) == ({14.0}, {"Tinos-Bold"})
        assert line.x0 >= A4[0] / 2
        assert line.middle == pytest.approx(LEFT + 120 * MM, abs=1)
    assert [line.base for line in placed] == sorted(line.base for line in placed)
    assert placed[-1].base - placed[-2].base > 20 * MM


@pytest.mark.rule("N-10")
@pytest.mark.parametrize("name", ["plan", "summary", "longest"])
def test_recipients_stand_left_and_level_with_the_signature(name):
    paper = printed(name)
    heading, authority = paper.line("Nơi nhận:"), paper.line("TM. ")
    listed = [line for line in paper.on(heading.page) if line.sizes == {11.0} and line.base > heading.base]

    assert (heading.sizes, heading.faces) == ({12.0}, {"Tinos-Bold-Italic"})
    assert heading.x0 == pytest.approx(LEFT, abs=0.7)
    assert heading.page == authority.page
    assert heading.base == pytest.approx(authority.base, abs=2.5)
    assert listed[0].text.startswith("- ")
    assert re.match(r"- Lưu: VT.*\.$", [line for line in paper.lines if line.sizes == {11.0}][-1].text)
    assert all(line.faces == {"Tinos"} and line.x1 <= LEFT + 80 * MM for line in listed)


@pytest.mark.rule("N-10")
@pytest.mark.parametrize("name", PAPERS)
def test_the_mark_of_the_end_is_printed_once_before_the_recipients(name):
    lines = printed(name).lines

    ends = [place for place, line in enumerate(lines) if line.text.endswith("./.")]
    assert len(ends) == 1
    assert ends[0] < next(place for place, line in enumerate(lines) if line.text == "Nơi nhận:")


@pytest.mark.rule("N-11")
def test_annexes_have_roman_numbers_capital_titles_and_the_paper_they_belong_to_in_italics():
    paper = printed("summary")

    for number, title in (("Phụ lục I", "DANH SÁCH BÁO CÁO ĐÃ NHẬN"), ("Phụ lục II", "KẾT QUẢ THEO ĐƠN VỊ")):
        head = next(line for line in paper.lines if line.text == number)
        name, attached = paper.on(head.page)[1:3]
        assert (name.text, name.sizes, name.faces) == (title, {14.0}, {"Tinos-Bold"})
        assert (head.sizes, head.faces) == ({14.0}, {"Tinos-Bold"})
        assert re.fullmatch(r"\(Kèm theo .+\)", attached.text)
        assert (attached.sizes, attached.faces) == ({14.0}, {"Tinos-Italic"})
        middle = (LEFT + paper.pages[head.page].width - 20 * MM) / 2
        assert {round(line.middle - middle) for line in (head, name, attached)} <= {0, 1, -1}


@pytest.mark.parametrize("paragraphs", range(1, 12))
def test_the_signature_is_whole_and_never_alone_on_a_page(paragraphs):
    paper = Measured(render_pdf(plan(paragraphs=paragraphs)).data)

    authority, name = paper.line("TM. ỦY BAN NHÂN DÂN"), paper.line("Thái Nam Sơn")
    above = [line for line in paper.on(authority.page) if 20 * MM < line.base < authority.base - 3]
    assert authority.page == name.page
    assert any(line.sizes == {14.0} for line in above)
