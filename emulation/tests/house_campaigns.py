"""Records of campaigns for the walks through every address."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from campaigns.models import Finding, LegalValue, PeakDrive, PlanRemark, Registration, Target, UnitPlan
from campaigns.planfile.schema import PlanDeadline, PlanIndicator, Round
from campaigns.planfile.words import DeadlineKind, Paper, RemarkCode, RoundKind
from campaigns.services import difficulties, evidence, exemplars, inspections, plan_readings
from campaigns.tests.factories import make_campaign, make_report, make_upload, plan_document
from campaigns.tests.plan_texts import PLAN_TEXT
from reports.tests.cases import AT


class CampaignsWorld:
    """One record of each kind of the campaigns app, made when first asked for."""

    @cached_property
    def campaign(self):
        """An issued campaign with a date left open and an index."""
        plan = plan_document(key="nha-chung")
        later = PlanDeadline(key="ho-so", paper=Paper.DOSSIER, title="Hồ sơ", kind=DeadlineKind.LATER_PLAN)
        plan = replace(
            plan,
            deadlines=(*plan.deadlines, later),
            indicators=(PlanIndicator(key="sipas", name="Chỉ số hài lòng"),),
        )
        return make_campaign(self.cast, document=plan)

    @cached_property
    def draft(self):
        """A campaign in draft with an award round."""
        rounds = (Round(key="cuoi-nam", kind=RoundKind.FINAL, title="Cuối năm"),)
        plan = plan_document(key="du-thao", rounds=rounds)
        return make_campaign(self.cast, document=plan, status="draft")

    @cached_property
    def plan_reading(self):
        """A plan brought in as text, nothing confirmed yet."""
        return plan_readings.begin("ke-hoach.docx", PLAN_TEXT, **self.who)

    @cached_property
    def remark(self):
        """An open doubt."""
        return PlanRemark.objects.create(campaign=self.campaign, code=RemarkCode.LOST_WORD, message="Thiếu từ.")

    @cached_property
    def deadline(self):
        """A date that a later plan sets."""
        return self.campaign.deadlines.get(key="ho-so")

    @cached_property
    def participation(self):
        """Phòng Kinh tế takes part."""
        return self.campaign.participations.get(unit=self.unit)

    @cached_property
    def indicator(self):
        """An index."""
        return self.campaign.indicators.get()

    @cached_property
    def report(self):
        """A report being written."""
        return make_report(self.campaign, self.unit, status="draft")

    @cached_property
    def accepted(self):
        """A report that was handed in and accepted."""
        return make_report(make_campaign(self.cast, key="da-duyet"), self.unit)

    @cached_property
    def picture(self):
        """A picture among the evidence of a report."""
        return evidence.attach(self.report, make_upload("anh.png"), **self.who)

    @cached_property
    def exemplar(self):
        """A good practice out of the report."""
        return exemplars.find(
            self.campaign, self.unit, kind="good_practice", title="Ngày thứ Bảy", story="Trực thêm.",
            obligation=self.report, **self.who,
        )  # fmt: skip

    @cached_property
    def inspection(self):
        """A planned inspection."""
        return inspections.plan(
            self.campaign, self.unit, kind="periodic", inspected_on=date(2026, 5, 4), team="Đoàn 1", **self.who
        )

    @cached_property
    def item(self):
        """A content item."""
        return self.campaign.areas.get(key="thu-tuc").items.get(key="dung-han")

    @cached_property
    def finding(self):
        """A finding with a recommendation, of a concluded inspection."""
        found = inspections.plan(
            self.campaign, self.unit, kind="periodic", inspected_on=date(2026, 5, 6), team="Đoàn 2", **self.who
        )
        finding = Finding.objects.create(
            inspection=found, item=self.item, found="Chưa niêm yết.", verdict="differs", recommendation="Niêm yết.",
            due_on=date(2026, 6, 1),
        )  # fmt: skip
        type(found).objects.filter(pk=found.pk).update(status="concluded", conclusion="Đạt.", concluded_at=AT)
        return finding

    @cached_property
    def difficulty(self):
        """A difficulty that was raised."""
        return difficulties.report(self.campaign, self.unit, title="Thiếu máy", text="Chưa có máy quét.", **self.who)

    @cached_property
    def unit_plan(self):
        """A unit's plan in draft."""
        return UnitPlan.objects.create(campaign=self.campaign, unit=self.unit, saved_at=AT, saved_by="Vũ Thị Én")

    @cached_property
    def target(self):
        """A unit's own target."""
        return Target.objects.create(
            campaign=self.unit_plan.campaign, unit=self.unit, item=self.item, text="Giải quyết sớm.", kind="yes_no"
        )

    @cached_property
    def drive(self):
        """A peak drive in draft."""
        term = {"starts_on": date(2026, 8, 1), "ends_on": date(2026, 8, 31)}
        return PeakDrive.objects.create(campaign=self.campaign, unit=self.unit, name="30 ngày", **term)

    @cached_property
    def registration(self):
        """What a unit strives for."""
        return Registration.objects.create(
            campaign=self.campaign, unit=self.unit, subject="collective", aim="Giấy khen", registered_by="Vũ Thị Én",
            registered_at=AT,
        )  # fmt: skip

    @cached_property
    def law(self):
        """A number of the law that the commune keeps itself."""
        return LegalValue.objects.create(
            commune=self.cast.commune, key="share.house", title="Tỷ lệ", value=70, valid_from=date(2026, 1, 1),
            source="Nghị định",
        )  # fmt: skip
