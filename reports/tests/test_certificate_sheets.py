"""Certificates from the records: what is frozen, who is left out, what is recorded as printed, who may."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.models import Certificate, CertificatePrint, Decision
from awards.services import certificates as register
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from communes.models import HistoryEntry
from reports import making
from reports.documents import certificates
from reports.documents.registry import KINDS
from reports.models import Document, PrinterOffset
from reports.services import certificate_sheets as sheets
from reports.tests.cases import AT, product
from reports.tests.certificate_cases import decided, entered_in, make_stock

BASE = "https://thidua.dongtam.gov.vn/"


def asked(decision, cast, *, by=None, stock=None, offset=None) -> Document:
    """Return the file of a decision's certificates, asked for on a stock."""
    stock = stock or certificates.stock_for(cast.commune, "giay_khen")
    return sheets.request(
        certificates.BATCH, decision, stock=stock, offset=offset, base=BASE, by=by or cast.actor("clerk"), at=AT
    )


def finished(document: Document) -> Document:
    """Let a worker make a file."""
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)
    document.refresh_from_db()
    return document


@pytest.mark.rule("N-13")
def test_a_certificate_says_what_its_line_and_its_decision_say(cast):
    decision = decided(cast)
    first, second, third = entered_in(decision)

    told = certificates.build_batch(decision, base=BASE).to_json()

    texts = [line["texts"] for line in told["lines"]]
    assert [line["certificate"] for line in told["lines"]] == [first.pk, second.pk, third.pk]
    assert texts[0]["name"] == "Phòng Kinh tế"
    assert texts[1]["decision"] == "Số quyết định: 05/QĐ-UBND, ngày 14 tháng 5 năm 2026"
    assert [each["roll"] for each in texts] == ["Số sổ vàng: 01", "Số sổ vàng: 02", "Số sổ vàng: 03"]
    assert texts[1]["date"] == "Đồng Tâm, ngày 14 tháng 5 năm 2026"
    assert (texts[1]["signing"], texts[1]["signer"]) == ("CHỦ TỊCH", "Đặng Hữu Phúc")
    assert told["fixed"]["authority"] == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM"
    assert (told["fixed"]["giving"], told["fixed"]["award"]) == ("TẶNG", "GIẤY KHEN")
    assert told["lines"][0]["link"] == f"{BASE}tra-cuu/{first.code}/"
    assert told["draft"] is False


def test_a_decision_without_number_makes_drafts_without_number_date_and_code(cast):
    decision = decided(cast, status="draft")

    told = certificates.build_batch(decision, base=BASE).to_json()

    line = told["lines"][0]
    assert told["draft"] is True
    assert line["texts"]["decision"].replace("\u00a0", " ").startswith("Số quyết định:       /QĐ-UBND, ngày")
    assert (line["texts"]["code"], line["link"], line["certificate"]) == ("", "", None)


def test_the_words_stay_as_they_were_when_the_file_was_asked_for(cast):
    decision = decided(cast)
    document = asked(decision, cast)

    decision.lines.update(nominee_name="Tên khác")

    assert finished(document).content["lines"][0]["texts"]["name"] == "Phòng Kinh tế"
    assert (document.status, document.pages, document.confidential) == ("ready", 3, True)
    assert list(document.files) == ["pdf"]


def test_a_corrected_certificate_keeps_number_and_roll_of_the_award(cast):
    decision = decided(cast)
    wrong = decision.lines.get(position=2)
    correction = Decision.objects.create(
        commune=cast.commune, campaign=decision.campaign, kind="correction", amends=decision, title="Đính chính",
        reason="Sai tên.", status="issued", drafted_on=AT.date(), drafted_by="A", number=9,
        issued_on=date(2026, 5, 20), signer_name="Đặng Hữu Phúc", signer_title="Chủ tịch",
    )  # fmt: skip
    line = correction.lines.create(
        position=1, nomination=wrong.nomination, about=wrong, award=wrong.award, subject=wrong.subject,
        nominee_name="Tên đã sửa", citation=wrong.citation,
    )  # fmt: skip
    decision.lines.filter(pk=wrong.pk).update(standing="corrected")
    register.register(line, by=product(cast), at=AT)

    texts = certificates.build_batch(correction, base=BASE).to_json()["lines"][0]["texts"]
    stock = certificates.stock_for(cast.commune, "giay_khen")

    assert (texts["name"], texts["roll"]) == ("Tên đã sửa", "Số sổ vàng: 02")
    assert texts["decision"].startswith("Số quyết định: 05/QĐ-UBND, ngày 14 tháng 5")
    assert certificates.left_out(decision, stock) == [
        (wrong.nominee_name, "Đã đính chính; in theo quyết định đính chính.")
    ]


def test_revoked_unregistered_and_other_awards_are_left_out_by_name(cast):
    decision = decided(cast)
    one, two, three = decision.lines.order_by("position")
    decision.lines.filter(pk=one.pk).update(standing="revoked")
    Certificate.objects.filter(line=one).update(status="revoked")
    Certificate.objects.filter(line=two).delete()
    decision.lines.filter(pk=three.pk).update(award="lao_dong_tien_tien")
    stock = make_stock(cast)

    reasons = [reason for _, reason in certificates.left_out(decision, stock)]

    assert reasons == [
        "Khen thưởng đã bị thu hồi.",
        "Chưa vào sổ giấy khen.",
        "Phôi này dùng cho Giấy khen, không dùng cho Lao động tiên tiến.",
    ]
    with pytest.raises(ValidationError, match="Không có giấy khen nào"):
        certificates.build_batch(decision, stock=stock, base=BASE)


def test_a_title_is_given_as_a_title(cast):
    decision = decided(cast, people=0)
    decision.lines.update(award="tap_the_lao_dong_tien_tien")

    told = certificates.build_batch(decision, base=BASE).to_json()

    assert told["fixed"]["giving"] == "TẶNG DANH HIỆU"
    assert told["fixed"]["award"] == "TẬP THỂ LAO ĐỘNG TIÊN TIẾN"


def test_the_offset_of_the_chosen_printer_is_frozen(cast):
    decision, stock = decided(cast), make_stock(cast, mode="overprint")
    offset = PrinterOffset.objects.create(stock=stock, printer="HP 402", dx="1.5", dy="-0.5")

    told = asked(decision, cast, stock=stock, offset=offset).content["sheet"]

    assert (told["stock"], told["printer"], told["dx"], told["dy"]) == ("Phôi A4", "HP 402", 1.5, -0.5)
    assert told["overprint"] is True
    assert "nation" not in told["layout"]


def test_the_preferred_stock_is_taken_where_nothing_is_chosen(cast):
    make_stock(cast, "Phôi cũ")
    make_stock(cast, "Phôi mới", preferred=True)
    make_stock(cast, "Phôi bỏ", retired=True)

    assert certificates.stock_for(cast.commune, "giay_khen").name == "Phôi mới"
    assert certificates.stock_for(cast.commune, "lao_dong_tien_tien").name == certificates.BUILT_IN


@pytest.mark.parametrize(
    ("hosts", "https", "base"),
    [
        (["localhost", "127.0.0.1", "thidua.dongtam.gov.vn"], True, "https://thidua.dongtam.gov.vn/"),
        (["10.0.0.5", "may-chu", ".gov.vn", "*", "[::1]", "xa.local"], True, ""),
        (["203.162.4.1"], False, "http://203.162.4.1/"),
    ],
)
def test_the_check_page_lies_at_the_first_public_host(settings, hosts, https, base):
    settings.ALLOWED_HOSTS, settings.HTTPS = hosts, https

    assert certificates.check_base() == base
    assert certificates.check_link(base, "AB") == (f"{base}tra-cuu/AB/" if base else "")


def test_a_printed_file_is_recorded_for_each_certificate(cast, clerk):
    document = finished(asked(decided(cast), cast, stock=make_stock(cast)))

    recorded = sheets.record_printed(document, by=clerk, at=AT)

    assert (recorded.done, recorded.skipped) == (3, ())
    assert list(CertificatePrint.objects.values_list("stock", "printed_by").distinct()) == [("Phôi A4", clerk.name)]
    assert set(Certificate.objects.values_list("status", flat=True)) == {"printed"}
    assert HistoryEntry.objects.filter(action="document.printed", label="Ghi đã in 3 giấy khen").count() == 1


def test_printing_again_needs_a_word_and_what_changed_is_left_out(cast, clerk):
    document = finished(asked(decided(cast), cast))
    first, second, third = entered_in(Decision.objects.get())
    register.record_print(first, stock="Phôi A4", by=clerk, at=AT)
    register.record_print(second, stock="Phôi A4", by=clerk, at=AT)
    register.replace(second, reason="Rách.", by=clerk, at=AT)

    recorded = sheets.record_printed(document, by=clerk, at=AT)
    nothing = sheets.record_printed(document, by=clerk, at=AT)
    again = sheets.record_printed(document, note="Lệch dòng", by=clerk, at=AT)

    assert (recorded.done, nothing.done) == (1, 0)
    told = HistoryEntry.objects.filter(action="document.printed").order_by("pk").values_list("label", flat=True)
    assert list(told) == ["Ghi đã in 1 giấy khen", "Ghi đã in 2 giấy khen"]
    assert [name for name, _ in recorded.skipped] == [first.line.nominee_name, second.line.nominee_name]
    assert "ghi chú lý do in lại" in recorded.skipped[0][1]
    assert again.done == 2
    assert third.prints.order_by("pk").last().note == "Lệch dòng"


def test_a_draft_or_an_unfinished_file_was_not_printed(cast, clerk):
    draft = asked(decided(cast, status="draft"), cast)

    with pytest.raises(ValidationError, match="chưa tạo xong"):
        sheets.record_printed(draft, by=clerk, at=AT)
    with pytest.raises(ValidationError, match="bản dự thảo"):
        sheets.record_printed(finished(draft), by=clerk, at=AT)


@pytest.mark.parametrize("part", ["leader", "secretary", "reader", "head"])
def test_only_those_who_keep_certificates_print_them(cast, part):
    decision = decided(cast)

    with pytest.raises(PermissionDenied):
        asked(decision, cast, by=cast.actor(part))
    with pytest.raises(PermissionDenied):
        sheets.record_printed(finished(asked(decision, cast)), by=cast.actor(part), at=AT)


def test_a_missing_emblem_fails_with_a_sentence(cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    document = asked(decided(cast), cast)
    content = document.content
    content["sheet"]["emblem"] = {"path": "../etc/passwd", "sha256": "0"}
    Document.objects.filter(pk=document.pk).update(content=content)

    failed = finished(document)

    assert (failed.status, failed.cause[:40]) == ("failed", "Không in được giấy khen: ảnh Quốc huy củ")


def test_a_lost_picture_of_the_emblem_is_told_where_the_stock_is_chosen(client, cast, clerk, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    decision, stock = decided(cast), make_stock(cast, emblem="emblems/khong-con.png")
    client.force_login(clerk.user)

    answer = client.post(
        reverse("reports:certificates-of-decision", args=["dong-tam", decision.pk]), {"on": str(stock.pk)}
    )

    assert "Ảnh Quốc huy của phôi không còn trong kho lưu" in answer.content.decode()
    assert Document.objects.count() == 0


def test_the_page_of_a_decision_makes_the_file_and_lists_it(client, cast, clerk, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    decision, stock = decided(cast), make_stock(cast)
    client.force_login(clerk.user)
    page = reverse("reports:certificates-of-decision", args=["dong-tam", decision.pk])

    shown = client.get(page).content.decode()
    answer = client.post(page, {"on": str(stock.pk)})

    document = Document.objects.get()
    assert "Giấy trắng A4, mẫu có sẵn – Giấy khen" in shown
    assert answer.url == document.get_absolute_url()
    assert (document.kind, document.content["sheet"]["stock"]) == ("certificates", "Phôi A4")
    assert document.content["lines"][0]["link"] == ""
    finished(document)
    assert "Ghi đã in" in client.get(page).content.decode()


def test_the_page_of_a_file_records_its_printing(client, cast, clerk):
    document = finished(asked(decided(cast), cast))
    client.force_login(clerk.user)
    page = reverse("reports:certificates-printed", args=["dong-tam", document.pk])

    before = client.get(page).content.decode()
    told = client.post(page, {"note": ""}, follow=True).content.decode()

    assert "3 giấy khen, phôi “Giấy trắng A4, mẫu có sẵn”" in before
    assert "Đã ghi 3 giấy khen là đã in." in told
    assert "Bỏ qua" in client.post(page, {"note": ""}, follow=True).content.decode()


def test_a_single_certificate_is_printed_from_its_own_page(client, cast, clerk):
    certificate = entered_in(decided(cast))[1]
    client.force_login(clerk.user)
    page = reverse("reports:certificate-sheet", args=["dong-tam", certificate.pk])

    client.post(page, {"on": "giay_khen"})

    document = Document.objects.get()
    assert (document.kind, [line["certificate"] for line in document.content["lines"]]) == (
        "certificate", [certificate.pk],
    )  # fmt: skip
    assert "In giấy khen" in client.get(certificate.get_absolute_url()).content.decode()


def test_a_decision_with_nothing_to_print_says_so(client, cast, clerk):
    decision = decided(cast, entered=False)
    client.force_login(clerk.user)

    page = client.get(reverse("reports:certificates-of-decision", args=["dong-tam", decision.pk]))

    assert "Không có giấy khen nào để in." in page.content.decode()
    assert decision not in KINDS["certificates"].records()


def test_the_register_draws_the_code_of_a_certificate(client, cast, clerk, settings):
    settings.ALLOWED_HOSTS = ["testserver", "thidua.dongtam.gov.vn"]
    certificate = entered_in(decided(cast))[0]
    client.force_login(clerk.user)

    answer = client.get(reverse("reports:certificate-code", args=["dong-tam", certificate.pk]))

    assert answer["Content-Type"] == "image/svg+xml"
    assert b'<svg xmlns="http://www.w3.org/2000/svg"' in answer.content
    listed = client.get(reverse("awards:certificates", args=["dong-tam"])).content.decode()
    assert f"/certificates/{certificate.pk}/code.svg" in listed


@pytest.mark.rule("N-13")
@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("front", ("Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm", "")),
        ("service", ("Trung tâm Phục vụ hành chính công", "Xã Đồng Tâm")),
    ],
)
def test_a_collective_is_named_in_full_with_its_commune(cast, key, told):
    nomination = make_nomination(make_award_campaign(cast), unit=cast.unit(key), status="awarded")
    decision = make_decision(nomination.campaign, [nomination])
    decision.lines.update(nominee_place="")

    texts = KINDS["certificates"].build(decision).lines[0]["texts"]

    assert (texts["name"], texts["place"]) == told


@pytest.mark.rule("N-13")
def test_a_collective_whose_name_was_put_right_keeps_the_name_of_its_line(cast):
    nomination = make_nomination(make_award_campaign(cast), unit=cast.unit("front"), status="awarded")
    decision = make_decision(nomination.campaign, [nomination])
    decision.lines.update(nominee_place="", nominee_name="Mặt trận xã")

    texts = KINDS["certificates"].build(decision).lines[0]["texts"]

    assert (texts["name"], texts["place"]) == ("Mặt trận xã", "Xã Đồng Tâm")


def test_a_finished_file_leads_on_to_noting_that_it_was_printed(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_stock(cast)
    document = finished(asked(decided(cast), cast))

    def page(part):
        client.force_login(cast.actor(part).user)
        return client.get(reverse("reports:document-progress", args=["dong-tam", document.pk])).content.decode()

    way = f'href="{reverse("reports:certificates-printed", args=["dong-tam", document.pk])}"'
    assert way in page("clerk")
    assert document.files["pdf"]["sha256"] in page("clerk")
    assert way not in page("leader")
