"""Make a province with its first administrator, or let one look after communes that are here."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communes.models import Commune
from province.access import Visitor
from province.models import Province, ProvinceRole
from province.services import communes, members


class Command(BaseCommand):
    """`create_province thai-nguyen --name "tỉnh Thái Nguyên" --administrator "Hà Văn Minh"` prints the sign-in once."""

    help = "Lập tỉnh, thành phố cùng người quản trị đầu tiên; --communes đưa địa phương có sẵn vào danh sách."

    def add_arguments(self, parser):
        """Take the address, the name, the first administrator and communes."""
        parser.add_argument("slug", help="tên trong địa chỉ")
        parser.add_argument("--name", help="ví dụ: tỉnh Thái Nguyên; chỉ cần khi lập mới")
        parser.add_argument("--administrator", help="họ và tên người quản trị; lập thêm một tài khoản")
        parser.add_argument("--username", default="", help="tên đăng nhập; để trống thì đặt theo họ tên")
        parser.add_argument("--communes", nargs="+", default=[], metavar="SLUG", help="địa phương đưa vào danh sách")

    def handle(self, *args, slug, name, administrator, username, communes: list[str], **options):
        """Do all of it or nothing, and print the first password."""
        try:
            with transaction.atomic():
                lines = self.made(slug, name, administrator, username, communes)
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from problem
        for line in lines:
            self.stdout.write(line)

    def made(self, slug, name, administrator, username, slugs: list[str]) -> list[str]:
        """Make what is asked for; return what to print."""
        at, province = timezone.now(), Province.objects.filter(slug=slug).first()
        if province is None:
            if not (name and administrator):
                raise CommandError("Lập mới thì phải ghi --name và --administrator.")
            province = members.create_province(slug=slug, name=name, at=at)
        by, lines = Visitor.of_operator(province), [f"{province.body} {province}: {province.get_absolute_url()}"]
        found = {each.slug: each for each in Commune.objects.filter(slug__in=slugs)}
        if unknown := [each for each in slugs if each not in found]:
            raise CommandError(f"Không có địa phương: {', '.join(unknown)}.")
        for each in slugs:
            communes.take_in(province, found[each], by=by, at=at)
            lines.append(f"Đã đưa vào danh sách: {found[each]}")
        if administrator:
            given = {"full_name": administrator, "username": username, "role": ProvinceRole.ADMINISTRATOR}
            member, password = members.add(province, **given, by=by, at=at)
            lines.append(f"Tên đăng nhập: {member.user.username}\nMật khẩu lần đầu: {password}")
        return lines
