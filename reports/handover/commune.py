"""Where everything of a commune stands, section by section, as one reader may know it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from awards.models import Nomination, Session, VotingRule
from awards.services.councils import in_force_for
from campaigns.models import Campaign, Obligation, PlanReading
from campaigns.services.law import rules_on
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import UNIT_ROLES, Membership, RegisteredNumber, SheetReading
from kit.vietnamese import paper_number, small_count, vn_date, vn_datetime
from reports.dates import Entry, entries
from reports.handover.shape import MOST, Line, Month, Section, arrived, day_of, shown
from reports.models import Mailing

LIVE = ("issued", "summing_up")
AHEAD = timedelta(days=90)
MONTHS, IN_A_MONTH = 12, 15
# In whose hands a dossier lies, by its status.
LIES = {
    "draft": "ở đơn vị", "returned": "ở đơn vị", "submitted": "ở cơ quan thường trực",
    "under_appraisal": "ở cơ quan thường trực", "eligible": "ở thư ký Hội đồng, chờ đưa vào chương trình",
    "on_agenda": "ở Hội đồng", "deferred": "ở Hội đồng, chờ xét lại",
    "recommended": "ở cơ quan thường trực, chờ lập quyết định hoặc tờ trình", "reserve": "ở cơ quan thường trực",
    "awarded": "ở văn thư, chờ công bố quyết định", "forwarded_up": "ở cấp trên, chờ trả lời",
}  # fmt: skip


def campaigns(reader: Actor, at: datetime) -> Section:
    """Return the campaigns that are not over, with how many reports are overdue."""
    overdue = Q(obligations__status__in=Obligation.WITH_THE_UNIT, obligations__late_from__lte=at)
    rows = Campaign.objects.within(reader).exclude(status__in=("closed", "cancelled")).select_related("commune")
    rows = rows.annotate(overdue=Count("obligations", filter=overdue)).order_by("ends_on", "pk")

    def line(row: Campaign) -> Line:
        state = str(row.get_status_display())
        late = f"; {small_count(row.overdue)} báo cáo quá hạn" if row.overdue and row.status in LIVE else ""
        start, end = vn_date(row.starts_on), vn_date(row.ends_on)
        term = f"{start} – {end}" if start else f"Đến {end}"
        number = f" ({paper_number(row.number, row.symbol)})" if row.number else ""
        return Line(f"{row.name}{number}", f"{state}{late}", term, row.get_absolute_url())

    return Section(
        "campaigns", "Phong trào chưa kết thúc", ("Phong trào", "Trạng thái", "Thời gian"),
        *shown(rows, line), url=here(reader, "campaigns:campaigns"), place="Phong trào",
        empty="Không có phong trào nào chưa kết thúc.",
    )  # fmt: skip


def deadlines(reader: Actor, dates: Iterable[Entry], today: date) -> Section:
    """Return what of the year's dates falls due within 90 days and is not done."""
    found = [each for each in dates if today <= each.day <= today + AHEAD and not each.done]
    lines = tuple(Line(each.title, each.campaign, vn_date(each.day), each.url) for each in found[:MOST])
    return Section(
        "deadlines", "Thời hạn trong 90 ngày tới", ("Việc", "Phong trào", "Ngày"), lines, len(found),
        url=here(reader, "reports:calendar"), place="Lịch năm", empty="Không có thời hạn nào trong 90 ngày tới.",
    )  # fmt: skip


def late_units(reader: Actor, at: datetime) -> Section:
    """Return the reports that units have not handed in by their last day, the longest overdue first."""
    rows = Obligation.objects.within(reader).overdue(at).filter(campaign__status__in=LIVE)
    rows = rows.for_list().without_words().order_by("late_from", "pk")
    return Section(
        "late", "Đơn vị chưa nộp báo cáo quá hạn", ("Đơn vị", "Báo cáo, phong trào", "Hạn cuối"),
        *shown(rows, lambda row: Line(
            str(row.unit), f"{row.deadline} – {row.campaign}", vn_date(row.last_day), row.get_absolute_url(),
        )),
        url=here(reader, "campaigns:campaigns"), place="Theo dõi của từng phong trào",
        empty="Không có báo cáo nào quá hạn.",
    )  # fmt: skip


def dossiers(reader: Actor, at: datetime) -> Section:
    """Return every dossier that is not at its end: whose, for what, in whose hands, since when."""
    rows = Nomination.objects.within(reader).for_list().without_words()
    rows = rows.exclude(status__in=Nomination.OUT).exclude(campaign__status__in=("closed", "cancelled"))
    rows = arrived(rows.exclude(status="awarded", award_told=True).exclude(status="forwarded_up", answer_told=True))
    knows = reader.may(Can.SEE_UNANNOUNCED)

    def line(row: Nomination) -> Line:
        label, _ = row.shown_status(reader)
        lies = LIES[row.status] if knows or row.status not in Nomination.UNANNOUNCED else ""
        since = row.moved_at if knows else row.submitted_at
        where = "; ".join(filter(None, [label, lies]))
        told = str(row) if str(row.unit) == row.nominee else f"{row} ({row.unit})"
        return Line(told, where, day_of(since or row.submitted_at or row.created_at), row.get_absolute_url())

    return Section(
        "dossiers", "Hồ sơ khen thưởng chưa xong", ("Hồ sơ", "Đang ở đâu", "Từ ngày"),
        *shown(rows.order_by(F("submitted_at").asc(nulls_last=True), "pk"), line),
        url=here(reader, "awards:nominations"), place="Hồ sơ đề nghị", empty="Không có hồ sơ nào chưa xong.",
    )  # fmt: skip


def sessions(reader: Actor, at: datetime) -> Section:
    """Return the council's sessions that are to come or not closed."""
    rows = Session.objects.within(reader).exclude(status__in=("closed", "cancelled")).select_related("council__commune")
    return Section(
        "sessions", "Phiên họp Hội đồng chưa kết thúc", ("Phiên họp", "Trạng thái", "Họp lúc, hạn gửi ý kiến"),
        *shown(rows.order_by(F("planned_at").asc(nulls_last=True), "pk"), lambda row: Line(
            str(row), str(row.get_status_display()),
            vn_datetime(timezone.localtime(row.planned_at)) if row.planned_at else "", row.get_absolute_url(),
        )),
        url=here(reader, "awards:sessions"), place="Phiên họp Hội đồng", empty="Không có phiên họp nào chưa kết thúc.",
    )  # fmt: skip


def numbers(reader: Actor, at: datetime) -> Section:
    """Return the last number given of each symbol in the year; looking gives none (NĐ 30/2020/NĐ-CP, Điều 15)."""
    year = timezone.localdate(at).year
    rows = RegisteredNumber.objects.within(reader).filter(year=year).values("symbol")
    rows = rows.annotate(last=Max("number"), latest=Max("dated")).order_by("symbol")
    return Section(
        "numbers", f"Số văn bản đi năm {year}", ("Ký hiệu", "Số cuối đã cấp, số tiếp theo", "Văn bản ngày cuối"),
        *shown(rows, lambda row: Line(
            row["symbol"], f"Đã cấp đến số {small_count(row['last'])}; số tiếp theo là {small_count(row['last'] + 1)}",
            vn_date(row["latest"]),
        )),
        url=here(reader, "communes:numbers"), place="Sổ văn bản đi",
        hint="Số chỉ được cấp khi ban hành; xem bảng này không giữ số nào.",
        empty=f"Năm {year} chưa cấp số nào.",
    )  # fmt: skip


def roles(reader: Actor, at: datetime) -> Section:
    """Return who holds which role: those that end first, then the others of the commune's offices."""
    held = Membership.objects.valid_on(timezone.localdate(at))
    held = held.filter(~Q(role__in=UNIT_ROLES) | Q(ends_on__isnull=False))
    rows = held.select_related("person__user", "unit").order_by(
        F("ends_on").asc(nulls_last=True), "person__sort_key", "pk"
    )

    def line(row: Membership) -> Line:
        account = _account(row)
        what = " – ".join(filter(None, [str(row.get_role_display()), row.unit.name if row.unit else "", account]))
        return Line(str(row.person), what, _until(row), here(reader, "communes:person", row.person_id))

    manages = reader.may(Can.MANAGE_ACCOUNTS)
    return Section(
        "roles", "Vai trò, tài khoản", ("Người", "Vai trò", "Đến hết ngày"), *shown(rows, line),
        url=here(reader, "communes:accounts" if manages else "communes:people"),
        place="Tài khoản và vai trò" if manages else "Con người",
        hint="Vai trò có ngày kết thúc đứng trước; vai trò của đơn vị chỉ ghi khi có ngày kết thúc.",
    )  # fmt: skip


def _account(row: Membership) -> str:
    """Say of an account what keeps its holder from signing in."""
    if row.person.user is None:
        return "chưa có tài khoản"
    return "" if row.person.user.is_active else "tài khoản đang khóa"


def _until(row: Membership) -> str:
    """Say to the end of which day a role is held."""
    return vn_date(row.ends_on) if row.ends_on else "Không thời hạn"


def settings(reader: Actor, at: datetime) -> Section:
    """Return the numbers of the law and the voting rules in force that nobody has confirmed."""
    today = timezone.localdate(at)
    law = [row for row in rules_on(today, commune=reader.commune).values() if not row.confirmed]
    lines = [
        Line(row.title, "Mức theo quy định", f"Áp dụng từ {vn_date(row.valid_from)}", here(reader, "campaigns:law"))
        for row in law
    ]
    if reader.may(Can.SEE_SESSIONS):
        known = list(VotingRule.objects.known_to(reader.commune))
        rules = {in_force_for(award, today, rows=known) for award in {row.award for row in known}}
        unconfirmed = sorted((row for row in rules if row and not row.confirmed), key=lambda row: (row.award, row.pk))
        url = here(reader, "awards:voting-rules")
        lines += [
            Line(row.get_award_display() if row.award else "Các hình thức khác", "Quy tắc biểu quyết",
                 f"Áp dụng từ {vn_date(row.valid_from)}", url)
            for row in unconfirmed
        ]  # fmt: skip
    return Section(
        "settings", "Chỗ ghi “Cần xác nhận”", ("Nội dung", "Danh mục", "Áp dụng"), tuple(lines[:MOST]), len(lines),
        url=here(reader, "campaigns:law"), place="Mức theo quy định",
        hint="Đối chiếu với văn bản gốc rồi xác nhận trước khi dựa vào.",
        empty="Mọi mức, quy tắc đang áp dụng đã được xác nhận.",
    )  # fmt: skip


def outbox(reader: Actor, at: datetime) -> Section:
    """Return the letters of reminders that have not left."""
    rows = Mailing.objects.filter(status__in=Mailing.OPEN).for_list().order_by("day", "pk")
    return Section(
        "outbox", "Thư nhắc việc chưa đi", ("Người nhận, tiêu đề", "Trạng thái", "Ngày"),
        *shown(rows, lambda row: Line(
            f"{row.person}: {row.subject}", str(row.get_status_display()), vn_date(row.day), row.get_absolute_url()
        )),
        url=here(reader, "reports:mailings"), place="Hộp thư đi", empty="Không có thư nào đang chờ.",
    )  # fmt: skip


def plan_readings(reader: Actor, at: datetime) -> Section:
    """Return the plans that were read from Word or PDF and are still compared with their source."""
    rows = PlanReading.objects.within(reader).filter(status="open").select_related("commune")
    rows = rows.only("name", "status", "created_at", "created_by", "commune__slug").order_by("created_at", "pk")
    return Section(
        "readings", "Kế hoạch đang đối chiếu với bản gốc", ("Tệp", "Người đưa vào", "Đọc ngày"),
        *shown(rows, lambda row: Line(row.name, row.created_by, day_of(row.created_at), row.get_absolute_url())),
        url=here(reader, "campaigns:plan-readings"), place="Đưa kế hoạch từ Word, PDF vào",
        empty="Không có bản nào đang đối chiếu.",
    )  # fmt: skip


def sheets(reader: Actor, at: datetime) -> Section:
    """Return the tables from Excel that were read and not taken over."""
    rows = SheetReading.objects.within(reader).filter(status="checked").for_list().order_by("uploaded_at", "pk")
    return Section(
        "sheets", "Bảng Excel đã đọc, chờ nhập", ("Nội dung", "Người tải lên", "Ngày"),
        *shown(rows, lambda row: Line(
            row.title, row.uploaded_by, day_of(row.uploaded_at), here(reader, "communes:sheet", row.pk)
        )),
        url=here(reader, "communes:sheets"), place="Nhập từ Excel", empty="Không có bảng nào đang chờ.",
    )  # fmt: skip


def dates(reader: Actor, today: date) -> list[Entry]:
    """Return what falls due in this month and the eleven after it, as plans and sessions say."""
    first = today.replace(day=1)
    return entries(reader, first=first, last=_later(first, MONTHS) - timedelta(days=1))


def months(dates: Iterable[Entry], today: date) -> tuple[Month, ...]:
    """Return the year's dates by month."""
    starts = [_later(today.replace(day=1), number) for number in range(MONTHS)]
    by_month: dict[tuple[int, int], list[Entry]] = {(day.year, day.month): [] for day in starts}
    for each in dates:
        by_month[each.day.year, each.day.month].append(each)
    return tuple(
        Month(
            f"Tháng {month:02d}/{year}",
            tuple((vn_date(each.day), each.told, each.campaign) for each in found[:IN_A_MONTH]),
            max(len(found) - IN_A_MONTH, 0),
        )
        for (year, month), found in by_month.items()
    )


def _later(first: date, number: int) -> date:
    """Return the first day of the month that lies some months after another one."""
    years, month = divmod(first.month - 1 + number, 12)
    return date(first.year + years, month + 1, 1)
