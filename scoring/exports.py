"""What is missing as a table: the same rows in the same order as the page shows them."""

from common import clock
from common.paging import in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export
from scoring import missing_selectors as selectors
from scoring.filters import MissingFilter
from scoring.missing_view import row_view

COLUMNS = (
    Column("Supplier", lambda row: row.item.supplier.legal_name),
    Column("Scope", lambda row: row.item.scope_label),
    Column("Criticality", lambda row: row.item.get_criticality_display()),
    Column("Asked for", lambda row: row.title),
    Column("Kind", lambda row: row.item.get_kind_display()),
    Column("Duty", lambda row: row.item.get_duty_display()),
    Column("State", lambda row: row.state),
    Column("Due", lambda row: row.item.due_on if row.item.due_on.year < 9999 else None),
    Column("Why", lambda row: row.item.note),
    Column("Next step", lambda row: row.step.text if row.step else ""),
    Column("Owner", lambda row: row.item.supplier.owner.name),
)


def missing_export(request: Asking) -> Export:
    """What is missing as the list narrows and sorts it."""
    today, form = clock.today(), MissingFilter(request.GET)
    rows = form.apply(selectors.items_for_list(request.user), request.user, today)
    found = streamed(in_order(rows, selectors.SORTS, request.GET.get("sort")))
    return Export(f"missing-{today:%Y-%m-%d}", COLUMNS, (row_view(item, today) for item in found), form)
