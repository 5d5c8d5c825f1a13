"""Xã Kim Phượng: one Giấy khen for a collective and one for a person, with four collectives in the running."""

from datetime import date

from reports.demo.award_tables import Awards, CouncilFacts, Nominee, Ranking, Ruling, Sitting

COUNCIL = CouncilFacts(
    number="08/QĐ-UBND",
    on=date(2025, 2, 20),
    agency="vptk",
    fund=(
        (2025, 6_000_000, "Dự toán chi năm 2025", date(2025, 2, 20)),
        (2026, 8_000_000, "Dự toán chi năm 2026", date(2026, 1, 8)),
    ),
)
TEAM = "Đã có thành tích xuất sắc trong phong trào thi đua “Chung tay cải cách hành chính” năm 2025"
DUE = date(2025, 12, 4)

AWARDS = Awards(
    nominees=(
        Nominee("mot-cua", "mot-cua", "collective", DUE, "Trả 98,7% hồ sơ trước hạn, giải quyết xong trong phiên chợ.",
                TEAM, women_share=75),
        Nominee("tu-phap", "tu-phap", "collective", date(2025, 12, 3),
                "Liên thông khai sinh, cư trú, bảo hiểm y tế cho 214 trẻ.", TEAM, against=1),
        Nominee("vhxh", "vhxh", "collective", date(2025, 12, 2),
                "Đưa nội dung cải cách hành chính vào 42 buổi họp xóm.", TEAM, against=1),
        Nominee("vptk", "vptk", "collective", date(2025, 12, 5),
                "Đôn đốc, tổng hợp đúng hạn 04 kỳ báo cáo.", TEAM, ending="mended", against=2),
        Nominee("nguoi-mot-cua", "mot-cua", "individual", DUE,
                "Hướng dẫn 1.120 lượt người dân nộp hồ sơ trực tuyến.", TEAM, direct=True),
        Nominee("nguoi-tu-phap", "tu-phap", "individual", date(2025, 12, 3),
                "Tham mưu 09 văn bản về hộ tịch đúng thời gian.", TEAM, who="head", against=2),
        Nominee("nguoi-dia-chinh", "dia-chinh", "individual", date(2025, 12, 5),
                "Giải quyết 260 hồ sơ đất đai.", TEAM, ending="ineligible", lacking=("xuat-sac",),
                note="Chưa có kết quả xếp loại hoàn thành xuất sắc nhiệm vụ năm 2025."),
        Nominee("y-te", "y-te", "collective", date(2025, 12, 4), "Khám sức khỏe định kỳ cho 14 xóm.", TEAM,
                ending="withdrawn"),
    ),
    appraised=date(2025, 12, 8),
    posted=(date(2025, 12, 8), date(2025, 12, 8)),
    sittings=(
        Sitting(
            date(2025, 12, 10), "Xét khen thưởng phong trào “Chung tay cải cách hành chính” năm 2025",
            "Phòng họp UBND xã",
            ("mot-cua", "tu-phap", "vhxh", "vptk", "nguoi-mot-cua", "nguoi-tu-phap"),
            date(2025, 12, 9), on_paper=("nguoi-mot-cua", "nguoi-tu-phap"),
        ),
    ),
    rankings=(
        Ranking(date(2025, 12, 10), "nam-2025", None, "giay-khen-tap-the"),
        Ranking(date(2025, 12, 10), "nam-2025", None, "giay-khen-ca-nhan"),
    ),
    rulings=(
        Ruling(("mot-cua", "nguoi-mot-cua"), date(2025, 12, 11), date(2025, 12, 12), date(2025, 12, 12), 96),
    ),
    not_awarded=tuple(
        (key, date(2025, 12, 15), "Kế hoạch chỉ cho 01 tập thể, 01 cá nhân; xếp sau theo kết quả biểu quyết.")
        for key in ("tu-phap", "vhxh", "vptk", "nguoi-tu-phap")
    ),
)  # fmt: skip
