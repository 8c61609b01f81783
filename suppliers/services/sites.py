"""The places where a supplier works. Ratings depend on them: certificates and audits hold for sites."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common import history
from common.records import Conflict, claim_submission
from suppliers.domain.terms import ScopeStage
from suppliers.models import Scope, Site, Supplier
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.projections import refresh_search
from suppliers.services.saving import Refused, edit, insert, refuse_if_archived


class SiteDetails(TypedDict, total=False):
    """What a site says of itself. The country defaults to the supplier's, the name to the city."""

    name: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str


@transaction.atomic
def add_site(
    supplier: Supplier,
    details: SiteDetails,
    *,
    actor: User,
    submission: UUID | str | None = None,
    at: datetime | None = None,
) -> Site:
    """Note a site; the first one is the main site. Raises ValidationError, AlreadySubmitted, Refused."""
    refuse_if_archived(supplier.pk)
    claim_submission(submission, supplier.get_absolute_url)
    site = new_site(supplier, details, not supplier.sites.filter(is_main=True).exists(), actor, at)
    _follow(supplier.pk)
    return site


def new_site(supplier: Supplier, details: SiteDetails, is_main: bool, actor: User, at: datetime | None) -> Site:
    """The site with its history; search columns and rating are the caller's business."""
    values: dict[str, Any] = {"country": str(supplier.country), **details}
    values["name"] = values.get("name") or values.get("city") or "Main site"
    site = Site(supplier=supplier, is_main=is_main, **values)
    insert(site, actor=actor, root_id=supplier.pk, at=at)
    return site


@transaction.atomic
def update_site(
    site: Site,
    changes: Mapping[str, Any],
    *,
    expected_version: int,
    actor: User,
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """Change name or address. False when nothing differs. Raises Conflict, ValidationError, Refused."""
    refuse_if_archived(site.supplier_id)
    changed = edit(
        site,
        changes,
        expected_version=expected_version,
        actor=actor,
        root_id=site.supplier_id,
        reason=reason,
        at=at,
    )
    if changed:
        _follow(site.supplier_id)
    return changed


@transaction.atomic
def close_site(
    site: Site, *, on: date, expected_version: int, actor: User, reason: str = "", at: datetime | None = None
) -> None:
    """Say that the supplier left this site. Refused while something is bought there, or others have it as main site.

    Raises Refused, Conflict.
    """
    refuse_if_archived(site.supplier_id)
    if Scope.objects.filter(site=site).exclude(stage=ScopeStage.ENDED.value).exists():
        raise Refused("Something is still bought from this site. End what is bought there first, then close it.")
    others = Site.objects.filter(supplier_id=site.supplier_id, closed_on=None).exclude(pk=site.pk)
    if site.is_main and others.exists():
        raise Refused("This is the main site. Make another site the main one first, then close it.")
    _set_closed(site, on, expected_version, actor, reason, at)


@transaction.atomic
def reopen_site(
    site: Site, *, expected_version: int, actor: User, reason: str = "", at: datetime | None = None
) -> None:
    """Say that the supplier works at this site again. Raises Conflict, Refused."""
    refuse_if_archived(site.supplier_id)
    _set_closed(site, None, expected_version, actor, reason, at)


def _set_closed(site: Site, on: date | None, version: int, actor: User, reason: str, at: datetime | None) -> None:
    edit(
        site,
        {"closed_on": on},
        expected_version=version,
        actor=actor,
        root_id=site.supplier_id,
        reason=reason,
        action="closed" if on else "opened again",
        at=at,
    )
    _follow(site.supplier_id)


@transaction.atomic
def make_main_site(site: Site, *, expected_version: int, actor: User, at: datetime | None = None) -> None:
    """Make this the site that stands for the supplier in lists. Refused for a closed one. Raises Conflict."""
    refuse_if_archived(site.supplier_id)
    if site.is_main:
        return
    if site.closed_on:
        raise Refused("This site is closed. Open it again first, or choose another.")
    _step_down(site.supplier_id, actor, at)
    rows = Site.objects.filter(pk=site.pk, version=expected_version, closed_on=None)
    if not rows.update(is_main=True, version=expected_version + 1):
        raise Conflict(Site.objects.get(pk=site.pk))
    site.refresh_from_db()
    history.record_change(
        site,
        actor=actor,
        action="made the main site",
        changes={"is_main": (False, True)},
        root_id=site.supplier_id,
        at=at,
    )
    _follow(site.supplier_id)


def _step_down(supplier_id: int, actor: User, at: datetime | None) -> None:
    """The main site of before, if any, is no longer it."""
    before = Site.objects.filter(supplier_id=supplier_id, is_main=True).first()
    if before is None:
        return
    Site.objects.filter(pk=before.pk).update(is_main=False, version=before.version + 1)
    history.record_change(
        before, actor=actor, action="changed", changes={"is_main": (True, False)}, root_id=supplier_id, at=at
    )


def _follow(supplier_id: int) -> None:
    refresh_search(supplier_id)
    mark_evidence_changed([supplier_id])
