from django.db import models

from suppliers.models.supplier import Supplier


class MatchKey(models.Model):
    """Something by which an import finds the supplier for comparing: a word of a name, a number, a part of an address.

    A projection, kept by the services that keep the search columns (`suppliers/services/match_keys.py`). What a key is
    made from is not kept, only its number (`suppliers.domain.importing.matching.numbers_of`).
    """

    pk = models.CompositePrimaryKey("supplier", "key")
    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="match_keys", db_index=False)
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "supplier"], name="match_key_suppliers")]

    def __str__(self) -> str:
        return f"{self.key} of {self.supplier_id}"
