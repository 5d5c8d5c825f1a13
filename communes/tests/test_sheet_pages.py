"""The pages of Excel tables: templates, sending in, the preview with its choices, applying, and who may."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from communes.addresses import here
from communes.models import Person, SheetReading
from communes.rules import tables
from communes.services import sheets
from communes.tests.factories import PEOPLE, make_person
from communes.tests.sheet_cases import received, workbook_of
from kit import workbook_reader

ALL = {"people": {"administrator", "officer"}, "units": {"administrator"}, "earlier-awards": {"officer"},
       "unit-report": set()}  # fmt: skip


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep the files of a test by itself."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("kind", ALL)
def test_a_table_is_sent_in_by_who_keeps_what_it_holds(client, cast, kind):
    opened, downloaded = set(), set()
    for part in PEOPLE:
        actor = cast.actor(part)
        client.force_login(actor.user)
        opened |= {part} if client.get(here(actor, "communes:sheet-upload", kind)).status_code == 200 else set()
        answer = client.get(here(actor, "communes:sheet-template", kind))
        downloaded |= {part} if answer.status_code == 200 else set()

    assert (opened, downloaded) == (ALL[kind], ALL[kind])


@pytest.mark.parametrize("kind", ["people", "units", "earlier-awards"])
def test_a_template_has_the_columns_lists_and_instructions_of_its_kind(client, cast, kind, clock):
    actor = cast.actor(min(ALL[kind]))
    client.force_login(actor.user)

    answer = client.get(here(actor, "communes:sheet-template", kind))

    book = load_workbook(BytesIO(answer.content))
    page, columns = book.worksheets[0], sheets.KINDS[kind].columns
    assert [cell.value for cell in page[3]][: len(columns)] == [
        f"{each.label} *" if each.required else each.label for each in columns
    ]
    assert (page.freeze_panes, book.sheetnames[1:]) == ("A4", ["Hướng dẫn", "Danh mục"])
    assert actor.person.unit.name in [cell.value for column in book["Danh mục"].columns for cell in column]
    with pytest.raises(tables.NoTable, match="chưa có dòng dữ liệu"):
        tables.find_table([each.rows for each in workbook_reader.read(answer.content) if not each.hidden], columns)


def test_a_file_that_cannot_be_read_keeps_its_sender_on_the_page(client, officer):
    client.force_login(officer.user)
    page = here(officer, "communes:sheet-upload", "people")

    for upload, reason in (
        (SimpleUploadedFile("ds.xlsx", b"x"), "“ds.xlsx”: Tệp bị hỏng"),
        (SimpleUploadedFile("ds.xlsx", b""), "Tệp rỗng"),
        (workbook_of(head=("A", "B")), "Không tìm thấy dòng tiêu đề"),
        ("", "Chọn tệp Excel."),
    ):
        answer = client.post(page, {"file": upload})
        assert (answer.status_code, reason in answer.text) == (200, True)
    assert SheetReading.objects.count() == 0


def test_a_table_goes_from_upload_over_choices_into_the_records(client, cast, officer, clock):
    known = make_person(cast.commune, "Lò Thị Mai", birth_year=1991)
    client.force_login(officer.user)
    upload = workbook_of(("Lò Thị Mai", "Nữ", 1991), ("Lý A Sử", "Khác"), ("Vàng A Tủa", "Nam"))

    page = client.post(here(officer, "communes:sheet-upload", "people"), {"file": upload}).url
    reading = SheetReading.objects.get()
    shown = client.get(page)
    assert "Cùng một người?" in shown.text
    assert "Dòng 5, cột “Giới tính”: “Khác” không có trong danh sách: Nữ, Nam." in shown.text
    assert "Vàng A Tủa" not in shown.text and "Vàng A Tủa" in client.get(f"{page}?show=all").text

    refused = client.post(here(officer, "communes:sheet-apply", reading.pk), follow=True)
    assert "Còn 1 dòng có lỗi" in refused.text
    chosen = {"row-4": f"same-{known.pk}", "row-5": "skip", "show": "all", "page": "1"}
    answer = client.post(here(officer, "communes:sheet-choose", reading.pk), chosen)
    assert answer.url == f"{page}?show=all&page=1"
    client.post(here(officer, "communes:sheet-apply", reading.pk))

    reading.refresh_from_db()
    known.refresh_from_db()
    assert (reading.status, known.gender) == ("applied", "female")
    assert list(Person.objects.filter(full_name__in=["Lý A Sử", "Vàng A Tủa"]).values_list("full_name", flat=True)) == [
        "Vàng A Tủa"
    ]
    done = client.get(page)
    assert "Nguyễn Thị Hạnh" in done.text and "Nhập vào phần mềm</button>" not in done.text
    stored = client.get(here(officer, "communes:sheet-file", reading.pk))
    upload.seek(0)
    assert b"".join(stored.streaming_content) == upload.read()


def test_words_of_a_table_are_shown_as_words(client, officer, now):
    reading = received("people", workbook_of(("<script>alert(1)</script>", "{{ x }}")), officer, now)
    client.force_login(officer.user)

    text = client.get(reading.get_absolute_url()).text

    assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text


def test_a_table_of_another_kind_or_commune_is_not_found(client, cast, officer, administrator, neighbour, now):
    reading = received("units", workbook_of(("Thôn A", None, None, "Thôn, xóm, tổ dân phố"), head=(
        "Tên đơn vị", "Tên gọi tắt", "Chữ viết tắt", "Loại")), administrator, now)  # fmt: skip
    ours = reading.get_absolute_url()
    found = {}
    for part in ("administrator", "officer", "head", "reader"):
        client.force_login(cast.actor(part).user)
        found[part] = client.get(ours).status_code
    client.force_login(neighbour("administrator").user)

    assert found == {"administrator": 200, "officer": 404, "head": 404, "reader": 403}
    assert client.get(here(neighbour("administrator"), "communes:sheet", reading.pk)).status_code == 404
    assert client.get(ours).status_code == 404


def test_the_list_narrows_sorts_and_asks_the_same_number_of_questions(client, officer, now):
    client.force_login(officer.user)
    page, asked = here(officer, "communes:sheets"), []
    assert "Chưa có bảng nào được gửi vào." in client.get(page).text
    for count in (1, 2):
        reading = received("people", workbook_of((f"Lò Thị Mai {count}",)), officer, now)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(page).context["page"].object_list) == count
        asked.append(len(queries))
    sheets.discard(reading, by=officer, at=now)

    assert asked[0] == asked[1]
    assert len(client.get(f"{page}?status=discarded&sort=-title").context["page"].object_list) == 1
    assert "Không có bảng nào khớp" in client.get(f"{page}?kind=earlier-awards").text


def test_a_preview_of_many_rows_asks_as_much_as_one_of_few(client, cast, officer, now):
    client.force_login(officer.user)
    asked = []
    for count in (1, 45):
        reading = received("people", workbook_of(*((f"Vàng A {number}",) for number in range(count))), officer, now)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reading.get_absolute_url()).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_checking_many_rows_asks_as_much_as_checking_few(cast, officer, now):
    asked = []
    for count in (1, 45):
        book = sheets.opened(workbook_of(*((f"Vàng A {number}", None, None, "Phòng KT") for number in range(count))))
        with CaptureQueriesContext(connection) as queries:
            sheets.receive(sheets.KINDS["people"], book, by=officer, at=now)
        asked.append(len(queries))

    assert asked[0] == asked[1]
