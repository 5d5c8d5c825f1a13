"""Xã Vĩnh Thủy: no dossier reaches the council before the inspection that the plan demands."""

from datetime import date

from reports.demo.award_tables import Awards, Correcting, CouncilFacts, Nominee, Ruling, Sitting, Upward

COUNCIL = CouncilFacts(
    number="140/QĐ-UBND",
    on=date(2025, 8, 20),
    agency="vhxh",
    fund=(
        (2025, 10_000_000, "Dự toán chi 6 tháng cuối năm 2025", date(2025, 8, 21)),
        (2026, 18_000_000, "Dự toán chi năm 2026", date(2026, 1, 7)),
    ),
)
DONE = "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính 6 tháng cuối năm 2025"

AWARDS = Awards(
    nominees=(
        Nominee("vhxh", "vhxh", "collective", date(2025, 11, 25),
                "Số hóa 100% hồ sơ bảo trợ xã hội còn hiệu lực.", DONE),
        Nominee("van-phong", "van-phong", "collective", date(2025, 11, 26),
                "Rút ngắn 1/3 thời gian xử lý văn bản đến.", DONE, against=1),
        Nominee("nguoi-pvhcc", "pvhcc", "individual", date(2025, 11, 27),
                "Hướng dẫn 2.300 lượt người dân dùng dịch vụ công trực tuyến.", DONE, direct=True),
        Nominee("nguoi-kinh-te", "kinh-te", "individual", date(2025, 11, 28), "Theo dõi giải ngân đầu tư công.", DONE,
                ending="given_up"),
        Nominee("pvhcc-tinh", "pvhcc", "collective", date(2025, 11, 27),
                "Dẫn đầu tỉnh về tỷ lệ hồ sơ trực tuyến toàn trình.", DONE, award="bang_khen", authority="higher"),
    ),
    appraised=date(2025, 12, 3),
    posted=(date(2025, 12, 3), date(2025, 12, 3)),
    sittings=(
        Sitting(
            date(2025, 12, 5), "Xét khen thưởng phong trào cải cách hành chính 6 tháng cuối năm 2025",
            "Phòng họp số 1 UBND xã", ("vhxh", "van-phong", "nguoi-pvhcc", "pvhcc-tinh"), date(2025, 12, 4),
            method="paper", away={"uyvien2": ("written", "Dự họp tại tỉnh")}, opinions={"uyvien2": "for"},
        ),
    ),
    rulings=(
        Ruling(("vhxh", "van-phong", "nguoi-pvhcc"), date(2025, 12, 8), date(2025, 12, 8), date(2025, 12, 9), 214),
    ),
    correctings=(
        Correcting("nguoi-pvhcc", date(2025, 12, 15), 221,
                   "Đã có thành tích xuất sắc trong hướng dẫn người dân dùng dịch vụ công trực tuyến năm 2025",
                   "Quyết định ghi thiếu nội dung thành tích của cá nhân."),
    ),
    upward=(Upward(("pvhcc-tinh",), "higher", "Chủ tịch UBND tỉnh (qua Sở Nội vụ)", date(2025, 12, 8), 45),),
)  # fmt: skip
