"""Words of a paper as HTML."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.rendering import fonts, groups, layout

register = template.Library()
MOST_LETTERS_KEPT = 40
WHOLE = re.compile(f"{groups.KEPT.pattern}|{groups.DASHED.pattern}")


@register.filter
def as_lines(text: str, room: float | None = None) -> SafeString:
    """Return a text escaped, with its line breaks; numbers of papers and clauses stay whole within the room, and so
    does a dash with the word before it."""
    parts, place = [], 0
    for found in WHOLE.finditer(text):
        if _has_room(found[0], room):
            parts += [
                conditional_escape(text[place : found.start()]),
                format_html('<span class="whole">{}</span>', found[0]),
            ]
            place = found.end()
    parts.append(conditional_escape(text[place:]))
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 - every part is escaped


def _has_room(words: str, room: float | None) -> bool:
    """Say whether words fit on one line: of a table's cell, or of a page, which all but monstrous ones do."""
    if room is None:
        return len(words) <= MOST_LETTERS_KEPT
    return fonts.width(words, layout.TABLE_SIZE, bold=True) <= room
