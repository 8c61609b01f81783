"""Many corrective actions at once: from the ticks of the list to who is responsible and who reviews."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits import selectors_capa as selectors
from audits.filters_capa import CapaFilter
from audits.forms_capa_bulk import CapaPeopleForm
from audits.models import Capa
from audits.services.capa_bulk import CAPA_PEOPLE
from common import clock
from common.bulk.selecting import Action, send_selection
from common.bulk.views import change_page
from common.views import AuthedRequest

ACTIONS = (Action("people", "Change people", "users", "audits:capas_people", Permission.CAPA_EDIT),)
"""What can be done with a selection of corrective actions."""


@requires(Permission.VIEW)
@require_POST
def capas_select(request: AuthedRequest) -> HttpResponse:
    """Keep the selection and go on to the action; the address carries the list's own filter."""
    found = CapaFilter(request.GET).apply(selectors.capas_for_list(request.user), request.user, clock.today())
    return send_selection(
        request,
        list_key="corrective actions",
        back=reverse("audits:capas"),
        seen=Capa.objects.visible_to(request.user),
        found=found,
        actions=ACTIONS,
    )


@requires(Permission.CAPA_EDIT)
def capas_people(request: AuthedRequest, selection_id: UUID) -> HttpResponse:
    """Who is responsible for the selected corrective actions, and who reviews them."""
    return change_page(request, CAPA_PEOPLE, CapaPeopleForm(request.POST or None), selection_id)
