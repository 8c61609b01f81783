"""What answers about requirement rules, supplier documents and waivers look like."""

from datetime import date, datetime
from typing import TypedDict

from common.api.shapes import Reference, reference, reference_or_none
from standards.domain.duty import Duty, Sector
from suppliers.domain.profiles.terms import AuditType, RequirementKind, ReviewState, WaiverState
from suppliers.domain.terms import Criticality
from suppliers.models import DocumentKind, ProfileRule, SupplierDocument, Waiver
from suppliers.services.profile_effect import Effect


class RuleRow(TypedDict):
    """One line of the requirement profiles: of whom what is asked, from when to when. An empty condition means any."""

    id: int
    version: int
    kind: RequirementKind
    name: str
    condition: str
    sector: Sector | None
    process: Reference | None
    special_only: bool
    criticality: Criticality | None
    duty: Duty
    standard: Reference | None
    document_kind: Reference | None
    audit_type: AuditType | None
    checklist: str
    months: int | None
    clauses: str
    source: str
    checked_on: date
    notes: str
    valid_from: date
    ended_on: date | None
    replaces: int | None


def rule_row(rule: ProfileRule) -> RuleRow:
    """A rule from `rules_in_full`."""
    return {
        "id": rule.pk,
        "version": rule.version,
        "kind": RequirementKind(rule.kind),
        "name": rule.subject_text,
        "condition": rule.condition_text,
        "sector": Sector(rule.sector) if rule.sector else None,
        "process": reference_or_none(rule.process),
        "special_only": rule.special_only,
        "criticality": Criticality(rule.criticality) if rule.criticality else None,
        "duty": Duty(rule.duty),
        "standard": reference_or_none(rule.standard),
        "document_kind": reference_or_none(rule.document_kind),
        "audit_type": AuditType(rule.audit_type) if rule.audit_type else None,
        "checklist": rule.checklist,
        "months": rule.months,
        "clauses": rule.clauses,
        "source": rule.source,
        "checked_on": rule.checked_on,
        "notes": rule.notes,
        "valid_from": rule.valid_from,
        "ended_on": rule.ended_on,
        "replaces": rule.replaces_id,
    }


class EffectRow(TypedDict):
    """What a change of the rules would do: how many scopes are asked for something else, and which change sides.

    `is_judged` is false for needed clauses: whether a certificate excludes them shows after the change.
    """

    scopes: int
    suppliers: int
    become_unmet: int
    become_met: int
    spoken_of: int
    is_judged: bool


def effect_row(effect: Effect) -> EffectRow:
    return {
        "scopes": effect.scopes,
        "suppliers": effect.suppliers,
        "become_unmet": effect.become_unmet,
        "become_met": effect.become_met,
        "spoken_of": effect.spoken_of,
        "is_judged": effect.is_judged,
    }


class DocumentKindRow(TypedDict):
    """A kind of document that suppliers send."""

    id: int
    version: int
    code: str
    name: str
    description: str
    is_offered: bool


def document_kind_row(kind: DocumentKind) -> DocumentKindRow:
    return {
        "id": kind.pk,
        "version": kind.version,
        "code": kind.code,
        "name": kind.name,
        "description": kind.description,
        "is_offered": kind.is_offered,
    }


class DocumentRow(TypedDict):
    """A document that a supplier sent; it counts once another person accepted it. Its file is at `content/`."""

    id: int
    version: int
    supplier: Reference
    kind: Reference
    site: Reference | None
    scope: Reference | None
    number: str
    revision: str
    issued_on: date | None
    valid_until: date | None
    received_on: date
    file_name: str
    size: int
    sha256: str
    state: ReviewState
    reviewed_on: date | None
    review_note: str
    superseded_on: date | None
    replaces: int | None
    uploaded_at: datetime


def document_row(document: SupplierDocument) -> DocumentRow:
    """A document from `documents_for_page`."""
    return {
        "id": document.pk,
        "version": document.version,
        "supplier": reference(document.supplier),
        "kind": reference(document.kind),
        "site": reference_or_none(document.site),
        "scope": reference_or_none(document.scope),
        "number": document.number,
        "revision": document.revision,
        "issued_on": document.issued_on,
        "valid_until": document.valid_until,
        "received_on": document.received_on,
        "file_name": document.original_name,
        "size": document.size,
        "sha256": document.sha256,
        "state": ReviewState(document.state),
        "reviewed_on": document.reviewed_on,
        "review_note": document.review_note,
        "superseded_on": document.superseded_on,
        "replaces": document.replaces_id,
        "uploaded_at": document.uploaded_at,
    }


class WaiverRow(TypedDict):
    """A requirement set aside until a day: asked for by one person, confirmed by a second. No scope: everywhere."""

    id: int
    version: int
    supplier: Reference
    scope: Reference | None
    kind: RequirementKind
    subject: str
    name: str
    reason: str
    until: date
    state: WaiverState
    requested_by: Reference
    requested_on: date
    decided_by: Reference | None
    decided_on: date | None
    confirmed_on: date | None
    withdrawn_on: date | None


def waiver_row(waiver: Waiver) -> WaiverRow:
    """A waiver (select the supplier, the scope's process and site, and both people for many)."""
    return {
        "id": waiver.pk,
        "version": waiver.version,
        "supplier": reference(waiver.supplier),
        "scope": reference_or_none(waiver.scope),
        "kind": RequirementKind(waiver.kind),
        "subject": waiver.subject,
        "name": waiver.name,
        "reason": waiver.reason,
        "until": waiver.until,
        "state": WaiverState(waiver.state),
        "requested_by": reference(waiver.requested_by),
        "requested_on": waiver.requested_on,
        "decided_by": reference_or_none(waiver.decided_by),
        "decided_on": waiver.decided_on,
        "confirmed_on": waiver.confirmed_on,
        "withdrawn_on": waiver.withdrawn_on,
    }
