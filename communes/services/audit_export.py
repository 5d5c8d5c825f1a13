"""The audit as an inspector takes it along: lines of JSON that prove each other without this product."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from communes import history
from communes.access import Actor, Can
from communes.models import Commune
from communes.models.chains import chain_of
from communes.models.history import hidden_from
from communes.rules.chain import plain
from communes.services import seals

AT_ONCE = 2_000
TAKEN, TAKEN_LABEL = "audit.export", "Xuất nhật ký cho thanh tra, kiểm tra"
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
    """Note who takes the audit of a commune out, and return the lines of the file; five queries."""
    if not by.may(Can.EXPORT_AUDIT):
        raise PermissionDenied
    history.record(TAKEN, commune, by=by, at=at, label=TAKEN_LABEL)
    hidden = set(hidden_from(by))
    return lines(commune, name=by.name, at=at, known=lambda entry: entry.root_type not in hidden)


def lines(holder: Model, *, name: str, at: datetime, known: Callable[[Model], bool]) -> Iterator[str]:
    """Seal everything that a holder has, and return the lines of the file that somebody takes out by name.

    The words stand only in the lines that the taker may know. The last query is read row by row while the file is sent.
    """
    chain = chain_of(holder)
    last = seals.seal(holder, at=at) or seals.last_seal(holder)
    links = chain.seals.objects.filter(**{chain.holder: holder}, number__lte=last.number).select_related("entry")
    about = {
        chain.called: str(holder), "xuất lúc": at, "người xuất": name, "cách kiểm tra": HOW,
        "number": last.number, "seal": last.digest,
    }  # fmt: skip
    return _lines(about, links.order_by("number"), known)


def _lines(about: dict, links, known: Callable[[Model], bool]) -> Iterator[str]:
    """Yield what stands at the top, then each line with its seal; the words only of what is known."""
    yield _line(about)
    for link in links.iterator(chunk_size=AT_ONCE):
        entry = link.entry
        yield _line({
            "number": link.number, "previous": link.previous, "digest": entry.told_digest, "sealed_at": link.sealed_at,
            "seal": link.digest, "words": entry.words if known(entry) else None,
        })  # fmt: skip


def _line(told: dict) -> str:
    """Write one line of the file."""
    return json.dumps(plain(told), ensure_ascii=False) + "\n"
