"""A commune's own words: kept by version, refused when a field is unknown, tried without storing, frozen in papers."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from awards.models import Decision
from awards.services.decision_words import frozen_words
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from campaigns.models import UnitPlan
from campaigns.tests.factories import make_campaign
from communes.models import HistoryEntry
from kit.saving import SavedMeanwhile
from reports.documents import unit_plan
from reports.documents.base import plain
from reports.documents.blocks import Dashes, Grounds, Paragraph, Recipients
from reports.documents.registry import KINDS
from reports.documents.wording import LONGEST, trying
from reports.models import Document, Wording
from reports.services import documents, wordings
from reports.tests.cases import AT, product
from reports.tests.wording_cases import CLOSING, KIND, OWN, keep, page_of


@pytest.fixture
def plan(cast):
    """The plan of Phòng Kinh tế, in draft."""
    campaign = make_campaign(cast)
    return UnitPlan.objects.create(campaign=campaign, unit=cast.unit("economy"), saved_at=AT, saved_by="Vũ Thị Én")


def closing_of(paper) -> str:
    """Return the last paragraph of a paper."""
    return plain([block for block in paper.blocks if isinstance(block, Paragraph)][-1].text)


def pdf_words(data: bytes) -> str:
    """Return the words of a PDF on one line."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_paper_takes_the_communes_words_and_others_keep_theirs(cast, plan):
    before = KIND.build(plan)

    keep(cast)

    after = KIND.build(plan)
    assert closing_of(before) == "Trên đây là Kế hoạch thực hiện phong trào thi đua của Phòng Kinh tế."
    assert closing_of(after) == "Đề nghị Phòng Kinh tế thực hiện nghiêm túc."
    assert [block for block in before.blocks if isinstance(block, (Grounds, Recipients))] == [
        block for block in after.blocks if isinstance(block, (Grounds, Recipients))
    ]


def test_a_paper_made_before_keeps_its_words(cast, plan):
    old = documents.request(KIND, plan, by=product(cast), at=AT)

    keep(cast)
    new = documents.request(KIND, plan, by=product(cast), at=AT)

    old.refresh_from_db()
    assert "Trên đây là Kế hoạch thực hiện" in str(old.content)
    assert "thực hiện nghiêm túc" not in str(old.content)
    assert "Đề nghị Phòng Kinh tế thực hiện nghiêm túc." in str(new.content)


def test_grounds_and_recipients_stand_one_a_line(cast, plan):
    for key, words in {
        "grounds": "Căn cứ Luật;\n\nXét đề nghị của {tên đơn vị}",
        "recipients": "Lưu: VT\nNhư trên",
    }.items():
        text = next(each for each in KIND.texts if each.key == key)
        wordings.change(KIND, text, words=words, version=0, by=cast.actor("officer"), at=AT)

    blocks = KIND.build(plan).blocks

    assert next(each for each in blocks if isinstance(each, Grounds)).lines == (
        "Căn cứ Luật;", "Xét đề nghị của Phòng Kinh tế.",
    )  # fmt: skip
    assert next(each for each in blocks if isinstance(each, Recipients)).items == ("Như trên", "Lưu: VT")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Kính gửi {tên thôn}.", "Văn bản này không có trường {tên thôn}."),
        ("{{ request.user }}", "Văn bản này không có trường {request.user}."),
        ("{% load static %}", "Văn bản này không có trường {% load static %}."),
        ("Của {}.", "Có cặp ngoặc nhọn chưa ghi tên trường."),
        ("Của {tên đơn vị", "Dấu ngoặc nhọn chỉ dùng để ghi trường"),
        ("Của tên đơn vị}", "Dấu ngoặc nhọn chỉ dùng để ghi trường"),
        ("Của {tên\nđơn vị}", "Dấu ngoặc nhọn chỉ dùng để ghi trường"),
        ("{tên {tên đơn vị}}", "Dấu ngoặc nhọn chỉ dùng để ghi trường"),
        ("  \u200b\n ", "Ghi lời văn"),
        ("a" * 20_000, f"Lời văn dài 20000 ký tự; nhiều nhất {LONGEST} ký tự."),
        ("{" + "a" * 500 + "}", "Văn bản này không có trường {" + "a" * 80 + "…}."),
    ],
)
def test_words_that_no_paper_could_print_are_refused_and_stay_as_typed(client, officer, words, problem):
    client.force_login(officer.user)

    answer = client.post(page_of(), {"words": words, "version": "0"})

    assert answer.status_code == 422
    assert any(problem in each for each in answer.context["form"].errors["words"])
    assert answer.context["form"]["words"].value() == words
    assert Wording.objects.count() == 0


def test_html_and_commands_are_printed_as_words(client, cast, officer, plan):
    words = "<script>alert(1)</script> & <b>{tên đơn vị}</b> ${x:1}".replace("${x:1}", "$x")
    client.force_login(officer.user)
    client.post(page_of(), {"words": words, "version": "0"})

    page = client.get(page_of()).content.decode()

    assert Wording.objects.get().words == words
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;Phòng Kinh tế&lt;/b&gt; $x" in page
    assert closing_of(KIND.build(plan)) == "<script>alert(1)</script> & <b>Phòng Kinh tế</b> $x"


def test_own_words_with_a_field_that_went_away_give_way_to_the_products(client, cast, officer, plan):
    Wording.objects.create(
        commune=cast.commune, kind="unit-plan", text="closing", version=1, words="{trường cũ}", made_at=AT, made_by="A"
    )
    client.force_login(officer.user)

    page = client.get(page_of()).content.decode()

    assert closing_of(KIND.build(plan)).startswith("Trên đây là Kế hoạch")
    assert "<code>{trường cũ}</code>" in page
    assert "Lời văn của xã cần sửa" in client.get(reverse("reports:wordings", args=["dong-tam"])).content.decode()


def test_every_change_is_a_version_with_its_author_its_reason_and_a_line_of_history(
    client, cast, officer, administrator
):
    for part, words, version in ((officer, OWN, "0"), (administrator, "Trên đây là Kế hoạch của {tên đơn vị}.", "1")):
        client.force_login(part.user)
        client.post(page_of(), {"words": words, "version": version, "note": "Theo góp ý"})

    rows = Wording.objects.order_by("version").values_list("version", "words", "note", "made_by")
    assert list(rows) == [
        (1, OWN, "Theo góp ý", officer.name),
        (2, "Trên đây là Kế hoạch của {tên đơn vị}.", "Theo góp ý", administrator.name),
    ]
    lines = HistoryEntry.objects.filter(action="wording.change").order_by("pk")
    assert [(line.label, line.reason, line.facts["version"]) for line in lines] == [
        ("Sửa lời văn: Kế hoạch của đơn vị – Câu kết", "Theo góp ý", 1),
        ("Sửa lời văn: Kế hoạch của đơn vị – Câu kết", "Theo góp ý", 2),
    ]
    (newest, changed), _ = client.get(page_of()).context["rows"]
    assert newest.version == 2
    assert ("gone", "Đề nghị") in changed
    assert ("same", "{tên đơn vị") not in changed


def test_unchanged_words_make_no_version(cast):
    first = keep(cast)

    assert keep(cast, CLOSING.default.upper(), version=1).version == 2
    assert keep(cast, CLOSING.default.upper(), version=1).version == 2
    assert first.version == 1


def test_the_products_words_hold_again_and_the_communes_can_be_fetched_back(client, cast, officer, plan):
    keep(cast)
    client.force_login(officer.user)

    client.post(page_of("wording-restore"), {"version": "1"})

    assert list(Wording.objects.order_by("version").values_list("version", "words")) == [(1, OWN), (2, "")]
    assert closing_of(KIND.build(plan)).startswith("Trên đây là Kế hoạch")
    assert client.get(f"{page_of()}?from=1").context["form"]["words"].value() == OWN
    assert client.get(page_of()).context["form"]["words"].value() == CLOSING.default


def test_who_saves_over_a_newer_version_is_told_and_may_save_again(client, cast, officer, leader):
    keep(cast)
    client.force_login(officer.user)

    refused = client.post(page_of(), {"words": "Của tôi.", "version": "0"})
    again = client.post(page_of(), {"words": "Của tôi.", "version": refused.context["form"]["version"].value()})

    assert refused.status_code == 422
    assert f"{officer.name} đã lưu lời văn này lúc" in str(refused.context["form"].non_field_errors())
    assert refused.context["form"]["words"].value() == "Của tôi."
    assert again.status_code == 302
    assert list(Wording.objects.order_by("version").values_list("words", flat=True)) == [OWN, "Của tôi."]


def test_giving_words_back_over_a_newer_version_is_refused(client, cast, officer):
    keep(cast)
    keep(cast, "Lần hai.", version=1)
    client.force_login(officer.user)

    answer = client.post(page_of("wording-restore"), {"version": "1"})

    assert "đã lưu lời văn này" in str(list(get_messages(answer.wsgi_request))[0])
    assert Wording.objects.count() == 2
    with pytest.raises(SavedMeanwhile):
        wordings.restore(KIND, CLOSING, version=0, by=officer, at=AT)


@pytest.mark.parametrize("part", ["leader", "clerk", "head", "member", "reader", "inspector", "councillor"])
def test_others_neither_read_nor_change_the_words(client, cast, part):
    actor = cast.actor(part)
    client.force_login(actor.user)

    gets = [client.get(reverse("reports:wordings", args=["dong-tam"])), client.get(page_of())]
    posts = [client.post(page_of(name), {"words": OWN, "version": "0"}) for name in
             ("wording", "wording-sample", "wording-preview", "wording-restore")]  # fmt: skip

    assert {answer.status_code for answer in gets + posts} == {403}
    with pytest.raises(PermissionDenied):
        keep(cast, part=part)
    assert Wording.objects.count() == 0


def test_another_commune_has_its_own_words(client, cast, neighbour, plan):
    client.force_login(neighbour("officer").user)

    client.post(reverse("reports:wording", args=["dai-son", "unit-plan", "closing"]), {"words": OWN, "version": "0"})

    assert closing_of(KIND.build(plan)).startswith("Trên đây là Kế hoạch")
    assert client.get(page_of()).status_code == 404


@pytest.mark.parametrize("where", [("unit-plan", "nothing"), ("nothing", "closing"), ("workbook", "closing")])
def test_an_unknown_text_is_not_found(client, officer, where):
    client.force_login(officer.user)

    for name in ("wording", "wording-preview", "wording-sample", "wording-restore"):
        assert client.post(reverse(f"reports:{name}", args=["dong-tam", *where])).status_code == 404


def test_the_preview_is_the_newest_paper_as_a_draft_and_stores_nothing(client, officer, plan):
    UnitPlan.objects.filter(pk=plan.pk).update(status="adopted", adopted_on=AT.date(), adopted_by="Vũ Thị Én")
    before = HistoryEntry.objects.count()
    client.force_login(officer.user)

    answer = client.post(page_of("wording-preview"), {"words": OWN, "version": "0"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("inline")
    words = pdf_words(answer.content)
    assert "Đề nghị Phòng Kinh tế thực hiện nghiêm túc" in words
    assert "DỰ THẢO" in words
    assert "Trên đây là Kế hoạch" not in words
    assert (Wording.objects.count(), Document.objects.count(), HistoryEntry.objects.count()) == (0, 0, before)
    assert closing_of(KIND.build(plan)).startswith("Trên đây là Kế hoạch")


def test_without_a_record_the_preview_shows_the_text_with_samples(client, officer):
    client.force_login(officer.user)

    answer = client.post(page_of("wording-preview"), {"words": "- Của <i>{tên đơn vị}</i>.", "version": "0"})

    page = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, "text/html")
    assert "<li>Của &lt;i&gt;Phòng Kinh tế&lt;/i&gt;.</li>" in page
    assert Wording.objects.count() == 0


def test_the_preview_shows_no_paper_that_its_reader_may_not_have_made(cast, client, administrator, officer):
    from_council = KINDS["council-notice"]

    assert not administrator.may(from_council.can)
    assert wordings.trial(from_council, from_council.texts[0], "Xin mời.", by=administrator) is None


def test_a_record_that_does_not_use_the_text_is_no_preview_of_it(cast, officer, plan):
    tasks = next(text for text in KINDS["campaign-plan"].texts if text.key == "indicators")

    assert wordings.trial(KINDS["campaign-plan"], tasks, "Chỉ số: {các chỉ số}.", by=officer) is None
    assert wordings.trial(KIND, CLOSING, OWN, by=officer).draft is True


def test_words_on_trial_reach_only_their_own_text_and_are_gone_afterwards(cast, plan):
    with trying("unit-plan", "grounds", "Thử.") as tried:
        inside = KIND.build(plan)
    after = KIND.build(plan)

    assert tried.used is True
    assert next(each for each in inside.blocks if isinstance(each, Grounds)).items == ("Thử",)
    assert closing_of(inside).startswith("Trên đây là Kế hoạch")
    assert next(each for each in after.blocks if isinstance(each, Grounds)).items != ("Thử",)


def test_the_sample_answers_while_words_are_typed(client, officer):
    client.force_login(officer.user)

    good = client.post(page_of("wording-sample"), {"words": OWN}).content.decode()
    bad = client.post(page_of("wording-sample"), {"words": "Của {ai đó}"}).content.decode()

    assert "<p>Đề nghị Phòng Kinh tế thực hiện nghiêm túc.</p>" in good
    assert "không có trường {ai đó}" in bad


def test_the_list_costs_the_same_with_one_and_with_three_texts_changed(
    client, cast, officer, django_assert_num_queries
):
    client.force_login(officer.user)
    url = reverse("reports:wordings", args=["dong-tam"])
    keep(cast)
    client.get(url)

    with django_assert_num_queries(QUERIES):
        one = client.get(url).content.decode()
    for text in unit_plan.TEXTS[:1] + unit_plan.TEXTS[2:]:
        wordings.change(KIND, text, words="Lưu: VT", version=0, by=officer, at=timezone.now())
    with django_assert_num_queries(QUERIES):
        three = client.get(url).content.decode()

    assert (one.count("Sửa lần 1"), three.count("Sửa lần 1")) == (1, 3)


def test_a_line_after_a_dash_becomes_a_list(cast, plan):
    keep(cast, "Đề nghị:\n- {tên đơn vị} thực hiện;\n- Báo cáo trước hạn.")

    (found,) = [block for block in KIND.build(plan).blocks if isinstance(block, Dashes)]

    assert [plain(item) for item in found.items] == ["Phòng Kinh tế thực hiện;", "Báo cáo trước hạn."]


def test_a_decision_speaks_in_the_communes_words_as_they_were_when_it_was_checked(cast, officer):
    campaign = make_award_campaign(cast)
    kind = KINDS["award-decision"]
    effect = next(text for text in kind.texts if text.key == "effect")
    one, other = (make_nomination(campaign, unit=cast.unit(key), status="awarded") for key in ("economy", "service"))
    draft, issued = make_decision(campaign, [one]), make_decision(campaign, [other], status="issued")
    Decision.objects.filter(pk=issued.pk).update(checked_at=AT, issued_at=AT)
    issued.refresh_from_db()

    wordings.change(
        kind, effect, words="Các đơn vị thi hành\nQuyết định này.", version=0, by=officer, at=AT + timedelta(days=1)
    )

    assert frozen_words(draft)["articles"][-1] == "Các đơn vị thi hành Quyết định này."
    assert frozen_words(issued)["articles"][-1].startswith("Quyết định này có hiệu lực kể từ ngày ký.")
    assert "Các đơn vị thi hành Quyết định này" in str(kind.build(draft).to_json())
    assert "Các đơn vị thi hành" not in str(kind.build(issued).to_json())


QUERIES = 4
