from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import Worded
from scoring.domain.facts import Criticality
from scoring.labels import criticality_choices
from standards.labels import duty_choices
from suppliers.domain.profiles.rules import requirement_key
from suppliers.domain.profiles.standing import SOON_DAYS, shown_on
from suppliers.domain.profiles.terms import RequirementKind, Shown, Standing
from suppliers.labels_profiles import audit_type_choices, kind_choices
from suppliers.models import Process, Scope, Supplier, visible_suppliers

ANSWERED = (Standing.HELD.value, Standing.WAIVED.value)


class RequirementItemQuerySet(models.QuerySet["RequirementItem"]):
    def visible_to(self, user: User) -> "RequirementItemQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def current(self) -> "RequirementItemQuerySet":
        """Without those of archived suppliers."""
        return self.filter(supplier__archived_at=None)

    def waiting(self, day: date) -> "RequirementItemQuerySet":
        """Where somebody has to do something: missing, not checked, lapsed, overdue, or due soon."""
        horizon = day + timedelta(days=SOON_DAYS)
        return self.exclude(standing=Standing.WAIVED.value).filter(due_on__lte=horizon)

    def shown(self, shown: Shown, day: date) -> "RequirementItemQuerySet":
        """Those that read so on a day: `shown_on` in words of SQL."""
        if shown.value in set(Standing):
            return self.filter(standing=shown.value)
        held = self.filter(standing=Standing.HELD.value)
        soon = day + timedelta(days=SOON_DAYS)
        audits = Q(kind=RequirementKind.AUDIT.value)
        if shown is Shown.OVERDUE:
            return held.filter(audits, due_on__lt=day)
        if shown is Shown.LAPSED:
            return held.filter(~audits, due_on__lt=day)
        return (
            held.filter(due_on__gte=day, due_on__lte=soon) if shown is Shown.DUE_SOON else held.filter(due_on__gt=soon)
        )


class RequirementItem(Worded):
    """One requirement of one scope and how it stands: a projection, written with the rating from the same facts.

    Whether it has lapsed follows from `due_on` and the day, so that nothing has to be written when a day passes.
    `due_on`: when it ends; of what is missing or unchecked, since when. `rules` are the profile rules behind it.
    """

    supplier = models.ForeignKey(Supplier, models.CASCADE, db_index=False, related_name="requirement_items")
    scope = models.ForeignKey(Scope, models.CASCADE, null=True, related_name="+")
    scope_key = models.CharField(max_length=40)
    scope_label = models.CharField(max_length=400)
    process = models.ForeignKey(Process, models.PROTECT, db_index=False, null=True, related_name="+")
    criticality = models.CharField(max_length=10, choices=criticality_choices, default=Criticality.STANDARD.value)
    kind = models.CharField(max_length=10, choices=kind_choices)
    subject = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=160)
    duty = models.CharField(max_length=10, choices=duty_choices)
    duty_rank = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField(null=True)
    audit_type = models.CharField(max_length=20, choices=audit_type_choices, blank=True)
    standing = models.CharField(max_length=10)
    due_on = models.DateField()
    record = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    rules = models.JSONField(default=list)

    objects = RequirementItemQuerySet.as_manager()

    class Meta:
        ordering = ["supplier_id", "scope_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "scope_key", "kind", "subject"], name="requirement_item_once"),
            models.CheckConstraint(
                condition=Q(standing__in=[each.value for each in Standing]), name="requirement_standing_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="requirement_by_due"),
            models.Index(fields=["duty_rank", "due_on", "id"], name="requirement_by_duty"),
            models.Index(fields=["kind", "due_on", "id"], name="requirement_by_kind"),
            models.Index(fields=["process", "due_on", "id"], name="requirement_by_process"),
            models.Index(fields=["standing", "due_on", "id"], name="requirement_by_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.scope_label}"

    @property
    def key(self) -> str:
        return requirement_key(self.kind, self.subject)

    def shown_on(self, day: date) -> Shown:
        """How it reads on a day."""
        return shown_on(Standing(self.standing), RequirementKind(self.kind), self.due_on, day)
