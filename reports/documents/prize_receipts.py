"""Danh sách ký nhận tiền thưởng, cho kế toán (không có mẫu quy định)."""

from awards.models import Decision
from communes.access import Can
from kit.vietnamese import money, number_in_words, vn_date
from reports.documents import fields
from reports.documents.award_decision import signing
from reports.documents.blocks import Column, Paragraph, Recipients, Signature, Table, Title, TwoSignatures
from reports.documents.common import cited, letterhead_of
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "prize-receipts"
FIELDS = {
    "quyết định": "Quyết định số 12/QĐ-UBND ngày 10 tháng 12 năm 2026",
    "tên phong trào": fields.CAMPAIGN["tên phong trào"],
    **fields.COMMITTEE,
}
TEXTS = (
    Text("opening", "Câu mở đầu", "Theo {quyết định} của Chủ tịch {tên Ủy ban}:", FIELDS),
    Text("recipients", "Nơi nhận", "Bộ phận kế toán\nLưu: VT, hồ sơ khen thưởng", FIELDS, fields.LINES),
)

DONG = " đồng"
COLUMNS = (
    Column("TT", 4, "center"),
    Column("Họ và tên, tên tập thể", 20),
    Column("Chức vụ, đơn vị", 18),
    Column("Cách tính (đồng)", 22),
    Column("Số tiền (đồng)", 12, "right"),
    Column("Ngày nhận", 12, "center"),
    Column("Ký nhận", 12),
)


def build(decision: Decision) -> Paper:
    """Set the list on which money is signed for: the lines of an issued decision that are paid."""
    lines = [line for line in decision.lines.order_by("position") if line.prize]
    rows = [
        (str(place), line.nominee_name, line.nominee_place, line.prize_words.replace(DONG, ""), _amount(line.prize),
         vn_date(line.received_on), "")
        for place, line in enumerate(lines, 1)
    ]  # fmt: skip
    total = sum(line.prize for line in lines)
    rows.append(("", "Cộng", "", "", _amount(total), "", ""))
    decided = f"Quyết định số {cited(decision.number, decision.symbol, decision.issued_on)}"
    facts = fields.of_campaign(decision.campaign) | {"quyết định": decided}
    words = CommuneWords(decision.commune, KEY, TEXTS, facts)
    return Paper(
        f"Danh sách ký nhận tiền thưởng – {decision}",
        (
            letterhead_of(decision.commune, symbol="DS-UBND", year=decision.issued_on.year),
            Title("DANH SÁCH", "Ký nhận tiền thưởng"),
            *words.blocks("opening"),
            Table(COLUMNS, tuple(rows), bold_rows=(len(rows) - 1,)),
            Paragraph(f"Bằng chữ: {number_in_words(total).capitalize()} đồng."),
            TwoSignatures(Signature(("KẾ TOÁN",), ""), Signature(signing(decision.signer_title), decision.signer_name)),
            Recipients(words.lines("recipients")),
        ),
    )


def _amount(value: int) -> str:
    """Write an amount whose unit stands in the heading."""
    return money(value).removesuffix(DONG)


KIND = Kind(
    key=KEY,
    title="Danh sách ký nhận tiền thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=Decision,
    records=lambda: Decision.objects.select_related("campaign__commune", "commune").filter(
        kind=Decision.Kind.AWARD, number__isnull=False
    ),
    build=build,
    campaign_of=lambda decision: decision.campaign,
    confidential=True,
    texts=TEXTS,
)
