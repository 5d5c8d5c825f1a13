"""Quyết định khen thưởng, đính chính, thu hồi và danh sách kèm theo (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2)."""

from awards.models import Decision
from awards.services.decision_words import frozen_words, head_of
from campaigns.planfile.words import Subject
from communes.access import Can
from kit.vietnamese import fold, money, roman
from reports.documents.base import Run
from reports.documents.blocks import (
    ROMAN,
    Annex,
    Block,
    Column,
    Grounds,
    Heading,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
)
from reports.documents.common import cited, letterhead_of
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.words import BLANK, signing_lines

NAMES = {Subject.COLLECTIVE: "Tập thể", Subject.HOUSEHOLD: "Hộ gia đình", Subject.INDIVIDUAL: "Cá nhân"}
COLUMNS = (
    Column("Số sổ vàng", 2, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Thành tích", 7),
    Column("Tiền thưởng", 3, "right"),
)
CHANGED_COLUMNS = (
    Column("Số sổ vàng", 2, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Đã ghi tại quyết định", 6),
    Column("Nội dung", 6),
)


def build(decision: Decision) -> Paper:
    """Set a decision in the words that its page shows: grounds, articles, and the list as an annex."""
    words = frozen_words(decision)
    return Paper(
        decision.title if decision.number is None else f"{decision}: {decision.title}",
        (
            letterhead_of(
                decision.commune, symbol=decision.symbol, number=decision.number, on=decision.issued_on,
                year=decision.drafted_on.year,
            ),
            Title("QUYẾT ĐỊNH", decision.title),
            Paragraph((Run(words["authority"], bold=True),), centred=True),
            Grounds(tuple(words["grounds"])),
            Paragraph((Run("QUYẾT ĐỊNH:", bold=True),), centred=True),
            *(
                Paragraph((Run(f"Điều {number}. ", bold=True), Run(text.rstrip("."))))
                if number == len(words["articles"])
                else Paragraph((Run(f"Điều {number}. ", bold=True), Run(text)))
                for number, text in enumerate(words["articles"], 1)
            ),
            TextEnd(),
            Signature(signing(decision.signer_title), decision.signer_name),
            Recipients(("Như Điều 3", "TT Đảng ủy, HĐND (b/c)", "Chủ tịch, các Phó Chủ tịch", "Lưu: VT, TĐKT")),
            _list(decision, words["lines"]),
        ),
        draft=decision.number is None,
    )  # fmt: skip


def signing(title: str) -> tuple[str, ...]:
    """Return the lines above a signature of the chair's own decision, without TM. (N-09)."""
    if fold(title).startswith("pho"):
        return signing_lines("Phó Chủ tịch", deputy_of="Chủ tịch")
    return signing_lines("Chủ tịch")


def _list(decision: Decision, lines: list[dict]) -> Annex:
    """Return the list: collectives first, each line with its số sổ vàng."""
    blank = f"{BLANK}/{decision.symbol} ngày{BLANK}tháng{BLANK}năm {decision.drafted_on.year}"
    number = cited(decision.number, decision.symbol, decision.issued_on) if decision.number else blank
    blocks: list[Block] = []
    table = _awarded if decision.kind == Decision.Kind.AWARD else _changed
    groups = [(name, found) for subject, name in NAMES.items() if (found := _of(lines, subject))]
    for place, (name, found) in enumerate(groups, 1):
        blocks += [Heading(ROMAN, f"{roman(place)}.", name), table(decision, found)]
    attached = f"(Kèm theo Quyết định số {number} của {head_of(decision)})"
    return Annex(f"DANH SÁCH {decision.title.removeprefix('Về việc ')}", attached, tuple(blocks), landscape=True)


def _of(lines: list[dict], subject: str) -> list[dict]:
    """Return the lines of one kind of subject."""
    return [line for line in lines if line["subject"] == subject]


def _awarded(decision: Decision, lines: list[dict]) -> Table:
    """Return those honoured; money stays blank until it is known."""
    rows = tuple(
        (str(line["position"]), line["name"], line["place"], line["citation"],
         money(line["prize"]) if line["prize"] else "–")
        for line in lines
    )  # fmt: skip
    return Table(COLUMNS, rows)


def _changed(decision: Decision, lines: list[dict]) -> Table:
    """Return what the earlier decision said beside what holds now."""
    revoked = decision.kind == Decision.Kind.REVOCATION
    rows = tuple(
        (
            str(line["was"]["position"]),
            line["name"],
            line["place"],
            "; ".join(filter(None, [line["was"]["name"], line["was"]["place"], line["was"]["citation"]])),
            "Thu hồi" if revoked else f"Sửa thành: {line['citation']}",
        )
        for line in lines
    )
    return Table(CHANGED_COLUMNS, rows)


KIND = Kind(
    key="award-decision",
    title="Quyết định khen thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=Decision,
    records=lambda: Decision.objects.select_related("campaign__commune", "commune", "amends"),
    build=build,
    campaign_of=lambda decision: decision.campaign,
    confidential=True,
)
