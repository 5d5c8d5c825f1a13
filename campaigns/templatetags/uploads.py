"""What a page says beside uploaded files: what the virus scanner found."""

from django import template

from campaigns.services import upload_checks

register = template.Library()


@register.simple_tag
def scans(files):
    """Put beside each file of a list what is known of it, with one query; "" for the page."""
    files = list(files)
    known = upload_checks.states(file.file.name for file in files)
    for file in files:
        file.scan = known.get(file.file.name)
    return files
