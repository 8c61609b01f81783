"""What certificates tell the requirement profiles: which are in force or were, whatever anybody verified of them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from certificates.models import Certificate
from suppliers.domain.profiles.standing import Evidence
from suppliers.domain.profiles.terms import RequirementKind
from suppliers.models import SupplierQuerySet
from suppliers.profile_evidence import PlacedEvidence, evidence_for


@evidence_for(RequirementKind.STANDARD)
def certificates_on_record(subject: str, suppliers: SupplierQuerySet, day: date) -> Iterable[PlacedEvidence]:
    """Certificates to a standard that are neither closed nor suspended, one row per site that they name."""
    rows = Certificate.objects.open_on(day).filter(supplier__in=suppliers.values("pk"))
    rows = rows.filter(Q(suspended_on=None) | Q(suspended_on__gt=day), Q(valid_from=None) | Q(valid_from__lte=day))
    rows = rows.filter(standards__standard__code=subject).order_by()
    for supplier, site, pk, until in rows.values_list("supplier_id", "covered__site_id", "pk", "expires_on"):
        yield PlacedEvidence(supplier, site, None, Evidence(f"certificate:{pk}", until=until))
