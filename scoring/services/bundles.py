"""Scorecards of a selection: ask for them, stop, go on, try again, and throw the files away when their time is over.

What the worker does with an item is in `bundle_work`, how the items become one file in `bundle_join`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from common import jobs
from common.models import Job
from common.models.job import UNFINISHED as UNFINISHED_JOB
from scoring.domain.bundles import MOST_ITEMS, UNFINISHED, BundleForm, BundleState, ItemState
from scoring.models import BundleItem, ScopeRating, ScorecardBundle
from suppliers.models import Supplier

PART = "scoring.bundle_part"


class BundleRefused(Exception):
    """Why it cannot be made or changed, in words."""


@transaction.atomic
def ask_for_bundle(
    supplier_ids: Sequence[int],
    *,
    form: BundleForm,
    every_scope: bool,
    by: User,
    at: datetime,
    workers: int | None = None,
) -> ScorecardBundle:
    """Have the scorecards of these suppliers made, in the order of their names; of each its own line, or every scope.

    `workers`: how many jobs share it (as many as there are worker processes). Raises BundleRefused.
    """
    wanted = _wanted(supplier_ids, every_scope, by)
    if not wanted:
        raise BundleRefused("None of these suppliers can be seen by you any more.")
    if len(wanted) > MOST_ITEMS:
        remedy = f"At most {MOST_ITEMS} go into one file. Narrow the selection."
        raise BundleRefused(f"That would be {len(wanted):,} scorecards. {remedy}")
    expires_at = at + timedelta(days=settings.BUNDLE_DAYS)
    bundle = ScorecardBundle.objects.create(form=form.value, by=by, asked_at=at, expires_at=expires_at)
    BundleItem.objects.bulk_create(
        [
            BundleItem(bundle=bundle, position=position, supplier_id=supplier_id, scope_key=scope_key)
            for position, (supplier_id, scope_key) in enumerate(wanted, start=1)
        ],
        batch_size=500,
    )
    _call_workers(bundle, workers)
    return bundle


def _wanted(supplier_ids: Sequence[int], every_scope: bool, by: User) -> list[tuple[int, str]]:
    """(supplier, scope) of each scorecard; a supplier without a rated scope is asked for by its line."""
    rows = Supplier.objects.visible_to(by).filter(pk__in=supplier_ids).order_by("name_key", "pk")
    suppliers = list(rows.values_list("pk", flat=True))
    scopes: dict[int, list[str]] = {}
    if every_scope:
        rated = ScopeRating.objects.filter(supplier__in=suppliers, is_active=True).order_by("scope_label", "pk")
        for supplier_id, key in rated.values_list("supplier", "scope_key"):
            scopes.setdefault(supplier_id, []).append(key)
    return [(pk, key) for pk in suppliers for key in scopes.get(pk, [""])]


def _call_workers(bundle: ScorecardBundle, workers: int | None = None) -> None:
    """Call workers anew. What an earlier call's jobs still hold is free again; they find that it is theirs no more."""
    ScorecardBundle.objects.filter(pk=bundle.pk).update(
        turn=F("turn") + 1, state=BundleState.MAKING.value, joined_by=None, finished_at=None
    )
    bundle.refresh_from_db()
    bundle.items.filter(state=ItemState.TAKEN.value).update(state=ItemState.QUEUED.value, taken_by=None)
    waiting = bundle.items.filter(state=ItemState.QUEUED.value).count()
    for part in range(max(1, min(workers or settings.WORKER_PROCESSES, waiting))):
        call_worker(bundle, part, 0)


def call_worker(bundle: ScorecardBundle, part: int, shift: int) -> None:
    """One job that takes items as long as there are any, for some seconds; then the next shift is called."""
    payload = {"bundle": str(bundle.pk), "turn": bundle.turn, "part": part, "shift": shift}
    jobs.enqueue(PART, payload, by=bundle.by, key=f"{bundle.pk}:{bundle.turn}:{part}:{shift}")


def has_workers(bundle: ScorecardBundle) -> bool:
    """Whether somebody is at it, or is called to it."""
    keys = f"{bundle.pk}:{bundle.turn}:"
    return Job.objects.filter(kind=PART, key__startswith=keys, state__in=UNFINISHED_JOB).exists()


def stop_bundle(bundle: ScorecardBundle) -> bool:
    """Stop it; the scorecards that are made are kept. False when it was over already."""
    states = [BundleState.MAKING.value, BundleState.JOINING.value]
    rows = ScorecardBundle.objects.filter(pk=bundle.pk, state__in=states)
    return bool(rows.update(state=BundleState.STOPPED.value))


@transaction.atomic
def continue_bundle(bundle: ScorecardBundle) -> None:
    """Go on with what is missing, after it was stopped or its workers gave up. Raises BundleRefused."""
    current = ScorecardBundle.objects.select_for_update().get(pk=bundle.pk)
    is_idle = current.state == BundleState.STOPPED.value or not has_workers(current)
    if current.state not in {state.value for state in UNFINISHED} or not is_idle:
        raise BundleRefused("There is nothing to go on with.")
    _call_workers(current)


@transaction.atomic
def retry_bundle(bundle: ScorecardBundle) -> None:
    """Make once more what failed or was left out; what is made stays. Raises BundleRefused."""
    current = ScorecardBundle.objects.select_for_update().get(pk=bundle.pk)
    again = current.items.filter(state__in=[ItemState.FAILED.value, ItemState.LEFT_OUT.value])
    if current.state == BundleState.EXPIRED.value or not again.update(state=ItemState.QUEUED.value, note=""):
        raise BundleRefused("There is nothing to try again.")
    _call_workers(current)


def sweep_bundles(at: datetime) -> int:
    """Delete the files of bundles whose time is over; returns how many bundles."""
    expired = ScorecardBundle.objects.filter(expires_at__lte=at).exclude(state=BundleState.EXPIRED.value)
    swept = 0
    for bundle in expired.iterator(chunk_size=100):
        rows = ScorecardBundle.objects.filter(pk=bundle.pk)
        rows.update(state=BundleState.EXPIRED.value, file="", turn=F("turn") + 1)
        for name in filter(None, [bundle.file, *bundle.items.values_list("file", flat=True)]):
            default_storage.delete(name)
        swept += 1
    return swept
