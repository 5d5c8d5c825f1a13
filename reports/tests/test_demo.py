"""The demo: five communes, every role, every way a report can go, five official summaries."""

import io
import stat
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from awards.models import (
    Assessment,
    AwardFund,
    Certificate,
    Decision,
    DecisionLine,
    Nomination,
    PostingRemark,
    Proposal,
    Seat,
    UnitReview,
)
from awards.services import eligibility, judgements
from campaigns.models import (
    Adoption,
    Campaign,
    Difficulty,
    Exemplar,
    ExemplarPicture,
    Inspection,
    Obligation,
    PlanReading,
)
from communes.access import Actor
from communes.models import (
    Commune,
    DayOff,
    HistoryEntry,
    Person,
    PublicPage,
    Role,
    SheetReading,
    Unit,
    User,
)
from communes.tests.factories import make_commune
from reports.demo import accounts, filling
from reports.demo.office import LAST_NIGHT
from reports.models import CertificateStock, Document, Mailing, Notice, Summary
from reports.waiting import groups

SLUGS = ["dai-son", "dong-tam", "hoa-phong", "kim-phuong", "vinh-thuy"]
# Accepted, late, on behalf and waived reports of each commune's first campaign.
REPORTS = {
    "dong-tam": (9, 1, 1, 1),
    "dai-son": (8, 1, 1, 1),
    "hoa-phong": (7, 1, 1, 1),
    "vinh-thuy": (7, 1, 1, 1),
    "kim-phuong": (7, 1, 1, 1),
}
SUMMARIES = {
    "dong-tam": [("interim", None, 246), ("final", None, 12)],
    "dai-son": [("interim", 2026, 181), ("final", 2026, 203)],
    "hoa-phong": [("interim", 2026, 104), ("final", 2026, 176)],
    "vinh-thuy": [("interim", None, 131), ("final", None, 158)],
    "kim-phuong": [("interim", None, 48), ("final", None, 97)],
}
TASKS = {
    "canbo": {"Báo cáo chờ xử lý", "Vướng mắc mới phản ánh", "Điển hình chờ ghi nhận", "Kiểm tra sắp tới"},
    "lanhdao": {"Chờ duyệt", "Vướng mắc chờ ý kiến lãnh đạo"},
    "vanthu": {"Chờ cấp số, ban hành"},
    "thutruong": {"Báo cáo của đơn vị"},
    "kiemtra": {"Kiểm tra sắp tới"},
}

# What waits besides, where awards, inspections or answers are under way or the plan leaves a date open.
MORE = {
    ("dai-son", "canbo"): {
        "Hồ sơ khen thưởng chờ thẩm định", "Kết luận thẩm định chờ xác nhận", "Thời hạn chưa ấn định ngày",
    },
    ("dai-son", "thutruong"): {
        "Hồ sơ khen thưởng của đơn vị", "Kiến nghị sau kiểm tra", "Vướng mắc đã được trả lời",
    },
    ("dong-tam", "canbo"): {"Thời hạn chưa ấn định ngày"},
    ("dong-tam", "thutruong"): {"Vướng mắc đã được trả lời"},
    ("hoa-phong", "canbo"): {"Thời hạn chưa ấn định ngày"},
    ("vinh-thuy", "thutruong"): {"Vướng mắc đã được trả lời"},
}  # fmt: skip
# How each commune's nominations ended, and its decisions: number, kind, status.
NOMINATIONS = {
    "dong-tam": {"awarded": 5, "award_revoked": 1, "draft": 1},
    "dai-son": {
        "awarded": 1,
        "draft": 2,
        "ineligible": 1,
        "on_agenda": 3,
        "returned": 1,
        "submitted": 2,
        "under_appraisal": 1,
    },  # fmt: skip
    "hoa-phong": {"awarded": 3, "forwarded_up": 1, "ineligible": 1, "reserve": 1},
    "vinh-thuy": {"awarded": 3, "forwarded_up": 1, "withdrawn": 1},
    "kim-phuong": {"awarded": 2, "ineligible": 1, "not_awarded": 4, "withdrawn": 1},
}
DECISIONS = {
    "dong-tam": [(7, "award", "partly_revoked"), (9, "award", "published"), (15, "revocation", "published")],
    "dai-son": [(243, "award", "published")],
    "hoa-phong": [(301, "award", "published")],
    "vinh-thuy": [(214, "award", "superseded"), (221, "correction", "published")],
    "kim-phuong": [(96, "award", "published")],
}
# Papers of awards that took a number of the register.
ISSUED = {
    slug: {"posting-notice": 1, "council-notice": sessions, "chair-submission": decisions}
    for slug, sessions, decisions in (
        ("dong-tam", 2, 2), ("dai-son", 2, 1), ("hoa-phong", 1, 1), ("vinh-thuy", 1, 1), ("kim-phuong", 1, 1)
    )
}  # fmt: skip


@pytest.fixture
def kept(settings, tmp_path, monkeypatch):
    """A folder of the product's own state, empty, and no password from outside."""
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    settings.STATE_DIR = tmp_path
    return tmp_path


def run(*words: str) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    call_command("demo", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def everything() -> dict[str, int]:
    """Count the rows that a second run could add to."""
    with scopes_disabled():
        models = (Commune, Unit, User, Campaign, Obligation, Document, Summary, HistoryEntry)
        return {model.__name__: model.objects.count() for model in models}


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_leads_five_communes_through_a_year(kept, settings):
    said = run()

    assert said.splitlines()[-1] == "Đã nạp dữ liệu mẫu. Xem tài khoản: python manage.py demo --accounts"
    assert list(Commune.objects.order_by("slug").values_list("slug", flat=True)) == SLUGS
    for commune in Commune.objects.all():
        with scope(commune=commune):
            check_reports(commune)
            check_summaries(commune, Path(settings.MEDIA_ROOT))
            check_awards(commune)
            check_reviews()
            check_papers_of_awards(commune)
            check_work_left(commune)
            check_office(commune)
    check_sign_ins(kept)

    before = everything()
    assert run() == "Dữ liệu mẫu đã có sẵn, không thay đổi gì.\n"
    assert everything() == before


def check_reports(commune: Commune) -> None:
    """See that every way a report can go is there."""
    first = Campaign.objects.order_by("pk")[0]
    rows = first.obligations.all()
    found = (
        rows.filter(status="accepted").count(),
        rows.filter(late=True).count(),
        rows.filter(on_behalf=True).count(),
        rows.filter(status="waived").count(),
    )
    assert found == REPORTS[commune.slug]
    assert rows.exclude(return_reason="").filter(status="accepted", versions__number=2).count() == 1
    assert all(report.evidence.filter(is_scan=True).count() == 1 for report in rows.filter(on_behalf=True))
    assert set(Obligation.objects.values_list("status", flat=True)) >= {"submitted", "received", "returned"}
    shares = {(row.targets_met, row.targets_total) for row in rows.filter(status="accepted")}
    assert len(shares) > 3
    assert any(met < total for met, total in shares)
    assert set(first.inspections.values_list("kind", flat=True)) == {"periodic", "unannounced"}
    assert first.drives.filter(status="ended").exists()


def check_summaries(commune: Commune, media: Path) -> None:
    """See that each summary is issued and that both files of its official paper are there."""
    summaries = Summary.objects.order_by("pk")
    assert [(each.kind, each.year, each.number) for each in summaries] == SUMMARIES[commune.slug]
    for summary in summaries:
        assert (summary.status, summary.document.status) == ("issued", "official")
        assert (media / summary.document.files["pdf"]["path"]).read_bytes().startswith(b"%PDF-")
        assert (media / summary.document.files["docx"]["path"]).read_bytes().startswith(b"PK")


def check_awards(commune: Commune) -> None:
    """See that awards went from the dossier to the book in each commune, by its own rules."""
    rows = Nomination.objects.all()
    assert Counter(rows.values_list("status", flat=True)) == NOMINATIONS[commune.slug]
    found = Decision.objects.order_by("number").values_list("number", "kind", "status")
    assert list(found) == DECISIONS[commune.slug]
    in_force = DecisionLine.objects.in_the_book().filter(about=None).exclude(standing="revoked")
    assert in_force.count() == rows.filter(status="awarded").count()
    assert Certificate.objects.filter(status="handed_over").count() == in_force.count()
    assert all(timezone.localdate(fund.set_at).year == fund.year for fund in AwardFund.objects.all())
    assert CertificateStock.objects.get().printers.count() == 1
    if commune.slug == "kim-phuong":
        ranked = rows.filter(subject="collective", rank__isnull=False).order_by("rank", "pk")
        assert [(each.rank, each.status) for each in ranked] == [
            (1, "awarded"), (2, "not_awarded"), (2, "not_awarded"), (4, "not_awarded"),
        ]  # fmt: skip
    if commune.slug == "dai-son":
        again = rows.get(status="draft", basis="ad_hoc")
        reading = eligibility.read(again, at=timezone.now())
        refused = next(check for check in reading.checks if check.key == "one_achievement")
        assert (refused.state, "243/QĐ-UBND" in refused.words) == ("unmet", True)
        assert rows.get(round__kind="final").verdict.startswith("Đủ điều kiện: đạt 01 trong 03 tiêu chuẩn")
        two = rows.get(status="under_appraisal")
        assert [each.verdict for each in two.appraisals.live().order_by("order")] == ["eligible", "ineligible"]
        assert [each.first[0] for each in judgements.differences(two)] == ["Đạt", "Đủ điều kiện"]
        assert User.objects.filter(username="daison.canbo2", people__appraisals__nomination=two).exists()
    if commune.slug == "dong-tam":
        household = rows.get(subject="household")
        assert (household.status, household.person.category, household.plan_version.number) == (
            "awarded", "resident", 2,
        )  # fmt: skip
    if commune.slug == "hoa-phong":
        assert list(Proposal.objects.values_list("status", flat=True)) == ["sent"]


def check_reviews() -> None:
    """See that units met on working days, one meeting at a time, and that nobody kept the minutes of his own case."""
    reviews = UnitReview.objects.select_related("unit").prefetch_related("votes__nomination__person")
    assert reviews.exists()
    for review in reviews:
        about = {vote.nomination.person.full_name for vote in review.votes.all() if vote.nomination.person}
        assert timezone.localtime(review.held_at).weekday() < 5
        assert len({review.chaired_by, review.secretary} | about) == 2 + len(about)
        assert not reviews.exclude(pk=review.pk).filter(
            unit=review.unit, held_at__lt=review.ended_at, ended_at__gt=review.held_at
        )
    ranks = Counter(Assessment.objects.filter(kind="rank").values_list("year", "measure", "position"))
    assert set(ranks.values()) <= {1}
    assert Seat.objects.exists()
    assert not Person.objects.filter(unit__name__startswith="Hội Liên hiệp Phụ nữ").exclude(gender="female").exists()
    posts = Seat.objects.values_list("person__position", flat=True)
    assert not [post for post in posts if "Hội đồng Thi đua" in post]


def check_papers_of_awards(commune: Commune) -> None:
    """See that what was posted, sent and submitted bears its number, in the order of the days, before the decision."""
    issued = Document.objects.filter(issued_from__isnull=False, kind__in=ISSUED[commune.slug])
    assert Counter(issued.values_list("kind", flat=True)) == ISSUED[commune.slug]
    assert set(issued.values_list("status", flat=True)) == {"official"}
    days = list(issued.order_by("symbol", "number").values_list("symbol", "number", "issued_on"))
    assert days == sorted(days, key=lambda row: (row[0], row[2]))
    for decision in Decision.objects.filter(kind="award"):
        assert issued.get(kind="chair-submission", subject_id=decision.pk).issued_on <= decision.issued_on


def check_work_left(commune: Commune) -> None:
    """See that plans, difficulties, exemplars and inspections wait for somebody, who sees them on the home page."""
    plans = Counter(Campaign.objects.values_list("status", flat=True))
    assert (plans["in_review"], plans["approved"]) == (1, 1)
    assert set(Difficulty.objects.values_list("status", flat=True)) >= {"raised", "forwarded", "answered", "closed"}
    assert set(Exemplar.objects.values_list("status", flat=True)) == {"found", "registered", "published"}
    assert Inspection.objects.filter(status="planned").count() == 1
    now = timezone.now()
    for login, titles in TASKS.items():
        user = User.objects.get(username=f"{commune.slug.replace('-', '')}.{login}")
        actor = Actor.of_user(user, commune, on=timezone.localdate(now))
        assert {group.title for group in groups(actor, at=now)} == titles | MORE.get((commune.slug, login), set())


def check_office(commune: Commune) -> None:
    """See what the office does beside the campaigns: its calendar, exemplars told, reminders, public pages."""
    told = Exemplar.objects.filter(status="published")
    assert set(DayOff.objects.values_list("kind", flat=True)) == {"holiday", "made_up", "worked"}
    assert told.exists() and not told.filter(consented_on=None).exists()
    assert set(told) == {each.exemplar for each in ExemplarPicture.objects.present().select_related("exemplar")}
    early = set(told.filter(published_on__lt=date(2026, 9, 1)))
    assert early == {each.exemplar for each in Adoption.objects.exclude(result="").select_related("exemplar")}
    assert not HistoryEntry.objects.filter(at__date__gt=LAST_NIGHT).exclude(action="commune.in_province").exists()
    assert Notice.objects.exists()
    letters = Mailing.objects.values_list("status", "written")
    assert set(letters) == ({("sent", False), ("held", True)} if commune.slug == "dong-tam" else set())
    assert all(address.endswith("@example.org") for address in Mailing.objects.values_list("address", flat=True))
    looked_in = commune.slug in ("dong-tam", "kim-phuong")
    assert PublicPage.objects.opened().count() == (len(PublicPage.Key) if looked_in else 0)
    assert PostingRemark.objects.filter(from_public=True).exclude(settled_at=None).count() == looked_in
    reads_in = commune.slug == "hoa-phong"
    assert [reading.unconfirmed == [] for reading in PlanReading.objects.all()] == [False] * reads_in
    assert [reading.counts for reading in SheetReading.objects.all()] == [{"add": 1, "ask": 1, "wrong": 1}] * reads_in


def check_sign_ins(kept: Path) -> None:
    """See that every role can sign in in each commune with the password that is printed."""
    rows = [line.split("\t") for line in run("--accounts").splitlines()]
    assert {len(row) for row in rows} == {4}
    below = {(row[0], row[1]) for row in rows if row[0] in SLUGS}
    assert below == {(slug, role) for slug in SLUGS for role in Role.values}
    assert [row[:3] for row in rows if row[0] not in SLUGS] == [
        ["tinh/mau", "province_administrator", "tinhmau.quantri"], ["tinh/mau", "province_viewer", "tinhmau.theodoi"],
    ]  # fmt: skip
    password = (kept / "demo_password").read_text().strip()
    assert stat.S_IMODE((kept / "demo_password").stat().st_mode) == 0o600
    assert {row[3] for row in rows} == {password}
    users = {user.username: user for user in User.objects.all()}
    assert all(check_password(password, users[row[2]].password) for row in rows)
    assert not any(user.must_change_password for user in users.values())


@pytest.mark.django_db
def test_the_demo_leaves_somebody_elses_commune_alone(kept):
    make_commune("dong-tam", "Đồng Tâm")
    before = everything()

    with pytest.raises(CommandError, match="trùng địa chỉ với dữ liệu mẫu: xã Đồng Tâm"):
        run()

    assert everything() == before
    assert run("--accounts") == ""


@pytest.mark.django_db
def test_without_the_demo_no_sign_ins_are_listed(kept, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "mot-hai-ba-456789")

    assert run("--accounts") == ""
    assert not filling.already_there()


def test_a_given_password_is_used_and_not_stored(kept, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "mot-hai-ba-456789")

    assert accounts.password() == "mot-hai-ba-456789"
    assert list(kept.iterdir()) == []


def test_the_password_is_made_once(kept):
    assert accounts.kept_password() is None
    assert accounts.password() == accounts.password() == accounts.kept_password()
