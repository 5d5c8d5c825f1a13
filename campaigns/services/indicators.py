"""Outside indices that a campaign follows against last year (DT-10)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from campaigns.models import Campaign, Indicator, IndicatorValue
from campaigns.rules import indicators as rules
from communes import history
from communes.access import Actor, Can
from kit.vietnamese import vn_number

ENTERED_BY = (Can.SUM_UP, Can.PLAN_CAMPAIGNS)
VERDICTS = {rules.BETTER: "tốt hơn", rules.WORSE: "kém hơn", rules.SAME: "không đổi", rules.UNKNOWN: ""}
TONES = {rules.BETTER: "success", rules.WORSE: "danger", rules.SAME: "muted", rules.UNKNOWN: "muted"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One index in one year: the row, if there is one, and the words of its change against the year before."""

    year: int
    value: IndicatorValue | None
    change: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One index through the years."""

    indicator: Indicator
    cells: tuple[Cell, ...]


def may_enter(campaign: Campaign, by: Actor) -> bool:
    """Say whether an actor may enter values: an index may be published after the campaign has ended."""
    open_statuses = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP, Campaign.Status.CLOSED)
    return campaign.status in open_statuses and any(by.may(can) for can in ENTERED_BY)


@transaction.atomic
def set_value(
    indicator: Indicator,
    *,
    year: int,
    value: Decimal | None = None,
    rank: int | None = None,
    source: str = "",
    by: Actor,
    at: datetime,
) -> IndicatorValue:
    """Enter what an index showed in a year, in place of what stood there."""
    campaign = indicator.campaign
    if not any(by.may(can) for can in ENTERED_BY):
        raise PermissionDenied
    if not may_enter(campaign, by):
        raise ValidationError("Chỉ ghi chỉ số của phong trào đã ban hành.")
    if value is None and rank is None:
        raise ValidationError("Hãy ghi giá trị hoặc thứ hạng.")
    if rank is not None and rank < 1:
        raise ValidationError("Thứ hạng bắt đầu từ 1.")
    years = years_of(campaign)
    if not years[0] - 5 <= year <= years[-1]:
        raise ValidationError(f"Năm phải từ {years[0] - 5} đến {years[-1]}.")
    before = IndicatorValue.objects.filter(indicator=indicator, year=year).first()
    row, made = IndicatorValue.objects.update_or_create(
        indicator=indicator, year=year, defaults={"value": value, "rank": rank, "source": source.strip()}
    )
    history.record(
        "indicator.set", indicator, by=by, at=at, year=year,
        label=f"{'Ghi' if made else 'Sửa'} {indicator.name[:120]} năm {year}",
        before=_plain(before), after=_plain(row),
    )  # fmt: skip
    return row


def _plain(row: IndicatorValue | None) -> list[str]:
    """Return a reading as history keeps it."""
    if row is None:
        return []
    return [vn_number(row.value), vn_number(row.rank), row.source]


def years_of(campaign: Campaign) -> range:
    """Return the years that a campaign compares: the year before it starts to the year in which it ends."""
    first = campaign.starts_on or campaign.ends_on
    return range(first.year - 1, campaign.ends_on.year + 1)


def comparison(indicator: Indicator, year: int) -> rules.Comparison:
    """Compare an index's year with the year before."""
    return _compared(indicator, list(indicator.values.all()), year)


def _compared(indicator: Indicator, values: list[IndicatorValue], year: int) -> rules.Comparison:
    """Compare a year among an index's values."""
    readings = {row.year: rules.Reading(value=row.value, rank=row.rank) for row in values}
    return rules.comparison(readings, year, higher_is_better=indicator.higher_is_better)


def in_words(found: rules.Comparison, *, year: int, unit_label: str = "") -> str:
    """Say a change: "tăng 2,3 điểm so với năm 2025 (tốt hơn); lên 3 bậc (tốt hơn)"; nothing where nothing is known."""
    said = []
    if found.value_change is not None:
        size = f"{vn_number(abs(found.value_change))} {unit_label}".strip()
        verb = "bằng" if not found.value_change else "tăng" if found.value_change > 0 else "giảm"
        amount = "" if not found.value_change else f" {size}"
        against = f"{verb}{amount} năm {year - 1}" if verb == "bằng" else f"{verb}{amount} so với năm {year - 1}"
        said.append(f"{against} ({VERDICTS[found.value_verdict]})")
    if found.rank_change is not None:
        verb = "giữ nguyên thứ hạng" if not found.rank_change else "lên" if found.rank_change > 0 else "xuống"
        places = f" {abs(found.rank_change)} bậc ({VERDICTS[found.rank_verdict]})" if found.rank_change else ""
        said.append(f"{verb}{places}")
    return "; ".join(said)


def table(campaign: Campaign) -> list[Line]:
    """Return each index of a campaign through the years, in two queries."""
    rows = Indicator.objects.filter(campaign=campaign, retired_at=None).prefetch_related("values").order_by("pk")
    return [Line(indicator, tuple(_cell(indicator, year) for year in years_of(campaign))) for indicator in rows]


def _cell(indicator: Indicator, year: int) -> Cell:
    """Return one index in one year."""
    values = list(indicator.values.all())
    row = next((value for value in values if value.year == year), None)
    found = _compared(indicator, values, year)
    return Cell(
        year=year,
        value=row,
        change=in_words(found, year=year, unit_label=indicator.unit_label),
        verdict=VERDICTS[found.verdict],
        tone=TONES[found.verdict],
    )
