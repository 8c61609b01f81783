"""Audits for tests, made through the models where a test only needs one to be there."""

from datetime import date

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.models import Audit
from common import clock
from suppliers.models import Supplier
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_site, make_supplier

DAY = date(2026, 10, 14)


def make_audit(supplier: Supplier | None = None, state: AuditState = AuditState.IN_PROGRESS, **fields) -> Audit:
    supplier = supplier or make_supplier()
    begun = state in (AuditState.IN_PROGRESS, AuditState.COMPLETED)
    values = {
        "supplier": supplier,
        "planned_on": DAY,
        "conducted_on": DAY if begun else None,
        "completed_at": clock.now() if state is AuditState.COMPLETED else None,
        "created_at": clock.now(),
        "state": state.value,
        **fields,
    }
    if "site" not in values:
        values["site"] = supplier.sites.first() or make_site(supplier, is_main=True)
    if "lead" not in values:
        values["lead"] = make_user(Role.QUALITY_ENGINEER)
    return Audit.objects.create(**values)
