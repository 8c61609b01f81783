"""What pages read of suppliers."""

from django.http import Http404

from accounts.models import User
from suppliers.models import Supplier


def supplier_for_page(user: User, supplier_id: int) -> Supplier:
    """The supplier of a page or tab. Raises Http404 also for a restricted one that is not this person's."""
    rows = Supplier.objects.visible_to(user).select_related("owner", "team")
    supplier = rows.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404("No such supplier.")
    return supplier
