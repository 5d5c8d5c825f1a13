"""Kế hoạch phát động phong trào thi đua (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4)."""

import re

from campaigns.models import Campaign, PlanVersion
from campaigns.planfile import words as w
from campaigns.planfile.schema import Node, PlanDeadline, PlanDocument, PlanTarget, Quota, Round, Route
from communes.access import Can
from communes.models import Commune
from kit.vietnamese import begun, begun_small, vn_number
from reports.documents import fields
from reports.documents.blocks import (
    LETTER,
    NUMBER,
    Block,
    Dashes,
    Grounds,
    Heading,
    Note,
    Paragraph,
    Signature,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import authority_in_words, cited, letterhead_of, numbered, recipients_on, stopped
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.targets import goal_in_words, states_level
from reports.documents.wording import CommuneWords, Text

KEY = "campaign-plan"
FIELDS = {"tên phong trào": fields.CAMPAIGN["tên phong trào"], **fields.COMMITTEE}
TEXTS = (
    Text("tasks", "Nhiệm vụ của đơn vị không được giao việc riêng", "Thực hiện Kế hoạch này.", FIELDS),
    Text(
        "indicators",
        "Câu nêu các chỉ số theo dõi",
        "Chỉ số theo dõi so với năm trước: {các chỉ số}.",
        FIELDS | {"các chỉ số": "Chỉ số cải cách hành chính, Chỉ số hài lòng"},
    ),
)
# A line that denies something is always printed: the words of another sentence may be the same.
NEGATIONS = frozenset(["không", "chưa", "trừ", "ngoài"])
# Words without which two lines still say the same.
JOINTS = frozenset(["của", "được", "các", "những", "và", "theo", "về", "trong", "cho", "với", "thì", "là"])
# Steps of a route that are no proper names, and so begin small inside a sentence.
ANYBODY = ("Cơ quan", "Bộ phận, ", "Đơn vị", "Tập thể", "Cá nhân", "Ban ngành", "Các ", "Cấp ")
# What a step does with the paper: “UBND xã kiểm tra, đánh giá”.
DOES = re.compile(r"(\S+ \S.*?) ((?:kiểm tra|thẩm định|xem xét|đánh giá|tổng hợp|quyết định)\b.*)")


def build(campaign: Campaign) -> Paper:
    """Set the plan of a campaign in words: the draft, or what is in force under the number of the first issue."""
    version: PlanVersion = campaign.version_in_force
    plan = version.plan
    on = campaign.issued_on
    words = CommuneWords(campaign.commune, KEY, TEXTS, fields.of_campaign(campaign), at=version.issued_at)
    sections = [section for section in _sections(plan, words, campaign.commune) if section[1]]
    blocks: list[Block] = [
        letterhead_of(
            campaign.commune, symbol=plan.facts.symbol, number=campaign.number, on=on,
            year=plan.facts.dated.year if plan.facts.dated else None,
        ),
        Title("KẾ HOẠCH", plan.facts.abstract),
        *_amended(campaign, version),
    ]  # fmt: skip
    grounds = [f"{'Thực hiện' if basis.implements else 'Căn cứ'} {basis.text}" for basis in plan.bases]
    if grounds:
        blocks.append(Grounds(tuple(grounds)))
    blocks += narrative(plan.facts.lead)
    blocks += numbered(sections)
    blocks += narrative(plan.facts.closing)
    return Paper(
        f"Kế hoạch: {campaign.name}",
        (
            *blocks,
            TextEnd(),
            Signature(tuple(plan.signature.lines), campaign.signed_by or plan.signature.name),
            recipients_on(plan, on),
        ),
        draft=version.issued_at is None,
    )


def _amended(campaign: Campaign, version: PlanVersion) -> list[Block]:
    """Name the amendments that the words hold, where there were any."""
    amendments = campaign.versions.filter(number__range=(2, version.number)).order_by("number")
    amendments = amendments.exclude(paper_number=None).exclude(issued_on=None)
    named = [cited(each.paper_number, campaign.symbol, each.issued_on) for each in amendments]
    return [Note(f"(Đã được sửa đổi, bổ sung bởi Kế hoạch số {'; số '.join(named)})")] if named else []


def _sections(plan: PlanDocument, words: CommuneWords, commune: Commune) -> list[tuple[str, list[Block]]]:
    """Return the plan's sections in the order of form 1.4, each with its blocks; empty ones are left out."""
    return [
        ("Mục đích, yêu cầu", _purposes(plan)),
        ("Đối tượng thi đua", _audience(plan)),
        ("Nội dung thi đua", _content(plan, words)),
        ("Hình thức, thời gian thi đua", _methods(plan)),
        ("Khen thưởng", _awards(plan, commune)),
        ("Tổ chức thực hiện", _organisation(plan, words)),
    ]


def _listing(statements) -> list[Block]:
    """Return statements after dashes."""
    return _dashes([each.text for each in statements])


def _dashes(texts, sign: str = "-") -> list[Block]:
    """Return texts after dashes, each closed by a stop."""
    return [Dashes(tuple(stopped(text) for text in texts), sign)] if texts else []


def _numbered(groups: list[tuple[str, list[Block]]]) -> list[Block]:
    """Return the groups that have content under numbered headings."""
    return numbered([group for group in groups if group[1]], NUMBER)


def _purposes(plan: PlanDocument) -> list[Block]:
    """Return purposes, requirements and the goal."""
    return _numbered(
        [
            ("Mục đích", _listing(plan.objectives)),
            ("Yêu cầu", _listing(plan.requirements)),
            ("Mục tiêu", _listing(plan.goal)),
        ]
    )


def _audience(plan: PlanDocument) -> list[Block]:
    """Return who takes part, collectives first."""
    return _numbered(
        [
            (str(subject.label), _listing([each for each in plan.audience if each.subject == subject]))
            for subject in w.Subject
        ]
    )


def _content(plan: PlanDocument, words: CommuneWords) -> list[Block]:
    """Return areas with their items, and the targets under the item that they belong to."""
    blocks: list[Block] = []
    for place, area in enumerate(plan.content, 1):
        blocks.append(Heading(NUMBER, f"{place}.", area.title))
        for item in area.items:
            if len(area.items) > 1 or item.text != area.title:
                blocks += _dashes([item.text])
            blocks += _dashes([line for each in item.targets if (line := _asked(each, item.text))], sign="+")
    if plan.indicators:
        names = ", ".join(indicator.name for indicator in plan.indicators)
        blocks += words.blocks("indicators", cac_chi_so=names)
    return blocks


def _asked(target: PlanTarget, item: str) -> str:
    """Return a target with its level below its item; "" for one that only repeats the item's words."""
    text = target.text.rstrip(" .;:")
    if text.lower() in item.lower() and states_level(target, item):
        return ""
    if states_level(target, text):
        return target.text
    same = text.lower() == item.rstrip(" .;:").lower()
    return f"{'Mức phải đạt' if same else text}: {begun_small(goal_in_words(target))}"


def _said(text: str, above: str) -> bool:
    """Say whether a line adds nothing to the line that stands above it."""
    own, said = (set(re.findall(r"[\w%]+", each.lower())) for each in (text, above))
    return not own & NEGATIONS and own - JOINTS <= said


def _methods(plan: PlanDocument) -> list[Block]:
    """Return how and when the campaign runs, and its reviews."""
    term = plan.facts.term_words or f"Đến hết ngày {plan.facts.ends_on:%d/%m/%Y}"
    return _numbered(
        [
            ("Hình thức", _listing(plan.methods)),
            ("Thời gian", [Paragraph(f"{term.rstrip('.')}.")]),
            ("Kiểm tra", list(narrative(plan.inspection.words))),
            ("Sơ kết, tổng kết", _dashes([each.words for each in plan.reviews if each.words])),
        ]
    )


def _awards(plan: PlanDocument, commune: Commune) -> list[Block]:
    """Return principles, standards, forms and numbers, dossier, deadlines and route."""
    groups: list[tuple[str, list[Block]]] = [
        ("Nguyên tắc", _listing(plan.principles)),
        ("Ưu tiên", _listing(plan.priorities)),
    ]
    groups += [(each.title, _round(each, commune)) for each in plan.rounds]
    groups.append(("Hồ sơ đề nghị khen thưởng", _dashes([part.title for part in plan.dossier])))
    groups.append(("Thời hạn", _dashes([_due(each) for each in plan.deadlines if each.words])))
    groups.append(("Trình tự", _dashes(_ways(plan.routes))))
    return _numbered(groups)


def _ways(routes: tuple[Route, ...]) -> list[str]:
    """Return which paper goes from whom to whom; papers of one way are named together."""
    papers: dict[tuple[str, ...], list[str]] = {}
    for route in routes:
        papers.setdefault(route.steps, []).append(str(route.paper.label))
    return [f"{_listed(named)}: {_way(steps)}" for steps, named in papers.items()]


def _listed(names: list[str]) -> str:
    """Name several things after one another, only the first with a capital."""
    return ", ".join([names[0], *map(begun_small, names[1:])])


def _way(steps: tuple[str, ...]) -> str:
    """Return a way step by step: each sends the paper to the next, those after the first hand it up."""
    named = [begun_small(step) if step.startswith(ANYBODY) else step for step in steps]
    senders = [found[1] if (found := DOES.fullmatch(step)) else step for step in named]
    handed = [f"{sender} {'trình' if place else 'gửi'} {to}"
              for place, (sender, to) in enumerate(zip(senders, named[1:], strict=False))]  # fmt: skip
    return "; ".join(handed) or named[0]


def _due(deadline: PlanDeadline) -> str:
    """Return what is due and when, in the plan's own words."""
    return f"{deadline.title}: {begun_small(deadline.words)}"


def _round(award_round: Round, commune: Commune) -> list[Block]:
    """Return one award round: standards as trees in words, then forms and numbers."""
    blocks: list[Block] = []
    letters = iter("abcdđegh")
    for standard in award_round.standards:
        blocks.append(Heading(LETTER, f"{next(letters)})", f"Tiêu chuẩn đối với {standard.subject.label.lower()}"))
        blocks += _criteria(standard.rule)
    numbers = [quota_in_words(quota, commune) for quota in award_round.quotas]
    if numbers:
        blocks.append(Heading(LETTER, f"{next(letters)})", "Hình thức, số lượng"))
        blocks += _dashes(numbers)
    if award_round.note:
        blocks += narrative(award_round.note)
    return blocks


def _criteria(node: Node) -> list[Block]:
    """Return a criteria tree in words, one level of dashes and one of plusses."""
    if node.op == w.NodeOp.LEAF:
        return _dashes([node.text])
    blocks: list[Block] = []
    if node.preconditions:
        blocks.append(Paragraph("Điều kiện bắt buộc:"))
        blocks += _criterion_lines(node.preconditions)
    blocks.append(Paragraph(f"{operation_in_words(node)}:"))
    return blocks + _criterion_lines(node.children)


def _criterion_lines(nodes: tuple[Node, ...]) -> list[Block]:
    """Return criteria after dashes, those that a criterion is made of below it after plusses."""
    blocks: list[Block] = []
    for node in nodes:
        below = [text for text in map(_sentence, _parts(node)) if not _said(text, node.text)]
        blocks += _dashes([_lead(node) if below else _sentence(node)]) + _dashes(below, sign="+")
    return blocks


def _parts(node: Node) -> tuple[Node, ...]:
    """Return what a criterion is made of; a choice after conditions counts as one more part."""
    if not node.preconditions:
        return node.children
    choice = Node(key=node.key, op=w.NodeOp.AT_LEAST, min_true=node.min_true, children=node.children)
    return (*node.preconditions, choice)


def _lead(node: Node) -> str:
    """Return the line above the parts of a criterion: its own words, and how many count unless all or unsaid."""
    whole = w.NodeOp.ALL if node.preconditions else node.op
    asked = operation_in_words(Node(key=node.key, op=whole, min_true=node.min_true))
    if not node.text:
        return f"{asked}:"
    text = node.text.rstrip(" .;:")
    return f"{text}, {begun_small(asked)}:" if node.logic_stated and whole != w.NodeOp.ALL else f"{text}:"


def operation_in_words(node: Node) -> str:
    """Say how many of a node's children have to be met."""
    return {
        w.NodeOp.ALL: "Đạt tất cả các tiêu chuẩn sau",
        w.NodeOp.ANY: "Đạt một trong các tiêu chuẩn sau",
        w.NodeOp.PRECONDITION_AND_ANY: f"Và đạt ít nhất {node.min_true or 1:02d} trong các tiêu chuẩn sau",
        w.NodeOp.AT_LEAST: f"Đạt ít nhất {node.min_true or 1:02d} trong các tiêu chuẩn sau",
    }[node.op]


def _sentence(node: Node) -> str:
    """Return a node on one line: its own words, or its parts joined by what their operation asks; a choice that its
    own words name needs no list."""
    parts = [begun_small(_sentence(child)).rstrip(" .;") for child in _parts(node)]
    names_choice = node.op == w.NodeOp.ANY and " hoặc " in node.text
    if not parts or names_choice or all(_said(part, node.text) for part in parts):
        return node.text
    if not node.preconditions and (node.min_true or 1) > 1:
        told = f"ít nhất {node.min_true:02d} trong số: {'; '.join(parts)}"
    else:
        told = (" và " if node.op == w.NodeOp.ALL or node.preconditions else " hoặc ").join(parts)
    return f"{node.text.rstrip(' .;:')}: {told}" if node.text else begun(told)


def quota_in_words(quota: Quota, commune: Commune) -> str:
    """Return form, authority and number of an award in words; a shared number in the plan's own words."""
    form = f"{quota.form.label} của {authority_in_words(quota.authority, commune)}"
    shared = f"{quota.count or 0:02d} tập thể hoặc cá nhân"
    subject = quota.subject.label.lower() if quota.subject else "tập thể hoặc cá nhân"
    number = {
        w.QuotaShape.FIXED: f"{quota.count or 0:02d} {subject}",
        w.QuotaShape.CEILING: f"không quá {quota.count or 0:02d} {subject}",
        w.QuotaShape.SHARED_POOL: quota.words if shared[:2] in quota.words else shared,
        w.QuotaShape.PER_BODY: f"mỗi đơn vị {quota.count or 0:02d} {subject}",
        w.QuotaShape.PERCENTAGE: f"không quá {vn_number(quota.percent)}% {subject}",
        w.QuotaShape.NOT_FIXED: f"{subject}, số lượng không ấn định",
        w.QuotaShape.UNSTATED: subject,
        w.QuotaShape.UNCLEAR: quota.words or subject,
    }[quota.shape]
    return f"{form}: {number}"


def _organisation(plan: PlanDocument, words: CommuneWords) -> list[Block]:
    """Return what each unit has to do."""
    return _numbered(
        [(each.heading, _dashes(each.tasks) or list(words.blocks("tasks"))) for each in plan.responsibilities]
    )


KIND = Kind(
    key=KEY,
    title="Kế hoạch phong trào thi đua",
    can=Can.SEE_CAMPAIGNS,
    model=Campaign,
    records=lambda: Campaign.objects.select_related("commune"),
    build=build,
    campaign_of=lambda campaign: campaign,
    texts=TEXTS,
)
