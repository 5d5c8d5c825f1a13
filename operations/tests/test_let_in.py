"""Letting somebody in again from the machine itself."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from communes.models import HistoryEntry


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
