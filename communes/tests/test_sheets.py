"""People and units from Excel: read, doubted, asked about, written whole or not at all."""

import unicodedata
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from communes.models import HistoryEntry, Person, SheetReading, Unit
from communes.services import people, places, sheets
from communes.tests.factories import make_person, make_unit
from communes.tests.sheet_cases import PEOPLE_HEAD, does, received, told, workbook_of

UNITS_HEAD = ("Tên đơn vị", "Tên gọi tắt", "Chữ viết tắt", "Loại", "Trực thuộc", "Thứ tự", "Có từ ngày")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep the files of a test by itself."""
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_list_of_people_is_checked_and_then_written(cast, officer, now):
    cast.unit("economy")
    upload = workbook_of(
        ("Nguyễn Văn An", "Nam", "12/05/1985", "phòng kinh tế", "Chuyên viên", "Công chức", "1/7/2025"),
        ("Trần Thị Bình", "nữ", 1990, "Phòng KT", None, "người dân", date(2024, 3, 2)),
    )
    reading = received("people", upload, officer, now)
    assert (told(reading), does(reading), Person.objects.filter(full_name="Nguyễn Văn An").exists()) == (
        [], {4: "add", 5: "add"}, False,
    )  # fmt: skip

    sheets.apply(reading, by=officer, at=now)

    rows = Person.objects.filter(full_name__in=["Nguyễn Văn An", "Trần Thị Bình"]).order_by("pk")
    assert [
        (row.gender, row.birth_year, row.unit, row.position, row.category, row.joined_on) for row in rows
    ] == [
        ("male", 1985, cast.unit("economy"), "Chuyên viên", "civil_servant", date(2025, 7, 1)),
        ("female", 1990, cast.unit("economy"), "", "resident", date(2024, 3, 2)),
    ]  # fmt: skip
    reading.refresh_from_db()
    assert (reading.status, reading.settled_at, reading.settled_by) == ("applied", now, "Nguyễn Thị Hạnh")
    assert [line.action for line in HistoryEntry.objects.about(reading)] == [
        "sheetreading.apply", "sheetreading.receive",
    ]  # fmt: skip
    assert [line.action for line in HistoryEntry.objects.about(rows[0])] == ["person.added"]


def test_every_fault_is_told_by_row_and_column_and_nothing_is_written(cast, officer, now):
    cast.unit("economy")
    before = Person.objects.count()
    upload = workbook_of(
        ("", "Nam", None, None, None, None, None),
        ("Lò Văn Cương", "Khác", "hai nghìn", "Phòng Kinh te1", "x" * 161, None, "31/02/2025"),
        ("Đinh Văn Dần", None, "#REF!", None, None, None, "2025"),
    )

    reading = received("people", upload, officer, now)

    assert told(reading) == [
        "Dòng 4, cột “Họ và tên”: không được để trống.",
        "Dòng 5, cột “Giới tính”: “Khác” không có trong danh sách: Nữ, Nam.",
        "Dòng 5, cột “Năm sinh”: không đọc được năm “hai nghìn”; ghi bốn chữ số, ví dụ 1985.",
        "Dòng 5, cột “Chức vụ”: dài 161 ký tự, chỉ ghi được 160.",
        "Dòng 5, cột “Công tác từ ngày”: không có ngày “31/02/2025” trong lịch.",
        "Dòng 5, cột “Đơn vị”: không có đơn vị “Phòng Kinh te1”; có phải “Phòng Kinh tế”?",
        "Dòng 6, cột “Năm sinh”: công thức trong ô báo lỗi #REF!.",
        "Dòng 6, cột “Công tác từ ngày”: không đọc được ngày “2025”; ghi theo mẫu 05/12/2025.",
    ]  # fmt: skip
    assert does(reading) == {4: "wrong", 5: "wrong", 6: "wrong"}
    with pytest.raises(ValidationError, match="Còn 3 dòng có lỗi"):
        sheets.apply(reading, by=officer, at=now)
    assert Person.objects.count() == before


def test_faulty_rows_are_left_out_only_where_that_is_chosen(officer, now):
    upload = workbook_of(("Lò Văn Cương", "Khác"), ("Đinh Văn Dần", "Nam"))
    reading = received("people", upload, officer, now)

    sheets.choose(reading, {}, by=officer, at=now, in_bulk="leave_out")
    sheets.apply(reading, by=officer, at=now)

    assert does(reading) == {4: "skip", 5: "add"}
    assert [Person.objects.filter(full_name=name).count() for name in ("Lò Văn Cương", "Đinh Văn Dần")] == [0, 1]


@pytest.mark.parametrize("typed", ["Nguyễn Thị Hòa", "Nguyễn Thị Hoà", unicodedata.normalize("NFD", "Nguyễn Thị Hòa"),
                                   "NGUYỄN THỊ HÒA", "nguyen  thi hoa"])  # fmt: skip
def test_a_known_name_is_asked_about_however_it_is_typed(cast, officer, now, typed):
    known = make_person(cast.commune, "Nguyễn Thị Hòa", unit=cast.unit("economy"), birth_year=1985)
    reading = received("people", workbook_of((typed, None, 1985, "Phòng Kinh tế", "Phó phòng")), officer, now)

    [line] = reading.lines
    assert (line["does"], line["question"], line["options"]) == (
        "ask",
        "Cùng một người?",
        [[f"same-{known.pk}", line["options"][0][1]], ["other", "Hai người khác nhau: thêm mới"],
         ["skip", "Bỏ dòng này"]],
    )  # fmt: skip
    assert line["suggested"] == ("" if typed.startswith("nguyen") else f"same-{known.pk}")
    with pytest.raises(ValidationError, match="Còn 1 dòng chưa chọn cách xử lý"):
        sheets.apply(reading, by=officer, at=now)

    sheets.choose(reading, {4: f"same-{known.pk}"}, by=officer, at=now)
    assert reading.lines[0]["changes"] == [["Chức vụ", "", "Phó phòng"]]
    sheets.apply(reading, by=officer, at=now)

    known.refresh_from_db()
    assert (known.full_name, known.position, Person.objects.named("Nguyễn Thị Hòa").count()) == (
        "Nguyễn Thị Hòa", "Phó phòng", 1,
    )  # fmt: skip


@pytest.mark.parametrize(("choice", "count"), [("other", 2), ("skip", 1)])
def test_a_namesake_is_added_or_left_out_as_chosen(cast, officer, now, choice, count):
    make_person(cast.commune, "Nguyễn Thị Hòa", birth_year=1985)
    reading = received("people", workbook_of(("Nguyễn Thị Hòa", None, 1999), ("Lý A Sử",)), officer, now)
    assert reading.lines[0]["suggested"] == ""

    sheets.choose(reading, {4: choice}, by=officer, at=now)
    sheets.apply(reading, by=officer, at=now)

    assert Person.objects.named("Nguyễn Thị Hòa").count() == count


def test_the_same_person_twice_in_one_table_is_asked_about(officer, now):
    row = ("Lò Thị Mai", "Nữ", 1991)
    reading = received("people", workbook_of(row, row), officer, now)

    assert does(reading) == {4: "add", 5: "ask"}
    assert (reading.lines[1]["question"], reading.lines[1]["notes"]) == (
        "Trùng tên trong tệp", ["Trùng họ tên với dòng 4 của tệp."],
    )  # fmt: skip
    sheets.choose(reading, {5: "skip"}, by=officer, at=now)
    sheets.apply(reading, by=officer, at=now)
    assert Person.objects.named("Lò Thị Mai").count() == 1


def test_two_rows_cannot_both_be_the_same_known_person(cast, officer, now):
    known = make_person(cast.commune, "Lò Thị Mai")
    reading = received("people", workbook_of(("Lò Thị Mai", "Nữ"), ("Lò Thị Mai", "Nữ")), officer, now)

    sheets.choose(reading, {4: f"same-{known.pk}", 5: f"same-{known.pk}"}, by=officer, at=now)

    assert told(reading) == ["Dòng 5: đã chọn là một người với dòng 4; chọn lại một trong hai dòng."]


def test_what_changed_meanwhile_is_checked_again_before_anything_is_written(officer, now):
    reading = received("people", workbook_of(("Lò Thị Mai",), ("Lý A Sử",)), officer, now)
    people.add(full_name="Lò Thị Mai", by=officer, at=now)

    with pytest.raises(ValidationError, match="đã thay đổi từ lúc kiểm tra tệp"):
        sheets.apply(SheetReading.objects.get(), by=officer, at=now)

    reading.refresh_from_db()
    assert (reading.status, does(reading)) == ("checked", {4: "ask", 5: "add"})
    assert Person.objects.named("Lý A Sử").count() == 0


def test_nothing_is_written_where_one_row_is_refused_at_the_end(officer, now, monkeypatch):
    reading = received("people", workbook_of(("Lò Thị Mai",), ("Lý A Sử",)), officer, now)
    add = people.add

    def refuse_one(*, full_name, **values):
        if full_name == "Lý A Sử":
            raise ValidationError("Không thêm được.")
        return add(full_name=full_name, **values)

    monkeypatch.setattr(people, "add", refuse_one)
    with pytest.raises(ValidationError) as refused:
        sheets.apply(reading, by=officer, at=now)

    assert refused.value.messages == ["Dòng 5: Không thêm được."]
    reading.refresh_from_db()
    assert (reading.status, Person.objects.named("Lò Thị Mai").count()) == ("checked", 0)
    assert HistoryEntry.objects.filter(action="sheetreading.apply").count() == 0


def test_a_table_is_written_once(officer, now):
    reading = received("people", workbook_of(("Lò Thị Mai",)), officer, now)
    stale = SheetReading.objects.get()
    sheets.apply(reading, by=officer, at=now)

    with pytest.raises(ValidationError):
        sheets.apply(stale, by=officer, at=now)
    with pytest.raises(ValidationError):
        sheets.discard(stale, by=officer, at=now)

    assert Person.objects.named("Lò Thị Mai").count() == 1


def test_a_table_put_aside_writes_nothing(officer, now):
    reading = received("people", workbook_of(("Lò Thị Mai",)), officer, now)

    sheets.discard(reading, by=officer, at=now)

    assert (SheetReading.objects.get().status, Person.objects.named("Lò Thị Mai").count()) == ("discarded", 0)
    with pytest.raises(ValidationError, match="đã bỏ rồi"):
        sheets.choose(reading, {}, by=officer, at=now)


def test_a_choice_that_was_not_offered_is_refused(officer, now):
    reading = received("people", workbook_of(("Lò Thị Mai",)), officer, now)

    with pytest.raises(ValidationError, match="Dòng 4: cách xử lý đã chọn không còn phù hợp"):
        sheets.choose(reading, {4: "same-1"}, by=officer, at=now)


@pytest.mark.parametrize(("kind", "part"), [("people", "reader"), ("people", "head"), ("units", "officer")])
def test_only_who_keeps_the_records_reads_them_in(cast, now, kind, part):
    head = PEOPLE_HEAD if kind == "people" else UNITS_HEAD
    with pytest.raises(PermissionDenied):
        received(kind, workbook_of(("Lò Thị Mai",), head=head), cast.actor(part), now)

    assert SheetReading.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (SimpleUploadedFile("a.xlsx", b""), "Tệp rỗng (0 byte)."),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04junk"), "Tệp bị hỏng"),
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "Tệp Excel đời cũ (.xls)"),
        (SimpleUploadedFile("a.xlsm", b"PK"), "macro"),
        (SimpleUploadedFile("a.csv", "Họ và tên\nLò Thị Mai".encode()), "Tệp bị hỏng hoặc không phải"),
        (workbook_of(head=("STT", "Ghi chú")), "Không tìm thấy dòng tiêu đề có các cột: Họ và tên."),
        (workbook_of(("x", "y"), head=("Giới tính", "Năm sinh")), "Thiếu cột bắt buộc: Họ và tên."),
        (workbook_of(("x", "y"), head=("Họ tên", "Họ và tên")), "Có nhiều cột cùng nội dung"),
        (workbook_of(), "Dưới dòng tiêu đề chưa có dòng dữ liệu nào."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_in_words(officer, now, upload, reason):
    with pytest.raises(ValidationError) as refused:
        received("people", upload, officer, now)

    assert reason in refused.value.messages[0]
    assert SheetReading.objects.count() == 0


def test_units_are_added_parents_first_and_known_ones_brought_up_to_date(cast, administrator, now):
    known = make_unit(cast.commune, "Trạm Y tế", Unit.Kind.OFFICE)
    upload = workbook_of(
        ("Tổ 1", None, None, "Thôn, xóm, tổ dân phố", "Thôn Đông", 2, None),
        ("Thôn Đông", "Đông", None, "thôn, xóm, tổ dân phố", None, 1, "01/07/2025"),
        ("Trạm Y Tế", None, "TYT", "Trung tâm, đơn vị sự nghiệp", None, None, None),
        head=UNITS_HEAD,
    )
    reading = received("units", upload, administrator, now)
    assert (does(reading), reading.lines[2]["suggested"]) == ({4: "add", 5: "add", 6: "ask"}, f"same-{known.pk}")

    sheets.choose(reading, {}, by=administrator, at=now, in_bulk="suggested")
    sheets.apply(reading, by=administrator, at=now)

    part, whole = Unit.objects.get(name="Tổ 1"), Unit.objects.get(name="Thôn Đông")
    known.refresh_from_db()
    assert (part.parent, part.position, whole.short_name, whole.valid_from) == (whole, 2, "Đông", date(2025, 7, 1))
    assert (known.name, known.symbol, known.kind) == ("Trạm Y tế", "TYT", "service")


def test_units_that_cannot_stand_so_are_told(cast, administrator, now):
    residential = "Thôn, xóm, tổ dân phố"
    upload = workbook_of(
        ("Thôn A", None, None, residential, "Thôn B"),
        ("Thôn B", None, None, residential, "Thôn A"),
        ("Thôn C", None, None, residential, "Thôn C"),
        ("thôn c", None, None, residential, None),
        ("Thôn D", None, None, residential, "Phòng Không Có"),
        ("Thôn E", None, None, "Xã", None, -1),
        head=UNITS_HEAD,
    )  # fmt: skip

    assert [finding.partition(",")[0] + finding.partition(":")[2] for finding in told(
        received("units", upload, administrator, now))] == [
        "Dòng 4 các đơn vị trực thuộc vòng quanh nhau.",
        "Dòng 5 các đơn vị trực thuộc vòng quanh nhau.",
        "Dòng 6 đơn vị không thể trực thuộc chính mình.",
        "Dòng 7 trùng tên với dòng 6.",
        "Dòng 8 không có đơn vị “Phòng Không Có”; thêm đơn vị trước, hoặc chọn trong danh sách của mẫu.",
        "Dòng 9 “Xã” không có trong danh sách: Ủy ban nhân dân, Hội đồng, Phòng, văn phòng, bộ phận chuyên môn, "
        "Trung tâm, đơn vị sự nghiệp, Cơ quan Đảng, Mặt trận và đoàn thể, Thôn, xóm, tổ dân phố, Cơ quan ngoài xã.",
        "Dòng 9 “-1” không phải là số nguyên từ 0 đến 9.999.",
    ]  # fmt: skip


def test_a_unit_renamed_meanwhile_is_noticed(cast, administrator, now):
    unit = make_unit(cast.commune, "Trạm Y tế")
    upload = workbook_of(("Trạm Y tế", "TYT", None, "Trung tâm, đơn vị sự nghiệp"), head=UNITS_HEAD)
    reading = received("units", upload, administrator, now)
    sheets.choose(reading, {}, by=administrator, at=now, in_bulk="suggested")
    places.change_unit(unit, by=administrator, at=now, short_name="TYT xã")

    with pytest.raises(ValidationError, match="đã thay đổi"):
        sheets.apply(reading, by=administrator, at=now)

    assert reading.lines[0]["changes"] == [["Tên gọi tắt", "TYT xã", "TYT"]]
