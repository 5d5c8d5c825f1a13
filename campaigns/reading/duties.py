"""Who does what: the units named under “Tổ chức thực hiện” with their tasks, and the closing words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts, sentences

_ASKED = re.compile(
    r"^(?:(?:giao(?:\s+cho)?|đề nghị|yêu cầu|phân công|trách nhiệm(?:\s+của)?|đối với|trân trọng đề nghị)\s+)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s*(?::|,?\s+(?:căn cứ|có trách nhiệm|chịu trách nhiệm|lãnh đạo"
    r"|(?<!các )tổ chức(?! (?:chính trị|xã hội|đoàn thể|thành viên|đảng|hội|cơ sở|kinh tế"
    r"|trên địa bàn|có liên quan))|phối hợp|chủ trì|chủ động|tham mưu|thực hiện|đẩy mạnh"
    r"|tăng cường|xây dựng|theo dõi|hướng dẫn|tiếp nhận|phát động|triển khai|tuyên truyền"
    r"|là cơ quan|là đầu mối|làm đầu mối|giúp|cử|bố trí|vận động|lồng ghép|kịp thời"
    r"|quán triệt|đưa tin|đăng|thẩm định|đôn đốc|kiểm tra|(?<!dịch vụ )tổng hợp|chỉ đạo"
    r"|nghiêm túc|tích cực|phát huy|rà soát|cụ thể|bám sát|dựa|thường xuyên|đăng ký|lập"
    r"|cân đối|bảo đảm|đảm bảo|tiếp tục|nêu cao|có nhiệm vụ|cùng|tập trung|mở|xem xét"
    r"|quyết định|gửi|báo cáo|phân công|phổ biến|nộp|hoàn thành(?! (?:tốt|xuất sắc)))\b)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?:các\s+|đồng chí\s+|những\s+)?(?:phòng|ban|bộ phận|trung tâm|văn phòng|hội"
    r"|hội đồng|công an|ủy ban|uỷ ban|ubmttq|ubnd|ubkt|đảng ủy|đoàn|trường|nhà trường|trạm"
    r"|công chức|cơ quan|đơn vị|thôn|xóm|bản|ấp|khu phố|khóm|tổ|buôn|trưởng|chi bộ|bí thư"
    r"|mặt trận|mttq|doanh nghiệp|đài|thường trực|chủ tịch|phó chủ tịch|ngành|chi hội"
    r"|đoàn thể|tổ chức|cá nhân|đ/c|thủ trưởng|người đứng đầu|cán bộ|quân sự|hợp tác xã"
    r"|kế toán|tài chính|nhà văn hóa|thành viên|khối|cụm|lực lượng|hạt|ngân hàng|bưu điện"
    r"|y tế)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:trên đây là|trong quá trình|quá trình (?:tổ chức |triển khai )"
    r"|căn cứ (?:nội dung )?kế hoạch này|đề nghị (?:các )?(?:cơ quan"
    r"|đơn vị)[^.]{0,80}(?:nghiêm túc|triển khai thực hiện)|yêu cầu (?:các )?(?:cơ quan"
    r"|đơn vị)[^.]{0,80}nghiêm túc|kế hoạch này|ủy ban nhân dân (?:xã|phường"
    r"|đặc khu)[^,.]{0,30} (?:yêu cầu|kêu gọi|đề nghị)|ubnd (?:xã|phường"
    r"|đặc khu)[^,.]{0,30} (?:yêu cầu|kêu gọi|đề nghị)|nhận được kế hoạch)",
    re.IGNORECASE,
)
_AT_WORK = re.compile(r"^(?:trong )?quá trình (?:tổ chức |triển khai )?(?:thực hiện|triển khai)\b", re.IGNORECASE)
_CHARGES = re.compile(r"^(?:giao(?:\s+cho)?|phân công)\s", re.IGNORECASE)
_NO_TASK = "Chưa tách được đơn vị và việc giao; kiểm tra lại."
_NO_UNIT = re.compile(r"^(?:hồ sơ|kinh phí|thời gian|thời hạn|chế độ|kiểm tra|sơ kết|tổng kết)\b", re.IGNORECASE)


def closing(nodes: list[Node]) -> list[Node]:
    """Return the closing paragraphs: those at the end of the text that speak of the plan as a whole."""
    found: list[Node] = []
    for place, node in reversed(list(enumerate(nodes))):
        last = place == len(nodes) - 1 and bool(_AT_WORK.match(node.text))
        if (
            last
            or node.style == "text"
            and (_CLOSING.match(node.text) or node.text.rstrip().endswith("./.") and len(node.text.split()) > 6)
        ):
            found.append(node)
        elif len(nodes) - place > 6:
            break
    return list(reversed(found))


def closing_words(node: Node) -> str:
    """Return what of a closing paragraph closes the plan: from the sentence on that speaks of the whole of it."""
    if _CLOSING.match(node.text):
        return node.text
    for sentence in sentences(node.text):
        if _CLOSING.match(sentence):
            return node.text[node.text.index(sentence) :]
    return node.text


def responsibilities(parts: Parts, section: Node, closed: list[Node]) -> Iterator[Finding]:
    """Yield one finding for each unit that the part charges with something."""
    children = [child for child in parts.inside(section) if not any(child is each for each in closed)]
    pending: Node | None = None
    tasks: list[Node] = []
    for child in [*children, None]:
        if pending is not None and (child is None or child.style != "text" or _names_unit(child) or child.children):
            yield _duty(pending, tasks)
            pending, tasks = None, []
        if child is None:
            break
        if child.paragraph.cells and (row := _row(child)):
            yield row
        elif _NO_UNIT.match(child.text):
            yield find("notes", child.text, child)
        elif pending is not None:
            tasks.append(child)
        elif child.style == "text" and not child.children and _short_heading(child):
            pending = child
        elif child.style == "text" and not _names_unit(child):
            yield find("notes", child.text, child, doubtful=not child.text.endswith(":"))
        else:
            yield _duty(child, [each for each in parts.below(child) if not any(each is end for end in closed)])


def _row(node: Node) -> Finding | None:
    """Read a row of a table that names a unit and its tasks, None for any other."""
    cells = [cell for cell in node.paragraph.cells if not re.fullmatch(r"\d{1,2}\.?", cell)]
    if len(cells) < 2 or not _UNIT.match(cells[0]):
        return None
    return find("responsibilities", {"heading": cells[0], "unit": cells[0], "tasks": cells[1:]}, node)


def charged(nodes: list[Node]) -> Iterator[Finding]:
    """Yield whom a text without such a part charges with something: “Giao Công an xã …; Phòng … thẩm định …”."""
    for node in nodes:
        if not _CHARGES.match(node.text) or node.paragraph.cells:
            continue
        for piece in re.split(r";\s+", node.text):
            if _UNIT.match(_ASKED.sub("", piece)):
                yield _duty(replace(node, text=piece, children=[]), [])


def _short_heading(node: Node) -> bool:
    """Say whether a paragraph without marker is a unit's name alone."""
    return len(node.text.split()) <= 14 and not node.text.rstrip().endswith((".", ";")) and _names_unit(node)


def _names_unit(node: Node) -> bool:
    """Say whether words begin with a unit of the commune."""
    return bool(_UNIT.match(_ASKED.sub("", node.text)))


def _verb(text: str, start: int) -> re.Match | None:
    """Return the first verb after a unit's name; one with a capital belongs to a name (Ban Xây dựng Đảng)."""
    for found in _VERB.finditer(text, start):
        if found[0].lstrip().startswith(":") or found[0].strip(" ,")[:1].islower():
            return found
    return None


def _duty(node: Node, below: list[Node]) -> Finding:
    """Read one unit with its tasks: named in a heading, or as the subject of a sentence."""
    text = node.text
    heading, rest = text.rstrip(" :"), ""
    if not below or len(text.split()) > 16:
        asked = _ASKED.match(text)
        start = asked.end() if asked else 0
        if verb := _verb(text, start + 3):
            heading, rest = text[: verb.start()].rstrip(" :,"), text[verb.start() :].lstrip(" :,")
    elif ":" in text:
        heading, rest = (part.strip() for part in text.split(":", 1))
    warnings = []
    bare = _ASKED.sub("", heading)
    if not _UNIT.match(bare):
        warnings.append("Chưa rõ giao cho đơn vị nào.")
    if not rest and not below and len(text.split()) > 6:
        warnings.append(_NO_TASK)
    if len(heading.split()) > 40:
        warnings.append("Tên đơn vị quá dài; kiểm tra lại.")
    tasks = ([rest] if rest else []) + [each.text for each in below]
    last = max([each.paragraph.last for each in below] + [node.paragraph.last])
    return Finding(
        "responsibilities",
        {"heading": heading, "unit": bare, "tasks": tasks},
        (node.paragraph.first, last),
        node.paragraph.text,
        node.clause,
        tuple(warnings),
    )
