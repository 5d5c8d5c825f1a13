"""Pages of decisions: from the waiting case to publication, who sees what and when, queries."""

from datetime import date

import pytest

from awards.models import Assessment, Decision, DecisionLine, Nomination
from awards.services import amendments, decisions
from awards.tests.decision_cases import recommend, recommend_two, through
from awards.tests.factories import ISSUED_ON, make_award_campaign, make_decision, make_nomination
from campaigns.tests.factories import make_upload
from campaigns.tests.field_cases import neighbours_get
from communes.addresses import here
from communes.models import HistoryEntry

pytestmark = pytest.mark.usefixtures("clock")
WHY = "Khai báo không đúng."


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def nominations(law, cast, campaign, council):
    """A collective and a person of Phòng Kinh tế, recommended by the council in signed minutes."""
    return recommend_two(cast, campaign, council)


@pytest.fixture
def draft(campaign, nominations, officer, now):
    """A draft with both of them, by the officer."""
    return decisions.draft(campaign, nominations, by=officer, at=now)


def text(answer) -> str:
    """Return the page with its white space evened out."""
    return " ".join(answer.content.decode().split())


def test_a_decision_goes_from_the_waiting_cases_to_publication_on_the_pages(
    go, campaign, nominations, officer, clerk, leader, head
):
    assert "02 hồ sơ Hội đồng đã tán thành" in text(go(officer, "decisions"))
    assert go(officer, "decision-draft", campaign.pk).status_code == 200
    go(officer, "decision-draft", campaign.pk, post={"nominations": [each.pk for each in nominations]})
    decision = Decision.objects.get()
    words = {"revision": 0, "title": "Về việc tặng Giấy khen", "grounds": "Luật Thi đua, khen thưởng;\n\nKế hoạch",
             "merit": "đã có thành tích xuất sắc"}  # fmt: skip
    go(officer, "decision-edit", decision.pk, post=words)
    line = decision.lines.get(position=2)
    go(officer, "decision-line-up", line.pk, post={})
    go(officer, "decision-line-edit", line.pk, post={"citation": "Giảm thời gian giải quyết."})
    go(officer, "decision-refresh", decision.pk, post={})
    decision.refresh_from_db()
    assert "Xác nhận đã kiểm tra" in text(go(clerk, "decision-check", decision.pk))
    go(clerk, "decision-check", decision.pk, post={"revision": decision.revision, "note": "Đã đối chiếu."})
    go(officer, "decision-send", decision.pk, post={})
    go(leader, "decision-sign", decision.pk, post={})
    assert 'value="1"' in text(go(clerk, "decision-issue", decision.pk))
    go(clerk, "decision-issue", decision.pk, post={"number": 21, "issued_on": "14/05/2026"})
    assert go(head, "decision", decision.pk).status_code == 404
    go(officer, "decision-publish", decision.pk, post={})

    decision.refresh_from_db()
    assert (decision.status, decision.number, decision.issued_on, decision.checked_by, decision.grounds) == (
        "published", 21, ISSUED_ON, "Lê Thị Ánh", ["Luật Thi đua, khen thưởng", "Kế hoạch"],
    )  # fmt: skip
    assert [(each.position, each.citation) for each in decision.lines.order_by("position")] == [
        (1, "Giảm thời gian giải quyết."),
        (2, nominations[1].citation),
    ]
    page = text(go(head, "decision", decision.pk))
    assert "Quyết định số 21/QĐ-UBND" in page
    assert "Căn cứ Luật Thi đua, khen thưởng;</li>" in page


def test_a_line_is_dropped_and_put_back_on_the_page(go, draft, nominations, officer):
    first = draft.lines.get(position=1)

    go(officer, "decision-line-drop", first.pk, post={})
    assert [each.nomination_id for each in draft.lines.all()] == [nominations[0].pk]
    go(officer, "decision-add", draft.pk, post={"nomination": nominations[1].pk})
    go(officer, "decision-line-down", draft.lines.get(position=1).pk, post={})

    assert [each.nomination_id for each in draft.lines.order_by("position")] == [each.pk for each in nominations]


def test_what_stands_against_a_check_is_read_beside_the_rows(go, draft, nominations, clerk, officer):
    person = nominations[0].person
    person.full_name = "Trịnh Thị Ẩn"
    person.save()

    page = text(go(clerk, "decision-check", draft.pk))

    assert "ghi “Trịnh Thị Ân”, hồ sơ hiện ghi “Trịnh Thị Ẩn”" in page
    assert "Xác nhận đã kiểm tra" not in page
    go(clerk, "decision-check", draft.pk, post={"revision": draft.revision, "note": "Được."})
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_drafter_reads_that_somebody_else_must_check(go, draft, officer, clerk):
    page = text(go(officer, "decision", draft.pk))
    [own] = [each for each in go(officer, "decision", draft.pk).context["acts"] if "check" in each["url"]]
    compared = text(go(officer, "decision-check", draft.pk))

    assert own["blockers"] == ("Người lập, sửa dự thảo không tự kiểm tra; cần người thứ hai.",)
    assert "disabled>Xác nhận đã kiểm tra" in page
    assert "Xem kết quả đối chiếu" in page
    assert "cần người thứ hai" in compared and "Xác nhận đã kiểm tra" not in compared
    assert "Xem kết quả đối chiếu" not in text(go(clerk, "decision", draft.pk))


@pytest.mark.parametrize(
    ("to", "heading", "shown"),
    [
        ("checked", "Dự thảo quyết định khen thưởng", "Đã kiểm tra"),
        ("awaiting_signature", "Dự thảo quyết định khen thưởng", "Trình ký"),
        ("signed", "Quyết định khen thưởng đã ký, chờ cấp số", "Đã ký, chờ ban hành"),
        ("issued", "Quyết định số 05/QĐ-UBND", "Đã ban hành"),
    ],
)
def test_the_heading_says_how_far_a_decision_is(go, cast, draft, leader, now, to, heading, shown):
    through(draft, cast, now, to=to)

    found = go(leader, "decision", draft.pk)

    assert (found.context["name"], found.context["shown"][0]) == (heading, shown)
    assert go(leader, "decisions").context["rows"][0]["shown"][0] == shown


@pytest.mark.parametrize(
    ("to", "part", "asked"),
    [
        ("checked", "officer", "Trình ký quyết định này?"),
        ("awaiting_signature", "leader", "Ký quyết định này?"),
        ("issued", "officer", "Công bố quyết định này?"),
    ],
)
def test_a_weighty_act_is_asked_about_before_it_is_done(go, cast, draft, now, to, part, asked):
    through(draft, cast, now, to=to)

    assert f'data-confirm="{asked}' in text(go(cast.actor(part), "decision", draft.pk))


def test_issuing_is_asked_about_in_words_that_tell_an_award_from_a_revocation(go, cast, draft, officer, clerk, now):
    through(draft, cast, now, to="signed")
    assert 'data-confirm="Ban hành quyết định này? Sau khi' in text(go(clerk, "decision-issue", draft.pk))
    decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now)
    revocation = amendments.draft_revocation(draft, draft.lines.all()[:1], reason=WHY, by=officer, at=now)
    through(revocation, cast, now, to="signed")

    page = text(go(clerk, "decision-issue", revocation.pk))

    assert 'data-confirm="Ban hành quyết định thu hồi này? Khen thưởng và giấy khen' in page


def test_what_lapsed_since_the_check_disables_the_next_step(go, cast, draft, officer, now):
    through(draft, cast, now, to="checked")
    Assessment.objects.filter(person=None).delete()

    [send] = [each for each in go(officer, "decision", draft.pk).context["acts"] if "send" in each["url"]]

    assert [words.startswith("Giấy khen – Phòng Kinh tế: Chưa kết luận được") for words in send["blockers"]] == [True]


def test_a_number_that_is_taken_is_told_at_the_form(go, cast, draft, clerk, now):
    through(draft, cast, now, to="signed")
    make_decision(draft.campaign)
    post = {"number": 3, "issued_on": "13/05/2026"}

    page = text(go(clerk, "decision-issue", draft.pk, post=post))

    assert "ở trước ngày ký biên bản họp Hội đồng (14/05/2026)" in page
    draft.refresh_from_db()
    assert (draft.status, draft.number) == ("awaiting_signature", None)


@pytest.mark.parametrize("status", ["draft", "checked", "issued"])
def test_the_issue_page_is_for_what_was_signed(go, campaign, draft, clerk, status):
    facts = {"number": 9, "issued_on": ISSUED_ON, "signer_name": "a"} if status == "issued" else {}
    Decision.objects.filter(pk=draft.pk).update(status=status, **facts)

    assert go(clerk, "decision-issue", draft.pk).status_code == 302


@pytest.mark.parametrize(("part", "seen"), [
    ("officer", True), ("leader", True), ("clerk", True), ("councillor", True), ("secretary", True),
    ("head", False), ("member", False), ("reader", False), ("administrator", False), ("inspector", False),
])  # fmt: skip
def test_before_publication_only_those_concerned_find_it(go, cast, draft, now, part, seen):
    through(draft, cast, now)
    actor = cast.actor(part)

    assert go(actor, "decision", draft.pk).status_code == (200 if seen else 404)
    assert ("Quyết định số 05" in text(go(actor, "decisions")) or "05/QĐ-UBND" in text(go(actor, "decisions"))) == seen
    assert HistoryEntry.objects.within(actor).filter(root_type="awards.decision").exists() == seen


def test_after_publication_a_unit_reads_the_list_but_neither_money_nor_history(go, cast, draft, head, now):
    through(draft, cast, now, to="published")

    page = text(go(head, "decision", draft.pk))

    assert "Trịnh Thị Ân" in page and "Đã công bố" in page
    assert "710.000" not in page.split("Danh sách kèm theo")[1]
    assert "Diễn biến" not in page and "Đã đối chiếu" not in page


def test_a_unit_learns_of_a_revocation_when_that_is_published(go, cast, draft, head, officer, now):
    through(draft, cast, now, to="published")
    revocation = amendments.draft_revocation(draft, [draft.lines.get(position=2)], reason=WHY, by=officer, at=now)
    through(revocation, cast, now, number=6)

    before = text(go(head, "decision", draft.pk))
    listed = text(go(head, "decisions"))
    decisions.publish(revocation, by=officer, at=now)
    after = text(go(head, "decision", draft.pk))

    assert "thu hồi" not in before.lower() and "thu hồi một phần" not in listed.lower()
    assert "Thu hồi một phần" in after and WHY in after and "Đã thu hồi" in after


def test_a_unit_cannot_filter_by_states_it_may_not_know(go, cast, draft, head, officer, now):
    through(draft, cast, now, to="published")

    assert 'name="status"' not in text(go(head, "decisions"))
    assert len(go(head, "decisions", query="?status=draft").context["rows"]) == 1
    assert len(go(officer, "decisions", query="?status=draft").context["rows"]) == 0


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", {5, 6}), ("?status=published", {6}), ("?kind=award", {5, 6}), ("?kind=revocation", set()),
     ("?year=2025", {6}), ("?campaign={campaign}", {5})],
)  # fmt: skip
def test_the_list_is_narrowed_by_state_kind_year_and_campaign(go, cast, campaign, officer, query, numbers):
    make_decision(campaign, status="issued", number=5)
    other = make_award_campaign(cast, key="khac")
    make_decision(other, status="published", number=6, issued_on=date(2025, 12, 20))

    rows = go(officer, "decisions", query=query.format(campaign=campaign.pk)).context["rows"]

    assert {row["decision"].number for row in rows} == numbers


def test_corrections_and_revocations_begin_on_the_page_of_the_decision(go, cast, draft, officer, now):
    through(draft, cast, now, to="published")
    line = draft.lines.get(position=2)

    go(officer, "decision-correct", draft.pk, post={"lines": [line.pk], "reason": "Ghi sai chức vụ."})
    correction = Decision.objects.get(kind="correction")
    go(officer, "decision-line-edit", correction.lines.get().pk,
       post={"citation": line.citation, "nominee_place": "Phó Trưởng phòng, Phòng Kinh tế"})  # fmt: skip
    go(officer, "decision-revoke", draft.pk, post={"lines": [line.pk], "reason": WHY})

    revocation = Decision.objects.get(kind="revocation")
    assert [(each.amends, each.reason, each.lines.get().about) for each in (correction, revocation)] == [
        (draft, "Ghi sai chức vụ.", line),
        (draft, WHY, line),
    ]
    assert correction.lines.get().nominee_place == "Phó Trưởng phòng, Phòng Kinh tế"


def test_receipts_are_noted_line_by_line(go, cast, draft, clerk, officer, now):
    through(draft, cast, now)
    first, second = draft.lines.order_by("position")

    assert "Tổng số 2.120.000 đồng; đã ký nhận 0 đồng" in text(go(clerk, "decision-receipts", draft.pk))
    go(clerk, "decision-receipts", draft.pk, post={"lines": [second.pk], "received_on": "14/05/2026"})
    page = text(go(officer, "decision-receipts", draft.pk))

    assert "đã ký nhận 710.000 đồng" in page
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.received_on, second.received_on) == (None, ISSUED_ON)
    assert HistoryEntry.objects.about(draft)[0].label == "Ghi ký nhận tiền thưởng ngày 14/05/2026: Trịnh Thị Ân"


@pytest.mark.parametrize("received_on", ["13/05/2026", "15/05/2026"])
def test_a_receipt_lies_between_the_decision_and_today(go, cast, draft, clerk, now, received_on):
    through(draft, cast, now)

    page = text(go(clerk, "decision-receipts", draft.pk,
                   post={"lines": [draft.lines.first().pk], "received_on": received_on}))  # fmt: skip

    assert "Ngày ký nhận phải từ ngày ban hành quyết định (14/05/2026) đến hôm nay" in page
    assert DecisionLine.objects.exclude(received_on=None).count() == 0


def test_nobody_signs_for_money_of_a_draft(go, draft, officer):
    assert "Không có dòng nào có tiền thưởng" in text(go(officer, "decision-receipts", draft.pk))

    go(officer, "decision-receipts", draft.pk, post={"lines": [draft.lines.first().pk], "received_on": "14/05/2026"})

    assert DecisionLine.objects.exclude(received_on=None).count() == 0


def test_the_scan_of_the_signed_paper_is_kept_with_it(go, cast, draft, clerk, now):
    through(draft, cast, now)

    go(clerk, "decision-attach", draft.pk, post={"file": make_upload("quyet-dinh.pdf"), "is_scan": "on"})

    assert [(each.name, each.is_scan) for each in draft.files.all()] == [("quyet-dinh.pdf", True)]


@pytest.mark.parametrize(
    ("part", "action", "to"),
    [("officer", "reopen", "checked"), ("leader", "return", "awaiting_signature"), ("officer", "cancel", None)],
)
def test_going_back_and_dropping_need_a_reason_on_the_page_too(go, cast, draft, now, part, action, to):
    if to:
        through(draft, cast, now, to=to)
    go(cast.actor(part), f"decision-{action}", draft.pk, post={"reason": " "})
    assert Decision.objects.get().status == (to or "draft")

    go(cast.actor(part), f"decision-{action}", draft.pk, post={"reason": "Sửa danh sách."})

    assert Decision.objects.get().status == ("cancelled" if action == "cancel" else "draft")
    if action != "cancel":
        assert "Sửa danh sách." in text(go(cast.actor("officer"), "decision", draft.pk))


@pytest.mark.parametrize(
    "name", ["decision-edit", "decision-check", "decision-sign", "decision-issue", "decision-draft"]
)
def test_those_without_the_right_are_refused(go, draft, campaign, head, name):
    pk = campaign.pk if name == "decision-draft" else draft.pk

    assert go(head, name, pk, post={}).status_code == 403


@pytest.mark.parametrize("part", ["officer", "leader", "clerk"])
def test_neighbours_find_nothing_at_these_addresses(client, neighbour, cast, campaign, draft, now, part):
    may = {
        "officer": ("", "-edit", "-add", "-refresh", "-check", "-reopen", "-send", "-publish", "-cancel", "-correct",
                    "-revoke", "-receipts", "-attach"),
        "leader": ("", "-sign", "-return"),
        "clerk": ("", "-check", "-issue", "-publish", "-receipts", "-attach"),
    }[part]  # fmt: skip
    addresses = [(f"awards:decision{verb}", [draft.pk]) for verb in may]
    if part == "officer":
        line = draft.lines.first()
        addresses += [(f"awards:decision-line-{verb}", [line.pk]) for verb in ("edit", "up", "down", "drop")]
        addresses += [("awards:decision-draft", [campaign.pk])]

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, campaign, officer, rows, django_assert_num_queries):
    for number in range(rows):
        make_decision(campaign, status="issued", number=number + 1)

    client.force_login(officer.user)

    with django_assert_num_queries(7):
        client.get(here(officer, "awards:decisions"))


@pytest.mark.parametrize("status", ["draft", "checked", "published"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    client, law, cast, council, officer, now, rows, status, django_assert_num_queries
):
    campaign = make_award_campaign(cast, key="nhieu", quota=5)
    unit = cast.unit("economy")
    made = [make_nomination(campaign, unit=unit, subject="individual", status="on_agenda") for _ in range(rows)]
    decision = decisions.draft(campaign, recommend(council, made), by=officer, at=now)
    if status != "draft":
        through(decision, cast, now, to=status)

    client.force_login(officer.user)

    with django_assert_num_queries({"draft": 11, "checked": 33, "published": 11}[status]):
        assert client.get(decision.get_absolute_url()).status_code == 200


def test_an_empty_list_says_what_comes_next(go, reader):
    assert "Chưa có quyết định nào." in text(go(reader, "decisions"))


def test_without_a_waiting_case_there_is_nothing_to_draft(go, campaign, officer):
    page = text(go(officer, "decision-draft", campaign.pk))

    assert "Chưa có hồ sơ nào được Hội đồng tán thành, biên bản đã ký, chờ quyết định." in page
    assert Nomination.objects.count() == 0
