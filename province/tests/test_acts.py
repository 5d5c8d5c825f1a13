"""The history of a province: sealed by the beat, checked line by line, taken out whole."""

import json
from datetime import timedelta
from hashlib import sha256
from importlib import import_module
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from communes import tasks
from communes.services import audit, seals
from communes.tests.audit_cases import in_service
from communes.tests.sign_in_cases import let_pass
from province.models import ProvinceAct, ProvinceSeal
from province.services import acts
from province.tests.factories import AT, make_province, visitor_of

TRIGGERS = import_module("province.migrations.0003_acts_are_sealed")


@pytest.fixture
def lines(by, province):
    """Five acts of the province, the first ones of its making besides."""
    return [acts.record("commune.added", by=by, at=AT, label=each, about="xã Đồng Tâm") for each in "abcde"]


def seal_history():
    """Let the beat seal, as in service."""
    with in_service():
        tasks.seal_history()


def tamper(statement: str, values: list) -> None:
    """Take the triggers down as the owner of a database can, and run a statement."""
    with connection.cursor() as cursor:
        for each in TRIGGERS.ALLOW:
            TRIGGERS.first.run(connection, each)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(statement, values)


def test_the_beat_seals_every_province_in_a_chain_of_its_own(province, lines):
    make_province("hai-phong", "thành phố Hải Phòng")

    seal_history()

    assert not ProvinceAct.objects.filter(seal=None).exists()
    own = ProvinceSeal.objects.filter(province=province).order_by("number").values_list("number", "entry_id")
    assert list(own) == list(enumerate(province.acts.order_by("pk").values_list("pk", flat=True), start=1))
    assert ProvinceSeal.objects.filter(number=1, previous="").count() == 2
    assert audit.verify(province).wrong is None


def test_lines_that_older_code_writes_without_a_digest_are_sealed_by_their_words(province, lines):
    row = {"province": province, "actor_name": "Minh", "at": AT, "action": "x", "label": "Việc cũ", "digest": ""}
    old = ProvinceAct.objects.create(**row)
    seals.seal(province, at=AT)
    assert audit.verify(province).wrong is None

    tamper("UPDATE province_provinceact SET label = %s WHERE id = %s", ["Việc khác", old.pk])

    assert audit.verify(province).wrong.entry == old


@pytest.mark.parametrize(("column", "value"), [
    ("label", "khác"), ("actor_name", "Ai đó"), ("about", ""), ("at", AT + timedelta(seconds=1)), ("user_id", None),
    ("digest", "0" * 64), ("digest", ""),
], ids=["label", "actor", "about", "at", "user", "digest", "no digest"])  # fmt: skip
def test_the_first_altered_line_is_named(province, lines, column, value, capsys):
    seals.seal(province, at=AT)
    with transaction.atomic():
        tamper(f"UPDATE province_provinceact SET {column} = %s WHERE id >= %s", [value, lines[2].pk])
        if (column, value) == ("digest", ""):
            tamper("UPDATE province_provinceact SET label = %s WHERE id >= %s", ["khác", lines[2].pk])
        number = ProvinceSeal.objects.get(entry=lines[2]).number

        with pytest.raises(SystemExit, match="1"):
            call_command("verify_audit", "--province", province.slug, "--json")
        told = json.loads(capsys.readouterr().out)
        transaction.set_rollback(True)

    assert (told["province"], told["ok"]) == (province.slug, False)
    assert (told["wrong"]["number"], told["wrong"]["entry"]) == (number, lines[2].pk)


def test_the_command_checks_communes_and_provinces_and_compares_with_a_noted_seal(province, lines, capsys):
    last = seals.seal(province, at=AT)

    call_command("verify_audit")
    told = capsys.readouterr().out
    assert "xã Đồng Tâm: " in told and f"tỉnh Thái Nguyên: nguyên vẹn, {last.number} dòng" in told
    call_command("verify_audit", "--province", province.slug, "--noted", f"{last.number}:{last.digest}")
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_audit", "--province", province.slug, "--noted", f"{last.number}:{'0' * 64}")


def test_the_database_refuses_to_change_or_remove_an_act_or_its_seal(province, lines, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("The triggers come with the migrations.")
    seals.seal(province, at=AT)
    tries = [
        lambda: ProvinceAct.objects.update(label="x"), lambda: ProvinceSeal.objects.update(digest="x"),
        lambda: ProvinceSeal.objects.all().delete(), lambda: ProvinceAct.objects.filter(seal=None).delete(),
    ]  # fmt: skip
    acts.record("x", by=visitor_of(province.members.get()), at=AT, label="chưa niêm phong")
    if connection.vendor == "postgresql":
        truncate = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE province_provinceseal"
        tries.append(lambda: connection.cursor().execute(truncate))

    for act in tries:
        with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
            act()


def test_an_inspector_recomputes_what_the_administrator_takes_out(client, province, manager, lines):
    def digest(told):
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    client.force_login(manager.user)
    answer = client.post(reverse("province:acts-export", args=[province.slug]))

    about, *found = map(json.loads, b"".join(answer.streaming_content).decode().splitlines())
    previous = ""
    for number, each in enumerate(found, start=1):
        assert (each["number"], each["previous"], each["digest"]) == (number, previous, digest(each["words"]))
        link = {"previous": previous, "number": number, "entry": each["digest"], "sealed_at": each["sealed_at"]}
        assert each["seal"] == digest(link)
        previous = each["seal"]
    assert (about["tỉnh, thành phố"], about["number"], about["seal"]) == (province.name, len(found), previous)
    assert len(found) == ProvinceAct.objects.filter(province=province).count()
    assert found[-1]["words"]["label"] == "Xuất nhật ký cho thanh tra, kiểm tra"
    assert "tinh-thai-nguyen" in answer["Content-Disposition"]


def test_the_page_opens_with_a_password_of_the_last_minutes(client, province, manager):
    address = reverse("province:acts", args=[province.slug])
    client.force_login(manager.user)
    assert client.get(address).status_code == 200

    let_pass(client, minutes=16)

    assert client.get(address).url == f"{reverse('account_reauthenticate')}?{urlencode({'next': address})}"


def test_the_page_shows_numbers_and_the_last_seal_in_the_same_queries(
    client, province, manager, lines, django_assert_num_queries
):
    address = reverse("province:acts", args=[province.slug])
    client.force_login(manager.user)
    client.get(address)
    assert "Chờ niêm phong" in client.get(address).content.decode()

    last = seals.seal(province, at=AT)

    with django_assert_num_queries(6):
        told = client.get(address).content.decode()
    assert f"{last.number}:{last.digest}" in told and "Chờ niêm phong" not in told
