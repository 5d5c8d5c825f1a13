"""Báo cáo tổng hợp phong trào thi đua và khen thưởng của các địa phương trong một năm (không có mẫu quy định).

The form follows Nghị định 30/2020/NĐ-CP, Annex I; number, date and signature stay blank, to be filled in by hand.
"""

from kit.vietnamese import begun, small_count, vn_number
from province.services.roll_up import CAMPAIGNS, GIVEN, UNCONFIRMED, Figure, RollUp
from reports.documents.blocks import (
    Addressees,
    Annex,
    Block,
    Column,
    Dashes,
    Letterhead,
    Note,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
)
from reports.documents.common import AS_ABOVE, numbered
from reports.documents.paper import Paper

DOUBT = (
    f"Cột ghi “{UNCONFIRMED}” chia theo cách của một hệ thống đang dùng, chưa đối chiếu với biểu 0601 và "
    "0602.N/BNV-TĐKT ban hành kèm theo Thông tư số 02/2023/TT-BNV; kiểm tra lại trước khi ký."
)
COUNTED = (
    "Phong trào tính vào năm nếu thời gian thực hiện có trong năm và kế hoạch đã ban hành. Khen thưởng chỉ tính quyết "
    "định đã công bố và chưa bị thu hồi. Khu tập huấn không tính."
)


def build(found: RollUp) -> Paper:
    """Set the figures of a year as a report of the province's department to whom it reports."""
    province, number = found.province, len(found.lines)
    about = f"Tổng hợp phong trào thi đua và khen thưởng của các xã, phường, đặc khu năm {found.year}"
    return Paper(
        f"Báo cáo {about[0].lower()}{about[1:]}",
        (
            Letterhead.of(
                (province.body,), f"BC-{province.symbol}", place=province.place_name, year=found.year,
                superior=province.superior_body,
            ),
            Title("BÁO CÁO", about),
            Addressees((province.recipient,)),
            Paragraph(
                f"{province.body} tổng hợp số liệu của {small_count(number)} xã, phường, đặc khu trên địa bàn "
                f"{province} năm {found.year} từ kế hoạch, báo cáo đã ban hành và quyết định khen thưởng đã công bố, "
                "cụ thể như sau:"
            ),
            *numbered((
                ("Phong trào thi đua", _part(found, CAMPAIGNS, "phong trào")),
                ("Khen thưởng", _part(found, GIVEN, "trường hợp")),
            )),
            Paragraph("Số liệu của từng địa phương tại Phụ lục kèm theo."),
            TextEnd(),
            Signature((province.head_title.upper(),), ""),
            Recipients((AS_ABOVE, f"Lưu: VT, {province.symbol}")),
            _annex(found, "Phong trào thi đua của từng địa phương", CAMPAIGNS),
            _annex(found, "Khen thưởng của từng địa phương", GIVEN),
        ),
    )  # fmt: skip


def _part(found: RollUp, figures: tuple[Figure, ...], noun: str) -> tuple[Block, ...]:
    """Return the figures of all communes together, one a line; what was not given or held is left out."""
    pairs = zip(figures, found.totals(figures), strict=True)
    return (
        Dashes(
            tuple(
                f"{begun(each.heading)}: {small_count(value)} {noun}"
                for each, value in pairs
                if value or each is figures[0]
            )
        ),
    )


def _annex(found: RollUp, title: str, figures: tuple[Figure, ...]) -> Annex:
    """Return the figures of each commune as a table across a wide page, all together in the last row."""
    columns = (
        Column("TT", 3, "center"),
        Column("Địa phương", 16),
        *(Column(each.heading, 8, "right") for each in figures),
    )
    rows = [
        (str(place), str(commune), *map(vn_number, values))
        for place, (commune, values) in enumerate(found.table(figures), 1)
    ]
    rows.append(("", "Tổng cộng", *map(vn_number, found.totals(figures))))
    attached = f"(Kèm theo Báo cáo của {found.province.body} {found.province} về số liệu năm {found.year})"
    table = Table(columns, tuple(rows), bold_rows=(len(rows) - 1,))
    return Annex(title, attached, (table, Note(COUNTED), Note(DOUBT)), landscape=True)
