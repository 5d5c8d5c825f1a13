"""Controls of forms, drawn quickly: the HTML of Django's templates, put together without them.

Django renders each option of a drop-down as two templates; a list filtered by unit spent a fifth of its time there.
"""

from collections.abc import Callable, Mapping

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def _said(value) -> str:
    """Write a value as an attribute or as text, escaped unless it is marked as safe."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(attrs: Mapping) -> str:
    """Write the attributes of a control; True stands as a bare name, False not at all."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_said(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _select(widget: Mapping) -> str:
    """Write a drop-down with its groups and options."""
    parts = [f'<select name="{_said(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_said(group)}">')
        parts += [f"\n{_option(option)}" for option in options]
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


def _option(option: Mapping) -> str:
    """Write one option of a drop-down."""
    label = conditional_escape(localize(option["label"]))
    return f'<option value="{_said(option["value"])}"{_attributes(option["attrs"])}>{label}</option>'


def _input(widget: Mapping) -> str:
    """Write a box for one line."""
    value = "" if widget["value"] is None else f' value="{_said(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_said(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


_DRAWN: dict[str, Callable[[Mapping], str]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in ("input", "text", "number", "hidden", "date")},
}


class QuickRenderer(DjangoTemplates):
    """Django's renderer of forms (setting FORM_RENDERER); the controls that lists show come without a template."""

    def render(self, template_name: str, context: dict, request=None) -> SafeString:
        """Return the HTML of a control or of a form."""
        draw = _DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]))  # noqa: S308 - every part is escaped above
