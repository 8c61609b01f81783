"""How well founded a certificate is on a day: what its verifications, taken together, still say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from certificates.domain.verification import Check, CheckKey, CheckResult, Method, Outcome


class Standing(StrEnum):
    """How well founded. Only VERIFIED is assurance; NOT_FOUND is none, and no accusation either."""

    CLAIMED = "claimed"
    ORIGINAL_SEEN = "original_seen"
    VERIFIED = "verified"
    STALE = "stale"
    NOT_FOUND = "not_found"
    CONTRADICTED = "contradicted"

    @property
    def face(self) -> "Face":
        """How pages, PDF and mail draw it."""
        return _FACES[self]


class Face(StrEnum):
    """Hollow: claimed on paper. Solid: verified. Hatched: nobody knows (any more). Bad: contradicted."""

    HOLLOW = "hollow"
    SOLID = "solid"
    HATCHED = "hatched"
    BAD = "bad"


_FACES = {
    Standing.CLAIMED: Face.HOLLOW,
    Standing.ORIGINAL_SEEN: Face.HOLLOW,
    Standing.VERIFIED: Face.SOLID,
    Standing.STALE: Face.HATCHED,
    Standing.NOT_FOUND: Face.HATCHED,
    Standing.CONTRADICTED: Face.BAD,
}


@dataclass(frozen=True)
class VerificationFact:
    """One dated verification as the rules see it.

    `outdated_on`: from that day on the record claims something else than what was compared (somebody changed
    its number, holder, address, scope or sites), so a confirmation no longer speaks for it.
    """

    id: int
    checked_on: date
    method: Method
    outcome: Outcome
    next_due_on: date
    results: Mapping[CheckKey, CheckResult] = field(default_factory=dict)
    outdated_on: date | None = None


@dataclass(frozen=True)
class Assurance:
    """The standing and the verification on which it rests (None: nobody learnt anything)."""

    standing: Standing
    basis: VerificationFact | None = None

    def result(self, check: Check, scope_id: int | None = None) -> CheckResult:
        """What the basis says about a check; for `Check.SCOPE` about one bought scope."""
        if self.basis is None:
            return CheckResult.NOT_CHECKED
        return self.basis.results.get((check, scope_id), CheckResult.NOT_CHECKED)


def assurance_on(verifications: Iterable[VerificationFact], day: date) -> Assurance:
    """What still counts on `day` of everything that was looked up until then."""
    basis = _basis([fact for fact in verifications if fact.checked_on <= day])
    return Assurance(_standing(basis, day), basis)


def _basis(known: list[VerificationFact]) -> VerificationFact | None:
    basis: VerificationFact | None = None
    for fact in sorted(known, key=lambda fact: (fact.checked_on, fact.id)):
        if fact.outcome is not Outcome.UNREACHABLE and (basis is None or _replaces(fact, basis)):
            basis = fact
    return basis


def _replaces(new: VerificationFact, old: VerificationFact) -> bool:
    """Adverse news stands until an equal or stronger look confirms; a weaker look takes nothing away."""
    if new.outcome.is_adverse:
        return not old.outcome.is_adverse or new.method.strength >= old.method.strength
    if old.outcome.is_adverse and new.outcome is Outcome.NOT_FOUND:
        return False
    return new.method.strength >= old.method.strength


def _standing(basis: VerificationFact | None, day: date) -> Standing:
    if basis is None:
        return Standing.CLAIMED
    if basis.outcome.is_adverse:
        return Standing.CONTRADICTED
    if basis.outcome is Outcome.NOT_FOUND:
        return Standing.NOT_FOUND
    if day > basis.next_due_on or (basis.outdated_on is not None and basis.outdated_on <= day):
        return Standing.STALE
    return Standing.ORIGINAL_SEEN if basis.method is Method.ORIGINAL_SEEN else Standing.VERIFIED
