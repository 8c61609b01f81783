from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from common.addresses import numbered
from common.days import NO_DAY
from common.models import Versioned
from common.uploads import Kind, stored_name
from suppliers.domain.profiles.terms import ReviewState
from suppliers.labels_profiles import review_choices
from suppliers.models.scope import Scope
from suppliers.models.site import Site
from suppliers.models.supplier import Supplier
from suppliers.models.visibility import visible_suppliers


class DocumentKind(Versioned):
    """A kind of document that suppliers send: reference data, edited by the administrator."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "There is a kind of document of this name."}
    )
    description = models.CharField(max_length=300, blank=True)
    is_offered = models.BooleanField("offered for new documents", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SupplierDocumentQuerySet(models.QuerySet["SupplierDocument"]):
    def visible_to(self, user: User) -> "SupplierDocumentQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def current(self) -> "SupplierDocumentQuerySet":
        """Those that nothing newer took the place of."""
        return self.filter(superseded_on=None)

    def ending_by(self, day: date) -> "SupplierDocumentQuerySet":
        """Current ones of current suppliers whose last valid day is on or before `day`; a rejected one ends nothing."""
        found = self.current().exclude(state=ReviewState.REJECTED.value)
        return found.filter(supplier__archived_at=None, valid_until__lte=day)

    def expiring_by(self, day: date) -> "SupplierDocumentQuerySet":
        """Accepted and current ones whose last valid day is on or before `day`."""
        return self.current().filter(state=ReviewState.ACCEPTED.value, valid_until__lte=day)


def document_path(document: "SupplierDocument", _name: str) -> str:
    """Where a file is stored, below the data directory: by its kind, under a name that nobody can guess."""
    return stored_name("documents", Kind(document.file_kind))


class SupplierDocument(Versioned):
    """A document that a supplier sent: for the whole supplier, one site, or one scope. Accepted by another person."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="documents")
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="documents")
    scope = models.ForeignKey(Scope, models.PROTECT, null=True, blank=True, related_name="documents")
    number = models.CharField("number or title", max_length=120, blank=True)
    revision = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField("date of issue", null=True, blank=True)
    valid_until = models.DateField("valid until", null=True, blank=True)
    received_on = models.DateField("received on")
    file = models.FileField(upload_to=document_path, max_length=200, editable=False)
    file_kind = models.CharField(max_length=40, editable=False)
    original_name = models.CharField("file", max_length=200, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    uploaded_at = models.DateTimeField(editable=False)
    state = models.CharField(max_length=10, choices=review_choices, default=ReviewState.RECEIVED.value, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    reviewed_on = models.DateField(null=True, editable=False)
    review_note = models.CharField(max_length=500, blank=True, editable=False)
    superseded_on = models.DateField("superseded on", null=True, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="replaced_by",
        editable=False,
        error_messages={"unique": "A newer one was sent for this document already."},
    )
    expiry_order = models.GeneratedField(
        expression=Coalesce("valid_until", Value(NO_DAY)), output_field=models.DateField(), db_persist=True
    )

    kind_name: str
    process_name: str | None
    site_name: str | None
    owner_name: str
    owner_email: str
    """These are there on rows that a page lists."""

    objects = SupplierDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(issued_on=None) | Q(valid_until__gte=F("issued_on")),
                name="document_issued_before_end",
                violation_error_message="It would end before the day of issue. Compare both with the paper.",
            ),
            models.CheckConstraint(
                condition=Q(site=None) | Q(scope=None),
                name="document_site_or_scope",
                violation_error_message="Choose a site or what we buy, not both: what we buy has its site.",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.RECEIVED.value, reviewed_by=None, reviewed_on=None)
                | (
                    Q(state__in=[ReviewState.ACCEPTED.value, ReviewState.REJECTED.value])
                    & Q(reviewed_by__isnull=False, reviewed_on__isnull=False)
                ),
                name="document_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("uploaded_by")),
                name="document_reviewed_by_another",
                violation_error_message="Another person than the one who recorded it has to review it.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.REJECTED.value) | ~Q(review_note=""),
                name="document_rejected_with_reason",
                violation_error_message="Say why it is rejected.",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "kind", "id"], name="document_of_supplier"),
            models.Index(fields=["expiry_order", "id"], name="document_by_expiry"),
            models.Index(fields=["received_on", "id"], name="document_by_receipt"),
            models.Index(fields=["state", "received_on", "id"], name="document_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return numbered("suppliers:document", self.pk)

    @property
    def is_current(self) -> bool:
        return self.superseded_on is None
