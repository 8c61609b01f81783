"""Records and visit notes as tables: the same rows in the same order as the pages show them."""

from decimal import Decimal

from capability.domain.terms import ToleranceUnit
from capability.filters import RecordFilter, VisitFilter
from capability.forms import plain_number
from capability.kinds import KindPage
from capability.labels import SOURCE_LABELS, VISIT_STATE_LABELS
from capability.models import CapabilityRecord, Equipment
from capability.selectors import RECORD_SORTS, VISIT_SORTS, records_for_list, visits_for_list
from common.paging import in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export

VISIT_COLUMNS = (
    Column("Visit", lambda visit: visit.pk),
    Column("Supplier", lambda visit: visit.supplier.legal_name),
    Column("Site", lambda visit: visit.site.name),
    Column("Visited on", lambda visit: visit.visited_on),
    Column("How", lambda visit: SOURCE_LABELS[visit.source]),
    Column("People met", lambda visit: visit.people),
    Column("State", lambda visit: VISIT_STATE_LABELS[visit.state]),
    Column("Written by", lambda visit: visit.created_by.name),
    Column("Conclusion", lambda visit: visit.note),
)


def told(row: CapabilityRecord, name: str) -> str:
    """A field of a record as a person reads it; empty where nothing is known."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, Decimal):
        return _measure(row, name, value)
    return f"{value.day} {value:%b %Y}" if hasattr(value, "day") else str(value)


def _measure(row: CapabilityRecord, name: str, value: Decimal) -> str:
    if isinstance(row, Equipment) and name in ("held", "needed"):
        is_grade = row.tolerance_unit == ToleranceUnit.IT_GRADE
        return f"IT{plain_number(value)}" if is_grade else f"{plain_number(value)} mm"
    return plain_number(value)


def records_export(request: Asking, page: KindPage) -> Export:
    """Records of a kind as their list narrows and sorts them, with every field."""
    form = RecordFilter(request.GET, page=page)
    rows = in_order(form.apply(records_for_list(request.user, page)), RECORD_SORTS, request.GET.get("sort"))
    return Export(page.many.lower().replace(" ", "-"), _columns(page), streamed(rows), form)


def visits_export(request: Asking) -> Export:
    """Visit notes as their list narrows and sorts them."""
    form = VisitFilter(request.GET)
    rows = form.apply(visits_for_list(request.user), request.user)
    found = in_order(rows, VISIT_SORTS, request.GET.get("sort"))
    return Export("visits", VISIT_COLUMNS, streamed(found), form)


def _columns(page: KindPage) -> tuple[Column, ...]:
    own = [
        Column(str(page.model._meta.get_field(name).verbose_name).capitalize(), lambda row, name=name: told(row, name))  # type: ignore[union-attr,misc]
        for name in page.fields
    ]
    return (
        Column("Supplier", lambda row: row.supplier.legal_name),
        Column("Site", lambda row: row.site.name),
        Column("Process", lambda row: row.scope.process.name if row.scope else ""),
        *own,
        Column("How we know", lambda row: SOURCE_LABELS[row.source]),
        Column("Seen on", lambda row: row.observed_on),
        Column("Recorded by", lambda row: row.recorded_by.name),
        Column("Note", lambda row: row.note),
    )
