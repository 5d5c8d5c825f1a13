"""The page on which everything is found."""

from django.shortcuts import render
from django.utils.http import urlencode

from communes import search
from communes.access import Can, requires
from communes.addresses import here
from communes.models.finding import SOURCES
from kit.search import MOST_LETTERS, parse
from kit.views import paginate

EXAMPLES = (
    ("nguyen thi hoa", "không cần gõ dấu, không phân biệt hoa thường; các từ theo thứ tự nào cũng được"),
    ("05/QĐ", "số, ký hiệu văn bản; gõ cả số hoặc phần đầu, có hay không có số 0 đứng trước"),
    ("“cải cách hành chính”", "những từ đặt trong ngoặc kép phải đứng liền nhau"),
    ("phòng kinh tế quý I", "nhiều từ cùng lúc: chỉ hiện những mục có đủ các từ"),
)


@requires(Can.ENTER)
def find(request):
    """Show what the actor finds by the words asked for, of one kind or of all; without words, what can be found."""
    actor, typed = request.actor, request.GET.get("q", "").strip()[:MOST_LETTERS]
    query = parse(typed)
    facts = {"typed": typed, "query": query, "kinds": _kinds(actor), "examples": EXAMPLES}
    if query:
        found = search.find(query, actor)
        counted = search.tally(found)
        kind = request.GET.get("kind", "")
        kind = kind if kind in SOURCES else ""
        page = paginate(request, found.filter(kind=kind) if kind else found)
        page.object_list = search.hits(page.object_list, actor)
        facts |= {"page": page, "tabs": _tabs(actor, typed, counted, kind), "total": sum(each for _, each in counted)}
    return render(request, "communes/search.html", facts)


def _kinds(actor) -> list[dict]:
    """Return the kinds of record that the actor may find."""
    return [
        {"label": source.label, "icon": source.icon}
        for source in SOURCES.values()
        if any(actor.may(can) for can in source.can)
    ]


def _tabs(actor, typed: str, counted, kind: str) -> list[dict]:
    """Return one tab for everything and one for each kind found; a kind asked for stays although it found nothing."""
    page = here(actor, "communes:search")
    counts = {source.kind: number for source, number in counted}
    shown = [each for each in SOURCES if each in counts or each == kind]
    tabs = [("", "Tất cả", sum(counts.values())), *((each, SOURCES[each].label, counts.get(each, 0)) for each in shown)]
    return [
        {
            "label": label,
            "url": f"{page}?{urlencode({'q': typed} | ({'kind': key} if key else {}))}",
            "count": number,
            "current": key == kind,
        }
        for key, label, number in tabs
    ]
