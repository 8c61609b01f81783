"""What is known of a supplier on a day: the only thing that the engine reads.

Each fact carries a **record key** such as ``audit:12``, ``certificate:4``, ``capa:9`` or ``question:Q07``, so that
every point can be followed to the record behind it. Facts are raw: they hold what was seen, never what it is worth.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Source(StrEnum):
    """How something became known, strongest first (strengths themselves are in the model)."""

    UNANNOUNCED_AUDIT = "unannounced_audit"
    ANNOUNCED_AUDIT = "announced_audit"
    OUR_RECORD = "our_record"
    REMOTE_AUDIT = "remote_audit"
    REGISTER = "register"
    DOCUMENT = "document"
    OWN_WORD = "own_word"


class Criticality(StrEnum):
    """How much depends on a scope."""

    CRITICAL = "critical"
    MAJOR = "major"
    STANDARD = "standard"


class Duty(StrEnum):
    """What the profile asks of a standard: a sector's duty, or something merely expected."""

    MANDATORY = "mandatory"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Observation:
    """One dated thing seen: ``good`` of ``of`` in order, weighing ``amount`` thousandths of the natural unit.

    144 of 240 receipts weigh 240,000; an audit with 72 of 100 points weighs 1,000 (one audit). ``question`` names what
    was asked: only a later check of the same question replaces adverse evidence. ``disclosed=False`` is "asked, not
    disclosed": a poor observation whose weight the model sets. ``scopes`` empty means: true of every scope.
    """

    indicator: str
    observed_on: date
    record: str
    source: Source
    good: int
    of: int
    amount: int
    question: str = ""
    clause_group: str = ""
    disclosed: bool = True
    scopes: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.of or self.of <= 0 or self.amount < 0:
            raise ValueError(f"not an observation: {self.good} of {self.of}, amount {self.amount} ({self.record})")


class CertificateState(StrEnum):
    """The state of a certificate on the day, as the certificates app derives it."""

    ACTIVE = "active"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class Verification(StrEnum):
    """The last word of a dated verification."""

    CONFIRMED = "confirmed"
    STALE = "stale"
    ORIGINAL_SEEN = "original_seen"
    UNREACHABLE = "unreachable"
    NOT_FOUND = "not_found"
    NEVER = "never"
    MISMATCH = "mismatch"
    CONTRADICTED = "contradicted"


class Accreditation(StrEnum):
    """Whether body and accreditation body stand behind this standard."""

    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    NOT_RECOGNISED = "not_recognised"


class Fit(StrEnum):
    """Whether scope text or site fit what we buy."""

    COVERS = "covers"
    UNKNOWN = "unknown"
    PARTIAL = "partial"
    OTHER = "other"


class Surveillance(StrEnum):
    """Whether the surveillance audits were in time."""

    IN_TIME = "in_time"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"


class EditionState(StrEnum):
    """Whether the certificate's edition still counts on the day."""

    VALID = "valid"
    UNKNOWN = "unknown"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """One certificate as it stands on the day for one scope (``scopes`` empty: for every scope)."""

    record: str
    standard: str
    label: str
    state: CertificateState
    verification: Verification
    accreditation: Accreditation = Accreditation.UNKNOWN
    scope_fit: Fit = Fit.UNKNOWN
    site_fit: Fit = Fit.UNKNOWN
    surveillance: Surveillance = Surveillance.UNKNOWN
    edition: EditionState = EditionState.UNKNOWN
    verified_on: date | None = None
    expires_on: date | None = None
    renewal_confirmed_on: date | None = None
    mismatch: str = ""
    excluded_clauses: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


class TroubleKind(StrEnum):
    """Dated states of records that limit a band on their own."""

    MAJOR_OVERDUE = "major_overdue"
    CRITICAL_SCAR_OVERDUE = "critical_scar_overdue"
    FORGERY = "forgery"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A record that limits the band: an overdue major finding, a critical SCAR past its date, a confirmed forgery."""

    kind: TroubleKind
    record: str
    label: str
    since: date
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """A supplier's own documented objective: shown beside our limit, worth nothing."""

    indicator: str
    text: str
    record: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A standard that the profile of a scope asks for."""

    standard: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """An indicator that the profile of a scope sets aside; any observation of it brings it back."""

    indicator: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScopeFact:
    """A site × process that we buy or may buy."""

    key: str
    label: str
    criticality: Criticality
    requirements: tuple[Requirement, ...] = ()
    needed_clauses: tuple[str, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known of one supplier. Order does not matter to the engine."""

    supplier: str
    scopes: tuple[ScopeFact, ...]
    observations: tuple[Observation, ...] = ()
    certificates: tuple[CertificateFact, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    own_targets: tuple[OwnTarget, ...] = ()

    def scope(self, key: str) -> ScopeFact:
        """The scope with this key; KeyError when the facts know none."""
        for scope in self.scopes:
            if scope.key == key:
                return scope
        raise KeyError(key)
