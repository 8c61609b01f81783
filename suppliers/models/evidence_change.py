from django.db import models

from suppliers.models.supplier import Supplier


class EvidenceChange(models.Model):
    """A supplier whose evidence changed and whose rating has not followed yet.

    `mark` rises with every change; whoever drains deletes the row only at the mark it had read, so that a change that
    comes in meanwhile is not lost.
    """

    supplier = models.OneToOneField(Supplier, models.CASCADE, primary_key=True, related_name="+")
    mark = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="evidence_change_oldest")]

    def __str__(self) -> str:
        return f"{self.supplier_id} since {self.changed_at}"
