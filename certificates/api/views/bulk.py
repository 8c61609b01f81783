"""Many certificates looked up later, or by somebody else."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.domain.permissions import Permission
from certificates.filters import CertificateFilter
from certificates.forms.bulk import DueForm
from certificates.models import Certificate
from certificates.selectors import portfolio
from certificates.services.bulk_due import CERTIFICATE_DUE
from common import clock
from common.api.bulk import BulkChangeRecord, Drafting, draft_body, judged
from common.api.endpoint import operation
from common.api.query import filters_of
from common.api.requests import ApiRequest, Created


class CertificateBulkChanges(Drafting):
    """Drafts of when certificates are looked up."""

    @operation(Permission.CERTIFICATE_VERIFY, body=draft_body(DueForm), returns=BulkChangeRecord, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Draft by when, and by whom, these certificates are looked up next; the answer says what it would do."""
        return self.drafted(
            CERTIFICATE_DUE,
            DueForm,
            seen=Certificate.objects.visible_to(request.user),
            found=self._found,
            parameters=filters_of(CertificateFilter),
            list_url=reverse("certificates:list"),
            today=clock.today(),
        )

    def _found(self, asked: QueryDict) -> Any:
        rows = portfolio(self.request.user)
        chosen = CertificateFilter(asked, rows, user=self.request.user, today=clock.today())
        judged(chosen.form)
        return chosen.qs
