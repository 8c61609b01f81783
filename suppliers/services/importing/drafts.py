"""Suppliers as they will be after the write: new ones, and known ones with what a row adds to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from common.text import fold
from suppliers.domain.importing.matching import address_similarity, numbers_of
from suppliers.domain.importing.names import address_key, core_name
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.domain.searching import search_key
from suppliers.models import Alias, Contact, Identifier, ImportRow, Site, Supplier
from suppliers.services.importing.known import site_party
from suppliers.services.match_keys import address_text
from suppliers.services.projections import name_key

SAME_PLACE = 90
Number = tuple[str, str, str]


@dataclass
class Draft:
    """One supplier and all that hangs on it; `new_*` is what this import adds."""

    supplier: Supplier
    is_new: bool = False
    rows: list[ImportRow] = field(default_factory=list)
    filled: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Fields of a known supplier that were empty: from, to."""
    names: set[str] = field(default_factory=set)
    numbers: set[Number] = field(default_factory=set)
    sites: list[Site] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    new_aliases: list[Alias] = field(default_factory=list)
    new_identifiers: list[Identifier] = field(default_factory=list)
    new_sites: list[Site] = field(default_factory=list)
    new_contacts: list[Contact] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    """Those known before."""

    @property
    def new_parts(self) -> list[Site | Alias | Identifier | Contact]:
        return [*self.new_sites, *self.new_aliases, *self.new_identifiers, *self.new_contacts]

    @property
    def is_changed(self) -> bool:
        return self.is_new or bool(self.filled or self.new_parts)

    def add(self, row: ImportRow, record: ParsedRow, taken: set[Number]) -> list[Number]:
        """Add what the row says and the supplier lacks. Returns numbers that others have (`taken`), left out here."""
        self.rows.append(row)
        if not self.is_new:
            self._fill("local_name", record.local_name)
            self._fill("website", record.website)
        for name in (record.legal_name, *record.aliases):
            self._add_name(name)
        self._add_site(record)
        self._add_contacts(record)
        return self.add_numbers(record.identifiers, taken)

    def search_columns(self) -> None:
        """Set the columns that the list is searched by, from all that is known now."""
        supplier = self.supplier
        cities = [site.city for site in self.sites]
        numbers = [value for _kind, _country, value in sorted(self.numbers)]
        supplier.search_key = search_key([*self._all_names, *cities], numbers)
        supplier.name_key = name_key(supplier.legal_name)
        supplier.city = next((site.city for site in self.sites if site.is_main), "")

    def match_keys(self) -> set[int]:
        """What the next import finds it by, from all that is known now."""
        numbers = ((kind, f"{country}{value}") for kind, country, value in self.numbers)
        return numbers_of(self._all_names, numbers, map(address_text, self.sites))

    @property
    def _all_names(self) -> list[str]:
        added = (alias.name for alias in self.new_aliases)
        return [self.supplier.legal_name, self.supplier.local_name, *self.aliases, *added]

    def _fill(self, name: str, value: str) -> None:
        if value and not getattr(self.supplier, name):
            self.filled[name] = ("", value)
            setattr(self.supplier, name, value)

    def _add_name(self, name: str) -> None:
        known = fold(name)
        if name and known not in self.names:
            self.names.add(known)
            if core_name(name) != core_name(self.supplier.legal_name):
                self.new_aliases.append(Alias(supplier=self.supplier, name=name[:300]))

    def add_numbers(self, numbers: Iterable[Number], taken: set[Number]) -> list[Number]:
        left_out = []
        for number in numbers:
            if number in self.numbers:
                continue
            if number in taken:
                left_out.append(number)
                continue
            taken.add(number)
            self.numbers.add(number)
            kind, country, value = number
            self.new_identifiers.append(Identifier(supplier=self.supplier, kind=kind, country=country, value=value))
        return left_out

    def _add_site(self, record: ParsedRow) -> None:
        if not record.has_site or self._knows_place(record):
            return
        wanted = record.site_name or record.city or ("Main site" if not self.sites else "Site")
        site = Site(
            supplier=self.supplier,
            name=self._free_site_name(wanted),
            street=record.street,
            postal_code=record.postal_code,
            city=record.city,
            region=record.region,
            country=record.country,
            is_main=not any(known.is_main for known in self.sites),
        )
        self.sites.append(site)
        self.new_sites.append(site)

    def _knows_place(self, record: ParsedRow) -> bool:
        named = fold(record.site_name)
        if not address_key(record.address):
            return any(fold(site.name) == named or fold(site.city) == named for site in self.sites) if named else True
        mine = site_party(record)
        return any(
            str(site.country) == record.country and address_similarity(mine, site_party(site)) >= SAME_PLACE
            for site in self.sites
        )

    def _free_site_name(self, wanted: str) -> str:
        taken = {site.name for site in self.sites}
        name, number = wanted[:190], 2
        while name in taken:
            name, number = f"{wanted[:190]} ({number})", number + 1
        return name

    def _add_contacts(self, record: ParsedRow) -> None:
        for person in record.contacts:
            key = fold(person.email or person.name)
            if key not in self.people:
                self.people.add(key)
                self.new_contacts.append(
                    Contact(supplier=self.supplier, name=person.name, email=person.email, phone=person.phone)
                )


def new_draft(row: ImportRow, record: ParsedRow) -> Draft:
    """A supplier that the list does not have yet, from the row and the defaults of its import."""
    batch = row.batch
    supplier = Supplier(
        legal_name=record.legal_name,
        local_name=record.local_name,
        country=record.country,
        sector=record.sector or batch.default_sector,
        criticality=record.criticality or batch.default_criticality,
        website=record.website,
        owner_id=batch.supplier_owner_id or batch.created_by_id,
    )
    return Draft(supplier, is_new=True, names={fold(record.legal_name)})


def known_draft(supplier: Supplier) -> Draft:
    """A supplier of the list. Needs its aliases, identifiers, sites and contacts prefetched."""
    aliases = [alias.name for alias in supplier.aliases.all()]
    numbers = list(supplier.identifiers.all())
    return Draft(
        supplier,
        names={fold(name) for name in (supplier.legal_name, supplier.local_name, *aliases)},
        numbers={(number.kind, str(number.country), number.value) for number in numbers},
        sites=list(supplier.sites.all()),
        people={fold(key) for contact in supplier.contacts.all() for key in (contact.email, contact.name) if key},
        aliases=aliases,
    )
