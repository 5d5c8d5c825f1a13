"""What nobody should type: words, numbers, days, files, raw bytes of a request; and where they came from."""

from hypothesis import strategies as st

from kit.tests import hostile

KEPT, GONE = object(), object()
WORDS = [
    "", " ", "\n\n", "\x00", "a\x00b", "\ud800", "\u202e\u200b", "𝕏" * 50, "Ế" * 30_000, "<script>alert(1)</script>",
    "{{ 7|add:7 }}", "'; DROP TABLE x; --", "../../etc/passwd", "%00", "=1+1", "None", "null", "[]", "{}", "true",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "-0", "1e400", "1e9", "NaN", "Infinity", "-Infinity", "9" * 19, "9" * 400, "2147483648", "1.5", "1,5",
    "1.000.000,5", "0x10", "١٢٣", "½", "²", "1_000", " 7 ", "+7", "9" * 20, "-" + "9" * 20, "9" * 5000, "10000",
]  # fmt: skip
DAYS = [
    "31/02/2026", "01/01/0001", "31/12/9999", "00/00/0000", "2026-05-14", "14/05/2026", "14/5/26", "29/02/2025",
    "14/05/2026 25:61", "99/99/99999", "1/1/10000", "14.05.2026", "hôm nay",
]  # fmt: skip
# What every name is tried with, one after the other, before chance chooses.
NASTY = (
    "a\x00b", "9" * 20, "-1", "9" * 5000, "²", "\ud800", "Ế" * 30_000, "0", "2147483648", "'; DROP TABLE x; --",
    "10000", "31/12/9999", "", "[]", "[" * 5000,
)  # fmt: skip
# What takes the place of a parameter of an address, by its converter.
IN_PATHS = {
    "int": ("0", "2147483648", "9" * 19, "9" * 20, "9" * 400, "9999", "10000"),
    "slug": ("-", "a" * 3000, "null", "9" * 20),
    "path": ("a\x00b/c", "../..", "9" * 20, "Ế/" * 500),
    "str": ("a\x00b", "Ế" * 500, "\u202e", "..", " ", "9" * 20, "%00", "<script>"),
}
# Query strings and bodies as no browser writes them.
QUERIES = ("%", "q=%00", "q=%ed%a0%80", "q=%ff%fe", "page=%ff&sort=%00", "&&==&", "q" + "=1&q" * 500, "q[]=1&[x]=2")
BODIES = (
    ("application/x-www-form-urlencoded", b"reason=%ff%00&%00=1&n"), ("application/x-www-form-urlencoded", b"\xff\x00"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\n\xff\x00"),
    ("multipart/form-data", b"nothing"), ("application/json", b"{\"reason\": [[[[1e400"), ("text/plain", b"reason=1"),
)  # fmt: skip
SINGLE = st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.sampled_from(DAYS), st.text(max_size=60))
HOSTILE = st.one_of(
    st.just(KEPT), st.just(KEPT), st.just(KEPT), st.just(GONE), SINGLE,
    st.lists(st.sampled_from([*NUMBERS, *WORDS]), min_size=2, max_size=4),
)  # fmt: skip
FILES = [
    ("a.pdf", hostile.pdf()), ("a.pdf", b""), ("a.docx", hostile.office()), ("a.xlsx", hostile.office(kind="xlsx")),
    ("a.jpg", hostile.picture()), ("ế" * 300 + ".pdf", b"%PDF-"), ("\u202egpj.exe", b"MZ"), ("a", b"\x00" * 10),
]  # fmt: skip
