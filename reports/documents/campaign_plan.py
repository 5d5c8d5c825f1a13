"""Kế hoạch phát động phong trào thi đua (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4)."""

from campaigns.models import Campaign, PlanVersion
from campaigns.planfile import words as w
from campaigns.planfile.schema import Node, PlanDeadline, PlanDocument, Quota, Round
from communes.access import Can
from kit.vietnamese import vn_number
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
from reports.documents.common import cited, letterhead_of, numbered, recipients_on, stopped
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
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


def build(campaign: Campaign) -> Paper:
    """Set the plan of a campaign in words: the draft, or what is in force under the number of the first issue."""
    version: PlanVersion = campaign.version_in_force
    plan = version.plan
    on = campaign.issued_on
    words = CommuneWords(campaign.commune, KEY, TEXTS, fields.of_campaign(campaign), at=version.issued_at)
    sections = [section for section in _sections(plan, words) if section[1]]
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


def _sections(plan: PlanDocument, words: CommuneWords) -> list[tuple[str, list[Block]]]:
    """Return the plan's sections in the order of form 1.4, each with its blocks; empty ones are left out."""
    return [
        ("Mục đích, yêu cầu", _purposes(plan)),
        ("Đối tượng thi đua", _audience(plan)),
        ("Nội dung thi đua", _content(plan, words)),
        ("Hình thức, thời gian thi đua", _methods(plan)),
        ("Khen thưởng", _awards(plan)),
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
            if item.targets:
                blocks += _dashes([target.text for target in item.targets], sign="+")
    if plan.indicators:
        names = ", ".join(indicator.name for indicator in plan.indicators)
        blocks += words.blocks("indicators", cac_chi_so=names)
    return blocks


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


def _awards(plan: PlanDocument) -> list[Block]:
    """Return principles, standards, forms and numbers, dossier, deadlines and route."""
    groups: list[tuple[str, list[Block]]] = [
        ("Nguyên tắc", _listing(plan.principles)),
        ("Ưu tiên", _listing(plan.priorities)),
    ]
    groups += [(each.title, _round(each)) for each in plan.rounds]
    groups.append(("Hồ sơ đề nghị khen thưởng", _dashes([part.title for part in plan.dossier])))
    groups.append(("Thời hạn", _dashes([_due(each) for each in plan.deadlines if each.words])))
    routes = dict.fromkeys(", sau đó ".join(route.steps) for route in plan.routes)
    groups.append(("Trình tự", _dashes(list(routes))))
    return _numbered(groups)


def _due(deadline: PlanDeadline) -> str:
    """Return what is due and when, in the plan's own words."""
    first, rest = deadline.words[:1], deadline.words[1:]
    return f"{deadline.title}: {first if rest[:1].isupper() else first.lower()}{rest}"


def _round(award_round: Round) -> list[Block]:
    """Return one award round: standards as trees in words, then forms and numbers."""
    blocks: list[Block] = []
    letters = iter("abcdđegh")
    for standard in award_round.standards:
        blocks.append(Heading(LETTER, f"{next(letters)})", f"Tiêu chuẩn đối với {standard.subject.label.lower()}"))
        blocks += _criteria(standard.rule)
    numbers = [quota_in_words(quota) for quota in award_round.quotas]
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
        blocks += _dashes([_sentence(child) for child in node.preconditions])
    blocks.append(Paragraph(f"{operation_in_words(node)}:"))
    return blocks + _dashes([_sentence(child) for child in node.children])


def operation_in_words(node: Node) -> str:
    """Say how many of a node's children have to be met."""
    return {
        w.NodeOp.ALL: "Đạt tất cả các tiêu chuẩn sau",
        w.NodeOp.ANY: "Đạt một trong các tiêu chuẩn sau",
        w.NodeOp.PRECONDITION_AND_ANY: f"Và đạt ít nhất {node.min_true or 1:02d} trong các tiêu chuẩn sau",
        w.NodeOp.AT_LEAST: f"Đạt ít nhất {node.min_true or 1:02d} trong các tiêu chuẩn sau",
    }[node.op]


def _sentence(node: Node) -> str:
    """Return a node in its own words, or its children joined by what their operation asks."""
    if node.text:
        return node.text
    joint = " và " if node.op == w.NodeOp.ALL else " hoặc "
    return joint.join(_sentence(child) for child in (*node.preconditions, *node.children))


def quota_in_words(quota: Quota) -> str:
    """Return form, authority and number of an award in words."""
    form = f"{quota.form.label} của {quota.authority.label}"
    subject = quota.subject.label.lower() if quota.subject else "tập thể hoặc cá nhân"
    number = {
        w.QuotaShape.FIXED: f"{quota.count or 0:02d} {subject}",
        w.QuotaShape.CEILING: f"không quá {quota.count or 0:02d} {subject}",
        w.QuotaShape.SHARED_POOL: f"{quota.count or 0:02d} {subject}",
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
