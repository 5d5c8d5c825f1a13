"""Xã Hòa Phong: three authorities in the plan, of which one no longer exists, and a Bằng khen proposed upward."""

from datetime import date

from reports.demo.award_tables import Awards, CouncilFacts, Nominee, Ranking, Ruling, Sitting, Upward

COUNCIL = CouncilFacts(
    number="207/QĐ-UBND",
    on=date(2024, 12, 5),
    agency="van-phong",
    fund=((2026, 9_000_000, "Dự toán chi năm 2026", date(2026, 1, 7)),),
)
DONE = "Đã có thành tích tiêu biểu, xuất sắc trong phong trào thi đua “Dân vận chính quyền” năm 2026"
YEAR = {"round": "hang-nam", "year": 2026}

AWARDS = Awards(
    nominees=(
        Nominee("van-phong", "van-phong", "collective", date(2026, 11, 11),
                "Trả lời 100% kiến nghị của cử tri đúng hạn.", DONE, **YEAR),
        Nominee("vhxh", "vhxh", "collective", date(2026, 11, 12), "Tổ chức 26 buổi đối thoại tại thôn.", DONE, **YEAR,
                against=2),
        Nominee("mttq-tinh", "mttq", "collective", date(2026, 11, 12),
                "Bốn mô hình “Dân vận khéo” được xã bạn học tập.", DONE, **YEAR, award="bang_khen",
                authority="province"),
        Nominee("nguoi-van-phong", "van-phong", "individual", date(2026, 11, 11),
                "Sáng kiến xin lỗi và hẹn lại bằng tin nhắn.", DONE, **YEAR, direct=True,
                initiatives=("Xin lỗi và hẹn lại bằng tin nhắn khi hồ sơ chậm",)),
        Nominee("nguoi-vhxh", "vhxh", "individual", date(2026, 11, 12), "Tổ chức đối thoại tại thôn.", DONE, **YEAR,
                initiatives=("Đối thoại theo lịch cố định tại nhà văn hóa thôn",)),
        Nominee("phu-nu", "phu-nu", "collective", date(2026, 11, 12), "Vận động hội viên nộp hồ sơ trực tuyến.", DONE,
                **YEAR, ending="ineligible", failing=("nhan-rong",),
                note="Chưa chứng minh được khả năng nhân rộng trong xã."),
    ),
    appraised=date(2026, 11, 13),
    posted=(date(2026, 11, 13), date(2026, 11, 15)),
    thresholds=(("collective", "hang-cao", 3), ("collective", "vuot-bac", 5)),
    readings=(
        ("nam-bang-khen-tinh", "in_all", "Một trường hợp cho cả tập thể và cá nhân, theo công văn hướng dẫn của Sở."),
    ),
    sittings=(
        Sitting(
            date(2026, 11, 17), "Xét khen thưởng phong trào “Dân vận chính quyền” năm 2026", "Hội trường UBND xã",
            ("van-phong", "vhxh", "mttq-tinh", "nguoi-van-phong", "nguoi-vhxh"), date(2026, 11, 16), method="secret",
            on_paper=("mttq-tinh",),
        ),
    ),
    rankings=(Ranking(date(2026, 11, 17), "hang-nam", 2026, "nam-giay-khen-xa-tap-the"),),
    rulings=(
        Ruling(("van-phong", "nguoi-van-phong", "nguoi-vhxh"), date(2026, 11, 18), date(2026, 11, 18),
               date(2026, 11, 18), 301),
    ),
    upward=(Upward(("mttq-tinh",), "province", "Chủ tịch UBND tỉnh (qua Sở Nội vụ)", date(2026, 11, 19), 88),),
)  # fmt: skip
