"""What the units of xã Vĩnh Thủy did in the second half of 2025, and where they stand in 2026."""

from dataclasses import replace
from datetime import date

from reports.demo.tables import Example, Goal, PlanWords, Trouble, Visit, Work, Year

GOALS = {
    "van-ban": Goal("ra-soat-vbqppl", "Tỷ lệ văn bản được rà soát"),
    "pho-bien": Goal("thi-hanh-phap-luat", "Số buổi phổ biến, giáo dục pháp luật", "number", "buổi"),
    "quy-trinh": Goal("don-gian-hoa", "Tỷ lệ quy trình nội bộ được rà soát"),
    "dung-han": Goal("kiem-soat-lien-thong", "Tỷ lệ hồ sơ liên thông đúng hạn"),
    "niem-yet": Goal("cong-khai-thu-tuc", "Niêm yết, công khai đủ thủ tục", "yes_no"),
    "vi-tri": Goal("tinh-gon", "Tỷ lệ vị trí bố trí đúng đề án"),
    "tap-huan": Goal("dao-tao", "Tỷ lệ người dự đào tạo, bồi dưỡng theo kế hoạch"),
    "muon-gio": Goal("ky-cuong", "Số lượt vi phạm giờ làm việc", "number", "lượt", "at_most"),
    "giai-ngan": Goal("dau-tu-cong", "Tỷ lệ giải ngân vốn được giao"),
    "tiet-kiem": Goal("khoan-tu-chu", "Tỷ lệ tiết kiệm chi thường xuyên"),
    "cong-khai": Goal("cong-khai-tai-chinh", "Công khai tài chính đủ biểu, đúng hạn", "yes_no"),
    "truc-tuyen": Goal("ung-dung-iso", "Tỷ lệ hồ sơ trực tuyến toàn trình"),
    "so-hoa": Goal("he-thong-tthc", "Tỷ lệ hồ sơ số hóa thành phần"),
    "tin": Goal("trang-thong-tin", "Số tin, bài đăng trang thông tin điện tử", "number", "tin, bài"),
}

_VHXH = Work(
    unit="vhxh",
    on=date(2025, 11, 21),
    aim="Tập thể hoàn thành xuất sắc nhiệm vụ 6 tháng cuối năm",
    plan=PlanWords(
        "07/KH-VHXH",
        date(2025, 9, 5),
        "Cụ thể hóa sáu nội dung, giữ vai trò đầu mối.",
        "Đôn đốc hằng tháng; mở lớp kỹ năng số; chi trả không dùng tiền mặt.",
    ),
    targets={
        "van-ban": (100, 100),
        "dung-han": (97, 98.4),
        "vi-tri": (100, 100),
        "tap-huan": (95, 96.7),
        "tiet-kiem": (10, 10.4),
        "tin": (30, 37),
    },
    given={
        "muc-tieu-148": ("met", "Hoàn thành 05/05 mục tiêu của phòng."),
        "ke-hoach-705": ("met", "Xong 06/06 việc."),
        "phan-bo-von": (100,),
    },
    words={
        "ra-soat-vbqppl": "Rà 19 văn bản, đề nghị bãi bỏ 03.",
        "phong-chong-tham-nhung": "Lồng ghép vào 04 buổi sinh hoạt, cấp 300 tài liệu.",
        "cong-khai-thu-tuc": "Niêm yết đủ 58 thủ tục lĩnh vực văn hóa, xã hội.",
        "dao-tao": "Tổ chức 02 lớp kỹ năng số cho 58 người.",
        "nghi-quyet-57": "Phát động 10 tổ công nghệ số cộng đồng.",
        "ky-cuong": "Chấm công hằng ngày, nhắc hai trường hợp.",
    },
    overview="Phòng ban hành 04 văn bản đôn đốc, họp tiến độ mùng 5 hằng tháng.",
    files=(
        ("Báo cáo kết quả 6 tháng cuối năm của Phòng VH-XH.pdf", ""),
        ("Danh sách dự lớp kỹ năng số.pdf", "dao-tao"),
    ),
    example=Example(
        "good_practice",
        "published",
        "Lớp kỹ năng số buổi tối",
        "Mở lớp 19 giờ đến 20 giờ 30 tại nhà văn hóa, 58 người học, 51 người tự nộp được hồ sơ trực tuyến.",
    ),
)
_KINH_TE = Work(
    unit="kinh-te",
    ending="mended",
    on=date(2025, 11, 20),
    until=date(2025, 11, 26),
    aim="Tập thể hoàn thành tốt nhiệm vụ",
    reason="Chưa tách số hồ sơ chậm do phòng và do cơ quan khác.",
    mend=(
        "Tách nguyên nhân hồ sơ chậm; Gửi bảng phân bổ vốn",
        "Đã tách: 12 hồ sơ chậm do chờ đo đạc; gửi bảng phân bổ vốn đầu tư công.",
    ),
    plan=PlanWords(
        "11/KH-KT",
        date(2025, 9, 8),
        "Phân bổ vốn sớm, giảm hồ sơ chậm.",
        "Giao chủ đầu tư ký tiến độ; họp hồ sơ chậm sáng thứ Năm.",
    ),
    targets={
        "pho-bien": (2, 2),
        "dung-han": (95, 92.8, "Chờ đo đạc"),
        "vi-tri": (100, 100),
        "muon-gio": (0, 1, "Một lượt vắng không báo"),
        "giai-ngan": (80, 84.6),
        "truc-tuyen": (55, 58.9),
    },
    given={
        "muc-tieu-148": ("unmet", "Đạt 06/08 mục tiêu, hai mục tiêu về đất đai chưa đạt."),
        "ke-hoach-705": ("met", "Xong 05/05 việc."),
        "phan-bo-von": (100,),
    },
    words={
        "dau-tu-cong": "Phân bổ xong 100% vốn trước 15/9; giải ngân 84,6%.",
        "kien-nghi-thanh-tra": "Thực hiện 04/04 kiến nghị sau kiểm toán.",
        "moi-truong-dau-tu": "Gặp gỡ 23 hộ kinh doanh, gỡ 09 vướng mắc về mặt bằng.",
        "he-thong-tthc": "Còn 12 hồ sơ chậm trên hệ thống.",
    },
    overview="Trưởng phòng ký tiến độ với từng chủ đầu tư, theo dõi giải ngân theo tuần.",
    difficulties="Thiếu người có chứng chỉ đo đạc; hồ sơ tồn từ trước sắp xếp.",
    proposals="Cho thuê tư vấn kiểm tra bản đồ trong quý I/2026.",
)
_VAN_PHONG = Work(
    unit="van-phong",
    on=date(2025, 11, 24),
    aim="Tập thể hoàn thành xuất sắc nhiệm vụ 6 tháng cuối năm",
    plan=PlanWords(
        "15/KH-VP",
        date(2025, 9, 4),
        "Quy trình gọn, thông tin nhanh, kỷ cương rõ.",
        "Mười ngày làm sạch quy trình; kiểm tra giờ làm; công khai lịch công tác.",
    ),
    targets={
        "van-ban": (100, 100),
        "quy-trinh": (100, 100),
        "vi-tri": (100, 100),
        "muon-gio": (0, 0),
        "cong-khai": (None, True),
        "tin": (60, 71),
    },
    given={
        "muc-tieu-148": ("met", "Hoàn thành 09/09 mục tiêu."),
        "ke-hoach-705": ("met", "Xong 11/11 việc."),
        "phan-bo-von": (100,),
    },
    words={
        "don-gian-hoa": "Rà 64 quy trình, bỏ 07, gộp 05.",
        "hoan-thien-vbqppl": "Trình ban hành 02 nghị quyết, 03 quyết định đúng trình tự.",
        "vi-tri-viec-lam": "Hoàn chỉnh đề án vị trí việc làm, trình trước hạn 06 ngày.",
        "ung-dung-dung-chung": "Toàn xã dùng chung hệ thống văn bản, 100% ký số.",
        "trang-thong-tin": "Đăng 71 tin bài, cập nhật lịch công tác hằng tuần.",
    },
    overview="Chánh Văn phòng chủ trì đợt cao điểm rà quy trình, báo cáo kết quả từng ngày.",
    example=Example(
        "initiative",
        "registered",
        "Mười ngày làm sạch quy trình",
        "Rà 64 quy trình theo một phiếu thống nhất, bỏ 07 và gộp 05 quy trình trong mười ngày làm việc.",
    ),
)
_PVHCC = Work(
    unit="pvhcc",
    ending="behalf",
    on=date(2025, 11, 27),
    aim="Tập thể dẫn đầu về giải quyết thủ tục",
    reason="Mạng của Trung tâm gián đoạn do bão, gửi báo cáo giấy có dấu.",
    plan=PlanWords(
        "05/KH-TTPVHCC",
        date(2025, 9, 3),
        "Nhận và trả hồ sơ không theo địa giới, đúng hẹn.",
        "Nhắc hạn tự động; hướng dẫn tại quầy; trả lời tin nhắn trong ngày.",
    ),
    targets={
        "pho-bien": (3, 3),
        "niem-yet": (None, True),
        "vi-tri": (100, 91.7, "Thiếu một vị trí"),
        "tap-huan": (100, 100),
        "cong-khai": (None, True),
        "truc-tuyen": (65, 69.3),
        "so-hoa": (95, 91.2, "Thiếu máy quét khổ lớn"),
    },
    given={
        "muc-tieu-148": ("met", "Hoàn thành 07/07 mục tiêu."),
        "ke-hoach-705": ("met", "Xong 08/08 việc."),
        "phan-bo-von": (100,),
    },
    words={
        "sang-kien-mot-cua": "Nhận hộ hồ sơ của hai xã bên, trả kết quả qua bưu chính.",
        "cong-khai-thu-tuc": "318 thủ tục có mã tra cứu, bảng giấy và màn hình.",
        "he-thong-tthc": "2.206 hồ sơ, đúng hạn 98,1%.",
        "ung-dung-iso": "Hồ sơ trực tuyến đạt 69,3%.",
    },
    overview="Ban Giám đốc xếp lịch trực thay, kiểm tra trạng thái hồ sơ cuối mỗi buổi.",
    difficulties="Mất điện, mạng chập chờn trong mùa bão.",
    proposals="Trang bị bộ lưu điện.",
)


def _achievement(work: Work, ending: str, on: date, overview: str, reason: str = "") -> Work:
    """Return the achievement report of a unit: the same results, its own words, no second plan."""
    return replace(
        work,
        ending=ending,
        on=on,
        overview=overview,
        reason=reason,
        plan=None,
        aim="",
        example=None,
        words={},
        files=(("Báo cáo thành tích của tập thể.pdf", ""),),
        difficulties="",
        proposals="",
        paper="achievement_report",
    )


WORK = (
    _VHXH,
    _KINH_TE,
    _VAN_PHONG,
    _PVHCC,
    _achievement(
        _VHXH,
        "on_time",
        date(2025, 11, 24),
        "Sáu tháng cuối năm phòng giữ vai trò đầu mối, hoàn thành mọi chỉ tiêu riêng.",
    ),
    _achievement(
        _KINH_TE,
        "late",
        date(2025, 12, 1),
        "Phòng dẫn đầu về phân bổ vốn, còn hạn chế về hồ sơ đất đai.",
        "Phòng vừa bổ sung báo cáo kết quả; báo cáo thành tích chậm 02 ngày.",
    ),
    _achievement(
        _VAN_PHONG,
        "extended",
        date(2025, 12, 3),
        "Văn phòng làm sạch quy trình, giữ kỷ cương, không có vi phạm.",
        "Chánh Văn phòng phục vụ kỳ họp HĐND đến ngày 02/12.",
    ),
    _achievement(_PVHCC, "waived", date(2025, 11, 28), "", "Trung tâm không đề nghị khen tập thể đợt này."),
)
WORK = tuple(replace(work, until=date(2025, 12, 5)) if work.ending == "extended" else work for work in WORK)

THIS_YEAR = Year(
    issued=date(2026, 7, 1),
    number=129,
    signed_by="Thái Nam Sơn",
    settled={"check_after_copy": "Đã rà ngày tháng; hai hạn báo cáo giữ ngày 30/11."},
    goals=GOALS,
    work=(
        replace(
            _VHXH,
            ending="waiting",
            on=date(2026, 11, 19),
            example=None,
            files=(),
            plan=PlanWords(
                "09/KH-VHXH",
                date(2026, 7, 10),
                "Nâng chất lượng đầu mối, rút ngắn thời gian tổng hợp.",
                "Đôn đốc qua bảng chung; lớp kỹ năng số cho người cao tuổi.",
            ),
            words={
                "dao-tao": "Mở 03 lớp kỹ năng số, có 02 lớp riêng cho người cao tuổi.",
                "nghi-quyet-57": "Mười tổ công nghệ số giúp 312 lượt người.",
            },
            overview="Phòng nộp trước hạn 10 ngày.",
        ),
        replace(
            _VAN_PHONG,
            ending="received",
            on=date(2026, 11, 17),
            aim="Tập thể hoàn thành xuất sắc nhiệm vụ năm 2026",
            plan=PlanWords(
                "12/KH-VP",
                date(2026, 7, 13),
                "Không để nhiệm vụ quá hạn.",
                "Bảng nhiệm vụ điện tử; nhắc việc ba ngày trước hạn.",
            ),
            words={
                "don-gian-hoa": "Đề nghị bỏ thêm 04 quy trình.",
                "ung-dung-dung-chung": "Nhiệm vụ giao trên hệ thống, đúng hạn 97%.",
            },
            overview="Văn phòng duy trì bảng nhiệm vụ chung.",
            example=Example(
                "good_practice",
                "found",
                "Bảng nhiệm vụ ba màu",
                "Mỗi nhiệm vụ hiện màu theo số ngày còn lại, giúp tỷ lệ đúng hạn tăng từ 88% lên 97%.",
            ),
        ),
        replace(
            _KINH_TE,
            ending="returned",
            on=date(2026, 11, 16),
            until=date(2026, 11, 27),
            aim="",
            reason="Chưa có số giải ngân đến 31/10.",
            mend=("Bổ sung số giải ngân tháng 10", ""),
            plan=PlanWords(
                "10/KH-KT",
                date(2026, 7, 15),
                "Giải ngân sớm, hết hồ sơ tồn.",
                "Họp tiến độ tuần; thuê tư vấn kiểm tra bản đồ.",
            ),
            words={"dau-tu-cong": "Phân bổ đủ vốn trước 31/7."},
            overview="Phòng ký lại tiến độ với các chủ đầu tư.",
        ),
        replace(
            _PVHCC,
            ending="drafted",
            on=date(2026, 11, 19),
            plan=None,
            aim="",
            targets={},
            reason="",
            words={"he-thong-tthc": "Đang tổng hợp số hồ sơ đến 15/11."},
            overview="Trung tâm giữ lịch trực thay.",
        ),
    ),
    visits=(
        Visit("pvhcc", "periodic", date(2026, 12, 1), "", (), "Kế hoạch kiểm tra công vụ năm 2026", "planned"),
        Visit(
            "van-phong",
            "unannounced",
            date(2026, 11, 19),
            "Nhiệm vụ trên hệ thống khớp với báo cáo.",
            (("ung-dung-dung-chung", "agrees", "Đối chiếu 30 nhiệm vụ, một nhiệm vụ quá hạn.", "", 0, None),),
        ),
    ),
    troubles=(
        Trouble(
            "kinh-te",
            date(2026, 11, 18),
            "Chưa có đơn giá mới để thẩm định",
            "Hai dự án chờ đơn giá quý IV nên chưa giải ngân tiếp.",
            "raised",
        ),
        Trouble(
            "pvhcc",
            date(2026, 11, 10),
            "Cần bộ lưu điện trước mùa mưa bão",
            "Mất điện hai lần trong tháng 10, mỗi lần dừng nhận hồ sơ khoảng một giờ.",
            "forwarded",
        ),
    ),
)
