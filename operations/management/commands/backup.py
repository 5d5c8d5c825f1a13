"""Make one archive of the whole installation."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.management.secrets import asked_twice, first_line
from operations.models import Backup
from operations.rules.keeping import Keep
from operations.services import backups
from operations.services.problems import Stopped
from operations.services.sealing import Lock, checked


class Command(BaseCommand):
    """`backup` writes one archive while people work and says what is in it."""

    help = "Sao lưu cơ sở dữ liệu và mọi tệp vào một tệp, trong khi phần mềm vẫn chạy."

    def add_arguments(self, parser):
        """Take where to, for whom it is encrypted, and how many archives stay."""
        parser.add_argument("--to", metavar="THƯ_MỤC", default=str(settings.BACKUP_DIR), help="thư mục đặt bản sao lưu")
        lock = parser.add_mutually_exclusive_group()
        lock.add_argument("--recipient", metavar="KHÓA", default=None, help="mã hóa cho khóa công khai này (age1…)")
        lock.add_argument("--passphrase", action="store_true", help="mã hóa bằng cụm mật khẩu, hỏi khi chạy")
        lock.add_argument("--passphrase-file", metavar="TỆP", help="mã hóa bằng cụm mật khẩu ở dòng đầu của tệp")
        lock.add_argument("--plain", action="store_true", help="không mã hóa, dù BACKUP_RECIPIENT đã đặt")
        parser.add_argument("--keep", metavar="NGÀY,TUẦN,THÁNG", help="sau đó xóa bớt bản cũ, ví dụ 7,4,12")
        parser.add_argument("--with-secret-key", action="store_true", help="đưa cả khóa bí mật vào (chỉ khi mã hóa)")

    def handle(self, *args, **options):
        """Make the archive, remove the old ones where asked for, print what came of it."""
        folder = Path(options["to"]).resolve()
        try:
            keep = Keep.read(options["keep"]) if options["keep"] else None
            made = backups.make(
                folder=folder, lock=_lock(options), at=timezone.now(), with_secret_key=options["with_secret_key"]
            )
        except (Stopped, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        if made.status == Backup.Status.FAILED:
            raise CommandError(f"Không sao lưu được: {made.reason}.")
        self.stdout.write(f"Đã sao lưu {made.rows} dòng, {made.files} tệp, {made.size} byte: {made.path}")
        self.stdout.write(f"SHA-256: {made.sha256}")
        if made.lost:
            self.stderr.write(f"{made.lost} tệp có tên trong dữ liệu nhưng không còn hoặc khác nội dung lúc tải lên.")
        for each in backups.rotate(folder=folder, keep=keep) if keep else ():
            self.stdout.write(f"Đã xóa bản cũ {each.path}")


def _lock(options: dict) -> Lock:
    """Return for whom the archive is encrypted."""
    if options["passphrase"]:
        return Lock(passphrase=asked_twice())
    if options["passphrase_file"]:
        return Lock(passphrase=first_line(options["passphrase_file"]))
    if options["plain"]:
        return Lock()
    recipient = options["recipient"] or settings.BACKUP_RECIPIENT
    return Lock(recipient=checked(recipient)) if recipient else Lock()
