"""Let somebody in again whom nobody in the commune can help: its only administrator, above all."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from communes.access import Actor
from communes.models import Person
from communes.services import accounts


class Command(BaseCommand):
    """`let_in USERNAME` prints a first password once and ends the sessions of before; the act stands in history."""

    help = "Đặt mật khẩu mới cho một tài khoản, mở khóa nếu đang khóa; mật khẩu chỉ in ra một lần."

    def add_arguments(self, parser):
        """Take the account, and whether the second step goes as well."""
        parser.add_argument("username", metavar="TÊN", help="tên đăng nhập")
        parser.add_argument("--without-second-step", action="store_true", help="gỡ cả xác thực hai bước")

    def handle(self, *args, username, without_second_step, **options):
        """Do it as the product itself and print the password."""
        with scopes_disabled():
            person = Person.objects.select_related("commune", "user").filter(user__username=username).first()
        if person is None:
            raise CommandError(f"Không có tài khoản “{username}”, hoặc tài khoản không gắn với ai ở địa phương nào.")
        facts = {"by": Actor.of_product(person.commune), "at": timezone.now()}
        try:
            with scope(commune=person.commune), transaction.atomic():
                if not person.user.is_active:
                    accounts.unlock(person, **facts)
                if without_second_step:
                    accounts.remove_second_factor(person, **facts)
                password = accounts.reset_password(person, **facts)
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from problem
        self.stdout.write(f"{username}\t{password}")
