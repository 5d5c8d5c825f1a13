"""Xã Đồng Tâm: the two-level local government campaign of 2025, and its successor under way."""

from datetime import date

from reports.demo.dong_tam_awards import AWARDS, COUNCIL
from reports.demo.dong_tam_work import GOALS, THIS_YEAR, WORK
from reports.demo.tables import (
    CADRE,
    COMMITTEE,
    FEMALE,
    FRONT,
    OFFICE,
    OUTSIDE,
    PART_TIME,
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
    Body("dang-uy", PARTY, "Đảng ủy xã", "Đảng ủy", "ĐU", "Chánh Văn phòng Đảng ủy", CADRE, 2),
    Body("ubnd", COMMITTEE, "Ủy ban nhân dân xã", "UBND xã", "UBND"),
    Body("hdnd", COMMITTEE, "Hội đồng nhân dân xã", "HĐND xã", "HĐND", "Trưởng Ban Kinh tế - Xã hội HĐND", CADRE, 1),
    Body("hoi-dong", COMMITTEE, "Hội đồng Thi đua - Khen thưởng xã", "Hội đồng TĐKT", "HĐTĐKT"),
    Body(
        "mttq",
        FRONT,
        "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
        "UBMTTQVN xã",
        "MTTQ",
        "Phó Chủ tịch Ủy ban MTTQ Việt Nam xã",
        CADRE,
        2,
    ),
    Body("doan", FRONT, "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã", "Đoàn xã", "ĐTN", "Bí thư Đoàn xã", CADRE, 1),
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
    Body("vhxh", OFFICE, "Phòng Văn hóa - Xã hội", "Phòng VH-XH", "VHXH", "Trưởng phòng Văn hóa - Xã hội", CADRE, 3),
    Body("kinh-te", OFFICE, "Phòng Kinh tế", "Phòng KT", "KT", "Trưởng phòng Kinh tế", CADRE, 3),
    Body("van-phong", OFFICE, "Văn phòng HĐND và UBND", "Văn phòng", "VP", "Chánh Văn phòng", CADRE, 2),
    Body(
        "dich-vu",
        SERVICE,
        "Trung tâm Dịch vụ tổng hợp xã",
        "TT Dịch vụ tổng hợp",
        "TTDVTH",
        "Giám đốc Trung tâm Dịch vụ tổng hợp",
        PUBLIC,
        3,
    ),
    Body(
        "pvhcc",
        SERVICE,
        "Trung tâm Phục vụ hành chính công xã",
        "TT PVHCC",
        "TTPVHCC",
        "Phó Giám đốc Trung tâm Phục vụ hành chính công",
        CADRE,
        3,
    ),
    Body("ap-1", RESIDENTIAL, "Ấp 1", others=2),
    Body("ap-2", RESIDENTIAL, "Ấp 2", head="Trưởng ấp", category=PART_TIME, others=2, residents=1),
    *(Body(f"ap-{n}", RESIDENTIAL, f"Ấp {n}", others=2) for n in range(3, 7)),
    Body("so-noi-vu", OUTSIDE, "Sở Nội vụ"),
    Body("ubnd-tinh", OUTSIDE, "UBND tỉnh"),
)

DRIVES = (
    Drive(
        "pvhcc",
        "30 ngày không hồ sơ trễ hạn",
        date(2025, 10, 6),
        date(2025, 11, 4),
        "Rà từng bước xử lý, nhắc việc hai lần mỗi ngày, xin lỗi bằng văn bản với mọi hồ sơ chậm.",
        (
            ("thu-tuc", "Hồ sơ trả đúng và trước hạn trong đợt cao điểm", "percent", 99, "%", 99.4),
            ("thu-tuc", "Hồ sơ nộp trực tuyến được hướng dẫn tại nhà văn hóa ấp", "number", 120, "hồ sơ", 134),
        ),
        "Trong 30 ngày tiếp nhận 642 hồ sơ, còn 04 hồ sơ trễ do chờ xác minh; hướng dẫn 134 hồ sơ trực tuyến "
        "tại các ấp.",
    ),
    Drive(
        "doan",
        "Tuổi trẻ cùng dân lên môi trường số",
        date(2025, 11, 10),
        date(2025, 12, 10),
        "Đội hình thanh niên trực tại bộ phận một cửa và nhà văn hóa ấp vào sáng thứ Bảy.",
        (("cai-cach-so", "Người dân được cài đặt và dùng định danh điện tử mức 2", "number", 200, "người", 176),),
        "Tổ chức 05 buổi tại 05 ấp, giúp 176 người dân; buổi ở Ấp 6 phải hoãn do mưa lớn.",
    ),
)

VISITS = (
    Visit(
        "kinh-te",
        "periodic",
        date(2025, 11, 18),
        "Phòng Kinh tế triển khai đủ nội dung; cần sửa việc phân công.",
        (
            (
                "quy-che",
                "not_reported",
                "Quy chế phối hợp với các ấp còn ở bản dự thảo.",
                "Hoàn thiện, trình ban hành quy chế phối hợp.",
                20,
                date(2025, 12, 5),
            ),
            (
                "thu-tuc",
                "not_reported",
                "Sổ theo dõi hồ sơ đất đai ghi đủ, có 03 hồ sơ quá hạn.",
                "Gửi thư xin lỗi và trả kết quả 03 hồ sơ quá hạn.",
                10,
                date(2025, 11, 26),
            ),
        ),
        "Quyết định kiểm tra của Chủ tịch UBND xã",
    ),
    Visit(
        "pvhcc",
        "unannounced",
        date(2026, 1, 8),
        "Kết quả báo cáo cơ bản đúng thực tế, số hóa hồ sơ còn thiếu.",
        (
            ("lien-tuc", "agrees", "Có lịch trực thay, quầy không bỏ trống giờ nào trong tuần kiểm tra.", "", 0, None),
            (
                "cai-cach-so",
                "differs",
                "Đối chiếu 60 hồ sơ thì 09 hồ sơ chưa đính kèm bản số hóa.",
                "Số hóa bổ sung và tự kiểm tra mỗi tuần một lần.",
                30,
                None,
            ),
        ),
    ),
)

TROUBLES = (
    Trouble(
        "pvhcc",
        date(2025, 9, 29),
        "Thiếu máy quét ở hai quầy tiếp nhận",
        "Hai trong năm quầy phải dùng chung máy quét nên người dân chờ thêm 10 đến 15 phút.",
        "closed",
        "Giao Văn phòng điều chuyển 01 máy của hội trường, mua thêm 01 máy bằng nguồn chi thường xuyên quý IV.",
    ),
    Trouble(
        "kinh-te",
        date(2025, 10, 14),
        "Chưa rõ thẩm quyền xác nhận hiện trạng đất sau khi bỏ cấp huyện",
        "Một số loại xác nhận trước đây do cấp huyện thực hiện, nay chưa có hướng dẫn biểu mẫu.",
        "decided",
        "Tạm dùng biểu mẫu của sở chuyên ngành; Phòng Kinh tế tổng hợp vướng mắc gửi sở trước ngày 30/10.",
    ),
    Trouble(
        "doan",
        date(2025, 11, 12),
        "Thiếu địa điểm tập huấn định danh điện tử ở Ấp 4",
        "Nhà văn hóa Ấp 4 đang sửa chữa, chưa có nơi thay thế.",
        "answered",
        "Dùng hội trường điểm trường tiểu học vào chiều thứ Bảy; phòng đã trao đổi với nhà trường.",
    ),
    Trouble(
        "dang-uy",
        date(2025, 12, 3),
        "Trùng lịch báo cáo giữa phong trào và tổng kết công tác năm",
        "Các cơ quan Đảng cùng lúc làm ba báo cáo cuối năm nên dễ chậm.",
        "answered",
        "Cho phép dùng chung phần số liệu; báo cáo phong trào chỉ cần bổ sung phần chỉ tiêu.",
    ),
)

INDICES = (
    Index(date(2025, 10, 1), "par-index", 2024, "81.45", 41, "Bảng xếp hạng cải cách hành chính do tỉnh công bố"),
    Index(date(2026, 1, 14), "par-index", 2025, "85.12", 29, "Bảng xếp hạng cải cách hành chính do tỉnh công bố"),
    Index(date(2025, 10, 1), "sipas", 2024, "83.9", 37, "Kết quả đo lường sự hài lòng do tỉnh công bố"),
    Index(date(2026, 1, 14), "sipas", 2025, "86.75", 33, "Kết quả đo lường sự hài lòng do tỉnh công bố"),
)

LESSONS = (
    "- Đơn vị nào có kế hoạch riêng, chỉ tiêu đếm được thì báo cáo gọn và ít phải trả lại.\n"
    "- Đợt cao điểm ngắn, một mục tiêu, có người nhắc việc hằng ngày cho kết quả rõ hơn nhiều nội dung dàn trải.\n"
    "- Vướng mắc được trả lời trong tuần giúp bộ phận một cửa giữ được nhịp giải quyết hồ sơ."
)

INTERIM = {
    "direction": (
        "- Các đơn vị chuẩn bị báo cáo kết quả kèm minh chứng cho từng chỉ tiêu, nộp khi phong trào kết thúc.\n"
        "- Trung tâm Phục vụ hành chính công giữ tỷ lệ trả trước và đúng hạn từ 98% trở lên.\n"
        "- Các ấp tiếp tục hướng dẫn người dân nộp hồ sơ trực tuyến tại nhà văn hóa."
    ),
}

PLACE = Place(
    slug="dong-tam",
    prefix="dongtam",
    plan_file="dong-tam-2025.yaml",
    drafted=date(2025, 9, 1),
    bodies=BODIES,
    staff=staff(
        office="vhxh",
        records="van-phong",
        main="kinh-te",
        council="hoi-dong",
        team="mttq",
        reader="ap-1",
        chair="Lương Đình Khánh",
        officer="Chuyên viên Phòng Văn hóa - Xã hội",
        publicist="dich-vu",
    ),
    tracker="canbo",
    planner="canbo",
    publicist="tuyentruyen",
    council=COUNCIL,
    year=Year(
        awards=AWARDS,
        issued=date(2025, 9, 10),
        number=152,
        signed_by="Lương Đình Khánh",
        returned_for="Nêu rõ đầu mối nhận báo cáo và cách xử lý khi đơn vị nộp chậm trong phần tổ chức thực hiện.",
        settled={
            "signature_authority": "Ký TM. Ủy ban nhân dân, Chủ tịch; văn thư trình bày theo Nghị định 30/2020/NĐ-CP.",
            "authority_doubt": "Đơn vị chỉ biểu dương trong nội bộ; Giấy khen do Chủ tịch UBND xã quyết định.",
            "no_deadline": "Báo cáo tính hạn đến hết ngày 31/12/2025; hạn hồ sơ phòng sẽ thông báo sau.",
        },
        goals=GOALS,
        work=WORK,
        drives=DRIVES,
        visits=VISITS,
        troubles=TROUBLES,
        indices=INDICES,
        amendment=Amendment(
            "Thống nhất việc gửi minh chứng sau khi các ấp báo vướng; xét khen cả hộ gia đình ở các ấp.",
            date(2025, 11, 12),
            178,
            text="Báo cáo của đơn vị kèm minh chứng cho từng chỉ tiêu; ấp gửi bản chụp qua Văn phòng.",
            households="Hộ gia đình ở các ấp, do ấp bình xét và đề nghị",
        ),
        summing_up=date(2026, 1, 12),
        reviews=(
            Review("interim", None, date(2025, 11, 17), date(2025, 11, 20), 246, INTERIM),
            Review("final", None, date(2026, 1, 16), date(2026, 1, 20), 12, {"lessons": LESSONS}),
        ),
        closed=date(2026, 1, 28),
    ),
    copy=(date(2026, 1, 30), THIS_YEAR),
    next_plans=(
        NextPlan("in_review", date(2026, 11, 16), years=1),
        NextPlan(
            "approved",
            date(2026, 11, 11),
            key="cao-diem-phuc-vu-2026",
            area="quan-ly-phuc-vu",
            name="45 ngày cao điểm phục vụ người dân dịp cuối năm",
            starts=date(2026, 11, 25),
            ends=date(2027, 1, 8),
        ),
    ),
)
