"""Sổ khen thưởng của một năm: bản đầy đủ của cơ quan và bản công khai (không có mẫu quy định)."""

from collections.abc import Sequence

from awards.models import AwardBookYear, Certificate, DecisionLine
from awards.rules.kinds import Award
from awards.services import book
from campaigns.planfile.words import Subject
from communes.access import Actor, Can
from communes.models import Commune
from kit.vietnamese import fold, long_date, money, small_count, vn_date
from reports.documents import fields
from reports.documents.blocks import (
    Annex,
    Block,
    Column,
    Letterhead,
    Note,
    Paragraph,
    Signature,
    Table,
    Title,
    TwoSignatures,
)
from reports.documents.common import COMMITTEE, letterhead_of, without_number
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text
from reports.documents.words import signing_lines

FULL, PUBLISHED = "award-book", "award-book-public"
TEXTS = (
    Text(
        "lead",
        "Lời mở đầu",
        "Sổ ghi các quyết định khen thưởng, đính chính, thu hồi của Chủ tịch {tên Ủy ban} ban hành trong năm {năm}, "
        "mỗi tập thể, hộ gia đình, cá nhân một dòng, theo thứ tự số và ngày quyết định.",
        {"năm": "2026", **fields.COMMITTEE},
    ),
)
WHO = (
    Column("TT", 4, "center"),
    Column("Số, ngày quyết định", 14, "center"),
    Column("Họ và tên, tên tập thể", 15),
    Column("Chức vụ, đơn vị", 15),
)
OF_A_PERSON = (Column("Năm sinh, giới", 7, "center"),)
WHAT = (
    Column("Hình thức, danh hiệu", 9, "center"),
    Column("Phong trào, thành tích", 34),
    Column("Số sổ vàng", 7, "center"),
)
PAID = (Column("Tiền thưởng (đồng)", 11, "right"), Column("Ngày nhận, ký nhận", 12, "center"))
NOTES, NO_NOTES = (Column("Ghi chú", 17),), (Column("Ghi chú", 6),)
SUBJECTS = (Subject.COLLECTIVE, Subject.HOUSEHOLD, Subject.INDIVIDUAL)


def build(year: AwardBookYear) -> Paper:
    """Set the book of a year as the office keeps it: every line, persons' facts, money, what was received."""
    return _paper(year, Actor.of_product(year.commune), FULL)


def build_published(year: AwardBookYear) -> Paper:
    """Set the book of a year as everybody may read it: published lines, without persons' facts and money."""
    return _paper(year, Actor.of_public(year.commune), PUBLISHED)


def _paper(year: AwardBookYear, reader: Actor, key: str) -> Paper:
    """Return the book as a reader may know it: the front sheet with the totals, and the lines across wide pages."""
    commune, full = year.commune, key == FULL
    found = book.lines(reader).in_year(year.year)
    rows = book.rows(found.order_by("decision__issued_on", "decision__number", "position", "pk"), reader)
    told = {"năm": str(year.year), **fields.of_committee(commune)}
    words = CommuneWords(commune, key, TEXTS, told)
    return Paper(
        f"Sổ khen thưởng năm {year.year}{'' if full else ' (bản công khai)'}",
        (
            _letterhead(commune, year.year),
            Title("SỔ THEO DÕI KHEN THƯỞNG", f"Năm {year.year}"),
            *words.blocks("lead"),
            *_totals(rows, full=full),
            TwoSignatures(
                Signature(("Người ghi sổ",), ""),
                Signature(signing_lines("Chủ tịch", collective=COMMITTEE), _chair(rows)),
            ),
            Annex(
                "Danh sách các trường hợp khen thưởng, đính chính, thu hồi",
                f"(Kèm theo Sổ theo dõi khen thưởng năm {year.year} của {commune.committee})",
                (Note(_legend(full=full)), _list(rows, full=full)),
                landscape=True,
            ),
        ),
    )


def _chair(rows: Sequence[book.Row]) -> str:
    """Return the chair's name as the latest decision of the book that the chair signed has it."""
    signed = [row.line.decision for row in rows if fold(row.line.decision.signer_title).startswith("chu tich")]
    return max(signed, key=lambda each: (each.issued_on, each.pk)).signer_name if signed else ""


def _letterhead(commune: Commune, year: int) -> Letterhead:
    """Return the committee's letterhead; a register bears no number."""
    return without_number(letterhead_of(commune, symbol="", year=year))


def _totals(rows: Sequence[book.Row], *, full: bool) -> list[Block]:
    """Return how many awards were given by form and subject, and what was taken back or put right."""
    given = [row for row in rows if row.line.about_id is None]
    decisions = {row.line.decision_id: row.line.decision for row in rows}
    days = sorted({each.issued_on for each in decisions.values()})
    span = f", từ {long_date(days[0])} đến {long_date(days[-1])}" if len(days) > 1 else ""
    span = span or (f", {long_date(days[0])}" if days else "")
    told = (
        f"Sổ có {small_count(len(rows))} dòng của {small_count(len(decisions))} quyết định{span}; trong đó "
        f"{small_count(len(given))} trường hợp khen thưởng, "
        f"{small_count(sum(row.line.decision.kind == 'correction' for row in rows))} trường hợp đính chính, "
        f"{small_count(sum(row.line.decision.kind == 'revocation' for row in rows))} trường hợp thu hồi."
    )
    stands = [row for row in given if book.standing_of(row.line) != DecisionLine.Standing.REVOKED]
    table = [Paragraph("Số còn hiệu lực chia theo hình thức, danh hiệu:"), _counts(stands, full=full)] if stands else []
    return [Paragraph(told), *table]


def _counts(rows: Sequence[book.Row], *, full: bool) -> Table:
    """Return the awards that stand, counted by form and subject."""
    columns = [
        Column("TT", 2, "center"),
        Column("Hình thức, danh hiệu", 7),
        *(Column(str(each.label), 4, "center") for each in SUBJECTS),
        Column("Cộng", 3, "center"),
        *([Column("Tiền thưởng", 6, "right")] if full else []),
    ]
    groups = [
        (label, mine) for value, label in Award.choices if (mine := [row for row in rows if row.line.award == value])
    ]
    cells = [_counted(str(place), label, mine, full) for place, (label, mine) in enumerate(groups, 1)]
    return Table(tuple(columns), (*cells, _counted("", "Tổng số", rows, full)), bold_rows=(len(cells),))


def _counted(place: str, label: str, rows: Sequence[book.Row], full: bool) -> tuple[str, ...]:
    """Return one row of the counts."""
    counts = [str(sum(row.line.subject == each for row in rows)) for each in SUBJECTS]
    paid = [money(sum(row.line.prize for row in rows))] if full else []
    return (place, str(label), *counts, str(len(rows)), *paid)


def _list(rows: Sequence[book.Row], *, full: bool) -> Table:
    """Return the lines of the book, the sum of the prizes that stand last."""
    papers = _certificates(rows) if full else {}
    cells = [_cells(place, row, papers.get(row.line.pk, []), full=full) for place, row in enumerate(rows, 1)]
    notes = NOTES if any(each[-1] for each in cells) else NO_NOTES
    columns = (*WHO, *(OF_A_PERSON if full else ()), *WHAT, *(PAID if full else ()), *notes)
    if not full:
        return Table(columns, tuple(cells))
    stands = [row for row in rows if book.standing_of(row.line) != DecisionLine.Standing.REVOKED]
    paid = sum(row.line.prize for row in stands if row.line.about_id is None)
    total = ("", "", "Cộng", "", "", "", "", "", money(paid).removesuffix(" đồng"), "", "")
    return Table(columns, (*cells, total), bold_rows=(len(cells),))


def _certificates(rows: Sequence[book.Row]) -> dict[int, list[Certificate]]:
    """Return the certificates of lines by the key of their line, the oldest first."""
    found: dict[int, list[Certificate]] = {}
    for each in Certificate.objects.filter(line__in=[row.line.pk for row in rows]).order_by("pk"):
        found.setdefault(each.line_id, []).append(each)
    return found


def _cells(place: int, row: book.Row, papers: Sequence[Certificate], *, full: bool) -> tuple[str, ...]:
    """Return one line of the book."""
    line = row.line
    decision = line.decision
    who = (str(place), f"{decision.number_words}\nngày {vn_date(decision.issued_on)}", line.nominee_name,
           line.nominee_place)  # fmt: skip
    what = (book.award_words(line), _merit(line), row.roll)
    if not full:
        return (*who, *what, "; ".join(note.text for note in row.notes))
    facts = [str(line.birth_year or ""), row.gender] if line.subject == Subject.INDIVIDUAL else []
    person = "\n".join(filter(None, facts))
    prize = money(line.prize).removesuffix(" đồng") if line.prize else "–"
    return (*who, person, *what, prize, _received(line, papers), _notes(row, papers))


def _merit(line: DecisionLine) -> str:
    """Return for what an award was given, the campaign named once."""
    campaign = line.decision.campaign.name
    return line.citation if fold(campaign) in fold(line.citation) else f"{campaign}. {line.citation}"


def _received(line: DecisionLine, papers: Sequence[Certificate]) -> str:
    """Return the days on which the certificate and the money were received."""
    handed = [vn_date(each.handed_on) for each in papers if each.handed_on]
    said = [f"Giấy khen: {handed[-1]}"] if handed else []
    return "\n".join([*said, *([f"Tiền thưởng: {vn_date(line.received_on)}"] if line.received_on else [])])


def _notes(row: book.Row, papers: Sequence[Certificate]) -> str:
    """Return the remarks: corrections, revocations, certificates replaced, and what is not published."""
    said = [note.text for note in row.notes]
    said += [f"Cấp đổi: {each.replaced_reason}".rstrip(": ") for each in papers if each.status == "replaced"]
    said += [] if row.published else ["Chưa công bố"]
    return "; ".join(said)


def _legend(*, full: bool) -> str:
    """Say how the list is read."""
    revoked = "Dòng đã đính chính, thu hồi được giữ nguyên và ghi chú quyết định sau."
    return f"{revoked} Tổng tiền thưởng không tính dòng đã thu hồi." if full else revoked


KIND = Kind(
    key=FULL,
    title="Sổ khen thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=AwardBookYear,
    records=lambda: AwardBookYear.objects.select_related("commune"),
    build=build,
    campaign_of=lambda year: None,
    confidential=True,
    texts=TEXTS,
)
PUBLIC = Kind(
    key=PUBLISHED,
    title="Sổ khen thưởng (bản công khai)",
    can=Can.SEE_AWARDS,
    model=AwardBookYear,
    records=lambda: AwardBookYear.objects.published().select_related("commune"),
    build=build_published,
    campaign_of=lambda year: None,
    texts=TEXTS,
)
