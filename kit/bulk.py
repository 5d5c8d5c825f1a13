"""One act on several records: chosen in a list, confirmed on a page that names each, then done one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render

from kit import digits

MOST = 100
NO_RIGHT = "Việc này không thuộc quyền hoặc phần việc của đồng chí."


@dataclass(frozen=True, slots=True)
class Item:
    """One chosen record, how the page names it, and why it would be left out."""

    record: Any
    title: str
    context: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """How an act on several records is called: “Tiếp nhận báo cáo”, “Tiếp nhận”, “Đã tiếp nhận”, “báo cáo”."""

    title: str
    button: str
    done: str
    noun: str


def chosen(data) -> list[int]:
    """Return the keys that a list sends as `n`, each once, in their order and at most MOST of them."""
    return digits.numbers(data.getlist("n"))[:MOST]


def answer(
    request,
    items: Sequence[Item],
    *,
    act: Callable[[Any], Any],
    wording: Wording,
    back: str,
    unseen: int = 0,
    crumbs: Sequence[tuple] = (),
):
    """Answer a GET with the page of confirmation, a POST by acting on every item that has no reason against it.

    Each record is its own act: what is refused meanwhile is told by name and hinders no other. `unseen` are the
    chosen keys that the reader finds no record for.
    """
    if request.method == "POST":
        _perform(request, items, act, wording)
        return redirect(back)
    facts = {
        "ready": [item for item in items if not item.reasons],
        "left_out": [item for item in items if item.reasons],
        "unseen": unseen,
        "wording": wording,
        "back": back,
        "crumbs": crumbs,
    }
    return render(request, "bulk.html", facts)


def _perform(request, items: Sequence[Item], act: Callable[[Any], Any], wording: Wording) -> None:
    """Act on each item; leave a message of how many it was, and one for each that was left out."""
    done = 0
    for item in items:
        reasons = item.reasons
        if not reasons:
            try:
                act(item.record)
            except ValidationError as problem:
                reasons = tuple(problem.messages)
            except PermissionDenied:
                reasons = (NO_RIGHT,)
            else:
                done += 1
                continue
        messages.warning(request, f"Bỏ qua {item.title}: {' '.join(reasons)}")
    if done:
        messages.success(request, f"{wording.done} {done:02d} {wording.noun}.")
    else:
        messages.error(request, f"Chưa có {wording.noun} nào được xử lý.")
