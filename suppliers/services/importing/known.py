"""What is on the supplier list already, in a fixed number of queries for comparing: all, or what may match."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from accounts.models import User
from common.many_rows import any_of
from suppliers.domain.importing.matching import Blocks, Party, party
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.models import Alias, Identifier, MatchKey, Site, Supplier, SupplierQuerySet

CHUNK = 25_000
MOST_KEYS = 2
"""Keys that are looked up, per supplier on the list: looking one up takes a small part of reading a supplier."""
MOST_FOUND = 0.5
"""The share of the list up to which only those found are read."""


@dataclass
class _Related:
    aliases: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    identifiers: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    sites: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def near_parties(user: User, blocks: Blocks) -> Iterator[Party]:
    """Of `known_parties` at least those that can match the upload in `blocks`: found by keys, where that is quicker."""
    near = _sharing_keys(blocks.numbers())
    if near is None:
        return known_parties(user)
    return _read(Supplier.objects.visible_to(user), near)


def known_parties(user: User, *, created_after: datetime | None = None) -> Iterator[Party]:
    """The suppliers that this person may see, one party per site; restricted ones of others are never compared.

    Suppliers are read in chunks of CHUNK, with three queries for what hangs on each chunk.
    """
    suppliers = Supplier.objects.visible_to(user)
    if created_after is not None:
        suppliers = suppliers.filter(created_at__gt=created_after)
    last = 0
    while chunk := _rows(suppliers.filter(pk__gt=last)):
        yield from _parties(chunk, {"supplier_id__gte": chunk[0][0], "supplier_id__lte": chunk[-1][0]})
        last = chunk[-1][0]


def row_party(number: int, row: ParsedRow) -> Party:
    """A row of the file as a party; its key is the row's number."""
    names = (row.legal_name, row.local_name, *row.aliases)
    numbers = [(kind, f"{country}{value}") for kind, country, value in row.identifiers]
    return party(
        number, names, country=row.country, address=row.address, postal_code=row.postal_code, identifiers=numbers
    )


def site_party(place: ParsedRow | Site) -> Party:
    """A place alone, for comparing addresses."""
    if isinstance(place, Site):
        place = ParsedRow(street=place.street, postal_code=place.postal_code, city=place.city, region=place.region)
    return party(0, (), address=place.address, postal_code=place.postal_code)


def _sharing_keys(keys: set[int]) -> list[int] | None:
    """Suppliers, of any visibility, that have one of these keys; None when there is much to look up or much found."""
    known = Supplier.objects.count()
    if len(keys) > known * MOST_KEYS:
        return None
    most = int(known * MOST_FOUND)
    found = MatchKey.objects.filter(key__in=any_of(keys)).values_list("supplier_id", flat=True).distinct()[: most + 1]
    return None if len(found) > most else sorted(found)


def _read(suppliers: SupplierQuerySet, ids: Sequence[int]) -> Iterator[Party]:
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        yield from _parties(_rows(suppliers.filter(pk__in=any_of(some))), {"supplier_id__in": any_of(some)})


def _rows(suppliers: SupplierQuerySet) -> list[tuple[Any, ...]]:
    return list(suppliers.order_by("pk").values_list("pk", "legal_name", "local_name", "country")[:CHUNK])


def _parties(chunk: list[tuple[Any, ...]], span: dict[str, Any]) -> Iterator[Party]:
    related = _related(span)
    for supplier_id, legal_name, local_name, country in chunk:
        names = (legal_name, local_name, *related.aliases[supplier_id])
        sites = related.sites[supplier_id] or [("", "")]
        for address, postal_code in sites:
            yield party(
                supplier_id,
                names,
                country=country,
                address=address,
                postal_code=postal_code,
                identifiers=related.identifiers[supplier_id],
            )


def _related(span: dict[str, Any]) -> _Related:
    """What hangs on the suppliers of `span` (of any visibility; only the asked-for ones are used)."""
    found = _Related()
    for supplier_id, name in Alias.objects.filter(**span).values_list("supplier_id", "name"):
        found.aliases[supplier_id].append(name)
    numbers = Identifier.objects.filter(**span).values_list("supplier_id", "kind", "country", "value")
    for supplier_id, kind, country, value in numbers:
        found.identifiers[supplier_id].append((kind, f"{country}{value}"))
    places = Site.objects.filter(**span).values_list("supplier_id", "street", "postal_code", "city", "region")
    for supplier_id, rows in groupby(places.order_by("supplier_id", "pk"), key=lambda row: row[0]):
        for _supplier_id, street, postal_code, city, region in rows:
            place = ParsedRow(street=street, postal_code=postal_code, city=city, region=region)
            found.sites[supplier_id].append((place.address, postal_code))
    return found
