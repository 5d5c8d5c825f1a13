"""Workbooks that people send: values of every kind, and everything that is refused in words."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kit import workbook_reader, workbooks
from kit.sheet_templates import Field, write_template
from kit.workbook_reader import read
from kit.workbooks import Unreadable


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def book_of(*rows) -> bytes:
    """Return a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def outcome(content: bytes):
    """Return the sheets of a file, or the words in which it was refused."""
    try:
        return read(content)
    except Unreadable as problem:
        return str(problem)


def with_parts(content: bytes, **parts) -> bytes:
    """Return a workbook with more parts in its archive, or others of the same name."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def test_cells_come_as_plain_values_with_the_numbers_of_their_rows():
    book = Workbook()
    page = book.active
    page.append(["Chữ", 5, 2.5, True, datetime(2025, 12, 5, 8, 30)])  # noqa: DTZ001 - as Excel keeps it
    page["A4"] = 0.975
    page["A4"].number_format = "0.0%"
    page["B4"] = 95
    page["B4"].number_format = '0" %"'

    [sheet] = read(saved(book))

    assert [(number, values[:5]) for number, values in sheet.rows] == [
        (1, ("Chữ", 5, 2.5, True, date(2025, 12, 5))),
        (4, ("97,5%", 95, None, None, None)),
    ]


def test_a_formula_comes_as_its_last_value_or_empty():
    book = Workbook()
    book.active.append(["x", "=1+1"])

    [sheet] = read(saved(book))

    assert sheet.rows[0][1][:2] == ("x", None)


def test_hidden_sheets_are_told_apart():
    book = Workbook()
    book.active.append(["x"])
    book.create_sheet("Ẩn").append(["y"])
    book["Ẩn"].sheet_state = "veryHidden"

    assert [(sheet.name, sheet.hidden) for sheet in read(saved(book))] == [("Sheet", False), ("Ẩn", True)]


PLAIN = book_of(["x"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Tệp rỗng"),
        (b"abc", workbooks.NOT_READ),
        (PLAIN[: len(PLAIN) // 2], workbooks.NOT_READ),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, workbooks.OLD),
        (with_parts(PLAIN, **{"xl/vbaProject.bin": b"x"}), workbooks.MACROS),
        (with_parts(PLAIN, **{"[Content_Types].xml": b"<Types>macroEnabled</Types>"}), workbooks.MACROS),
        (with_parts(PLAIN, **{"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), workbooks.NOT_READ),
        (with_parts(PLAIN, **{"xl/workbook.xml": b"<broken"}), workbooks.NOT_READ),
        (with_parts(PLAIN, **{"xl/worksheets/sheet1.xml": b"<broken"}), workbooks.NOT_READ),
        (with_parts(PLAIN, **{"xl/media/a.bin": b"\0" * (workbooks.UNPACKED_LIMIT + 1)}), workbooks.SWOLLEN),
        (with_parts(PLAIN, **{f"xl/{n}": b"" for n in range(workbooks.MOST_PARTS)}), workbooks.SWOLLEN),
        (b"PK\x03\x04" + b"0" * workbooks.FILE_LIMIT, "Tệp lớn hơn 5 MB"),
        (book_of(), "Tệp không có dòng nào."),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_workbook_to_be_read_is_refused_in_words(content, reason):
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert str(refused.value).startswith(reason)


def test_a_sheet_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(workbook_reader, "MOST_ROWS", 3)

    assert len(read(book_of(*(["x"] for _ in range(3))))[0].rows) == 3
    with pytest.raises(Unreadable, match="có hơn 3 dòng"):
        read(book_of(*(["x"] for _ in range(4))))


@given(st.binary(max_size=400), st.integers(0, 6000))
def test_a_damaged_file_is_read_or_refused_in_words(junk, place):
    content = PLAIN[:place] + junk + PLAIN[place + len(junk) :]
    assert outcome(content)


def test_a_template_offers_lists_freezes_its_head_and_explains_itself(now):
    made = BytesIO()
    units = tuple(f"Thôn {number} của xã có tên rất dài để vượt giới hạn của Excel" for number in range(40))
    fields = [Field("Họ và tên", True, "Ghi đủ.", "Lò Thị Mai"), Field("Đơn vị", options=units)]
    write_template(
        made, name="Con người", title="CON NGƯỜI", author="UBND xã", made_at=now, fields=fields, guide=("Một.",)
    )

    book = load_workbook(made)
    page = book["Con người"]
    assert (page.freeze_panes, [cell.value for cell in page[3]][:2]) == ("A4", ["Họ và tên *", "Đơn vị"])
    assert book["Danh mục"].sheet_state == "hidden"
    [listed] = [each for each in page.data_validations.dataValidation if each.type == "list"]
    assert (listed.formula1, str(listed.sqref)) == ("'Danh mục'!$B$1:$B$40", "B4:B1003")
    assert [cell.value for cell in book["Hướng dẫn"][6]][:4] == ["Họ và tên", "Có", "Ghi đủ.", "Lò Thị Mai"]
