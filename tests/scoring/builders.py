"""Small words for facts, so that a test reads like its row of the case table."""

from dataclasses import replace
from datetime import date, timedelta

from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.engine import score
from scoring.domain.facts import (
    Accreditation,
    CertificateFact,
    CertificateState,
    Criticality,
    Duty,
    EditionState,
    Facts,
    Fit,
    Observation,
    Requirement,
    ScopeFact,
    Source,
    Surveillance,
    Verification,
)
from scoring.domain.scorecard import Scorecard

ON = date(2026, 11, 21)
VISIT = ON - timedelta(days=40)

ISO_EXPECTED = Requirement("ISO 9001", Duty.EXPECTED)
IATF_DUTY = Requirement("IATF 16949", Duty.MANDATORY)
SCOPE = ScopeFact("scope:1", "Machining, Wenzhou", Criticality.CRITICAL, (ISO_EXPECTED,))

FLOOR_KEYS = (
    "audit_practice",
    "calibration",
    "quality_staffing",
    "deviation_response",
    "disclosure",
    "worker_interviews",
    "documented_procedures",
    "chain_walk",
)


def certificate(**changes) -> CertificateFact:
    """A certificate with nothing to object to: valid, verified, accredited, for this scope and site."""
    fine = CertificateFact(
        record="certificate:1",
        standard="ISO 9001",
        label="ISO 9001 certificate 4711",
        state=CertificateState.ACTIVE,
        verification=Verification.CONFIRMED,
        accreditation=Accreditation.CONFIRMED,
        scope_fit=Fit.COVERS,
        site_fit=Fit.COVERS,
        surveillance=Surveillance.IN_TIME,
        edition=EditionState.VALID,
        verified_on=ON - timedelta(days=60),
    )
    return replace(fine, **changes)


def counted(indicator, good, of, *, on=VISIT, source=Source.ANNOUNCED_AUDIT, record="audit:1", **more) -> Observation:
    """Things counted one by one: receipts, lots, steps."""
    return Observation(indicator, on, record, source, good, of, of * 1_000, **more)


def seen(indicator, good, *, on=VISIT, source=Source.ANNOUNCED_AUDIT, record="audit:1", amount=1_000, **more):
    """What one audit saw, in percent."""
    return Observation(indicator, on, record, source, good, 100, amount, **more)


def audit(good, *, on=VISIT, source=Source.ANNOUNCED_AUDIT, record="audit:1", keys=FLOOR_KEYS):
    """One audit that saw the same share on every group of questions."""
    return tuple(seen(key, good, on=on, source=source, record=record) for key in keys)


def steps(on_time, due, *, on=VISIT):
    """Due corrective-action steps."""
    return counted("steps_on_time", on_time, due, on=on, source=Source.OUR_RECORD, record="capa:1")


def defects(in_process, final, *, escaped=0, on=VISIT):
    """Where defects were caught, as the two indicators that read it."""
    found = in_process + final
    log = [counted("early_detection", in_process, found, on=on, record="audit:1")]
    if found + escaped:
        log.append(counted("escapes", found, found + escaped, on=on, record="audit:1"))
    return tuple(log)


def lots(accepted, of=None, *, on=ON - timedelta(days=10), source=Source.OUR_RECORD):
    return counted("lot_acceptance", accepted, of or accepted, on=on, source=source, record="lot:1")


def facts(*observations, certificates=(), scope=SCOPE, **more) -> Facts:
    return Facts("supplier:1", (scope,), tuple(observations), tuple(certificates), **more)


def rate(known: Facts, on=ON, model=DEFAULT_MODEL) -> Scorecard:
    return score(known, model, known.scopes[0].key, on)


def cap_keys(card: Scorecard) -> set[str]:
    return {cap.key for cap in card.caps}
