"""The shape of a plan: frozen dataclasses, the one form in which files, pages, papers and rules know a plan.

Every part that a plan may leave open has a default; `label` in a field's metadata is what a person reads in
errors and on the editing pages. Keys are short names, unique in their list, that stay the same through all
versions of a plan.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaigns.planfile import words as w


def said(label: str, default="", *, long: bool = False, hint: str = ""):
    """Declare a field by what a person calls it; `long` asks for several lines of text."""
    return field(default=default, metadata={"label": label, "long": long, "hint": hint})


def must(label: str, *, long: bool = False, hint: str = ""):
    """Declare a field that every plan has to fill."""
    return field(metadata={"label": label, "long": long, "hint": hint})


CLAUSE = "mục trong kế hoạch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of a plan with its clause."""

    text: str = must("nội dung", long=True)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A document that the plan cites; a law is cited without number, symbol and issuer (NĐ 30/2020)."""

    text: str = must("văn bản", long=True, hint="Ví dụ: Kế hoạch số 03/KH-UBND ngày 07/01/2025 của UBND xã về …")
    implements: bool = said("ghi “Thực hiện” thay cho “Căn cứ”", False)
    parent: bool = said("là phong trào của cấp trên", False)
    issued_on: date | None = said("ngày văn bản", None)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the head of a plan says. `starts_on` empty: the campaign starts on the day of issue."""

    key: str = must("tên ngắn không dấu")
    name: str = must("tên phong trào", long=True)
    abstract: str = must("trích yếu", long=True)
    kind: w.CampaignKind = said("loại phong trào", w.CampaignKind.THEMATIC)
    starts_on: date | None = said("bắt đầu ngày", None, hint="Để trống nếu tính từ ngày ban hành kế hoạch.")
    ends_on: date = field(default=None, metadata={"label": "kết thúc ngày", "required": True})
    term_words: str = said("thời gian ghi trong kế hoạch")
    term_clause: str = said(CLAUSE)
    symbol: str = said("ký hiệu", "KH-UBND")
    dated: date | None = said("ngày ghi trên bản gốc", None)
    lead: str = said("đoạn mở đầu", long=True)
    closing: str = said("đoạn kết", long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceGroup:
    """Who may take part: collectives by kind or name of unit, individuals by category within such units."""

    text: str = must("đối tượng", long=True)
    subject: w.Subject = must("là")
    unit_kinds: tuple[str, ...] = said("loại đơn vị", ())
    units: tuple[str, ...] = said("đơn vị nêu tên", ())
    categories: tuple[str, ...] = said("nhóm người", ())
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A named scale of grades, from the lowest to the highest."""

    key: str = must("tên ngắn")
    name: str = must("tên thang xếp loại")
    levels: tuple[str, ...] = must("các mức từ thấp đến cao")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTarget:
    """A target that the plan sets for every participant."""

    key: str = must("tên ngắn")
    text: str = must("chỉ tiêu", long=True)
    kind: w.TargetKind = must("loại chỉ tiêu")
    comparator: w.Comparator = said("so sánh", w.Comparator.AT_LEAST)
    value: Decimal | None = said("mức phải đạt", None)
    unit_label: str = said("đơn vị tính")
    scale: str = said("thang xếp loại")
    grade: str = said("mức xếp loại phải đạt")
    reference: str = said("theo kế hoạch số")
    due_on: date | None = said("hoàn thành chậm nhất ngày", None)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of content on which units report."""

    key: str = must("tên ngắn")
    number: str = said("số thứ tự trong kế hoạch")
    text: str = must("nội dung", long=True)
    clause: str = said(CLAUSE)
    targets: tuple[PlanTarget, ...] = said("chỉ tiêu", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One content area of the campaign."""

    key: str = must("tên ngắn")
    number: str = said("số thứ tự trong kế hoạch")
    title: str = must("lĩnh vực nội dung", long=True)
    clause: str = said(CLAUSE)
    items: tuple[Item, ...] = said("nội dung cụ thể", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlanRule:
    """What the plan says about the units' own plans, their own targets (cụ thể hóa) and peak drives."""

    expected: bool = said("đơn vị phải có kế hoạch riêng", False)
    own_targets: bool = said("đơn vị đặt chỉ tiêu riêng", False)
    may_merge: bool = said("được lồng ghép với phong trào khác", False)
    peak_drives: bool = said("được mở đợt thi đua cao điểm", False)
    words: str = said("lời văn trong kế hoạch", long=True)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanIndicator:
    """An outside index that the commune follows against last year (PAR INDEX, SIPAS, …)."""

    key: str = must("tên ngắn")
    name: str = must("chỉ số")
    unit_label: str = said("đơn vị tính")
    higher_is_better: bool = said("càng cao càng tốt", True)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDeadline:
    """When something is due. Inclusive: to the end of the day; exclusive: the day before is the last one."""

    key: str = must("tên ngắn")
    paper: w.Paper = must("nộp")
    title: str = must("tên gọi")
    kind: w.DeadlineKind = must("loại thời hạn")
    on: date | None = said("ngày", None)
    day: int | None = said("ngày trong năm", None)
    month: int | None = said("tháng", None)
    inclusive: bool = said("tính cả ngày đó", True, hint="“chậm nhất ngày” là tính cả ngày; “trước ngày” thì không.")
    round: str = said("thuộc đợt khen thưởng")
    to: str = said("gửi đến")
    through: str = said("qua")
    words: str = said("lời văn trong kế hoạch", long=True)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of a criteria tree: a leaf, or an operation over children (and preconditions)."""

    key: str = must("tên ngắn")
    op: w.NodeOp = said("cách tính", w.NodeOp.LEAF)
    text: str = said("tiêu chuẩn", long=True)
    clause: str = said(CLAUSE)
    min_true: int | None = said("ít nhất", None)
    preconditions: tuple["Node", ...] = said("điều kiện bắt buộc", ())
    children: tuple["Node", ...] = said("các tiêu chuẩn", ())
    leaf: w.LeafKind | None = said("loại tiêu chuẩn", None)
    of: str = said("đếm, đo cái gì")
    comparator: w.Comparator = said("so sánh", w.Comparator.AT_LEAST)
    value: Decimal | None = said("mức phải đạt", None)
    scale: str = said("thang xếp loại")
    grade: str = said("mức xếp loại phải đạt")
    period: str = said("trong thời gian")
    consecutive: bool = said("liên tục", False)
    change: bool = said("tính mức thay đổi so với năm trước", False)
    logic_stated: bool = said("kế hoạch nói rõ cách tính", True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The award standard of a round for one kind of subject."""

    subject: w.Subject = must("áp dụng cho")
    clause: str = said(CLAUSE)
    rule: Node = field(default=None, metadata={"label": "tiêu chuẩn", "required": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many awards a round allows, in the shape in which the plan says it."""

    key: str = must("tên ngắn")
    form: w.AwardForm = must("hình thức khen")
    authority: w.Authority = must("thẩm quyền")
    shape: w.QuotaShape = must("dạng số lượng")
    subject: w.Subject | None = said("cho", None, hint="Để trống khi dùng chung.")
    count: int | None = said("số lượng", None)
    percent: Decimal | None = said("tỷ lệ %", None)
    words: str = said("lời văn trong kế hoạch", long=True)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """An award round; an annual round with several years stands for one round in each of them."""

    key: str = must("tên ngắn")
    kind: w.RoundKind = must("loại đợt")
    title: str = must("tên đợt")
    years: tuple[int, ...] = said("các năm", (), hint="Mỗi dòng một năm, ví dụ 2026; không theo từng năm thì để trống.")
    clause: str = said(CLAUSE)
    standards: tuple[Standard, ...] = said("tiêu chuẩn", ())
    quotas: tuple[Quota, ...] = said("số lượng khen thưởng", ())
    proposes_higher: bool = said("được đề nghị cấp trên khen", False)
    note: str = said("ghi chú", long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPart:
    """A paper that a complete dossier holds."""

    key: str = must("tên ngắn")
    title: str = must("tên giấy tờ")
    made_here: bool = said("phần mềm lập được", False)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way of a paper; no step can be skipped."""

    paper: w.Paper = must("cho")
    steps: tuple[str, ...] = must("các bước")
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """What the plan asks of a unit; `parts` say which duties it holds in the campaign."""

    heading: str = must("giao cho", long=True)
    units: tuple[str, ...] = said("đơn vị", ())
    unit_kinds: tuple[str, ...] = said("loại đơn vị", ())
    parts: tuple[w.Part, ...] = said("phần việc", ())
    tasks: tuple[str, ...] = said("nhiệm vụ", ())
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A line of Nơi nhận; `until` is the last day on which the body exists."""

    text: str = must("nơi nhận")
    until: date | None = said("cơ quan hoạt động đến hết ngày", None)
    archive: bool = said("dòng lưu", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How the plan is signed, line by line as printed, and the printed name if there is one."""

    lines: tuple[str, ...] = must("thẩm quyền ký")
    name: str = said("họ và tên người ký")
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An interim or final review that the plan asks for."""

    kind: w.ReviewKind = must("loại")
    words: str = said("lời văn trong kế hoạch", long=True)
    on: date | None = said("dự kiến ngày", None)
    to: str = said("báo cáo gửi")
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRule:
    """What the plan says about inspections; `required`: no dossier reaches the council without one."""

    required: bool = said("phải kiểm tra trước khi xét", False)
    kinds: tuple[w.InspectionKind, ...] = said("loại kiểm tra", ())
    words: str = said("lời văn trong kế hoạch", long=True)
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A doubt about the plan's own text, shown until a person settles it. `about` names a key of the plan."""

    code: w.RemarkCode = must("loại")
    excerpt: str = said("trích", long=True)
    message: str = must("vấn đề", long=True)
    suggestion: str = said("gợi ý", long=True)
    severity: w.Severity = said("mức độ", w.Severity.NOTICE)
    about: str = said("liên quan đến")
    clause: str = said(CLAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A whole plan. Empty lists mean that the plan does not say."""

    facts: Facts = must("thông tin chung")
    bases: tuple[Basis, ...] = said("căn cứ, văn bản thực hiện", ())
    objectives: tuple[Statement, ...] = said("mục đích", ())
    requirements: tuple[Statement, ...] = said("yêu cầu", ())
    goal: tuple[Statement, ...] = said("mục tiêu", ())
    audience: tuple[AudienceGroup, ...] = said("đối tượng thi đua", ())
    content: tuple[Area, ...] = said("nội dung thi đua", ())
    methods: tuple[Statement, ...] = said("hình thức thi đua", ())
    unit_plans: UnitPlanRule = said("kế hoạch của đơn vị", UnitPlanRule())
    scales: tuple[Scale, ...] = said("thang xếp loại", ())
    indicators: tuple[PlanIndicator, ...] = said("chỉ số theo dõi", ())
    deadlines: tuple[PlanDeadline, ...] = said("thời hạn", ())
    principles: tuple[Statement, ...] = said("nguyên tắc khen thưởng", ())
    priorities: tuple[Statement, ...] = said("ưu tiên", ())
    rounds: tuple[Round, ...] = said("đợt khen thưởng", ())
    dossier: tuple[DossierPart, ...] = said("thành phần hồ sơ", ())
    routes: tuple[Route, ...] = said("tuyến trình", ())
    inspection: InspectionRule = said("kiểm tra", InspectionRule())
    reviews: tuple[Review, ...] = said("sơ kết, tổng kết", ())
    responsibilities: tuple[Responsibility, ...] = said("tổ chức thực hiện", ())
    recipients: tuple[Recipient, ...] = said("nơi nhận", ())
    signature: Signature = said("chữ ký", Signature(lines=("CHỦ TỊCH",)))
    remarks: tuple[Remark, ...] = said("điểm cần làm rõ", ())

    def areas_and_items(self):
        """Yield every content area with each of its items."""
        for area in self.content:
            for item in area.items:
                yield area, item

    def scale(self, key: str) -> Scale | None:
        """Return the scale of that key."""
        return next((scale for scale in self.scales if scale.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneFacts:
    """Whose plan a file holds."""

    slug: str = must("tên trong địa chỉ")
    kind: str = must("loại")
    name: str = must("tên")
    province: str = said("tỉnh, thành phố")
    upward_recipient: str = said("báo cáo cấp trên gửi")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A unit that a plan names."""

    name: str = must("tên đơn vị")
    kind: str = must("loại đơn vị")
    short_name: str = said("tên gọi tắt")
    symbol: str = said("chữ viết tắt")
    valid_to: date | None = said("hoạt động đến hết ngày", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan file: whose plan, the units it names, and the plan."""

    schema: int = must("phiên bản mẫu tệp")
    commune: CommuneFacts = must("địa phương")
    units: tuple[UnitFacts, ...] = said("đơn vị", ())
    plan: PlanDocument = field(default=None, metadata={"label": "kế hoạch", "required": True})
