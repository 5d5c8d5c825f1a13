"""The command that checks the chain of history."""

import json
import re
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from django.utils import timezone
from django_scopes import scope

from communes.models.chains import CHAINS, Chain
from communes.services import audit
from kit.vietnamese import vn_datetime, vn_number

NOTED = re.compile(r"(?P<number>[1-9]\d*):(?P<digest>[0-9a-f]{64})")


class Command(BaseCommand):
    """Recompute every digest and every seal; name the first line of each holder that does not fit."""

    help = "Kiểm tra chuỗi nhật ký: tính lại mọi mã băm, mọi dấu niêm phong; nêu dòng đầu tiên không khớp."

    def add_arguments(self, parser):
        """Take one holder of whatever kind has a history, seals noted elsewhere, and how to tell the result."""
        for each in CHAINS.values():
            parser.add_argument(
                f"--{each.holder}", metavar="SLUG", help=f"chỉ kiểm tra một {each.called}, theo tên trong địa chỉ"
            )
        parser.add_argument(
            "--noted", action="append", default=[], metavar="SỐ:DẤU",
            help="dấu niêm phong đã ghi ở nơi khác, của nơi được chỉ rõ; ghi nhiều lần được",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="in kết quả thành JSON, mỗi nơi một dòng")

    def handle(self, *args, **options):
        """Check, tell, and end with 1 where something does not fit."""
        noted = dict(_noted(each) for each in options["noted"])
        asked = [(each, options[each.holder]) for each in CHAINS.values() if options[each.holder]]
        if noted and len(asked) != 1:
            words = " hoặc ".join(f"--{each.holder}" for each in CHAINS.values())
            raise CommandError(f"Dấu đã ghi thuộc một nơi: hãy thêm {words}.")
        wrong = 0
        for chain, slug in asked or [(each, None) for each in CHAINS.values()]:
            holders = chain.holders.objects.order_by("slug")
            if slug:
                holders = holders.filter(slug=slug)
                if not holders:
                    raise CommandError(f"Không có {chain.called} nào mang tên “{slug}” trong địa chỉ.")
            for holder in holders:
                with scope(**{chain.holder: holder}):
                    found = audit.verify(holder, noted=noted)
                wrong += found.wrong is not None
                told = _as_json(chain, holder, found) if options["json"] else _in_words(holder, found)
                self.stdout.write(told)
        if wrong:
            sys.exit(1)


def _noted(text: str) -> tuple[int, str]:
    """Return a seal that was noted elsewhere as number and digest."""
    found = NOTED.fullmatch(text.strip().lower())
    if found is None:
        raise CommandError(f"“{text}” không phải là dấu niêm phong. Hãy ghi số, dấu hai chấm, rồi 64 ký tự của dấu.")
    return int(found["number"]), found["digest"]


def _in_words(holder: Model, found: audit.Report) -> str:
    """Say what was found in the history of a holder."""
    if found.wrong:
        return f"{holder}: KHÔNG KHỚP. {found.wrong.told}."
    if not found.number:
        return f"{holder}: chưa có dòng nào được niêm phong; {vn_number(found.unsealed)} dòng chờ niêm phong."
    last = f"số {vn_number(found.number)}, lúc {vn_datetime(timezone.localtime(found.sealed_at))}, {found.digest}"
    waiting = f"; {vn_number(found.unsealed)} dòng chờ niêm phong" if found.unsealed else ""
    return f"{holder}: nguyên vẹn, {vn_number(found.number)} dòng{waiting}. Dấu cuối: {last}."


def _as_json(chain: Chain, holder: Model, found: audit.Report) -> str:
    """Return what was found in the history of a holder as one line of JSON."""
    wrong = found.wrong
    told = {
        chain.holder: holder.slug, "ok": wrong is None, "number": found.number, "seal": found.digest,
        "sealed_at": found.sealed_at and found.sealed_at.isoformat(), "unsealed": found.unsealed,
        "wrong": wrong
        and {"number": wrong.number, "entry": wrong.entry and wrong.entry.pk, "why": wrong.why, "told": wrong.told},
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)
