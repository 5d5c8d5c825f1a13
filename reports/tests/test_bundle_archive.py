"""The ZIP of a bundle: names that every office machine takes, an index, sums that hold."""

import hashlib
import subprocess
import unicodedata
from io import BytesIO

import openpyxl
import pytest

from reports.rendering.archive import INDEX, SUMS, office_name
from reports.tests.bundle_samples import Made, file_part, locked_pdf, paper_part, words_pdf


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep the uploads of these tests in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def test_every_part_lies_numbered_in_the_folder_of_its_group(tmp_path, media):
    upload = words_pdf("Ban goc")

    made = Made(
        tmp_path,
        [
            paper_part(),
            file_part(media, "Quyết định 12-QĐ.PDF", upload, type="pdf"),
            file_part(media, "khóa.pdf", locked_pdf(), group="Thẩm định"),
            file_part(media, "mất.pdf", upload, group="Thẩm định", path="evidence/mat.pdf"),
        ],
    )

    assert made.zip.namelist() == [
        "01. Hồ sơ của đơn vị/01. Tờ trình đề nghị khen thưởng.pdf",
        "01. Hồ sơ của đơn vị/01. Tờ trình đề nghị khen thưởng.docx",
        "01. Hồ sơ của đơn vị/02. Quyết định 12-QĐ.pdf",
        "02. Thẩm định/03. khóa.pdf",
        INDEX,
        SUMS,
    ]
    assert all(each.flag_bits & 0x800 for each in made.zip.infolist() if not each.filename.isascii())
    assert made.zip.read("01. Hồ sơ của đơn vị/02. Quyết định 12-QĐ.pdf") == upload
    assert made.zip.testzip() is None


def test_sha256sum_accepts_the_unpacked_archive(tmp_path, media):
    made = Made(tmp_path, [paper_part(), file_part(media, "a 'b' $(c).pdf", words_pdf("a"))])
    made.zip.extractall(tmp_path / "unpacked")

    done = subprocess.run(["sha256sum", "-c", SUMS], cwd=tmp_path / "unpacked", capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 4


def test_the_index_names_every_file_with_kind_size_sum_and_note(tmp_path, media):
    data = locked_pdf()

    made = Made(
        tmp_path,
        [
            paper_part("=HYPERLINK(1)"),
            file_part(media, "khóa.pdf", data),
            file_part(media, "mất.pdf", data, path="evidence/mat.pdf"),
        ],
    )

    sheet = openpyxl.load_workbook(BytesIO(made.zip.read(INDEX)))["Danh mục"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == ["TT", "Tên thành phần", "Tệp", "Loại", "Dung lượng (byte)", "SHA-256", "Ghi chú"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        (1, "=HYPERLINK(1)", "PDF"), (1, "=HYPERLINK(1)", "Word"), (2, "Minh chứng: khóa.pdf", "PDF"),
        (3, "Minh chứng: mất.pdf", ""),
    ]  # fmt: skip
    assert sheet["B4"].data_type == "s"
    assert rows[3][2:] == [
        "01. Hồ sơ của đơn vị/02. khóa.pdf", "PDF", len(data), hashlib.sha256(data).hexdigest(),
        "Không in được: tệp có mật khẩu; bản gốc nằm trong tệp nén",
    ]  # fmt: skip
    assert rows[4][6] == "Không có: tệp không còn trong kho lưu"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:G7")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\Windows\\system32", "C--Windows-system32"),
        ("a/b:c*d?e\"f<g>h|i", "a-b-c-d-e-f-g-h-i"),
        ("hồ\u202esơ\u200b\x00\x07", "hồsơ"),
        ("dòng một\ndòng hai", "dòng một dòng hai"),
        ("  . chấm cuối. . ", "chấm cuối"),
        (unicodedata.normalize("NFD", "Tờ trình Đội đặc nhiệm"), "Tờ trình Đội đặc nhiệm"),
        ("...", "Không tên"),
        ("", "Không tên"),
    ],
)  # fmt: skip
def test_a_name_is_one_file_on_every_system(typed, stored):
    assert office_name(typed) == stored


def test_a_long_name_is_cut_between_letters():
    name = office_name("ữ" * 500)

    assert name == "ữ" * 60


def test_two_uploads_of_one_name_and_hostile_groups_stay_apart_and_inside(tmp_path, media):
    made = Made(
        tmp_path,
        [
            file_part(media, "ảnh.pdf", words_pdf("mot"), group="../../ngoài"),
            file_part(media, "ẢNH.pdf", words_pdf("hai"), group="../../ngoài"),
            file_part(media, "../ảnh.pdf", words_pdf("ba"), group="trong\\ngoài"),
        ],
    )

    names = made.zip.namelist()
    assert names[:3] == ["01. -..-ngoài/01. ảnh.pdf", "01. -..-ngoài/02. ẢNH.pdf", "02. trong-ngoài/03. ảnh.pdf"]
    assert len({name.casefold() for name in names}) == len(names)
