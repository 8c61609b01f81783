"""What is missing: over all suppliers, and of one."""

from datetime import date
from typing import TypedDict

from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Listing
from common.api.shapes import Reference, reference
from common.days import NO_DAY
from scoring import missing_selectors as selectors
from scoring.domain.facts import Criticality
from scoring.exports import missing_export
from scoring.filters import MissingFilter
from scoring.missing_view import item_title, next_step
from scoring.models import RequirementItem
from standards.domain.duty import Duty
from suppliers.domain.profiles.terms import AuditType, RequirementKind, Shown
from suppliers.selectors import supplier_for_page

PROCESS = {"type": "string", "maxLength": 100, "description": "The code of a process."}
QUERY = form_parameters(MissingFilter, known={"process": PROCESS})


class RequirementRow(TypedDict):
    """One requirement of one scope, and how it stands today.

    `due_on`: when it ends; of what is missing or unchecked, since when; null: it has no end. `record`: what answers it.
    `rules`: the requirement rules that ask for it.
    """

    id: int
    supplier: Reference
    scope: str
    scope_label: str
    criticality: Criticality
    kind: RequirementKind
    subject: str
    name: str
    duty: Duty
    months: int | None
    audit_type: AuditType | None
    state: Shown
    due_on: date | None
    record: str
    note: str
    next_step: str
    rules: list[int]


def requirement_row(item: RequirementItem, today: date) -> RequirementRow:
    """A requirement (select `supplier` for many)."""
    shown = item.shown_on(today)
    step = next_step(item, shown)
    return {
        "id": item.pk,
        "supplier": reference(item.supplier),
        "scope": item.scope_key,
        "scope_label": item.scope_label,
        "criticality": Criticality(item.criticality),
        "kind": RequirementKind(item.kind),
        "subject": item.subject,
        "name": item_title(item),
        "duty": Duty(item.duty),
        "months": item.months,
        "audit_type": AuditType(item.audit_type) if item.audit_type else None,
        "state": shown,
        "due_on": item.due_on if item.due_on < NO_DAY else None,
        "record": item.record,
        "note": item.note,
        "next_step": step.text if step else "",
        "rules": item.rules,
    }


class Requirements(Endpoint):
    """Requirements of the suppliers that this person sees."""

    @operation(Permission.VIEW, returns=RequirementRow, query=QUERY, sorts=selectors.SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """What waits for somebody, narrowed as on the page; `state` asks for others, `met` too."""
        today = clock.today()
        form = self.sound(MissingFilter(request.GET))
        rows = form.apply(selectors.items_for_list(request.user), request.user, today)
        return self.page(rows, lambda item: requirement_row(item, today))


class RequirementExport(Exporting):
    """What is missing as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(QUERY, selectors.SORTS))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """What waits for somebody as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(missing_export(request))


class SupplierRequirements(Endpoint):
    """Requirements of one supplier."""

    @operation(Permission.VIEW, returns=RequirementRow, sorts=selectors.SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """All that is asked of the supplier, scope by scope, and how it stands: what is there, and what is missing."""
        supplier, today = supplier_for_page(request.user, supplier_id), clock.today()
        rows = RequirementItem.objects.filter(supplier=supplier).select_related("supplier")
        return self.page(rows, lambda item: requirement_row(item, today))
