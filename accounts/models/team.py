from django.conf import settings
from django.db import models

from common.models import Versioned


class Team(Versioned):
    """People who see the restricted suppliers that are given to the team."""

    name = models.CharField(max_length=120, unique=True, error_messages={"unique": "A team of this name exists."})
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
