"""Lists of what was decided: decisions, receipts, the award book and its figures, certificates, proposals upward."""

from django.db.models import Count, Q
from django.utils import timezone

from awards.forms.book import BookFilter, CertificateFilter, HigherFilter
from awards.forms.decisions import DecisionFilter
from awards.forms.proposals import ProposalFilter
from awards.models import Certificate, Decision, Proposal
from awards.services import book, receipts
from awards.views import book as book_pages
from awards.views import certificates, decisions, proposals
from communes.access import Can
from kit.sheets import Kind
from kit.views import filtered, sort
from reports.exports.base import Column, ExportList, Found, always, at, display, narrowed, register


def _knows(asked) -> bool:
    """Say whether the actor may know money and what is not announced."""
    return asked.actor.may(Can.SEE_UNANNOUNCED)


def _decisions(asked):
    """Find the decisions that the actor may know."""
    rows = Decision.objects.within(asked.actor).for_list()
    found = filtered(asked, DecisionFilter, rows, in_confidence=_knows(asked))
    return narrowed((found, sort(asked, found.qs, allowed=decisions.SORTS, default="-drafted")))


def _decision_lines(asked, rows) -> list[dict]:
    """Add to decisions the status as the actor may know it."""
    return [{"row": row, "status": row.shown_status(asked.actor)[0]} for row in rows]


def _decision_columns(asked):
    """Return the columns of decisions, money only for who may know it."""
    return (
        Column("Số, ký hiệu", at("row.number_words")),
        Column("Ngày ban hành", at("row.issued_on"), Kind.DATE),
        Column("Loại", lambda line: line["row"].get_kind_display()),
        Column("Trích yếu", at("row.title")),
        Column("Phong trào", at("row.campaign.name")),
        Column("Số dòng", at("row.line_count"), Kind.INTEGER),
        *([Column("Tiền thưởng", at("row.money"), Kind.MONEY)] if _knows(asked) else []),
        Column("Trạng thái", at("status")),
    )


def _book(asked):
    """Find the lines of the book, in the book's own order unless another is asked for."""
    found = filtered(asked, BookFilter, book.lines(asked.actor))
    if asked.GET.get("sort", "").removeprefix("-") in book_pages.SORTS:
        return narrowed((found, sort(asked, found.qs, allowed=book_pages.SORTS, default="-day")))
    return narrowed((found, book.in_book_order(found.qs)))


def _prize(row) -> int | None:
    """Return what a line pays; a line that only changes another one pays nothing of its own."""
    return row.line.prize if row.line.prize or not row.line.about_id else None


def _book_columns(asked):
    """Return the columns of the book, money and whether a line is published only for who may know them."""
    in_confidence = (
        Column("Tiền thưởng", _prize, Kind.MONEY),
        Column("Đã công bố", at("published")),
    )  # fmt: skip
    return (
        Column("Họ và tên, tên tập thể", at("line.nominee_name")),
        Column("Chức vụ, đơn vị", at("line.nominee_place")),
        Column("Giới tính", at("gender")),
        Column("Năm sinh", at("line.birth_year"), Kind.YEAR),
        Column("Số sổ vàng", at("roll")),
        Column("Quyết định", at("line.decision.number_words")),
        Column("Ngày quyết định", at("line.decision.issued_on"), Kind.DATE),
        Column("Hình thức, danh hiệu", lambda row: row.line.get_award_display()),
        Column("Phong trào", at("line.decision.campaign.name")),
        Column("Thành tích", at("line.citation")),
        Column("Hiệu lực", at("standing")),
        Column("Ghi chú", lambda row: "; ".join(note.text for note in row.notes)),
        *(in_confidence if _knows(asked) else ()),
    )


def _higher(asked):
    """Find what was proposed to higher authorities."""
    found = filtered(asked, HigherFilter, book.higher(asked.actor))
    return narrowed((found, sort(asked, found.qs, allowed=book_pages.HIGHER_SORTS, default="-sent")))


def _figures(asked):
    """Return the figures of a year as their page shows them, this year unless another is asked for."""
    this_year = timezone.localdate().year
    year = book.year_asked(asked.GET.get("year", ""), this_year)
    found = book.statistics(year, actor=asked.actor)
    groups = (("Theo hình thức, danh hiệu", found.by_award), ("Theo đối tượng", found.by_subject),
              ("Theo đơn vị đề nghị", found.by_unit))  # fmt: skip
    proposed, awarded = found.proposed_individuals, found.awarded_individuals
    whole = book.Count("Tổng số", found.proposed, found.awarded, found.money)
    people = (
        book.Count("Số cá nhân", proposed.number, awarded.number),
        book.Count("Nữ", proposed.women, awarded.women),
        book.Count("Trực tiếp lao động", proposed.direct_workers, awarded.direct_workers),
    )
    rows = [("Cả năm", whole), *((title, count) for title, counts in groups for count in counts),
            *(("Cá nhân", count) for count in people)]  # fmt: skip
    shown = [{"group": title, "count": count} for title, count in rows if count.awarded or _knows(asked)]
    return Found(shown, (f"Năm: {year}",))


def _figure_columns(asked):
    """Return the columns of the figures; what was proposed and paid only for who may know it."""
    return (
        Column("Phần", at("group")),
        Column("Nội dung", at("count.label")),
        *([Column("Đề nghị", at("count.proposed"), Kind.INTEGER)] if _knows(asked) else []),
        Column("Được khen", at("count.awarded"), Kind.INTEGER),
        *([Column("Tiền thưởng", _money, Kind.MONEY)] if _knows(asked) else []),
    )


def _money(line) -> int | None:
    """Return the money under a heading; persons are counted without it."""
    return None if line["group"] == "Cá nhân" else line["count"].money


def _certificates(asked):
    """Find the certificates of the register."""
    rows = Certificate.objects.within(asked.actor).select_related("line__decision__commune", "line__about")
    found = filtered(asked, CertificateFilter, rows)
    return narrowed((found, sort(asked, found.qs, allowed=certificates.SORTS, default="-decision")))


def _proposals(asked):
    """Find the proposals with how many of their cases were answered."""
    rows = Proposal.objects.within(asked.actor).select_related("campaign__commune", "commune")
    rows = rows.annotate(cases=Count("lines"), answered=Count("lines", filter=~Q(lines__outcome="")))
    found = filtered(asked, ProposalFilter, rows)
    return narrowed((found, sort(asked, found.qs, allowed=proposals.SORTS, default="-drafted")))


register(
    ExportList("decisions", "Quyết định khen thưởng", (Can.SEE_AWARDS,), _decisions, _decision_columns,
               lines=_decision_lines, confidence=True),
    ExportList(
        "receipts", "Danh sách ký nhận tiền thưởng", (Can.PREPARE_DECISIONS, Can.KEEP_CERTIFICATES),
        lambda asked: Found(receipts.payable(asked.record)),
        always(
            Column("Số", at("roll")),
            Column("Họ và tên, tên tập thể", at("nominee_name")),
            Column("Chức vụ, đơn vị", at("nominee_place")),
            Column("Khen thưởng", display("award")),
            Column("Số tiền", at("prize"), Kind.MONEY),
            Column("Cách tính", at("prize_words")),
            Column("Ngày ký nhận", at("received_on"), Kind.DATE),
        ),
        records=lambda actor: Decision.objects.within(actor).select_related("commune"), confidence=True,
    ),
    ExportList("book", "Sổ khen thưởng", (Can.SEE_AWARDS,), _book, _book_columns,
               lines=lambda asked, rows: book.rows(rows, asked.actor), confidence=True),
    ExportList(
        "book-higher", "Cấp trên khen thưởng", (Can.SEE_AWARDS,), _higher,
        always(
            Column("Họ và tên, tên tập thể", at("nomination.nominee")),
            Column("Đơn vị đề nghị", at("nomination.unit.name")),
            Column("Đề nghị tặng", lambda line: line.nomination.get_award_display()),
            Column("Cấp quyết định", lambda line: line.proposal.get_authority_display()),
            Column("Phong trào", at("proposal.campaign.name")),
            Column("Tờ trình", at("proposal.number_words")),
            Column("Gửi ngày", at("proposal.sent_on"), Kind.DATE),
            Column("Kết quả", at("outcome_label")),
            Column("Số quyết định", at("outcome_number")),
            Column("Ngày có kết quả", at("outcome_on"), Kind.DATE),
            Column("Nội dung trả lời", at("outcome_words")),
        ),
        confidence=True,
    ),
    ExportList("book-statistics", "Số liệu khen thưởng", (Can.SEE_AWARDS,), _figures, _figure_columns,
               confidence=True),
    ExportList(
        "certificates", "Sổ giấy khen", (Can.SEE_UNANNOUNCED,), _certificates,
        always(
            Column("Họ và tên, tên tập thể", at("line.nominee_name")),
            Column("Hình thức, danh hiệu", lambda row: row.line.get_award_display()),
            Column("Quyết định", at("line.decision.number_words")),
            Column("Ngày quyết định", at("line.decision.issued_on"), Kind.DATE),
            Column("Số sổ vàng", at("line.roll")),
            Column("Mã tra cứu", at("code")),
            Column("Trạng thái", display("status")),
            Column("Trao ngày", at("handed_on"), Kind.DATE),
            Column("Người nhận", at("handed_to")),
        ),
        confidence=True,
    ),
    ExportList(
        "proposals", "Trình cấp trên khen thưởng", (Can.SEE_UNANNOUNCED,), _proposals,
        always(
            Column("Tờ trình", at("number_words")),
            Column("Trích yếu", at("title")),
            Column("Gửi ngày", at("sent_on"), Kind.DATE),
            Column("Cấp quyết định", display("authority")),
            Column("Phong trào", at("campaign.name")),
            Column("Đã có kết quả", at("answered"), Kind.INTEGER),
            Column("Số trường hợp", at("cases"), Kind.INTEGER),
            Column("Trạng thái", display("status")),
        ),
        confidence=True,
    ),
)  # fmt: skip
