"""Pages on which a dossier is written: its sections, its files, checking the answers, handing it in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.forms.nominations import DossierFilesForm, DossierForm, HandInForm, section_form, titles
from awards.models import Nomination
from awards.services import dossiers, files, nominations, writing
from awards.views.nomination_tasks import parts_of, tasks_of
from awards.views.nominations import fetch_nomination, fetch_to_read, frame
from campaigns.services import uploads
from communes.access import Can, requires
from communes.addresses import here
from kit.saving import SavedMeanwhile
from kit.views import attempt, refusals, saved_as_typed

WRITERS = (Can.NOMINATE, Can.APPRAISE)


def _turned_away(request, nomination: Nomination, *, with_scan: bool = True):
    """Return where to lead somebody who cannot write the dossier now; None for who can."""
    role = writing.writer(nomination, request.actor)
    if not role:
        label, _ = nomination.shown_status(request.actor)
        messages.error(request, f"Hồ sơ đang ở trạng thái “{label}” nên đồng chí không sửa được.")
        return redirect(nomination)
    if with_scan and role == "agency" and (lacking := nomination.blockers_to_write_on_behalf()):
        messages.error(request, lacking[0])
        return redirect(here(request.actor, "awards:nomination-files", nomination.pk))
    return None


def _store(nomination: Nomination, form: DossierForm, request, *, keep_line: bool) -> None:
    """Save what a section's form holds."""
    given = {"by": request.actor, "at": timezone.now(), "keep_line": keep_line}
    revision = form.cleaned_data["version"]
    if form.texts():
        writing.save(nomination, revision=revision, **form.texts(), **given)
    else:
        writing.judge_self(nomination, form.verdicts(), revision=revision, **given)


@requires(*WRITERS)
def section(request, pk, section):
    """Write one section; works without JavaScript."""
    nomination = fetch_nomination(request, pk)
    if away := _turned_away(request, nomination):
        return away
    form = _form(nomination, section, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        try:
            _store(nomination, form, request, keep_line=True)
        except SavedMeanwhile as conflict:
            return _both_texts(request, pk, section, conflict)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"Đã lưu lúc {timezone.localtime(nomination.saved_at):%H:%M}.")
            return redirect(_next(request, nomination, section))
    return _section_page(request, nomination, section, form)


def _form(nomination: Nomination, section: str, *given) -> DossierForm:
    """Return the form of a section, or answer 404."""
    form = section_form(nomination, section, *given)
    if form is None:
        raise Http404
    return form


def _next(request, nomination: Nomination, section: str) -> str:
    """Return where saving leads: to the section after, to the files after the last, or back to the same page."""
    names = list(titles(nomination))
    if "next" not in request.POST:
        return here(request.actor, "awards:nomination-section", nomination.pk, section)
    if section == names[-1]:
        return here(request.actor, "awards:nomination-files", nomination.pk)
    return here(request.actor, "awards:nomination-section", nomination.pk, names[names.index(section) + 1])


def _both_texts(request, pk: int, section: str, conflict: SavedMeanwhile):
    """Show what was typed beside what somebody else stored; saving once more is then a decision."""
    nomination = fetch_nomination(request, pk)
    typed = request.POST.copy()
    typed["version"] = nomination.revision
    form = _form(nomination, section, typed)
    form.is_valid()
    form.add_error(None, conflict.messages)
    return _section_page(request, nomination, section, form, conflict=conflict, status=409)


def _section_page(request, nomination: Nomination, section: str, form: DossierForm, *, conflict=None, status=None):
    """Show a section; after a conflict both texts stand on the page."""
    title = titles(nomination)[section]
    facts = frame(
        request,
        nomination,
        (title, ""),
        form=form,
        title=title,
        blocks=form.blocks() if section == "standards" else [],
        conflict=conflict,
        differences=form.differences() if conflict else [],
        save_url=here(request.actor, "awards:nomination-save", nomination.pk, section),
    )
    return render(request, "awards/nomination_section.html", facts, status=status)


@require_POST
@requires(*WRITERS)
def save(request, pk, section):
    """Save a section while it is being typed; the answer tells when, or why not."""
    nomination = fetch_nomination(request, pk)
    form = _form(nomination, section, request.POST)
    page = here(request.actor, "awards:nomination-section", pk, section)
    return saved_as_typed(
        form, lambda: _store(nomination, form, request, keep_line=False), record=nomination, page=page
    )  # fmt: skip


@requires(*WRITERS)
def dossier_files(request, pk):
    """Show and add the files of a dossier; entering for a unit begins here, with the scan of its paper."""
    nomination = (fetch_nomination if request.method == "POST" else fetch_to_read)(request, pk)
    if away := _turned_away(request, nomination, with_scan=False):
        return away
    lacking = nomination.blockers_to_write_on_behalf() if writing.writer(nomination, request.actor) == "agency" else []
    form = DossierFilesForm(
        request.POST or None, request.FILES or None, nomination=nomination, initial={"is_scan": bool(lacking)}
    )
    if request.method == "POST" and form.is_valid():
        for upload in form.cleaned_data["files"]:
            with attempt(request, success=f"Đã đính kèm “{uploads.clean_name(upload.name)}”."):
                files.attach(nomination, upload, **form.facts(), by=request.actor, at=timezone.now())
        return redirect(here(request.actor, "awards:nomination-files", pk))
    found = dossiers.contents(nomination)
    facts = frame(
        request,
        nomination,
        ("Tệp của hồ sơ", ""),
        form=form,
        files=found.files,
        parts=parts_of(request, nomination, found),
        lacking=lacking,
    )
    return render(request, "awards/nomination_files.html", facts)


def _action(request, nomination: Nomination) -> str:
    """Return by which move the actor hands the dossier in; "" for who may not."""
    if request.actor.may_in_own_unit(Can.SUBMIT_NOMINATIONS, nomination.unit_id):
        return "resubmit" if nomination.status == Nomination.Status.RETURNED else "submit"
    return "enter" if writing.is_agency(nomination, request.actor) else ""


def _check_page(request, nomination: Nomination, form: HandInForm):
    """Show every answer with its change link, what is lacking, and the declaration."""
    now, action = timezone.now(), _action(request, nomination)
    found = dossiers.contents(nomination)
    links = {each["name"]: each["url"] for each in tasks_of(request, nomination, found)}
    parts = parts_of(request, nomination, found)
    known = nominations.offers_for(nomination, request.actor, now)
    lacking = next((offer.blockers for offer in known if offer.move.action == action), None)
    if lacking is None:
        lacking = [*nomination.blockers_to_submit(), *nominations.problems(nomination, "submit", now)]
    facts = frame(
        request,
        nomination,
        ("Kiểm tra trước khi nộp", ""),
        form=form,
        passages=[{**each, "url": _place(each["key"], links)} for each in dossiers.frozen(nomination, found)],
        blockers=[(text, _mended_at(nomination, text, parts, links)) for text in lacking],
        label=Nomination.flow.find(nomination.status, action).label if action else "",
        late_now=nomination.status == Nomination.Status.DRAFT and dossiers.comes_late(nomination, now),
        changes=dossiers.changed_since_return(nomination) if nomination.status == "returned" else [],
        parts=parts,
    )
    return render(request, "awards/nomination_check.html", facts)


def _mended_at(nomination: Nomination, text: str, parts: list[dict], links: dict[str, str]) -> str:
    """Return where what stands against handing in is mended; nothing where no section mends it."""
    by_part = {f"Thiếu: {each['part'].title.strip().rstrip('.')}.": each["url"] for each in parts}
    by_word = {f"“{each.title}”": each.key for each in dossiers.sections_of(nomination)}
    by_word |= {"giải trình": "notes", "nội dung đã sửa": "notes", "nội dung khen thưởng": "citation"}
    named = next((links[name] for word, name in by_word.items() if word in text), "")
    return by_part.get(text, named)


def _place(key: str, links: dict[str, str]) -> str:
    """Return where a passage is changed; nothing for what was chosen at the beginning."""
    name = key.partition("-")[2] if key.startswith("report-") else key
    aliases = {"explanation": "notes", "summary": "citation", "deed": "citation", "women_share": "citation"}
    aliases |= {"direct_worker": "citation"}
    name = "standards" if key.startswith("standard-") else aliases.get(name, name)
    return links.get(name, "")


@require_safe
@requires(*WRITERS)
def check(request, pk):
    """Check the answers before handing in."""
    nomination = fetch_to_read(request, pk)
    if away := _turned_away(request, nomination):
        return away
    return _check_page(request, nomination, HandInForm(initial={"version": nomination.revision}))


@require_POST
@requires(Can.SUBMIT_NOMINATIONS, Can.APPRAISE)
def submit(request, pk):
    """Hand a checked dossier in: first, again after a return, or by the agency."""
    nomination = fetch_nomination(request, pk)
    action = _action(request, nomination)
    if not action:
        raise PermissionDenied
    verb = {"submit": nominations.submit, "resubmit": nominations.resubmit, "enter": nominations.enter}[action]
    form = HandInForm(request.POST)
    if form.is_valid():
        with refusals(form):
            verb(nomination, revision=form.cleaned_data["version"], by=request.actor, at=timezone.now())
            return redirect(here(request.actor, "awards:nomination-submitted", pk))
    nomination = fetch_to_read(request, pk)
    if not nomination.editable:
        for text in form.non_field_errors():
            messages.error(request, text)
        return redirect(nomination)
    return _check_page(request, nomination, form)


@require_safe
@requires(*WRITERS)
def submitted(request, pk):
    """Confirm that a dossier was handed in and say what happens next."""
    nomination = fetch_nomination(request, pk)
    last = nomination.versions.defer("content").order_by("-number").first()
    if nomination.editable or last is None:
        return redirect(nomination)
    facts = frame(request, nomination, ("Đã nộp hồ sơ", ""), version=last)
    return render(request, "awards/nomination_submitted.html", facts)
