from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from common.models import Versioned
from suppliers.domain.profiles.terms import RequirementKind, WaiverState
from suppliers.labels_profiles import kind_choices, waiver_choices
from suppliers.models.scope import Scope
from suppliers.models.supplier import Supplier
from suppliers.models.visibility import visible_suppliers


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def visible_to(self, user: User) -> "WaiverQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def ever_confirmed(self) -> "WaiverQuerySet":
        """Those that counted at some time; from when to when, their dates say."""
        return self.filter(confirmed_on__isnull=False)


class Waiver(Versioned):
    """One requirement set aside for a supplier, or one scope of it, until a day: asked for by one person with a
    reason, confirmed by a second. Counts from `confirmed_on` to `until`, or to the day before `withdrawn_on`."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="waivers")
    scope = models.ForeignKey(Scope, models.PROTECT, null=True, blank=True, related_name="waivers")
    kind = models.CharField(max_length=10, choices=kind_choices)
    subject = models.CharField(max_length=80, blank=True)
    name = models.CharField("what is waived", max_length=160)
    reason = models.TextField(max_length=2000)
    until = models.DateField("until, at the latest")
    state = models.CharField(max_length=10, choices=waiver_choices, default=WaiverState.REQUESTED.value, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    requested_on = models.DateField(editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_on = models.DateField(null=True, editable=False)
    confirmed_on = models.DateField(null=True, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)
    next_turn_on = models.DateField(null=True, editable=False, db_index=True)
    """The day after its end, while that lies ahead: then the supplier's rating is made anew."""

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                F("supplier"),
                Coalesce("scope", 0),
                F("kind"),
                F("subject"),
                condition=Q(state=WaiverState.REQUESTED.value),
                name="waiver_asked_once",
                violation_error_message="A waiver of this is asked for already and waits for a second person.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(kind=RequirementKind.CLAUSES.value),
                name="waiver_of_a_requirement",
                violation_error_message="A needed clause cannot be waived; change the rule.",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("requested_on")),
                name="waiver_ends_later",
                violation_error_message="The end lies before today.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                name="waiver_two_people",
                violation_error_message="A second person has to decide this.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | Q(decided_by__isnull=False), name="waiver_confirmed_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["state", "requested_on", "id"], name="waiver_by_state")]

    def __str__(self) -> str:
        return f"Waiver of {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("suppliers:waiver", args=[self.pk])
