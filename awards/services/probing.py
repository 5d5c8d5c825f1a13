"""One dossier with all that its page reads: what it has none of is asked once, together with the dossier itself."""

from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, JSONField, OuterRef, Q, Subquery, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from awards.models import (
    AwardFile,
    Discipline,
    DossierRule,
    EarlierAward,
    Examination,
    Exemption,
    Initiative,
    Judgement,
    Nomination,
    ReviewVote,
    Threshold,
)
from awards.models.nomination_records import NominationVersion
from awards.services import records
from campaigns.models import UnitPlan
from communes.models import Person, Unit

_PLACES = ("collective", "unit", "person__unit")


def _in(field: str) -> Q:
    """Return that a unit is one of those whom a dossier concerns."""
    return Q(*((field, OuterRef(place)) for place in _PLACES), _connector=Q.OR)


def _twin(field: str) -> Q:
    """Return that somebody or a unit of the commune bears the same name as the nominee."""
    same = Q(commune=OuterRef("commune"), folded=OuterRef(f"{field}__folded"))
    return same & ~Q(pk=OuterRef(field))


def _flags() -> dict[str, Exists]:
    """Return what a dossier may have, each at least as wide as what is then read of it."""
    own, about = Q(nomination=OuterRef("pk")), Q(person=OuterRef("person")) | _in("unit")
    asked = {
        "judgements": (Judgement, own),
        "exemptions": (Exemption, own),
        "files": (AwardFile, own),
        "votes": (ReviewVote, own),
        "versions": (NominationVersion, own),
        "rules": (DossierRule, Q(commune=OuterRef("commune"))),
        "matters": (Examination, about),
        "earlier": (EarlierAward, about),
        "measures": (Discipline, about | _in("person__unit")),
        "initiatives": (Initiative, Q(used_in=OuterRef("pk"))),
        "unit_plans": (UnitPlan, Q(campaign=OuterRef("campaign")) & _in("unit")),
        "thresholds": (Threshold, Q(campaign=OuterRef("campaign"))),
        "twin_units": (Unit, _twin("collective")),
        "twin_people": (Person, _twin("person")),
    }
    return {name: Exists(model._base_manager.filter(which)) for name, (model, which) in asked.items()}


@cache
def _asked() -> RawSQL:
    """Return the question what a dossier has, as one JSON object; its words are put together once a process.

    It reads the dossier's row anew under a name of its own, and so fits into any query of dossiers.
    """
    own = Nomination._base_manager.filter(pk=OuterRef("pk")).values(found=JSONObject(**_flags()))
    query = Nomination._base_manager.annotate(has=Subquery(own)).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    return RawSQL(*compiler.compile(query.annotations["has"]), output_field=JSONField())  # noqa: S611 - Django's words


def probed(rows):
    """Return nominations with what a reading asks of their own rows, and what they have none of."""
    return records.appraised(rows).annotate(has=_asked())


def load(nomination: Nomination) -> Nomination:
    """Load the own rows of a probed dossier: what it has; whether it has a kind of thing is told as `has_…`."""
    vars(nomination).update({f"has_{name}": bool(there) for name, there in nomination.has.items()})
    rows = {each.prefetch_to: each for each in records.own_rows()}
    there = [each for name, each in rows.items() if nomination.has[name]]
    prefetch_related_objects([nomination], *there)
    known = {name: each.queryset.none() for name, each in rows.items() if each not in there}
    nomination._prefetched_objects_cache = getattr(nomination, "_prefetched_objects_cache", {}) | known
    return nomination
