"""What answers about suppliers look like."""

from datetime import date, datetime
from typing import TypedDict

from common.api.locking import content_version
from common.api.shapes import Reference, reference, reference_or_none
from standards.domain.duty import Sector
from suppliers.domain.terms import Claim, Criticality, IdentifierKind, Rating, ScopeStage, Status
from suppliers.models import Alias, Contact, Identifier, Process, Scope, Site, Supplier

ROW = (
    "version",
    "legal_name",
    "local_name",
    "name_key",
    "country",
    "city",
    "sector",
    "criticality",
    "status",
    "owner_id",
    "is_restricted",
    "rating",
    "rating_rank",
    "score_tenths",
    "confidence_percent",
    "claim",
    "claim_text",
    "headline",
    "next_step",
    "next_expiry_on",
    "rated_on",
    "archived_at",
    "created_at",
)
"""Columns that a row shows or a sort needs."""


class SupplierRow(TypedDict):
    """A supplier as lists show it. `score` is 0 to 100; an unproven supplier has none."""

    id: int
    version: int
    legal_name: str
    local_name: str
    country: str
    city: str
    sector: Sector
    criticality: Criticality
    status: Status
    owner_id: int
    is_restricted: bool
    rating: Rating
    score: float | None
    confidence_percent: int
    claim: Claim
    claim_text: str
    headline: str
    next_step: str
    next_expiry_on: date | None
    rated_on: date | None
    archived_at: datetime | None
    created_at: datetime


def supplier_row(supplier: Supplier) -> SupplierRow:
    """A supplier with the columns of `ROW`."""
    is_rated = supplier.rating != Rating.UNPROVEN
    return {
        "id": supplier.pk,
        "version": supplier.version,
        "legal_name": supplier.legal_name,
        "local_name": supplier.local_name,
        "country": supplier.country.code,
        "city": supplier.city,
        "sector": Sector(supplier.sector),
        "criticality": Criticality(supplier.criticality),
        "status": Status(supplier.status),
        "owner_id": supplier.owner_id,
        "is_restricted": supplier.is_restricted,
        "rating": Rating(supplier.rating),
        "score": supplier.score_tenths / 10 if is_rated else None,
        "confidence_percent": supplier.confidence_percent,
        "claim": Claim(supplier.claim),
        "claim_text": supplier.claim_text,
        "headline": supplier.headline,
        "next_step": supplier.next_step,
        "next_expiry_on": supplier.expires_on,
        "rated_on": supplier.rated_on,
        "archived_at": supplier.archived_at,
        "created_at": supplier.created_at,
    }


class AliasRow(TypedDict):
    """Another name. Its version is a digest of what it says."""

    id: int
    version: str
    name: str


def alias_row(alias: Alias) -> AliasRow:
    return {"id": alias.pk, "version": alias_version(alias), "name": alias.name}


def alias_version(alias: Alias) -> str:
    return content_version(alias.name)


class IdentifierRow(TypedDict):
    """A number of the supplier, stored compact. Its version is a digest of what it says."""

    id: int
    version: str
    kind: IdentifierKind
    country: str
    value: str


def identifier_row(number: Identifier) -> IdentifierRow:
    return {
        "id": number.pk,
        "version": identifier_version(number),
        "kind": IdentifierKind(number.kind),
        "country": number.country.code or "",
        "value": number.value,
    }


def identifier_version(number: Identifier) -> str:
    return content_version(number.kind, number.country.code, number.value)


class SiteRow(TypedDict):
    """A place where the supplier works."""

    id: int
    version: int
    name: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    is_main: bool
    closed_on: date | None


def site_row(site: Site) -> SiteRow:
    return {
        "id": site.pk,
        "version": site.version,
        "name": site.name,
        "street": site.street,
        "postal_code": site.postal_code,
        "city": site.city,
        "region": site.region,
        "country": site.country.code,
        "is_main": site.is_main,
        "closed_on": site.closed_on,
    }


class ContactRow(TypedDict):
    """A person at the supplier."""

    id: int
    version: int
    name: str
    function: str
    email: str
    phone: str
    site: Reference | None


def contact_row(contact: Contact) -> ContactRow:
    """A contact (select `site` for many)."""
    return {
        "id": contact.pk,
        "version": contact.version,
        "name": contact.name,
        "function": contact.function,
        "email": contact.email,
        "phone": contact.phone,
        "site": reference_or_none(contact.site),
    }


class ProcessRow(TypedDict):
    """A manufacturing process that can be bought. Special: later inspection cannot verify its result."""

    id: int
    code: str
    name: str
    is_special: bool


def process_row(process: Process) -> ProcessRow:
    return {"id": process.pk, "code": process.code, "name": process.name, "is_special": process.is_special}


class ScopeRow(TypedDict):
    """What we buy, or may buy: one process from one site."""

    id: int
    version: int
    site: Reference
    process: Reference
    description: str
    criticality: Criticality
    stage: ScopeStage


def scope_row(scope: Scope) -> ScopeRow:
    """A scope (select `site` and `process` for many)."""
    return {
        "id": scope.pk,
        "version": scope.version,
        "site": reference(scope.site),
        "process": reference(scope.process),
        "description": scope.description,
        "criticality": Criticality(scope.criticality),
        "stage": ScopeStage(scope.stage),
    }


class SupplierRecord(SupplierRow):
    """A supplier with all that its page says."""

    owner: Reference
    team: Reference | None
    website: str
    notes: str
    aliases: list[AliasRow]
    identifiers: list[IdentifierRow]
    sites: list[SiteRow]
    contacts: list[ContactRow]
    scopes: list[ScopeRow]


def supplier_record(supplier: Supplier) -> SupplierRecord:
    """A supplier from `supplier_profile`."""
    return {
        **supplier_row(supplier),
        "owner": reference(supplier.owner),
        "team": reference_or_none(supplier.team),
        "website": supplier.website,
        "notes": supplier.notes,
        "aliases": [alias_row(alias) for alias in supplier.aliases.all()],
        "identifiers": [identifier_row(number) for number in supplier.identifiers.all()],
        "sites": [site_row(site) for site in supplier.sites.all()],
        "contacts": [contact_row(contact) for contact in supplier.contacts.all()],
        "scopes": [scope_row(scope) for scope in supplier.scopes.all()],
    }
