from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q

from accounts.models import User
from audits.domain.capa import ANSWERABLE, ENDED, STEPS, Position, Severity, Stage, State
from audits.domain.capa_due import is_overdue
from audits.domain.findings import FindingState
from audits.labels_capa import capa_stage_choices, severity_choices, step_state_choices
from audits.models.finding import Finding
from common.addresses import numbered
from common.models import Versioned
from deliveries.models import Nonconformance
from suppliers.models import Supplier, visible_suppliers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from audits.models.capa_step import CapaRound

_ANSWERABLE = sorted(state.value for state in ANSWERABLE)
_ENDED = sorted(stage.value for stage in ENDED)


class CapaQuerySet(models.QuerySet["Capa"]):
    def visible_to(self, user: User) -> "CapaQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def live(self) -> "CapaQuerySet":
        """Neither closed nor cancelled."""
        return self.exclude(stage__in=_ENDED)

    def matching(self, text: str) -> "CapaQuerySet":
        """Those whose number holds `text`, or whose supplier is found by it."""
        suppliers = Supplier.objects.matching(text).values("pk")
        return self.filter(Q(number__icontains=text.strip()) | Q(supplier__in=suppliers))

    def overdue(self, on: date) -> "CapaQuerySet":
        """An answer is awaited and its day has passed. Waiting for our review is nobody's lateness."""
        return self.awaiting_answers().filter(due_on__lt=on)

    def awaiting_answers(self) -> "CapaQuerySet":
        """Somebody's answer is awaited: the clock runs."""
        return self.live().filter(state__in=_ANSWERABLE)

    def awaiting_review_of(self, user: User) -> "CapaQuerySet":
        """It is this reviewer's turn: to judge an answer, or to close."""
        turn = Q(state=State.SUBMITTED.value) | Q(stage=Stage.CLOSURE.value)
        return self.live().filter(turn, reviewer=user)

    def awaiting_answer_of(self, user: User) -> "CapaQuerySet":
        """It is this person's turn: own step, or that of a contact whom this person is responsible for.

        Whoever has neither is found so by index: to look for theirs reads the step of every open corrective action.
        """
        from audits.models.capa_step import CapaStep

        has_any = Exists(CapaStep.objects.filter(owner=user)) | Exists(Capa.objects.filter(responsible=user))
        mine = Q(current_step__owner=user) | Q(current_step__owner=None, responsible=user)
        return self.live().filter(has_any, mine, state__in=_ANSWERABLE).exclude(stage=Stage.CLOSURE.value)


class Capa(Versioned):
    """A corrective action that a finding or a nonconformance called for.

    `stage` and `state` move only by audits/domain/capa.py's table.

    `due_on` and `current_step` follow the step whose turn it is, so that lists sort and filter by columns.
    """

    number = models.CharField(max_length=20, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="capas")
    nonconformance = models.ForeignKey(Nonconformance, models.PROTECT, null=True, related_name="capas")
    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="capas")
    severity = models.CharField(max_length=10, choices=severity_choices)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="capas_followed", verbose_name="responsible with us"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="capas_reviewed"
    )
    stage = models.CharField(max_length=15, choices=capa_stage_choices, default=Stage.CONTAINMENT.value)
    state = models.CharField(max_length=10, choices=step_state_choices, default=State.OPEN.value)
    round_number = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    current_step = models.ForeignKey("audits.CapaStep", models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    end_note = models.TextField(blank=True)

    objects = CapaQuerySet.as_manager()

    if TYPE_CHECKING:
        rounds: RelatedManager[CapaRound]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=~Q(stage=Stage.CANCELLED.value),
                name="capa_once_per_finding",
                violation_error_message="This finding has a corrective action already.",
            ),
            models.UniqueConstraint(
                fields=["nonconformance"],
                condition=~Q(stage=Stage.CANCELLED.value),
                name="capa_once_per_nonconformance",
                violation_error_message="This nonconformance has a corrective action already.",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=False, nonconformance=None) | Q(finding=None, nonconformance__isnull=False),
                name="capa_answers_one_thing",
                violation_error_message="A corrective action answers either a finding or a nonconformance.",
            ),
            models.CheckConstraint(condition=Q(severity__in=[s.value for s in Severity]), name="capa_severity_known"),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in STEPS], state__in=["open", "submitted", "rejected"])
                | Q(stage=Stage.CLOSURE.value, state=State.OPEN.value)
                | Q(stage__in=_ENDED, state=State.ACCEPTED.value),
                name="capa_position_known",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=_ENDED, ended_on__isnull=False) | (~Q(stage__in=_ENDED) & Q(ended_on=None)),
                name="capa_ended_with_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CANCELLED.value) | ~Q(end_note=""), name="capa_cancelled_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("responsible")),
                name="capa_four_eyes",
                violation_error_message="Who reviews must be somebody else than who is responsible.",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="capa_by_due"),
            models.Index(fields=["opened_on", "id"], name="capa_by_opening"),
            models.Index(fields=["supplier", "due_on", "id"], name="capa_by_supplier"),
            models.Index(fields=["stage", "due_on", "id"], name="capa_by_stage"),
            models.Index(fields=["reviewer", "state"], name="capa_by_reviewer"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return numbered("audits:capa_detail", self.pk)

    @property
    def origin(self) -> Finding | Nonconformance:
        """What it answers."""
        found = self.finding or self.nonconformance
        assert found is not None  # noqa: S101  (the database holds that there is one)
        return found

    @property
    def statement(self) -> str:
        """What was found, in the words of the finding or nonconformance."""
        return (
            self.finding.statement if self.finding else self.nonconformance.description if self.nonconformance else ""
        )

    @property
    def is_origin_gone(self) -> bool:
        """The finding was withdrawn, or the nonconformance made void."""
        if self.finding is not None:
            return self.finding.state == FindingState.WITHDRAWN.value
        return self.nonconformance is not None and self.nonconformance.is_void

    @property
    def position(self) -> Position:
        """Where it stands, as the rules read it."""
        return Position(Stage(self.stage), State(self.state))

    @property
    def severity_value(self) -> Severity:
        """How serious it is, as the rules read it."""
        return Severity(self.severity)

    @property
    def has_ended(self) -> bool:
        """Closed or cancelled."""
        return Stage(self.stage) in ENDED

    @property
    def is_answer_awaited(self) -> bool:
        """A step is open or rejected: the clock runs."""
        return Stage(self.stage) in STEPS and State(self.state) in ANSWERABLE

    def is_overdue(self, on: date) -> bool:
        """An answer is awaited and its day has passed."""
        return self.is_answer_awaited and is_overdue(self.due_on, on)


class CapaCounter(models.Model):
    """Last number given in a year. Its row is the lock under which numbers are given out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
