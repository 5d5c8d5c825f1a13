"""Dates, last days and periods in words: what “trước ngày 30/11”, “chậm nhất 05 ngày sau khi …” ask for."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

_DAY = (
    r"(?P<day{0}>\d{{1,2}})\s*(?:/|\.|-|\s+tháng\s+)\s*(?P<month{0}>\d{{1,2}})(?:\s*(?:/"
    r"|\.|-|\s+năm\s+)\s*(?P<year{0}>\d{{4}}))?"
)
_CUE = (
    r"(?P<cue>trước(?:\s+(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{1,2}\s*(?:phút)?)?\s*,?))?(?!\s+(?:đây|hết|mắt|khi|tiên))"
    r"|hạn\s+(?:cuối|chót|nộp|gửi|nhận)\s[^.;:\d]{2,40}:"
    r"|(?:chậm|muộn|trễ)\s+nhất(?:\s+(?:là|vào|đến|tới|trước|trong|hết))*|hạn\s+(?:cuối"
    r"|chót|nộp|gửi)(?:\s+(?:cùng|là|đến|hết|trước|vào))*"
    r"|(?:đến|tới|cho\s+đến)?\s*hết|không\s+(?:quá|muộn\s+hơn)|xong\s+trước|vào|trong|đến"
    r"|tới|(?:thời hạn|thời gian)[^.;:]{0,30}:)"
)
_WEEKDAY = r"(?:(?:thứ\s+[^\W\d]+|chủ nhật)\s*,?\s*)?"
_HOUR = r"(?P<hour>\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{1,2}\s*(?:phút)?)?\s*,?\s*)?"
_DATED = re.compile(
    _CUE
    + rf"\s*{_HOUR}{_WEEKDAY}(?:ngày\s+)?(?:(?:mùng|mồng)\s+)?"
    + _DAY.format("")
    + r"(?P<each>\s*(?:của\s+)?(?:hằng|hàng|mỗi|các)\s+năm)?",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    _CUE + r"\s*(?:ngày\s+)?(?P<day>\d{1,2})\s*(?:,|của|trong)?\s*(?P<every>(?:hằng|hàng|mỗi)\s+tháng"
    r"|(?:của\s+)?tháng\s+(?:sau|kế tiếp|tiếp theo|liền kề|liền sau)"
    r"|(?:của\s+)?tháng\s+(?:cuối|đầu)(?:\s+(?:của\s+)?(?:mỗi\s+)?quý|\s+hằng\s+quý)|(?:hằng|hàng|mỗi)\s+quý)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?P<every>(?:hằng|hàng|mỗi)\s+(?:tháng|quý))[^.;]{0,30}?(?P<cue>trước"
    r"|chậm nhất(?:\s+là)?|vào|muộn nhất)\s+ngày\s+(?P<day>\d{1,2})(?!\s*[/.\-]\s*\d"
    r"|\s+tháng\s+\d)",
    re.IGNORECASE,
)
_EACH_DAY = re.compile(
    r"(?P<cue>)\bngày\s+(?P<day>\d{1,2})\s+(?P<every>(?:hằng|hàng|mỗi)\s+(?:tháng|quý))", re.IGNORECASE
)
_IN_MONTH = re.compile(
    r"(?P<cue>trong|vào|trước|chậm nhất(?:\s+trong)?|hết|đến hết|đầu|cuối|giữa"
    r"|khoảng)\s+(?:tuần\s+\w+\s+|cuối\s+|đầu\s+|trung tuần\s+"
    r"|nửa\s+\w+\s+)?tháng\s+(?P<month>\d{1,2})"
    r"(?:\s*(?:/|-|\s+năm\s+)\s*(?P<year>\d{4}))?(?P<each>\s*(?:hằng|hàng|mỗi)\s+năm)?",
    re.IGNORECASE,
)
_IN_QUARTER = re.compile(
    r"(?P<cue>trong|vào|cuối|hết|trước)\s+quý\s+(?P<quarter>I{1,3}|IV|[1-4])(?:\s*(?:/|-|\s+năm\s+)\s*(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:(?:chậm|muộn)\s+nhất(?:\s+là)?|trong(?:\s+(?:vòng|thời hạn|thời gian))?|sau"
    r"|không quá)\s+(?P<days>\d{1,2})\s*(?:\(\w+\)\s*)?ngày"
    r"(?P<working>\s+làm việc)?\s*,?\s*\(?\s*(?:kể\s+)?(?:từ\s+(?:khi|ngày|lúc)|sau\s+khi"
    r"|sau\s+ngày|tính từ(?:\s+ngày|\s+khi)?|kể từ(?:\s+ngày|\s+khi)?|sau)\s+"
    r"(?P<event>[^,.;()]{4,90})",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"^[^.;]{0,80}?(?:\bvà|,|\bđến)\s[^.;]{0,60}?\b\d{1,2}\s*/\s*\d{1,2}\s*/\s*(20\d{2})\b")
_AGAIN = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|và|hoặc)\s*(?:và\s+)?(?:trước\s+)?(?P<what>(?:ngày\s+)?"
    + _DAY.format("")
    + r"(?P<each>\s*(?:của\s+)?(?:hằng|hàng|mỗi|các)\s+năm)?)"
    r"(?=\s*(?:[,;.)(]|$|và\b|để\b|gửi\b|báo\b|hoặc\b|về\b|\(|đối\b|cho\b"
    r"|các\b|mỗi\b|phải\b))",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"ngay\s+(?:sau\s+)?khi\s+(?:lập|đạt|có)(?:\s+được)?\s+thành tích", re.IGNORECASE)
_AT_END = re.compile(r"(?:kết thúc|khi kết thúc|sau khi kết thúc)\s+(?:phong trào|đợt)(?:\s+thi đua)?", re.IGNORECASE)
_LATER = re.compile(
    r"(?:thực hiện\s+)?theo\s+(?:kế hoạch|hướng dẫn|thông báo|văn bản)\s+(?:tổng kết"
    r"|sơ kết|riêng|cụ thể|của)[^.;]{0,120}",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:số\s*:?\s*[\d./]+[-\w/.&ĐÔƯƠ]*|luật|nghị định|nghị quyết|quyết định|kế hoạch"
    r"|chỉ thị|công văn|thông tư|hướng dẫn|văn bản|ký)\s*,?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A last day in words: kind as in a plan's deadlines, its parts, whether that day still counts, and doubts."""

    kind: str
    words: str
    span: tuple[int, int]
    on: date | None = None
    day: int | None = None
    month: int | None = None
    inclusive: bool = True
    days_after: int | None = None
    event: str = ""
    warnings: tuple[str, ...] = ()

    def facts(self) -> dict:
        """Return what the words say as plain values."""
        told = {"kind": self.kind, "inclusive": self.inclusive}
        if self.on:
            told["on"] = self.on.isoformat()
        for name in ("day", "month", "days_after", "event"):
            if value := getattr(self, name):
                told[name] = value
        return told


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def limits(sentence: str, *, year: int | None) -> list[Limit]:
    """Return every last day that a sentence states, in order; `year` is the plan's own."""
    return list(_limits(sentence, year))


@lru_cache(maxsize=1024)
def _limits(sentence: str, year: int | None) -> tuple[Limit, ...]:
    """Return the same for reading a sentence more than once."""
    found: list[Limit] = []
    for pattern, make in (
        (_AFTER, _after),
        (_MONTHLY, _monthly),
        (_EVERY, _monthly),
        (_EACH_DAY, _monthly),
        (_DATED, _dated),
        (_IN_MONTH, _in_month),
        (_IN_QUARTER, _in_quarter),
        (_AT_ONCE, _at_once),
        (_AT_END, _at_end),
        (_LATER, _later),
    ):
        for match in pattern.finditer(sentence):
            taken = any(match.start() < each.span[1] and each.span[0] < match.end() for each in found)
            if not taken and (limit := make(match, sentence, year)):
                found.append(limit)
    found += [again for limit in list(found) for again in _again(limit, found, sentence, year)]
    return tuple(sorted(found, key=lambda each: each.span))


def _again(limit: Limit, found: list[Limit], sentence: str, year: int | None) -> list[Limit]:
    """Return the days that share the word before the first: trước ngày 15/6 và ngày 15/12 hằng năm."""
    cue = re.match(_CUE, limit.words, re.IGNORECASE)
    more: list[Limit] = []
    end = limit.span[1]
    while limit.kind in ("on_date", "yearly") and cue and (match := _AGAIN.match(sentence, end)):
        end = match.end()
        if any(match.start("what") < each.span[1] and each.span[0] < end for each in found):
            break
        words = f"{cue[0]} {match['what']}"
        again = _dated(_DATED.match(words + sentence[end:]), words + sentence[end:], year)
        if again is None:
            break
        if limit.kind == "yearly" and again.kind == "on_date" and not match["year"]:
            again = replace(
                again, kind="yearly", on=None, day=int(match["day"]), month=int(match["month"]), warnings=()
            )
        more.append(replace(again, words=words, span=match.span("what")))
    return more


def _inclusive(cue: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether the day named still counts, and what is doubtful about the words."""
    cue = " ".join(cue.lower().split())
    hour = re.search(r"\d+\s*(?:giờ|h)", cue)
    if hour:
        return True, (f"Kế hoạch ghi cả giờ (“{cue}”); phần mềm tính hết ngày đó.",)
    if "trước" in cue and "nhất" in cue:
        return False, (f"“{cue}” vừa tính vừa không tính ngày đó; đang hiểu là không tính.",)
    return "trước" not in cue, ()


def _dated(match: re.Match, sentence: str, year: int | None) -> Limit | None:
    """Read a day: trước ngày 30/11/2025, chậm nhất ngày 05 tháng 12, trước ngày 20/11 hằng năm."""
    cue = match["cue"].strip()
    weak = cue.lower() in ("vào", "trong", "đến", "tới")
    if _CITED.search(sentence[: match.start()]) and weak:
        return None
    inclusive, warnings = _inclusive(f"{cue} {match['hour'] or ''}".strip())
    day, month = int(match["day"]), int(match["month"])
    words = match[0].strip()
    if match["each"] and not match["year"]:
        if not real_day(2024, month, day):
            return Limit(
                "yearly", words, match.span(), None, day, month, inclusive, warnings=(f"Không có ngày {day}/{month}.",)
            )
        return Limit("yearly", words, match.span(), None, day, month, inclusive, warnings=warnings)
    if not match["year"]:
        return _without_year(match, sentence, year, inclusive, warnings)
    on = real_day(int(match["year"]), month, day)
    if on is None:
        warnings += (f"Không có ngày {day}/{month}/{match['year']}.",)
        return Limit("on_date", words, match.span(), None, day, month, inclusive, warnings=warnings)
    return Limit("on_date", words, match.span(), on, inclusive=inclusive, warnings=warnings)


def _without_year(match, sentence, year, inclusive, warnings) -> Limit | None:
    """Read a day without year: the plan's year, to be looked at; a bare fraction is no day."""
    strong = re.match(r"trước|chậm|muộn|trễ|hạn|xong", match["cue"].strip(), re.IGNORECASE)
    if not strong and "ngày" not in match[0].lower() and "tháng" not in match[0].lower():
        return None
    if re.match(r"\s*[/\-]\s*[A-ZĐ]", sentence[match.end() :]):
        return None
    day, month = int(match["day"]), int(match["month"])
    later = re.match(r"\s*(?:của\s+)?năm\s+(?:sau|tiếp theo|liền kề)", sentence[match.end() :])
    if re.search(r"(?:hằng|hàng|mỗi)\s+năm|định kỳ\s+(?:hằng|hàng)?\s*năm", sentence, re.IGNORECASE):
        return Limit("yearly", match[0].strip(), match.span(), None, day, month, inclusive, warnings=warnings)
    if shared := _YEAR_AFTER.search(sentence[match.end() :]):
        return Limit(
            "on_date", match[0].strip(), match.span(), real_day(int(shared[1]), month, day), inclusive=inclusive,
            warnings=warnings,
        )  # fmt: skip
    warnings += ("Kế hoạch không ghi năm của ngày này.",)
    on = real_day(year + bool(later), month, day) if year else None
    return Limit("on_date", match[0].strip(), match.span(), on, day, month, inclusive, warnings=warnings)


def _monthly(match: re.Match, sentence: str, year: int | None) -> Limit:
    """Read a day that comes every month or every quarter."""
    inclusive, warnings = _inclusive(match["cue"])
    kind = "quarterly" if "quý" in match["every"].lower() else "monthly"
    if re.search(r"(?:hằng|hàng|mỗi)\s+quý|theo quý", sentence, re.IGNORECASE):
        kind = "quarterly"
    return Limit(kind, match[0].strip(), match.span(), None, int(match["day"]), None, inclusive, warnings=warnings)


def _in_month(match: re.Match, sentence: str, year: int | None) -> Limit | None:
    """Read a month: its last day, to be looked at; “trước tháng” ends with the month before."""
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    before = match["cue"].lower() == "trước" and "cuối" not in match[0].lower()
    words = match[0].strip()
    if match["each"]:
        last = monthrange(2023, month)[1]
        return Limit(
            "yearly",
            words,
            match.span(),
            None,
            1 if before else last,
            month,
            not before,
            warnings=("Kế hoạch chỉ ghi tháng; đang lấy ngày cuối tháng.",),
        )
    named = int(match["year"]) if match["year"] else year
    warnings = ("Kế hoạch chỉ ghi tháng; đang lấy ngày cuối tháng.",)
    if not match["year"]:
        warnings += ("Kế hoạch không ghi năm của tháng này.",)
    on = (date(named, month, 1) if before else month_end(named, month)) if named else None
    return Limit("on_date", words, match.span(), on, inclusive=not before, warnings=warnings)


def _in_quarter(match: re.Match, sentence: str, year: int | None) -> Limit:
    """Read a quarter: its last day, to be looked at; “trước quý” ends with the quarter before."""
    quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match["quarter"].upper()) or int(match["quarter"])
    named = int(match["year"]) if match["year"] else year
    words, before = match[0].strip(), match["cue"].lower() == "trước"
    if before:
        on = date(named, 3 * quarter - 2, 1) if named else None
        doubts = ("Kế hoạch chỉ ghi quý; đang lấy ngày đầu quý.",)
        return Limit("on_date", words, match.span(), on, inclusive=False, warnings=doubts)
    on = month_end(named, 3 * quarter) if named else None
    return Limit("on_date", words, match.span(), on, warnings=("Kế hoạch chỉ ghi quý; đang lấy ngày cuối quý.",))


def _after(match: re.Match, sentence: str, year: int | None) -> Limit:
    """Read a number of days after an event."""
    warnings = ("Thời hạn tính từ một sự việc; cần người nhập ngày cụ thể.",)
    if match["working"]:
        warnings += ("Tính theo ngày làm việc.",)
    return Limit(
        "after_event",
        match[0].strip(),
        match.span(),
        days_after=int(match["days"]),
        event=re.split(r"\s+(?:về|gửi|nộp|qua)\s", match["event"].strip())[0],
        warnings=warnings,
    )


def _at_once(match: re.Match, sentence: str, year: int | None) -> Limit:
    """Read “ngay sau khi lập được thành tích”."""
    return Limit("at_once", match[0], match.span())


def _at_end(match: re.Match, sentence: str, year: int | None) -> Limit | None:
    """Read “kết thúc phong trào …”, a last day only where something is sent or reported."""
    if not re.search(r"báo cáo|gửi|nộp|hồ sơ", sentence[match.end() :], re.IGNORECASE):
        return None
    return Limit("end_of_campaign", match[0], match.span(), warnings=("Kế hoạch không ghi ngày cụ thể.",))


def _later(match: re.Match, sentence: str, year: int | None) -> Limit | None:
    """Read a time that a later plan or guidance will set."""
    if not re.search(r"thời gian|thời hạn|hồ sơ", sentence[: match.start()], re.IGNORECASE):
        return None
    if not re.search(r"kế hoạch tổng kết|hướng dẫn|thông báo|văn bản riêng|kế hoạch riêng", match[0], re.IGNORECASE):
        return None
    return Limit("later_plan", match[0].strip(), match.span())
