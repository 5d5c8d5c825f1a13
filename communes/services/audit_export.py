"""The audit as an inspector takes it along: lines of JSON that prove each other without this product."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import PermissionDenied

from communes import history
from communes.access import Actor, Can
from communes.models import Commune, HistorySeal
from communes.models.history import hidden_from
from communes.rules import chain
from communes.services import seals

AT_ONCE = 2_000
HOW = (
    "Mỗi dòng sau dòng này là một việc hoặc một lượt xem, theo đúng thứ tự đã niêm phong.",
    "digest là SHA-256 của words viết thành JSON: tên trường xếp theo thứ tự chữ cái ở mọi cấp, không dấu cách, "
    "chữ có dấu giữ nguyên, mã UTF-8.",
    "seal là SHA-256 của bốn trường entry (chính là digest), number, previous, sealed_at viết thành JSON theo đúng "
    "cách đó; previous là seal của dòng liền trước, dòng đầu để trống.",
    "number tăng từng đơn vị từ 1, không thiếu số nào; dòng cuối có number và seal ghi ở dòng này.",
    "Dòng có words là null: người xuất không có quyền biết nội dung; chỉ kiểm tra được seal.",
    "So với dấu đã ghi ở nơi khác (lần xuất trước, bản sao lưu): cùng number thì seal phải giống nhau.",
)


def take_out(commune: Commune, *, by: Actor, at: datetime) -> Iterator[str]:
    """Note who takes the audit out, seal everything up to that line, and return the lines of the file.

    Five queries, of which the last is read row by row while the file is sent.
    """
    if not by.may(Can.EXPORT_AUDIT):
        raise PermissionDenied
    history.record("audit.export", commune, by=by, at=at, label="Xuất nhật ký cho thanh tra, kiểm tra")
    last = seals.seal(commune, at=at) or seals.last_seal(commune)
    links = HistorySeal.objects.filter(commune=commune, number__lte=last.number).select_related("entry")
    about = {
        "địa phương": str(commune), "xuất lúc": at, "người xuất": by.name, "cách kiểm tra": HOW,
        "number": last.number, "seal": last.digest,
    }  # fmt: skip
    return _lines(about, links.order_by("number"), set(hidden_from(by)))


def _lines(about: dict, links, hidden: set[str]) -> Iterator[str]:
    """Yield what stands at the top, then each line with its seal; the words only of what is not hidden."""
    yield _line(about)
    for link in links.iterator(chunk_size=AT_ONCE):
        entry = link.entry
        yield _line({
            "number": link.number, "previous": link.previous, "digest": entry.digest, "sealed_at": link.sealed_at,
            "seal": link.digest, "words": None if entry.root_type in hidden else entry.words,
        })  # fmt: skip


def _line(told: dict) -> str:
    """Write one line of the file."""
    return json.dumps(chain.plain(told), ensure_ascii=False) + "\n"
