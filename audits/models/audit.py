from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from audits.domain import audits as rules
from audits.domain.audits import AUDIT_STRENGTHS, OPEN_STATES, AuditState, Purpose, Strength
from audits.domain.checklist import Checklist
from audits.domain.checklists import DEFAULT_CHECKLIST, checklist_for
from audits.labels import audit_strength_choices, purpose_choices, state_choices
from common.addresses import numbered
from common.models import Versioned
from suppliers.models import Scope, Site, Supplier, visible_suppliers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from audits.models.answer import Answer
    from audits.models.finding import Finding


class AuditQuerySet(models.QuerySet["Audit"]):
    def visible_to(self, user: User) -> "AuditQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def completed(self) -> "AuditQuerySet":
        """Audits that are evidence."""
        return self.filter(state=AuditState.COMPLETED.value)

    def open(self) -> "AuditQuerySet":
        return self.filter(state__in=[state.value for state in OPEN_STATES])

    def overdue(self, on: date) -> "AuditQuerySet":
        """Planned for a day that has passed, and not begun."""
        return self.filter(state=AuditState.PLANNED.value, planned_on__lt=on)


class Audit(Versioned):
    """A visit, or a look from afar, at one site with one version of one checklist.

    `conducted_on` is when it was true (the last day on site), `completed_at` when we took it into evidence.
    """

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="audits")
    site = models.ForeignKey(Site, models.PROTECT, related_name="audits")
    scopes = models.ManyToManyField(Scope, related_name="audits", blank=True)
    checklist_code = models.CharField(max_length=40, default=DEFAULT_CHECKLIST.code, editable=False)
    checklist_version = models.PositiveSmallIntegerField(default=DEFAULT_CHECKLIST.version, editable=False)
    purpose = models.CharField(max_length=20, choices=purpose_choices, default=Purpose.QUALIFICATION.value)
    strength = models.CharField(
        "how",
        max_length=20,
        choices=audit_strength_choices,
        default=Strength.ANNOUNCED_ON_SITE.value,
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="audits_led",
        verbose_name="lead auditor",
    )
    planned_on = models.DateField("planned for")
    conducted_on = models.DateField("conducted on", null=True, blank=True)
    note = models.TextField("what to look at", blank=True)
    summary = models.TextField("conclusion", blank=True)
    state = models.CharField(max_length=12, choices=state_choices, default=AuditState.PLANNED.value, editable=False)
    created_at = models.DateTimeField(editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)

    if TYPE_CHECKING:
        answers: RelatedManager[Answer]
        findings: RelatedManager[Finding]

    objects = AuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in AuditState]), name="audit_state_known"),
            models.CheckConstraint(
                condition=Q(strength__in=[s.value for s in AUDIT_STRENGTHS]),
                name="audit_strength_known",
            ),
            models.CheckConstraint(
                condition=Q(conducted_on__isnull=False)
                | ~Q(state__in=[AuditState.IN_PROGRESS.value, AuditState.COMPLETED.value]),
                name="audit_begun_has_its_day",
                violation_error_message="An audit that has begun needs the day on which it was conducted.",
            ),
            models.CheckConstraint(
                condition=Q(state=AuditState.COMPLETED.value, completed_at__isnull=False)
                | (~Q(state=AuditState.COMPLETED.value) & Q(completed_at__isnull=True)),
                name="audit_completed_with_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["planned_on", "id"], name="audit_by_plan"),
            models.Index(fields=["state", "planned_on", "id"], name="audit_by_state"),
            models.Index(fields=["lead", "planned_on", "id"], name="audit_by_lead"),
            models.Index(fields=["supplier", "planned_on", "id"], name="audit_by_supplier"),
            models.Index(fields=["created_at", "id"], name="audit_by_creation"),
        ]

    def __str__(self) -> str:
        return f"Audit {self.pk}"

    def get_absolute_url(self) -> str:
        return numbered("audits:detail", self.pk)

    @property
    def checklist(self) -> Checklist:
        """The very version this audit is conducted on."""
        return checklist_for(self.checklist_code, self.checklist_version)

    @property
    def is_open(self) -> bool:
        """Planned or in progress: there is still something to do."""
        return AuditState(self.state) in OPEN_STATES

    @property
    def happened_on(self) -> date:
        """The day it was conducted, the planned day before that."""
        return self.conducted_on or self.planned_on

    def is_overdue(self, on: date) -> bool:
        """Planned for a day before `on`, and not begun."""
        return rules.is_overdue(AuditState(self.state), self.planned_on, on)
