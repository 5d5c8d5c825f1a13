"""Let somebody in again whom nobody in the commune can help: its only administrator, an account of several communes."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

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
        try:
            password = accounts.let_in(username, without_second_step=without_second_step, at=timezone.now())
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from problem
        self.stdout.write(f"{username}\t{password}")
