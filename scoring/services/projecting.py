"""Projections of the latest snapshots: where each scope stands, and what the supplier list shows."""

from collections.abc import Sequence
from datetime import date

from scoring.domain.scorecard import Scorecard
from scoring.models import ScopeRating, Snapshot
from scoring.services.rating import Rated
from scoring.services.supplier_line import stored_rating
from suppliers.models import Supplier
from suppliers.services.projections import store_ratings

Key = tuple[int, str]
BATCH = 200
FIELDS = (
    "scope_label",
    "snapshot",
    "seen",
    "likelihood",
    "score_tenths",
    "confidence_percent",
    "is_active",
    "is_line",
    "rated_on",
)


def current_ratings(supplier_ids: Sequence[int]) -> dict[Key, ScopeRating]:
    """Where the scopes of these suppliers stand now, without the documents of their snapshots."""
    rows = ScopeRating.objects.filter(supplier__in=supplier_ids).select_related("snapshot")
    rows = rows.defer("snapshot__facts", "snapshot__result")
    return {(one.supplier_id, one.scope_key): one for one in rows}


def project(rated: Sequence[Rated], current: dict[Key, ScopeRating], written: dict[Key, Snapshot], on: date) -> None:
    """Let the projections follow. What stands only gets the day; a day before the one shown changes nothing."""
    latest: dict[int, date] = {}
    kept: dict[int, set[str]] = {}
    for (supplier_id, key), known in current.items():
        latest[supplier_id] = max(known.rated_on, latest.get(supplier_id, known.rated_on))
        kept.setdefault(supplier_id, set()).add(key)
    ahead = [one for one in rated if latest.get(one.supplier_id, on) <= on]
    changed = [one for one in ahead if not _stands(one, current, written, kept)]
    unchanged = {one.supplier_id for one in ahead} - {one.supplier_id for one in changed}
    _write(changed, current, written, on)
    ScopeRating.objects.filter(supplier__in=unchanged).update(rated_on=on)
    Supplier.objects.filter(pk__in=unchanged).update(rated_on=on)


def _stands(
    one: Rated, current: dict[Key, ScopeRating], written: dict[Key, Snapshot], kept: dict[int, set[str]]
) -> bool:
    """Whether everything stored of a supplier is still true."""
    if kept.get(one.supplier_id) != set(one.cards):
        return False
    for key, card in one.cards.items():
        known = current[one.supplier_id, key]
        same = known.is_line == (card is one.line) and known.is_active == one.facts.scope(key).active
        if not same or (one.supplier_id, key) in written:
            return False
    return True


def _write(changed: Sequence[Rated], current: dict[Key, ScopeRating], written: dict[Key, Snapshot], on: date) -> None:
    rows = [_row(one, card, current, written, on) for one in changed for card in one.cards.values()]
    ScopeRating.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["supplier", "scope_key"], update_fields=FIELDS
    )
    ids = {one.supplier_id for one in changed}
    kept = {(one.supplier_id, key) for one in changed for key in one.cards}
    gone = [row.pk for key, row in current.items() if key[0] in ids and key not in kept]
    if gone:
        ScopeRating.objects.filter(pk__in=gone).delete()
    lines = {row.supplier_id: row for row in rows if row.is_line}
    store_ratings([stored_rating(one, lines[one.supplier_id], on) for one in changed])


def _row(
    rated: Rated, card: Scorecard, current: dict[Key, ScopeRating], written: dict[Key, Snapshot], on: date
) -> ScopeRating:
    """The projection repeats its snapshot, also where the score drifted a little since."""
    key = (rated.supplier_id, card.scope)
    snapshot = written[key] if key in written else current[key].snapshot
    return ScopeRating(
        supplier_id=rated.supplier_id,
        scope_key=card.scope,
        scope_label=card.scope_label,
        snapshot=snapshot,
        seen=rated.seen[card.scope],
        likelihood=snapshot.likelihood,
        score_tenths=snapshot.score_tenths,
        confidence_percent=snapshot.confidence_percent,
        is_active=rated.facts.scope(card.scope).active,
        is_line=card is rated.line,
        rated_on=on,
    )
