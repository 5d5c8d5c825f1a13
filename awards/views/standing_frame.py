"""What the pages of standing share: their tabs, and a form on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from communes.access import Can
from communes.addresses import here

TABS = (
    ("awards:standing", "Đánh giá, xếp loại", Can.SEE_NOMINATIONS),
    ("awards:initiatives", "Sáng kiến", Can.SEE_NOMINATIONS),
    ("awards:earlier-awards", "Khen thưởng đã nhận", Can.SEE_NOMINATIONS),
    ("awards:disciplines", "Kỷ luật", Can.SEE_UNANNOUNCED),
    ("awards:examinations", "Việc đang xem xét", Can.SEE_UNANNOUNCED),
    ("awards:dossier-rules", "Thành phần hồ sơ", Can.SEE_UNANNOUNCED),
)


def frame(request, tab: str, *, below: str = "", **facts) -> dict:
    """Return what every page of a tab shows; a page below it, named by `below`, keeps the tab marked."""
    tabs = [
        {"label": label, "url": here(request.actor, name), "current": name == tab}
        for name, label, can in TABS
        if request.actor.may(can)
    ]
    crumbs = [("Dữ liệu xét khen", here(request.actor, "awards:standing"))]
    crumbs += [(label, here(request.actor, name)) for name, label, _ in TABS if name == tab]
    crumbs += [(below, "")] if below else []
    return {"tabs": tabs, "crumbs": crumbs, **facts}


def form_page(request, form, tab: str, *, title: str, submit: str, back: str, **facts) -> HttpResponse:
    """Show a form on a page of its own."""
    facts = frame(request, tab, below=title, form=form, title=title, submit=submit, back=back, **facts)
    return render(request, "awards/standing_form.html", facts)
