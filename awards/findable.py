"""What of this app can be found: dossiers, initiatives, sessions of the council, decisions, proposals upward.

Of a dossier nothing is found that the council or the chair made of it: its status and its result are no words here.
"""

from collections.abc import Iterable

from django.utils import timezone

from awards.models import Decision, Initiative, Nomination, Proposal, Session
from communes.access import Can
from communes.models.finding import Sight, Source
from communes.search import offer
from kit.vietnamese import vn_date


def _nomination(nomination: Nomination) -> Sight:
    day = timezone.localdate(nomination.submitted_at) if nomination.submitted_at else None
    context = (
        nomination.get_award_display(),
        nomination.nominee_place,
        f"{nomination.unit.name} đề nghị",
        nomination.campaign.name,
        f"nộp ngày {vn_date(day)}" if day else "chưa nộp",
    )
    return Sight(nomination.nominee, context, (), day)


def _merit(nomination: Nomination) -> Iterable[str]:
    """Return the words of a dossier that was handed in; what is being written changes without a line of history."""
    if nomination.editable:
        return ()
    return (nomination.citation, nomination.summary, nomination.deed)


def _session(session: Session) -> Sight:
    day = f"ngày {vn_date(session.day)}" if session.day else ""
    return Sight(session.title, (session.council.name, session.get_mode_display(), day, session.place), (), session.day)


def _decision(decision: Decision) -> Sight:
    number = (decision.number_words,) if decision.number else ()
    day = f"ngày {vn_date(decision.issued_on)}" if decision.issued_on else "chưa ban hành"
    return Sight(decision.title, (day, decision.campaign.name), number, decision.issued_on)


def _initiative(initiative: Initiative) -> Sight:
    """Return what a unit knows of its initiative; which dossier rests on it is no word here."""
    who = initiative.person.full_name if initiative.person else ""
    context = (who, initiative.unit.name, f"áp dụng từ {vn_date(initiative.applied_on)}")
    return Sight(initiative.title, context, (), initiative.applied_on)


def _effect(initiative: Initiative) -> Iterable[str]:
    return (initiative.effect,)


def _proposal(proposal: Proposal) -> Sight:
    number = (proposal.number_words,) if proposal.number else ()
    sent = f"gửi ngày {vn_date(proposal.sent_on)}" if proposal.sent_on else "chưa gửi"
    return Sight(proposal.title, (sent, proposal.to_body, proposal.campaign.name), number, proposal.sent_on)


def _cases(proposal: Proposal) -> Iterable[str]:
    """Return the reason of a proposal and whom it is about."""
    return (proposal.reason, *(each.nomination.nominee for each in proposal.lines.all()))


def _names(decision: Decision) -> Iterable[str]:
    """Return the names in a decision: whoever sees the decision reads them in it."""
    return [line.nominee_name for line in decision.lines.all()]


offer(
    Source(
        "nomination", "Hồ sơ đề nghị", "folder2-open", Nomination, (Can.SEE_NOMINATIONS,), _nomination, body=_merit,
        related=("commune", "campaign", "unit", "person__unit", "collective"),
        follows=(
            ("communes.unit", "unit"), ("communes.unit", "collective"), ("communes.unit", "person__unit"),
            ("communes.person", "person"), ("campaigns.campaign", "campaign"),
        ),
        made_with=(("communes.person", "person"),),
    )
)  # fmt: skip
offer(
    Source(
        "session", "Phiên họp Hội đồng", "people", Session, (Can.SEE_SESSIONS,), _session,
        related=("council__commune",), owner="council.commune_id", made_with=(("awards.council", "council"),),
        unmoved_by=("awards.ballot",),
    )
)  # fmt: skip
offer(
    Source(
        "decision", "Quyết định", "award", Decision, (Can.SEE_AWARDS,), _decision, body=_names,
        related=("commune", "campaign"), prefetched=("lines",), follows=(("campaigns.campaign", "campaign"),),
    )
)  # fmt: skip
offer(
    Source(
        "initiative", "Sáng kiến", "lightbulb", Initiative, (Can.SEE_NOMINATIONS,), _initiative, body=_effect,
        related=("commune", "unit", "person"), follows=(("communes.unit", "unit"), ("communes.person", "person")),
    )
)  # fmt: skip
offer(
    Source(
        "proposal", "Trình cấp trên", "send-arrow-up", Proposal, (Can.SEE_UNANNOUNCED,), _proposal, body=_cases,
        related=("commune", "campaign"),
        prefetched=("lines__nomination__person", "lines__nomination__collective"),
        follows=(
            ("campaigns.campaign", "campaign"), ("communes.person", "lines__nomination__person"),
            ("communes.unit", "lines__nomination__collective"),
        ),
    )
)  # fmt: skip
