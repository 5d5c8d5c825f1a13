"""What a dossier's pages show of its papers and sections: what is there, what is still to be done, where."""

from awards.forms.nominations import titles
from awards.models import Nomination
from awards.rules import dossier
from awards.services import dossiers
from campaigns.planfile.schema import DossierPart
from campaigns.planfile.words import Subject
from communes.addresses import here


def parts_of(request, nomination: Nomination, found: dossiers.Contents) -> list[dict]:
    """Return the papers of a dossier with what is there, and where each is mended."""
    actor = request.actor
    untold = dossier.untold(Subject(nomination.subject), nomination.report)
    first = untold[0].key if untold else "citation" if not nomination.citation.strip() else "profile"
    places = {
        "submission": here(actor, "awards:nomination-section", nomination.pk, "citation"),
        "review_minutes": here(actor, "awards:reviews", nomination.campaign_id),
        "achievement_report": here(actor, "awards:nomination-section", nomination.pk, first),
        "upload": here(actor, "awards:nomination-files", nomination.pk),
    }
    tones = {"done": ("Có", "success"), "doing": ("Đang soạn", "info"), "missing": ("Thiếu", "warning")}
    return [
        {
            "part": each.part,
            "words": each.words,
            "state": tones[each.state],
            "done": each.state == dossier.DONE,
            "url": places[each.maker],
            "source": _source(nomination, each.part),
        }
        for each in nomination.checklist(uploaded=found.uploaded, voted=found.voted)
    ]


def _source(nomination: Nomination, part: DossierPart) -> str:
    """Say where a part of a dossier is asked for: a clause of the plan, or the commune's own list."""
    if not part.clause:
        return ""
    return f"mục {part.clause}" if nomination.plan.dossier else f"theo {part.clause}"


def tasks_of(request, nomination: Nomination, found: dossiers.Contents) -> list[dict]:
    """Return the task list of a dossier: each section that is typed, with how far it is."""
    written = {
        "citation": bool(nomination.citation.strip() and nomination.summary.strip()),
        "notes": bool(nomination.explanation.strip()) and not _must_mend(nomination, "notes"),
    }
    begun = {"citation": bool(nomination.citation.strip() or nomination.summary.strip()), "notes": False}
    optional = {"notes"} | {each.key for each in dossiers.sections_of(nomination) if not each.required}
    rows = []
    for name, title in titles(nomination).items():
        if name == "standards":
            judged = [own is not None for _, _, own in dossiers.standards_of(nomination, found.said)]
            note, done, started = f"{sum(judged)}/{len(judged)} tiêu chuẩn", all(judged), any(judged)
        else:
            note, done = "", written.get(name, bool(str(nomination.report.get(name, "")).strip()))
            started = begun.get(name, False)
        state = ("Hoàn thành", "success") if done else ("Đang làm", "info") if started else ("Chưa bắt đầu", "muted")
        if name in optional and not done and not _must_mend(nomination, name):
            state, done = ("Không bắt buộc", "muted"), True
        url = here(request.actor, "awards:nomination-section", nomination.pk, name)
        rows.append({"name": name, "title": title, "url": url, "state": state, "note": note, "done": done})
    return rows


def undone_of(nomination: Nomination, tasks: list[dict]) -> list[dict]:
    """Return the sections still to be written; of a returned dossier first what was mended."""
    found = [each for each in tasks if not each["done"]]
    return sorted(found, key=lambda each: not _must_mend(nomination, each["name"]))


def _must_mend(nomination: Nomination, name: str) -> bool:
    """Say whether the notes are asked for: a returned dossier tells what it has mended."""
    return name == "notes" and nomination.status == Nomination.Status.RETURNED and not nomination.change_note.strip()
