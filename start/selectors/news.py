from dataclasses import dataclass

from accounts.models import User
from common.models import Change
from suppliers.models import Supplier

NEWS_LIMIT = 12


@dataclass(frozen=True)
class News:
    """A change, and the supplier it is about."""

    change: Change
    supplier: Supplier


def changes_seen_by(user: User) -> list[News]:
    """The latest changes to suppliers that this person may see, and to what hangs on them."""
    visible = Supplier.objects.visible_to(user)
    newest = Change.objects.filter(root_id__in=visible.values("pk")).select_related("actor").order_by("-id")
    changes = list(newest[:NEWS_LIMIT])
    suppliers = visible.only("legal_name").in_bulk([change.root_id for change in changes])
    return [News(change, suppliers[change.root_id]) for change in changes if change.root_id in suppliers]
