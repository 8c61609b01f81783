"""Decisions about pairs of similar records, remembered across uploads and kept by normalised name and address."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from common import clock
from suppliers.domain.importing.matching import Match
from suppliers.domain.importing.names import pair_key
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.models import DuplicateMemory, Site, Supplier

CHUNK = 500


@dataclass(frozen=True)
class Pair:
    """A row and one candidate for being the same supplier."""

    place: str
    """`supplier` (on our list) or `row` (earlier in the file)."""
    key: int
    kind: str
    score: int
    reason: str
    pair: str

    @classmethod
    def of(cls, row: ParsedRow, other: ParsedRow, match: Match, place: str) -> "Pair":
        text = pair_key(row.legal_name, row.country, row.address, other.legal_name, other.country, other.address)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return cls(place, match.key, match.kind.value, match.score, match.reason, digest)

    def as_json(self) -> dict[str, Any]:
        values = dict(vars(self))
        return {values.pop("place"): values.pop("key"), **values}


def pairs_with_suppliers(supplier_ids: Iterable[int]) -> dict[int, ParsedRow]:
    """Name, country and main address of these suppliers, as rows are compared with them."""
    found: dict[int, ParsedRow] = {}
    for ids in _chunks(sorted(supplier_ids)):
        sites = {site.supplier_id: site for site in Site.objects.filter(supplier_id__in=ids).order_by("is_main", "-pk")}
        for pk, name, country in Supplier.objects.filter(pk__in=ids).values_list("pk", "legal_name", "country"):
            site = sites.get(pk)
            place = (site.street, site.postal_code, site.city, site.region) if site else ("", "", "", "")
            street, postal_code, city, region = place
            found[pk] = ParsedRow(
                legal_name=name,
                country=str(country),
                street=street,
                postal_code=postal_code,
                city=city,
                region=region,
            )
    return found


def recall(pairs: Iterable[Pair]) -> dict[str, str]:
    """What was decided before about these pairs."""
    keys = sorted({pair.pair for pair in pairs})
    known: dict[str, str] = {}
    for chunk in _chunks(keys):
        known.update(DuplicateMemory.objects.filter(pair__in=chunk).values_list("pair", "decision"))
    return known


def remember(decisions: Mapping[str, str], *, user: User) -> None:
    """Keep decisions about pairs; the latest one counts."""
    now = clock.now()
    rows = [
        DuplicateMemory(pair=pair, decision=decision, decided_by=user, decided_at=now)
        for pair, decision in sorted(decisions.items())
    ]
    DuplicateMemory.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["pair"],
        update_fields=["decision", "decided_by", "decided_at"],
    )


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
