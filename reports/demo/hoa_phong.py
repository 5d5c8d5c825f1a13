"""Xã Hòa Phong: mass mobilisation by the authorities 2024 – 2026, near its end."""

from datetime import date

from reports.demo.hoa_phong_awards import AWARDS, COUNCIL
from reports.demo.hoa_phong_work import GOALS, WORK
from reports.demo.tables import (
    CADRE,
    COMMITTEE,
    FEMALE,
    FRONT,
    OFFICE,
    OUTSIDE,
    PARTY,
    PUBLIC,
    RESIDENTIAL,
    SERVICE,
    Amendment,
    Body,
    Drive,
    Index,
    NextPlan,
    Place,
    Review,
    Trouble,
    Visit,
    Year,
    staff,
)

BODIES = (
    Body("dang-uy", PARTY, "Đảng ủy xã", "Đảng ủy", "ĐU", "Phó Trưởng Ban Xây dựng Đảng", CADRE, 1),
    Body("ubnd", COMMITTEE, "Ủy ban nhân dân xã", "UBND xã", "UBND"),
    Body("hoi-dong", COMMITTEE, "Hội đồng Thi đua - Khen thưởng xã", "Hội đồng TĐKT", "HĐTĐKT"),
    Body(
        "mttq",
        FRONT,
        "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
        "UBMTTQVN xã",
        "MTTQ",
        "Chủ tịch Ủy ban MTTQ Việt Nam xã",
        CADRE,
        1,
    ),
    Body(
        "phu-nu",
        FRONT,
        "Hội Liên hiệp Phụ nữ xã",
        "Hội LHPN xã",
        "HPN",
        "Chủ tịch Hội LHPN xã",
        CADRE,
        1,
        gender=FEMALE,
    ),
    Body("doan", FRONT, "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã", "Đoàn xã", "ĐTN", "Bí thư Đoàn xã", CADRE, 1),
    Body("nong-dan", FRONT, "Hội Nông dân xã", "Hội ND xã", "HND", "Chủ tịch Hội Nông dân xã", CADRE, 1),
    Body(
        "van-phong",
        OFFICE,
        "Công chức Văn phòng UBND xã",
        "Văn phòng",
        "VP",
        "Công chức Văn phòng - Thống kê",
        others=2,
        renamed=("Văn phòng UBND xã", date(2025, 7, 23)),
    ),
    Body("vhxh", OFFICE, "Bộ phận Văn hóa - Xã hội", "VH-XH", "VHXH", "Công chức Văn hóa - Xã hội", others=2),
    Body(
        "tai-chinh", OFFICE, "Bộ phận Tài chính - Kế toán", "TC-KT", "TCKT", "Công chức Tài chính - Kế toán", others=1
    ),
    Body("tu-phap", OFFICE, "Bộ phận Tư pháp - Hộ tịch", "TP-HT", "TPHT", "Công chức Tư pháp - Hộ tịch", others=1),
    Body(
        "dia-chinh",
        OFFICE,
        "Bộ phận Địa chính - Xây dựng",
        "ĐC-XD",
        "ĐCXD",
        "Công chức Địa chính - Xây dựng",
        others=1,
    ),
    Body("y-te", SERVICE, "Trạm Y tế xã", "Trạm Y tế", "TYT", "Trạm trưởng Trạm Y tế", PUBLIC, 2),
    *(
        Body(f"thon-{n}", RESIDENTIAL, f"Thôn {name}", others=1)
        for n, name in enumerate(("Thượng", "Trung", "Hạ", "Đông"), 1)
    ),
    Body("noi-vu-thi-xa", OUTSIDE, "Phòng Nội vụ thị xã Mỹ Hào", until=date(2025, 6, 30)),
    Body("ubnd-thi-xa", OUTSIDE, "UBND thị xã Mỹ Hào", until=date(2025, 6, 30)),
)

DRIVES = (
    Drive(
        "tu-phap",
        "Tuần lễ trả kết quả hộ tịch tại thôn",
        date(2026, 4, 13),
        date(2026, 4, 17),
        "Mỗi ngày đến một thôn trả trích lục, giấy khai sinh và hướng dẫn nộp trực tuyến.",
        (("nguon-luc", "Kết quả hộ tịch trả tại nhà văn hóa thôn", "number", 80, "kết quả", 93),),
        "Trả 93 kết quả tại bốn thôn, nhận thêm 21 hồ sơ mới.",
    ),
)

VISITS = (
    Visit(
        "dia-chinh",
        "periodic",
        date(2025, 10, 21),
        "Có tiến bộ về thái độ phục vụ, sổ theo dõi chưa đầy đủ.",
        (
            (
                "nguoi-dung-dau",
                "not_reported",
                "Chưa phân công người thay khi công chức đi vắng.",
                "Có bảng phân công người thay.",
                15,
                date(2025, 11, 4),
            ),
            ("nguon-luc", "not_reported", "Nơi tiếp dân đủ ghế, nước uống, bảng chỉ dẫn.", "", 0, None),
        ),
        "Kế hoạch kiểm tra công tác dân vận năm 2025",
    ),
    Visit(
        "tai-chinh",
        "unannounced",
        date(2026, 11, 13),
        "Nội dung công khai tài chính đúng như báo cáo.",
        (
            ("tuyen-truyen", "agrees", "Dự toán, quyết toán niêm yết đủ 30 ngày.", "", 0, None),
            (
                "chuyen-doi-so",
                "differs",
                "Còn 06 chứng từ tháng 10 lưu giấy, báo cáo ghi đã số hóa hết.",
                "Số hóa bổ sung 06 chứng từ.",
                20,
                None,
            ),
        ),
    ),
    Visit("y-te", "periodic", date(2026, 12, 4), "", (), "Kế hoạch kiểm tra công tác dân vận năm 2026", "planned"),
)

TROUBLES = (
    Trouble(
        "vhxh",
        date(2025, 3, 11),
        "Trùng nội dung giữa dân vận chính quyền và quy chế dân chủ",
        "Hai kế hoạch yêu cầu hai báo cáo gần giống nhau.",
        "closed",
        "Dùng một biểu số liệu chung, báo cáo dân vận chỉ thêm phần mô hình.",
    ),
    Trouble(
        "phu-nu",
        date(2025, 7, 15),
        "Báo cáo gửi cấp nào sau khi thị xã kết thúc hoạt động",
        "Từ 01/7/2025 không còn Phòng Nội vụ thị xã để gửi báo cáo.",
        "decided",
        "Báo cáo gửi UBND xã; phần gửi cấp trên do xã tổng hợp, gửi thẳng cấp tỉnh.",
    ),
    Trouble(
        "y-te",
        date(2026, 8, 20),
        "Phần mềm khám bệnh chưa kết nối dữ liệu dân cư",
        "Trạm phải nhập lại thông tin của người dân đã có trong cơ sở dữ liệu.",
        "answered",
        "Đã chuyển đơn vị cung cấp phần mềm; trước mắt quét thẻ căn cước để lấy thông tin.",
    ),
    Trouble(
        "mttq",
        date(2026, 11, 10),
        "Cần mức khen cho mô hình “Dân vận khéo” cấp thôn",
        "Bốn thôn đề nghị khen nhưng kế hoạch chưa có phần cho thôn.",
        "forwarded",
    ),
    Trouble(
        "dia-chinh",
        date(2026, 11, 19),
        "Người dân chưa nhận được tin nhắn trả kết quả",
        "Một số thuê bao không nhận được tin nhắn báo kết quả hồ sơ đất.",
        "raised",
    ),
)

INDICES = (
    Index(date(2025, 2, 18), "thu-hang-dan-van", 2024, "", 9, "Thông báo xếp hạng năm 2024"),
    Index(date(2026, 2, 24), "thu-hang-dan-van", 2025, "", 5, "Thông báo xếp hạng năm 2025"),
)

SECTIONS = {
    "lessons": (
        "- Dân vận chính quyền hiệu quả khi gắn với một việc người dân thấy được: trả kết quả tại thôn, xin "
        "lỗi khi chậm.\n"
        "- Sau khi kết thúc cấp thị xã, cần thống nhất ngay nơi nhận báo cáo để đơn vị không chờ.\n"
        "- Mô hình nên giao cho một đoàn thể chủ trì, chính quyền hỗ trợ điều kiện."
    ),
    "awards": (
        "Hội đồng xét khen thưởng năm 2026 ngày 17/11/2026; Bằng khen của Chủ tịch UBND tỉnh đề nghị 01 trường hợp, "
        "tính chung tập thể và cá nhân."
    ),
}

INTERIM = {
    "direction": (
        "- Trước ngày 30/9, mỗi đoàn thể hoàn thành ít nhất một mô hình “Dân vận khéo” đã đăng ký.\n"
        "- Văn phòng công khai thư xin lỗi và hẹn lại của mọi hồ sơ chậm.\n"
        "- Các thôn đối thoại với người dân mỗi tháng một lần, gửi biên bản về Mặt trận Tổ quốc xã."
    ),
}

PLACE = Place(
    slug="hoa-phong",
    prefix="hoaphong",
    plan_file="hoa-phong-2024-2026.yaml",
    drafted=date(2024, 12, 2),
    bodies=BODIES,
    staff=staff(
        office="van-phong",
        records="van-phong",
        main="dia-chinh",
        council="hoi-dong",
        team="mttq",
        reader="thon-1",
        chair="Kiều Hữu Lập",
        vice="Phùng Đức Thuận",
        officer="Công chức Văn phòng - Thống kê",
        secretary_plans=True,
    ),
    tracker="canbo",
    planner="thuky",
    publicist="canbo",
    council=COUNCIL,
    year=Year(
        awards=AWARDS,
        issued=date(2024, 12, 10),
        number=214,
        signed_by="Phùng Đức Thuận",
        settled={
            "signature_authority": "Phó Chủ tịch phụ trách văn hóa - xã hội ký thay Chủ tịch.",
            "authority_doubt": "Hội đồng tham mưu, kế hoạch do UBND xã ban hành.",
        },
        goals=GOALS,
        work=WORK,
        drives=DRIVES,
        visits=VISITS,
        troubles=TROUBLES,
        indices=INDICES,
        amendment=Amendment(
            "Không còn cấp huyện từ ngày 01/7/2025; hồ sơ đề nghị cấp trên gửi thẳng lên tỉnh.",
            date(2025, 7, 22),
            131,
            text="Từ ngày 01/7/2025 hồ sơ đề nghị cấp trên khen thưởng gửi Sở Nội vụ, không qua cấp huyện.",
        ),
        report_day=(
            date(2026, 11, 13),
            date(2026, 9, 28),
            "Kế hoạch không ghi ngày; theo ý kiến của Chủ tịch UBND xã tại giao ban tháng 9/2026.",
        ),
        reviews=(
            Review("interim", 2026, date(2026, 7, 9), date(2026, 7, 14), 104, INTERIM),
            Review("final", 2026, date(2026, 11, 18), date(2026, 11, 19), 176, SECTIONS),
        ),
    ),
    next_plans=(
        NextPlan("in_review", date(2026, 11, 12), years=3),
        NextPlan(
            "approved",
            date(2026, 11, 9),
            key="mo-hinh-dan-van-kheo-2027",
            area="nguon-luc",
            name="Mỗi thôn một mô hình “Dân vận khéo” năm 2027",
            starts=date(2027, 1, 4),
            ends=date(2027, 9, 30),
        ),
    ),
)
