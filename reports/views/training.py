"""The training ground: opened and closed from the commune, entered by a role, worked through lesson by lesson."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django_scopes import scope

from communes.access import Can, requires
from communes.addresses import here
from communes.services import training as grounds
from kit import digits
from kit.views import attempt
from reports import lessons
from reports.forms.training import PlayForm, title_of
from reports.services import training

PAGE = "reports:training"


@requires(Can.ENTER)
def index(request):
    """Show the training ground from outside, or its lessons from inside."""
    return (_lessons if request.actor.commune.is_training else _outside)(request)


def _outside(request):
    """Show whether the commune has an open ground, how far it is, and who may be played there."""
    ground = grounds.open_ground(request.actor.commune)
    facts = {"ground": ground}
    if ground:
        with scope(commune=ground):
            told = lessons.done_in(ground)
        facts |= _playing(request, ground) | {
            "done": sum(all(steps) for steps in told),
            "total": len(told),
            "lessons": lessons.LESSONS,
        }
    return render(request, "reports/training.html", facts)


def _lessons(request):
    """Show the lessons of the ground as they stand."""
    facts = _playing(request, request.actor.commune)
    told = lessons.shown(request.actor, facts["characters"])
    facts |= {"lessons": told, "done": sum(each.state == lessons.DONE for each in told), "total": len(told)}
    return render(request, "reports/training_lessons.html", facts)


def _playing(request, ground) -> dict:
    """Return who may be played, by whom each is, whom the reader plays, and the form to choose."""
    characters = grounds.characters(ground, at=timezone.now())
    names = grounds.learners(ground, characters)
    for each in characters:
        each.title, each.learner = title_of(each), names.get(each.user_id, "")
    mine = next((each for each in characters if each.user_id == request.user.pk), None)
    form = PlayForm(characters=characters, user=request.user, initial={"person": mine.pk if mine else None})
    taken = [each for each in characters if each.user_id]
    return {"characters": characters, "taken": taken, "playing": mine, "form": form}


@require_POST
@requires(Can.KEEP_TRAINING)
def open_(request):
    """Open the training ground; where one is open, nothing changes."""
    with attempt(request, success="Đã mở khu tập huấn."):
        training.open_(by=request.actor, at=timezone.now())
    return redirect(here(request.actor, PAGE))


@require_POST
@requires(Can.KEEP_TRAINING)
def begin_anew(request):
    """Close the open ground and open a new one."""
    with attempt(request, success="Đã lập khu tập huấn mới; khu cũ đã đóng."):
        training.begin_anew(by=request.actor, at=timezone.now())
    return redirect(here(request.actor, PAGE))


@require_POST
@requires(Can.KEEP_TRAINING)
def close(request):
    """Close the training ground."""
    with attempt(request, success="Đã đóng khu tập huấn."):
        training.close(by=request.actor, at=timezone.now())
    return redirect(here(request.actor, PAGE))


@require_POST
@requires(Can.ENTER)
def play(request):
    """Let the reader play somebody of the ground, and go to where the lesson is done."""
    ground = grounds.open_ground(request.actor.commune)
    if ground is None:
        messages.error(request, grounds.NONE_OPEN)
        return redirect(here(request.actor, PAGE))
    form = PlayForm(request.POST, characters=grounds.characters(ground, at=timezone.now()), user=request.user)
    if not form.is_valid():
        messages.error(request, grounds.TAKEN)
        return redirect(here(request.actor, PAGE))
    with attempt(request) as outcome:
        person = grounds.play(ground, form.cleaned_data["person"], by=request.actor, at=timezone.now())
        messages.success(request, f"Đồng chí đang đóng vai {title_of(person)}.")
    return redirect(_next(request, ground) if outcome.ok else here(request.actor, PAGE))


def _next(request, ground) -> str:
    """Return where the form asks to go on, if that lies in the ground; else the lessons."""
    asked = request.POST.get("next", "")
    inside = asked.startswith(f"/{ground.slug}/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if inside else reverse(PAGE, args=[ground.slug])


@require_POST
@requires(Can.KEEP_TRAINING)
def give_back(request):
    """Free a part that somebody took and does not play any more."""
    ground = grounds.open_ground(request.actor.commune)
    asked = digits.number(request.POST.get("person", ""))
    with attempt(request) as outcome:
        if ground is None or asked is None:
            raise ValidationError(grounds.NOBODY if ground else grounds.NONE_OPEN)
        person = grounds.give_back(ground, asked, by=request.actor, at=timezone.now())
    if outcome.ok:
        messages.success(request, f"Đã trả lại vai {person.full_name}; người khác có thể đóng vai này.")
    return redirect(here(request.actor, PAGE))


@require_POST
@requires(Can.ENTER)
def leave(request):
    """Give the role back and return to the commune."""
    commune = request.actor.commune
    ground = grounds.open_ground(commune)
    if ground:
        grounds.leave(ground, by=request.actor)
        messages.success(request, "Đã thôi đóng vai.")
    return redirect(ground.training_for if ground else commune)
