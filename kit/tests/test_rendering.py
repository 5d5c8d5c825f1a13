"""Controls drawn without templates are the controls that Django draws."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from kit.forms import VnDateInput, VnDecimalInput
from kit.rendering import QuickRenderer

# Django leaves an empty line between the options of a drop-down.
BETWEEN = re.compile(r"\n\s*")
CHOICES = [
    ("", "Tất cả"),
    (1, "Thôn <Đông> & “Đoài”"),
    ("x'y\"", mark_safe("<b>đậm</b>")),
    ("Nhóm <1>", [(1250, 1250), (None, "Không")]),
]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=CHOICES), "1"),
        (forms.Select(attrs={"class": "a & b", "disabled": True, "hidden": False}, choices=CHOICES), "1250"),
        (forms.SelectMultiple(choices=CHOICES), ["1", "x'y\""]),
        (forms.NullBooleanSelect(), True),
        (forms.TextInput(attrs={"maxlength": 200, "placeholder": mark_safe("a &amp; b")}), "<b> & 'x'"),
        (forms.TextInput(), None),
        (forms.NumberInput(), 1250),
        (forms.HiddenInput(), 0),
        (VnDateInput(), "32/13/2026"),
        (VnDecimalInput(), 1250),
    ],
    ids=["select", "attributes", "multiple", "null-boolean", "text", "empty", "number", "hidden", "date", "decimal"],
)
def test_a_control_is_drawn_as_django_draws_it(widget, value):
    quick, django = (
        widget.render("tên", value, {"id": "id_x"}, renderer) for renderer in (QuickRenderer(), DjangoTemplates())
    )

    assert BETWEEN.sub("", quick) == BETWEEN.sub("", django)
