"""Logging and editing a supplier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services import notify
from common import clock
from common.records import claim_submission
from standards.domain.duty import Sector
from suppliers.domain.terms import Criticality, IdentifierKind, ScopeStage
from suppliers.models import Process, Scope, Supplier
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.numbers import new_identifier
from suppliers.services.projections import refresh_search
from suppliers.services.saving import edit, insert, refuse_if_archived
from suppliers.services.sites import SiteDetails, new_site

RATED_BY = frozenset({"sector", "criticality"})
"""Fields of a supplier that its rating depends on."""


class SupplierDetails(TypedDict, total=False):
    """What a supplier record says of itself; all of it may be left out but the name and the country."""

    local_name: str
    sector: Sector | str
    criticality: Criticality | str
    website: str
    notes: str


@transaction.atomic
def create_supplier(
    *,
    actor: User,
    legal_name: str,
    country: str,
    owner: User | None = None,
    details: SupplierDetails | None = None,
    own_number: str = "",
    site: SiteDetails | None = None,
    process: Process | None = None,
    scope_description: str = "",
    scope_stage: ScopeStage = ScopeStage.ACTIVE,
    submission: UUID | str | None = None,
    at: datetime | None = None,
) -> Supplier:
    """Log a supplier as a prospect, owned by `owner` (else by `actor`), with a first site and what is bought there.

    A `process` without a `site` gets a site in the supplier's country. Raises ValidationError; AlreadySubmitted when
    this very form was carried out before.
    """
    at = at or clock.now()
    values = {name: str(value) for name, value in (details or {}).items()}
    supplier = Supplier(legal_name=legal_name, country=country, owner=owner or actor, created_at=at, **values)
    insert(supplier, actor=actor, root_id=None, at=at)
    claim_submission(submission, supplier.get_absolute_url)
    if own_number:
        new_identifier(supplier, IdentifierKind.OWN_NUMBER, own_number, "", actor, at)
    first = new_site(supplier, site or {}, True, actor, at) if site or process else None
    if first and process:
        scope = Scope(
            supplier=supplier,
            site=first,
            process=process,
            description=scope_description,
            criticality=supplier.criticality,
            stage=scope_stage.value,
        )
        insert(scope, actor=actor, root_id=supplier.pk, at=at)
    refresh_search(supplier.pk)
    mark_evidence_changed([supplier.pk])
    _tell_owner(supplier, actor)
    supplier.refresh_from_db()
    return supplier


@transaction.atomic
def update_supplier(
    supplier: Supplier,
    changes: Mapping[str, Any],
    *,
    expected_version: int,
    actor: User,
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """Change fields of the supplier record (names, country, sector, criticality, website, notes, owner).

    False when nothing differs. Raises Conflict, ValidationError, Refused for an archived one.
    """
    refuse_if_archived(supplier.pk)
    values = {name: str(value) if name in RATED_BY else value for name, value in changes.items()}
    before = Supplier.objects.get(pk=supplier.pk)
    if not edit(
        supplier, values, expected_version=expected_version, actor=actor, root_id=supplier.pk, reason=reason, at=at
    ):
        return False
    if values.keys() & {"legal_name", "local_name"}:
        refresh_search(supplier.pk)
    if any(getattr(before, name) != getattr(supplier, name) for name in RATED_BY):
        mark_evidence_changed([supplier.pk])
    if before.owner_id != supplier.owner_id:
        _let_owner_see(supplier)
        _tell_owner(supplier, actor)
    return True


def change_owner(
    supplier: Supplier,
    owner: User,
    *,
    expected_version: int,
    actor: User,
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """Hand the supplier to another person, who is told. Raises as `update_supplier`."""
    return update_supplier(
        supplier, {"owner": owner}, expected_version=expected_version, actor=actor, reason=reason, at=at
    )


def _let_owner_see(supplier: Supplier) -> None:
    """Who owns a restricted supplier must be able to open it."""
    if supplier.is_restricted:
        supplier.named_people.add(supplier.owner_id)


def _tell_owner(supplier: Supplier, actor: User) -> None:
    if supplier.owner_id != actor.pk:
        notify(
            supplier.owner,
            kind="supplier_owner",
            text=f"{actor} made you the owner of {supplier}.",
            url=supplier.get_absolute_url(),
            key=f"owner:{supplier.pk}:{supplier.version}",
        )
