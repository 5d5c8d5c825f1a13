"""Moments that were written by a clock and are read by another: clocks are set, forward and back."""

from datetime import datetime, timedelta

from django.db.models import Q


def away(field: str, term: timedelta, *, at: datetime) -> Q:
    """Find rows whose moment lies longer ago than a term, or as far ahead: a clock that was set back wrote that one."""
    return Q(**{f"{field}__lt": at - term}) | Q(**{f"{field}__gt": at + term})


def is_near(moment: datetime, term: timedelta, *, at: datetime) -> bool:
    """Say whether a moment lies less than a term ago; one as far ahead, which no right clock wrote, does not."""
    return abs(at - moment) < term
