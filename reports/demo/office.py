"""The office's own desk in the demo: days off, reminders and their letters, public pages, exemplars, texts read in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from campaigns.models import Exemplar
from campaigns.services import adoptions, exemplar_pictures, exemplars, plan_readings
from communes.access import Actor
from communes.acting import act
from communes.models import DayOff, Person, PublicPage
from communes.rules.holidays import beside_national_day, proposals
from communes.services import addresses, days_off, public_pages, sheets
from communes.services.sheet_people import COLUMNS
from reports.demo.cast import Cast
from reports.demo.files import page
from reports.demo.office_words import MAKE_UPS, OPENED, PLAN_TEXT, RESULT, TET, WAY
from reports.demo.timeline import after, moment
from reports.models import Mailing
from reports.services import mailings, reminders

READS_IN = "hoa-phong"
MAILS = "dong-tam"
YEAR = 2026
# The night whose letters still wait.
LAST_NIGHT = date(2026, 11, 20)
# Nobody can be written to at these addresses (RFC 2606).
MAIL_HOST = "example.org"


def begin_office(cast: Cast) -> None:
    """Open the public pages, and let letters of reminders leave, in the communes that do."""
    by, at = cast.actor("canbo"), moment(cast.place.drafted, 8)
    if cast.place.slug in OPENED:
        for key in PublicPage.Key.values:
            public_pages.open_page(key, unlisted=True, reviewed=True, by=by, at=at)
    if cast.place.slug == MAILS:
        reminders.change_terms(cast.commune, mail_on=True, sender=f"thidua@{MAIL_HOST}", by=by, at=at)
        for actor in (by, cast.actor("lanhdao"), *(cast.head(body.key) for body in cast.place.bodies if body.head)):
            addresses.set_address(f"{actor.user.username}@{MAIL_HOST}", by=actor, at=at)


def pass_night(cast: Cast, at: datetime) -> None:
    """Let the reminders of a night leave, and their letters be handed over; the demo writes to nobody."""
    reminders.remind(by=cast.product, at=at)
    leaving = at + timedelta(hours=3)
    for letter in Mailing.objects.filter(status__in=Mailing.LEAVING).order_by("pk"):
        Mailing.flow.move(letter, "take", claimed_at=leaving, tries=1)
        act(letter, "deliver", by=cast.product, at=leaving, sent_at=leaving)


def keep_office(cast: Cast) -> None:
    """Do, after a commune's year, what its office does beside the campaigns."""
    _calendar(cast)
    for exemplar in Exemplar.objects.filter(status=Exemplar.Status.PUBLISHED).select_related("campaign__commune"):
        _spread(cast, exemplar)
    _remind(cast)
    if cast.place.slug == READS_IN:
        _read_in(cast)


def _calendar(cast: Cast) -> None:
    """Enter the days off of the year: those that the law fixes, Tết, and a day that was moved."""
    by, at = cast.actor("canbo"), moment(date(YEAR, 1, 5))
    days_off.confirm(proposals(YEAR, beside=beside_national_day(YEAR)[0], known={}), by=by, at=at)
    for day, name, source in TET:
        days_off.add(day=day, kind=DayOff.Kind.HOLIDAY, name=name, source=source, by=by, at=at)
    for day, kind, name in MAKE_UPS:
        days_off.add(day=day, kind=kind, name=name, source="Thông báo lịch nghỉ của UBND xã", by=by, at=at)


def _spread(cast: Cast, exemplar: Exemplar) -> None:
    """Give an exemplar its picture and consent, and let another unit work by it, where two months are left for that."""
    by, shown = cast.actor(cast.place.publicist), exemplar.published_on
    picture = page("Hình ảnh mô hình.jpg", exemplar.title, exemplar.story)
    exemplar_pictures.add(exemplar, picture, caption=f"{exemplar.get_kind_display()}: {exemplar.title}"[:200], by=by,
                          at=moment(shown, 9))  # fmt: skip
    exemplars.note_consent(
        exemplar, consented_on=shown, consented_by="Thủ trưởng đơn vị đồng ý bằng văn bản", by=by, at=moment(shown, 10)
    )
    started = after(shown, 10)
    told = after(started, 60)
    if told > LAST_NIGHT:
        return
    unit = adoptions.adopting_units(exemplar, by, on=started)[0]
    adoption = adoptions.adopt(exemplar, unit, started_on=started, way=WAY, by=by, at=moment(started))
    adoptions.note_result(adoption, result=RESULT, result_on=told, by=by, at=moment(told))


def _remind(cast: Cast) -> None:
    """Let the last reminders leave; where there are letters, somebody looks over them before they go."""
    by = cast.actor("canbo")
    if cast.place.slug == MAILS:
        reminders.change_terms(cast.commune, looked_over=True, by=by, at=moment(LAST_NIGHT - timedelta(days=1), 15))
    reminders.remind(by=cast.product, at=moment(LAST_NIGHT, 5))
    _look_over(list(Mailing.objects.filter(status=Mailing.Status.HELD).order_by("pk")), by, moment(LAST_NIGHT, 7, 30))


def _look_over(held: Sequence[Mailing], by: Actor, at: datetime) -> None:
    """Mend the words of one letter that waits and let another one go; the others stay."""
    for letter in held[:1]:
        words = letter.body.replace(
            "Mở trang sau", "Cần hỗ trợ, liên hệ cơ quan thường trực trong giờ hành chính. Mở trang sau"
        )
        mailings.edit(letter, subject=letter.subject, body=words, revision=letter.revision, by=by, at=at)
    for letter in held[1:2]:
        mailings.release(letter, by=by, at=at)


def _read_in(cast: Cast) -> None:
    """Bring in a plan as text with its head confirmed, and a list of people that waits for answers."""
    at = moment(date(2026, 11, 18), 14)
    planner = cast.actor(cast.place.planner)
    reading = plan_readings.begin("Kế hoạch thi đua Xuân năm 2027.docx", PLAN_TEXT, by=planner, at=at)
    plan_readings.confirm(reading, "facts", reading.document, revision=reading.revision, by=planner, at=at)
    known = Person.objects.exclude(category=Person.Category.RESIDENT).filter(unit__isnull=False).order_by("pk")[0]
    book = Workbook()
    book.active.append([column.label for column in COLUMNS])
    for row in (
        ("Lương Thị Thu Hiền", "Nữ", 1994, str(known.unit), "Chuyên viên", "Công chức", "02/11/2026"),
        (known.full_name, "", "", str(known.unit), known.position, "", ""),
        ("Ma Văn Tuyên", "Nam", 1988, "Phòng Hạ tầng", "Chuyên viên", "Công chức", "31/02/2026"),
    ):
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    sent = sheets.opened(SimpleUploadedFile("Cán bộ bổ sung tháng 11.xlsx", made.getvalue()))
    sheets.receive(sheets.KINDS["people"], sent, by=cast.actor("canbo"), at=at)
