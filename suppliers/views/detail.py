"""The supplier's summary: the answer first, then what the record says."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.views import AuthedRequest
from suppliers.domain.criticality import is_more_critical
from suppliers.domain.terms import Criticality, ScopeStage
from suppliers.selectors import supplier_profile


@requires(Permission.VIEW)
def supplier_detail(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The rating's panel is loaded by its address, so that this app imports nobody above it."""
    supplier = supplier_profile(request.user, supplier_id)
    scopes = list(supplier.scopes.all())
    weighty = [
        scope for scope in scopes if is_more_critical(Criticality(scope.criticality), Criticality(supplier.criticality))
    ]
    is_current = supplier.archived_at is None
    context = {
        "supplier": supplier,
        "tab": "summary",
        "scopes": scopes,
        "weighty": [scope for scope in weighty if scope.stage != ScopeStage.ENDED],
        "open_sites": [site for site in supplier.sites.all() if site.closed_on is None],
        "may_edit": is_current and request.user.can(Permission.SUPPLIER_EDIT),
        "may_restrict": is_current and request.user.can(Permission.SUPPLIER_RESTRICT),
        "may_archive": is_current and request.user.can(Permission.SUPPLIER_ARCHIVE),
    }
    return render(request, "suppliers/detail.html", context)
