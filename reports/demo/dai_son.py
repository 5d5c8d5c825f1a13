"""Xã Đại Sơn: administrative reform 2026 – 2030, in its first year."""

from datetime import date

from reports.demo.dai_son_awards import AWARDS, COUNCIL
from reports.demo.dai_son_work import GOALS, WORK
from reports.demo.tables import (
    CADRE,
    COMMITTEE,
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
    Body("nong-dan", FRONT, "Hội Nông dân xã", "Hội ND xã", "HND", "Chủ tịch Hội Nông dân xã", CADRE, 1),
    Body(
        "cuu-chien-binh",
        FRONT,
        "Hội Cựu chiến binh xã",
        "Hội CCB xã",
        "HCCB",
        "Chủ tịch Hội Cựu chiến binh xã",
        CADRE,
        1,
    ),
    Body("vhxh", OFFICE, "Phòng Văn hóa - Xã hội", "Phòng VH-XH", "VHXH", "Trưởng phòng Văn hóa - Xã hội", CADRE, 3),
    Body("van-phong", OFFICE, "Văn phòng HĐND và UBND", "Văn phòng", "VP", "Chánh Văn phòng", CADRE, 2),
    Body("kinh-te", OFFICE, "Phòng Kinh tế", "Phòng KT", "KT", "Trưởng phòng Kinh tế", CADRE, 3),
    Body(
        "dich-vu", SERVICE, "Trung tâm Dịch vụ sự nghiệp công", "TT DVSNC", "TTDVSNC", "Giám đốc Trung tâm", PUBLIC, 2
    ),
    Body(
        "pvhcc", SERVICE, "Trung tâm Phục vụ hành chính công", "TT PVHCC", "TTPVHCC", "Phó Giám đốc Trung tâm", CADRE, 3
    ),
    Body("thon-dong", RESIDENTIAL, "Thôn Đông", head="Trưởng thôn", category=PART_TIME, others=1),
    Body("thon-doai", RESIDENTIAL, "Thôn Đoài", head="Trưởng thôn", category=PART_TIME, others=1),
    Body("thon-trung", RESIDENTIAL, "Thôn Trung", head="Trưởng thôn", category=PART_TIME, others=1),
    Body("to-1", RESIDENTIAL, "Tổ dân phố số 1", "TDP số 1", head="Tổ trưởng tổ dân phố", category=PART_TIME, others=1),
    Body("to-2", RESIDENTIAL, "Tổ dân phố số 2", "TDP số 2", head="Tổ trưởng tổ dân phố", category=PART_TIME, others=1),
    Body("so-noi-vu", OUTSIDE, "Sở Nội vụ"),
)

DRIVES = (
    Drive(
        "kinh-te",
        "Tháng cao điểm trả nợ hồ sơ đất đai",
        date(2026, 9, 7),
        date(2026, 10, 9),
        "Lập danh sách hồ sơ quá hạn, phân cho từng người, thứ Sáu công khai số còn lại.",
        (("thu-tuc", "Hồ sơ đất đai quá hạn được giải quyết xong", "percent", 90, "%", 83.3),),
        "Giải quyết 65/78 hồ sơ quá hạn; 13 hồ sơ còn lại chờ kết quả đo đạc.",
    ),
)

VISITS = (
    Visit(
        "pvhcc",
        "periodic",
        date(2026, 9, 22),
        "Trung tâm thực hiện đủ quy trình, cần bổ sung biển chỉ dẫn.",
        (
            ("thu-tuc", "not_reported", "Niêm yết đủ 312 thủ tục, mã tra cứu đọc được.", "", 0, None),
            (
                "cong-vu",
                "not_reported",
                "Biển tên, biển chức danh thiếu ở hai quầy.",
                "Bổ sung biển chức danh.",
                14,
                date(2026, 9, 30),
            ),
        ),
        "Kế hoạch kiểm tra cải cách hành chính năm 2026",
    ),
    Visit(
        "kinh-te",
        "unannounced",
        date(2026, 11, 18),
        "Số hồ sơ trễ cao hơn báo cáo, phòng đã nhận khuyết điểm.",
        (
            (
                "thu-tuc",
                "differs",
                "Hệ thống ghi 19 hồ sơ trễ, báo cáo ghi 13.",
                "Đính chính số liệu hồ sơ trễ.",
                10,
                None,
            ),
            ("tai-chinh", "agrees", "Công khai dự toán đúng hạn, đủ biểu.", "", 0, None),
        ),
    ),
    Visit(
        "thon-trung", "periodic", date(2026, 12, 2), "", (), "Kế hoạch kiểm tra cải cách hành chính năm 2026", "planned"
    ),
)

TROUBLES = (
    Trouble(
        "pvhcc",
        date(2026, 7, 14),
        "Hệ thống một cửa treo vào sáng thứ Hai",
        "Ba tuần liền hệ thống chậm từ 8 giờ đến 9 giờ 30, phải nhận hồ sơ giấy.",
        "closed",
        "Đã làm việc với đơn vị vận hành tăng băng thông; Văn phòng bố trí đường truyền dự phòng.",
    ),
    Trouble(
        "thon-dong",
        date(2026, 8, 18),
        "Người cao tuổi không có điện thoại thông minh",
        "Khoảng 60 người không tự nộp được hồ sơ trực tuyến.",
        "answered",
        "Tổ công nghệ số cộng đồng trực tại nhà văn hóa thôn chiều thứ Tư để nộp thay khi có ủy quyền.",
    ),
    Trouble(
        "kinh-te",
        date(2026, 10, 6),
        "Kết quả đo đạc về chậm",
        "Mười ba hồ sơ tách thửa phải chờ đơn vị đo đạc hơn 30 ngày.",
        "decided",
        "Chủ tịch UBND xã có công văn đề nghị rút ngắn; từ nay ghi rõ hạn trong phiếu yêu cầu đo đạc.",
    ),
    Trouble(
        "mttq",
        date(2026, 11, 12),
        "Chưa có kinh phí in sổ tay cải cách hành chính",
        "Cần in 500 cuốn phát cho các hộ, dự toán chưa bố trí.",
        "forwarded",
    ),
    Trouble(
        "to-1",
        date(2026, 11, 19),
        "Nhà văn hóa tổ dân phố chưa có mạng",
        "Tổ dân phố số 1 chưa kéo được đường truyền nên không mở điểm hỗ trợ.",
        "raised",
    ),
)

SECTIONS = {
    "lessons": (
        "- Người đứng đầu trực tiếp nhìn bảng hồ sơ chậm mỗi sáng thì hồ sơ chậm giảm ngay trong tháng.\n"
        "- Thôn, tổ dân phố cần mẫu báo cáo ngắn và một người hướng dẫn; nơi có tổ công nghệ số báo cáo đúng hạn.\n"
        "- Sáng kiến nhỏ, làm được ngay ở quầy tiếp nhận dễ nhân rộng hơn đề án lớn."
    ),
    "awards": (
        "Các đơn vị đã gửi hồ sơ khen thưởng năm 2026 trong tháng 11; Hội đồng họp xét ngày 26/11/2026. Mức xếp loại "
        "tạm tính trong hồ sơ được rà lại khi có kết quả chính thức."
    ),
}

INTERIM = {
    "direction": (
        "- Trước ngày 15/11, các phòng báo cáo kết quả rút ngắn thời gian giải quyết của từng thủ tục.\n"
        "- Thôn, tổ dân phố chưa có tổ công nghệ số thành lập xong trong tháng 10.\n"
        "- Văn phòng theo dõi hồ sơ chậm hằng ngày, báo cáo Chủ tịch UBND xã vào thứ Sáu."
    ),
}

PLACE = Place(
    slug="dai-son",
    prefix="daison",
    plan_file="dai-son-2026-2030.yaml",
    drafted=date(2026, 5, 28),
    bodies=BODIES,
    staff=staff(
        office="vhxh",
        records="van-phong",
        main="kinh-te",
        council="hoi-dong",
        team="mttq",
        reader="thon-dong",
        chair="Đào Văn Soái",
        officer="Chuyên viên Phòng Văn hóa - Xã hội",
        publicist="dich-vu",
        second="Phó Trưởng phòng Văn hóa - Xã hội",
    ),
    tracker="canbo",
    planner="canbo",
    publicist="tuyentruyen",
    council=COUNCIL,
    year=Year(
        awards=AWARDS,
        issued=date(2026, 6, 15),
        number=186,
        signed_by="Đào Văn Soái",
        settled={
            "signature_authority": "Kế hoạch của UBND xã, Chủ tịch ký TM. Ủy ban nhân dân.",
            "period_conflict": "Báo cáo trước 20/11 ghi mức dự kiến; rà lại khi có xếp loại chính thức.",
        },
        goals=GOALS,
        work=WORK,
        drives=DRIVES,
        visits=VISITS,
        troubles=TROUBLES,
        amendment=Amendment(
            "Bổ sung việc số hóa kết quả giải quyết thủ tục theo chỉ đạo của thành phố từ quý III/2026.",
            date(2026, 9, 15),
            241,
            "nhiem-vu",
            "so-hoa",
            "2.7",
            "Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực.",
        ),
        reviews=(
            Review("interim", 2026, date(2026, 10, 8), date(2026, 10, 12), 181, INTERIM),
            Review("final", 2026, date(2026, 11, 20), date(2026, 11, 20), 203, SECTIONS),
        ),
    ),
    next_plans=(
        NextPlan(
            "in_review",
            date(2026, 11, 17),
            key="so-hoa-quy-1-2027",
            area="nhiem-vu",
            name="Cao điểm số hóa kết quả thủ tục hành chính quý I năm 2027",
            starts=date(2027, 1, 4),
            ends=date(2027, 3, 31),
        ),
        NextPlan(
            "approved",
            date(2026, 11, 10),
            key="sang-kien-mot-cua-2027",
            area="sang-kien",
            name="Mỗi đơn vị một sáng kiến phục vụ người dân năm 2027",
            starts=date(2027, 1, 4),
            ends=date(2027, 6, 30),
        ),
    ),
)
