"""The tables of awards in a summary: by award, subject and unit, and who was honoured."""

from kit.vietnamese import money, small_count
from reports.documents.blocks import Annex, Block, Column, Table

COUNTS = (
    Column("TT", 1, "center"),
    Column("Nội dung", 7),
    Column("Đề nghị", 2, "center"),
    Column("Được tặng", 2, "center"),
    Column("Tiền thưởng", 4, "right"),
)
HONOURED = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Được tặng", 3),
    Column("Quyết định số, ngày", 4, "center"),
    Column("Số sổ vàng", 2, "center"),
    Column("Tiền thưởng", 3, "right"),
)
HEADINGS = {"by_award": "Theo hình thức, danh hiệu", "by_subject": "Theo đối tượng", "by_unit": "Theo đơn vị"}


def tables(awards: dict) -> list[Block]:
    """Return one table with the counts under each heading; nothing where nobody was proposed."""
    if not awards or not awards["proposed"]:
        return []
    rows, bold = [], []
    for key, heading in HEADINGS.items():
        bold.append(len(rows))
        rows.append(("", heading, "", "", ""))
        rows += [
            (str(place), each["label"], str(each["proposed"]), str(each["awarded"]), money(each["money"]))
            for place, each in enumerate(awards[key], 1)
        ]
    bold.append(len(rows))
    rows.append(("", "Tổng số", str(awards["proposed"]), str(awards["awarded"]), money(awards["money"])))
    return [Table(COUNTS, tuple(rows), bold_rows=tuple(bold))]


def annex(awards: dict, attached: str) -> list[Annex]:
    """Return the list of those honoured as an annex; none where nobody was."""
    if not awards or not awards["lines"]:
        return []
    rows = [
        (str(place), each["name"], each["place"], each["award"], each["decision"], small_count(each["position"]),
         money(each["prize"]) if each["prize"] else "–")
        for place, each in enumerate(awards["lines"], 1)
    ]  # fmt: skip
    rows.append(("", "Cộng", "", "", "", "", money(sum(each["prize"] for each in awards["lines"]))))
    listed = Table(HONOURED, tuple(rows), bold_rows=(len(rows) - 1,))
    return [Annex(honoured(awards), attached, (listed,), landscape=True)]


def honoured(awards: dict) -> str:
    """Return what the list of those honoured is called: by the subjects that it holds."""
    subjects = [each["label"].lower() for each in awards["by_subject"] if each["awarded"]]
    return f"Danh sách {', '.join(subjects) or 'tập thể, cá nhân'} được khen thưởng"
