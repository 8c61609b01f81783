"""What we buy, or may buy: a process from a site. Each scope has its own rating."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from common.records import claim_submission
from suppliers.domain.terms import Criticality, ScopeStage
from suppliers.models import Process, Scope, Site, Supplier
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.saving import edit, insert, refuse_if_archived


@transaction.atomic
def add_scope(
    supplier: Supplier,
    *,
    site: Site,
    process: Process,
    description: str = "",
    criticality: Criticality | str = Criticality.STANDARD,
    stage: ScopeStage | str = ScopeStage.ACTIVE,
    actor: User,
    submission: UUID | str | None = None,
    at: datetime | None = None,
) -> Scope:
    """Note that we buy (or may buy) `process` from `site`. Raises ValidationError, AlreadySubmitted, Refused."""
    refuse_if_archived(supplier.pk)
    claim_submission(submission, supplier.get_absolute_url)
    if site.supplier_id != supplier.pk:
        raise ValidationError({"site": "This site belongs to another supplier."})
    if stage != ScopeStage.ENDED and _is_closed(site.pk):
        raise ValidationError({"site": "This site is closed. Choose another, or open it again first."})
    scope = Scope(
        supplier=supplier,
        site=site,
        process=process,
        description=description,
        criticality=str(criticality),
        stage=str(stage),
    )
    insert(scope, actor=actor, root_id=supplier.pk, at=at)
    mark_evidence_changed([supplier.pk])
    return scope


@transaction.atomic
def update_scope(
    scope: Scope,
    changes: Mapping[str, Any],
    *,
    expected_version: int,
    actor: User,
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """Change description, criticality or stage; site and process stay, because ratings and audits refer to them.

    False when nothing differs. Raises Conflict, ValidationError, Refused.
    """
    refuse_if_archived(scope.supplier_id)
    values = {name: str(value) for name, value in changes.items()}
    if values.get("stage", ScopeStage.ENDED.value) != ScopeStage.ENDED.value and _is_closed(scope.site_id):
        raise ValidationError({"stage": "The site is closed. Open it again before something is bought there."})
    changed = edit(
        scope,
        values,
        expected_version=expected_version,
        actor=actor,
        root_id=scope.supplier_id,
        reason=reason,
        at=at,
    )
    if changed:
        mark_evidence_changed([scope.supplier_id])
    return changed


def end_scope(
    scope: Scope, *, expected_version: int, actor: User, reason: str = "", at: datetime | None = None
) -> bool:
    """Say that this is no longer bought: it leaves the rating, its evidence stays. Raises as `update_scope`."""
    return update_scope(
        scope, {"stage": ScopeStage.ENDED}, expected_version=expected_version, actor=actor, reason=reason, at=at
    )


def _is_closed(site_id: int) -> bool:
    return Site.objects.filter(pk=site_id, closed_on__isnull=False).exists()
