"""Xã Vĩnh Thủy: administrative reform in the second half of 2025, and the same half of 2026."""

from datetime import date

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
    Index,
    NextPlan,
    Place,
    Review,
    Trouble,
    Visit,
    Year,
    staff,
)
from reports.demo.vinh_thuy_awards import AWARDS, COUNCIL
from reports.demo.vinh_thuy_work import GOALS, THIS_YEAR, WORK

BODIES = (
    Body("dang-uy", PARTY, "Đảng ủy xã", "Đảng ủy", "ĐU"),
    Body("ubnd", COMMITTEE, "Ủy ban nhân dân xã", "UBND xã", "UBND"),
    Body("hoi-dong", COMMITTEE, "Hội đồng Thi đua - Khen thưởng xã", "Hội đồng TĐKT", "HĐTĐKT"),
    Body("doan-kiem-tra", COMMITTEE, "Đoàn kiểm tra công vụ, cải cách hành chính xã", "Đoàn kiểm tra", others=2),
    Body("mttq", FRONT, "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "UBMTTQVN xã", "MTTQ", others=2),
    Body("vhxh", OFFICE, "Phòng Văn hóa - Xã hội", "Phòng VH-XH", "VHXH", "Trưởng phòng Văn hóa - Xã hội", CADRE, 3),
    Body("kinh-te", OFFICE, "Phòng Kinh tế", "Phòng KT", "KT", "Trưởng phòng Kinh tế", CADRE, 4),
    Body("van-phong", OFFICE, "Văn phòng HĐND và UBND", "Văn phòng", "VP", "Chánh Văn phòng", CADRE, 3),
    Body(
        "pvhcc",
        SERVICE,
        "Trung tâm Phục vụ hành chính công",
        "Trung tâm PVHCC",
        "TTPVHCC",
        "Phó Giám đốc Trung tâm",
        CADRE,
        3,
    ),
    Body("dich-vu", SERVICE, "Trung tâm Dịch vụ tổng hợp", "TT DVTH", "TTDVTH", "Giám đốc Trung tâm", PUBLIC, 2),
    *(
        Body(f"thon-{n}", RESIDENTIAL, f"Thôn {name}", others=1)
        for n, name in enumerate(("Thủy Bắc", "Thủy Nam", "Thủy Đông", "Thủy Tây", "Cồn Giữa"), 1)
    ),
    Body("so-noi-vu", OUTSIDE, "Sở Nội vụ"),
)

DRIVES = (
    Drive(
        "van-phong",
        "10 ngày làm sạch danh mục thủ tục nội bộ",
        date(2025, 9, 22),
        date(2025, 10, 3),
        "Đối chiếu từng quy trình với quyết định hiện hành, bỏ quy trình trùng.",
        (("don-gian-hoa", "Quy trình nội bộ được rà soát trong đợt", "percent", 100, "%", 100),),
        "Rà 64/64 quy trình, đề nghị bỏ 07, gộp 05.",
    ),
)

YEARLY = "Kế hoạch kiểm tra công vụ, cải cách hành chính năm 2025"
VISITS = (
    Visit(
        "vhxh",
        "periodic",
        date(2025, 10, 7),
        "Phòng chấp hành tốt giờ giấc, hồ sơ lưu đầy đủ.",
        (
            ("ky-cuong", "not_reported", "Chấm công đủ, hai người đi muộn có lý do.", "", 0, None),
            (
                "cong-khai-thu-tuc",
                "not_reported",
                "Niêm yết thiếu 03 thủ tục mới công bố.",
                "Niêm yết bổ sung.",
                7,
                date(2025, 10, 13),
            ),
        ),
        YEARLY,
    ),
    Visit(
        "kinh-te",
        "unannounced",
        date(2025, 11, 27),
        "Có chênh lệch số liệu hồ sơ chậm, phòng đã đính chính.",
        (
            ("dau-tu-cong", "agrees", "Vốn phân bổ xong trước hạn, chứng từ đủ.", "", 0, None),
            (
                "he-thong-tthc",
                "differs",
                "Hệ thống ghi 21 hồ sơ chậm, báo cáo ghi 12.",
                "Đính chính và nêu nguyên nhân từng hồ sơ.",
                10,
                date(2025, 12, 5),
            ),
            (
                "ky-cuong",
                "differs",
                "Buổi kiểm tra vắng một người không báo.",
                "Kiểm điểm, báo cáo kết quả.",
                14,
                date(2025, 12, 9),
            ),
        ),
    ),
    Visit(
        "van-phong",
        "periodic",
        date(2025, 12, 2),
        "Kết quả thực tế khớp báo cáo.",
        (
            ("don-gian-hoa", "agrees", "64 quy trình có biên bản rà soát.", "", 0, None),
            ("trang-thong-tin", "agrees", "Trang thông tin đúng cấu trúc, tin mới trong ngày.", "", 0, None),
        ),
        YEARLY,
    ),
    Visit(
        "pvhcc",
        "unannounced",
        date(2025, 12, 3),
        "Phục vụ tốt, cần lưu ý số hóa thành phần hồ sơ.",
        (
            ("cong-khai-thu-tuc", "agrees", "Mã tra cứu hoạt động, bảng giấy đủ.", "", 0, None),
            (
                "he-thong-tthc",
                "differs",
                "Trong 40 hồ sơ, 06 hồ sơ cập nhật trạng thái muộn.",
                "Cập nhật trạng thái trong ngày.",
                20,
                None,
            ),
        ),
    ),
)

TROUBLES = (
    Trouble(
        "pvhcc",
        date(2025, 9, 9),
        "Chưa kết nối được chữ ký số của cán bộ mới chuyển đến",
        "Ba chữ ký số chưa đổi sang đơn vị mới nên phải ký giấy.",
        "closed",
        "Văn phòng lập danh sách gửi cơ quan cấp chứng thư, xong trước ngày 20/9.",
    ),
    Trouble(
        "kinh-te",
        date(2025, 9, 30),
        "Chưa rõ đầu mối tổng hợp chỉ số PCI",
        "Chỉ số của tỉnh nhưng nhiều tiêu chí hỏi cấp xã.",
        "answered",
        "Phòng Kinh tế tổng hợp phần việc của xã; không tự chấm điểm PCI.",
    ),
    Trouble(
        "van-phong",
        date(2025, 10, 20),
        "Trang thông tin điện tử chưa chuyển tên miền",
        "Tên miền cũ vẫn hiện địa danh trước sắp xếp.",
        "decided",
        "Cho phép dùng song song đến 31/12; Văn phòng làm việc với đơn vị quản trị để chuyển.",
    ),
)

INDICES = (
    Index(date(2025, 9, 3), "pci", 2024, "63.18", 34, "Công bố PCI cấp tỉnh"),
    Index(date(2025, 12, 5), "pci", 2025, "65.4", 28, "Số liệu sơ bộ do tỉnh thông báo"),
)

INTERIM = {
    "direction": (
        "- Trước ngày 15/11, các phòng hoàn thành chỉ tiêu rà soát quy trình nội bộ.\n"
        "- Trung tâm Phục vụ hành chính công đưa tỷ lệ hồ sơ trực tuyến lên 65%.\n"
        "- Đoàn kiểm tra làm việc với các đơn vị còn lại trước ngày 05/12."
    ),
}
FINAL = {
    "lessons": (
        "- Cụ thể hóa thành chỉ tiêu riêng giúp từng phòng biết việc của mình, không chờ nhắc.\n"
        "- Kiểm tra đột xuất sau khi có báo cáo cho thấy chênh lệch thật, cần giữ trong năm sau.\n"
        "- Hai giấy tờ cùng một hạn dễ dồn việc; nên tách hạn báo cáo thành tích sau báo cáo kết quả."
    ),
}

PLACE = Place(
    slug="vinh-thuy",
    prefix="vinhthuy",
    plan_file="vinh-thuy-2025.yaml",
    drafted=date(2025, 8, 18),
    bodies=BODIES,
    staff=staff(
        office="vhxh",
        records="van-phong",
        main="kinh-te",
        council="hoi-dong",
        team="doan-kiem-tra",
        reader="thon-1",
        chair="Thái Nam Sơn",
        officer="Chuyên viên Phòng Văn hóa - Xã hội",
        publicist="dich-vu",
    ),
    tracker="canbo",
    planner="canbo",
    publicist="tuyentruyen",
    council=COUNCIL,
    year=Year(
        awards=AWARDS,
        issued=date(2025, 8, 25),
        number=163,
        signed_by="Thái Nam Sơn",
        settled={
            "period_conflict": "Tính 6 tháng cuối năm 2025 cho cả báo cáo kết quả và báo cáo thành tích.",
            "no_award": "Xét Giấy khen theo thẩm quyền của Chủ tịch UBND xã; số lượng trình Hội đồng.",
        },
        goals=GOALS,
        work=WORK,
        drives=DRIVES,
        visits=VISITS,
        troubles=TROUBLES,
        indices=INDICES,
        reviews=(
            Review("interim", None, date(2025, 10, 14), date(2025, 10, 17), 131, INTERIM),
            Review("final", None, date(2025, 12, 10), date(2025, 12, 16), 158, FINAL),
        ),
        amendment=Amendment(
            "Kiểm tra quý III/2025 cho thấy số liệu giữa các phòng chưa khớp nhau.",
            date(2025, 10, 22),
            201,
            text="Số liệu báo cáo phải khớp với Hệ thống thông tin giải quyết thủ tục hành chính tại ngày chốt.",
        ),
        summing_up=date(2025, 12, 8),
        closed=date(2025, 12, 26),
    ),
    copy=(date(2026, 6, 22), THIS_YEAR),
    next_plans=(
        NextPlan("in_review", date(2026, 11, 17), years=1),
        NextPlan(
            "approved",
            date(2026, 11, 12),
            key="ky-cuong-dip-tet-2027",
            area="cong-vu",
            name="Giữ nghiêm kỷ cương công vụ trước và sau Tết 2027",
            starts=date(2027, 1, 11),
            ends=date(2027, 3, 12),
        ),
    ),
)
