"""Suppliers with evidence, made through the models, for tests of gathering and rescoring."""

from datetime import date, timedelta
from importlib import import_module

from django.apps import apps

from audits.domain.audits import AuditState, Strength
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.domain.grading import Grade
from audits.models import Answer, CoverageObservation, StageObservation
from certificates.models import (
    Certificate,
    CertificateSite,
    CertificateStandard,
    CertificationBody,
    Verification,
    VerificationCheck,
)
from common import clock
from scoring.models import RatingModel
from standards.models import Edition
from tests.audits.factories import make_audit
from tests.suppliers.factories import make_scope, make_supplier  # noqa: F401  (passed on)

ON = date(2026, 11, 21)
SEEN = date(2026, 10, 14)


def make_certificate(supplier, *, standard="ISO 9001", sites=(), number="4711", **fields) -> Certificate:
    body, _ = CertificationBody.objects.get_or_create(name_key="tuv", defaults={"name": "TÜV"})
    certificate = Certificate.objects.create(
        supplier=supplier,
        body=body,
        number=number,
        number_key=number,
        holder=supplier.legal_name,
        recorded_at=clock.now(),
        recorded_by=supplier.owner,
        **{"valid_from": ON - timedelta(days=400), "expires_on": ON + timedelta(days=400), **fields},
    )
    edition = Edition.objects.filter(standard__code=standard, invalid_after=None).order_by("code").last()
    edition = edition or Edition.objects.filter(standard__code=standard).order_by("code").last()
    CertificateStandard.objects.create(
        certificate=certificate,
        edition=edition,
        standard=edition.standard,
        supplier=supplier,
        body=body,
        number_key=number,
    )
    for site in sites:
        CertificateSite.objects.create(certificate=certificate, site=site)
    return certificate


def verify(certificate, outcome="confirmed", *, on=ON - timedelta(days=60), method="register", checks=None, scopes=()):
    """A dated verification; `checks` maps a check's name to its result, `scopes` are those that it covers."""
    found = Verification.objects.create(
        certificate=certificate,
        method=method,
        outcome=outcome,
        checked_on=on,
        next_due_on=on + timedelta(days=182),
        source="the register",
        proof_text="seen",
        checked_by=certificate.recorded_by,
        recorded_at=clock.now(),
    )
    if checks is None:
        checks = dict.fromkeys(("active", "number", "holder", "address", "accreditation"), "match")
    for name, result in checks.items():
        VerificationCheck.objects.create(verification=found, check_name=name, result=result)
    for scope, result in scopes:
        VerificationCheck.objects.create(verification=found, check_name="scope", scope=scope, result=result)
    return found


def make_evidence(supplier, grade=Grade.FULL, *, on=SEEN, strength=Strength.ANNOUNCED_ON_SITE, **grades):
    """A completed audit with one grade for every question but those named."""
    audit = make_audit(supplier, AuditState.COMPLETED, conducted_on=on, planned_on=on, strength=strength.value)
    Answer.objects.bulk_create(
        Answer(
            audit=audit,
            question=code,
            grade=grades.get(code, grade).value,
            evidence="Looked at ten of them.",
            answered_by=audit.lead,
            answered_at=clock.now(),
        )
        for code in DEFAULT_CHECKLIST.by_code
    )
    return audit


def make_coverage(supplier, covered=144, receipts=240, *, on=SEEN, site=None, audit=None, **fields):
    values = {"receipts": receipts, "with_record": covered, "sampling": "all_receipts", **fields}
    return CoverageObservation.objects.create(
        supplier=supplier,
        site=site or supplier.sites.first(),
        audit=audit,
        strength=Strength.ANNOUNCED_ON_SITE.value,
        period_from=on - timedelta(days=90),
        period_to=on,
        observed_on=on,
        recorded_at=clock.now(),
        recorded_by=supplier.owner,
        **values,
    )


def make_stages(supplier, incoming=0, subassembly=0, in_process=18, final=2, *, on=SEEN, **fields):
    return StageObservation.objects.create(
        supplier=supplier,
        site=supplier.sites.first(),
        period_from=on - timedelta(days=90),
        period_to=on,
        observed_on=on,
        recorded_at=clock.now(),
        recorded_by=supplier.owner,
        **{
            "strength": Strength.ANNOUNCED_ON_SITE.value,
            "disclosure": "disclosed",
            "caught_incoming": incoming,
            "caught_subassembly": subassembly,
            "caught_in_process": in_process,
            "caught_final": final,
            **fields,
        },
    )


def clean_paper(**fields):
    """Verified certificate, 144 of 240 receipts with a record."""
    supplier = make_supplier(with_scope=True, **fields)
    scope = supplier.scopes.get()
    certificate = make_certificate(supplier, sites=[scope.site])
    verify(certificate, scopes=[(scope, "match")])
    make_coverage(supplier)
    return supplier


def ship_models() -> None:
    """The shipped models, where a transactional test that ran before emptied what the migrations had brought."""
    if not RatingModel.objects.exists():
        for migration in ("0002_model_1_and_append_only", "0004_model_2"):
            import_module(f"scoring.migrations.{migration}").ship(apps, None)
