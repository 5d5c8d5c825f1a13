"""Invented Vietnamese names, always the same ones for the same commune."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from communes.models import Person

SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Lương",
    "Mai", "Tạ", "Chu", "Quách", "La", "Nông", "Ma", "Triệu", "Hà", "Cao", "Phùng", "Tống", "Kiều",
)  # fmt: skip
MIDDLE = {
    Person.Gender.MALE: ("Văn", "Đức", "Quang", "Minh", "Hữu", "Công", "Xuân", "Mạnh", "Đình", "Tiến", "Duy", "Trọng"),
    Person.Gender.FEMALE: ("Thị", "Thị Thu", "Thị Ngọc", "Minh", "Thanh", "Hồng", "Thị Kim", "Bích", "Thị Mai", "Thùy"),
}
GIVEN = {
    Person.Gender.MALE: (
        "Khải", "Toàn", "Lập", "Thuận", "Việt", "Hùng", "Lâm", "Phong", "Trung", "Kiên", "Đạt", "Nghĩa", "Bình",
        "Quyết", "Tùng", "Vinh", "Hiệp", "Thịnh", "Chiến", "Luân",
    ),
    Person.Gender.FEMALE: (
        "Hoa", "Lan", "Nhung", "Huyền", "Thảo", "Trang", "Yến", "Loan", "Hằng", "Liên", "Xuyến", "Nga", "Thúy",
        "Hương", "Dung", "Tuyết", "Diệp", "Oanh", "Phượng", "Quyên",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an invented person is, apart from the work."""

    full_name: str
    gender: str
    birth_year: int
    joined_on: date | None


def identities(seed: str) -> Iterator[Identity]:
    """Yield invented people without end, no name twice, women and men in turn."""
    dice = random.Random(seed)  # noqa: S311 - names, not secrets
    seen = set()
    genders = [Person.Gender.FEMALE, Person.Gender.MALE]
    place = dice.randrange(2)
    while True:
        gender = genders[place % 2]
        name = " ".join(dice.choice(words) for words in (SURNAMES, MIDDLE[gender], GIVEN[gender]))
        if name in seen:
            continue
        seen.add(name)
        place += 1
        yield _lived(dice, name, gender)


def named(full_name: str, gender: str) -> Identity:
    """Return a person of a given name, whose years follow from the name."""
    return _lived(random.Random(full_name), full_name, gender)  # noqa: S311 - years, not secrets


def _lived(dice: random.Random, full_name: str, gender: str) -> Identity:
    """Return a person with a plausible age and time at work."""
    birth_year = dice.randint(1968, 1999)
    joined = date(dice.randint(birth_year + 22, birth_year + 25), dice.randint(1, 12), 1)
    return Identity(full_name, gender, birth_year, joined)
