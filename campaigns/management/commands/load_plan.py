"""The command that loads plan files."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.services import loading


class Command(BaseCommand):
    """Load plan files, all or none; with --check only read them."""

    help = "Nạp tệp kế hoạch (YAML, xem docs/plan-files.md). Có lỗi ở một tệp thì không nạp tệp nào."

    def add_arguments(self, parser):
        """Take the files, and whether only to check them."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="tệp kế hoạch")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra tệp, không ghi gì")

    def handle(self, *args, files, check, **options):
        """Load the files or name every fault and leave with code 1."""
        try:
            read = loading.read_all(files)
            if check:
                for path, plan_file in read:
                    commune, name = plan_file.commune.name, plan_file.plan.facts.name
                    self.stdout.write(f"{path}: {commune}, {name} – đúng")
                return
            done = loading.load(read, at=timezone.now())
        except loading.LoadingRefused as refused:
            for reason in [*refused.reasons, "Chưa nạp tệp nào."]:
                self.stderr.write(reason)
            sys.exit(1)
        for each in done:
            self.stdout.write(each.words)
