"""What a worker does for a bundle: take an item nobody has, make its scorecard, take the next. Safe to be killed in."""

import logging
import time
from collections.abc import Callable
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from accounts.domain.permissions import Permission
from accounts.models import User
from common import clock
from scoring.document import document_context
from scoring.domain.bundles import WAITING, BundleState, ItemState
from scoring.models import BundleItem, ScopeRating, ScorecardBundle, Snapshot
from scoring.pdf import Pdf, PdfUnavailable, render_pdf
from scoring.services.bundle_join import join_bundle
from suppliers.models import Supplier

log = logging.getLogger(__name__)
SHIFT_SECONDS = 15.0
"""So long one job takes items; then the next waits its turn behind ratings and mails."""
WAITING_STATES = [state.value for state in WAITING]
Alive = Callable[[int, int, str], None]
"""Told after each item: how many are over, of how many, and whose was last (nobody's where that is not to be seen)."""


class CannotMake(Exception):
    """Why this scorecard is not made, in words; `state` is what becomes of the item."""

    def __init__(self, text: str, state: ItemState = ItemState.FAILED) -> None:
        super().__init__(text)
        self.state = state


def work_on_bundle(
    bundle_id: UUID, turn: int, job_id: UUID, *, alive: Alive, seconds: float | None = SHIFT_SECONDS
) -> bool:
    """Make items until there are none, the bundle is stopped, or the shift is over: then True, there is more to do.

    The job that finds all items over joins them. `seconds` None: no end of shift (the bench).
    """
    mine = BundleItem.objects.filter(bundle=bundle_id, taken_by=job_id, state=ItemState.TAKEN.value)
    mine.update(state=ItemState.QUEUED.value, taken_by=None)  # of an attempt of this job that was killed
    until = None if seconds is None else time.monotonic() + seconds
    while bundle := _wanted(bundle_id, turn):
        item = _take_next(bundle, job_id)
        if item is None:
            break
        _make(bundle, item, job_id)
        over = bundle.items.exclude(state__in=WAITING_STATES).count()
        item.refresh_from_db(fields=["state"])
        hidden = item.state == ItemState.LEFT_OUT.value
        alive(over, bundle.items.count(), "" if hidden else str(item.supplier))
        if until and time.monotonic() > until:
            return True
    if _claim_joining(bundle_id, turn, job_id):
        join_bundle(ScorecardBundle.objects.select_related("by").get(pk=bundle_id), job_id)
    return False


def _wanted(bundle_id: UUID, turn: int) -> ScorecardBundle | None:
    """The bundle while its items are to be made by this call's workers."""
    rows = ScorecardBundle.objects.filter(pk=bundle_id, turn=turn, state=BundleState.MAKING.value)
    return rows.select_related("by").first()


def _take_next(bundle: ScorecardBundle, job_id: UUID) -> BundleItem | None:
    """The first item that nobody has, now this job's. Two workers who reach for the same take different ones."""
    while True:
        waiting = bundle.items.filter(state=ItemState.QUEUED.value).select_related("supplier")
        item = waiting.order_by("position").first()
        if item is None:
            return None
        free = BundleItem.objects.filter(pk=item.pk, state=ItemState.QUEUED.value)
        if free.update(state=ItemState.TAKEN.value, taken_by=job_id):
            return item


def _make(bundle: ScorecardBundle, item: BundleItem, job_id: UUID) -> None:
    mine = BundleItem.objects.filter(pk=item.pk, taken_by=job_id, state=ItemState.TAKEN.value)
    try:
        snapshot, pdf = _scorecard(item, bundle.by)
    except CannotMake as reason:
        mine.update(state=reason.state.value, note=str(reason)[:300])
        return
    except Exception as error:  # one that cannot be made must not keep the others from being made
        log.exception("scorecard of item %s of bundle %s failed", item.pk, bundle.pk)
        mine.update(state=ItemState.FAILED.value, note=f"That went wrong on our side ({type(error).__name__}).")
        return
    name = f"{bundle.folder}/{item.pk}.pdf"
    default_storage.delete(name)
    stored = default_storage.save(name, ContentFile(pdf.content))
    mine.update(state=ItemState.DONE.value, snapshot=snapshot, file=stored, pages=pdf.pages, note="")


def _scorecard(item: BundleItem, by: User) -> tuple[Snapshot, Pdf]:
    """The scorecard as the rating stands now, for who asked, if that person may have it now. Raises CannotMake."""
    if not may_have(by, item.supplier_id):
        raise CannotMake("Who asked may no longer see this supplier.", ItemState.LEFT_OUT)
    which = {"scope_key": item.scope_key} if item.scope_key else {"is_line": True}
    rated = ScopeRating.objects.filter(supplier=item.supplier_id, **which)
    rating = rated.select_related("snapshot__supplier__owner", "snapshot__model").first()
    if rating is None:
        raise CannotMake("It is not rated yet. Try again in a minute.")
    try:
        context = document_context(rating.snapshot, clock.now())
        return rating.snapshot, render_pdf("scoring/document/scorecard.html", context)
    except PdfUnavailable as problem:
        raise CannotMake(str(problem)) from problem


def may_have(user: User, supplier_id: int) -> bool:
    """Whether this person may have this supplier's scorecard now."""
    person = User.objects.get(pk=user.pk)
    if not (person.is_active and person.can(Permission.SCORECARD)):
        return False
    return Supplier.objects.visible_to(person).filter(pk=supplier_id).exists()


def _claim_joining(bundle_id: UUID, turn: int, job_id: UUID) -> bool:
    """Whether this job is to join the items: all are over, and no other job has begun it (or this one was killed)."""
    rows = ScorecardBundle.objects.filter(pk=bundle_id, turn=turn)
    waiting = BundleItem.objects.filter(bundle=OuterRef("pk"), state__in=WAITING_STATES)
    complete = rows.filter(~Exists(waiting), state=BundleState.MAKING.value)
    if complete.update(state=BundleState.JOINING.value, joined_by=job_id):
        return True
    return rows.filter(state=BundleState.JOINING.value, joined_by=job_id).exists()
