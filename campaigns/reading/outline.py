"""The outline of a text: which paragraph stands below which, known by its marker and not by its look."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from campaigns.reading.letters import pattern
from campaigns.reading.paragraphs import Paragraph, ended
from kit.vietnamese import roman

_ROMAN = pattern(
    r"^(?:(?:phần|mục)\s+(?:thứ\s+)?)?([IVXL]{1,6})\s*(?:[.)/:-]+\s*"
    r"|\s+(?=[«A»]{2,}))(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PART = pattern(
    r"^(?:phần|mục)\s+(?:thứ\s+)?([IVXL]+|nhất|hai|ba|bốn|tư|năm|sáu"
    r"|bảy)\b\s*[.:-]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_CAPITAL = pattern(r"^(?!Đ/[cC]\b)([A-HĐ])\s*[.)/]\s*(.*)$", re.DOTALL)
_NUMBER = pattern(r"^(\d{1,2}(?:\.\d{1,2})*)\s*[.):/–-]*\s*(.*)$", re.DOTALL)
_LETTER = pattern(r"^([a-hk-zđ])(?:\s*[).,/]|[-–](?=\s+[«A»“]))\s*(.*)$", re.DOTALL)
_BULLET = pattern(r"^([-+])\s*(.*)$", re.DOTALL)
_NUMERAL = pattern(
    r"^(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):]?\s+\S|^(\d{1,2})\s*[.):/]\s*(?=[^\W\d]|[“\"(])|^(\d{1,2})[-–]\s+(?=[«A»“]|\d{1,3}\s*%)"
    r"|^(\d{1,2})[.)]\s+(?=\d{1,3}\s*%)"
)
_BARE_NUMBER = pattern(r"^(\d{1,2}) ([«A»][«a» ,]{2,40})$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7}


@dataclass(slots=True, eq=False)
class Node:
    """A paragraph in its place: style and number of its marker, its words without the marker, what stands below it."""

    paragraph: Paragraph | None
    style: str
    number: str
    text: str
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None

    def walk(self) -> Iterator["Node"]:
        """Yield the node and everything below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def below(self) -> Iterator["Node"]:
        """Yield everything below the node."""
        for child in self.children:
            yield from child.walk()

    @property
    def clause(self) -> str:
        """Return the numbered place in the plan, as III.2.1.a."""
        numbers, node = [], self
        while node is not None and node.style != "root":
            if node.number:
                numbers.append(node.number)
                if node.style == "number" and "." in node.number:
                    lead = node.number.rsplit(".", 1)[0]
                    while (
                        node.parent
                        and node.parent.style == "number"
                        and node.parent.number in (lead, lead.split(".")[0])
                    ):
                        node = node.parent
            node = node.parent
        return ".".join(reversed(numbers))[:60]

    @property
    def heading(self) -> bool:
        """Say whether the words are a heading: short or in capitals, without the end of a sentence, something below."""
        words = self.text.split()
        if not words or len(words) > 45:
            return False
        if self.text.isupper():
            return True
        open_end = self.text.rstrip().endswith(":") or not ended(self.text)
        return bool(self.children) and open_end and (len(words) <= 30 or self.style in ("roman", "part", "capital"))

    def leads(self) -> tuple[str, str]:
        """Return the words before the first colon and those after it; nothing before where there is none."""
        head, colon, rest = self.text.partition(":")
        return (head.strip(), rest.strip()) if colon else ("", self.text)


def marker(text: str) -> tuple[str, str, str]:
    """Return style, number and the words after the marker: ("roman", "II", "NỘI DUNG"); style "" without one."""
    if found := _BULLET.match(text):
        return ("dash" if found[1] == "-" else "plus"), "", found[2]
    if re.match(r"^(?:phần|mục)\s+(?:thứ\s+)?(?:[IVXL]+|nhất|hai|ba|bốn|tư|năm|sáu|bảy)\b", text, re.IGNORECASE) and (
        found := _PART.match(text)
    ):
        value = _WORDS.get(found[1].lower())
        return "part", roman(value) if value else found[1].upper(), found[2]
    if (found := _ROMAN.match(text)) and found[1].isupper() and found[2][:1].isupper() and roman_value(found[1]):
        return "roman", found[1], found[2]
    if _NUMERAL.match(text) and (found := _NUMBER.match(text)):
        return "number", found[1], found[2]
    if found := _CAPITAL.match(text):
        return "capital", found[1], found[2]
    if (found := _LETTER.match(text)) and found[2][:1].strip():
        return "letter", found[1], found[2]
    return "", "", text


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral, 0 if it is none."""
    total = 0
    for sign, following in zip(numeral, [*numeral[1:], ""], strict=True):
        if sign not in _VALUES:
            return 0
        value = _VALUES[sign]
        total += -value if following and value < _VALUES.get(following, 0) else value
    return total


def _depth(style: str, number: str) -> str:
    """Return what distinguishes levels: 1, 1.1 and 1.1.1 are three of them."""
    return f"number{number.count('.')}" if style == "number" else style


_TOP = ("part", "capital", "roman", "title")


def build(paragraphs: Sequence[Paragraph], opens_part: Callable[[str], bool] = lambda text: False) -> Node:
    """Return the root of the outline of paragraphs; without numbered headings those that open a part stand on top."""
    paragraphs = _titled(paragraphs)
    root = Node(None, "root", "", "")
    stack: list[tuple[str, Node]] = [("root", root)]
    marked = [("", "", each.text) if each.cells else marker(each.text) for each in paragraphs]
    untitled = not any(style in _TOP for style, _, _ in marked)
    for paragraph, (style, number, words) in zip(paragraphs, marked, strict=True):
        if (
            untitled
            and not style
            and len(words.split()) <= 16
            and not ended(words.rstrip(":"))
            and (paragraph.bold or words.isupper())
            and opens_part(words)
        ):
            style = "title"
        elif not style and not paragraph.cells and (bare := _BARE_NUMBER.match(words)) and opens_part(bare[2]):
            style, number, words = "number", bare[1], bare[2]
        node = Node(paragraph, style or "text", number, words.strip())
        _climb(stack, node)
        node.parent = stack[-1][1]
        node.parent.children.append(node)
        if style:
            stack.append((_depth(style, number), node))
        elif _opens(node):
            stack.append(("label", node))
    return root


def _titled(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join “Phần II” that stands alone with its title in the paragraph after it."""
    done: list[Paragraph] = []
    for each in paragraphs:
        before = done[-1] if done else None
        if (
            before is not None
            and not (before.cells or each.cells)
            and marker(before.text)[0] in ("part", "roman")
            and not marker(before.text)[2].strip(" .:")
            and not marker(each.text)[0]
            and len(each.text.split()) <= 30
            and (each.text.isupper() or not ended(each.text))
        ):
            done[-1] = replace(before, last=each.last, text=f"{before.text} {each.text}")
        else:
            done.append(each)
    return done


def _climb(stack: list[tuple[str, Node]], node: Node) -> None:
    """Leave the levels that a node does not stand below."""
    depth = _depth(node.style, node.number)
    known = [level for level, _ in stack]
    if node.style == "text":
        while stack[-1][0] in ("dash", "plus", "label") and not (
            stack[-1][0] == "label"
            and not _opens(node)
            and (not stack[-1][1].children or _same_table(stack[-1][1], node))
        ):
            stack.pop()
    elif node.style in _TOP:
        if depth in known:
            while stack[-1][0] != depth:
                stack.pop()
            stack.pop()
        else:
            while stack[-1][0] not in (
                "root",
                *(["part"] if node.style != "part" else []),
                *(["capital"] if node.style == "roman" else []),
            ):
                stack.pop()
    elif depth in known:
        while stack[-1][0] != depth:
            stack.pop()
        stack.pop()
    elif node.style == "number":
        _climb_number(stack, node)
    elif node.style == "letter":
        while stack[-1][0] in ("dash", "plus"):
            stack.pop()


def _same_table(label: Node, node: Node) -> bool:
    """Say whether a row goes on with the table that stands below a label."""
    return bool(node.paragraph.cells) and all(each.paragraph.cells for each in label.children)


def _climb_number(stack: list[tuple[str, Node]], node: Node) -> None:
    """Leave deeper numbers, letters and lists for a number of a level that is not open yet."""
    wanted = node.number.count(".")
    while stack[-1][0] in ("dash", "plus", "letter", "label") or (
        stack[-1][0].startswith("number") and int(stack[-1][0][6:]) > wanted
    ):
        if stack[-1][0] == "letter" and wanted == 0 and node.number == "1":
            break
        stack.pop()


def _opens(node: Node) -> bool:
    """Say whether a paragraph without marker announces those after it: a label such as “Đối với tập thể:”."""
    text = node.text
    return (
        text.endswith(":")
        and (len(text.split()) <= 60 or bool(re.search(r"(?:sau|gồm|dưới đây)\s*(?:đây)?\s*:$", text)))
        or bool(node.paragraph and node.paragraph.bold and not ended(text) and len(text.split()) <= 20)
    )
