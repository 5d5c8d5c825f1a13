"""Make any paper without a browser, through the same code as the worker."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope, scopes_disabled

from communes.models import Commune
from reports.documents.registry import KINDS
from reports.making import FORMATS
from reports.rendering.pdf import PaperFailed


class Command(BaseCommand):
    """`make_paper KIND ID --out FILE [--format pdf|docx]`, or `make_paper --list`."""

    help = "Make a paper into a file, or list every paper that the database can make."

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", choices=sorted(KINDS), metavar="KIND")
        parser.add_argument("id", nargs="?", type=int, metavar="ID")
        parser.add_argument("--out", metavar="FILE")
        parser.add_argument("--format", choices=sorted(FORMATS), default="pdf")
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
        with scopes_disabled():
            record = kind.records().filter(pk=pk).first()
            if record is None:
                raise CommandError(f"No {key} has the id {pk}; --list shows those that exist.")
            commune = kind.campaign_of(record).commune
        with scope(commune=commune):
            try:
                out.write_bytes(FORMATS[format](kind.build(record)))
            except (PaperFailed, OSError) as problem:
                raise CommandError(str(problem)) from problem
        self.stdout.write(f"{out}")
