"""Báo cáo tổng kết phong trào (nội dung bắt buộc: Thông tư 01/2024/TT-BNV, Điều 3.3)."""

from datetime import datetime

from django.utils import timezone

from campaigns.planfile.words import ReviewKind
from communes.access import Can
from kit.vietnamese import roman, vn_date
from reports.documents import award_tables, fields
from reports.documents.blocks import (
    NUMBER,
    ROMAN,
    Addressees,
    Annex,
    Block,
    Chart,
    Column,
    Heading,
    Note,
    Paragraph,
    Series,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import cited, committee_signature, letterhead_of, recipients_on, share
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text
from reports.documents.words import BLANK
from reports.figures import gather
from reports.models import SECTIONS, Summary

ITEM_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Nội dung", 8),
    Column("Đơn vị báo cáo", 2, "center"),
    Column("Chỉ tiêu", 2, "center"),
    Column("Đạt", 2, "center"),
    Column("Tỷ lệ", 2, "center"),
)
UNIT_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Đơn vị", 6),
    Column("Phải nộp", 2, "center"),
    Column("Đúng hạn", 2, "center"),
    Column("Trễ hạn", 2, "center"),
    Column("Quá hạn chưa nộp", 2, "center"),
    Column("Chưa đến hạn", 2, "center"),
    Column("Được miễn", 2, "center"),
)
RESULT_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Đơn vị", 5),
    Column("Báo cáo", 6),
    Column("Hạn cuối", 3, "center"),
    Column("Ngày nộp", 3, "center"),
    Column("Tình trạng", 3, "center"),
    Column("Chỉ tiêu đạt", 2, "center"),
)
INDICATOR_COLUMNS = (
    Column("Chỉ số", 5),
    Column("Năm trước", 2, "center"),
    Column("Năm nay", 2, "center"),
    Column("Hạng năm trước", 2, "center"),
    Column("Hạng năm nay", 2, "center"),
    Column("So sánh", 3, "center"),
)
DRIVE_COLUMNS = (
    Column("Đơn vị", 3),
    Column("Đợt cao điểm", 4),
    Column("Thời gian", 3, "center"),
    Column("Kết quả", 5),
)
FIELDS = fields.CAMPAIGN | {"kỳ báo cáo": "năm 2026"}
INTERIM_REVIEW, FINAL_REVIEW, OF_ONE_YEAR = "Sơ kết", "Tổng kết", "Kết quả thực hiện"
BY_UNITS = "Tình hình nộp báo cáo và kết quả của từng đơn vị: {} kèm theo Báo cáo này."
HONOURED = ": {} kèm theo Báo cáo này."


def _texts(review: str) -> tuple[Text, ...]:
    """Return what a commune may word itself in the report of a kind of review; the sections are edited by report."""
    told = FIELDS | {"loại báo cáo": review.lower()}
    return (
        Text(
            "opening",
            "Câu mở đầu",
            "Thực hiện {kế hoạch phát động} của {tên Ủy ban} về phong trào thi đua “{tên phong trào}”, {tên Ủy ban} "
            "báo cáo kết quả {kỳ báo cáo} như sau:",
            FIELDS,
        ),
        Text("no_report", "Nội dung chưa có báo cáo", "Chưa có báo cáo được duyệt về nội dung này.", FIELDS),
        Text(
            "closing",
            "Câu kết",
            "Trên đây là Báo cáo {loại báo cáo} phong trào thi đua “{tên phong trào}” {kỳ báo cáo} của {tên Ủy ban}.",
            told,
        ),
        Text(
            "waived",
            "Ghi chú dưới bảng nộp báo cáo",
            "Được miễn thì không tính vào số phải nộp.",
            FIELDS,
        ),
    )


KEYS = {ReviewKind.FINAL: "summary-report", ReviewKind.INTERIM: "interim-report"}
TEXTS = {ReviewKind.FINAL: _texts(FINAL_REVIEW), ReviewKind.INTERIM: _texts(INTERIM_REVIEW)}


def build(summary: Summary) -> Paper:
    """Set a summary in words: the edited sections, with tables and charts from frozen or present figures."""
    campaign = summary.campaign
    plan = campaign.plan
    figures = summary.figures or gather(campaign, at=timezone.now(), year=summary.year).to_json()
    review = next((each for each in plan.reviews if each.kind == summary.kind and each.to), None)
    upward = review.to if review else ""
    kind = _reviewed(summary)
    period = f" năm {summary.year}" if summary.year else ""
    facts = fields.of_campaign(campaign) | {"kỳ báo cáo": period.strip(), "loại báo cáo": kind.lower()}
    settled = summary.document.requested_at if summary.document else None
    words = CommuneWords(campaign.commune, KEYS[summary.kind], TEXTS[summary.kind], facts, at=settled)
    attached = _attached(summary)
    by_unit, honoured = _by_unit(attached, figures, words), award_tables.annex(figures["awards"], attached)
    annexes = [*by_unit, *honoured]
    blocks: list[Block] = [
        letterhead_of(campaign.commune, symbol=summary.symbol, number=summary.number, on=summary.issued_on,
                      year=timezone.localdate(summary.made_at).year),
        Title("BÁO CÁO", f"{kind} phong trào thi đua “{campaign.name}”{period}"),
    ]  # fmt: skip
    if upward:
        blocks.append(Addressees((upward,)))
    blocks += words.blocks("opening")
    for place, (key, title) in enumerate(SECTIONS.items(), 1):
        blocks.append(Heading(ROMAN, f"{roman(place)}.", title))
        blocks += narrative(summary.sections.get(key, ""))
        if key == "leadership":
            blocks += _drives(figures)
        elif key == "results":
            blocks += [*_pointing(BY_UNITS, by_unit, 1, of=annexes), *_results(figures, words)]
        elif key == "awards":
            blocks += award_tables.tables(figures["awards"])
            who = award_tables.honoured(figures["awards"]) if honoured else ""
            blocks += _pointing(HONOURED, honoured, len(by_unit) + 1, of=annexes, who=who)
    blocks += [
        *words.blocks("closing"),
        TextEnd(),
        committee_signature(plan, summary.signed_by),
        recipients_on(plan, summary.issued_on, addressed_to=upward),
    ]
    return Paper(str(summary), (*blocks, *annexes), draft=summary.number is None)


def _reviewed(summary: Summary) -> str:
    """Return what the report is: one year of a campaign over several years is not its summing-up (DS-01)."""
    if summary.kind == ReviewKind.INTERIM:
        return INTERIM_REVIEW
    return OF_ONE_YEAR if summary.year and summary.campaign.over_several_years else FINAL_REVIEW


def _results(figures: dict, words: CommuneWords) -> list[Block]:
    """Return what each area achieved: table by item, the plan's own targets, the chart, the indices."""
    blocks: list[Block] = []
    place = 0
    for place, area in enumerate(figures["areas"], 1):
        blocks.append(Heading(NUMBER, f"{place}.", area["title"]))
        if not any(item["units"] for item in area["items"]):
            blocks += words.blocks("no_report")
            continue
        rows = [
            (str(row), item["text"], str(item["units"]), str(item["targets"]), str(item["met"]),
             share(item["met"], item["targets"]))
            for row, item in enumerate(area["items"], 1)
        ]  # fmt: skip
        if len(rows) > 1:
            total = (
                "",
                "Cộng",
                "",
                str(area["targets"]),
                str(area["met"]),
                share(area["met"], area["targets"]),
            )
            rows.append(total)
        blocks.append(Table(ITEM_COLUMNS, tuple(rows), bold_rows=(len(rows) - 1,) if len(rows) > 1 else ()))
        blocks += _plan_targets(area)
    charted = [area for area in figures["areas"] if area["targets"]]
    if charted:
        blocks.append(
            Chart(
                "Chỉ tiêu đạt và chưa đạt theo nội dung",
                tuple(area["title"] for area in charted),
                (
                    Series("Đạt", tuple(str(area["met"]) for area in charted)),
                    Series("Chưa đạt", tuple(str(area["targets"] - area["met"]) for area in charted)),
                ),
                unit="lượt",
                stacked=True,
            )
        )
    blocks += _indicators(figures, place + 1)
    return blocks


def _plan_targets(area: dict) -> list[Block]:
    """Return the plan's own targets of an area: how many units met each."""
    rows = [
        (target["text"], str(target["units"]), str(target["met"]), share(target["met"], target["units"]))
        for item in area["items"]
        for target in item["plan_targets"]
    ]
    if not rows:
        return []
    columns = (
        Column("Chỉ tiêu của kế hoạch", 8), Column("Đơn vị báo cáo", 2, "center"), Column("Đạt", 2, "center"),
        Column("Tỷ lệ", 2, "center"),
    )  # fmt: skip
    return [Table(columns, tuple(rows))]


def _indicators(figures: dict, place: int) -> list[Block]:
    """Return the indices against last year (DT-10); without a value the paper says so."""
    if not figures["indicators"]:
        return []
    rows = tuple(
        (
            row["name"] + (f" ({row['unit_label']})" if row["unit_label"] else ""),
            row["before"] or "chưa có",
            row["value"] or "chưa công bố",
            str(row["rank_before"] or "–"),
            str(row["rank"] or "–"),
            _compared(row),
        )
        for row in figures["indicators"]
    )
    return [Heading(NUMBER, f"{place}.", "Chỉ số theo dõi so với năm trước"), Table(INDICATOR_COLUMNS, rows)]


def _compared(row: dict) -> str:
    """Say how the rank moved."""
    if not row["rank"] or not row["rank_before"]:
        return "chưa so sánh được"
    step = row["rank_before"] - row["rank"]
    if step == 0:
        return "giữ hạng"
    return f"tăng {step} bậc" if step > 0 else f"giảm {-step} bậc"


def _drives(figures: dict) -> list[Block]:
    """Return the units' peak drives (DT-04)."""
    rows = tuple(
        (drive["unit"], drive["name"], f"{_day(drive['starts_on'])} – {_day(drive['ends_on'])}",
         drive["result"] or drive["status"])
        for drive in figures["drives"]
    )  # fmt: skip
    return [Table(DRIVE_COLUMNS, rows, caption="Đợt thi đua cao điểm của các đơn vị")] if rows else []


def _pointing(told: str, annexes: list[Annex], first: int, *, of: list[Annex], who: str = "") -> list[Block]:
    """Return the sentence that points to annexes by their numbers, which an only annex has not (N-11); none to none.

    `who` is what stands before it, taken as it is typed.
    """
    numbers = [f"Phụ lục {roman(first + place)}" if len(of) > 1 else "Phụ lục" for place in range(len(annexes))]
    return [Paragraph(who + told.format(" và ".join(numbers)))] if numbers else []


def _by_unit(attached: str, figures: dict, words: CommuneWords) -> list[Annex]:
    """Return the annexes of the units, reports received and late, then results; none where no unit owes a report."""
    if not figures["unit_rows"]:
        return []
    counts = [_reports_of(row) for row in figures["unit_rows"]]
    reports = tuple(
        (str(place), row["unit"], *map(str, numbers))
        for place, (row, numbers) in enumerate(zip(figures["unit_rows"], counts, strict=True), 1)
    )
    totals = ("", "Cộng", *(str(sum(column)) for column in zip(*counts, strict=True)))
    results = tuple(
        (
            str(place),
            row["unit"],
            report["title"],
            _day(report["last_day"]) or "chưa ấn định",
            _moment(report["submitted"]) + (" (trễ)" if report["late"] else ""),
            report["status"],
            f"{report['met']}/{report['targets']}" if report.get("counted") and report["targets"] else "–",
        )
        for place, (row, report) in enumerate(
            ((row, report) for row in figures["unit_rows"] for report in row["reports"]), 1
        )
    )
    return [
        Annex("Tình hình nộp báo cáo của các đơn vị", attached,
              (Table(UNIT_COLUMNS, (*reports, totals), bold_rows=(len(reports),)),
               Note(words.of("waived")))),
        Annex("Kết quả theo từng đơn vị", attached, (Table(RESULT_COLUMNS, results),), landscape=True),
    ]  # fmt: skip


def _reports_of(row: dict) -> tuple[int, ...]:
    """Return how many reports a unit owes, then by where they stand, then how many it was let off."""
    counted = (row["on_time"], row["late"], row["missing"])
    return (row["owed"], *counted, row["owed"] - sum(counted), row["waived"])


def _attached(summary: Summary) -> str:
    """Return the line that ties an annex to its paper; number and date stay blank until they are given."""
    paper = f"{BLANK}/{summary.symbol} ngày{BLANK}tháng{BLANK}năm{BLANK}"
    if summary.number:
        paper = cited(summary.number, summary.symbol, summary.issued_on)
    return f"(Kèm theo Báo cáo số {paper} của {summary.campaign.commune.committee})"


def _day(text: str) -> str:
    """Return a stored date as printed."""
    return vn_date(datetime.fromisoformat(text).date()) if text else ""


def _moment(text: str) -> str:
    """Return the day of a stored moment as printed."""
    return vn_date(timezone.localdate(datetime.fromisoformat(text))) if text else "–"


def _records(kind: str):
    """Return the summaries of one kind with what the builder reads; of a draft put aside no paper is made."""
    found = Summary.objects.select_related("campaign__commune").filter(kind=kind)
    return found.exclude(status=Summary.Status.CANCELLED)


KIND = Kind(
    key=KEYS[ReviewKind.FINAL],
    title="Báo cáo tổng kết",
    can=Can.SEE_ALL_UNITS,
    model=Summary,
    records=lambda: _records(ReviewKind.FINAL),
    build=build,
    campaign_of=lambda summary: summary.campaign,
    texts=TEXTS[ReviewKind.FINAL],
)
INTERIM = Kind(
    key=KEYS[ReviewKind.INTERIM],
    title="Báo cáo sơ kết",
    can=Can.SEE_ALL_UNITS,
    model=Summary,
    records=lambda: _records(ReviewKind.INTERIM),
    build=build,
    campaign_of=lambda summary: summary.campaign,
    texts=TEXTS[ReviewKind.INTERIM],
)
