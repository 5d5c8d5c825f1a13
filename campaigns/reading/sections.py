"""Which part of a plan a heading opens: a table of the words communes use for it."""

import re

from campaigns.reading.outline import Node
from kit.vietnamese import fold

# Each pattern is matched against the folded heading (no marks, small letters); the first that fits decides.
_KINDS = (
    ("purposes", r"^muc dich\W+(?:va )?(?:yeu cau|y nghia)"),
    (
        "audience_term",
        r"^doi tuong\W+(?:va )?thoi gian|^thoi gian\W+(?:va )?doi tuong"
        r"|^pham vi\W+doi tuong\W+(?:va )?thoi gian",
    ),
    ("contest", r"^doi tuong\W+(?:va )?noi dung"),
    (
        "awarding",
        r"^(?:tieu chuan|tieu chi|doi tuong|dieu kien)\b.*(?:hinh thuc|so luong|co cau)"
        r"|^doi tuong.*(?:tieu chuan|tieu chi|hinh thuc|so luong).*khen|^(?:cong tac|to chuc"
        r"|noi dung|che do) (?:binh xet,? )?(?:thi dua,? )?khen thuong"
        r"|^khen thuong\b(?! (?:hang|hang nam|tong ket|dot xuat|thuong xuyen|chuyen de|so ket"
        r"|so, tong))|^(?:cong tac )?(?:danh gia,? )?binh xet,? (?:thi dua,? )?khen thuong"
        r"|^xet khen thuong|^(?:ve )?(?:viec )?khen thuong,",
    ),
    ("contest", r"^doi tuong\W+(?:tieu chi|tieu chuan)|^noi dung\W+(?:va )?doi tuong"),
    (
        "filing",
        r"^ho so\W+(?:va )?(?:thoi|quy trinh|thu tuc|trinh tu|thoi diem)|^(?:dang ky|bao cao"
        r"|quy trinh|thoi (?:gian|han)|trinh tu|thu tuc)\W+.*\bho so"
        r"|^dang ky\W+(?:va )?bao cao|^bao cao\W+(?:va )?ho so",
    ),
    ("awarding", r"^(?:cham diem|danh gia|binh xet|xep loai|suy ton)\b.*\bkhen thuong"),
    ("contest", r"^(?:chi tieu|muc tieu)\W+(?:va )?(?:noi dung|nhiem vu)"),
    ("goal", r"^(?:cac )?muc tieu|^chi tieu(?: phan dau| chu yeu| thi dua| cu the)?\b|^cac chi tieu"),
    ("objectives", r"^muc dich"),
    ("requirements", r"^yeu cau"),
    ("award_subjects", r"^doi tuong(?: va nguyen tac)?,?(?: duoc| xet| de nghi)? khen|^doi tuong, nguyen tac khen"),
    (
        "dossier",
        r"^(?:thanh phan )?(?:ho so|quy trinh, ho so|ho so, quy trinh|ho so, thu tuc"
        r"|thu tuc, ho so|trinh tu, ho so|ve ho so)|^thanh phan ho so|^thu tuc(?! hanh chinh)\b",
    ),
    (
        "scoring",
        r"^(?:thang diem|bang diem|cham diem|phuong phap cham|cach (?:cham|tinh) diem"
        r"|bang cham|bang tieu chi cham)",
    ),
    ("priorities", r"^uu tien"),
    ("principles", r"^nguyen tac"),
    (
        "quotas",
        r"^(?:co cau|so luong|hinh thuc (?:va |, ?)(?:so luong|co cau|muc)|hinh thuc khen"
        r"|hinh thuc,|chi tieu khen|ti le|ty le|co cau khen|muc (?:tang )?thuong|giai thuong"
        r"|co cau giai|danh hieu)",
    ),
    ("standards", r"^(?:tieu chuan|tieu chi|dieu kien|cac tieu chi|cac tieu chuan)"),
    ("audience", r"^(?:pham vi\W+(?:va )?doi tuong|doi tuong|pham vi)"),
    (
        "term",
        r"^thoi gian(?: to chuc| thuc hien| thi dua| phat dong| trien khai| va tien do"
        r"| va phuong thuc| va hinh thuc|,? dia diem)?(?: phong trao)?(?: thi dua)?\W*$"
        r"|^thoi gian (?:to chuc|thuc hien|thi dua|phat dong|trien khai|va (?:phuong thuc"
        r"|hinh thuc) phat dong)|^tien do|^thoi diem",
    ),
    (
        "deadlines",
        r"^thoi (?:gian|han)(?: tiep nhan| nop| gui| de nghi| trinh| bao cao| xet)"
        r"|^che do (?:thong tin,? )?bao cao|^thong tin,? bao cao|^(?:cong tac "
        r"|che do )?bao cao\b|^thoi han|^dang ky|^moc thoi gian|^lich|^quy trinh|^trinh tu"
        r"|^thuc hien quy trinh",
    ),
    (
        "methods",
        r"^(?:hinh thuc|phuong thuc|cach thuc|hinh thuc\W+phuong phap|bien phap|giai phap"
        r"|nhiem vu,? giai phap)(?: (?:to chuc|thi dua|phat dong|thuc hien|trien khai|va"
        r"|chu yeu))?",
    ),
    ("inspection", r"^(?:cong tac )?(?:kiem tra|giam sat)"),
    ("reviews", r"^(?:cong tac )?(?:so ket|tong ket)|^so,? tong ket"),
    ("funds", r"^(?:nguon )?kinh phi|^nguon luc|^quy (?:thi dua|khen)"),
    (
        "duties",
        r"^to chuc thuc hien|^phan cong|^trach nhiem|^nhiem vu (?:cua )?cac"
        r"|^trien khai thuc hien|^to chuc (?:trien khai|phong trao)",
    ),
    (
        "content",
        r"^(?:noi dung|nhiem vu|noi dung thi dua|phat dong|chu de|khau hieu|linh vuc)"
        r"|\bnoi dung\b.*thi dua|^cac noi dung",
    ),
)
_TABLE = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
SUBJECTS = (
    ("household", re.compile(r"\b(?:ho gia dinh|gia dinh|ho dan|ho san xuat|cac ho)\b")),
    (
        "collective",
        re.compile(
            r"\b(?:tap the|don vi|co quan|thon|xom|ban|to dan pho|khu pho|ap|buon|bon|lang"
            r"|khu dan cu|khom|to chuc|doanh nghiep|truong hoc|nha truong|chi bo|chi hoi|doan the"
            r"|phong(?! trao\b)|cac ban|hop tac xa|cong dong|dong ho|khu vuc|mo hinh|to(?! truong\b))\b"
        ),
    ),
    (
        "individual",
        re.compile(
            r"\b(?:ca nhan|can bo|cong chuc|vien chuc|nguoi lao dong|dang vien|doan vien|hoi vien"
            r"|nguoi dan|nhan dan|cong dan|hoc sinh|giao vien|nguoi dung dau|truong thon"
            r"|chien si)\b"
        ),
    ),
)
_PLAIN = (
    ("collective", re.compile(r"\btập thể\b")),
    ("household", re.compile(r"\bhộ\b(?! kinh doanh| cá thể| khẩu| nghèo)|\bgia đình\b")),
    ("individual", re.compile(r"\bcá nhân\b")),
)


def kind_of(heading: str) -> str:
    """Return which part of a plan a heading opens, empty for none that is known."""
    folded = re.sub(
        r"^(?:ve|cac|nhung|quy dinh(?: ve)?)\s+(?=(?:doi tuong|tieu chuan|tieu chi|ho so"
        r"|hinh thuc|thoi|noi dung|so luong))",
        "",
        fold(heading).strip(" .:*-"),
    )
    return next((kind for kind, pattern in _TABLE if pattern.search(folded)), "")


def heading_of(node: Node) -> str:
    """Return the words of a node that act as its heading: all of them, or those before a colon; empty if none."""
    if node.style == "root" or node.paragraph.cells:
        return ""
    before, _ = node.leads()
    if before and len(before.split()) <= 16:
        return before
    return node.text if node.heading or node.style in ("roman", "part", "capital") else ""


def subjects_in(text: str) -> list[str]:
    """Return which subjects a phrase names, in the order of the words: tập thể, cá nhân, hộ gia đình."""
    folded = fold(text)
    found = [(match.start(), subject) for subject, pattern in SUBJECTS if (match := pattern.search(folded))]
    return [subject for _, subject in sorted(found)]


def plain_subjects(text: str) -> list[str]:
    """Return the subjects that a label names with the law's own words: tập thể, cá nhân, hộ gia đình."""
    lowered = text.lower()
    return [name for name, form in _PLAIN if form.search(lowered)]


def main_subject(text: str) -> str | None:
    """Return the one subject that a label names, judged by its plainest word; None if unclear."""
    plain = plain_subjects(text)
    if plain:
        return plain[0] if len(plain) == 1 else None
    found = subjects_in(text)
    return found[0] if len(found) == 1 else None


def round_in(text: str) -> str | None:
    """Return which award round words speak of: annual, final, ad_hoc; None where they do not say."""
    folded = fold(text)
    if re.search(r"dot xuat|ngay (?:sau )?khi (?:lap|dat|phat hien|co thanh tich)", folded):
        return "ad_hoc"
    if re.search(r"tong ket|ket thuc (?:phong trao|giai doan)|ca giai doan|giai doan 20", folded):
        return "final"
    if re.search(r"(?:hang|hang|moi) nam|so ket", folded):
        return "annual"
    return None
