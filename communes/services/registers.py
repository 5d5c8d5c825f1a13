"""The outgoing register: the next number, and taking one."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils import timezone

from communes.access import Actor
from communes.models import RegisteredNumber
from kit.vietnamese import vn_date

# Which numbers – symbol, number, date – are kept back until a record is published; apps above this one add their
# question when they start.
KEPT_BACK: list[Callable[[Model], Iterable[tuple[str, int, date]]]] = []


def next_number(symbol: str, year: int) -> int:
    """Return the number that follows the last one given in a year; 1 on 01/01 (NĐ 30/2020, Điều 15)."""
    taken = RegisteredNumber.objects.filter(year=year, symbol=symbol)
    return (taken.aggregate(last=Max("number"))["last"] or 0) + 1


def take(
    symbol: str, *, number: int, dated: date, title: str, veiled: bool = False, by: Actor, at: datetime
) -> RegisteredNumber:
    """Give a number to a paper of its year; refuse one that another paper has; a veiled title waits for `unveil`."""
    ensure_not_ahead(dated, at=at)
    try:
        with transaction.atomic():
            return RegisteredNumber.objects.create(
                commune=by.commune,
                year=dated.year,
                symbol=symbol,
                number=number,
                title=title[:400],
                veiled=veiled,
                dated=dated,
                taken_by=by.name,
                taken_at=at,
            )
    except IntegrityError:
        free = next_number(symbol, dated.year)
        raise ValidationError(
            f"Số {number:02d}/{symbol} năm {dated.year} đã cấp cho văn bản khác. Số tiếp theo còn trống là {free:02d}."
        ) from None


def ensure_not_ahead(dated: date, *, at: datetime) -> None:
    """Refuse a date that has not come yet: whoever issues a paper writes the day on which it is issued."""
    if problems := ahead(dated, at=at):
        raise ValidationError(problems)


def ahead(dated: date, *, at: datetime) -> list[str]:
    """Say that a paper cannot bear a date that has not come yet, if it is one."""
    if dated <= timezone.localdate(at):
        return []
    return [f"Ngày {vn_date(dated)} chưa đến. Ngày ban hành không được sau hôm nay; hãy ghi ngày ký văn bản."]


def unveil(symbol: str, *, number: int, year: int) -> None:
    """Tell everybody the title of a paper that was kept back so far."""
    RegisteredNumber.objects.filter(symbol=symbol, number=number, year=year).update(veiled=False)


def told_with(question: Callable[[Model], Iterable[tuple[str, int, date]]]) -> None:
    """Ask, when a record is published, which papers about it or behind it are told with it."""
    KEPT_BACK.append(question)


def unveil_with(record: Model) -> None:
    """Tell everybody the titles of the papers that were kept back until this record was published."""
    for question in KEPT_BACK:
        for symbol, number, dated in question(record):
            unveil(symbol, number=number, year=dated.year)
