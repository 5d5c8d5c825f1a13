"""How a unit's report fares: one function for each ending."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from campaigns.models import Campaign, Obligation, Target
from campaigns.services import evidence, exemplars, unit_reports
from campaigns.services.unit_reports import LineInput
from communes.access import Actor
from reports.demo.cast import Cast
from reports.demo.files import page
from reports.demo.tables import Work, Year
from reports.demo.timeline import Timeline, after


class Reporting:
    """The reports of a campaign's units."""

    def __init__(self, cast: Cast, campaign: Campaign, year: Year, timeline: Timeline):
        """Know the people, the campaign and its data."""
        self.cast, self.campaign, self.year, self.timeline = cast, campaign, year, timeline
        self.tracker = cast.actor(cast.place.tracker)

    def schedule(self, work: Work) -> None:
        """Enter everything that happens to one report."""
        getattr(self, f"_{work.ending}")(work)
        if work.example and work.ending not in ("silent", "waived"):
            self._example(work)

    def _obligation(self, work: Work) -> Obligation:
        """Return the report that a unit owes, as it stands."""
        rows = Obligation.objects.select_related("campaign__commune", "unit", "deadline")
        return rows.filter(
            campaign=self.campaign, unit=self.cast.units[work.unit], deadline__paper=work.paper
        ).order_by("late_from", "pk")[0]

    def _head(self, work: Work) -> Actor:
        """Return the head of the unit."""
        return self.cast.head(work.unit)

    def _move(self, day: date, work: Work, service, by: Actor, *, hour: int = 9, **given) -> None:
        """Enter a move of a report."""
        self.timeline.at(day, lambda at: service(self._obligation(work), by=by, at=at, **given), hour=hour)

    def _submitted(self, work: Work) -> None:
        """Have the unit write its report in the days before and hand it in."""
        head = self._head(work)
        self.timeline.at(work.on - timedelta(days=2), lambda at: self._write(work, by=head, at=at))
        self._move(work.on, work, unit_reports.submit, head, hour=15)

    def _on_time(self, work: Work) -> None:
        self._submitted(work)
        self._move(after(work.on, 1), work, unit_reports.receive, self.tracker)
        self._move(after(work.on, 2), work, unit_reports.accept, self.tracker, hour=14)

    def _late(self, work: Work) -> None:
        self._submitted(work)
        self._move(after(work.on, 1), work, unit_reports.receive, self.tracker)
        self._move(after(work.on, 1), work, unit_reports.accept_late, self.tracker, hour=14, reason=work.reason)

    def _extended(self, work: Work) -> None:
        asked = work.until - timedelta(days=10)
        self._move(asked, work, unit_reports.extend, self.tracker, last_day=work.until, reason=work.reason)
        self._on_time(work)

    def _granted(self, work: Work) -> None:
        asked = work.on - timedelta(days=1)
        self._move(asked, work, unit_reports.extend, self.tracker, last_day=work.until, reason=work.reason)
        self._drafted(work)

    def _sent_back(self, work: Work) -> None:
        """Have the report handed in, received and returned."""
        self._received(work)
        self._move(after(work.on, 1), work, unit_reports.send_back, self.tracker, hour=16, reason=work.reason,
                   items=work.mend[0].split("; "), new_due_on=work.until)  # fmt: skip

    def _mended(self, work: Work) -> None:
        self._sent_back(work)
        head = self._head(work)
        ready = work.until - timedelta(days=1)
        self._move(ready, work, unit_reports.resume, head, hour=8)
        self.timeline.at(ready, lambda at: self._mend(work, by=head, at=at), hour=10)
        self._move(ready, work, unit_reports.submit, head, hour=15)
        self._move(after(work.until, 1), work, unit_reports.receive, self.tracker)
        self._move(after(work.until, 1), work, unit_reports.accept, self.tracker, hour=14)

    def _behalf(self, work: Work) -> None:
        self.timeline.at(work.on, lambda at: self._type(work, at=at))
        self._move(work.on, work, unit_reports.enter_on_behalf, self.tracker, hour=10, reason=work.reason)
        self._move(work.on, work, unit_reports.receive, self.tracker, hour=11)
        self._move(after(work.on, 1), work, unit_reports.accept, self.tracker)

    def _waived(self, work: Work) -> None:
        self._move(work.on, work, unit_reports.waive, self.cast.actor("lanhdao"), reason=work.reason)

    def _waiting(self, work: Work) -> None:
        self._submitted(work)

    def _received(self, work: Work) -> None:
        self._submitted(work)
        self._move(after(work.on, 1), work, unit_reports.receive, self.tracker)

    def _returned(self, work: Work) -> None:
        self._sent_back(work)

    def _drafted(self, work: Work) -> None:
        self.timeline.at(work.on, lambda at: self._write(work, by=self._head(work), at=at))

    def _silent(self, work: Work) -> None:
        """Enter nothing: the unit has not begun."""

    def _write(self, work: Work, *, by: Actor, at: datetime) -> None:
        """Attach the files and save the words and figures."""
        obligation = self._obligation(work)
        for name, item in work.files or (("Báo cáo kết quả thực hiện phong trào.pdf", ""),):
            upload = page(name, str(obligation.unit), work.overview, *work.words.values())
            evidence.attach(obligation, upload, item=self._item(item), by=by, at=at)
        self._save(obligation, work, by=by, at=at)

    def _type(self, work: Work, *, at: datetime) -> None:
        """Attach the scan of a unit's paper and type what it says, as the agency."""
        obligation = self._obligation(work)
        scan = page("Bản chụp báo cáo giấy của đơn vị.pdf", str(obligation.unit), work.overview, *work.words.values())
        evidence.attach(obligation, scan, is_scan=True, by=self.tracker, at=at)
        self._save(obligation, work, by=self.tracker, at=at)

    def _mend(self, work: Work, *, by: Actor, at: datetime) -> None:
        """Add what was asked for, and say what was mended."""
        obligation = self._obligation(work)
        upload = page("Tài liệu bổ sung.pdf", str(obligation.unit), work.mend[1])
        evidence.attach(obligation, upload, by=by, at=at)
        unit_reports.save(obligation, revision=obligation.revision, by=by, at=at, change_note=work.mend[1])

    def _save(self, obligation: Obligation, work: Work, *, by: Actor, at: datetime) -> None:
        """Save a report's words and figures."""
        unit_reports.save(
            obligation, revision=obligation.revision, by=by, at=at, lines=self._lines(work), overview=work.overview,
            difficulties=work.difficulties, proposals=work.proposals,
        )  # fmt: skip

    def _item(self, key: str):
        """Return a content item by its key, or none."""
        items = {item.key: item for area in self.campaign.areas.all() for item in area.items.all()}
        return items[key] if key else None

    def _lines(self, work: Work) -> list[LineInput]:
        """Return what the unit says on items, on its own targets and on the plan's."""
        lines = [LineInput(item_id=self._item(key).pk, text=text) for key, text in work.words.items()]
        own = {self.year.goals[key].text: given[1:] for key, given in work.targets.items()}
        for drive in self.year.drives:
            if drive.unit == work.unit:
                own |= {text: (result,) for _, text, _, _, _, result in drive.targets}
        for target in Target.objects.filter(campaign=self.campaign).binding(self.cast.units[work.unit]):
            given = own.get(target.text) if target.unit_id else work.given.get(target.key)
            if given:
                lines.append(_line(target, *given))
        return lines

    def _example(self, work: Work) -> None:
        """Enter how an exemplar named in the report is found, registered, published."""
        example, head = work.example, self._head(work)
        by = self.tracker if work.ending == "behalf" else head

        def find(at):
            unit_reports.add_exemplar(
                self._obligation(work), kind=example.kind, title=example.title, story=example.story,
                person=self.cast.worker(work.unit) if example.kind in ("role_model", "good_deed") else None,
                by=by, at=at,
            )  # fmt: skip

        def found():
            return self.campaign.exemplars.select_related("campaign__commune").get(title=example.title)

        first = work.on if work.ending == "behalf" else work.on - timedelta(days=1)
        self.timeline.at(first, find)
        if example.state in ("registered", "published"):
            self.timeline.at(after(work.on, 2), lambda at: exemplars.register(found(), by=self.tracker, at=at), hour=15)
        if example.state == "declined":
            reason = "Nội dung còn chung chung, chưa có kết quả cụ thể để nhân rộng."
            self.timeline.at(
                after(work.on, 2), lambda at: exemplars.decline(found(), reason=reason, by=self.tracker, at=at), hour=15
            )
        if example.state == "published":
            shown = after(after(work.on, 2), 2)
            self.timeline.at(shown, lambda at: exemplars.publish(
                found(), published_on=shown, published_where="Đài truyền thanh và trang thông tin điện tử xã",
                by=self.cast.actor(self.cast.place.publicist), at=at,
            ))  # fmt: skip


def _line(target: Target, result, remark: str = "") -> LineInput:
    """Return a result on a target, by the target's kind."""
    if target.kind in ("number", "percent"):
        return LineInput(target_id=target.pk, value=Decimal(str(result)), remark=remark)
    if target.kind == "yes_no":
        return LineInput(target_id=target.pk, yes=result, remark=remark)
    if target.kind == "grade":
        return LineInput(target_id=target.pk, grade=result, remark=remark)
    return LineInput(target_id=target.pk, judged=result, text=remark)
