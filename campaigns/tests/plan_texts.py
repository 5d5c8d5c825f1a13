"""A short plan as an office writes it, for tests that bring plans in as text."""

PLAN_TEXT = """ỦY BAN NHÂN DÂN
XÃ ĐỒI XANH
Số:      /KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồi Xanh, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Phát động phong trào thi đua “Đường làng sáng, xanh, sạch” năm 2026

Căn cứ Kế hoạch số 09/KH-UBND ngày 05/01/2026 của UBND xã về bảo vệ môi trường năm 2026;
Ủy ban nhân dân xã ban hành Kế hoạch phát động phong trào thi đua, cụ thể như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao ý thức giữ gìn đường làng, ngõ xóm của Nhân dân.
2. Yêu cầu
- Việc tổ chức bảo đảm thiết thực, tiết kiệm.

II. ĐỐI TƯỢNG THI ĐUA
- Tập thể: các thôn, các phòng chuyên môn thuộc UBND xã.
- Cá nhân: cán bộ, công chức, người dân trên địa bàn xã.

III. NỘI DUNG THI ĐUA
1. Vệ sinh môi trường
- Mỗi tuần quét dọn đường làng ít nhất 01 lần.
- Phấn đấu từ 95% hộ phân loại rác tại nguồn trở lên.
2. Trồng cây, trồng hoa
- Trồng mới tối thiểu 500 cây xanh ven đường.

IV. THỜI GIAN THI ĐUA
Từ ngày ban hành Kế hoạch đến hết ngày 30/11/2026.

V. KHEN THƯỞNG
1. Tiêu chuẩn
a) Đối với tập thể: Đạt các tiêu chuẩn sau:
- Hoàn thành các nội dung thi đua đã đăng ký;
- Có từ 90% hộ tham gia dọn vệ sinh.
b) Đối với cá nhân: Đạt một trong các tiêu chuẩn sau:
- Có sáng kiến làm đẹp đường làng được áp dụng;
- Tham gia tích cực, được Nhân dân ghi nhận.
2. Hình thức, số lượng
Chủ tịch UBND xã tặng Giấy khen cho 03 tập thể và không quá 05 cá nhân.
3. Hồ sơ
- Tờ trình đề nghị khen thưởng;
- Biên bản họp bình xét;
- Báo cáo thành tích.
4. Thời gian gửi hồ sơ: gửi về UBND xã (qua Phòng Văn hóa - Xã hội) chậm nhất ngày 05/12/2026.

VI. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Theo dõi, đôn đốc, tổng hợp kết quả.
2. Các thôn
- Gửi báo cáo kết quả về UBND xã trước ngày 25/11/2026.
Cây được giao cho ai thì người đó chăm.
Trên đây là Kế hoạch phát động phong trào thi đua, đề nghị các đơn vị thực hiện./.

Nơi nhận:
- Thường trực Đảng ủy xã;
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Thông
"""
