"""Quyết định khen thưởng, đính chính, thu hồi và danh sách kèm theo (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2)."""

from collections.abc import Sequence

from awards.models import Council, Decision
from awards.services.decision_words import ARTICLES, Facts, frozen_words, head_of, worded_on
from campaigns.planfile.words import Subject
from communes.access import Can
from kit.vietnamese import fold, money, roman, small_count
from reports.documents import fields
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
from reports.documents.common import cited, file_copy, letterhead_of, without
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text
from reports.documents.words import BLANK, signing_lines

KEY = "award-decision"
FIELDS = {
    "tổng số tiền": "3.800.000 đồng",
    "quyết định trước": "Quyết định số 12/QĐ-UBND",
    "đối tượng": "tập thể, cá nhân",
    **fields.COMMITTEE,
}
TEXTS = (
    Text("money", "Điều về tiền thưởng", ARTICLES["money"], FIELDS),
    Text("unchanged", "Điều 2 của quyết định đính chính", ARTICLES["unchanged"], FIELDS),
    Text("returned", "Điều 2 của quyết định thu hồi", ARTICLES["returned"], FIELDS),
    Text("effect", "Điều về hiệu lực, trách nhiệm thi hành", ARTICLES["effect"], FIELDS),
    Text(
        "recipients",
        "Nơi nhận",
        "Như Điều 3\nTT Đảng ủy, HĐND (b/c)\nChủ tịch, các Phó Chủ tịch",
        fields.COMMITTEE,
        fields.LINES,
    ),
)
NAMES = {Subject.COLLECTIVE: "Tập thể", Subject.HOUSEHOLD: "Hộ gia đình", Subject.INDIVIDUAL: "Cá nhân"}
COLUMNS = (
    Column("Số sổ vàng", 2, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Thành tích", 7),
    Column("Tiền thưởng", 3, "right"),
)
CORRECTED_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Số sổ vàng", 2, "center"),
    Column("Nội dung đính chính", 4),
    Column("Đã ghi tại quyết định", 7),
    Column("Nay sửa thành", 7),
)
REVOKED_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Số sổ vàng", 2, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Khen thưởng bị thu hồi", 8),
    Column("Tiền thưởng", 4, "right"),
)
CORRECTABLE = {"name": "Họ và tên, tên tập thể", "place": "Chức vụ, đơn vị", "citation": "Thành tích"}


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
            _recipients(decision),
            _list(decision, words),
        ),
        draft=decision.number is None,
    )  # fmt: skip


def _recipients(decision: Decision) -> Recipients:
    """Return whom copies go to; the file copy lies at the clerk's and at the council's standing agency."""
    council = Council.objects.valid_on(decision.drafted_on).select_related("standing_agency").last()
    lines = _words(decision, fields.of_committee(decision.commune)).lines("recipients")
    return Recipients((*lines, file_copy(council and council.standing_agency)))


def _words(decision: Decision, facts: Facts) -> CommuneWords:
    """Return the commune's words as they were when the decision was last checked, or now for a draft."""
    return CommuneWords(decision.commune, KEY, TEXTS, facts, at=worded_on(decision))


def own_articles(decision: Decision, keys: Sequence[str], facts: Facts) -> list[str]:
    """Return articles that decisions have alike, in the commune's words, each on one line."""
    words = _words(decision, facts)
    return [" ".join(words.lines(key)) for key in keys]


def signing(title: str) -> tuple[str, ...]:
    """Return the lines above a signature of the chair's own decision, without TM. (N-09)."""
    if fold(title).startswith("pho"):
        return signing_lines("Phó Chủ tịch", deputy_of="Chủ tịch")
    return signing_lines("Chủ tịch")


def _list(decision: Decision, words: dict) -> Annex:
    """Return the list: collectives first, each line with its số sổ vàng."""
    blank = f"{BLANK}/{decision.symbol} ngày{BLANK}tháng{BLANK}năm {decision.drafted_on.year}"
    number = cited(decision.number, decision.symbol, decision.issued_on) if decision.number else blank
    blocks: list[Block] = []
    lines = words["lines"]
    table = TABLES[Decision.Kind(decision.kind)]
    groups = [(name, found) for subject, name in NAMES.items() if (found := _of(lines, subject))]
    for place, (name, found) in enumerate(groups, 1):
        blocks += [Heading(ROMAN, f"{roman(place)}.", name), table(found)]
    attached = f"(Kèm theo Quyết định số {number} của {head_of(decision)})"
    return Annex(_list_title(decision, words), attached, tuple(blocks), landscape=True)


def _list_title(decision: Decision, words: dict) -> str:
    """Return what the list is of: those who are given something, those who lose it, or what is put right."""
    if not words["lines"]:
        return "Danh sách khen thưởng"
    if decision.kind == Decision.Kind.AWARD:
        return f"Danh sách {words['whom']} được {words['given']}"
    if decision.kind == Decision.Kind.REVOCATION:
        return f"Danh sách {words['whom']} bị thu hồi {words['given'].removeprefix('tặng ')}"
    return "Danh sách nội dung đính chính"


def _of(lines: list[dict], subject: str) -> list[dict]:
    """Return the lines of one kind of subject."""
    return [line for line in lines if line["subject"] == subject]


def _awarded(lines: list[dict]) -> Table:
    """Return those honoured; money stays blank until it is known."""
    rows = tuple(
        (small_count(line["position"]), line["name"], line["place"], line["citation"],
         money(line["prize"]) if line["prize"] else "–")
        for line in lines
    )  # fmt: skip
    return without(CORRECTABLE["place"], COLUMNS, rows)


def _corrected(lines: list[dict]) -> Table:
    """Return what the earlier decision said beside what holds now, of each line only what changes; whom it is about
    is named in any case.
    """
    rows = []
    for place, line in enumerate(lines, 1):
        was = line["was"]
        changed = [key for key in CORRECTABLE if line[key] != was[key]] or list(CORRECTABLE)
        about = ", ".join(CORRECTABLE[key] for key in changed)
        shown = list(dict.fromkeys(["name", *changed]))
        before, after = ("\n".join(filter(None, (each[key] for key in shown))) for each in (was, line))
        rows.append((str(place), small_count(was["position"]), about, before, after))
    return Table(CORRECTED_COLUMNS, tuple(rows))


def _revoked(lines: list[dict]) -> Table:
    """Return whose award is taken back: what was given for what, and the money to be paid back."""
    rows = tuple(
        (str(place), small_count(line["was"]["position"]), line["name"], line["place"],
         f"{line['award']}: {line['was']['citation']}", line["prize_words"].removeprefix("Thu hồi ") or "–")
        for place, line in enumerate(lines, 1)
    )  # fmt: skip
    return without(CORRECTABLE["place"], REVOKED_COLUMNS, rows)


TABLES = {
    Decision.Kind.AWARD: _awarded,
    Decision.Kind.CORRECTION: _corrected,
    Decision.Kind.REVOCATION: _revoked,
}
KIND = Kind(
    key=KEY,
    title="Quyết định khen thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=Decision,
    records=lambda: Decision.objects.select_related("campaign__commune", "commune", "amends"),
    build=build,
    campaign_of=lambda decision: decision.campaign,
    confidential=True,
    texts=TEXTS,
)
