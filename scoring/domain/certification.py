"""Certification: per standard that the profile asks for, the best certificate; its weakest check sets the points."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scoring.domain.book import Book, book_of
from scoring.domain.facts import (
    Accreditation,
    CertificateFact,
    CertificateState,
    Duty,
    EditionState,
    Facts,
    Fit,
    Requirement,
    ScopeFact,
    Verification,
)
from scoring.domain.fixed import POINT
from scoring.domain.model import CertificatePoints, Model
from scoring.domain.scorecard import CheckResult, Flag

RENEWING = "renewing"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one required standard stands for a scope; ``certificate`` is None when none is known."""

    requirement: Requirement
    certificate: CertificateFact | None
    points: int
    confidence: int
    checks: tuple[CheckResult, ...]
    renewing: bool

    @property
    def weakest(self) -> CheckResult | None:
        """The check that sets the points."""
        return min(self.checks, key=lambda check: check.points, default=None)

    @property
    def is_met(self) -> bool:
        """Whether a certificate in force covers this scope, whether or not somebody verified it."""
        blocking = {"state", "scope", "site", "edition"}
        contradicted = self.certificate is not None and self.certificate.verification is Verification.CONTRADICTED
        return (
            bool(self.checks)
            and not contradicted
            and all(check.points for check in self.checks if check.check in blocking)
        )


def standings(facts: Facts, model: Model, scope: ScopeFact, on: date) -> tuple[Standing, ...]:
    """One standing for each standard that the scope's profile asks for."""
    return tuple(_standing(one, facts, book_of(model), scope, on) for one in scope.requirements)


def applicable(facts: Facts, scope: ScopeFact, standard: str) -> Iterator[CertificateFact]:
    """The certificates of a standard that are claimed for this scope."""
    for one in facts.certificates:
        if one.standard == standard and (not one.scopes or scope.key in one.scopes):
            yield one


def _standing(requirement: Requirement, facts: Facts, book: Book, scope: ScopeFact, on: date) -> Standing:
    found = [_judge(requirement, one, book, scope, on) for one in applicable(facts, scope, requirement.standard)]
    nothing = Standing(requirement, None, 0, 0, (), False)
    return max(found, key=_preference, default=nothing)


def _preference(standing: Standing) -> tuple[int, bool, int, str]:
    assert standing.certificate is not None  # noqa: S101 -- only judged certificates are compared
    return standing.points, standing.is_met, standing.confidence, standing.certificate.record


def _judge(requirement: Requirement, one: CertificateFact, book: Book, scope: ScopeFact, on: date) -> Standing:
    renewing = is_renewing(one, book.model.certificate, on)
    results = (
        ("state", RENEWING if renewing else one.state.value),
        ("verification", one.verification.value),
        ("accreditation", one.accreditation.value),
        ("scope", scope_fit(one, scope).value),
        ("site", one.site_fit.value),
        ("surveillance", one.surveillance.value),
        ("edition", one.edition.value),
    )
    worth = book.certificate_points
    checks = tuple(CheckResult(check, result, worth[check, result]) for check, result in results)
    confidence = book.certificate_confidence[one.verification.value] * 10_000
    return Standing(requirement, one, min(c.points for c in checks) * POINT, confidence, checks, renewing)


def is_renewing(one: CertificateFact, rules: CertificatePoints, on: date) -> bool:
    """Lapsed, but the body's confirmation of the renewal is recorded and not older than the model allows."""
    if one.state is not CertificateState.EXPIRED or one.renewal_confirmed_on is None:
        return False
    return 0 <= (on - one.renewal_confirmed_on).days <= rules.renewal_days


def scope_fit(one: CertificateFact, scope: ScopeFact) -> Fit:
    """How the certificate's scope fits; an excluded clause that the part needs makes it partial at best."""
    excludes = set(one.excluded_clauses) & set(scope.needed_clauses)
    if excludes and one.scope_fit in (Fit.COVERS, Fit.UNKNOWN):
        return Fit.PARTIAL
    return one.scope_fit


def duty_weight(requirement: Requirement, rules: CertificatePoints) -> int:
    """A sector's duty weighs more than what is merely expected."""
    return rules.mandatory_weight if requirement.duty is Duty.MANDATORY else rules.expected_weight


def certificate_flags(facts: Facts, scope: ScopeFact) -> Iterator[Flag]:
    """What a person should look at on the certificates of this scope; sentences that accuse nobody."""
    mine = [one for one in facts.certificates if not one.scopes or scope.key in one.scopes]
    covered = {one.standard for one in mine if Fit.OTHER not in (one.scope_fit, one.site_fit)}
    for one in mine:
        for text in _flag_texts(one, scope, one.standard in covered):
            yield Flag(f"{one.label}: {text}", one.record)


def _flag_texts(one: CertificateFact, scope: ScopeFact, another_covers: bool) -> Iterator[str]:
    if one.verification is Verification.MISMATCH:
        yield f"{one.mismatch or 'a field'} differs from the register; a person has to confirm it"
    if one.verification is Verification.NOT_FOUND:
        yield "not found in the register, so no assurance; check again"
    if one.accreditation is Accreditation.NOT_RECOGNISED:
        yield "the accreditation is not recognised for this standard"
    if one.edition is EditionState.PAST:
        yield "its edition no longer counts"
    if one.scope_fit is Fit.OTHER and not another_covers:
        yield "its scope does not cover what we buy here"
    if one.site_fit is Fit.OTHER and not another_covers:
        yield "it does not list this site"
    excluded = sorted(set(one.excluded_clauses) & set(scope.needed_clauses))
    if excluded:
        yield f"it excludes clause {', '.join(excluded)}, which our parts need"
