"""The pages of the training ground: from outside, from inside, and what they mark and refuse."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from awards.models import Certificate
from awards.tests.factories import load_law
from communes.models import Commune, HistoryEntry, Person, PublicPage, Role
from communes.services import training as grounds
from communes.tests.factories import make_membership, make_person
from reports.services import training
from reports.tests.training_cases import Learner, played_by, report, walk

pytestmark = pytest.mark.usefixtures("clock", "law")
BAR = "không phải số liệu thật"


@pytest.fixture
def law(db):
    """The numbers of the law and the voting rules that the product ships."""
    load_law()


@pytest.fixture
def learner(cast, officer, now):
    """The officer of xã Đồng Tâm, in the ground that was just opened."""
    cast.unit("economy"), cast.unit("service")
    return Learner.of(officer, now)


@pytest.fixture
def go(client):
    """Return a function that asks for a page of training as somebody: GET, or POST where data is given."""

    def ask(user, name, commune, *, post=None):
        client.force_login(user)
        url = reverse(f"reports:{name}", args=[commune.slug])
        return client.get(url) if post is None else client.post(url, post)

    return ask


def test_without_a_ground_the_page_says_so_and_offers_it_to_whom_may_open_it(go, commune, officer, reader):
    offered = go(officer.user, "training", commune).content.decode()
    told = go(reader.user, "training", commune).content.decode()

    assert "Địa phương chưa mở khu tập huấn." in told
    assert ("/dong-tam/training/open/" in offered, "/dong-tam/training/open/" in told) == (True, False)


def test_the_officer_opens_the_ground_from_the_page(go, commune, officer):
    answer = go(officer.user, "training-open", commune, post={})

    assert (answer.status_code, answer.url) == (302, "/dong-tam/training/")
    assert grounds.open_ground(commune).slug == "dong-tam-tap-huan"


@pytest.mark.parametrize("name", ["training-open", "training-begin-anew", "training-close"])
def test_a_reader_opens_and_closes_nothing(go, commune, reader, name):
    assert go(reader.user, name, commune, post={}).status_code == 403
    assert not Commune.objects.exclude(training_for=None).exists()


def test_a_unit_head_enters_by_a_role_and_sees_the_lessons_with_who_is_played(go, learner, commune, head):
    someone = grounds.characters(learner.ground, at=learner.at)[0]

    answer = go(head.user, "training-play", commune, post={"person": someone.pk})
    page = go(head.user, "training", learner.ground).content.decode()

    assert answer.url == "/dong-tam-tap-huan/training/"
    assert "<strong>TẬP HUẤN</strong>" in page
    assert f"Đang đóng vai {someone.full_name} (Thủ trưởng đơn vị)." in page
    assert page.count("Chưa làm") == 8


def test_one_button_changes_the_role_and_leads_to_where_the_lesson_is_done(go, client, learner, officer):
    with scope(commune=learner.ground):
        report(learner)
        row = Person.objects.get(full_name="Nguyễn Thị Tập Làm")
    page = go(officer.user, "training", learner.ground).content.decode()
    assert 'name="next" value="/dong-tam-tap-huan/nominations/"' in page

    answer = go(
        officer.user, "training-play", learner.ground,
        post={"person": row.pk, "next": "/dong-tam-tap-huan/nominations/"},
    )  # fmt: skip

    assert answer.url == "/dong-tam-tap-huan/nominations/"
    assert client.get(answer.url).status_code == 200
    assert played_by(officer.user, learner.ground) == row


@pytest.mark.parametrize("asked", ["https://xa.example.org/", "//xa.example.org", "/dong-tam/people/", "\\\\xa"])
def test_the_way_on_stays_inside_the_ground(go, learner, commune, officer, asked):
    someone = grounds.characters(learner.ground, at=learner.at)[0]

    answer = go(officer.user, "training-play", commune, post={"person": someone.pk, "next": asked})

    assert answer.url == "/dong-tam-tap-huan/training/"


def test_a_role_that_somebody_else_plays_is_not_offered_and_not_given(go, learner, commune, officer, head):
    clerk = learner.plays(Role.CLERK).person

    page = go(head.user, "training", commune).content.decode()
    answer = go(head.user, "training-play", commune, post={"person": clerk.pk})

    assert f'<option value="{clerk.pk}"' not in page
    assert answer.url == "/dong-tam/training/"
    assert played_by(officer.user, learner.ground) == clerk
    assert played_by(head.user, learner.ground) is None


def test_a_lesson_is_led_to_a_holder_of_the_role_who_is_free(go, learner, commune, officer, head):
    first, second, *_ = grounds.characters(learner.ground, at=learner.at)
    grounds.play(learner.ground, first.pk, by=head, at=learner.at)
    learner.plays(Role.OFFICER)

    page = go(officer.user, "training", learner.ground).content.decode()

    assert f'name="person" value="{second.pk}"' in page
    assert f'name="person" value="{first.pk}"' not in page


def test_leaving_gives_the_role_back_and_leads_home(go, learner, commune, officer):
    learner.plays(Role.CLERK)

    answer = go(officer.user, "training-leave", learner.ground, post={})

    assert answer.url == "/dong-tam/"
    assert played_by(officer.user, learner.ground) is None
    assert go(officer.user, "training", learner.ground).status_code == 404


def test_a_stranger_and_a_neighbour_find_no_ground(go, learner, commune, stranger, neighbour):
    someone = grounds.characters(learner.ground, at=learner.at)[0]

    for user in (stranger, neighbour("officer").user):
        for place in (commune, learner.ground):
            page = go(user, "training", place)
            assert page.status_code == 404 and "Khu tập huấn" not in page.text
            assert go(user, "training-play", place, post={"person": someone.pk}).status_code == 404
    with scope(commune=learner.ground):
        assert not Person.objects.exclude(user=None).exists()


def test_the_learner_finds_the_ground_only_while_playing(go, learner, officer):
    page = go(officer.user, "home", learner.ground)
    assert page.status_code == 404 and "Khu tập huấn này đã đóng, hoặc đồng chí đã thôi đóng vai." in page.text

    learner.plays(Role.OFFICER)

    assert BAR in go(officer.user, "home", learner.ground).content.decode()


@pytest.mark.parametrize("name", ["reports:home", "communes:people", "communes:search", "campaigns:campaigns",
                                  "reports:documents", "reports:calendar", "awards:book"])  # fmt: skip
def test_every_page_inside_bears_the_bar_and_none_outside(client, learner, commune, officer, name):
    learner.plays(Role.OFFICER)
    client.force_login(officer.user)

    inside, outside = (
        client.get(reverse(name, args=[each.slug])).content.decode() for each in (learner.ground, commune)
    )

    assert (inside.count(BAR), outside.count(BAR)) == (1, 0)


def test_the_preview_of_a_public_page_bears_the_bar_too(client, learner, officer):
    learner.plays(Role.OFFICER)
    client.force_login(officer.user)

    page = client.get("/dong-tam-tap-huan/public-pages/ke-hoach/preview/").content.decode()

    assert page.count(BAR) == 1


def test_public_pages_of_a_ground_answer_as_if_they_had_never_been(client, learner):
    with scope(commune=learner.ground):
        PublicPage.objects.create(
            commune=learner.ground, key="ke-hoach", is_open=True, changed_at=timezone.now(), changed_by="Không ai"
        )

    for url in ("/dong-tam-tap-huan/cong-khai/", "/dong-tam-tap-huan/cong-khai/ke-hoach/"):
        assert client.get(url).status_code == 404


def test_signing_in_leads_to_the_commune_and_not_to_a_choice_with_its_ground(client, learner, officer):
    learner.plays(Role.OFFICER)
    client.force_login(officer.user)

    answer = client.get("/")

    assert (answer.status_code, answer.url) == (302, "/dong-tam/")


def test_who_works_in_two_communes_sees_the_ground_plainly_marked(client, learner, officer, neighbour):
    other = neighbour("officer").commune
    with scope(commune=other):
        make_membership(make_person(other, "Nguyễn Thị Hạnh", user=officer.user), Role.READER)
    learner.plays(Role.OFFICER)
    client.force_login(officer.user)

    page = " ".join(client.get("/").content.decode().split())

    assert page.count("Tập huấn") == 1
    assert page.index("/dong-tam-tap-huan/") < page.index("Tập huấn")


def test_the_menu_leads_to_training(client, commune, member):
    client.force_login(member.user)

    page = client.get("/dong-tam/").content.decode()

    assert 'href="/dong-tam/training/"' in page


def test_the_lessons_ask_few_questions_and_one_less_for_each_that_leads_to_no_record_any_more(
    client, learner, officer, django_assert_num_queries
):
    learner.plays(Role.OFFICER)
    client.force_login(officer.user)
    url = reverse("reports:training", args=[learner.ground.slug])
    client.get(url)

    with django_assert_num_queries(11):
        client.get(url)
    with scope(commune=learner.ground):
        report(learner)
        learner.plays(Role.OFFICER)
    with django_assert_num_queries(10):
        client.get(url)


def test_beginning_anew_and_closing_are_done_from_the_page(go, learner, commune, officer):
    anew = go(officer.user, "training-begin-anew", commune, post={})
    second = grounds.open_ground(commune)
    closed = go(officer.user, "training-close", commune, post={})

    assert (anew.url, second.slug, closed.url) == ("/dong-tam/training/", "dong-tam-tap-huan-2", "/dong-tam/training/")
    assert grounds.open_ground(commune) is None


def test_a_certificate_code_of_a_ground_is_told_to_be_worth_nothing(client, learner):
    with scope(commune=learner.ground):
        walk(learner)
        code = Certificate.objects.get().code

    page = client.get(f"/kiem-tra/{code}/").content.decode()

    assert "Giấy khen dùng khi tập huấn, không có giá trị" in page
    assert "Nội dung in trên giấy khen" not in page


def test_nobody_opens_a_ground_inside_a_ground(go, learner, officer):
    learner.plays(Role.OFFICER)

    answer = go(officer.user, "training-open", learner.ground, post={})

    assert answer.status_code == 302
    assert Commune.objects.exclude(training_for=None).count() == 1
    assert training.open_ground(learner.ground) == learner.ground


def test_a_keeper_frees_a_part_whose_learner_went_home(go, learner, commune, officer, head, other_head):
    someone = grounds.characters(learner.ground, at=learner.at)[0]
    go(head.user, "training-play", commune, post={"person": someone.pk})

    refused = go(other_head.user, "training-give-back", commune, post={"person": someone.pk})
    page = go(officer.user, "training", commune).content.decode()
    go(officer.user, "training-give-back", commune, post={"person": someone.pk})
    again = go(officer.user, "training-give-back", commune, post={"person": someone.pk})

    assert (
        refused.status_code,
        f">{head.name}<" in page.partition("Vai đang có người đóng")[2],
        again.status_code,
    ) == (403, True, 302)
    with scope(commune=learner.ground):
        assert Person.objects.get(pk=someone.pk).user is None
        lines = HistoryEntry.objects.filter(action="training.give_back").values_list("actor_name", "facts")
        assert list(lines) == [(officer.name, {"learner": head.user.username})]


@pytest.mark.parametrize("asked", ["", "x", "9" * 5000], ids=["somebody", "a word", "a number too long"])
def test_a_part_that_nobody_plays_is_not_freed(go, learner, commune, officer, asked):
    someone = grounds.characters(learner.ground, at=learner.at)[0]

    page = go(officer.user, "training-give-back", commune, post={"person": asked or someone.pk})
    told = [str(each) for each in get_messages(page.wsgi_request)]

    assert told == [grounds.NOBODY]
