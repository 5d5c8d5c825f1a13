"""Tags and filters that ask the actor: addresses in the commune, rights, moves and history."""

from django import template
from django.urls import NoReverseMatch

from communes.access import Can
from communes.acting import offers
from communes.addresses import here as address
from communes.models import HistoryEntry
from communes.navigation import links

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context, name, *args, **kwargs):
    """Return the address of a named page in the actor's commune: {% here "communes:unit" unit.pk %}."""
    actor = context["request"].actor
    if actor is None:
        raise NoReverseMatch(f"{name} is asked for outside a commune.")
    return address(actor, name, *args, **kwargs)


@register.filter
def may(actor, words):
    """Say whether the actor holds a capability, named by its words; misspelt words are an error."""
    can = Can(words)
    return actor is not None and actor.may(can)


@register.simple_tag(takes_context=True)
def moves(context, record):
    """Return the moves that the actor may make on a record: {% moves report as choices %}."""
    return offers(record, context["request"].actor)


@register.simple_tag(takes_context=True)
def links_about(context, record):
    """Return the links to what else is known of a record: {% links_about person as links %}."""
    return links(context["request"].actor, record)


@register.simple_tag
def history_of(record):
    """Return the lines of history of a record and of its parts, newest first."""
    return HistoryEntry.objects.under(record)


@register.simple_tag
def history_about(record):
    """Return the lines of history of one record alone, newest first."""
    return HistoryEntry.objects.about(record)
