"""Tables as Excel workbooks, read back as a spreadsheet program reads them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kit.sheets import Heading, Kind, as_csv, sheet_name, write

MADE_AT = datetime(2026, 5, 14, 2, 30, tzinfo=UTC)
TOP = 5
WORDS = (Heading("Nội dung"),)


def sheet_of(*rows, headings=WORDS, head=("Xã Đồng Tâm", "Lọc: không"), **facts):
    """Write rows and read the sheet back."""
    made = BytesIO()
    facts = {"name": "Danh sách", "title": "Danh sách", "author": "Đồng Tâm", "made_at": MADE_AT, **facts}
    write(made, head=list(head), headings=headings, rows=rows, **facts)
    return load_workbook(made).active


def cell(value, kind=Kind.TEXT):
    """Write one value and return its cell."""
    return sheet_of([value], headings=(Heading("Cột", kind),)).cell(TOP + 1, 1)


@pytest.mark.parametrize(
    ("kind", "value", "read", "number_format"),
    [
        (Kind.DATE, date(2026, 5, 4), datetime(2026, 5, 4), r"[$-42A]dd\/mm\/yyyy"),  # noqa: DTZ001 - as read
        (Kind.DATETIME, datetime(2026, 5, 4, 18, 30, tzinfo=UTC), datetime(2026, 5, 5, 1, 30),  # noqa: DTZ001
         r"[$-42A]dd\/mm\/yyyy hh:mm"),
        (Kind.INTEGER, 1_234_567, 1_234_567, "[$-42A]#,##0"),
        (Kind.MONEY, 15_000_000, 15_000_000, '[$-42A]#,##0" đ"'),
        (Kind.DECIMAL, Decimal("12.5"), 12.5, "[$-42A]#,##0.###"),
        (Kind.DECIMAL, Decimal("12.0"), 12, "[$-42A]#,##0"),
        (Kind.DECIMAL, Fraction(1, 4), 0.25, "[$-42A]#,##0.###"),
        (Kind.PERCENT, Decimal("66.7"), 0.667, "[$-42A]0.0%"),
        (Kind.YEAR, 2026, 2026, "0"),
        (Kind.INTEGER, 0, 0, "[$-42A]#,##0"),
    ],
)  # fmt: skip
def test_days_moments_and_numbers_are_real_and_look_vietnamese(kind, value, read, number_format):
    found = cell(value, kind)

    assert (found.value, found.number_format) == (read, number_format)
    assert found.data_type == ("d" if kind in (Kind.DATE, Kind.DATETIME) else "n")


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (Kind.INTEGER, 10**15, "1000000000000000"),
        (Kind.INTEGER, "không rõ", "không rõ"),
        (Kind.DATE, date(1890, 5, 4), "04/05/1890"),
        (Kind.DATE, "năm 2026", "năm 2026"),
        (Kind.TEXT, "0912345678", "0912345678"),
        (Kind.TEXT, 7, "7"),
        (Kind.TEXT, True, "Có"),
        (Kind.TEXT, False, "Không"),
    ],
)
def test_what_excel_cannot_hold_exactly_and_every_code_stays_text(kind, value, read):
    found = cell(value, kind)

    assert (found.value, found.data_type, found.number_format) == (read, "s", "@")


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+84912345678", "-5", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://a.vn";"x")', "=cmd|' /C calc'!A0",
     "http://a.vn/x", "<b>đậm</b>", "{{ request }}", "{=1+1}", "<r><t>x</t></r", "_x000D_ab"],
)  # fmt: skip
def test_hostile_words_are_written_as_text_and_marked_as_text(words):
    found = cell(words)

    assert found.value.replace("_x005F", "") == words
    assert (found.data_type, found.number_format, found.quotePrefix) == ("s", "@", True)
    assert found.hyperlink is None


def test_hostile_headings_and_titles_are_text_too():
    sheet = sheet_of(["x"], headings=(Heading("=1+1"),), title="=2+2 & co", head=("@xã", "+Lọc"))

    told = [sheet.cell(row, 1) for row in range(1, TOP + 1) if sheet.cell(row, 1).value]
    assert [(each.value, each.data_type) for each in told] == [
        ("=2+2 & co", "s"), ("@xã", "s"), ("+Lọc", "s"), ("=1+1", "s"),
    ]  # fmt: skip


def test_markup_of_the_writer_s_own_is_shown_as_words():
    assert cell("<r><t>x</t></r>").value == "<r><t>x</t></r> "


def test_words_are_composed_and_without_control_and_direction_marks():
    assert cell("Viê\u0323t\x00\x07 \u202eNam\ufffe").value == "Việt Nam"


@pytest.mark.parametrize(("words", "kept"), [("a" * 40_000, 32_766), ("😀" * 20_000, 16_383)])
def test_what_no_cell_holds_is_cut_with_a_mark_and_a_note(words, kept):
    sheet = sheet_of([words], ["ngắn"])

    assert sheet.cell(TOP + 1, 1).value == words[:kept] + "…"
    assert sheet.cell(TOP + 4, 1).value.startswith("Ghi chú: 01 ô dài hơn")
    assert sheet.auto_filter.ref == f"A{TOP}:A{TOP + 2}"


def test_a_text_that_a_cell_just_holds_is_not_cut():
    assert cell("a" * 32_767).value == "a" * 32_767


def test_the_page_has_a_frozen_head_a_filter_and_prints_across_with_its_headings():
    headings = (Heading("Họ và tên"), Heading("Năm sinh", Kind.YEAR), Heading("Ghi chú"))
    sheet = sheet_of(["Nguyễn Thị Hạnh", 1980, "x" * 200], ["A", None, None], headings=headings, title="Con người")

    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("Con người", "Xã Đồng Tâm", "Lọc: không")
    assert [each.value for each in sheet[TOP]] == ["Họ và tên", "Năm sinh", "Ghi chú"]
    assert all(each.font.bold for each in sheet[TOP])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (f"A{TOP + 1}", f"A{TOP}:C{TOP + 2}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_title_rows == f"${TOP}:${TOP}"
    assert sheet.oddFooter.right.text == "Trang &P/&N"
    assert [round(sheet.column_dimensions[each].width) for each in "ABC"] == [18, 14, 61]
    assert sheet["C6"].alignment.wrap_text


def test_long_filters_take_several_rows_above_the_headings():
    sheet = sheet_of(["x"], head=("Xã Đồng Tâm", "Lọc: " + "; ".join(["Đơn vị: Phòng Kinh tế"] * 12)))

    rows = [row for (row,) in sheet.iter_rows(values_only=True)]
    assert max(len(row) for row in rows if row) <= 120
    assert rows.index("Nội dung") + 1 == int(sheet.freeze_panes[1:]) - 1 > TOP


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Kế hoạch: [2026] a/b?*\\", "Kế hoạch 2026 a b"),
        ("'Sổ'", "Sổ"),
        ("Danh sách ký nhận tiền thưởng của xã", "Danh sách ký nhận tiền thưởng c"),
        ("", "Danh sách"),
        ("History", "Danh sách"),
        ("///", "Danh sách"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(name, found):
    assert sheet_name(name) == found


def test_an_empty_list_is_a_head_without_rows():
    sheet = sheet_of()

    assert (sheet.max_row, sheet.auto_filter.ref) == (TOP, f"A{TOP}")


def test_the_writer_tells_how_far_it_is():
    heard = []
    made = BytesIO()

    number = write(made, name="x", title="x", author="x", head=[], headings=[Heading("x")],
                   rows=([str(each)] for each in range(250)), made_at=MADE_AT, tell=heard.append)  # fmt: skip

    assert (number, heard) == (250, [100, 200])


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (Kind.TEXT, "Hòa, Phong", '"Hòa, Phong"'),
        (Kind.TEXT, 'xóm "Đồng"', '"xóm ""Đồng"""'),
        (Kind.TEXT, "một\nhai", '"một\nhai"'),
        (Kind.TEXT, "=1+1", "'=1+1"),
        (Kind.TEXT, "-5", "'-5"),
        (Kind.TEXT, "@a", "'@a"),
        (Kind.TEXT, "<r>a</r>", "<r>a</r>"),
        (Kind.TEXT, True, "Có"),
        (Kind.TEXT, date(2026, 3, 1), "01/03/2026"),
        (Kind.TEXT, None, ""),
        (Kind.DATE, date(2026, 3, 1), "2026-03-01"),
        (Kind.DATE, date(1890, 3, 1), "1890-03-01"),
        (Kind.DATE, "chưa rõ", "chưa rõ"),
        (Kind.DATETIME, MADE_AT, "2026-05-14 09:30"),
        (Kind.INTEGER, -1200, "-1200"),
        (Kind.DECIMAL, Decimal("2.50"), "2.50"),
        (Kind.DECIMAL, Fraction(1, 4), "0.25"),
        (Kind.DECIMAL, Fraction(2, 3), "0.6667"),
        (Kind.PERCENT, Decimal("87.5"), "87.5"),
        (Kind.TEXT, "Lành;=1+1", "Lành;'=1+1"),
        (Kind.TEXT, "một\n=2", '"một\n\'=2"'),
        (Kind.TEXT, "a; b - c", "a; b - c"),
        (Kind.MONEY, 10**16, "10000000000000000"),
        (Kind.INTEGER, "=2", "'=2"),
    ],
)
def test_a_csv_tells_days_and_numbers_so_that_no_program_guesses(kind, value, told):
    made = as_csv([Heading("Cột\tmột", kind), Heading("=Hai")], [[value, "b"]])

    assert made.decode("utf-8-sig") == f"Cột một,'=Hai\r\n{told},b\r\n"
    assert made.startswith(b"\xef\xbb\xbf")
