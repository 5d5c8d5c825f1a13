"""The papers of letters: their words, their form by Nghị định 30/2020/NĐ-CP, in PDF and Word."""

import io
from dataclasses import replace

import pytest
from docx import Document as WordFile
from docx.shared import Pt

from communes.tests.factories import make_unit
from reports.documents.blocks import (
    Addressees,
    Dashes,
    Letterhead,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    plain,
)
from reports.documents.letters import late_units
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Letter, LetterUnit
from reports.rendering.docx import render_docx
from reports.rendering.layout import paper_words
from reports.rendering.pdf import render_pdf
from reports.tests.cases import AT
from reports.tests.letter_cases import drafted, issued
from reports.tests.measuring import MM, Measured
from reports.tests.paper_samples import CHAIR, LONG_BODY, SENT_TO, SENTENCE

LEFT = 30 * MM
LONGEST = f"V/v {SENTENCE} {SENTENCE}"
SUBJECTS = {"short": "V/v đôn đốc báo cáo", "usual": f"V/v {SENTENCE[:120]}", "longest": LONGEST}


def letter_paper(subject: str, *, issuer=("Ủy ban nhân dân", "xã Vĩnh Thủy")) -> Paper:
    """Set a letter with this subject."""
    head = Letterhead.of(issuer, "UBND-VHXH", number=5, place="Vĩnh Thủy", on=AT.date(), subject=subject)
    names = ("Phòng Kinh tế", "Trung tâm Phục vụ hành chính công")
    return Paper("Công văn", (head, Addressees(names), Paragraph(SENTENCE), TextEnd(), CHAIR, SENT_TO))


def built(letter: Letter) -> Paper:
    """Return a letter's paper."""
    return KINDS[letter.of_kind].build(letter)


def the(paper: Paper, kind):
    """Return the only block of a kind."""
    (found,) = [block for block in paper.blocks if isinstance(block, kind)]
    return found


def body(paper: Paper) -> list[str]:
    """Return the paragraphs of a paper."""
    return [plain(block.text) for block in paper.blocks if isinstance(block, Paragraph)]


@pytest.mark.rule("N-05")
@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize("issuer", [("Ủy ban nhân dân", "xã Vĩnh Thủy"), (LONG_BODY,)], ids=["usual", "long"])
def test_the_subject_of_a_letter_stands_regular_12_centred_6_points_under_its_number(name, issuer):
    paper = Measured(render_pdf(letter_paper(SUBJECTS[name], issuer=issuer)).data)

    number = paper.line("Số: 05/UBND-VHXH")
    addressees = paper.line("Kính gửi:")
    lines = [line for line in paper.on(0) if number.base < line.base < addressees.base and line.x0 < 100 * MM]
    assert " ".join(line.text for line in lines) == SUBJECTS[name]
    assert {(line.sizes, line.faces) for line in lines} == {(frozenset({12.0}), frozenset({"Tinos"}))}
    for line in lines:
        assert line.middle == pytest.approx(LEFT + 160 * MM * 0.42 / 2, abs=1.5)
        assert line.x1 <= LEFT + 160 * MM * 0.42 + 0.5
    # The line box of the number is 1.25 × 13 pt, that of the subject 1.25 × 12 pt; between them lie 6 pt.
    gap = lines[0].base - number.base
    assert gap == pytest.approx(1.25 * (13 + 12) / 2 + 6, abs=1)


def test_a_paper_without_a_subject_keeps_the_letterhead_it_had():
    head = the(letter_paper(""), Letterhead)

    assert "subject" not in head.to_json()
    assert the(Paper.from_json(letter_paper("V/v A").to_json()), Letterhead).subject == "V/v A"


@pytest.mark.rule("N-05")
@pytest.mark.parametrize("name", SUBJECTS)
def test_word_has_the_subject_in_a_style_of_its_own_and_the_words_of_the_pdf(name):
    paper = letter_paper(SUBJECTS[name])
    document = WordFile(io.BytesIO(render_docx(paper)))

    table = next(iter(document.tables))
    texts = [p.text for row in table.rows for cell in row.cells for p in cell.paragraphs if p.text]
    [subject] = [p for p in table.rows[1].cells[0].paragraphs if p.text.startswith("V/v")]
    style = subject.style
    assert (style.font.size, style.font.bold, style.paragraph_format.space_before) == (Pt(12), False, Pt(6))
    printed = [line for words in paper_words(paper) for line in words.split("\n")]
    assert [line for text in texts for line in text.split("\n")] == printed[: len(texts) + len(subject.runs) // 2]


@pytest.mark.rule("N-10")
def test_a_reminder_is_a_letter_without_a_title_to_the_units_that_its_table_names(cast):
    paper = built(drafted(cast))

    assert not [block for block in paper.blocks if isinstance(block, Title)]
    head, table = the(paper, Letterhead), the(paper, Table)
    assert head.subject == "V/v đôn đốc gửi báo cáo kết quả phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”"
    assert head.number_line.endswith("/UBND-VHXH")
    assert the(paper, Addressees).names == ("Phòng Kinh tế", "Trung tâm Phục vụ hành chính công")
    assert table.rows == (
        ("1", "Phòng Kinh tế", "Báo cáo kết quả phong trào", "30/11/2026 (mục\u00a0VI.2)", "5"),
        ("2", "Trung tâm Phục vụ hành chính công", "Báo cáo kết quả phong trào", "30/11/2026 (mục\u00a0VI.2)", "5"),
    )
    assert table.caption == "Báo cáo quá hạn chưa gửi (tính đến ngày 05/12/2026)"
    assert the(paper, Recipients).lines == (
        "- Như trên;", "- Chủ tịch, các Phó Chủ tịch UBND xã Đồng Tâm;", "- Lưu: VT, VHXH.",
    )  # fmt: skip
    assert (paper.draft, paper.number) == (True, "")


@pytest.mark.rule("N-10")
def test_a_reminder_to_one_unit_has_it_beside_kinh_gui(cast):
    paper = built(drafted(cast, units=[cast.unit("economy").pk]))

    assert the(paper, Addressees).lines == ("Kính gửi: Phòng Kinh tế",)


def test_an_invitation_says_who_what_when_and_where(cast):
    letter = drafted(cast, "invitation")
    letter.meets_at, letter.place, letter.chaired_by = AT, "Hội trường UBND xã", "Chủ tịch UBND xã"
    letter.agenda, letter.to_bring, letter.subject = "Sơ kết\n- Giải pháp;", "Báo cáo của đơn vị", "Họp sơ kết"

    paper = built(letter)

    assert the(paper, Title) == Title("GIẤY MỜI", "Họp sơ kết")
    assert the(paper, Letterhead).number_line.endswith("/GM-UBND")
    assert not [block for block in paper.blocks if isinstance(block, Addressees)]
    assert body(paper) == [
        "UBND xã Đồng Tâm trân trọng kính mời:",
        "Tới dự họp sơ kết.",
        "Nội dung:",
        "Chủ trì: Chủ tịch UBND xã.",
        "Thời gian: 09 giờ 00 phút, thứ Bảy, ngày 05 tháng 12 năm 2026.",
        "Địa điểm: Hội trường UBND xã.",
        "Đề nghị chuẩn bị: Báo cáo của đơn vị.",
        "Đề nghị các đại biểu tham dự đầy đủ, đúng thành phần và thời gian.",
    ]
    guests, agenda = [block for block in paper.blocks if isinstance(block, Dashes)]
    assert [plain(each) for each in guests.items] == ["Phòng Kinh tế;", "Trung tâm Phục vụ hành chính công."]
    assert [plain(each) for each in agenda.items] == ["Sơ kết;", "Giải pháp."]


def test_an_invitation_to_one_names_it_in_the_sentence_and_leaves_out_what_is_not_told(cast):
    letter = drafted(cast, "invitation")
    letter.addressed.exclude(unit=cast.unit("economy")).delete()

    assert body(built(letter))[:1] == ["UBND xã Đồng Tâm trân trọng kính mời: Phòng Kinh tế."]
    assert len(body(built(letter))) == 3


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("Hội nghị tổng kết.", "Tới dự hội nghị tổng kết."),
        ("Về phong trào thi đua", "Tới dự cuộc họp về phong trào thi đua."),
    ],
)
def test_an_invitation_asks_to_a_meeting_in_one_sentence(cast, subject, told):
    letter = drafted(cast, "invitation")
    letter.subject = subject

    assert told in body(built(letter))


@pytest.mark.parametrize("kind", ["invitation", "notice"])
def test_an_invitation_and_a_notice_name_units_by_rank_and_in_full(cast, kind):
    letter = drafted(cast, kind)
    council = make_unit(cast.commune, "Hội đồng nhân dân xã", "committee")
    party = make_unit(cast.commune, "Đảng ủy xã", "party")
    for place, unit in enumerate((cast.unit("front"), council, party), 8):
        LetterUnit.objects.create(letter=letter, unit=unit, position=place)

    paper = built(letter)

    ranked = [
        "Đảng ủy xã Đồng Tâm", "Hội đồng nhân dân xã Đồng Tâm", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm",
        "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công",
    ]  # fmt: skip
    if kind == "notice":
        assert list(the(paper, Recipients).items[:5]) == ranked
    else:
        assert [plain(item).rstrip(";.") for item in the(paper, Dashes).items] == ranked


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["economy"], "Phòng Kinh tế"),
        (["front"], "Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm"),
        (["economy", "front"], "các cơ quan, đơn vị có tên trong bảng"),
        (["Thôn Đông", "Thôn Đoài"], "các đơn vị có tên trong bảng"),
    ],
)
def test_a_reminder_speaks_to_the_units_of_its_table_alone(cast, keys, told):
    units = [make_unit(cast.commune, key, "residential") if " " in key else cast.unit(key) for key in keys]

    assert late_units(units) == told


def test_a_notice_names_the_units_among_its_recipients(cast):
    paper = built(drafted(cast, "notice"))

    assert the(paper, Title).kind == "THÔNG BÁO"
    assert the(paper, Recipients).items[:2] == ("Phòng Kinh tế", "Trung tâm Phục vụ hành chính công")
    assert not [block for block in paper.blocks if isinstance(block, Addressees)]


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(
    ("authority", "lines"),
    [
        ("chair", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("deputy", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("order", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("delegated", ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    ],
)
def test_a_letter_is_signed_by_its_authority(cast, authority, lines):
    letter = drafted(cast, "notice")
    letter.authority, letter.position, letter.signer = authority, "Chánh Văn phòng", "Mai Thị Oanh"

    assert the(built(letter), Signature) == Signature(lines, "Mai Thị Oanh")


def test_the_paper_of_an_issued_letter_reads_like_its_official_paper(cast):
    letter = drafted(cast)
    official = issued(letter, cast)
    letter.refresh_from_db()

    assert built(letter).to_json() == official.content


@pytest.mark.parametrize("kind", Letter.Kind.values)
def test_hostile_and_missing_words_still_give_a_paper_in_both_formats(cast, kind):
    letter = drafted(cast, kind)
    words = '<b>{{ x }}</b> {tên phong trào} \u202e=HYPERLINK("http://a.vn")\x00'
    letter.subject = letter.body = letter.closing = letter.place = letter.agenda = letter.signer = words

    data = render_pdf(built(letter)).data

    text = "".join(page.extract_text() for page in Measured(data).pdf.pages).replace("\n", " ")
    assert "<b>{{ x }}</b>" in text
    assert render_docx(built(letter)).startswith(b"PK")
    bare = Letter(pk=letter.pk, commune=cast.commune, kind=kind, made_at=AT)
    letter.addressed.all().delete()
    assert render_pdf(built(bare)).pages == 1


def test_a_replaced_letterhead_keeps_its_subject():
    assert replace(the(letter_paper("V/v A"), Letterhead), date_line="").subject == "V/v A"
