"""Editing the draft of a plan section by section, and criteria as an outline."""

from dataclasses import fields, is_dataclass

import pytest
from django.http import QueryDict

from campaigns.forms.criteria import Outline, rows_of, tree_of
from campaigns.forms.plan_places import SECTIONS, find, find_standard, read
from campaigns.forms.plan_sections import Choices, keys_in, record_form, rows_formset, rows_initial
from campaigns.models import Campaign
from campaigns.planfile.reading import read_document
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.writing import to_plain
from campaigns.services import plans
from campaigns.tests.factories import make_campaign
from campaigns.tests.plan_cases import FILES, plan_file, sent, typed, typed_rows
from communes.addresses import here


def posted(data):
    """Return data as a browser's post."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def lists_in(document):
    """Return the address of every list of a plan that has a page."""
    content, rounds = document.get("content", []), document.get("rounds", [])
    top = [name for name in SECTIONS if find(document, name).many]
    items = [f"content/{area['key']}/items" for area in content]
    targets = [
        f"content/{area['key']}/items/{item['key']}/targets" for area in content for item in area.get("items", [])
    ]
    return [*top, *items, *targets, *[f"rounds/{each['key']}/quotas" for each in rounds]]


@pytest.mark.parametrize("code", FILES)
def test_every_section_of_the_five_plans_is_saved_as_it_is_shown(code):
    plan = plan_file(code).plan
    document, choices = to_plain(plan), Choices(plan, [unit.name for unit in plan_file(code).units])

    for address in lists_in(document):
        place = find(document, address)
        made = rows_formset(place.kind, choices)
        initial = rows_initial(place.kind, place.stored(document))
        formset = made(posted(typed_rows(made(initial=initial, prefix="rows"))), initial=initial, prefix="rows")
        assert formset.is_valid(), (address, formset.errors)
        rows = formset.rows(place.stored(document), keys_in(document), keyed=place.keyed)
        assert read_document(place.replaced(document, rows)) == plan, address
    for name in [name for name in SECTIONS if not find(document, name).many]:
        place = find(document, name)
        stored = place.stored(document)
        made = record_form(place.kind, choices)
        form = made(posted(typed(made(stored=stored))), stored=stored)
        assert form.is_valid(), (name, form.errors)
        kept = {"key": stored["key"]} if name == "facts" else {}
        assert read_document(place.replaced(document, kept | form.values())) == plan, name


@pytest.mark.parametrize("code", FILES)
def test_every_criteria_tree_of_the_five_plans_survives_its_outline(code):
    plan = plan_file(code).plan
    document = to_plain(plan)
    choices = Choices(plan)

    for each in plan.rounds:
        for standard in each.standards:
            initial = rows_of(to_plain(standard.rule))
            kwargs = {"initial": initial, "prefix": "rows", "form_kwargs": {"choices": choices}}
            outline = Outline(posted(typed_rows(Outline(**kwargs))), **kwargs)
            assert outline.is_valid(), outline.errors
            rule, wrong = tree_of([dict(form.cleaned_data) for form in outline.ordered_forms], to_plain(standard.rule))
            assert wrong == {}
            place = find_standard(document, each.key, standard.subject)
            changed, _ = place.replaced(document, {**place.stored(document), "rule": rule})
            found = [row for row in read_document(changed).rounds if row.key == each.key][0]
            assert [row.rule for row in found.standards if row.subject == standard.subject] == [standard.rule]


def row(depth, what, text="Tiêu chuẩn", **facts):
    """Return one typed row of an outline."""
    blank = dict.fromkeys(("clause", "of", "scale", "grade", "period", "was"), "")
    return {
        "depth": depth,
        "what": what,
        "text": text,
        "needed": False,
        "min_true": None,
        "value": None,
        **blank,
    } | facts


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([row(1, "judgement")], 0, "không có nhóm ngay bên trên"),
        ([row(0, "all"), row(0, "judgement")], 1, "Chỉ có một dòng gốc"),
        ([row(0, "judgement"), row(1, "judgement")], 0, "hãy chọn một loại nhóm"),
        ([row(0, "all")], 0, "chưa có tiêu chuẩn nào"),
        ([row(0, "at_least", min_true=3), row(1, "judgement")], 0, "không thể đòi đạt 3"),
        ([row(0, "precondition_and_any"), row(1, "judgement")], 0, "ít nhất một dòng là điều kiện bắt buộc"),
        ([row(0, "all"), row(1, "judgement", needed=True)], 1, "không có điều kiện bắt buộc"),
    ],
)
def test_an_outline_that_makes_no_tree_is_refused_in_words(rows, place, words):
    tree, wrong = tree_of(rows)

    assert tree is None
    assert words in wrong[place]


def test_an_outline_makes_nested_groups():
    rows = [
        row(0, "precondition_and_any", "Gốc"),
        row(1, "rating", "Hoàn thành xuất sắc", needed=True, scale="muc", grade="Xuất sắc"),
        row(1, "all", "Cả hai"),
        row(2, "judgement", "Có giải pháp"),
        row(2, "judgement", "Được nhân rộng"),
        row(1, "judgement", "Trách nhiệm cao"),
    ]

    tree, wrong = tree_of(rows)

    assert wrong == {}
    assert [child["text"] for child in tree["preconditions"]] == ["Hoàn thành xuất sắc"]
    assert [child["text"] for child in tree["children"]] == ["Cả hai", "Trách nhiệm cao"]
    assert [child["text"] for child in tree["children"][0]["children"]] == ["Có giải pháp", "Được nhân rộng"]


def test_no_part_of_the_plan_is_without_a_page():
    assert [name for name in SECTIONS if find({"facts": {}}, name) is None] == []
    assert [each.name for each in fields(PlanDocument)] == SECTIONS
    assert all(is_dataclass(find({"facts": {}}, name).kind) for name in SECTIONS)


def test_an_unknown_place_is_not_found():
    document = {"facts": {}, "content": [{"key": "mot"}]}

    assert [find(document, address) for address in ("", "khac", "content/hai/items", "content/mot", "facts/name")] == [
        None
    ] * 5


@pytest.fixture
def draft(cast):
    """A campaign whose plan is being drafted."""
    return make_campaign(cast, status="draft")


@pytest.fixture
def editing(client, draft, officer):
    """Return the address of a section, opened by the officer."""
    client.force_login(officer.user)

    def open_page(section):
        url = here(officer, "campaigns:section-edit", draft.pk, section)
        return url, client.get(url)

    return open_page


def plan_of(campaign):
    """Return the drafted plan as it is stored now."""
    return Campaign.objects.get(pk=campaign.pk).draft_version.plan


@pytest.mark.django_db
def test_a_row_is_changed_added_and_given_a_short_name(client, draft, editing):
    url, page = editing("content")

    answer = client.post(url, sent(page, **{"rows-0-title": "Thủ tục hành chính", "rows-2-title": "Chuyển đổi số"}))

    assert answer.status_code == 302
    assert [(area.key, area.title, len(area.items)) for area in plan_of(draft).content] == [
        ("thu-tuc", "Thủ tục hành chính", 2),
        ("cong-vu", "Cải cách chế độ công vụ", 1),
        ("chuyen-doi-so", "Chuyển đổi số", 0),
    ]


@pytest.mark.django_db
def test_a_new_row_begins_with_what_the_plan_form_presumes(client, draft, editing):
    url, page = editing("deadlines")
    typed_by_hand = {"rows-1-title": "Hồ sơ", "rows-1-paper": "dossier", "rows-1-kind": "on_date"}

    client.post(url, sent(page, **typed_by_hand, **{"rows-1-on": "05/12/2026"}))

    assert [(each.title, each.inclusive) for each in plan_of(draft).deadlines] == [
        ("Báo cáo kết quả phong trào", True),
        ("Hồ sơ", True),
    ]


@pytest.mark.django_db
def test_rows_are_moved_and_dropped_with_what_is_inside_them(client, draft, editing):
    url, page = editing("content")
    client.post(url, sent(page, **{"rows-0-ORDER": "2", "rows-1-ORDER": "1"}))
    moved = [(area.key, len(area.items)) for area in plan_of(draft).content]

    url, page = editing("content")
    client.post(url, sent(page, **{"rows-0-DELETE": "on"}))

    assert moved == [("cong-vu", 1), ("thu-tuc", 2)]
    assert [area.key for area in plan_of(draft).content] == ["thu-tuc"]


@pytest.mark.django_db
def test_the_targets_of_an_item_have_a_page(client, draft, editing):
    url, page = editing("content/thu-tuc/items/dung-han/targets")

    client.post(url, sent(page, **{"rows-0-value": "97,5"}))

    assert str(plan_of(draft).content[0].items[0].targets[0].value) == "97.5"
    assert [area.key for area in plan_of(draft).content] == ["thu-tuc", "cong-vu"]


@pytest.mark.django_db
def test_what_a_plan_cannot_hold_is_said_at_its_field_and_stays_typed(client, draft, editing):
    url, page = editing("deadlines")
    before = plan_of(draft)

    answer = client.post(url, sent(page, **{"rows-0-on": "", "rows-0-title": "Báo cáo năm"}))

    form = answer.context["formset"].forms[0]
    assert form.errors == {"on": ["Chưa có; cần ngày của thời hạn."]}
    assert "Báo cáo năm" in answer.content.decode()
    assert plan_of(draft) == before


@pytest.mark.django_db
def test_a_wrong_date_is_refused_by_the_form(client, draft, editing):
    url, page = editing("facts")

    answer = client.post(url, sent(page, ends_on="31/02/2026"))

    assert answer.context["form"].errors == {"ends_on": ["Không có ngày này trong lịch; xem lại ngày, tháng, năm."]}


@pytest.mark.django_db
def test_saving_over_a_newer_text_is_refused_once_and_shows_the_difference(client, draft, editing, officer, now):
    url, page = editing("objectives")
    data = sent(page, **{"rows-0-text": "Lời của tôi."})
    other = read(dict(draft.draft_version.document, methods=[{"text": "Thi đua thường xuyên."}]))[0]
    plans.redraft(draft, other, by=officer, at=now)

    refused = client.post(url, data)
    between = plan_of(draft)
    client.post(url, data | {"revision": refused.context["revision"]})

    after = plan_of(draft)
    assert between.objectives[0].text == "Nâng cao chất lượng phục vụ người dân."
    assert [change.after for change in refused.context["clash"]] == ["Lời của tôi."]
    assert "Lời của tôi." in refused.content.decode()
    assert ([each.text for each in after.objectives], [each.text for each in after.methods]) == (
        ["Lời của tôi."],
        ["Thi đua thường xuyên."],
    )


@pytest.mark.django_db
def test_a_standard_is_written_as_an_outline_and_taken_out_again(client, draft, editing, officer):
    url, page = editing("rounds")
    client.post(url, sent(page, **{"rows-0-title": "Khen thưởng năm", "rows-0-kind": "annual"}))
    key = plan_of(draft).rounds[0].key
    standard = here(officer, "campaigns:standard-edit", draft.pk, key, "collective")
    rows = {
        "rows-0-what": "all", "rows-0-text": "Đạt cả hai", "rows-0-depth": "0",
        "rows-1-what": "judgement", "rows-1-text": "Gương mẫu", "rows-1-depth": "1",
    }  # fmt: skip

    bare = client.post(standard, sent(client.get(standard), **{**rows, "rows-1-depth": "0"}))
    client.post(standard, sent(client.get(standard), **rows, clause="V.1"))
    written = plan_of(draft).rounds[0].standards
    dropped = sent(client.get(standard), **{"rows-0-DELETE": "on", "rows-1-DELETE": "on"})
    client.post(standard, dropped)

    assert "Chỉ có một dòng gốc" in bare.content.decode()
    assert [(each.subject, each.clause, each.rule.op, len(each.rule.children)) for each in written] == [
        ("collective", "V.1", "all", 1)
    ]
    assert plan_of(draft).rounds[0].standards == ()


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["in_review", "approved", "issued", "summing_up", "closed", "cancelled"])
def test_a_plan_that_is_not_drafted_cannot_be_edited(client, cast, officer, status):
    campaign = make_campaign(cast, status=status)
    client.force_login(officer.user)
    before = campaign.plan

    answer = client.post(here(officer, "campaigns:section-edit", campaign.pk, "methods"), {"rows-TOTAL_FORMS": "0"})

    assert answer.status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).plan == before


@pytest.mark.django_db
def test_a_section_that_does_not_exist_is_not_found(client, editing):
    _, page = editing("khong-co")

    assert page.status_code == 404
