"""The pages of campaigns in the menu."""

from communes.access import Can
from communes.navigation import register

register("Công việc", "Việc của đơn vị", "campaigns:my-unit", "list-check", Can.REPORT_RESULTS, 20)
register("Công việc", "Phong trào", "campaigns:campaigns", "flag", Can.SEE_CAMPAIGNS, 30)
register("Công việc", "Bản tin điển hình", "campaigns:bulletin", "newspaper", Can.SEE_CAMPAIGNS, 40,
         pages=("campaigns:adoption*", "campaigns:exemplar-adopt"))  # fmt: skip
register("Địa phương", "Mức theo quy định", "campaigns:law", "bank", Can.SEE_ALL_UNITS, 830)
