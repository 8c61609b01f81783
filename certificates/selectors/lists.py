"""Certificates in lists: the state and the standing of each, in words, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from certificates.domain.assurance import Assurance, Face, Standing
from certificates.domain.state import EXPIRING_WITHIN_DAYS, CertificateState
from certificates.domain.verification import Outcome
from certificates.labels import OUTCOME_LABELS, STANDING_LABELS, STATE_LABELS
from certificates.models import Certificate
from certificates.models.certificate import CertificateQuerySet

STATE_TONES = {
    CertificateState.VALID: "good",
    CertificateState.NO_EXPIRY: "warn",
    CertificateState.EXPIRING: "warn",
    CertificateState.RENEWAL_CONFIRMED: "warn",
    CertificateState.LAPSED: "bad",
    CertificateState.SUSPENDED: "bad",
    CertificateState.WITHDRAWN: "worst",
    CertificateState.CANCELLED: "worst",
}
CLAIMS = {Face.SOLID: "solid", Face.HOLLOW: "hollow", Face.HATCHED: "unknown", Face.BAD: "bad"}


@dataclass(frozen=True)
class Shown:
    """A certificate as pages show it on a day."""

    certificate: Certificate
    state: CertificateState
    assurance: Assurance

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        """The tone of its chip; closed records have none."""
        return STATE_TONES.get(self.state, "")

    @property
    def claim(self) -> str:
        """How the standing is drawn: solid, hollow, unknown or bad."""
        return CLAIMS[self.assurance.standing.face]

    @property
    def claim_text(self) -> str:
        """The standing in words, with its day: `verified 3 Sep 2026`."""
        basis, standing = self.assurance.basis, self.assurance.standing
        if basis is None:
            return STANDING_LABELS[standing]
        word = STANDING_LABELS[standing]
        if standing is Standing.CONTRADICTED and basis.outcome is not Outcome.MISMATCH:
            word = OUTCOME_LABELS[basis.outcome].lower()
        elif standing is Standing.CONTRADICTED:
            word = "differs from the register"
        comma = "" if standing in (Standing.VERIFIED, Standing.ORIGINAL_SEEN) else ","
        return f"{word}{comma} {basis.checked_on.day} {basis.checked_on:%b %Y}"


def shown(certificate: Certificate, day: date) -> Shown:
    """A certificate with its state and standing on a day (prefetched by `with_evidence` for many)."""
    return Shown(certificate, certificate.state_on(day), certificate.assurance_on(day))


def portfolio(user: User) -> CertificateQuerySet:
    """All certificates that a person sees, ready for a list."""
    return Certificate.objects.visible_to(user).with_evidence().select_related("supplier__owner")


@dataclass(frozen=True)
class WaitingCounts:
    """How many certificates wait for somebody, among those that a person sees."""

    expiring: int
    lapsed: int
    to_verify: int


def waiting_counts(user: User, today: date) -> WaitingCounts:
    """Counts for the head of the list: expiring within the ladder, lapsed, and due for verification today."""
    mine = Certificate.objects.visible_to(user)
    horizon = today + timedelta(days=EXPIRING_WITHIN_DAYS)
    counts = [
        _count(mine.expiring_by(horizon, today=today)),
        _count(mine.lapsed_on(today)),
        _count(mine.verification_due_by(today, today=today)),
    ]
    expiring, lapsed, to_verify = User.objects.filter(pk=user.pk).values_list(*counts).get()
    return WaitingCounts(expiring, lapsed, to_verify)


def _count(rows: CertificateQuerySet) -> Coalesce:
    """The number of rows as a value within another statement, so that three counts cost one round trip."""
    grouped = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(grouped), 0)


def shown_all(certificates: Iterable[Certificate], day: date) -> list[Shown]:
    """`shown` for many."""
    return [shown(certificate, day) for certificate in certificates]
