from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models.team import Team
from accounts.models.user import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and those shared with a team that one belongs to."""
        shared = Team.members.through._default_manager.filter(user_id=user.pk).values("team_id")
        return self.filter(Q(owner=user) | Q(team__in=shared))


class SavedView(models.Model):
    """Filters and order of a list under a name. Its owner changes it; a team that it is shared with uses it.

    `page` is the name of a list's address, `query` what follows the question mark: only names that the list takes.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="saved_views")
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        db_index=False,
        null=True,
        blank=True,
        related_name="saved_views",
        verbose_name="shared with",
    )
    created_at = models.DateTimeField(editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"],
                name="saved_view_named_once",
                violation_error_message="A view of this list has this name already. Choose another one.",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(page=""), name="saved_view_has_name_and_page"),
        ]
        indexes = [models.Index(fields=["team", "page"], name="saved_view_of_team")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse(self.page)}?{self.query}"
