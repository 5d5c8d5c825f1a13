"""The command that shows, and erases, personal data whose term is over."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scope

from communes.access import Actor
from communes.models import Commune
from communes.personal_data import HOLDINGS, SWEEPS, Holding
from communes.rules import retention as terms
from communes.services import retention
from kit.vietnamese import vn_date, vn_number

HEAD = ("Data", "Fields", "Why", "Ground", "Kept for", "Then")


class Command(BaseCommand):
    """Show what has outlived its term in each commune, erase it, or print the register for docs/personal-data.md."""

    help = "Xem trước hoặc xóa dữ liệu cá nhân hết thời hạn của mọi địa phương, theo thời hạn từng địa phương đã đặt."

    def add_arguments(self, parser):
        """Take what to do, and for which commune and sort of data."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--show", action="store_true", help="chỉ xem trước, không xóa gì")
        what.add_argument("--act", action="store_true", help="xóa, ghi lịch sử từng loại")
        what.add_argument("--register", action="store_true", help="in bảng các loại dữ liệu cho docs/personal-data.md")
        parser.add_argument("--commune", metavar="SLUG", help="chỉ một địa phương, theo tên trong địa chỉ")
        parser.add_argument(
            "--unconfirmed", action="store_true", help="xóa cả loại mà địa phương chưa xác nhận thời hạn"
        )
        parser.add_argument("--only", metavar="LOẠI", choices=sorted(SWEEPS), action="append", help="chỉ loại này")

    def handle(self, *args, **options):
        """Show or act, one commune after the other."""
        if options["register"]:
            self.stdout.write(table())
            return
        communes = Commune.objects.order_by("slug")
        if options["commune"]:
            communes = communes.filter(slug=options["commune"])
            if not communes:
                raise CommandError(f"Không có địa phương nào mang tên “{options['commune']}” trong địa chỉ.")
        for commune in communes:
            with scope(commune=commune):
                for key in options["only"] or SWEEPS:
                    self._one(commune, key, act=options["act"], unconfirmed=options["unconfirmed"])

    def _one(self, commune: Commune, key: str, *, act: bool, unconfirmed: bool) -> None:
        """Show what one sweep would erase in a commune, or erase it turn by turn.

        By a term that the commune has not confirmed nothing is erased, unless the operator asks for that as well.
        """
        at, by, done = timezone.now(), Actor.of_product(commune), 0
        found = retention.due_of(key, at=at)
        total, before = found.number, vn_date(found.before)
        held_back = not found.term.confirmed and not unconfirmed
        while act and not held_back and found.names:
            done += retention.act({key: found.mark}, by=by, at=at)[key]
            found = retention.due_of(key, at=at)
        if total:
            told = f"đã xóa {vn_number(done)} mục" if act else f"sẽ xóa {vn_number(total)} mục"
            if held_back:
                what = "để nguyên" if act else "hết thời hạn"
                told = f"{what} {vn_number(total)} mục, địa phương chưa xác nhận thời hạn"
            self.stdout.write(f"{commune}: {SWEEPS[key].title}, trước ngày {before}: {told}")


def table() -> str:
    """Return the register as a table of Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(_line(holding) for holding in HOLDINGS)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _line(holding: Holding) -> tuple[str, ...]:
    """Return one category: its fields as code, its default term."""
    term = terms.in_words(SWEEPS[holding.sweep].months) if holding.sweep else holding.term
    ground = f"{holding.basis} **[U]**" if holding.doubtful else holding.basis
    return holding.title, ", ".join(f"`{each}`" for each in holding.fields), holding.purpose, ground, term, holding.end
