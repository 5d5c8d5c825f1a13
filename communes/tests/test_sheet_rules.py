"""Pure rules of tables: whatever a cell holds is read or refused in words, heads are found, names compared."""

import json
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from communes.rules import tables
from communes.rules.likeness import Entry, Likeness, alike, nearest, spelling
from communes.rules.tables import Column, NoTable, Row, find_table, pack, unpack, values_of
from kit import cells
from kit.cells import Unclear
from kit.forms import VnDecimalField

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(),
    st.sampled_from(["#N/A", "95%", "1.250,5", "05/12/2025", "31/02/2025", "0912345678", "=1+1", "x" * 40_000]),
)  # fmt: skip
READERS = (
    cells.words, cells.passage, cells.day, cells.year, cells.amount, cells.whole, cells.yes,
    lambda cell: cells.one_of(cell, {"Nữ": "female", "Nam": "male"}),
    lambda cell: cells.words(cell, limit=5, code=True),
)  # fmt: skip
COLUMNS = (Column("name", "Họ và tên", required=True, aliases=("Tên",)), Column("born", "Năm sinh", cells.year),
           Column("on", "Từ ngày", cells.day))  # fmt: skip


def refusal(act):
    """Return what an act returns, or the words in which it was refused; whatever else it raises fails the test."""
    try:
        return act() or None
    except (Unclear, NoTable) as problem:
        return str(problem)


@given(CELLS, st.sampled_from(READERS))
def test_no_cell_ever_raises_but_to_say_why_in_words(cell, read):
    assert refusal(lambda: read(cell)) != ""


@given(st.lists(CELLS, min_size=3, max_size=3), st.integers(1, 9999))
def test_every_row_is_read_or_told_by_row_and_column(values, number):
    row = Row(number, dict(zip(("name", "born", "on"), values, strict=True)))

    read, findings = values_of(row, COLUMNS)

    assert set(read) == {"name", "born", "on"}
    assert bool(read["name"]) or any(each.column == "Họ và tên" for each in findings)
    assert all(each.told(number).startswith(f"Dòng {number}, cột “") for each in findings)


@given(st.dictionaries(st.sampled_from(["name", "born", "on"]), CELLS), st.integers(1, 9999))
def test_a_row_that_was_kept_is_read_as_before(values, number):
    row = Row(number, values)

    kept = unpack(json.loads(json.dumps(pack(row), allow_nan=False)))

    assert kept.number == number
    assert [cells.shown(kept.cells[key]) for key in values] == [
        cells.shown(cell) if not isinstance(cell, str) else cells.plain(cell) for cell in values.values()
    ]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("05/12/2025", date(2025, 12, 5)), ("5-12-2025", date(2025, 12, 5)), (" 5.12.2025 ", date(2025, 12, 5)),
        ("2025-12-05", date(2025, 12, 5)), (date(2025, 12, 5), date(2025, 12, 5)), (45996, date(2025, 12, 5)),
        (45996.0, date(2025, 12, 5)), (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_offices_type_it(cell, found):
    assert cells.day(cell) == found


@pytest.mark.parametrize("cell", ["31/02/2025", "5/12/25", 2025, "2025", "12/2025", True, 0.5, "#VALUE!", date(1, 1, 1),
                                  date(9999, 1, 1), float("nan"), 10**20])  # fmt: skip
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Unclear):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [(1985, 1985), ("1985", 1985), (1985.0, 1985), ("12/05/1985", 1985), (date(1985, 5, 12), 1985), (31179, 1985),
     (None, None)],
)  # fmt: skip
def test_a_year_is_read_from_years_and_days(cell, found):
    assert cells.year(cell) == found


@pytest.mark.parametrize("cell", ["85", 85, 1899, 2101, "năm 1985", True, float("inf")])
def test_what_is_no_year_is_refused(cell):
    with pytest.raises(Unclear):
        cells.year(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [("1.250,5", "1250.5"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.250", "1250"), ("97,5 %", "97.5"), (12.5, "12.5"),
     (0.1 + 0.2, "0.3"), (7, "7"), ("-3", "-3")],
)  # fmt: skip
def test_a_number_is_read_with_comma_and_points(cell, found):
    assert cells.amount(cell) == Decimal(found)


@given(st.from_regex(r"-?[0-9]{1,4}([.,][0-9]{1,4}){0,3}", fullmatch=True))
def test_a_number_means_in_a_cell_what_it_means_in_a_form(typed):
    try:
        expected = VnDecimalField().clean(typed)
    except ValidationError:
        with pytest.raises(Unclear):
            cells.amount(typed)
    else:
        assert cells.amount(typed) == expected


def test_words_are_composed_without_what_nobody_sees():
    assert cells.words(unicodedata.normalize("NFD", " Nguyễn\u200b  Thị\tHòa\x00 ")) == "Nguyễn Thị Hòa"
    assert cells.passage("một \n\n  hai\r\nba") == "một\nhai\nba"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Hòa", "Hoà", True), ("Thủy", "Thuỷ", True), ("HÒA", "hoà", True), ("Hòa", "Hoa", False), ("Hòa", "Hóa", False),
     ("Lê  Hòa", "Lê Hoà", True), ("Hoàng", "Hòang", True), ("Tuấn", "Tuân", False)],
)  # fmt: skip
def test_both_ways_of_setting_tones_are_spelled_alike(one, other, same):
    assert (spelling(one) == spelling(other)) == same


@given(st.text())
def test_spelling_does_not_ask_how_letters_are_composed(text):
    assert spelling(unicodedata.normalize("NFD", text)) == spelling(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("other", "degree"),
    [
        (Entry("Nguyễn Thị Hoà", 1985, 3, "female"), Likeness.SURE),
        (Entry("nguyen thi hoa", 1985, 3), Likeness.LIKELY),
        (Entry("Nguyễn Thị Hòa", 1985), Likeness.LIKELY),
        (Entry("Nguyễn Thị Hòa", None, 3), Likeness.LIKELY),
        (Entry("Nguyễn Thị Hòa"), Likeness.NAMESAKE),
        (Entry("Nguyễn Thị Hòa", 1990, 3), Likeness.NAMESAKE),
        (Entry("Nguyễn Thị Hòa", 1985, 3, "male"), Likeness.NAMESAKE),
        (Entry("Nguyễn Thị Hồng", 1985, 3), Likeness.NONE),
        (Entry(""), Likeness.NONE),
    ],
)
def test_likeness_follows_name_year_unit_and_gender(other, degree):
    known = Entry("Nguyễn Thị Hòa", 1985, 3, "female")

    assert (alike(known, other), alike(other, known)) == (degree, degree)


def test_the_nearest_name_is_offered_and_nothing_far():
    names = {"phong kinh te": "Phòng Kinh tế", "tram y te": "Trạm Y tế"}

    assert (nearest("Phòng kinh tê1", names), nearest("Công an xã", names)) == ("Phòng Kinh tế", "")


def test_a_head_is_found_below_titles_on_any_sheet_and_in_any_order():
    sheet = ((1, ("DANH SÁCH",)), (4, ("STT", "Năm  sinh (*)", "HỌ VÀ TÊN *", "Ghi chú")),
             (5, (1, 1985, "Lò Thị Mai", "x")), (6, (2, None, None, None)),
             (9, (3, None, "Lý A Sử", None)))  # fmt: skip

    table = find_table([((1, ("Trang khác",)),), sheet], COLUMNS)

    assert [(row.number, dict(row.cells)) for row in table.rows] == [
        (5, {"born": 1985, "name": "Lò Thị Mai"}), (9, {"born": None, "name": "Lý A Sử"}),
    ]  # fmt: skip
    assert table.unknown == ("STT", "Ghi chú")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((), "Không tìm thấy dòng tiêu đề"),
        (((1, ("Năm sinh", "Từ ngày")),), "Thiếu cột bắt buộc: Họ và tên."),
        (((1, ("Tên", "Họ và tên")), (2, ("a", "b"))), "Có nhiều cột cùng nội dung: Họ và tên, Tên."),
        (((1, ("Họ và tên",)), (2, (None,))), "Dưới dòng tiêu đề chưa có dòng dữ liệu nào."),
    ],
)
def test_sheets_without_the_table_are_refused(rows, reason):
    with pytest.raises(NoTable, match=reason.replace(".", r"\.")):
        find_table([rows], COLUMNS)


@given(st.lists(st.tuples(st.integers(1, 99), st.lists(CELLS, max_size=5).map(tuple)), max_size=8))
def test_any_sheet_is_a_table_or_refused_in_words(rows):
    found = refusal(lambda: find_table([rows], COLUMNS).rows)

    assert found


def test_a_row_with_faults_may_be_left_out_and_only_by_choice():
    faulty = tables.Line(7, ("x",), tables.ADD, (tables.Finding("không được để trống", "Họ và tên"),))

    assert tables.settled(faulty, "").does == tables.WRONG
    assert tables.settled(faulty, "skip").does == tables.SKIP
    assert tables.settled(tables.Line(8, ("x",), tables.ADD), "skip").does == tables.ADD
