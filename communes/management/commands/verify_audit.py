"""The command that checks the chain of history."""

import json
import re
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scope

from communes.models import Commune
from communes.services import audit
from kit.vietnamese import vn_datetime, vn_number

NOTED = re.compile(r"(?P<number>[1-9]\d*):(?P<digest>[0-9a-f]{64})")


class Command(BaseCommand):
    """Recompute every digest and every seal; name the first line of each commune that does not fit."""

    help = "Kiểm tra chuỗi nhật ký: tính lại mọi mã băm, mọi dấu niêm phong; nêu dòng đầu tiên không khớp."

    def add_arguments(self, parser):
        """Take one commune, seals noted elsewhere, and how to tell the result."""
        parser.add_argument("--commune", metavar="SLUG", help="chỉ kiểm tra một địa phương, theo tên trong địa chỉ")
        parser.add_argument(
            "--noted", action="append", default=[], metavar="SỐ:DẤU",
            help="dấu niêm phong đã ghi ở nơi khác; dùng cùng --commune, ghi nhiều lần được",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="in kết quả thành JSON, mỗi địa phương một dòng")

    def handle(self, *args, **options):
        """Check, tell, and end with 1 where something does not fit."""
        noted = dict(_noted(each) for each in options["noted"])
        if noted and not options["commune"]:
            raise CommandError("Dấu đã ghi thuộc một địa phương: hãy thêm --commune.")
        communes = Commune.objects.order_by("slug")
        if options["commune"]:
            communes = communes.filter(slug=options["commune"])
            if not communes:
                raise CommandError(f"Không có địa phương nào mang tên “{options['commune']}” trong địa chỉ.")
        wrong = 0
        for commune in communes:
            with scope(commune=commune):
                found = audit.verify(commune, noted=noted)
            wrong += found.wrong is not None
            self.stdout.write(_as_json(commune, found) if options["json"] else _in_words(commune, found))
        if wrong:
            sys.exit(1)


def _noted(text: str) -> tuple[int, str]:
    """Return a seal that was noted elsewhere as number and digest."""
    found = NOTED.fullmatch(text.strip().lower())
    if found is None:
        raise CommandError(f"“{text}” không phải là dấu niêm phong. Hãy ghi số, dấu hai chấm, rồi 64 ký tự của dấu.")
    return int(found["number"]), found["digest"]


def _in_words(commune: Commune, found: audit.Report) -> str:
    """Say what was found in a commune."""
    if found.wrong:
        return f"{commune}: KHÔNG KHỚP. {found.wrong.told}."
    if not found.number:
        return f"{commune}: chưa có dòng nào được niêm phong; {vn_number(found.unsealed)} dòng chờ niêm phong."
    last = f"số {vn_number(found.number)}, lúc {vn_datetime(timezone.localtime(found.sealed_at))}, {found.digest}"
    waiting = f"; {vn_number(found.unsealed)} dòng chờ niêm phong" if found.unsealed else ""
    return f"{commune}: nguyên vẹn, {vn_number(found.number)} dòng{waiting}. Dấu cuối: {last}."


def _as_json(commune: Commune, found: audit.Report) -> str:
    """Return what was found in a commune as one line of JSON."""
    wrong = found.wrong
    told = {
        "commune": commune.slug, "ok": wrong is None, "number": found.number, "seal": found.digest,
        "sealed_at": found.sealed_at and found.sealed_at.isoformat(), "unsealed": found.unsealed,
        "wrong": wrong
        and {"number": wrong.number, "entry": wrong.entry and wrong.entry.pk, "why": wrong.why, "told": wrong.told},
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)
