"""Pages of public postings with their remarks, and of other bodies' opinions."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from awards.forms.postings import (
    AnswerForm,
    ExtendForm,
    OpinionForm,
    OutcomeForm,
    PostingFilter,
    PostingForm,
    RemarkForm,
    SettleForm,
)
from awards.models import Nomination, Opinion, Posting, PostingRemark
from awards.services import postings
from awards.views.appraisals import crumbs_of, fetch, may_appraise
from awards.views.pages import form_page
from campaigns.models import Campaign
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.views import filtered, paginate, refusals, sort

SORTS = {"start": "starts_on", "end": "ends_on", "campaign": "campaign__name"}


def _fetch(request, pk: int) -> Posting:
    """Return a posting that the actor may see, or answer 404."""
    rows = Posting.objects.within(request.actor).select_related("campaign__commune", "commune")
    return get_object_or_404(rows, pk=pk)


def _crumbs(request, *below) -> list[tuple]:
    """Return the path to a page of postings."""
    return [("Công khai", here(request.actor, "awards:postings")), *below]


def listed(request):
    """Return the filters of the list and its rows with their nominees and remarks, in the order asked for."""
    waiting = Count("remarks", filter=Q(remarks__settled_at=None), distinct=True)
    rows = Posting.objects.within(request.actor).select_related("campaign__commune")
    rows = rows.annotate(
        listed=Count("nominations", distinct=True), received=Count("remarks", distinct=True), waiting=waiting
    )
    found = filtered(request, PostingFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="-start")


@requires(Can.SEE_UNANNOUNCED)
def index(request):
    """List the postings with their nominees and remarks, and the campaigns that can post."""
    found, rows = listed(request)
    campaigns = Campaign.objects.none()
    if request.actor.may(Can.APPRAISE):
        campaigns = Campaign.objects.within(request.actor).filter(
            status__in=(Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP),
            nominations__status__in=postings.POSTABLE,
        )  # fmt: skip
    facts = {
        "page": paginate(request, rows),
        "filter": found,
        "campaigns": campaigns.distinct().order_by("-issued_on", "pk"),
        "crumbs": _crumbs(request),
    }
    return render(request, "awards/postings.html", facts)


@requires(Can.SEE_UNANNOUNCED)
def detail(request, pk):
    """Show a posting: who is on it, what was said, what was made of it."""
    posting, actor = _fetch(request, pk), request.actor
    remarks = PostingRemark.objects.within(actor).filter(posting=posting)
    facts = {
        "posting": posting,
        "nominations": posting.nominations.within(actor).for_list().order_by("pk"),
        "remarks": remarks.select_related("nomination__person", "nomination__collective").order_by("received_on", "pk"),
        "may_write": posting.closed_at is None and _may_write(posting, actor),
        "blockers": posting.blockers_to_close(timezone.localdate()) if posting.closed_at is None else [],
        "crumbs": _crumbs(request, (str(posting), "")),
    }
    return render(request, "awards/posting.html", facts)


def _may_write(posting: Posting, actor) -> bool:
    """Say whether the actor belongs to the body that appraises in the campaign."""
    return may_appraise(Nomination(campaign=posting.campaign), actor)


@requires(Can.APPRAISE)
def create(request, pk):
    """Post nominees of a campaign."""
    campaign, actor, now = fetch_campaign(request, pk), request.actor, timezone.now()
    choices = postings.postable(campaign).for_list().order_by("pk")
    form = PostingForm(request.POST or None, choices=choices, initial={"starts_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            posting = postings.post(campaign, **form.cleaned_data, by=actor, at=now)
            messages.success(request, "Đã ghi đợt công khai.")
            return redirect(posting)
    title = "Công khai danh sách đề nghị khen thưởng"
    return form_page(
        request, form, title=title, submit="Ghi đợt công khai", back=here(actor, "awards:postings"),
        kicker=campaign.name, crumbs=_crumbs(request, (title, "")),
        nothing="" if choices else "Không có hồ sơ nào ở bước công khai được.",
    )  # fmt: skip


@requires(Can.APPRAISE)
def edit(request, pk):
    """Change until when and where the list hangs."""
    posting = _fetch(request, pk)
    form = ExtendForm(request.POST or None, initial={"ends_on": posting.ends_on, "place": posting.place})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            postings.extend(posting, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã sửa đợt công khai.")
            return redirect(posting)
    return _posting_form(request, posting, form, "Sửa thời gian, nơi công khai", "Lưu")


@requires(Can.APPRAISE)
def close(request, pk):
    """End a posting with its outcome."""
    posting = _fetch(request, pk)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            postings.close_posting(posting, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã kết thúc công khai.")
            return redirect(posting)
    return _posting_form(request, posting, form, "Kết thúc công khai", "Kết thúc công khai")


@requires(Can.APPRAISE)
def remark(request, pk):
    """Write down what somebody said about a posted nominee."""
    posting, now = _fetch(request, pk), timezone.now()
    form = RemarkForm(
        request.POST or None, choices=posting.nominations.for_list().order_by("pk"),
        initial={"received_on": timezone.localdate(now)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            postings.add_remark(posting, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, "Đã ghi ý kiến phản ánh.")
            return redirect(posting)
    return _posting_form(request, posting, form, "Ghi ý kiến phản ánh", "Ghi ý kiến")


def _posting_form(request, posting: Posting, form, title: str, submit: str):
    """Show a form about a posting."""
    return form_page(
        request, form, title=title, submit=submit, back=posting.get_absolute_url(), kicker=str(posting),
        crumbs=_crumbs(request, (str(posting), posting.get_absolute_url()), (title, "")),
    )  # fmt: skip


@requires(Can.APPRAISE)
def settle(request, pk):
    """Write what was made of a remark."""
    rows = PostingRemark.objects.within(request.actor).select_related(
        "posting__campaign__commune", "nomination__campaign"
    )
    remark = get_object_or_404(rows, pk=pk)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            postings.settle_remark(remark, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết quả xem xét.")
            return redirect(remark.posting)
    title, posting = "Ghi kết quả xem xét ý kiến", remark.posting
    return form_page(
        request, form, title=title, submit="Ghi kết quả", back=posting.get_absolute_url(),
        kicker=str(remark.nomination), quotes=[f"{remark.sender}: {remark.text}"],
        crumbs=_crumbs(request, (str(posting), posting.get_absolute_url()), (title, "")),
    )  # fmt: skip


@requires(Can.APPRAISE)
def ask_opinion(request, pk):
    """Note that another body was asked about a nominee."""
    nomination, actor, now = fetch(request, pk), request.actor, timezone.now()
    form = OpinionForm(request.POST or None, initial={"asked_on": timezone.localdate(now)})
    back = here(actor, "awards:appraise", pk)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            postings.ask_opinion([nomination], **form.cleaned_data, by=actor, at=now)
            messages.success(request, "Đã ghi việc xin ý kiến hiệp y.")
            return redirect(back)
    title = "Xin ý kiến hiệp y"
    return form_page(
        request, form, title=title, submit="Ghi việc xin ý kiến", back=back, kicker=str(nomination),
        crumbs=crumbs_of(request, nomination, title),
    )  # fmt: skip


@requires(Can.APPRAISE)
def answer(request, pk):
    """Write what another body answered."""
    rows = Opinion.objects.within(request.actor).select_related("nomination__campaign", "nomination__person")
    opinion, now = get_object_or_404(rows.select_related("nomination__collective"), pk=pk), timezone.now()
    form = AnswerForm(request.POST or None, initial={"answered_on": timezone.localdate(now)})
    back = here(request.actor, "awards:appraise", opinion.nomination_id)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            postings.record_answer(opinion, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, "Đã ghi ý kiến hiệp y.")
            return redirect(back)
    title = f"Ghi ý kiến của {opinion.body}"
    return form_page(
        request, form, title=title, submit="Ghi ý kiến", back=back, kicker=str(opinion.nomination),
        crumbs=crumbs_of(request, opinion.nomination, title),
    )  # fmt: skip
