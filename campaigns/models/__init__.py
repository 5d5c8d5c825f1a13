"""Campaigns: plans, content, deadlines, reports, inspections, difficulties, exemplars, evidence, law."""

from campaigns.models.adoptions import Adoption
from campaigns.models.content import ContentArea, ContentItem, Indicator, IndicatorValue, Target
from campaigns.models.deadlines import Deadline
from campaigns.models.difficulties import Difficulty
from campaigns.models.evidence import Evidence
from campaigns.models.exemplar_pictures import ExemplarPicture
from campaigns.models.exemplars import Exemplar
from campaigns.models.inspections import Finding, Inspection
from campaigns.models.law import LegalValue
from campaigns.models.participants import Duty, Participation
from campaigns.models.plan_readings import PlanReading
from campaigns.models.plans import AwardRound, Campaign, PlanRemark, PlanVersion
from campaigns.models.registrations import Registration
from campaigns.models.unit_plans import PeakDrive, UnitPlan
from campaigns.models.unit_reports import Obligation, ReportLine, ReportVersion
from campaigns.models.upload_checks import UploadCheck

__all__ = [
    "Adoption",
    "AwardRound",
    "Campaign",
    "ContentArea",
    "ContentItem",
    "Deadline",
    "Difficulty",
    "Duty",
    "Evidence",
    "Exemplar",
    "ExemplarPicture",
    "Finding",
    "Indicator",
    "IndicatorValue",
    "Inspection",
    "LegalValue",
    "Obligation",
    "Participation",
    "PeakDrive",
    "PlanReading",
    "PlanRemark",
    "PlanVersion",
    "Registration",
    "ReportLine",
    "ReportVersion",
    "Target",
    "UnitPlan",
    "UploadCheck",
]
