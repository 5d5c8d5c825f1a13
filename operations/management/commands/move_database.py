"""Move the product's database into another one, of the same kind or not."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from kit.databases import database
from operations.services import moving
from operations.services.problems import Stopped, in_words


class Command(BaseCommand):
    """`move_database --to postgres://…` copies the database of DATABASE_URL into an empty one and compares both."""

    help = "Chuyển cơ sở dữ liệu sang nơi khác (ví dụ từ SQLite sang PostgreSQL) và so lại từng bảng, từng cột."

    def add_arguments(self, parser):
        """Take the address of the empty database."""
        parser.add_argument(
            "--to", metavar="ĐỊA_CHỈ", required=True, help="postgres://người@máy/tên hoặc sqlite:///tệp"
        )

    def handle(self, *args, **options):
        """Move, and print what both sides hold of each table."""
        try:
            told = moving.move(database(options["to"]))
        except (Stopped, ImproperlyConfigured) as problem:
            raise CommandError(str(problem)) from problem
        except (DatabaseError, OSError) as problem:
            raise CommandError(f"Không chuyển được ({in_words(problem)}).") from problem
        self.stdout.write(f"{'Bảng':<36}{'Số dòng':>10}  {'Tổng các cột số':<24}Đối chiếu")
        for table in told:
            totals = [sums["total"] for sums in table["sums"].values() if "total" in sums]
            self.stdout.write(f"{table['label']:<36}{table['rows']:>10}  {moving.added(totals):<24}khớp")
        self.stdout.write(
            f"Đã chuyển {len(told)} bảng, {sum(table['rows'] for table in told)} dòng; số dòng, tổng và mã băm "
            "từng cột của hai bên khớp nhau. Từ bây giờ đặt DATABASE_URL đến cơ sở dữ liệu mới rồi chạy lại phần mềm; "
            "thư mục tệp giữ nguyên."
        )
