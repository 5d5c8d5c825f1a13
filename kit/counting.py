"""Counts that are asked along with something else."""

from django.db.models import IntegerField, QuerySet, Subquery


class CountOf(Subquery):
    """The number of rows of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet):
        super().__init__(rows.order_by().values("pk"))
