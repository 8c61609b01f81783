"""Where scopes stood before a month and stand at its end: kept up with each snapshot that is written."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from common.many_rows import put_rows
from scoring.domain.facts import Criticality
from scoring.domain.months import month_of
from scoring.domain.reasons_kept import KeptBecause
from scoring.models import ScopeMonth, ScopeRating, Snapshot

Key = tuple[int, str]
BATCH = 200
OPENING = ("supplier_id", "scope_key", "month", "opening_id", "opening_tenths", "opening_likelihood")
CLOSING = ("scope_label", "criticality", "closing_id", "closing_tenths", "closing_likelihood")
FIELDS = (*OPENING, *CLOSING)


def note_months(written: Sequence[tuple[Snapshot, Criticality]], current: Mapping[Key, ScopeRating]) -> None:
    """Let the months follow snapshots just written; `current`: where the scopes stood before.

    One statement for all: the first snapshot of a month brings the opening with it, later ones move the closing. A
    correction of a past day may change several months of its scope, which are then made anew.
    """
    corrected = [one for one, _ in written if one.reason == KeptBecause.CORRECTION.value]
    rows = [
        _row(one, _before(one, current), criticality.value)
        for one, criticality in written
        if one.reason != KeptBecause.CORRECTION.value
    ]
    values = map(attrgetter(*FIELDS), rows)
    put_rows(ScopeMonth, FIELDS, values, known_by=("supplier", "scope_key", "month"), changing=CLOSING)
    for one in corrected:
        rebuild_months(one.supplier_id, one.scope_key)


def rebuild_months(supplier_id: int, scope_key: str) -> None:
    """Make all months of a scope anew from its snapshots."""
    kept = Snapshot.objects.filter(supplier=supplier_id, scope_key=scope_key).defer("facts")
    ScopeMonth.objects.filter(supplier=supplier_id, scope_key=scope_key).delete()
    ScopeMonth.objects.bulk_create(fold_months(kept.order_by("on", "revision", "pk")), batch_size=BATCH)


def fold_months(oldest_first: Iterable[Snapshot]) -> list[ScopeMonth]:
    """The months of one scope, from all its snapshots."""
    months: dict[object, ScopeMonth] = {}
    before: Snapshot | None = None
    opening: Snapshot | None = None
    for one in oldest_first:
        month = month_of(one.on)
        opening = before if month not in months else opening
        months[month] = _row(one, opening, one.result["criticality"])
        before = one
    return list(months.values())


def _before(one: Snapshot, current: Mapping[Key, ScopeRating]) -> Snapshot | None:
    known = current.get((one.supplier_id, one.scope_key))
    return known.snapshot if known else None


def _row(closing: Snapshot, opening: Snapshot | None, criticality: str) -> ScopeMonth:
    return ScopeMonth(
        supplier_id=closing.supplier_id,
        scope_key=closing.scope_key,
        scope_label=closing.scope_label,
        criticality=criticality,
        month=month_of(closing.on),
        opening=opening,
        opening_tenths=opening.score_tenths if opening else None,
        opening_likelihood=opening.likelihood if opening else "",
        closing=closing,
        closing_tenths=closing.score_tenths,
        closing_likelihood=closing.likelihood,
    )
