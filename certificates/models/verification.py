from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certificates.domain.assurance import VerificationFact
from certificates.domain.verification import Check, CheckKey, CheckResult, Method, Outcome
from certificates.labels import check_choices, method_choices, outcome_choices, result_choices
from certificates.models.certificate import Certificate
from certificates.models.file import CertificateFile
from suppliers.models import Scope


class Verification(models.Model):
    """Somebody looked: when, how, with which outcome and proof, and when to look again. Never edited.

    `checked_on` is when it was true, `recorded_at` when we learnt it. `outdated_on`: since that day the certificate's
    record claims something else than what was compared.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="verifications")
    method = models.CharField(max_length=20, choices=method_choices)
    outcome = models.CharField(max_length=30, choices=outcome_choices)
    checked_on = models.DateField()
    next_due_on = models.DateField()
    source = models.CharField("register or person asked", max_length=200)
    proof_text = models.TextField(max_length=2000, blank=True)
    proof_url = models.URLField(max_length=500, blank=True)
    proof_file = models.ForeignKey(CertificateFile, models.PROTECT, null=True, blank=True, related_name="proves")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    outdated_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-checked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("checked_on")),
                name="verification_due_after_check",
                violation_error_message="The next check must lie after this one.",
            ),
            models.CheckConstraint(
                condition=~Q(proof_text="") | ~Q(proof_url="") | Q(proof_file__isnull=False),
                name="verification_has_proof",
                violation_error_message="Attach the proof: a file, a link, or what was seen in words.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[o.value for o in Outcome]) & Q(method__in=[m.value for m in Method]),
                name="verification_words_known",
            ),
        ]
        indexes = [models.Index(fields=["certificate", "-checked_on", "-id"], name="verification_newest")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.checked_on.day} {self.checked_on:%b %Y}"

    @property
    def outline(self) -> VerificationFact:
        """As the rules see it, without the single checks."""
        return self._fact({})

    @property
    def fact(self) -> VerificationFact:
        """As the rules see it, with its checks (prefetch `checks` for many)."""
        return self._fact({(Check(row.check_name), row.scope_id): CheckResult(row.result) for row in self.checks.all()})

    def _fact(self, results: dict[CheckKey, CheckResult]) -> VerificationFact:
        return VerificationFact(
            id=self.pk,
            checked_on=self.checked_on,
            method=Method(self.method),
            outcome=Outcome(self.outcome),
            next_due_on=self.next_due_on,
            results=results,
            outdated_on=self.outdated_on,
        )


class VerificationCheck(models.Model):
    """One comparison: what was printed, what we have on record, and what the person found. A scope check per scope."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="checks")
    check_name = models.CharField(max_length=20, choices=check_choices)
    scope = models.ForeignKey(Scope, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=20, choices=result_choices)
    printed = models.TextField(blank=True)
    ours = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "check_name"], condition=Q(scope=None), name="verification_check_once"
            ),
            models.UniqueConstraint(
                fields=["verification", "scope"],
                condition=Q(scope__isnull=False),
                name="verification_scope_once",
            ),
            models.CheckConstraint(
                condition=Q(check_name=Check.SCOPE.value, scope__isnull=False)
                | (~Q(check_name=Check.SCOPE.value) & Q(scope=None)),
                name="verification_scope_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_check_name_display()}: {self.get_result_display()}"
