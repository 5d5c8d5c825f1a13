"""Pages of minutes: reading, writing with autosave, two signatures, the scan, corrections."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.minutes import MinutesForm, SignedScanForm
from awards.models import Minutes, Session
from awards.services import files, minutes
from awards.views.sessions import crumbs, fetch, session_form
from communes.access import Can, requires
from communes.addresses import here
from communes.models import HistoryEntry
from communes.reauth import confirmed
from kit import digits
from kit.forms import ReasonForm
from kit.saving import SavedMeanwhile
from kit.views import attempt, refusals, saved_as_typed


def _fetch(request, pk: int) -> Minutes:
    """Return minutes that the actor may read, or answer 404."""
    rows = Minutes.objects.within(request.actor).select_related(
        "session__council__commune", "session__chaired_by", "secretary", "chair", "corrects"
    )
    return get_object_or_404(rows, pk=pk)


def _returned(row: Minutes) -> HistoryEntry | None:
    """Return the line of history of the last time the secretary's signature was taken back."""
    return HistoryEntry.objects.about(row).filter(action="minutes.unsign").first()


def _newest(row: Minutes) -> bool:
    """Say whether no further minutes correct these."""
    return not row.corrections.exists()


@require_POST
@requires(Can.RUN_COUNCIL)
def draft(request, pk):
    """Draft the minutes of a session."""
    session = fetch(request, pk)
    with attempt(request, success="Đã lập dự thảo biên bản từ số liệu phiên họp.") as tried:
        row = minutes.draft(session, by=request.actor, at=timezone.now())
    return redirect(row) if tried.ok else redirect(session)


@requires(Can.SEE_SESSIONS)
def detail(request, pk):
    """Show minutes: figures, words, signatures, what corrects them."""
    row = _fetch(request, pk)
    session, actor = row.session, request.actor
    being_drafted = session.status == Session.Status.MINUTES_DRAFT and not row.locked
    runs, chairs = actor.may(Can.RUN_COUNCIL), actor.may(Can.CHAIR_COUNCIL)
    facts = {
        "minutes": row,
        "session": session,
        "kept": row.figures,
        "crumbs": crumbs(request, session, "Biên bản đính chính" if row.number > 1 else "Biên bản"),
        "corrections": Minutes.objects.within(actor).filter(corrects=row).select_related("session__council__commune"),
        "returned": _returned(row) if being_drafted and row.secretary_signed_at is None else None,
        "may_write": runs and being_drafted and row.secretary_signed_at is None,
        "may_sign": runs and being_drafted and row.secretary_signed_at is None,
        "sign_blockers": minutes.blockers_to_sign(row, timezone.now()),
        "may_chair": chairs and being_drafted,
        "chair_blockers": [*session.blockers_to_sign(), *minutes.blockers_to_chair(row, actor)],
        "may_unsign": (runs or chairs) and being_drafted and row.secretary_signed_at is not None,
        "may_correct": runs and session.status == Session.Status.MINUTES_SIGNED and _newest(row),
        "files": session.files.present().select_related("commune").order_by("pk"),
        "scan_form": SignedScanForm() if row.locked and runs else None,
    }
    return render(request, "awards/minutes.html", facts)


@requires(Can.RUN_COUNCIL)
def edit(request, pk):
    """Write the words of minutes; works without JavaScript."""
    row = _fetch(request, pk)
    if row.secretary_signed_at or row.session.status != Session.Status.MINUTES_DRAFT:
        messages.error(
            request, "Biên bản đã ký nên không sửa được; hãy bấm “Trả lại để sửa”, hoặc lập biên bản đính chính."
        )
        return redirect(row)
    if request.method != "POST":
        return _page(request, row, MinutesForm(minutes=row))
    form = MinutesForm(request.POST, minutes=row)
    if form.is_valid():
        try:
            _store(request, row, form)
        except SavedMeanwhile as conflict:
            return _both_texts(request, pk, conflict)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"Đã lưu lúc {timezone.localtime(row.saved_at):%H:%M}.")
            return redirect(row)
    return _page(request, row, form)


def _store(request, row: Minutes, form: MinutesForm) -> None:
    """Save what the form holds."""
    version = form.cleaned_data["version"]
    minutes.save(row, revision=version, **form.texts(), by=request.actor, at=timezone.now())


def _both_texts(request, pk: int, conflict: SavedMeanwhile):
    """Show what was typed beside what somebody else stored; saving once more is then a decision."""
    row = _fetch(request, pk)
    typed = request.POST.copy()
    typed["version"] = row.revision
    form = MinutesForm(typed, minutes=row)
    form.is_valid()
    form.add_error(None, conflict.messages)
    return _page(request, row, form, conflict=conflict, status=409)


def _page(request, row: Minutes, form: MinutesForm, *, conflict=None, status=None):
    """Show the writing page; after a conflict both texts stand on it."""
    facts = {
        "minutes": row,
        "session": row.session,
        "kept": row.figures,
        "form": form,
        "conflict": conflict,
        "differences": form.differences() if conflict else [],
        "save_url": here(request.actor, "awards:minutes-save", row.pk),
        "crumbs": [*crumbs(request, row.session), ("Biên bản", row.get_absolute_url()), ("Soạn", "")],
    }
    return render(request, "awards/minutes_edit.html", facts, status=status)


@require_POST
@requires(Can.RUN_COUNCIL)
def save(request, pk):
    """Save minutes while they are being typed; the answer tells when, or why not."""
    row = _fetch(request, pk)
    form = MinutesForm(request.POST, minutes=row)
    page = here(request.actor, "awards:minutes-edit", pk)
    return saved_as_typed(form, lambda: _store(request, row, form), record=row, page=page)


@require_POST
@requires(Can.RUN_COUNCIL)
def sign_secretary(request, pk):
    """Sign as secretary what was read."""
    row = _fetch(request, pk)
    revision = digits.number(request.POST.get("revision", ""), row.revision)
    with attempt(request, success="Đã ký biên bản với tư cách thư ký; chờ chủ trì ký."):
        minutes.sign_as_secretary(row, revision=revision, by=request.actor, at=timezone.now())
    return redirect(row)


@require_POST
@requires(Can.CHAIR_COUNCIL)
@confirmed
def sign_chair(request, pk):
    """Sign as the one who presided."""
    row = _fetch(request, pk)
    with attempt(request, success="Đã ký biên bản; biên bản được khóa."):
        minutes.sign_as_chair(row, by=request.actor, at=timezone.now())
    return redirect(row)


@require_POST
@requires(Can.RUN_COUNCIL, Can.CHAIR_COUNCIL)
def unsign(request, pk):
    """Take the secretary's signature back."""
    row = _fetch(request, pk)
    with attempt(request, success="Đã trả lại để sửa; chữ ký của thư ký được gỡ."):
        minutes.withdraw_signature(row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(row)


@requires(Can.RUN_COUNCIL)
def correct(request, pk):
    """Begin minutes that correct signed ones."""
    row = _fetch(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            further = minutes.correct(row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lập biên bản đính chính; biên bản đã ký giữ nguyên.")
            return redirect(further)
    return session_form(
        request, form, row.session, title="Lập biên bản đính chính", submit="Lập đính chính",
        back=row.get_absolute_url(), hint="Biên bản đã ký giữ nguyên. Số liệu phiên họp không thay đổi.",
    )  # fmt: skip


@require_POST
@requires(Can.RUN_COUNCIL)
def scan(request, pk):
    """Attach the scan of the signed paper."""
    row = _fetch(request, pk)
    form = SignedScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Hãy chọn tệp bản chụp biên bản đã ký.")
        return redirect(row)
    with attempt(request, success="Đã đính kèm bản chụp biên bản đã ký."):
        files.attach(row.session, form.cleaned_data["file"], is_scan=True, by=request.actor, at=timezone.now())
    return redirect(row)
