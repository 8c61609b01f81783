"""Certificates as facts: state, verification, accreditation and fit per certificate × standard × scope."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from certificates.domain.assurance import Assurance, Standing, VerificationFact, assurance_on
from certificates.domain.state import CertificateDates, CertificateState, Event, EventKind, state_on
from certificates.domain.surveillance import SurveillanceStanding, surveillance_on
from certificates.domain.verification import Check, CheckKey, CheckResult, Method, Outcome
from scoring.domain import facts
from scoring.domain.facts import Accreditation, CertificateFact, EditionState, Fit, Surveillance, Verification
from scoring.facts.rows import Row
from scoring.facts.scopes import Places
from standards.domain.editions import EditionDates, EditionStanding, edition_on

STATES = {
    CertificateState.VALID: facts.CertificateState.ACTIVE,
    CertificateState.EXPIRING: facts.CertificateState.ACTIVE,
    CertificateState.NO_EXPIRY: facts.CertificateState.ACTIVE,
    CertificateState.RENEWAL_CONFIRMED: facts.CertificateState.EXPIRED,
    CertificateState.LAPSED: facts.CertificateState.EXPIRED,
    CertificateState.NOT_YET_VALID: facts.CertificateState.NOT_YET_VALID,
    CertificateState.SUSPENDED: facts.CertificateState.SUSPENDED,
    CertificateState.WITHDRAWN: facts.CertificateState.WITHDRAWN,
    CertificateState.CANCELLED: facts.CertificateState.WITHDRAWN,
}
"""A retired or superseded record is no claim any more and is left out."""

VERIFICATIONS = {
    Standing.CLAIMED: Verification.NEVER,
    Standing.ORIGINAL_SEEN: Verification.ORIGINAL_SEEN,
    Standing.VERIFIED: Verification.CONFIRMED,
    Standing.STALE: Verification.STALE,
    Standing.NOT_FOUND: Verification.NOT_FOUND,
    Standing.CONTRADICTED: Verification.CONTRADICTED,
}
FITS = {CheckResult.MATCH: Fit.COVERS, CheckResult.MISMATCH: Fit.OTHER}
ACCREDITATIONS = {CheckResult.MATCH: Accreditation.CONFIRMED, CheckResult.MISMATCH: Accreditation.NOT_RECOGNISED}
SURVEILLANCES = {
    SurveillanceStanding.IN_TIME: Surveillance.IN_TIME,
    SurveillanceStanding.NOT_RECORDED: Surveillance.UNKNOWN,
    SurveillanceStanding.OVERDUE: Surveillance.OVERDUE,
}
WITHOUT_ACCREDITATION_MARK = frozenset({"IATF 16949"})
"""Schemes that carry no accreditation mark by design: the body's own recognition stands behind them."""

IDENTITY = ((Check.NUMBER, "the number"), (Check.HOLDER, "the holder"), (Check.ADDRESS, "the address"))


@dataclass
class _Paper:
    """One certificate, put together from its rows."""

    number: str
    dates: CertificateDates
    exclusions: str
    sites: frozenset[int]
    standards: list[Row] = field(default_factory=list)
    verifications: list[VerificationFact] = field(default_factory=list)


def build_certificates(
    rows: Sequence[Row], standards: Sequence[Row], verifications: Sequence[Row], places: Places, on: date
) -> Iterator[CertificateFact]:
    """One fact per certificate, standard and scope."""
    papers = _papers(rows)
    for row in standards:
        papers[row[1]].standards.append(row)
    for certificate_id, found in _verification_facts(verifications).items():
        papers[certificate_id].verifications = found
    for certificate_id, paper in sorted(papers.items()):
        state = state_on(paper.dates, on)
        if state in STATES:
            for standard in paper.standards:
                yield from _facts_of(certificate_id, paper, state, standard, places, on)


def _papers(rows: Sequence[Row]) -> dict[int, _Paper]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[1]].append(row)
    return {pk: _paper(mine) for pk, mine in grouped.items()}


def _paper(rows: list[Row]) -> _Paper:
    """Rows repeat the certificate for each of its events and sites."""
    _, _, number, valid_from, expires_on, superseded_on, retired_on, exclusions, *_ = rows[0]
    events = sorted({(row[8], row[9], row[10]) for row in rows if row[9] is not None})
    dates = CertificateDates(
        valid_from=valid_from,
        expires_on=expires_on,
        superseded_on=superseded_on,
        retired_on=retired_on,
        events=tuple(Event(EventKind(kind), day) for day, _, kind in events),
    )
    return _Paper(number, dates, exclusions, frozenset(row[11] for row in rows if row[11] is not None))


def _verification_facts(rows: Sequence[Row]) -> dict[int, list[VerificationFact]]:
    results: dict[int, dict[CheckKey, CheckResult]] = defaultdict(dict)
    heads: dict[int, Row] = {}
    for row in rows:
        heads[row[2]] = row
        if row[8]:
            results[row[2]][Check(row[8]), row[9]] = CheckResult(row[10])
    found: dict[int, list[VerificationFact]] = defaultdict(list)
    for pk, (_, certificate_id, _, checked_on, method, outcome, due, outdated, *_) in heads.items():
        fact = VerificationFact(pk, checked_on, Method(method), Outcome(outcome), due, results[pk], outdated)
        found[certificate_id].append(fact)
    return found


def _facts_of(
    pk: int, paper: _Paper, state: CertificateState, standard: Row, places: Places, on: date
) -> Iterator[CertificateFact]:
    _, _, code, edition, superseded_on, invalid_after = standard
    assurance = assurance_on(paper.verifications, on)
    surveillance = [event.on for event in paper.dates.events if event.kind is EventKind.SURVEILLANCE]
    edition_state = edition_on(EditionDates(superseded_on, invalid_after), on)
    for scope in places.scopes:
        scope_id = int(scope.key.partition(":")[2]) if scope.key in places.site_of else None
        verification, mismatch = _verification(assurance, scope_id, on)
        yield CertificateFact(
            record=f"certificate:{pk}",
            standard=code,
            label=f"{code}:{edition} {paper.number}" if edition.isdigit() else f"{code} {edition} {paper.number}",
            state=_state(state, assurance),
            verification=verification,
            accreditation=_accreditation(assurance, code, verification),
            scope_fit=FITS.get(assurance.result(Check.SCOPE, scope_id), Fit.UNKNOWN),
            site_fit=_site_fit(paper, assurance, places, scope.key),
            surveillance=SURVEILLANCES[surveillance_on(surveillance, on)],
            edition=EditionState.PAST if edition_state is EditionStanding.ENDED else EditionState.VALID,
            verified_on=assurance.basis.checked_on if assurance.basis else None,
            expires_on=paper.dates.expires_on,
            renewal_confirmed_on=_renewal(paper.dates, state, on),
            mismatch=mismatch,
            excluded_clauses=tuple(re.findall(r"\d+(?:\.\d+)+", paper.exclusions)),
            scopes=(scope.key,),
        )


def _state(state: CertificateState, assurance: Assurance) -> facts.CertificateState:
    """What the register says of the certificate itself beats the paper."""
    basis = assurance.basis
    if basis is not None and basis.outcome is Outcome.SUSPENDED_OR_WITHDRAWN and state.is_in_force:
        return facts.CertificateState.SUSPENDED
    return STATES[state]


def _verification(assurance: Assurance, scope_id: int | None, on: date) -> tuple[Verification, str]:
    """The last word on identity and, where it differs, which field; a differing scope concerns that scope only."""
    basis = assurance.basis
    if basis is None or assurance.standing is not Standing.CONTRADICTED:
        return VERIFICATIONS[assurance.standing], ""
    differing = [words for check, words in IDENTITY if assurance.result(check) is CheckResult.MISMATCH]
    if basis.outcome is Outcome.MISMATCH and assurance.result(Check.SCOPE, scope_id) is CheckResult.MISMATCH:
        differing.append("the scope")
    if differing:
        return Verification.CONTRADICTED, " and ".join(differing)
    return (Verification.STALE if on > basis.next_due_on else Verification.CONFIRMED), ""


def _accreditation(assurance: Assurance, code: str, verification: Verification) -> Accreditation:
    found = ACCREDITATIONS.get(assurance.result(Check.ACCREDITATION), Accreditation.UNKNOWN)
    by_design = code in WITHOUT_ACCREDITATION_MARK and verification is Verification.CONFIRMED
    return Accreditation.CONFIRMED if by_design and found is Accreditation.UNKNOWN else found


def _site_fit(paper: _Paper, assurance: Assurance, places: Places, key: str) -> Fit:
    site = places.site_of.get(key)
    if site is None:
        return Fit.COVERS if assurance.result(Check.ADDRESS) is CheckResult.MATCH else Fit.UNKNOWN
    if paper.sites:
        return Fit.COVERS if site in paper.sites else Fit.OTHER
    address_fits = assurance.result(Check.ADDRESS) is CheckResult.MATCH
    return Fit.COVERS if address_fits and site == places.main_site else Fit.UNKNOWN


def _renewal(dates: CertificateDates, state: CertificateState, on: date) -> date | None:
    if state is not CertificateState.RENEWAL_CONFIRMED:
        return None
    return max(event.on for event in dates.events if event.kind is EventKind.RENEWAL_CONFIRMED and event.on <= on)
