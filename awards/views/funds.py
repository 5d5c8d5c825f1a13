"""The award fund of a year: what is spent, drafted and expected, and what is left after each proposal."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from awards.forms.board import FundForm
from awards.models import AwardFund
from awards.services import funds
from communes.access import Can, requires
from communes.addresses import here
from kit import digits
from kit.vietnamese import money
from kit.views import paginate, refusals

YEARS = range(2000, 2100)


def year_asked(request) -> int:
    """Return the year that the address asks for, or the present one."""
    return digits.year(request.GET.get("year", ""), YEARS, timezone.localdate().year)


@requires(Can.SEE_UNANNOUNCED)
def detail(request):
    """Show the fund of a year (`?year=`, else the present one)."""
    actor, today = request.actor, timezone.localdate()
    year = year_asked(request)
    standing = funds.of_year(actor.commune, year, on=today)
    proposals = funds.running_balance(standing, actor.commune, on=today) if year == today.year else []
    page = paginate(request, proposals)
    known = set(AwardFund.objects.filter(commune=actor.commune).values_list("year", flat=True))
    address = here(actor, "awards:fund")
    context = {
        "money": standing,
        "heading": f"Quỹ khen thưởng năm {year}",
        "figures": _figures(standing, present=year == today.year),
        "page": page,
        "rows": funds.with_nominations(page),
        "present": year == today.year,
        "years": [
            {"label": f"Năm {each}", "url": f"{address}?year={each}", "current": each == year}
            for each in sorted(known | {today.year, year}, reverse=True)
        ],
        "may_set": actor.may(Can.PREPARE_DECISIONS),
    }
    return render(request, "awards/fund.html", context)


def _figures(standing: funds.Standing, *, present: bool) -> list[dict]:
    """Return the amounts of the year, each with its name; drafts and expectations belong to the present one alone."""
    fund = standing.fund
    after = fund.left_after
    rest = {"label": "Còn lại", "value": "Chưa nhập quỹ", "tone": "warning"}
    if after is not None:
        short = after < 0
        rest = {"label": "Còn thiếu" if short else "Còn lại", "value": money(abs(after))}
        rest["tone"] = "danger" if short else "success"
    planned = [
        {"label": "Trong dự thảo quyết định", "value": money(fund.drafted)},
        {"label": "Dự kiến cho hồ sơ đang xét (không tính dự bị)", "value": money(fund.expected)},
    ]
    return [
        {"label": "Kinh phí trong năm", "value": money(fund.total) if standing.record else "Chưa nhập"},
        {"label": "Đã chi theo quyết định", "value": money(fund.used)},
        *(planned if present else []),
        rest,
    ]


@requires(Can.PREPARE_DECISIONS)
def set_fund(request, year):
    """Enter the fund of a year, or change it with a reason."""
    actor = request.actor
    back = f"{here(actor, 'awards:fund')}?year={year}"
    if year not in YEARS:
        return redirect(here(actor, "awards:fund"))
    record = AwardFund.objects.filter(commune=actor.commune, year=year).first()
    initial = {"amount": record.amount, "source": record.source} if record else None
    form = FundForm(request.POST or None, initial=initial, changing=record is not None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            funds.set_fund(actor.commune, year, **form.cleaned_data, by=actor, at=timezone.now())
            messages.success(request, f"Đã ghi quỹ khen thưởng năm {year}.")
            return redirect(back)
    heading = f"{'Điều chỉnh' if record else 'Ghi'} quỹ khen thưởng năm {year}"
    context = {"form": form, "heading": heading, "record": record, "back": back}
    return render(request, "awards/fund_form.html", context)
