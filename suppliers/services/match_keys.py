"""By what imports find a supplier for comparing: rows beside it, which follow its names, numbers and sites."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from common.many_rows import add_rows
from suppliers.domain.importing.matching import numbers_of
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.models import Identifier, MatchKey, Site, Supplier

CHUNK = 500


def keys_of(supplier: Supplier) -> set[int]:
    """The keys that the supplier must have. Needs aliases, identifiers and sites, prefetched when there are many."""
    names = [supplier.legal_name, supplier.local_name, *(alias.name for alias in supplier.aliases.all())]
    return numbers_of(names, map(number_text, supplier.identifiers.all()), map(address_text, supplier.sites.all()))


def number_text(number: Identifier) -> tuple[str, str]:
    """The kind of a number, and the number as it is compared."""
    return number.kind, f"{number.country}{number.value}"


def address_text(site: Site) -> str:
    """The address of a site as it is compared, on one line."""
    return ParsedRow(street=site.street, postal_code=site.postal_code, city=site.city, region=site.region).address


def stored_keys(supplier_ids: Collection[int]) -> dict[int, set[int]]:
    """The keys that each of these suppliers has now."""
    found: dict[int, set[int]] = {supplier_id: set() for supplier_id in supplier_ids}
    rows = MatchKey.objects.filter(supplier__in=supplier_ids).order_by("supplier").values_list("supplier_id", "key")
    for supplier_id, pairs in groupby(rows, key=lambda row: row[0]):
        found[supplier_id].update(key for _, key in pairs)
    return found


def store_keys(due: Mapping[int, set[int]]) -> None:
    """Give suppliers, whose rows are held, these keys instead of those that they have."""
    ids = sorted(due)
    missing: dict[int, set[int]] = {}
    for start in range(0, len(ids), CHUNK):
        for supplier_id, has in stored_keys(ids[start : start + CHUNK]).items():
            missing[supplier_id] = due[supplier_id] - has
            if stale := has - due[supplier_id]:
                MatchKey.objects.filter(supplier=supplier_id, key__in=stale).delete()
    add_keys(missing)


def add_keys(new: Mapping[int, Iterable[int]]) -> None:
    """Give suppliers keys that none of them has yet."""
    if any(new.values()):
        add_keys_while_made(new.items())


def add_keys_while_made(new: Iterable[tuple[int, Iterable[int]]]) -> None:
    """As `add_keys` for very many: some are written while the next are made, so making them must ask no database."""
    add_rows(MatchKey, ("supplier", "key"), ((supplier_id, key) for supplier_id, keys in new for key in sorted(keys)))
