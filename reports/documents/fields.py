"""The fields that the texts of several papers share, each with its sample, and the facts that fill them."""

from campaigns.models import Campaign
from communes.models import Commune, Unit
from reports.documents.common import body_name, plan_number

COMMITTEE = {"tên Ủy ban": "UBND xã Đồng Tâm"}
CAMPAIGN = {
    "tên phong trào": "Đẩy mạnh cải cách hành chính năm 2026",
    "kế hoạch phát động": "Kế hoạch số 05/KH-UBND ngày 15 tháng 01 năm 2026",
    **COMMITTEE,
}
UNIT = {"tên đơn vị": "Phòng Kinh tế"}
LINES = "Mỗi dòng một mục, không cần gạch đầu dòng; dòng “Lưu” in cuối."
ONE_GROUND = "Mỗi dòng một căn cứ."


def of_committee(commune: Commune) -> dict[str, str]:
    """Return the facts of the fields in COMMITTEE."""
    return {"tên Ủy ban": commune.committee}


def of_campaign(campaign: Campaign) -> dict[str, str]:
    """Return the facts of the fields in CAMPAIGN."""
    return {
        "tên phong trào": campaign.name,
        "kế hoạch phát động": plan_number(campaign),
        **of_committee(campaign.commune),
    }


def of_unit(unit: Unit) -> dict[str, str]:
    """Return the facts of the fields in UNIT."""
    return {"tên đơn vị": body_name(unit)}
