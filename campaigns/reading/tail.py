"""The end of a plan: the closing sentence, the recipients, and who signs, also where two columns became one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.reading.findings import Finding, Leftover
from campaigns.reading.letterhead import added
from campaigns.reading.letters import pattern
from campaigns.reading.lines import Line

NO_POWER = "Chỗ ký không ghi thay mặt (TM.) hoặc ký thay (KT.)."
_RECIPIENTS = pattern(r"^\s*(?:[-+*]\s*)?n[ơo]i\s+nh[ậâ]n(?-i:(?!\s+[«a»]))\s*:?\s*", re.IGNORECASE)
_POWER = pattern(r"^(?:(?:TM|KT|TL|TUQ|Q)\s*[./]\s*\S|(?:T[/.]M|K[/.]T|T[/.]L|TM|KT)\.?\s+[«A»]{2})", re.IGNORECASE)
_POST = pattern(
    r"^(?:Q\.\s*|QUYỀN\s+)?(?:PHÓ\s+)?(?:TỔNG\s+)?(?:CHỦ\s+TỊCH|CHÁNH\s+(?:VĂN\s+PHÒNG|THANH\s+TRA)|BÍ\s+THƯ"
    r"|TRƯỞNG\s+(?:PHÒNG|BAN|TRẠM|CÔNG\s+AN|ĐOÀN)|GIÁM\s+ĐỐC|HIỆU\s+TRƯỞNG|CHỈ\s+HUY\s+TRƯỞNG|TRẠM\s+TRƯỞNG"
    r"|CHI\s+CỤC\s+TRƯỞNG)"
    r"(?:\s+(?:THƯỜNG TRỰC|PHỤ TRÁCH|UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|HỘI ĐỒNG|HĐ|XÃ|PHƯỜNG|ĐẶC KHU|CÔNG ĐOÀN"
    r"|ĐẢNG ỦY|ĐẢNG UỶ|SỞ|CHUYÊN TRÁCH|KIÊM)[\w\s\-–.,]*)?$"
)
_OFFICE = pattern(r"^(?:PHÓ|TRƯỞNG|CHỦ|GIÁM|HIỆU|CHÁNH|CHỈ|ỦY|UỶ|BÍ|QUYỀN|VIỆN|CỤC|TỔNG|TRẠM|ĐẠI\s+DIỆN|BAN|HỘI)\b")
_BODY = pattern(r"^(?:(?:TM|T/M)\s*[./]\s*)?(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|HỘI ĐỒNG THI ĐUA)[\w\s\-–]*$")
_SIGNED = pattern(
    r"^\(?\s*(?:đã ký|ký tên|ký, (?:ghi rõ họ tên|đóng dấu)|ký và đóng dấu|chữ ký)[^)]*\)?$", re.IGNORECASE
)
_RANK = (
    r"(?:(?:thiếu|trung|thượng|đại)\s+(?:tá|úy|uý|tướng)|thạc sĩ|tiến sĩ|bác sĩ|ThS\.?|TS\.?|BS\.?"
    r"|ông|bà|đ/c|đồng chí)\s+"
)
_NAME = pattern(rf"^(?:(?i:{_RANK}))?(?:[«A»][«a»']*\s+){{1,5}}[«A»][«a»']+$")
_NAME_CAPITALS = pattern(r"^(?:[«A»]{2,}\s+){1,4}[«A»]{2,}$")
_ANNEX = pattern(
    r"^(?:phụ lục|bảng (?:chấm|tiêu|điểm|tổng|tự)|bộ tiêu chí|biểu (?:mẫu|số|chấm)"
    r"|mẫu (?:số|\d)|danh (?:sách|mục)|tiêu chí chấm)\b",
    re.IGNORECASE,
)
_BULLET = pattern(r"^\s*[-+*]\s*")
_GLUED = pattern(
    r"(?<!\bKT)(?<!\bTM)(?<!\bTL)(?<!TUQ)(?<!K/T)(?<!\bQ)[;.:)]\s*(?P<right>(?:(?:TM|KT|TL"
    r"|TUQ)\s*\.\s*[«A» ]{4,}|(?:PHÓ\s+)?CHỦ TỊCH)\s*)$"
)


_FILED = pattern(r"^[-+\s]*[Ll]ưu\b[^.]{1,40}\.\s+(?P<right>(?:[«A»][«a»']+\s+){1,4}[«A»][«a»']+)$")


@dataclass(slots=True)
class Tail:
    """What stands below the last section: places of its first line and of the first line of an annex."""

    begins: int
    ends: int
    findings: list[Finding] = field(default_factory=list)
    silent: list[Leftover] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)


def read_tail(lines: Sequence[Line]) -> Tail:
    """Return recipients and signature; places count within `lines`."""
    begins = _begin(lines)
    if begins is None:
        return Tail(len(lines), len(lines), [_unsigned(lines)])
    ends = next(
        (
            place
            for place in range(begins + 1, len(lines))
            if _ANNEX.match(lines[place].text)
            or place > begins + 4
            and lines[place].cells
            and len(lines[place].cells) > 2
        ),
        len(lines),
    )
    tail = Tail(begins, ends)
    sorted_out = _Sorter(tail)
    for line in lines[begins:ends]:
        for piece in _pieces(line):
            sorted_out.take(line.number, piece)
    sorted_out.finish(lines[begins:ends])
    return tail


def _begin(lines: Sequence[Line]) -> int | None:
    """Return the place of “Nơi nhận” or of the first line of the signature, whichever comes first near the end."""
    marks = [place for place, line in enumerate(lines) if any(_RECIPIENTS.match(piece) for piece in _pieces(line))]
    start = marks[-1] if marks else None
    floor = max((start or len(lines)) - 14, 0)
    for place in range(floor, start if start is not None else len(lines)):
        text = lines[place].text
        if (_POWER.match(text) and text.isupper()) or (_POST.match(text) and text.isupper()):
            return place
    return start


def _pieces(line: Line) -> list[str]:
    """Return the parts of a line where two columns were merged: what stands left, then what stands right."""
    raw = line.cells or line.gaps or (line.text,)
    pieces: list[str] = []
    for part in raw:
        for each in re.split(r"(?=\bNơi nhận\s*:)", part):
            text = " ".join(each.split())
            if not text:
                continue
            if found := _GLUED.search(text) or _FILED.match(text):
                pieces += [text[: found.start("right")].strip(), found["right"].strip()]
            else:
                pieces.append(text)
    return pieces


class _Sorter:
    """Takes the pieces one by one and knows whether each belongs to the recipients or to the signature."""

    def __init__(self, tail: Tail):
        self.tail = tail
        self.recipients: list[tuple[int, str]] = []
        self.powers: list[tuple[int, str]] = []
        self.names: list[tuple[int, str]] = []
        self.listing = False
        self.head: int | None = None

    def take(self, number: int, piece: str) -> None:
        """Sort one piece of a line."""
        if found := _RECIPIENTS.match(piece):
            self.listing, self.head = True, number
            piece = piece[found.end() :].strip()
            if not piece:
                self.tail.silent.append(Leftover((number, number), "Nơi nhận"))
                return
        bare = _BULLET.sub("", piece).strip()
        if not bare.strip("-–_* "):
            return
        if added(bare):
            self.tail.silent.append(Leftover((number, number), bare))
        elif _BULLET.match(piece) and self.listing:
            for part in re.split(r";\s+-\s+|;\s*-\s+(?=[A-ZĐ])", bare):
                self.recipients.append((number, _recipient(part)))
        elif bare.isupper() and (_POWER.match(bare) or _POST.match(bare) or _BODY.match(bare)):
            self.powers.append((number, bare.rstrip(" .")))
        elif _SIGNED.match(bare):
            self.tail.silent.append(Leftover((number, number), bare))
        elif bare.isupper() and self.powers and _OFFICE.match(bare):
            self.powers.append((number, bare))
        elif (self.powers or not self.listing) and (_NAME.match(bare) or self.powers and _NAME_CAPITALS.match(bare)):
            self.names.append((number, bare))
        elif self.listing and self.recipients and bare[:1].islower():
            last, text = self.recipients.pop()
            self.recipients.append((last, _recipient(f"{text} {bare}")))
            self.tail.silent.append(Leftover((number, number), bare))
        elif self.listing and (";" in piece or piece.endswith(".") or piece.lower().startswith("lưu")):
            for part in re.split(r";\s*[-+]?\s*", bare):
                if part.strip(" ."):
                    self.recipients.append((number, _recipient(part)))
        elif bare.isupper() and self.powers:
            self.powers.append((number, bare))
        elif self.listing and not self.powers and not (bare.isupper() and len(bare.split()) > 2):
            self.recipients.append((number, _recipient(bare)))
        else:
            self.tail.leftovers.append(Leftover((number, number), bare))

    def finish(self, lines: Sequence[Line]) -> None:
        """Turn what was sorted into findings."""
        for number, text in self.recipients:
            self.tail.findings.append(Finding("recipients", text, (number, number), text))
        if not self.powers:
            self.tail.findings.append(_unsigned(lines))
            self.tail.leftovers += [Leftover((number, number), name) for number, name in self.names]
            return
        warnings = []
        if len(self.names) > 1:
            warnings.append("Thấy nhiều tên ở chỗ ký; cần chọn người ký.")
        if not any(text.startswith(("TM", "T/M", "T.M", "KT", "K/T", "K.T", "TL", "TUQ")) for _, text in self.powers):
            warnings.append(NO_POWER)
        if not self.names:
            warnings.append("Bản gốc không ghi họ tên người ký.")
        name = self.names[-1][1] if self.names else ""
        numbers = [number for number, _ in self.powers + self.names]
        value = {"lines": _unbroken([text for _, text in self.powers]), "name": proper_name(name) or None}
        words = " / ".join([text for _, text in self.powers] + [name] * bool(name))
        self.tail.findings.append(
            Finding("signature", value, (min(numbers), max(numbers)), words, warnings=tuple(warnings))
        )


def _unbroken(lines: Sequence[str]) -> list[str]:
    """Return the lines of a signature, those joined that a narrow column broke."""
    joined: list[str] = []
    for text in lines:
        if joined and re.match(r"^(?:-|VÀ|XÃ|PHƯỜNG|ĐẶC KHU|KHEN THƯỞNG|THI ĐUA)", text):
            joined[-1] += f" {text}"
        else:
            joined.append(" ".join(text.split()))
    return joined


def _recipient(text: str) -> str:
    """Return a line of the recipients without its end sign."""
    return re.sub(r"[\s;.,]+$", "", text.strip()) if not text.strip().endswith("./.") else text.strip()[:-3]


def proper_name(name: str) -> str:
    """Return a person's name with capitals at the beginning of each word only, without a form of address."""
    bare = re.sub(rf"^{_RANK}", "", name, flags=re.IGNORECASE)
    return " ".join(word.capitalize() for word in bare.split()) if bare.isupper() else bare


def _unsigned(lines: Sequence[Line]) -> Finding:
    """Return the finding that no signature was seen."""
    last = lines[-1].number if lines else 1
    return Finding(
        "signature", None, (last, last), "", warnings=("Không thấy phần ký; cần nhập thẩm quyền ký và người ký.",)
    )
