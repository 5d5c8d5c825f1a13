"""Our template components: keyword-only arguments in, one template of `components/` out."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from kit import charts, icons, vietnamese
from kit.forms import ReasonForm
from kit.runs import Run, runs, told
from kit.shared import differences
from kit.views import PAGE_SIZES

register = template.Library()

TONES = ("plain", "muted", "info", "success", "warning", "danger", "accent")
_TONE_NAMES = {"primary": "accent", "secondary": "plain", "": "plain"}
_TONE_ICONS = {
    "info": "info-circle",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "danger": "exclamation-octagon",
    "accent": "star",
}


def _show(component, /, **facts):
    """Render one component; a tone outside the list is a mistake in the calling template."""
    if "tone" in facts:
        facts["tone"] = _TONE_NAMES.get(facts["tone"], facts["tone"])
        if facts["tone"] not in TONES:
            raise template.TemplateSyntaxError(f"Unknown tone {facts['tone']!r}; choose of {', '.join(TONES)}.")
    return mark_safe(render_to_string(f"components/{component}.html", facts).strip())


_once = lru_cache(maxsize=4096, typed=True)(_show)


def _kept(component, /, **facts):
    """Render what comes back on every page, or on every row of a list, once for the same words.

    Words that are marked as safe are kept apart from the same words that are not; records may change their names.
    """
    plain = all(isinstance(value, (str, int)) for value in facts.values())
    return (_once if plain else _show)(component, **facts)


def _pairs(items):
    """Yield (label, url) from pairs, dictionaries or objects."""
    for item in items:
        if isinstance(item, str):
            yield item, ""
        elif isinstance(item, dict):
            yield item["label"], item.get("url", "")
        elif isinstance(item, (tuple, list)):
            yield item[0], item[1] if len(item) > 1 else ""
        else:
            yield item.label, getattr(item, "url", "")


@register.simple_tag
def icon(name):
    """Draw a Bootstrap icon in the line of text; screen readers skip it, so words must stand beside it."""
    return icons.drawn(name)


@register.simple_tag
def crumbs(items):
    """Show where a page lies: (label, url) pairs, the last one without address."""
    return _show("crumbs", items=list(_pairs(items)))


@register.simple_block_tag
def page_header(content, *, title, subtitle="", kicker="", crumbs=()):
    """Set the one main heading of a page; the content holds its status and buttons."""
    trail = list(_pairs(crumbs))
    return _show("page_header", content=content, title=title, subtitle=subtitle, kicker=kicker, items=trail)


@register.simple_block_tag
def card(content, *, title="", tone="plain", hint="", url="", url_label="Xem tất cả", id=""):
    """Put a titled box around a piece of the page."""
    facts = {"content": content, "title": title, "hint": hint, "url": url, "url_label": url_label, "id": id}
    return _show("card", tone=tone, **facts)


@register.simple_block_tag
def datatable(content, *, caption, hide_caption=False, stack=True):
    """Wrap thead and tbody into a captioned table that scrolls, or becomes cards, on a phone."""
    return _show("datatable", content=content, caption=caption, hide_caption=hide_caption, stack=stack)


@register.simple_block_tag
def facts(content):
    """Hold a list of `fact` lines."""
    return _show("facts", content=content)


@register.simple_block_tag
def fact(content, *, label):
    """Show one named fact; an empty one says so. A page has dozens: they are written without a template."""
    said = mark_safe(content.strip() or '<span class="none">Chưa có</span>')
    return format_html('<div class="fact"><dt>{}</dt><dd>{}</dd></div>', label, said)


@register.simple_block_tag
def notice(content, *, title="", tone="info"):
    """Call attention to something that lasts: a banner inside the page."""
    return _show("notice", content=content, title=title, tone=tone, icon_name=_TONE_ICONS.get(tone, "info-circle"))


@register.simple_tag
def empty_state(*, text, hint="", icon="inbox", action_url="", action_label=""):
    """Say that a list is empty and what comes next."""
    facts = {"text": text, "hint": hint, "icon_name": icon}
    return _kept("empty_state", action_url=action_url, action_label=action_label, **facts)


@register.simple_tag
def badge(*, label, tone="muted"):
    """Show a short word with a coloured dot."""
    return _kept("badge", label=label, tone=tone)


@register.simple_tag
def sign(of):
    """Show a short word with a coloured dot and the icon that says the same: `icon`, `label` and `tone`."""
    return _kept("sign", icon_name=of["icon"], label=of["label"], tone=of["tone"])


@register.simple_tag
def status(record):
    """Show the status of a record: its Vietnamese label, in the tone that the record names."""
    return _kept("badge", label=record.get_status_display(), tone=getattr(record, "status_tone", "muted"))


@register.simple_tag
def button(*, url, label, icon="", tone="accent", download=False):
    """Link to another page in the shape of a button."""
    return _kept("button", url=url, label=label, icon_name=icon, tone=tone, download=download)


@register.simple_tag
def figure(*, value, label, hint="", url="", tone="plain"):
    """Show one number large, with what it counts and where its rows are."""
    return _show("figure", value=value, label=label, hint=hint, url=url, tone=tone)


@register.simple_tag(takes_context=True)
def todo(context, *, title, url, action, work_url="", act_url="", meta="", due="", tone="plain"):
    """Show one task: verb and object, date, one button.

    The button leads to `url`; where given, it leads to `work_url` or posts to `act_url`, and the title to `url`.
    """
    facts = {"title": title, "url": url, "action": action, "work_url": work_url, "act_url": act_url, "due": due}
    return _show("todo", tone=tone, meta=meta, csrf_token=context.get("csrf_token"), **facts)


@register.simple_tag
def blockers(reasons, *, ready="Đủ điều kiện thực hiện.", title="Chưa thể thực hiện"):
    """List what still stands against an act ((text, url) pairs or texts), or say that all is clear."""
    return _show("blockers", reasons=list(_pairs(reasons)), ready=ready, title=title)


@register.simple_tag(takes_context=True)
def act_form(
    context,
    *,
    url,
    label,
    reason=False,
    reason_label="Lý do",
    tone="plain",
    confirm="",
    hint="",
    blockers=(),
    icon="",
):
    """Offer one act as a POST form: asks a reason if needed, and cannot be pressed while blockers stand."""
    form = ReasonForm(auto_id=f"act-{charts.short_id(url + label)}-%s") if reason else None
    facts = {"url": url, "label": label, "confirm": confirm, "hint": hint, "icon_name": icon, "form": form}
    facts |= {"reason_label": reason_label, "reasons": list(_pairs(blockers))}
    return _show("act_form", tone=tone, csrf_token=context.get("csrf_token"), **facts)


@register.simple_tag(takes_context=True)
def form_page(context, form, *, note=True):
    """Show a form's error summary and fields; the form tag, csrf token and buttons stay in the page."""
    errors = [
        {"id": field.id_for_label or field.auto_id, "label": str(field.label).rstrip("."), "text": text}
        for field in form
        for text in field.errors
    ]
    needs = any(field.field.required for field in form.visible_fields())
    both = differences(form) if getattr(form, "overtaken", False) else []
    facts = {"errors": errors, "note": note and needs, "differences": both}
    return _show("form", form=form, csrf_token=context.get("csrf_token"), **facts)


@register.simple_tag
def form_actions(*, submit, cancel_url="", cancel_label="Quay lại", icon="", name="", value=""):
    """Show the buttons at the foot of a form."""
    facts = {"submit": submit, "cancel_url": cancel_url, "cancel_label": cancel_label, "icon_name": icon}
    return _kept("form_actions", name=name, value=value, **facts)


@register.simple_tag
def timeline(entries, *, limit=None, empty="Chưa có diễn biến nào."):
    """Tell the history of a record, latest first; an entry has at, actor_name, acting_as, label and reason.

    The names when, who and text do as well, for entries put together in a view. A run of the same act is one line;
    of the lines the first `limit` are shown.
    """
    return _show("timeline", entries=[_entry(run) for run in runs(entries)[:limit]], empty=empty)


def _entry(run: Run) -> dict:
    """Return what the timeline shows of a run."""
    names = {"when": "at", "who": "actor_name", "text": "label"}
    entry = {name: told(run.line, name) or told(run.line, other) for name, other in names.items()}
    return entry | {"times": run.times, "acting_as": told(run.line, "acting_as"), "reason": told(run.line, "reason")}


@register.filter(name="runs")
def runs_of(lines):
    """Gather the lines of a list of acts: {% for run in page|runs %}; each has `line` and `times`."""
    return runs(lines)


@register.simple_tag
def progress(value, max, *, label, unit="", tone="accent"):
    """Show how far something has come, in words and as a bar."""
    share = float(value or 0) / float(max) if max else 0.0
    width = round(min(share, 1) * 100, 1)
    facts = {"value": vietnamese.vn_number(value or 0), "max": vietnamese.vn_number(max or 0), "width": width}
    return _show("progress", label=label, unit=unit, tone=tone, percent=round(share * 100), **facts)


@register.simple_tag(takes_context=True)
def tabs(context, items, *, label="Các phần của trang"):
    """Show pages of one record side by side: dictionaries of label, url, count and current."""
    path = context["request"].path if "request" in context else ""
    shown = [{"current": item.get("url") == path, **item} for item in items]
    return _show("tabs", items=shown, label=label)


def _address(context, **changes):
    """Return the query string of this page with some parameters changed or, if None, dropped."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def pagination(context, page, *, label="Chuyển trang"):
    """Link the pages of a list and its sizes, keeping filters and order."""
    numbers = [
        {"text": number, "url": _address(context, page=number) if isinstance(number, int) else ""}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    sizes = [{"text": size, "url": _address(context, size=size, page=None)} for size in PAGE_SIZES]
    facts = {"page": page, "numbers": numbers, "sizes": sizes, "label": label}
    if page.has_previous():
        facts["previous"] = _address(context, page=page.previous_page_number())
    if page.has_next():
        facts["next"] = _address(context, page=page.next_page_number())
    return _show("pagination", **facts)


@register.simple_tag(takes_context=True)
def sort_header(context, field, label, *, align=""):
    """Show a column heading that sorts by its field, and back when pressed again."""
    asked = context["request"].GET.get("sort", "")
    current = {field: "ascending", f"-{field}": "descending"}.get(asked, "")
    url = _address(context, sort=f"-{field}" if current == "ascending" else field, page=None)
    return _kept("sort_header", label=label, url=url, current=current, align=align)


@register.simple_tag
def check_all(label):
    """Offer one box above a column of boxes that marks them all; it shows where scripts run, nowhere else."""
    return _kept("check_all", label=label)


def chosen(form):
    """Return what narrows a list: each field of its form that holds something, with its value in words."""
    form.is_valid()
    found = []
    for bound in form:
        value = form.cleaned_data.get(bound.name) if hasattr(form, "cleaned_data") else None
        if value in (None, "", [], False) or (hasattr(value, "exists") and not value.exists()):
            continue
        found.append((bound, "" if value is True else _say(bound, value)))
    return found


@register.simple_tag(takes_context=True)
def filter_form(context, filters):
    """Show what narrows a list (a filter set or its form) with its pills; on a phone folded behind one button.

    What else the address asks for – order, size, view – stays as it is.
    """
    form = getattr(filters, "form", filters)
    own = {bound.html_name for bound in form} | {"page"}
    kept = [(name, value) for name, values in context["request"].GET.lists() if name not in own for value in values]
    return _show("filter_form", form=form, kept=kept, count=len(chosen(form)), pills=filter_pills(context, form))


@register.simple_tag(takes_context=True)
def filter_pills(context, form):
    """Show which filters narrow a list, each with a link that takes it off; takes a form or a filter set."""
    form = getattr(form, "form", form)
    pills = [
        {"label": bound.label, "text": text, "url": _address(context, **{bound.name: None, "page": None})}
        for bound, text in chosen(form)
    ]
    clear = _address(context, page=None, **{bound.name: None for bound in form})
    return _show("filter_pills", pills=pills, clear=clear)


def _say(bound, value):
    """Say a chosen value in the words that the control shows."""
    known = [] if hasattr(bound.field, "queryset") else getattr(bound.field, "choices", [])
    choices = {str(one): words for one, words in flatten_choices(known)}
    if isinstance(value, (list, tuple, set)) or hasattr(value, "exists"):
        return ", ".join(str(choices.get(str(one), one)) for one in value)
    if hasattr(value, "day"):
        return vietnamese.vn_date(value)
    if hasattr(bound.field, "label_from_instance"):
        return bound.field.label_from_instance(value)
    return str(choices.get(str(value), value))


@register.simple_tag
def bar_chart(bars, *, title, unit="", value_label="Kết quả", target_label="Chỉ tiêu"):
    """Draw bars (charts.Bar) with the same figures in a table below."""
    bars = [charts.Bar.of(bar) for bar in bars]
    facts = {"drawing": mark_safe(charts.bars(bars, title=title, unit=unit)), "rows": bars, "title": title}
    facts |= {"value_label": value_label, "target_label": target_label, "unit": unit}
    return _show("bar_chart", with_target=any(bar.target is not None for bar in bars), **facts)


@register.simple_tag
def stacked(rows, *, names, title, unit="", tones=""):
    """Draw rows (charts.Row) of stacked parts with the same figures in a table below.

    `tones` names a tone for each part, between blanks; without it the colours follow their own order.
    """
    rows = [charts.Row.of(row) for row in rows]
    colours = tuple(charts.TONE_COLOURS[tone] for tone in tones.split()) or charts.COLOURS
    drawing = mark_safe(charts.stacked(rows, names=names, title=title, unit=unit, colours=colours))
    legend = [(name, colours[index % len(colours)]) for index, name in enumerate(names)]
    return _show("stacked", drawing=drawing, rows=rows, names=names, legend=legend, title=title, unit=unit)


@register.simple_tag
def column_chart(bars, *, title, unit="", mark="", mark_label="", value_label="Số lượng"):
    """Draw columns over time (charts.Bar), a line after the label `mark`, and the figures in a table."""
    bars = [charts.Bar.of(bar) for bar in bars]
    drawing = mark_safe(charts.columns(bars, title=title, unit=unit, mark=mark, mark_label=mark_label))
    facts = {"drawing": drawing, "rows": bars, "title": title, "value_label": value_label, "unit": unit}
    return _show("bar_chart", with_target=False, **facts)


@register.filter
def vn_date(value):
    """Write a date, or the local day of a moment, as 05/12/2025."""
    return vietnamese.vn_date(_local(value))


@register.filter
def vn_datetime(value):
    """Write a moment in local time as 05/12/2025 14:05."""
    return vietnamese.vn_datetime(_local(value))


@register.filter
def vn_number(value, places=None):
    """Write a number with decimal comma and thousand dots."""
    return vietnamese.vn_number(value, places)


@register.filter
def money(value):
    """Write an amount in đồng."""
    return vietnamese.money(value)


def _local(value):
    return timezone.localtime(value) if value and hasattr(value, "tzinfo") and timezone.is_aware(value) else value
