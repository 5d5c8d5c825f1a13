"""The stocks of certificates: their layout, emblem, printers and test sheet, and their pages."""

from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from communes.models import Commune, HistoryEntry
from reports.models import CertificateStock, PrinterOffset
from reports.models.certificate_fields import full_page
from reports.rendering.marking import LINE
from reports.services import certificate_stocks as stocks
from reports.tests.cases import AT
from reports.tests.certificate_cases import make_stock

FACTS = {"name": "Phôi A4", "award": "giay_khen", "mode": "full_page", "page_width": 297, "page_height": 210}


def picture(kind: str = "PNG", *, name: str = "quoc-huy.png", size=(2000, 1600)) -> SimpleUploadedFile:
    """Return an uploaded picture."""
    made = BytesIO()
    Image.new("RGB", size, (200, 20, 20)).save(made, kind)
    return SimpleUploadedFile(name, made.getvalue())


def typed(stock: CertificateStock, **changes) -> dict[str, str]:
    """Return what the layout page posts: every measure as it stands, save the changes ("name-x")."""
    posted = {}
    for key, place in stock.places.items():
        for name, value in place.items():
            if value is not False:
                posted[f"{key}-{name}"] = str(value).replace(".", ",") if isinstance(value, float) else str(value)
    return posted | changes


def test_a_new_stock_stands_as_the_full_page_does(cast, clerk):
    stock = stocks.create(**FACTS, by=clerk, at=AT)

    assert stock.places == full_page()
    assert (stock.saved_by, stock.overlaps) == (clerk.name, [])
    assert HistoryEntry.objects.get(action="stock.create").record_title == "Phôi A4"


def test_only_one_stock_is_preferred_for_an_award(cast, clerk):
    old = make_stock(cast, "Phôi cũ", preferred=True)
    other = make_stock(cast, "Phôi danh hiệu", preferred=True, award="lao_dong_tien_tien")

    stocks.create(**FACTS, preferred=True, by=clerk, at=AT)

    old.refresh_from_db()
    other.refresh_from_db()
    assert (old.preferred, other.preferred) == (False, True)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"page_width": 420, "page_height": 297}, "297 × 210"),
        ({"name": "Phôi cũ"}, "Đã có phôi mang tên này"),
        ({"mode": "overprint", "page_width": 200}, "ra ngoài tờ giấy"),
    ],
)
def test_a_stock_that_cannot_be_is_refused(cast, clerk, facts, words):
    make_stock(cast, "Phôi cũ")

    with pytest.raises(ValidationError, match=words):
        stocks.create(**(FACTS | facts), by=clerk, at=AT)


def test_the_layout_page_stores_typed_millimetres(client, cast, clerk):
    stock = make_stock(cast)
    client.force_login(clerk.user)
    page = reverse("reports:certificate-layout", args=["dong-tam", stock.pk])

    posted = typed(stock, **{"name-x": "30,5", "name-y": "99", "name-face": "bold_italic", "name-lines": "1"})
    posted.pop("roll-shown")
    answer = client.post(page, posted)

    stock.refresh_from_db()
    assert answer.url == stock.get_absolute_url()
    assert (stock.layout["name"]["x"], stock.layout["name"]["y"]) == (30.5, 99.0)
    assert (stock.layout["name"]["face"], stock.layout["name"]["lines"]) == ("bold_italic", 1)
    assert stock.layout["roll"]["shown"] is False
    assert stock.layout["date"] == full_page()["date"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name-x": "100"}, "“Họ và tên, tên tập thể” ra ngoài tờ giấy."),
        ({"name-size": "900"}, "Họ và tên, tên tập thể: cỡ chữ"),
        ({"name-y": "abc"}, "Nhập một số"),
        ({"name-align": "top"}, "không có trong danh sách"),
    ],
)
def test_a_wrong_measure_is_refused_by_the_name_of_its_line(client, cast, clerk, change, words):
    stock = make_stock(cast)
    client.force_login(clerk.user)

    answer = client.post(reverse("reports:certificate-layout", args=["dong-tam", stock.pk]), typed(stock, **change))

    stock.refresh_from_db()
    assert words in answer.content.decode()
    assert stock.layout == {}


def test_the_page_of_a_stock_draws_its_lines_and_asks_to_confirm_the_form(client, cast, clerk):
    stock = make_stock(cast)
    client.force_login(clerk.user)

    page = client.get(stock.get_absolute_url()).content.decode()

    assert "cần xác nhận" in page
    assert '<g class="sheet-field" transform="translate(28.5 100.5)"' in page
    assert 'viewBox="0 0 297.0 210.0"' in page
    assert " style=" not in page.partition('<svg class="sheet-drawing"')[2].partition("</svg>")[0]


def test_lines_that_lie_upon_each_other_are_named(client, cast, clerk):
    stock = make_stock(cast, layout={"place": {"y": 105.0}})
    client.force_login(clerk.user)

    page = client.get(stock.get_absolute_url()).content.decode()

    assert "“Họ và tên, tên tập thể” và “Chức vụ, đơn vị” chồng lên nhau." in page


def test_a_printers_shift_is_remembered_and_measured_again(cast, clerk):
    stock = make_stock(cast)

    stocks.set_offset(stock, printer=" HP  402 ", dx=Decimal("1.5"), dy=Decimal(0), by=clerk, at=AT)
    stocks.set_offset(stock, printer="HP 402", dx=Decimal("-2"), dy=Decimal("0.5"), by=clerk, at=AT)

    assert list(stock.printers.values_list("printer", "dx", "dy")) == [("HP 402", Decimal("-2.0"), Decimal("0.5"))]
    with pytest.raises(ValidationError, match="từ -50 đến 50"):
        stocks.set_offset(stock, printer="HP 402", dx=Decimal(60), dy=Decimal(0), by=clerk, at=AT)


def test_a_printer_that_somebody_else_enters_at_the_same_moment_is_one_row_with_the_later_measures(cast, clerk):
    stock = make_stock(cast)

    entered = []

    def meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not entered and "reports_printeroffset" in sql:
            entered.append(PrinterOffset(stock=stock, printer="Canon", dx=9, dy=9))
            PrinterOffset.objects.bulk_create(entered)
        return answer

    with connection.execute_wrapper(meanwhile):
        offset = stocks.set_offset(stock, printer="Canon", dx=Decimal("0.5"), dy=Decimal(-1), by=clerk, at=AT)

    assert list(PrinterOffset.objects.values_list("pk", "dx", "dy")) == [(offset.pk, Decimal("0.5"), Decimal(-1))]
    assert HistoryEntry.objects.get(action="stock.offset").facts == {"dx": "0.5", "dy": "-1"}


@pytest.mark.parametrize(
    ("dx", "dy", "words"),
    [
        ("0.5", "-1", "dịch phải 0,5 mm, dịch lên 1 mm"),
        ("-1.5", "2", "dịch trái 1,5 mm, dịch xuống 2 mm"),
        ("0", "0", "dịch phải 0 mm, dịch xuống 0 mm"),
    ],
)
def test_a_printers_shift_is_told_by_its_directions(client, cast, clerk, dx, dy, words):
    stock = make_stock(cast)
    offset = PrinterOffset.objects.create(stock=stock, printer="Canon", dx=dx, dy=dy)
    client.force_login(clerk.user)

    page = client.get(stock.get_absolute_url()).content.decode()
    sheet = client.get(reverse("reports:certificate-test-sheet", args=["dong-tam", stock.pk]) + f"?printer={offset.pk}")

    text = pdfplumber.open(BytesIO(sheet.content)).pages[0].extract_text()
    assert f'Canon</strong><br><span class="hint">{words}</span>' in page
    assert f"Canon. {words.capitalize()}." in text


@pytest.mark.parametrize("printer", ["", "a" * 81])
def test_a_printer_without_a_name_or_with_an_endless_one_is_refused(cast, clerk, printer):
    with pytest.raises(ValidationError):
        stocks.set_offset(make_stock(cast), printer=printer, dx=Decimal(0), dy=Decimal(0), by=clerk, at=AT)

    assert PrinterOffset.objects.count() == 0


def test_printers_are_kept_and_forgotten_on_the_page_of_the_stock(client, cast, clerk):
    stock = make_stock(cast)
    client.force_login(clerk.user)
    page = reverse("reports:certificate-printers", args=["dong-tam", stock.pk])

    client.post(page, {"printer": "Canon", "dx": "0,5", "dy": "-1"})
    offset = PrinterOffset.objects.get()
    client.post(page, {"drop": str(offset.pk)})

    assert (offset.dx, offset.dy) == (Decimal("0.5"), Decimal("-1"))
    assert PrinterOffset.objects.count() == 0


def test_the_test_sheet_is_shifted_as_the_printer_needs(client, cast, clerk):
    stock = make_stock(cast, mode="overprint")
    offset = PrinterOffset.objects.create(stock=stock, printer="Canon", dx="1.5", dy=0)
    client.force_login(clerk.user)
    page = reverse("reports:certificate-test-sheet", args=["dong-tam", stock.pk])

    plain, shifted = (client.get(page + words) for words in ("", f"?printer={offset.pk}"))

    text = pdfplumber.open(BytesIO(shifted.content)).pages[0].extract_text()
    assert plain["Content-Type"] == "application/pdf"
    assert "Trang in thử: Phôi A4 – Canon. Dịch phải 1,5 mm" in text
    assert "Quốc hiệu" not in text
    assert client.get(f"{page}?printer=99").status_code == 404
    assert client.get(f"{page}?printer=x").status_code == 404


def test_the_test_sheet_of_a_training_ground_is_marked(cast, commune):
    stock = make_stock(cast, mode="overprint")
    stock.commune = Commune(training_for=commune)

    with pdfplumber.open(BytesIO(stocks.test_sheet(stock, None))) as pdf:
        assert len(pdf.pages[0].search(LINE, regex=False)) == 1


def test_the_emblem_is_kept_as_a_moderate_png_and_shown(client, cast, clerk, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    stock = make_stock(cast)
    client.force_login(clerk.user)

    client.post(reverse("reports:certificate-emblem", args=["dong-tam", stock.pk]), {"file": picture()})
    stock.refresh_from_db()
    answer = client.get(reverse("reports:certificate-emblem-picture", args=["dong-tam", stock.pk]))

    kept = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert (kept.format, max(kept.size)) == ("PNG", 1200)
    assert answer["Content-Type"] == "image/png"
    assert stock.emblem.name.startswith(f"emblems/{cast.commune.pk}/")


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.png", b"<svg onload=alert(1)>"), "nội dung tệp không đúng"),
        (SimpleUploadedFile("a.svg", b"<svg/>"), "chỉ nhận tệp"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"), "chỉ nhận tệp JPG hoặc PNG"),
    ],
)
def test_what_is_no_picture_is_refused_as_emblem(cast, clerk, upload, words):
    with pytest.raises(ValidationError, match=words):
        stocks.set_emblem(make_stock(cast), upload, by=clerk, at=AT)


def test_an_earlier_emblem_stays_for_the_papers_made_with_it(cast, clerk, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    stock = make_stock(cast)
    stocks.set_emblem(stock, picture(), by=clerk, at=AT)
    earlier = stock.emblem.name

    stocks.set_emblem(stock, picture("JPEG", name="moi.jpg"), by=clerk, at=AT)

    assert stock.emblem.name != earlier
    assert (tmp_path / earlier).is_file()


@pytest.mark.parametrize("part", ["leader", "reader", "head", "administrator"])
def test_only_those_who_keep_certificates_see_and_change_stocks(client, cast, part):
    stock, actor = make_stock(cast), cast.actor(part)
    client.force_login(actor.user)

    assert client.get(stock.get_absolute_url()).status_code == 403
    assert client.get(reverse("reports:certificate-stocks", args=["dong-tam"])).status_code == 403
    with pytest.raises(PermissionDenied):
        stocks.create(**FACTS, by=actor, at=AT)
    with pytest.raises(PermissionDenied):
        stocks.set_layout(stock, {}, by=actor, at=AT)


def test_a_neighbours_stock_is_not_found(client, cast, neighbour):
    stock = make_stock(cast)
    client.force_login(neighbour("clerk").user)

    for name in ("certificate-stock", "certificate-layout", "certificate-test-sheet", "certificate-emblem-picture"):
        assert client.get(reverse(f"reports:{name}", args=["dai-son", stock.pk])).status_code == 404


def test_a_stock_is_entered_and_changed_on_its_pages(client, cast, clerk):
    client.force_login(clerk.user)
    facts = {"name": "Phôi mới", "award": "giay_khen", "mode": "overprint", "page_width": "297", "page_height": "210"}

    client.post(reverse("reports:certificate-stock-new", args=["dong-tam"]), facts)
    stock = CertificateStock.objects.get()
    client.post(reverse("reports:certificate-stock-edit", args=["dong-tam", stock.pk]), facts | {"retired": "on"})

    stock.refresh_from_db()
    assert (stock.name, stock.overprint, stock.retired) == ("Phôi mới", True, True)
    assert "Ngừng dùng" in client.get(reverse("reports:certificate-stocks", args=["dong-tam"])).content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "told"),
    [
        ("certificate-stock-edit", {**FACTS, "name": "Phôi mới"}, "Đã lưu thay đổi."),
        ("certificate-layout", {}, "Đã lưu vị trí các dòng."),
        ("certificate-printers", {"printer": "Canon  402", "dx": "0,5", "dy": "0"},
         "Đã ghi độ dịch của máy in Canon 402."),
    ],
    ids=["edit", "layout", "printer"],
)  # fmt: skip
def test_what_is_saved_of_a_stock_is_told(client, cast, clerk, name, sent, told):
    stock = make_stock(cast)
    client.force_login(clerk.user)

    answer = client.post(reverse(f"reports:{name}", args=["dong-tam", stock.pk]), sent or typed(stock))

    assert [str(each) for each in get_messages(answer.wsgi_request)] == [told]
