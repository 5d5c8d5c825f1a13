"""Small helpers that every view shares: acting, paging, sorting."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import JsonResponse
from django.utils import timezone

from kit.saving import SavedMeanwhile

PAGE_SIZES = (20, 50, 100)
COMPARE = "Hãy xem hai bản ở bảng bên dưới; bấm lưu lần nữa thì bản trên trang này thay bản đã lưu."


@dataclass
class Attempt:
    """What came of an act: whether it succeeded, and the reasons if not."""

    ok: bool = True
    reasons: tuple = ()


@contextmanager
def attempt(request, *, success=""):
    """Turn a refusal into one message for each reason, and a success into its message."""
    outcome = Attempt()
    try:
        yield outcome
    except ValidationError as problem:
        outcome.ok = False
        request.refused = True
        outcome.reasons = tuple(problem.messages)
        for reason in outcome.reasons:
            messages.error(request, reason)
    else:
        if success:
            messages.success(request, success)


@contextmanager
def refusals(form):
    """Turn what a service refuses into errors of the form."""
    try:
        yield
    except ValidationError as problem:
        form.add_error(None, problem.messages)


@contextmanager
def saving(form, *, newest, again: str = COMPARE):
    """Turn what a service refuses into errors of the form; over somebody else's newer save, show both texts.

    `again` says what to do; `newest` returns the revision stored now: whoever saves once more saves over it.
    """
    with refusals(form):
        try:
            yield
        except SavedMeanwhile as newer:
            form.overtaken = True
            form.data = form.data.copy()
            form.data["version"] = str(newest())
            raise ValidationError([*newer.messages, again]) from newer


def saved_as_typed(form, store, *, record, page: str) -> JsonResponse:
    """Answer a save made while a form is being typed: when it was stored (200), or why it was not.

    `store` saves the valid form into `record`. What the form or the service refuses answers 422; somebody else's
    newer save answers 409 with the page on which both texts stand.
    """
    if not form.is_valid():
        name, problems = next(iter(form.errors.items()), ("", ["Không nhận được nội dung nào."]))
        field = form.fields.get(name)
        named = [getattr(field, "place", ""), field.label] if field else []
        label = " – ".join(filter(None, named))
        return JsonResponse({"message": f"Chưa lưu được. {f'{label}: ' if label else ''}{problems[0]}"}, status=422)
    try:
        store()
    except SavedMeanwhile as newer:
        return JsonResponse({"message": " ".join(newer.messages), "url": page}, status=409)
    except ValidationError as problem:
        return JsonResponse({"message": " ".join(problem.messages)}, status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime(record.saved_at):%H:%M}", "version": record.revision})


def page_size(request, first: int = PAGE_SIZES[0]) -> int:
    """Return how many rows the address asks for, one of PAGE_SIZES; `first` where it asks for none."""
    asked = request.GET.get("size", "")
    return int(asked) if asked in {str(size) for size in PAGE_SIZES} else first


class KeysFirstPaginator(Paginator):
    """Pages of a queryset whose annotations are dear: cut to the page by key, then asked for its rows alone."""

    def page(self, number):
        """Return one page, its rows in the same order."""
        page = super().page(number)
        keys = page.object_list.values("pk")
        return self._get_page(self.object_list.filter(pk__in=keys), page.number, self)


def paginate(request, rows, *, per_page=PAGE_SIZES[0], pages=Paginator):
    """Return the page of rows that the address asks for; a wrong number gives the nearest page."""
    return pages(rows, page_size(request, per_page)).get_page(request.GET.get("page"))


def sort(request, queryset, *, allowed, default):
    """Order rows by ?sort=name or ?sort=-name; `allowed` maps names to one or more field paths.

    Empty values come last either way, and the key breaks ties, so that pages never repeat a row.
    """
    asked = request.GET.get("sort", "")
    if asked.removeprefix("-") not in allowed:
        asked = default
    fields = allowed[asked.removeprefix("-")]
    fields = [fields] if isinstance(fields, str) else fields
    if asked.startswith("-"):
        order = [F(field).desc(nulls_last=True) for field in fields]
    else:
        order = [F(field).asc(nulls_last=True) for field in fields]
    return queryset.order_by(*order, "pk")


def filtered(request, filterset_class, queryset, **options):
    """Return a django-filter set bound to the address; its `.qs` are the rows, its `.form` the controls."""
    return filterset_class(request.GET, queryset=queryset, request=request, **options)
