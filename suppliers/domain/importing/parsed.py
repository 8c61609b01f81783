"""A row of the list as the supplier record that it would become."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Defaults:
    """What the importer said once for the whole file."""

    country: str = ""
    codes_end_addresses: bool = False


@dataclass(frozen=True)
class Person:
    """A contact at the supplier."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ParsedRow:
    """What a row says about a supplier, as it would be stored. Texts are empty where the row says nothing."""

    legal_name: str = ""
    local_name: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    sector: str = ""
    criticality: str = ""
    website: str = ""
    identifiers: tuple[tuple[str, str, str], ...] = ()
    """Kind, country (for VAT and register numbers) and value."""
    site_name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    contacts: tuple[Person, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "contacts": [vars(person) for person in self.contacts]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ParsedRow":
        people = tuple(Person(**person) for person in data.get("contacts", ()))
        identifiers = tuple((kind, country, value) for kind, country, value in data.get("identifiers", ()))
        return cls(
            **{**data, "contacts": people, "identifiers": identifiers, "aliases": tuple(data.get("aliases", ()))}
        )

    @property
    def has_site(self) -> bool:
        """Whether the row says anything about a place."""
        return bool(self.site_name or self.street or self.city or self.postal_code)

    @property
    def address(self) -> str:
        """The address on one line, for comparing; parts that the street line already holds are not repeated."""
        parts = (self.street, self.postal_code, self.city, self.region)
        return ", ".join(part for index, part in enumerate(parts) if part and (index == 0 or part not in self.street))
