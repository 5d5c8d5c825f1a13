"""Who sees what of backups: administrators how they stand, operators the archives, nobody else anything."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from communes.models import HistoryEntry, User
from operations.models import Backup
from province.models import ProvinceAct
from province.tests.factories import make_province
from reports.waiting import groups


def make_backup(finished_at, status="good", **facts):
    """Make the row of a backup that ended."""
    return Backup.objects.create(
        **{"started_at": finished_at - timedelta(minutes=1), "finished_at": finished_at, "status": status,
           "path": "/srv/backups/sao-luu.tar", "sha256": "a" * 64, "size": 3_000_000, "rows": 12_345, "files": 67,
           "reason": "đĩa đã đầy" if status == "failed" else "", **facts}
    )  # fmt: skip


@pytest.fixture
def operator(db):
    """Somebody who runs the machine and holds no role in any commune."""
    return User.objects.create_user("van.hanh", is_staff=True)


@pytest.fixture
def old(db, now):
    """Let the installation be older than a day."""
    User.objects.update(date_joined=now - timedelta(days=2))


def warnings(actor, at):
    """Return what the home page says of backups."""
    return [task.title for group in groups(actor, at=at) if group.title == "Sao lưu" for task in group.tasks]


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (35, []),
        (37, ["Bản sao lưu tốt gần nhất: 2 ngày trước (12/05/2026 20:30)"]),
        (24 * 10, ["Bản sao lưu tốt gần nhất: 10 ngày trước (04/05/2026 09:30)"]),
    ],
)
def test_the_administrators_home_tells_of_an_old_backup(administrator, old, now, hours, told):
    User.objects.update(date_joined=now - timedelta(days=30))
    make_backup(now - timedelta(hours=hours))
    make_backup(now - timedelta(hours=1), status="failed")

    assert warnings(administrator, now) == told


def test_without_any_backup_it_tells_so_from_the_second_day_on(administrator, now):
    User.objects.update(date_joined=now - timedelta(hours=23))
    assert warnings(administrator, now) == []

    User.objects.update(date_joined=now - timedelta(hours=25))

    assert warnings(administrator, now) == ["Chưa có bản sao lưu tốt nào"]


def test_others_and_training_grounds_are_not_told(officer, administrator, commune, now):
    User.objects.update(date_joined=now - timedelta(days=9))
    assert warnings(officer, now) == []

    commune.training_for_id = commune.pk
    type(commune).objects.filter(pk=commune.pk).update(training_for=commune.pk)

    assert warnings(administrator, now) == []


def test_the_page_of_a_commune_shows_the_state_and_no_way_to_the_archives(client, administrator, commune, clock, now):
    backup = make_backup(now - timedelta(days=3))
    make_backup(now - timedelta(hours=1), status="failed")
    client.force_login(administrator.user)

    page = client.get(reverse("operations:backups", args=[commune.slug])).content.decode()

    assert "Bản sao lưu tốt gần nhất: 3 ngày trước" in page and "12.345 dòng dữ liệu, 67 tệp" in page
    assert "/srv/backups" not in page and backup.get_absolute_url() not in page and "đĩa đã đầy" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_an_operator_lists_filters_and_fetches(
    client, operator, now, tmp_path, caplog, django_assert_num_queries, rows
):
    path = tmp_path / "sao-luu.tar"
    path.write_bytes(b"archive")
    made = [make_backup(now - timedelta(days=back), path=str(path)) for back in range(rows)]
    make_backup(now, status="failed")
    client.force_login(operator)
    client.get(reverse("backups"))

    with django_assert_num_queries(4):
        page = client.get(reverse("backups"), {"status": "good", "sort": "size"})

    assert [each.pk for each in page.context["page"]] == [each.pk for each in made]
    with caplog.at_level("WARNING"):
        fetched = client.get(made[0].get_absolute_url())
    assert f"{path} was fetched by account {operator.pk}." in caplog.text
    assert (b"".join(fetched.streaming_content), fetched["Content-Disposition"]) == (
        b"archive", 'attachment; filename="sao-luu.tar"',
    )  # fmt: skip
    path.unlink()
    assert client.get(made[0].get_absolute_url()).status_code == 404


def test_an_archive_that_is_fetched_stands_in_the_history_of_every_commune(
    client, operator, commune, cast, neighbour, now, tmp_path, clock
):
    path = tmp_path / "sao-luu.tar"
    path.write_bytes(b"archive")
    other, province = neighbour("officer").commune, make_province()
    client.force_login(operator)
    backup, younger = make_backup(now - timedelta(days=1), path=str(path)), make_backup(now, path=str(path))

    for each in (backup, backup, younger):
        b"".join(client.get(each.get_absolute_url()).streaming_content)

    with scopes_disabled():
        lines = HistoryEntry.objects.filter(action="backup.fetched").order_by("pk")
        assert [line.commune_id for line in lines] == [commune.pk, other.pk] * 2
        assert {(line.user, line.actor_name, line.acting_as, line.label, line.is_changed) for line in lines} == {
            (operator, "van.hanh", "Người vận hành máy chủ", "Tải bản sao lưu của cả máy chủ: sao-luu.tar", False)
        }
    told = ProvinceAct.objects.filter(action="backup.fetched").values_list("province", "user", "actor_name")
    assert list(told) == [(province.pk, operator.pk, "van.hanh")] * 3


def test_no_role_of_a_commune_leads_to_the_archives(client, administrator, now):
    backup = make_backup(now)
    client.force_login(administrator.user)

    assert client.get(reverse("backups")).status_code == 403
    assert client.get(backup.get_absolute_url()).status_code == 403
    assert "Sao lưu máy chủ" not in client.get("/", follow=True).content.decode()


def test_an_archive_leaves_only_after_a_fresh_password(client, operator, now, settings):
    settings.REAUTH_MINUTES = 0
    client.force_login(operator)

    for address in (make_backup(now).get_absolute_url(), reverse("backups")):
        asked = client.get(address)

        assert (asked.status_code, asked.url) == (
            302, f"{reverse('account_reauthenticate')}?{urlencode({'next': address})}",
        )  # fmt: skip


def test_an_archive_that_failed_or_was_removed_is_not_handed_out(client, operator, now):
    client.force_login(operator)

    for status in ("failed", "removed"):
        assert client.get(make_backup(now, status=status).get_absolute_url()).status_code == 404
