"""Award forms, quotas, principles and priorities as the award part of a plan words them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from campaigns.reading.findings import Finding, find
from campaigns.reading.honours import Setting, authority_in, by_form, form_in, forms_in, gives_itself
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts, content_of, sentences
from campaigns.reading.quotas import Amount, amounts, awards, free_words, prizes
from campaigns.reading.sections import heading_of, main_subject, plain_subjects, round_in
from campaigns.reading.tables import columns

_PRIORITY = re.compile(
    r"^(?:khi (?:xét )?khen thưởng,?\s+)?(?:đặc biệt\s+)?(?:ưu tiên|chú trọng|quan tâm|chú ý)\b", re.IGNORECASE
)
_WITHIN = re.compile(r"(?:,|trong đó|;)\s*(?P<words>(?:ưu tiên|chú trọng|quan tâm|chú ý)\s[^;]+)", re.IGNORECASE)
_HIGHER = re.compile(
    r"(?:đề nghị|đề xuất|trình|xét)[^.;]{0,80}(?:cấp (?:có thẩm quyền|trên)"
    r"|chủ tịch (?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) (?:tỉnh|thành phố))",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"khen(?: thưởng)? (?:đột xuất|kịp thời|ngay)|khen thưởng[^.;]{0,60}đột xuất", re.IGNORECASE)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+\s*(?:đồng|đ\b)|mức (?:tiền )?thưởng|lần mức lương", re.IGNORECASE)
_ACT = re.compile(
    r"(?<!được )(?<!việc )(?:\bkhen\b|\btặng\b|biểu dương|tôn vinh|\btrao\b|giới thiệu|đề nghị)", re.IGNORECASE
)
_COUNTS = re.compile(r"^(?:số lượng|cơ cấu|tỷ lệ|tỉ lệ|mức|chỉ tiêu|tổng số)\b", re.IGNORECASE)
_FORM_LABEL = re.compile(r"^(?:về\s+)?hình thức\b", re.IGNORECASE)
_COUNCIL = re.compile(r"giấy khen của (?:chủ tịch )?hội đồng|hội đồng[^,.;]{0,40}tặng giấy khen", re.IGNORECASE)
_PARTS = ("duties", "deadlines", "reviews", "methods", "", "notes", "inspection", "filing", "dossier")
_CELL = re.compile(r"(?:không quá |tối đa )?\d{1,3}", re.IGNORECASE)
_REFUSED = re.compile(r"không\s+(?:xét|khen|đề nghị|xem xét|bình xét)\b", re.IGNORECASE)
_FROM_BESIDE = "Hình thức khen lấy theo dòng bên cạnh; kiểm tra lại."
_NAMED = re.compile(r"\bhình thức(?:\s+khen(?:\s+thưởng)?)?\s*:\s*(?P<words>[^.;]+)", re.IGNORECASE)
_FROM_TABLE = "Đọc từ bảng; kiểm tra lại cột."
_SEVERAL_FORMS = "Câu có nhiều hình thức khen; kiểm tra số nào của hình thức nào."
_OTHER_GIVER = "Người tặng ghi trong câu không phải Chủ tịch Ủy ban nhân dân; kiểm tra cấp khen."


def read(parts: Parts) -> Iterator[Finding]:
    """Yield what the award parts say, and numbers of awards said elsewhere."""
    for node in parts.root.below():
        kind = parts.kind(node)
        if kind in ("quotas", "awarding"):
            yield from _sentences(node)
        elif kind in ("principles", "priorities", "award_subjects"):
            yield from _statements(node, kind)
        elif kind == "standards" and _PRIORITY.match(node.text):
            yield find("priorities", node.text, node)
        elif kind in _PARTS:
            yield from _elsewhere(node)


def _statements(node: Node, kind: str) -> Iterator[Finding]:
    """Yield a principle, a priority or whom awards are for; a principle that prefers somebody is a priority too."""
    words = content_of(node) if node.heading or node.children else node.text
    if heading_of(node) and heading_of(node) != node.text and node.style in ("number", "letter", "roman", "capital"):
        words = content_of(node)
    if not words or words.endswith(":") and node.children:
        return
    preferred = kind != "award_subjects" and _PRIORITY.match(words)
    if kind != "priorities":
        yield find(kind, words, node)
    if kind == "priorities" or preferred:
        yield find("priorities", words, node)
    elif kind == "principles":
        for sentence in sentences(words):
            if _PRIORITY.match(sentence):
                yield find("priorities", sentence, node, words=sentence)


def setting_of(node: Node) -> Setting:
    """Return form, authority and round that the headings above a node give it."""
    chain = []
    while node is not None and node.style != "root":
        chain.append(node)
        node = node.parent
    setting = Setting()
    for each in reversed(chain[1:]):
        if len(each.text.split()) <= 40:
            setting = setting.told(each.text)
    return setting.bare()


def _sentences(node: Node) -> Iterator[Finding]:
    """Yield what each sentence of an award part says; one without any award word is kept as a note."""
    if heading_of(node) == node.text and (node.children or node.style in ("roman", "part", "capital", "title")):
        return
    setting = setting_of(node)
    if node.paragraph.cells:
        yield from _row(node, setting)
        return
    told = setting
    for sentence in sentences(node.text):
        own = form_in(sentence)
        # A sentence with an award of its own does not take the form of the one before it.
        told = (told if own or not _acts(sentence) else setting).told(sentence)
        yield from _sentence(node, sentence, told)


def _acts(sentence: str) -> bool:
    """Say whether a sentence itself gives an award, and does not only count those given."""
    return bool(_ACT.search(sentence)) and not _COUNTS.match(sentence)


def _sentence(node: Node, sentence: str, told: Setting) -> Iterator[Finding]:
    """Yield what one sentence of an award part says."""
    money = bool(_MONEY.search(sentence)) and not free_words(sentence)
    found = [] if money and not prizes(sentence) else list(_amounts(node, sentence, told))
    yield from found
    if money and found:
        yield find("funds", sentence, node, words=sentence)
    if (within := _WITHIN.search(sentence)) and not _PRIORITY.match(sentence):
        yield find("priorities", _unclosed(within["words"]), node, words=sentence)
    if found:
        return
    if _PRIORITY.match(sentence):
        yield find("priorities", sentence, node, words=sentence)
    elif _MONEY.search(sentence):
        yield find("funds", sentence, node, words=sentence)
    elif _REFUSED.match(sentence):
        yield find("notes", sentence, node, words=sentence)
    elif form := form_in(sentence):
        yield _form(node, sentence, form, told.authority, told.round, told.doubts)
    elif _AT_ONCE.search(sentence):
        yield _form(node, sentence, None, authority_in(sentence), "ad_hoc", ("Kế hoạch không ghi hình thức khen.",))
    elif _HIGHER.search(sentence):
        yield _form(node, sentence, None, "higher", told.round, ())
    elif _acts(sentence) and plain_subjects(sentence) and re.search(r"khen thưởng|biểu dương", sentence):
        yield _form(node, sentence, None, authority_in(sentence), told.round, ("Kế hoạch không ghi hình thức khen.",))
    elif not (sentence.endswith(":") and node.children):
        asked = awards(sentence) or bool(plain_subjects(heading_of(node)))
        yield find("notes", sentence, node, words=sentence, doubtful=asked)


def _unclosed(words: str) -> str:
    """Return words out of brackets without the bracket that closes them."""
    return words.rstrip(" .").removesuffix(")") if words.count(")") > words.count("(") else words


def _form(
    node: Node, sentence: str, form: str | None, authority: str | None, round_: str | None, doubts: tuple[str, ...]
) -> Finding:
    """Return a form of award that is named without a number."""
    subject = main_subject(sentence)
    value = {"form": form, "authority": authority, "round": round_, "subject": subject, "words": sentence}
    return find("award_forms", value, node, words=sentence, warnings=doubts)


def _amounts(node: Node, sentence: str, told: Setting) -> Iterator[Finding]:
    """Yield the quotas of one sentence; one without form gets that of the nearest words beside it, to be looked at."""
    found = amounts(sentence)
    if not found:
        return
    named = forms_in(sentence)
    several = {"giay_khen", "bang_khen"} <= set(named) and found[0].shape != "not_fixed"
    if several and (pieces := by_form(sentence, [amount.words for amount in found])):
        for piece in pieces:
            own = setting_of(node).told(piece)
            for amount in amounts(piece):
                yield _quota(node, sentence, amount, own.form, own, [*own.doubts, _SEVERAL_FORMS])
        return
    setting, doubts = told, [*told.doubts, *([_SEVERAL_FORMS] if several else [])]
    if told.form is None:
        setting, carried = _beside(node, told, sentence)
        doubts += carried
    elif setting.authority is None and not gives_itself(sentence):
        setting = replace(setting, authority=_authority_beside(node, setting.form))
    if setting.authority != "higher" and gives_itself(sentence):
        doubts.append(_OTHER_GIVER)
    forms = named if len(named) > 1 and found[0].shape == "not_fixed" else [setting.form]
    for form in forms:
        for amount in found:
            yield _quota(node, sentence, amount, form, setting, doubts)


def _quota(node: Node, sentence: str, amount: Amount, form: str | None, setting: Setting, doubts: list[str]) -> Finding:
    """Return one quota with what is doubtful about it."""
    doubts = [*amount.warnings, *doubts]
    if form == "bang_khen" and setting.authority == "commune":
        doubts.append("Chủ tịch UBND cấp xã không có thẩm quyền tặng Bằng khen.")
    if form == "giay_khen" and _COUNCIL.search(sentence):
        doubts.append("Hội đồng không tặng Giấy khen; thẩm quyền là của Chủ tịch Ủy ban nhân dân.")
    if form is None:
        doubts.append("Chưa rõ hình thức khen của số lượng này.")
    if form in ("giay_khen", "bang_khen") and setting.authority is None:
        doubts.append("Kế hoạch không ghi cấp nào khen.")
    subject = amount.subject
    if subject is None and amount.shape == "not_fixed":
        subject = main_subject(sentence.partition(":")[0] if ":" in sentence else "") or _subject_above(node)
    elif subject is None and amount.shape not in ("shared_pool", "unclear"):
        subject = main_subject(sentence) or _subject_above(node)
        if subject is None:
            doubts.append("Chưa rõ khen tập thể hay cá nhân.")
    value = {
        "form": form,
        "authority": setting.authority,
        "round": setting.round or round_in(sentence),
        "subject": subject,
        "shape": amount.shape,
        "count": amount.count,
        "percent": amount.percent,
        "words": amount.words,
    }
    return find("quotas", value, node, words=sentence, warnings=dict.fromkeys(doubts))


def _subject_above(node: Node) -> str | None:
    """Return whom the heading right above a node names, None if it names several or nobody."""
    return main_subject(node.parent.text) if node.parent and len(node.parent.text.split()) <= 16 else None


def _beside(node: Node, told: Setting, sentence: str) -> tuple[Setting, list[str]]:
    """Return the setting that neighbours give a sentence without form: a line “Hình thức: …”, else the nearest."""
    siblings = node.parent.children if node.parent else [node]
    place = next(at for at, each in enumerate(siblings) if each is node)
    around = (*reversed(siblings[:place]), *siblings[place + 1 :])
    if (named := _NAMED.search(node.text)) and (form := form_in(named["words"])):
        return Setting(form, told.authority or authority_in(named["words"]), told.round), []
    labelled = next((each for each in around if _FORM_LABEL.match(each.text) and form_in(each.text)), None)
    if labelled is not None:
        form, authority = form_in(labelled.text), authority_in(labelled.text)
        return Setting(form, told.authority or authority, told.round or round_in(labelled.text)), []
    if _acts(sentence):
        return Setting("other", authority_in(sentence), told.round), ["Chưa rõ hình thức khen của số lượng này."]
    for each in around:
        if form := form_in(each.text):
            several = len({form_in(other.text) for other in around} - {None}) > 1
            doubts = [] if _COUNTS.match(sentence) and not several else [_FROM_BESIDE]
            return Setting(form, told.authority or authority_in(each.text), told.round or round_in(each.text)), doubts
    return told, []


def _authority_beside(node: Node, form: str) -> str | None:
    """Return whose award the same form is in the lines beside a node, None where they do not agree or do not say."""
    siblings = node.parent.children if node.parent else [node]
    found = {authority_in(each.text) for each in siblings if form_in(each.text) == form} - {None}
    return found.pop() if len(found) == 1 else None


def _row(node: Node, setting: Setting) -> Iterator[Finding]:
    """Read a row of a table of quotas: for whom, which form, and numbers in their columns."""
    cells, header = node.paragraph.cells, node.paragraph.header
    known = columns(cells, header)
    words = node.text
    told = (setting if setting.form else _above_rows(node, setting)).told(" ; ".join(cells))
    wanted = known.get("count")
    for name in ("collective", "individual", "household"):
        if (cell := known.get(name, "").strip()) and _CELL.fullmatch(cell) and cell.strip("0"):
            yield _counted(node, told, name, cell, _most(header))
    if wanted and _CELL.fullmatch(wanted.strip()):
        subject = main_subject(known.get("subject", "")) or _noun(known.get("subject", "")) or main_subject(words)
        yield _counted(node, told, subject, wanted.strip(), _most(header))
    elif wanted or not known and amounts(words):
        for amount in amounts(wanted or words):
            doubts = [*amount.warnings, *told.doubts, *_from_table(node)]
            yield _quota(node, words, amount, told.form, told, doubts)
    elif not known:
        numbers = [cell for cell in cells[1:] if _CELL.fullmatch(cell.strip())]
        for cell in numbers:
            yield _counted(node, told, main_subject(words), cell, False)
        if not numbers:
            yield find("notes", words, node, doubtful=True)


def _above_rows(node: Node, setting: Setting) -> Setting:
    """Return the setting that the words right above a table give its rows."""
    siblings = node.parent.children if node.parent else [node]
    place = next(at for at, each in enumerate(siblings) if each is node)
    before = next((each for each in reversed(siblings[:place]) if not each.paragraph.cells), None)
    return setting.told(before.text) if before is not None else setting


def _from_table(node: Node) -> tuple[str, ...]:
    """Return the doubt about columns: none where the row stands whole under known names of columns in the source."""
    whole = node.paragraph.first == node.paragraph.last and len(node.paragraph.cells) == len(node.paragraph.header)
    return () if whole and columns(node.paragraph.cells, node.paragraph.header) else (_FROM_TABLE,)


def _most(header: tuple[str, ...]) -> bool:
    """Say whether the column of numbers names them as the most that may be given."""
    return any(re.search(r"tối đa|không quá|nhiều nhất", each, re.IGNORECASE) for each in header)


def _noun(words: str) -> str | None:
    """Return whom a cell names with a word that is no plain tập thể or cá nhân: khu vực, doanh nghiệp."""
    found = amounts(f"01 {words[:1].lower()}{words[1:]}")
    return found[0].subject if found else None


def _counted(node: Node, told: Setting, subject: str | None, cell: str, most: bool) -> Finding:
    """Return a quota that stands as a bare number in a cell."""
    shape = "ceiling" if most or re.match(r"[^\d]", cell) else "fixed"
    amount = Amount(node.text, shape, subject, int(re.sub(r"\D", "", cell)))
    return _quota(node, node.text, amount, told.form, told, [*told.doubts, *_from_table(node)])


def _elsewhere(node: Node) -> Iterator[Finding]:
    """Yield numbers of awards outside the award part, and awards that are given at once."""
    if node.paragraph.cells:
        return
    for sentence in sentences(node.text):
        if awards(sentence) and (form_in(sentence) or "khen" in sentence.lower()):
            for finding in _amounts(node, sentence, setting_of(node).told(sentence)):
                bare = finding.value["shape"] == "percentage" and not re.search(
                    r"(?:không quá|tối đa)\s+\d", sentence, re.IGNORECASE
                )
                if finding.value["shape"] != "not_fixed" and not bare:
                    yield finding
        if re.match(r"(?:trường hợp )?khen thưởng đột xuất", sentence, re.IGNORECASE) and not amounts(sentence):
            doubts = ("Kế hoạch không ghi hình thức khen.",) if not form_in(sentence) else ()
            yield _form(node, sentence, form_in(sentence), authority_in(sentence), "ad_hoc", doubts)
