"""What plans leave to the commune: thresholds of criteria, and papers of a dossier, dated and with their source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from awards.models import DossierRule, Threshold
from awards.rules.dossier import Maker, maker_of
from awards.rules.eligibility import leaf_nodes
from campaigns.models import Campaign
from campaigns.planfile.schema import DossierPart, Node
from campaigns.planfile.words import LeafKind
from communes import history
from communes.access import Actor, Can
from kit.vietnamese import fold, vn_date, vn_number

SOURCE_MISSING = "Hãy ghi căn cứ (văn bản, cuộc họp)."


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that a plan leaves open: whom and what it is for, in which rounds, and what was set."""

    subject: str
    node: Node
    rounds: tuple[str, ...]
    threshold: Threshold | None


def thresholds_asked(campaign: Campaign) -> list[Asked]:
    """Return the ranks for which the plan gives no number, each with the commune's threshold if one was set (HP-05)."""
    found = _open_numbers(campaign)
    kept = {(row.subject, row.leaf_key): row for row in campaign.thresholds.all()}
    return [Asked(key[0], node, tuple(rounds), kept.get(key)) for key, (node, rounds) in found.items()]


def asks_for_thresholds(campaign: Campaign) -> bool:
    """Return whether the plan leaves a number to the commune; it is read from the plan alone."""
    return bool(_open_numbers(campaign))


def _open_numbers(campaign: Campaign) -> dict[tuple[str, str], tuple[Node, list[str]]]:
    """Return, by subject and key, the ranks without a number, each with the titles of its rounds."""
    found: dict[tuple[str, str], tuple[Node, list[str]]] = {}
    for each in campaign.plan.rounds:
        for standard in each.standards:
            for _, node in leaf_nodes(standard.rule):
                if node.leaf == LeafKind.RANK and node.value is None:
                    found.setdefault((str(standard.subject), node.key), (node, []))[1].append(each.title)
    return found


@transaction.atomic
def set_threshold(
    campaign: Campaign, *, subject: str, leaf_key: str, value: Decimal, source: str, by: Actor, at: datetime
) -> Threshold:
    """Set the number that the plan leaves to the commune for one criterion, in place of what stood there."""
    if not by.may(Can.KEEP_STANDING):
        raise PermissionDenied
    asked = next(
        (each for each in thresholds_asked(campaign) if (each.subject, each.node.key) == (subject, leaf_key)), None
    )
    if asked is None:
        raise ValidationError("Kế hoạch không để địa phương đặt ngưỡng cho tiêu chuẩn này.")
    if value <= 0:
        raise ValidationError("Ngưỡng phải lớn hơn 0.")
    if not source.strip():
        raise ValidationError(SOURCE_MISSING)
    before = asked.threshold.value if asked.threshold else None
    row, _ = Threshold.objects.update_or_create(
        campaign=campaign, subject=subject, leaf_key=leaf_key,
        defaults={"value": value, "source": source.strip(), "set_at": at, "set_by": by.name},
    )  # fmt: skip
    history.record(
        "threshold.set", row, by=by, at=at, label=f"Đặt ngưỡng: {asked.node.text}"[:160], reason=source.strip(),
        before=vn_number(before), after=vn_number(value),
    )  # fmt: skip
    return row


def parts_of(titles: Sequence[str]) -> list[dict]:
    """Return the parts of a dossier by their titles; what the product can write it offers to write."""
    found, taken = [], set()
    for title in titles:
        key = slugify(fold(title))[:60] or "phan"
        while key in taken:
            key += "-2"
        taken.add(key)
        made_here = maker_of(DossierPart(key=key, title=title, made_here=True)) != Maker.UPLOAD
        found.append({"key": key, "title": title, "made_here": made_here})
    return found


@transaction.atomic
def set_dossier_rule(
    award: str,
    *,
    titles: Sequence[str],
    valid_from: date,
    source: str,
    confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> DossierRule:
    """Set the papers of a dossier for one award from a day on; the list before it ends the day before by itself."""
    if not by.may(Can.KEEP_STANDING):
        raise PermissionDenied
    titles = [" ".join(title.split()) for title in titles if title.strip()]
    if not titles:
        raise ValidationError("Hãy ghi ít nhất một giấy tờ.")
    if len({fold(title) for title in titles}) < len(titles):
        raise ValidationError("Mỗi giấy tờ chỉ ghi một lần.")
    if not source.strip():
        raise ValidationError(SOURCE_MISSING)
    if DossierRule.objects.filter(award=award, valid_from=valid_from).exists():
        raise ValidationError(f"Đã có danh mục áp dụng từ ngày {vn_date(valid_from)}; hãy chọn ngày khác.")
    row = DossierRule(
        commune=by.commune, award=award, parts=parts_of(titles), valid_from=valid_from, source=source.strip(),
        confirmed=confirmed,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record("dossierrule.set", row, by=by, at=at, label="Đặt thành phần hồ sơ", reason=row.source, titles=titles)
    return row


@transaction.atomic
def confirm_dossier_rule(rule: DossierRule, *, source: str, by: Actor, at: datetime) -> None:
    """Confirm a list of papers after comparing it with the text that is named."""
    if not by.may(Can.KEEP_STANDING):
        raise PermissionDenied
    if not source.strip():
        raise ValidationError(SOURCE_MISSING)
    facts = {"confirmed": True, "source": source.strip()}
    if not DossierRule.objects.filter(pk=rule.pk, confirmed=False).update(**facts):
        raise ValidationError("Danh mục này đã được xác nhận.")
    rule.refresh_from_db()
    history.record("dossierrule.confirm", rule, by=by, at=at, label="Xác nhận thành phần hồ sơ", reason=facts["source"])
