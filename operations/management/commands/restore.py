"""Restore an archive into an empty installation, or only check it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from communes.models.chains import CHAINS
from operations.management.secrets import asked, first_line
from operations.services import restoring
from operations.services.backups import seals_of
from operations.services.problems import Stopped, in_words
from operations.services.sealing import Key, is_encrypted


class Command(BaseCommand):
    """`restore ARCHIVE` fills an empty database and media folder; `--check` reads the archive and changes nothing."""

    help = "Khôi phục một bản sao lưu vào cơ sở dữ liệu và thư mục tệp trống; --check chỉ kiểm tra bản sao lưu."

    def add_arguments(self, parser):
        """Take the archive, what opens it, and whether it is only checked."""
        parser.add_argument("archive", metavar="TỆP", help="bản sao lưu")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra mã băm của từng phần, không ghi gì")
        key = parser.add_mutually_exclusive_group()
        key.add_argument("--identity", metavar="TỆP", help="tệp khóa riêng (AGE-SECRET-KEY-1…)")
        key.add_argument("--passphrase-file", metavar="TỆP", help="tệp có cụm mật khẩu ở dòng đầu")

    def handle(self, *args, **options):
        """Check or restore, and print what is in the archive."""
        path = Path(options["archive"])
        try:
            work = restoring.check if options["check"] else restoring.restore
            manifest = work(path, _key(path, options))
        except Stopped as problem:
            raise CommandError(str(problem)) from problem
        except DatabaseError as problem:
            raise CommandError(f"Không khôi phục được ({in_words(problem)}).") from problem
        except OSError as problem:
            raise CommandError(f"Không đọc được bản sao lưu ({in_words(problem)}).") from problem
        rows = sum(table["rows"] for table in manifest["tables"].values())
        files = sum(name.startswith("files/") for name in manifest["parts"])
        done = "Bản sao lưu nguyên vẹn" if options["check"] else "Đã khôi phục, mọi dòng và tệp đã so lại"
        self.stdout.write(
            f"{done}: {len(manifest['tables'])} bảng, {rows} dòng, {files} tệp, chụp lúc {manifest['at']}"
        )
        for chain in CHAINS.values():
            for slug, seal in sorted(manifest.get(seals_of(chain), {}).items()):
                noted = f"{seal['number']}:{seal['digest']}"
                self.stdout.write(f"So nhật ký: manage.py verify_audit --{chain.holder} {slug} --noted {noted}")
        for name in manifest["lost"]:
            self.stderr.write(f"Đã mất hoặc khác nội dung từ trước khi sao lưu: {name}")


def _key(path: Path, options: dict) -> Key:
    """Return what opens the archive, asked for where the archive needs a passphrase and no file was named."""
    if options["identity"]:
        return Key(identity=first_line(options["identity"]))
    if options["passphrase_file"]:
        return Key(passphrase=first_line(options["passphrase_file"]))
    return Key(passphrase=asked()) if is_encrypted(path) == "passphrase" else Key()
