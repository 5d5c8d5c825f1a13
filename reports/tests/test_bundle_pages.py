"""The PDF of a bundle: contents, bookmarks, numbers, evidence of every shape, and nothing that acts."""

import errno
from io import BytesIO

import pikepdf
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from pikepdf import Name, PdfImage

from reports.producers import PRODUCERS
from reports.producers import bundles as producer
from reports.rendering import evidence_pages, merging
from reports.rendering.failing import PaperFailed
from reports.tests.bundle_samples import (
    Made,
    acting_pdf,
    file_part,
    locked_pdf,
    paper_part,
    picture,
    turned_picture,
    words_pdf,
)
from reports.tests.certificate_cases import content
from reports.tests.measuring import MM

pytestmark = pytest.mark.once

A4 = (595, 842)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep the uploads of these tests in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def bind(tmp_path):
    """Make a bundle of parts."""
    return lambda *parts, **facts: Made(tmp_path / "made", list(parts), **facts)


def size_of(made: Made, page: int) -> tuple[int, int]:
    """Return the size of a page in points, counted from 1."""
    shown = made.measured.pages[page - 1]
    return round(shown.width), round(shown.height)


def images_of(page) -> list:
    """Return the pictures of a page."""
    return [each for each in page.resources.XObject.values() if each.Subtype == Name.Image]


def test_the_parts_follow_the_contents_in_their_order_and_every_page_is_numbered(bind, media):
    made = bind(
        paper_part(),
        file_part(media, "hai trang.pdf", words_pdf("Trang dau", "Trang sau")),
        paper_part("Phiếu thẩm định", group="Thẩm định"),
    )

    assert made.pages == 5
    assert made.contents == [
        ["I", "Hồ sơ của đơn vị", "", ""],
        ["1", "Tờ trình đề nghị khen thưởng", "2", ""],
        ["2", "Minh chứng: hai trang.pdf", "3–4", ""],
        ["II", "Thẩm định", "", ""],
        ["3", "Phiếu thẩm định", "5", ""],
    ]
    for page, words in enumerate(["MỤC LỤC HỒ SƠ", "Quý I", "Trang dau", "Trang sau", "Quý I"], 1):
        assert words in made.text(page)
        assert f"Trang {page}/5" in made.text(page)


def test_the_number_stands_small_at_the_lower_right_in_an_embedded_face(bind):
    made = bind(paper_part())

    line = made.measured.line("Trang 1/2")
    assert line.x1 == pytest.approx(595.28 - 12 * 72 / 25.4, abs=1)
    assert 842 - 30 < line.base < 842 - 10
    assert (line.sizes, line.faces) == (frozenset({10.0}), frozenset({"Tinos"}))


def test_the_number_of_a_certificate_stands_outside_its_frame_and_covers_nothing(bind):
    sheet = {"group": "Giấy khen", "title": "Giấy khen", "kind": "paper", "form": "certificates", "content": content()}
    made = bind(sheet)

    page = made.measured.pages[1]
    line = made.measured.line("Trang 2/2")
    frame = min(page.height - rect["bottom"] for rect in page.rects if rect["width"] > 250 * MM)
    letters = [char for char in page.chars if round(char["size"], 1) == 10 and char["top"] > page.height - frame]
    assert (line.page, frame) == (1, pytest.approx(8 * MM, abs=1))
    assert "".join(char["text"] for char in letters) == "Trang 2/2"
    assert not [rect for rect in page.rects if rect["non_stroking_color"] in ((1,), (1.0,)) and rect["width"] < 90]


def test_bookmarks_lead_to_the_first_page_of_each_part_below_its_group(bind, media):
    made = bind(
        paper_part(),
        file_part(media, "hai trang.pdf", words_pdf("Mot", "Hai")),
        file_part(media, "hỏng.pdf", b"%PDF-1.7\nkhong co gi"),
        paper_part("Phiếu thẩm định", group="Thẩm định"),
    )

    with made.pdf as pdf, pdf.open_outline() as outline:
        pages = [page.obj.objgen for page in pdf.pages]

        def told(items):
            return [(item.title, pages.index(item.destination[0].objgen) + 1, told(item.children)) for item in items]

        assert told(outline.root) == [
            ("Mục lục hồ sơ", 1, []),
            (
                "Hồ sơ của đơn vị",
                2,
                [("Tờ trình đề nghị khen thưởng", 2, []), ("Minh chứng: hai trang.pdf", 3, [])],
            ),
            ("Thẩm định", 5, [("Phiếu thẩm định", 5, [])]),
        ]
        assert (pdf.Root.PageMode, str(pdf.Root.Lang)) == (Name.UseOutlines, "vi")
        assert str(pdf.docinfo.Title) == "Bộ hồ sơ thử"


def test_a_contents_of_several_pages_moves_every_part_behind_it(bind, media):
    one = words_pdf("Chi mot trang")
    made = bind(*[file_part(media, f"Minh chứng có tên khá dài số {place}.pdf", one) for place in range(1, 41)])

    length = made.pages - 40
    assert length > 1
    assert made.contents[1][2] == str(length + 1)
    assert "MỤC LỤC" in made.text(1)
    assert "Chi mot trang" not in made.text(length)
    assert "Chi mot trang" in made.text(length + 1)
    assert f"Trang {made.pages}/{made.pages}" in made.text(made.pages)


def test_a_draft_is_called_a_draft(bind):
    part = paper_part()
    part["content"]["draft"] = True

    assert bind(part).note("Tờ trình") == "Bản dự thảo"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("khóa.pdf", locked_pdf(), "Không in được: tệp có mật khẩu; bản gốc nằm trong tệp nén"),
        ("hỏng.pdf", b"%PDF-1.7\n\x00\x01\x02", "Không in được: tệp hỏng, không đọc được; bản gốc nằm trong tệp nén"),
        ("trống.pdf", words_pdf(), "Không in được: tệp không có trang nào; bản gốc nằm trong tệp nén"),
        ("méo.pdf", words_pdf("x", MediaBox=[0, 0, 0, 0]),
         "Không in được: tệp hỏng: khổ giấy không hợp lệ; bản gốc nằm trong tệp nén"),
        ("cụt.jpg", picture(size=(900, 900), quality=95)[:900],
         "Không in được: tệp ảnh hỏng, không đọc được; bản gốc nằm trong tệp nén"),
        ("giả.png", b"MZ\x90\x00", "Không in được: tệp ảnh hỏng, không đọc được; bản gốc nằm trong tệp nén"),
        ("rỗng.pdf", b"", "Không có: tệp rỗng (0 byte)"),
    ],
)  # fmt: skip
def test_evidence_that_cannot_be_shown_is_listed_with_its_reason_and_stops_nothing(bind, media, name, data, reason):
    made = bind(file_part(media, name, data), paper_part())

    assert made.note(f"Minh chứng: {name}") == reason
    assert made.contents[1][2] == "–"
    assert (made.pages, "Quý I" in made.text(2)) == (2, True)


def test_a_pdf_cut_off_in_its_middle_shows_what_is_left_or_says_why_not(bind, media):
    whole = words_pdf(*(f"Trang {place}" for place in range(20)))

    made = bind(file_part(media, "cụt.pdf", whole[: len(whole) // 2]), paper_part())

    row = made.contents[1]
    assert row[2] != "–" or "tệp hỏng" in row[3]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"path": "evidence/khong-co.pdf"}, "tệp không còn trong kho lưu"),
        ({"path": "../../../etc/passwd"}, "tệp không còn trong kho lưu"),
        ({"path": "/etc/passwd"}, "tệp không còn trong kho lưu"),
        ({"sha256": "0" * 64}, "nội dung tệp trong kho khác với khi tải lên"),
    ],
)
def test_a_file_that_is_not_what_was_uploaded_stays_out(bind, media, change, reason):
    made = bind(file_part(media, "a.pdf", words_pdf("bi doi"), **change), paper_part())

    assert made.note("Minh chứng") == f"Không có: {reason}"
    assert not [name for name in made.zip.namelist() if "01." in name.rpartition("/")[2]]


def test_a_link_that_leads_out_of_the_uploads_is_not_followed(bind, media, tmp_path):
    part = file_part(media, "a.pdf", words_pdf("trong kho"))
    outside = tmp_path / "ngoai.pdf"
    outside.write_bytes((media / part["path"]).read_bytes())
    (media / part["path"]).unlink()
    (media / part["path"]).symlink_to(outside)

    assert bind(part).note("Minh chứng") == "Không có: tệp không còn trong kho lưu"


def test_a_pdf_of_very_many_pages_goes_into_the_archive_alone(bind, media, monkeypatch):
    monkeypatch.setattr(evidence_pages, "PAGE_LIMIT", 3)

    made = bind(file_part(media, "dài.pdf", words_pdf(*"abcd")))

    assert made.note("Minh chứng").startswith("Không in được: tệp dài 4 trang, quá 3 trang;")
    assert made.pages == 1


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ({}, (595, 842)),
        ({"size": (842, 1191)}, A4),
        ({"size": (1191, 842)}, A4[::-1]),
        ({"size": (300, 200)}, A4[::-1]),
        ({"Rotate": 90}, A4[::-1]),
        ({"Rotate": 270, "size": (1191, 842)}, A4),
        ({"MediaBox": [-200, -300, 395, 542]}, A4),
        ({"MediaBox": [595, 842, 0, 0]}, A4),
        ({"CropBox": [0, 421, 595, 842]}, A4[::-1]),
    ],
)
def test_pages_of_every_size_and_turn_become_a4_with_their_words_inside(bind, media, page, shown):
    made = bind(file_part(media, "trang.pdf", words_pdf("CHU KY DONG DAU", **page)))

    assert size_of(made, 2) == shown
    word = "CHUKYDONGDAU"
    chars = [char for char in made.measured.chars[1] if char["fontname"] == "Helvetica" and char["text"].strip()]
    assert "".join(char["text"] for char in chars) == word
    if "MediaBox" not in page or page["MediaBox"][0] > 0:
        assert all(c["x0"] >= 0 and c["x1"] <= shown[0] and c["top"] >= 0 and c["bottom"] <= shown[1] for c in chars)


def test_scripts_launches_forms_and_attachments_of_uploads_stay_behind_but_what_they_show_is_kept(bind, media):
    made = bind(file_part(media, "biểu mẫu.pdf", acting_pdf()))

    text = made.text(2)
    assert "Noi dung that" in text
    assert "Gia tri da dien" in text
    with made.pdf as pdf:
        plain = BytesIO()
        pdf.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert list(pdf.attachments) == []
    for sign in (b"/JavaScript", b"/JS", b"/Launch", b"/AA ", b"/OpenAction", b"/AcroForm", b"/Annots", b"virus.exe"):
        assert sign not in plain.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "page"),
    [
        ("bốn màu.jpg", picture("CMYK", (400, 600)), A4),
        ("xám.jpg", picture("L", (600, 400)), A4[::-1]),
        ("trong suốt.png", picture("RGBA", (400, 600), "PNG"), A4),
        ("bảng màu.png", picture("P", (400, 600), "PNG", transparency=0), A4),
        ("đen trắng.png", picture("1", (400, 600), "PNG"), A4),
        ("mười sáu bit.png", picture("I;16", (400, 600), "PNG"), A4),
        ("bốn mươi triệu điểm.jpg", picture("RGB", (8000, 5000)), A4[::-1]),
        ("dải dài.png", picture("RGB", (4000, 10), "PNG"), A4[::-1]),
    ],
)
def test_pictures_of_every_make_fill_one_sheet_no_finer_than_print_needs(bind, media, name, data, page):
    made = bind(file_part(media, name, data))

    assert size_of(made, 2) == page
    (shown,) = made.measured.pages[1].images
    assert 0 <= shown["x0"] < shown["x1"] <= page[0]
    assert 0 <= shown["top"] < shown["bottom"] < page[1] - 30
    assert max(shown["srcsize"]) <= evidence_pages.LONGEST_SIDE


def test_what_is_transparent_is_white_paper(bind, media):
    made = bind(file_part(media, "dấu.png", picture("RGBA", (40, 60), "PNG", colour=(255, 0, 0, 0))))

    with made.pdf as pdf:
        (image,) = images_of(pdf.pages[1])
        assert PdfImage(image).as_pil_image().convert("RGB").getpixel((20, 30)) == (255, 255, 255)


def test_a_photograph_stands_as_its_camera_says(bind, media):
    made = bind(file_part(media, "điện thoại.jpg", turned_picture()))

    assert size_of(made, 2) == A4
    with made.pdf as pdf:
        (image,) = images_of(pdf.pages[1])
        shown = PdfImage(image).as_pil_image().convert("RGB")
    assert shown.size == (200, 400)
    red, _, blue = shown.getpixel((100, 20))
    assert red > 200 > 60 > blue
    assert shown.getpixel((100, 380))[2] > 200


def test_a_picture_with_more_points_than_may_be_uploaded_is_not_unpacked(bind, media, monkeypatch):
    monkeypatch.setattr(evidence_pages, "PIXEL_LIMIT", 1000)

    made = bind(file_part(media, "to.png", picture("RGB", (100, 100), "PNG")))

    assert made.note("Minh chứng").startswith("Không in được: ảnh quá lớn (100 × 100 điểm ảnh);")


def test_word_and_excel_are_listed_and_attached_whole(bind, media):
    made = bind(
        file_part(media, "Bảng điểm.xlsx", b"PK bang"),
        file_part(media, "Báo cáo.docx", b"PK bao cao"),
        paper_part(),
    )

    assert made.note("Minh chứng: Bảng điểm.xlsx") == "Tệp Excel, đính kèm"
    assert made.note("Minh chứng: Báo cáo.docx") == "Tệp Word, đính kèm"
    with made.pdf as pdf:
        held = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    assert held == {"01. Bảng điểm.xlsx": b"PK bang", "02. Báo cáo.docx": b"PK bao cao"}


def test_more_parts_than_may_be_open_at_once_come_out_the_same(bind, media, monkeypatch):
    monkeypatch.setattr(merging, "OPEN_AT_ONCE", 2)

    made = bind(
        *(file_part(media, f"{place}.pdf", words_pdf(f"Ban so {place}")) for place in range(1, 6)),
        *(file_part(media, f"{place}.xlsx", b"PK%d" % place) for place in range(3)),
    )

    assert [f"Ban so {page - 1}" in made.text(page) for page in range(2, 7)] == [True] * 5
    with made.pdf as pdf:
        assert [spec.get_file().read_bytes() for spec in pdf.attachments.values()] == [b"PK0", b"PK1", b"PK2"]


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (PaperFailed("Thiếu mẫu in."), "Không có: Thiếu mẫu in"),
        (RuntimeError("boom"), "Không có: phần mềm không tạo được văn bản này"),
    ],
)
def test_a_paper_that_cannot_be_made_is_listed_with_its_reason(bind, monkeypatch, problem, reason):
    makers = PRODUCERS["paper"]

    def fail(content, place, tell):
        if content["title"] == "Hỏng":
            raise problem
        return makers(content, place, tell)

    monkeypatch.setitem(PRODUCERS, "paper", fail)
    broken = paper_part("Phiếu hỏng")
    broken["content"]["title"] = "Hỏng"

    made = bind(broken, paper_part())

    assert (made.note("Phiếu hỏng"), made.pages) == (reason, 2)


@pytest.mark.parametrize(
    "problem", [OSError(errno.ENOSPC, "No space left on device"), MemoryError(), SoftTimeLimitExceeded()]
)
def test_a_full_disk_spent_memory_and_the_end_of_the_time_stop_the_bundle(bind, media, monkeypatch, problem):
    def fail(source, target):
        raise problem

    monkeypatch.setitem(producer.SHOWN, "pdf", fail)

    with pytest.raises(type(problem)):
        bind(file_part(media, "a.pdf", words_pdf("a")))


def test_progress_is_told_for_each_part_and_may_stop_the_making(bind, media):
    heard = []

    def tell(percent):
        heard.append(percent)
        if len(heard) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        bind(paper_part(), paper_part(), paper_part(), tell=tell)

    assert heard == [5, 30]


def test_a_part_that_the_request_could_not_build_is_listed_with_its_reason(bind):
    lacking = {"group": "Hồ sơ", "title": "Tờ trình", "kind": "lacking", "reason": "Chưa có người ký."}

    made = bind(lacking, paper_part())

    assert made.note("Tờ trình") == "Không có: Chưa có người ký."
