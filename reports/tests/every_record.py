"""A small commune in which every record that a paper is made of exists, most of them in more than one state."""

from copy import deepcopy
from datetime import date, datetime

from awards.models import (
    Appraisal,
    AwardBookYear,
    AwardFund,
    Decision,
    EarlierAward,
    Exemption,
    Initiative,
    Posting,
    PostingRemark,
    Proposal,
    ProposalLine,
    ReviewVote,
    Session,
    UnitReview,
)
from awards.rules.dossier import SECTIONS as REPORT_SECTIONS
from awards.services import certificates, minutes
from awards.tests.factories import (
    ISSUED_ON,
    SESSION_AT,
    SUBMITTED_AT,
    adopt,
    make_award_campaign,
    make_ballot,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from campaigns.models import (
    Campaign,
    Difficulty,
    Exemplar,
    Finding,
    Indicator,
    IndicatorValue,
    Inspection,
    PlanVersion,
    Registration,
    UnitPlan,
)
from campaigns.planfile.schema import Recipient
from campaigns.planfile.words import ReviewKind
from communes.models import Commune, Person
from communes.tests.factories import Cast
from kit.vietnamese import fold
from reports.models import SECTIONS, Letter, LetterUnit
from reports.services import summaries
from reports.tests.cases import AT, HERE, accepted_report, product

TEXT = "Đơn vị đã tổ chức thực hiện nghiêm túc, gắn thi đua với nhiệm vụ chuyên môn.\n- Đúng hạn 99%.\n- Không trễ hẹn."
NAMED_AT = datetime(2026, 5, 8, 8, 5, tzinfo=HERE)
STEPS = {"in_review": ("submit",), "approved": ("submit", "approve"), "issued": ("submit", "approve", "issue")}


def make_every_record(cast: Cast) -> Commune:
    """Put every record that papers are made of into the database; return the commune."""
    Commune.objects.filter(pk=cast.commune.pk).update(superior_body="")
    recipients = (Recipient(text="Sở Nội vụ (b/c)"), Recipient(text="Các đơn vị"), Recipient(text="Lưu: VT"))
    campaign = make_award_campaign(cast, status="summing_up", recipients=recipients)
    for key in ("economy", "service", "culture"):
        cast.unit(key)
    _plans(cast, campaign)
    _work(cast, campaign)
    nominations = _nominations(cast, campaign)
    _council(cast, nominations)
    _decisions(cast, campaign, nominations)
    _onwards(cast, campaign, nominations)
    _summaries(cast, campaign)
    _letters(cast, campaign)
    return cast.commune


def _plans(cast: Cast, campaign: Campaign) -> None:
    """Add the plan as amended, and the units' own plans: one adopted, one in draft."""
    first = campaign.versions.get()
    document = deepcopy(first.document)
    document["objectives"].append({**document["objectives"][0], "text": "Bổ sung mục tiêu chuyển đổi số."})
    PlanVersion.objects.create(
        campaign=campaign, number=2, document=document, drafted_at=AT, drafted_by="Nguyễn Thị Hạnh",
        reason="Bổ sung theo chỉ đạo của cấp trên.", issued_at=AT, issued_on=AT.date(), paper_number=40,
    )  # fmt: skip
    words = dict.fromkeys(("purpose", "audience", "measures", "assignment", "merged_with"), TEXT)
    for key, status in (("economy", "adopted"), ("service", "draft")):
        adopted = {"number": "07/KH-KT", "adopted_on": date(2026, 2, 2), "adopted_by": "Phạm Văn Dũng"}
        UnitPlan.objects.create(
            campaign=campaign, unit=cast.unit(key), status=status, **words, **(adopted if status == "adopted" else {})
        )


def _work(cast: Cast, campaign: Campaign) -> None:
    """Add what units did: reports, inspections, registrations, indicators, difficulties, exemplars."""
    accepted_report(cast, campaign, "economy")
    unit, item = cast.unit("economy"), campaign.areas.first().items.first()
    for kind, status in (("periodic", "concluded"), ("unannounced", "planned")):
        visit = Inspection.objects.create(
            campaign=campaign, unit=unit, kind=kind, status=status, inspected_on=AT.date(), decision="15/QĐ-UBND",
            team="Bùi Đức Thọ, Trưởng đoàn\nNguyễn Thị Hạnh, thành viên", conclusion="Đơn vị thực hiện tốt.",
            concluded_at=AT if status == "concluded" else None,
        )  # fmt: skip
        Finding.objects.create(
            inspection=visit, item=item, reported="99%", found="98%", verdict="differs",
            recommendation="Rà soát lại số liệu.", due_on=AT.date(),
        )  # fmt: skip
    for subject, person in (("collective", None), ("individual", cast.actor("member").person)):
        Registration.objects.create(
            campaign=campaign, unit=unit, subject=subject, person=person, aim="Giấy khen của Chủ tịch UBND xã",
            registered_by="Phạm Văn Dũng", registered_at=AT,
        )  # fmt: skip
    indicator = Indicator.objects.create(campaign=campaign, key="cchc", name="Chỉ số cải cách hành chính")
    for year, value in ((2025, 88), (2026, 91)):
        IndicatorValue.objects.create(indicator=indicator, year=year, value=value, rank=5, source="Sở Nội vụ")
    Difficulty.objects.create(
        campaign=campaign, unit=unit, title="Thiếu máy quét", text=TEXT, raised_by="Vũ Thị Én", raised_at=AT,
        answer="Đã bổ sung.", answered_by="Trần Quốc Bảo", answered_at=AT,
    )  # fmt: skip
    Exemplar.objects.create(
        campaign=campaign, unit=unit, kind="good_practice", title="Ngày thứ sáu không hẹn",
        story=TEXT, status="published", found_at=AT, published_on=AT.date(), published_where="Trang tin xã",
    )  # fmt: skip


def _nominations(cast: Cast, campaign: Campaign) -> dict:
    """Add a dossier of each kind of nominee in the states before and after the council, reviewed and appraised."""
    unit = cast.unit("economy")
    Person.objects.filter(pk=cast.actor("member").person.pk).update(birth_year=1990, gender="female")
    person = cast.actor("member").person
    found = {}
    for name, subject, status, who in (
        ("collective", "collective", "awarded", None),
        ("person", "individual", "awarded", person),
        ("household", "household", "awarded", cast.actor("inspector").person),
        ("agenda", "collective", "on_agenda", None),
        ("draft", "individual", "draft", cast.actor("head").person),
        ("eligible", "individual", "eligible", cast.actor("reader").person),
        ("upwards", "collective", "forwarded_up", None),
    ):
        facts = {} if subject != "household" else {"collective": None}
        at = {"agenda": cast.unit("service"), "upwards": cast.unit("culture")}.get(name, unit)
        report = {section.key: TEXT for section in REPORT_SECTIONS[subject]}
        found[name] = make_nomination(
            campaign, unit=at, subject=subject, status=status, person=who, report=report, **facts
        )
    review = UnitReview.objects.create(
        campaign=campaign, unit=unit, held_at=NAMED_AT, ended_at=NAMED_AT.replace(hour=9), place="Phòng họp",
        chaired_by="Phạm Văn Dũng", secretary="Vũ Thị Én", members_total=8, members_present=7,
        absent_words="01 người đi công tác", discussion=TEXT, conclusion="Nhất trí đề nghị.",
        concluded_at=SUBMITTED_AT, recorded_by="Vũ Thị Én",
    )  # fmt: skip
    for name in ("collective", "person", "draft"):
        ReviewVote.objects.create(review=review, nomination=found[name], votes_for=6, votes_against=1)
    for name in ("collective", "agenda"):
        Appraisal.objects.create(
            nomination=found[name], appraiser=cast.actor("officer").person, began_at=AT, verdict="eligible",
            given_at=AT, note="Hồ sơ đủ.",
        )  # fmt: skip
        Exemption.objects.create(
            nomination=found[name], check_key="deadline", title="Nộp trong hạn", reason="Bão lũ chia cắt đường.",
            leader_name="Trần Quốc Bảo", granted_at=AT,
        )  # fmt: skip
    Initiative.objects.create(
        commune=cast.commune, unit=unit, person=person, title="Số hóa hồ sơ đất đai", effect="Rút ngắn 02 ngày.",
        applied_on=date(2026, 3, 1), status="recognised", recognised_by="Hội đồng sáng kiến xã", recorded_at=AT,
        decision_number="31/QĐ-UBND", decision_on=date(2026, 4, 2), recorded_by="Vũ Thị Én",
        folded=fold("Số hóa hồ sơ đất đai"),
    )  # fmt: skip
    for whose in ({"unit": unit}, {"person": person}):
        EarlierAward.objects.create(
            commune=cast.commune, award="giay_khen", title="Giấy khen", merit="thành tích năm 2025", recorded_at=AT,
            authority="Chủ tịch UBND xã", decision_number="88/QĐ-UBND", decision_on=date(2025, 12, 20),
            recorded_by="Nguyễn Thị Hạnh", **whose,
        )  # fmt: skip
    return found


def _council(cast: Cast, nominations: dict) -> None:
    """Add a session convened, one under way with every way to vote, and one with its minutes."""
    council = make_council(cast)
    make_session(
        council, [nominations["agenda"]], status="convened", present=False, guests="Đại diện Ban Thanh tra nhân dân"
    )
    held = make_session(council, [nominations["collective"], nominations["person"]], status="in_session")
    for method, status in (("paper", "prepared"), ("paper", "announced"), ("secret", "confirmed"), ("named", "open")):
        confirmed = {"confirmed_at": SESSION_AT, "confirmed_by": "Đặng Hữu Phúc"}
        ballot = make_ballot(
            held, method=method, status=status, **(confirmed if status in ("confirmed", "announced") else {})
        )
        if confirmed and status != "prepared":
            ballot.items.update(
                adopted=True, base=4, needed=3, votes_for=3, votes_against=1, votes_blank=0, votes_invalid=0,
                words="3/4 phiếu (75%), cần 3/4",
            )  # fmt: skip
    adopt(held, signed=False)
    Session.objects.filter(pk=held.pk).update(status="voting_done", ended_at=AT)
    held.refresh_from_db()
    minutes.draft(held, by=cast.actor("secretary"), at=AT)


def _decisions(cast: Cast, campaign: Campaign, nominations: dict) -> None:
    """Add a decision out, one in the making, one that corrects and one that revokes; the book and its certificates."""
    AwardFund.objects.create(
        commune=cast.commune, year=2026, amount=90_000_000, source="Dự toán năm 2026", set_at=AT,
        set_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    awarded = [nominations[name] for name in ("collective", "person", "household")]
    type(awarded[0]).objects.filter(pk__in=[each.pk for each in awarded]).update(status="awarded")
    out = make_decision(campaign, awarded, status="published")
    for line in out.lines.order_by("position"):
        certificates.register(line, by=product(cast), at=AT)
    make_decision(campaign, [nominations["agenda"]], status="draft")
    for number, kind in ((9, "correction"), (10, "revocation")):
        later = make_decision(
            campaign, status="issued", number=number, kind=kind, amends=out, reason="Kê khai không đúng.",
            title=f"Về việc {Decision.Kind(kind).label.lower()}",
        )  # fmt: skip
        line = out.lines.order_by("position").last()
        later.lines.create(
            position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
            nominee_name=line.nominee_name, nominee_place=line.nominee_place, citation=line.citation,
            folded=line.folded,
        )  # fmt: skip
    AwardBookYear.objects.get_or_create(commune=cast.commune, year=ISSUED_ON.year, defaults={"opened_at": AT})


def _onwards(cast: Cast, campaign: Campaign, nominations: dict) -> None:
    """Add what is posted in public, and what goes to a higher authority."""
    posting = Posting.objects.create(
        commune=cast.commune, campaign=campaign, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 10),
        place="Bảng tin trụ sở UBND xã", posted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    posting.nominations.set([nominations["agenda"], nominations["eligible"]])
    PostingRemark.objects.create(
        posting=posting, nomination=nominations["agenda"], received_on=date(2026, 5, 4), sender="Một người dân",
        text="Đề nghị xem lại số liệu.", settlement="Đã kiểm tra, số liệu đúng.", settled_at=AT,
        settled_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    for number, status in ((12, "sent"), (None, "draft")):
        proposal = Proposal.objects.create(
            commune=cast.commune, campaign=campaign, authority="province", to_body="Chủ tịch UBND tỉnh Thái Nguyên",
            title="Về việc đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh", reason=TEXT, status=status, number=number,
            sent_on=ISSUED_ON if number else None, signer_name="Đặng Hữu Phúc", drafted_at=AT,
            drafted_by="Nguyễn Thị Hạnh",
        )  # fmt: skip
        ProposalLine.objects.create(proposal=proposal, nomination=nominations["upwards"])


def _summaries(cast: Cast, campaign: Campaign) -> None:
    """Add an interim summary that was issued and a final one in draft, every section written."""
    by = product(cast)
    for kind, status in ((ReviewKind.INTERIM, "issued"), (ReviewKind.FINAL, "draft")):
        summary = summaries.start(campaign, kind=kind, by=by, at=AT)
        filled = {key: summary.sections.get(key) or TEXT for key in SECTIONS}
        summaries.save(summary, sections=filled, revision=summary.revision, by=by, at=AT)
        for step in STEPS.get(status, ()):
            more = {"number": 7, "issued_on": AT.date()} if step == "issue" else {}
            getattr(summaries, step)(summary, **more, by=by, at=AT)


def _letters(cast: Cast, campaign: Campaign) -> None:
    """Add a letter of each kind, addressed to two units and to one outside."""
    late = {
        "unit": cast.unit("service").pk, "report": 1, "name": "Trung tâm Phục vụ hành chính công",
        "what": "Báo cáo kết quả phong trào", "due": "30/11/2026", "clause": "VI.2", "days": 5,
    }  # fmt: skip
    for kind in Letter.Kind.values:
        letter = Letter.objects.create(
            commune=cast.commune, campaign=campaign, kind=kind, subject="đôn đốc nộp báo cáo kết quả phong trào",
            body=TEXT, closing="Đề nghị các đơn vị thực hiện.", rows=[late] if kind == "urging" else [],
            counted_on=AT.date() if kind == "urging" else None, others="Sở Nội vụ", meets_at=AT,
            place="Phòng họp UBND xã", chaired_by="Trần Quốc Bảo", agenda="Đánh giá kết quả\nThảo luận",
            to_bring="Báo cáo của đơn vị", drafted_in=cast.unit("culture"), signer="Đặng Hữu Phúc",
            recipients="Như trên\nLưu: VT, VHXH", made_at=AT, made_by="Nguyễn Thị Hạnh",
        )  # fmt: skip
        for position, key in enumerate(("economy", "service"), 1):
            LetterUnit.objects.create(letter=letter, unit=cast.unit(key), position=position)
