"""How many awards a plan allows: numbers with their nouns, and every shape in which they are said."""

import re
from dataclasses import dataclass, replace

from campaigns.reading.letters import pattern
from kit.vietnamese import fold

SUBJECTS = {
    "collective": (
        "tập thể", "thôn", "xóm", "bản", "ấp", "khu phố", "khóm", "buôn", "tổ dân phố", "khu dân cư", "đơn vị",
        "cơ quan", "doanh nghiệp", "trường học", "trường", "chi bộ", "chi hội", "mô hình", "cơ sở", "dòng họ", "làng",
        "hợp tác xã", "tổ tự quản", "khu vực", "giải tập thể",
    ),
    "individual": (
        "cá nhân", "hội viên", "đoàn viên", "học sinh", "giáo viên", "cán bộ, công chức", "cán bộ", "công chức",
        "viên chức", "người", "chủ tàu", "chủ hộ", "chủ cơ sở", "chiến sĩ", "nông dân", "đồng chí", "giải cá nhân",
    ),
    "household": ("hộ gia đình", "hộ dân", "hộ", "gia đình"),
}  # fmt: skip
NOUNS = {noun: subject for subject, nouns in SUBJECTS.items() for noun in nouns}
_PLAIN = (
    "trường hợp",
    "đội",
    "tổ",
    "sáng kiến",
    "giải (?:nhất|nhì|ba|tư|khuyến khích|đặc biệt|phụ|a|b|c)",
    r"giải(?= (?:trị giá|thưởng|mỗi))|giải(?=\s*[,;.(]|\s*$)",
    "suất",
)
_NOUN = "|".join(sorted((*NOUNS, *_PLAIN), key=len, reverse=True)).replace(
    "|bản|", "|bản(?! (?:chính|sao|gốc|in)|\\))|"
)
_LEAST = r"tối\s+thiểu|ít\s+nhất|từ"
_MOST = r"không\s+(?:quá|vượt\s+quá)|tối\s+đa|nhiều\s+nhất"
_UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip
_DIGIT = "|".join(_UNITS)
_SPELLED = rf"(?:{_DIGIT}|mười)(?:\s+(?:mươi|{_DIGIT})){{0,2}}"
_BRACKETED = pattern(rf"\b(?P<spelt>{_SPELLED})\s*\(\s*(?P<count>\d{{1,3}})\s*\)", re.IGNORECASE)
_AMOUNT = pattern(
    rf"(?P<limit>(?:{_MOST}|{_LEAST}|khoảng)\s+(?:là\s+)?)?"
    r"(?P<count>\d{1,3})(?![\d/.%]|,\d)\s*(?:\(\s*(?P<spelt>[«a» ]+?)\s*\)\s*)?"
    r"(?:(?:mô hình|điển hình|gương|tấm gương|danh hiệu)\s+(?=tập thể|cá nhân))?"
    rf"(?P<noun>{_NOUN})\b"
    r"(?P<rest>\s*(?:,|và|hoặc|/|-|–)\s*(?P<second>cá nhân|tập thể|hộ gia đình)\b(?!\s*\d))?"
    r"(?P<either>\s*\(\s*(?:tập thể|cá nhân|hộ)[^)]*\))?",
    re.IGNORECASE,
)
_SPELT = pattern(
    rf"\b(?P<spelt>{_SPELLED})\s+(?:\(\s*(?P<digits>\d+)\s*\)\s*)?"
    r"(?P<noun>tập thể|cá nhân|hộ gia đình|trường hợp)\b",
    re.IGNORECASE,
)
_LABELLED = pattern(
    rf"(?P<noun>tập thể|cá nhân|hộ gia đình|hộ|gia đình)\s*:\s*(?P<limit>(?:{_MOST}|{_LEAST}|khoảng)\s+)?"
    r"(?P<count>\d{1,3})(?=\s*(?:[,.;)]|$|(?:và|giấy khen|bằng khen|suất|phần)\b"
    r"|(?:tập thể|cá nhân|hộ|hộ gia đình)\s*:))",
    re.IGNORECASE,
)
_SHARED_OUT = pattern(
    r"\s*(?:/\s*(?:0?1\s+)?(?=[«a»]{2})|(?:ở|cho|trong|tại)?\s*(?:mỗi|một|từng)\s+)"
    r"(?!năm|đợt|quý|tháng|lần|tổng|cá nhân|tập thể|hộ gia)",
    re.IGNORECASE,
)
_PERCENT = pattern(
    rf"(?P<limit>(?:{_MOST}|ít\s+nhất|khoảng)\s+)?(?P<percent>\d{{1,3}}(?:,\d+)?)\s*%(?=\s*(?P<of>[^.;%]{{0,90}}))",
    re.IGNORECASE,
)
_FREE = pattern(
    r"không\s+(?:hạn chế|giới hạn|khống chế|ấn định|quy định(?:\s+cụ thể)?|hạn định)\s+(?:về\s+)?"
    r"(?:số lượng|tỷ lệ|số|mức|chỉ tiêu)"
    r"|số lượng[^.;]{0,80}(?:phù hợp với|theo thực tế|tùy theo|tuỳ theo"
    r"|căn cứ (?:vào )?(?:kết quả|thành tích|tình hình)|không hạn chế|không giới hạn|không khống chế"
    r"|do (?:hội đồng|chủ tịch))"
    r"|không hạn chế|không giới hạn(?: số)?|không tính vào số lượng"
    r"|theo\s+(?:thực tế|kết quả|thành tích)\s+(?:thành tích|thực tế|đạt được)|khen[^.;]{0,40}theo thực tế",
    re.IGNORECASE,
)
_PER_BODY = pattern(
    r"\bmỗi\s+(?!năm|tháng|quý|tuần|lần|giải|loại|hình thức|danh hiệu|trường hợp|nội dung|đợt|kỳ)[«a»][^.;]{0,80}",
    re.IGNORECASE,
)
_AWARDED = pattern(r"khen|tặng|tôn vinh|giải|đề nghị|chọn|bình xét|suất|biểu dương", re.IGNORECASE)
_PROPOSED = pattern(
    r"được\s+(?:giới thiệu|đề cử|đề nghị)|giới thiệu\s+(?:không quá|tối đa)?\s*\d"
    r"|mỗi\s[^.;:]{0,60}?\s(?:đề nghị|đề cử|giới thiệu)\b",
    re.IGNORECASE,
)
_NO_AWARDS = pattern(r"\bcứ\s+$", re.IGNORECASE)
_MERIT = pattern(r"\b(?:vận động|giúp(?: đỡ)?|hỗ trợ|hướng dẫn|thu hút)(?:\s+(?:được|thêm))?\s+$", re.IGNORECASE)
_AND_MORE = pattern(r"[^.;:()\d]{0,60}\b(?:và|cùng)\s*|[^.;:()\d]{0,60},\s*", re.IGNORECASE)
_MAYBE_MOST = "Không rõ “không quá” đứng trước có nói cả về số này không."
_MAYBE_EACH = "Không rõ “mỗi” đứng sau có nói cả về số này không."
_CHAIN = pattern(r"[\s,]*(?:và\s+)?(?:[«a»]+\s+){0,2}", re.IGNORECASE)
_POOL = "Dùng chung cho tập thể và cá nhân; kế hoạch không nói chia thế nào."


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of awards as a plan words it, and what is doubtful about it."""

    words: str
    shape: str
    subject: str | None = None
    count: int | None = None
    percent: str | None = None
    warnings: tuple[str, ...] = ()


def amounts(sentence: str) -> list[Amount]:
    """Return every number of awards in a sentence; a number without a subject or a share is none."""
    sentence = _BRACKETED.sub(lambda match: f"{match['count']} ({match['spelt']})", sentence)
    found: list[tuple[tuple[int, int], Amount]] = []
    bodies = [_scope(sentence, match) for match in _PER_BODY.finditer(sentence)]
    for match in _PERCENT.finditer(sentence):
        if not match["limit"] and _threshold(sentence, match):
            continue
        if match["limit"] or re.search(r"khen|giải|tổng số", sentence, re.IGNORECASE):
            found.append((match.span(), _share(match)))
    labelled = [(match.span(), _number(match, False, sentence)) for match in _LABELLED.finditer(sentence)]
    for match in _AMOUNT.finditer(sentence):
        if _NO_AWARDS.search(sentence[: match.start()]) or match["limit"] and _MERIT.search(sentence[: match.start()]):
            continue
        if _overlaps(match, [*found, *labelled]) or re.search(r"[\d.,/]$", sentence[: match.start("count")]):
            continue
        per_body = any(start < match.start() < end for start, end in bodies)
        amount = _number(match, per_body, sentence)
        if per_body and _explains(sentence, match, found, amount):
            found[-1] = (found[-1][0], _explained(found[-1][1], match))
            continue
        if inside := _part_of(sentence, match, found, amount):
            found[inside - 1] = (found[inside - 1][0], _parted(found[inside - 1][1], match))
            continue
        if _chained(sentence, match, found, amount):
            amount = replace(amount, shape="ceiling")
        elif _both_each(sentence, match, found, amount, per_body):
            found[-1] = (found[-1][0], replace(found[-1][1], shape="per_body", warnings=(_MAYBE_EACH,)))
        elif _maybe_limited(sentence, match, found, amount):
            amount = replace(amount, warnings=(*amount.warnings, _MAYBE_MOST))
        found.append((match.span(), amount))
    found += labelled
    found += [(match.span(), _spelt(match)) for match in _SPELT.finditer(sentence) if not _overlaps(match, found)]
    if not found and (match := _FREE.search(sentence)):
        found.append((match.span(), Amount(match[0], "not_fixed")))
    return _judged([amount for _, amount in sorted(found, key=lambda each: each[0])], sentence)


def _threshold(sentence: str, match: re.Match) -> bool:
    """Say whether a share is what somebody must reach (votes, a result) and not how many may be honoured."""
    after, before = sentence[match.end() : match.end() + 40], sentence[max(match.start() - 90, 0) : match.start()]
    return bool(re.match(r"[^,.;%]{0,30}trở lên", after) or re.search(r"phiếu|tán thành|đồng ý", before, re.IGNORECASE))


def prizes(sentence: str) -> bool:
    """Say whether a sentence tells how many prizes there are, whatever it says of money besides."""
    return bool(re.search(r"\b\d{1,3}\s+giải\b(?!\s+pháp)", sentence, re.IGNORECASE))


def spelled(words: str) -> int | None:
    """Return a number up to 99 written in letters: mười hai, hai mươi lăm; None for other words."""
    parts = words.lower().split()
    if not parts or not all(part in _UNITS or part in ("mười", "mươi") for part in parts):
        return None
    if "mười" in parts or "mươi" in parts:
        at = parts.index("mười") if "mười" in parts else parts.index("mươi")
        tens = _UNITS.get(parts[0], 1) if parts[at] == "mươi" else 1
        return 10 * tens + (_UNITS.get(parts[at + 1], 0) if at + 1 < len(parts) else 0)
    return _UNITS[parts[0]] if len(parts) == 1 else None


def free_words(sentence: str) -> bool:
    """Say whether a sentence leaves the number open: không hạn chế, phù hợp với kết quả."""
    return bool(_FREE.search(sentence))


def awards(sentence: str) -> bool:
    """Say whether a sentence speaks of giving awards."""
    return bool(_AWARDED.search(sentence))


def _scope(sentence: str, match: re.Match) -> tuple[int, int]:
    """Return how far “mỗi …” reaches: to the end of its clause, or of the brackets in which it stands."""
    before = sentence[: match.start()]
    if before.count("(") > before.count(")") and (closes := sentence.find(")", match.start())) >= 0:
        return match.start(), closes
    return match.span()


def _overlaps(match: re.Match, found: list[tuple[tuple[int, int], Amount]]) -> bool:
    """Say whether words were already read as a number."""
    return any(match.start() < end and start < match.end() for (start, end), _ in found)


def _explains(sentence: str, match: re.Match, found: list[tuple[tuple[int, int], Amount]], amount: Amount) -> bool:
    """Say whether brackets only tell how the number before them is shared out: 23 gia đình (mỗi bản 01 gia đình)."""
    if not found or found[-1][1].subject != amount.subject:
        return False
    return bool(re.fullmatch(r"\s*\(\s*mỗi\s[^()]*", sentence[found[-1][0][1] : match.start()], re.IGNORECASE))


def _part_of(sentence: str, match: re.Match, found: list[tuple[tuple[int, int], Amount]], amount: Amount) -> int:
    """Return the place, from 1, of the number that brackets part: 03 tập thể (01 thôn, 02 trường học); 0 for none."""
    opens = sentence.rfind("(", 0, match.start())
    if opens < 0 or ")" in sentence[opens : match.start()] or amount.subject is None:
        return 0
    for place in range(len(found), 0, -1):
        (_, end), before = found[place - 1]
        if end <= opens and before.subject == amount.subject and not sentence[end:opens].strip(" ,"):
            return place
    return 0


def _parted(amount: Amount, match: re.Match) -> Amount:
    """Return a number with a part of it as something to look at."""
    return replace(amount, warnings=(*amount.warnings, f"Kế hoạch ghi thêm trong ngoặc: {match[0].strip()}."))


def _explained(amount: Amount, match: re.Match) -> Amount:
    """Return a number with how it is shared out as something to look at."""
    return replace(amount, warnings=(*amount.warnings, f"Kế hoạch ghi thêm trong ngoặc: mỗi nơi {match[0].strip()}."))


def _chained(sentence: str, match: re.Match, found: list[tuple[tuple[int, int], Amount]], amount: Amount) -> bool:
    """Say whether a limit said before goes on: không quá 05 tập thể, 10 hộ gia đình và 15 cá nhân."""
    if amount.shape != "fixed" or match["limit"] or not found or found[-1][1].shape != "ceiling":
        return False
    return bool(_CHAIN.fullmatch(sentence[found[-1][0][1] : match.start()]))


def _both_each(sentence: str, match: re.Match, found: list, amount: Amount, before: bool) -> bool:
    """Say whether “mỗi” after a number may be meant for the number before it too: 01 tập thể, 02 cá nhân mỗi thôn."""
    if before or amount.shape != "per_body" or not found or found[-1][1].shape not in ("fixed", "ceiling"):
        return False
    return bool(_CHAIN.fullmatch(sentence[found[-1][0][1] : match.start()]))


def _maybe_limited(sentence: str, match: re.Match, found: list[tuple[tuple[int, int], Amount]], amount: Amount) -> bool:
    """Say whether a limit on a share may be meant for this number too: không quá 15% tổng số thôn và 20 cá nhân."""
    if amount.shape != "fixed" or match["limit"] or not found or found[-1][1].shape != "percentage":
        return False
    limited = re.match(_MOST, found[-1][1].words, re.IGNORECASE)
    return bool(limited and _AND_MORE.fullmatch(sentence[found[-1][0][1] : match.start()]))


def _judged(found: list[Amount], sentence: str) -> list[Amount]:
    """Return the numbers with doubts that come of the whole sentence: parts of others, proposals, two limits."""
    doubts = []
    if _PROPOSED.search(sentence):
        doubts.append("Là số được giới thiệu, có thể không phải số được khen.")
    if re.search(r"trong đó\b[^.;]*\d", sentence, re.IGNORECASE):
        doubts.append("Có phần “trong đó”: số sau nằm trong số trước, không cộng thêm.")
    if {amount.shape for amount in found} >= {"percentage", "ceiling"}:
        doubts.append("Hai giới hạn cho cùng một loại khen.")
    if re.search(r"\bmỗi\s+(?:đợt|giai đoạn|quý|tháng|tuần|lần|kỳ)\b", sentence, re.IGNORECASE):
        doubts.append("Số lượng tính cho mỗi đợt, mỗi kỳ; không phải cho cả phong trào.")
    if re.search(r"mỗi tổ chức|theo điều lệ", sentence, re.IGNORECASE):
        doubts.append("Các tổ chức tự khen; có thể không phải số lượng của xã.")
    return [replace(amount, warnings=(*amount.warnings, *doubts)) for amount in found] if doubts else found


def _number(match: re.Match, per_body: bool, sentence: str) -> Amount:
    """Read digits with a noun: 01 tập thể; không quá 02 cá nhân; 02 trường hợp (tập thể hoặc cá nhân)."""
    words, noun, count = match[0].strip(), match["noun"].lower(), int(match["count"])
    limit = (match["limit"] or "").lower()
    warnings = []
    if re.match(_LEAST, limit):
        warnings.append(f"“{words}” là số ít nhất, không phải số lượng ấn định.")
    if "khoảng" in limit:
        warnings.append(f"“{words}” là số ước chừng.")
    spelt = spelled(match.groupdict().get("spelt") or "")
    differs = spelt is not None and spelt != count
    if differs:
        warnings.append(f"Số ghi bằng chữ ({match['spelt']}) khác số ghi bằng số ({match['count']}).")
    told = match.groupdict()
    if told.get("either") or noun == "trường hợp":
        return Amount(words, "shared_pool", None, count, None, (*warnings, _POOL))
    if told.get("second"):
        warnings.append(f"Không rõ {match['count']} là số chung hay số cho mỗi loại.")
        return Amount(words, "unclear", None, count, None, tuple(warnings))
    before = sentence[: match.start("count")]
    if re.search(r"\d\s*(?:đến|tới|-|–)\s*$", before):
        warnings.append(f"Kế hoạch ghi một khoảng; đang lấy số lớn ({match['count']}).")
    per_body = per_body or bool(_SHARED_OUT.match(sentence, match.end()))
    per_body = per_body and not re.search(r"tổng (?:cộng|số)[\s:]*(?:là\s+)?$", before, re.IGNORECASE)
    subject = NOUNS.get(noun) or _meant(sentence[match.end() :])
    shape = "unclear" if differs or "khoảng" in limit else "per_body" if per_body else _shape(limit)
    return Amount(words, shape, subject, count, None, tuple(warnings))


def _shape(limit: str) -> str:
    """Return the shape that the words before a number give it."""
    return "ceiling" if re.match(_MOST, limit) else "fixed"


def _meant(after: str) -> str | None:
    """Return for whom prizes are meant: “… dành cho các chủ tàu cá”."""
    found = re.search(rf"\b(?:cho|tặng)\s+(?:các\s+|những\s+|mỗi\s+)*(?P<noun>{_NOUN})\b", after, re.IGNORECASE)
    if found:
        return NOUNS.get(found["noun"].lower(), "collective" if found["noun"].lower() in ("tổ", "đội") else None)
    return None


def _spelt(match: re.Match) -> Amount:
    """Read a number written in letters."""
    count, noun = spelled(match["spelt"]), match["noun"].lower()
    warnings = ()
    if match["digits"] and int(match["digits"]) != count:
        warnings = (f"Số ghi bằng chữ ({match['spelt']}) khác số ghi bằng số ({match['digits']}).",)
    if noun == "trường hợp":
        return Amount(match[0], "shared_pool", None, count, None, (*warnings, _POOL))
    return Amount(match[0], "fixed", NOUNS.get(noun), count, None, warnings)


def _share(match: re.Match) -> Amount:
    """Read a share: không quá 30% tổng số thôn."""
    folded = fold(match["of"])
    named = [(found.start(), NOUNS[noun]) for noun in NOUNS if (found := re.search(rf"\b{fold(noun)}\b", folded))]
    subject = min(named)[1] if named else None
    return Amount(match[0].strip(), "percentage", subject, None, match["percent"].replace(",", "."))
