"""What a demo commune's office writes: its calendar, an exemplar taken over, a plan as text, a citizen's remark."""

from datetime import date

from communes.models import DayOff

# Where citizens may look in: the pages were opened before anything was posted.
OPENED = ("dong-tam", "kim-phuong")

TET = tuple(
    (date(2026, 2, day), "Tết Âm lịch", "Bộ luật Lao động 2019, Điều 112 khoản 1 điểm b") for day in range(16, 21)
)
MAKE_UPS = (
    (date(2026, 4, 27), DayOff.Kind.MADE_UP, "Nghỉ bù Giỗ Tổ Hùng Vương"),
    (date(2026, 8, 22), DayOff.Kind.WORKED, "Làm bù cho ngày 31/8"),
    (date(2026, 8, 31), DayOff.Kind.MADE_UP, "Nghỉ hoán đổi dịp Quốc khánh 02/9"),
)

WAY = "Cử hai người đến học cách làm, chọn một bộ phận làm điểm rồi áp dụng cho cả đơn vị."
RESULT = "Sau hai tháng, bộ phận làm điểm tiếp nhận thêm 46 lượt việc so với cùng kỳ; cả đơn vị đã áp dụng."

SENDER, CONTACT = "Hoàng Văn Thái", "Điện thoại 0900 000 000"
REMARK = "Đề nghị xem lại số liệu nêu trong thành tích vì nơi tôi ở có hai hộ chưa được hướng dẫn."
SETTLED = "Đã kiểm tra hồ sơ và làm việc với người phản ánh: số liệu đúng, hai hộ được hướng dẫn bổ sung trong tuần."
OUTCOME = "Có 01 ý kiến phản ánh, đã giải quyết xong; không có ý kiến nào khác."

PLAN_TEXT = """ỦY BAN NHÂN DÂN
XÃ HÒA PHONG
Số:      /KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Phong, ngày      tháng 12 năm 2026

KẾ HOẠCH
Phát động đợt thi đua “Đón Xuân an toàn, ấm áp” năm 2027

Thực hiện chương trình công tác dân vận năm 2027 của Đảng ủy xã;
Ủy ban nhân dân xã ban hành Kế hoạch phát động đợt thi đua như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Không để hộ nào không có Tết; giữ gìn trật tự, vệ sinh trước và trong Tết.
2. Yêu cầu
- Việc tổ chức thiết thực, tiết kiệm, không phô trương.

II. ĐỐI TƯỢNG THI ĐUA
- Tập thể: các thôn, cơ quan, đơn vị thuộc xã.
- Cá nhân: cán bộ, công chức, người dân trên địa bàn xã.

III. NỘI DUNG THI ĐUA
1. Chăm lo hộ khó khăn
- 100% hộ nghèo, cận nghèo được thăm hỏi trước ngày 25/01/2027.
- Mỗi cơ quan nhận giúp đỡ ít nhất 02 hộ.
2. Vệ sinh, trật tự
- Mỗi thôn tổ chức tối thiểu 03 buổi tổng vệ sinh.

IV. THỜI GIAN THI ĐUA
Từ ngày ban hành Kế hoạch đến hết ngày 28/02/2027.

V. KHEN THƯỞNG
1. Tiêu chuẩn
a) Đối với tập thể: Đạt các tiêu chuẩn sau:
- Hoàn thành các nội dung thi đua;
- Không để xảy ra cháy, nổ do chủ quan.
b) Đối với cá nhân: Đạt một trong các tiêu chuẩn sau:
- Có việc làm cụ thể giúp hộ khó khăn;
- Có sáng kiến giữ gìn trật tự, vệ sinh được thôn ghi nhận.
2. Hình thức, số lượng
Chủ tịch UBND xã tặng Giấy khen cho 02 tập thể và khoảng 05 cá nhân.
3. Thời gian gửi hồ sơ: gửi về UBND xã (qua Văn phòng HĐND và UBND) chậm nhất ngày 05/3/2027.

VI. TỔ CHỨC THỰC HIỆN
1. Văn phòng HĐND và UBND xã
- Theo dõi, đôn đốc, tổng hợp kết quả.
2. Các thôn
- Gửi báo cáo kết quả về UBND xã sau Tết.
Thôn nào có cách làm hay thì phổ biến cho thôn bạn.
Trên đây là Kế hoạch phát động đợt thi đua, đề nghị các đơn vị thực hiện./.

Nơi nhận:
- Các thôn, đơn vị;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
"""
