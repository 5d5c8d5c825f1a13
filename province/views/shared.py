"""What every page of a province shows besides its own content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communes.navigation import drawn
from kit import digits

FIRST_YEAR = 2000
OFFERED = 5
MENU = (
    ("", "Tổng quan", "home", "house"),
    ("", "Địa phương", "communes", "geo-alt"),
    ("", "Văn bản gửi lên", "papers", "inbox"),
    ("", "Tổng hợp năm", "roll-up", "bar-chart"),
)
MANAGING = (
    ("Quản trị", "Người của tỉnh", "members", "people"),
    ("Quản trị", "Quy định đăng nhập", "sign-in-policy", "shield-lock"),
    ("Quản trị", "Thêm địa phương", "commune-add", "plus-square"),
    ("Quản trị", "Lập từ Excel", "sheets", "file-earmark-spreadsheet"),
    ("Quản trị", "Phiếu giao tài khoản", "hand-over", "key"),
    ("Quản trị", "Lịch sử", "acts", "clock-history"),
)


def here(request: HttpRequest, name: str, *args) -> str:
    """Return the address of a page of the visitor's province."""
    return reverse(f"province:{name}", args=[request.visitor.province.slug, *args])


def page(request: HttpRequest, template: str, facts: dict) -> HttpResponse:
    """Answer a page with the menu of the visitor's province."""
    visitor = request.visitor
    groups: dict[str, list[dict]] = {}
    for group, label, name, icon in (*MENU, *(MANAGING if visitor.manages else ())):
        url = here(request, name)
        item = {"label": label, "url": url, "icon": icon, "current": url == request.path, "count": 0}
        groups.setdefault(group, []).append(item)
    nav = drawn([{"label": label, "items": items} for label, items in groups.items()])
    return render(request, template, {"province": visitor.province, "visitor": visitor, "nav": nav, **facts})


def year_asked(request: HttpRequest) -> int:
    """Return the year that the address asks for; this year where it names none that can be."""
    this = timezone.localdate().year
    return digits.year(request.GET.get("year", ""), range(FIRST_YEAR, this + 1), this)


def year_tabs(year: int) -> list[dict]:
    """Return the years that a page offers, this one first."""
    this = timezone.localdate().year
    return [
        {"label": str(each), "url": f"?year={each}", "current": each == year}
        for each in range(this, this - OFFERED, -1)
    ]
