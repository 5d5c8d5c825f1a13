"""Fill the database with five example communes, or list their sign-ins."""

from django.core.management.base import BaseCommand, CommandError

from campaigns.services.loading import LoadingRefused
from reports.demo import accounts, filling


class Command(BaseCommand):
    """`demo` fills an empty database; `demo --accounts` prints commune, role, user name, password."""

    help = "Nạp dữ liệu mẫu của năm địa phương vào cơ sở dữ liệu trống; --accounts liệt kê tài khoản mẫu."

    def add_arguments(self, parser):
        """Take whether only the sign-ins are wanted."""
        parser.add_argument("--accounts", action="store_true", help="chỉ in tài khoản mẫu, cách nhau bằng dấu tab")

    def handle(self, *args, **options):
        """List the sign-ins, or fill in the demo where it is not there yet."""
        if options["accounts"]:
            self.list_accounts()
            return
        try:
            if filling.already_there():
                self.stdout.write("Dữ liệu mẫu đã có sẵn, không thay đổi gì.")
                return
            unmade = filling.fill(say=self.stdout.write)
        except filling.Refused as refused:
            raise CommandError(str(refused)) from refused
        except LoadingRefused as refused:
            raise CommandError("\n".join(refused.reasons)) from refused
        for document in unmade:
            self.stderr.write(f"Chưa tạo được tệp của “{document}”: {document.cause}")
        self.stdout.write("Đã nạp dữ liệu mẫu. Xem tài khoản: python manage.py demo --accounts")

    def list_accounts(self):
        """Print one line for each role of each account; nothing while the demo or its password is not there."""
        password = accounts.kept_password()
        if password is None:
            self.stderr.write("Chưa có mật khẩu mẫu: chạy “python manage.py demo”, hoặc đặt biến DEMO_PASSWORD.")
            return
        for line in accounts.sign_ins(filling.SLUGS):
            self.stdout.write("\t".join((*line, password)))
