from django.db.models import Count

from accounts.models import User
from suppliers.domain.terms import Rating
from suppliers.models import Supplier


def rating_counts(user: User) -> dict[Rating, int]:
    """How many current suppliers have which rating, worst first; every rating is there, also with none."""
    rows = Supplier.objects.visible_to(user).current().values_list("rating").annotate(number=Count("pk")).order_by()
    found = dict(rows)
    return {rating: found.get(rating.value, 0) for rating in Rating}
