"""The PDF of every kind of paper measured against Nghị định 30/2020/NĐ-CP, Annex I, in words of every length."""

import io
import re

import pypdf
import pytest

from reports.documents.base import plain
from reports.documents.blocks import (
    PART,
    Addressees,
    Grounds,
    Heading,
    Letterhead,
    Listing,
    Paragraph,
    Recipients,
    Signature,
    TextEnd,
    Title,
    TwoSignatures,
)
from reports.rendering import layout
from reports.tests.every_kind import PAPERS, contents, printed, sample
from reports.tests.measuring import A4, LEFT, MM, RIGHT, TINOS, Line, bare

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_paper"),
    pytest.mark.xdist_group("papers"),
]

MIDDLE = (LEFT + RIGHT) / 2
INDENTED = LEFT + 12.7 * MM
WRITTEN = ("usual", "longest", "shortest")
# What is marked with a cross, signed for or kept as a register has no end of its text, and goes to nobody.
UNENDED = {"paper-ballot", "award-book", "award-book-public", "prize-receipts", "handover", "role-guide"}
NOT_SENT = {"paper-ballot", "award-book", "award-book-public", "achievement-report", "role-guide"}
# Papers that accompany others or a person's own have no number in any register.
UNNUMBERED = NOT_SENT | {"nominee-list", "count-minutes", "exemplar-sheet", "handover"}
ADDRESSED = re.compile(r"TỜ TRÌNH|BÁO CÁO|GIẤY MỜI|$")

# A sheet for the wall is no paper of the decree; test_calendar_poster.py measures it.
OFFICIAL = [key for key in PAPERS if key != "calendar-poster"]
every_kind = pytest.mark.parametrize("key", OFFICIAL)


def every_writing(test):
    """Let a test try every kind in words of every length."""
    return every_kind(pytest.mark.parametrize("variant", WRITTEN)(test))


def blocks(key: str, variant: str, kind) -> list:
    """Return the blocks of a kind in the body of a paper."""
    return [block for block in sample(key, variant).body if isinstance(block, kind)]


def starts(lines: list[Line], text: str) -> list[Line]:
    """Return the lines that begin as a text does."""
    wanted = bare(text)[:14]
    return [line for line in lines if bare(line.text).startswith(wanted)]


def found(key: str, variant: str, text: str, *, face: str, size: float, x0: float = 0, middle: float = 0) -> Line:
    """Return a line that begins as a text does, of a face and size, at its place from the left or in the middle."""
    told = starts(printed(key, variant).lines, text)
    for line in told:
        right_face = line.faces == {face} or not face
        at = abs(line.x0 - x0) < 0.8 if x0 else abs(line.middle - middle) < 1.6
        if right_face and line.sizes == {size} and at:
            return line
    raise AssertionError(f"{text[:40]!r} is not {face} {size} at {x0 or middle:.0f}: {told[:3]}")


@pytest.mark.parametrize("key", PAPERS)
def test_every_kind_has_a_sample(key):
    assert contents(key)


@pytest.mark.rule("N-01")
@every_writing
def test_pages_are_a4_with_the_margins_of_the_decree_and_black_letters(key, variant):
    for page, chars in zip(printed(key, variant).pages, printed(key, variant).chars, strict=True):
        body = [char for char in chars if char["top"] > 18 * MM and char["text"].strip()]
        assert sorted((page.width, page.height)) == pytest.approx(A4, abs=0.5)
        assert min(char["x0"] for char in body) >= 30 * MM - 0.6
        assert max(char["x1"] for char in body) <= page.width - 20 * MM + 1
        assert min(char["top"] for char in body) >= 20 * MM - 0.5
        assert max(char["bottom"] for char in body) <= page.height - 20 * MM + 0.5
        assert {char["non_stroking_color"] for char in body} == {(0.0, 0.0, 0.0)}
        assert {round(char["size"], 1) for char in body} <= {11.0, 12.0, 13.0, 14.0}


@pytest.mark.rule("N-01")
@every_writing
def test_fonts_are_embedded_styles_of_tinos_that_map_to_unicode(key, variant):
    used = {}
    for page in pypdf.PdfReader(io.BytesIO(printed(key, variant).data)).pages:
        for font in page["/Resources"]["/Font"].values():
            used[font.get_object()["/BaseFont"].partition("+")[2]] = font.get_object()

    assert used.keys() <= TINOS
    for font in used.values():
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font


@pytest.mark.rule("N-02")
@every_writing
def test_page_numbers_stand_in_the_top_margin_but_on_the_first_page_of_paper_and_annex(key, variant):
    paper = printed(key, variant)
    firsts = {0, *(line.page for line in paper.lines if _heads_annex(line))}

    number = 0
    for place, page in enumerate(paper.pages):
        number = 1 if place in firsts else number + 1
        marginal = [line for line in paper.on(place) if line.base < 20 * MM and line.text != layout.DRAFT]
        assert [line.text for line in marginal] == ([] if number == 1 else [str(number)])
        for line in marginal:
            assert (line.sizes, line.faces) == ({13.0}, {"Tinos"})
            assert line.middle == pytest.approx((LEFT + page.width - 20 * MM) / 2, abs=1)


def _heads_annex(line: Line) -> bool:
    return bool(re.fullmatch(r"Phụ lục( [IVX]+)?", line.text)) and line.base < 30 * MM


@every_writing
def test_a_draft_says_so_on_every_page_and_no_other_paper_does(key, variant):
    paper = printed(key, variant)

    marked = [line.page for line in paper.lines if line.text == layout.DRAFT and line.base < 20 * MM]

    assert marked == (list(range(len(paper.pages))) if sample(key, variant).draft else [])


@pytest.mark.rule("N-03")
@every_writing
def test_the_national_name_and_motto_stand_top_right_over_a_rule_as_long_as_the_motto(key, variant):
    paper = printed(key, variant)
    nation, motto = paper.line(layout.NATION), paper.line(layout.MOTTO)

    assert (nation.page, nation.sizes, nation.faces) == (0, {12.0}, {"Tinos-Bold"})
    assert (motto.sizes, motto.faces) == ({13.0}, {"Tinos-Bold"})
    assert nation.x0 > A4[0] / 2 - 40
    assert motto.middle == pytest.approx(nation.middle, abs=1)
    rule = paper.rule_below(motto)
    assert (rule["x0"], rule["x1"]) == pytest.approx((motto.x0, motto.x1), abs=1)


@pytest.mark.rule("N-04")
@every_writing
def test_the_issuing_body_is_bold_over_a_third_to_half_its_width_and_its_superior_regular(key, variant):
    paper, head = printed(key, variant), blocks(key, variant, Letterhead)[0]
    foot = _under_letterhead(key, variant)
    left = [line for line in paper.on(0) if 20 * MM < line.base < foot and line.x1 < A4[0] / 2]
    issuing = [line for line in left if line.faces == {"Tinos-Bold"}]
    superior = left[: len(left) - len(issuing)]

    assert issuing
    assert bool(superior) == bool(head.superior)
    assert all(line.faces == {"Tinos"} for line in superior)
    assert all(line.sizes == {12.0} and line.text == line.text.upper() for line in left)
    rule, widest = paper.rule_below(issuing[-1]), max(line.width for line in issuing)
    assert widest / 3 - 0.5 <= rule["width"] <= widest / 2 + 0.5
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx(issuing[-1].middle, abs=1)


def _under_letterhead(key: str, variant: str) -> float:
    """Return where the number, the date or the title stands, whichever comes first."""
    told = [line for line in printed(key, variant).on(0) if line.text.startswith("Số:")]
    return min([_title_at(key, variant), *(line.base for line in (*told, *_dates(key, variant)))])


def _title_at(key: str, variant: str) -> float:
    """Return where the title begins; the middle of the page in a letter, which has none."""
    title = blocks(key, variant, Title)
    bold = [line for line in printed(key, variant).on(0) if line.faces == {"Tinos-Bold"} and line.sizes == {14.0}]
    return starts(bold, title[0].kind)[0].base if title else A4[1] / 2


def _dates(key: str, variant: str) -> list[Line]:
    """Return the lines that look like a date above the title."""
    above = [line for line in printed(key, variant).on(0) if line.base < _title_at(key, variant)]
    return [line for line in above if line.faces == {"Tinos-Italic"} and line.sizes == {13.0}]


@pytest.mark.rule("N-05")
@every_writing
def test_the_number_stands_centred_under_the_issuing_body(key, variant):
    told = [line for line in printed(key, variant).on(0) if line.text.startswith("Số:")]
    assert bool(told) == bool(blocks(key, variant, Letterhead)[0].number_line)
    assert told or key in UNNUMBERED
    if not told:
        return
    line = told[0]

    assert re.fullmatch(r"Số:(\s\d{2,}|\s{4,})/(TTr|PTĐ|QyĐ|[\dA-ZĐƯ]+)(-[\dA-ZĐƯ]+)*", line.text)
    assert (line.page, line.sizes, line.faces) == (0, {13.0}, {"Tinos"})
    assert line.middle == pytest.approx(LEFT + 160 * MM * 0.42 / 2, abs=1)


@pytest.mark.rule("N-06")
@every_writing
def test_place_and_date_are_italic_on_the_line_of_the_number(key, variant):
    paper, head = printed(key, variant), blocks(key, variant, Letterhead)[0]
    beside = _dates(key, variant)
    number = next((line for line in paper.on(0) if line.text.startswith("Số:")), None)

    assert bool(beside) == bool(head.date_line)
    assert number is None or all(abs(line.base - number.base) < 0.2 for line in beside[:1])
    if head.date_line:
        words = head.date_line.replace("\u00a0", " ")
        assert re.fullmatch(r".+, ngày( [0-3]\d |\s{6})tháng( (0[12]|[3-9]|1[0-2]) |\s{6})năm( \d{4}|\s{6})", words)
        assert (beside[0].sizes, beside[0].faces) == ({13.0}, {"Tinos-Italic"})
        assert bare(beside[0].text) == bare(head.date_line)[: len(bare(beside[0].text))]


@pytest.mark.rule("N-07")
@every_writing
def test_a_paper_has_a_bold_centred_title_over_a_rule_or_a_letter_its_subject_under_the_number(key, variant):
    paper, head = printed(key, variant), layout.compose(sample(key, variant))[0].pieces
    title = next((piece.block for piece in head if piece.kind == "title"), None)
    subject = head[0].block.subject.lines

    assert head[0].kind == "letterhead"
    assert bool(title) != bool(subject)
    if subject:
        number = paper.line("Số:")
        under = [found(key, variant, line, face="Tinos", size=12.0, middle=number.middle) for line in subject]
        assert bare(under[0].text).startswith("V/v")
        assert 6 + 12 * 0.9 <= under[0].base - number.base <= 30
        return
    top = paper.on(0)
    for text in (*title.kind.lines, *title.abstract.lines):
        last = next(line for line in top if bare(line.text) == bare(text) and line.faces == {"Tinos-Bold"})
        assert last.sizes == {14.0}
        assert last.middle == pytest.approx(MIDDLE, abs=1.5)
        top = [line for line in top if line.base > last.base]
    assert all(line == line.upper() for line in title.kind.lines)
    rule = paper.rule_below(last)
    abstract = title.abstract.lines or title.kind.lines
    widest = max(layout.fonts.width(line, 14, bold=True) for line in abstract)
    assert widest / 3 - 0.5 <= rule["width"] <= widest / 2 + 0.5
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx(MIDDLE, abs=1)


@pytest.mark.rule("N-07")
@every_writing
def test_grounds_are_italic_and_laws_bear_no_number(key, variant):
    for ground in blocks(key, variant, Grounds):
        assert [line[-1] for line in ground.lines] == [";"] * (len(ground.lines) - 1) + ["."]
        for line in ground.lines:
            found(key, variant, line, face="Tinos-Italic", size=14.0, x0=INDENTED)
            assert not re.match(r"Căn cứ (Luật|Pháp lệnh)[^;]*\bsố \d+/", line)


@pytest.mark.rule("N-08")
@every_writing
def test_paragraphs_headings_and_items_begin_at_their_place(key, variant):
    for block in blocks(key, variant, (Paragraph, Heading, Listing)):
        if isinstance(block, Heading) and block.level == PART or getattr(block, "centred", False):
            text = block.number if isinstance(block, Heading) else plain(block.text)
            found(key, variant, text, face="", size=14.0, middle=MIDDLE)
        elif isinstance(block, Heading):
            face = "Tinos" if block.level == "letter" else "Tinos-Bold"
            found(key, variant, block.lines[0], face=face, size=14.0, x0=INDENTED)
        else:
            for item in block.marked if isinstance(block, Listing) else (block.text,):
                if plain(item).strip():
                    found(key, variant, plain(item), face="", size=14.0, x0=INDENTED)


@pytest.mark.rule("N-09")
@every_writing
def test_who_signs_stands_in_bold_capitals_in_the_half_of_the_signature(key, variant):
    sides = [(each, LEFT + 120 * MM) for each in blocks(key, variant, Signature)]
    for pair in blocks(key, variant, TwoSignatures):
        sides += [(pair.left, LEFT + 40 * MM), (pair.right, LEFT + 120 * MM)]

    assert sides or key in NOT_SENT
    for signature, middle in sides:
        assert all(line == line.upper() for line in signature.lines)
        texts = [text for text in (*signature.lines, signature.name) if text]
        assert [page for page in range(len(printed(key, variant).pages)) if _signed(key, variant, page, texts, middle)]


def _signed(key: str, variant: str, page: int, texts: list[str], middle: float) -> bool:
    """Say whether a signature stands on a page: every line in bold in the middle of its half, from the top."""
    bold = [line for line in printed(key, variant).on(page) if line.faces == {"Tinos-Bold"} and line.sizes == {14.0}]
    column = [line for line in bold if abs(line.middle - middle) < 1.6]
    for text in texts:
        at = next((place for place, line in enumerate(column) if starts([line], text)), None)
        if at is None:
            return False
        column = column[at + 1 :]
    return True


@pytest.mark.rule("N-09")
@every_kind
def test_authority_is_told_in_the_order_of_the_decree(key):
    for signature in blocks(key, "usual", Signature):
        marks = [line.partition(" ")[0] for line in signature.lines if re.match(r"(TM|KT|TL|TUQ|Q)\. ", line)]
        assert marks == sorted(marks, key=["TM.", "KT.", "TL.", "TUQ.", "Q."].index)
        assert len(signature.lines) > len(marks)
    if key == "award-decision":
        assert not any(line.startswith("TM.") for each in blocks(key, "usual", Signature) for line in each.lines)


@pytest.mark.rule("N-10")
@every_writing
def test_recipients_stand_left_with_the_copy_on_file_last(key, variant):
    paper, lists = printed(key, variant), blocks(key, variant, Recipients)

    assert len(lists) == 1 or not lists and key in NOT_SENT
    for recipients in lists:
        heading = paper.line("Nơi nhận:")
        below = [line for line in paper.on(heading.page) if line.base > heading.base and line.x0 < A4[0] / 2]
        small = [line for line in below if line.sizes == {11.0}]
        assert (heading.sizes, heading.faces) == ({12.0}, {"Tinos-Bold-Italic"})
        assert heading.x0 == pytest.approx(LEFT, abs=0.7)
        assert small
        assert all(line.faces == {"Tinos"} and line.x1 <= LEFT + 80 * MM for line in small)
        assert [line[:2] for line in recipients.lines] == ["- "] * len(recipients.lines)
        assert re.match(r"- Lưu: .+\.$", recipients.lines[-1])
        if signature := next(iter(blocks(key, variant, Signature)), None):
            authority = starts([line for line in paper.on(heading.page) if line.x0 > A4[0] / 2], signature.lines[0])
            assert heading.base == pytest.approx(authority[0].base, abs=2.5)


@pytest.mark.rule("N-10")
@every_writing
def test_the_mark_of_the_end_is_printed_once_before_the_signature(key, variant):
    lines = [line for line in printed(key, variant).lines if line.text.endswith("./.")]

    assert len(lines) == len([block for block in sample(key, variant).blocks if isinstance(block, TextEnd)])
    assert len(lines) == (0 if key in UNENDED else 1)


@pytest.mark.rule("N-10")
@every_kind
def test_only_submissions_reports_letters_and_invitations_are_addressed(key):
    titles = [title.kind for title in blocks(key, "usual", Title)]

    assert not blocks(key, "usual", Addressees) or ADDRESSED.match(titles[0] if titles else "")


@pytest.mark.rule("N-11")
@every_writing
def test_annexes_have_their_number_a_capital_title_and_the_paper_they_belong_to(key, variant):
    paper, annexes = printed(key, variant), sample(key, variant).annexes
    heads = [line for line in paper.lines if _heads_annex(line)]

    numbers = ["Phụ lục"] if len(annexes) == 1 else [f"Phụ lục {'I' * place}" for place in range(1, len(annexes) + 1)]
    assert [line.text for line in heads] == numbers
    for head, annex in zip(heads, annexes, strict=True):
        middle = (LEFT + paper.pages[head.page].width - 20 * MM) / 2
        page = paper.on(head.page)
        assert (head.sizes, head.faces) == ({14.0}, {"Tinos-Bold"})
        assert head.middle == pytest.approx(middle, abs=1)
        named = starts(page, annex.title)[0]
        assert (named.sizes, named.faces) == ({14.0}, {"Tinos-Bold"})
        assert named.middle == pytest.approx(middle, abs=1.6)
        if annex.attached:
            attached = starts(page, f"({annex.attached.strip('()')}")[0]
            assert (attached.sizes, attached.faces) == ({14.0}, {"Tinos-Italic"})
            assert attached.middle == pytest.approx(middle, abs=1.6)


@pytest.mark.rule("N-12")
@every_writing
def test_minutes_have_no_date_line_and_two_signatures_with_the_secretary_left(key, variant):
    if not any(title.kind.startswith("BIÊN BẢN") for title in blocks(key, variant, Title)):
        return
    pairs = blocks(key, variant, TwoSignatures)

    assert blocks(key, variant, Letterhead)[0].date_line == ""
    assert pairs
    assert not any("THƯ KÝ" in line for pair in pairs for line in pair.right.lines)


@every_writing
def test_no_signature_stands_alone_on_its_page(key, variant):
    paper = printed(key, variant)
    for signature in blocks(key, variant, Signature):
        authority = found(key, variant, signature.lines[0], face="Tinos-Bold", size=14.0, middle=LEFT + 120 * MM)
        above = [line for line in paper.on(authority.page) if 20 * MM < line.base < authority.base - 3]
        assert any(line.sizes <= {12.0, 14.0} for line in above)
