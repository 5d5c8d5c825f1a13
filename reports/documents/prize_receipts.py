"""Danh sách ký nhận tiền thưởng, cho kế toán (không có mẫu quy định)."""

from awards.models import Decision
from communes.access import Can
from kit.vietnamese import money, vn_date
from reports.documents import fields
from reports.documents.award_decision import signing
from reports.documents.blocks import Column, Recipients, Signature, Table, Title, TwoSignatures
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

COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Cách tính", 5),
    Column("Số tiền", 3, "right"),
    Column("Ngày nhận", 2, "center"),
    Column("Ký nhận", 3),
)


def build(decision: Decision) -> Paper:
    """Set the list on which money is signed for: the lines of an issued decision that are paid."""
    lines = [line for line in decision.lines.order_by("position") if line.prize]
    rows = [
        (str(place), line.nominee_name, line.nominee_place, line.prize_words, money(line.prize),
         vn_date(line.received_on), "")
        for place, line in enumerate(lines, 1)
    ]  # fmt: skip
    rows.append(("", "Cộng", "", "", money(sum(line.prize for line in lines)), "", ""))
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
            TwoSignatures(Signature(("KẾ TOÁN",), ""), Signature(signing(decision.signer_title), "")),
            Recipients(words.lines("recipients")),
        ),
    )


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
