from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from certificates.domain.assurance import Assurance, assurance_on
from certificates.domain.reminders import ReminderKind
from certificates.domain.state import (
    RENEWAL_CONFIRMATION_DAYS,
    CertificateDates,
    CertificateState,
    Event,
    EventKind,
    state_on,
)
from certificates.models.body import AccreditationBody, CertificationBody
from certificates.models.file import CertificateFile
from common.addresses import numbered
from common.models import Versioned
from standards.models import Edition, Standard
from suppliers.models import NO_EXPIRY, Site, Supplier, visible_suppliers

LISTED = (
    "number",
    "valid_from",
    "expires_on",
    "expiry_order",
    "verification_due_on",
    "superseded_on",
    "retired_on",
    "recorded_at",
    "body",
    "supplier__legal_name",
    "supplier__name_key",
    "supplier__country",
)
"""What a row shows or a sort needs, besides NAMES."""
NAMES = {
    "body_name": F("body__name"),
    "accredited_by": F("accreditation_body__abbreviation"),
    "owner_name": F("supplier__owner__name"),
    "owner_email": F("supplier__owner__email"),
}
"""Read as words: fifty rows would make an instance each of a few bodies and people."""


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> "CertificateQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def open_on(self, day: date) -> "CertificateQuerySet":
        """Those of which something is still expected: not retired, superseded, withdrawn or cancelled."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def expiring_by(self, day: date, *, today: date) -> "CertificateQuerySet":
        """Open ones whose last valid day lies from `today` to `day`."""
        return self.open_on(today).filter(expires_on__gte=today, expires_on__lte=day)

    def lapsed_on(self, day: date) -> "CertificateQuerySet":
        """Open ones past their expiry, without a confirmation of renewal that still counts (state `lapsed`)."""
        from certificates.models.event import CertificateEvent

        bridge = CertificateEvent.objects.filter(
            certificate=OuterRef("pk"),
            kind=EventKind.RENEWAL_CONFIRMED.value,
            on__lte=day,
            on__gte=day - timedelta(days=RENEWAL_CONFIRMATION_DAYS),
        )
        past = self.open_on(day).filter(expires_on__lt=day)
        return past.filter(Q(suspended_on__lte=day) | ~Exists(bridge))

    def verification_due_by(self, day: date, *, today: date) -> "CertificateQuerySet":
        """Those to be looked up (again) by `day`; one that nobody looked up has a due date too, a lapsed one none."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=today), verification_due_on__lte=day)

    def with_evidence(self) -> "CertificateQuerySet":
        """With all that state and assurance are computed from: a fixed number of queries for any number of rows."""
        held = models.Prefetch("standards", CertificateStandard.objects.select_related("edition__standard"))
        return self.select_related("body", "accreditation_body", "supplier").prefetch_related(
            held, "events", "verifications"
        )

    def in_full(self) -> "CertificateQuerySet":
        """With all its own columns and the names of what it refers to, as an export and a program read it.

        What hangs on it: `selectors.outlines`.
        """
        own = (field.name for field in Certificate._meta.concrete_fields)
        return self.select_related("supplier").only(*own, *LISTED).annotate(**NAMES)

    def in_outline(self) -> "CertificateQuerySet":
        """With what a row of a list shows, and no column besides; what hangs on it: `selectors.outlines`."""
        return self.select_related("supplier").only(*LISTED).annotate(**NAMES)


class Certificate(Versioned):
    """A certificate as it is printed: a claim, until a verification says more.

    `superseded_on`, `closed_on`, `suspended_on`, `verification_due_on` and its next reminders are projections that
    services keep; the state itself is never stored, it is `state_on(day)`.
    """

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="certificates")
    body = models.ForeignKey(CertificationBody, models.PROTECT, related_name="certificates")
    accreditation_body = models.ForeignKey(
        AccreditationBody, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    number = models.CharField(max_length=100)
    number_key = models.CharField(max_length=100, editable=False)
    holder = models.CharField("holder as printed", max_length=300)
    address = models.CharField("address as printed", max_length=500, blank=True)
    scope_text = models.TextField("scope as printed", max_length=4000, blank=True)
    exclusions = models.CharField("excluded clauses", max_length=300, blank=True)
    first_certified_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(CertificateFile, models.PROTECT, null=True, blank=True, related_name="certificates")
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        error_messages={"unique": "This certificate was renewed already."},
    )
    superseded_on = models.DateField(null=True, blank=True, editable=False)
    retired_on = models.DateField(null=True, blank=True, editable=False)
    retired_reason = models.CharField(max_length=300, blank=True, editable=False)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    """Who looks it up; nobody named: the supplier's owner."""

    closed_on = models.DateField(null=True, editable=False)
    suspended_on = models.DateField(null=True, editable=False)
    verification_due_on = models.DateField(null=True, editable=False)
    body_name: str
    accredited_by: str | None
    owner_name: str
    owner_email: str
    """These are there on rows of `in_outline` and `in_full`."""

    expiry_order = models.GeneratedField(
        expression=Coalesce("expires_on", Value(NO_EXPIRY)), output_field=models.DateField(), db_persist=True
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["expiry_order", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(holder=""), name="certificate_has_number_and_holder"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(valid_from=None) | Q(expires_on__gte=F("valid_from")),
                name="certificate_valid_before_expiry",
                violation_error_message="The expiry lies before the first valid day. Compare both with the paper.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(issued_on=None) | Q(expires_on__gte=F("issued_on")),
                name="certificate_issued_before_expiry",
                violation_error_message="The expiry lies before the day of issue. Compare both with the paper.",
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(first_certified_on=None) | Q(issued_on__gte=F("first_certified_on")),
                name="certificate_first_before_issue",
                violation_error_message="The original certification lies after the day of issue.",
            ),
            models.CheckConstraint(
                condition=(Q(retired_on=None) & Q(retired_reason=""))
                | (Q(retired_on__isnull=False) & ~Q(retired_reason="")),
                name="certificate_retired_with_reason",
                violation_error_message="Say why the certificate is retired.",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "expiry_order", "id"], name="certificate_of_supplier"),
            models.Index(fields=["expiry_order", "id"], name="certificate_by_expiry"),
            models.Index(fields=["verification_due_on", "id"], name="certificate_by_due"),
            # counting by month reads these alone, whatever the table has besides
            models.Index(fields=["expires_on", "closed_on", "supplier"], name="certificate_expiry_counted"),
            models.Index(fields=["verification_due_on", "expires_on", "supplier"], name="certificate_due_counted"),
            models.Index(fields=["recorded_at", "id"], name="certificate_by_recording"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return numbered("certificates:detail", self.pk)

    @property
    def dates(self) -> CertificateDates:
        """What the state depends on (reads `events`: prefetch them for many)."""
        return self.dates_with(event.fact for event in self.events.all())

    def dates_with(self, events: Iterable[Event]) -> CertificateDates:
        """As `dates`, of one whose events were read otherwise."""
        return CertificateDates(
            valid_from=self.valid_from,
            expires_on=self.expires_on,
            superseded_on=self.superseded_on,
            retired_on=self.retired_on,
            events=tuple(events),
        )

    def next_reminder_on(self, kind: ReminderKind) -> date | None:
        """When the next rung of a ladder is due (reads `next_reminders`: prefetch them for many)."""
        return next((one.due_on for one in self.next_reminders.all() if one.kind == kind), None)

    def state_on(self, day: date) -> CertificateState:
        """The state on a day."""
        return state_on(self.dates, day)

    def assurance_on(self, day: date) -> Assurance:
        """How well founded it is on a day. Without checks; `Verification.fact` has them (prefetch `checks`)."""
        return assurance_on([verification.outline for verification in self.verifications.all()], day)

    @property
    def standards_text(self) -> str:
        """`ISO 9001:2015, ISO 14001:2015` (reads `standards`: prefetch them for many)."""
        return ", ".join(str(held.edition) for held in self.standards.all())


class CertificateStandard(models.Model):
    """A standard, in an edition, that a certificate holds. One certificate can hold several.

    The columns beside `edition` repeat the certificate's, so that the database itself keeps one current record per
    supplier, body, number and standard. A renewal may print the same number: then the old one is not current.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="standards")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+")
    body = models.ForeignKey(CertificationBody, models.PROTECT, db_index=False, related_name="+")
    number_key = models.CharField(max_length=100)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "standard"], name="certificate_standard_once"),
            models.UniqueConstraint(
                fields=["supplier", "body", "number_key", "standard"],
                condition=Q(is_current=True),
                name="certificate_recorded_once",
                violation_error_message="This certificate is recorded already.",
            ),
        ]
        indexes = [models.Index(fields=["body", "number_key", "standard"], name="certificate_identity")]

    def __str__(self) -> str:
        return str(self.edition)


class CertificateSite(models.Model):
    """A site of the supplier that the certificate names, with the scope printed for it where it has its own."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="covered")
    site = models.ForeignKey(Site, models.PROTECT, related_name="certificate_sites")
    scope_text = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["site__name", "id"]
        constraints = [models.UniqueConstraint(fields=["certificate", "site"], name="certificate_site_once")]

    def __str__(self) -> str:
        return str(self.site)
