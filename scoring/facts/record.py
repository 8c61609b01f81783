"""What is on record for each scope beside what is asked of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from audits.domain.audits import Strength
from scoring.domain.facts import CertificateFact, ScopeFact
from scoring.domain.missing import AuditFact, DocumentFact, OnRecord, WaiverFact, adverse
from scoring.facts.asking import Papers
from scoring.facts.rows import Row, Rows
from scoring.facts.scopes import Places, scope_key
from suppliers.domain.profiles.rules import requirement_key
from suppliers.domain.profiles.terms import AuditType, RequirementKind

TYPES = {
    Strength.UNANNOUNCED_ON_SITE.value: AuditType.UNANNOUNCED_ON_SITE,
    Strength.ANNOUNCED_ON_SITE.value: AuditType.ANNOUNCED_ON_SITE,
    Strength.REMOTE.value: AuditType.REMOTE,
    Strength.DOCUMENT_REVIEW.value: AuditType.DOCUMENT_REVIEW,
}


def known_of(
    rows: Rows, places: Places, papers: Papers, certificates: Sequence[CertificateFact], on: date
) -> list[OnRecord]:
    """One for each scope, in the order of the scopes."""
    since = timezone.localdate(rows.supplier[0][-1])
    audits = _audits(rows.audits, places, on)
    return [_of_scope(scope, places, papers, certificates, audits, since, on) for scope in places.scopes]


def _of_scope(
    scope: ScopeFact,
    places: Places,
    papers: Papers,
    certificates: Sequence[CertificateFact],
    audits: Sequence[AuditFact],
    since: date,
    on: date,
) -> OnRecord:
    mine = [one for one in certificates if not one.scopes or scope.key in one.scopes]
    sent = [one for one in papers.documents if _is_for(one, scope.key, places)]
    waivers = [one for one in papers.waivers if _excuses(one, scope.key, on) and not adverse(one.key, mine, sent, on)]
    return OnRecord(
        scope_key=scope.key,
        scope=places.scope_of.get(scope.key),
        label=scope.label,
        process=places.process_of.get(scope.key),
        criticality=scope.criticality.value,
        profile=places.profiles[scope.key],
        certificates=mine,
        documents=sent,
        audits=[one for one in audits if not one.scopes or scope.key in one.scopes],
        waived=frozenset(one.key for one in waivers),
        waived_until={one.key: one.until for one in sorted(waivers, key=lambda one: one.until)},
        known_since=since,
    )


def without_waived(scope: ScopeFact, known: OnRecord) -> ScopeFact:
    """The scope without the standards that two people set aside."""
    if not known.waived:
        return scope
    standard = RequirementKind.STANDARD
    kept = [one for one in scope.requirements if requirement_key(standard, one.standard) not in known.waived]
    return replace(scope, requirements=tuple(kept))


def _is_for(one: DocumentFact, key: str, places: Places) -> bool:
    """Whether a document speaks of a scope: of it, of its site, or of the whole supplier."""
    if one.scope is not None:
        return scope_key(one.scope) == key
    return one.site is None or places.site_of.get(key) in (None, one.site)


def _excuses(one: WaiverFact, key: str, on: date) -> bool:
    return one.counts_on(on) and (one.scope is None or scope_key(one.scope) == key)


def _audits(rows: Sequence[Row], places: Places, on: date) -> list[AuditFact]:
    """Completed audits by the day, each for the scopes it counts for."""
    heads: dict[int, Row] = {}
    scopes: dict[int, set[int]] = {}
    for row in rows:
        heads[row[1]] = row
        if row[7] is not None:
            scopes.setdefault(row[1], set()).add(row[7])
    found = []
    for pk, (_, _, site, strength, day, checklist, *_) in heads.items():
        if day <= on:
            keys = places.among(site, sorted(scopes.get(pk, ())))
            found.append(AuditFact(pk, TYPES[strength], checklist, day, keys))
    return found
