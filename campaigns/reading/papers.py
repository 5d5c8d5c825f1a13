"""Which paper a sentence speaks of: a report, a dossier, a report of achievements, a registration, a plan."""

import re

_PAPERS = (
    ("achievement_report", r"báo cáo (?:tóm tắt )?thành tích"),
    ("dossier", r"hồ sơ|đề nghị (?:xét )?khen|danh sách (?:đề nghị|bình xét)|tờ trình"),
    ("registration", r"đăng ký|giao ước|ký kết|ký cam kết|bản cam kết"),
    (
        "plan",
        r"(?:gửi|nộp|ban hành|xây dựng|cụ thể hóa|cụ thể hoá)[^.;]{0,70}kế hoạch(?! này)"
        r"|kế hoạch (?:phát động|thực hiện|triển khai|của)",
    ),
    ("unit_report", r"báo cáo|thống kê"),
    ("difficulty", r"khó khăn|vướng mắc"),
)
_WEAK = (
    ("dossier", r"thẩm định|bình xét|xét khen|khen thưởng"),
    ("unit_report", r"tổng hợp|số liệu|sơ kết|tổng kết"),
)
_REPORT = re.compile(
    r"báo cáo (?!thành tích|tóm tắt)(?:kết quả|kết thúc|tổng kết|sơ kết|năm|tình hình|quý|tháng)", re.IGNORECASE
)
_DOSSIER = re.compile(r"hồ sơ|danh sách đề nghị|đề nghị khen", re.IGNORECASE)
_ACHIEVEMENTS = re.compile(r"báo cáo (?:tóm tắt )?thành tích", re.IGNORECASE)
_PLAN_AND_PLEDGE = re.compile(
    r"kế hoạch (?!này|số)[^,;]{0,40}\bvà\b[^;]{0,30}đăng ký|đăng ký[^;]{0,60}\bvà\b[^;]{0,20}kế hoạch", re.IGNORECASE
)


def papers_due(lead: str, after: str, above: str) -> list[str]:
    """Return what is due at a last day, told by the words before it, after it and above it; “other” where unclear."""
    for words in (lead, after):
        if both := _both(words):
            return both
        if found := paper_in(words, nearest_end=words is lead):
            return [found]
    for words in (above.rstrip("; ").rpartition(";")[2], above):
        if found := paper_in(words, nearest_end=True):
            return [found]
    for words in (lead, after, above):
        if found := _nearest(words, _WEAK, nearest_end=True):
            return [found]
    return ["other"]


def paper_in(words: str, *, nearest_end: bool) -> str | None:
    """Return the paper that words name, that nearest their end or their beginning; None if they name none."""
    if _ACHIEVEMENTS.search(words) and not re.search(r"hồ sơ", words, re.IGNORECASE):
        return "achievement_report"
    found = _nearest(words, _PAPERS, nearest_end=nearest_end)
    return "dossier" if found == "achievement_report" else found


def papers_in(words: str) -> set[str]:
    """Return every paper that words name."""
    return {name for name, form in _PAPERS if re.search(form, words, re.IGNORECASE)}


def _nearest(words: str, table: tuple[tuple[str, str], ...], *, nearest_end: bool) -> str | None:
    """Return the name of the pattern that is met nearest one end of the words."""
    found = [
        (match.end() if nearest_end else -match.start(), name)
        for name, form in table
        for match in re.finditer(form, words, re.IGNORECASE)
    ]
    return max(found)[1] if found else None


def _both(words: str) -> list[str]:
    """Return two papers where one day holds for both: “hồ sơ … và báo cáo kết quả …”."""
    if _REPORT.search(words) and _DOSSIER.search(words):
        return ["unit_report", "dossier"]
    return ["plan", "registration"] if _PLAN_AND_PLEDGE.search(words) else []
