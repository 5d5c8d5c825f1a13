"""Pages of a commune's own words: all texts, one text with its versions, the trial on a real paper."""

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.access import requires
from communes.addresses import here
from communes.models import Commune
from kit import digits
from kit.late import Late
from kit.views import attempt, paginate, saving
from reports.documents.blocks import narrative
from reports.documents.kinds import Kind
from reports.documents.registry import KINDS
from reports.documents.wording import Text
from reports.forms.wordings import WordingForm
from reports.models import Wording
from reports.rendering.failing import PaperFailed
from reports.services import wordings

render_pdf = Late("reports.rendering.pdf:render_pdf")
marked_pdf = Late("reports.rendering.marking:marked_pdf")

NO_RECORD = "Chưa có hồ sơ nào gần đây dùng đến đoạn này mà đồng chí được xem, nên chỉ hiện riêng đoạn với dữ liệu mẫu."

SAVE_AGAIN = "Đối chiếu với bản vừa lưu ở mục “Các lần sửa”, rồi bấm “Lưu lời văn” lần nữa nếu vẫn muốn thay."


def _fetch(kind: str, text: str) -> tuple[Kind, Text]:
    """Return a kind and one of its texts, or answer 404."""
    found = next((each for each in KINDS[kind].texts if each.key == text), None) if kind in KINDS else None
    if found is None:
        raise Http404
    return KINDS[kind], found


@requires(*wordings.MAY)
def index(request):
    """List the texts of every kind, with whose words hold."""
    return render(request, "reports/wordings.html", {"groups": wordings.overview(request.actor.commune)})


@requires(*wordings.MAY)
def edit(request, kind, text):
    """Show a text with its versions, and keep the commune's own words; ?from=2 starts from the words of a version."""
    kind, text = _fetch(kind, text)

    def stored() -> wordings.Worded:
        return wordings.of(request.actor.commune, kind, text)

    now = stored()
    initial = {"words": _started(request, now), "version": now.version}
    form = WordingForm(request.POST or None, text=text, initial=initial)
    if request.method == "POST" and form.is_valid():
        with saving(form, newest=lambda: stored().version, again=SAVE_AGAIN):
            wordings.change(kind, text, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu lời văn. Văn bản tạo từ nay dùng lời văn này.")
            return redirect(here(request.actor, "reports:wording", kind.key, text.key))
        now = stored()
    return _page(request, now, form)


def _started(request, now: wordings.Worded) -> str:
    """Return the words with which the form opens."""
    number = digits.number(request.GET.get("from", ""))
    if number is not None:
        chosen = wordings.versions(request.actor.commune, now.kind, now.text).filter(version=number).first()
        if chosen is not None:
            return chosen.words or now.text.default
    return now.newest.words if now.own else now.text.default


def _page(request, now: wordings.Worded, form: WordingForm):
    """Show one text: its form, its sample, its fields, a page of its versions with what each changed."""
    commune, text = request.actor.commune, now.text
    page = paginate(request, wordings.versions(commune, now.kind, text))
    facts = {
        "now": now,
        "form": form,
        "samples": _samples(text, form["words"].value() or "", commune),
        "examples": text.samples(commune),
        "page": page,
        "rows": _changes(page, text),
        "crumbs": [("Lời văn văn bản", here(request.actor, "reports:wordings")), (now.kind.title, "")],
    }
    return render(request, "reports/wording.html", facts, status=422 if form.errors else 200)


def _samples(text: Text, words: str, commune: Commune) -> tuple:
    """Return words as a paper sets them, with samples for the fields; nothing for words that cannot be taken."""
    return () if text.problems(words) else narrative(text.sample(words, commune))


def _changes(page: Page, text: Text) -> list[tuple[Wording, list[tuple[str, str]]]]:
    """Return each version of a page, the newest first, with what it changed in the one before it."""
    rows = list(page)
    before = page.paginator.object_list[page.end_index() : page.end_index() + 1]
    words = [*(row.words or text.default for row in [*rows, *before]), text.default]
    return [(row, list(wordings.compared(old, new))) for row, new, old in zip(rows, words, words[1:], strict=False)]


@require_POST
@requires(*wordings.MAY)
def sample(request, kind, text):
    """Answer the words typed so far with samples for their fields, or what stands against them."""
    kind, text = _fetch(kind, text)
    words = request.POST.get("words", "")
    facts = {"samples": _samples(text, words, request.actor.commune), "problems": text.problems(words)}
    return render(request, "reports/_wording_sample.html", facts)


@require_POST
@requires(*wordings.MAY)
def preview(request, kind, text):
    """Show words that nobody has kept in the paper of the newest record, as PDF; without one, with samples."""
    kind, text = _fetch(kind, text)
    form = WordingForm(request.POST, text=text)
    form.is_valid()
    facts = {"kind": kind, "text": text, "problems": form.errors.get("words", [])}
    if facts["problems"]:
        return render(request, "reports/wording_preview.html", facts, status=422)
    words = form.cleaned_data["words"]
    facts |= {"samples": _samples(text, words, request.actor.commune), "why": NO_RECORD}
    paper = wordings.trial(kind, text, words, by=request.actor)
    if paper is None:
        return render(request, "reports/wording_preview.html", facts)
    try:
        data = render_pdf(paper).data
    except PaperFailed as problem:
        return render(request, "reports/wording_preview.html", facts | {"why": str(problem)})
    if request.actor.commune.is_training:
        data = marked_pdf(data)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="xem-thu-{kind.key}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@requires(*wordings.MAY)
def restore(request, kind, text):
    """Let the product's own words hold again."""
    kind, text = _fetch(kind, text)
    version = digits.number(request.POST.get("version", ""), -1)
    with attempt(request, success="Đã trở lại lời văn của phần mềm."):
        wordings.restore(kind, text, version=version, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "reports:wording", kind.key, text.key))
