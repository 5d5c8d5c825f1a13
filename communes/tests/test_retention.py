"""What is erased after its term: shown first, exactly what was shown, with a line that does not hold it."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django_scopes import scope

from communes.addresses import here
from communes.models import HistoryEntry, Membership, Person, RetentionTerm, Role, SheetReading
from communes.rules import retention as rule
from communes.services import retention
from communes.services.forgetting import NAMELESS
from communes.tests.factories import make_commune, make_membership, make_person, make_user
from communes.tests.sheet_cases import received, workbook_of

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 6, 1)


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [
        (date(2026, 5, 14), 12, date(2025, 5, 14)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 5, 14), 5, date(2025, 12, 14)),
        (date(2026, 12, 31), 120, date(2016, 12, 31)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
    ],
)
def test_a_term_is_counted_in_months(on, months, before):
    assert rule.day_before(on, months) == before


@pytest.mark.parametrize(("months", "words"), [(12, "1 năm"), (18, "18 tháng"), (120, "10 năm"), (1, "1 tháng")])
def test_a_term_is_told_in_years_where_it_is_some(months, words):
    assert rule.in_words(months) == words


@pytest.fixture
def gone(commune):
    """Somebody who left long ago, with an account that served."""
    user = make_user("lanh.tt", email="lanh@xa.vn", single_sign_on="lanh.tinh")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "s"})
    person = make_person(
        commune, "Tạ Thị Lành", user=user, birth_year=1970, gender="female", position="Văn thư", left_on=LONG_AGO
    )
    make_membership(person, Role.CLERK, starts_on=date(2010, 1, 1), ends_on=LONG_AGO)
    return person


def found(key, at):
    """Return what one sweep would erase."""
    return retention.due_of(key, at=at)


def swept(key, by, at):
    """Erase what one sweep shows."""
    return retention.act({key: found(key, at).mark}, by=by, at=at)[key]


def test_details_account_and_at_last_the_name_go_and_no_line_tells_them(gone, administrator, now):
    assert found("people", now).names == ()

    done = [swept(key, administrator, now) for key in ("details", "accounts", "people")]

    assert done == [1, 1, 1]
    gone = Person.objects.select_related("user").get(pk=gone.pk)
    assert (gone.full_name, gone.position, gone.birth_year, gone.gender) == (NAMELESS, "", None, "")
    assert (gone.user.username, gone.user.email, gone.user.single_sign_on) == (f"da-xoa-{gone.user.pk}", "", "")
    assert (gone.user.is_active, gone.user.has_usable_password()) == (False, False)
    assert not Authenticator.objects.filter(user=gone.user).exists()
    assert Membership.objects.filter(person=gone).exists()
    lines = HistoryEntry.objects.filter(action__startswith="retention.").order_by("pk")
    assert [(line.facts["sweep"], line.facts["count"]) for line in lines] == [
        ("details", 1), ("accounts", 1), ("people", 1),
    ]  # fmt: skip
    told = " ".join(f"{line.label} {line.reason} {line.facts}" for line in HistoryEntry.objects.all())
    assert not any(word in told for word in ("1970", "lanh", "Tạ Thị Lành"))
    assert [found(key, now).number for key in ("details", "accounts", "people")] == [0, 0, 0]


@pytest.mark.parametrize("why", ["working", "recently", "operator", "elsewhere", "above"])
def test_an_account_in_use_is_not_touched(gone, now, why, monkeypatch):
    if why == "working":
        Person.objects.filter(pk=gone.pk).update(left_on=None)
    if why == "recently":
        Person.objects.filter(pk=gone.pk).update(left_on=timezone.localdate(now) - timedelta(days=300))
    if why == "operator":
        type(gone.user).objects.filter(pk=gone.user.pk).update(is_staff=True)
    if why == "elsewhere":
        other = make_commune("dai-son", "Đại Sơn")
        with scope(commune=other):
            make_person(other, "Tạ Thị Lành", user=gone.user)

    if why == "above":
        monkeypatch.setattr("communes.services.forgetting.KEPT_ACCOUNTS", [lambda before: [gone.user.pk]])

    assert found("accounts", now).names == ()


def test_tables_lose_their_rows_and_their_file_and_keep_what_became_of_them(
    administrator, go, now, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    reading = received("people", workbook_of(("Lò Thị Mai",)), administrator, now)
    fresh = received("people", workbook_of(("Lò Thị Na",)), administrator, now)
    SheetReading.objects.filter(pk=reading.pk).update(uploaded_at=now - timedelta(days=400))
    path = reading.file.name

    with django_capture_on_commit_callbacks(execute=True):
        swept("sheets", administrator, now)

    reading.refresh_from_db()
    assert (reading.rows, reading.lines, reading.file.name, reading.status) == ([], [], "", "discarded")
    assert (reading.name, reading.size > 0) == ("bang.xlsx", True)
    assert not default_storage.exists(path)
    assert [go(administrator, name, reading.pk).status_code for name in ("sheet", "sheet-file")] == [200, 404]
    fresh.refresh_from_db()
    assert fresh.rows and default_storage.exists(fresh.file.name)


def test_other_rows_than_those_shown_are_not_erased(gone, administrator, commune, now):
    shown = found("details", now)
    make_person(commune, "Lò Văn Páo", birth_year=1960, left_on=LONG_AGO)

    with pytest.raises(ValidationError, match="danh sách đã thay đổi"):
        retention.act({"details": shown.mark}, by=administrator, at=now)
    gone.refresh_from_db()
    assert gone.birth_year == 1970


def test_nothing_goes_where_one_of_two_lists_has_changed(gone, administrator, now):
    with pytest.raises(ValidationError, match="danh sách đã thay đổi"):
        retention.act({"details": found("details", now).mark, "accounts": "another"}, by=administrator, at=now)
    gone.refresh_from_db()
    assert gone.birth_year == 1970


def test_what_one_list_makes_due_in_another_waits_for_the_next_turn(gone, administrator, now):
    marks = {key: found(key, now).mark for key in ("accounts", "people")}

    assert retention.act(marks, by=administrator, at=now) == {"accounts": 1, "people": 0}
    assert found("people", now).names == ("Tạ Thị Lành",)


def test_only_so_many_go_in_one_turn_and_the_rest_in_the_next(administrator, commune, now, monkeypatch):
    monkeypatch.setattr(retention, "MOST", 2)
    for number in range(3):
        make_person(commune, f"Lò Văn {number}", birth_year=1960, left_on=LONG_AGO)

    shown = found("details", now)

    assert (shown.number, len(shown.names), shown.left) == (3, 2, 1)
    assert [swept("details", administrator, now) for _ in range(2)] == [2, 1]


def test_only_who_keeps_personal_data_erases_it_or_sets_a_term(gone, officer, now):
    with pytest.raises(PermissionDenied):
        retention.act({"details": found("details", now).mark}, by=officer, at=now)
    with pytest.raises(PermissionDenied):
        retention.set_term("details", months=1, source="Quy chế", by=officer, at=now)


def test_nothing_of_another_commune_is_shown_or_erased(gone, administrator, now):
    other = make_commune("dai-son", "Đại Sơn")
    with scope(commune=other):
        theirs = make_person(other, "Lò Văn Páo", birth_year=1960, left_on=LONG_AGO)

    assert found("details", now).names == ("Tạ Thị Lành",)
    swept("details", administrator, now)

    with scope(commune=other):
        theirs.refresh_from_db()
        assert theirs.birth_year == 1960


def test_a_term_of_ones_own_takes_the_place_of_the_default_and_is_confirmed_by_it(gone, administrator, now):
    Person.objects.filter(pk=gone.pk).update(left_on=timezone.localdate(now) - timedelta(days=100))
    assert (found("details", now).number, found("details", now).term.confirmed) == (0, False)

    retention.set_term("details", months=3, source="Quy chế số 05", by=administrator, at=now)

    assert (found("details", now).number, found("details", now).term.confirmed) == (1, True)
    retention.set_term("details", months=4, source="Quy chế số 06", by=administrator, at=now)
    lines = HistoryEntry.objects.filter(action="retention.term").order_by("pk")
    assert [line.facts["changes"] for line in lines] == [
        [["Thời hạn", "2 năm", "3 tháng"], ["Căn cứ", "", "Quy chế số 05"]],
        [["Thời hạn", "3 tháng", "4 tháng"], ["Căn cứ", "Quy chế số 05", "Quy chế số 06"]],
    ]


def test_a_first_term_set_by_two_at_once_is_refused_in_words(administrator, now, monkeypatch):
    retention.set_term("details", months=3, source="Quy chế số 05", by=administrator, at=now)
    monkeypatch.setattr(RetentionTerm.objects.all().__class__, "first", lambda rows: None)
    monkeypatch.setattr(RetentionTerm, "full_clean", lambda row: None)

    with pytest.raises(ValidationError, match="Người khác vừa đặt thời hạn này"):
        retention.set_term("details", months=4, source="Quy chế số 06", by=administrator, at=now)


@pytest.mark.parametrize(("theirs", "due"), [(24, 0), (2, 1), (None, 0)], ids=["longer", "over", "default"])
def test_an_account_shared_with_another_commune_waits_for_the_longer_term(gone, administrator, now, theirs, due):
    other = make_commune("dai-son", "Đại Sơn")
    retention.set_term("accounts", months=1, source="Quy chế số 05", by=administrator, at=now)
    with scope(commune=other):
        left = timezone.localdate(now) - timedelta(days=100)
        shared = make_person(other, "Tạ Thị Lành", user=gone.user, left_on=left)
        if theirs:
            facts = {"source": "Quy chế", "set_by": "Mai", "set_at": now}
            RetentionTerm.objects.create(commune=other, sweep="accounts", months=theirs, **facts)

    assert found("accounts", now).number == due
    if due:
        swept("accounts", administrator, now)
        with scope(commune=other):
            line = HistoryEntry.objects.get(action="account.emptied", commune=other)
            assert (line.record_id, line.user) == (shared.pk, None)


@pytest.mark.parametrize("unconfirmed", [False, True])
def test_the_command_erases_by_confirmed_terms_unless_more_is_asked_for(gone, administrator, now, unconfirmed):
    other, out = make_commune("dai-son", "Đại Sơn"), StringIO()
    retention.set_term("details", months=24, source="Quy chế số 05", by=administrator, at=now)
    with scope(commune=other):
        theirs = make_person(other, "Lò Văn Páo", birth_year=1960, left_on=LONG_AGO)

    call_command("retention", act=True, only=["details"], unconfirmed=unconfirmed, stdout=out)

    gone.refresh_from_db()
    with scope(commune=other):
        theirs.refresh_from_db()
    assert (gone.birth_year, theirs.birth_year) == (None, None if unconfirmed else 1960)
    assert ("để nguyên 1 mục, địa phương chưa xác nhận thời hạn" in out.getvalue()) is not unconfirmed


def test_the_command_shows_and_acts_for_every_commune(gone, commune):
    other = make_commune("dai-son", "Đại Sơn")
    with scope(commune=other):
        make_person(other, "Lò Văn Páo", birth_year=1960, left_on=LONG_AGO)

    shown, done = StringIO(), StringIO()
    call_command("retention", show=True, only=["details"], stdout=shown)
    gone.refresh_from_db()
    kept = gone.birth_year
    call_command("retention", act=True, only=["details"], unconfirmed=True, stdout=done)
    gone.refresh_from_db()

    assert (shown.getvalue().count("hết thời hạn 1 mục"), kept) == (2, 1970)
    assert (done.getvalue().count("đã xóa 1 mục"), gone.birth_year) == (2, None)


@pytest.fixture
def go(client, clock):
    """Open or send an address as somebody who has just signed in."""

    def visit(actor, name, *args, data=None):
        client.force_login(actor.user)
        url = here(actor, f"communes:{name}", *args)
        return client.get(url) if data is None else client.post(url, data)

    return visit


def test_the_page_shows_names_and_erases_what_is_ticked(gone, administrator, go):
    page = go(administrator, "retention")
    assert "Tạ Thị Lành" in page.text and "Cần xác nhận" in page.text
    marks = {f"mark-{due.term.sweep.key}": due.mark for due in page.context["lines"] if due.names}

    answer = go(administrator, "retention", data={**marks, "sweep": ["details"]})

    assert answer.status_code == 302
    gone.refresh_from_db()
    assert (gone.birth_year, gone.user.username) == (None, "lanh.tt")


def test_a_page_on_which_nothing_is_ticked_erases_nothing(gone, administrator, go):
    go(administrator, "retention", data={})

    assert not HistoryEntry.objects.filter(action="retention.erased").exists()
    assert "Hãy chọn ít nhất một loại dữ liệu." in go(administrator, "personal-data").text


@pytest.mark.parametrize(("months", "words"), [("0", "ít nhất là 1 tháng"), ("900", "nhiều nhất là 840 tháng")])
def test_a_term_beyond_reason_is_refused_and_what_was_typed_stays(administrator, go, months, words):
    answer = go(administrator, "retention-term", "sheets", data={"months": months, "source": "Quy chế số 05"})

    assert words in answer.text and "Quy chế số 05" in answer.text
    assert not RetentionTerm.objects.exists()


def test_an_old_session_is_asked_for_the_password_before_anything_is_erased(gone, administrator, go, monkeypatch):
    monkeypatch.setattr("communes.reauth.is_recent", lambda request: False)
    mark = found("details", datetime.now(timezone.get_default_timezone())).mark

    answer = go(administrator, "retention", data={"sweep": ["details"], "mark-details": mark})

    assert "Xác nhận là chính bạn" in answer.text
    gone.refresh_from_db()
    assert gone.birth_year == 1970
