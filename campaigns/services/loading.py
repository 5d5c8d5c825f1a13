"""Loading plan files: read them all, then bring communes, units and draft campaigns in line with them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django_scopes import scope

from campaigns.models import Campaign
from campaigns.planfile.reading import PlanProblems, read_file
from campaigns.planfile.schema import CommuneFacts, PlanFile
from campaigns.services import plans
from communes import history
from communes.access import Actor
from communes.models import Commune, Unit
from communes.services import places


class LoadingRefused(Exception):
    """Every reason why nothing was loaded, one sentence each."""

    def __init__(self, reasons: list[str]):
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one file did."""

    path: str
    campaign: Campaign
    commune_added: bool
    units_added: int
    plan_state: str

    @property
    def words(self) -> str:
        """What was done, for the person at the command line."""
        done = ["thêm địa phương"] if self.commune_added else []
        if self.units_added:
            done.append(f"thêm {self.units_added:02d} đơn vị")
        done.append({"new": "lập dự thảo mới", "changed": "cập nhật dự thảo", "same": ""}[self.plan_state])
        done = [each for each in done if each]
        return f"{self.path}: {self.campaign} – {', '.join(done) if done else 'không có gì thay đổi'}"


def read_all(paths: list[str]) -> list[tuple[str, PlanFile]]:
    """Return every plan file; raise LoadingRefused with each fault as `file:line: field: found; expected`."""
    files, reasons, seen = [], [], {}
    for path in paths:
        try:
            plan_file = read_file(Path(path).read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as problem:
            reasons.append(f"{path}: {_why_unreadable(problem)}")
            continue
        except PlanProblems as problem:
            reasons += [_located(path, each) for each in problem.problems]
            continue
        name = (plan_file.commune.slug, plan_file.plan.facts.key)
        if name in seen:
            reasons.append(
                f"{path}: mục plan.facts.key: thấy “{name[1]}” đã dùng trong {seen[name]}; cần tên ngắn riêng"
            )
        seen.setdefault(name, path)
        files.append((path, plan_file))
    if reasons:
        raise LoadingRefused(reasons)
    return files


def load(files: list[tuple[str, PlanFile]], *, at: datetime) -> list[Loaded]:
    """Load files that were read, all or none; raise LoadingRefused with every reason against."""
    loaded, reasons = [], []
    with transaction.atomic():
        for path, plan_file in files:
            try:
                with transaction.atomic():
                    loaded.append(_load_one(path, plan_file, at))
            except ValidationError as problem:
                reasons += [f"{path}: {message}" for message in problem.messages]
        if reasons:
            raise LoadingRefused(reasons)
    return loaded


def _load_one(path: str, plan_file: PlanFile, at: datetime) -> Loaded:
    """Bring one commune, its units and its draft campaign in line with a file."""
    commune, added = _ensure_commune(plan_file.commune, at=at)
    by = Actor.of_product(commune)
    with scope(commune=commune):
        before = Unit.objects.count()
        for unit in plan_file.units:
            places.ensure_unit(
                name=unit.name, kind=unit.kind, by=by, at=at,
                short_name=unit.short_name, symbol=unit.symbol, valid_to=unit.valid_to,
            )  # fmt: skip
        units_added = Unit.objects.count() - before
        campaign, state = _ensure_plan(plan_file, by=by, at=at)
    return Loaded(path, campaign, added, units_added, state)


def _ensure_commune(facts: CommuneFacts, *, at: datetime) -> tuple[Commune, bool]:
    """Return the commune of that address, added now if there is none; a known one stays as it is."""
    known = Commune.objects.filter(slug=facts.slug).first()
    if known:
        return known, False
    commune = Commune(
        slug=facts.slug,
        kind=facts.kind,
        name=facts.name,
        province=facts.province,
        place_name=facts.name,
        upward_recipient=facts.upward_recipient,
    )
    commune.full_clean()
    commune.save()
    history.record("commune.added", commune, by=Actor.of_product(commune), at=at, label="Thêm địa phương")
    return commune, True


def _ensure_plan(plan_file: PlanFile, *, by: Actor, at: datetime) -> tuple[Campaign, str]:
    """Draft the campaign, change its draft, or leave it; a plan past the draft stage is not overwritten."""
    document = plan_file.plan
    campaign = Campaign.objects.filter(key=document.facts.key).first()
    if campaign is None:
        return plans.draft(document, by=by, at=at), "new"
    if campaign.plan == document:
        return campaign, "same"
    if campaign.status != Campaign.Status.DRAFT:
        raise ValidationError(f"“{campaign}” {_REFUSALS.get(campaign.status, _ISSUED)}.")
    plans.redraft(campaign, document, by=by, at=at)
    campaign.refresh_from_db()
    return campaign, "changed"


_ISSUED = "đã ban hành; hãy điều chỉnh kế hoạch"
_REFUSALS = {
    Campaign.Status.IN_REVIEW: "đang chờ duyệt; hãy trả lại dự thảo trước khi nạp tệp đã sửa",
    Campaign.Status.APPROVED: "đã duyệt; hãy mở lại dự thảo trước khi nạp tệp đã sửa",
    Campaign.Status.CANCELLED: "đã hủy; hãy đặt tên ngắn khác để lập phong trào mới",
}


def _located(path: str, problem) -> str:
    """Return a fault with its file and line."""
    return f"{path}:{problem.line}: {problem.words}" if problem.line else f"{path}: {problem.words}"


def _why_unreadable(problem: Exception) -> str:
    """Say why a file cannot be read."""
    if isinstance(problem, FileNotFoundError):
        return "thấy không có tệp này; cần đường dẫn tới một tệp kế hoạch"
    if isinstance(problem, IsADirectoryError):
        return "thấy một thư mục; cần đường dẫn tới một tệp kế hoạch"
    if isinstance(problem, UnicodeDecodeError):
        return "thấy chữ không phải UTF-8; cần tệp lưu bằng mã UTF-8"
    return "thấy tệp không mở được; cần quyền đọc tệp"
