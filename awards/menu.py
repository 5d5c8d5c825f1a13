"""The pages of awards in the menu, and what awards know of a person or a unit, linked from their own pages."""

from communes.access import Can
from communes.navigation import register, register_link

AWARDS = "Khen thưởng"
APPRAISERS = (Can.APPRAISE, Can.CONFIRM_APPRAISAL, Can.GRANT_EXEMPTIONS)
register(AWARDS, "Hồ sơ đề nghị", "awards:nominations", "folder2-open", Can.SEE_NOMINATIONS, 200,
         pages=("awards:nomination-new", "awards:review*", "awards:eligibility-kept"))  # fmt: skip
register(AWARDS, "Thẩm định", "awards:appraisals", "clipboard-check", APPRAISERS, 210,
         pages=("awards:appraise", "awards:nomination-return", "awards:nomination-exempt", "awards:nomination-second",
                "awards:opinion-*"))  # fmt: skip
register(AWARDS, "Công khai danh sách", "awards:postings", "megaphone", Can.SEE_UNANNOUNCED, 220,
         pages=("awards:posting-*",))  # fmt: skip
register(AWARDS, "Số lượng, kinh phí", "awards:board", "columns-gap", Can.SEE_UNANNOUNCED, 230,
         pages=("awards:fund*", "awards:ranking-priorities"))  # fmt: skip
register(AWARDS, "Phiên họp Hội đồng", "awards:sessions", "people", Can.SEE_SESSIONS, 240,
         pages=("awards:session-item*", "awards:conflict-*", "awards:ballot*", "awards:minutes*"))  # fmt: skip
register(AWARDS, "Quyết định", "awards:decisions", "file-earmark-check", Can.SEE_AWARDS, 250,
         pages=("awards:decision-*",))  # fmt: skip
register(AWARDS, "Sổ khen thưởng", "awards:book", "journal-bookmark", Can.SEE_AWARDS, 260)
register(AWARDS, "Giấy khen", "awards:certificates", "award", Can.KEEP_CERTIFICATES, 270)
register(AWARDS, "Trình cấp trên", "awards:proposals", "send", Can.SEE_UNANNOUNCED, 280,
         pages=("awards:proposal-*",))  # fmt: skip
register(AWARDS, "Sáng kiến", "awards:initiatives", "lightbulb", Can.SEE_NOMINATIONS, 290)
register(AWARDS, "Đánh giá, xếp loại", "awards:standing", "graph-up", Can.SEE_NOMINATIONS, 300)
register("Địa phương", "Hội đồng", "awards:councils", "person-badge", Can.SEE_SESSIONS, 840,
         pages=("awards:seat-*",))  # fmt: skip
register("Địa phương", "Quy tắc biểu quyết", "awards:voting-rules", "check2-square", Can.KEEP_COUNCILS, 850)
register("Địa phương", "Thành phần hồ sơ", "awards:dossier-rules", "list-ul", Can.KEEP_STANDING, 860)

STANDING, BOOK = "Đánh giá, xếp loại, sáng kiến", "Khen thưởng đã nhận"
register_link("communes.person", STANDING, "awards:standing-person", "graph-up", Can.SEE_NOMINATIONS)
register_link("communes.person", BOOK, "awards:book-person", "journal-bookmark", Can.SEE_AWARDS)
register_link("communes.unit", STANDING, "awards:standing-unit", "graph-up", Can.SEE_NOMINATIONS)
register_link("communes.unit", BOOK, "awards:book-unit", "journal-bookmark", Can.SEE_AWARDS)
