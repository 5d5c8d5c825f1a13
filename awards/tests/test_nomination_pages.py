"""The pages of nominations, through the browser's eyes."""

import pytest

from awards.models import DecisionLine, Nomination
from awards.models.nomination_records import NominationVersion
from awards.services import appraisals, dossiers, nominations
from awards.tests.dossier_cases import again, hold_review, make_complete
from awards.tests.factories import SUBMITTED_AT, make_award_campaign, make_decision, make_nomination
from communes.addresses import here
from communes.tests.factories import make_person

pytestmark = pytest.mark.usefixtures("law", "clock")
WHY = "Có tình tiết mới."


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head and member nominate."""
    return cast.unit("economy")


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def shown(answer) -> set[int]:
    """Return the nominations on a page of the list."""
    return {row["nomination"].pk for row in answer.context["rows"]}


def test_the_list_shows_all_units_to_the_agency_and_a_unit_its_own(go, campaign, cast, unit, officer, head):
    own = make_nomination(campaign, unit=unit)
    other = make_nomination(campaign, unit=cast.unit("service"), status="submitted")

    assert shown(go(officer, "nominations")) == {own.pk, other.pk}
    assert shown(go(head, "nominations")) == {own.pk}


def test_who_takes_no_part_in_awards_does_not_see_the_list(go, reader, inspector, administrator, campaign, unit):
    found = make_nomination(campaign, unit=unit, status="submitted")

    for actor in (reader, inspector, administrator):
        assert go(actor, "nominations").status_code == 403
        assert go(actor, "nomination", found.pk).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status=draft", {"a"}),
        ("?status=submitted", {"b", "c"}),
        ("?late=yes", {"c"}),
        ("?late=no", {"b"}),
        ("?subject=individual", {"b"}),
        ("?award=bang_khen", {"c"}),
        ("?round=ad_hoc", {"c"}),
    ],
)
def test_the_list_is_narrowed(go, campaign, cast, unit, officer, query, expected):
    rows = {
        "a": make_nomination(campaign, unit=unit),
        "b": make_nomination(campaign, unit=unit, subject="individual", status="submitted"),
        "c": make_nomination(
            campaign, unit=cast.unit("service"), status="submitted", late=True, award="bang_khen", basis="ad_hoc"
        ),
    }

    assert shown(go(officer, "nominations", query=query)) == {rows[key].pk for key in expected}


def test_the_list_is_narrowed_by_campaign_round_and_unit(go, campaign, cast, unit, officer):
    other_campaign = make_award_campaign(cast, key="khac-2026")
    first = make_nomination(campaign, unit=unit)
    second = make_nomination(other_campaign, unit=cast.unit("service"))

    own_round = campaign.rounds.first()
    assert shown(go(officer, "nominations", query=f"?campaign={campaign.pk}&round={own_round.pk}")) == {first.pk}
    assert shown(go(officer, "nominations", query=f"?unit={second.unit_id}")) == {second.pk}


@pytest.mark.parametrize("status", sorted(set(Nomination.UNANNOUNCED)))
def test_a_unit_is_not_told_what_is_not_published(go, campaign, unit, head, leader, status):
    found = make_nomination(campaign, unit=unit, status=status)
    label = found.get_status_display()

    for query in ("", "?status=in_review"):
        page = go(head, "nominations", query=query)
        assert [row["shown"] for row in page.context["rows"]] == [("Đang xem xét", "info")]
    named = dict(page.context["filter"].form.fields["status"].choices)
    assert status not in named or status in ("awarded", "award_revoked")
    assert shown(go(head, "nominations", query=f"?status={status}")) in (set(), {found.pk})
    if status in named:
        assert shown(go(head, "nominations", query=f"?status={status}")) == set()
    assert go(head, "nomination", found.pk).context["shown"] == ("Đang xem xét", "info")
    assert label not in text(go(head, "nomination", found.pk))
    assert go(leader, "nomination", found.pk).context["shown"][0] == label


def test_a_unit_cannot_sort_by_a_status_that_it_may_not_know(go, campaign, unit, head):
    kept = [make_nomination(campaign, unit=unit, subject="individual", status=each) for each in
            ("recommended", "awarded", "not_recommended")]  # fmt: skip

    for query in ("?sort=status", "?sort=-status"):
        page = go(head, "nominations", query=query)
        assert [row["nomination"].pk for row in page.context["rows"]] == [each.pk for each in kept]
        assert '<th scope="col">Trạng thái</th>' in text(page)


@pytest.mark.parametrize("status", sorted(set(Nomination.UNANNOUNCED)))
def test_no_button_and_no_refusal_tells_a_unit_what_is_not_published(go, campaign, unit, head, status):
    found = make_nomination(campaign, unit=unit, status=status)
    label = found.get_status_display()

    acts = go(head, "nomination", found.pk).context["acts"]
    assert [(act["label"], act["blockers"]) for act in acts] == [("Rút hồ sơ", ())]
    for name in ("recall", "appeal", "withdraw", "submit"):
        given = {"reason": WHY, "version": 0, "declared": "on"}
        answer = go(head, f"nomination-{name}", found.pk, post=given, follow=True)
        assert label not in text(answer)


def test_a_published_award_is_told(go, campaign, unit, head):
    found = make_nomination(campaign, unit=unit, status="awarded")
    make_decision(campaign, [found], status="published")

    assert go(head, "nomination", found.pk).context["shown"] == ("Được khen thưởng", "success")
    assert shown(go(head, "nominations", query="?status=awarded")) == {found.pk}
    assert shown(go(head, "nominations", query="?status=in_review")) == set()


def test_a_revocation_is_told_when_it_is_published(go, campaign, unit, head):
    found = make_nomination(campaign, unit=unit, status="award_revoked")
    line = make_decision(campaign, [found], status="published").lines.get()
    later = make_decision(campaign, status="issued", kind="revocation", number=6, amends=line.decision, reason=WHY)
    line.pk, line.decision, line.about = None, later, DecisionLine.objects.get()
    line.save()

    assert go(head, "nomination", found.pk).context["shown"] == ("Được khen thưởng", "success")
    assert shown(go(head, "nominations", query="?status=awarded")) == {found.pk}
    assert shown(go(head, "nominations", query="?status=award_revoked")) == set()
    type(later).objects.filter(pk=later.pk).update(status="published", published_at=SUBMITTED_AT)
    assert go(head, "nomination", found.pk).context["shown"][0] == "Đã thu hồi"
    assert shown(go(head, "nominations", query="?status=award_revoked")) == {found.pk}


def test_the_units_page_shows_no_history(go, campaign, unit, head, officer, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)

    assert "Diễn biến" not in text(go(head, "nomination", found.pk))
    assert "Nộp hồ sơ đề nghị" in text(go(officer, "nomination", found.pk))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_keeps_its_query_count(go, campaign, unit, head, rows, django_assert_num_queries):
    for _ in range(rows):
        make_nomination(campaign, unit=unit, subject="individual", status="awarded")
    go(head, "nominations")

    with django_assert_num_queries(12):
        page = go(head, "nominations")

    assert len(page.context["rows"]) == rows


LOGIN = 4


@pytest.mark.parametrize(
    ("status", "queries"), [("draft", 12), ("returned", 12), ("submitted", 10), ("recommended", 10)]
)
@pytest.mark.parametrize("files", [1, 3])
def test_a_dossier_page_keeps_its_query_count(
    go, campaign, unit, head, files, status, queries, django_assert_num_queries
):
    found = make_nomination(campaign, unit=unit, status=status)
    for number in range(files):
        found.files.create(
            commune=campaign.commune, unit=unit, name=f"{number}.pdf", kind="pdf", size=1, sha256=f"{number}" * 64,
            uploaded_at=SUBMITTED_AT, uploaded_by="A",
        )  # fmt: skip
    hold_review(campaign, unit, [found])
    go(head, "nomination", found.pk)

    with django_assert_num_queries(LOGIN + queries):
        page = go(head, "nomination", found.pk)

    assert text(page).count(".pdf</a>") == files


NAMED = [
    ("nomination", ()), ("nomination-section", ("citation",)), ("nomination-files", ()), ("nomination-check", ()),
    ("nomination-submitted", ()), ("nomination-version", (1,)),
]  # fmt: skip
POSTED = [("nomination-save", ("citation",)), ("nomination-submit", ()), ("nomination-recall", ()),
          ("nomination-withdraw", ()), ("nomination-appeal", ())]  # fmt: skip


@pytest.mark.parametrize(("name", "more"), NAMED + POSTED)
def test_the_commune_next_door_finds_nothing(client, campaign, unit, neighbour, name, more):
    found = make_nomination(campaign, unit=unit)

    for part in ("officer", "head"):
        stranger = neighbour(part)
        client.force_login(stranger.user)
        url = here(stranger, f"awards:{name}", found.pk, *more)
        answer = client.post(url, {}) if (name, more) in POSTED else client.get(url)
        units_alone = name in ("nomination-recall", "nomination-withdraw", "nomination-appeal")
        assert answer.status_code == (403 if part == "officer" and units_alone else 404)


@pytest.mark.parametrize(("name", "more"), NAMED)
def test_another_unit_finds_nothing(go, campaign, unit, other_head, name, more):
    found = make_nomination(campaign, unit=unit)

    assert go(other_head, name, found.pk, *more).status_code == 404


def test_a_unit_nominates_from_the_page(go, campaign, unit, head, member):
    line = f"{campaign.rounds.first().pk}|giay_khen:commune:tap-the"

    page = go(member, "nomination-new", campaign.pk)
    answer = go(head, "nomination-new", campaign.pk, post={"line": line, "collective": unit.pk})

    found = Nomination.objects.get()
    assert "Giấy khen – Chủ tịch UBND xã (mục V.2)" in text(page)
    assert list(page.context["form"].fields["collective"].queryset) == [unit]
    assert (answer.status_code, answer.url) == (302, found.get_absolute_url())
    assert (found.collective, found.unit, found.quota_key, found.basis) == (unit, unit, "tap-the", "campaign")


def test_the_agency_proposes_a_deed_from_the_page(go, campaign, cast, unit, officer):
    person = make_person(cast.commune, "Ma Văn Cường", unit=unit)
    given = {
        "line": "ad_hoc|giay_khen:commune:", "person": person.pk, "unit": unit.pk, "deed": "Cứu người.",
        "deed_on": "13/05/2026",
    }  # fmt: skip

    go(officer, "nomination-new", campaign.pk, post=given, query="?subject=individual")

    found = Nomination.objects.get()
    assert (found.person, found.basis, found.round, found.by_agency) == (person, "ad_hoc", None, True)
    assert "Cơ quan thường trực lập hồ sơ" in text(go(officer, "nomination", found.pk))


def test_people_who_look_the_same_are_named_before_the_dossier_is_made(go, campaign, cast, unit, head, officer):
    person = make_person(cast.commune, "Lương Thị Mận", unit=unit, birth_year=1990)
    make_person(cast.commune, "Luong Thi Man", unit=cast.unit("service"), position="Kế toán")
    given = {"line": f"{campaign.rounds.first().pk}|giay_khen:commune:ca-nhan", "person": person.pk}

    asked = go(head, "nomination-new", campaign.pk, post=given, query="?subject=individual")

    assert "Có thể trùng người" in text(asked)
    assert "Luong Thi Man</a>, Kế toán, Trung tâm Phục vụ hành chính công" in text(asked)
    assert not Nomination.objects.exists()
    go(head, "nomination-new", campaign.pk, post=given | {"sure": "on"}, query="?subject=individual")
    assert Nomination.objects.get().person == person
    assert "Có tên giống nhau trong danh sách" in text(go(officer, "nomination", Nomination.objects.get().pk))


def test_a_refusal_of_the_plan_stands_on_the_form(go, campaign, unit, head):
    given = {"line": f"{campaign.rounds.first().pk}|giay_khen:commune:tap-the", "collective": unit.pk}
    go(head, "nomination-new", campaign.pk, post=given)

    again_ = go(head, "nomination-new", campaign.pk, post=given)

    assert (again_.status_code, Nomination.objects.count()) == (200, 1)
    assert "Đã có hồ sơ đề nghị cùng hình thức" in text(again_)


def test_the_campaign_is_chosen_first(go, campaign, cast, head):
    make_award_campaign(cast, key="da-xong", status="closed")

    page = go(head, "nomination-new")
    chosen = go(head, "nomination-new", query=f"?campaign={campaign.pk}")

    assert list(page.context["page"]) == [campaign]
    assert chosen.url == here(head, "awards:nomination-new", campaign.pk)
    assert go(head, "nomination-new", query="?campaign=999999").status_code == 404


def test_a_dossier_page_names_what_is_there_and_what_is_missing(go, campaign, unit, head, officer):
    found = make_nomination(campaign, unit=unit)

    page = go(head, "nomination", found.pk)

    assert [(each["part"].title, each["state"][0]) for each in page.context["parts"]] == [
        ("Tờ trình khen thưởng của đơn vị", "Đang soạn" if not found.summary else "Có"),
        ("Biên bản họp của đơn vị", "Đang soạn"),
        ("Báo cáo thành tích", "Đang soạn"),
    ]
    assert "(mục V.3)" in text(page)
    assert [(act["label"], act["page"]) for act in page.context["acts"]] == [("Nộp hồ sơ", True), ("Rút hồ sơ", False)]
    assert [act["label"] for act in go(officer, "nomination", found.pk).context["acts"]] == ["Ghi nhận nộp hồ sơ"]


def test_a_returned_dossier_shows_why_what_and_who(go, campaign, unit, head, officer, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)
    appraisals.take(again(found), by=officer, at=now)
    appraisals.return_(again(found), reason="Thiếu số liệu.", items=["Số hồ sơ đúng hạn"], by=officer, at=now)

    page = text(go(head, "nomination", found.pk))

    assert "Thiếu số liệu." in page
    assert "<li>Số hồ sơ đúng hạn</li>" in page
    assert "Nguyễn Thị Hạnh (Chuyên viên Phòng Văn hóa - Xã hội) trả lại lúc 14/05/2026 09:30" in page


def test_the_acts_of_a_unit_from_the_page(go, campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)

    go(head, "nomination-recall", found.pk, post={})
    assert again(found).status == "draft"
    go(head, "nomination-withdraw", found.pk, post={"reason": ""})
    assert again(found).status == "draft"
    go(head, "nomination-withdraw", found.pk, post={"reason": WHY})
    assert again(found).status == "withdrawn"
    page = text(go(head, "nomination", found.pk))
    assert "Hồ sơ đã rút" in page and f"<p>{WHY}</p>" in page
    refused = make_nomination(campaign, unit=unit, subject="individual", status="ineligible")
    go(head, "nomination-appeal", refused.pk, post={"reason": WHY})
    assert again(refused).status == "under_appraisal"


def test_a_version_shows_what_was_handed_in_and_what_had_changed(go, campaign, unit, head):
    found = make_nomination(campaign, unit=unit, status="submitted")
    words = dossiers.frozen(found)
    later = [{**each, "text": "Câu chữ mới."} if each["key"] == "summary" else each for each in words]
    for number, content in ((1, words), (2, later)):
        NominationVersion.objects.create(
            nomination=found, number=number, content=content, submitted_at=SUBMITTED_AT, submitted_by="A"
        )

    page = go(head, "nomination-version", found.pk, 2)

    assert [(each["label"], each["text"]) for each in page.context["changes"]] == [
        ("Tóm tắt thành tích", "Câu chữ mới.")
    ]
    assert go(head, "nomination-version", found.pk, 3).status_code == 404


def test_an_empty_list_says_so(go, head, campaign):
    assert "Chưa có hồ sơ đề nghị khen thưởng nào." in text(go(head, "nominations"))
    assert "Không có hồ sơ nào khớp điều kiện lọc." in text(go(head, "nominations", query="?late=yes"))
