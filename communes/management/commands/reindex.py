"""The command that makes the index of the search anew."""

from django.core.management.base import BaseCommand

from communes import search


class Command(BaseCommand):
    """Make every entry of the search anew from the records; run twice, the second time finds nothing to do."""

    help = "Lập lại chỉ mục tìm kiếm từ hồ sơ; chạy lại bao nhiêu lần cũng được."

    def handle(self, *args, **options):
        """Rebuild, and say how much was not as it should be."""
        done = search.rebuild()
        if options["verbosity"]:
            self.stdout.write(f"Chỉ mục tìm kiếm: ghi {done.stored} mục, xóa {done.removed} mục.")
