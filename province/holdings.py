"""What this app keeps about people, and which accounts it still needs."""

from datetime import date

from django.db.models import Q

from communes.holdings import LAW
from communes.personal_data import Holding, keep_accounts, register
from province.models import ProvinceMember


def _in_use(before: date):
    """Return the accounts of people who work for a province, or did after a day."""
    return ProvinceMember.objects.filter(Q(ends_on=None) | Q(ends_on__gte=before)).values("user")


keep_accounts(_in_use)
register(
    Holding(
        "Người của tỉnh",
        ("province.ProvinceMember.*", "province.ProvinceCommune.*", "province.ProvinceAct.*",
         "province.CommuneSheet.*", "province.RollUpPaper.*"),
        "Biết ai của tỉnh theo dõi địa phương nào, đã làm gì.", LAW, "Giữ nguyên để đối chiếu việc đã làm.",
        term="Cùng với lịch sử", doubtful=True,
    ),
)  # fmt: skip
