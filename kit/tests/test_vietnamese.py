"""Words, names, dates and numbers as an office writes them."""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import vietnamese as vn

NAMES = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắấếốớứ ABĐ", max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Tâm", "dong tam"),
        ("  NGUYỄN   Thị Hòa ", "nguyen thi hoa"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "nguyen thi hoa"),
        ("05/QĐ-UBND", "05/qd-ubnd"),
        ("ưỡng ƠN", "uong on"),
        ("", ""),
    ],
)
def test_folding_leaves_what_people_type(text, folded):
    assert vn.fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert vn.fold(vn.fold(text)) == vn.fold(text)


@given(NAMES)
def test_both_unicode_forms_fold_and_sort_alike(text):
    assert vn.fold(text) == vn.fold(unicodedata.normalize("NFD", text))
    assert vn.sort_key(text) == vn.sort_key(unicodedata.normalize("NFD", text))


@given(NAMES)
def test_a_sort_key_is_ascii_and_fits_its_column(text):
    key = vn.sort_key(text)

    assert key.isascii() and (key.isalnum() or not key)
    assert len(key) <= 3 * len(text) + 4


def test_people_stand_by_given_name_then_family_name():
    ordered = [
        "Trần Văn An",
        "Lê Thị Ánh",
        "Nguyễn Hoa",
        "Trần Hoa",
        "Lê Hòa",
        "Lê Hoà Đức",
        "Đỗ Đức",
        "Vũ Dung",
    ]

    assert sorted(ordered, key=vn.sort_key) == [
        "Trần Văn An",
        "Lê Thị Ánh",
        "Vũ Dung",
        "Đỗ Đức",
        "Lê Hoà Đức",
        "Nguyễn Hoa",
        "Trần Hoa",
        "Lê Hòa",
    ]


def test_letters_and_tones_stand_as_in_a_dictionary():
    letters = ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "u", "ư", "v", "y"]
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "man", "màn"]

    for order in (letters, tones, ["Thôn", "Thôn 10", "Thôn Đông", "Thông"]):
        shuffled = order[::-1]
        assert sorted(shuffled, key=vn.letter_key) == order


@pytest.mark.parametrize("text", ["05/12/2025", "5/12/2025", "5-12-2025", "05.12.2025", "2025-12-05", " 2025-12-5 "])
def test_a_date_is_read_as_people_write_it(text):
    assert vn.parse_date(text) == date(2025, 12, 5)


@pytest.mark.parametrize("text", ["", "31/02/2025", "5/12", "12/2025", "05/12/25", "ngày mai", "2025-13-01"])
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        vn.parse_date(text)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_written_date_reads_back(day):
    assert vn.parse_date(vn.vn_date(day)) == day


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 5), "ngày 05 tháng 9 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (date(2026, 1, 1), "ngày 01 tháng 01 năm 2026"),
        (date(2026, 3, 10), "ngày 10 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_long_dates_carry_zeros_only_where_the_decree_wants_them(day, words):
    assert vn.long_date(day) == words


def test_moments_show_day_and_clock():
    assert vn.vn_datetime(datetime(2026, 9, 5, 14, 5, tzinfo=UTC)) == "05/09/2026 14:05"
    assert (vn.vn_datetime(None), vn.vn_date(None)) == ("", "")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234567, None, "1.234.567"),
        (Decimal("1234.50"), None, "1.234,5"),
        (Decimal("100.00"), None, "100"),
        (Decimal("0.10"), 2, "0,10"),
        (0.1, None, "0,1"),
        (-1500, None, "-1.500"),
        (Decimal("-0.00"), None, "0"),
        (Decimal("1E+3"), None, "1.000"),
        (100, None, "100"),
        (None, None, ""),
    ],
)
def test_numbers_have_decimal_comma_and_thousand_dots(value, places, text):
    assert vn.vn_number(value, places) == text


def test_amounts_and_counts_are_written_as_in_papers():
    assert vn.money(1500000) == "1.500.000 đồng"
    assert [vn.small_count(number) for number in (2, 15, 120)] == ["02", "15", "120"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (11, "mười một"),
        (21, "hai mươi mốt"),
        (54, "năm mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (760_000, "bảy trăm sáu mươi nghìn"),
        (4_240_000, "bốn triệu hai trăm bốn mươi nghìn"),
        (10_005_021, "mười triệu không trăm linh năm nghìn không trăm hai mươi mốt"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (25_300_000_000, "hai mươi lăm tỷ ba trăm triệu"),
        (10**18, "một tỷ tỷ"),
    ],
)
def test_a_number_is_spelt_as_a_receipt_spells_it(number, words):
    assert vn.number_in_words(number) == words


def test_no_debt_is_spelt():
    with pytest.raises(ValueError, match="-1"):
        vn.number_in_words(-1)


def test_a_text_begun_small_keeps_the_capitals_of_an_abbreviation():
    assert [vn.begun_small(text) for text in ("Đi công tác", "UBND tỉnh triệu tập", "", "Ý")] == [
        "đi công tác", "UBND tỉnh triệu tập", "", "ý",
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "words"), [(5, "hôm nay"), (8, "còn 3 ngày"), (3, "quá hạn 2 ngày")])
def test_distance_to_a_date_is_said_in_days(day, words):
    assert vn.days_between(date(2026, 9, 5), date(2026, 9, day)) == words


def test_points_and_parts_are_counted_as_in_papers():
    assert [vn.roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
    assert "".join(vn.letter(number) for number in range(1, 11)) == "abcdđeghik"
    assert [vn.letter(number) for number in (23, 24, 25)] == ["y", "aa", "ab"]
    with pytest.raises(ValueError, match="No letter for 0"):
        vn.letter(0)
    with pytest.raises(ValueError, match="No Roman numeral for 0"):
        vn.roman(0)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Quyết định số 244/QĐ-UBND: tặng Giấy khen", "quyet-dinh-so-244-qd-ubnd-tang-giay-khen"),
        ("Kế hoạch 2026 - 2030", "ke-hoach-2026-2030"),
        ("  Đường  ", "duong"),
        ("“…”", ""),
    ],
)
def test_a_title_names_a_file_in_plain_signs(text, stem):
    assert vn.file_stem(text) == stem


def test_a_long_title_is_cut_between_words():
    stem = vn.file_stem("Về việc tặng Giấy khen " * 10)

    assert stem == "-".join((["ve", "viec", "tang", "giay", "khen"] * 10)[:22])
    assert len(stem) <= 100
