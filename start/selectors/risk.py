from accounts.models import User
from suppliers.domain.terms import Rating
from suppliers.models import Supplier
from suppliers.models.supplier import rating_rank
from suppliers.selectors import Count, counts_up_to


def rating_counts(user: User) -> dict[Rating, Count]:
    """How many current suppliers have which rating, worst first; every rating is there, also with none."""
    rows = Supplier.objects.visible_to(user).current()
    counts = counts_up_to(*(rows.filter(rating_rank=rating_rank(rating)) for rating in Rating))
    return dict(zip(Rating, counts, strict=True))
