"""The page of one certificate."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from certificates.domain.assurance import assurance_on
from certificates.domain.reminders import ReminderKind
from certificates.domain.verification import CheckResult
from certificates.labels import CHECK_LABELS, RESULT_LABELS
from certificates.models import Certificate, CertificateFile, CertificateStandard, Reminder, VerificationCheck
from certificates.selectors.comparison import Comparison, comparisons
from certificates.selectors.lists import Shown, shown
from common.models import Change
from suppliers.models import Scope

RESULT_CLAIMS = {
    CheckResult.MATCH: "solid",
    CheckResult.MISMATCH: "bad",
    CheckResult.UNCLEAR: "unknown",
    CheckResult.NOT_CHECKED: "hollow",
}


@dataclass(frozen=True)
class ComparedRow:
    """A line of "claimed beside verified": what is printed, what we have, and what the last look that counts found."""

    comparison: Comparison
    result: CheckResult
    note: str

    @property
    def label(self) -> str:
        return CHECK_LABELS[self.comparison.check]

    @property
    def claim(self) -> str:
        return RESULT_CLAIMS[self.result]

    @property
    def claim_text(self) -> str:
        return RESULT_LABELS[self.result]


@dataclass(frozen=True)
class CertificateOnPage:
    """A certificate with all that its page says about it."""

    shown: Shown
    compared: list[ComparedRow]
    next_reminders: list[tuple[str, date | None]]


def certificate_for_page(user: User, certificate_id: int) -> Certificate:
    """The certificate with all that its pages need. Raises Http404, also for one of a supplier that is not visible."""
    rows = Certificate.objects.visible_to(user).with_evidence()
    rows = rows.select_related(
        "supplier__owner", "supplier__team", "file", "replaces", "replaced_by", "recorded_by", "responsible"
    )
    rows = rows.prefetch_related(
        "covered__site",
        "supplier__sites",
        "verifications__checks__scope",
        "verifications__checked_by",
        "verifications__proof_file",
        "due_decisions__decided_by",
        "next_reminders",
    )
    certificate = rows.filter(pk=certificate_id).first()
    if certificate is None:
        raise Http404("No such certificate.")
    return certificate


def on_page(certificate: Certificate, day: date) -> CertificateOnPage:
    """State, standing and comparison on a day (of a certificate from `certificate_for_page`)."""
    facts = [verification.fact for verification in certificate.verifications.all()]
    assurance = assurance_on(facts, day)
    basis = next((v for v in certificate.verifications.all() if assurance.basis and v.pk == assurance.basis.id), None)
    rows = {(row.check_name, row.scope_id): row for row in basis.checks.all()} if basis else {}
    return CertificateOnPage(
        replace(shown(certificate, day), assurance=assurance),
        [
            _compared(line, rows.get((line.check.value, line.scope.pk if line.scope else None)))
            for line in comparisons(certificate, bought_scopes(certificate))
        ],
        [(kind.value, certificate.next_reminder_on(kind)) for kind in ReminderKind],
    )


def bought_scopes(certificate: Certificate) -> list[Scope]:
    """What we buy, or may buy, from the holder: each is compared with the certificate's scope."""
    rows = Scope.objects.filter(supplier=certificate.supplier_id).rated().select_related("process", "site")
    return list(rows.order_by("site__name", "process__name", "pk"))


def file_for_page(user: User, file_id: int) -> CertificateFile:
    """A stored document. Raises Http404, also for one of a supplier that is not visible to this person."""
    file = CertificateFile.objects.visible_to(user).filter(pk=file_id).first()
    if file is None:
        raise Http404("No such file.")
    return file


def twins_of(certificate: Certificate, user: User) -> tuple[list[Certificate], bool]:
    """Certificates of the same number, body and standard at other suppliers: those the person sees, and whether there
    are any at all."""
    same = CertificateStandard.objects.filter(
        body=certificate.body_id,
        number_key=certificate.number_key,
        standard__in=[held.standard_id for held in certificate.standards.all()],
        is_current=True,
    ).exclude(supplier=certificate.supplier_id)
    ids = same.values("certificate")
    visible = Certificate.objects.visible_to(user).filter(pk__in=ids).select_related("supplier")
    return list(visible.order_by("pk")), same.exists()


def changes_of(certificate: Certificate) -> "QuerySet[Change]":
    """The history of a certificate with its verifications and events, newest first."""
    found = Q(subject_type="certificates.certificate", subject_id=str(certificate.pk))
    for kind, rows in (("verification", certificate.verifications), ("certificateevent", certificate.events)):
        ids = [str(row.pk) for row in rows.all()]
        found |= Q(subject_type=f"certificates.{kind}", subject_id__in=ids)
    return Change.objects.filter(found).select_related("actor").order_by("-id")


def reminders_of(certificate: Certificate) -> "QuerySet[Reminder]":
    """Reminders sent, newest first, with whom they reached and what became of each mail."""
    rows = Reminder.objects.filter(certificate=certificate)
    return rows.prefetch_related("recipients__user", "recipients__mail").order_by("-sent_at", "-pk")


def _compared(line: Comparison, row: VerificationCheck | None) -> ComparedRow:
    if row is None:
        return ComparedRow(line, CheckResult.NOT_CHECKED, "")
    return ComparedRow(line, CheckResult(row.result), row.note)
