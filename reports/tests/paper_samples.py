"""Papers in hand-written words, from the shortest to the longest."""

from datetime import date
from decimal import Decimal

from reports.documents.blocks import (
    DECIMAL,
    LETTER,
    NUMBER,
    PART,
    ROMAN,
    Addressees,
    Annex,
    Chart,
    Clauses,
    Column,
    Dashes,
    Grounds,
    Heading,
    Letterhead,
    Note,
    Paragraph,
    Points,
    Recipients,
    Run,
    Series,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
)
from reports.documents.paper import Paper

LONG_NAME = "Trung tâm Phục vụ hành chính công và Hỗ trợ chuyển đổi số liên xã Vĩnh Thủy Nguyễn Thượng Hiền Quảng Trị"
LONG_BODY = "BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH, CHUYỂN ĐỔI SỐ VÀ THỰC HIỆN ĐỀ ÁN 06 XÃ VĨNH THỦY"
SENTENCE = (
    "Các cơ quan, đơn vị và thôn tổ chức thực hiện nghiêm túc nội dung phong trào, gắn thi đua với nhiệm vụ"
    " chuyên môn, kịp thời phát hiện và nhân rộng cách làm hay, mô hình hiệu quả trong cải cách hành chính"
)
DECREE = (
    "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp,"
    " phân quyền trong lĩnh vực thi đua, khen thưởng;"
)
HEADER = Letterhead.of(["Ủy ban nhân dân", "xã Vĩnh Thủy"], "KH-UBND", number=5, place="Vĩnh Thủy", on=date(2026, 2, 5))
CHAIR = Signature(("TM. Ủy ban nhân dân", "Chủ tịch"), "Thái Nam Sơn")
SENT_TO = Recipients(
    ("Sở Nội vụ (B/c);", "- Chủ tịch, các Phó Chủ tịch;", "Như phần tổ chức thực hiện;", "Lưu: VT, VHXH.")
)


def plan(*, draft: bool = False, paragraphs: int = 1, letterhead: Letterhead = HEADER) -> Paper:
    """Set a plan to launch a campaign."""
    return Paper(
        "Kế hoạch phát động phong trào thi đua",
        (
            letterhead,
            Title(
                "Kế hoạch",
                "Phát động phong trào thi đua thực hiện công tác cải cách hành chính 6 tháng cuối năm 2026",
            ),
            Grounds(("Căn cứ Luật Thi đua, khen thưởng;", DECREE)),
            Paragraph("Ủy ban nhân dân xã phát động phong trào thi đua với các nội dung như sau:"),
            Heading(ROMAN, "I.", "Mục đích, yêu cầu"),
            Heading(NUMBER, "1.", "Mục đích"),
            Paragraph(("Đạt và vượt các mục tiêu của ", Run("Kế hoạch số 148/KH-UBND", italic=True), ".")),
            Heading(NUMBER, "2.", "Yêu cầu"),
            Dashes((f"{SENTENCE}.", "Khen thưởng đúng người, đúng việc, công khai.")),
            Heading(ROMAN, "II.", "Nội dung thi đua"),
            Heading(NUMBER, "1.", "Cải cách thể chế"),
            Points(tuple(f"Việc thứ {place} của đơn vị;" for place in range(1, 9))),
            Heading(DECIMAL, "1.1.", "Văn bản"),
            Heading(LETTER, "a)", "Rà soát"),
            Clauses((SENTENCE, "Báo cáo trước ngày 30 tháng 11 năm 2026.")),
            Heading(ROMAN, "III.", "Tổ chức thực hiện"),
            *(Paragraph(f"{SENTENCE}.") for _ in range(paragraphs)),
            Paragraph("Trên đây là Kế hoạch của Ủy ban nhân dân xã, đề nghị các đơn vị triển khai thực hiện."),
            TextEnd(),
            CHAIR,
            SENT_TO,
        ),
        draft=draft,
    )


def results(rows: int) -> Table:
    """Set a table of results with that many rows."""
    columns = (
        Column("STT", 1, "center"),
        Column("Đơn vị", 4),
        Column("Chỉ tiêu", 2, "right"),
        Column("Kết quả", 2, "right"),
        Column("Đánh giá", 2, "center"),
    )
    lines = [(f"{place}", f"Thôn số {place}", "100%", f"{90 + place % 10},5%", "Đạt") for place in range(1, rows + 1)]
    return Table(columns, tuple(lines), caption="Bảng 1. Kết quả theo đơn vị", bold_rows=(rows - 1,))


def summary(*, rows: int = 30, draft: bool = False) -> Paper:
    """Set a summary report with tables, charts and two annexes."""
    units = tuple(f"Thôn {name}" for name in ("Đông Hạ", "Ngưỡng Thượng", "Thủy Cần", "Vĩnh Ngữ", "Ỷ Lan"))
    values = tuple(Decimal(value) / 4 for value in (402, 380, 356, 274, 120))
    bars = Chart("Biểu đồ 1. Tỷ lệ hoàn thành của các đơn vị", units, (Series("Tỷ lệ", values),), unit="%")
    parts = (Series("Đúng hạn", (9, 8, 7, 6, 5)), Series("Trễ hạn", (0, 1, 2, 3, 4)))
    stacked = Chart("Biểu đồ 2. Báo cáo của các đơn vị", units, parts, stacked=True, label_title="Đơn vị")
    head = Letterhead.of(
        ["Ủy ban nhân dân", "xã Vĩnh Thủy"],
        "BC-UBND",
        place="Vĩnh Thủy",
        on=None,
        year=2026,
        superior="Tỉnh Quảng Trị",
    )
    wide = Table(
        tuple(Column(f"Chỉ tiêu {place}", 2, "right") for place in range(1, 13)),
        tuple(tuple(f"{row * column}" for column in range(12)) for row in range(60)),
    )
    signed = Signature(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), "Lê Thị Mỹ Hạnh")
    return Paper(
        "Báo cáo tổng kết phong trào thi đua",
        (
            head,
            Title("Báo cáo", "Tổng kết phong trào thi đua thực hiện công tác cải cách hành chính năm 2026"),
            Addressees(("Sở Nội vụ tỉnh Quảng Trị", "Hội đồng Thi đua - Khen thưởng tỉnh")),
            Paragraph(f"{SENTENCE}."),
            Heading(PART, "Phần thứ nhất", "Kết quả thực hiện"),
            Heading(ROMAN, "I.", "Đặc điểm tình hình"),
            *(Paragraph(f"{SENTENCE}. {SENTENCE}.") for _ in range(8)),
            Heading(ROMAN, "II.", "Kết quả theo từng nội dung"),
            results(rows),
            Note("Ghi chú: số liệu tính đến ngày 30 tháng 11 năm 2026."),
            bars,
            stacked,
            Heading(ROMAN, "III.", "Kiến nghị"),
            Paragraph("Đề nghị Sở Nội vụ tiếp tục hướng dẫn."),
            TextEnd(),
            SENT_TO,
            signed,
            Annex(
                "Danh sách báo cáo đã nhận",
                "Kèm theo Báo cáo số\u00a0\u00a0\u00a0\u00a0/BC-UBND của Ủy ban nhân dân xã",
                (results(90),),
            ),
            Annex(
                "Kết quả theo đơn vị",
                "Kèm theo Báo cáo số\u00a0\u00a0\u00a0\u00a0/BC-UBND",
                (wide,),
                landscape=True,
            ),
        ),
        draft=draft,
    )


def minutes() -> Paper:
    """Set the minutes of a meeting, signed by two."""
    return Paper(
        "Biên bản họp Hội đồng",
        (
            Letterhead.of(["Hội đồng Thi đua - Khen thưởng", "xã Vĩnh Thủy"], "BB-HĐTĐKT", number=12),
            Title("Biên bản", "Họp xét khen thưởng phong trào thi đua"),
            Paragraph("Cuộc họp kết thúc vào 16 giờ 30 phút cùng ngày"),
            TextEnd(),
            TwoSignatures(Signature(("Thư ký",), "Trần Thị Bưởi"), Signature(("Chủ tọa",), "Thái Nam Sơn")),
            Recipients(("Lưu: VT, Hồ sơ",)),
        ),
    )


def shortest() -> Paper:
    """Set a paper of as few and short words as there can be."""
    head = Letterhead.of(["UBND"], "BC", place="Ia", on=date(2026, 1, 1))
    return Paper(
        "A",
        (
            head,
            Title("Báo cáo", "Quý I"),
            Paragraph("Không."),
            TextEnd(),
            Signature(("Q",), "A"),
            Recipients(()),
        ),
    )


def longest() -> Paper:
    """Set a paper whose every name is as long as the forms allow."""
    head = Letterhead.of(
        [LONG_BODY, "xã Vĩnh Thủy"],
        "KH-BCĐCCHCCĐSĐA06",
        number=1234,
        place="Thành phố Hồ Chí Minh",
        on=date(2026, 12, 25),
        superior=LONG_BODY,
    )
    signature = Signature((f"TM. {LONG_BODY}", f"KT. Trưởng ban {LONG_NAME}", "Phó Trưởng ban"), LONG_NAME)
    blocks = (
        head,
        Title("Kế hoạch", f"{SENTENCE} {SENTENCE}"),
        Heading(ROMAN, "XXXVIII.", SENTENCE),
        *(Paragraph(f"{SENTENCE} {SENTENCE}.") for _ in range(9)),
        Table((Column("STT"), Column(LONG_NAME, 2)), (("1", f"{LONG_NAME} {LONG_NAME}"),)),
        Dashes((SENTENCE,)),
        TextEnd(),
        signature,
        Recipients(tuple(f"{LONG_NAME} {place}" for place in range(9))),
        Annex(SENTENCE, f"Kèm theo {SENTENCE}", (Paragraph(SENTENCE),)),
    )
    return Paper(LONG_NAME, blocks)


PAPERS = {"plan": plan, "summary": summary, "minutes": minutes, "shortest": shortest, "longest": longest}
