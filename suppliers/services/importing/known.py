"""Everything already on the supplier list, streamed in a fixed number of queries for comparing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from suppliers.domain.importing.matching import Party, party
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.models import Alias, Identifier, Site, Supplier

CHUNK = 2_000


@dataclass
class _Related:
    aliases: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    identifiers: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    sites: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def known_parties(user: User, *, created_after: datetime | None = None) -> Iterator[Party]:
    """The suppliers that this person may see, one party per site; restricted ones of others are never compared.

    Suppliers are read in chunks of CHUNK, with three queries for what hangs on each chunk.
    """
    suppliers = Supplier.objects.visible_to(user)
    if created_after is not None:
        suppliers = suppliers.filter(created_at__gt=created_after)
    last = 0
    while chunk := list(_chunk(suppliers, last)):
        yield from _parties(chunk)
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


def _chunk(suppliers: "QuerySet[Supplier]", last: int) -> "QuerySet[Supplier, tuple[Any, ...]]":
    rows = suppliers.filter(pk__gt=last).order_by("pk")[:CHUNK]
    return rows.values_list("pk", "legal_name", "local_name", "country")


def _parties(chunk: list[tuple[Any, ...]]) -> Iterator[Party]:
    related = _related(chunk[0][0], chunk[-1][0])
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


def _related(first: int, last: int) -> _Related:
    """What hangs on the suppliers from `first` to `last` (of any visibility; only the asked-for ones are used)."""
    found = _Related()
    span = {"supplier_id__gte": first, "supplier_id__lte": last}
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
