"""Awards of earlier years from an old book in Excel: whose they are, what is known already, where they are shown."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import EarlierAward
from awards.services import standing
from awards.services.awards_received import awards_of
from communes.addresses import here
from communes.models import HistoryEntry, Person
from communes.services import sheets
from communes.tests.factories import make_person
from communes.tests.sheet_cases import does, received, told, workbook_of

HEAD = ("Họ và tên", "Năm sinh", "Đơn vị", "Hình thức, danh hiệu", "Thành tích", "Cấp quyết định", "Số quyết định",
        "Ngày quyết định")  # fmt: skip
DECISION = ("Giấy khen", "Hoàn thành tốt nhiệm vụ", "Chủ tịch UBND huyện", "125/QĐ-UBND", "20/01/2024")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep the files of a test by itself."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def economy(cast):
    """Phòng Kinh tế."""
    return cast.unit("economy")


def book_of(*rows):
    """Return an old book as an upload."""
    return workbook_of(*rows, head=HEAD, name="Sổ 2024.xlsx")


def test_an_old_book_becomes_earlier_awards_of_its_people_and_units(client, cast, economy, officer, now):
    person = make_person(cast.commune, "Nguyễn Thị Hòa", birth_year=1985, unit=economy)
    reading = received("earlier-awards", book_of(
        ("Nguyễn Thị Hoà", 1985, "Phòng Kinh tế", *DECISION),
        (None, None, "Phòng Kinh tế", "Tập thể lao động tiên tiến", None, "Chủ tịch UBND huyện", "126/QĐ-UBND",
         date(2024, 1, 21)),
        (None, None, "Phòng Kinh tế", "Huân chương Lao động hạng Ba", None, "Chủ tịch nước", "9/QĐ-CTN", "02/09/2020"),
    ), officer, now)  # fmt: skip
    assert (told(reading), does(reading)) == ([], {4: "add", 5: "add", 6: "add"})

    sheets.apply(reading, by=officer, at=now)

    rows = EarlierAward.objects.order_by("pk")
    assert [(row.person, row.unit, row.award, row.title, row.decision_number, row.decision_on) for row in rows] == [
        (person, economy, "giay_khen", "Giấy khen", "125/QĐ-UBND", date(2024, 1, 20)),
        (None, economy, "tap_the_lao_dong_tien_tien", "Tập thể lao động tiên tiến", "126/QĐ-UBND", date(2024, 1, 21)),
        (None, economy, "", "Huân chương Lao động hạng Ba", "9/QĐ-CTN", date(2020, 9, 2)),
    ]  # fmt: skip
    assert [row.source for row in rows] == [f"Nhập từ sổ cũ: Sổ 2024.xlsx, dòng {row}" for row in (4, 5, 6)]
    assert [line.action for line in HistoryEntry.objects.about(rows[0])] == ["earlieraward.record"]
    [past] = awards_of(person=person, actor=officer)
    assert (past.title, past.source) == ("Giấy khen", "Nhập từ sổ cũ: Sổ 2024.xlsx, dòng 4")
    client.force_login(officer.user)
    for name, args in (("awards:earlier-awards", ()), ("awards:book-person", (person.pk,))):
        assert "Nhập từ sổ cũ: Sổ 2024.xlsx, dòng 4" in client.get(here(officer, name, *args)).text


def test_awards_known_already_are_not_recorded_twice(cast, economy, officer, now):
    person = make_person(cast.commune, "Nguyễn Thị Hòa", birth_year=1985, unit=economy)
    standing.record_earlier_award(
        person=person, title="Giấy khen", authority="Chủ tịch UBND huyện", decision_number="125 /QĐ-UBND",
        decision_on=date(2024, 1, 20), by=officer, at=now,
    )  # fmt: skip

    row = ("Nguyễn Thị Hòa", 1985, "Phòng Kinh tế", *DECISION)
    reading = received("earlier-awards", book_of(row, row), officer, now)

    assert does(reading) == {4: "keep", 5: "wrong"}
    assert "Đã ghi khen thưởng này rồi." in reading.lines[0]["notes"]
    assert told(reading) == ["Dòng 5: trùng người, hình thức và quyết định với dòng 4."]


def test_who_is_not_known_for_sure_is_asked_about(cast, economy, officer, now):
    namesakes = [make_person(cast.commune, "Lò Thị Mai", birth_year=year) for year in (1980, 1991)]
    reading = received("earlier-awards", book_of(
        ("Lò Thị Mai", None, None, *DECISION), ("Lò Thị Mai", 1991, None, *DECISION),
        ("Giàng A Páo", None, "Phòng Kinh tế", *DECISION),
        ("Giàng A Páo", None, "Phòng Kinh tế", "Bằng khen", *DECISION[1:]),
    ), officer, now)  # fmt: skip
    assert does(reading) == {4: "ask", 5: "ask", 6: "ask", 7: "ask"}
    assert [line["suggested"] for line in reading.lines] == ["", f"same-{namesakes[1].pk}", "new", "new"]

    sheets.choose(reading, {4: f"same-{namesakes[0].pk}"}, by=officer, at=now, in_bulk="suggested")
    sheets.apply(reading, by=officer, at=now)

    newcomer = Person.objects.get(full_name="Giàng A Páo")
    assert [row.person for row in EarlierAward.objects.order_by("pk")] == [*namesakes, newcomer, newcomer]
    assert newcomer.unit == economy


def test_every_fault_of_an_old_book_is_told(cast, economy, officer, now):
    reading = received("earlier-awards", book_of(
        (None, None, None, *DECISION),
        ("Lò Thị Mai", None, "Phòng Không Có", *DECISION),
        ("Lò Thị Mai", None, None, None, None, None, date(2024, 12, 1), "31/12/2099"),
    ), officer, now)  # fmt: skip

    assert told(reading) == [
        "Dòng 4: ghi họ và tên người được khen, hoặc tập thể ở cột “Đơn vị”.",
        "Dòng 5, cột “Đơn vị”: không có đơn vị “Phòng Không Có”; thêm đơn vị trước, hoặc chọn trong danh sách của mẫu.",
        "Dòng 6, cột “Hình thức, danh hiệu”: không được để trống.",
        "Dòng 6, cột “Cấp quyết định”: không được để trống.",
        "Dòng 6, cột “Số quyết định”: Excel đã đổi nội dung thành ngày; định dạng ô là Văn bản (Text) rồi ghi lại.",
        "Dòng 6, cột “Ngày quyết định”: ngày quyết định ở sau hôm nay.",
    ]
    with pytest.raises(ValidationError):
        sheets.apply(reading, by=officer, at=now)
    assert EarlierAward.objects.count() == 0


def test_one_number_with_two_days_is_noted(cast, economy, officer, now):
    reading = received("earlier-awards", book_of(
        (None, None, "Phòng Kinh tế", *DECISION),
        (None, None, "Phòng Kinh tế", "Bằng khen", *DECISION[1:4], "21/01/2024"),
    ), officer, now)  # fmt: skip

    assert reading.lines[1]["notes"] == ["Dòng 4 ghi quyết định cùng số ngày 20/01/2024."]


def test_only_who_keeps_standing_reads_an_old_book_in(cast, economy, administrator, now):
    with pytest.raises(PermissionDenied):
        received("earlier-awards", book_of((None, None, "Phòng Kinh tế", *DECISION)), administrator, now)
