"""Papers are printed in a face that knows every Vietnamese letter, or not at all."""

import shutil

import pytest
from django.core.checks import run_checks
from fontTools.ttLib import TTFont

from reports.rendering import fonts, pdf
from reports.tests.paper_samples import plan

pytestmark = pytest.mark.once


def test_the_letters_asked_for_are_all_vietnamese_letters_in_both_cases():
    assert len(set(fonts.VIETNAMESE)) == 2 * (12 * 6 + 1)
    assert {"ỡ", "Ẵ", "ự", "đ", "Đ", "ỵ"} <= set(fonts.VIETNAMESE)


@pytest.mark.rule("N-01")
@pytest.mark.parametrize("name", fonts.FILES.values())
def test_each_style_has_every_vietnamese_letter(name):
    with TTFont(fonts.folder() / name) as font:
        known = font.getBestCmap()

    assert [letter for letter in fonts.VIETNAMESE if ord(letter) not in known] == []


@pytest.fixture
def poor_fonts(tmp_path, settings):
    """A folder of fonts whose bold lost two letters and whose italic is absent."""
    for name in fonts.FILES.values():
        shutil.copy(fonts.folder() / name, tmp_path)
    with TTFont(tmp_path / "Tinos-Bold.ttf") as font:
        for table in font["cmap"].tables:
            for letter in "ệỮ":
                table.cmap.pop(ord(letter), None)
        font.save(tmp_path / "Tinos-Bold.ttf")
    (tmp_path / "Tinos-Italic.ttf").unlink()
    settings.PAPER_FONT_DIR = str(tmp_path)
    return tmp_path


def test_a_missing_style_or_letter_is_named(poor_fonts):
    assert fonts.check_fonts() == [
        f"Phông chữ đậm ({poor_fonts / 'Tinos-Bold.ttf'}) thiếu 2 chữ cái tiếng Việt: ệỮ.",
        f"Thiếu phông chữ nghiêng để in văn bản: không đọc được tệp {poor_fonts / 'Tinos-Italic.ttf'}.",
    ]


def test_a_paper_is_refused_rather_than_printed_wrong(poor_fonts):
    with pytest.raises(fonts.FontsMissing, match="Thiếu phông chữ nghiêng"):
        pdf.render_pdf(plan())


def test_the_system_check_speaks_of_the_fonts(poor_fonts):
    from_fonts = [problem for problem in run_checks() if problem.id == "reports.E001"]

    assert [problem.msg for problem in from_fonts] == fonts.check_fonts()


def test_what_the_face_lacks_becomes_a_box_and_never_another_face():
    assert fonts.printable("Tốt ☑ 😀 中 ✓ ệ") == "Tốt ■ □ □ √ ệ"


def test_long_titles_break_into_even_lines_that_never_begin_with_a_dash():
    lines = fonts.balanced("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG XÃ VĨNH THỦY", 12, 180, bold=True)

    widths = [fonts.width(line, 12, bold=True) for line in lines]
    assert " ".join(lines) == "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG XÃ VĨNH THỦY"
    assert len(lines) == 2
    assert min(widths) > 0.7 * max(widths)
    assert not any(line.startswith("-") for line in lines)
