"""Provinces, their people, their communes, what they did, the lists of communes that they sent in."""

from province.models.acts import ProvinceAct, ProvinceSeal
from province.models.places import Province, ProvinceCommune, ProvinceMember, ProvinceRole
from province.models.roll_ups import RollUpPaper
from province.models.sheets import CommuneSheet

__all__ = [
    "CommuneSheet",
    "Province",
    "ProvinceAct",
    "ProvinceCommune",
    "ProvinceMember",
    "ProvinceRole",
    "ProvinceSeal",
    "RollUpPaper",
]
