"""Xã Đồng Tâm: a plan that is silent on awards, the chair's own authority, and an award that was taken back."""

from datetime import date

from reports.demo.award_tables import Awards, CouncilFacts, Nominee, Revoking, Ruling, Sitting

COUNCIL = CouncilFacts(
    number="131/QĐ-UBND",
    on=date(2025, 9, 4),
    agency="vhxh",
    fund=(
        (2025, 15_000_000, "Dự toán chi năm 2025", date(2025, 9, 5)),
        (2026, 20_000_000, "Dự toán chi năm 2026", date(2026, 1, 6)),
    ),
)
DONE = "Đã có thành tích xuất sắc trong phong trào thi đua vận hành chính quyền địa phương hai cấp năm 2025"

AWARDS = Awards(
    nominees=(
        Nominee("pvhcc", "pvhcc", "collective", date(2025, 12, 26),
                "Tiếp nhận 3.118 hồ sơ, trả đúng và trước hạn 98,9%.", DONE, women_share=70),
        Nominee("van-phong", "van-phong", "collective", date(2025, 12, 26),
                "Bảo đảm điều hành thông suốt từ ngày đầu vận hành hai cấp.", DONE),
        Nominee("nguoi-pvhcc", "pvhcc", "individual", date(2025, 12, 29),
                "Trực tiếp giải quyết 612 hồ sơ, không hồ sơ nào quá hạn.", DONE, direct=True),
        Nominee("nguoi-kinh-te", "kinh-te", "individual", date(2025, 12, 24),
                "Xử lý dứt điểm 38 hồ sơ đất đai tồn đọng.", DONE, against=1,
                merits="Lập bảng nhắc việc theo màu; hồ sơ đất đai trễ của phòng giảm từ 41 xuống 27 trong quý IV."),
        Nominee("doan", "doan", "collective", date(2025, 12, 29),
                "Tổ chức 05 buổi hướng dẫn định danh điện tử tại các ấp, giúp 176 người dân.", DONE),
        Nominee("ho-ap-2", "ap-2", "household", date(2025, 12, 29),
                "Hiến 120 m² đất mở lối vào nhà văn hóa ấp, cho mượn gian nhà làm điểm hướng dẫn nộp hồ sơ trực tuyến.",
                DONE, profile="Thường trú tại Ấp 2; hộ có 04 người, trồng cây ăn trái và buôn bán nhỏ.",
                merits="Chấp hành tốt chủ trương, pháp luật; vận động 11 hộ cùng tổ dùng định danh điện tử."),
        Nominee("phu-nu", "phu-nu", "collective", date(2025, 12, 30), "Vận động hội viên nộp hồ sơ trực tuyến.", DONE,
                ending="recalled"),
    ),
    appraised=date(2026, 1, 6),
    posted=(date(2026, 1, 6), date(2026, 1, 6)),
    sittings=(
        Sitting(
            date(2026, 1, 8), "Xét khen thưởng phong trào chính quyền địa phương hai cấp", "Hội trường UBND xã",
            ("pvhcc", "van-phong", "ho-ap-2", "nguoi-pvhcc", "nguoi-kinh-te", "doan"), date(2026, 1, 7),
            method="hands",
            on_paper=("nguoi-pvhcc", "nguoi-kinh-te"),
            deferred={"doan": "Báo cáo kết quả nộp trễ; chờ giải trình của Đoàn Thanh niên."},
            away={"uyvien2": ("absent", "đi công tác")},
        ),
        Sitting(
            date(2026, 1, 13), "Xét lại hồ sơ hoãn của phiên ngày 08/01/2026", "Hội trường UBND xã", ("doan",),
            date(2026, 1, 12), method="named",
        ),
    ),
    rulings=(
        Ruling(("pvhcc", "van-phong", "ho-ap-2", "nguoi-pvhcc", "nguoi-kinh-te"), date(2026, 1, 9), date(2026, 1, 12),
               date(2026, 1, 13), 7),
        Ruling(("doan",), date(2026, 1, 14), date(2026, 1, 14), date(2026, 1, 15), 9),
    ),
    revokings=(
        Revoking("nguoi-kinh-te", date(2026, 1, 26), 15,
                 "Kê khai không đúng số hồ sơ đã giải quyết, xác định qua kiểm tra ngày 22/01/2026."),
    ),
)  # fmt: skip
