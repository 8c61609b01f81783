"""Certificates in lists: the state and the standing of each, in words, on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from accounts.models import User
from certificates.domain.assurance import Assurance, Face, Standing, assurance_on
from certificates.domain.state import EXPIRING_WITHIN_DAYS, CertificateState, state_on
from certificates.domain.verification import Outcome
from certificates.labels import OUTCOME_LABELS, STANDING_LABELS, STATE_LABELS
from certificates.models import Certificate, CertificateStandard
from certificates.models.certificate import CertificateQuerySet
from certificates.selectors.outlines import Held, Outline, outlines_of
from common.paging import Sort
from common.streaming import ROWS_AT_ONCE
from suppliers.models.visibility import not_hidden
from suppliers.selectors import Count, counts_up_to

SORTS = [
    Sort("expiry", "Expiry", ("expiry_order",)),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
    Sort("recorded", "Recorded", ("recorded_at",), descending=True),
]
DUE_SORTS = [Sort("due", "Verification due", ("verification_due_on",)), *SORTS]
"""Offered where every row has a due date."""
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


def sorts_of(chosen_list: str) -> list[Sort]:
    """The orders that are offered for one of the lists of the portfolio."""
    return DUE_SORTS if chosen_list == "verification" else SORTS


@dataclass(frozen=True)
class Shown:
    """A certificate as pages show it on a day."""

    certificate: Certificate
    body: str
    accreditation_body: str
    editions: Sequence[Held]
    state: CertificateState
    assurance: Assurance

    @property
    def standards_text(self) -> str:
        """`ISO 9001:2015, ISO 14001:2015`."""
        return ", ".join(held.name for held in self.editions)

    @property
    def owner(self) -> str:
        """Who owns the supplier (of a row from `shown_all`)."""
        return self.certificate.owner_name or self.certificate.owner_email

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
    """A certificate with its state and standing on a day (one from `with_evidence`)."""
    editions = [_held(one) for one in certificate.standards.all()]
    return Shown(
        certificate,
        str(certificate.body),
        str(certificate.accreditation_body or ""),
        editions,
        certificate.state_on(day),
        certificate.assurance_on(day),
    )


def _held(one: CertificateStandard) -> Held:
    return Held(one.edition_id, one.edition.standard.code, str(one.edition))


def certificates_for_list(user: User) -> CertificateQuerySet:
    """All certificates that a person sees, with what a row of the page shows."""
    return Certificate.objects.visible_to(user).in_outline()


def portfolio(user: User) -> CertificateQuerySet:
    """All certificates that a person sees, ready for an export or a program."""
    return Certificate.objects.visible_to(user).in_full()


@dataclass(frozen=True)
class WaitingCounts:
    """How many certificates wait for somebody, among those that a person sees."""

    expiring: Count
    lapsed: Count
    to_verify: Count


def waiting_counts(user: User, today: date) -> WaitingCounts:
    """Counts for the head of the list: expiring within the ladder, lapsed, and due for verification today."""
    mine = Certificate.objects.filter(not_hidden(user, "supplier"))
    horizon = today + timedelta(days=EXPIRING_WITHIN_DAYS)
    lists = (
        mine.expiring_by(horizon, today=today),
        mine.lapsed_on(today),
        mine.verification_due_by(today, today=today),
    )
    return WaitingCounts(*counts_up_to(*lists))


def shown_all(certificates: Iterable[Certificate], day: date) -> Iterator[Shown]:
    """`shown` for any number of rows of `in_outline` or `in_full`: one statement more for each thousand."""
    waiting = iter(certificates)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        outlines = outlines_of(certificate.pk for certificate in some)
        for certificate in some:
            yield _by_outline(certificate, outlines[certificate.pk], day)


def _by_outline(certificate: Certificate, outline: Outline, day: date) -> Shown:
    return Shown(
        certificate,
        certificate.body_name,
        certificate.accredited_by or "",
        outline.editions,
        state_on(certificate.dates_with(outline.events), day),
        assurance_on(outline.verifications, day),
    )
