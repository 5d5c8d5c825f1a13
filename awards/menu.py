"""The pages of awards in the menu."""

from communes.access import Can
from communes.navigation import register

AWARDS = "Khen thưởng"
APPRAISERS = (Can.APPRAISE, Can.CONFIRM_APPRAISAL, Can.GRANT_EXEMPTIONS)
register(AWARDS, "Hồ sơ đề nghị", "awards:nominations", "folder2-open", Can.SEE_NOMINATIONS, 200)
register(AWARDS, "Thẩm định", "awards:appraisals", "clipboard-check", APPRAISERS, 210)
register(AWARDS, "Công khai danh sách", "awards:postings", "megaphone", Can.SEE_UNANNOUNCED, 220)
register(AWARDS, "Số lượng, kinh phí", "awards:board", "columns-gap", Can.SEE_UNANNOUNCED, 230)
register(AWARDS, "Phiên họp Hội đồng", "awards:sessions", "people", Can.SEE_SESSIONS, 240)
register(AWARDS, "Quyết định", "awards:decisions", "file-earmark-check", Can.SEE_AWARDS, 250)
register(AWARDS, "Sổ khen thưởng", "awards:book", "journal-bookmark", Can.SEE_AWARDS, 260)
register(AWARDS, "Giấy khen", "awards:certificates", "award", Can.KEEP_CERTIFICATES, 270)
register(AWARDS, "Trình cấp trên", "awards:proposals", "send", Can.SEE_UNANNOUNCED, 280)
register(AWARDS, "Sáng kiến", "awards:initiatives", "lightbulb", Can.SEE_NOMINATIONS, 290)
register(AWARDS, "Đánh giá, xếp loại", "awards:standing", "graph-up", Can.SEE_NOMINATIONS, 300)
register("Địa phương", "Hội đồng", "awards:councils", "person-badge", Can.SEE_SESSIONS, 840)
register("Địa phương", "Quy tắc biểu quyết", "awards:voting-rules", "check2-square", Can.KEEP_COUNCILS, 850)
register("Địa phương", "Thành phần hồ sơ", "awards:dossier-rules", "list-ul", Can.KEEP_STANDING, 860)
