from django.db import models

from suppliers.models import Supplier


class RatingProblem(models.Model):
    """A supplier whose rating could not be made, with what was wrong. Gone as soon as a rating succeeds."""

    supplier = models.OneToOneField(Supplier, models.CASCADE, related_name="rating_problem")
    text = models.CharField(max_length=300)
    since = models.DateTimeField()
    tried_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "supplier_id"]

    def __str__(self) -> str:
        return self.text
