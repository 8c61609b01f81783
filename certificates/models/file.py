from django.conf import settings
from django.db import models

from accounts.models import User
from common.uploads import Kind, stored_name
from suppliers.models import Supplier, visible_suppliers


class CertificateFileQuerySet(models.QuerySet["CertificateFile"]):
    def visible_to(self, user: User) -> "CertificateFileQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))


def file_path(file: "CertificateFile", _name: str) -> str:
    """Where a file is stored, below the data directory: by its kind, under a name that nobody can guess."""
    return stored_name("certificates", Kind(file.kind))


class CertificateFile(models.Model):
    """An uploaded document: a certificate as received, or the proof of a verification. Never changed, never deleted.

    It hangs on the supplier, because one document can hold several certificates. `kind` is its type by content.
    """

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="certificate_files")
    file = models.FileField(upload_to=file_path, max_length=200)
    kind = models.CharField(max_length=40)
    original_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CertificateFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.original_name
