"""Pages of docs/ that a command draws from the code, and checks."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class DrawingCommand(BaseCommand):
    """Writes `draw()` to `place`, a path of the repository; with --check it only tells when that is out of date."""

    place: str
    draw: Callable[[], str]

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check, **options):
        file, drawn = Path(settings.BASE_DIR) / self.place, self.draw()
        if check:
            if not file.is_file() or file.read_text(encoding="utf-8") != drawn:
                name = type(self).__module__.rpartition(".")[2]
                raise CommandError(f"{self.place} is out of date: run `python manage.py {name}`.")
        else:
            file.write_text(drawn, encoding="utf-8")
            self.stdout.write(self.place)
