from accounts.models import User
from common.models import Change
from suppliers.models import Supplier

NEWS_LIMIT = 12


def changes_seen_by(user: User) -> list[Change]:
    """The latest changes to suppliers that this person may see, and to what hangs on them."""
    seen = Supplier.objects.visible_to(user).values("pk")
    return list(Change.objects.filter(root_id__in=seen).select_related("actor").order_by("-id")[:NEWS_LIMIT])
