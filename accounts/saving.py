"""Which lists' filters can be kept under a name, and what of an address may be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

LONGEST = 1000
SORT = "sort"


@dataclass(frozen=True)
class Savable:
    """A list whose filters can be kept: its title, and the filter that says which names it takes."""

    title: str
    filter: Any

    @property
    def names(self) -> frozenset[str]:
        """What may stand in the address of the list."""
        fields: Mapping[str, Any] = getattr(self.filter, "base_filters", None) or self.filter.base_fields
        return frozenset(fields) | {SORT}

    def words(self, query: str) -> list[tuple[str, str]]:
        """What an address narrows, as its filter names it."""
        fields: Mapping[str, Any] = getattr(self.filter, "base_filters", None) or self.filter.base_fields
        return [(_label(fields, name), value.replace("_", " ")) for name, value in parse_qsl(query)]


def _label(fields: Mapping[str, Any], name: str) -> str:
    return str(getattr(fields.get(name), "label", "") or ("Order" if name == SORT else name))


def savable_page(page: str) -> Savable | None:
    """The list of this name; None for a name that no such list has."""
    try:
        view = resolve(reverse(page)).func
    except (NoReverseMatch, Resolver404):
        return None
    found = getattr(view, "saves", None)
    return found if isinstance(found, Savable) else None


def kept_query(query: str, savable: Savable) -> str:
    """What of an address is kept: names that the list takes, with a value, in their order. Never a cursor."""
    pairs = parse_qsl(query[: 4 * LONGEST], max_num_fields=200, errors="replace")
    kept = [(name, value.replace("\x00", "")) for name, value in pairs if name in savable.names and value]
    while kept and len(urlencode(kept)) > LONGEST:
        kept.pop()
    return urlencode(kept)
