"""Make any paper without a browser, through the same code as the worker."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from communes.models import Commune
from reports.documents.registry import KINDS
from reports.producers import PRODUCERS, TYPES
from reports.rendering.failing import PaperFailed


class Command(BaseCommand):
    """`make_paper KIND ID --out FILE [--format pdf|docx|zip|xlsx]`, or `make_paper --list`."""

    help = "Make a paper into a file, or list every paper that the database can make."

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", choices=sorted(KINDS), metavar="KIND")
        parser.add_argument("id", nargs="?", type=int, metavar="ID")
        parser.add_argument("--out", metavar="FILE")
        parser.add_argument("--format", choices=sorted(TYPES), default="pdf")
        parser.add_argument("--list", action="store_true", dest="listing")

    def handle(self, *args, kind, id, out, format, listing, **options):
        if listing:
            self.list_papers()
        elif kind is None or id is None or out is None:
            raise CommandError("Say KIND, ID and --out FILE, or --list.")
        else:
            self.make(kind, id, Path(out), format)

    def list_papers(self):
        """Print kind, id and title of every paper, tab-separated."""
        for commune in Commune.objects.order_by("slug"):
            with scope(commune=commune):
                for kind in KINDS.values():
                    for record in kind.records().order_by("pk"):
                        self.stdout.write(f"{kind.key}\t{record.pk}\t{commune}: {record}")

    def make(self, key, pk, out, format):
        """Write one paper."""
        kind = KINDS[key]
        with TemporaryDirectory() as folder:
            made = {}

            def place(name):
                made[name] = Path(folder) / name
                return made[name]

            try:
                PRODUCERS[kind.form](self.content_of(kind, pk), place, lambda percent: None)
                if format not in made:
                    raise CommandError(f"{key} is made as {', '.join(made)}.")
                shutil.copyfile(made[format], out)
            except (PaperFailed, OSError) as problem:
                raise CommandError(str(problem)) from problem
        self.stdout.write(f"{out}")

    def content_of(self, kind, pk):
        """Return the frozen content of a paper, built inside its own commune."""
        for commune in Commune.objects.order_by("slug"):
            with scope(commune=commune):
                if record := kind.records().filter(pk=pk).first():
                    return kind.build(record).to_json()
        raise CommandError(f"No {kind.key} has the id {pk}; --list shows those that exist.")
