"""Many certificates at once: from the ticks of the list to the day of the next look."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.filters import CertificateFilter
from certificates.forms.bulk import DueForm
from certificates.models import Certificate
from certificates.selectors import portfolio
from certificates.services.bulk_due import CERTIFICATE_DUE
from common import clock
from common.bulk.selecting import Action, send_selection
from common.bulk.views import change_page
from common.views import AuthedRequest

ACTIONS = (
    Action("due", "Set when to look them up", "calendar-clock", "certificates:bulk_due", Permission.CERTIFICATE_VERIFY),
)
"""What can be done with a selection of certificates."""


@requires(Permission.VIEW)
@require_POST
def select_certificates(request: AuthedRequest) -> HttpResponse:
    """Keep the selection and go on to the action; the address carries the list's own filter."""
    rows = portfolio(request.user)
    return send_selection(
        request,
        list_key="certificates",
        back=reverse("certificates:list"),
        seen=Certificate.objects.visible_to(request.user),
        found=CertificateFilter(request.GET, rows, user=request.user, today=clock.today()).qs,
        actions=ACTIONS,
    )


@requires(Permission.CERTIFICATE_VERIFY)
def bulk_due(request: AuthedRequest, selection_id: UUID) -> HttpResponse:
    """By when, and by whom, the selected certificates are looked up next."""
    return change_page(request, CERTIFICATE_DUE, DueForm(request.POST or None, today=clock.today()), selection_id)
