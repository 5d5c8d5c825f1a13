"""Letters of reminders: made once a day for each person, looked over by staff, sent with retries."""

import smtplib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communes.access import Actor
from communes.acting import act
from communes.addresses import here
from kit.moments import away
from kit.saving import SavedMeanwhile
from kit.vietnamese import small_count, vn_date
from kit.workflow import Overtaken, Unlawful
from reports.models import Mailing, Notice, ReminderTerms
from reports.owing import owed

# Letters are made in the night; staff may look at them until they leave.
LEAVES_AT = time(8, 0)
# How long after each failed try the next one comes; after the last one a person decides.
PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
# No letter is put off for longer than that: one that waits so long ahead was given its time by a clock that was ahead.
LONGEST_WAIT = max(*PAUSES, timedelta(hours=LEAVES_AT.hour, minutes=LEAVES_AT.minute))
# A letter that could not leave for so long tells of a day gone by.
STALE = timedelta(days=3)
# A letter that was being sent for so long was given up by a fallen worker.
LOST = timedelta(minutes=15)

DONE_BEFORE = "Việc đã xong trước khi thư đi."
TOO_OLD = "Thư để quá 03 ngày chưa gửi."
UNKNOWN_END = "Máy dừng giữa lúc gửi, chưa rõ thư đã đi hay chưa."
OFF = "Địa phương chưa bật gửi thư điện tử."
NOT_IN_TRAINING = "Khu tập huấn không gửi thư ra ngoài."
BODY = "Ông/bà có việc đến hạn trên phần mềm phong trào thi đua của {commune}. Mở trang sau để xem và thực hiện:"
NO_MAIL = "Phần mềm chưa được nối với máy chủ thư; nhờ người vận hành máy chủ đặt một lần."


def ready(terms: ReminderTerms) -> list[str]:
    """Return why no letter can leave, empty where they can."""
    if terms.commune.is_training:
        return [NOT_IN_TRAINING]
    lacking = [] if terms.mail_on and terms.sender else [OFF]
    return lacking if settings.MAIL_READY else [*lacking, NO_MAIL]


def prepare(notices: Iterable[Notice], *, terms: ReminderTerms, by: Actor, at: datetime) -> int:
    """Make one letter for each person told today who has an address, where the commune sends letters; count them."""
    if not terms.mail_on or by.commune.is_training:
        return 0
    mine: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        mine[notice.person_id].append(notice)
    day = timezone.localdate(at)
    had = set(Mailing.objects.filter(day=day, person__in=mine).values_list("person_id", flat=True))
    status = Mailing.Status.HELD if terms.looked_over else Mailing.Status.WAITING
    leaves = max(at, timezone.make_aware(datetime.combine(day, LEAVES_AT)))
    made = 0
    for person_id, told in mine.items():
        address = told[0].person.user.email
        if address and person_id not in had:
            letter = Mailing.objects.create(
                commune=by.commune, person_id=person_id, address=address, day=day, subject=subject_of(told),
                body=BODY.format(commune=by.commune), status=status, made_at=at, try_at=leaves,
            )  # fmt: skip
            letter.notices.set(told)
            made += 1
    return made


def subject_of(notices: Iterable[Notice]) -> str:
    """Return the subject: the most pressing action and its day, then how many more; no name of anybody."""
    told = sorted(notices, key=lambda each: (each.due_on, each.pk))
    first, others = told[0], len(told) - 1
    more = f" và {small_count(others)} việc khác" if others else ""
    when = f" – hạn {vn_date(first.due_on)}{more}"
    return f"{first.action[: 200 - len(when)]}{when}"


@transaction.atomic
def edit(letter: Mailing, *, subject: str, body: str, revision: int, by: Actor, at: datetime) -> None:
    """Change the words of a letter that has not left; the link stays."""
    words = {"subject": " ".join(subject.split()), "body": body.strip()}
    facts = {**words, "written": True, "revision": revision + 1, "saved_at": at, "saved_by": by.name}
    try:
        act(letter, "edit", by=by, at=at, where={"revision": revision}, **facts)
    except Overtaken:
        letter.refresh_from_db()
        if letter.revision == revision:
            raise
        raise SavedMeanwhile("thư", letter.saved_by, letter.saved_at) from None


def hold(letter: Mailing, *, by: Actor, at: datetime) -> None:
    """Keep a letter back."""
    act(letter, "hold", by=by, at=at)


def release(letter: Mailing, *, by: Actor, at: datetime) -> None:
    """Let a letter leave that was kept back."""
    act(letter, "release", by=by, at=at, try_at=at)


def retry(letter: Mailing, *, by: Actor, at: datetime) -> None:
    """Let a letter be tried anew that could not be sent."""
    act(letter, "retry", by=by, at=at, try_at=at, tries=0, problem="")


def drop(letter: Mailing, *, reason: str, by: Actor, at: datetime) -> None:
    """Give up a letter that has not left."""
    act(letter, "drop", by=by, at=at, reason=reason, problem=reason.strip()[:300])


@transaction.atomic
def release_all(*, by: Actor, at: datetime) -> int:
    """Let every letter leave that is kept back; return how many."""
    held = list(Mailing.objects.filter(status=Mailing.Status.HELD).order_by("pk"))
    for letter in held:
        release(letter, by=by, at=at)
    return len(held)


def send_due(*, terms: ReminderTerms, by: Actor, at: datetime) -> dict[str, int]:
    """Send the letters of the commune whose time has come; return how many ended how."""
    ended: dict[str, int] = defaultdict(int)
    for letter in Mailing.objects.filter(away("claimed_at", LOST, at=at), status=Mailing.Status.SENDING):
        _settle(letter, "fail", by, at, ended, problem=UNKNOWN_END)
    its_time = Q(try_at__lte=at) | Q(try_at__gt=at + LONGEST_WAIT)
    due = Mailing.objects.filter(its_time, status__in=Mailing.LEAVING)
    if ready(terms) or not due.exists():
        return dict(ended)
    open_now = {each.key for each in owed(at=at)}
    for letter in due.select_related("commune", "person").prefetch_related("notices__reminder").order_by("pk"):
        _send_one(letter, open_now, terms, by, at, ended)
    return dict(ended)


def _send_one(letter: Mailing, open_now: set, terms: ReminderTerms, by: Actor, at: datetime, ended: dict) -> None:
    """Send one letter, unless what it tells of is done, or put it back for another try."""
    still = [each for each in letter.notices.all() if each.reminder is None or each.reminder.key in open_now]
    if at - letter.try_at > STALE or not still:
        why = DONE_BEFORE if not still else TOO_OLD
        return _settle(letter, "drop", by, at, ended, reason=why, problem=why)
    words = {} if letter.written else {"subject": subject_of(still)}
    try:
        Mailing.flow.move(letter, "take", claimed_at=at, tries=letter.tries + 1, **words)
    except (Overtaken, Unlawful):
        return None
    try:
        _hand_over(letter, terms, by)
    except smtplib.SMTPRecipientsRefused:
        return _settle(letter, "fail", by, at, ended, problem="Máy gửi thư không nhận địa chỉ này.")
    except (smtplib.SMTPException, OSError) as problem:
        told = f"Lần {letter.tries}: {_in_words(problem)}"
        if letter.tries > len(PAUSES):
            return _settle(letter, "fail", by, at, ended, problem=told)
        Mailing.flow.move(letter, "put_back", try_at=at + PAUSES[letter.tries - 1], problem=told)
        ended["again"] += 1
        return None
    return _settle(letter, "deliver", by, at, ended, sent_at=at, problem="")


def _settle(letter: Mailing, action: str, by: Actor, at: datetime, ended: dict, *, reason: str = "", **facts) -> None:
    """Bring a letter to its end with its line of history, unless somebody was quicker."""
    try:
        act(letter, action, by=by, at=at, reason=reason, **facts)
    except (Overtaken, Unlawful):
        return
    ended[letter.status] += 1


def _in_words(problem: Exception) -> str:
    """Say why a letter could not be handed over."""
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return "máy gửi thư không nhận tên hoặc mật khẩu."
    if isinstance(problem, smtplib.SMTPSenderRefused):
        return "máy gửi thư không nhận địa chỉ gửi."
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"máy gửi thư trả lời mã {problem.smtp_code}."
    return "không kết nối được máy gửi thư."


def _hand_over(letter: Mailing, terms: ReminderTerms, by: Actor) -> None:
    """Give a letter to the mail server: its words and the link to the person's notices."""
    text = f"{letter.body}\n\n{link_of(by)}\n"
    EmailMessage(letter.subject, text, from_email=terms.sender, to=[letter.address]).send()


def link_of(actor: Actor) -> str:
    """Return the address of everybody's own notices, as a letter tells it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{here(actor, 'reports:notices')}"
