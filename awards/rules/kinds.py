"""The awards the product knows: forms and titles, for whom, and who decides them (domain of NĐ 129/2025, Điều 59)."""

from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import TextChoices

from campaigns.planfile.words import Authority, Subject


class AwardNature(TextChoices):
    """A title says what somebody is for a year; a form says how a merit is honoured. They follow different rules."""

    FORM = "form", "Hình thức khen thưởng"
    TITLE = "title", "Danh hiệu thi đua"


class Award(TextChoices):
    GIAY_KHEN = "giay_khen", "Giấy khen"
    BANG_KHEN = "bang_khen", "Bằng khen"
    ADVANCED_WORKER = "lao_dong_tien_tien", "Lao động tiên tiến"
    GRASSROOTS_EMULATION_FIGHTER = "chien_si_thi_dua_co_so", "Chiến sĩ thi đua cơ sở"
    ADVANCED_COLLECTIVE = "tap_the_lao_dong_tien_tien", "Tập thể lao động tiên tiến"
    EXCELLENT_COLLECTIVE = "tap_the_lao_dong_xuat_sac", "Tập thể lao động xuất sắc"
    PROVINCIAL_EMULATION_FIGHTER = "chien_si_thi_dua_tinh", "Chiến sĩ thi đua cấp tỉnh"


class AwardBasis(TextChoices):
    """On what ground an award is proposed (Luật Thi đua, khen thưởng, Điều 8)."""

    CAMPAIGN = "campaign", "Theo phong trào thi đua"
    AD_HOC = "ad_hoc", "Đột xuất"


@dataclass(frozen=True, slots=True)
class AwardKind:
    """What one award is: its nature, whom it may honour, who decides it, and the name of its coefficient."""

    award: Award
    nature: AwardNature
    subjects: tuple[Subject, ...]
    authority: Authority
    coefficients: MappingProxyType

    @property
    def decided_here(self) -> bool:
        """Whether the commune's chair decides it; anything else is only proposed upward (L-12)."""
        return self.authority == Authority.COMMUNE


EVERYBODY = (Subject.COLLECTIVE, Subject.INDIVIDUAL, Subject.HOUSEHOLD)


def _form(award: Award, authority: Authority, prefix: str, subjects=EVERYBODY) -> AwardKind:
    """Return a form whose coefficient differs by subject."""
    coefficients = {subject: f"coefficient.{prefix}.{subject.value}" for subject in subjects}
    return AwardKind(award, AwardNature.FORM, subjects, authority, MappingProxyType(coefficients))


def _title(award: Award, subject: Subject, authority: Authority) -> AwardKind:
    """Return a title, which knows one subject."""
    coefficients = {subject: f"coefficient.{award.value}"}
    return AwardKind(award, AwardNature.TITLE, (subject,), authority, MappingProxyType(coefficients))


KINDS = MappingProxyType(
    {
        kind.award: kind
        for kind in (
            _form(Award.GIAY_KHEN, Authority.COMMUNE, "giay_khen"),
            _form(Award.BANG_KHEN, Authority.PROVINCE, "bang_khen_tinh"),
            _title(Award.ADVANCED_WORKER, Subject.INDIVIDUAL, Authority.COMMUNE),
            _title(Award.GRASSROOTS_EMULATION_FIGHTER, Subject.INDIVIDUAL, Authority.COMMUNE),
            _title(Award.ADVANCED_COLLECTIVE, Subject.COLLECTIVE, Authority.COMMUNE),
            _title(Award.EXCELLENT_COLLECTIVE, Subject.COLLECTIVE, Authority.PROVINCE),
            _title(Award.PROVINCIAL_EMULATION_FIGHTER, Subject.INDIVIDUAL, Authority.PROVINCE),
        )
    }
)


def coefficient_key(award: str, subject: str) -> str | None:
    """Return the name of the law's coefficient for an award and subject; None where the law knows none."""
    return KINDS[Award(award)].coefficients.get(Subject(subject))


def decided_here(award: str, authority: str) -> bool:
    """Say whether the commune's chair decides an award that is sought from an authority (L-12)."""
    return authority == Authority.COMMUNE and KINDS[Award(award)].decided_here
