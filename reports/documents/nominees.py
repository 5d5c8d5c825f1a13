"""What the papers about nominees share: how they are named and ordered, who decides, who appraises them."""

import re
from collections.abc import Iterable

from django.utils import timezone

from awards.models import Nomination
from awards.rules.kinds import AwardNature
from awards.services.decision_words import what_is_given
from awards.services.proposals import authority_of
from campaigns.models import Campaign
from campaigns.planfile.words import Authority, Part, Subject
from communes.models import Commune, Person, Unit
from kit import vietnamese
from kit.vietnamese import begun_small
from reports.documents.blocks import Dashes, Signature
from reports.documents.common import appointed_head, authority_in_words, body_name, head_signature, posts_in
from reports.documents.words import BLANK

AGENCY = {"cơ quan thẩm định": "Phòng Văn hóa - Xã hội"}
NAMES = {Subject.COLLECTIVE: "Tập thể", Subject.INDIVIDUAL: "Cá nhân", Subject.HOUSEHOLD: "Hộ gia đình"}
KIND_OF_SUBJECT = "(?:tập thể|cá nhân|hộ gia đình)"
SEVERAL_KINDS = re.compile(
    rf"\b{KIND_OF_SUBJECT}(?:(?:\s*[,/]\s*|\s+(?:hoặc|hay|và)\s+){KIND_OF_SUBJECT})+\b", re.IGNORECASE
)
AD_HOC = "Khen thưởng đột xuất"


def with_facts(rows):
    """Return nominations with what a line about them reads."""
    return rows.select_related(
        "campaign__commune", "commune", "round", "unit__commune", "person__unit__commune", "collective__commune"
    )


def place_of(nomination: Nomination) -> str:
    """Return where a nominee belongs; a unit that is nominated itself is not named a second time."""
    if nomination.subject == Subject.COLLECTIVE:
        return "" if nomination.collective_id == nomination.unit_id else body_name(nomination.unit)
    person = nomination.person
    return ", ".join(filter(None, [person.position, body_name(person.unit or nomination.unit)]))


def name_of(nomination: Nomination) -> str:
    """Return a nominee's name, a collective's in full."""
    return body_name(nomination.collective) if nomination.subject == Subject.COLLECTIVE else nomination.nominee


def bare_award_of(nomination: Nomination) -> str:
    """Name the award inside a sentence: “Bằng khen”, “danh hiệu “Lao động tiên tiến””."""
    return what_is_given([nomination.award]).removeprefix("tặng ")


def award_of(nomination: Nomination, authority: str = "") -> str:
    """Name the award with whose it is, unless the commune's chair decides or nobody is named (L-12).

    A nomination that goes up to an authority is that authority's, whatever the plan left open.
    """
    named = bare_award_of(nomination)
    if nomination.decided_here or nomination.kind.nature == AwardNature.TITLE:
        return named
    authority = authority or authority_of(nomination)
    return named if authority == Authority.HIGHER else f"{named} của {_head_of(authority, nomination.commune)}"


def decider_of(nomination: Nomination) -> str:
    """Return who decides the award: the commune's chair, else who the nomination goes up to (L-12)."""
    if nomination.decided_here:
        return f"Chủ tịch {nomination.commune.committee}"
    return _head_of(authority_of(nomination), nomination.commune)


def _head_of(authority: str, commune: Commune) -> str:
    """Return an authority above the commune as its papers name it inside a sentence."""
    if authority == Authority.PROVINCE:
        return f"Chủ tịch UBND {commune.province_in_words}"
    words = authority_in_words(authority, commune)
    return begun_small(words) if authority == Authority.HIGHER else words


def rounds_of(rows: Iterable[Nomination]) -> str:
    """Name the rounds of nominations inside a sentence, each once."""
    return "; ".join(dict.fromkeys(begun_small(str(each.round or AD_HOC)) for each in rows))


def made_in(nomination: Nomination) -> int:
    """Return the year in which a dossier's papers are made: handed in, else last written."""
    return timezone.localdate(nomination.submitted_at or nomination.saved_at or nomination.created_at).year


def head_of(nomination: Nomination) -> Signature:
    """Return the signature of the nominating unit's head: who handed in, else who heads the unit by post."""
    if nomination.submitted_by and not nomination.by_agency:
        return head_signature(nomination.unit, nomination.submitted_by)
    return signature_by_post(nomination.unit)


def signature_by_post(unit: Unit) -> Signature:
    """Return the signature of who heads a unit by the post held, else of who is appointed its head, else of a deputy;
    without any no name stands."""
    if unit.pk is None:
        return head_signature(unit)
    people = Person.objects.filter(unit=unit).working_on(timezone.localdate()).order_by("sort_key", "pk")
    held = [(deputy, each) for each in people for deputy in posts_in(unit, each.position)]
    chosen = next((each for deputy, each in held if not deputy), None)
    chosen = chosen or appointed_head(unit) or next((each for _, each in held), None)
    return head_signature(unit, person=chosen)


def part_about(title: str, subjects: Iterable[str]) -> str:
    """Return the title of a dossier's part with whom it is about, where a plan names several kinds for every case."""
    kinds = dict.fromkeys(subjects)
    if len(kinds) != 1:
        return title
    [named] = [NAMES[Subject(kind)] for kind in kinds]
    return SEVERAL_KINDS.sub(lambda found: named if found[0][0].isupper() else begun_small(named), title)


def unnumbered(symbol: str, year: int) -> str:
    """Cite a paper that has no number yet: the blanks are filled when the clerk issues it."""
    return f"số{BLANK}/{symbol} ngày{BLANK}tháng{BLANK}năm {year}"


def listed(items: Iterable[str]) -> Dashes:
    """Return lines after dashes, each closed by “;” and the last by “.”."""
    return Dashes(vietnamese.listed(each.rstrip(" .;") for each in items))


def by_subject(rows: Iterable[Nomination]) -> list[tuple[str, list[Nomination]]]:
    """Return nominations by kind of subject, collectives first; kinds that nobody belongs to are left out."""
    rows = list(rows)
    groups = [(name, [each for each in rows if each.subject == subject]) for subject, name in NAMES.items()]
    return [(name, found) for name, found in groups if found]


def agency_of(campaign: Campaign) -> Unit:
    """Return the unit that appraises by the plan; where it names none, the committee itself."""
    holders = campaign.holders_of(Part.APPRAISES)
    named = Unit.objects.filter(pk__in=holders).select_related("commune").for_list().first()
    return named or Unit(commune=campaign.commune, kind=Unit.Kind.COMMITTEE, name=campaign.commune.committee)
