"""Record that somebody looked a certificate up: what was compared, what came of it, where the proof is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from certificates.domain.verification import Check, CheckKey, CheckResult, Method, Outcome, next_due_on, problems
from certificates.models import Certificate, CertificateFile, Verification, VerificationCheck
from certificates.selectors.comparison import Comparison, comparisons
from certificates.services.data import refuse_closed
from certificates.services.errors import CertificateError, OutcomeNotSupported
from certificates.services.once import counted_once
from certificates.services.projections import anchors_of, refresh_projections
from common import history
from common.records import Conflict, claim_submission
from suppliers.models import Scope
from suppliers.services import mark_evidence_changed


@dataclass(frozen=True)
class CheckAnswer:
    """What a person found for one check; `scope` is set for `Check.SCOPE` and only there."""

    check: Check
    result: CheckResult
    scope: Scope | None = None
    note: str = ""

    @property
    def key(self) -> CheckKey:
        return self.check, self.scope.pk if self.scope else None


@dataclass(frozen=True)
class VerificationData:
    """How somebody looked and what came of it. Proof is a text, a link or a file; one of them is needed.

    `next_due_on` None takes the proposed day. Checks without an answer count as not checked.
    """

    method: Method
    outcome: Outcome
    checked_on: date
    source: str
    answers: Sequence[CheckAnswer] = ()
    proof_text: str = ""
    proof_url: str = ""
    proof_file: CertificateFile | None = None
    next_due_on: date | None = None


def record_verification(
    certificate: Certificate,
    data: VerificationData,
    *,
    actor: User,
    at: datetime,
    expected_version: int | None = None,
    submission: UUID | str | None = None,
) -> Verification:
    """Record a verification. With `expected_version` only if the certificate still says what was compared.

    Raises Conflict, OutcomeNotSupported, CertificateClosed, CertificateError, AlreadySubmitted and ValidationError (no
    proof, next check not after this one).
    """
    today = timezone.localdate(at)
    _check_data(certificate, data, today)
    with counted_once(submission):
        refuse_closed(certificate)
        _refuse_stale(certificate, expected_version)
        claim_submission(submission, certificate.get_absolute_url)
        before = anchors_of(certificate)
        verification = _new(certificate, data, actor=actor, at=at)
        verification.full_clean()
        verification.save(force_insert=True)
        _write_checks(verification, data.answers)
        _record_history(verification, data, actor=actor, at=at)
        refresh_projections(certificate, today=today, before=before)
        mark_evidence_changed([certificate.supplier_id])
        return verification


def _refuse_stale(certificate: Certificate, expected_version: int | None) -> None:
    current = Certificate.objects.get(pk=certificate.pk)
    if expected_version is not None and current.version != expected_version:
        raise Conflict(current)


def _check_data(certificate: Certificate, data: VerificationData, today: date) -> None:
    if data.checked_on > today:
        raise CertificateError("The check lies ahead. Record it on the day it is made.")
    if any(answer.scope and answer.scope.supplier_id != certificate.supplier_id for answer in data.answers):
        raise CertificateError("A scope belongs to another supplier.")
    if data.proof_file is not None and data.proof_file.supplier_id != certificate.supplier_id:
        raise CertificateError("The proof belongs to another supplier.")
    results = {answer.key: answer.result for answer in data.answers}
    if len(results) < len(data.answers):
        raise CertificateError("A check is answered twice.")
    if found := problems(data.method, data.outcome, results):
        raise OutcomeNotSupported(found)


def _new(certificate: Certificate, data: VerificationData, *, actor: User, at: datetime) -> Verification:
    return Verification(
        certificate=certificate,
        method=data.method.value,
        outcome=data.outcome.value,
        checked_on=data.checked_on,
        next_due_on=data.next_due_on or next_due_on(data.method, data.outcome, data.checked_on),
        source=data.source,
        proof_text=data.proof_text,
        proof_url=data.proof_url,
        proof_file=data.proof_file,
        checked_by=actor,
        recorded_at=at,
    )


def _write_checks(verification: Verification, answers: Iterable[CheckAnswer]) -> None:
    """One row per thing there was to compare, with both values as they were on that day."""
    given = {answer.key: answer for answer in answers}
    certificate = verification.certificate
    scopes = Scope.objects.filter(supplier=certificate.supplier_id).rated().select_related("process", "site")
    asked = {answer.scope for answer in answers if answer.scope}
    rows = comparisons(certificate, [*scopes, *(scope for scope in asked if scope not in set(scopes))])
    VerificationCheck.objects.bulk_create(_row(verification, row, given.get(row.key)) for row in rows)


def _row(verification: Verification, row: Comparison, answer: CheckAnswer | None) -> VerificationCheck:
    result = answer.result if answer else CheckResult.NOT_CHECKED
    return VerificationCheck(
        verification=verification,
        check_name=row.check.value,
        scope=row.scope,
        result=result.value,
        printed=row.printed,
        ours=row.ours,
        note=answer.note if answer else "",
    )


def _record_history(verification: Verification, data: VerificationData, *, actor: User, at: datetime) -> None:
    changes = history.initial_values(
        verification, ["method", "outcome", "checked_on", "next_due_on", "source", "proof_text", "proof_url"]
    )
    for answer in data.answers:
        name = f"{answer.check.value}: {answer.scope}" if answer.scope else answer.check.value
        changes[name] = (None, answer.result)
    history.record_change(
        verification,
        actor=actor,
        action="verified",
        changes=changes,
        root_id=verification.certificate.supplier_id,
        at=at,
    )
