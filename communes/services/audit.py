"""Checking the chain of history: every digest anew, every seal, every number; and asking for it from a page."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, OuterRef, Subquery
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from communes import history
from communes.access import Actor, Can
from communes.models import Commune, HistoryEntry, User
from communes.models.chains import chain_of
from communes.rules import chain
from communes.services import seals
from kit.moments import is_near
from kit.vietnamese import vn_datetime, vn_number

logger = logging.getLogger(__name__)

AT_ONCE = 2_000
ASKED, BEGUN, CHECKED = "audit.ask", "audit.begin", "audit.check"
PATIENCE = timedelta(minutes=30)
UNDER_WAY = "Đang kiểm tra theo yêu cầu trước. Hãy chờ kết quả rồi yêu cầu lại."
CHANGED = "nội dung không khớp mã băm đã ghi"
GONE = "không còn trong nhật ký"
ENDINGS = {
    "whole": "Kiểm tra nhật ký: nguyên vẹn",
    "wrong": "Kiểm tra nhật ký: có dòng không khớp",
    "failed": "Kiểm tra nhật ký: chưa kiểm tra được",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first line that does not fit: its number (none before sealing), its entry where there is one, and why."""

    number: int | None
    entry: Model | None
    why: str

    @property
    def place(self) -> str:
        """Where the line stands in the chain, in words."""
        if self.number is None:
            return f"Dòng chưa niêm phong (mã {self.entry.pk})"
        return f"Dòng số {vn_number(self.number)}"

    @property
    def told(self) -> str:
        """The line with its time, who did what to which record."""
        if self.entry is None:
            return f"{self.place}: {self.why}"
        line = self.entry
        said = f"{vn_datetime(timezone.localtime(line.at))}, {line.actor_name}, “{line.label}”"
        about = f" – {line.record_title}" if line.record_title else ""
        return f"{self.place}, {said}{about}: {self.why}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the last seal that fits, how many lines wait for one, and what is wrong."""

    number: int
    digest: str
    sealed_at: datetime | None
    unsealed: int
    wrong: Wrong | None


def verify(holder: Model, *, noted: Mapping[int, str] | None = None) -> Report:
    """Recompute the whole chain of a holder, reading row by row; stop at the first line that does not fit.

    `noted` are seals that were written down elsewhere, by number: the chain must still hold them.
    """
    noted, last = dict(noted or {}), seals.last_seal(holder)
    number, digest, sealed_at, wrong = 0, "", None, None
    column = f"{chain_of(holder).holder}_id"
    for link in _links(holder):
        if link.number > number + 1:
            break
        if why := _fault(link, column, number + 1, digest, noted.pop(link.number, None)):
            wrong = Wrong(link.number, link.entry, why)
            break
        number, digest, sealed_at = link.number, link.digest, link.sealed_at
    if wrong is None and number < max([last.number if last else 0, *noted]):
        wrong = Wrong(number + 1, None, GONE)
    unsealed = 0
    if wrong is None:
        for entry in _unsealed(holder):
            unsealed += 1
            if entry.is_changed:
                wrong = Wrong(None, entry, CHANGED)
                break
    return Report(number, digest, sealed_at, unsealed, wrong)


def _links(holder: Model) -> Iterator[Model]:
    """Yield the seals of a holder with their lines in the order of numbers."""
    its = chain_of(holder)
    rows = its.seals.objects.filter(**{its.holder: holder}).select_related("entry").order_by("number", "pk")
    return rows.iterator(chunk_size=AT_ONCE)


def _unsealed(holder: Model) -> Iterator[Model]:
    """Yield the lines of a holder that have no seal yet."""
    its = chain_of(holder)
    return its.lines.objects.filter(**{its.holder: holder}, seal=None).order_by("pk").iterator(chunk_size=AT_ONCE)


def _fault(link: Model, column: str, number: int, previous: str, noted: str | None) -> str:
    """Return why a seal or its line does not fit at its place; nothing where both do."""
    entry = link.entry
    if link.number < number:
        return "số này có hai lần"
    if getattr(entry, column) != getattr(link, column):
        return "dòng thuộc nhật ký của nơi khác"
    if entry.is_changed:
        return CHANGED
    if link.previous != previous:
        return "dấu niêm phong không nối với dấu liền trước"
    if link.digest != chain.seal_of(
        previous=previous, number=number, entry=entry.told_digest, sealed_at=link.sealed_at
    ):  # fmt: skip
        return "dấu niêm phong không khớp với dòng"
    if noted is not None and noted != link.digest:
        return "dấu niêm phong khác với dấu đã ghi ở nơi khác"
    return ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page says of checks: the last result, and whether one is under way or was never answered."""

    result: HistoryEntry | None
    under_way: bool
    unanswered: HistoryEntry | None
    wrong: HistoryEntry | None

    @property
    def ending(self) -> str:
        """How the last check ended: whole, wrong, failed; nothing before the first."""
        return self.result.facts["ending"] if self.result else ""


def standing(commune: Commune, *, actor: Actor, at: datetime) -> Standing:
    """Return what is known of checks; the line found wrong only where the actor may know of it."""
    lines = HistoryEntry.objects.about(commune)
    newest = lines.filter(action__in=(ASKED, BEGUN, CHECKED)).first()
    result = newest if newest is None or newest.action == CHECKED else lines.filter(action=CHECKED).first()
    pending = newest if newest is not None and newest.action != CHECKED else None
    fresh = pending is not None and is_near(pending.at, PATIENCE, at=at)
    wrong = result.facts.get("entry") if result else None
    return Standing(
        result=result,
        under_way=fresh,
        unanswered=pending if pending and not fresh else None,
        wrong=HistoryEntry.objects.within(actor).filter(pk=wrong).first() if wrong else None,
    )


@transaction.atomic
def ask(commune: Commune, *, by: Actor, at: datetime) -> None:
    """Ask for a check of the whole chain; the next turn of the alarm clock takes it up."""
    if not by.may(Can.SEE_AUDIT):
        raise PermissionDenied
    Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
    if standing(commune, actor=by, at=at).under_way:
        raise ValidationError(UNDER_WAY)
    history.record(ASKED, commune, by=by, at=at, label="Yêu cầu kiểm tra nhật ký")


def check_one_asked(*, clock: Callable[[], datetime]) -> bool:
    """Check the first commune whose check was asked for and not taken up yet; say whether there was one.

    One at a time, as a check may take minutes: the next turn takes the next.
    """
    with scopes_disabled():
        lines = HistoryEntry.objects.filter(record_type="communes.commune", record_id=OuterRef("pk"))
        newest = lines.filter(action__in=(ASKED, BEGUN, CHECKED)).order_by("-pk").values("action")[:1]
        waiting = list(Commune.objects.annotate(newest=Subquery(newest)).filter(newest=ASKED).order_by("pk"))
    for commune in waiting:
        with scope(commune=commune):
            if _check(commune, clock):
                return True
    return False


def _check(commune: Commune, clock: Callable[[], datetime]) -> bool:
    """Seal, check, and write what came of it; False where somebody else took it up."""
    with transaction.atomic():
        Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
        newest = HistoryEntry.objects.about(commune).filter(action__in=(ASKED, BEGUN, CHECKED)).first()
        if newest.action != ASKED:
            return False
        by = _asker(commune, newest)
        history.record(BEGUN, commune, by=by, at=clock(), label="Bắt đầu kiểm tra nhật ký")
    try:
        seals.seal(commune, at=clock())
        found = verify(commune)
    except (Exception, SoftTimeLimitExceeded):
        logger.exception("The history of %s could not be checked.", commune.slug)
        history.record(CHECKED, commune, by=by, at=clock(), label=ENDINGS["failed"], ending="failed")
        return True
    ending, wrong = ("wrong", found.wrong) if found.wrong else ("whole", None)
    more = {"wrong": wrong.number, "entry": wrong.entry and wrong.entry.pk, "why": wrong.why} if wrong else {}
    history.record(
        CHECKED, commune, by=by, at=clock(), label=ENDINGS[ending], ending=ending, number=found.number,
        digest=found.digest, unsealed=found.unsealed, **more,
    )  # fmt: skip
    return True


def _asker(commune: Commune, line: HistoryEntry) -> Actor:
    """Return who asked, as the result is to name them; the product where the account is gone from the commune."""
    user = User.objects.filter(pk=line.user_id).first()
    actor = Actor.of_user(user, commune, on=timezone.localdate(line.at)) if user else None
    return actor or Actor.of_product(commune)
