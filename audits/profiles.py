"""What audits tell the requirement profiles: which were made, and by which checklist one can be asked for."""

from collections.abc import Iterable
from datetime import date

from audits.domain.checklists import CHECKLISTS
from audits.models import Audit
from suppliers.domain.profiles.standing import Evidence
from suppliers.domain.profiles.terms import AuditType, RequirementKind
from suppliers.models import SupplierQuerySet
from suppliers.profile_evidence import PlacedEvidence, evidence_for, offer_checklist

for _checklist in CHECKLISTS.values():
    offer_checklist(_checklist.code, _checklist.title)


@evidence_for(RequirementKind.AUDIT)
def completed_audits(subject: str, suppliers: SupplierQuerySet, day: date) -> Iterable[PlacedEvidence]:
    """Completed audits, one row per scope that was named; an audit without named scopes counts for its site."""
    rows = Audit.objects.completed().filter(supplier__in=suppliers.values("pk"), conducted_on__lte=day)
    columns = ("supplier_id", "site_id", "scopes__id", "pk", "conducted_on", "strength", "checklist_code")
    for supplier, site, scope, pk, on, strength, checklist in rows.values_list(*columns):
        evidence = Evidence(f"audit:{pk}", on, audit_type=AuditType(strength), checklist=checklist)
        yield PlacedEvidence(supplier, None if scope else site, scope, evidence)
