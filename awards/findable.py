"""What of this app can be found: dossiers, sessions of the council, decisions.

Of a dossier nothing is found that the council or the chair made of it: its status and its result are no words here.
"""

from collections.abc import Iterable

from django.utils import timezone

from awards.models import Decision, Nomination, Session
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
    )
)  # fmt: skip
offer(
    Source(
        "decision", "Quyết định", "award", Decision, (Can.SEE_AWARDS,), _decision, body=_names,
        related=("commune", "campaign"), prefetched=("lines",), follows=(("campaigns.campaign", "campaign"),),
    )
)  # fmt: skip
