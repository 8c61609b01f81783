"""Reference data, shipped with the product."""

from accounts.domain.permissions import Permission
from common.api.endpoint import Endpoint, operation
from common.api.requests import ApiRequest, Listing
from common.paging import Sort
from standards.api.serializers import StandardRow, standard_row
from standards.models import Standard

BY_CODE = (Sort("code", "Code", ("code",)),)


class Standards(Endpoint):
    """Standards that certificates hold."""

    @operation(Permission.VIEW, returns=StandardRow, sorts=BY_CODE)
    def get(self, request: ApiRequest) -> Listing:
        """Standards with their editions."""
        return self.page(Standard.objects.prefetch_related("editions"), standard_row)
