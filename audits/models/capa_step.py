from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audits.domain.capa import ANSWERABLE, STEPS, Decision, Effectiveness, RoundCause, Stage, State
from audits.domain.capa_due import is_overdue
from audits.domain.capa_gates import Criterion, Measure
from audits.labels_capa import (
    capa_stage_choices,
    decision_choices,
    effectiveness_choices,
    measure_choices,
    round_cause_choices,
    step_state_choices,
)
from audits.models.capa import Capa
from audits.models.finding import Finding
from common.models import Versioned
from common.uploads import Kind, stored_name
from deliveries.models import Nonconformance
from suppliers.models import Contact, visible_suppliers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class CapaRound(models.Model):
    """One walk through the five steps: why it began, how it is judged, and what the check showed."""

    capa = models.ForeignKey(Capa, models.PROTECT, db_index=False, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=15, choices=round_cause_choices, default=RoundCause.FINDING.value)
    reason = models.TextField(blank=True)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="capa_rounds")
    nonconformance = models.ForeignKey(Nonconformance, models.PROTECT, null=True, related_name="capa_rounds")
    began_on = models.DateField()
    criterion = models.TextField(blank=True)
    criterion_count = models.PositiveIntegerField(null=True)
    criterion_measure = models.CharField(max_length=5, choices=measure_choices, blank=True)
    implemented_on = models.DateField(null=True)
    result = models.CharField(max_length=15, choices=effectiveness_choices, blank=True)
    judged_on = models.DateField(null=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    if TYPE_CHECKING:
        steps: RelatedManager["CapaStep"]

    class Meta:
        ordering = ["capa_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["capa", "number"], name="capa_round_once"),
            models.CheckConstraint(
                condition=Q(number=1, cause=RoundCause.FINDING.value)
                | (Q(number__gt=1) & ~Q(cause=RoundCause.FINDING.value)),
                name="capa_round_begins_with_its_cause",
            ),
            models.CheckConstraint(
                condition=Q(result="", judged_on=None, judged_by=None)
                | (
                    Q(result__in=[r.value for r in Effectiveness], implemented_on__isnull=False)
                    & Q(judged_on__isnull=False, judged_by__isnull=False, criterion_count__gte=1)
                    & ~Q(criterion="")
                    & Q(criterion_measure__in=[m.value for m in Measure])
                ),
                name="capa_round_judged_by_a_criterion",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None)
                | Q(result=Effectiveness.EFFECTIVE.value, closed_on__gte=F("judged_on"), closed_by__isnull=False),
                name="capa_round_closed_only_effective",
                violation_error_message="Only a corrective action with verified effectiveness can be closed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capa}, round {self.number}"

    @property
    def fixed_criterion(self) -> Criterion:
        """How effectiveness is judged, as the rules read it."""
        measure = Measure(self.criterion_measure) if self.criterion_measure else None
        return Criterion(self.criterion, self.criterion_count, measure)


class CapaStep(Versioned):
    """One step of a round: who owns it (a person of ours, or a named contact of the supplier) and when it is due.

    `missed_on` keeps the first day past a date that was moved after it had passed. `overdue_told_for` is the due
    date for which the owner was told that it is overdue, so that each date is told once.
    """

    round = models.ForeignKey(CapaRound, models.PROTECT, db_index=False, related_name="steps")
    step = models.CharField(max_length=15, choices=capa_stage_choices)
    position = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=step_state_choices, default=State.WAITING.value)
    due_on = models.DateField()
    began_on = models.DateField(null=True)
    missed_on = models.DateField(null=True)
    overdue_told_for = models.DateField(null=True)

    if TYPE_CHECKING:
        submissions: RelatedManager["CapaSubmission"]

    class Meta:
        ordering = ["round_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "step"], name="capa_step_once"),
            models.CheckConstraint(condition=Q(step__in=[s.value for s in STEPS]), name="capa_step_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, contact=None) | Q(owner=None, contact__isnull=False),
                name="capa_step_one_owner",
                violation_error_message="A step belongs to one person: one of ours, or a contact of the supplier.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING.value, began_on=None)
                | (~Q(state=State.WAITING.value) & Q(began_on__isnull=False)),
                name="capa_step_begun_with_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=["open", "rejected"]), name="capa_step_waited_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.capa}, {self.get_step_display().lower()}"

    @property
    def stage(self) -> Stage:
        """Which step it is, as the rules read it."""
        return Stage(self.step)

    @property
    def is_answerable(self) -> bool:
        """It is the owner's turn."""
        return State(self.state) in ANSWERABLE

    def is_overdue(self, on: date) -> bool:
        """The owner's turn, and the day has passed."""
        return self.is_answerable and is_overdue(self.due_on, on)


class CapaSubmission(models.Model):
    """One answer to a step, kept whatever became of it. `answered_on` is when the supplier said it, `due_on` the due
    date at that time; `submitted_by` is who of ours wrote it down."""

    step = models.ForeignKey(CapaStep, models.PROTECT, db_index=False, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content: Any = models.JSONField()
    evidence = models.TextField(blank=True)
    answered_on = models.DateField()
    due_on = models.DateField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=decision_choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        files: RelatedManager["CapaFile"]

    class Meta:
        ordering = ["step_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="capa_attempt_once"),
            models.UniqueConstraint(fields=["step"], condition=Q(decision=""), name="capa_one_answer_under_review"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_on=None, decided_at=None)
                | Q(
                    decision__in=[d.value for d in Decision],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decided_at__isnull=False,
                ),
                name="capa_answer_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", Decision.WITHDRAWN.value]) | ~Q(decided_by=F("submitted_by")),
                name="capa_answer_four_eyes",
                violation_error_message="Nobody reviews their own answer.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.REJECTED.value) | ~Q(decision_reason=""),
                name="capa_answer_rejected_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}, answer {self.number}"

    @property
    def was_late(self) -> bool:
        """It came after its date."""
        return self.answered_on > self.due_on


def capa_file_path(file: "CapaFile", filename: str) -> str:
    """Where a file lies: a name nobody can guess; the name that came along is kept for display only."""
    return stored_name("capa", Kind(file.kind))


class CapaFileQuerySet(models.QuerySet["CapaFile"]):
    def visible_to(self, user: User) -> "CapaFileQuerySet":
        return self.filter(visible_suppliers(user, "submission__step__round__capa__supplier"))


class CapaFile(models.Model):
    """A file that came with an answer."""

    submission = models.ForeignKey(CapaSubmission, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=capa_file_path, max_length=200)
    kind = models.CharField(max_length=20)
    original_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()

    objects = CapaFileQuerySet.as_manager()

    class Meta:
        ordering = ["submission_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="capa_file_kind_known"),
        ]

    def __str__(self) -> str:
        return self.original_name
