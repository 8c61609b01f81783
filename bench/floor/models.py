from django.db import models


class Row(models.Model):
    """Nine columns of the program's own supplier table."""

    legal_name = models.CharField(max_length=300)
    local_name = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=120)
    status = models.CharField(max_length=20)
    rating = models.CharField(max_length=10)
    score_tenths = models.PositiveSmallIntegerField()
    name_key = models.CharField(max_length=300)
    search_key = models.TextField()

    class Meta:
        managed = False
        db_table = "suppliers_supplier"

    def __str__(self) -> str:
        return self.legal_name
