from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from deliveries.domain.on_time import Base, Rule
from deliveries.labels import base_choices


class OnTimeRuleQuerySet(models.QuerySet["OnTimeRule"]):
    def in_force(self, on: date) -> "OnTimeRule":
        """The rule of a day: the latest that began by then. For days before the first one, the first."""
        begun = self.filter(from_on__lte=on).order_by("-from_on", "-id").first()
        return begun or self.earliest_rule()

    def earliest_rule(self) -> "OnTimeRule":
        """The first rule of all, which holds for the days before it too."""
        return self.order_by("from_on", "id")[:1].get()


class OnTimeRule(models.Model):
    """What counts as on time from a day on. Never changed: a change is a new row with its source."""

    base = models.CharField("measured against", max_length=10, choices=base_choices, default=Base.PROMISED.value)
    early_days = models.PositiveSmallIntegerField("days early that are still on time")
    late_days = models.PositiveSmallIntegerField("days late that are still on time")
    from_on = models.DateField("holds from")
    source = models.CharField("where this is agreed", max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(editable=False)

    objects = OnTimeRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "rule for on-time delivery"
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(base__in=[b.value for b in Base]), name="on_time_base_known"),
            models.CheckConstraint(
                condition=Q(early_days__lte=365, late_days__lte=365),
                name="on_time_window_within_a_year",
                violation_error_message="A window of more than a year says nothing.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="on_time_has_source", violation_error_message="Say where this is agreed."
            ),
        ]

    def __str__(self) -> str:
        return f"On time from {self.from_on}"

    @property
    def rule(self) -> Rule:
        """As the rules read it."""
        return Rule(Base(self.base), self.early_days, self.late_days)
