"""Xã Kim Phượng: joining hands for administrative reform in 2025, and the same in 2026."""

from datetime import date

from reports.demo.kim_phuong_awards import AWARDS, COUNCIL
from reports.demo.kim_phuong_work import GOALS, THIS_YEAR, WORK
from reports.demo.tables import (
    CADRE,
    COMMITTEE,
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
    NextPlan,
    Place,
    Review,
    Trouble,
    Visit,
    Year,
    staff,
)

BODIES = (
    Body("dang-uy", PARTY, "Đảng ủy xã", "Đảng ủy", "ĐU"),
    Body("ubnd", COMMITTEE, "Ủy ban nhân dân xã", "UBND xã", "UBND"),
    Body("hdnd", COMMITTEE, "Hội đồng nhân dân xã", "HĐND xã", "HĐND"),
    Body("hoi-dong", COMMITTEE, "Hội đồng Thi đua - Khen thưởng xã", "Hội đồng TĐKT", "HĐTĐKT"),
    Body("mttq", FRONT, "Ủy ban Mặt trận Tổ quốc xã", "UBMTTQ xã", "MTTQ", "Chủ tịch Ủy ban MTTQ xã", CADRE, 2),
    Body("nong-dan", FRONT, "Hội Nông dân xã", "Hội ND xã", "HND", others=1),
    Body(
        "vptk",
        OFFICE,
        "Bộ phận Văn phòng - thống kê",
        "Bộ phận VP-TK",
        "VPTK",
        "Công chức Văn phòng - thống kê",
        others=2,
    ),
    Body("vhxh", OFFICE, "Bộ phận Văn hóa - xã hội", "Bộ phận VH-XH", "VHXH", "Công chức Văn hóa - xã hội", others=2),
    Body(
        "tu-phap", OFFICE, "Bộ phận Tư pháp - hộ tịch", "Bộ phận TP-HT", "TPHT", "Công chức Tư pháp - hộ tịch", others=2
    ),
    Body(
        "tai-chinh",
        OFFICE,
        "Bộ phận Tài chính - kế toán",
        "Bộ phận TC-KT",
        "TCKT",
        "Công chức Tài chính - kế toán",
        others=1,
    ),
    Body(
        "dia-chinh",
        OFFICE,
        "Bộ phận Địa chính - xây dựng - môi trường",
        "Bộ phận ĐC-XD",
        "ĐCXD",
        "Công chức Địa chính - xây dựng",
        others=2,
    ),
    Body(
        "mot-cua",
        OFFICE,
        "Bộ phận Tiếp nhận và trả kết quả",
        "Bộ phận Một cửa",
        "TNTKQ",
        "Công chức phụ trách một cửa",
        others=2,
    ),
    Body("y-te", SERVICE, "Trạm Y tế xã", "Trạm Y tế", "TYT", "Trạm trưởng Trạm Y tế", PUBLIC, 2),
    *(Body(f"xom-{n}", RESIDENTIAL, f"Xóm {n}", others=1) for n in range(1, 15)),
    Body("noi-vu", OUTSIDE, "Phòng Nội vụ", until=date(2025, 6, 30)),
)

DRIVES = (
    Drive(
        "mot-cua",
        "Tháng không hẹn lại lần hai",
        date(2025, 8, 4),
        date(2025, 8, 29),
        "Mỗi hồ sơ chỉ yêu cầu bổ sung một lần, ghi đủ giấy tờ còn thiếu trên một phiếu.",
        (("mot-cua", "Hồ sơ không phải bổ sung lần thứ hai", "percent", 99, "%", 98.2),),
        "Tiếp nhận 381 hồ sơ, còn 07 hồ sơ phải bổ sung lần hai.",
    ),
)

VISITS = (
    Visit(
        "tu-phap",
        "periodic",
        date(2025, 6, 17),
        "Bộ phận thực hiện đúng quy trình, sổ sách rõ ràng.",
        (
            ("thu-tuc", "not_reported", "Rút hồ sơ bất kỳ đều đúng hạn.", "", 0, None),
            ("cong-vu", "not_reported", "Thiếu bảng tên tại bàn làm việc.", "Bổ sung bảng tên.", 7, date(2025, 6, 23)),
        ),
        "Kế hoạch kiểm tra cải cách hành chính năm 2025",
    ),
    Visit(
        "dia-chinh",
        "unannounced",
        date(2025, 12, 2),
        "Số hồ sơ trễ nhiều hơn báo cáo.",
        (
            (
                "thu-tuc",
                "differs",
                "Sổ ghi 16 hồ sơ trễ, báo cáo ghi 11.",
                "Đính chính, xin lỗi người dân.",
                10,
                date(2025, 12, 11),
            ),
        ),
    ),
)

TROUBLES = (
    Trouble(
        "mot-cua",
        date(2025, 4, 8),
        "Thiếu chỗ ngồi chờ vào phiên chợ",
        "Ngày phiên người dân đến đông, ghế không đủ.",
        "closed",
        "Kê thêm 12 ghế ở hiên, mở thêm một quầy vào ngày phiên.",
    ),
    Trouble(
        "dia-chinh",
        date(2025, 7, 9),
        "Hồ sơ trước đây nộp ở huyện nay chuyển về xã",
        "Từ 01/7 hồ sơ đất đai của huyện chuyển về, chưa có kho lưu.",
        "decided",
        "Dùng phòng họp nhỏ làm kho tạm, phân một người sắp xếp trong tháng 7.",
    ),
    Trouble(
        "y-te",
        date(2025, 9, 16),
        "Chưa có chữ ký số để trả giấy tờ y tế",
        "Trạm vẫn phải ký giấy nên người dân đợi lâu.",
        "answered",
        "Đã đưa Trạm vào danh sách cấp chữ ký số đợt tháng 10.",
    ),
)

SECTIONS = {
    "lessons": (
        "- Gộp yêu cầu bổ sung vào một phiếu giúp người dân ở xóm xa bớt đi lại.\n"
        "- Kiểm tra đột xuất sau báo cáo cần làm thường xuyên để số liệu sát thực tế.\n"
        "- Các xóm là nơi nhận thông tin nhanh nhất; cần mời trưởng xóm dự giao ban quý."
    ),
    "awards": "Xét 01 tập thể và 01 cá nhân tặng Giấy khen theo kế hoạch; hồ sơ nộp chậm nhất ngày 05/12/2025.",
}

INTERIM = {
    "direction": (
        "- Các đơn vị chuẩn bị báo cáo kết quả để kịp hạn nộp hồ sơ ngày 05/12/2025.\n"
        "- Các xóm mời người dân kích hoạt tài khoản định danh ngay tại buổi họp xóm.\n"
        "- Bộ phận một cửa dùng một phiếu yêu cầu bổ sung cho mỗi hồ sơ."
    ),
}

PLACE = Place(
    slug="kim-phuong",
    prefix="kimphuong",
    plan_file="kim-phuong-2025.yaml",
    drafted=date(2025, 2, 10),
    bodies=BODIES,
    staff=staff(
        office="vptk",
        records="vptk",
        main="tu-phap",
        council="hoi-dong",
        team="mttq",
        reader="xom-1",
        chair="Trương Anh Tú",
        officer="Công chức Văn phòng - thống kê",
        publicist="vhxh",
    ),
    tracker="canbo",
    planner="canbo",
    publicist="tuyentruyen",
    council=COUNCIL,
    year=Year(
        awards=AWARDS,
        issued=date(2025, 2, 18),
        number=19,
        signed_by="Trương Anh Tú",
        settled={
            "period_conflict": "Chỉ tính năm 2025; câu về giai đoạn trong phần mục đích không làm căn cứ xét.",
            "abolished_body": "Từ 01/7/2025 không gửi Phòng Nội vụ; văn bản của huyện đã ban hành vẫn tính.",
        },
        goals=GOALS,
        work=WORK,
        drives=DRIVES,
        visits=VISITS,
        troubles=TROUBLES,
        joining=(("mttq", date(2025, 3, 3)),),
        amendment=Amendment(
            "Bộ máy của xã sắp xếp lại khi kết thúc hoạt động của cấp huyện.",
            date(2025, 7, 15),
            74,
            text="Việc đang làm dở khi sắp xếp bộ máy phải bàn giao bằng văn bản, không gián đoạn việc của dân.",
        ),
        report_day=(
            date(2025, 11, 28),
            date(2025, 10, 6),
            "Kế hoạch không quy định ngày; cần có báo cáo trước hạn nộp hồ sơ 05/12/2025.",
        ),
        summing_up=date(2025, 12, 8),
        reviews=(
            Review("interim", None, date(2025, 7, 17), date(2025, 7, 22), 48, INTERIM),
            Review("final", None, date(2025, 12, 16), date(2025, 12, 19), 97, SECTIONS),
        ),
        closed=date(2025, 12, 30),
    ),
    copy=(date(2026, 1, 12), THIS_YEAR),
    next_plans=(
        NextPlan("in_review", date(2026, 11, 16), years=1),
        NextPlan(
            "approved",
            date(2026, 11, 11),
            key="ngay-phien-than-thien-2027",
            area="thu-tuc-mot-cua",
            name="Một cửa thân thiện ngày phiên chợ đầu năm 2027",
            starts=date(2027, 1, 4),
            ends=date(2027, 4, 30),
        ),
    ),
)
