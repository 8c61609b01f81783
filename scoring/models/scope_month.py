from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Abs, Coalesce

from accounts.models import User
from common.models import Worded
from scoring.domain.months import CROSSING, NEWS, WEIGHTS
from scoring.labels import criticality_choices, likelihood_choices
from scoring.models.snapshot import Snapshot
from suppliers.models import Supplier, visible_suppliers

_MOVED = Coalesce(F("closing_tenths") - F("opening_tenths"), Value(0))
_CROSSED = ~Q(opening_likelihood="") & ~Q(opening_likelihood=F("closing_likelihood"))


class ScopeMonthQuerySet(models.QuerySet["ScopeMonth"]):
    def visible_to(self, user: User) -> "ScopeMonthQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def moved(self) -> "ScopeMonthQuerySet":
        """By a point at least, or to another word. Whatever moved weighs so much, which the index by weight knows."""
        news = Q(moved_tenths__gte=NEWS) | Q(moved_tenths__lte=-NEWS) | Q(is_crossing=True)
        return self.filter(news, weight__gte=min(NEWS, CROSSING))

    def newly_rated(self) -> "ScopeMonthQuerySet":
        return self.filter(opening=None)


class ScopeMonth(Worded):
    """Where a scope stood before a month began and where it stands at its end: a projection of its snapshots.

    Written with each snapshot of the month. No opening: it was first rated in this month. The database works out the
    movement (tenths of a point) and its weight (scoring/domain/months.py), so that they cannot disagree.
    """

    supplier = models.ForeignKey(Supplier, models.CASCADE, db_index=False, related_name="scope_months")
    scope_key = models.CharField(max_length=40)
    scope_label = models.CharField(max_length=400)
    criticality = models.CharField(max_length=10, choices=criticality_choices)
    month = models.DateField()
    opening = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    opening_tenths = models.PositiveSmallIntegerField(null=True)
    opening_likelihood = models.CharField(max_length=10, choices=likelihood_choices, blank=True)
    closing = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    closing_tenths = models.PositiveSmallIntegerField()
    closing_likelihood = models.CharField(max_length=10, choices=likelihood_choices)
    moved_tenths = models.GeneratedField(expression=_MOVED, output_field=models.IntegerField(), db_persist=True)
    is_crossing = models.GeneratedField(
        expression=Case(When(_CROSSED, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    weight = models.GeneratedField(
        expression=(Abs(_MOVED) + Case(When(_CROSSED, then=Value(CROSSING)), default=Value(0)))
        * Case(*(When(criticality=one.value, then=Value(weight)) for one, weight in WEIGHTS.items()), default=Value(1)),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = ScopeMonthQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-weight", "id"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "scope_key", "month"], name="scope_month_once"),
            models.CheckConstraint(
                condition=Q(opening=None, opening_tenths=None, opening_likelihood="")
                | (Q(opening__isnull=False, opening_tenths__isnull=False) & ~Q(opening_likelihood="")),
                name="scope_month_opening_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "weight", "id"], name="scope_month_by_weight"),
            models.Index(fields=["month", "moved_tenths", "id"], name="scope_month_by_move"),
        ]

    def __str__(self) -> str:
        return f"{self.scope_label} in {self.month:%Y-%m}"
