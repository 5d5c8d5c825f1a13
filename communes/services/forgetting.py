"""What of this app is erased after its term: tables that were read in, accounts and details of people who left."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_scopes import scope

from communes import history
from communes.access import Actor
from communes.models import Person, RetentionTerm, SheetReading
from communes.personal_data import KEPT_ACCOUNTS, PASSING, SWEEPS, Sweep, pass_by, register
from communes.rules.retention import day_before
from communes.services import signing_in
from kit.vietnamese import fold, sort_key

NAMELESS = "Người đã xóa thông tin"
EMPTIED = "da-xoa-"
OFFICE = "Công việc của địa phương; chưa có văn bản nào ấn định thời hạn."


def _tables(before: date):
    """Return the tables settled, or left lying, before a day that still hold what was typed."""
    old = Q(settled_at__date__lt=before) | Q(settled_at=None, uploaded_at__date__lt=before)
    return SheetReading.objects.filter(old).exclude(file="").defer("rows", "lines", "choices")


def _empty_tables(rows: list[SheetReading], *, by: Actor, at: datetime) -> None:
    """Erase rows and file of tables; what became of them, and who sent them in, stays."""
    for reading in rows:
        path = reading.file.name
        if reading.is_open:
            SheetReading.flow.move(reading, "discard", settled_at=at, settled_by=by.name)
        SheetReading.objects.filter(pk=reading.pk).update(rows=[], lines=[], choices={}, unknown=[], file="")
        erase_file(path)


def erase_file(path: str) -> None:
    """Remove a stored file once the transaction is committed."""
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)


def _gone(before: date):
    """Return the people of the open commune who left before a day."""
    return Person.objects.filter(left_on__lt=before).select_related("user")


def _accounts(before: date):
    """Return the people whose accounts serve nobody any more: no operator's, of nobody who works anywhere.

    An account that several communes share waits for the longest of their terms. Training grounds close no accounts:
    theirs are those of the commune itself.
    """
    late = reduce(or_, _longer_terms(before), Q(left_on=None) | Q(left_on__gte=before))
    staying = _everywhere().filter(late)
    rows = _gone(before).filter(user__is_staff=False, user__is_superuser=False, commune__training_for=None)
    for kept in KEPT_ACCOUNTS:
        rows = rows.exclude(user__in=kept(before))
    return rows.exclude(user__username__startswith=EMPTIED).exclude(Exists(staying.filter(user=OuterRef("user"))))


def _everywhere():
    """Return the people of every commune, training grounds left out."""
    return Person.objects.with_scopes_disabled().filter(commune__training_for=None)


def _longer_terms(before: date) -> Iterator[Q]:
    """Yield who is still within the term of the own commune, where it is longer than that of the open one.

    `before` is the day from which the open commune's term counts.
    """
    default = SWEEPS["accounts"].months
    own = RetentionTerm.objects.filter(sweep="accounts").values_list("months", flat=True).first() or default
    everywhere = RetentionTerm.objects.with_scopes_disabled().filter(sweep="accounts")
    for months in everywhere.filter(months__gt=own).values_list("months", flat=True).distinct():
        places = everywhere.filter(months=months).values("commune")
        yield Q(commune__in=places, left_on__gte=day_before(before, months - own))
    if default > own:
        yield ~Q(commune__in=everywhere.values("commune")) & Q(left_on__gte=day_before(before, default - own))


def _empty_accounts(rows: list[Person], *, by: Actor, at: datetime) -> None:
    """Close accounts for good and erase all that told whose they were; the rows stay for history.

    Each commune that shared an account reads it in its own history.
    """
    users = {person.user for person in rows}
    for user in users:
        signing_in.end_sessions(user)
        for kept in (Authenticator, EmailAddress, SocialAccount):
            kept.objects.filter(user=user).delete()
        user.username, user.is_active = f"{EMPTIED}{user.pk}", False
        user.email = user.first_name = user.last_name = user.single_sign_on = ""
        user.last_login = None
        user.set_unusable_password()
        user.save()
    label = "Xóa thông tin tài khoản hết thời hạn"
    for person in rows:
        history.record("account.emptied", person, by=by, at=at, label=label)
    others = _everywhere().filter(user__in=users).exclude(pk__in=[person.pk for person in rows])
    for person in others.select_related("commune"):
        with scope(commune=person.commune):
            history.record("account.emptied", person, by=Actor.of_product(person.commune), at=at, label=label)


def _details(before: date):
    """Return the people who left before a day and whose year of birth or gender is still kept."""
    return _gone(before).exclude(birth_year=None, gender="")


def _empty_details(rows: list[Person], *, by: Actor, at: datetime) -> None:
    """Erase year of birth and gender of people; decisions keep what they said."""
    Person.objects.filter(pk__in=[person.pk for person in rows]).update(birth_year=None, gender="")
    for person in rows:
        history.record("person.details_erased", person, by=by, at=at, label="Xóa năm sinh, giới tính hết thời hạn")


def _nameable(before: date):
    """Return the people who left before a day, have no account in use, and whom no record names."""
    rows = _gone(before).exclude(full_name=NAMELESS)
    rows = rows.filter(Q(user=None) | Q(user__username__startswith=EMPTIED))
    for relation in Person._meta.related_objects:
        if relation.related_model._meta.label not in PASSING:
            naming = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(naming))
    return rows


def _take_names(rows: list[Person], *, by: Actor, at: datetime) -> None:
    """Take from people all that tells who they were; their rows stay, without a name."""
    for person in rows:
        person.full_name, person.folded, person.sort_key = NAMELESS, fold(NAMELESS), sort_key(NAMELESS)
        person.gender = person.position = person.category = ""
        person.birth_year = person.joined_on = person.unit = None
        person.save()
        history.record("person.forgotten", person, by=by, at=at, label="Xóa thông tin người đã thôi công tác")


pass_by("communes.Membership")
register(
    Sweep(
        "sheets", "Bảng Excel đã gửi vào", "Các dòng đã đọc và tệp Excel.",
        "Tên tệp, mã băm, ai gửi, kết quả nhập.", 12, OFFICE, _tables, _empty_tables,
    ),
    Sweep(
        "accounts", "Tài khoản của người đã thôi công tác",
        "Tên đăng nhập, thư điện tử, mật khẩu, mã và khóa xác thực, phiên, tên trên hệ thống của tỉnh.",
        "Dòng lịch sử về việc đã làm.", 12, OFFICE, _accounts, _empty_accounts,
    ),
    Sweep(
        "details", "Năm sinh, giới tính của người đã thôi công tác", "Năm sinh và giới tính trong danh sách con người.",
        "Năm sinh, giới tính đã ghi trong quyết định, sổ khen thưởng.", 24, OFFICE, _details, _empty_details,
    ),
    Sweep(
        "people", "Người đã thôi công tác mà không hồ sơ nào nêu tên",
        "Họ tên, chức vụ, nhóm, đơn vị, ngày bắt đầu công tác.",
        "Người có trong hồ sơ, quyết định, sổ khen thưởng, phiên họp; dòng lịch sử.", 60, OFFICE,
        _nameable, _take_names,
    ),
)  # fmt: skip
