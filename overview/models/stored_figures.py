from django.db import models
from django.db.models import Q

from accounts.models import Team, User
from suppliers.models.visibility import visible_by_team


class Subject(models.TextChoices):
    """What is worked out ahead."""

    SCOPES = "scopes"
    DUE = "due"
    VISITS = "visits"


class StoredFiguresQuerySet(models.QuerySet["StoredFigures"]):
    def visible_to(self, user: User) -> "StoredFiguresQuerySet":
        """What everybody sees, and of restricted suppliers those of this person's teams; managers see all of them."""
        return self.filter(visible_by_team(user))


class StoredFigures(models.Model):
    """Figures that the worker worked out ahead, over suppliers that are seen by the same people.

    Those are all that are not restricted, the restricted ones of a team, and the restricted ones of none: every
    supplier is in exactly one of them, and whoever sees it by a team or a role sees all of its kind. `narrowed` names
    the part of the portfolio, blank for all of it. Figures hold for their `basis`: a day, or what the model calls
    unproven. They are JSON as text: nothing asks inside them, and PostgreSQL takes twice as long to write its own kind
    of JSON out as to find it.
    """

    subject = models.CharField(max_length=10, choices=Subject)
    narrowed = models.CharField(max_length=120, blank=True)
    is_restricted = models.BooleanField()
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    basis = models.CharField(max_length=20)
    figures = models.TextField()
    counted_at = models.DateTimeField()

    objects = StoredFiguresQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "narrowed", "is_restricted"], condition=Q(team=None), name="stored_figures_once"
            ),
            models.UniqueConstraint(
                fields=["subject", "narrowed", "team"],
                condition=Q(team__isnull=False),
                name="stored_figures_once_a_team",
            ),
            models.CheckConstraint(condition=Q(is_restricted=True) | Q(team=None), name="stored_figures_of_a_team"),
        ]
        indexes = [models.Index(fields=["subject", "narrowed"], name="stored_figures_of_part")]

    def __str__(self) -> str:
        return f"{self.subject} {self.narrowed}".strip()
