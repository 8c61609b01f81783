"""Projections of the latest snapshots: where each scope stands, and what the supplier list shows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from operator import attrgetter
from typing import Any

from common.many_rows import put_rows, update_rows
from scoring.domain.model import Model
from scoring.domain.scorecard import Scorecard
from scoring.domain.standing import figures_of
from scoring.models import ScopeRating, Snapshot
from scoring.services.lasting import Lasting
from scoring.services.rating import Rated
from scoring.services.requirement_items import item_rows, replace_items
from scoring.services.supplier_line import stored_rating
from suppliers.models import Supplier
from suppliers.services.projections import store_ratings

Key = tuple[int, str]
FIGURES = ("criticality", "risk_rank", "practice_percent", "gap_tenths", "thinnest")
KNOWN_BY = ("supplier_id", "scope_key")
FIELDS = (
    "scope_id",
    "scope_label",
    "snapshot_id",
    "seen",
    "asked",
    "likelihood",
    "score_tenths",
    "confidence_percent",
    *FIGURES,
    "is_active",
    "is_line",
    "rated_on",
    "again_on",
    "basis",
)


def current_ratings(supplier_ids: Sequence[int]) -> dict[Key, ScopeRating]:
    """Where the scopes of these suppliers stand now, without the documents of their snapshots."""
    rows = ScopeRating.objects.filter(supplier__in=supplier_ids).select_related("snapshot")
    rows = rows.defer("snapshot__facts", "snapshot__result")
    return {(one.supplier_id, one.scope_key): one for one in rows}


def project(
    rated: Sequence[Rated], current: dict[Key, ScopeRating], written: dict[Key, Snapshot], model: Model, on: date
) -> None:
    """Let the projections follow. What stands only gets its days; a day before the one shown changes nothing."""
    latest: dict[int, date] = {}
    kept: dict[int, set[str]] = {}
    for (supplier_id, key), known in current.items():
        latest[supplier_id] = max(known.rated_on, latest.get(supplier_id, known.rated_on))
        kept.setdefault(supplier_id, set()).add(key)
    ahead = [one for one in rated if latest.get(one.supplier_id, on) <= on]
    changed = [one for one in ahead if not _stands(one, current, written, kept)]
    lasting = Lasting(model, on)
    _write(changed, current, written, lasting)
    written_anew = {one.supplier_id for one in changed}
    _confirm([one for one in ahead if one.supplier_id not in written_anew], current, lasting)


def _stands(
    one: Rated, current: dict[Key, ScopeRating], written: dict[Key, Snapshot], kept: dict[int, set[str]]
) -> bool:
    """Whether everything stored of a supplier is still true."""
    if kept.get(one.supplier_id) != set(one.cards):
        return False
    for key, card in one.cards.items():
        known = current[one.supplier_id, key]
        same = known.is_line == (card is one.line) and known.is_active == one.facts.scope(key).active
        if not same or known.asked != one.asked[key].digest or (one.supplier_id, key) in written:
            return False
    return True


def _confirm(unchanged: Sequence[Rated], current: dict[Key, ScopeRating], lasting: Lasting) -> None:
    """What is stored stands: note the day, and until when it will."""
    again = {one.supplier_id: lasting.again_on(one, look_ahead=True) for one in unchanged}
    rows = [(row.pk, lasting.on, again[pk], lasting.basis) for (pk, _), row in current.items() if pk in again]
    update_rows(ScopeRating, ("rated_on", "again_on", "basis"), rows)
    Supplier.objects.filter(pk__in=again).update(rated_on=lasting.on)


def _write(
    changed: Sequence[Rated], current: dict[Key, ScopeRating], written: dict[Key, Snapshot], lasting: Lasting
) -> None:
    """What changed is worked out again the next day if it fades; looking further ahead is for what stands."""
    rows = [_row(one, card, current, written, lasting) for one in changed for card in one.cards.values()]
    values = map(attrgetter(*KNOWN_BY, *FIELDS), rows)
    put_rows(ScopeRating, (*KNOWN_BY, *FIELDS), values, known_by=KNOWN_BY, changing=FIELDS)
    ids = {one.supplier_id for one in changed}
    kept = {(one.supplier_id, key) for one in changed for key in one.cards}
    gone = [row.pk for key, row in current.items() if key[0] in ids and key not in kept]
    if gone:
        ScopeRating.objects.filter(pk__in=gone).delete()
    lines = {row.supplier_id: row for row in rows if row.is_line}
    store_ratings([stored_rating(one, lines[one.supplier_id], lasting.on) for one in changed])
    _write_items(changed, current)


def _write_items(changed: Sequence[Rated], current: dict[Key, ScopeRating]) -> None:
    """What is asked, of those suppliers where a scope came, went, or reads otherwise now."""
    stored: dict[int, dict[str, str]] = {}
    for (supplier_id, key), row in current.items():
        stored.setdefault(supplier_id, {})[key] = row.asked
    differing = [one for one in changed if stored.get(one.supplier_id) != _digests(one)]
    scopes = [(one.supplier_id, asked) for one in differing for asked in one.asked.values()]
    rows = [row for supplier_id, asked in scopes for row in item_rows(supplier_id, asked.known, asked.items)]
    replace_items([one.supplier_id for one in differing if one.supplier_id in stored], rows)


def _digests(one: Rated) -> dict[str, str]:
    return {key: asked.digest for key, asked in one.asked.items()}


def _row(
    rated: Rated, card: Scorecard, current: dict[Key, ScopeRating], written: dict[Key, Snapshot], lasting: Lasting
) -> ScopeRating:
    """The projection repeats its snapshot, also where the score drifted a little since."""
    key = (rated.supplier_id, card.scope)
    snapshot = written[key] if key in written else current[key].snapshot
    figures = stored_figures(card) if key in written else {name: getattr(current[key], name) for name in FIGURES}
    return ScopeRating(
        supplier_id=rated.supplier_id,
        scope_key=card.scope,
        scope_id=scope_id(card.scope),
        scope_label=card.scope_label,
        snapshot=snapshot,
        seen=rated.seen[card.scope],
        asked=rated.asked[card.scope].digest,
        likelihood=snapshot.likelihood,
        score_tenths=snapshot.score_tenths,
        confidence_percent=snapshot.confidence_percent,
        is_active=rated.facts.scope(card.scope).active,
        is_line=card is rated.line,
        rated_on=lasting.on,
        again_on=lasting.again_on(rated, look_ahead=False),
        basis=lasting.basis,
        **figures,
    )


def stored_figures(card: Scorecard) -> dict[str, Any]:
    """The figures of a card by column."""
    return {**asdict(figures := figures_of(card)), "criticality": figures.criticality.value}


def scope_id(key: str) -> int | None:
    """The stored scope behind a key; none for a supplier that is rated as a whole."""
    kind, _, number = key.partition(":")
    return int(number) if kind == "scope" else None
