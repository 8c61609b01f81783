from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.domain.grading import Given, Grade
from audits.labels import grade_choices
from audits.models.audit import Audit
from common.models import Versioned


class Answer(Versioned):
    """What was found for one question of one audit. Its own version: two people may work on one audit."""

    audit = models.ForeignKey(Audit, models.CASCADE, db_index=False, related_name="answers")
    question = models.CharField(max_length=10)
    grade = models.CharField(max_length=20, choices=grade_choices, blank=True)
    evidence = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "question"],
                name="answer_once",
                violation_error_message="This question is answered already.",
            ),
            models.CheckConstraint(condition=Q(grade__in=["", *(g.value for g in Grade)]), name="answer_grade_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(grade=Grade.NOT_APPLICABLE.value, confirmed_at__isnull=False) & ~Q(confirmed_by=F("answered_by"))),
                name="answer_confirmed_by_another",
                violation_error_message="Not applicable is confirmed by a second person, not by who said it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.grade or 'no grade'}"

    @property
    def grade_value(self) -> Grade | None:
        """The grade, None while nobody has graded it."""
        return Grade(self.grade) if self.grade else None

    @property
    def given(self) -> Given:
        """The answer as the rules read it."""
        confirmed = self.confirmed_at is not None
        return Given(self.question, self.grade_value, self.evidence, second_person=confirmed)
