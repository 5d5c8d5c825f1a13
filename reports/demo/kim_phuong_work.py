"""What the units of xã Kim Phượng did in 2025, and where they stand in 2026."""

from dataclasses import replace
from datetime import date

from reports.demo.tables import Example, Goal, PlanWords, Trouble, Visit, Work, Year

GOALS = {
    "ra-soat": Goal("the-che", "Tỷ lệ văn bản của xã được rà soát"),
    "ho-so": Goal("thu-tuc", "Tỷ lệ hồ sơ giải quyết đúng hạn"),
    "lien-thong": Goal("mot-cua", "Tỷ lệ hồ sơ liên thông trả đúng hẹn"),
    "phan-cong": Goal("bo-may", "Có phân công nhiệm vụ và người thay thế", "yes_no"),
    "ky-cuong": Goal("cong-vu", "Số lượt vi phạm kỷ cương", "number", "lượt", "at_most"),
    "xep-loai": Goal("cong-vu", "Xếp loại cải cách hành chính của bộ phận", "grade", "xep-loai"),
    "tiet-kiem": Goal("tai-chinh", "Tỷ lệ tiết kiệm chi thường xuyên"),
    "truc-tuyen": Goal("chinh-quyen-so", "Tỷ lệ hồ sơ trực tuyến"),
    "ky-so": Goal("chinh-quyen-so", "Tỷ lệ văn bản ký số"),
    "tuyen-truyen": Goal("tuyen-truyen", "Số buổi tuyên truyền tại xóm", "number", "buổi"),
    "tu-kiem-tra": Goal("kiem-tra", "Số lần tự kiểm tra trong năm", "number", "lần"),
}

_VPTK = Work(
    unit="vptk",
    on=date(2025, 11, 18),
    aim="Tập thể hoàn thành xuất sắc nhiệm vụ năm 2025",
    plan=PlanWords(
        "01/KH-VPTK",
        date(2025, 3, 4),
        "Theo dõi sát, nhắc sớm, không để việc chậm.",
        "Bảng theo dõi chung; kiểm tra sáu bộ phận; giao ban cải cách hành chính hằng quý.",
    ),
    targets={
        "ra-soat": (100, 100),
        "ho-so": (98, 98.7),
        "phan-cong": (None, True),
        "xep-loai": ("Tốt", "Tốt"),
        "tiet-kiem": (8, 9.1),
        "ky-so": (95, 98),
        "tuyen-truyen": (4, 4),
        "tu-kiem-tra": (4, 4),
    },
    words={
        "the-che": "Rà 28 văn bản, đề nghị bãi bỏ 04.",
        "kiem-tra": "Kiểm tra 06 bộ phận, một cuộc đột xuất.",
        "chinh-quyen-so": "98% văn bản đi ký số; dừng gửi bản giấy trong nội bộ.",
    },
    overview="Bộ phận lập bảng theo dõi chung, nhắc việc trước hạn 05 ngày.",
)
_VHXH = Work(
    unit="vhxh",
    on=date(2025, 11, 20),
    aim="Bộ phận tuyên truyền tốt",
    plan=PlanWords(
        "02/KH-VHXH", date(2025, 3, 6), "Thông tin đến đủ 14 xóm.", "Loa xóm; tờ rơi song ngữ; phiên chợ hỏi đáp."
    ),
    targets={
        "ra-soat": (100, 100),
        "lien-thong": (95, 96.2),
        "phan-cong": (None, True),
        "ky-cuong": (0, 0),
        "tiet-kiem": (5, 5.3),
        "truc-tuyen": (40, 36.8, "Xóm xa thiếu sóng"),
        "tuyen-truyen": (14, 16),
        "tu-kiem-tra": (2, 2),
    },
    words={
        "tuyen-truyen": "16 buổi tại 14 xóm, phát 900 tờ rơi; ba phiên chợ có bàn hỏi đáp.",
        "mot-cua": "Hồ sơ bảo trợ liên thông đúng hẹn 96,2%.",
    },
    overview="Hai công chức chia 14 xóm, mỗi người bảy xóm.",
    difficulties="Ba xóm sóng điện thoại yếu.",
    proposals="Đề nghị nhà mạng lắp thêm trạm tại Xóm 11.",
    files=(("Báo cáo tuyên truyền cải cách hành chính.pdf", ""), ("Ảnh bàn hỏi đáp phiên chợ.jpg", "tuyen-truyen")),
    example=Example(
        "good_practice",
        "published",
        "Bàn hỏi đáp thủ tục giữa phiên chợ",
        "Sáng ngày phiên kê một bàn hướng dẫn thủ tục, ba phiên giúp 126 lượt người, 41 hồ sơ nhận tại chỗ.",
    ),
)
_TU_PHAP = Work(
    unit="tu-phap",
    ending="mended",
    on=date(2025, 11, 12),
    until=date(2025, 11, 20),
    aim="Tập thể hoàn thành xuất sắc nhiệm vụ năm 2025",
    reason="Chưa gửi tài liệu chứng minh số hồ sơ trả tại xóm.",
    mend=(
        "Gửi danh sách hồ sơ trả tại xóm; Ghi rõ số lần tự kiểm tra",
        "Đã gửi danh sách 57 hồ sơ trả tại xóm và biên bản ba lần tự kiểm tra.",
    ),
    plan=PlanWords(
        "01/KH-TPHT",
        date(2025, 3, 5),
        "Hộ tịch đúng hạn, không phải đi lại.",
        "Trả kết quả tại xóm xa; hẹn giờ qua điện thoại; tự kiểm tra mỗi quý.",
    ),
    targets={
        "ra-soat": (100, 100),
        "ho-so": (99, 99.6),
        "lien-thong": (98, 98.8),
        "phan-cong": (None, True),
        "xep-loai": ("Tốt", "Xuất sắc"),
        "tiet-kiem": (5, 6),
        "truc-tuyen": (50, 54.1),
        "tuyen-truyen": (5, 6),
        "tu-kiem-tra": (4, 3, "Quý II chưa kịp tự kiểm tra"),
    },
    words={
        "thu-tuc": "1.042 hồ sơ hộ tịch, 04 hồ sơ trễ vì chờ xác minh nơi khác.",
        "mot-cua": "Liên thông khai sinh, bảo hiểm y tế, cư trú trả một lần.",
    },
    overview="Chia lịch đến xóm xa chiều thứ Năm hằng tuần.",
    example=Example(
        "role_model",
        "registered",
        "Chiều thứ Năm về xóm trả kết quả",
        "Suốt năm đều đặn mang kết quả đến xóm xa, trả 57 hồ sơ, nhận thêm 33 hồ sơ mới.",
    ),
)
_MTTQ = Work(
    unit="mttq",
    on=date(2025, 11, 21),
    plan=PlanWords(
        "06/KH-MTTQ",
        date(2025, 3, 17),
        "Nhân dân 14 xóm cùng tham gia cải cách hành chính.",
        "Giám sát một cửa; họp xóm lồng ghép; tổ hòa giải hướng dẫn thủ tục.",
    ),
    targets={
        "ra-soat": (100, 100),
        "lien-thong": (90, 92),
        "phan-cong": (None, True),
        "ky-cuong": (0, 0),
        "tiet-kiem": (3, 3),
        "truc-tuyen": (30, 31.5),
        "tuyen-truyen": (14, 14),
        "tu-kiem-tra": (2, 2),
    },
    words={
        "tuyen-truyen": "14 xóm đều họp ít nhất một lần có nội dung cải cách hành chính.",
        "kiem-tra": "Giám sát một cửa 02 lần, kiến nghị 03 việc.",
    },
    overview="Tham gia theo đề nghị của UBND xã, giao trưởng ban công tác Mặt trận các xóm.",
)
_MOT_CUA = Work(
    unit="mot-cua",
    ending="late",
    on=date(2025, 12, 1),
    aim="Bộ phận được dân tin",
    reason="Phải đối chiếu hồ sơ huyện chuyển về đến hết ngày 30/11; chậm 03 ngày, đủ nội dung.",
    words={
        "mot-cua": "3.014 hồ sơ, đúng hẹn 97,9%; ngày phiên mở hai quầy.",
        "thu-tuc": "Gộp yêu cầu bổ sung vào một phiếu.",
    },
    overview="Bộ phận thực hiện tháng không hẹn lại lần hai.",
    difficulties="Máy in kết quả cũ, hay kẹt giấy.",
    proposals="Thay 01 máy in trong năm 2026.",
)

WORK = (
    _VPTK,
    _VHXH,
    _TU_PHAP,
    _MTTQ,
    _MOT_CUA,
    Work(
        unit="tai-chinh",
        ending="behalf",
        on=date(2025, 11, 25),
        reason="Kế toán nghỉ thai sản, người thay gửi bản giấy.",
        words={"tai-chinh": "Công khai dự toán bốn quý; tiết kiệm chi 10%."},
        overview="Bộ phận giữ tiến độ quyết toán, công khai tại trụ sở và nhà văn hóa xóm.",
    ),
    Work(
        unit="dia-chinh",
        ending="extended",
        on=date(2025, 12, 1),
        until=date(2025, 12, 3),
        reason="Đang kiểm đếm hồ sơ đất đai huyện bàn giao.",
        words={"thu-tuc": "Giải quyết 366 hồ sơ, còn 11 hồ sơ trễ.", "bo-may": "Tiếp nhận thêm hai đầu việc từ huyện."},
        overview="Chia hồ sơ theo xóm, mỗi người bảy xóm.",
        difficulties="Kho lưu tạm chật, tìm hồ sơ cũ lâu.",
    ),
    Work(
        unit="y-te",
        ending="waived",
        on=date(2025, 11, 24),
        reason="Trạm chuyển cơ quan quản lý từ tháng 9, báo cáo theo hệ thống y tế.",
    ),
)

THIS_YEAR = Year(
    issued=date(2026, 1, 26),
    number=11,
    signed_by="Trương Anh Tú",
    settled={"check_after_copy": "Đã rà ngày tháng; hạn hồ sơ 05/12/2026 là thứ Bảy, nộp trước ngày 04/12."},
    goals=GOALS,
    report_day=(
        date(2026, 11, 27),
        date(2026, 10, 5),
        "Ấn định trước hạn nộp hồ sơ; theo kết luận giao ban tháng 9/2026.",
    ),
    work=(
        replace(
            _TU_PHAP,
            ending="returned",
            on=date(2026, 11, 16),
            until=date(2026, 11, 26),
            example=None,
            reason="Thiếu số liệu quý III về liên thông.",
            mend=("Bổ sung số liệu liên thông quý III", ""),
            plan=PlanWords(
                "02/KH-TPHT",
                date(2026, 2, 10),
                "Giữ không trễ hạn, thêm hồ sơ trực tuyến.",
                "Trả kết quả tại bảy xóm xa; tự kiểm tra mỗi quý.",
            ),
            words={"thu-tuc": "Hộ tịch đúng hạn 99,6%."},
            overview="Lịch về xóm được giữ đều.",
        ),
        replace(
            _VHXH,
            ending="waiting",
            on=date(2026, 11, 19),
            files=(),
            plan=PlanWords(
                "03/KH-VHXH", date(2026, 2, 12), "Đưa thông tin thủ tục về từng bản.", "Phiên chợ hỏi đáp mỗi tháng."
            ),
            words={"tuyen-truyen": "Mười phiên chợ có bàn hỏi đáp, 408 lượt người."},
            overview="Mở rộng bàn hỏi đáp ra cả năm.",
            example=Example(
                "new_factor",
                "found",
                "Tờ rơi song ngữ Việt – Tày",
                "Hai loại tờ rơi song ngữ được 14 xóm dùng, người cao tuổi tự đọc được các bước.",
            ),
        ),
        replace(
            _VPTK,
            ending="received",
            on=date(2026, 11, 17),
            plan=None,
            aim="",
            targets={},
            words={"kiem-tra": "Đã kiểm tra 05/06 bộ phận."},
            overview="Bộ phận giữ bảng theo dõi chung.",
        ),
        replace(
            _MOT_CUA,
            ending="drafted",
            on=date(2026, 11, 18),
            reason="",
            words={"mot-cua": "Đang chờ chốt số hồ sơ tháng 11."},
            overview="Một cửa mở hai quầy ngày phiên.",
        ),
    ),
    visits=(
        Visit(
            "mot-cua",
            "periodic",
            date(2026, 12, 2),
            "",
            (),
            "Kế hoạch kiểm tra cải cách hành chính năm 2026",
            "planned",
        ),
    ),
    troubles=(
        Trouble(
            "tu-phap",
            date(2026, 11, 18),
            "Chậm phản hồi xác minh từ nơi khác",
            "Năm hồ sơ chờ xác minh quá 20 ngày.",
            "raised",
        ),
        Trouble(
            "mot-cua",
            date(2026, 11, 10),
            "Máy in kết quả hỏng thường xuyên",
            "Phải in nhờ bộ phận khác, người dân chờ thêm.",
            "forwarded",
        ),
    ),
)
