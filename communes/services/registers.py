"""The outgoing register: the next number, and taking one."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from communes.access import Actor
from communes.models import RegisteredNumber


def next_number(symbol: str, year: int) -> int:
    """Return the number that follows the last one given in a year; 1 on 01/01 (NĐ 30/2020, Điều 15)."""
    taken = RegisteredNumber.objects.filter(year=year, symbol=symbol)
    return (taken.aggregate(last=Max("number"))["last"] or 0) + 1


def take(
    symbol: str, *, number: int, dated: date, title: str, veiled: bool = False, by: Actor, at: datetime
) -> RegisteredNumber:
    """Give a number to a paper of its year; refuse one that another paper has; a veiled title waits for `unveil`."""
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


def unveil(symbol: str, *, number: int, year: int) -> None:
    """Tell everybody the title of a paper that was kept back so far."""
    RegisteredNumber.objects.filter(symbol=symbol, number=number, year=year).update(veiled=False)
