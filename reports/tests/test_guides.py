"""The guide of each role: true to the product's labels, at most two pages, the same words as page, PDF and Word."""

import io
from functools import cache

import pypdf
import pytest
from django.urls import reverse
from docx import Document as Word

from communes.access import Can
from communes.models import Commune, Membership, Role
from communes.tests.factories import PEOPLE
from reports.documents.registry import KINDS
from reports.documents.role_guide import paper_of
from reports.guides import GUIDES, guide_for, guides_for
from reports.models import Document
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf
from reports.services import documents
from reports.tests.cases import AT
from reports.tests.measuring import bare
from reports.tests.shown_labels import shown_labels

pytestmark = pytest.mark.xdist_group("guides")

LONGEST = Commune(
    slug="nguyen-thuong-hien",
    name="Nguyễn Thượng Hiền và Hỗ trợ chuyển đổi số liên vùng",
    place_name="Nguyễn Thượng Hiền",
    superior_body="Tỉnh Thái Nguyên",
)
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=[guide.key for guide in GUIDES])


@cache
def printed(role: str) -> bytes:
    """Return the PDF of a guide, made once for all tests."""
    return render_pdf(paper_of(guide_for(role), LONGEST)).data


def page(role: str, **query) -> str:
    """Return the address of a guide."""
    return reverse("reports:guide", args=["dong-tam", role], query=query or None)


def test_every_role_has_one_guide():
    assert [guide_for(role).key for role in Role.values if role in guide_for(role).roles] == [
        "administrator", "officer", "leader", "clerk", "unit_head", "unit_head", "council_chair", "council_chair",
        "council_secretary", "council_member", "inspector", "reader",
    ]  # fmt: skip
    assert sum(len(guide.roles) for guide in GUIDES) == len(Role)


def test_guides_of_several_roles_come_in_one_order_each_once():
    found = guides_for([Role.READER, Role.UNIT_MEMBER, Role.UNIT_HEAD, Role.OFFICER])

    assert [guide.key for guide in found] == ["officer", "unit_head", "reader"]


@every_guide
def test_a_guide_quotes_no_label_that_the_product_does_not_show(guide):
    assert [label for label in guide.labels if label not in shown_labels()] == []
    assert guide.labels


@every_guide
def test_a_guide_tells_the_year_the_steps_the_mishaps_and_whom_to_ask(guide):
    assert all(words == words.strip() and words[-1] in ".?!" for words in (guide.lead, guide.ask))
    assert all(step.endswith((".", "”.")) for part in guide.parts for step in part.steps)
    assert min(len(guide.year), len(guide.trouble)) >= 3


@every_guide
def test_a_guide_prints_on_two_tagged_pages_of_a4_at_most(guide):
    pdf = pypdf.PdfReader(io.BytesIO(printed(guide.key)))

    root = pdf.trailer["/Root"]
    assert 1 <= len(pdf.pages) <= 2
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"], "/StructTreeRoot" in root) == (True, "vi", True)
    assert {tuple(round(float(side)) for side in each.mediabox[2:]) for each in pdf.pages} == {(595, 842)}


@pytest.mark.django_db
@every_guide
def test_page_pdf_and_word_say_the_same_words(client, cast, guide):
    client.force_login(cast.actor("reader").user)

    answer = bare(client.get(page(guide.key)).content.decode())
    pages = pypdf.PdfReader(io.BytesIO(printed(guide.key))).pages
    on_paper = "".join(bare(each.extract_text()).removeprefix("2").removesuffix("2") for each in pages)
    word = Word(io.BytesIO(render_docx(paper_of(guide, LONGEST))))
    typed = [each.text for each in word.paragraphs]
    typed += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    in_word = bare("".join(typed))

    assert [words for words in guide.words if bare(words) not in answer] == []
    assert [words for words in guide.words if bare(words) not in on_paper] == []
    assert [words for words in guide.words if bare(words) not in in_word] == []


@pytest.mark.django_db
def test_the_list_puts_the_guides_of_the_own_roles_first(client, cast):
    client.force_login(cast.actor("clerk").user)

    answer = client.get(reverse("reports:guides", args=["dong-tam"]))

    assert [guide.key for guide in answer.context["own"]] == ["clerk"]
    assert [guide.key for guide in answer.context["others"]] == [each.key for each in GUIDES if each.key != "clerk"]


@pytest.mark.django_db
@pytest.mark.parametrize("part", PEOPLE)
def test_the_account_menu_leads_to_the_guide_of_the_own_role(client, cast, part):
    actor = cast.actor(part)
    client.force_login(actor.user)

    text = client.get(reverse("reports:guides", args=["dong-tam"])).content.decode()

    assert f'class="dropdown-item" href="{page(actor.memberships[0].role)}">Hướng dẫn</a>' in text


@pytest.mark.django_db
def test_a_word_that_names_no_role_is_not_found(client, cast):
    client.force_login(cast.actor("reader").user)

    assert client.get(page("mayor")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "large"), [({}, False), ({"size": "large"}, True), ({"size": "x"}, False)])
def test_a_guide_is_shown_in_large_letters_where_asked(client, cast, query, large):
    client.force_login(cast.actor("head").user)

    text = client.get(page("unit_head", **query)).content.decode()

    assert ('<body class="large-print"' in text) is large


@pytest.mark.django_db
def test_the_paper_of_a_guide_is_for_its_asker_alone(cast):
    head, officer = cast.actor("head"), cast.actor("officer")
    held = head.memberships[0]

    document = documents.request(KINDS["role-guide"], held, by=head, at=AT)

    assert document.title == "Hướng dẫn sử dụng: Thủ trưởng đơn vị và người nhập liệu"
    assert document in Document.objects.within(head)
    assert document not in Document.objects.within(officer)
    assert document not in Document.objects.within(cast.actor("member"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "role", "offered"),
    [
        ("head", "unit_head", True),
        ("reader", "reader", False),
        ("officer", "clerk", True),
        ("clerk", "leader", False),
    ],
)
def test_a_paper_is_offered_to_those_who_make_papers_where_somebody_holds_the_role(client, cast, part, role, offered):
    cast.actor("clerk")
    client.force_login(cast.actor(part).user)

    text = client.get(page(role)).content.decode()

    assert ("Tạo bản in (PDF, Word)" in text) is offered
    assert cast.actor(part).may(Can.MAKE_PAPERS) is (part != "reader")


@pytest.mark.django_db
def test_a_guide_costs_the_same_queries_with_one_role_and_with_three(client, cast, django_assert_num_queries):
    client.force_login(cast.actor("officer").user)
    for expected in (1, 3):
        while Membership.objects.filter(role=Role.OFFICER).count() < expected:
            Membership.objects.create(person=cast.actor("officer").person, role=Role.OFFICER, unit=cast.unit("economy"))
        with django_assert_num_queries(3):
            client.get(page("officer"))
