"""A campaign's letters: a reminder on the morning before a late report came, an invitation, a notice left in draft."""

from dataclasses import dataclass
from datetime import date, datetime

from campaigns.models import Campaign
from reports.demo import papers
from reports.demo.cast import Cast
from reports.demo.office import pass_night
from reports.demo.tables import Year
from reports.demo.timeline import Timeline, after, before, moment
from reports.models import Letter
from reports.services import letters

AGENDA = (
    "Quán triệt kế hoạch phát động và phân công theo dõi\n"
    "Thống nhất cách ghi số liệu, minh chứng trong báo cáo\n"
    "Giải đáp vướng mắc của các đơn vị"
)
TOLD = (
    "- Các đơn vị phân công một người làm đầu mối, gửi tên và số điện thoại về cơ quan theo dõi phong trào.\n"
    "- Báo cáo gửi trên phần mềm; bản giấy lưu tại đơn vị.\n"
    "- Minh chứng kèm báo cáo là bản chụp rõ, đúng kỳ báo cáo."
)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of one campaign, entered into its timeline."""

    cast: Cast
    campaign: Campaign
    year: Year
    timeline: Timeline

    def schedule(self) -> None:
        """Enter a letter of each kind, where a report of the campaign is late."""
        days = [work.on for work in self.year.work if work.on]
        late = min((work.on for work in self.year.work if work.ending == "late"), default=None)
        if late is None and self.year.work[-1].ending == "silent" and days:
            late = max(days)
        if late is None:
            return
        first = after(self.year.issued, 5)
        self.timeline.at(first, lambda at: self._invite(first, at), hour=9)
        self.timeline.at(after(first, 9), self._tell, hour=9)
        self.timeline.at(late, self._remind, hour=8)
        for night in (before(late, 10), before(late, 5), late):
            self.timeline.at(night, lambda at: pass_night(self.cast, at), hour=5)

    def _draft(self, kind: str, at: datetime) -> Letter:
        """Draft a letter about the campaign as it stands."""
        campaign = Campaign.objects.select_related("commune").get(pk=self.campaign.pk)
        return letters.draft(kind, campaign=campaign, by=self.cast.actor(self.cast.place.tracker), at=at)

    def _save(self, letter: Letter, at: datetime, **words) -> None:
        """Write in a draft."""
        by = self.cast.actor(self.cast.place.tracker)
        letters.save(letter, revision=letter.revision, by=by, at=at, **words)

    def _issue(self, letter: Letter, at: datetime) -> None:
        """Have the paper made and numbered on the same day."""
        clerk = self.cast.actor("vanthu")
        papers.issue(letter.of_kind, letter, by=clerk, clerk=clerk, at=at)

    def _remind(self, at: datetime) -> None:
        """Remind every late unit."""
        self._issue(self._draft(Letter.Kind.URGING, at), at)

    def _invite(self, first: date, at: datetime) -> None:
        """Invite the units to the meeting that begins the campaign."""
        letter = self._draft(Letter.Kind.INVITATION, at)
        self._save(
            letter, at, subject=f"Họp triển khai phong trào thi đua “{self.campaign.name}”",
            meets_at=moment(after(first, 5), 8), place=f"Hội trường {self.cast.commune.committee}",
            chaired_by=f"Lãnh đạo {self.cast.commune.committee}", agenda=AGENDA,
        )  # fmt: skip
        self._issue(letter, at)

    def _tell(self, at: datetime) -> None:
        """Write a notice and leave it in draft."""
        letter = self._draft(Letter.Kind.NOTICE, at)
        self._save(letter, at, body=f"{letter.body}\n{TOLD}")
