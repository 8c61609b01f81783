"""Which cards become snapshots, and the projections that follow from them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from scoring.domain.reasons_kept import KeptBecause
from scoring.models import RatingModel, ScopeRating, Snapshot
from scoring.services.months import note_months
from scoring.services.projecting import Key, current_ratings, project
from scoring.services.rating import Rated
from scoring.services.snapshots import Kept, write_snapshots


def keep(rated: Sequence[Rated], row: RatingModel, on: date, at: datetime) -> int:
    """Write snapshots where the result changed or a month ended, and the projections; how many were written."""
    current = current_ratings([one.supplier_id for one in rated])
    wanted = _wanted(rated, current, row, on)
    written = write_snapshots(wanted, row, at)
    note_months([(snapshot, one.card.criticality) for one, snapshot in zip(wanted, written, strict=True)], current)
    project(rated, current, {(one.supplier_id, one.scope_key): one for one in written}, row.model, on)
    return len(written)


def _wanted(rated: Sequence[Rated], current: dict[Key, ScopeRating], row: RatingModel, on: date) -> list[Kept]:
    found = []
    for one in rated:
        for card in one.cards.values():
            known = current.get((one.supplier_id, card.scope))
            reason = _reason(known, one, card.scope, row, on)
            if reason is not None:
                found.append((one, card, reason))
    revisions = _revisions([(one.supplier_id, card.scope) for one, card, _ in found], on)
    return [Kept(one, card, reason, revisions.get((one.supplier_id, card.scope), 0) + 1) for one, card, reason in found]


def _reason(known: ScopeRating | None, rated: Rated, scope: str, row: RatingModel, on: date) -> KeptBecause | None:
    if known is None:
        return KeptBecause.FIRST
    if on < known.rated_on:
        return KeptBecause.CORRECTION
    if known.snapshot.model_id != row.pk:
        return KeptBecause.MODEL
    if known.seen != rated.seen[scope]:
        return KeptBecause.CHANGED
    if not rated.facts.observations and not rated.facts.certificates:
        return None  # of a mere name there is nothing to keep month by month
    return KeptBecause.MONTH_END if known.snapshot.on < last_month_end(on) else None


def last_month_end(on: date) -> date:
    """The latest last-day-of-a-month that has been reached on this day."""
    tomorrow = on + timedelta(days=1)
    return on if tomorrow.day == 1 else on.replace(day=1) - timedelta(days=1)


def _revisions(keys: Sequence[Key], on: date) -> dict[Key, int]:
    """The highest revision of this very day, per scope."""
    if not keys:
        return {}
    rows = Snapshot.objects.filter(on=on, supplier__in={supplier for supplier, _ in keys}).order_by("revision")
    return {(supplier, key): rev for supplier, key, rev in rows.values_list("supplier_id", "scope_key", "revision")}
