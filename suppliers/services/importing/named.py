"""Suppliers and sites of which a file of other records says no more than the name, written in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from common import history
from suppliers.domain.terms import IdentifierKind
from suppliers.models import Identifier, Site, Supplier
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.importing.bulk import BATCH, insert_drafts
from suppliers.services.importing.drafts import Draft, Number


@dataclass(frozen=True)
class NamedSupplier:
    """A supplier to be created. A number that another one has is left out."""

    name: str
    country: str
    number: str = ""


@dataclass(frozen=True)
class CreatedSupplier:
    """What came of a name: the supplier, and whether its number was left out because another one has it."""

    pk: int
    is_without_number: bool


def create_named_suppliers(
    named: Sequence[NamedSupplier], *, actor: User, reason: str, at: datetime
) -> list[CreatedSupplier]:
    """Create the suppliers as prospects owned by `actor`, in the same order. In the caller's transaction."""
    taken = _taken(one.number for one in named)
    drafts = [_draft(one, actor, taken) for one in named]
    insert_drafts(drafts, actor=actor, reason=lambda _draft: reason, at=at)
    mark_evidence_changed(draft.supplier.pk for draft in drafts)
    return [
        CreatedSupplier(draft.supplier.pk, bool(one.number) and not draft.numbers)
        for one, draft in zip(named, drafts, strict=True)
    ]


def add_named_sites(
    sites: Iterable[tuple[int, str]], *, actor: User, reason: str, at: datetime
) -> Mapping[tuple[int, str], int]:
    """Add a site of this name to each of these suppliers, in its country; the key of each. In the caller's transaction.

    The first site of a supplier is its main site.
    """
    wanted = sorted(set(sites))
    ids = sorted({supplier_id for supplier_id, _name in wanted})
    countries: dict[int, str] = {}
    housed: set[int] = set()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        countries.update(Supplier.objects.filter(pk__in=some).values_list("pk", "country"))
        housed.update(Site.objects.filter(supplier_id__in=some).values_list("supplier_id", flat=True))
    new = []
    for supplier_id, name in wanted:
        is_main = supplier_id not in housed
        housed.add(supplier_id)
        new.append(Site(supplier_id=supplier_id, name=name[:200], country=countries[supplier_id], is_main=is_main))
    Site.objects.bulk_create(new, batch_size=BATCH)
    told = ["name", "country", "is_main"]
    history.record_bulk(
        history.build_entry(
            site,
            actor=actor,
            action="created",
            changes=history.initial_values(site, told),
            root_id=site.supplier_id,
            reason=reason,
            at=at,
        )
        for site in new
    )
    return {(site.supplier_id, name): site.pk for site, (_id, name) in zip(new, wanted, strict=True)}


def _draft(one: NamedSupplier, actor: User, taken: set[Number]) -> Draft:
    supplier = Supplier(legal_name=one.name, country=one.country, owner=actor)
    draft = Draft(supplier, is_new=True)
    numbers: tuple[Number, ...] = ((IdentifierKind.OWN_NUMBER.value, "", one.number),) if one.number else ()
    draft.add_numbers(numbers, taken)
    return draft


def _taken(numbers: Iterable[str]) -> set[Number]:
    wanted = sorted({number for number in numbers if number})
    found: set[Number] = set()
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        rows = Identifier.objects.filter(kind=IdentifierKind.OWN_NUMBER.value, value__in=some)
        found.update(
            (kind, str(country), value) for kind, country, value in rows.values_list("kind", "country", "value")
        )
    return found
