"""Who a campaign is for: which units take part, and who may be nominated."""

from campaigns.planfile.schema import AudienceGroup, PlanDocument
from campaigns.planfile.words import Subject
from kit.vietnamese import fold

_OUTSIDE = "outside"


def participates(document: PlanDocument, unit_kind: str, unit_name: str) -> bool:
    """Say whether a unit is among the collectives for whom the plan is, and so owes its reports."""
    return covers(document, Subject.COLLECTIVE, unit_kind, unit_name)


def covers(document: PlanDocument, subject: str, unit_kind: str, unit_name: str, category: str = "") -> bool:
    """Say whether a collective, or a person of that category in the unit, may be nominated (DT-02)."""
    return any(
        group.subject == subject
        and _reaches(group, unit_kind, unit_name)
        and (subject == Subject.COLLECTIVE or not group.categories or category in group.categories)
        for group in document.audience
    )


def _reaches(group: AudienceGroup, unit_kind: str, unit_name: str) -> bool:
    """Say whether a group names the unit or its kind; one that names neither reaches the whole commune."""
    if not group.unit_kinds and not group.units:
        return unit_kind != _OUTSIDE
    return unit_kind in group.unit_kinds or fold(unit_name) in {fold(name) for name in group.units}
