import json
from functools import lru_cache

from django.db import models
from django.db.models.functions import Cast

from scoring.domain.model import Model
from scoring.domain.snapshot import thaw_model


class RatingModelQuerySet(models.QuerySet["RatingModel"]):
    def current(self) -> "RatingModel":
        """The model by which is rated now: the highest version."""
        as_text = self.defer("definition").annotate(definition_text=Cast("definition", models.TextField()))
        return as_text.order_by("-version")[:1].get()


class RatingModel(models.Model):
    """A version of the rating model, as data. Never changed: a change is a new version."""

    version = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    definition = models.JSONField()
    created_at = models.DateTimeField()

    objects = RatingModelQuerySet.as_manager()

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def model(self) -> Model:
        """As the engine reads it; the same object for the same definition, as much is worked out once per model."""
        text: str | None = getattr(self, "definition_text", None)  # of `current`: read and compared, not taken apart
        return _thawed(json.dumps(self.definition) if text is None else _as_written(text))


@lru_cache(maxsize=8)
def _as_written(text: str) -> str:
    """The text as Python writes it; each engine has its own blanks."""
    return json.dumps(json.loads(text))


@lru_cache(maxsize=8)
def _thawed(definition: str) -> Model:
    return thaw_model(json.loads(definition))
