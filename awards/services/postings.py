"""Before the council sits: nominees posted in public with the remarks received, and opinions asked of other bodies."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Nomination, Opinion, Posting, PostingRemark
from campaigns.models import Campaign
from campaigns.planfile.words import Part
from campaigns.services.field_work import ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.forms import clean_text
from kit.vietnamese import vn_date

# What may still be posted, or asked about: handed in, and not before the council yet.
POSTABLE = ("under_appraisal", "eligible", "deferred")
ASKABLE = ("submitted", "under_appraisal", "eligible", "deferred")


def postable(campaign: Campaign):
    """Return the nominations of a campaign that can be posted: none of them is posted already."""
    rows = campaign.nominations.filter(status__in=POSTABLE)
    return rows.exclude(pk__in=Posting.objects.open().filter(campaign=campaign).values("nominations"))


def _clean(text: str) -> str:
    """Return a text as it is stored."""
    return clean_text(text or "").strip()


@transaction.atomic
def post(
    campaign: Campaign,
    nominations: Sequence[Nomination],
    *,
    starts_on: date,
    ends_on: date,
    place: str,
    by: Actor,
    at: datetime,
) -> Posting:
    """Post nominees in public for a time; until it is closed they do not reach the council."""
    demand(Can.APPRAISE, campaign, by=by, part=Part.APPRAISES)
    ensure_underway(campaign)
    require_text(place=(place, "nơi công khai"))
    chosen = list(dict.fromkeys(each.pk for each in nominations))
    if not chosen:
        raise ValidationError("Chọn ít nhất một hồ sơ để công khai.")
    found = list(postable(campaign).filter(pk__in=chosen).order_by("pk"))
    if len(found) < len(chosen):
        raise ValidationError("Có hồ sơ đang được công khai, hoặc không còn ở bước công khai được; hãy chọn lại.")
    if ends_on < timezone.localdate(at):
        raise ValidationError("Ngày kết thúc công khai không được trước hôm nay.")
    posting = Posting(
        commune=by.commune, campaign=campaign, starts_on=starts_on, ends_on=ends_on, place=_clean(place),
        posted_by=by.name,
    )  # fmt: skip
    posting.validate_constraints()
    posting.save()
    posting.nominations.set(found)
    _record(posting, "post", "Công khai danh sách đề nghị khen thưởng", by=by, at=at)
    return posting


def _record(posting: Posting, act: str, label: str, *, by: Actor, at: datetime, **facts) -> None:
    """Write a line of history for the posting, and one for each dossier on it."""
    history.record(f"posting.{act}", posting, by=by, at=at, label=label, **facts)
    for each in posting.nominations.all():
        history.record(f"nomination.{act}", each, by=by, at=at, label=label, posting=str(posting), **facts)


def _ensure_open(posting: Posting, by: Actor) -> None:
    """Refuse work on a posting by others than the appraising body, and on one that has ended."""
    demand(Can.APPRAISE, posting, by=by, part=Part.APPRAISES)
    if not Posting.objects.open().filter(pk=posting.pk).exists():
        raise ValidationError("Đợt công khai đã kết thúc.")


@transaction.atomic
def extend(posting: Posting, *, ends_on: date, place: str, by: Actor, at: datetime) -> None:
    """Change how long and where the list hangs."""
    _ensure_open(posting, by)
    require_text(place=(place, "nơi công khai"))
    if ends_on < timezone.localdate(at):
        raise ValidationError("Ngày kết thúc công khai không được trước hôm nay.")
    old = (posting.ends_on, posting.place)
    posting.ends_on, posting.place = ends_on, _clean(place)
    posting.validate_constraints()
    posting.save(update_fields=["ends_on", "place"])
    changes = [
        [label, before, after]
        for label, before, after in (
            ("Đến hết ngày", vn_date(old[0]), vn_date(posting.ends_on)), ("Nơi công khai", old[1], posting.place)
        )
        if before != after
    ]  # fmt: skip
    _record(posting, "extend", "Sửa đợt công khai", by=by, at=at, changes=changes)


@transaction.atomic
def close_posting(posting: Posting, *, outcome: str, by: Actor, at: datetime) -> None:
    """End a posting with its outcome, after its time and with every remark settled."""
    _ensure_open(posting, by)
    require_text(outcome=(outcome, "kết quả công khai"))
    if lacking := posting.blockers_to_close(timezone.localdate(at)):
        raise ValidationError(lacking)
    facts = {"outcome": _clean(outcome), "closed_at": at}
    if not Posting.objects.open().filter(pk=posting.pk).update(**facts):
        raise ValidationError("Đợt công khai đã kết thúc.")
    for name, value in facts.items():
        setattr(posting, name, value)
    _record(posting, "close_posting", "Kết thúc công khai", by=by, at=at, outcome=posting.outcome)


@transaction.atomic
def add_remark(
    posting: Posting, nomination: Nomination, *, sender: str, text: str, received_on: date, by: Actor, at: datetime
) -> PostingRemark:
    """Write down what somebody said about a posted nominee."""
    _ensure_open(posting, by)
    require_text(sender=(sender, "người phản ánh"), text=(text, "nội dung phản ánh"))
    if not posting.nominations.filter(pk=nomination.pk).exists():
        raise ValidationError("Hồ sơ này không có trong danh sách công khai.")
    if not posting.starts_on <= received_on <= timezone.localdate(at):
        raise ValidationError("Ngày nhận phản ánh phải từ ngày bắt đầu công khai đến hôm nay.")
    remark = PostingRemark.objects.create(
        posting=posting, nomination=nomination, sender=_clean(sender), text=_clean(text), received_on=received_on
    )
    history.record("nomination.remark", nomination, by=by, at=at, label="Ghi ý kiến phản ánh khi công khai")
    return remark


@transaction.atomic
def settle_remark(remark: PostingRemark, *, settlement: str, by: Actor, at: datetime) -> None:
    """Write what was made of a remark, once."""
    demand(Can.APPRAISE, remark.nomination, by=by, part=Part.APPRAISES)
    require_text(settlement=(settlement, "kết quả xem xét"))
    facts = {"settlement": _clean(settlement), "settled_at": at, "settled_by": by.name}
    if not PostingRemark.objects.filter(pk=remark.pk, settled_at=None).update(**facts):
        raise ValidationError("Ý kiến này đã có kết quả xem xét.")
    for name, value in facts.items():
        setattr(remark, name, value)
    history.record(
        "nomination.settle_remark", remark.nomination, by=by, at=at, label="Giải quyết ý kiến phản ánh",
        settlement=remark.settlement,
    )  # fmt: skip


@transaction.atomic
def ask_opinion(
    nominations: Sequence[Nomination],
    *,
    body: str,
    asked_on: date,
    request_number: str = "",
    by: Actor,
    at: datetime,
) -> list[Opinion]:
    """Note that another body was asked about nominees (hiệp y); until it answers they do not reach the council."""
    require_text(body=(body, "cơ quan được hỏi"))
    if asked_on > timezone.localdate(at):
        raise ValidationError("Ngày hỏi không được sau hôm nay.")
    opinions = []
    for nomination in nominations:
        demand(Can.APPRAISE, nomination, by=by, part=Part.APPRAISES)
        if nomination.status not in ASKABLE:
            raise ValidationError(f"{nomination}: hồ sơ không còn ở bước xin ý kiến hiệp y.")
        if nomination.opinions.filter(answer="", body=_clean(body)).exists():
            raise ValidationError(f"{nomination}: đang chờ ý kiến của {_clean(body)}.")
        opinions.append(
            Opinion.objects.create(
                nomination=nomination, body=_clean(body), asked_on=asked_on, request_number=_clean(request_number),
                recorded_by=by.name,
            )
        )  # fmt: skip
        label = f"Xin ý kiến hiệp y: {_clean(body)}"[:160]
        history.record("nomination.ask_opinion", nomination, by=by, at=at, label=label)
    return opinions


@transaction.atomic
def record_answer(
    opinion: Opinion,
    *,
    answer: str,
    answered_on: date,
    answer_number: str = "",
    text: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write what the body answered, once; whoever does not simply agree is quoted."""
    demand(Can.APPRAISE, opinion.nomination, by=by, part=Part.APPRAISES)
    answer = Opinion.Answer(answer)
    if answer != Opinion.Answer.AGREES:
        require_text(text=(text, "nội dung trả lời"))
    if not opinion.asked_on <= answered_on <= timezone.localdate(at):
        raise ValidationError("Ngày trả lời phải từ ngày hỏi đến hôm nay.")
    facts = {
        "answer": answer, "answered_on": answered_on, "answer_number": _clean(answer_number), "text": _clean(text)
    }  # fmt: skip
    if not Opinion.objects.filter(pk=opinion.pk, answer="").update(**facts):
        raise ValidationError("Ý kiến này đã được ghi.")
    for name, value in facts.items():
        setattr(opinion, name, value)
    label = f"Ghi ý kiến hiệp y của {opinion.body}: {answer.label}"[:160]
    history.record("nomination.record_answer", opinion.nomination, by=by, at=at, label=label)
