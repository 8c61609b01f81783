"""Write ratings as snapshots: copied in on PostgreSQL, by the ORM elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common import many_rows
from scoring.domain.facts import Facts
from scoring.domain.reasons_kept import KeptBecause
from scoring.domain.scorecard import Scorecard
from scoring.domain.snapshot import Frozen, freeze
from scoring.models import RatingModel, Snapshot
from scoring.services.rating import Rated

BATCH = 200
DOCUMENTS = ("facts", "result", "sha256")


@dataclass(frozen=True)
class Kept:
    """A card that becomes a snapshot, and why."""

    rated: Rated
    card: Scorecard
    reason: KeptBecause
    revision: int


def write_snapshots(kept: Sequence[Kept], row: RatingModel, at: datetime) -> list[Snapshot]:
    """Write a snapshot for each; what comes back loads its documents only when asked for them."""
    if not kept:
        return []
    if not many_rows.can_copy():
        rows = [Snapshot(**_columns(one, row, at), **_documents(_frozen(one))) for one in kept]
        return Snapshot.objects.bulk_create(rows, batch_size=BATCH)
    ids = many_rows.reserve_ids(Snapshot, len(kept))
    columns = [{"id": pk, **_columns(one, row, at)} for pk, one in zip(ids, kept, strict=True)]
    many_rows.copy_rows(Snapshot, [*columns[0], *DOCUMENTS], _lines(kept, columns))
    return [_known(one) for one in columns]


def _lines(kept: Sequence[Kept], columns: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
    """The database takes the first documents while the next ones are written."""
    for one, known in zip(kept, columns, strict=True):
        frozen = _frozen(one)
        yield [*known.values(), frozen.facts_text, frozen.result_text, frozen.sha256]


def _known(columns: dict[str, Any]) -> Snapshot:
    return Snapshot.from_db(None, list(columns), list(columns.values()))


def _frozen(kept: Kept) -> Frozen:
    return freeze(facts_of_scope(kept.rated.facts, kept.card.scope), kept.card)


def _documents(frozen: Frozen) -> dict[str, Any]:
    return {"facts": frozen.facts, "result": frozen.result, "sha256": frozen.sha256}


def _columns(kept: Kept, row: RatingModel, at: datetime) -> dict[str, Any]:
    return {
        "supplier_id": kept.rated.supplier_id,
        "scope_key": kept.card.scope,
        "scope_label": kept.card.scope_label,
        "on": kept.card.on,
        "revision": kept.revision,
        "reason": kept.reason.value,
        "model_id": row.pk,
        "engine": kept.card.engine,
        "likelihood": kept.card.likelihood.value,
        "score_tenths": kept.card.score,
        "confidence_percent": kept.card.confidence // 10_000,
        "created_at": at,
    }


def facts_of_scope(facts: Facts, key: str) -> Facts:
    """What the engine looked at for one scope, so that a snapshot holds nothing that did not matter."""

    def mine(scopes: tuple[str, ...]) -> bool:
        return not scopes or key in scopes

    return Facts(
        facts.supplier,
        tuple(one for one in facts.scopes if one.key == key),
        tuple(one for one in facts.observations if mine(one.scopes)),
        tuple(one for one in facts.certificates if mine(one.scopes)),
        tuple(one for one in facts.troubles if mine(one.scopes)),
        facts.own_targets,
    )
