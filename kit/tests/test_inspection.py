"""The judge of uploads: hostile files are refused in words, what offices really send is let in."""

import time
import unicodedata
from io import BytesIO

import pytest
from pikepdf import Dictionary, Encryption, Name

from kit import inspection, pictures
from kit.tests import hostile as h

LAUNCH = Dictionary(S=Name.Launch, F="cmd.exe")
ELSEWHERE = Dictionary(S=Name.GoToR, F="\\\\10.0.0.9\\a\\b.pdf")
FIELD = (
    "<w:p xmlns:w='w'><w:r><w:instrText>DD</w:instrText></w:r><w:r>"
    "<w:instrText>EAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>"
)
HIDDEN = '<Types><Override PartName="/word/a.dat" ContentType="application/x.footer+xml"/></Types>'
MACROS = '<Types><Default Extension="xml" ContentType="application/x.&#109;acroEnabled.main+xml"/></Types>'
ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
PICTURE = h.picture("PNG")


def judged(name: str, content: bytes) -> str:
    """Return the kind of a file by its judge."""
    return inspection.judge(BytesIO(content), name)


REFUSED = {
    "empty": ("a.pdf", b"", "0 byte"),
    "svg": ("a.svg", b"<svg onload='x()'/>", "dạng JPG hoặc PNG"),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0", r"lưu lại dạng \.docx"),
    "macros": ("a.docm", b"PK", "không có macro"),
    "archive": ("a.zip", h.archive(), "giải nén"),
    "program": ("a.exe", b"MZ", "chỉ nhận tệp PDF, DOCX, XLSX, JPG hoặc PNG"),
    "two endings": ("a.exe.pdf", h.pdf(), "hai đuôi"),
    "page as pdf": ("a.pdf", b"<html><script>", "không đúng với đuôi"),
    "locked word": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mật khẩu"),
    "broken pdf": ("a.pdf", b"%PDF-1.7\nrubbish\n%%EOF\n", "bị hỏng"),
    "pdf behind words": ("a.pdf", b"\n\n" + h.pdf(), "không đúng với đuôi"),
    "pdf with page": ("a.pdf", b"%PDF-1.7\n<script>x</script>\n" + h.pdf(), "loại tệp khác"),
    "pdf and archive": ("a.pdf", h.pdf() + h.archive(), "loại tệp khác"),
    "pdf with tail": ("a.pdf", h.pdf() + b"A" * 4000, "loại tệp khác"),
    "pdf locked": ("a.pdf", h.pdf(encryption=Encryption(owner="a", user="b")), "có mật khẩu"),
    "pdf of many pages": ("a.pdf", h.pdf(pages=501), "501 trang"),
    "pdf that acts": ("a.pdf", h.pdf(h.opens_with(LAUNCH)), "mã lệnh"),
    "pdf with script": ("a.pdf", h.pdf(h.script), "mã lệnh"),
    "pdf with a packed script": ("a.pdf", h.pdf(h.script, object_stream_mode=2), "mã lệnh"),
    "pdf with program": ("a.pdf", h.pdf(h.carrying("a.exe")), "đính kèm bên trong"),
    "pdf with data that is a program": ("a.pdf", h.pdf(h.carrying_two_names), r"a\.exe"),
    "pdf that opens a share": ("a.pdf", h.pdf(h.opens_with(ELSEWHERE)), "liên kết mở tệp khác"),
    "pdf that plays": ("a.pdf", h.pdf(h.opens_with(Dictionary(S=Name.Rendition))), "phim"),
    "picture and archive": ("a.jpg", h.picture() + h.archive(), "loại tệp khác"),
    "picture and page": ("a.png", PICTURE + b"<script>alert(1)</script>", "loại tệp khác"),
    "picture and program": ("a.jpg", h.picture() + b"\0MZ" + b"A" * 100, "loại tệp khác"),
    "picture and pdf": ("a.jpg", h.picture() + h.pdf(), "loại tệp khác"),
    "picture cut off": ("a.jpg", h.picture(size=(400, 400))[:-200], "tệp ảnh bị hỏng"),
    "picture that swells": ("a.png", h.bomb_png(), "ảnh quá lớn"),
    "word with macros": ("a.docx", h.office({"word/vbaProject.bin": b"x"}), "macro"),
    "word with entity": ("a.docx", h.office({"word/settings.xml": ENTITY}), "tệp hỏng"),
    "word with command": ("a.docx", h.office({"word/footer1.xml": FIELD}), "DDE"),
    "word with far template": ("a.docx", h.office(h.linked("attachedTemplate", "http://x.vn/a.dotm")), "bên ngoài"),
    "word with a template called hyperlink": (
        "a.docx", h.office(h.linked("attachedTemplate", "http://x.vn/hyperlink/a.dotm")), "bên ngoài"
    ),
    "word with written signs": (
        "a.docx", h.office(h.linked("attachedTemplate", "&#104;ttp://x.vn/a.dotm", "&#69;xternal")), "bên ngoài"
    ),
    "word in another coding": (
        "a.docx", h.office(h.linked("attachedTemplate", "http://x.vn/a.dotm", coding="utf-16")), "tệp hỏng"
    ),
    "word with written command": ("a.docx", h.office({"word/footer1.xml": FIELD.replace("EAUTO", "&#69;")}), "DDE"),
    "word with a part called otherwise": (
        "a.docx", h.office({"[Content_Types].xml": HIDDEN, "word/a.dat": FIELD}), "DDE"
    ),
    "word with declared macros": ("a.docx", h.office({"[Content_Types].xml": MACROS}), "macro"),
    "word with share": ("a.docx", h.office(h.linked("oleObject", "\\\\10.0.0.9\\a\\b")), "bên ngoài"),
    "word with object": ("a.docx", h.office({"word/embeddings/oleObject1.bin": b"x"}), "OLE"),
    "word with archive": ("a.docx", h.office({"word/media/a.zip": h.archive()}), "tệp khác bên trong"),
    "word with armed chart": (
        "a.docx", h.office({"word/embeddings/a.xlsx": h.office({"xl/vbaProject.bin": b"x"}, kind="xlsx")}), "macro"
    ),
    "word that leads out": ("a.docx", h.office({"../../etc/cron.d/a": b"x"}), "tệp hỏng"),
    "word that swells": ("a.docx", h.office({"word/media/a.bin": bytes(30 * 2**20)}), "bung ra quá lớn"),
    "word with tail": ("a.docx", h.office() + b"A" * 100, "loại tệp khác"),
    "excel with command": ("a.xlsx", h.office({"xl/externalLinks/e.xml": "<ddeLink/>"}, kind="xlsx"), "DDE"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_harm_is_refused_in_words_that_say_what_to_do(case):
    name, content, words = REFUSED[case]

    with pytest.raises(inspection.Refused, match=words):
        judged(name, content)


LET_IN = {
    "pdf": ("Báo cáo tháng 3.2026.pdf", h.pdf(), "pdf"),
    "pdf only to be read": ("a.pdf", h.pdf(encryption=Encryption(owner="a", user="")), "pdf"),
    "invoice with its data": ("a.pdf", h.pdf(h.carrying("hoa-don.xml")), "pdf"),
    "pdf with empty lines behind": ("a.pdf", h.pdf() + b"\n" * 40, "pdf"),
    "photograph with its film": ("A.JPEG", h.picture() + bytes(8) + b"ftypmp42" + b"m" * 4000, "jpg"),
    "photograph with its small one": ("a.jpg", h.picture() + h.picture() + b"x" * 200, "jpg"),
    "photograph of a telephone": ("a.jpg", h.of_samsung(), "jpg"),
    "picture": ("a.png", PICTURE, "png"),
    "word": ("a.docx", h.office(), "docx"),
    "word with links": ("a.docx", h.office(h.linked("hyperlink", "https://thidua.gov.vn")), "docx"),
    "word with its own template": ("a.docx", h.office(h.linked("attachedTemplate", "file:///C:\\a.dotx")), "docx"),
    "word with a chart": ("a.docx", h.office({"word/embeddings/a.xlsx": h.office(kind="xlsx")}), "docx"),
    "excel": ("a.xlsx", h.office(kind="xlsx"), "xlsx"),
}


@pytest.mark.parametrize("case", LET_IN)
def test_what_offices_send_is_let_in(case):
    name, content, kind = LET_IN[case]

    assert judged(name, content) == kind


@pytest.mark.parametrize("filler", [b"\xff\x00", b"\xff\xff"], ids=["points", "fill"])
def test_a_picture_that_never_ends_is_walked_quickly_and_elsewhere(filler):
    sent, began = h.picture()[:-2] + b"\xff\xda\x00\x02" + filler * (10 * 2**20), time.process_time()

    with pytest.raises(inspection.Refused):
        judged("a.jpg", sent)

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.d/Báo cáo.pdf", "Báo cáo.pdf"),
        ("Bao cao \u202efdp.exe", "Bao cao fdp.exe"),
        (unicodedata.normalize("NFD", "Tờ trình.pdf"), "Tờ trình.pdf"),
        ("a" * 400 + ".pdf", "a" * 156 + ".pdf"),
        ("a." + "b" * 400, "a." + "b" * 158),
    ],
)
def test_names_lose_paths_signs_that_turn_words_around_and_excess(given, kept):
    assert inspection.clean_name(given) == kept


def test_a_picture_written_anew_holds_points_alone():
    secret = b"may chup bi mat"
    sent = h.picture(size=(60, 30))[:2] + b"\xff\xfe" + (len(secret) + 2).to_bytes(2) + secret
    sent += h.picture(size=(60, 30))[2:]

    made, size = pictures.anew(BytesIO(sent), longest=20)

    assert (size, secret in made, judged("a.jpg", made)) == ((20, 10), False, "jpg")
