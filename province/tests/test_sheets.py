"""Communes from an Excel list: what stands against rows, all or none, what is made."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from communes.models import Commune, Membership, User
from communes.services.sheets import opened
from communes.tests.factories import make_commune, make_user
from province.models import CommuneSheet, ProvinceCommune
from province.services import sheets
from province.tests.factories import AT

HEAD = [each.label for each in sheets.COLUMNS]
GOOD = ("xã", "Bàn Đạt", "", "", "Lò Thị Mai", "", "")


def upload_of(*rows, head=HEAD):
    """Return a workbook with rows below the headings."""
    book, made = Workbook(), BytesIO()
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(made)
    return SimpleUploadedFile("xa.xlsx", made.getvalue())


@pytest.fixture
def received(province, by):
    """Return what takes a list in."""
    return lambda *rows: sheets.receive(province, opened(upload_of(*rows)), by=by, at=AT)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("thôn", "Bàn Đạt", "", "", "Lò Thị Mai", "", ""), "cột “Loại”"),
        (("xã", "", "", "", "Lò Thị Mai", "", ""), "cột “Tên”: không được để trống"),
        (("xã", "Bàn Đạt", "", "", "", "", ""), "cột “Họ và tên người quản trị”: không được để trống"),
        (("xã", "Bàn Đạt", "Bàn Đạt", "", "Mai", "", ""), "chỉ gồm chữ thường không dấu"),
        (("xã", "Bàn Đạt", "tinh", "", "Mai", "", ""), "là địa chỉ riêng của phần mềm"),
        (("xã", "Le Chan", "", "", "Mai", "", ""), "“le-chan” đã có địa phương khác dùng"),
        (("xã", "Đồng Tâm", "dong-tam-2", "", "Mai", "", ""), "tỉnh đã có địa phương này"),
        (("xã", "Bàn Đạt", "", "", "Mai", "", "mai là"), "cột “Tên đăng nhập”: chỉ gồm"),
        (("xã", "Bàn Đạt", "", "", "Mai", "", "MAI.LT"), "cột “Tên đăng nhập”: đã có người dùng"),
        (("xã", "???", "", "", "Mai", "", ""), "cột “Tên trong địa chỉ”: tên không có chữ cái"),
        (("xã", "x" * 121, "", "", "Mai", "", ""), "dài 121 ký tự"),
    ],
    ids=[
        "kind",
        "no-name",
        "nobody",
        "letters",
        "reserved",
        "taken",
        "known",
        "user-letters",
        "user",
        "no-slug",
        "long",
    ],
)
def test_a_row_that_cannot_be_is_told_by_row_and_column_and_nothing_is_made(received, by, row, told):
    make_commune("le-chan", "Lê Chân")
    make_user("mai.lt")
    sheet = received(("xã", "Phú Bình", "", "", "Hà Văn Minh", "", ""), row)

    (finding,) = [finding.told(line.row) for line in sheets.check(sheet) for finding in line.findings]
    assert finding.startswith("Dòng 3, cột “") and told in finding
    with pytest.raises(ValidationError, match="Dòng 3"):
        sheets.apply(sheet, by=by, at=AT)

    assert not Commune.objects.filter(slug="phu-binh").exists()
    assert CommuneSheet.objects.get().status == "checked"


def test_rows_of_one_file_do_not_share_names_addresses_or_accounts(received):
    sheet = received((*GOOD[:-1], "mai"), (*GOOD[:-1], "Mai"))

    told = [finding.told(line.row) for line in sheets.check(sheet) for finding in line.findings]

    assert [each.partition(":")[0] for each in told] == [
        "Dòng 3, cột “Tên trong địa chỉ”", "Dòng 3, cột “Tên”", "Dòng 3, cột “Tên đăng nhập”",
    ]  # fmt: skip


def test_a_list_makes_communes_with_their_administrators_once(received, province, by):
    sheet = received(GOOD, ("phường", "Bàn Đạt", "phuong-ban-dat", "TP Sông Công", "Lò Thị Mai", "Công chức", "mai"))

    assert sheets.apply(sheet, by=by, at=AT) == 2

    ward = Commune.objects.get(slug="phuong-ban-dat")
    assert (str(ward), ward.place_name, ward.province) == ("phường Bàn Đạt", "TP Sông Công", "tỉnh Thái Nguyên")
    assert Commune.objects.get(slug="ban-dat").upward_recipient == "Sở Nội vụ tỉnh Thái Nguyên"
    held = Membership.objects.with_scopes_disabled().filter(person__commune=ward).get()
    assert (held.role, held.person.user.username, held.person.position) == ("administrator", "mai", "Công chức")
    assert not User.objects.get(username="mai").has_usable_password()
    assert province.communes.count() == 3
    with pytest.raises(ValidationError):
        sheets.apply(CommuneSheet.objects.get(), by=by, at=AT)


def test_what_the_preview_lets_pass_is_made_whatever_names_are_suggested(received, by):
    make_user("khac", single_sign_on="mai.lt")
    sheet = received(
        ("xã", "Phú Bình", "", "", "Đỗ Minh Tuệ", "", ""), ("xã", "Kha Sơn", "", "", "Hà Văn Minh", "", "tue.dm"),
        GOOD, ("xã", "Đắk Rin", "", "", "H'Yă K'Brôi", "", ""),
    )  # fmt: skip
    assert not any(line.findings for line in sheets.check(sheet))

    assert sheets.apply(sheet, by=by, at=AT) == 4

    made = ProvinceCommune.objects.exclude(administrator=None)
    names = dict(made.values_list("commune__slug", "administrator__username"))
    assert names == {"phu-binh": "tue.dm2", "kha-son": "tue.dm", "ban-dat": "mai.lt2", "dak-rin": "kbroi.h"}


def test_what_fails_halfway_leaves_nothing(received, by, monkeypatch):
    sheet = received(GOOD, ("xã", "Phú Bình", "", "", "Hà Văn Minh", "", ""))
    make, calls = sheets.communes.create, []

    def failing(*args, **facts):
        calls.append(facts["slug"])
        if len(calls) == 2:
            raise ValidationError("Vừa có người lập địa phương này.")
        return make(*args, **facts)

    monkeypatch.setattr(sheets.communes, "create", failing)
    with pytest.raises(ValidationError, match="Dòng 3: Vừa có người"):
        sheets.apply(sheet, by=by, at=AT)

    assert not Commune.objects.filter(slug="ban-dat").exists() and not User.objects.filter(username="mai.lt").exists()
    assert CommuneSheet.objects.get().status == "checked"


def test_the_queries_of_checking_do_not_grow(received, django_assert_num_queries):
    rows = [("xã", f"Bàn Đạt {number}", "", "", "Mai", "", f"mai{number}") for number in range(30)]

    sheet = received(*rows)

    with django_assert_num_queries(4):
        sheets.check(sheet)


def test_what_is_no_list_is_refused_in_words(received, province, by):
    with pytest.raises(ValidationError, match="Thiếu cột bắt buộc: Họ và tên người quản trị"):
        sheets.receive(province, opened(upload_of(GOOD[:4], head=HEAD[:4])), by=by, at=AT)
    with pytest.raises(ValidationError, match="không quá 200 địa phương"):
        received(*[GOOD] * 201)
    assert not CommuneSheet.objects.exists()


def test_the_template_is_read_back(province, by):
    book = load_workbook(BytesIO(sheets.template(province, at=AT)))
    for column, value in enumerate(GOOD, 1):
        book.worksheets[0].cell(4, column, value or None)
    made = BytesIO()
    book.save(made)

    sheet = sheets.receive(province, opened(SimpleUploadedFile("xa.xlsx", made.getvalue())), by=by, at=AT)

    assert [(line.row, line.does) for line in sheets.check(sheet)] == [(4, "add")]


def test_the_pages_lead_from_the_file_to_the_sheet_of_passwords(client, province, manager):
    client.force_login(manager.user)
    index = reverse("province:sheets", args=[province.slug])

    shown = client.post(index, {"file": upload_of(GOOD, ("xã", "", "", "", "Mai", "", ""))}, follow=True)
    assert "Dòng 3, cột “Tên”: không được để trống" in shown.content.decode()
    wrong = CommuneSheet.objects.get()
    refused = client.post(reverse("province:sheet-apply", args=[province.slug, wrong.pk]), follow=True)
    assert "Dòng 3" in refused.content.decode() and province.communes.count() == 1
    client.post(reverse("province:sheet-discard", args=[province.slug, wrong.pk]))
    client.post(index, {"file": upload_of(GOOD)})
    good = CommuneSheet.objects.latest("pk")
    done = client.post(reverse("province:sheet-apply", args=[province.slug, good.pk]), follow=True)

    assert done.redirect_chain[-1][0] == reverse("province:hand-over", args=[province.slug])
    assert [str(row.commune) for row in done.context["page"]] == ["xã Bàn Đạt"]
    assert "Đã bỏ" in client.get(wrong.get_absolute_url()).content.decode()
    nothing = client.post(index, {"file": ""})
    assert "Chọn tệp Excel." in nothing.content.decode()
