"""Words that no commune may have as its own in addresses."""

# What stands first in an address that is no commune's, and what servers and browsers ask for beside the product.
RESERVED = frozenset(
    {
        "do-luong", "kiem-tra", "lich", "phien", "san-sang", "sao-luu", "song", "tai-khoan", "tinh", "tra-cuu",
        "admin", "api", "assets", "favicon", "media", "robots", "static", "well-known",
    }
)  # fmt: skip


def taken(slug: str) -> str:
    """Return why a commune may not have a slug, or "" where it may."""
    return f"“{slug}” là địa chỉ riêng của phần mềm; hãy đặt tên khác." if slug in RESERVED else ""
