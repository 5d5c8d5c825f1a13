"""Who gets in where: every address of a province, with strangers, neighbours and both roles."""

import pytest
from django.urls import reverse

from communes.access import Actor
from province import urls_root
from province.access import GRANTS, May
from province.models import CommuneSheet, ProvinceCommune, RollUpPaper
from province.tests.factories import AT, make_member, make_province

pytestmark = pytest.mark.usefixtures("year_end")
PATTERNS = {each.name: each for each in urls_root.urlpatterns}
POSTED = {
    "acts-export", "commune-leave", "member-reset", "member-remove-second-step", "member-lift-throttle", "member-end",
    "roll-up-make", "sheet-apply", "sheet-discard",
}  # fmt: skip


@pytest.fixture
def url(province, viewer, cast, year):
    """Return what gives the address of a page about a record of the province."""
    sheet = CommuneSheet.objects.create(province=province, name="a.xlsx", rows=[], uploaded_at=AT, uploaded_by="Minh")
    paper = RollUpPaper.objects.create(
        province=province, year=2026, content={}, status="ready", requested_at=AT, pdf="x.pdf"
    )
    others = {"year": 2026, "format": "pdf"}
    keys = {"commune": ProvinceCommune.objects.get().pk, "sheet": sheet.pk, "member": viewer.pk, "roll": paper.pk}

    def of(name, slug=province.slug):
        given = {each: others.get(each) for each in PATTERNS[name].pattern.converters}
        if "pk" in given:
            given["pk"] = keys.get(name.partition("-")[0])
        if name == "paper-file":
            given = {"kind": "tong-ket", "pk": year["summary"].pk, "format": "pdf"}
        return reverse(f"province:{name}", kwargs={"slug": slug, **given})

    return of


def test_every_view_declares_what_it_needs():
    assert {name for name, each in PATTERNS.items() if not isinstance(each.callback.needs_of_province, May)} == set()


@pytest.mark.parametrize("name", PATTERNS)
def test_neither_another_province_nor_a_commune_nor_a_stranger_gets_in(client, url, name, administrator, stranger):
    abroad = make_member(make_province("hai-phong", "thành phố Hải Phòng"), "administrator")
    gone = make_member(abroad.province, "administrator", ends_on=AT.date().replace(day=1))

    for user in (abroad.user, administrator.user, stranger):
        client.force_login(user)
        looked = 405 if name in POSTED else 404
        assert (client.get(url(name)).status_code, client.post(url(name)).status_code) == (looked, 404), user
    client.force_login(gone.user)
    assert client.get(url("home", "hai-phong")).status_code == 404
    client.logout()
    assert client.get(url(name)).url.startswith("/tai-khoan/")


@pytest.mark.parametrize("name", [name for name, each in PATTERNS.items() if "pk" in each.pattern.converters])
def test_a_record_of_one_province_is_not_there_in_another(client, url, name):
    abroad = make_member(make_province("hai-phong", "thành phố Hải Phòng"), "administrator")
    client.force_login(abroad.user)

    ask = client.post if name in POSTED else client.get
    assert ask(url(name, "hai-phong")).status_code == 404


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", GRANTS)
def test_each_role_gets_what_its_rights_say(client, url, province, role, name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_member(province, role).user)
    allowed = PATTERNS[name].callback.needs_of_province in GRANTS[role]

    if name in POSTED:
        assert client.get(url(name)).status_code == 405
        done = 200 if name in ("member-reset", "acts-export") else 302
        assert client.post(url(name)).status_code == (done if allowed else 403)
    else:
        # The files were never written: the address is open, the file is missing.
        found = {404} if name in ("paper-file", "roll-up-file") else {200}
        assert client.get(url(name)).status_code in (found if allowed else {403})


def test_somebody_of_the_province_is_nobody_in_a_commune(client, viewer, manager, cast):
    for member in (viewer, manager):
        client.force_login(member.user)
        assert Actor.of_user(member.user, cast.commune, on=AT.date()) is None
        for name in ("reports:home", "campaigns:campaigns", "communes:people", "reports:documents", "awards:book"):
            assert client.get(reverse(name, args=[cast.commune.slug])).status_code == 404
