"""First drafts of a summary's sections, written from the figures and from what units said; people edit them."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import groupby

from awards.models import ProposalLine
from campaigns.models import Campaign, Obligation
from communes.access import Actor
from kit.vietnamese import begun_small, long_date, money, small_count, vn_date
from reports.documents.common import cited, counted, share
from reports.figures import BY_UNIT, COUNTED, Figures, year_of

MOST_QUOTED = 8
OUTCOMES = {
    str(ProposalLine.Outcome.AWARDED): "được tặng",
    str(ProposalLine.Outcome.REFUSED): "không được tặng",
    str(ProposalLine.Outcome.RETURNED): "được trả lại",
    "waiting": "đang chờ kết quả",
}


def drafts(campaign: Campaign, figures: Figures, *, year: int | None = None) -> dict[str, str]:
    """Return a text for every section of a summary; a line that starts with "- " becomes a list item.

    Units are quoted from the accepted reports that the figures count.
    """
    accepted = campaign.obligations.filter(status__in=COUNTED, deadline__retired_at=None)
    said = [
        row
        for row in accepted.select_related("unit", "deadline").order_by(*BY_UNIT, "pk")
        if year is None or year_of(row.deadline, campaign) == year
    ]
    return {
        "situation": _situation(campaign, figures),
        "leadership": _leadership(campaign, figures, said),
        "results": _results(figures),
        "awards": "\n".join([_awards(figures.awards), *_sent_up(campaign, year)]),
        "shortcomings": _shortcomings(figures, said),
        "lessons": _lessons(figures),
        "direction": _direction(figures),
        "proposals": _said(said, "proposals") or "Không có kiến nghị, đề xuất.",
    }


def _situation(campaign: Campaign, figures: Figures) -> str:
    """Say what the campaign is and who took part."""
    term = f"từ {long_date(campaign.starts_on)} đến {long_date(campaign.ends_on)}"
    plan = f"Kế hoạch số {cited(campaign.number, campaign.symbol, campaign.issued_on)}"
    lines = [
        f"Phong trào thi đua “{campaign.name}” được triển khai theo {plan}, thời gian {term}, với sự tham gia của "
        f"{counted(figures.units, 'đơn vị')}.",
    ]
    if figures.difficulties_raised:
        answered = figures.difficulties_answered
        lines.append(
            f"Trong quá trình thực hiện có {counted(figures.difficulties_raised, 'khó khăn, vướng mắc')} "
            f"được phản ánh, {'đã trả lời ' + counted(answered, 'nội dung') if answered else 'đang được xem xét'}."
        )
    return "\n".join(lines)


def _leadership(campaign: Campaign, figures: Figures, said: list[Obligation]) -> str:
    """Say what was issued, planned, inspected and publicised, then quote the units."""
    planned = f"Có {counted(figures.unit_plans, 'đơn vị')}" if figures.unit_plans else "Chưa có đơn vị nào"
    lines = [f"- {planned} xây dựng kế hoạch riêng trên tổng số {counted(figures.units, 'đơn vị')} tham gia."]
    if figures.registrations:
        lines.append(f"- Có {counted(figures.registrations, 'lượt')} tập thể, cá nhân đăng ký thi đua.")
    if figures.drives:
        lines.append(f"- Các đơn vị phát động {counted(len(figures.drives), 'đợt thi đua cao điểm')}.")
    if figures.inspections:
        lines.append(f"- {_inspected(figures)}.")
    if figures.exemplars:
        kinds = "; ".join(f"{begun_small(name)}: {small_count(count)}" for name, count in figures.exemplars.items())
        found = counted(sum(figures.exemplars.values()), "điển hình")
        published = figures.exemplars_published
        spread = f"; đã tuyên truyền, nhân rộng {small_count(published)}" if published else ""
        lines.append(f"- Phát hiện, ghi nhận {found} ({kinds}){spread}.")
    quoted = _said(said, "overview")
    return "\n".join([*lines, *(["Cách làm của các đơn vị:", quoted] if quoted else [])])


def _inspected(figures: Figures) -> str:
    """Say what inspections were held and what they found, without the counts that are nil."""
    unannounced = f" (đột xuất {small_count(figures.unannounced)})" if figures.unannounced else ""
    told = f"Tổ chức {counted(figures.inspections, 'cuộc kiểm tra')}{unannounced}"
    if figures.findings:
        told += f", kiểm tra {counted(figures.findings, 'nội dung')}{_compared(figures)}"
    if figures.recommendations:
        told += f"; {_carried_out(figures.recommendations_done, figures.recommendations)}"
    return told


def _compared(figures: Figures) -> str:
    """Say how what was inspected stands to the reports; what was not yet due is compared with none (VT-04)."""
    differing = "khác với báo cáo của đơn vị"
    if not figures.not_due and not figures.not_reported:
        return f", {small_count(figures.differences) if figures.differences else 'không có'} nội dung {differing}"
    agreeing = figures.findings - figures.differences - figures.not_reported - figures.not_due
    parts = {
        "đúng như đơn vị báo cáo": agreeing,
        differing: figures.differences,
        "đơn vị chưa báo cáo": figures.not_reported,
        "chưa đến kỳ báo cáo": figures.not_due,
    }
    there = [(told, count) for told, count in parts.items() if count]
    if len(there) == 1:
        return f", {'đều ' if figures.findings > 1 else ''}{there[0][0]}"
    items = (f"{counted(count, 'nội dung')} {told}" for told, count in there)
    return f" ({', '.join(items)})"


def _carried_out(done: int, asked: int) -> str:
    """Say how many recommendations were carried out: none, some or all."""
    if not done:
        return f"chưa thực hiện xong kiến nghị nào trong {counted(asked, 'kiến nghị')}"
    if done == asked:
        return f"đã thực hiện xong {'cả ' if asked > 1 else ''}{counted(asked, 'kiến nghị')}"
    return f"đã thực hiện xong {small_count(done)}/{counted(asked, 'kiến nghị')}"


def _results(figures: Figures) -> str:
    """Say how far targets were met and how reports came in."""
    if figures.owed:
        on_time = sum(row["on_time"] for row in figures.unit_rows)
        parts = {
            "nộp đúng hạn": on_time,
            "nộp trễ hạn": figures.late,
            "quá hạn chưa nộp": figures.missing,
            "chưa đến hạn": figures.owed - on_time - figures.late - figures.missing,
        }
        told = ", ".join(f"{words} {small_count(count)}" for words, count in parts.items() if count)
        waived = f" (không kể {counted(figures.waived, 'báo cáo')} được miễn)" if figures.waived else ""
        accepted = f" Đã duyệt {counted(figures.accepted, 'báo cáo')}." if figures.accepted else ""
        lines = [f"Các đơn vị phải nộp {counted(figures.owed, 'báo cáo')}{waived}: {told}.{accepted}"]
    else:
        lines = ["Không có báo cáo nào của đơn vị phải nộp."]
    if figures.targets:
        lines.append(
            f"Qua báo cáo đã duyệt, {figures.targets_met}/{figures.targets} chỉ tiêu đạt "
            f"({share(figures.targets_met, figures.targets)})."
        )
    return "\n".join(lines)


def _awards(awards: dict) -> str:
    """Say what was proposed and what was given; what awaits a decision is not told."""
    if not awards["proposed"]:
        return "Chưa có hồ sơ đề nghị khen thưởng."
    lines = [
        f"Các đơn vị đề nghị khen thưởng {counted(awards['proposed'], 'trường hợp')}; đã tặng "
        f"{counted(awards['awarded'], 'trường hợp')}, tổng số tiền thưởng {money(awards['money'])}."
    ]
    lines += [
        f"- {each['label']}: đề nghị {small_count(each['proposed'])}, được tặng {small_count(each['awarded'])}."
        for each in awards["by_award"]
    ]
    persons = awards["awarded_individuals"]
    if persons["number"]:
        lines.append(
            f"- Trong {counted(persons['number'], 'cá nhân')} được tặng: nữ {small_count(persons['women'])} "
            f"({share(persons['women'], persons['number'])}), trực tiếp lao động "
            f"{small_count(persons['direct_workers'])} ({share(persons['direct_workers'], persons['number'])})."
        )
    if awards["higher"]["sent"]:
        higher = awards["higher"]
        parts = ((name, higher.get(key)) for key, name in OUTCOMES.items())
        told = ", ".join(f"{name} {small_count(count)}" for name, count in parts if count)
        lines.append(f"- Trình cấp trên {counted(higher['sent'], 'trường hợp')}{': ' if told else ''}{told}.")
    if awards["revoked"]:
        lines.append(f"- Đã thu hồi {counted(awards['revoked'], 'trường hợp')} do vi phạm.")
    return "\n".join(lines)


def _sent_up(campaign: Campaign, year: int | None) -> list[str]:
    """Name by number and date each submission that a higher authority answered with an award (HP-12).

    A summary is read by everybody, who learns of no other case sent upward but how many there are.
    """
    told = ProposalLine.objects.within(Actor.of_public(campaign.commune)).filter(proposal__campaign=campaign)
    in_order = told.order_by("proposal__sent_on", "proposal__number", "proposal", "pk")
    rows = [
        line
        for line in in_order.select_related("proposal", "nomination__round")
        if year is None or line.nomination.year == year
    ]
    lines = []
    for proposal, found in groupby(rows, key=lambda line: line.proposal):
        cases = list(found)
        lines.append(
            f"- Tờ trình số {cited(proposal.number, proposal.symbol, proposal.sent_on)} gửi {proposal.to_body}: "
            f"{counted(len(cases), 'trường hợp')} được tặng{_answers(cases)}."
        )
    return lines


def _answers(cases: list[ProposalLine]) -> str:
    """Name in brackets the decisions that answered cases sent upward, each once."""
    papers = (f"{line.outcome_number} {long_date(line.outcome_on)}" for line in cases if line.outcome_number)
    named = "; ".join(dict.fromkeys(papers))
    return f" ({named})" if named else ""


def _shortcomings(figures: Figures, said: list[Obligation]) -> str:
    """Say what fell short by the figures, then quote the units' difficulties and causes."""
    lines = []
    for key, told in (("late", "báo cáo trễ hạn"), ("missing", "quá hạn chưa báo cáo")):
        if names := [row["unit"] for row in figures.unit_rows if row[key]]:
            lines.append(f"- Còn đơn vị {told}: {', '.join(names)}.")
    weak = [area for area in figures.areas if area["targets"] and area["met"] < area["targets"]]
    if weak:
        least = min(map(_met, weak))
        lowest = [area for area in weak if _met(area) == least]
        named = "; ".join(f"{area['title']} ({area['met']}/{area['targets']} chỉ tiêu đạt)" for area in lowest)
        lines.append(f"- Nội dung đạt thấp nhất: {named}.")
    if figures.differences:
        lines.append(f"- Kiểm tra thấy {counted(figures.differences, 'nội dung')} khác với báo cáo của đơn vị.")
    if figures.recommended:
        lines += ["Qua kiểm tra, đã kiến nghị các đơn vị:", *_recommended(figures.recommended)]
    quoted = _said(said, "difficulties")
    if quoted:
        lines += ["Nguyên nhân, khó khăn do các đơn vị nêu:", quoted]
    return "\n".join(lines) or "Không có tồn tại, hạn chế được ghi nhận qua báo cáo và kiểm tra."


def _recommended(rows: list[dict]) -> list[str]:
    """Return what inspections asked of the units, each with the day on which it was done, at most a page of them."""
    told = []
    for row in rows:
        done = f" (đã thực hiện ngày {vn_date(date.fromisoformat(row['done_on']))})" if row["done_on"] else ""
        told.append(f"- {row['unit']}: {' '.join(row['text'].split()).rstrip('.;')}{done}.")
    more = len(told) - MOST_QUOTED
    return told if more <= 1 else [*told[:MOST_QUOTED], f"- Và {counted(more, 'kiến nghị')} khác."]


def _met(area: dict) -> Fraction:
    """Return the share of an area's targets that were met."""
    return Fraction(area["met"], area["targets"])


def _lessons(figures: Figures) -> str:
    """Propose lessons that the figures support; a person decides."""
    lines = ["- Giao chỉ tiêu cụ thể cho từng đơn vị, gắn trách nhiệm người đứng đầu với kết quả."]
    if figures.inspections:
        lines.append("- Kiểm tra đối chiếu báo cáo với thực tế, thông báo kết quả để đơn vị sửa ngay trong kỳ.")
    if figures.late or figures.missing:
        lines.append("- Nhắc việc trước hạn và phân công người báo cáo ngay khi phát động.")
    if figures.exemplars:
        lines.append("- Phát hiện sớm cách làm hay để nhân rộng khi phong trào đang diễn ra.")
    return "\n".join(lines)


def _direction(figures: Figures) -> str:
    """Propose directions with measurable targets taken from what fell short."""
    on_time = sum(row["on_time"] for row in figures.unit_rows)
    due = on_time + figures.late + figures.missing
    this_time = f" (kỳ này {share(on_time, due)})" if due else ""
    kept = due and on_time == due
    lines = [f"- {'Giữ vững' if kept else 'Phấn đấu'} 100% báo cáo nộp đúng hạn{this_time}."]
    for area in figures.areas:
        if area["targets"] and area["met"] < area["targets"]:
            lines.append(
                f"- {area['title']}: nâng tỷ lệ chỉ tiêu đạt từ {share(area['met'], area['targets'])} lên 100%."
            )
    return "\n".join(lines)


def _said(reports: Iterable[Obligation], name: str) -> str:
    """Quote what units wrote in one field, each with the unit's name, at most a page of them."""
    quoted = [
        f"- {report.unit}: {' '.join(getattr(report, name).split())}"
        for report in reports
        if getattr(report, name).strip()
    ]
    more = len(quoted) - MOST_QUOTED
    if more <= 1:
        return "\n".join(quoted)
    return "\n".join([*quoted[:MOST_QUOTED], f"- Và {counted(more, 'đơn vị')} khác."])
