"""What a page says of a digital signature: over what, by whom as far as known, when."""

from datetime import datetime

from django import template
from django.utils import timezone

from kit.vietnamese import vn_date, vn_datetime

register = template.Library()

TRUST = {
    "trusted": "Chuỗi chứng thư đã xác minh đến nơi cấp mà máy chủ tin cậy.",
    "expired": "Chứng thư không còn hoặc chưa có hiệu lực khi kiểm tra.",
    "untrusted": "Chuỗi chứng thư không dẫn đến nơi cấp mà máy chủ tin cậy.",
    "unknown": "Chưa xác minh được chuỗi chứng thư.",
}


@register.filter
def over(signature: dict) -> str:
    """Say whether the file is as it was when it was signed, and how much of it the signature covers."""
    if not signature["intact"]:
        return "Nội dung tệp đã bị sửa sau khi ký, hoặc chữ ký hỏng."
    if signature["whole"]:
        return "Toàn bộ tệp nguyên vẹn từ khi ký."
    filled = " hoặc điền biểu mẫu" if signature.get("filled", True) else ""
    return f"Phần đã ký nguyên vẹn; sau đó tệp chỉ thêm chữ ký, dấu thời gian{filled}."


@register.filter
def trust(signature: dict) -> str:
    """Say how far the certificate can be followed."""
    return TRUST[signature["trust"]]


@register.filter
def signed_when(signature: dict) -> str:
    """Say when it was signed: by a timestamp, or only as the signer's own machine says."""
    if signature.get("stamped_at"):
        sure = "" if signature["stamp_trusted"] else " (chưa xác minh được nơi cấp dấu thời gian)"
        return f"Dấu thời gian: {_moment(signature['stamped_at'])}{sure}."
    if signature.get("claimed_at"):
        return f"Ký lúc {_moment(signature['claimed_at'])} theo máy của người ký."
    return "Chữ ký không ghi thời gian."


@register.filter
def day_of(moment: str) -> str:
    """Return the day of a moment as JSON carries it."""
    return vn_date(timezone.localtime(datetime.fromisoformat(moment)).date()) if moment else "–"


def _moment(moment: str) -> str:
    """Return a moment as the clock on the wall shows it."""
    return vn_datetime(timezone.localtime(datetime.fromisoformat(moment)))
