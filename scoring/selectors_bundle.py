"""What the pages of a bundle read."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.models import User
from scoring.domain.bundles import WAITING, ItemState
from scoring.models import BundleItem, ScorecardBundle
from suppliers.models import Supplier

MOST_NAMED = 100


@dataclass(frozen=True)
class Progress:
    """How far a bundle is: of how many, how many are made, still wait, are missing; and who is being made now."""

    total: int
    made: int
    waiting: int
    now: list[str]
    missing: list[BundleItem]

    @property
    def over(self) -> int:
        return self.total - self.waiting

    @property
    def percent(self) -> int:
        return 100 * self.over // self.total if self.total else 0


def bundles_for_list(user: User) -> "QuerySet[ScorecardBundle]":
    """This person's bundles, each with how many scorecards it was asked for and how many are made."""
    made = Count("items", filter=Q(items__state=ItemState.DONE.value))
    return ScorecardBundle.objects.filter(by=user).select_related("by").annotate(asked=Count("items"), made=made)


def bundle_for_page(user: User, bundle_id: UUID) -> ScorecardBundle:
    """One of this person's own bundles, else Http404."""
    bundle = bundles_for_list(user).filter(pk=bundle_id).first()
    if bundle is None:
        raise Http404("No such scorecards.")
    return bundle


def bundle_items(bundle: ScorecardBundle) -> "QuerySet[BundleItem]":
    """Its scorecards in their order, without those of suppliers that its asker sees no more."""
    seen = bundle.items.filter(supplier__in=Supplier.objects.visible_to(bundle.by).values("pk"))
    rows = seen.select_related("supplier", "snapshot").defer("snapshot__facts", "snapshot__result")
    return rows.order_by("position")


def bundle_progress(bundle: ScorecardBundle) -> Progress:
    """Counts and names. A supplier that the asker sees no more is not named."""
    counts = dict(bundle.items.order_by().values_list("state").annotate(number=Count("pk")))
    seen = bundle.items.filter(supplier__in=Supplier.objects.visible_to(bundle.by).values("pk"))
    named = seen.select_related("supplier").order_by("position")
    missing = named.filter(state__in=[ItemState.FAILED.value, ItemState.LEFT_OUT.value])
    return Progress(
        total=sum(counts.values()),
        made=counts.get(ItemState.DONE.value, 0),
        waiting=sum(counts.get(state.value, 0) for state in WAITING),
        now=[str(item.supplier) for item in named.filter(state=ItemState.TAKEN.value)],
        missing=list(missing[:MOST_NAMED]),
    )


def holds_hidden(bundle: ScorecardBundle, user: User) -> bool:
    """Whether the file holds a scorecard that this person may not see now."""
    inside = bundle.items.filter(state=ItemState.DONE.value)
    return inside.exclude(supplier__in=Supplier.objects.visible_to(user).values("pk")).exists()
