"""Letting somebody in again from the machine itself."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django_scopes import scopes_disabled

from communes.models import HistoryEntry, Person
from communes.tests.factories import make_commune


def test_a_locked_out_administrator_gets_a_first_password_and_history_tells(administrator, client, capsys):
    user = administrator.user
    user.is_active = False
    user.save()

    call_command("let_in", user.username)

    name, password = capsys.readouterr().out.strip().split("\t")
    assert name == user.username
    assert client.login(username=name, password=password)
    user.refresh_from_db()
    assert user.must_change_password
    told = HistoryEntry.objects.filter(action__startswith="account.").order_by("pk").values_list("action", "actor_name")
    assert [action for action, _ in told] == ["account.unlocked", "account.reset"]
    assert administrator.person.full_name not in {name for _, name in told}


@pytest.mark.parametrize("staff", [False, True])
def test_an_account_of_two_communes_or_of_the_operator_is_let_in_and_each_commune_reads_of_it(
    administrator, client, capsys, staff
):
    user, here = administrator.user, administrator.commune
    user.is_staff = staff
    user.save()
    for slug, left_on in (("tan-lap", date(2026, 1, 5)), ("yen-son", None)):
        commune = make_commune(slug, slug)
        Person.objects.create(commune=commune, user=user, full_name="Lê Thị Hoa", sort_key="hoa", left_on=left_on)

    call_command("let_in", user.username)

    name, password = capsys.readouterr().out.strip().split("\t")
    assert client.login(username=name, password=password)
    with scopes_disabled():
        told = list(HistoryEntry.objects.filter(action="account.reset").order_by("pk").values_list("commune__slug"))
    assert told == [(here.slug,), ("yen-son",), ("tan-lap",)]


@pytest.mark.parametrize(
    ("username", "options", "words"),
    [("khong.co", {}, "Không có tài khoản"), (None, {"without_second_step": True}, "không bật xác thực hai bước")],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(administrator, username, options, words):
    before = administrator.user.password

    with pytest.raises(CommandError, match=words):
        call_command("let_in", username or administrator.user.username, **options)

    administrator.user.refresh_from_db()
    assert administrator.user.password == before
