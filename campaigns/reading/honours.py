"""Which award words name, who gives it and in which round: Giấy khen của Chủ tịch UBND xã, hằng năm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from campaigns.reading.sections import round_in
from kit.vietnamese import fold

_FORM = re.compile(
    r"giấy khen|bằng khen|cờ (?:thi đua|lưu niệm|luân lưu|đơn vị)|huân chương|huy chương|thư (?:khen|cảm ơn|ngợi khen)"
    r"|giấy chứng nhận"
    r"|chiến sĩ thi đua|lao động tiên tiến|tập thể lao động|danh hiệu|kỷ niệm chương|kỉ niệm chương"
    r"|biểu trưng|phần thưởng"
    r"|giải\s+(?:nhất|nhì|ba|tư|khuyến khích|đặc biệt|phụ|tập thể|cá nhân|a|b|c)\b",
    re.IGNORECASE,
)
_CHAIR = r"\b(?:chu tich )?(?:ubnd|uy ban nhan dan)\s*(?:cap )?(?:cua )?"
_AUTHORITY = (
    ("province", rf"{_CHAIR}(?:tinh|thanh pho)\b|\bcap tinh\b|\bchu tich tinh\b"),
    ("district", rf"{_CHAIR}(?:huyen|quan|thi xa)\b|\bcap huyen\b"),
    (
        "commune",
        rf"{_CHAIR}(?:xa|phuong|dac khu|thi tran)\b|\b(?:xa|phuong|dac khu) (?:tang|khen)\b"
        r"|\bcua (?:xa|phuong|dac khu)\b",
    ),
)
_HIGHER = re.compile(
    r"cap (?:co tham quyen|tren)|(?:de nghi|trinh|gioi thieu)\s+"
    r"(?!(?:chu tich |ubnd|uy ban|hoi dong|xet|tang|khen|cap))[^,.;:]{3,90}?\s(?:tang|khen|bieu duong)"
)
_OTHERS = (
    r"(?:hieu truong|giam doc|ban thuong vu|ban chap hanh|truong cong an|thu truong|lien doan|cong doan|hoi lhpn"
    r"|doan xa|hoi (?:nong dan|phu nu|cuu chien binh|lien hiep)|doan (?:thanh nien|phuong)|dang uy|bi thu"
    r"|chi huy truong)"
)
_ITSELF = re.compile(
    rf"\b{_OTHERS}\b(?:(?!\b(?:de nghi|trinh|ubnd|uy ban nhan dan|duoc)\b)[^,.;:]){{0,60}}?\s(?:tang|khen)\b"
    rf"|\b(?:giay|bang) khen cua {_OTHERS}\b|\bduoc {_OTHERS}\b[^,.;:]{{0,40}}?\s(?:tang|khen)\b"
)
_GIVES = re.compile(r"\s*(?:xem xet,? )?(?:quyet dinh )?(?:tang|khen)")
OTHER_LEVEL = "Cấp khen trong câu khác với cấp ghi ở mục chứa câu này."


@dataclass(frozen=True, slots=True)
class Setting:
    """What the text so far says of the award: form, authority and round, handed down to its parts."""

    form: str | None = None
    authority: str | None = None
    round: str | None = None
    doubts: tuple[str, ...] = ()

    def told(self, text: str) -> "Setting":
        """Return the setting after some more words; a heading's authority outranks that of its sentences."""
        named, authority = form_in(text), authority_in(text)
        form, round_ = named or self.form, round_in(text) or self.round
        if authority and self.authority and authority != self.authority and self.form and named in (self.form, None):
            doubts = self.doubts if OTHER_LEVEL in self.doubts else (*self.doubts, OTHER_LEVEL)
            return Setting(form, self.authority, round_, doubts)
        return Setting(
            form,
            authority or (None if named and self.form not in (None, named) else self.authority),
            round_,
            self.doubts,
        )

    def bare(self) -> "Setting":
        """Return the same without doubts."""
        return replace(self, doubts=())


def forms_in(text: str) -> list[str]:
    """Return the award forms that words name, each once, in their order: giay_khen, bang_khen, other."""
    names = {"giấy khen": "giay_khen", "bằng khen": "bang_khen"}
    return list(dict.fromkeys(names.get(" ".join(each.lower().split()), "other") for each in _FORM.findall(text)))


def form_in(text: str) -> str | None:
    """Return the one award form that matters in words: Giấy khen before Bằng khen before any other; None if none."""
    found = forms_in(text)
    return next((name for name in ("giay_khen", "bang_khen", "other") if name in found), None)


def gives_itself(text: str) -> bool:
    """Say whether somebody else than the chair of a people's committee gives the award: hiệu trưởng, ban thường vụ."""
    return bool(_ITSELF.search(fold(text)))


def by_form(text: str, numbers: Sequence[str]) -> list[str]:
    """Return a sentence with several award forms in pieces of one form each, given the words of its numbers in order.

    The numbers stand either all after their form or all before it; nothing is returned where they do neither.
    """
    spans: list[tuple[int, int]] = []
    for words in numbers:
        start = text.find(words, spans[-1][1] if spans else 0)
        if start < 0:
            return []
        spans.append((start, start + len(words)))
    marks = [match.span() for match in _FORM.finditer(text)]
    if spans[0][0] > marks[0][0]:
        cuts = {max((end for _, end in spans if end <= mark), default=0) for mark, _ in marks[1:]}
    else:
        cuts = {min((start for start, _ in spans if start >= mark), default=len(text)) for _, mark in marks[:-1]}
    edges = sorted({0, len(text), *cuts})
    pieces = [text[first:last] for first, last in pairwise(edges)]
    return pieces if len(pieces) > 1 and all(len(forms_in(piece)) == 1 for piece in pieces) else []


def authority_in(text: str) -> str | None:
    """Return whose award words speak of: commune, district, province or higher; None where they do not say."""
    folded = fold(text)
    found = sorted(
        (match.start(), match.end(), name) for name, words in _AUTHORITY for match in re.finditer(words, folded)
    )
    for start, end, name in found:
        if re.search(r"(?:khen|thi dua|giai|co)\s+(?:cua\s+)?$", folded[:start]) or _GIVES.match(folded[end:]):
            return name
    for start, _, name in found:
        if re.search(r"(?:de nghi|trinh|de xuat)\s+$", folded[:start]):
            return name
    if _HIGHER.search(folded):
        return "higher"
    return found[0][2] if found else None
