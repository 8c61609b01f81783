from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from audits.domain import findings as rules
from audits.domain.audits import AuditState
from audits.domain.findings import FindingGrade, FindingState
from audits.labels import finding_grade_choices, finding_state_choices
from audits.models.audit import Audit
from common.addresses import numbered
from common.models import IS_AN_IMAGE, Photo, Versioned
from common.uploads import Kind, stored_name
from suppliers.models import visible_suppliers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> "FindingQuerySet":
        return self.filter(visible_suppliers(user, "audit__supplier"))

    def counting(self) -> "FindingQuerySet":
        """Findings that are evidence: of a completed audit, not withdrawn."""
        completed = self.filter(audit__state=AuditState.COMPLETED.value)
        return completed.exclude(state=FindingState.WITHDRAWN.value)

    def open(self) -> "FindingQuerySet":
        return self.filter(state=FindingState.OPEN.value)

    def overdue(self, on: date) -> "FindingQuerySet":
        """Open past the due day."""
        return self.open().filter(due_on__lt=on)


class Finding(Versioned):
    """Something an audit found, with its grade. Withdrawn rather than deleted; corrected with a reason."""

    audit = models.ForeignKey(Audit, models.PROTECT, db_index=False, related_name="findings")
    question = models.CharField(max_length=10, blank=True)
    clause = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=12, choices=finding_grade_choices, default=FindingGrade.MINOR.value)
    statement = models.TextField("what was found")
    evidence = models.TextField("what shows it", blank=True)
    found_on = models.DateField()
    due_on = models.DateField("to be corrected by", null=True, blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    state = models.CharField(
        max_length=10, choices=finding_state_choices, default=FindingState.OPEN.value, editable=False
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(editable=False)
    closed_on = models.DateField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    closing_note = models.TextField(blank=True, editable=False)

    if TYPE_CHECKING:
        photos: RelatedManager["FindingPhoto"]

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["found_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=[g.value for g in FindingGrade]), name="finding_grade_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in FindingState]), name="finding_state_known"),
            models.CheckConstraint(
                condition=~Q(statement=""),
                name="finding_says_something",
                violation_error_message="Say what was found.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(grade__in=[FindingGrade.MAJOR.value, FindingGrade.MINOR.value]),
                name="finding_nonconformity_is_due",
                violation_error_message="A major or minor finding needs the day by which it is corrected.",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=models.F("found_on")),
                name="finding_due_after_found",
                violation_error_message="It cannot be due before it was found.",
            ),
            models.CheckConstraint(
                condition=(Q(state=FindingState.CLOSED.value, closed_on__isnull=False) & ~Q(closing_note=""))
                | (~Q(state=FindingState.CLOSED.value) & Q(closed_on=None)),
                name="finding_closed_with_words",
                violation_error_message="Say what was seen that closes this finding, and when.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="finding_by_due"),
            models.Index(fields=["audit", "id"], name="finding_by_audit"),
            models.Index(fields=["found_on", "id"], name="finding_by_day"),
            models.Index(fields=["grade", "id"], name="finding_by_grade"),
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"

    def get_absolute_url(self) -> str:
        return numbered("audits:finding", self.pk)

    def is_overdue(self, on: date) -> bool:
        """Open past its date."""
        return rules.is_overdue(FindingState(self.state), self.due_on, on)


def photo_path(photo: "FindingPhoto", filename: str) -> str:
    """Where a photo lies: a name nobody can guess; the name that came along is kept for display only."""
    return stored_name("findings", Kind(photo.kind))


class FindingPhoto(Photo):
    """A photo that shows a finding, without the place and device its camera wrote into it."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=photo_path, max_length=200)

    class Meta(Photo.Meta):
        constraints = [
            models.CheckConstraint(condition=IS_AN_IMAGE, name="finding_photo_is_an_image"),
        ]
