"""Many corrective actions given to other people."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.domain.permissions import Permission
from audits import selectors_capa as selectors
from audits.filters_capa import CapaFilter
from audits.forms_capa_bulk import CapaPeopleForm
from audits.models import Capa
from audits.services.capa_bulk import CAPA_PEOPLE
from common import clock
from common.api.bulk import BulkChangeRecord, Drafting, draft_body, judged
from common.api.endpoint import operation
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created


class CapaBulkChanges(Drafting):
    """Drafts of who works on corrective actions."""

    @operation(Permission.CAPA_EDIT, body=draft_body(CapaPeopleForm), returns=BulkChangeRecord, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Draft who is responsible for these corrective actions, and who reviews them."""
        return self.drafted(
            CAPA_PEOPLE,
            CapaPeopleForm,
            seen=Capa.objects.visible_to(request.user),
            found=self._found,
            parameters=form_parameters(CapaFilter),
            list_url=reverse("audits:capas"),
        )

    def _found(self, asked: QueryDict) -> Any:
        form = CapaFilter(asked)
        judged(form)
        return form.apply(selectors.capas_for_list(self.request.user), self.request.user, clock.today())
