"""Blocks hold finished words: cleaned, numbered, closed, and the same after JSON."""

import json
import unicodedata
from datetime import date

import pytest

from reports.documents.base import plain
from reports.documents.blocks import (
    NUMBER,
    Addressees,
    Chart,
    Clauses,
    Column,
    Dashes,
    Grounds,
    Heading,
    Letterhead,
    Paragraph,
    Points,
    Recipients,
    Run,
    Series,
    Signature,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.paper import Paper
from reports.documents.words import document_number, place_and_date, signing_lines
from reports.rendering.layout import compose, paper_words
from reports.tests.paper_samples import CHAIR, SENT_TO, minutes, plan, summary

pytestmark = pytest.mark.once


@pytest.mark.parametrize("paper", [plan(), plan(draft=True), summary(), minutes()], ids=lambda paper: paper.title)
def test_a_paper_is_the_same_after_json(paper):
    assert Paper.from_json(json.loads(json.dumps(paper.to_json()))) == paper


def test_text_is_kept_composed_and_without_control_or_direction_marks():
    typed = unicodedata.normalize("NFD", "Ngưỡng ệ") + "\x00\x07\u202eabc\u200f\ufeff\ud800\tx\r\ny"

    assert Run(typed).text == "Ngưỡng ệabc x\ny"


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(
    ("number", "line"),
    [
        (5, "Số: 05/KH-UBND"),
        ("7", "Số: 07/KH-UBND"),
        (10, "Số: 10/KH-UBND"),
        (123, "Số: 123/KH-UBND"),
        (None, "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/KH-UBND"),
    ],
)
def test_a_number_below_ten_has_a_leading_zero_and_a_missing_one_a_blank(number, line):
    assert document_number(number, "KH-UBND") == line


@pytest.mark.rule("N-06")
@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_zero(on, words):
    assert place_and_date("Vĩnh Thủy", on) == f"Vĩnh Thủy, {words}"


@pytest.mark.rule("N-06")
def test_an_unknown_day_leaves_room_for_the_pen():
    words = place_and_date("Vĩnh Thủy", None, year=2026)

    assert words.split() == ["Vĩnh", "Thủy,", "ngày", "tháng", "năm", "2026"]
    assert "ngày\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0tháng" in words


@pytest.mark.rule("N-07")
def test_grounds_close_with_semicolons_and_a_full_stop():
    grounds = Grounds(("Căn cứ Luật A", "Căn cứ Luật B.", "Căn cứ Luật C; "))

    assert grounds.lines == ("Căn cứ Luật A;", "Căn cứ Luật B;", "Căn cứ Luật C.")


@pytest.mark.rule("N-08")
def test_points_follow_the_vietnamese_alphabet():
    marks = [plain(item).split(")")[0] for item in Points(("x",) * 23).marked]

    assert "".join(marks) == "abcdđeghiklmnopqrstuvxy"


def test_lists_continue_from_their_start():
    assert [plain(item) for item in Points(("x",), start=5).marked] == ["đ) x"]
    assert [plain(item) for item in Clauses(("x", "y"), start=3).marked] == ["3. x", "4. y"]


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (signing_lines("Chủ tịch"), ("CHỦ TỊCH",)),
        (
            signing_lines("Chủ tịch", collective="Ủy ban nhân dân"),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (
            signing_lines("Phó Chủ tịch", collective="Ủy ban nhân dân", deputy_of="Chủ tịch"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (signing_lines("Chánh Văn phòng", by_order_of="Chủ tịch"), ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (signing_lines("Trưởng phòng", delegated_by="Chủ tịch"), ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")),
    ],
)
def test_the_lines_above_a_signature_say_by_what_authority(lines, expected):
    assert lines == expected


@pytest.mark.rule("N-10")
@pytest.mark.parametrize("items", [("Sở Nội vụ",), ("Lưu: VT", "Sở Nội vụ"), ("- Sở Nội vụ;", "- Lưu: VT.")])
def test_the_copy_on_file_closes_the_recipients(items):
    assert Recipients(items).lines == ("- Sở Nội vụ;", "- Lưu: VT.")


@pytest.mark.rule("N-10")
def test_one_addressee_stands_beside_the_words_and_several_below():
    assert Addressees(("Sở Nội vụ",)).lines == ("Kính gửi: Sở Nội vụ",)
    assert Addressees(("Sở A", "Sở B")).lines == ("Kính gửi:", "- Sở A;", "- Sở B.")


@pytest.mark.rule("N-10")
@pytest.mark.parametrize(
    "body",
    [
        (Paragraph("Một."), Paragraph("Hai.")),
        (Paragraph("Một./."), Paragraph(("Hai", Run(" ba;", bold=True)))),
        (Paragraph("Một"), Dashes(("hai./.", "ba;"))),
        (Paragraph("Một./."), Table((Column("A"),), (("1",),))),
        (Heading(NUMBER, "1.", "Chưa có nội dung"),),
    ],
)
def test_the_text_ends_with_its_mark_exactly_once(body):
    paper = Paper("Thử", (*body, TextEnd(), CHAIR, SENT_TO))

    words = paper_words(paper)

    before = words[: words.index("Nơi nhận:")]
    assert sum(text.count("./.") for text in words) == 1
    assert before[-1].endswith("./.")


@pytest.mark.rule("N-11")
def test_annexes_are_numbered_in_roman_from_two_on():
    two = summary()
    one = Paper(two.title, (*(block for block in two.blocks if block is not two.annexes[1]),))

    assert [text for text in paper_words(two) if text.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    assert [text for text in paper_words(one) if text.startswith("Phụ lục")] == ["Phụ lục"]


@pytest.mark.rule("N-12")
def test_minutes_have_no_place_and_date_line():
    head = minutes().blocks[0]

    assert (head.date_line, head.number_line) == ("", "Số: 12/BB-HĐTĐKT")


def test_names_of_bodies_titles_and_positions_are_set_in_capitals():
    assert Letterhead(("Ủy ban",), "Số: 01/KH").issuer == ("ỦY BAN",)
    assert Title("Kế hoạch", "Phát động").kind == "KẾ HOẠCH"
    assert Signature(("Chủ tịch",)).lines == ("CHỦ TỊCH",)


def test_what_a_person_types_becomes_paragraphs_and_lists():
    blocks = narrative("Mở đầu.\n\n- một\n- hai\n+ nhỏ\n-5 độ\n")

    assert blocks == (Paragraph("Mở đầu."), Dashes(("một", "hai")), Dashes(("nhỏ",), "+"), Paragraph("-5 độ"))


def test_a_chart_gives_the_same_figures_as_a_table():
    chart = Chart("Biểu đồ", ("A", "B"), (Series("Tỷ lệ", (1234, "0.50")),), unit="%")

    assert chart.table().rows == (("A", "1.234"), ("B", "0,5"))
    assert [column.title for column in chart.table().columns] == ["Nội dung", "Tỷ lệ (%)"]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Table((Column("A"),), (("1", "2"),)),
        lambda: Chart("X", ("A",), (Series("S", (1, 2)),)),
        lambda: Column("A", 0),
        lambda: Heading("chapter", "1", "x"),
    ],
)
def test_a_block_that_does_not_add_up_is_refused(broken):
    with pytest.raises(ValueError, match="."):
        broken()


def test_recipients_stand_left_of_the_signature_in_whatever_order_they_come():
    orders = [(CHAIR, SENT_TO), (SENT_TO, CHAIR)]

    closings = [compose(Paper("Thử", blocks))[0].pieces for blocks in orders]

    assert closings[0] == closings[1]
    assert [piece.kind for piece in closings[0]] == ["closing"]


def test_a_paragraph_that_ends_with_a_colon_stays_with_what_it_announces():
    assert Paragraph("Điều kiện bắt buộc:").keep_with_next is True
    assert Paragraph("Điều kiện bắt buộc.").keep_with_next is False
