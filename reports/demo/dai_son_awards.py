"""Xã Đại Sơn: a deed honoured at once, ratings known only after the deadline, and a dossier of the final round."""

from datetime import date

from reports.demo.award_tables import Awards, CouncilFacts, Nominee, Ruling, Sitting

COUNCIL = CouncilFacts(
    number="177/QĐ-UBND",
    on=date(2026, 6, 1),
    agency="vhxh",
    fund=((2026, 12_000_000, "Dự toán chi 6 tháng cuối năm 2026", date(2026, 7, 2)),),
)
DONE = "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2026"
DEED_ON = date(2026, 9, 6)

AWARDS = Awards(
    nominees=(
        Nominee("dot-xuat", "pvhcc", "individual", date(2026, 9, 10),
                "Khôi phục hệ thống một cửa ngay trong đêm, sáng hôm sau tiếp dân bình thường.",
                "Đã có thành tích xuất sắc đột xuất trong khắc phục sự cố hệ thống một cửa ngày 06/9/2026",
                deed="Trực xuyên đêm khôi phục hệ thống một cửa sau sự cố mất điện diện rộng.", deed_on=DEED_ON,
                direct=True),
        Nominee("lan-hai", "pvhcc", "individual", date(2026, 9, 24),
                "Khôi phục hệ thống một cửa ngay trong đêm.",
                "Đã có thành tích xuất sắc đột xuất trong khắc phục sự cố hệ thống một cửa ngày 06/9/2026",
                deed="Khôi phục hệ thống một cửa sau sự cố mất điện.", deed_on=DEED_ON, ending="refused"),
        Nominee("pvhcc", "pvhcc", "collective", date(2026, 11, 13),
                "Trả 99,3% hồ sơ đúng hạn, mức độ hài lòng 97,8%.", DONE, round="hang-nam", year=2026,
                provisional=True, women_share=72,
                initiatives=("Phiếu hẹn điện tử nhắc trước một ngày", "Quầy ưu tiên có ghế ngồi và kính lão")),
        Nominee("vhxh", "vhxh", "collective", date(2026, 11, 12),
                "Xét duyệt chế độ bảo trợ xã hội không giấy.", DONE, round="hang-nam", year=2026,
                initiatives=("Xét duyệt bảo trợ xã hội không giấy",)),
        Nominee("kinh-te", "kinh-te", "collective", date(2026, 11, 13), "Giải quyết 412 hồ sơ đất đai.", DONE,
                round="hang-nam", year=2026, ending="ineligible", failing=("noi-bat",),
                note="Kiểm tra ngày 18/11 và số liệu hệ thống cho thấy hồ sơ trễ còn cao."),
        Nominee("nguoi-van-phong", "van-phong", "individual", date(2026, 11, 16),
                "Tham mưu số hóa toàn bộ quy trình trình ký.", DONE, round="hang-nam", year=2026, provisional=True,
                initiatives=("Trình ký số theo nhóm việc",)),
        Nominee("nguoi-dang-uy", "dang-uy", "individual", date(2026, 11, 16),
                "Tham mưu đưa cải cách hành chính vào tiêu chí đánh giá người đứng đầu.", DONE, round="hang-nam",
                year=2026, ending="differing", failing=("truc-tiep",), provisional=True,
                initiatives=("Bảng theo dõi việc được giao sau sinh hoạt chuyên đề",),
                note="Hồ sơ chưa chứng minh việc trực tiếp tham mưu cải cách hành chính trong năm."),
        Nominee("nguoi-mttq", "mttq", "individual", date(2026, 11, 17), "Vận động 03 thôn lập tổ công nghệ số.", DONE,
                round="hang-nam", year=2026, ending="submitted", provisional=True),
        Nominee("nguoi-kinh-te", "kinh-te", "individual", date(2026, 11, 16), "Rút ngắn thời gian trả kết quả đo đạc.",
                DONE, round="hang-nam", year=2026, ending="returned", provisional=True,
                initiatives=("Lịch đo đạc công khai",)),
        Nominee("thon-dong", "thon-dong", "collective", date(2026, 11, 19), "Mở điểm hỗ trợ dịch vụ công tại thôn.",
                DONE, round="hang-nam", year=2026, ending="draft"),
        Nominee("tong-ket", "pvhcc", "collective", date(2026, 11, 18),
                "Dẫn đầu xã về giải quyết hồ sơ đúng hạn từ khi phát động, có 02 sáng kiến được nhân rộng.",
                "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính giai đoạn 2026 - 2030",
                round="tong-ket", ending="submitted",
                initiatives=("Một quầy trả lời mọi thủ tục", "Trả kết quả tại thôn theo lịch cố định")),
    ),
    appraised=date(2026, 11, 18),
    posted=(date(2026, 11, 18), date(2026, 11, 19)),
    sittings=(
        Sitting(
            date(2026, 9, 15), "Xét khen thưởng đột xuất tháng 9/2026", "Phòng họp UBND xã", ("dot-xuat",),
            date(2026, 9, 14), method="hands",
        ),
        Sitting(
            date(2026, 11, 26), "Xét khen thưởng hằng năm 2026", "Phòng họp UBND xã",
            ("pvhcc", "vhxh", "nguoi-van-phong"), date(2026, 11, 20), state="convened",
            on_paper=("pvhcc", "vhxh", "nguoi-van-phong"),
        ),
    ),
    rulings=(Ruling(("dot-xuat",), date(2026, 9, 16), date(2026, 9, 16), date(2026, 9, 17), 243),),
)  # fmt: skip
