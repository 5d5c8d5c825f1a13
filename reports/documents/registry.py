"""Every kind of paper that the product makes."""

from reports.documents import campaign_plan, summary_report, unit_plan, unit_report

KINDS = {
    kind.key: kind
    for kind in (
        campaign_plan.KIND,
        unit_plan.KIND,
        unit_report.KIND,
        summary_report.INTERIM,
        summary_report.KIND,
    )
}
